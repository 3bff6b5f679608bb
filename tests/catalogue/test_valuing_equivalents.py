"""Other numbers of places and months that count for as much."""

from decimal import Decimal

from tests.builders_values import a_bonus, a_measure, a_table, a_year, counted, real_tables

from samenspraak.catalogue.valuing import equivalents


def pairs(table, counts):
    return [(each.quantity, each.months) for each in equivalents(table, counts)]


def test_two_for_eighteen_months_count_as_much_as_three_for_a_year():
    learners = counted("BBL_2_4", quantity=2, months=18, hours_per_week=32)

    assert pairs(real_tables()["utrecht-v3"], learners) == [(3, 12), (1, 36), (4, 9), (6, 6)]


def test_a_term_that_a_window_would_cut_is_no_alternative():
    table = real_tables()["haaglanden-zhc-2023"]

    assert pairs(table, a_year("WW", quantity=2, months=9)) == [(3, 6)]
    # What was asked is cut itself: no more than a year of it counts.
    assert pairs(table, a_year("WW", quantity=2, months=18)) == [(2, 12), (4, 6)]


def test_additions_stay_as_they_are():
    table = a_table(a_measure(), a_bonus())

    assert pairs(table, a_year(quantity=2, months=12, additions={"AGE_50_PLUS": 2})) == [(4, 6)]


def test_half_places_are_none():
    assert pairs(a_table(a_measure()), a_year(quantity=1, months=6)) == []


def test_places_by_the_month_have_alternatives_too():
    table = a_table(a_measure(unit="month", value_eur=Decimal(750)))

    assert (4, 6) in pairs(table, counted(quantity=2, months=12))


def test_what_does_not_last_has_none():
    table = real_tables()["utrecht-v3"]

    assert pairs(table, counted("INITIATIVE_HOUR", hours=8, months=12)) == []
    assert pairs(table, counted("DEVELOPMENT_TRACK", quantity=8, rate_cents=1)) == []
    assert pairs(table, a_year("NOBODY")) == []
    assert pairs(table, a_year(hours_per_week=0)) == []


def test_a_maximum_in_all_leaves_nothing_to_choose():
    table = a_table(a_measure(maximum_eur=Decimal(10_000)))

    assert pairs(table, a_year(quantity=2)) == []
