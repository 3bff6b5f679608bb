"""What may happen with a version that is there, and what follows from it."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.refusals import (
    AlreadyConfirmed,
    AlreadyOffered,
    Lapsed,
    NotOffered,
    NotOnPaper,
    OnPaper,
    PaperTooLate,
    StaleVersion,
    Void,
)
from samenspraak.agreements.schemas import (
    ConfirmPaper,
    Origin,
    RecordPaper,
    SendBackVersion,
    VersionState,
)
from samenspraak.canonical import digest
from samenspraak.deadlines import is_over
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import Side

PARTIES = frozenset({Side.BUYER, Side.CONTRACTOR})
# An article is read before it is signed; this is some eight pages.
TEXT_LIMIT = 20_000
REASON_LIMIT = 4_000
# Ten billion euros: above every contract, and far below where browsers lose cents.
CENTS_LIMIT = 1_000_000_000_000


class Change(Struct, frozen=True, kw_only=True):
    """Something a version holds that was taken up again: a commitment by number, or else a word.

    `what` is `commitment`, `purpose` or `obligation`.
    """

    what: str
    number: int
    at: datetime


class AtStake(Struct, frozen=True, kw_only=True):
    """What a version does beside what its commitments are worth and change.

    The total is what it takes the place of or has paid on result; the change what more or less is
    owed or paid.
    """

    total_cents: int = 0
    change_cents: int = 0


class JudgedVersion(Struct, frozen=True, kw_only=True):
    """A version as it stands under the lock, with what happened to its contents since."""

    id: UUID
    number: int
    digest: str
    origin: Origin
    state: VersionState
    value_cents: int
    offered_by: Side
    sign_by_at: datetime | None = None
    # What it changes beside the version in force; None where that was not reckoned.
    changed_cents: int | None = None
    at_stake: AtStake = AtStake()
    # It ends something early, so that both sides have to say why.
    has_endings: bool = False
    # How many people have to sign for a side, where that is more than one.
    several: frozenset[tuple[Side, int]] = frozenset()
    # Who signed, or for paper who confirmed.
    said: frozenset[tuple[Side, UUID]] = frozenset()
    changes: tuple[Change, ...] = ()

    @property
    def signed_by(self) -> frozenset[Side]:
        """Return the sides for which somebody signed."""
        return frozenset(side for side, _ in self.said)

    def signatories(self, side: Side) -> frozenset[UUID]:
        """Return who signed for a side."""
        return frozenset(person_id for each, person_id in self.said if each is side)

    def needed_of(self, side: Side) -> int:
        """Return how many people have to sign for a side."""
        return max([1, *(needed for each, needed in self.several if each is side)])

    def is_complete_for(self, side: Side) -> bool:
        """Tell whether a side has all its signatures."""
        return len(self.signatories(side)) >= self.needed_of(side)


def state_at(version: JudgedVersion, at: datetime) -> VersionState:
    """Return the word a version stands under at a moment.

    Lapsing and becoming void are judged here and not by a sweep, so that a late sweep never lets
    a late signature through. What happened first gives the word, so the word never changes back.
    """
    if version.state is not VersionState.OFFERED:
        return version.state
    first_change = min((change.at for change in version.changes), default=None)
    if first_change is not None and not is_over(version.sign_by_at, first_change):
        return VersionState.VOID
    if is_over(version.sign_by_at, at):
        return VersionState.LAPSED
    return VersionState.OFFERED


def closed_at(version: JudgedVersion, at: datetime) -> datetime:
    """Return since when a version that time or a change took from the table is off it.

    That is when it happened, however late somebody comes by to write it down.
    """
    match state_at(version, at):
        case VersionState.VOID:
            return min(change.at for change in version.changes)
        case VersionState.LAPSED if version.sign_by_at is not None:
            return version.sign_by_at
        case _:
            return at


def reason_digest(*, salt: str, reason: str) -> str:
    """Return what the journal keeps of a reason: it tells nothing once the salt is gone.

    The salt is 64 hexadecimal digits, so no other salt and reason run together into the same text.
    """
    return digest((salt + reason).encode())


def require_open(version: JudgedVersion, at: datetime) -> None:
    """Go on only with a version that is up for signing."""
    match state_at(version, at):
        case VersionState.OFFERED:
            return
        case VersionState.LAPSED:
            raise Lapsed(number=version.number)
        case VersionState.VOID:
            raise Void(
                [
                    Fault(
                        pointer="",
                        slug=f"agreements/changed-{change.what}",
                        facts={"number": change.number},
                    )
                    for change in version.changes
                ],
                number=version.number,
            )
        case state:
            raise NotOffered(number=version.number, state=state.value)


def send_back(version: JudgedVersion, request: SendBackVersion, *, at: datetime) -> None:
    """Let a signatory say why this is not to be signed; both sides then go on talking."""
    if version.origin is Origin.OUTSIDE:
        raise OnPaper
    require_open(version, at)
    require_named(version, number=request.number, digest=request.digest)


def withdraw(version: JudgedVersion, *, at: datetime) -> None:
    """Let the side that offered take it back, as long as it binds nobody."""
    require_open(version, at)


def check_reason(reason: str) -> None:
    """Refuse to end something without saying why, or at endless length."""
    refuse(text_faults("/reason", reason, REASON_LIMIT))


def check_paper(request: RecordPaper, *, today: date) -> None:
    """Refuse what cannot have been agreed, all faults at once."""
    faults = text_faults("/summary", request.summary, TEXT_LIMIT)
    if request.agreed_on > today:
        faults.append(Fault(pointer="/agreedOn", slug="agreements/in-the-future"))
    for pointer, cents in (
        ("/valueCents", request.value_cents),
        ("/obligationCents", request.obligation_cents),
    ):
        if cents is not None and not 0 <= cents <= CENTS_LIMIT:
            faults.append(Fault(pointer=pointer, slug="agreements/not-an-amount"))
    refuse(faults)


def record_paper(open_version: JudgedVersion | None, *, is_bound: bool, at: datetime) -> None:
    """Let a side bring in what was agreed elsewhere, as long as nothing binds here yet."""
    require_none_open(open_version, at)
    if is_bound:
        raise PaperTooLate


def confirm_paper(
    version: JudgedVersion, side: Side, request: ConfirmPaper, *, at: datetime
) -> None:
    """Let a side stand behind the paper and what is said of it, named by digest."""
    assert side in PARTIES, "the policy lets only parties confirm"
    if version.origin is not Origin.OUTSIDE:
        raise NotOnPaper
    require_open(version, at)
    require_named(version, number=version.number, digest=request.digest)
    if side in version.signed_by:
        raise AlreadyConfirmed


def require_none_open(version: JudgedVersion | None, at: datetime) -> None:
    """Go on only while no other version is up for signing."""
    if version is not None and state_at(version, at) is VersionState.OFFERED:
        raise AlreadyOffered(number=version.number)


def require_named(version: JudgedVersion, *, number: int, digest: str) -> None:
    """Go on only when exactly this text was meant."""
    if (version.number, version.digest) != (number, digest):
        raise StaleVersion(number=version.number, digest=version.digest)


def text_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    """Return what is wrong with a text that has to be there."""
    if not text.strip():
        return [Fault(pointer=pointer, slug="required")]
    return length_faults(pointer, text, limit)


def length_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    """Return what is wrong with a text that may be empty."""
    if len(text) > limit:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": limit})]
    return []


def refuse(faults: list[Fault]) -> None:
    """Refuse when there is anything to refuse for."""
    if faults:
        raise Invalid(faults)
