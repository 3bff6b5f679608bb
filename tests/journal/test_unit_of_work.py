"""One move, one unit of work: all of it happens, or none, and numbers leave no gap."""

import asyncio
from typing import ClassVar
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import People, Room
from tests.conftest import Clock

from samenspraak.canonical import canonical_bytes
from samenspraak.database import DB, as_person, execute, fetch, fetch_one
from samenspraak.errors import Conflict, IdTaken, NotFound
from samenspraak.journal.commands import unit_of_work
from samenspraak.journal.decisions import NOTHING, entry_digest
from samenspraak.journal.positions import position, reached_by
from samenspraak.journal.queries import entries_after, heads
from samenspraak.journal.schemas import Fact, MoveRequest


class Happened(Fact, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "test.happened"
    thing_id: UUID


async def test_a_refusal_leaves_nothing(room: Room):
    before = await _head(room)

    async def refused() -> None:
        async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
            work.record(room.journal_id, Happened(thing_id=uuid4()))
            await execute("update workspace set phase = 'closed' where id = $1", room.id)
            raise Conflict

    with pytest.raises(Conflict):
        await refused()

    assert await _head(room) == before
    async with as_person(room.marieke.person_id):
        row = await fetch_one("select phase from workspace where id = $1", room.id)
    assert row == {"phase": "dialogue"}


async def test_forty_at_once_leave_no_gap(room: Room):
    before, _ = await _head(room)
    things = [uuid4() for _ in range(40)]

    async def move(thing: UUID, person_id: UUID) -> None:
        async with unit_of_work(person_id, room.journal_id) as work:
            work.record(room.journal_id, Happened(thing_id=thing))

    people = [room.marieke.person_id, room.youssef.person_id]
    await asyncio.gather(*(move(thing, people[at % 2]) for at, thing in enumerate(things)))

    async with as_person(room.marieke.person_id):
        page = await entries_after({room.journal_id: before})
    assert [entry.number for entry in page.items] == list(range(before + 1, before + 41))
    assert {entry.body["thingId"] for entry in page.items} == {str(thing) for thing in things}


async def test_the_chain_can_be_recomputed_from_what_is_stored(room: Room):
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select * from entry where journal_id = $1 order by number", room.journal_id
        )
    previous = NOTHING
    for number, row in enumerate(rows, start=1):
        assert row["number"] == number
        assert row["body"] == canonical_bytes(msgspec.json.decode(row["body"])).decode()
        assert row["previous_digest"] == previous
        previous = entry_digest(
            journal_id=row["journal_id"],
            number=row["number"],
            entry_id=row["id"],
            kind=row["kind"],
            actor=row["actor"],
            at=row["at"],
            body=row["body"],
            previous_digest=previous,
        )
        assert row["digest"] == previous
    assert await _head(room) == (len(rows), previous)


async def test_nobody_writes_in_a_journal_they_do_not_read(room: Room, people: People):
    with pytest.raises(NotFound):
        async with unit_of_work(people.bram.id, room.journal_id):
            pytest.fail("the journal was locked")


async def test_time_never_runs_back_within_a_journal(room: Room, clock: Clock):
    clock.move_on(hours=1)
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        late = work.record(room.journal_id, Happened(thing_id=uuid4()))
    clock.move_on(hours=-2)
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        after = work.record(room.journal_id, Happened(thing_id=uuid4()))
    assert after.at >= late.at


async def test_asking_twice_does_it_once_and_another_body_is_refused(room: Room):
    class Ask(MoveRequest, frozen=True, kw_only=True):
        word: str

    ask = Ask(id=uuid4(), word="een")
    said: list[bool] = []
    for request in (ask, ask):
        async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
            said.append(await work.repeats(request, room.journal_id))
    assert said == [False, True]
    with pytest.raises(IdTaken):
        async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
            await work.repeats(Ask(id=ask.id, word="twee"), room.journal_id)
    with pytest.raises(IdTaken):
        async with unit_of_work(room.youssef.person_id, room.journal_id) as work:
            await work.repeats(ask, room.journal_id)


async def test_entries_are_for_ever_even_for_their_own_readers(room: Room, settings):
    for statement in (
        "update entry set body = '{}' where journal_id = $1",
        "delete from entry where journal_id = $1",
    ):
        with pytest.raises(asyncpg.exceptions.InsufficientPrivilegeError):
            async with as_person(room.marieke.person_id):
                await execute(statement, room.journal_id)
        # The owner has the right, and the trigger still refuses.
        owner = await asyncpg.connect(settings.database_owner_url)
        try:
            with pytest.raises(asyncpg.exceptions.IntegrityConstraintViolationError):
                await owner.execute(statement, room.journal_id)
        finally:
            await owner.close()


async def test_a_cancelled_move_gives_its_connection_back(room: Room):
    """A client that leaves cancels the handler; the pool must not run dry of it."""
    assert DB.pool is not None
    for at in range(30):
        started = asyncio.Event()

        async def move(started: asyncio.Event = started, at: int = at) -> None:
            async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
                work.record(room.journal_id, Happened(thing_id=uuid4()))
                started.set()
                await asyncio.sleep(0.001 * (at % 3))

        task = asyncio.create_task(move())
        await started.wait()
        await asyncio.sleep(0.001 * (at % 4))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    for _ in range(100):
        if DB.pool.get_size() == DB.pool.get_idle_size():
            break
        await asyncio.sleep(0.05)
    assert DB.pool.get_size() == DB.pool.get_idle_size()
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        work.record(room.journal_id, Happened(thing_id=uuid4()))


def test_a_position_comes_back_as_it_was():
    reached = {uuid4(): 0, uuid4(): 17, uuid4(): 2**40}
    assert reached_by(position(reached)) == reached


@pytest.mark.parametrize("token", ["x", "§", "A" * 31, "=" * 8, "A" * 100_000])
def test_what_is_no_position_is_refused(token: str):
    with pytest.raises(Conflict):
        reached_by(token)


async def _head(room: Room) -> tuple[int, str]:
    async with as_person(room.marieke.person_id):
        row = await fetch_one(
            "select head, head_digest from journal where id = $1", room.journal_id
        )
        assert row is not None
        assert await heads([room.journal_id]) == {room.journal_id: row["head"]}
    return row["head"], row["head_digest"]
