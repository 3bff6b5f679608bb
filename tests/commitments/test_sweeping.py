"""What time alone makes of offers, with the login for sweeps and no person."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import People, Room, a_room
from tests.builders_commitments import some_terms
from tests.conftest import Clock

from samenspraak.commitments import commands
from samenspraak.commitments.decisions import TooLate
from samenspraak.commitments.queries import commitment_view
from samenspraak.commitments.schemas import (
    AcceptRevision,
    AskQuestion,
    CommitmentView,
    CounterRevision,
    PackagePart,
    PauseClock,
    ProposeCommitment,
    ProposePackage,
    ResumeClock,
    Within,
)
from samenspraak.database import as_person, fetch
from samenspraak.journal.audit import audit
from samenspraak.settings import Settings
from samenspraak.sweeping import take_lead


@pytest.fixture
async def sweeper(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_sweeper_url)
    yield connection
    await connection.close()


async def proposed(room: Room, **members: Any) -> CommitmentView:
    usual: dict[str, Any] = {"terms": some_terms(), "within": Within(days=10)}
    request = ProposeCommitment(id=uuid4(), **{**usual, **members})
    await commands.propose(room.youssef, request)
    return await seen(room, request.id)


async def seen(room: Room, commitment_id: UUID) -> CommitmentView:
    view, _ = await commitment_view(room.marieke, commitment_id)
    return view


def named(view: CommitmentView) -> dict[str, Any]:
    assert view.negotiation is not None
    return {"revision": view.negotiation.revision, "digest": view.negotiation.digest}


async def entries(room: Room) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, actor, body from entry where journal_id = $1"
            " and kind ~ '^(commitment|package)[.]' order by number",
            room.journal_id,
        )
    return [(row["kind"], row["actor"], msgspec.json.decode(row["body"])) for row in rows]


async def test_people_are_reminded_once_and_nothing_leaves_the_table(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    made = await proposed(room)
    await commands.sweep(sweeper)
    assert [kind for kind, _, _ in await entries(room)] == ["commitment.proposed"]

    clock.move_on(days=30)
    for _ in range(3):
        await commands.sweep(sweeper)

    [_, (kind, actor, body)] = await entries(room)
    assert (kind, actor, body["side"]) == ("commitment.reminded", None, "buyer")
    assert (body["commitmentId"], body["revision"]) == (str(made.id), 1)
    view = await seen(room, made.id)
    assert (view.standing.status, view.standing.until_lapses) == ("lies_with_buyer", False)
    assert view.negotiation is not None
    assert view.negotiation.reminded_at is not None
    await commands.accept(room.marieke, made.id, AcceptRevision(id=uuid4(), **named(view)))


async def test_what_lapsed_is_closed_and_everybody_can_read_so(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    made = await proposed(room, until_lapses=True)
    clock.move_on(days=30)

    await commands.sweep(sweeper)
    await commands.sweep(sweeper)

    assert [(kind, actor) for kind, actor, _ in await entries(room)][1:] == [
        ("commitment.lapsed", None)
    ]
    view = await seen(room, made.id)
    assert view.negotiation is not None
    assert (view.standing.status, view.standing.closed_as) == ("closed", "lapsed")
    # It ended when it did, however late somebody came by.
    assert view.negotiation.closed_at == made.standing.until_at


async def test_a_late_sweep_lets_no_late_yes_through(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    made = await proposed(room, until_lapses=True)
    clock.move_on(days=30)
    request = AcceptRevision(id=uuid4(), **named(made))

    with pytest.raises(TooLate):
        await commands.accept(room.marieke, made.id, request)
    await commands.sweep(sweeper)

    assert [kind for kind, _, _ in await entries(room)][1:] == ["commitment.lapsed"]


async def test_a_yes_that_came_first_stands_whenever_the_sweep_comes(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    made = await proposed(room, until_lapses=True)
    await commands.accept(room.marieke, made.id, AcceptRevision(id=uuid4(), **named(made)))
    clock.move_on(days=30)

    await commands.sweep(sweeper)

    assert [kind for kind, _, _ in await entries(room)][1:] == ["commitment.accepted"]


async def test_two_sweeps_at_once_do_it_once(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await proposed(room, until_lapses=True)
    await proposed(room)
    clock.move_on(days=30)
    other = await asyncpg.connect(settings.database_sweeper_url)
    try:
        await asyncio.gather(commands.sweep(sweeper), commands.sweep(other))
    finally:
        await other.close()

    assert sorted(kind for kind, _, _ in await entries(room)) == [
        "commitment.lapsed",
        "commitment.proposed",
        "commitment.proposed",
        "commitment.reminded",
    ]


async def test_what_stands_still_neither_lapses_nor_reminds(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    made = await proposed(room, until_lapses=True)
    request = PauseClock(id=uuid4(), **named(made), reason="Onze projectleider is ziek.")
    await commands.pause(room.femke, made.id, request)
    clock.move_on(days=300)

    await commands.sweep(sweeper)
    await commands.resume(room.youssef, made.id, ResumeClock(id=uuid4(), **named(made)))
    await commands.sweep(sweeper)

    assert [kind for kind, _, _ in await entries(room)][1:] == [
        "commitment.paused",
        "commitment.resumed",
    ]
    before, after = made.standing.until_at, (await seen(room, made.id)).standing.until_at
    assert before is not None
    assert after is not None
    # A day that was begun counts whole.
    assert timedelta(days=300) <= after - before <= timedelta(days=302)


async def test_a_part_of_a_package_that_lapses_takes_the_package_apart(
    room: Room, sweeper: asyncpg.Connection, clock: Clock
):
    """One part got a clock of its own after a question; the others stay with their proposer."""
    first, second = uuid4(), uuid4()
    await commands.propose_package(
        room.youssef,
        ProposePackage(
            id=uuid4(),
            parts=[PackagePart(commitment_id=each, terms=some_terms()) for each in (first, second)],
        ),
    )
    view = await seen(room, first)
    await commands.question(
        room.marieke, first, AskQuestion(id=uuid4(), **named(view), text="Hoeveel uur?")
    )
    await commands.counter(
        room.youssef,
        first,
        CounterRevision(
            id=uuid4(),
            **named(view),
            terms=some_terms(quantity="3"),
            within=Within(days=2),
            until_lapses=True,
        ),
    )
    clock.move_on(days=30)

    await commands.sweep(sweeper)

    assert [kind for kind, _, _ in await entries(room)][-2:] == [
        "commitment.lapsed",
        "package.unpacked",
    ]
    rest = await seen(room, second)
    assert (rest.package, rest.standing.turn, rest.standing.has_question) == (
        [],
        "contractor",
        True,
    )


async def test_the_chain_of_entries_holds_with_those_of_nobody(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await proposed(room, until_lapses=True)
    clock.move_on(days=30)

    await commands.sweep(sweeper)

    report = await audit(settings.database_owner_url)
    assert report.findings == ()


async def test_while_people_are_at_work_in_a_room_the_sweep_goes_on_elsewhere(
    room: Room, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    await proposed(room, until_lapses=True)
    clock.move_on(days=30)
    owner = await asyncpg.connect(settings.database_owner_url)
    try:
        async with owner.transaction():
            await owner.execute(
                "select from journal where id = $1 for no key update", room.journal_id
            )
            assert await commands.sweep(sweeper) == 0
        await commands.sweep(sweeper)
    finally:
        await owner.close()

    assert [kind for kind, _, _ in await entries(room)][1:] == ["commitment.lapsed"]


async def test_one_process_sweeps_and_another_takes_over_when_it_is_gone(
    sweeper: asyncpg.Connection, settings: Settings
):
    first = await asyncpg.connect(settings.database_sweeper_url)
    # The application of these tests may hold it, for it started first.
    held = await first.fetchval(
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
        " where l.locktype = 'advisory' and l.granted and d.datname = current_database()"
    )
    assert await take_lead(first) is (held == 0)
    assert not await take_lead(sweeper)
    await first.close()


async def test_each_room_is_told_of_its_own_offers_and_of_nobody_elses(
    room: Room, people: People, sweeper: asyncpg.Connection, settings: Settings, clock: Clock
):
    rooms = [room, await a_room(people, settings, title="Onderhoud groen Zuid")]
    offers = [await proposed(each, until_lapses=True) for each in rooms]
    clock.move_on(days=30)

    await commands.sweep(sweeper)

    for each, made in zip(rooms, offers, strict=True):
        told = [(kind, body["commitmentId"]) for kind, _, body in await entries(each)]
        assert told == [
            (kind, str(made.id)) for kind in ("commitment.proposed", "commitment.lapsed")
        ], each.id
