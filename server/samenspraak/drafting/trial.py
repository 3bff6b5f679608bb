"""Tries a big update on a copy of the draft, in a process of its own, before the draft itself gets it.

The fence judges form. How long the library works on something well-formed and how much memory that
takes is only known by trying, and whoever tries may die of it.
"""

import asyncio
import os
import signal
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Any

# Beyond what a process with the library in it has at rest. A draft of the most bytes we keep takes
# a quarter of it.
MEMORY_BYTES = 256 * 1024 * 1024
# All of it: to load the draft, and to apply the update.
WALL_SECONDS = 2.0
# What the draft itself may be kept waiting for. Loading a draft of 100,000 edits takes 5 ms.
APPLY_SECONDS = 0.25
# It has to import the library first, on a machine that may be busy.
START_SECONDS = 20.0

_SIZES = struct.Struct(">II")
_SURVIVED = b"+"
_READY = b"="


class Trial:
    """One process that tries, made when first needed and made anew when it died of it."""

    def __init__(self) -> None:
        self._process: Process | None = None
        # One at a time: with two cores, more would only make each other late.
        self._turn = asyncio.Lock()

    async def survives(self, state: bytes, update: bytes) -> bool:
        """Tell whether the draft can take this, soon and in little memory."""
        async with self._turn:
            process = await self._running()
            try:
                async with asyncio.timeout(WALL_SECONDS):
                    return await _ask(process, state, update)
            except (TimeoutError, OSError, asyncio.IncompleteReadError):
                await self._end()
                return False
            except asyncio.CancelledError:
                # Its answer would be taken for the answer to the next question.
                await self._end()
                raise

    async def close(self) -> None:
        """End the process, whatever it is doing."""
        async with self._turn:
            await self._end()

    async def _running(self) -> Process:
        if self._process is not None:
            if not _has_ended(self._process.pid):
                return self._process
            # It was ended by somebody else while nobody asked anything.
            await self._end()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "samenspraak.drafting.trial",
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            # A signal to our group, such as Ctrl-C, is for us to answer.
            start_new_session=True,
        )
        assert self._process.stdout is not None, "it was asked for"
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._process.stdout.readexactly(len(_READY))
        except BaseException:
            await self._end()
            raise
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            # Its own kill() would fetch how it ended, and leave nothing to those who wait for it.
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        assert process.stdin is not None, "it was asked for"
        process.stdin.close()
        await process.wait()


def _has_ended(pid: int) -> bool:
    """Tell whether a process of ours ended, also before the loop heard of it."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


async def _ask(process: Process, state: bytes, update: bytes) -> bool:
    assert process.stdin is not None, "it was asked for"
    assert process.stdout is not None, "it was asked for"
    process.stdin.write(_SIZES.pack(len(state), len(update)))
    process.stdin.write(state)
    process.stdin.write(update)
    await process.stdin.drain()
    return await process.stdout.readexactly(1) == _SURVIVED


def _try_for_ever() -> None:
    """Be the process that tries. Ends when nobody can ask any more, however they ended."""
    import resource
    import time
    from pathlib import Path

    from pycrdt import Doc, Map, Text

    def document() -> Doc[Any]:
        doc: Doc[Any] = Doc()
        doc.get("text", type=Text)
        doc.get("fields", type=Map)
        return doc

    def survives(state: bytes, update: bytes) -> bool:
        doc = document()
        if state:
            doc.apply_update(state)
        begun = time.process_time()
        doc.apply_update(update)
        took = time.process_time() - begun
        # A copy that can be loaded again is one that others can load.
        document().apply_update(doc.get_update())
        return took < APPLY_SECONDS

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    document().apply_update(b"\x00\x00")
    sizes_of_ours = Path("/proc/self/statm")
    if sizes_of_ours.exists():
        # Elsewhere than on Linux the time alone is held.
        pages = int(sizes_of_ours.read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.write(_READY)
    answers.flush()
    while len(sizes := asked.read(_SIZES.size)) == _SIZES.size:
        state_bytes, update_bytes = _SIZES.unpack(sizes)
        state, update = asked.read(state_bytes), asked.read(update_bytes)
        if len(update) < update_bytes:
            return
        # Ends us in the middle of the library too, should whoever asked be gone by then.
        signal.setitimer(signal.ITIMER_REAL, 2 * WALL_SECONDS)
        try:
            survived = survives(state, update)
        except BaseException:  # noqa: BLE001  # Whatever the library raises, it did not take it.
            survived = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(_SURVIVED if survived else b"-")
        answers.flush()


if __name__ == "__main__":
    _try_for_ever()
