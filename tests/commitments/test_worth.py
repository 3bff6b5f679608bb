"""What terms are worth by their table, and which value is frozen into them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders_commitments import some_terms
from tests.builders_values import real_tables

from samenspraak.commitments.decisions.worth import Table, worth_of
from samenspraak.commitments.terms import (
    Addition,
    AmountValue,
    CatalogueReference,
    Counting,
    Factor,
    LadderCount,
    Period,
    Terms,
    ValueToBeDiscussed,
    validate,
)

EDITION = "e" * 64
REFERENCE = CatalogueReference(
    catalogue="utrecht-v3", edition="2021", digest=EDITION, reason="bijlage 4 van de leidraad"
)
TABLE = Table(text=real_tables()["utrecht-v3"], reference=REFERENCE)


def counting(measure: str = "BBL_2_4", **changes: Any) -> Counting:
    return Counting(edition=EDITION, measure=measure, **changes)


def learners(**changes: Any) -> Terms:
    """T1 of the demo story: two places of 32 hours, for eighteen months."""
    usual: dict[str, Any] = {
        "value": None,
        "quantity": "2",
        "period": Period(months="18", hours_per_week="32"),
        "counting": counting(months="18"),
    }
    return some_terms(**{**usual, **changes})


def purchase(**changes: Any) -> Terms:
    """T3: lunches for 24,000 euros, of which the parties agree how much counts."""
    usual: dict[str, Any] = {
        "value": None,
        "quantity": None,
        "unit": None,
        "spent_cents": 2_400_000,
        "counting": counting("SOCIAL_PURCHASE"),
    }
    return some_terms(**{**usual, **changes})


def agreed(cents: int, **changes: Any) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed", **changes)


def of_table(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="catalogue")


def test_the_value_is_filled_in_from_the_table():
    worth = worth_of(learners(), TABLE)

    value = worth.terms.value
    assert isinstance(value, AmountValue)
    assert (value.amount_cents, value.basis, value.measure) == (9_333_333, "catalogue", "BBL_2_4")
    assert value.catalogue == REFERENCE
    [line] = value.calculation
    assert line.text == "2 × 32/36 × 18/12 × 35.000"
    assert line.amount_cents == 9_333_333
    assert [(each.name, each.number, each.of) for each in line.factors] == [
        ("places", "2", None),
        ("hoursPerWeek", "32", "36"),
        ("months", "18", "12"),
        ("rate", "35000", None),
    ]
    assert worth.is_filled
    assert (worth.equivalents[0].quantity, worth.equivalents[0].months) == (3, 12)


def test_what_the_parties_agreed_a_part_of_is_agreed():
    value = worth_of(
        purchase(counting=counting("SOCIAL_PURCHASE", percent="75")), TABLE
    ).terms.value

    assert isinstance(value, AmountValue)
    assert (value.amount_cents, value.basis) == (1_800_000, "agreed")
    assert value.calculation[0].text == "75 % × 24.000 (afgesproken)"


def test_in_consultation_is_no_amount():
    worth = worth_of(purchase(), TABLE)

    assert worth.terms.value == ValueToBeDiscussed(measure="SOCIAL_PURCHASE", catalogue=REFERENCE)
    assert worth.faults == ()


def test_as_long_as_a_number_is_missing_there_is_no_value():
    """It can be proposed, for a first word is easy; it cannot be agreed yet."""
    worth = worth_of(learners(period=Period(months="18")), TABLE)

    assert worth.terms.value is None
    assert worth.valuation is not None
    assert worth.valuation.missing == ("hoursPerWeek",)
    assert worth.faults == ()


def test_additions_and_factors_come_along():
    terms = learners(
        counting=counting("PW", additions=(Addition(measure="PERMANENT_CONTRACT", quantity="1"),)),
        period=Period(months="12", hours_per_week="27"),
    )
    value = worth_of(terms, TABLE).terms.value
    assert isinstance(value, AmountValue)
    assert (value.amount_cents, len(value.calculation)) == (7_000_000, 2)

    evenings = tuple(
        Factor(name=name, number=number)
        for name, number in (("avonden", "10"), ("uur", "3"), ("medewerkers", "4"))
    )
    hours = some_terms(value=None, counting=counting("INITIATIVE_HOUR", factors=evenings))
    value = worth_of(hours, TABLE).terms.value
    assert isinstance(value, AmountValue)
    assert value.calculation[0].text == "10 avonden × 3 uur × 4 medewerkers × 100"


def test_a_table_that_was_not_chosen_for_the_contract_gives_no_value():
    [fault] = worth_of(learners(), None).faults

    assert (fault.pointer, fault.slug) == ("/counting/edition", "commitments/edition-not-chosen")


def test_an_amount_of_the_table_is_the_tables_to_the_cent():
    right = worth_of(learners(value=of_table(9_333_333)), TABLE)
    assert right.faults == ()
    assert right.terms == worth_of(learners(), TABLE).terms

    [fault] = worth_of(learners(value=of_table(9_333_334)), TABLE).faults
    assert (fault.pointer, fault.slug) == ("/value/amountCents", "commitments/other-value")
    assert fault.facts == {"amount_cents": 9_333_333}


@pytest.mark.parametrize(
    "terms",
    [
        purchase(value=of_table(1_800_000)),
        learners(value=of_table(9_333_333), period=Period(months="18")),
    ],
    ids=["in overleg", "not complete"],
)
def test_no_amount_is_the_tables_where_it_gives_none(terms):
    assert [fault.slug for fault in worth_of(terms, TABLE).faults] == ["commitments/no-such-value"]


def test_another_amount_can_be_agreed_and_stands_beside_the_tables():
    worth = worth_of(learners(value=agreed(8_000_000)), TABLE)

    assert worth.terms.value == agreed(8_000_000)
    assert not worth.is_filled
    assert worth.valuation is not None
    assert worth.valuation.amount_cents == 9_333_333
    assert worth.faults == ()


def test_in_consultation_can_be_chosen_where_the_table_has_an_amount():
    assert worth_of(learners(value=ValueToBeDiscussed()), TABLE).terms.value == ValueToBeDiscussed()


def test_a_value_that_was_worked_out_before_is_worked_out_again():
    """What came back with the terms of the round before follows what was changed in them."""
    before = worth_of(purchase(), TABLE).terms
    after = msgspec.structs.replace(before, counting=counting("SOCIAL_PURCHASE", percent="50"))

    value = worth_of(after, TABLE).terms.value
    assert isinstance(value, AmountValue)
    assert value.amount_cents == 1_200_000

    more = msgspec.structs.replace(
        worth_of(after, TABLE).terms, counting=counting("SOCIAL_PURCHASE", percent="75")
    )
    assert [fault.slug for fault in worth_of(more, TABLE).faults] == ["commitments/other-value"]


def test_terms_without_a_measure_stay_as_they_are():
    for value in (agreed(100), ValueToBeDiscussed(), None):
        terms = some_terms(value=value)
        assert worth_of(terms, None).terms is terms


def test_the_ladder_is_worth_what_the_parties_agree():
    rungs = (
        LadderCount(from_step=3, to_step=4, number="5", each_cents=150_000),
        LadderCount(from_step=4, to_step=6, number="1", each_cents=400_000),
    )
    value = worth_of(some_terms(value=None, ladder=rungs), None).terms.value

    assert isinstance(value, AmountValue)
    assert (value.amount_cents, value.basis) == (1_150_000, "agreed")
    assert [line.text for line in value.calculation] == [
        "5 × 1.500 (afgesproken)",
        "1 × 4.000 (afgesproken)",
    ]


def test_steps_without_a_value_are_counted_and_not_valued():
    rungs = (LadderCount(from_step=3, to_step=4, number="5"),)

    assert worth_of(some_terms(value=None, ladder=rungs), None).terms.value is None
    some = (*rungs, LadderCount(from_step=4, to_step=5, number="1", each_cents=100))
    assert worth_of(some_terms(value=None, ladder=some), None).terms.value == ValueToBeDiscussed()
    counted = worth_of(learners(ladder=rungs), TABLE)
    assert isinstance(counted.terms.value, AmountValue)
    assert counted.terms.value.amount_cents == 9_333_333


def test_steps_that_have_a_value_come_on_top_of_the_table():
    rungs = (LadderCount(from_step=3, to_step=4, number="2", each_cents=100_000),)
    value = worth_of(learners(ladder=rungs), TABLE).terms.value

    assert isinstance(value, AmountValue)
    assert (value.amount_cents, value.basis) == (9_533_333, "agreed")


def test_numbers_that_cannot_be_read_are_left_to_whoever_validates():
    terms = learners(quantity="veel")

    assert worth_of(terms, TABLE).terms is terms
    assert validate(terms)


def test_a_large_invoice_is_counted_without_numbers_that_terms_cannot_hold():
    terms = purchase(spent_cents=12_000_000_000, counting=counting("SOCIAL_PURCHASE", percent="75"))
    value = worth_of(terms, TABLE).terms.value

    assert isinstance(value, AmountValue)
    assert value.amount_cents == 9_000_000_000
    assert value.calculation[0].factors == ()
    assert validate(worth_of(terms, TABLE).terms) == []


numbers = st.decimals(0, 100, places=4, allow_nan=False).map(lambda number: f"{number:f}")


@given(
    st.sampled_from([measure.code for measure in TABLE.text.measures]),
    st.none() | numbers,
    st.none() | numbers,
    st.none() | numbers,
    st.none() | st.integers(0, 10**10),
)
def test_whatever_is_filled_in_is_valid_and_stays_so(code, quantity, hours, months, spent):
    """The server never writes what it would refuse from anybody else."""
    plain = msgspec.json.decode(
        msgspec.json.encode(
            learners(
                quantity=quantity and _short(quantity),
                period=Period(
                    months=months and _short(months), hours_per_week=hours and _short(hours)
                ),
                spent_cents=spent,
                counting=counting(code),
            )
        ),
        type=Terms,
    )
    once = worth_of(plain, TABLE)

    assert validate(once.terms) == []
    assert worth_of(once.terms, TABLE).terms == once.terms


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


@pytest.mark.parametrize(
    ("value", "counted"),
    [
        # Nothing was counted, yet it says that the table gives it.
        (
            AmountValue(
                amount_cents=99_999_999,
                currency="EUR",
                basis="catalogue",
                measure="BBL_2_4",
                catalogue=REFERENCE,
            ),
            None,
        ),
        (agreed(1, catalogue=REFERENCE), None),
        (ValueToBeDiscussed(catalogue=REFERENCE), None),
        # Another table than the one that is counted with.
        (agreed(1, catalogue=CatalogueReference(catalogue="utrecht-v3", edition="x")), counting()),
    ],
)
def test_nobody_says_of_an_amount_of_their_own_that_a_table_gives_it(
    value: AmountValue | ValueToBeDiscussed, counted: Counting | None
):
    worth = worth_of(learners(value=value, counting=counted), None if counted is None else TABLE)

    assert [(fault.pointer, fault.slug) for fault in worth.faults] == [
        ("/value/catalogue", "commitments/edition-not-chosen")
    ]
