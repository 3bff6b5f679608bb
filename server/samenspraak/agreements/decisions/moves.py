"""What may happen with a version, and what follows from it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.refusals import (
    AlreadyConfirmed,
    AlreadyOffered,
    AlreadySigned,
    Lapsed,
    MandateTooLow,
    NoMandate,
    NotOffered,
    NotOnPaper,
    OnPaper,
    PaperTooLate,
    ProofTooOld,
    StaleVersion,
    Void,
)
from samenspraak.agreements.schemas import (
    Clause,
    ConfirmPaper,
    OfferVersion,
    Origin,
    RecordPaper,
    SendBackVersion,
    SignVersion,
    VersionState,
)
from samenspraak.amounts import in_euros
from samenspraak.deadlines import ends_at, is_over
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import Side

PARTIES = frozenset({Side.BUYER, Side.CONTRACTOR})
TITLE_LIMIT = 200
# An article is read before it is signed; this is some eight pages.
TEXT_LIMIT = 20_000
# What a person can be asked to read before signing.
DOCUMENT_LIMIT = 200_000
REASON_LIMIT = 4_000
# More articles than any real agreement about social return has.
CLAUSES_LIMIT = 60
YEARS_LIMIT = 10
# As many as a workspace can have.
COMMITMENTS_LIMIT = 200
# Ten billion euros: above every contract, and far below where browsers lose cents.
CENTS_LIMIT = 1_000_000_000_000


class Mandate(Struct, frozen=True, kw_only=True):
    """What a person may sign for the own organisation; without an amount there is no limit."""

    id: UUID
    role: str
    up_to_cents: int | None

    def covers(self, value_cents: int) -> bool:
        """Tell whether the mandate reaches this far."""
        return self.up_to_cents is None or value_cents <= self.up_to_cents


class Change(Struct, frozen=True, kw_only=True):
    """Something a version holds that was taken up again: a commitment by number, or else a word.

    `what` is `commitment`, `purpose` or `obligation`.
    """

    what: str
    number: int
    at: datetime


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
    # Who signed, or for paper who confirmed.
    signed_by: frozenset[Side] = frozenset()
    changes: tuple[Change, ...] = ()


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


def sign(
    version: JudgedVersion,
    side: Side,
    request: SignVersion,
    *,
    mandates: Collection[Mandate],
    administrators: str,
    proven_at: datetime,
    at: datetime,
    step_up: timedelta,
) -> Mandate:
    """Let a side sign exactly this version, and return the mandate it does so by.

    A signature names the version and its digest, so nobody is bound to words they have not seen.
    `administrators` are the own colleagues who can grant what is missing.
    """
    assert side in PARTIES, "the policy lets only parties sign"
    if version.origin is Origin.OUTSIDE:
        raise OnPaper
    require_open(version, at)
    _require_named(version, number=request.number, digest=request.digest)
    if side in version.signed_by:
        raise AlreadySigned(number=version.number)
    mandate = best_mandate(mandates, version.value_cents)
    if mandate is None:
        raise NoMandate(administrators=administrators)
    if not mandate.covers(version.value_cents):
        raise MandateTooLow(
            administrators=administrators,
            up_to=in_euros(mandate.up_to_cents or 0),
            value=in_euros(version.value_cents),
            up_to_cents=mandate.up_to_cents,
            value_cents=version.value_cents,
        )
    if not is_fresh(proven_at, at=at, step_up=step_up):
        raise ProofTooOld(minutes=int(step_up.total_seconds() // 60))
    return mandate


def completes(version: JudgedVersion, side: Side) -> bool:
    """Tell whether this side's word is the one that was still missing."""
    return version.signed_by | {side} == PARTIES


def is_fresh(proven_at: datetime, *, at: datetime, step_up: timedelta) -> bool:
    """Tell whether somebody proved who they are recently enough to bind others."""
    return at - proven_at <= step_up


def best_mandate(mandates: Collection[Mandate], value_cents: int) -> Mandate | None:
    """Choose the smallest mandate that reaches, or else the largest one there is.

    The smallest says the most about in which role somebody signs.
    """

    def reach(mandate: Mandate) -> tuple[bool, int, str]:
        is_unlimited = mandate.up_to_cents is None
        return (is_unlimited, mandate.up_to_cents or 0, str(mandate.id))

    enough = [mandate for mandate in mandates if mandate.covers(value_cents)]
    if enough:
        return min(enough, key=reach)
    return max(mandates, key=reach, default=None)


def send_back(version: JudgedVersion, request: SendBackVersion, *, at: datetime) -> None:
    """Let a signatory say why this is not to be signed; both sides then go on talking."""
    if version.origin is Origin.OUTSIDE:
        raise OnPaper
    require_open(version, at)
    _require_named(version, number=request.number, digest=request.digest)


def withdraw(version: JudgedVersion, *, at: datetime) -> None:
    """Let the side that offered take it back, as long as it binds nobody."""
    require_open(version, at)


def check_reason(reason: str) -> None:
    """Refuse to end something without saying why, or at endless length."""
    _refuse(_text_faults("/reason", reason, REASON_LIMIT))


def check_offer(request: OfferVersion, *, at: datetime) -> None:
    """Refuse what cannot be offered whatever is agreed, all faults at once.

    It is judged before anything else, so that no endless text is read or locked for.
    """
    faults = [
        *_length_faults("/reason", request.reason, REASON_LIMIT),
        *_clause_faults(request.clauses or ()),
        *_deadline_faults(request, at),
    ]
    if request.clauses is not None and request.clauses_draft is not None:
        faults.append(Fault(pointer="/clausesDraft", slug="agreements/clauses-twice"))
    if len(request.commitments or ()) > COMMITMENTS_LIMIT:
        faults.append(
            Fault(pointer="/commitments", slug="too-many", facts={"limit": COMMITMENTS_LIMIT})
        )
    _refuse(faults)


def offer(open_version: JudgedVersion | None, request: OfferVersion, *, at: datetime) -> None:
    """Let a side put up a version, unless one is up already."""
    _require_none_open(open_version, at)
    _refuse(_deadline_faults(request, at))


def check_paper(request: RecordPaper, *, today: date) -> None:
    """Refuse what cannot have been agreed, all faults at once."""
    faults = _text_faults("/summary", request.summary, TEXT_LIMIT)
    if request.agreed_on > today:
        faults.append(Fault(pointer="/agreedOn", slug="agreements/in-the-future"))
    for pointer, cents in (
        ("/valueCents", request.value_cents),
        ("/obligationCents", request.obligation_cents),
    ):
        if cents is not None and not 0 <= cents <= CENTS_LIMIT:
            faults.append(Fault(pointer=pointer, slug="agreements/not-an-amount"))
    _refuse(faults)


def record_paper(open_version: JudgedVersion | None, *, is_bound: bool, at: datetime) -> None:
    """Let a side bring in what was agreed elsewhere, as long as nothing binds here yet."""
    _require_none_open(open_version, at)
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
    _require_named(version, number=version.number, digest=request.digest)
    if side in version.signed_by:
        raise AlreadyConfirmed


def clause_texts(clauses: Sequence[Clause]) -> dict[str, str]:
    """Return every text of the articles by its pointer in the request."""
    return {
        f"/clauses/{at}/{name}": text
        for at, clause in enumerate(clauses[:CLAUSES_LIMIT])
        for name, text in (("title", clause.title), ("text", clause.text))
    }


def _require_none_open(version: JudgedVersion | None, at: datetime) -> None:
    if version is not None and state_at(version, at) is VersionState.OFFERED:
        raise AlreadyOffered(number=version.number)


def _require_named(version: JudgedVersion, *, number: int, digest: str) -> None:
    if (version.number, version.digest) != (number, digest):
        raise StaleVersion(number=version.number, digest=version.digest)


def _deadline_faults(request: OfferVersion, at: datetime) -> list[Fault]:
    if request.sign_by_on is None:
        return []
    # Calendars end, and nobody means to sign in the next century.
    if not at.year - 1 <= request.sign_by_on.year <= at.year + YEARS_LIMIT:
        return [Fault(pointer="/signByOn", slug="agreements/past-deadline")]
    if ends_at(request.sign_by_on) > at:
        return []
    return [Fault(pointer="/signByOn", slug="agreements/past-deadline")]


def _clause_faults(clauses: Sequence[Clause]) -> list[Fault]:
    faults: list[Fault] = []
    if len(clauses) > CLAUSES_LIMIT:
        faults.append(Fault(pointer="/clauses", slug="too-many", facts={"limit": CLAUSES_LIMIT}))
    if sum(len(clause.text) for clause in clauses) > DOCUMENT_LIMIT:
        faults.append(Fault(pointer="/clauses", slug="too-long", facts={"limit": DOCUMENT_LIMIT}))
    titles: set[str] = set()
    for at, clause in enumerate(clauses[:CLAUSES_LIMIT]):
        faults += _text_faults(f"/clauses/{at}/title", clause.title, TITLE_LIMIT)
        faults += _text_faults(f"/clauses/{at}/text", clause.text, TEXT_LIMIT)
        # Versions are compared article by article, and people speak of them by their titles.
        if clause.title.strip() in titles:
            faults.append(Fault(pointer=f"/clauses/{at}/title", slug="agreements/doubled-title"))
        titles.add(clause.title.strip())
    return faults


def _text_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    if not text.strip():
        return [Fault(pointer=pointer, slug="required")]
    return _length_faults(pointer, text, limit)


def _length_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    if len(text) > limit:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": limit})]
    return []


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)
