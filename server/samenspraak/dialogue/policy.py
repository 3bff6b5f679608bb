"""May this person? For threads, messages and recorded talks."""

from uuid import UUID

from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

# Everybody at the table talks; a reader only reads.
WRITING_ROLES = frozenset(Role) - {Role.READER}


def may_write(participant: Participant) -> bool:
    """Talk, in either kind of thread, as long as the workspace is not closed. Programs too."""
    return participant.phase is not Phase.CLOSED and bool(WRITING_ROLES & participant.roles)


def may_edit(participant: Participant, author_id: UUID) -> bool:
    """One words one's own messages anew, and nobody else's."""
    return may_write(participant) and author_id == participant.person_id


def may_remove(participant: Participant, author_id: UUID) -> bool:
    """One takes back one's own text, also when one may no longer write."""
    return author_id == participant.person_id


def may_settle(participant: Participant) -> bool:
    """Resolve and reopen: it says what people agreed, so a program does not."""
    return may_write(participant) and not participant.person.is_program


def may_hide(participant: Participant, journal_id: UUID) -> bool:
    """The coordinator keeps the shared dialogue fit to read; nobody hides in a side's own room."""
    return (
        participant.side is Side.COORDINATOR
        and Role.COORDINATOR in participant.roles
        and journal_id == participant.shared_journal_id
        and not participant.person.is_program
    )


def may_record_talk(participant: Participant) -> bool:
    """Whoever talks may write down what was said; it counts once another side confirmed it."""
    return may_write(participant)


def may_confirm_talk(participant: Participant, recorded_by_side: Side) -> bool:
    """A talk is confirmed by a person of a signing side other than the recorder's.

    A coordinator binds nobody, so confirming what a side wrote down is not theirs; what a
    coordinator wrote down either side may confirm.
    """
    return (
        may_write(participant)
        and participant.side is not Side.COORDINATOR
        and participant.side is not recorded_by_side
        and not participant.person.is_program
    )
