"""How fast it is on this machine, beside what it stands on, measured in the same run.

    python -m tests.benchmarks                every measurement for five seconds, then drafts
    SAMENSPRAAK_BENCH_SECONDS=30 …            longer
    python -m tests.benchmarks moves          only those, not drafts
    python -m tests.benchmarks listening      only sockets in a crowd, and coming back
    python -m tests.benchmarks revocation     only how soon somebody who may no longer is gone
    python -m tests.benchmarks drafts         only co-editing (`drafts/comparison.py` tells more)

Client, servers and PostgreSQL share the machine, so numbers compare with each other and with those of
the same machine, not with those of another. PostgreSQL writes through to the disk, as in use.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import websockets
from tests.benchmarks.client import Client, Measured, measure
from tests.benchmarks.drafts.comparison import compare
from tests.benchmarks.listening import compare_listening, table_head
from tests.benchmarks.listening import table as table_of_figures
from tests.benchmarks.revocation import compare_revocation
from tests.crash.people import headers
from tests.crash.rooms import OpenRoom
from tests.postgres import roomy_folder
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses, EmbeddedPostgres
from samenspraak.embedded.cluster import SERVER
from samenspraak.journal.commands import CHANNEL

SECONDS = float(os.environ.get("SAMENSPRAAK_BENCH_SECONDS") or 5)
# As many people at once as two cores keep busy, and one alone for the time a single move takes.
AT_ONCE = 16
ROOMS = 8
# Moves that somebody else waits for at the other process.
DELIVERIES = 300

Work = Callable[[], Awaitable[object]]


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-bench-", dir=roomy_folder()))
    folder.chmod(0o711)
    part, *words = sys.argv[1:] or [""]
    try:
        run(folder, part, words)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, part: str, words: Sequence[str]) -> None:
    """Measure everything, one after another, or the part that is named."""
    embedded = EmbeddedPostgres(folder, durable=True)
    say("Preparing …")
    addresses = embedded.start()
    try:
        rooms = open_rooms(addresses, folder)
        if part in {"", "moves"}:
            asyncio.run(compare_moves(addresses, rooms, folder))
        if part in {"", "listening"}:
            asyncio.run(compare_listening(embedded, addresses, rooms, folder))
        if part in {"", "revocation"}:
            table_head()
            table_of_figures(asyncio.run(compare_revocation(addresses, rooms, folder)))
        if part in {"", "drafts"}:
            compare(addresses, rooms, folder, words)
    finally:
        embedded.stop()


async def compare_moves(addresses: Addresses, rooms: list[OpenRoom], folder: Path) -> None:
    """Measure what people do in a room beside what that stands on."""
    await furnish(addresses)
    async with AsyncExitStack() as stack:
        first, second = await stack.enter_async_context(two_servers(addresses, folder))
        bare = await stack.enter_async_context(bare_server(addresses, folder))
        table(
            [
                *[await each for each in yardsticks(bare, addresses)],
                *[await each for each in moves([first, second], rooms)],
                await delivery(first, second, rooms[0], addresses),
            ]
        )


def yardsticks(bare: ServerProcess, addresses: Addresses) -> list[Awaitable[Measured]]:
    """What Litestar, Piccolo and PostgreSQL do on their own."""

    async def asked(name: str, path: str) -> Measured:
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(Client(bare.port)) for _ in range(AT_ONCE)]
            return await measure(
                name, SECONDS, [lambda client=client: client.ask("GET", path) for client in clients]
            )

    async def inserted(name: str, at_once: int) -> Measured:
        async with AsyncExitStack() as stack:
            works: list[Work] = []
            for _ in range(at_once):
                connection = await asyncpg.connect(addresses.server)
                stack.push_async_callback(connection.close)
                works.append(
                    lambda connection=connection: connection.execute(
                        "insert into bare_insert (id, text) values ($1, $2)", uuid4(), "Hallo."
                    )
                )
            return await measure(name, SECONDS, works)

    return [
        asked("bare Litestar, JSON", "/json"),
        asked("bare Litestar, one Piccolo read", "/read"),
        inserted("bare asyncpg, one insert a commit", 1),
        inserted("bare asyncpg, one insert a commit", AT_ONCE),
    ]


def moves(servers: list[ServerProcess], rooms: list[OpenRoom]) -> list[Awaitable[Measured]]:
    """What people do here: reading a room, and saying something in one or in many."""

    async def done(
        name: str,
        among: list[OpenRoom],
        at_once: int = AT_ONCE,
        *,
        is_move: bool = True,
        processes: int = 1,
    ) -> Measured:
        async with AsyncExitStack() as stack:
            works: list[Work] = []
            for at in range(at_once):
                room = among[at % len(among)]
                server = servers[at % processes]
                session = room.sessions["marieke" if at // len(among) % 2 else "youssef"]
                client = await stack.enter_async_context(
                    Client(server.port, headers(session, server.origin))
                )
                works.append(
                    (lambda client=client, room=room: say_something(client, room))
                    if is_move
                    else (
                        lambda client=client, room=room: client.ask(
                            "GET", f"/v1/workspaces/{room.id}"
                        )
                    )
                )
            return await measure(name, SECONDS, works)

    return [
        done("read a workspace", rooms, is_move=False),
        done("move, one workspace, one person", rooms[:1], 1),
        done("move, one workspace", rooms[:1]),
        done(f"move, {ROOMS} workspaces", rooms),
        done(f"move, {ROOMS} workspaces, two processes", rooms, processes=2),
    ]


async def delivery(
    first: ServerProcess, second: ServerProcess, room: OpenRoom, addresses: Addresses
) -> Measured:
    """From a commit at one process to the socket of somebody at the other.

    Of the commit we hear as the servers do: by PostgreSQL's own wake-up.
    """
    committed: asyncio.Queue[float] = asyncio.Queue()
    each: list[float] = []
    listener = await asyncpg.connect(addresses.server)
    await listener.add_listener(CHANNEL, lambda *_: committed.put_nowait(time.perf_counter()))
    cookie = headers(room.sessions["youssef"], second.origin)["cookie"]
    begun = time.perf_counter()
    async with (
        Client(first.port, headers(room.sessions["marieke"], first.origin)) as client,
        websockets.connect(
            f"ws://127.0.0.1:{second.port}/v1/workspaces/{room.id}/live",
            origin=second.origin,  # pyright: ignore[reportArgumentType]  # A plain text will do.
            additional_headers={"cookie": cookie},
        ) as socket,
    ):
        await socket.recv()
        for _ in range(DELIVERIES):
            asking = asyncio.create_task(say_something(client, room))
            while not json.loads(await socket.recv()).get("entries"):
                continue
            heard = time.perf_counter()
            each.append(heard - await committed.get())
            await asking
    await listener.close()
    return Measured(
        name="commit to the other process's socket",
        at_once=1,
        seconds=time.perf_counter() - begun,
        each=each,
    )


async def say_something(client: Client, room: OpenRoom) -> None:
    await client.ask(
        "POST",
        f"/v1/workspaces/{room.id}/threads/{room.thread_id}/messages",
        {"id": str(uuid4()), "text": "Twee plekken vanaf februari, dat past bij onze planning."},
    )


def open_rooms(addresses: Addresses, folder: Path) -> list[OpenRoom]:
    """Open the rooms by a process of its own."""
    place = folder / "rooms.json"
    subprocess.run(
        [sys.executable, "-m", "tests.crash.rooms", str(ROOMS), place],
        env=environment(addresses, folder),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return msgspec.json.decode(place.read_bytes(), type=list[OpenRoom])


async def furnish(addresses: Addresses) -> None:
    """Make the tables of the yardsticks."""
    owner = await asyncpg.connect(addresses.owner)
    await owner.execute(
        "create table bare (id integer primary key, text text not null);"
        "insert into bare values (1, 'Hallo.');"
        "create table bare_insert (id uuid primary key, text text not null);"
        f"grant select on bare to {SERVER}; grant insert on bare_insert to {SERVER}"
    )
    await owner.close()


@asynccontextmanager
async def two_servers(addresses: Addresses, folder: Path) -> AsyncGenerator[list[ServerProcess]]:
    ports = free_ports(2)
    running = [start_server(addresses, port, ports, folder) for port in ports]
    try:
        for server in running:
            await ready(server)
        yield running
    finally:
        for server in running:
            server.kill()


@asynccontextmanager
async def bare_server(addresses: Addresses, folder: Path) -> AsyncGenerator[ServerProcess]:
    [port] = free_ports(1)
    server = ServerProcess(process=start_bare(addresses, folder, port), port=port)
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(300):
                with contextlib.suppress(httpx.TransportError):
                    await client.get(f"{server.origin}/json")
                    break
                await asyncio.sleep(0.1)
        yield server
    finally:
        server.kill()


def start_bare(addresses: Addresses, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.bare", str(port)],
        env=environment(addresses, folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


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


def table(measured: list[Measured]) -> None:
    """Print what was found."""
    say(f"\n{'':<38}{'at once':>8}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}")
    for it in measured:
        say(
            f"{it.name:<38}{it.at_once:>8}{it.per_second:>10.0f}"
            f"{it.percentile(0.5):>9.1f}{it.percentile(0.99):>9.1f}"
        )
    say(f"\n{os.cpu_count()} cores; client, servers and PostgreSQL share them.")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
