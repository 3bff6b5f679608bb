"""Many people who listen, in a process of their own; they tell what they heard, and when.

    python -m tests.benchmarks.crowd < PLAN

The plan is one line of JSON. It answers with a line once everybody is in, and with another, that says
what became of them, when the word to stop comes. Moments are those of the machine's monotonic clock,
which all its processes share.
"""

import asyncio
import contextlib
import json
import random
import socket
import sys
import time

import msgspec
import websockets
from msgspec import Struct
from websockets.asyncio.client import ClientConnection

# More at once than the server opens in a moment only wait for each other.
OPENED_AT_ONCE = 20
# As small as a system makes it, for those who read nothing.
TAKEN_BYTES = 4096
PATIENCE_SECONDS = 60
TRIES = 20


class Listener(Struct, frozen=True, kw_only=True):
    """Where one of them listens, and as whom."""

    path: str
    cookie: str
    is_stuck: bool = False


class Plan(Struct, frozen=True, kw_only=True):
    """Who listens, and from which address of this machine."""

    port: int
    source: str
    listeners: list[Listener]
    # When told to leave they wait until each has heard so many entries, as long as they have patience.
    stays_for: int = 0


class Heard(Struct, frozen=True, kw_only=True):
    """What reached one of them: journals, numbers and moments; and whether the line still stands."""

    path: str
    entries: list[tuple[str, int, float]]
    is_open: bool


async def main() -> None:
    plan = msgspec.json.decode(sys.stdin.readline(), type=Plan)
    turns = asyncio.Semaphore(OPENED_AT_ONCE)
    heard: list[list[tuple[str, int, float]]] = [[] for _ in plan.listeners]
    tasks: list[asyncio.Task[None]] = []

    async def seated(each: Listener, into: list[tuple[str, int, float]]) -> ClientConnection:
        line = await opened(plan, each, turns)
        if not each.is_stuck:
            # At once: who does not read is taken for gone before all the others are in.
            tasks.append(asyncio.create_task(listen(line, into)))
        return line

    lines = await asyncio.gather(*map(seated, plan.listeners, heard))
    tell({"open": len(lines)})
    await asyncio.to_thread(sys.stdin.readline)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while any(  # noqa: ASYNC110  # What each heard is a list, which rings for nobody.
                len(into) < plan.stays_for
                for each, into in zip(plan.listeners, heard, strict=True)
                if not each.is_stuck
            ):
                await asyncio.sleep(0.05)
    said = [
        Heard(path=each.path, entries=into, is_open=line.state == websockets.State.OPEN)
        for line, into, each in zip(lines, heard, plan.listeners, strict=True)
    ]
    sys.stdout.write(msgspec.json.encode(said).decode() + "\n")
    sys.stdout.flush()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for line in lines:
        line.transport.abort()


async def opened(plan: Plan, listener: Listener, turns: asyncio.Semaphore) -> ClientConnection:
    """Come in, and come back when told to, as a screen does."""
    async with turns:
        for _ in range(TRIES):
            try:
                return await tried(plan, listener)
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(random.uniform(0.5, 2))
    message = "nobody lets it in"
    raise RuntimeError(message)


async def tried(plan: Plan, listener: Listener) -> ClientConnection:
    line = socket.socket()
    line.bind((plan.source, 0))
    if listener.is_stuck:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAKEN_BYTES)
    line.setblocking(False)  # noqa: FBT003  # The standard names it so.
    await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", plan.port))
    opened = await websockets.connect(
        f"ws://127.0.0.1:{plan.port}{listener.path}",
        sock=line,
        origin=f"http://127.0.0.1:{plan.port}",  # pyright: ignore[reportArgumentType]  # A plain text will do.
        additional_headers={"cookie": listener.cookie},
        compression=None,
        proxy=None,
        ping_interval=None,
        open_timeout=PATIENCE_SECONDS,
        max_queue=1 if listener.is_stuck else 16,
    )
    if not listener.is_stuck:
        await opened.recv()
    return opened


async def listen(line: ClientConnection, into: list[tuple[str, int, float]]) -> None:
    async for frame in line:
        at = time.monotonic()
        into += [
            (entry["journal"], entry["number"], at)
            for entry in json.loads(frame).get("entries", [])
        ]


def tell(said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
