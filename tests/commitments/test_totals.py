"""Sums and differences: what the demo story comes to."""

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.builders_commitments import some_terms

from samenspraak.commitments.queries import Figures, Holder, differences, totals
from samenspraak.commitments.terms import (
    AmountValue,
    Goal,
    Kind,
    Period,
    Scope,
    Terms,
    ValueToBeDiscussed,
)


def worth(cents: int, **changes: Any) -> Terms:
    return some_terms(
        value=AmountValue(amount_cents=cents, currency="EUR", basis="agreed"), **changes
    )


T1 = worth(9_333_333, kind=Kind.LEARNING, quantity="2", unit="plekken")
T2 = worth(6_000_000, kind=Kind.EMPLOYMENT, quantity="2", unit="banen")
T2_CHANGED = worth(7_000_000, kind=Kind.EMPLOYMENT, quantity="2", unit="banen")
T3 = worth(1_800_000, kind=Kind.SOCIAL_PURCHASING, quantity="24000", unit="euro")
T3_CHANGED = worth(2_250_000, kind=Kind.SOCIAL_PURCHASING, quantity="30000", unit="euro")
T4 = worth(
    1_200_000,
    kind=Kind.COMMUNITY_ACTIVITY,
    scope=Scope.REGION,
    counts_ground="na gunning",
    quantity="12",
    unit="plekken",
)
T5 = worth(
    1_200_000,
    kind=Kind.LEARNING,
    scope=Scope.REGION,
    counts_ground="na gunning",
    quantity="8",
    unit="plekken",
)


def test_what_is_only_striven_for_is_kept_apart_from_what_is_promised():
    striven = worth(
        500_000, result_goal=Goal(text="We streven naar 5 plekken"), quantity="5", unit="plekken"
    )
    promised = msgspec.structs.replace(
        striven, effort_goal=Goal(text="Elke week 4 uur begeleiding")
    )

    sums = totals([Figures(number=1, agreed=T1), Figures(number=2, agreed=striven)])
    [learning] = sums.places
    assert (learning.agreed, learning.intended) == ("2", "5")
    assert sums.open_intentions == [2]
    assert sums.counting.agreed_cents == 9_833_333

    sums = totals([Figures(number=2, agreed=striven, on_table=promised)])
    [learning] = sums.places
    assert (learning.agreed, learning.in_negotiation, learning.intended) == ("0", "5", "0")
    assert sums.open_intentions == []


def test_each_part_of_the_purpose_names_what_serves_it_and_the_rest_is_named_apart():
    def serving(*letters: str) -> Terms:
        return some_terms(purpose_parts=letters)

    found = [
        Figures(number=1, agreed=serving("A")),
        Figures(number=2, on_table=serving("B", "A"), agreed=serving()),
        Figures(number=3, agreed=serving()),
        Figures(number=4, concept=serving("D")),
        Figures(number=5),
    ]

    sums = totals(found, ["A", "B", "C"])

    assert [(part.letter, part.numbers) for part in sums.purpose] == [
        ("A", [1, 2]),
        ("B", [2]),
        ("C", []),
    ]
    assert sums.serves_none == [3, 4]
    assert (totals(found).purpose, totals(found).serves_none) == ([], [])


def test_what_is_only_written_is_beside_all_that_was_put():
    sums = totals([Figures(agreed=T1, on_table=T2), Figures(concept=T4), Figures(concept=T5)])

    assert sums.outside.concept_cents == sums.counting.concept_cents == 2_400_000
    assert (sums.outside.agreed_cents, sums.outside.in_negotiation_cents) == (0, 0)
    assert {places.kind: places.concept for places in sums.places} == {
        Kind.LEARNING: "8",
        Kind.COMMUNITY_ACTIVITY: "12",
        Kind.EMPLOYMENT: "0",
    }


def test_a_concept_without_a_readable_amount_counts_for_nothing():
    sums = totals([Figures(concept=Terms(title="")), Figures()])

    assert sums.counting.concept_cents == 0
    assert (sums.places, sums.to_be_discussed) == ([], 0)


def test_what_is_agreed_for_version_two_while_version_one_is_in_force():
    sums = totals(
        [
            Figures(agreed=T1, binds=T1),
            Figures(agreed=T2_CHANGED, binds=T2),
            Figures(agreed=T3_CHANGED, binds=T3),
            Figures(agreed=T4, binds=T4),
            Figures(agreed=T5),
        ]
    )

    assert sums.counting.agreed_cents == 20_983_333
    assert sums.counting.in_force_cents == 18_333_333
    assert (sums.within.agreed_cents, sums.outside.agreed_cents) == (18_583_333, 2_400_000)
    assert {each.kind: each.agreed for each in sums.places} == {
        Kind.LEARNING: "10",
        Kind.EMPLOYMENT: "2",
        Kind.COMMUNITY_ACTIVITY: "12",
    }


def test_a_change_on_the_table_counts_for_what_it_changes():
    sums = totals([Figures(agreed=T2, binds=T2, on_table=T2_CHANGED), Figures(on_table=T5)])

    assert sums.counting.agreed_cents == 6_000_000
    assert sums.counting.in_negotiation_cents == 1_000_000 + 1_200_000
    (learning,) = [each for each in sums.places if each.kind is Kind.LEARNING]
    assert (learning.agreed, learning.in_negotiation) == ("0", "8")


def test_a_smaller_change_counts_below_nought():
    sums = totals([Figures(agreed=T2_CHANGED, on_table=T2)])

    assert sums.counting.in_negotiation_cents == -1_000_000


def test_a_change_of_place_moves_the_value_from_one_sum_to_the_other():
    outside = worth(6_000_000, scope=Scope.OWN_ORGANISATION, counts_ground="na gunning")

    sums = totals([Figures(agreed=T2, on_table=outside)])

    assert sums.within.in_negotiation_cents == -6_000_000
    assert sums.outside.in_negotiation_cents == 6_000_000
    assert sums.counting.in_negotiation_cents == 0


def test_what_does_not_count_stays_out_of_the_bar():
    sums = totals([Figures(agreed=worth(500_000, counts_towards_obligation=False))])

    assert (sums.extra.agreed_cents, sums.counting.agreed_cents) == (500_000, 0)


def test_to_be_discussed_is_a_number_of_commitments_and_never_nought_euros():
    sums = totals(
        [
            Figures(on_table=some_terms(value=ValueToBeDiscussed())),
            Figures(agreed=some_terms(value=None)),
            Figures(agreed=T1),
        ]
    )

    assert sums.to_be_discussed == 2


def test_closed_commitments_come_to_nothing():
    assert totals([Figures()]) == totals([])


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("plekken", "2"),
        ("leerwerkplek", "2"),
        ("Banen", "2"),
        (None, "2"),
        ("uur", None),
        ("euro", None),
    ],
)
def test_only_places_are_counted_as_places(unit: str | None, expected: str | None):
    sums = totals([Figures(agreed=some_terms(quantity="2", unit=unit))])

    assert [each.agreed for each in sums.places] == ([] if expected is None else [expected])


def test_places_add_up_exactly():
    tenth = some_terms(quantity="0.1")

    (places,) = totals([Figures(agreed=tenth)] * 3).places

    assert places.agreed == "0.3"


def test_a_difference_names_each_member_with_before_and_after():
    before = some_terms(quantity="4", period=Period(starts_on=date(2027, 2, 1), months="12"))
    after = some_terms(quantity="2", period=Period(starts_on=date(2027, 2, 1), months="18"))

    found = differences(before, after, held_before=[], held_after=[])

    assert [(each.pointer, each.label, each.before, each.after) for each in found] == [
        ("/quantity", "quantity", "4", "2"),
        ("/period/months", "period.months", "12", "18"),
    ]


def test_a_difference_tells_an_amount_from_none():
    before = some_terms(value=ValueToBeDiscussed())
    after = some_terms(value=AmountValue(amount_cents=1_200_000, currency="EUR", basis="agreed"))

    found = {
        each.pointer: (each.before, each.after)
        for each in differences(before, after, held_before=[], held_after=[])
    }

    assert found["/value/kind"] == ("to_be_discussed", "amount")
    assert found["/value/amountCents"] == (None, 1_200_000)


def test_equal_terms_differ_in_nothing():
    assert differences(some_terms(), some_terms(), held_before=[], held_after=[]) == []


def test_of_responsible_persons_the_names_are_compared():
    from samenspraak.commitments.terms import RoleSlot

    def with_slot(digest: str) -> Terms:
        slot = RoleSlot(side="buyer", role="responsible", commitment=digest * 64)
        return some_terms(responsible=(slot,))

    def holder(name: str) -> Holder:
        return Holder(side="buyer", role="responsible", commitment="", name=name)

    same = differences(
        with_slot("a"), with_slot("b"), held_before=[holder("Nadia")], held_after=[holder("Nadia")]
    )
    other = differences(
        with_slot("a"), with_slot("b"), held_before=[holder("Nadia")], held_after=[holder("Tom")]
    )

    assert same == []
    assert [each.pointer for each in other] == ["/responsible"]
