"""Who may bind a side to a version, by which mandate, and when that completes it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.moves import (
    PARTIES,
    REASON_LIMIT,
    JudgedVersion,
    length_faults,
    refuse,
    require_named,
    require_open,
    text_faults,
)
from samenspraak.agreements.decisions.refusals import (
    AlreadySigned,
    MandateTooLow,
    NoMandate,
    NoSigningRequest,
    OnPaper,
    ProofTooOld,
    SideComplete,
    SigningRequestExpired,
    StatementChanged,
)
from samenspraak.agreements.schemas import (
    Origin,
    RequestSigning,
    SetSigningRule,
    SigningRuleSet,
    SignVersion,
)
from samenspraak.amounts import in_euros
from samenspraak.errors import Fault
from samenspraak.identity.schemas import MandateOn
from samenspraak.workspaces.schemas import Side

# More people than any board that signs together.
MOST_SIGNATORIES = 9
# Long enough to read once more and to fetch a password, too short to be found by somebody else.
REQUEST_LASTS = timedelta(minutes=15)


class Mandate(Struct, frozen=True, kw_only=True):
    """What a person may sign for the own organisation; without an amount there is no limit."""

    id: UUID
    role: str
    up_to_cents: int | None

    def covers(self, value_cents: int) -> bool:
        """Tell whether the mandate reaches this far."""
        return self.up_to_cents is None or value_cents <= self.up_to_cents


class Signatory(Struct, frozen=True, kw_only=True):
    """Who would sign, for which side, and by what the own organisation lets them.

    `administrators` are the own colleagues who can grant what is missing. `tested_on` is the own
    organisation's rule: a mandate reaches to the whole of a version, or to what it changes.
    """

    person_id: UUID
    side: Side
    mandates: Collection[Mandate]
    tested_on: MandateOn
    administrators: str


class ShownStatement(Struct, frozen=True, kw_only=True):
    """A request to sign as it is stored: what somebody was shown, of which version, and until when."""

    version_id: UUID
    digest: str
    statement: str
    expires_at: datetime
    is_used: bool


def set_signing_rule(request: SetSigningRule, *, workspace_id: UUID, side: Side) -> SigningRuleSet:
    """Let a side ask for several people of its own under every version offered from now on."""
    assert side in PARTIES, "the policy lets only parties set a rule"
    if not 1 <= request.needed <= MOST_SIGNATORIES:
        refuse(
            [
                Fault(
                    pointer="/needed",
                    slug="agreements/not-so-many",
                    facts={"limit": MOST_SIGNATORIES},
                )
            ]
        )
    return SigningRuleSet(
        workspace_id=workspace_id, rule_id=request.id, side=side, needed=request.needed
    )


def too_few_signatories(*, needed: int, able: int) -> list[Fault]:
    """Name it when the own side asks for more people than it has; of the other side nobody knows.

    One person is not asked for: somebody who may sign is often found only after a version is up.
    """
    if needed <= max(1, able):
        return []
    return [
        Fault(
            pointer="/signing",
            slug="agreements/too-few-signatories",
            facts={"needed": needed, "able": able},
        )
    ]


def mandate_for(
    version: JudgedVersion,
    signatory: Signatory,
    request: SignVersion | RequestSigning,
    *,
    at: datetime,
) -> Mandate:
    """Return the mandate by which somebody may sign exactly this version now.

    A request names the version and its digest, so nobody is bound to words they have not seen.
    """
    assert signatory.side in PARTIES, "the policy lets only parties sign"
    if version.origin is Origin.OUTSIDE:
        raise OnPaper
    require_open(version, at)
    require_named(version, number=request.number, digest=request.digest)
    if signatory.person_id in version.signatories(signatory.side):
        raise AlreadySigned(number=version.number)
    if version.is_complete_for(signatory.side):
        raise SideComplete(number=version.number)
    cents = tested_cents(version, signatory.tested_on)
    mandate = best_mandate(signatory.mandates, cents)
    if mandate is None:
        raise NoMandate(administrators=signatory.administrators)
    if not mandate.covers(cents):
        raise MandateTooLow(
            administrators=signatory.administrators,
            up_to=in_euros(mandate.up_to_cents or 0),
            value=in_euros(cents),
            up_to_cents=mandate.up_to_cents,
            value_cents=cents,
        )
    return mandate


def sign(
    version: JudgedVersion,
    signatory: Signatory,
    request: SignVersion,
    *,
    shown: ShownStatement | None,
    proven_at: datetime,
    at: datetime,
    step_up: timedelta,
) -> Mandate:
    """Let somebody sign exactly this version, and return the mandate it is done by.

    `shown` is the request that `request` names, if it is this person's own.
    """
    mandate = mandate_for(version, signatory, request, at=at)
    require_shown(shown, version, at=at)
    if not is_fresh(proven_at, at=at, step_up=step_up):
        raise ProofTooOld(minutes=int(step_up.total_seconds() // 60))
    refuse(_reason_faults(version, signatory.side, request.reason))
    return mandate


def require_shown(shown: ShownStatement | None, version: JudgedVersion, *, at: datetime) -> None:
    """Go on only when this person was shown what signing exactly this version says.

    One that was used belongs to a signature, so whoever used it is told of that before; here it is
    none, like one of somebody else or of another version.
    """
    if (
        shown is None
        or shown.is_used
        or (shown.version_id, shown.digest) != (version.id, version.digest)
    ):
        raise NoSigningRequest
    if at >= shown.expires_at:
        raise SigningRequestExpired(minutes=int(REQUEST_LASTS.total_seconds() // 60))


def require_same_words(shown: ShownStatement, statement: str) -> None:
    """Go on only when the words that are kept are the words that were on the screen."""
    if shown.statement != statement:
        raise StatementChanged


def asks_reason(version: JudgedVersion, side: Side) -> bool:
    """Tell whether a side has to say why: it is asked to let something end that it did not offer."""
    return version.has_endings and side is not version.offered_by


def check_signing_reason(request: SignVersion) -> None:
    """Refuse an endless reason before anything is locked for it."""
    refuse(length_faults("/reason", request.reason, REASON_LIMIT))


def tested_cents(version: JudgedVersion, tested_on: MandateOn) -> int:
    """Return the amount that a mandate has to reach.

    What was offered before versions said what they change is tested on the whole.
    """
    if tested_on is MandateOn.TOTAL or version.changed_cents is None:
        return max(version.value_cents, version.at_stake.total_cents)
    return max(version.changed_cents, version.at_stake.change_cents)


def completes(version: JudgedVersion, side: Side) -> bool:
    """Tell whether this signature is the one that was still missing."""
    return all(
        len(version.signatories(each)) + (each is side) >= version.needed_of(each)
        for each in PARTIES
    )


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


def _reason_faults(version: JudgedVersion, side: Side, reason: str) -> list[Fault]:
    if asks_reason(version, side):
        return text_faults("/reason", reason, REASON_LIMIT)
    if reason.strip() and not version.has_endings:
        return [Fault(pointer="/reason", slug="agreements/nothing-ends")]
    return length_faults("/reason", reason, REASON_LIMIT)
