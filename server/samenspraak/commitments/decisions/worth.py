"""What terms are worth by the table they name, and what of that is frozen into them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct, structs

from samenspraak.catalogue.schemas import CatalogueText
from samenspraak.catalogue.valuing import (
    AdditionCounted,
    Counted,
    Equivalent,
    Line,
    OwnFactor,
    Part,
    Valuation,
    climbed,
    equivalents,
    in_cents,
    spelled,
    value,
)
from samenspraak.commitments.terms import (
    AmountValue,
    CalculationLine,
    CatalogueReference,
    Counting,
    Factor,
    Period,
    Terms,
    ValueToBeDiscussed,
    is_number,
    validate,
)
from samenspraak.errors import Fault


class Table(Struct, frozen=True, kw_only=True):
    """An edition that was chosen for the contract, and how terms name it."""

    text: CatalogueText
    reference: CatalogueReference


class Worth(Struct, frozen=True, kw_only=True):
    """What terms are worth, by their table or by what was agreed on the ladder.

    `terms` are those that were asked, with the value filled in as far as it could be worked out.
    `valuation` is None when there is nothing to work out; `is_filled` says that the value is what
    was worked out. Faults point into the terms.
    """

    terms: Terms
    valuation: Valuation | None = None
    is_filled: bool = False
    equivalents: tuple[Equivalent, ...] = ()
    faults: tuple[Fault, ...] = ()


def worth_of(terms: Terms, table: Table | None) -> Worth:
    """Work out what terms are worth, and fill in their value.

    An amount that the parties agreed themselves stays as it is, and so does "in overleg" that
    somebody chose. What says that it follows from the table is the table's, to the cent.
    """
    if validate(structs.replace(terms, value=None)):
        # What cannot be read cannot be counted with; whoever validates tells why.
        return Worth(terms=terms)
    if terms.counting is not None and table is None:
        return Worth(
            terms=terms,
            faults=(Fault(pointer="/counting/edition", slug="commitments/edition-not-chosen"),),
        )
    reference = None if table is None else table.reference
    valuation = _valuation(terms, table)
    is_filled = valuation is not None and _follows_from_counting(terms)
    made_up = () if is_filled else tuple(_made_up(terms.value, reference))
    if valuation is None:
        return Worth(terms=terms, faults=made_up)
    faults = [
        Fault(pointer=fault.pointer, slug=fault.slug, facts=fault.facts)
        for fault in valuation.faults
    ] + [*made_up]
    filled = terms.value
    if is_filled:
        filled = _filled(terms.counting, valuation, reference)
        faults += _differing(terms.value, filled, valuation)
    alternatives: tuple[Equivalent, ...] = ()
    if table is not None and terms.counting is not None:
        alternatives = equivalents(table.text, counted_in(terms, terms.counting))
    return Worth(
        terms=structs.replace(terms, value=filled),
        valuation=valuation,
        is_filled=is_filled,
        equivalents=alternatives,
        faults=tuple(faults),
    )


def counted_in(terms: Terms, counting: Counting) -> Counted:
    """Return what terms say there is of a measure; their numbers were validated before."""
    period = terms.period or Period()
    return Counted(
        measure=counting.measure,
        quantity=_exact(terms.quantity),
        unit=terms.unit,
        months=_exact(period.months),
        weeks=_exact(period.weeks),
        hours_per_week=_exact(period.hours_per_week),
        hours=_exact(period.hours),
        spent_cents=terms.spent_cents,
        additions=tuple(
            AdditionCounted(measure=each.measure, quantity=Fraction(each.quantity))
            for each in counting.additions
        ),
        factors=tuple(
            OwnFactor(name=each.name, number=Fraction(each.number), of=_exact(each.of))
            for each in counting.factors
        ),
        full_time_hours=_exact(counting.full_time_hours),
        full_time_reason=counting.full_time_reason,
        register=counting.register,
        percent=_exact(counting.percent),
        rate_cents=counting.rate_cents,
        counting_months=_exact(counting.months),
    )


def _valuation(terms: Terms, table: Table | None) -> Valuation | None:
    """Return the sum of the table, and beside it that of the ladder where steps have a value."""
    rungs = [(Fraction(each.number), each.each_cents) for each in terms.ladder]
    has_rates = any(cents is not None for _, cents in rungs)
    ladder = climbed(rungs) if has_rates else None
    if table is None or terms.counting is None:
        if ladder is None:
            return None
        return structs.replace(ladder, spent_cents=terms.spent_cents)
    counted = value(table.text, counted_in(terms, terms.counting))
    return counted if ladder is None else _together(counted, ladder)


def _together(counted: Valuation, ladder: Valuation) -> Valuation:
    lines = (*counted.lines, *ladder.lines)
    is_known = counted.amount_cents is not None and ladder.amount_cents is not None
    total = sum((line.euros for line in lines), Fraction(0))
    return structs.replace(
        counted,
        amount_cents=in_cents(total) if is_known else None,
        lines=lines,
        is_agreed=counted.is_agreed or ladder.is_agreed,
        is_to_be_discussed=not (counted.missing or counted.faults)
        and (counted.is_to_be_discussed or ladder.is_to_be_discussed),
        hints=(*counted.hints, *ladder.hints),
    )


def _follows_from_counting(terms: Terms) -> bool:
    """Tell whether the value is to be worked out: none was given, or one that names the measure."""
    if terms.value is None:
        return True
    is_by_table = isinstance(terms.value, AmountValue) and terms.value.basis == "catalogue"
    return terms.counting is not None and (is_by_table or terms.value.measure is not None)


def _made_up(
    value: AmountValue | ValueToBeDiscussed | None, reference: CatalogueReference | None
) -> Iterator[Fault]:
    """Return why a value that nobody worked out cannot say that it comes from this table.

    Whoever reads it would believe an amount that the table does not give.
    """
    if value is None:
        return
    names_other = value.catalogue is not None and value.catalogue != reference
    is_by_table = isinstance(value, AmountValue) and value.basis == "catalogue"
    if names_other or is_by_table:
        yield Fault(pointer="/value/catalogue", slug="commitments/edition-not-chosen")


def _filled(
    counting: Counting | None, valuation: Valuation, reference: CatalogueReference | None
) -> AmountValue | ValueToBeDiscussed | None:
    measure = None if counting is None else counting.measure
    if valuation.amount_cents is not None:
        return AmountValue(
            amount_cents=valuation.amount_cents,
            currency="EUR",
            basis="agreed" if valuation.is_agreed else "catalogue",
            measure=measure,
            catalogue=reference,
            calculation=tuple(_calculation(line) for line in valuation.lines),
        )
    if valuation.is_to_be_discussed:
        return ValueToBeDiscussed(measure=measure, catalogue=reference)
    return None


def _differing(
    asked: AmountValue | ValueToBeDiscussed | None,
    filled: AmountValue | ValueToBeDiscussed | None,
    valuation: Valuation,
) -> Iterator[Fault]:
    """Return why an amount that would be the table's is not."""
    if not isinstance(asked, AmountValue) or valuation.faults:
        return
    if not isinstance(filled, AmountValue):
        yield Fault(pointer="/value/amountCents", slug="commitments/no-such-value")
    elif asked.amount_cents != filled.amount_cents:
        facts: dict[str, str | int] = {"amount_cents": filled.amount_cents}
        yield Fault(pointer="/value/amountCents", slug="commitments/other-value", facts=facts)


def _calculation(line: Line) -> CalculationLine:
    """Freeze a line as the agreement says it: in Dutch, and in numbers to do it again."""
    factors = tuple(_factor(part) for part in line.parts)
    # Numbers of nine digits have no place in terms; of such a line the words are enough.
    is_small = all(is_number(f.number) and is_number(f.of or "0") for f in factors)
    return CalculationLine(
        text=line.text["nl"],
        amount_cents=line.amount_cents,
        measure=line.measure,
        factors=factors if is_small else (),
        most_cents=None if line.most is None else in_cents(line.most),
    )


def _factor(part: Part) -> Factor:
    return Factor(
        name=part.name,
        number=spelled(part.number),
        of=None if part.of is None else spelled(part.of),
        unit=part.unit,
    )


def _exact(number: str | None) -> Fraction | None:
    return None if number is None else Fraction(Decimal(number))
