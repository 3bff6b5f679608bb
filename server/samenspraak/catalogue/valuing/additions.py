"""What counts on top of a measure: never alone, and not always together."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct, structs

from samenspraak.catalogue.schemas.measures import CatalogueText, MeasureText
from samenspraak.catalogue.valuing.lines import line_of
from samenspraak.catalogue.valuing.numbers import spelled
from samenspraak.catalogue.valuing.rules import is_addition, measure_in
from samenspraak.catalogue.valuing.shapes import Counted, Findings, Line

# Units in which an addition is counted by head, so that there cannot be more of it than places.
_BY_HEAD = frozenset({"placement", "fte-year"})


class Added(Struct, frozen=True, kw_only=True):
    """An addition, for how many, and where it stands in what was counted."""

    measure: MeasureText
    quantity: Fraction
    pointer: str


def additions(
    main: MeasureText, table: CatalogueText, counted: Counted, found: Findings
) -> list[Added]:
    """Return what counts on top of the measure; refuse what cannot stand there together."""
    added = _known_additions(table, counted, found)
    _check_neighbours(main, added, found)
    if counted.quantity is not None:
        _check_heads(added, counted.quantity, found)
    return added


def addition_lines(
    added: Iterable[Added], table: CatalogueText, counted: Counted, found: Findings
) -> list[Line]:
    """Return a line for each addition that has an amount."""
    lines = [line_of(each.measure, table, _counted_as(each, counted), found) for each in added]
    return [line for line in lines if line is not None]


def _known_additions(table: CatalogueText, counted: Counted, found: Findings) -> list[Added]:
    added: list[Added] = []
    for index, each in enumerate(counted.additions):
        pointer = f"/counting/additions/{index}"
        measure = measure_in(table, each.measure)
        if measure is None:
            found.refuse(f"{pointer}/measure", "catalogue/unknown-measure", measure=each.measure)
        elif not is_addition(measure):
            found.refuse(f"{pointer}/measure", "catalogue/no-addition", measure=each.measure)
        elif any(other.measure.code == measure.code for other in added):
            found.refuse(f"{pointer}/measure", "catalogue/addition-twice", measure=each.measure)
        else:
            added.append(Added(measure=measure, quantity=each.quantity, pointer=pointer))
    return added


def _check_neighbours(main: MeasureText, added: list[Added], found: Findings) -> None:
    """Refuse what misses a row that must stand beside it, or stands beside the wrong one."""
    codes = {main.code, *(each.measure.code for each in added)}
    rows = [(main, "/counting"), *((each.measure, each.pointer) for each in added)]
    for measure, pointer in rows:
        needed = set(measure.requires or [])
        if needed and not needed & (codes - {measure.code}):
            found.refuse(f"{pointer}/measure", "catalogue/requires", measure=measure.code)
    for each in added:
        if _exclude_each_other(main, each.measure):
            facts = {"measure": each.measure.code, "other": main.code}
            found.refuse(f"{each.pointer}/measure", "catalogue/excludes", **facts)


def _check_heads(added: list[Added], places: Fraction, found: Findings) -> None:
    """Refuse more of an addition than there are places for it.

    Additions that exclude each other cannot count for the same person, so together they need as
    many places as they have heads.
    """
    by_head = [each for each in added if each.measure.unit in _BY_HEAD]
    for each in by_head:
        if each.quantity > places:
            facts = {"measure": each.measure.code, "places": spelled(places)}
            found.refuse(f"{each.pointer}/quantity", "catalogue/more-than-places", **facts)
    for group in _excluding_groups(by_head):
        is_each_possible = all(each.quantity <= places for each in group)
        if is_each_possible and sum(each.quantity for each in group) > places:
            facts = {
                "measure": group[-1].measure.code,
                "other": group[0].measure.code,
                "places": spelled(places),
            }
            found.refuse(f"{group[-1].pointer}/quantity", "catalogue/excludes-for-one", **facts)


def _excluding_groups(added: list[Added]) -> Iterator[list[Added]]:
    """Return groups in which all exclude each other, each pair in at least one of them."""
    told: set[frozenset[str]] = set()
    for index, first in enumerate(added):
        for second in added[index + 1 :]:
            if not _exclude_each_other(first.measure, second.measure):
                continue
            group = [first, second]
            for third in added[index + 1 :]:
                others = [each.measure for each in group]
                if third not in group and all(
                    _exclude_each_other(third.measure, other) for other in others
                ):
                    group.append(third)
            codes = frozenset(each.measure.code for each in group)
            if codes not in told:
                told.add(codes)
                yield group


def _exclude_each_other(one: MeasureText, other: MeasureText) -> bool:
    return other.code in (one.excludes or []) or one.code in (other.excludes or [])


def _counted_as(added: Added, counted: Counted) -> Counted:
    """Count an addition for the same people and time, by its own number of units."""
    own = {"hour": "hours", "day": "days"}.get(added.measure.unit or "")
    is_euros = added.measure.unit == "euro"
    return structs.replace(
        counted,
        quantity=added.quantity,
        unit=own,
        hours=None,
        factors=(),
        spent_cents=int(added.quantity * 100) if is_euros else None,
        # What was agreed, was agreed about the measure it stands on.
        percent=None,
        rate_cents=None,
        register=None,
    )
