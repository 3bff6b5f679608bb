"""Who may do what with a version: every side, role and verb."""

from datetime import UTC, datetime
from itertools import product
from uuid import uuid4

import pytest

from samenspraak.agreements import policy
from samenspraak.identity.schemas import ProofMethod, SignedIn
from samenspraak.workspaces.policy import may_set_statement
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

PARTIES = (Side.BUYER, Side.CONTRACTOR)
ALLOWED = {
    "offer": {Role.NEGOTIATOR},
    "propose_purpose": {Role.NEGOTIATOR},
    "withdraw": {Role.NEGOTIATOR},
    "sign": {Role.SIGNATORY},
    "request_signing": {Role.SIGNATORY},
    "send_back": {Role.SIGNATORY},
    "record_paper": {Role.NEGOTIATOR},
    "confirm_paper": {Role.NEGOTIATOR},
}
IN_PERSON = {"sign", "request_signing", "send_back", "confirm_paper"}


def somebody(
    side: Side, *roles: Role, phase: Phase = Phase.DIALOGUE, program: bool = False
) -> Participant:
    return Participant(
        person=SignedIn(
            person_id=uuid4(),
            name="Tom Verhoeven",
            email="tom@vaartbouw.example",
            language="nl",
            session_id=None if program else uuid4(),
            token_id=uuid4() if program else None,
            proven_at=datetime(2026, 11, 20, tzinfo=UTC),
            method=ProofMethod.PASSWORD,
        ),
        id=uuid4(),
        workspace_id=uuid4(),
        party_id=uuid4(),
        organisation_id=uuid4(),
        side=side,
        roles=frozenset(roles),
        name="Tom Verhoeven",
        title="directeur",
        phase=phase,
        shared_journal_id=uuid4(),
        side_journal_id=uuid4(),
    )


def may(verb: str, participant: Participant) -> bool:
    if verb == "withdraw":
        return policy.may_withdraw(participant, participant.side)
    return getattr(policy, f"may_{verb}")(participant)


@pytest.mark.parametrize(("side", "role", "verb"), list(product(Side, Role, ALLOWED)))
def test_every_side_and_role_may_do_exactly_what_the_table_says(side, role, verb):
    expected = side in PARTIES and role in ALLOWED[verb]

    assert may(verb, somebody(side, role)) is expected


@pytest.mark.parametrize(("side", "verb"), list(product(Side, ALLOWED)))
def test_nobody_does_anything_in_a_closed_room(side, verb):
    assert not may(verb, somebody(side, *Role, phase=Phase.CLOSED))


@pytest.mark.parametrize(("side", "verb"), list(product(PARTIES, ALLOWED)))
def test_a_program_never_binds_anybody(side, verb):
    assert may(verb, somebody(side, *Role, program=True)) is (verb not in IN_PERSON)


@pytest.mark.parametrize("verb", ALLOWED)
def test_a_coordinator_with_every_role_still_binds_nobody(verb):
    assert not may(verb, somebody(Side.COORDINATOR, *Role))


@pytest.mark.parametrize(("side", "offered_by"), list(product(Side, PARTIES)))
def test_only_the_side_that_offered_withdraws(side, offered_by):
    assert policy.may_withdraw(somebody(side, *Role), offered_by) is (side is offered_by)


@pytest.mark.parametrize(
    ("side", "role", "phase", "program"), list(product(Side, Role, Phase, (False, True)))
)
def test_who_may_propose_a_drafted_purpose_may_put_a_typed_one(side, role, phase, program):
    """The screens list one move by the policy of agreements, and workspaces judges the other."""
    participant = somebody(side, role, phase=phase, program=program)

    assert policy.may_propose_purpose(participant) is may_set_statement(participant)


@pytest.mark.parametrize(
    ("side", "role", "phase", "program", "is_administrator"),
    list(product(Side, Role, Phase, (False, True), (False, True))),
)
def test_only_an_administrator_says_how_many_sign(side, role, phase, program, is_administrator):
    participant = somebody(side, role, phase=phase, program=program)

    may_set = policy.may_set_signing_rule(participant, is_administrator=is_administrator)

    is_open = phase is not Phase.CLOSED
    assert may_set is (is_administrator and side in PARTIES and is_open and not program)
