"""What of the winning bid stands in a text, and what it takes to let it become less."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from msgspec import Struct, structs

from samenspraak.commitments.decisions.hints import is_open_intention
from samenspraak.commitments.decisions.moves import REASON_LIMIT
from samenspraak.commitments.decisions.refusals import ApproverNeeded, BidAnswersMissing
from samenspraak.commitments.decisions.texts import is_place
from samenspraak.commitments.schemas import BidAnswers, Less
from samenspraak.commitments.terms import AmountValue, Period, Terms
from samenspraak.errors import Fault
from samenspraak.workspaces.schemas import Role, Side

# Longer weeks do not make up for fewer people: nobody works for two.
_FULL_WEEK = Fraction(40)
# A year of twelve months has 52 weeks.
_WEEKS_A_MONTH = Fraction(52, 12)


class Departure(Struct, frozen=True, kw_only=True):
    """A text that is less than the winning bid, and what a buyer answers for it.

    `pointer` is where the answers stand in the request.
    """

    commitment_id: UUID
    less: Sequence[Less]
    answers: BidAnswers | None
    pointer: str


def less_than_bid(bid: Terms | None, terms: Terms) -> list[Less]:
    """Say in what a text is less than the winning bid; what cannot be compared may be less.

    Places, months and hours count together: fewer for longer can be as much. What the bid leaves
    open promises nothing, and what it said and the text leaves open is less.
    """
    if bid is None:
        return []
    found: list[Less] = []
    if bid.quantity is not None:
        if terms.quantity is not None and not _is_same_unit(bid.unit, terms.unit):
            found.append(Less.UNIT)
        elif _is_less_of(bid, terms) or _is_only_meant(bid, terms):
            found.append(Less.QUANTITY)
    if bid.spent_cents is not None and (terms.spent_cents or 0) < bid.spent_cents:
        found.append(Less.SPENT)
    offered, now = _cents(bid), _cents(terms)
    if offered is not None and (now is None or now < offered):
        found.append(Less.VALUE)
    return found


def check_departures(
    departures: Sequence[Departure], side: Side, roles: Collection[Role]
) -> list[Departure]:
    """Refuse a buyer's yes to less than was bid without an approver, or unanswered; return those.

    What a contractor offers is free: it is the buyer's yes that asks, and the buyer's own text.
    """
    if side is not Side.BUYER:
        return []
    found = [each for each in departures if each.less]
    if found and Role.APPROVER not in roles:
        raise ApproverNeeded
    faults: list[Fault] = []
    kept: list[Departure] = []
    for each in found:
        if each.answers is None:
            faults.append(Fault(pointer=each.pointer, slug="commitments/less-than-bid"))
            continue
        ground = each.answers.ground.strip()
        if not ground:
            faults.append(Fault(pointer=f"{each.pointer}/ground", slug="required"))
        elif len(ground) > REASON_LIMIT:
            facts: dict[str, str | int] = {"limit": REASON_LIMIT}
            slug = "commitments/too-long"
            faults.append(Fault(pointer=f"{each.pointer}/ground", slug=slug, facts=facts))
        answers = structs.replace(each.answers, ground=ground)
        kept.append(structs.replace(each, answers=answers))
    if faults:
        raise BidAnswersMissing(faults)
    return kept


def needs_approver(less: Mapping[UUID, Sequence[Less]], side: Side) -> bool:
    """Tell whether saying yes to these texts takes an approver."""
    return side is Side.BUYER and any(less.values())


def _is_same_unit(before: str | None, after: str | None) -> bool:
    if is_place(before) and is_place(after):
        return True
    return (before or "").strip().casefold() == (after or "").strip().casefold()


def _is_only_meant(bid: Terms, terms: Terms) -> bool:
    """Tell whether what was promised is now only striven for: then its places count no more."""
    return is_open_intention(terms) and not is_open_intention(bid)


def _is_less_of(bid: Terms, terms: Terms) -> bool:
    """Compare places times how long times how many hours, as far as the bid says them."""
    offered, now = _factors(bid), _factors(terms)
    total_offered, total_now = Fraction(1), Fraction(1)
    for name, number in offered.items():
        if name not in now:
            return True
        total_offered *= number
        most = max(number, _FULL_WEEK) if name == "hours-per-week" else now[name]
        total_now *= min(now[name], most)
    return total_now < total_offered


def _factors(terms: Terms) -> dict[str, Fraction]:
    period = terms.period or Period()
    found: dict[str, Fraction] = {}
    if terms.quantity is not None:
        found["quantity"] = Fraction(terms.quantity)
    if period.months is not None:
        found["months"] = Fraction(period.months)
    elif period.weeks is not None:
        found["months"] = Fraction(period.weeks) / _WEEKS_A_MONTH
    if period.hours_per_week is not None:
        found["hours-per-week"] = Fraction(period.hours_per_week)
    if period.hours is not None:
        found["hours"] = Fraction(period.hours)
    return found


def _cents(terms: Terms) -> int | None:
    return terms.value.amount_cents if isinstance(terms.value, AmountValue) else None
