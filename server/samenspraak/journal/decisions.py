"""How an entry follows from the one before it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.canonical import canonical_bytes, digest

NOTHING = "0" * 64


class Head(Struct, frozen=True, kw_only=True):
    """Where a journal stands: its last number, digest and moment."""

    number: int
    digest: str
    at: datetime | None


class NewEntry(Struct, frozen=True, kw_only=True):
    """An entry with its place in the chain. `body` is RFC 8785 text."""

    id: UUID
    journal_id: UUID
    number: int
    kind: str
    actor: UUID | None
    at: datetime
    body: str
    previous_digest: str
    digest: str


def entry_digest(
    *,
    journal_id: UUID,
    number: int,
    entry_id: UUID,
    kind: str,
    actor: UUID | None,
    at: datetime,
    body: str,
    previous_digest: str,
) -> str:
    """Return the SHA-256 that ties an entry to all before it."""
    return digest(
        canonical_bytes(
            {
                "actor": None if actor is None else str(actor),
                "at": moment(at),
                "body": body,
                "id": str(entry_id),
                "journal": str(journal_id),
                "kind": kind,
                "number": number,
                "previous": previous_digest,
            }
        )
    )


def moment(at: datetime) -> str:
    """Spell a moment in UTC one way only, to the microsecond PostgreSQL keeps."""
    assert at.utcoffset() is not None, "moments have a zone"
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def follow(
    head: Head,
    *,
    journal_id: UUID,
    entry_id: UUID,
    kind: str,
    actor: UUID | None,
    at: datetime,
    body: str,
) -> NewEntry:
    """Make the entry that comes after this head."""
    number = head.number + 1
    return NewEntry(
        id=entry_id,
        journal_id=journal_id,
        number=number,
        kind=kind,
        actor=actor,
        at=at,
        body=body,
        previous_digest=head.digest,
        digest=entry_digest(
            journal_id=journal_id,
            number=number,
            entry_id=entry_id,
            kind=kind,
            actor=actor,
            at=at,
            body=body,
            previous_digest=head.digest,
        ),
    )
