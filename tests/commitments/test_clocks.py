"""By when an answer is expected, what then happens by itself, and standing still."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.builders_commitments import AT, a_negotiation, a_put, days, some_terms

from samenspraak.commitments.decisions import (
    NoClock,
    NotPaused,
    OthersClock,
    Paused,
    ReasonMissing,
    StaleRevision,
    TooLate,
    accept,
    counter,
    decline,
    ends_of,
    has_to_lapse,
    has_to_remind,
    name_of,
    pause,
    remind,
    resume,
    standing,
)
from samenspraak.commitments.schemas import Clock, Named, Negotiation, Status, Within
from samenspraak.deadlines import is_working_day, last_day, local_day
from samenspraak.errors import Invalid
from samenspraak.workspaces.schemas import Side

BUYER, CONTRACTOR, COORDINATOR = Side
# Tuesday 13 October 2026, 13.30 in the Netherlands, is the moment AT.
FRIDAY = date(2026, 10, 16)


def until(day: date | None = FRIDAY, **more: Any) -> Clock:
    return Clock(until_on=day, **more)


def within(count: int, kind: Any = "calendar", **more: Any) -> Clock:
    return Clock(within=Within(days=count, kind=kind), **more)


def ticking(**changes: Any) -> Negotiation:
    """An offer of the contractor with a clock that runs until the end of Friday."""
    ends = ends_of(until(lapses=changes.get("until_lapses", False)), AT)
    assert ends is not None
    usual: dict[str, Any] = {"until_at": ends.until_at, "remind_at": ends.remind_at}
    return a_negotiation(by=CONTRACTOR, **{**usual, **changes})


def paused(
    offer: Negotiation, at: datetime, side: Side = CONTRACTOR, *others: Negotiation
) -> list[Negotiation]:
    return pause(offer, others, side, name_of(offer), by=uuid4(), reason="ziek", at=at)


def test_the_last_day_counts_until_midnight_in_the_netherlands():
    ends = ends_of(until(date(2026, 11, 27)), AT)

    assert ends is not None
    assert ends.until_at == datetime(2026, 11, 27, 23, 0, tzinfo=UTC)


def test_without_a_clock_there_is_no_hurry():
    assert ends_of(Clock(), AT) is None


def test_today_can_still_be_the_last_day():
    assert ends_of(until(AT.date()), AT) is not None


def test_late_at_night_the_day_in_the_netherlands_decides():
    at = datetime(2026, 10, 13, 22, 30, tzinfo=UTC)

    with pytest.raises(Invalid):
        ends_of(until(date(2026, 10, 13)), at)


@pytest.mark.parametrize("day", [date.min, date(2026, 10, 12), date(2037, 1, 1), date.max])
def test_a_last_day_that_passed_or_is_absurd_is_refused(day: date):
    with pytest.raises(Invalid) as refused:
        ends_of(until(day), AT)

    assert [fault.pointer for fault in refused.value.faults] == ["/untilOn"]


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        (within(1), "2026-10-14"),
        (within(10), "2026-10-23"),
        (within(1, "working"), "2026-10-14"),
        (within(4, "working"), "2026-10-19"),
        (within(10, "working"), "2026-10-27"),
        # Over Christmas and New Year.
        (within(60, "working"), "2027-01-07"),
    ],
)
def test_days_are_counted_from_the_day_after_the_proposal(clock: Clock, day: str):
    ends = ends_of(clock, AT)

    assert ends is not None
    assert ends.last_day == date.fromisoformat(day)


def test_days_are_counted_from_the_day_it_is_in_the_netherlands():
    ends = ends_of(within(1), datetime(2026, 10, 13, 22, 30, tzinfo=UTC))

    assert ends is not None
    assert ends.last_day == date(2026, 10, 15)


@pytest.mark.parametrize(
    ("clock", "faults"),
    [
        (within(0), [("/within/days", "commitments/not-that-many-days")]),
        (within(367), [("/within/days", "commitments/not-that-many-days")]),
        (within(10**12), [("/within/days", "commitments/not-that-many-days")]),
        (Clock(lapses=True), [("/untilOn", "commitments/needs-end")]),
        (
            Clock(until_on=FRIDAY, within=Within(days=-1)),
            [
                ("/within", "commitments/until-or-within"),
                ("/within/days", "commitments/not-that-many-days"),
            ],
        ),
    ],
)
def test_a_clock_that_cannot_be_is_refused(clock: Clock, faults: list[tuple[str, str]]):
    with pytest.raises(Invalid) as refused:
        ends_of(clock, AT)

    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == faults


@pytest.mark.parametrize("lapses", [False, True])
def test_people_are_reminded_in_the_morning_of_the_working_day_before(lapses: bool):
    friday = ends_of(until(lapses=lapses), AT)
    monday = ends_of(until(date(2026, 10, 19), lapses=lapses), AT)

    assert friday is not None
    assert friday.remind_at == datetime(2026, 10, 15, 6, tzinfo=UTC)
    assert monday is not None
    assert monday.remind_at == datetime(2026, 10, 16, 6, tzinfo=UTC)


def test_where_that_morning_is_past_the_end_itself_reminds():
    tomorrow = AT.date() + days(1)
    reminds, lapses = ends_of(until(tomorrow), AT), ends_of(until(tomorrow, lapses=True), AT)

    assert reminds is not None
    assert reminds.remind_at == reminds.until_at
    assert lapses is not None
    assert lapses.remind_at is None


@given(st.integers(1, 366), st.sampled_from(["calendar", "working"]), st.booleans())
def test_reminding_never_comes_after_the_end(count: int, kind: Any, lapses: bool):
    ends = ends_of(within(count, kind, lapses=lapses), AT)

    assert ends is not None
    assert local_day(AT) < ends.last_day == last_day(ends.until_at)
    if kind == "working":
        assert is_working_day(ends.last_day)
    if ends.remind_at is not None:
        assert AT < ends.remind_at <= ends.until_at
        assert ends.remind_at < ends.until_at or not lapses


def test_a_clock_that_reminds_takes_nothing_off_the_table():
    offer = ticking()
    late = AT + days(30)

    seen = standing([offer], [], late)

    assert (seen.status, seen.until_lapses) == (Status.LIES_WITH_BUYER, False)
    assert seen.until_at == offer.until_at
    assert not has_to_lapse(offer, late)
    accept(offer, BUYER, name_of(offer), some_terms(), late)


def test_an_offer_that_lapses_is_over_at_its_end():
    offer = ticking(until_lapses=True)
    assert offer.until_at is not None

    assert standing([offer], [], offer.until_at - timedelta(microseconds=1)).until_lapses
    assert not has_to_lapse(offer, offer.until_at - timedelta(microseconds=1))
    assert has_to_lapse(offer, offer.until_at)
    with pytest.raises(TooLate):
        accept(offer, BUYER, name_of(offer), some_terms(), offer.until_at)


def test_people_are_reminded_once():
    offer = ticking()
    assert offer.remind_at is not None

    assert not has_to_remind(offer, offer.remind_at - timedelta(microseconds=1))
    assert has_to_remind(offer, offer.remind_at)
    # However late somebody comes by to do it.
    assert has_to_remind(offer, offer.remind_at + days(100))
    assert not has_to_remind(remind(offer, offer.remind_at), offer.remind_at + days(100))


@pytest.mark.parametrize(
    "changes", [{"until_lapses": True}, {"is_open": False}, {"paused_at": AT}, {"remind_at": None}]
)
def test_nobody_is_reminded_of_what_is_over_or_stands_still(changes: dict[str, Any]):
    assert not has_to_remind(ticking(**changes), AT + days(30))


def test_a_new_text_has_a_clock_of_its_own():
    offer = remind(ticking(until_lapses=True), AT)

    countered = counter(offer, a_put(by=BUYER, revision=2), name_of(offer))

    assert (countered.until_at, countered.until_lapses) == (None, False)
    assert (countered.remind_at, countered.reminded_at) == (None, None)


@pytest.mark.parametrize("side", [CONTRACTOR, COORDINATOR])
def test_whoever_set_the_clock_or_a_coordinator_lets_it_stand_still(side: Side):
    [still] = paused(ticking(), AT, side)

    assert (still.paused_at, still.paused_side, still.paused_reason) == (AT, side, "ziek")


def test_the_other_side_does_not_move_the_clock():
    offer = ticking()

    with pytest.raises(OthersClock):
        paused(offer, AT, BUYER)
    [still] = paused(offer, AT)
    with pytest.raises(OthersClock):
        resume(still, [], BUYER, name_of(still), AT)


@pytest.mark.parametrize(
    "offer", [a_negotiation(), ticking(until_at=AT), ticking(until_at=AT - days(1))]
)
def test_what_has_no_clock_that_runs_cannot_stand_still(offer: Negotiation):
    with pytest.raises(NoClock):
        paused(offer, AT)


def test_a_clock_stands_still_once_and_runs_on_once():
    offer = ticking()
    [still] = paused(offer, AT)

    with pytest.raises(Paused):
        paused(still, AT)
    [running] = resume(still, [], COORDINATOR, name_of(still), AT)
    with pytest.raises(NotPaused):
        resume(running, [], CONTRACTOR, name_of(running), AT)


@pytest.mark.parametrize("reason", ["", " \n "])
def test_standing_still_takes_a_reason(reason: str):
    offer = ticking()

    with pytest.raises(ReasonMissing):
        pause(offer, [], CONTRACTOR, name_of(offer), by=uuid4(), reason=reason, at=AT)


def test_only_the_text_that_was_seen_stands_still():
    offer = ticking()
    seen = Named(commitment_id=offer.commitment_id, revision=1, digest="read before")

    with pytest.raises(StaleRevision):
        pause(offer, [], CONTRACTOR, seen, by=uuid4(), reason="ziek", at=AT)


def test_the_time_it_stood_still_comes_on_top():
    offer = ticking(until_lapses=True)
    [still] = paused(offer, AT)

    [running] = resume(still, [], CONTRACTOR, name_of(still), AT + days(7))

    assert running.until_at == datetime(2026, 10, 23, 22, tzinfo=UTC)
    assert running.remind_at == datetime(2026, 10, 22, 6, tzinfo=UTC)
    assert (running.paused_at, running.paused_side) == (None, None)
    assert (running.paused_by, running.paused_reason) == (None, None)


def test_a_day_that_was_begun_counts_whole():
    [still] = paused(ticking(), AT)

    [running] = resume(still, [], CONTRACTOR, name_of(still), AT + timedelta(hours=2))

    assert running.until_at == datetime(2026, 10, 17, 22, tzinfo=UTC)


def test_after_standing_still_people_are_reminded_anew():
    offer = remind(ticking(), AT)
    [still] = paused(offer, AT)

    [running] = resume(still, [], CONTRACTOR, name_of(still), AT + days(7))

    assert running.reminded_at is None
    assert running.remind_at is not None
    assert has_to_remind(running, running.remind_at)


@given(st.integers(0, 3 * 86_400), st.integers(0, 400 * 86_400), st.sampled_from([False, True]))
def test_nobody_loses_time_by_a_pause(before: int, still_for: int, lapses: bool):
    offer = ticking(until_lapses=lapses)
    at = AT + timedelta(seconds=before)
    [still] = paused(offer, at)
    later = at + timedelta(seconds=still_for)

    assert not has_to_lapse(still, later)
    [running] = resume(still, [], CONTRACTOR, name_of(still), later)

    assert running.until_at is not None
    assert offer.until_at is not None
    left = running.until_at - later
    # A change of the clock in between can take or give an hour of a whole day.
    assert offer.until_at - at <= left <= offer.until_at - at + timedelta(hours=25)
    assert local_day(running.until_at - timedelta(microseconds=1)) == last_day(running.until_at)


def test_a_package_stands_still_and_runs_on_whole():
    package_id = uuid4()
    first = ticking(package_id=package_id)
    second = a_negotiation(package_id=package_id)

    still = paused(first, AT, COORDINATOR, first, second)

    assert [each.commitment_id for each in still] == [first.commitment_id, second.commitment_id]
    assert all(each.paused_at == AT for each in still)
    running = resume(still[1], still, COORDINATOR, name_of(second), AT + days(1))
    assert all(each.paused_at is None for each in running)
    assert (running[0].until_at, running[1].until_at) == (
        None,
        datetime(2026, 10, 17, 22, tzinfo=UTC),
    )


def test_what_ended_before_the_pause_does_not_come_back():
    """A part of a package may have run out while another part's clock still runs."""
    package_id = uuid4()
    over = ticking(package_id=package_id, until_at=AT - days(1), until_lapses=True)
    running = ticking(package_id=package_id)

    still = paused(running, AT, CONTRACTOR, over)
    after = resume(still[0], still, CONTRACTOR, name_of(running), AT + days(2))

    assert has_to_lapse(after[1], AT + days(2))


def test_what_is_closed_stands_still_no_longer():
    offer = ticking(paused_at=AT, paused_side=CONTRACTOR, paused_by=uuid4(), paused_reason="ziek")
    running = structs.replace(offer, paused_at=None)

    closed = decline(running, BUYER, name_of(offer), "nee", AT)

    assert (closed.paused_at, closed.paused_side) == (None, None)
    assert (closed.paused_by, closed.paused_reason) == (None, None)
