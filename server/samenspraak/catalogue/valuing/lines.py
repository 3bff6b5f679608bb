"""The line of one measure: so many units at a rate, or a share of what was paid."""

from fractions import Fraction

from samenspraak.catalogue.schemas.measures import CatalogueText, MeasureText
from samenspraak.catalogue.valuing.numbers import known, said, said_euros, spelled
from samenspraak.catalogue.valuing.rules import why_to_be_discussed, why_unread
from samenspraak.catalogue.valuing.shapes import Counted, Findings, Line, Part
from samenspraak.catalogue.valuing.units import (
    euros_spent,
    has_units,
    is_too_few_hours,
    units,
)
from samenspraak.text import LANGUAGES, Language

_HUNDRED = Fraction(100)
_TIMES = " \N{MULTIPLICATION SIGN} "
_AGREED: dict[Language, str] = {"nl": " (afgesproken)", "en": " (agreed)"}
_AT_MOST: dict[Language, str] = {"nl": ", hooguit {most}", "en": ", at most {most}"}
_TOO_FEW: dict[Language, str] = {
    "nl": "{hours} uur per week, en pas vanaf {least} uur telt het mee",
    "en": "{hours} hours a week, and it counts only from {least} hours",
}


def line_of(
    measure: MeasureText, table: CatalogueText, counted: Counted, found: Findings
) -> Line | None:
    """Return the line of a measure; None when there is no amount, and then it was noted why."""
    if table.currency not in {None, "EUR"}:
        _discuss(measure, table, found)
        return None
    if is_too_few_hours(measure, counted, found):
        return _nothing(measure, counted, found)
    parts, is_agreed = _parts(measure, table, counted, found)
    if parts is None or found.missing or found.faults:
        return None
    return line(measure, parts, is_agreed=is_agreed, found=found)


def line(
    measure: MeasureText | None,
    parts: list[Part],
    *,
    is_agreed: bool,
    found: Findings,
) -> Line:
    """Multiply, and say how."""
    euros = _product(parts)
    most = None if measure is None else known(measure.maximum_eur)
    if most is not None and euros > most:
        found.hint("maximum-reached", most_cents=int(most * 100))
        euros = most
    else:
        most = None
    return Line(
        measure=None if measure is None else measure.code,
        parts=tuple(parts),
        euros=euros,
        text={language: _said(parts, most, language, is_agreed) for language in LANGUAGES},
        is_agreed=is_agreed,
        most=most,
    )


def said_part(part: Part, language: Language) -> str:
    """Say one number of a line, such as "32/36", "10 avonden" or "75 %"."""
    number = said(part.number, language)
    if part.unit == "EUR":
        return said_euros(part.number, language)
    if part.name == "percent":
        return f"{number} %" if language == "nl" else f"{number}%"
    if part.of is not None:
        number = f"{number}/{said(part.of, language)}"
    return f"{number} {part.name}" if part.is_worded else number


def _said(parts: list[Part], most: Fraction | None, language: Language, is_agreed: bool) -> str:
    text = _TIMES.join(said_part(part, language) for part in parts)
    if most is not None:
        text += _AT_MOST[language].format(most=said_euros(most, language))
    return text + _AGREED[language] if is_agreed else text


def _parts(
    measure: MeasureText, table: CatalogueText, counted: Counted, found: Findings
) -> tuple[list[Part] | None, bool]:
    """Return what a line multiplies, and whether the parties agreed on some of it."""
    has_value = known(measure.value_eur) is not None and measure.unit != "negotiated"
    match None if why_unread(measure, table) is not None else measure.valuation:
        case "fixed" if has_value:
            return _fixed(measure, counted, found), False
        case "cap" if has_value:
            return _below_cap(measure, table, counted, found)
        case "actual-cost":
            return _actual_cost(measure, counted, found)
        case "rate-or-actual-cost":
            return _rate_or_actual_cost(measure, counted, found), False
        case _:
            return _negotiated(measure, table, counted, found)


def _fixed(measure: MeasureText, counted: Counted, found: Findings) -> list[Part]:
    _refuse_agreed(counted, found)
    return [*_units(measure, counted, found), _rate(known(measure.value_eur))]


def _below_cap(
    measure: MeasureText, table: CatalogueText, counted: Counted, found: Findings
) -> tuple[list[Part] | None, bool]:
    most = known(measure.value_eur) or Fraction(0)
    if counted.percent is not None:
        found.refuse("/counting/percent", "catalogue/no-percent")
    if counted.rate_cents is None:
        _discuss(measure, table, found)
        return None, False
    rate = Fraction(counted.rate_cents, 100)
    if rate > most:
        found.refuse("/counting/rateCents", "catalogue/above-maximum", most_cents=int(most * 100))
    return [*_units(measure, counted, found), _rate(rate)], True


def _actual_cost(
    measure: MeasureText, counted: Counted, found: Findings
) -> tuple[list[Part] | None, bool]:
    """Count what was paid: all of it, unless the table or the parties say which part."""
    if counted.rate_cents is not None:
        found.refuse("/counting/rateCents", "catalogue/no-rate")
    published = _published_percent(measure, counted, found)
    if published is not None and counted.percent is not None:
        found.refuse("/counting/percent", "catalogue/percent-published", percent=spelled(published))
    percent = counted.percent if published is None else published
    euros = euros_spent(counted, found)
    shares = [] if percent is None else [_percent(percent)]
    return [*shares, *euros], counted.percent is not None


def _published_percent(measure: MeasureText, counted: Counted, found: Findings) -> Fraction | None:
    """Return which part of an invoice counts by the table, perhaps by the supplier's register."""
    shares = {
        each.register.strip().casefold(): known(each.percentage)
        for each in measure.percentages or []
    }
    register = (counted.register or "").strip().casefold()
    if register:
        if register not in shares:
            found.refuse("/counting/register", "catalogue/unknown-register")
        return shares.get(register)
    general = known(measure.percentage)
    if shares and general is None:
        found.ask("register")
    return general


def _rate_or_actual_cost(
    measure: MeasureText, counted: Counted, found: Findings
) -> list[Part] | None:
    """Count hours at the rate or, where there are none, what was paid."""
    _refuse_agreed(counted, found)
    rate = known(measure.value_eur)
    is_timed = measure.unit not in {"hour", "day"} or has_units(counted)
    if counted.spent_cents is not None and (rate is None or not is_timed):
        return euros_spent(counted, found)
    if rate is None:
        found.ask("spentCents")
        return None
    if counted.spent_cents is not None:
        found.hint("rate-or-cost", measure=measure.code)
    return [*_units(measure, counted, found), _rate(rate)]


def _negotiated(
    measure: MeasureText, table: CatalogueText, counted: Counted, found: Findings
) -> tuple[list[Part] | None, bool]:
    """Count what the parties agreed; until they do there is no amount, and certainly not nought."""
    is_about_cost = measure.valuation == "negotiated-on-actual-cost"
    if counted.rate_cents is not None and is_about_cost:
        found.refuse("/counting/rateCents", "catalogue/no-rate")
    elif counted.percent is not None and counted.rate_cents is not None:
        found.refuse("/counting/rateCents", "catalogue/percent-or-rate")
    if counted.percent is not None:
        return [_percent(counted.percent), *euros_spent(counted, found)], True
    if counted.rate_cents is not None:
        rate = Fraction(counted.rate_cents, 100)
        return [*_units(measure, counted, found), _rate(rate)], True
    _discuss(measure, table, found)
    return None, False


def _units(measure: MeasureText, counted: Counted, found: Findings) -> list[Part]:
    return units(measure, counted, found, quantity=counted.quantity)


def _refuse_agreed(counted: Counted, found: Findings) -> None:
    """Refuse an agreed figure where the table has its own; another amount is agreed as such."""
    if counted.percent is not None:
        found.refuse("/counting/percent", "catalogue/no-percent")
    if counted.rate_cents is not None:
        found.refuse("/counting/rateCents", "catalogue/no-rate")


def _discuss(measure: MeasureText, table: CatalogueText, found: Findings) -> None:
    why = why_to_be_discussed(measure, table)
    slug = "negotiated" if why is None else why.slug
    facts = {} if why is None else {k: v for k, v in why.facts.items() if k != "measure"}
    found.discuss(measure, slug, **facts)


def _nothing(measure: MeasureText, counted: Counted, found: Findings) -> Line:
    hours, least = counted.hours_per_week, known(measure.min_hours_per_week)
    assert hours is not None, "hours that are too few are known"
    assert least is not None, "and so is from where they count"
    found.hint("too-few-hours", hours=spelled(hours), least=spelled(least))
    return Line(
        measure=measure.code,
        parts=(),
        euros=Fraction(0),
        text={
            language: _TOO_FEW[language].format(
                hours=said(hours, language), least=said(least, language)
            )
            for language in LANGUAGES
        },
    )


def _rate(euros: Fraction | None) -> Part:
    assert euros is not None, "a rate is known before it is counted with"
    return Part(name="rate", number=euros, unit="EUR")


def _percent(percent: Fraction) -> Part:
    return Part(name="percent", number=percent, of=_HUNDRED)


def _product(parts: list[Part]) -> Fraction:
    product = Fraction(1)
    for part in parts:
        product *= part.factor
    return product
