"""Real `y-websocket` clients under Node, who write in drafts as they are told.

    async with Writers.seated() as writers:
        await writers.ask("open", writer="a", address=…, draft=…, headers=…)

Node and the three packages in `clients/package.json` are all they need; the packages are installed
from the lock there, once.
"""

import asyncio
import fcntl
import json
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

CLIENTS = Path(__file__).with_name("clients")
# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE_SECONDS = 60
# A document of some megabytes stands on one line of what they answer.
LINE_LIMIT_BYTES = 2**26

Report = dict[str, Any]


def installed() -> Path:
    """Install what the lock names, unless that was done; return the folder."""
    mark, lock = CLIENTS / "node_modules/.package-lock.json", CLIENTS / "package-lock.json"
    with (CLIENTS / "package.json").open() as alone:
        # Workers that start together install once.
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
            npm = shutil.which("npm")
            assert npm is not None, "Node and npm are needed; README says which"
            subprocess.run(
                [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CLIENTS, check=True
            )
            mark.touch()
    return CLIENTS


class Problem(AssertionError):
    """The writers could not do what they were told."""


class Writers:
    """A Node process full of writers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._asked = 0
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    @asynccontextmanager
    async def seated(cls) -> AsyncIterator[Self]:
        """Start the process, and end it with all its lines."""
        folder = await asyncio.to_thread(installed)
        node = shutil.which("node")
        assert node is not None, "Node is needed; README says which"
        process = await asyncio.create_subprocess_exec(
            node,
            "main.mjs",
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=LINE_LIMIT_BYTES,
            start_new_session=True,
        )
        writers = cls(process)
        try:
            yield writers
        finally:
            await writers._end()

    async def ask(self, do: str, **more: Any) -> Any:
        """Have something done, and return the answer."""
        self._asked += 1
        answer = self._waiting[self._asked] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        line = json.dumps({"id": self._asked, "do": do, **more})
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()
        return await asyncio.wait_for(answer, PATIENCE_SECONDS * 2)

    async def until(self, writer: str, **has: Any) -> Report:
        """Wait until a writer's report has these; return it whether it has or not."""
        return await self.ask("until", writer=writer, has=has, seconds=PATIENCE_SECONDS)

    async def agreed(self, *of: str, also: tuple[str, ...] = (), because: str) -> Report:
        """Wait until these hold everything that any of them holds, and return what that is."""
        answer = await self.ask("agree", of=of, **{"and": also}, seconds=PATIENCE_SECONDS)
        whole = answer["whole"]
        assert not answer["different"], f"{because}: {told_apart(whole, answer['different'])}"
        return whole

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            waiting = self._waiting.pop(said["id"])
            if waiting.done():
                continue
            if "problem" in said:
                waiting.set_exception(Problem(said["problem"]))
            else:
                waiting.set_result(said["answer"])
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Problem("the writers ended"))

    async def _end(self) -> None:
        with suppress(ProcessLookupError):
            # Where Node came with Python's packages, `node` is a program that starts it.
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._listening


def told_apart(whole: Report, different: list[Report]) -> str:
    """Say in a few lines how these differ from the whole."""
    lines: list[str] = []
    for one in different:
        plain = ("name", "client", "synced", "connected", "ended", "closed", "notices", "odd")
        lines.append(str({key: one[key] for key in plain}))
        lines += [
            f"  {key} of {name} differs: {_short(one[key], name)}, not {_short(whole[key], name)}"
            for key in ("state", "deleted", "fields")
            for name in sorted({*whole[key], *one[key]})
            if whole[key].get(name) != one[key].get(name)
        ]
        if whole["text"] != one["text"]:
            lines.append(f"  text: {len(one['text'])} characters, not {len(whole['text'])}")
    return "\n".join(lines)


def _short(values: Mapping[str, Any], name: str) -> str:
    return repr(values.get(name))[-60:]
