"""How many units of a measure there are: places, parts of a year, hours, days or euros."""

from fractions import Fraction

from samenspraak.catalogue.schemas.measures import MeasureText
from samenspraak.catalogue.valuing.numbers import known, spelled
from samenspraak.catalogue.valuing.rules import has_published_window, pro_rata, window_months
from samenspraak.catalogue.valuing.shapes import Counted, Findings, Part

MONTHS_IN_A_YEAR = Fraction(12)
WEEKS_IN_A_YEAR = Fraction(52)

# Words with which people say that a quantity is hours or days.
_HOURS = frozenset({"uur", "uren", "hour", "hours"})
_DAYS = frozenset({"dag", "dagen", "day", "days", "werkdag", "werkdagen"})


def units(
    measure: MeasureText, counted: Counted, found: Findings, *, quantity: Fraction | None
) -> list[Part]:
    """Return what a rate is multiplied by; what is not known is asked for."""
    match measure.unit:
        case "fte-year" | "placement":
            return [*_people(counted, quantity, found), *_time(measure, counted, found)]
        case "month":
            return _own(counted) or _months_of_places(measure, counted, found, quantity)
        case "hour":
            return _own(counted) or _hours(counted, found)
        case "day":
            return _own(counted) or _days(counted, found)
        case "euro":
            return euros_spent(counted, found)
        case _:
            return _own(counted) or _places(quantity, found)


def euros_spent(counted: Counted, found: Findings) -> list[Part]:
    """Return the invoice."""
    if counted.spent_cents is None:
        found.ask("spentCents")
        return []
    return [Part(name="euros", number=Fraction(counted.spent_cents, 100), unit="EUR")]


def is_too_few_hours(measure: MeasureText, counted: Counted, found: Findings) -> bool:
    """Tell whether somebody works too few hours a week to count at all."""
    least = known(measure.min_hours_per_week)
    if not least:
        return False
    if counted.hours_per_week is None:
        found.ask("hoursPerWeek")
        return False
    return counted.hours_per_week < least


def has_units(counted: Counted) -> bool:
    """Tell whether hours or days can be counted without asking."""
    return bool(_own(counted)) or counted.hours is not None or _is_in(counted, _HOURS | _DAYS)


def _own(counted: Counted) -> list[Part]:
    return [
        Part(name=each.name, number=each.number, of=each.of, is_worded=True)
        for each in counted.factors
    ]


def _places(quantity: Fraction | None, found: Findings) -> list[Part]:
    if quantity is None:
        found.ask("quantity")
        return []
    return [Part(name="places", number=quantity)]


def _people(counted: Counted, quantity: Fraction | None, found: Findings) -> list[Part]:
    """Return for how many people there is a place; a hundred hours are no hundred places."""
    if _is_in(counted, _HOURS | _DAYS):
        found.refuse("/unit", "catalogue/not-places")
        return []
    return _places(quantity, found)


def _hours(counted: Counted, found: Findings) -> list[Part]:
    hours = counted.hours
    if hours is None and _is_in(counted, _HOURS):
        hours = counted.quantity
    if hours is None:
        found.ask("hours")
        return []
    return [Part(name="hours", number=hours)]


def _days(counted: Counted, found: Findings) -> list[Part]:
    if not _is_in(counted, _DAYS) or counted.quantity is None:
        found.ask("days")
        return []
    return [Part(name="days", number=counted.quantity)]


def _is_in(counted: Counted, words: frozenset[str]) -> bool:
    return counted.quantity is not None and (counted.unit or "").strip().lower() in words


def _months_of_places(
    measure: MeasureText, counted: Counted, found: Findings, quantity: Fraction | None
) -> list[Part]:
    parts = _people(counted, quantity, found)
    if "hours" in pro_rata(measure):
        parts += _hours_per_week(measure, counted, found)
    # A part of a year, and twelve months in it.
    for part in _period(measure, counted, found):
        if part.name == "weeks":
            parts += [part, Part(name="months", number=MONTHS_IN_A_YEAR)]
        else:
            parts.append(Part(name=part.name, number=part.number))
    return parts


def _time(measure: MeasureText, counted: Counted, found: Findings) -> list[Part]:
    """Return which part of a full-time year is worked."""
    by = pro_rata(measure)
    hours = _hours_per_week(measure, counted, found) if "hours" in by else []
    if "period" not in by:
        return hours
    if measure.window_on == "worked_hours" and hours:
        return _worked(measure, counted, found, hours[0])
    return [*hours, *_period(measure, counted, found)]


def _worked(measure: MeasureText, counted: Counted, found: Findings, hours: Part) -> list[Part]:
    """Let a window run on what was worked: half a week uses half a month of it."""
    lasts = _lasts(counted, found)
    window = _window(measure, counted, found)
    if lasts is None:
        return []
    if window is None or lasts * hours.factor <= window:
        return [hours, *_unshortened(counted)]
    found.hint("window-reached", months=spelled(window))
    return [Part(name="workedMonths", number=window, of=MONTHS_IN_A_YEAR)]


def _period(measure: MeasureText, counted: Counted, found: Findings) -> list[Part]:
    lasts = _lasts(counted, found)
    window = _window(measure, counted, found)
    if lasts is None:
        return []
    if window is None or lasts <= window:
        return _unshortened(counted)
    found.hint("window-reached", months=spelled(window))
    return [Part(name="months", number=window, of=MONTHS_IN_A_YEAR)]


def _lasts(counted: Counted, found: Findings) -> Fraction | None:
    """Return how many months it lasts."""
    if counted.months is not None and counted.weeks is not None:
        found.refuse("/period/weeks", "catalogue/months-or-weeks")
        return None
    if counted.weeks is not None:
        return counted.weeks * MONTHS_IN_A_YEAR / WEEKS_IN_A_YEAR
    if counted.months is None and counted.counting_months is None:
        found.ask("months")
    return counted.counting_months if counted.months is None else counted.months


def _unshortened(counted: Counted) -> list[Part]:
    if counted.weeks is not None:
        return [Part(name="weeks", number=counted.weeks, of=WEEKS_IN_A_YEAR)]
    months = counted.counting_months if counted.months is None else counted.months
    assert months is not None, "how long it lasts is known by now"
    return [Part(name="months", number=months, of=MONTHS_IN_A_YEAR)]


def _window(measure: MeasureText, counted: Counted, found: Findings) -> Fraction | None:
    """Return how many months count at most, by the table or as agreed.

    A table that publishes no window says neither that there is no end nor that nothing counts.
    """
    published, agreed = window_months(measure), counted.counting_months
    if agreed is None:
        if not has_published_window(measure):
            found.hint("no-window", measure=measure.code)
        return published
    if published is not None and agreed > published:
        found.refuse("/counting/months", "catalogue/beyond-window", months=spelled(published))
        return published
    return agreed


def _hours_per_week(measure: MeasureText, counted: Counted, found: Findings) -> list[Part]:
    full_time = _full_time_hours(measure, counted, found)
    if counted.hours_per_week is None:
        found.ask("hoursPerWeek")
    if full_time is None or counted.hours_per_week is None:
        return []
    if counted.hours_per_week > full_time:
        found.hint("more-than-full-time", hours=spelled(full_time))
    return [Part(name="hoursPerWeek", number=counted.hours_per_week, of=full_time)]


def _full_time_hours(measure: MeasureText, counted: Counted, found: Findings) -> Fraction | None:
    """Return the hours of a full-time week: the table's, or those with the contractor."""
    published, own = known(measure.full_time_hours_per_week), counted.full_time_hours
    if published and measure.full_time_hours_source != "contractor":
        if own not in {None, published}:
            hours = spelled(published)
            found.refuse(
                "/counting/fullTimeHours", "catalogue/full-time-hours-published", hours=hours
            )
        return published
    if own is None:
        found.ask("fullTimeHours")
        return None
    if own == 0:
        found.refuse("/counting/fullTimeHours", "catalogue/nought")
        return None
    if not (counted.full_time_reason or "").strip():
        found.ask("fullTimeReason")
        return None
    return own
