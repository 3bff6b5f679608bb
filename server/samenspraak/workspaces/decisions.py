"""What may happen with invitations, the purpose and the obligation, and what follows."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

from samenspraak.errors import Conflict, Fault, Forbidden, Invalid
from samenspraak.workspaces.schemas import (
    InvitePerson,
    OpenByHand,
    Role,
    SetObligation,
    SetPurpose,
    Side,
)

TITLE_LIMIT = 300
NAME_LIMIT = 200
TEXT_LIMIT = 5_000
# A purpose with more parts is no longer one purpose.
PARTS_LIMIT = 12
# Ten billion euros: above every contract, and below where JSON loses cents.
CENTS_LIMIT = 1_000_000_000_000
PERCENT_PLACES = 4


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
        *_text_faults("/title", request.title, TITLE_LIMIT),
        *_text_faults("/otherParty", request.other_party, NAME_LIMIT),
    ]
    if request.reference is not None:
        faults += _text_faults("/reference", request.reference, NAME_LIMIT)
    if request.value_cents is not None:
        faults += _cents_faults("/valueCents", request.value_cents)
    _refuse(faults)


def check_invitation(request: InvitePerson) -> None:
    """Refuse an invitation that cannot be sent, all faults at once."""
    faults: list[Fault] = []
    local, _, domain = request.email.partition("@")
    if not local or "." not in domain or len(request.email) > 254 or " " in request.email.strip():
        faults.append(Fault(pointer="/email", slug="workspaces/email"))
    if not request.roles:
        faults.append(Fault(pointer="/roles", slug="required"))
    if (Role.COORDINATOR in request.roles) != (request.side is Side.COORDINATOR):
        faults.append(Fault(pointer="/roles", slug="workspaces/role-of-another-side"))
    if len(request.title) > NAME_LIMIT:
        faults.append(Fault(pointer="/title", slug="too-long", facts={"limit": NAME_LIMIT}))
    if request.party_name is not None:
        faults += _text_faults("/partyName", request.party_name, NAME_LIMIT)
    _refuse(faults)


def check_purpose(request: SetPurpose) -> None:
    """Refuse a purpose without words or with too many parts."""
    faults = _text_faults("/text", request.text, TEXT_LIMIT)
    if len(request.parts) > PARTS_LIMIT:
        faults.append(Fault(pointer="/parts", slug="too-many", facts={"limit": PARTS_LIMIT}))
    letters: set[str] = set()
    for at, part in enumerate(request.parts[:PARTS_LIMIT]):
        faults += _text_faults(f"/parts/{at}/text", part.text, TEXT_LIMIT)
        if not part.letter.strip() or len(part.letter) > 3 or part.letter in letters:
            faults.append(Fault(pointer=f"/parts/{at}/letter", slug="workspaces/part-letter"))
        letters.add(part.letter)
    _refuse(faults)


def check_obligation(request: SetObligation) -> None:
    """Refuse what is owed without a reason: no percentage, and no amount, speaks for itself."""
    faults = [
        *_cents_faults("/amountCents", request.amount_cents),
        *_text_faults("/basis", request.basis, TEXT_LIMIT),
        *_text_faults("/reason", request.reason, TEXT_LIMIT),
    ]
    if request.percent is not None:
        faults += _percent_faults(request.percent)
    _refuse(faults)


def _percent_faults(percent: str) -> list[Fault]:
    wrong = [Fault(pointer="/percent", slug="workspaces/percent")]
    try:
        value = Decimal(percent)
    except InvalidOperation:
        return wrong
    if not value.is_finite() or not 0 <= value <= 100:
        return wrong
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a finite number has a whole exponent"
    return wrong if -exponent > PERCENT_PLACES else []


def _cents_faults(pointer: str, cents: int) -> list[Fault]:
    if 0 <= cents <= CENTS_LIMIT:
        return []
    return [Fault(pointer=pointer, slug="workspaces/amount")]


def _text_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    if not text.strip():
        return [Fault(pointer=pointer, slug="required")]
    if len(text) > limit:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": limit})]
    return []


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)
