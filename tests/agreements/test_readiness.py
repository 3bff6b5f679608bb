"""What can go into a next version, and what is still missing before it can be signed."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from samenspraak.agreements.decisions import NotReady, Spread, candidates, chosen, shortcomings
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import (
    AmountValue,
    Goal,
    Kind,
    Period,
    RoleSlot,
    Scope,
    Terms,
)
from samenspraak.workspaces.schemas import ScopeRule

NOW = datetime(2026, 10, 21, 8, tzinfo=UTC)
WHOLE = Terms(
    title="Leerwerkplekken timmeren",
    kind=Kind.LEARNING,
    scope=Scope.WITHIN_CONTRACT,
    quantity="2",
    unit="plekken",
    period=Period(starts_on=date(2027, 2, 1), ends_on=date(2028, 7, 31)),
    value=AmountValue(amount_cents=9_333_333, currency="EUR", basis="agreed"),
    result_goal=Goal(text="2 leerlingen halen hun diploma"),
    evidence="leerovereenkomst gezien",
    responsible=(
        RoleSlot(side="buyer", role="responsible", commitment="a" * 64),
        RoleSlot(side="contractor", role="responsible", commitment="b" * 64),
    ),
)


def agreed(number: int, **others: object) -> AgreedRevision:
    plain = AgreedRevision(
        commitment_id=UUID(int=number),
        number=number,
        origin="proposal",
        revision_id=uuid4(),
        revision=1,
        digest=f"{number:064d}",
        content="{}",
        names="[]",
        agreed_at=NOW,
        bound_by=None,
        reopened_at=None,
        is_reopened=False,
    )
    return structs.replace(plain, **others)


def test_what_is_agreed_can_go_in_and_what_is_taken_up_again_cannot():
    able = candidates([agreed(1), agreed(2, is_reopened=True, reopened_at=NOW)])

    assert [each.number for each in able] == [1]


def test_what_is_in_force_stays_in_while_a_change_of_it_is_discussed():
    in_force = agreed(1, bound_by=uuid4(), is_reopened=True, reopened_at=NOW)

    assert candidates([in_force]) == [in_force]


def test_all_go_in_unless_some_are_chosen():
    able = [agreed(1), agreed(2), agreed(3)]

    assert chosen(able, None) == able
    assert chosen(able, [UUID(int=3), UUID(int=1)]) == [able[0], able[2]]


@pytest.mark.parametrize("wanted", [[UUID(int=9)], [UUID(int=1), UUID(int=1)]])
def test_what_is_not_agreed_or_named_twice_is_refused(wanted):
    with pytest.raises(NotReady):
        chosen([agreed(1)], wanted)


def test_nothing_in_force_is_ended_by_staying_silent_about_it():
    discussed = agreed(2, is_reopened=True, reopened_at=NOW)

    with pytest.raises(NotReady) as refused:
        chosen([agreed(1)], None, discussed=[discussed])

    assert refused.value.faults[0].facts == {"number": 2}
    assert chosen([agreed(1)], [UUID(int=1)], discussed=[discussed])


def test_a_whole_commitment_misses_nothing():
    assert shortcomings([(agreed(1), WHOLE)], has_purpose=True, has_obligation=True) == []


def test_everything_missing_is_named_at_once():
    bare = structs.replace(WHOLE, evidence=None, responsible=WHOLE.responsible[:1])

    faults = shortcomings(
        [(agreed(1), WHOLE), (agreed(2), bare)], has_purpose=False, has_obligation=False
    )

    assert [(fault.slug, fault.facts.get("number")) for fault in faults] == [
        ("agreements/no-purpose", None),
        ("agreements/no-obligation", None),
        ("agreements/missing-responsible", 2),
        ("agreements/missing-evidence", 2),
    ]


def test_a_version_holds_at_least_one_commitment():
    faults = shortcomings([], has_purpose=True, has_obligation=True)

    assert [fault.slug for fault in faults] == ["agreements/no-commitments"]


def test_everything_that_can_be_missing_has_a_sentence():
    from samenspraak.commitments.terms import missing
    from samenspraak.text import has_sentence

    lacks = missing(Terms(title=""))

    for name in (*lacks.to_propose, *lacks.to_agree, *lacks.to_sign):
        assert has_sentence(f"fault.agreements/missing-{name}")


def spread(**figures: int | None) -> Spread:
    """Of € 1,000, half has to lie within the contract."""
    return Spread(
        **{
            "rule": ScopeRule.MIXED,
            "owed_cents": 100_000,
            "least_within_cents": 50_000,
            "within_cents": 0,
            "outside_cents": 0,
            **figures,
        }
    )


def scope_slugs(figures: Spread) -> list[str]:
    faults = shortcomings(
        [(agreed(1), WHOLE)], has_purpose=True, has_obligation=True, spread=figures
    )
    return [fault.slug for fault in faults]


@pytest.mark.parametrize(
    ("within", "outside"),
    [(0, 0), (0, 50_000), (10_000, 50_000), (50_000, 50_000), (50_000, 90_000)],
)
def test_what_is_open_can_be_filled_in_within_the_contract_later(within: int, outside: int):
    """And what lies within may be more than enough, whatever is done outside."""
    assert scope_slugs(spread(within_cents=within, outside_cents=outside)) == []


def test_what_has_to_lie_within_the_contract_is_not_taken_by_what_lies_outside():
    figures = spread(within_cents=49_999, outside_cents=50_001)

    (fault,) = shortcomings(
        [(agreed(1), WHOLE)], has_purpose=True, has_obligation=True, spread=figures
    )

    assert (fault.pointer, fault.slug) == ("/obligation", "agreements/too-little-within")
    assert fault.facts == {
        "least": "€ 500,00",
        "within": "€ 499,99",
        "room": "€ 500,00",
        "outside": "€ 500,01",
    }


def test_under_a_strict_rule_nothing_counts_outside_the_contract():
    strict = spread(rule=ScopeRule.STRICT, least_within_cents=None, outside_cents=1)

    assert scope_slugs(strict) == ["agreements/counts-outside"]
    assert scope_slugs(structs.replace(strict, outside_cents=0, within_cents=5)) == []


def test_without_an_amount_there_is_nothing_to_take_a_share_of():
    figures = spread(owed_cents=None, least_within_cents=None, outside_cents=1)

    assert scope_slugs(figures) == []
