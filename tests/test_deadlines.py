"""Days agreed in words end at moments nobody can argue about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.deadlines import (
    ZONE,
    Until,
    at_hour,
    ends_at,
    in_words,
    is_over,
    is_working_day,
    last_day,
    local_day,
    moment_in_words,
    working_day_before,
    working_days_after,
)


def test_uiterlijk_4_december_ends_at_midnight_after_that_day():
    assert ends_at(date(2026, 12, 4)) == datetime(2026, 12, 4, 23, tzinfo=UTC)


def test_before_a_day_ends_when_that_day_begins():
    assert ends_at(date(2026, 11, 27), Until.BEFORE) == datetime(2026, 11, 26, 23, tzinfo=UTC)


def test_summer_midnight_is_two_hours_before_that_of_utc():
    assert ends_at(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 29), 23),  # the clock goes forward
        (date(2026, 10, 25), 25),  # and back
        (date(2026, 6, 1), 24),
    ],
)
def test_a_day_lasts_as_long_as_the_clock_says(day, hours):
    begins = ends_at(day, Until.BEFORE)

    assert ends_at(day) - begins == timedelta(hours=hours)


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)))
def test_through_a_day_is_before_the_next_and_always_local_midnight(day):
    end = ends_at(day)

    assert end == ends_at(day + timedelta(days=1), Until.BEFORE)
    local = end.astimezone(ZONE)
    assert (local.date(), local.hour, local.minute) == (day + timedelta(days=1), 0, 0)
    assert end.tzinfo is UTC


def test_the_last_microsecond_counts_and_the_moment_itself_is_too_late():
    end = ends_at(date(2026, 12, 4))

    assert not is_over(end, end - timedelta(microseconds=1))
    assert is_over(end, end)
    assert not is_over(None, end)


def test_a_mistyped_day_is_too_early_or_far_away_and_never_a_failure():
    assert ends_at(date.min) < datetime(1971, 1, 1, tzinfo=UTC)
    assert ends_at(date.max) > datetime(8999, 1, 1, tzinfo=UTC)


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)))
def test_the_last_day_is_the_one_that_was_named(day):
    assert last_day(ends_at(day)) == day


def test_words_name_the_weekday_so_that_a_wrong_date_shows():
    assert in_words(date(2026, 12, 4)) == "uiterlijk vrijdag 4 december 2026"
    assert in_words(date(2026, 11, 27), Until.BEFORE) == "vóór vrijdag 27 november 2026"
    assert in_words(date(2026, 12, 4), language="en") == "by Friday 4 December 2026 at the latest"


def test_moments_are_told_as_clocks_in_the_netherlands_show_them():
    assert moment_in_words(datetime(2026, 10, 27, 12, 2, tzinfo=UTC)) == (
        "dinsdag 27 oktober 2026, 13.02 uur"
    )


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2026-11-27", True),
        ("2026-11-28", False),
        ("2026-11-29", False),
        # Good Friday, and the fifth of May of a year in which few have a day off.
        ("2026-04-03", False),
        ("2026-05-05", False),
        ("2026-05-04", True),
        # Easter Monday, the King's birthday, Ascension Day, Whit Monday.
        ("2026-04-06", False),
        ("2026-04-27", False),
        ("2026-05-14", False),
        ("2026-05-25", False),
        # The King's birthday on a Sunday is kept on the Saturday before it.
        ("2031-04-28", True),
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_working_days_are_those_of_the_algemene_termijnenwet(
    day: str, is_working: bool
):  # a parameter of the table above
    assert is_working_day(date.fromisoformat(day)) is is_working


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-23", 5, "2026-11-30"),
        # From a Saturday the Monday is the first.
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-23", 2, "2026-12-28"),
        ("2026-12-30", 2, "2027-01-04"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, count: int, last: str):
    assert working_days_after(date.fromisoformat(day), count) == date.fromisoformat(last)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 1, 1)), st.integers(1, 40))
def test_so_many_working_days_lie_after_a_day(day: date, count: int):
    last = working_days_after(day, count)

    between = [day + timedelta(days=each) for each in range(1, (last - day).days + 1)]
    assert sum(is_working_day(each) for each in between) == count
    assert is_working_day(last)
    before = working_day_before(last)
    assert working_days_after(before, 1) == last


def test_a_day_begins_at_midnight_in_the_netherlands():
    assert local_day(datetime(2026, 11, 21, 22, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert local_day(datetime(2026, 11, 21, 23, 0, tzinfo=UTC)) == date(2026, 11, 22)
    assert at_hour(date(2026, 11, 21), 8) == datetime(2026, 11, 21, 7, tzinfo=UTC)
    assert at_hour(date(2026, 7, 1), 8) == datetime(2026, 7, 1, 6, tzinfo=UTC)
