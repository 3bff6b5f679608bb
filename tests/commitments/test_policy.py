"""Side, role and verb: who may do what, every pair included."""

from itertools import combinations

import pytest
from tests.builders_commitments import a_participant

from samenspraak.commitments.policy import may
from samenspraak.commitments.schemas import Verb
from samenspraak.workspaces.schemas import Phase, Role, Side

YES = frozenset({Verb.ACCEPT, Verb.ACCEPT_PACKAGE})
TALK = frozenset(Verb) - YES
ALLOWED: dict[tuple[Side, Role], frozenset[Verb]] = {
    (side, role): verbs
    for side in (Side.BUYER, Side.CONTRACTOR)
    for role, verbs in {Role.NEGOTIATOR: TALK | YES, Role.APPROVER: YES}.items()
} | {(Side.COORDINATOR, Role.COORDINATOR): frozenset({Verb.PAUSE, Verb.RESUME})}
NONE: frozenset[Verb] = frozenset()


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("side", Side)
def test_each_side_role_and_verb(side: Side, role: Role, verb: Verb):
    expected = verb in ALLOWED.get((side, role), NONE)

    assert may(a_participant(side, role), verb) is expected


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("side", Side)
def test_a_program_never_says_yes_and_otherwise_does_what_its_person_may(
    side: Side, role: Role, verb: Verb
):
    expected = verb in ALLOWED.get((side, role), NONE) - YES

    assert may(a_participant(side, role, is_program=True), verb) is expected


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("roles", list(combinations(Role, 2)))
@pytest.mark.parametrize("side", Side)
def test_two_roles_allow_what_either_allows(side: Side, roles: tuple[Role, Role], verb: Verb):
    expected = any(verb in ALLOWED.get((side, role), NONE) for role in roles)

    assert may(a_participant(side, *roles), verb) is expected


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("side", Side)
def test_nobody_does_anything_without_a_role_or_in_a_closed_workspace(side: Side, verb: Verb):
    assert not may(a_participant(side), verb)
    assert not may(a_participant(side, *Role, phase=Phase.CLOSED), verb)
