"""May this person? For offering, signing, sending back and withdrawing a version, and for paper."""

from samenspraak.workspaces.schemas import Participant, Phase, Role, Side


def may_offer(participant: Participant) -> bool:
    """A negotiator of either side puts a version together; a program may do so for them."""
    return _is_party(participant) and Role.NEGOTIATOR in participant.roles


def may_propose_purpose(participant: Participant) -> bool:
    """A negotiator of either side puts what was written to the other, as with any wording."""
    return may_offer(participant)


def answers_for_bid(participant: Participant) -> bool:
    """The buyer's approver, in person, may let a version go without something that was bid."""
    return (
        _binds(participant)
        and participant.side is Side.BUYER
        and Role.APPROVER in participant.roles
    )


def may_withdraw(participant: Participant, offered_by: Side) -> bool:
    """Who offered may take it back; that is never for the other side to do."""
    return may_offer(participant) and participant.side is offered_by


def may_sign(participant: Participant) -> bool:
    """A signatory binds the own organisation, in person."""
    return _binds(participant) and Role.SIGNATORY in participant.roles


def may_request_signing(participant: Participant) -> bool:
    """Who may sign may see beforehand what that says; a program never does either."""
    return may_sign(participant)


def may_set_signing_rule(participant: Participant, *, is_administrator: bool) -> bool:
    """The own organisation's administrator, in person, says how many have to sign for a side.

    They give the mandates and the role of signatory as well, and a rule that one negotiator could
    set aside would keep nobody from binding the side alone.
    """
    return _binds(participant) and is_administrator


def may_send_back(participant: Participant) -> bool:
    """Who might sign may also say why not."""
    return may_sign(participant)


def may_record_paper(participant: Participant) -> bool:
    """A negotiator brings in what was agreed elsewhere."""
    return may_offer(participant)


def may_confirm_paper(participant: Participant) -> bool:
    """A negotiator stands behind it for the own side, in person: from then on it counts."""
    return _binds(participant) and Role.NEGOTIATOR in participant.roles


def may_add_copy(participant: Participant) -> bool:
    """Whoever may offer or sign puts a signed file beside a version, in person: both will rely on it."""
    roles = {Role.NEGOTIATOR, Role.SIGNATORY}
    return _binds(participant) and bool(roles & participant.roles)


def may_hold(participant: Participant) -> bool:
    """A negotiator forbids to throw the room away, in person, also once it is closed."""
    return (
        participant.side is not Side.COORDINATOR
        and not participant.person.is_program
        and Role.NEGOTIATOR in participant.roles
    )


def may_lift(participant: Participant, side: Side) -> bool:
    """What a side forbade only that side ends."""
    return may_hold(participant) and participant.side is side


def _is_party(participant: Participant) -> bool:
    """A coordinator is at the table and never a party to what is agreed there."""
    return participant.side is not Side.COORDINATOR and participant.phase is not Phase.CLOSED


def _binds(participant: Participant) -> bool:
    return _is_party(participant) and not participant.person.is_program
