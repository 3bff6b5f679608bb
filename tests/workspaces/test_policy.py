"""May this person? Every side and role against every verb of the workspace."""

import itertools
from uuid import uuid4

import pytest
from tests.builders import a_signed_in

from samenspraak.workspaces.policy import (
    may_agree_statement,
    may_change_roles,
    may_define_departments,
    may_give_word,
    may_hand_in_perspective,
    may_invite_colleague,
    may_invite_other_side,
    may_open_perspectives,
    may_remove,
    may_set_statement,
    may_start_perspectives,
    may_withdraw_invitation,
)
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side, fit_side

EVERYBODY = list(itertools.product(Side, Role, (False, True), Phase))


def a_participant(
    side: Side, role: Role, *, is_program: bool = False, phase: Phase = Phase.DIALOGUE
) -> Participant:
    return Participant(
        person=a_signed_in(is_program=is_program),
        id=uuid4(),
        workspace_id=uuid4(),
        party_id=uuid4(),
        organisation_id=uuid4(),
        side=side,
        roles=frozenset({role}),
        name="Iemand",
        title="",
        phase=phase,
        shared_journal_id=uuid4(),
        side_journal_id=uuid4(),
    )


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_only_negotiators_of_the_two_sides_word_the_purpose_and_the_obligation(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    words = side is not Side.COORDINATOR and role is Role.NEGOTIATOR and phase is not Phase.CLOSED
    assert may_set_statement(participant) == words
    assert may_agree_statement(participant) == (words and not is_program)


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_across_only_a_negotiator_invites_and_only_the_buyer_a_coordinator(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    for invited in Side:
        expected = (
            not is_program
            and phase is not Phase.CLOSED
            and role is Role.NEGOTIATOR
            and side is not Side.COORDINATOR
            and invited is not side
            and (invited is not Side.COORDINATOR or side is Side.BUYER)
        )
        assert may_invite_other_side(participant, invited) == expected


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
@pytest.mark.parametrize("is_administrator", [False, True])
def test_roles_that_bind_come_from_the_administrator(
    side: Side, role: Role, is_program: bool, phase: Phase, is_administrator: bool
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    for given in Role:
        allowed = may_invite_colleague(participant, [given], is_administrator=is_administrator)
        if is_program or phase is Phase.CLOSED:
            assert not allowed
        if given in {Role.APPROVER, Role.SIGNATORY} and not is_administrator:
            assert not allowed
        if (given is Role.COORDINATOR) != (side is Side.COORDINATOR):
            assert not allowed


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_nobody_manages_the_other_sides_people(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    for other in set(Side) - {side}:
        assert not may_remove(participant, other, (), is_self=False, is_administrator=True)
        for given in Role:
            assert not may_change_roles(participant, other, [given], is_administrator=True)


def test_one_may_leave_by_oneself_but_not_send_a_program():
    for is_program in (False, True):
        reader = a_participant(Side.BUYER, Role.READER, is_program=is_program)
        assert (not is_program) == may_remove(
            reader, Side.BUYER, {Role.SIGNATORY}, is_self=True, is_administrator=False
        )
        assert not may_remove(reader, Side.BUYER, (), is_self=False, is_administrator=False)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_administrator", [False, True])
def test_who_may_bind_a_side_is_sent_away_by_its_administrator_only(
    role: Role, is_administrator: bool
):
    """Otherwise one negotiator would be the whole side."""
    negotiator = a_participant(Side.CONTRACTOR, Role.NEGOTIATOR)
    may = may_remove(
        negotiator, Side.CONTRACTOR, {role}, is_self=False, is_administrator=is_administrator
    )
    assert may == (is_administrator or role not in {Role.APPROVER, Role.SIGNATORY})


@pytest.mark.parametrize("role", Role)
def test_a_coordinator_is_given_nothing_that_binds_or_lets_parties_in(role: Role):
    binds = role in {Role.NEGOTIATOR, Role.APPROVER, Role.SIGNATORY}
    assert fit_side({Role.COORDINATOR, role}, Side.COORDINATOR) == (not binds)
    for side in (Side.BUYER, Side.CONTRACTOR):
        assert fit_side({role}, side) == (role is not Role.COORDINATOR)
        assert not fit_side({role, Role.COORDINATOR}, side)


@pytest.mark.parametrize("role", Role)
def test_who_only_reads_or_writes_withdraws_no_invitation(role: Role):
    for is_program in (False, True):
        participant = a_participant(Side.BUYER, role, is_program=is_program)
        decides = role in {Role.NEGOTIATOR, Role.COORDINATOR}
        assert may_withdraw_invitation(participant) == (decides and not is_program)


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_a_side_that_is_bound_says_itself_who_is_asked_before(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    could = side is not Side.COORDINATOR and not is_program and phase is not Phase.CLOSED
    assert may_define_departments(participant, is_administrator=True) == could
    assert may_define_departments(participant, is_administrator=False) == (
        could and role is Role.NEGOTIATOR
    )


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_a_named_approver_speaks_for_a_department_in_person(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    expected = role is Role.APPROVER and not is_program and phase is not Phase.CLOSED
    assert may_give_word(participant, [uuid4(), participant.id]) == expected
    assert not may_give_word(participant, [uuid4()])


@pytest.mark.parametrize(("side", "role", "is_program", "phase"), EVERYBODY)
def test_perspectives_are_asked_by_whoever_acts_and_opened_early_by_who_sits_between(
    side: Side, role: Role, is_program: bool, phase: Phase
):
    participant = a_participant(side, role, is_program=is_program, phase=phase)
    is_open = phase is not Phase.CLOSED
    assert may_start_perspectives(participant) == (
        is_open and role in {Role.NEGOTIATOR, Role.COORDINATOR}
    )
    assert may_hand_in_perspective(participant) == (
        is_open and role is Role.NEGOTIATOR and side is not Side.COORDINATOR
    )
    assert may_open_perspectives(participant) == (
        is_open and role is Role.COORDINATOR and side is Side.COORDINATOR and not is_program
    )
