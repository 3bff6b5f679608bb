"""What may happen with invitations, the purpose and the obligation, and what follows."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from samenspraak.errors import Conflict, Fault, Forbidden
from samenspraak.identity.spelling import email_faults, email_of, name_faults
from samenspraak.personal_data import invisible_faults
from samenspraak.workspaces.decisions.texts import cents_faults, line_faults, refuse, text_faults
from samenspraak.workspaces.schemas import (
    ChangeRoles,
    InvitePerson,
    OpenByHand,
    Role,
    SetPurpose,
    Side,
    fit_side,
)

TITLE_LIMIT = 300
NAME_LIMIT = 200
TEXT_LIMIT = 5_000
# A purpose with more parts is no longer one purpose.
PARTS_LIMIT = 12


class InvitationOver(Conflict):
    """The invitation was used, withdrawn or has expired."""

    slug = "workspaces/invitation-over"


class OtherAddress(Forbidden):
    """The invitation was made for another address than the one signed in with."""

    slug = "workspaces/other-address"


class AlreadyInvited(Conflict):
    """The other side was invited already; from there on it invites its own people."""

    slug = "workspaces/already-invited"


class AlreadyTakesPart(Conflict):
    """This person is in the workspace already."""

    slug = "workspaces/already-takes-part"


class NobodyAcross(Conflict):
    """The other side has not joined yet, so nothing can be put to it or agreed with it."""

    slug = "workspaces/nobody-across"


class StaleWording(Conflict):
    """There is a newer wording than the one answered."""

    slug = "workspaces/stale-wording"


class OwnWording(Conflict):
    """One's own wording is for the other side to agree to."""

    slug = "workspaces/own-wording"


class AlreadyAgreed(Conflict):
    """Both sides agreed to this wording before."""

    slug = "workspaces/already-agreed"


class LastNegotiator(Conflict):
    """A side keeps somebody who can act for it."""

    slug = "workspaces/last-negotiator"


class LastNegotiatorThere(Conflict):
    """In some running contracts nobody else can act for the side; `contracts` names them."""

    slug = "workspaces/last-negotiator-there"


class Wording(Protocol):
    """A row of the purpose or the obligation, as far as answering it goes."""

    number: int
    digest: str
    by_side: str
    agreed_at: datetime | None


def agree(newest: Wording | None, side: Side, *, number: int, digest: str) -> None:
    """Let a side stand behind the other side's newest wording, named by number and digest."""
    if newest is None or (newest.number, newest.digest) != (number, digest):
        raise StaleWording(current_number=0 if newest is None else newest.number)
    if newest.agreed_at is not None:
        raise AlreadyAgreed
    if newest.by_side == side:
        raise OwnWording


def check_by_hand(request: OpenByHand) -> None:
    """Refuse a contract by hand whose fields cannot be, all at once."""
    faults = [
        *line_faults("/title", request.title, TITLE_LIMIT),
        *name_faults(request.other_party, pointer="/otherParty"),
    ]
    if request.reference is not None:
        faults += line_faults("/reference", request.reference, NAME_LIMIT)
    if request.value_cents is not None:
        faults += cents_faults("/valueCents", request.value_cents)
    refuse(faults)


def check_invitation(request: InvitePerson) -> None:
    """Refuse an invitation that cannot be sent, all faults at once."""
    faults = [
        Fault(pointer=fault.pointer, slug="workspaces/email")
        for fault in email_faults(email_of(request.email))
    ]
    if "." not in request.email.rpartition("@")[2] and not faults:
        faults.append(Fault(pointer="/email", slug="workspaces/email"))
    faults += _roles_faults(request.roles, request.side)
    if request.title.strip():
        faults += name_faults(request.title, pointer="/title")
    if request.party_name is not None:
        faults += name_faults(request.party_name, pointer="/partyName")
    refuse(faults)


def check_roles(request: ChangeRoles, side: Side) -> None:
    """Refuse no role at all, one twice, and roles that belong to another side."""
    refuse(_roles_faults(request.roles, side))


def check_purpose(request: SetPurpose) -> None:
    """Refuse a purpose without words or with too many parts."""
    faults = text_faults("/text", request.text, TEXT_LIMIT)
    if len(request.parts) > PARTS_LIMIT:
        faults.append(Fault(pointer="/parts", slug="too-many", facts={"limit": PARTS_LIMIT}))
    letters: set[str] = set()
    for at, part in enumerate(request.parts[:PARTS_LIMIT]):
        faults += text_faults(f"/parts/{at}/text", part.text, TEXT_LIMIT)
        if not part.letter.strip() or len(part.letter) > 3 or part.letter in letters:
            faults.append(Fault(pointer=f"/parts/{at}/letter", slug="workspaces/part-letter"))
        else:
            faults += invisible_faults({f"/parts/{at}/letter": part.letter})
        letters.add(part.letter)
    refuse(faults)


def _roles_faults(roles: Collection[Role], side: Side) -> list[Fault]:
    if not roles:
        return [Fault(pointer="/roles", slug="required")]
    if len(set(roles)) != len(roles):
        return [Fault(pointer="/roles", slug="value")]
    if not fit_side(roles, side):
        return [Fault(pointer="/roles", slug="workspaces/role-of-another-side")]
    return []
