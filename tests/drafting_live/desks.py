"""A draft with everybody at it, on lines to servers that are killed, and what must be left of it.

Those who wrote are kept off the line until somebody who never was here has loaded the draft, for
otherwise they would bring back what was lost. SAMENSPRAAK_SEED repeats the moments that a failure
names, as far as a machine repeats itself.
"""

import asyncio
import os
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx
import msgspec
from tests.crash.ground import PATIENCE_SECONDS, Ground
from tests.crash.people import headers
from tests.drafting_live.line import Line
from tests.drafting_live.rooms import DraftRoom
from tests.drafting_live.writers import Report, Writers

ASSURE = int(os.environ.get("SAMENSPRAAK_ASSURE") or 0)
# So many are made at a time.
DRAFTS = 20
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**31))
BECAUSE = f"SAMENSPRAAK_SEED={SEED}"
PAUSE_MS = 25
# So that servers let drafts go within a test.
IDLE_SECONDS = 1
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
        # Everybody else is off the line: what comes a moment later comes from what is stored.
        missing = await self.writers.ask(
            "missing", of=self.names, against=newcomer, seconds=PATIENCE_SECONDS
        )
        report = await self.writers.ask("report", writer=newcomer)
        await self.writers.ask("leave", writer=newcomer)
        assert missing["found"] == [], f"{BECAUSE}: {missing['found'][:5]}"
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
