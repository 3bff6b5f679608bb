"""By when an answer is expected, what happens then, and how a clock stands still."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import structs

from samenspraak.commitments.decisions.moves import fitting_reason, judge
from samenspraak.commitments.decisions.standing import is_live
from samenspraak.commitments.schemas import WITHIN_LIMIT, Clock, Ends, Named, Negotiation, Verb
from samenspraak.deadlines import (
    at_hour,
    ends_at,
    is_over,
    last_day,
    local_day,
    working_day_before,
    working_days_after,
)
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import Side

# The longest contracts run some twenty years; nobody waits that long for an answer.
UNTIL_LIMIT = timedelta(days=3_660)
# Early enough to act on the same day, and nobody is woken.
REMINDING_HOUR = 8


def ends_of(clock: Clock, at: datetime) -> Ends | None:
    """Return when an offer that is put now ends, if it does; refused is a clock that cannot be.

    Refused is also an end that has passed, and one so far off that it can only be a slip.
    """
    faults = _clock_faults(clock)
    if faults:
        raise Invalid(faults)
    day = _last_day(clock, at)
    if day is None:
        return None
    # The calendar of computers ends, so far days are refused before they are reckoned with.
    if day > at.date() + UNTIL_LIMIT:
        raise Invalid([Fault(pointer="/untilOn", slug="commitments/until-too-far")])
    if day < at.date() or is_over(ends_at(day), at):
        raise Invalid([Fault(pointer="/untilOn", slug="commitments/until-passed")])
    end = ends_at(day)
    return Ends(
        last_day=day,
        until_at=end,
        lapses=clock.lapses,
        remind_at=reminder_of(end, lapses=clock.lapses, since=at),
    )


def reminder_of(until_at: datetime, *, lapses: bool, since: datetime) -> datetime | None:
    """Return when to remind of an end: a working day before it, or at the end where that is past.

    Of an offer that lapses there is nothing left to remind of by then.
    """
    morning = at_hour(working_day_before(last_day(until_at)), REMINDING_HOUR)
    if morning > since:
        return morning
    return None if lapses else until_at


def pause(
    negotiation: Negotiation,
    package: Sequence[Negotiation],
    side: Side,
    named: Named,
    *,
    by: UUID,
    reason: str,
    at: datetime,
) -> list[Negotiation]:
    """Let the clock of an offer stand still; of a package, which stands or falls as one, all clocks.

    The offer that is named comes first in what is returned.
    """
    judge(Verb.PAUSE, negotiation, side, named, at)
    said = fitting_reason(reason)
    return [
        structs.replace(each, paused_at=at, paused_side=side, paused_by=by, paused_reason=said)
        for each in _together(negotiation, package)
    ]


def resume(
    negotiation: Negotiation,
    package: Sequence[Negotiation],
    side: Side,
    named: Named,
    at: datetime,
) -> list[Negotiation]:
    """Let the clock run on, later by as long as it stood still.

    People agree on days, so the day that this comes to counts whole. Reminding begins anew.
    """
    judge(Verb.RESUME, negotiation, side, named, at)
    return [_resumed(each, at) for each in _together(negotiation, package)]


def has_to_lapse(negotiation: Negotiation, at: datetime) -> bool:
    """Tell whether an offer is over that nobody has closed yet."""
    return negotiation.is_open and not is_live(negotiation, at)


def has_to_remind(negotiation: Negotiation, at: datetime) -> bool:
    """Tell whether it is time to say that an answer is expected; it is said once."""
    return (
        negotiation.is_open
        and negotiation.paused_at is None
        and negotiation.reminded_at is None
        and is_over(negotiation.remind_at, at)
        and is_live(negotiation, at)
    )


def remind(negotiation: Negotiation, at: datetime) -> Negotiation:
    """Note that it was said that an answer is expected."""
    return structs.replace(negotiation, reminded_at=at)


def _resumed(negotiation: Negotiation, at: datetime) -> Negotiation:
    running = structs.replace(
        negotiation, paused_at=None, paused_side=None, paused_by=None, paused_reason=None
    )
    if negotiation.until_at is None or negotiation.paused_at is None:
        return running
    if is_over(negotiation.until_at, negotiation.paused_at):
        # Its end had come before it was paused.
        return running
    end = ends_at(last_day(negotiation.until_at + (at - negotiation.paused_at)))
    return structs.replace(
        running,
        until_at=end,
        remind_at=reminder_of(end, lapses=negotiation.until_lapses, since=at),
        reminded_at=None,
    )


def _together(negotiation: Negotiation, package: Sequence[Negotiation]) -> list[Negotiation]:
    others = [each for each in package if each.commitment_id != negotiation.commitment_id]
    return [negotiation, *others]


def _clock_faults(clock: Clock) -> list[Fault]:
    faults: list[Fault] = []
    if clock.until_on is not None and clock.within is not None:
        faults.append(Fault(pointer="/within", slug="commitments/until-or-within"))
    if clock.within is not None and not 1 <= clock.within.days <= WITHIN_LIMIT:
        facts: dict[str, str | int] = {"limit": WITHIN_LIMIT}
        faults.append(
            Fault(pointer="/within/days", slug="commitments/not-that-many-days", facts=facts)
        )
    if clock.lapses and clock.until_on is None and clock.within is None:
        faults.append(Fault(pointer="/untilOn", slug="commitments/needs-end"))
    return faults


def _last_day(clock: Clock, at: datetime) -> date | None:
    if clock.within is None:
        return clock.until_on
    if clock.within.kind == "working":
        return working_days_after(local_day(at), clock.within.days)
    return local_day(at) + timedelta(days=clock.within.days)
