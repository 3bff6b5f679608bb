"""Which terms can be put to the other side."""

import pytest
from tests.builders_commitments import some_terms

from samenspraak.commitments.decisions import (
    Incomplete,
    ScopeRefused,
    check_terms,
    counts,
)
from samenspraak.commitments.terms import Kind, Scope, Terms
from samenspraak.errors import Invalid
from samenspraak.workspaces.schemas import ScopeRule

OUTSIDE = [scope for scope in Scope if scope is not Scope.WITHIN_CONTRACT]


@pytest.mark.parametrize("rule", ScopeRule)
def test_whole_terms_within_the_contract_can_be_put_under_every_rule(rule: ScopeRule):
    check_terms({"/terms": some_terms()}, rule)


def test_a_proposal_needs_a_title_how_much_and_when():
    with pytest.raises(Incomplete) as refused:
        check_terms({"/terms": Terms(title=" ", kind=Kind.LEARNING)}, ScopeRule.OPEN)

    assert [fault.pointer for fault in refused.value.faults] == [
        "/terms/title",
        "/terms/quantity",
        "/terms/period",
    ]


def test_every_fault_of_every_text_comes_at_once():
    with pytest.raises(Invalid) as refused:
        check_terms(
            {
                "/parts/0/terms": some_terms(quantity="veel"),
                "/parts/1/terms": some_terms(title=""),
                "/parts/2/terms": some_terms(scope=Scope.REGION),
            },
            ScopeRule.STRICT,
        )

    assert {(fault.pointer, fault.slug) for fault in refused.value.faults} == {
        ("/parts/0/terms/quantity", "commitments/not-a-number"),
        ("/parts/1/terms/title", "commitments/needs-title"),
        ("/parts/2/terms/countsTowardsObligation", "commitments/outside-cannot-count"),
    }


@pytest.mark.parametrize("scope", OUTSIDE)
def test_under_a_strict_rule_nothing_outside_the_contract_counts(scope: Scope):
    outside = some_terms(scope=scope, counts_ground="afgesproken na gunning")

    with pytest.raises(ScopeRefused):
        check_terms({"/terms": outside}, ScopeRule.STRICT)


@pytest.mark.parametrize("scope", OUTSIDE)
@pytest.mark.parametrize("says", [False, None])
def test_under_a_strict_rule_extra_work_outside_is_welcome(
    scope: Scope, says: bool | None
):  # a case, not a switch
    check_terms(
        {"/terms": some_terms(scope=scope, counts_towards_obligation=says)}, ScopeRule.STRICT
    )


@pytest.mark.parametrize("scope", OUTSIDE)
@pytest.mark.parametrize("rule", [ScopeRule.MIXED, ScopeRule.OPEN])
def test_what_counts_outside_the_contract_says_on_what_ground(scope: Scope, rule: ScopeRule):
    with pytest.raises(ScopeRefused) as refused:
        check_terms({"/terms": some_terms(scope=scope, counts_ground=" ")}, rule)

    assert [fault.pointer for fault in refused.value.faults] == ["/terms/countsGround"]
    check_terms({"/terms": some_terms(scope=scope, counts_ground="na gunning")}, rule)


@pytest.mark.parametrize(
    ("scope", "says", "expected"),
    [
        (Scope.WITHIN_CONTRACT, None, True),
        (Scope.WITHIN_CONTRACT, False, False),
        (Scope.REGION, None, False),
        (Scope.REGION, True, True),
        (None, None, True),
    ],
)
def test_left_open_what_is_done_within_counts_and_outside_does_not(
    scope: Scope | None,
    says: bool | None,  # a case, not a switch
    expected: bool,
):
    assert counts(some_terms(scope=scope, counts_towards_obligation=says)) is expected
