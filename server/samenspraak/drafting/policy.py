"""May this person? For opening drafts, writing in them and putting them away."""

from samenspraak.drafting.schemas import Box, DraftState
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

# Everybody at the table writes; a reader only reads.
WRITING_ROLES = frozenset(Role) - {Role.READER}


def may_write(participant: Participant) -> bool:
    """Open a draft and write in it, in a box one sees, as long as the workspace is not closed.

    A coordinator too: proposing a wording binds nobody. Programs too, in somebody's name.
    """
    return participant.phase is not Phase.CLOSED and bool(WRITING_ROLES & participant.roles)


def may_discard(participant: Participant, draft: DraftState) -> bool:
    """Put a draft away: one's own side's by who may write, a joint one by a negotiator.

    Whoever began a joint one may think better of it as long as nobody else wrote in it. What both
    sides wrote is not for a coordinator to end, nor for a program.
    """
    if draft.box is Box.OWN_SIDE:
        return may_write(participant)
    if not may_write(participant) or participant.person.is_program:
        return False
    if draft.opened_by == participant.person_id and not draft.is_shared:
        return True
    return participant.side is not Side.COORDINATOR and Role.NEGOTIATOR in participant.roles
