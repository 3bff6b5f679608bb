"""May this person? For opening drafts, writing in them and putting them away."""

from samenspraak.drafting.schemas import Box
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

# Everybody at the table writes; a reader only reads.
WRITING_ROLES = frozenset(Role) - {Role.READER}


def may_write(participant: Participant) -> bool:
    """Open a draft and write in it, in a box one sees, as long as the workspace is not closed.

    A coordinator too: proposing a wording binds nobody. Programs too, in somebody's name.
    """
    return participant.phase is not Phase.CLOSED and bool(WRITING_ROLES & participant.roles)


def may_discard(participant: Participant, box: Box) -> bool:
    """Put a draft away: one's own side's by who may write, a joint one by a negotiator.

    What both sides wrote is not for a coordinator to end, nor for a program.
    """
    if box is Box.OWN_SIDE:
        return may_write(participant)
    return (
        may_write(participant)
        and participant.side is not Side.COORDINATOR
        and Role.NEGOTIATOR in participant.roles
        and not participant.person.is_program
    )
