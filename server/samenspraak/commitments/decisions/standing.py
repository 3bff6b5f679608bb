"""Where a commitment stands, worked out from its rows alone."""

from collections.abc import Sequence
from datetime import datetime

from samenspraak.commitments.schemas import Bound, ClosedAs, Negotiation, StandingView, Status
from samenspraak.deadlines import is_over
from samenspraak.workspaces.schemas import Side

# A commitment that was only ever a draft, which was put away.
DISCARDED = "discarded"


def is_live(negotiation: Negotiation, at: datetime) -> bool:
    """Tell whether a text still lies on the table.

    A clock that only reminds takes nothing off it, and while a clock is paused it does not run out.
    """
    if not negotiation.until_lapses:
        return negotiation.is_open
    return negotiation.is_open and not is_over(negotiation.until_at, negotiation.paused_at or at)


def held_agreement(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound]
) -> Negotiation | None:
    """Return the round that ended in what both sides said yes to last, while that holds.

    It holds until a version that both signed leaves it out.
    """
    agreed = [round_ for round_ in negotiations if round_.closed_as is ClosedAs.AGREED]
    if not agreed:
        return None
    newest = agreed[-1]
    its_bounds = [bound for bound in bounds if bound.revision_id == newest.revision_id]
    has_ended = bool(its_bounds) and all(bound.to_at is not None for bound in its_bounds)
    return None if has_ended else newest


def standing(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound], at: datetime
) -> StandingView:
    """Work out where a commitment stands from its rows alone.

    What lies with a side comes first, for that is where somebody waits; what is agreed or binds
    meanwhile is named beside it.
    """
    newest = negotiations[-1]
    held = held_agreement(negotiations, bounds)
    binds = next((bound for bound in bounds if bound.to_at is None), None)
    is_on_table = is_live(newest, at)
    status = Status.CLOSED
    if is_on_table:
        lies_with = {
            Side.BUYER: Status.LIES_WITH_BUYER,
            Side.CONTRACTOR: Status.LIES_WITH_CONTRACTOR,
        }
        status = lies_with[newest.turn]
    elif held is not None:
        is_signed = binds is not None and binds.revision_id == held.revision_id
        status = Status.IN_FORCE if is_signed else Status.AGREED
    is_closed = status is Status.CLOSED
    ended = _ended(newest, bounds) if is_closed else None
    return StandingView(
        status=status,
        turn=newest.turn if is_on_table else None,
        has_question=is_on_table and newest.has_question,
        until_at=newest.until_at if is_on_table else None,
        until_lapses=is_on_table and newest.until_lapses,
        paused_at=newest.paused_at if is_on_table else None,
        agreed_revision=None if held is None else held.revision,
        bound_revision=None if binds is None else binds.revision,
        closed_as=how_closed(newest) if is_closed else None,
        closed_reason=(
            (newest.closed_reason if ended is None else ended.ended_reason) if is_closed else None
        ),
        closed_at=_when_closed(newest, bounds) if is_closed else None,
        ended_on=None if ended is None else ended.ended_on,
    )


def concept_standing(discarded_at: datetime | None) -> StandingView:
    """Say where a commitment stands of which nothing was proposed yet: in its joint draft."""
    is_discarded = discarded_at is not None
    return StandingView(
        status=Status.CLOSED if is_discarded else Status.CONCEPT,
        turn=None,
        has_question=False,
        until_at=None,
        until_lapses=False,
        paused_at=None,
        agreed_revision=None,
        bound_revision=None,
        closed_as=DISCARDED if is_discarded else None,
        closed_reason=None,
        closed_at=discarded_at,
    )


def shown(
    negotiations: Sequence[Negotiation], bounds: Sequence[Bound], at: datetime
) -> Negotiation:
    """Choose the round whose text a commitment is known by: on the table, else agreed, else last."""
    newest = negotiations[-1]
    if is_live(newest, at):
        return newest
    return held_agreement(negotiations, bounds) or newest


def how_closed(negotiation: Negotiation) -> str:
    """Say how a closed commitment ended; an agreed one that no longer holds was left out."""
    if negotiation.closed_as is ClosedAs.AGREED:
        return "ended"
    return negotiation.closed_as or ClosedAs.LAPSED


def _ended(negotiation: Negotiation, bounds: Sequence[Bound]) -> Bound | None:
    """Return what bound last of something that a version let end early, with its day and reason."""
    if negotiation.closed_as is not ClosedAs.AGREED:
        return None
    return max(
        (bound for bound in bounds if bound.to_at is not None),
        key=lambda bound: (bound.to_at, bound.from_at),
        default=None,
    )


def _when_closed(negotiation: Negotiation, bounds: Sequence[Bound]) -> datetime | None:
    if negotiation.closed_as is ClosedAs.AGREED:
        return max((bound.to_at for bound in bounds if bound.to_at is not None), default=None)
    return negotiation.closed_at or negotiation.until_at
