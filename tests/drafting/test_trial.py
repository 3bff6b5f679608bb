"""Whoever tries a big update may die of it; the server does not, and nothing stays behind."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pycrdt import Doc, Text
from tests.drafting.hammer import number

from samenspraak.drafting.trial import Trial

PATIENCE_SECONDS = 30


@pytest_asyncio.fixture
async def trial() -> AsyncIterator[Trial]:
    trial = Trial()
    yield trial
    await trial.close()


def whole(words: str) -> bytes:
    doc = Doc()
    text = doc.get("text", type=Text)
    text += words
    return doc.get_update()


def in_pieces(count: int) -> bytes:
    """A text of which every second character was deleted."""
    doc = Doc(client_id=2)
    text = doc.get("text", type=Text)
    text += "x" * (2 * count)
    ranges = b"".join(number(2 * at) + b"\x01" for at in range(count))
    doc.apply_update(b"\x00\x01\x02" + number(count) + ranges)
    return doc.get_update()


def far_apart(count: int) -> bytes:
    """Items at the very start of a text with nothing to their right: each looks at all pieces."""
    return b"\x01" + number(count) + b"\x09\x00" + b"\x04\x01\x04text\x01x" * count + b"\x00"


def endless_items(count: int) -> bytes:
    """Some 6 bytes each, and 200 of the library's."""
    rest = b"".join(b"\x81\x09" + number(at) + b"\x01" for at in range(count - 1))
    return b"\x01" + number(count) + b"\x09\x00\x04\x01\x04text\x01x" + rest + b"\x00"


async def test_what_is_good_survives(trial: Trial):
    assert await trial.survives(b"", whole("Wij bieden plaats aan twee mensen. " * 20_000))
    assert await trial.survives(whole("eerst"), whole("toen"))


async def test_what_the_library_refuses_does_not_survive(trial: Trial):
    assert not await trial.survives(b"", b"\xff\xff")
    assert await trial.survives(b"", whole("en door"))


async def test_what_takes_too_long_does_not_survive(trial: Trial):
    """9 kB that take the library half a minute."""
    assert not await trial.survives(in_pieces(30_000), far_apart(4_000))
    assert await trial.survives(b"", whole("en door"))


async def test_what_takes_too_much_memory_does_not_survive(trial: Trial):
    assert not await trial.survives(b"", endless_items(2_000_000))
    assert await trial.survives(b"", whole("en door"))


async def test_several_wait_for_their_turn(trial: Trial):
    asked = [trial.survives(b"", whole("x") if n % 2 else b"\xff") for n in range(6)]

    assert await asyncio.gather(*asked) == [False, True, False, True, False, True]


async def test_who_gives_up_does_not_spoil_the_next_answer(trial: Trial):
    await trial.survives(b"", whole("x"))
    asked = asyncio.create_task(trial.survives(in_pieces(30_000), far_apart(4_000)))
    await asyncio.sleep(0.05)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert await trial.survives(b"", whole("x"))


async def test_a_process_that_was_ended_is_made_anew(trial: Trial):
    await trial.survives(b"", whole("x"))
    assert trial._process is not None
    os.kill(trial._process.pid, signal.SIGKILL)
    await _until_gone(trial._process.pid)

    assert await trial.survives(b"", whole("x"))


async def test_closing_leaves_no_process():
    trial = Trial()
    await trial.close()
    await trial.survives(b"", whole("x"))
    assert trial._process is not None
    pid = trial._process.pid

    await trial.close()

    assert _is_gone(pid)


async def test_a_killed_server_leaves_no_process():
    program = (
        "import asyncio\n"
        "from samenspraak.drafting.trial import Trial\n"
        "async def main():\n"
        "    trial = Trial()\n"
        "    await trial.survives(b'', bytes(2))\n"
        "    print(trial._process.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE)
    assert server.stdout is not None
    pid = int(await server.stdout.readline())
    server.kill()
    await server.wait()

    await _until_gone(pid)


async def _until_gone(pid: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not _is_gone(pid):  # noqa: ASYNC110  # Nobody tells us of another's child.
            await asyncio.sleep(0.01)


def _is_gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
    # Dead, and waiting for its parent to notice.
    return stat.rpartition(")")[2].split()[0] == "Z"
