"""May this person? For who takes part, for what both sides stand behind, and for what one keeps."""

from collections.abc import Collection
from uuid import UUID

from samenspraak.workspaces.schemas import Participant, Phase, Role, Side, fit_side

# Given by the own side's administrator only: they bind the organisation.
BINDING_ROLES = frozenset({Role.APPROVER, Role.SIGNATORY})


def may_invite_colleague(
    participant: Participant, roles: Collection[Role], *, is_administrator: bool
) -> bool:
    """Each side invites its own people; roles that bind come from the administrator."""
    if participant.person.is_program or participant.phase is Phase.CLOSED:
        return False
    if BINDING_ROLES & set(roles) and not is_administrator:
        return False
    if not fit_side(roles, participant.side):
        return False
    return (
        is_administrator
        or Role.NEGOTIATOR in participant.roles
        or Role.COORDINATOR in participant.roles
    )


def may_invite_other_side(participant: Participant, side: Side) -> bool:
    """A negotiator invites the first person of the other side; a buyer's also a coordinator."""
    if participant.person.is_program or participant.phase is Phase.CLOSED:
        return False
    if Role.NEGOTIATOR not in participant.roles or side is participant.side:
        return False
    if participant.side is Side.COORDINATOR:
        return False
    return side is not Side.COORDINATOR or participant.side is Side.BUYER


def may_set_statement(participant: Participant) -> bool:
    """Both sides' negotiators may put a wording of the purpose or the obligation."""
    return (
        participant.side is not Side.COORDINATOR
        and Role.NEGOTIATOR in participant.roles
        and participant.phase is not Phase.CLOSED
    )


def may_pin_edition(participant: Participant) -> bool:
    """Either side may say which table is reckoned with: it binds nobody, and both see who did."""
    return may_set_statement(participant)


def may_agree_statement(participant: Participant) -> bool:
    """Agreeing binds, so a person does it, never a program."""
    return may_set_statement(participant) and not participant.person.is_program


def may_change_roles(
    participant: Participant, side: Side, roles: Collection[Role], *, is_administrator: bool
) -> bool:
    """Roles of the own side, by its administrator; those that do not bind by its negotiator too."""
    if participant.person.is_program or side is not participant.side:
        return False
    if is_administrator:
        return True
    return Role.NEGOTIATOR in participant.roles and not BINDING_ROLES & set(roles)


def may_withdraw_invitation(participant: Participant) -> bool:
    """Whoever might invite for a side may think better of it; a reader only reads."""
    return not participant.person.is_program and bool(
        {Role.NEGOTIATOR, Role.COORDINATOR} & participant.roles
    )


def may_remove(
    participant: Participant,
    side: Side,
    roles: Collection[Role],
    *,
    is_self: bool,
    is_administrator: bool,
) -> bool:
    """One may leave, and a negotiator or coordinator may end a colleague's part; never across.

    Who holds a role that binds got it from the administrator, who alone takes it away.
    """
    if participant.person.is_program or side is not participant.side:
        return False
    if is_self or is_administrator:
        return True
    return bool(
        {Role.NEGOTIATOR, Role.COORDINATOR} & participant.roles
    ) and not BINDING_ROLES & set(roles)


def may_define_departments(participant: Participant, *, is_administrator: bool) -> bool:
    """A side that puts and signs things decides for itself who is asked before."""
    return (
        not participant.person.is_program
        and participant.side is not Side.COORDINATOR
        and participant.phase is not Phase.CLOSED
        and (is_administrator or Role.NEGOTIATOR in participant.roles)
    )


def may_give_word(participant: Participant, people: Collection[UUID]) -> bool:
    """Whoever is named for a department and may approve speaks for it, in person."""
    return (
        not participant.person.is_program
        and participant.phase is not Phase.CLOSED
        and Role.APPROVER in participant.roles
        and participant.id in people
    )


def may_store_file(participant: Participant) -> bool:
    """Whoever may talk may bring a document; a reader only reads. Programs too."""
    return participant.phase is not Phase.CLOSED and bool(
        (frozenset(Role) - {Role.READER}) & participant.roles
    )


def may_start_perspectives(participant: Participant) -> bool:
    """Whoever acts for a side, or sits between both, may ask both the four questions."""
    return participant.phase is not Phase.CLOSED and bool(
        {Role.NEGOTIATOR, Role.COORDINATOR} & participant.roles
    )


def may_hand_in_perspective(participant: Participant) -> bool:
    """Negotiators tell the other side what their own side wants; a coordinator's has no answers."""
    return (
        participant.side is not Side.COORDINATOR
        and participant.phase is not Phase.CLOSED
        and Role.NEGOTIATOR in participant.roles
    )


def may_open_perspectives(participant: Participant) -> bool:
    """A coordinator, in person, may end the waiting; no side opens before both have handed in."""
    return (
        not participant.person.is_program
        and participant.phase is not Phase.CLOSED
        and participant.side is Side.COORDINATOR
        and Role.COORDINATOR in participant.roles
    )
