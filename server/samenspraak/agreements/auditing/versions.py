"""Holding a version's row, and the names beside its bytes, against what was told."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.auditing.ledger import ToldVersion
from samenspraak.agreements.auditing.reading import is_name_of, readable
from samenspraak.agreements.auditing.shapes import Told
from samenspraak.agreements.decisions import reason_digest
from samenspraak.agreements.documents import AgreementDocument, NamesDocument, slots_of
from samenspraak.agreements.queries import changed_cents, value_cents
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import RoleSlot

Row = Mapping[str, Any]

# Equal to nothing in a row.
_ANYTHING_ELSE = object()
_STATES = {
    "version.sent-back": "sent_back",
    "version.withdrawn": "withdrawn",
    "version.lapsed": "lapsed",
    "version.voided": "void",
}


class Read(Struct, frozen=True, kw_only=True):
    """A version's documents, as far as they can still be read."""

    document: AgreementDocument | None
    names: NamesDocument | None


def read(row: Row) -> Read:
    """Read what stands in the row; what cannot be read is found below."""
    return Read(
        document=readable(row["content"], AgreementDocument),
        names=readable(row["names"], NamesDocument),
    )


def version_misfits(
    row: Row,
    told: ToldVersion,
    found: Read,
    before: AgreementDocument | None,
    *,
    workspace_id: UUID,
    journal_id: UUID,
) -> Iterator[str]:
    """Name the columns of a version that are not what its entries and its own bytes say.

    `before` is the version that was in force when this one was offered.
    """
    offered = told.offered
    if offered is None:
        return
    body = offered.body
    expected: dict[str, object] = {
        "journal_id": journal_id,
        "workspace_id": workspace_id,
        "number": body.get("number", 0),
        "digest": body.get("digest"),
        "origin": "outside" if offered.kind == "paper.recorded" else "samenspraak",
        "offered_at": offered.at,
        "offered_by": offered.actor,
        "offered_by_side": body.get("side"),
        **_of_its_end(told),
        **_of_its_closing(row, told),
    }
    if digest(row["content"].encode()) != body.get("digest") or found.document is None:
        yield "content"
    else:
        expected |= _of_its_bytes(found.document, before)
        if found.document.predecessor != told.predecessor:
            yield "previous_digest"
    yield from (column for column, value in expected.items() if row[column] != value)


def name_misfits(
    row: Row, found: Read, *, signatories: Collection[str], may_be_gone: Collection[str]
) -> Iterator[str]:
    """Judge the names beside a version: each is the one its slot was made of.

    A name that is not there was erased with its person. `signatories` are the slots that signatures
    made, `may_be_gone` those whose people were erased.
    """
    names = found.names
    if names is None or canonical_bytes(names).decode() != row["names"]:
        yield "names"
        return
    slots = {*signatories, *(slot.commitment for slot in _slots(found.document))}
    told = {entry.commitment for entry in names.names}
    are_theirs = all(
        is_name_of(entry.commitment, salt=entry.salt, name=entry.name) for entry in names.names
    )
    if not are_theirs or not told <= slots or not slots - told <= set(may_be_gone):
        yield "names"


def _slots(document: AgreementDocument | None) -> tuple[RoleSlot, ...]:
    return () if document is None else slots_of(document)


def _of_its_bytes(
    document: AgreementDocument, before: AgreementDocument | None
) -> dict[str, object]:
    change = document.change
    return {
        "previous_digest": document.predecessor,
        "reason": document.reason or "",
        "value_cents": value_cents(document),
        "cause": None if change is None else change.cause,
        # What was offered before versions had a cause does not say what it changes either.
        "changed_cents": None if change is None else changed_cents(before, document),
        "file_id": document.attachments[0].file_id if document.origin == "outside" else None,
        "sign_by_at": None if document.sign_by is None else document.sign_by.at,
    }


def _of_its_end(told: ToldVersion) -> dict[str, object]:
    """Return the state a version must be in, and since when."""
    concluded, closed = told.concluded, told.closed
    if concluded is not None:
        state = "in_force" if told.superseded_at is None else "superseded"
        return {
            "state": state,
            "in_force_at": concluded.at,
            "closed_at": told.superseded_at,
        }
    state = "offered" if closed is None else _STATES[closed.kind]
    found: dict[str, object] = {"state": state, "in_force_at": None}
    return found if closed is not None else {**found, "closed_at": None}


def _of_its_closing(row: Row, told: ToldVersion) -> dict[str, object]:
    """Return who took a version off the table, when and why, as far as its entry says."""
    closed = told.closed
    if closed is None or told.concluded is not None:
        return {"closed_reason": None, "closed_by_side": None, "closed_salt": None}
    if closed.kind in {"version.lapsed", "version.voided"}:
        return {
            "closed_at": _since(row, told, closed),
            "closed_reason": None,
            "closed_by_side": None,
            "closed_salt": None,
        }
    found: dict[str, object] = {"closed_at": closed.at}
    promised = closed.body.get("reasonDigest")
    if promised is None:
        # So it was before reasons had a digest: nothing says what the reason was.
        return {**found, "closed_salt": None}
    salt, reason = row["closed_salt"], row["closed_reason"]
    found["closed_by_side"] = closed.body.get("side")
    if salt is None or reason is None or reason_digest(salt=salt, reason=reason) != promised:
        found["closed_reason"] = _ANYTHING_ELSE
    return found


def _since(row: Row, told: ToldVersion, closed: Told) -> datetime | None:
    """Return since when a version is off the table, however late that was written down.

    A lapse counts from the end time. What made a version void was an entry of its own, and stands
    between the offer and this one.
    """
    if closed.kind == "version.lapsed":
        return row["sign_by_at"]
    assert told.offered is not None, "what was closed had been offered"
    is_between = row["closed_at"] is not None and (told.offered.at <= row["closed_at"] <= closed.at)
    return row["closed_at"] if is_between else closed.at
