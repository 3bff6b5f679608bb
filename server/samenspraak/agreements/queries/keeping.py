"""What lies beside a version, and how long a workspace is kept; inside a transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from samenspraak.agreements import decisions, policy
from samenspraak.agreements.decisions import Hold
from samenspraak.agreements.documents import AgreementDocument
from samenspraak.agreements.queries import rows
from samenspraak.agreements.schemas import (
    HoldView,
    RetentionView,
    SignedCopyView,
    VersionState,
)
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.files.schemas import FileView
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.workspaces.schemas import Participant, Side

_COPIES = """
select c.id, c.side, c.remark, c.added_at, coalesce(p.name, '') as by_name,
       f.id as file_id, f.name, f.media_type, f.size_bytes, f.sha256, f.stored_at, f.stored_by,
       f.is_stripped
from signed_copy c
join file f on f.id = c.file_id
join version v on v.id = c.version_id
left join participant p on p.workspace_id = v.workspace_id and p.person_id = c.added_by
where c.version_id = $1 order by c.added_at, c.id
"""
_HOLDS = """
select h.*, coalesce(p.name, '') as placed_by_name, q.name as lifted_by_name
from dispute_hold h
left join participant p on p.workspace_id = h.workspace_id and p.person_id = h.placed_by
left join participant q on q.workspace_id = h.workspace_id and q.person_id = h.lifted_by
where h.workspace_id = $1 order by h.placed_at, h.id
"""


async def signed_copies(version_id: UUID) -> list[SignedCopyView]:
    """Return the files with signatures of their own beside a version, in the order they came."""
    return [
        SignedCopyView(
            id=row["id"],
            file=FileView(
                id=row["file_id"],
                name=row["name"],
                media_type=row["media_type"],
                size_bytes=row["size_bytes"],
                sha256=row["sha256"],
                stored_at=row["stored_at"],
                stored_by=row["stored_by"],
                is_stripped=row["is_stripped"],
            ),
            side=Side(row["side"]),
            by_name=row["by_name"],
            remark=row["remark"],
            added_at=row["added_at"],
        )
        for row in await fetch(_COPIES, version_id)
    ]


async def holds_in(workspace_id: UUID) -> list[Hold]:
    """Return everything that was ever forbidden here, as decisions judge it."""
    rows_ = await fetch(
        "select id, side, lifted_at from dispute_hold where workspace_id = $1", workspace_id
    )
    return [
        Hold(id=row["id"], side=Side(row["side"]), is_lifted=row["lifted_at"] is not None)
        for row in rows_
    ]


async def retention_view(participant: Participant) -> tuple[RetentionView, str]:
    """Return how long this workspace is kept, what forbids to end it, and the position of that."""
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        held = await fetch(_HOLDS, participant.workspace_id)
        years = decisions.years_kept(await years_asked(participant.workspace_id))
        ends_on = await end_of(participant.workspace_id)
    open_sides = {row["side"] for row in held if row["lifted_at"] is None}
    may_place = policy.may_hold(participant) and participant.side not in open_sides
    return RetentionView(
        years=years,
        ends_on=ends_on,
        kept_until=decisions.kept_until(ends_on, years),
        is_held=bool(open_sides),
        holds=[_hold(participant, row) for row in held],
        moves=["place-hold"] if may_place else [],
    ), reached


async def years_asked(workspace_id: UUID) -> list[int]:
    """Return how many years each party wants things kept, of those that said so."""
    row = await fetch_one("select retention_asked($1) as years", workspace_id)
    return [] if row is None or row["years"] is None else list(row["years"])


async def end_of(workspace_id: UUID) -> date | None:
    """Return the last day of the contract or of what binds, whichever is later.

    An agreement that ended early ends on its own day. None while no end is known.
    """
    contract = await rows.contract_of(workspace_id)
    in_force = await rows.version_in(workspace_id, VersionState.IN_FORCE)
    document = None
    if in_force is not None:
        document = rows.document_in(await rows.content_of(in_force.id))
    return last_day_of(contract["ends_on"], document)


def end_of_term(
    contract_ends_on: date | None,
    content: str | None,
    *,
    years: Sequence[int],
    today: date,
    is_held: bool,
) -> date:
    """Return the day on which a term ended, by the text in force and the years that parties asked.

    Raises `StillKept` while the term runs, no end is known, or a side holds things.
    """
    document = None if content is None else rows.document_in(content)
    ends_on = last_day_of(contract_ends_on, document)
    until = decisions.kept_until(ends_on, decisions.years_kept(years))
    if until is None or not decisions.may_purge(until, today=today, is_held=is_held):
        raise decisions.StillKept(
            until="-" if until is None else until.isoformat(), held=str(is_held).lower()
        )
    return until


def last_day_of(contract_ends_on: date | None, document: AgreementDocument | None) -> date | None:
    """Return the last day that matters, by the contract and the version in force."""
    if document is not None and document.ending is not None:
        return document.ending.ends_on
    days = [contract_ends_on, *_promised_until(document)]
    return max((day for day in days if day is not None), default=None)


def _promised_until(document: AgreementDocument | None) -> Iterable[date | None]:
    for part in () if document is None else document.commitments:
        period = part.document.terms.period
        yield None if period is None else period.ends_on


def _hold(participant: Participant, row: dict[str, Any]) -> HoldView:
    side = Side(row["side"])
    is_open = row["lifted_at"] is None
    return HoldView(
        id=row["id"],
        side=side,
        reason=row["reason"],
        placed_at=row["placed_at"],
        placed_by_name=row["placed_by_name"],
        lifted_at=row["lifted_at"],
        lifted_by_name=row["lifted_by_name"],
        lifted_reason=row["lifted_reason"],
        moves=["lift"] if is_open and policy.may_lift(participant, side) else [],
    )
