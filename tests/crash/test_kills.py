"""`kill -9` at any moment: what was acknowledged is there, once, and nothing else is.

Fifty kills here; `make assure times=1000` makes as many as it is told. The moments are drawn from a
seed, which a failure names; SAMENSPRAAK_SEED repeats it as far as a machine repeats itself.
"""

import asyncio
import contextlib
import os
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.crash.ground import PATIENCE_SECONDS, SERVERS, Ground, a_ground
from tests.crash.people import Listener, Person, Told
from tests.crash.rooms import OpenRoom
from tests.embedded.conftest import eventually

from samenspraak.journal.audit import audit

pytestmark = pytest.mark.crash

# Half of them end servers, half PostgreSQL.
KILLS = max(2, int(os.environ.get("SAMENSPRAAK_ASSURE") or 50)) // 2
# A room takes 200 commitments, so a long trial goes on in a fresh one.
KILLS_A_ROUND = 25
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**32))
# Two rooms, so that moves also run side by side.
ROOMS = 2
# Long enough for some moves to be done and others to be under way.
SHORTEST_LIFE, LONGEST_LIFE = 0.05, 1.2
FACT_OF = {
    "set purpose": "purpose.set",
    "propose": "commitment.proposed",
    "accept": "commitment.accepted",
    "decline": "commitment.declined",
    "question": "commitment.questioned",
    "withdraw": "commitment.withdrawn",
}


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with a_ground() as ground:
        yield ground


async def test_servers_are_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED)

    async def kill(number: int) -> None:
        # A process that is still starting is killed too, every now and then.
        port = ground.ports[number % SERVERS]
        ground.servers[port].kill()
        restarts.append(asyncio.create_task(ground.serve(port)))
        if dice.random() < 0.7:
            await restarts[-1]

    restarts: list[asyncio.Task[None]] = []
    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill)
        for restart in restarts:
            # One that was killed while it started ended before it was ready.
            with contextlib.suppress(AssertionError):
                await restart
        restarts.clear()


async def test_postgresql_is_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED + 1)

    async def kill(_: int) -> None:
        await asyncio.to_thread(ground.kill_postgresql, dice)
        if dice.random() < 0.7:
            # Whoever serves would notice too; here the servers do not own it.
            await asyncio.sleep(dice.uniform(0, 0.5))
        assert await asyncio.to_thread(eventually, ground.answers)

    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill)


def test_afterwards_no_process_is_left_behind(ground: Ground):
    """Whoever killed us must not have to look for what we left."""
    ground.end()
    assert eventually(lambda: not ground.left()), ground.left()


async def a_round(
    ground: Ground, dice: random.Random, kills: int, kill: Callable[[int], Awaitable[None]]
) -> None:
    """Let people work in fresh rooms while something is killed again and again; then judge."""
    built = await ground.built("tests.crash.rooms", str(ROOMS))
    rooms = msgspec.json.decode(built, type=list[OpenRoom])
    await ground.serve_all()
    done, heard = asyncio.Event(), asyncio.Event()
    people = [
        Person(name, room, ground.origins, random.Random(dice.random()))
        for room in rooms
        for name in room.sessions
    ]
    listener = Listener(rooms[0], ground.origins, random.Random(dice.random()))
    heads: dict[str, int] = {}
    async with asyncio.TaskGroup() as group:
        working = [group.create_task(person.work(done)) for person in people]
        listening = group.create_task(listener.listen(heard, heads))
        for number in range(kills):
            await asyncio.sleep(dice.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            await kill(number)
        done.set()
        await asyncio.wait_for(asyncio.gather(*working), PATIENCE_SECONDS)
        async with ground.owner() as owner:
            rows = await owner.fetch("select id, head from journal")
            heads.update({str(row["id"]): row["head"] for row in rows})
        heard.set()
        await asyncio.wait_for(listening, PATIENCE_SECONDS)
    await judge(ground, rooms, people, listener)


async def judge(
    ground: Ground, rooms: list[OpenRoom], people: list[Person], listener: Listener
) -> None:
    """Hold what people were told against what is there."""
    because = f"SAMENSPRAAK_SEED={SEED}"
    odd = [odd for person in people for odd in person.odd]
    assert odd == [], f"{because}\n{ground.mistakes()}"
    told = [(person.room.id, each) for person in people for each in person.told]
    # Had nobody ever been left without an answer, nothing was tried.
    assert any(each.tries > 1 for _, each in told), because
    report = await audit(ground.addresses.owner)
    assert report.findings == (), because
    async with ground.owner() as owner:
        for room in rooms:
            await _judge_room(owner, room, [each for of, each in told if of == room.id], because)
    numbers: dict[str, list[int]] = {}
    for journal, number in listener.heard:
        numbers.setdefault(journal, []).append(number)
    for heard in numbers.values():
        assert heard == list(range(heard[0], heard[0] + len(heard))), because
    assert numbers, because


async def _judge_room(
    owner: asyncpg.Connection, room: OpenRoom, told: list[Told], because: str
) -> None:
    yes = [each for each in told if each.status == 201]
    moves = await owner.fetch("select id from move where id = any($1)", [each.id for each in told])
    assert {row["id"] for row in moves} == {each.id for each in yes}, because

    said = {each.id: each.text for each in yes if each.verb == "say"}
    messages = await owner.fetch(
        "select id, text, number from message where thread_id = $1 order by number", room.thread_id
    )
    # The first message came with the thread.
    assert {row["id"]: row["text"] for row in messages[1:]} == said, because
    assert [row["number"] for row in messages] == list(range(1, len(messages) + 1)), because

    rows = await owner.fetch(
        "select e.kind, e.body from entry e join workspace w on w.journal_id = e.journal_id"
        " where w.id = $1",
        room.id,
    )
    facts = [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]
    kinds = Counter(kind for kind, _ in facts)
    for verb, kind in FACT_OF.items():
        assert kinds[kind] == sum(each.verb == verb for each in yes), f"{verb}: {because}"
    posted = Counter(
        body["messageId"]
        for kind, body in facts
        if kind == "message.posted" and body["threadId"] == str(room.thread_id)
    )
    assert set(posted.values()) <= {1}, because
    assert {UUID(one) for one in posted} >= set(said), because
    answered = Counter(
        (body["commitmentId"], body["revision"])
        for kind, body in facts
        if kind == "commitment.accepted"
    )
    assert set(answered.values()) <= {1}, because
    assert {UUID(commitment) for commitment, _ in answered} == {
        each.commitment_id for each in yes if each.verb == "accept"
    }, because


def _rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_A_ROUND):
        yield min(KILLS_A_ROUND, kills - begun)
