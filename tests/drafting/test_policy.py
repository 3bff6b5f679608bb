"""Who may write in a draft and who may put it away: every side, role, box and phase."""

from itertools import product
from uuid import uuid4

import pytest
from tests.builders import a_signed_in

from samenspraak.drafting.policy import may_discard, may_write
from samenspraak.drafting.schemas import Box
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

WRITERS = {Role.NEGOTIATOR, Role.APPROVER, Role.SIGNATORY, Role.WRITER, Role.COORDINATOR}
EVERYBODY = list(product(Side, Role, Phase, (False, True)))


def somebody(
    side: Side, *roles: Role, phase: Phase = Phase.DIALOGUE, is_program: bool = False
) -> Participant:
    return Participant(
        person=a_signed_in(is_program=is_program),
        id=uuid4(),
        workspace_id=uuid4(),
        party_id=uuid4(),
        organisation_id=uuid4(),
        side=side,
        roles=frozenset(roles),
        name="Marieke de Groot",
        title="inkoopadviseur",
        phase=phase,
        shared_journal_id=uuid4(),
        side_journal_id=uuid4(),
    )


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_everybody_but_a_reader_writes_until_the_workspace_closes(
    side: Side, role: Role, phase: Phase, is_program: bool
):
    participant = somebody(side, role, phase=phase, is_program=is_program)

    assert may_write(participant) is (role in WRITERS and phase is not Phase.CLOSED)


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_whoever_writes_for_a_side_puts_its_own_drafts_away(
    side: Side, role: Role, phase: Phase, is_program: bool
):
    participant = somebody(side, role, phase=phase, is_program=is_program)

    assert may_discard(participant, Box.OWN_SIDE) is may_write(participant)


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_a_negotiator_of_either_side_puts_a_joint_draft_away_in_person(
    side: Side, role: Role, phase: Phase, is_program: bool
):
    participant = somebody(side, role, phase=phase, is_program=is_program)

    assert may_discard(participant, Box.JOINT) is (
        role is Role.NEGOTIATOR
        and side is not Side.COORDINATOR
        and phase is not Phase.CLOSED
        and not is_program
    )


@pytest.mark.parametrize("box", Box)
def test_whoever_has_no_role_at_all_only_reads(box: Box):
    assert not may_write(somebody(Side.BUYER))
    assert not may_discard(somebody(Side.BUYER), box)


def test_who_also_reads_still_writes():
    assert may_write(somebody(Side.BUYER, Role.READER, Role.WRITER))


@pytest.mark.parametrize("roles", [(Role.COORDINATOR,), tuple(Role)])
def test_a_coordinator_ends_nothing_that_both_sides_wrote(roles: tuple[Role, ...]):
    assert may_write(somebody(Side.COORDINATOR, *roles))
    assert not may_discard(somebody(Side.COORDINATOR, *roles), Box.JOINT)
