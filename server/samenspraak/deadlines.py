"""When a day agreed in words ends: the moment after which a deadline has passed.

People agree on days, courts judge moments. Both are kept: the moment in UTC decides, and the words
with the zone of the Netherlands tell people what was agreed.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from samenspraak.text import Language, sentence

ZONE_NAME = "Europe/Amsterdam"
ZONE = ZoneInfo(ZONE_NAME)
# Days that people mistype. Moments beyond these cannot be told in every zone, and none matters.
_FIRST = date(1970, 1, 2)
_LAST = date(9000, 1, 1)


class Until(StrEnum):
    """Whether the named day itself still counts."""

    # "uiterlijk" and "tot en met": the whole day counts.
    THROUGH = "through"
    # "vóór": the day before is the last.
    BEFORE = "before"


def ends_at(day: date, until: Until = Until.THROUGH) -> datetime:
    """Return the first moment, in UTC, at which it is too late.

    Midnight is that of the Netherlands, so a day in which the clock changes lasts 23 or 25 hours.
    """
    day = min(max(day, _FIRST), _LAST)
    first_day_too_late = day + timedelta(days=1) if until is Until.THROUGH else day
    return datetime.combine(first_day_too_late, time.min, ZONE).astimezone(UTC)


def is_over(deadline: datetime | None, at: datetime) -> bool:
    """Tell whether a deadline has passed; the moment itself is too late, and none never passes."""
    return deadline is not None and deadline <= at


def in_words(day: date, until: Until = Until.THROUGH, *, language: Language = "nl") -> str:
    """Say a deadline in words, such as "uiterlijk vrijdag 4 december 2026"."""
    return sentence(language, f"deadline.{until.value}", day=day_in_words(day, language=language))


def day_in_words(day: date, *, language: Language = "nl") -> str:
    """Say a day in words with its weekday, which is how people catch a wrong date."""
    return sentence(
        language,
        "deadline.day",
        weekday=sentence(language, f"deadline.weekday.{day.isoweekday()}"),
        day=day.day,
        month=sentence(language, f"deadline.month.{day.month}"),
        year=day.year,
    )


def moment_in_words(at: datetime, *, language: Language = "nl") -> str:
    """Say a moment in words as clocks in the Netherlands show it."""
    local = at.astimezone(ZONE)
    return sentence(
        language,
        "deadline.moment",
        day=day_in_words(local.date(), language=language),
        hour=f"{local.hour:02d}",
        minute=f"{local.minute:02d}",
    )


def last_day(deadline: datetime) -> date:
    """Return the last day that still counts before a deadline."""
    return (deadline.astimezone(ZONE) - timedelta(microseconds=1)).date()


def is_working_day(day: date) -> bool:
    """Tell whether a day is none of those on which no term ends by the Algemene termijnenwet.

    Those are Saturdays, Sundays and the holidays of its article 3, which has Good Friday and, each
    year, the fifth of May among them.
    """
    return day.isoweekday() < 6 and day not in _holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the working day that comes so many after a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def local_day(at: datetime) -> date:
    """Return which day it is in the Netherlands at a moment."""
    return at.astimezone(ZONE).date()


def at_hour(day: date, hour: int) -> datetime:
    """Return the moment, in UTC, at which clocks in the Netherlands strike an hour of a day."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


@cache
def _holidays(year: int) -> frozenset[date]:
    # Nobody has a free day on Good Friday or on every fifth of May, but terms do.
    return frozenset(country_holidays("NL", years=year, categories=("public", "optional")))
