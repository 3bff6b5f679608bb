"""What efforts are worth by a table, in sums that anybody can do again on paper."""

from decimal import Decimal
from typing import Any

import pytest
from tests.builders_values import (
    a_bonus,
    a_measure,
    a_table,
    a_year,
    counted,
    real_tables,
)

from samenspraak.catalogue.schemas.measures import RegisterShare
from samenspraak.catalogue.valuing import Valuation, climbed, value


def slugs(worth: Valuation) -> list[str]:
    return [hint.slug for hint in worth.hints]


# The contract of the demo story, by the table that it was signed with.


@pytest.mark.parametrize(
    ("counts", "cents", "sums"),
    [
        (
            counted("BBL_2_4", quantity=2, months=18, hours_per_week=32, counting_months=18),
            9_333_333,
            ["2 × 32/36 × 18/12 × 35.000"],
        ),
        (
            counted("BBL_2_4", quantity=2, months=12, hours_per_week=32),
            6_222_222,
            ["2 × 32/36 × 12/12 × 35.000"],
        ),
        (
            counted("BBL_2_4", quantity=4, months=12, hours_per_week=32),
            12_444_444,
            ["4 × 32/36 × 12/12 × 35.000"],
        ),
        (
            counted("PW", quantity=2, months=12, hours_per_week=27),
            6_000_000,
            ["2 × 27/36 × 12/12 × 40.000"],
        ),
        (
            counted(
                "PW",
                quantity=2,
                months=12,
                hours_per_week=27,
                additions={"PERMANENT_CONTRACT": 1},
            ),
            7_000_000,
            ["2 × 27/36 × 12/12 × 40.000", "1 × 10.000"],
        ),
        (
            counted("SOCIAL_PURCHASE", spent_cents=2_400_000, percent=50),
            1_200_000,
            ["50 % × 24.000 (afgesproken)"],
        ),
        (
            counted("SOCIAL_PURCHASE", spent_cents=2_400_000, percent=75),
            1_800_000,
            ["75 % × 24.000 (afgesproken)"],
        ),
        (
            counted("SOCIAL_PURCHASE", spent_cents=3_000_000, percent=75),
            2_250_000,
            ["75 % × 30.000 (afgesproken)"],
        ),
        (
            counted(
                "INITIATIVE_HOUR",
                quantity=12,
                unit="plekken",
                hours=120,
                factors={"avonden": 10, "uur": 3, "medewerkers": 4},
            ),
            1_200_000,
            ["10 avonden × 3 uur × 4 medewerkers × 100"],
        ),
        (
            counted("DEVELOPMENT_TRACK", quantity=8, weeks=16, rate_cents=150_000),
            1_200_000,
            ["8 × 1.500 (afgesproken)"],
        ),
    ],
)
def test_the_demo_story_comes_out_to_the_cent(counts, cents, sums):
    worth = value(real_tables()["utrecht-v3"], counts)

    assert worth.amount_cents == cents
    assert [line.text["nl"] for line in worth.lines] == sums
    assert worth.faults == worth.missing == ()


def test_purchase_of_which_nothing_was_agreed_is_no_nought():
    worth = value(real_tables()["utrecht-v3"], counted("SOCIAL_PURCHASE", spent_cents=2_400_000))

    assert worth.amount_cents is None
    assert worth.is_to_be_discussed
    assert slugs(worth) == ["negotiated"]
    # What is spent is known all the same, and stands apart.
    assert worth.spent_cents == 2_400_000


def test_effort_value_and_euros_spent_stand_apart():
    worth = value(
        real_tables()["utrecht-v3"],
        counted("SOCIAL_PURCHASE", spent_cents=2_400_000, percent=75),
    )

    assert (worth.amount_cents, worth.spent_cents) == (1_800_000, 2_400_000)
    assert worth.is_agreed


def test_both_languages_write_numbers_their_own_way():
    [line] = value(
        real_tables()["utrecht-v3"],
        counted("SOCIAL_PURCHASE", spent_cents=123_456_750, percent="62.5"),
    ).lines

    assert line.text["nl"] == "62,5 % × 1.234.567,50 (afgesproken)"
    assert line.text["en"] == "62.5% × 1,234,567.50 (agreed)"


# Hours of a full-time week.


@pytest.mark.parametrize(("full_time", "cents"), [(36, 3_555_556), (40, 3_200_000), (None, None)])
def test_the_same_hours_are_another_part_of_another_week(full_time, cents):
    hours = None if full_time is None else Decimal(full_time)
    table = a_table(a_measure(full_time_hours_per_week=hours))

    assert value(table, a_year(hours_per_week=32)).amount_cents == cents


def test_hours_that_a_table_leaves_open_are_asked_for_with_a_reason():
    """Leiden publishes a value for a year and no hours that such a year has."""
    table = real_tables()["leiden-2023"]
    own = {"full_time_hours": 38, "full_time_reason": "cao Bouw en Infra"}

    assert value(table, a_year()).missing == ("fullTimeHours",)
    assert value(table, a_year(full_time_hours=38)).missing == ("fullTimeReason",)
    worth = value(table, a_year(hours_per_week=19, **own))
    assert worth.amount_cents == 1_500_000
    assert worth.lines[0].text["nl"] == "1 × 19/38 × 12/12 × 30.000"


def test_a_table_can_say_that_the_contractors_own_hours_count():
    table = a_table(a_measure(full_time_hours_source="contractor"))

    assert value(table, a_year()).missing == ("fullTimeHours",)
    own = a_year(full_time_hours=40, full_time_reason="cao", hours_per_week=20)
    assert value(table, own).amount_cents == 2_000_000


def test_hours_that_a_table_publishes_are_not_for_the_parties_to_change():
    worth = value(a_table(a_measure()), a_year(full_time_hours=40, full_time_reason="cao"))

    [fault] = worth.faults
    assert (fault.pointer, fault.slug) == (
        "/counting/fullTimeHours",
        "catalogue/full-time-hours-published",
    )


def test_more_than_a_full_week_is_counted_and_pointed_at():
    worth = value(a_table(a_measure()), a_year(hours_per_week=40))

    assert worth.amount_cents == 4_444_444
    assert slugs(worth) == ["more-than-full-time"]


def test_below_the_least_hours_nothing_counts_and_the_sum_says_so():
    worth = value(
        real_tables()["friesland-harlingen"],
        a_year("PW_GT2", hours_per_week=11, additions={"AGE_50_PLUS": 1}),
    )

    assert worth.amount_cents == 0
    [line] = worth.lines
    assert line.text["nl"] == "11 uur per week, en pas vanaf 12 uur telt het mee"
    assert "too-few-hours" in slugs(worth)


def test_from_the_least_hours_on_it_counts():
    worth = value(real_tables()["friesland-harlingen"], a_year("PW_GT2", hours_per_week=12))

    assert worth.amount_cents == 1_333_333


# Parts of a year, and windows.


@pytest.mark.parametrize(
    ("lasts", "cents", "text"),
    [
        ({"months": 9}, 3_000_000, "1 × 36/36 × 9/12 × 40.000"),
        ({"months": "1.5"}, 500_000, "1 × 36/36 × 1,5/12 × 40.000"),
        ({"months": None, "weeks": 13}, 1_000_000, "1 × 36/36 × 13/52 × 40.000"),
    ],
)
def test_a_part_of_a_year_is_a_part_of_the_value(lasts, cents, text):
    numbers = {name: number for name, number in lasts.items() if number is not None}
    usual = {"quantity": 1, "hours_per_week": 36}
    worth = value(a_table(a_measure()), counted(**usual, **numbers))

    assert worth.amount_cents == cents
    assert worth.lines[0].text["nl"] == text


def test_months_and_weeks_are_one_or_the_other():
    worth = value(a_table(a_measure()), a_year(weeks=52))

    assert [fault.slug for fault in worth.faults] == ["catalogue/months-or-weeks"]
    assert worth.amount_cents is None


def test_what_lasts_longer_than_a_window_counts_as_long_as_the_window():
    worth = value(real_tables()["haaglanden-zhc-2023"], a_year("WW", months=18))

    assert worth.amount_cents == 2_000_000
    assert worth.lines[0].text["nl"] == "1 × 36/36 × 12/12 × 20.000"
    assert slugs(worth) == ["window-reached"]


def test_weeks_too_end_with_the_window():
    worth = value(
        a_table(a_measure(max_counting_months=Decimal(6), unlimited_counting=None)),
        counted(quantity=1, weeks=30, hours_per_week=36),
    )

    assert worth.amount_cents == 2_000_000


def test_without_end_is_something_else_than_not_published():
    table = real_tables()["haaglanden-zhc-2023"]
    without_end = value(table, a_year("BANENAFSPRAAK", months=60))
    unpublished = value(real_tables()["utrecht-v3"], a_year(months=60))

    assert (without_end.amount_cents, slugs(without_end)) == (25_000_000, [])
    assert (unpublished.amount_cents, slugs(unpublished)) == (20_000_000, ["no-window"])


@pytest.mark.parametrize("months", [None, Decimal(0)])
def test_no_window_and_one_of_nought_months_take_nothing_away(months):
    """Some programs write nought for "no limit": it certainly is not "nothing counts"."""
    table = a_table(a_measure(max_counting_months=months, unlimited_counting=None))
    worth = value(table, a_year(months=24))

    assert worth.amount_cents == 8_000_000
    assert slugs(worth) == ["no-window"]


def test_the_parties_agree_a_window_where_none_was_published():
    table = real_tables()["utrecht-v3"]

    assert value(table, a_year(months=24, counting_months=18)).amount_cents == 6_000_000
    assert slugs(value(table, a_year(months=18, counting_months=18))) == []


def test_no_more_can_be_agreed_than_a_published_window():
    worth = value(real_tables()["haaglanden-zhc-2023"], a_year("WW", counting_months=18))

    [fault] = worth.faults
    assert (fault.slug, fault.facts) == ("catalogue/beyond-window", {"months": "12"})


def test_a_window_on_worked_hours_runs_slower_for_who_works_less():
    """Half a week uses half a month: after four years, two were worked."""
    measure = a_measure(
        max_counting_months=Decimal(24), unlimited_counting=None, window_on="worked_hours"
    )
    table = a_table(measure)

    half = value(table, a_year(months=48, hours_per_week=18))
    assert (half.amount_cents, slugs(half)) == (8_000_000, [])
    longer = value(table, a_year(months=60, hours_per_week=18))
    assert longer.amount_cents == 8_000_000
    assert longer.lines[0].text["nl"] == "1 × 24/12 × 40.000"
    full = value(table, a_year(months=36))
    assert full.amount_cents == 8_000_000
    calendar = a_table(a_measure(max_counting_months=Decimal(24), unlimited_counting=None))
    assert value(calendar, a_year(months=48, hours_per_week=18)).amount_cents == 4_000_000


@pytest.mark.parametrize(
    ("pro_rata", "cents", "text"),
    [
        ("both", 1_000_000, "1 × 18/36 × 6/12 × 40.000"),
        ("hours", 2_000_000, "1 × 18/36 × 40.000"),
        ("period", 2_000_000, "1 × 6/12 × 40.000"),
        ("none", 4_000_000, "1 × 40.000"),
    ],
)
def test_a_table_says_what_a_part_counts_for(pro_rata, cents, text):
    table = a_table(a_measure(pro_rata=pro_rata))
    worth = value(table, a_year(months=6, hours_per_week=18))

    assert worth.amount_cents == cents
    assert worth.lines[0].text["nl"] == text


# Other units.


@pytest.mark.parametrize(
    ("unit", "rate", "numbers", "cents", "text"),
    [
        ("month", 750, {"quantity": 2, "months": 6}, 900_000, "2 × 6 × 750"),
        ("month", 780, {"quantity": 1, "weeks": 26}, 468_000, "1 × 26/52 × 12 × 780"),
        ("placement", 25_000, {"quantity": 3}, 7_500_000, "3 × 25.000"),
        ("hour", 100, {"hours": 120}, 1_200_000, "120 × 100"),
        ("hour", 100, {"quantity": 8, "unit": "Uur"}, 80_000, "8 × 100"),
        ("day", 800, {"quantity": 5, "unit": "dagen"}, 400_000, "5 × 800"),
        ("day", 800, {"factors": {"dagen": 5, "mensen": 2}}, 800_000, "5 dagen × 2 mensen × 800"),
        ("euro", "0.5", {"spent_cents": 100_000}, 50_000, "1.000 × 0,50"),
    ],
)
def test_units_other_than_years(unit, rate, numbers, cents, text):
    measure = a_measure(unit=unit, value_eur=Decimal(rate), full_time_hours_per_week=None)
    worth = value(a_table(measure), counted(**numbers))

    assert worth.amount_cents == cents
    assert worth.lines[0].text["nl"] == text


@pytest.mark.parametrize(
    ("unit", "numbers", "missing"),
    [
        ("fte-year", {}, {"quantity", "hoursPerWeek", "months"}),
        ("month", {}, {"quantity", "months"}),
        ("placement", {}, {"quantity"}),
        ("hour", {"quantity": 12, "unit": "plekken"}, {"hours"}),
        ("day", {"quantity": 12, "unit": "plekken"}, {"days"}),
        ("euro", {}, {"spentCents"}),
    ],
)
def test_what_a_sum_needs_is_asked_for(unit, numbers, missing):
    worth = value(a_table(a_measure(unit=unit)), counted(**numbers))

    assert set(worth.missing) == missing
    assert worth.amount_cents is None
    # Something that is still missing is no reason to negotiate.
    assert not worth.is_to_be_discussed


@pytest.mark.parametrize("unit", ["fte-year", "placement", "month"])
@pytest.mark.parametrize("word", ["uren", "Dagen"])
def test_hours_and_days_are_no_places(unit: str, word: str):
    table = a_table(a_measure(unit=unit))

    worth = value(table, counted(quantity=100, unit=word, months=12, hours_per_week=32))

    assert [(fault.pointer, fault.slug) for fault in worth.faults] == [
        ("/unit", "catalogue/not-places")
    ]
    assert worth.amount_cents is None


# Invoices.


def test_a_paid_invoice_counts_whole_unless_the_table_says_which_part():
    table = a_table(
        a_measure("WHOLE", unit="euro", valuation="actual-cost", value_eur=None),
        a_measure(
            "HALF",
            unit="euro",
            valuation="actual-cost",
            value_eur=None,
            percentage=Decimal(50),
        ),
    )

    assert value(table, counted("WHOLE", spent_cents=123_45)).amount_cents == 123_45
    assert value(table, counted("HALF", spent_cents=123_45)).amount_cents == 61_73
    assert value(table, counted("WHOLE", spent_cents=100_00, percent=80)).is_agreed
    [fault] = value(table, counted("HALF", spent_cents=100_00, percent=80)).faults
    assert fault.slug == "catalogue/percent-published"


@pytest.mark.parametrize(
    ("register", "cents"),
    [("Code Sociale Ondernemingen", 100_000), (" social enterprise NL ", 50_000)],
)
def test_the_register_of_the_supplier_says_how_much_of_an_invoice_counts(register, cents):
    assert value(by_register(), purchase(register=register)).amount_cents == cents


def test_a_register_is_asked_for_and_must_be_one_of_the_table():
    assert value(by_register(), purchase()).missing == ("register",)
    [fault] = value(by_register(), purchase(register="PSO")).faults
    assert fault.slug == "catalogue/unknown-register"


def test_outside_the_registers_a_general_part_can_be_published():
    table = by_register(percentage=Decimal(25))

    assert value(table, purchase()).amount_cents == 25_000


def by_register(**changes: Any) -> Any:
    shares = [
        RegisterShare(register="Code Sociale Ondernemingen", percentage=Decimal(100)),
        RegisterShare(register="Social Enterprise NL", percentage=Decimal(50)),
    ]
    usual = {"unit": "euro", "valuation": "actual-cost", "value_eur": None}
    return a_table(a_measure("PURCHASE", percentages=shares, **{**usual, **changes}))


def purchase(**numbers: Any) -> Any:
    return counted("PURCHASE", spent_cents=100_000, **numbers)


def test_hours_at_a_rate_or_else_the_invoice():
    table = real_tables()["utrecht-v3"]

    assert value(table, counted("INITIATIVE_HOUR", hours=8)).amount_cents == 80_000
    invoice = value(table, counted("INITIATIVE_HOUR", quantity=12, spent_cents=55_500))
    assert invoice.amount_cents == 55_500
    both = value(table, counted("INITIATIVE_HOUR", hours=8, spent_cents=55_500))
    assert (both.amount_cents, slugs(both)) == (80_000, ["rate-or-cost"])


# What the parties agree.


def test_a_maximum_is_no_value_and_no_rate_goes_above_it():
    table = real_tables()["leiden-2023"]
    days = {"quantity": 3, "unit": "dagen"}

    open_ = value(table, counted("COMMUNITY_DAY", **days))
    assert (open_.amount_cents, open_.is_to_be_discussed) == (None, True)
    assert open_.hints[0].facts["most_cents"] == 100_000
    agreed = value(table, counted("COMMUNITY_DAY", **days, rate_cents=100_000))
    assert (agreed.amount_cents, agreed.is_agreed) == (300_000, True)
    [fault] = value(table, counted("COMMUNITY_DAY", **days, rate_cents=100_001)).faults
    assert fault.slug == "catalogue/above-maximum"


def test_no_more_counts_than_a_maximum_in_all():
    table = a_table(a_measure(maximum_eur=Decimal(50_000)))
    worth = value(table, a_year(quantity=2))

    assert worth.amount_cents == 5_000_000
    assert worth.lines[0].text["nl"] == "2 × 36/36 × 12/12 × 40.000, hooguit 50.000"
    assert slugs(worth) == ["maximum-reached"]
    assert slugs(value(table, a_year())) == []


def test_no_rate_is_agreed_where_the_table_has_one():
    worth = value(a_table(a_measure()), a_year(percent=50, rate_cents=100))

    assert {fault.pointer for fault in worth.faults} == {
        "/counting/percent",
        "/counting/rateCents",
    }


def test_a_value_that_is_not_there_is_negotiated():
    """Of a table that was cut off in the middle, the rest is not nought."""
    table = a_table(a_measure(value_eur=None))

    assert value(table, a_year()).is_to_be_discussed
    worth = value(table, a_year(rate_cents=2_000_000, months=6))
    assert (worth.amount_cents, worth.is_agreed) == (1_000_000, True)


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"unit": "klas"}, "unknown-unit"),
        ({"valuation": "veiling"}, "unknown-valuation"),
        ({"unit": None}, "no-value"),
        ({"valuation": None}, "no-value"),
        ({"window_on": "school-years"}, "unknown-rule"),
        ({"pro_rata": "quarters"}, "unknown-rule"),
        ({"full_time_hours_source": "cao"}, "unknown-rule"),
        ({"unit": "negotiated"}, "negotiated"),
        ({"value_eur": Decimal(-1)}, "no-value"),
        ({"value_eur": Decimal("1e999999")}, "no-value"),
        ({"value_eur": Decimal("NaN")}, "no-value"),
    ],
)
def test_what_cannot_be_followed_is_in_consultation(changes, slug):
    worth = value(a_table(a_measure(**changes)), a_year())

    assert worth.amount_cents is None
    assert worth.is_to_be_discussed
    assert slugs(worth)[0] == slug


def test_a_word_nobody_knows_can_still_be_given_a_rate():
    worth = value(a_table(a_measure(unit="klas")), counted(quantity=3, rate_cents=50_000))

    assert (worth.amount_cents, worth.is_agreed) == (150_000, True)


def test_a_table_in_another_currency_is_not_computed_with():
    worth = value(a_table(a_measure(), currency="GBP"), a_year(rate_cents=100))

    assert (worth.amount_cents, worth.is_to_be_discussed) == (None, True)
    assert slugs(worth) == ["other-currency"]


def test_steps_on_the_ladder_are_worth_what_the_parties_agree():
    worth = climbed([(5, 150_000), (3, 50_000)])
    assert (worth.amount_cents, worth.is_agreed) == (900_000, True)
    assert [line.text["nl"] for line in worth.lines] == [
        "5 × 1.500 (afgesproken)",
        "3 × 500 (afgesproken)",
    ]

    open_ = climbed([(5, 150_000), (3, None)])
    assert (open_.amount_cents, open_.is_to_be_discussed) == (None, True)


# Additions.


def test_an_addition_never_stands_alone():
    worth = value(real_tables()["utrecht-v3"], counted("PERMANENT_CONTRACT", quantity=1))

    assert [fault.slug for fault in worth.faults] == ["catalogue/addition-alone"]
    assert worth.amount_cents is None


def test_an_addition_by_the_year_follows_hours_and_months():
    table = real_tables()["leiden-2023"]
    own = {"full_time_hours": 36, "full_time_reason": "cao"}
    worth = value(table, a_year(hours_per_week=18, months=6, additions={"AGE_55_PLUS": 1}, **own))

    assert worth.amount_cents == 750_000 + 375_000
    assert worth.lines[1].text["nl"] == "1 × 18/36 × 6/12 × 15.000"


def test_an_addition_of_costs_counts_its_euros():
    worth = value(
        real_tables()["haaglanden-zhc-2023"],
        a_year(additions={"TRAINING_GUIDANCE_COST": "1250.50"}),
    )

    assert worth.amount_cents == 4_000_000 + 125_050


def test_an_addition_that_is_negotiated_leaves_the_whole_open():
    table = a_table(a_measure(), a_bonus(value_eur=None, valuation="negotiated"))
    worth = value(table, a_year(additions={"AGE_50_PLUS": 1}))

    assert (worth.amount_cents, worth.is_to_be_discussed) == (None, True)
    assert worth.lines[0].amount_cents == 4_000_000


def age(code: str, other: str) -> Any:
    return a_bonus(code, excludes=[other])


def test_one_person_cannot_be_both_and_two_people_can():
    table = a_table(a_measure(), age("AGE_50_PLUS", "AGE_55_PLUS"), a_bonus("AGE_55_PLUS"))
    both = {"AGE_50_PLUS": 1, "AGE_55_PLUS": 1}

    [fault] = value(table, a_year(additions=both)).faults
    assert fault.slug == "catalogue/excludes-for-one"
    assert fault.pointer == "/counting/additions/1/quantity"
    assert value(table, a_year(quantity=2, additions=both)).amount_cents == 9_000_000


def test_three_that_exclude_each_other_need_three_people():
    codes = ["ONE", "TWO", "THREE"]
    table = a_table(
        a_measure(),
        *(a_bonus(code, excludes=[other for other in codes if other != code]) for code in codes),
    )
    each = dict.fromkeys(codes, 1)

    assert {fault.slug for fault in value(table, a_year(quantity=2, additions=each)).faults} == {
        "catalogue/excludes-for-one"
    }
    assert value(table, a_year(quantity=3, additions=each)).faults == ()


def test_what_both_exclude_a_third_is_no_reason_to_keep_them_apart():
    table = a_table(
        a_measure(),
        a_bonus("ONE", excludes=["TWO"]),
        a_bonus("TWO"),
        a_bonus("THREE", excludes=["TWO"]),
    )

    assert value(table, a_year(quantity=1, additions={"ONE": 1, "THREE": 1})).faults == ()


def test_an_addition_can_exclude_the_measure_it_would_stand_on():
    table = a_table(a_measure(), a_bonus(excludes=["PW"]))

    assert [fault.slug for fault in value(table, a_year(additions={"AGE_50_PLUS": 1})).faults] == [
        "catalogue/excludes"
    ]


def test_an_addition_can_need_one_of_some_measures():
    table = a_table(a_measure(), a_measure("WW"), a_bonus(requires=["PW", "WIA"]))

    assert value(table, a_year(additions={"AGE_50_PLUS": 1})).faults == ()
    [fault] = value(table, a_year("WW", additions={"AGE_50_PLUS": 1})).faults
    assert fault.slug == "catalogue/requires"


def test_there_is_no_more_of_an_addition_than_there_are_places():
    table = a_table(a_measure(), a_bonus())
    [fault] = value(table, a_year(quantity=2, additions={"AGE_50_PLUS": 3})).faults

    assert (fault.slug, fault.facts["places"]) == ("catalogue/more-than-places", "2")


@pytest.mark.parametrize(
    ("additions", "slug"),
    [({"NOBODY": 1}, "unknown-measure"), ({"WW": 1}, "no-addition")],
)
def test_what_is_added_is_an_addition_of_the_same_table(additions, slug):
    table = a_table(a_measure(), a_measure("WW"))

    assert [fault.slug for fault in value(table, a_year(additions=additions)).faults] == [
        f"catalogue/{slug}"
    ]


def test_a_measure_that_is_not_in_the_table_has_no_value():
    [fault] = value(a_table(a_measure()), a_year("WAJONG")).faults

    assert (fault.pointer, fault.slug) == ("/counting/measure", "catalogue/unknown-measure")


# Rules in words.


def test_rules_in_words_are_shown_and_never_computed():
    worth = value(
        real_tables()["friesland-harlingen"],
        a_year("WW_3M_1Y", additions={"AGE_55_PLUS": 1}),
    )
    shown = [(rule.place, rule.measure) for rule in worth.shown_rules]

    assert shown[:2] == [("conditions", "WW_3M_1Y"), ("conditions", "AGE_55_PLUS")]
    assert [place for place, _ in shown].count("general_rules") == 6
    assert ("basis", None) in shown
    assert ("valid_from_note", None) in shown
    assert worth.amount_cents == 1_500_000 + 750_000
