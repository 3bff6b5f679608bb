"""Worked examples of what is owed: every step as somebody could do it on paper."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.workspaces.decisions import rounded, work_out
from samenspraak.workspaces.queries.sums import basis_in_words, steps_in_words
from samenspraak.workspaces.schemas import (
    Basis,
    BasisKind,
    ForeignSum,
    ObligationContent,
    ObligationRule,
    ScopeRule,
    Tier,
)

# A lower percentage where little of the contract is labour, and never more than € 300,000.
BY_LABOUR = (Tier(percent="2", labour_share_below="30"), Tier(percent="5"))


def a_rule(
    cents: int | None, kind: BasisKind = BasisKind.CONTRACT_VALUE, **members
) -> ObligationRule:
    return ObligationRule(basis=Basis(kind=kind, cents=cents), **members)


def owed(rule: ObligationRule, *, labour_share: str | None = None) -> int | None:
    return work_out(rule, labour_share=labour_share).amount_cents


def paper(rule: ObligationRule, *, labour_share: str | None = None) -> list[tuple]:
    steps = work_out(rule, labour_share=labour_share).steps
    return [(step.text, step.sum, step.amount_cents) for step in steps_in_words(rule, steps, "nl")]


def test_the_obligation_of_the_story_is_four_percent_with_half_within_the_contract():
    rule = a_rule(
        486_000_000, percent="4", months=21, scope_rule=ScopeRule.MIXED, within_percent="50"
    )

    assert paper(rule) == [
        ("Basis: opdrachtsom exclusief btw", None, 486_000_000),
        ("Percentage, samen bepaald", "4 % × € 4.860.000,00", 19_440_000),
        ("Ten minste binnen het contract", "50 % × € 194.400,00", 9_720_000),
    ]


def test_with_the_extension_of_the_story_thirteen_thousand_six_hundred_is_added():
    before = work_out(a_rule(486_000_000, percent="4", within_percent="50"))
    after = work_out(a_rule(520_000_000, percent="4", within_percent="50"))

    assert (after.amount_cents, after.within_cents) == (20_800_000, 10_400_000)
    assert after.amount_cents - before.amount_cents == 1_360_000
    assert after.within_cents - before.within_cents == 680_000


def test_other_percentages_of_the_story_come_out_as_it_tells():
    assert owed(a_rule(486_000_000, percent="5")) == 24_300_000
    assert owed(a_rule(486_000_000, percent="2")) == 9_720_000


def test_five_percent_of_a_billion_is_fifty_million():
    """A published example of a municipality says 50,000."""
    assert owed(a_rule(100_000_000_000, percent="5")) == 5_000_000_000


@pytest.mark.parametrize(
    ("labour_share", "percent", "cents"),
    [("29.9999", "2", 20_000_000), ("30", "5", 30_000_000), ("72", "5", 30_000_000)],
)
def test_under_thirty_percent_labour_less_is_owed_and_never_more_than_the_cap(
    labour_share: str, percent: str, cents: int
):
    rule = a_rule(1_000_000_000, tiers=BY_LABOUR, cap_cents=30_000_000)

    come_to = work_out(rule, labour_share=labour_share)

    assert (come_to.percent, come_to.amount_cents) == (percent, cents)


def test_the_steps_say_which_tier_holds_and_what_the_cap_does():
    rule = a_rule(1_000_000_000, tiers=BY_LABOUR, cap_cents=30_000_000)

    assert paper(rule, labour_share="25")[1:] == [
        (
            "Lager percentage: het arbeidsaandeel is 25 %, minder dan 30 %",
            "2 % × € 10.000.000,00",
            20_000_000,
        ),
        ("Het maximum van € 300.000,00 is niet bereikt", None, None),
    ]
    assert paper(rule, labour_share="62.5")[1:] == [
        ("Percentage bij een arbeidsaandeel van 62,5 %", "5 % × € 10.000.000,00", 50_000_000),
        ("Niet meer dan het maximum", None, 30_000_000),
    ]


def test_brackets_take_each_percentage_over_its_own_part():
    rule = a_rule(
        150_000_000, tiers=(Tier(percent="5", up_to_cents=100_000_000), Tier(percent="2"))
    )

    assert paper(rule) == [
        ("Basis: opdrachtsom exclusief btw", None, 150_000_000),
        (
            "Over het deel van € 0,00 tot en met € 1.000.000,00",
            "5 % × € 1.000.000,00",
            5_000_000,
        ),
        (
            "Over het deel van € 1.000.000,00 tot en met € 1.500.000,00",
            "2 % × € 500.000,00",
            1_000_000,
        ),
        ("Samen", None, 6_000_000),
    ]


def test_above_the_last_bracket_nothing_more_is_owed():
    rule = a_rule(500_000_000, tiers=(Tier(percent="5", up_to_cents=100_000_000),))

    assert owed(rule) == 5_000_000


def test_turnover_that_grows_is_counted_again_with_caps_and_tiers_after():
    sums = [
        owed(
            a_rule(
                cents,
                BasisKind.INVOICED_TURNOVER,
                percent="5",
                threshold_cents=20_000_000,
                cap_cents=3_000_000,
            )
        )
        for cents in (0, 19_999_999, 20_000_000, 45_000_000, 60_000_000, 90_000_000)
    ]

    assert sums == [0, 0, 1_000_000, 2_250_000, 3_000_000, 3_000_000]


def test_below_the_threshold_nothing_is_owed_and_it_says_so():
    rule = a_rule(24_999_999, percent="5", threshold_cents=25_000_000, within_percent="50")
    come_to = work_out(rule)

    assert (come_to.amount_cents, come_to.within_cents, come_to.percent) == (0, 0, None)
    assert paper(rule)[-1] == (
        "Lager dan de drempel van € 250.000,00: er is geen verplichting",
        None,
        0,
    )


def test_with_a_term_that_is_too_short_nothing_is_owed_and_it_says_so():
    short = a_rule(100_000_000, percent="5", months=5, min_months=6)

    assert owed(short) == 0
    assert paper(short)[-1][0].startswith("De looptijd van 5 maanden is korter dan 6 maanden")
    assert owed(a_rule(100_000_000, percent="5", months=6, min_months=6)) == 5_000_000


def test_a_contract_in_another_currency_is_counted_from_its_euros_and_says_how():
    basis = Basis(
        kind=BasisKind.CONTRACT_VALUE,
        cents=512_345_678,
        original=ForeignSum(
            cents=600_000_000,
            currency="USD",
            on=date(2026, 10, 1),
            reason="koers van de ECB op die dag",
        ),
    )
    rule = ObligationRule(basis=basis, percent="4")

    # 4 % of 5,123,456.78 is 204,938.2712.
    assert owed(rule) == 20_493_827
    assert paper(rule) == [
        (
            "Basis in een andere munt",
            "6.000.000,00 USD, omgerekend op donderdag 1 oktober 2026: koers van de ECB op die dag",
            None,
        ),
        ("Basis: opdrachtsom exclusief btw", None, 512_345_678),
        ("Percentage, samen bepaald", "4 % × € 5.123.456,78 = € 204.938,2712", None),
        ("Afgerond op hele centen", None, 20_493_827),
    ]


def test_a_labour_sum_and_a_budget_are_counted_like_any_basis():
    assert owed(a_rule(184_680_000, BasisKind.LABOUR_SUM, percent="10")) == 18_468_000
    assert owed(a_rule(50_000_000, BasisKind.BUDGET, percent="4")) == 2_000_000


def test_a_fixed_amount_is_what_it_is():
    rule = a_rule(105_000_000, BasisKind.FIXED, scope_rule=ScopeRule.MIXED, within_percent="50")

    assert paper(rule) == [
        ("Vast bedrag", None, 105_000_000),
        ("Ten minste binnen het contract", "50 % × € 1.050.000,00", 52_500_000),
    ]


@pytest.mark.parametrize("kind", [BasisKind.ONE_ACTIVITY, BasisKind.CUSTOM])
def test_one_activity_or_something_of_its_own_has_no_amount_which_is_not_nought(kind: BasisKind):
    rule = ObligationRule(basis=Basis(kind=kind, text="een open dag voor de buurt"))

    assert work_out(rule).amount_cents is None
    assert paper(rule) == [("Zonder bedrag: een open dag voor de buurt", None, None)]


def test_a_share_that_is_no_whole_cent_is_shown_exactly_and_rounded_once():
    rule = a_rule(100_01, percent="3.3333", within_percent="33.3")

    assert paper(rule) == [
        ("Basis: opdrachtsom exclusief btw", None, 10_001),
        ("Percentage, samen bepaald", "3,3333 % × € 100,01 = € 3,33363333", None),
        ("Afgerond op hele centen", None, 333),
        ("Ten minste binnen het contract", "33,3 % × € 3,33 = € 1,10889", None),
        ("Afgerond op hele centen", None, 111),
    ]


@pytest.mark.parametrize(("cents", "whole"), [("0.5", 1), ("0.4999", 0), ("1.5", 2), ("2.5", 3)])
def test_half_a_cent_goes_up(cents: str, whole: int):
    assert rounded(Fraction(cents)) == whole


def test_english_readers_get_their_own_marks():
    rule = a_rule(100_01, percent="2.5")
    steps = steps_in_words(rule, work_out(rule).steps, "en")

    assert steps[1].sum == "2.5% × €100.01 = €2.50025"
    content = ObligationContent(reason="-", rule=rule)
    assert basis_in_words(content, "en") == "the contract value of €100.01 excluding VAT"
    assert basis_in_words(content, "nl") == "de opdrachtsom van € 100,01 exclusief btw"


PERCENTS = st.decimals(0, 100, places=4).map(lambda percent: f"{percent.normalize():f}")
CENTS = st.integers(0, 1_000_000_000_000)


@given(CENTS, PERCENTS)
def test_every_percentage_is_what_decimal_sums_come_to(cents: int, percent: str):
    oracle = (Decimal(cents) * Decimal(percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)

    assert owed(a_rule(cents, percent=percent)) == int(oracle)


@given(CENTS, PERCENTS, PERCENTS, CENTS)
def test_brackets_with_one_percentage_are_that_percentage(
    cents: int, percent: str, within: str, bound: int
):
    """Where a basis is cut never changes what is owed: nothing is rounded on the way."""
    whole = a_rule(cents, percent=percent, within_percent=within)
    cut = a_rule(
        cents,
        tiers=(Tier(percent=percent, up_to_cents=bound), Tier(percent=percent)),
        within_percent=within,
    )

    assert owed(cut) == owed(whole)
    assert work_out(cut).within_cents == work_out(whole).within_cents


@given(CENTS, PERCENTS, CENTS)
def test_a_cap_is_never_passed_and_changes_nothing_below_it(cents: int, percent: str, cap: int):
    free = owed(a_rule(cents, percent=percent))
    capped = owed(a_rule(cents, percent=percent, cap_cents=cap))

    assert capped == min(free, cap)


@given(CENTS, CENTS, PERCENTS)
def test_more_to_count_from_never_makes_less_owed(one: int, other: int, percent: str):
    less, more = sorted((one, other))

    assert owed(a_rule(less, percent=percent)) <= owed(a_rule(more, percent=percent))
