"""Who may write in a draft and who may put it away: every side, role, box and phase."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from tests.builders import a_signed_in

from samenspraak.drafting.policy import may_discard, may_write
from samenspraak.drafting.schemas import Box, Content, DraftKind, DraftState
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

NOW = datetime(2026, 11, 20, 15, 48, tzinfo=UTC)
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


def a_draft_in(box: Box, *, opened_by: UUID | None = None, is_shared: bool = True) -> DraftState:
    return DraftState(
        id=uuid4(),
        journal_id=uuid4(),
        workspace_id=uuid4(),
        kind=DraftKind.COMMITMENT,
        box=box,
        subject_id=None,
        base_number=None,
        base_digest=None,
        opened_at=NOW,
        opened_by=opened_by or uuid4(),
        head=3,
        proposed_number=None,
        proposed_digest=None,
        proposed_at=None,
        discarded_at=None,
        is_shared=is_shared,
        content=Content(fields={}, text=""),
        digest="0" * 64,
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

    assert may_discard(participant, a_draft_in(Box.OWN_SIDE)) is may_write(participant)


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_a_negotiator_of_either_side_puts_a_joint_draft_away_in_person(
    side: Side, role: Role, phase: Phase, is_program: bool
):
    participant = somebody(side, role, phase=phase, is_program=is_program)

    assert may_discard(participant, a_draft_in(Box.JOINT)) is (
        role is Role.NEGOTIATOR
        and side is not Side.COORDINATOR
        and phase is not Phase.CLOSED
        and not is_program
    )


@pytest.mark.parametrize(("side", "role", "phase", "is_program"), EVERYBODY)
def test_whoever_began_a_joint_draft_puts_it_away_while_nobody_else_wrote_in_it(
    side: Side, role: Role, phase: Phase, is_program: bool
):
    participant = somebody(side, role, phase=phase, is_program=is_program)
    own = a_draft_in(Box.JOINT, opened_by=participant.person_id, is_shared=False)

    assert may_discard(participant, own) is (may_write(participant) and not is_program)
    shared = structs.replace(own, is_shared=True)
    anybodys = a_draft_in(Box.JOINT)
    assert may_discard(participant, shared) is may_discard(participant, anybodys)
    others = a_draft_in(Box.JOINT, is_shared=False)
    assert may_discard(participant, others) is may_discard(participant, anybodys)


@pytest.mark.parametrize("box", Box)
def test_whoever_has_no_role_at_all_only_reads(box: Box):
    assert not may_write(somebody(Side.BUYER))
    assert not may_discard(somebody(Side.BUYER), a_draft_in(box))


def test_who_also_reads_still_writes():
    assert may_write(somebody(Side.BUYER, Role.READER, Role.WRITER))


@pytest.mark.parametrize("roles", [(Role.COORDINATOR,), tuple(Role)])
def test_a_coordinator_ends_nothing_that_both_sides_wrote(roles: tuple[Role, ...]):
    assert may_write(somebody(Side.COORDINATOR, *roles))
    assert not may_discard(somebody(Side.COORDINATOR, *roles), a_draft_in(Box.JOINT))
