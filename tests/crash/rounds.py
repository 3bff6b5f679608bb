"""People at work in rooms while something goes wrong, and a judgement of what they were told."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import msgspec
from tests.crash.ground import PATIENCE_SECONDS, Ground
from tests.crash.people import Listener, Person, Told
from tests.crash.rooms import OpenRoom

from samenspraak.journal.audit import audit

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


async def a_round(
    ground: Ground,
    dice: random.Random,
    kills: int,
    kill: Callable[[int], Awaitable[None]],
    *,
    because: str,
) -> None:
    """Let people work in fresh rooms while something goes wrong again and again; then judge."""
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
    await judge(ground, rooms, people, listener, because)


async def judge(
    ground: Ground, rooms: list[OpenRoom], people: list[Person], listener: Listener, because: str
) -> None:
    """Hold what people were told against what is there."""
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
