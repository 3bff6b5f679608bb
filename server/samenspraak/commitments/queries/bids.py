"""What is read of the winning bid beside what is bargained."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.commitments import decisions
from samenspraak.commitments.queries.rows import bids_of
from samenspraak.commitments.schemas import BidDepartureView, BidView, Less
from samenspraak.commitments.terms import AmountValue, Period, Terms
from samenspraak.database import fetch

_DEPARTURES = """
select d.*, r.number as revision, r.digest, coalesce(p.name, '') as by_name
from bid_departure d
join revision r on r.id = d.revision_id
join commitment c on c.id = d.commitment_id
left join participant p on p.workspace_id = c.workspace_id and p.person_id = d.by_person
where d.commitment_id = $1 order by r.number
"""
# Exactly these texts may be less: the buyer's approver said so.
_ANSWERED = """
select r.digest from bid_departure d
join revision r on r.id = d.revision_id
join commitment c on c.id = d.commitment_id
where c.workspace_id = $1
"""
_DROPPED = """
select c.id, c.number from commitment c
join lateral (
  select n.is_open, n.closed_at from negotiation n where n.commitment_id = c.id
  order by n.number desc limit 1) newest on true
where c.workspace_id = $1 and c.origin = 'bid' and not newest.is_open
  and ($2::timestamptz is null or newest.closed_at >= $2)
  and not exists (
    select from negotiation agreed
    where agreed.commitment_id = c.id and agreed.closed_as = 'agreed')
order by c.number
"""


class BidBeside(Struct, frozen=True, kw_only=True):
    """The winning bid beside a text: in what that is less, and whether the buyer answered for it."""

    bid: BidView
    less: list[Less]
    is_answered: bool


def bid_view(bid: Terms | None) -> BidView | None:
    """Return the numbers of a bid, if there is one."""
    if bid is None:
        return None
    period = bid.period or Period()
    return BidView(
        quantity=bid.quantity,
        unit=bid.unit,
        months=period.months,
        weeks=period.weeks,
        hours_per_week=period.hours_per_week,
        hours=period.hours,
        value_cents=bid.value.amount_cents if isinstance(bid.value, AmountValue) else None,
        spent_cents=bid.spent_cents,
    )


async def departures_of(commitment_id: UUID) -> list[BidDepartureView]:
    """Return what was ever answered for this commitment, by round."""
    return [
        BidDepartureView(
            revision=row["revision"],
            digest=row["digest"],
            less=[Less(each) for each in row["less"]],
            others_admitted=row["others_admitted"],
            other_winner=row["other_winner"],
            balance_shifts=row["balance_shifts"],
            scope_widens=row["scope_widens"],
            ground=row["ground"],
            by_name=row["by_name"],
            at=row["answered_at"],
        )
        for row in await fetch(_DEPARTURES, commitment_id)
    ]


async def bids_beside(
    workspace_id: UUID, texts: Mapping[UUID, tuple[str, Terms]]
) -> dict[UUID, BidBeside]:
    """Put the winning bid beside texts, each named by its digest; what was not bid is left out."""
    answered = {row["digest"] for row in await fetch(_ANSWERED, workspace_id)}
    found: dict[UUID, BidBeside] = {}
    for commitment_id, bid in (await bids_of(workspace_id)).items():
        view = bid_view(bid)
        assert view is not None, "there is a bid"
        digest, terms = texts.get(commitment_id, ("", None))
        found[commitment_id] = BidBeside(
            bid=view,
            less=[] if terms is None else decisions.less_than_bid(bid, terms),
            is_answered=digest in answered,
        )
    return found


async def bids_dropped(workspace_id: UUID, since: datetime | None) -> list[tuple[UUID, int]]:
    """Return what was bid and went off the table without ever being agreed, since a moment."""
    rows = await fetch(_DROPPED, workspace_id, since)
    return [(row["id"], row["number"]) for row in rows]
