"""`kill -9` while people write: what anybody saw of another, and what was acknowledged, is there.

Twenty kills here; `make assure times=1000` makes as many as it is told, and kills PostgreSQL too.
Those who wrote are kept off the line until somebody who never was here has loaded the draft, for
otherwise they would bring back what was lost. SAMENSPRAAK_SEED repeats the moments that a failure
names, as far as a machine repeats itself.
"""

import asyncio
import os
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests.crash.ground import PATIENCE_SECONDS, Ground, a_ground
from tests.crash.people import headers
from tests.drafting_live.line import Line
from tests.drafting_live.rooms import DraftRoom
from tests.drafting_live.writers import Report, Writers
from tests.embedded.conftest import eventually

ASSURE = int(os.environ.get("SAMENSPRAAK_ASSURE") or 0)
KILLS = ASSURE or 20
KILLS_OF_POSTGRESQL = ASSURE // 4 or 2
KILLS_AT_WORK_OF_ITS_OWN = ASSURE // 4 or 3
# A long trial goes on in a fresh draft.
KILLS_A_DRAFT = 10
# So many are made at a time.
DRAFTS = 20
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**31))
BECAUSE = f"SAMENSPRAAK_SEED={SEED}"
# Long enough for some updates to be stored and others to be under way.
SHORTEST_LIFE, LONGEST_LIFE = 0.1, 1.0
PAUSE_MS = 25
# So that servers let drafts go within a test.
IDLE_SECONDS = 1
# More than the log may grow before it is taken together, in pieces of less than a draft holds.
PASTE_CHARACTERS, PASTES = 60_000, 5
Kill = Callable[[], Awaitable[None]]
# Both sides and the coordinator; the first two are told what is kept.
TOLD = ("marieke", "youssef")
WRITERS = (*TOLD, "tom", "femke")


class Supply:
    """Drafts nobody wrote in yet."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._room: DraftRoom | None = None
        self._left: list[UUID] = []

    async def take(self, count: int) -> tuple[DraftRoom, list[UUID]]:
        """Return so many, and the room they are in; another is opened when there are too few."""
        if self._room is None or len(self._left) < count:
            built = await self._ground.built("tests.drafting_live.rooms", str(DRAFTS))
            self._room = msgspec.json.decode(built, type=DraftRoom)
            self._left = list(self._room.drafts)
        return self._room, [self._left.pop() for _ in range(count)]


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with a_ground({"SAMENSPRAAK_DRAFT_IDLE_SECONDS": str(IDLE_SECONDS)}) as ground:
        yield ground


@pytest.fixture(scope="module")
def supply(ground: Ground) -> Supply:
    return Supply(ground)


class Desk:
    """One draft, and those who write in it over a line to every server."""

    def __init__(
        self, ground: Ground, writers: Writers, room: DraftRoom, draft_id: UUID, line: Line
    ) -> None:
        self.ground = ground
        self.writers = writers
        self.draft_id = draft_id
        self.names = [f"{name} {draft_id}" for name in WRITERS]
        self._room = room
        self._line = line

    async def sit_down(self) -> None:
        for who, name in zip(WRITERS, self.names, strict=True):
            await self.seat(name, who, wants_told=who in TOLD, connect=False)

    async def seat(self, name: str, who: str, **more: bool) -> None:
        await self.writers.ask(
            "open",
            writer=name,
            address=self._line.address,
            draft=str(self.draft_id),
            headers=headers(self._room.sessions[who], self.ground.origins[0]),
            **more,
        )

    async def connect(self) -> None:
        """Get everybody on the line, and wait until they have what there is."""
        for name in self.names:
            await self.writers.ask("connect", writer=name)
        for name in self.names:
            report = await self.writers.until(name, synced=True)
            assert report["synced"], self.trouble(report)

    def trouble(self, report: Report) -> str:
        """Say what became of a line, and what the servers say of themselves."""
        line = {key: report[key] for key in ("connected", "closed", "ended")}
        return f"{BECAUSE}: {line}\n{self.ground.mistakes()}"

    @asynccontextmanager
    async def writing(self, dice: random.Random) -> AsyncIterator[None]:
        """Let everybody write for as long as this lasts."""
        async with asyncio.TaskGroup() as group:
            for name in self.names:
                group.create_task(
                    self.writers.ask(
                        "write", writer=name, seed=dice.randrange(2**31), pause=PAUSE_MS
                    )
                )
            yield
            await self.writers.ask("stop_all")

    async def judge_kept(self) -> Report:
        """Let somebody new load it, and hold that against all that was seen and acknowledged."""
        newcomer = f"z {uuid4()}"
        await self.seat(newcomer, "femke")
        report = await self.writers.until(newcomer, synced=True)
        assert report["synced"], self.trouble(report)
        missing = await self.writers.ask("missing", of=self.names, against=newcomer)
        await self.writers.ask("leave", writer=newcomer)
        assert missing["found"] == [], BECAUSE
        # Had nobody seen or been told anything, nothing was tried.
        assert missing["seen"], BECAUSE
        assert missing["kept"], BECAUSE
        return report

    async def judge_end(self) -> None:
        """Nobody lost what they wrote without a line either, and the server reads the same."""
        await self.connect()
        whole = await self.writers.agreed(*self.names, because=BECAUSE)
        for name in self.names[: len(TOLD)]:
            told = await self.writers.until(name, unacknowledged=0)
            assert (told["unacknowledged"], told["odd"]) == (0, []), BECAUSE
        path = f"/v1/workspaces/{self._room.id}/drafts/{self.draft_id}"
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as http:
            for origin in self.ground.origins:
                asking = headers(self._room.sessions["tom"], origin)
                view = (await http.get(origin + path, headers=asking)).json()
                assert view["text"] == whole["text"], BECAUSE
                filled = {
                    key: value for key, value in whole["fields"].items() if value not in ("", [])
                }
                assert view["fields"] == filled, BECAUSE


@asynccontextmanager
async def desks(
    ground: Ground, supply: Supply, writers: Writers, count: int, dice: random.Random
) -> AsyncIterator[list[Desk]]:
    """Take drafts, with everybody at each, and no line yet."""
    room, drafts = await supply.take(count)
    await ground.serve_all()
    async with Line.laid(ground.ports, dice) as line:
        desks = [Desk(ground, writers, room, draft_id, line) for draft_id in drafts]
        try:
            for desk in desks:
                await desk.sit_down()
            yield desks
        finally:
            await writers.ask("leave_all")
    assert ground.mistakes() == "", BECAUSE


async def a_round(desk: Desk, dice: random.Random, kills: int, kill: Kill) -> None:
    """Kill something under those who write, again and again, and judge what is left each time."""
    for _ in range(kills):
        await desk.connect()
        async with desk.writing(dice):
            await asyncio.sleep(dice.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            await kill()
            # Before anybody finds another server: what it lost stays lost.
            await desk.writers.ask("disconnect_all")
        await desk.judge_kept()


async def test_what_was_seen_or_acknowledged_outlives_its_server(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED)
    starting: dict[int, asyncio.Task[None]] = {}

    async def kill() -> None:
        if starting:
            await asyncio.wait(starting.values(), return_when=asyncio.FIRST_COMPLETED)
        # Now and then all end at once; else the newcomer asks the one that goes on.
        ready = [port for port in ground.ports if port not in starting or starting[port].done()]
        for port in ready if dice.random() < 0.2 else [dice.choice(ready)]:
            ground.servers[port].kill()
            starting[port] = asyncio.create_task(ground.serve(port))

    for kills in rounds(KILLS):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await a_round(desk, dice, kills, kill)
            await asyncio.gather(*starting.values())
            starting.clear()
            await desk.judge_end()


async def test_what_was_seen_or_acknowledged_outlives_postgresql(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 1)
    starting: list[asyncio.Task[bool]] = []

    async def kill() -> None:
        ground.kill_postgresql(dice)
        starting.append(asyncio.create_task(asyncio.to_thread(eventually, ground.answers)))

    for kills in rounds(KILLS_OF_POSTGRESQL):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await a_round(desk, dice, kills, kill)
            assert all(await asyncio.gather(*starting)), BECAUSE
            starting.clear()
            await desk.judge_end()


async def test_a_server_that_ends_while_it_takes_a_log_together_leaves_all_of_it(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 2)
    for _ in range(KILLS_AT_WORK_OF_ITS_OWN):
        async with desks(ground, supply, writers, 1, dice) as [desk]:
            await desk.connect()
            writer = desk.names[0]
            for _ in range(PASTES):
                text = "".join(dice.choices("abcdefghijklmnopqrstuvwxyz 😀\n", k=PASTE_CHARACTERS))
                await writers.ask("change", writer=writer, at=0, insert=text)
                await writers.ask(
                    "change", writer=writer, at=0, remove=len(text.encode("utf-16-le")) // 2
                )
                report = await writers.until(writer, unacknowledged=0)
                assert report["unacknowledged"] == 0, BECAUSE
            # What it does now, it does by itself.
            await asyncio.sleep(dice.uniform(0, 0.05))
            for server in ground.servers.values():
                server.kill()
            await writers.ask("disconnect_all")
            await ground.serve_all()
            there = await desk.judge_kept()
            assert there["text"] == report["text"], BECAUSE
            assert there["state"] == report["state"], BECAUSE
            await desk.judge_end()


async def test_a_server_that_ends_while_it_lets_drafts_go_leaves_all_of_them(
    ground: Ground, supply: Supply, writers: Writers
):
    dice = random.Random(SEED + 3)
    for _ in range(KILLS_AT_WORK_OF_ITS_OWN):
        async with desks(ground, supply, writers, 3, dice) as several:
            for desk in several:
                await desk.connect()
                async with desk.writing(dice):
                    await asyncio.sleep(SHORTEST_LIFE)
                await writers.agreed(*desk.names, because=BECAUSE)
            for desk in several:
                for name in desk.names:
                    await writers.ask("disconnect", writer=name)
                await asyncio.sleep(0.1)
            # The first has gone by now, or is going; the last is still there.
            await asyncio.sleep(dice.uniform(IDLE_SECONDS - 0.3, IDLE_SECONDS))
            for server in ground.servers.values():
                server.kill()
            await ground.serve_all()
            for desk in several:
                there = await desk.judge_kept()
                whole = await writers.ask("together", of=desk.names)
                assert {key: there[key] for key in whole} == whole, BECAUSE
                await desk.judge_end()


def rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_A_DRAFT):
        yield min(KILLS_A_DRAFT, kills - begun)
