"""What listening costs, how fast news comes through a crowd, and how soon it comes back.

The clients are `websockets` in processes of their own; the server is the one people use.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import websockets
from msgspec import Struct
from tests.benchmarks.client import Client, Measured
from tests.benchmarks.crowd import Heard, Listener, Plan
from tests.crash.people import headers
from tests.crash.rooms import OpenRoom
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses, EmbeddedPostgres
from samenspraak.journal.commands import CHANNEL
from samenspraak.journal.positions import position

SECONDS = float(os.environ.get("SAMENSPRAAK_BENCH_SECONDS") or 5)
IDLE = int(os.environ.get("SAMENSPRAAK_BENCH_SOCKETS") or 10_000)
# A process full of clients has a core's worth of work while they come in.
IDLE_A_PROCESS = 2_500
# A port names one line to the server from each of these.
SOURCES = [f"127.0.0.{at}" for at in range(1, 9)]
LISTENING, STUCK = 200, 50
# More than the system, the server and a page hold for somebody who reads nothing.
PAST = 2_500
# In several rooms together, and in one: nobody reads what comes faster.
MOVES_A_SECOND, MOVES_IN_ONE = 20, 2
RESTARTS = 5
AWAY_SECONDS = 5.0
# Everything a process opens besides lines.
SPARE_FILES = 1_000
SETTINGS = {"SAMENSPRAAK_SOCKETS_PER_PERSON": "1000000"}


class Figure(Struct, frozen=True, kw_only=True):
    """Something measured, beside what it should be at most."""

    name: str
    value: float
    unit: str
    aim: float | None = None


async def compare_listening(
    embedded: EmbeddedPostgres, addresses: Addresses, rooms: list[OpenRoom], folder: Path
) -> None:
    """Measure all of it, one after another, and print what was found beside what it should be."""
    raise_limit()
    past = [
        sys.executable,
        "-m",
        "tests.outages.past",
        str(PAST),
        *(str(room.id) for room in rooms),
    ]
    await asyncio.to_thread(subprocess.run, past, env=environment(addresses, folder), check=True)
    table_head()
    async with a_server(addresses, folder) as server:
        table(await slow_readers(server, addresses, rooms, MOVES_A_SECOND))
        table(await slow_readers(server, addresses, rooms[:1], MOVES_IN_ONE))
    table(await recoveries(embedded, addresses, rooms[0], folder))
    async with a_server(addresses, folder) as server:
        table(await idle_sockets(server, rooms))


def raise_limit() -> None:
    """Let this process and those it starts open as many lines as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < IDLE + SPARE_FILES:
        sys.stdout.write(f"Only {most} files may be open, so fewer sockets are measured.\n")


def environment(addresses: Addresses, folder: Path) -> dict[str, str]:
    top = str(Path(__file__).parents[2])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([top, os.environ.get("PYTHONPATH", "")]),
        "DATABASE_URL": addresses.server,
        "DATABASE_OWNER_URL": addresses.owner,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(folder / "keys"),
    }


@asynccontextmanager
async def a_server(addresses: Addresses, folder: Path) -> AsyncGenerator[ServerProcess]:
    [port] = free_ports(1)
    server = start_server(addresses, port, [port], folder, SETTINGS)
    try:
        yield await ready(server)
    finally:
        server.kill()


class Crowd:
    """A process full of listeners."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def of(cls, plan: Plan) -> "Crowd":
        """Let them in; returns once all are."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.crowd"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # What they heard is one line.
            limit=512 * 1024 * 1024,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(plan) + b"\n")
        said = await process.stdout.readline()
        assert said, "a crowd did not come in"
        return cls(process)

    async def leave(self) -> list[Heard]:
        """Let them go, and say what they heard."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        said = await self._process.stdout.readline()
        await self._process.wait()
        return msgspec.json.decode(said, type=list[Heard])


async def idle_sockets(server: ServerProcess, rooms: Sequence[OpenRoom]) -> list[Figure]:
    """Let very many listen where nothing happens."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(IDLE, most - SPARE_FILES)
    wants = [
        Listener(
            path=f"/v1/workspaces/{room.id}/live",
            cookie=headers(room.sessions[name], server.origin)["cookie"],
        )
        for at in range(count)
        for room in [rooms[at % len(rooms)]]
        for name in ["marieke" if at // len(rooms) % 2 else "youssef"]
    ]
    before = memory_of(server)
    begun = time.monotonic()
    crowds = await asyncio.gather(
        *(
            Crowd.of(
                Plan(
                    port=server.port,
                    source=SOURCES[at // IDLE_A_PROCESS % len(SOURCES)],
                    listeners=wants[at : at + IDLE_A_PROCESS],
                )
            )
            for at in range(0, count, IDLE_A_PROCESS)
        )
    )
    came_in = time.monotonic() - begun
    # Longer than a heartbeat, so that one of everybody's is in it.
    asked = await asked_for_health(server, max(25.0, SECONDS))
    each = (memory_of(server) - before) / count
    heard = [one for crowd in crowds for one in await crowd.leave()]
    dropped = sum(not one.is_open for one in heard)
    return [
        Figure(name=f"{count} idle sockets, memory of each", value=each / 1024, unit="KiB", aim=64),
        Figure(name="  of those, dropped", value=dropped, unit="", aim=0),
        Figure(name="  health meanwhile, p99", value=asked, unit="ms", aim=100),
        Figure(name="  time for all to come in", value=came_in, unit="s"),
    ]


def memory_of(server: ServerProcess) -> int:
    """Return the bytes that a process has to itself, and its share of what it has with others."""
    told = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text(encoding="ascii")
    [line] = [line for line in told.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) * 1024


async def asked_for_health(server: ServerProcess, seconds: float) -> float:
    begun, each = time.perf_counter(), []
    async with Client(server.port) as client:
        while time.perf_counter() - begun < seconds:
            asked = time.perf_counter()
            await client.ask("GET", "/health")
            each.append(time.perf_counter() - asked)
            await asyncio.sleep(0.05)
    return Measured(name="", at_once=1, seconds=seconds, each=each).percentile(0.99)


async def slow_readers(
    server: ServerProcess, addresses: Addresses, rooms: Sequence[OpenRoom], a_second: int
) -> list[Figure]:
    """From a commit to everybody who listens, while some take nothing in."""
    journals = await journals_of(addresses, rooms)
    wants: list[Listener] = []
    for at in range(LISTENING):
        room = rooms[at % len(rooms)]
        is_stuck = at < STUCK
        begin = position({journals[str(room.id)]: 0})
        wants.append(
            Listener(
                path=f"/v1/workspaces/{room.id}/live" + (f"?after={begin}" if is_stuck else ""),
                cookie=headers(
                    room.sessions["marieke" if at // len(rooms) % 2 else "youssef"], server.origin
                )["cookie"],
                is_stuck=is_stuck,
            )
        )
    crowd = await Crowd.of(Plan(port=server.port, source=SOURCES[0], listeners=wants))
    # Until pipes and buffers of those who take nothing are full.
    await asyncio.sleep(2)
    committed = await moved(server, addresses, rooms, a_second)
    # The last has reached whoever it reaches.
    await asyncio.sleep(2)
    heard = [one for one, want in zip(await crowd.leave(), wants, strict=True) if not want.is_stuck]
    by_path: dict[str, list[float]] = {
        f"/v1/workspaces/{room.id}/live": committed[str(journals[str(room.id)])] for room in rooms
    }
    delays: list[float] = []
    missed = 0
    for one in heard:
        moments = [at for kind, _, at in one.entries if kind == "shared"]
        wanted = by_path[one.path]
        missed += len(wanted) - len(moments)
        delays += [at - was for at, was in zip(moments, wanted, strict=False)]
    measured = Measured(name="", at_once=1, seconds=SECONDS, each=delays)
    rooms_told = f"{len(rooms)} room{'s' if len(rooms) > 1 else ''}"
    where = f"{LISTENING} in {rooms_told}, {STUCK} stuck, {a_second} moves/s"
    return [
        Figure(
            name=f"{where}: to the others, p99",
            value=measured.percentile(0.99),
            unit="ms",
            aim=250,
        ),
        Figure(name="  the same, p50", value=measured.percentile(0.5), unit="ms"),
        Figure(name="  entries that did not come", value=missed, unit="", aim=0),
    ]


async def moved(
    server: ServerProcess, addresses: Addresses, rooms: Sequence[OpenRoom], a_second: int
) -> dict[str, list[float]]:
    """Say something now in this room and now in that; return when each commit was heard of."""
    committed: dict[str, list[float]] = defaultdict(list)
    listener = await asyncpg.connect(addresses.server)
    await listener.add_listener(
        CHANNEL, lambda *told: committed[str(told[3])].append(time.monotonic())
    )
    seconds = max(5.0, SECONDS)
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                Client(server.port, headers(room.sessions["marieke"], server.origin))
            )
            for room in rooms
        ]
        for at in range(int(seconds * a_second)):
            next_at = time.monotonic() + 1 / a_second
            await say_something(clients[at % len(rooms)], rooms[at % len(rooms)])
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))
    await listener.close()
    return committed


async def say_something(client: Client, room: OpenRoom) -> None:
    await client.ask(
        "POST",
        f"/v1/workspaces/{room.id}/threads/{room.thread_id}/messages",
        {"id": str(uuid4()), "text": "Twee plekken vanaf februari, dat past bij onze planning."},
    )


async def journals_of(addresses: Addresses, rooms: Sequence[OpenRoom]) -> dict[str, object]:
    owner = await asyncpg.connect(addresses.owner)
    rows = await owner.fetch(
        "select id, journal_id from workspace where id = any($1)", [room.id for room in rooms]
    )
    await owner.close()
    return {str(row["id"]): row["journal_id"] for row in rows}


async def recoveries(
    embedded: EmbeddedPostgres, addresses: Addresses, room: OpenRoom, folder: Path
) -> list[Figure]:
    """From the moment PostgreSQL answers again until both processes read, write and tell."""
    ports = free_ports(2)
    running = [start_server(addresses, port, ports, folder, SETTINGS) for port in ports]
    try:
        for server in running:
            await ready(server)
        each = [await recovery(embedded, addresses, running, room) for _ in range(RESTARTS)]
    finally:
        for server in running:
            server.kill()
    return [
        Figure(
            name=f"PostgreSQL back to {what}, worst of {RESTARTS}", value=max(took), unit="s", aim=5
        )
        for what, took in zip(
            ("reading", "writing", "news at a socket"), zip(*each, strict=True), strict=True
        )
    ]


async def recovery(
    embedded: EmbeddedPostgres,
    addresses: Addresses,
    running: Sequence[ServerProcess],
    room: OpenRoom,
) -> tuple[float, float, float]:
    """Stop PostgreSQL under people who go on asking, start it, and see when all is as before."""
    is_over = asyncio.Event()
    bothering = [asyncio.create_task(bother(server, room, is_over)) for server in running]
    listening = asyncio.create_task(first_news(running[1], room))
    await asyncio.sleep(1)
    await asyncio.to_thread(embedded.cluster.stop)
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(embedded.revive)
    while True:
        with suppress(OSError, asyncpg.PostgresError):
            await (await asyncpg.connect(addresses.server)).close()
            break
        await asyncio.sleep(0.01)
    back = time.monotonic()
    read = max(await asyncio.gather(*(until(server, room, "GET") for server in running))) - back
    wrote = max(await asyncio.gather(*(until(server, room, "POST") for server in running))) - back
    news = await listening - back
    is_over.set()
    await asyncio.gather(*bothering)
    return read, wrote, news


async def bother(server: ServerProcess, room: OpenRoom, is_over: asyncio.Event) -> None:
    async with httpx.AsyncClient(headers=headers(room.sessions["marieke"], server.origin)) as http:
        while not is_over.is_set():
            with suppress(httpx.TransportError):
                await http.get(f"{server.origin}/v1/workspaces/{room.id}")
            await asyncio.sleep(0.05)


async def until(server: ServerProcess, room: OpenRoom, method: str) -> float:
    """Ask until it is done; return when."""
    path = f"{server.origin}/v1/workspaces/{room.id}"
    body = {"id": str(uuid4()), "text": "Daar zijn we weer."}
    async with httpx.AsyncClient(
        headers=headers(room.sessions["marieke"], server.origin), timeout=60
    ) as http:
        while True:
            with suppress(httpx.TransportError):
                answer = await (
                    http.get(path)
                    if method == "GET"
                    else http.post(f"{path}/threads/{room.thread_id}/messages", json=body)
                )
                if answer.status_code in {200, 201}:
                    return time.monotonic()
                assert answer.status_code == 503, answer.text
            await asyncio.sleep(0.02)


async def first_news(server: ServerProcess, room: OpenRoom) -> float:
    """Listen, come back after each cut, and return when the first news after one came."""
    path = f"/v1/workspaces/{room.id}/live"
    reached: str | None = None
    while True:
        with suppress(OSError, websockets.WebSocketException, TimeoutError):
            async with websockets.connect(
                f"ws://127.0.0.1:{server.port}{path}" + (f"?after={reached}" if reached else ""),
                origin=server.origin,  # pyright: ignore[reportArgumentType]  # A plain text will do.
                additional_headers={
                    "cookie": headers(room.sessions["youssef"], server.origin)["cookie"]
                },
                proxy=None,
            ) as socket:
                while True:
                    frame = json.loads(await socket.recv())
                    reached = frame.get("heartbeat") or frame["position"]
                    if frame.get("entries"):
                        return time.monotonic()
        # As a screen does at first: half a second, and a little chance.
        await asyncio.sleep(0.5)


def table_head() -> None:
    sys.stdout.write(f"\n{'':<62}{'found':>12}{'aim':>12}\n")
    sys.stdout.flush()


def table(figures: Sequence[Figure]) -> None:
    for it in figures:
        aim = "" if it.aim is None else f"{it.aim:g} {it.unit}".strip()
        missed = "  missed" if it.aim is not None and it.value > it.aim else ""
        found = f"{it.value:.1f} {it.unit}".strip()
        sys.stdout.write(f"{it.name:<62}{found:>12}{aim:>12}{missed}\n")
    sys.stdout.flush()
