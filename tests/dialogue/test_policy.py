"""A table of side, role and verb, with every combination the table leaves out refused."""

from itertools import product
from uuid import uuid4

import pytest
from tests.builders import a_signed_in

from samenspraak.dialogue import policy
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

WRITERS = {
    Role.NEGOTIATOR,
    Role.APPROVER,
    Role.SIGNATORY,
    Role.WRITER,
    Role.COORDINATOR,
}
EVERYBODY = list(product(Side, Role, Phase, (False, True)))


def a_participant(
    side: Side = Side.BUYER,
    role: Role = Role.NEGOTIATOR,
    phase: Phase = Phase.DIALOGUE,
    is_program: bool = False,
) -> Participant:
    return Participant(
        person=a_signed_in(is_program=is_program),
        id=uuid4(),
        workspace_id=uuid4(),
        party_id=uuid4(),
        organisation_id=uuid4(),
        side=side,
        roles=frozenset({role}),
        name="Marieke de Groot",
        title="contractmanager",
        phase=phase,
        shared_journal_id=uuid4(),
        side_journal_id=uuid4(),
    )


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_whoever_is_at_the_table_talks_until_the_room_closes(side, role, phase, is_program):
    somebody = a_participant(side, role, phase, is_program)
    writes = role in WRITERS and phase is not Phase.CLOSED

    assert policy.may_write(somebody) == writes
    assert policy.may_record_talk(somebody) == writes
    assert policy.may_edit(somebody, somebody.person_id) == writes
    assert policy.may_settle(somebody) == (writes and not is_program)


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_nobody_touches_the_words_of_another(side, role, phase, is_program):
    somebody = a_participant(side, role, phase, is_program)

    assert not policy.may_edit(somebody, uuid4())
    assert not policy.may_remove(somebody, uuid4())
    # Taking back one's own words stays possible for whoever may no longer write.
    assert policy.may_remove(somebody, somebody.person_id)


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_only_a_coordinator_hides_and_only_in_the_shared_dialogue(side, role, phase, is_program):
    somebody = a_participant(side, role, phase, is_program)
    hides = side is Side.COORDINATOR and role is Role.COORDINATOR and not is_program

    assert policy.may_hide(somebody, somebody.shared_journal_id) == hides
    assert not policy.may_hide(somebody, somebody.side_journal_id)
    assert not policy.may_hide(somebody, uuid4())


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
@pytest.mark.parametrize("recorder", list(Side))
def test_a_talk_is_confirmed_by_a_signing_side_other_than_the_recorder(
    side, role, phase, is_program, recorder
):
    confirms = (side, recorder) in {
        (Side.BUYER, Side.CONTRACTOR),
        (Side.BUYER, Side.COORDINATOR),
        (Side.CONTRACTOR, Side.BUYER),
        (Side.CONTRACTOR, Side.COORDINATOR),
    } and (role in WRITERS and phase is not Phase.CLOSED and not is_program)

    somebody = a_participant(side, role, phase, is_program)

    assert policy.may_confirm_talk(somebody, recorder) == confirms
