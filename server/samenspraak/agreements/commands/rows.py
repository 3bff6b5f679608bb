"""How a version comes to be, is closed, and comes in force."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from samenspraak.agreements import decisions, queries
from samenspraak.agreements.decisions import JudgedVersion
from samenspraak.agreements.documents import AgreementDocument, NameEntry, names_document
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import (
    AgreementConcluded,
    Origin,
    VersionLapsed,
    VersionState,
    VersionVoided,
)
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.schemas import Ended
from samenspraak.database import execute, fetch_one
from samenspraak.journal.commands import Work
from samenspraak.workspaces.commands import begin_execution
from samenspraak.workspaces.schemas import Participant, Side


async def insert_version(
    work: Work,
    participant: Participant,
    document: AgreementDocument,
    *,
    version_id: UUID,
    names: Collection[NameEntry] = (),
    file_id: UUID | None = None,
    changed_cents: int | None = None,
) -> str:
    """Store a version's bytes, once and for good, and return their digest."""
    content = canonical_bytes(document)
    await execute(
        "insert into version (id, journal_id, workspace_id, number, origin, content, digest,"
        " previous_digest, names, file_id, state, reason, value_cents, offered_at, offered_by,"
        " offered_by_side, sign_by_at, cause, changed_cents)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19)",
        version_id,
        participant.shared_journal_id,
        participant.workspace_id,
        document.number,
        document.origin,
        content.decode(),
        digest(content),
        document.predecessor,
        canonical_bytes(names_document(names)).decode(),
        file_id,
        VersionState.OFFERED,
        document.reason or "",
        queries.value_cents(document),
        work.at,
        participant.person_id,
        participant.side,
        None if document.sign_by is None else document.sign_by.at,
        None if document.change is None else document.change.cause,
        changed_cents,
    )
    return digest(content)


async def close_version(
    stored: StoredVersion,
    state: VersionState,
    *,
    at: datetime,
    reason: str | None = None,
    by_side: Side | None = None,
    salt: str | None = None,
) -> None:
    """Take a version from the table; compare and set, so that it is closed once."""
    row = await fetch_one(
        "update version set state = $2, closed_at = $3, closed_reason = $4,"
        " closed_by_side = $5, closed_salt = $6"
        " where id = $1 and state = 'offered' returning id",
        stored.id,
        state,
        at,
        reason,
        by_side,
        salt,
    )
    assert row is not None, "it was judged open under the same lock"


async def close_overdue(work: Work, participant: Participant, judged: JudgedVersion) -> None:
    """Write down what no sweep came to yet, before another version takes its place."""
    await write_off(
        work,
        judged,
        workspace_id=participant.workspace_id,
        journal_id=participant.shared_journal_id,
    )


async def write_off(
    work: Work, judged: JudgedVersion, *, workspace_id: UUID, journal_id: UUID
) -> None:
    """Write down what time or a change already did to a version, for a person or for a sweep.

    It touches no more of the row than a sweep may.
    """
    state = decisions.state_at(judged, work.at)
    fact = {VersionState.LAPSED: VersionLapsed, VersionState.VOID: VersionVoided}[state]
    row = await fetch_one(
        "update version set state = $2, closed_at = $3 where id = $1 and state = 'offered'"
        " returning id",
        judged.id,
        state,
        decisions.closed_at(judged, work.at),
    )
    assert row is not None, "it was judged open under the same lock"
    work.record(
        journal_id, fact(workspace_id=workspace_id, version_id=judged.id, number=judged.number)
    )


async def conclude(
    work: Work,
    participant: Participant,
    stored: StoredVersion,
    *,
    revision_ids: Collection[UUID] = (),
    receipt_id: UUID | None = None,
) -> None:
    """Bring a version in force, in the place of the one before, and let its texts bind."""
    await execute(
        "update version set state = 'superseded', closed_at = $2"
        " where workspace_id = $1 and state = 'in_force'",
        participant.workspace_id,
        work.at,
    )
    row = await fetch_one(
        "update version set state = 'in_force', in_force_at = $3"
        " where id = $1 and digest = $2 and state = 'offered' returning id",
        stored.id,
        stored.digest,
        work.at,
    )
    assert row is not None, "it was judged open under the same lock"
    if stored.origin is Origin.SAMENSPRAAK:
        document = queries.document_in(await queries.content_of(stored.id))
        await commitments.bind(
            work,
            workspace_id=participant.workspace_id,
            revision_ids=revision_ids,
            version_id=stored.id,
            ended={
                each.commitment_id: Ended(on=each.ends_on, reason=each.reason)
                for each in document.endings
            },
        )
    await begin_execution(work, participant.workspace_id)
    work.record(
        participant.shared_journal_id,
        AgreementConcluded(
            workspace_id=participant.workspace_id,
            version_id=stored.id,
            number=stored.number,
            digest=stored.digest,
            receipt_id=receipt_id,
        ),
    )


async def next_number(workspace_id: UUID) -> int:
    """Return the number of the next version made here; 0 is that of a paper deal."""
    row = await fetch_one(
        "select coalesce(max(number), 0) + 1 as number from version where workspace_id = $1",
        workspace_id,
    )
    assert row is not None, "an aggregate always gives a row"
    return row["number"]
