"""Whatever people write at once, over lines that break at any byte, ends as one and the same draft.

A trial is drawn from a seed, which a failure names: who writes, on which process, what, when they
are cut off, and when they go on writing without a line. What must come of it is worked out by Yjs
itself from the writers' own documents, without any server; and, not trusting that either, by
counting characters that were put in and taken out.

`make assure times=200` tries as many seeds as it is told; SAMENSPRAAK_SEED begins from one.
"""

import asyncio
import os
import random
import secrets
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any, Self
from uuid import UUID, uuid4

import pytest
from tests.builders import Room
from tests.builders_drafts import a_draft
from tests.drafting_live.conftest import Headers, Keys, Pair
from tests.drafting_live.line import Line
from tests.drafting_live.writers import Report, Writers

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.drafting.schemas import Box, DraftKind

SEEDS = int(os.environ.get("SAMENSPRAAK_ASSURE") or 20)
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**31))
# So many drafts are written in at once; then the servers are started again under all of them.
SEEDS_AT_ONCE = 5
SEATS = 6
# Stretches of writing; before each, somebody may lose or leave the line.
STRETCHES = 3
TIMES_A_STRETCH = 20
OFFLINE = 0.35


class Trial:
    """One draft, those who write in it, and their line."""

    def __init__(self, seed: int, room: Room, keys: Keys, writers: Writers) -> None:
        self.because = f"SAMENSPRAAK_SEED={seed}"
        self.room = room
        self.draft_id = UUID(int=0)
        self.line: Line
        self._dice = random.Random(seed)
        self._keys = keys
        self._writers = writers
        # The first letter tells the marks of one writer from those of another.
        self.names = [f"{letter} {seed}" for letter in "abcdef"[: self._dice.randint(2, SEATS)]]

    async def begin(self, stack: AsyncExitStack, ports: list[int]) -> Self:
        """Open the draft, seat everybody, and wait until they see it."""
        self.draft_id = await a_draft(
            self.room.marieke,
            kind=DraftKind.COMMITMENT,
            box=Box.JOINT,
            subject_id=uuid4(),
            fields={"title": "Leerwerkplekken"},
            text="Wij bieden plekken aan. 😀",
        )
        some = ports[: self._dice.randint(1, len(ports))]
        self.line = await stack.enter_async_context(Line.laid(some, self._dice))
        for name, headers in zip(self.names, self._who(), strict=False):
            await self._seat(name, headers, wants_told=self._dice.random() < 0.5)
        for name in self.names:
            await self._writers.until(name, synced=True)
        return self

    def _who(self) -> list[Headers]:
        """Return both sides, the coordinator, and a program; somebody has two windows."""
        sessions = self._keys.sessions
        others = [*sessions.values(), self._keys.token, sessions["youssef"]]
        self._dice.shuffle(others)
        return [sessions["marieke"], *others]

    async def _seat(self, name: str, headers: Headers, **more: Any) -> None:
        await self._writers.ask(
            "open",
            writer=name,
            address=self.line.address,
            draft=str(self.draft_id),
            headers=headers,
            **more,
        )

    async def write(self) -> None:
        """Let everybody write at once while lines break, and then be quiet with whole lines."""
        self.line.is_bad = True
        self.line.cut()
        # Their dice are given out before anybody plays, so that a seed repeats what it can.
        async with asyncio.TaskGroup() as group:
            for name in self.names:
                group.create_task(self._work(name, random.Random(self._dice.random())))
        self.line.is_bad = False

    async def _work(self, name: str, dice: random.Random) -> None:
        for _ in range(STRETCHES):
            is_offline = dice.random() < OFFLINE
            if is_offline:
                await self._writers.ask("disconnect", writer=name)
            await self._writers.ask(
                "write",
                writer=name,
                seed=dice.randrange(2**31),
                times=TIMES_A_STRETCH,
                pause=5 if is_offline else 20,
            )
            if is_offline:
                await self._writers.ask("connect", writer=name)

    async def judge(self, pair: Pair) -> Report:
        """Hold everybody's document against all of them together, a newcomer's, and the server's."""
        whole = await self._writers.agreed(*self.names, because=self.because)
        await self.judge_newcomer(whole)
        await self.judge_view(whole, pair)
        await self._judge_marks(whole)
        reports = [await self._writers.ask("report", writer=name) for name in self.names]
        assert [report["odd"] for report in reports] == [[] for _ in reports], self.because
        assert [report["ended"] for report in reports] == [False for _ in reports], self.because
        await self._judge_acknowledged(reports)
        return whole

    async def judge_newcomer(self, whole: Report) -> None:
        """Somebody who never was here gets everything, and nothing else."""
        name = f"z {uuid4()}"
        await self._seat(name, self._keys.sessions["femke"])
        report = await self._writers.until(name, synced=True)
        await self._writers.ask("leave", writer=name)
        assert report["synced"], self.because
        assert {key: report[key] for key in whole} == whole, self.because

    async def judge_view(self, whole: Report, pair: Pair) -> None:
        """What would be proposed is what everybody sees."""
        view = await pair.view(self.room.id, self.draft_id, self._keys.sessions["tom"])
        filled = {name: value for name, value in whole["fields"].items() if value not in ("", [])}
        assert view["text"] == whole["text"], self.because
        assert view["fields"] == filled, self.because
        content = canonical_bytes({"fields": filled, "text": whole["text"]})
        assert view["digest"] == digest(content), self.because

    async def _judge_marks(self, whole: Report) -> None:
        """Every mark is in the text, or somebody took it out."""
        put: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        for marks in await self._writers.ask("markers", of=self.names):
            put.update(marks["put"])
            taken.update(marks["taken"])
        there = Counter(character for character in whole["text"] if ord(character) >= 0xF0000)
        assert put, self.because
        assert set(there) <= set(put), self.because
        for mark, times in put.items():
            # Two people can take out the same, and whoever undoes that puts it in anew.
            least = 0 if times == 1 and taken[mark] else times - taken[mark]
            most = 0 if times == 1 and taken[mark] else times
            assert least <= there[mark] <= most, f"{self.because}: {ord(mark):x}"

    async def _judge_acknowledged(self, reports: list[Report]) -> None:
        """Whoever wanted to know was told, after the last word, that all is kept."""
        for name, report in zip(self.names, reports, strict=True):
            if any(notice["kind"] == "rights" for notice in report["notices"]):
                told = await self._writers.until(name, unacknowledged=0)
                assert told["unacknowledged"] == 0, f"{self.because}: {name}"


@pytest.mark.parametrize("batch", range(-(-SEEDS // SEEDS_AT_ONCE)))
async def test_everybody_ends_with_the_same_draft(
    batch: int, pair: Pair, room: Room, keys: Keys, writers: Writers
):
    first = SEED + batch * SEEDS_AT_ONCE
    many = min(SEEDS_AT_ONCE, SEEDS - batch * SEEDS_AT_ONCE)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(writers.ask, "leave_all")
        trials = [
            await Trial(seed, room, keys, writers).begin(stack, pair.ports)
            for seed in range(first, first + many)
        ]
        async with asyncio.TaskGroup() as group:
            for trial in trials:
                group.create_task(trial.write())
        ends = [(trial, await trial.judge(pair)) for trial in trials]
        # Nobody must have tested whole lines only.
        assert sum(trial.line.cuts for trial in trials) > 0, first

        await writers.ask("disconnect_all")
        await pair.restart(suddenly=batch % 2 == 1)
        for trial, whole in ends:
            await trial.judge_newcomer(whole)
            await trial.judge_view(whole, pair)
            for name in trial.names:
                await writers.ask("connect", writer=name)
        for trial, whole in ends:
            assert await writers.agreed(*trial.names, because=trial.because) == whole
        assert await writers.ask("complaints") == [], first
