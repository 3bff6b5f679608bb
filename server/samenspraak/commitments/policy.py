"""May this person? For everything done with commitments."""

from samenspraak.commitments.schemas import Verb
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

SIGNING_SIDES = frozenset({Side.BUYER, Side.CONTRACTOR})


def may(participant: Participant, verb: Verb) -> bool:
    """Tell whether a person may do this at all, whatever the commitment."""
    if verb in {Verb.ACCEPT, Verb.ACCEPT_PACKAGE}:
        return may_accept(participant)
    if verb in {Verb.PAUSE, Verb.RESUME}:
        return may_negotiate(participant) or may_coordinate(participant)
    return may_negotiate(participant)


def may_negotiate(participant: Participant) -> bool:
    """A negotiator of either side moves proposals; a coordinator never binds anybody.

    A program may do it too, for a person with that role: nothing here makes a promise by itself.
    """
    return _acts_for_a_side(participant) and Role.NEGOTIATOR in participant.roles


def may_coordinate(participant: Participant) -> bool:
    """A coordinator lets a clock stand still, visibly to both; whose turn it is stays as it is."""
    return (
        participant.side is Side.COORDINATOR
        and Role.COORDINATOR in participant.roles
        and participant.phase is not Phase.CLOSED
    )


def may_accept(participant: Participant) -> bool:
    """Saying yes makes a promise, so a person does it: an approver, or a negotiator."""
    return (
        _acts_for_a_side(participant)
        and not participant.person.is_program
        and bool({Role.APPROVER, Role.NEGOTIATOR} & participant.roles)
    )


def may_replace_holder(participant: Participant, side: str) -> bool:
    """A negotiator names who of the own side looks after something; the other side's is theirs."""
    return may_negotiate(participant) and participant.side == side


def may_ask_about_partners(participant: Participant) -> bool:
    """Whoever writes here may ask what a partner does, and answer it: that binds nobody."""
    writes = {Role.NEGOTIATOR, Role.WRITER, Role.COORDINATOR}
    return bool(writes & participant.roles) and participant.phase is not Phase.CLOSED


def _acts_for_a_side(participant: Participant) -> bool:
    return participant.side in SIGNING_SIDES and participant.phase is not Phase.CLOSED
