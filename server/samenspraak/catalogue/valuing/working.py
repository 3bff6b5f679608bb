"""Working out what something is worth by a table, one line for each measure."""

from collections.abc import Iterable
from fractions import Fraction

from samenspraak.catalogue.schemas.measures import CatalogueText, MeasureText
from samenspraak.catalogue.valuing.additions import addition_lines, additions
from samenspraak.catalogue.valuing.lines import line, line_of
from samenspraak.catalogue.valuing.numbers import in_cents
from samenspraak.catalogue.valuing.rules import (
    is_addition,
    measure_in,
    shown_rules,
    table_rules,
)
from samenspraak.catalogue.valuing.shapes import (
    Counted,
    Findings,
    Line,
    Part,
    ShownRule,
    Valuation,
)


def value(table: CatalogueText, counted: Counted) -> Valuation:
    """Work out what so much of a measure is worth, exactly, and round once at the end."""
    found = Findings()
    measure = measure_in(table, counted.measure)
    if measure is None:
        found.refuse("/counting/measure", "catalogue/unknown-measure", measure=counted.measure)
        return _valuation([], found, spent_cents=counted.spent_cents)
    if is_addition(measure):
        found.refuse("/counting/measure", "catalogue/addition-alone", measure=measure.code)
    for index, factor in enumerate(counted.factors):
        if factor.of == 0:
            found.refuse(f"/counting/factors/{index}/of", "catalogue/nought")
    added = additions(measure, table, counted, found)
    first = line_of(measure, table, counted, found)
    lines = [] if first is None else [first]
    # What counts on top of nothing counts for nothing.
    if first is None or first.parts:
        lines += addition_lines(added, table, counted, found)
    return _valuation(
        lines,
        found,
        spent_cents=counted.spent_cents,
        rules=[*_rules(measure, table, counted), *table_rules(table)],
    )


def climbed(counts: Iterable[tuple[Fraction, int | None]]) -> Valuation:
    """Work out what steps on the participation ladder are worth: people, times what was agreed.

    No table gives a step a value, so as long as the parties agreed none it is "in overleg".
    """
    found = Findings()
    lines: list[Line] = []
    for number, each_cents in counts:
        if each_cents is None:
            found.is_to_be_discussed = True
            found.hint("ladder-to-agree")
            continue
        parts = [
            Part(name="places", number=number),
            Part(name="rate", number=Fraction(each_cents, 100), unit="EUR"),
        ]
        lines.append(line(None, parts, is_agreed=True, found=found))
    return _valuation(lines, found, spent_cents=None)


def _valuation(
    lines: list[Line],
    found: Findings,
    *,
    spent_cents: int | None,
    rules: Iterable[ShownRule] = (),
) -> Valuation:
    is_known = lines and not (found.missing or found.faults or found.is_to_be_discussed)
    return Valuation(
        amount_cents=in_cents(sum((each.euros for each in lines), Fraction(0)))
        if is_known
        else None,
        lines=tuple(lines),
        is_agreed=any(each.is_agreed for each in lines),
        is_to_be_discussed=found.is_to_be_discussed and not (found.missing or found.faults),
        spent_cents=spent_cents,
        missing=tuple(found.missing),
        hints=tuple(found.hints),
        faults=tuple(found.faults),
        shown_rules=tuple(rules),
    )


def _rules(measure: MeasureText, table: CatalogueText, counted: Counted) -> list[ShownRule]:
    rows = [measure, *(measure_in(table, each.measure) for each in counted.additions)]
    found: list[ShownRule] = []
    for row in rows:
        found += [] if row is None else [rule for rule in shown_rules(row) if rule not in found]
    return found
