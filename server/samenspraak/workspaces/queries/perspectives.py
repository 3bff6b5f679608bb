"""What is read of perspectives: who handed in, one's own side's answers, and what was opened."""

from typing import Any
from uuid import UUID

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.workspaces.decisions import Exchange
from samenspraak.workspaces.policy import (
    may_hand_in_perspective,
    may_open_perspectives,
    may_start_perspectives,
)
from samenspraak.workspaces.schemas import (
    ExchangeView,
    Participant,
    PerspectivesView,
    PerspectiveView,
    Side,
)

_EXCHANGES = """
select e.*, p.side as started_by_side, p.name as started_by_name from perspective_exchange e
join participant p on p.workspace_id = e.workspace_id and p.person_id = e.started_by
where e.workspace_id = $1 order by e.number desc
"""
_OWN = """
select a.*, p.name as by_name from perspective_answer a
join participant p on p.id = a.by_participant
where a.exchange_id = any($1) and a.journal_id = $2
"""
_OPENED = """
select o.*, p.name as by_name from perspective o
join participant p on p.id = o.by_participant
where o.exchange_id = any($1) order by array_position(array['buyer', 'contractor'], o.side::text)
"""


async def newest_exchange(workspace_id: UUID) -> Exchange | None:
    """Return the newest exchange of perspectives, open or not; inside a transaction."""
    row = await fetch_one(
        "select * from perspective_exchange where workspace_id = $1 order by number desc limit 1",
        workspace_id,
    )
    return None if row is None else _exchange(row)


async def both_joined(workspace_id: UUID) -> bool:
    """Tell whether both sides are there to be asked; inside a transaction."""
    row = await fetch_one(
        "select count(distinct side) as sides from party where workspace_id = $1"
        " and side in ('buyer', 'contractor') and joined_at is not null",
        workspace_id,
    )
    assert row is not None, "a count always gives a row"
    return row["sides"] == 2


async def perspectives_view(participant: Participant) -> tuple[PerspectivesView, str]:
    """Return every exchange as this participant may see it, and the position this is true at."""
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        rows = await fetch(_EXCHANGES, participant.workspace_id)
        ids = [row["id"] for row in rows]
        own = await fetch(_OWN, ids, participant.side_journal_id)
        opened = await fetch(_OPENED, ids)
        is_complete = await both_joined(participant.workspace_id)
    going_on = bool(rows) and rows[0]["opened_at"] is None
    may_start = may_start_perspectives(participant) and is_complete and not going_on
    return PerspectivesView(
        items=[_view(participant, row, own, opened) for row in rows],
        moves=["start"] if may_start else [],
    ), reached


def _view(
    participant: Participant,
    row: dict[str, Any],
    own: list[dict[str, Any]],
    opened: list[dict[str, Any]],
) -> ExchangeView:
    exchange = _exchange(row)
    answered = next((each for each in own if each["exchange_id"] == exchange.id), None)
    return ExchangeView(
        id=exchange.id,
        number=exchange.number,
        started_at=row["started_at"],
        started_by_side=Side(row["started_by_side"]),
        started_by_name=row["started_by_name"],
        handed_in=[side for side in Side if side in exchange.handed_in],
        own=None if answered is None else _perspective(answered),
        opened=[_perspective(each) for each in opened if each["exchange_id"] == exchange.id],
        opened_at=exchange.opened_at,
        opened_by_side=None if row["opened_by_side"] is None else Side(row["opened_by_side"]),
        moves=_moves(participant, exchange),
    )


def _exchange(row: dict[str, Any]) -> Exchange:
    handed_in = {
        side for side in (Side.BUYER, Side.CONTRACTOR) if row[f"{side}_handed_in_at"] is not None
    }
    return Exchange(
        id=row["id"],
        number=row["number"],
        handed_in=frozenset(handed_in),
        opened_at=row["opened_at"],
    )


def _perspective(row: dict[str, Any]) -> PerspectiveView:
    return PerspectiveView(
        side=Side(row["side"]),
        wants=row["wants"],
        worries=row["worries"],
        gives=row["gives"],
        needs=row["needs"],
        by_name=row["by_name"],
        handed_in_at=row["handed_in_at"],
    )


def _moves(participant: Participant, exchange: Exchange) -> list[str]:
    if exchange.opened_at is not None:
        return []
    moves: list[str] = []
    if may_hand_in_perspective(participant):
        moves.append("replace" if participant.side in exchange.handed_in else "hand-in")
    if may_open_perspectives(participant) and exchange.handed_in:
        moves.append("open")
    return moves
