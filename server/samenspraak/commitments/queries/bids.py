"""What is read of the winning bid beside what is bargained."""

from uuid import UUID

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
