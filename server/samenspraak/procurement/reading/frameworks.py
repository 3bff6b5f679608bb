"""What winners' values add up to, and when they are no winner's value at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from samenspraak.procurement.schemas import (
    UNKNOWN_VALUE,
    Award,
    AwardPart,
    Lot,
    Money,
    Value,
    ValueState,
)


def together(values: Iterable[Value]) -> Value:
    """Add up values; a sum is known only when all of it is, in one currency.

    One part withheld makes the sum withheld until the last date given.
    """
    found = list(values)
    if len(found) == 1:
        return found[0]
    withheld = [value for value in found if value.state is ValueState.WITHHELD]
    if withheld:
        dates = [value.published_on for value in withheld if value.published_on]
        return Value(
            state=ValueState.WITHHELD,
            published_on=max(dates) if len(dates) == len(withheld) else None,
        )
    if any(value.state is ValueState.FRAMEWORK_TOTAL for value in found):
        return Value(state=ValueState.FRAMEWORK_TOTAL)
    amounts = [value.amount_minor for value in found if value.amount_minor is not None]
    currencies = {value.currency for value in found}
    if not found or len(amounts) < len(found) or len(currencies) != 1:
        return UNKNOWN_VALUE
    return Value(state=ValueState.KNOWN, amount_minor=sum(amounts), currency=currencies.pop())


def with_own_keys(awards: Iterable[Award]) -> tuple[Award, ...]:
    """Give each award a key of its own; sources use one id twice, and rooms are opened by key."""
    found: dict[str, Award] = {}
    times: Counter[str] = Counter()
    for award in awards:
        key = award.key
        while key in found:
            times[award.key] += 1
            key = f"{award.key}~{times[award.key] + 1}"
        found[key] = award if key == award.key else replace(award, key=key)
    return tuple(found.values())


def without_shared_ceilings(
    awards: tuple[Award, ...], *, lots: Mapping[str, Lot], total: Value, maxima: Iterable[Value]
) -> tuple[Award, ...]:
    """Take away values that are the whole framework's, and say so.

    Publishers put the maximum of a framework beside every winner. It is recognised where it is a
    maximum that the notice states, and where winners of one lot all have the same amount: in a
    framework, or when together they would be worth more than all contracts of the notice.
    """
    stated = {amount for value in maxima if (amount := _amount(value))}
    of_lots = {key: _amount(lot.framework_maximum) for key, lot in lots.items()}
    everything = _amount(total)
    alike = Counter((p.lot_id, _amount(p.value)) for award in awards for p in award.parts)

    def is_shared(part: AwardPart) -> bool:
        amount = _amount(part.value)
        if amount is None:
            return False
        if amount == of_lots.get(part.lot_id or ""):
            return True
        lot = lots.get(part.lot_id or "")
        winners = alike[part.lot_id, amount]
        if amount in stated and (winners > 1 or (lot is not None and lot.is_framework)):
            return True
        if winners == 1:
            return False
        if everything is None or everything.currency != amount.currency:
            return lot is not None and lot.is_framework
        return winners * amount.amount_minor > everything.amount_minor

    return tuple(_with_ceilings(award, is_shared) for award in awards)


def _amount(value: Value) -> Money | None:
    if value.amount_minor is None or value.currency is None:
        return None
    return Money(amount_minor=value.amount_minor, currency=value.currency)


def _with_ceilings(award: Award, is_shared: Callable[[AwardPart], bool]) -> Award:
    if not any(is_shared(part) for part in award.parts):
        return award
    parts = tuple(
        replace(part, value=as_ceiling(part.value)) if is_shared(part) else part
        for part in award.parts
    )
    return replace(award, parts=parts, value=together(part.value for part in parts))


def as_ceiling(value: Value) -> Value:
    """Return a value as what it is for everybody together, and for no winner alone."""
    return Value(state=ValueState.FRAMEWORK_TOTAL, ceiling=_amount(value))
