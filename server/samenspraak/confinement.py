"""A process of its own for work that may take too long or too much memory, and may die of it.

Libraries that read what people send us cannot be asked to stop half-way. Whoever wants one to work
on such a thing asks a confined process, and hears that it failed when the process had to be ended.
"""

import asyncio
import os
import signal
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress

# It has to import a library first, on a machine that may be busy.
START_SECONDS = 20.0

_SIZE = struct.Struct(">I")
_READY = b"="
_DONE = b"+"
_FAILED = b"-"


class Perished(Exception):
    """The confined process did not answer in time, or died of what it was asked."""


class Confined:
    """One process that works within bounds, made when first needed and anew when it perished."""

    def __init__(self, module: str) -> None:
        """Name the module that answers; run as a program, it calls `answer_for_ever`."""
        self._module = module
        self._process: Process | None = None
        # One at a time: with two cores, more would only make each other late.
        self._turn = asyncio.Lock()

    async def ask(self, question: bytes, *, wall_seconds: float) -> bytes | None:
        """Return the answer, or None when the work failed and the process lives on.

        Raises `Perished` when the process is gone with it.
        """
        async with self._turn:
            process = await self._running()
            try:
                async with asyncio.timeout(wall_seconds):
                    return await _ask(process, question)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                await self._end()
                raise Perished from error
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
            self._module,
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


async def _ask(process: Process, question: bytes) -> bytes | None:
    assert process.stdin is not None, "it was asked for"
    assert process.stdout is not None, "it was asked for"
    process.stdin.write(_SIZE.pack(len(question)))
    process.stdin.write(question)
    await process.stdin.drain()
    went = await process.stdout.readexactly(len(_DONE))
    if went != _DONE:
        return None
    (size,) = _SIZE.unpack(await process.stdout.readexactly(_SIZE.size))
    return await process.stdout.readexactly(size)


def answer_for_ever(
    answer: Callable[[bytes], bytes], *, memory_bytes: int, wall_seconds: float
) -> None:
    """Be the confined process. Ends when nobody can ask any more, however they ended.

    `memory_bytes` comes on top of what the process has at rest, so the library has to be imported
    and used once by then. Elsewhere than on Linux the time alone is held.
    """
    import resource
    from pathlib import Path

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sizes_of_ours = Path("/proc/self/statm")
    if sizes_of_ours.exists():
        pages = int(sizes_of_ours.read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.write(_READY)
    answers.flush()
    while len(head := asked.read(_SIZE.size)) == _SIZE.size:
        (size,) = _SIZE.unpack(head)
        question = asked.read(size)
        if len(question) < size:
            return
        # Ends us in the middle of the library too, should whoever asked be gone by then.
        signal.setitimer(signal.ITIMER_REAL, 2 * wall_seconds)
        try:
            made = answer(question)
        except BaseException:  # noqa: BLE001  # Whatever the library raises, it could not do it.
            answers.write(_FAILED)
        else:
            answers.write(_DONE + _SIZE.pack(len(made)))
            answers.write(made)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.flush()
