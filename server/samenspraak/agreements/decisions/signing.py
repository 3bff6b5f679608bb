"""Who may bind a side to a version, by which mandate, and when that completes it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.moves import (
    PARTIES,
    JudgedVersion,
    require_named,
    require_open,
)
from samenspraak.agreements.decisions.refusals import (
    AlreadySigned,
    MandateTooLow,
    NoMandate,
    OnPaper,
    ProofTooOld,
)
from samenspraak.agreements.schemas import Origin, SignVersion
from samenspraak.amounts import in_euros
from samenspraak.workspaces.schemas import Side


class Mandate(Struct, frozen=True, kw_only=True):
    """What a person may sign for the own organisation; without an amount there is no limit."""

    id: UUID
    role: str
    up_to_cents: int | None

    def covers(self, value_cents: int) -> bool:
        """Tell whether the mandate reaches this far."""
        return self.up_to_cents is None or value_cents <= self.up_to_cents


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
    require_named(version, number=request.number, digest=request.digest)
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
