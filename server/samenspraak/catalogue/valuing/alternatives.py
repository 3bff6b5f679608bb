"""Other ways to come to the same value: fewer places for longer, or more for a shorter time."""

from fractions import Fraction

from msgspec import Struct, structs

from samenspraak.catalogue.schemas.measures import CatalogueText
from samenspraak.catalogue.valuing.rules import measure_in, pro_rata
from samenspraak.catalogue.valuing.shapes import Counted, Valuation
from samenspraak.catalogue.valuing.working import value

# Terms that people make contracts of.
_MONTHS = (6, 9, 12, 18, 24, 36)
# A choice that can be read at a glance, of numbers that somebody could really take on.
_SHOWN = 4
_PLACES_LIMIT = 60


class Equivalent(Struct, frozen=True, kw_only=True, rename="camel"):
    """So many places for so many months count for as much."""

    quantity: int
    months: int


def equivalents(table: CatalogueText, counted: Counted) -> tuple[Equivalent, ...]:
    """Return the whole numbers of places and usual terms that count for exactly as much.

    Those nearest to what was asked come first. A term of which a window would cut a part is none:
    nobody gains by promising what does not count.
    """
    asked = _by_places_and_months(table, counted)
    if asked is None:
        return ()
    found: list[Equivalent] = []
    for months in _MONTHS:
        longer = structs.replace(counted, months=Fraction(months))
        each = _main_euros(
            value(table, structs.replace(longer, quantity=Fraction(1), additions=()))
        )
        places = asked.lines[0].euros / each if each else Fraction(0)
        if places.denominator != 1 or not 0 < places <= _PLACES_LIMIT:
            continue
        other = structs.replace(longer, quantity=places)
        if other != counted and _is_worth(value(table, other), as_much_as=asked):
            found.append(Equivalent(quantity=int(places), months=months))
    quantity = counted.quantity or Fraction(0)
    return tuple(sorted(found, key=lambda each: abs(each.quantity - quantity))[:_SHOWN])


def _by_places_and_months(table: CatalogueText, counted: Counted) -> Valuation | None:
    """Return what it is worth, if that follows from places and months."""
    measure = measure_in(table, counted.measure)
    if measure is None or not counted.months or counted.factors:
        return None
    if measure.unit != "month" and "period" not in pro_rata(measure):
        return None
    asked = value(table, counted)
    is_cut_off = asked.lines and asked.lines[0].most is not None
    return asked if asked.amount_cents and not is_cut_off else None


def _main_euros(worth: Valuation) -> Fraction | None:
    return worth.lines[0].euros if worth.amount_cents is not None else None


def _is_worth(worth: Valuation, *, as_much_as: Valuation) -> bool:
    if worth.amount_cents is None or any(hint.slug == "window-reached" for hint in worth.hints):
        return False
    return sum(line.euros for line in worth.lines) == sum(line.euros for line in as_much_as.lines)
