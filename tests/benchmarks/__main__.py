"""Measures the product beside what it stands on, in one run on one machine.

    python -m tests.benchmarks

Nothing is asserted: figures differ by machine and by what else it does. Compare the lines of one
run with each other only. The load comes from this process, so it shares the cores it measures.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import websockets
from tests.browser import CSRF_COOKIE, SESSION_COOKIE, move
from tests.builders import People, Room, a_room, the_people
from tests.postgres import roomy_folder, test_cluster
from tests.servers import ServerProcess, free_ports, servers

from samenspraak.agreements.keys import prepare_keys
from samenspraak.database import DB, migrate
from samenspraak.embedded import Addresses
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

WRITERS = 20
MOVES = 600
ROOMS = 10
LATENCIES = 200
REQUESTS = 2_000


async def rate(
    count: int, act: Callable[[int], Awaitable[Any]], *, at_once: int = WRITERS
) -> float:
    """Do something `count` times, some at once, and return how often a second."""
    waiting = iter(range(count))

    async def work() -> None:
        for number in waiting:
            await act(number)

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return count / (time.perf_counter() - started)


class Writer:
    """Posts messages in a room as somebody who is signed in."""

    def __init__(self, server: ServerProcess, room: Room, secret: str) -> None:
        self.room = room
        self.cookies = {"cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}"}
        self.http = httpx.AsyncClient(
            base_url=server.origin + "/v1",
            headers={**self.cookies, "origin": server.origin, "x-csrf-token": csrf_token(secret)},
            timeout=60,
        )
        self.thread = ""

    async def start(self) -> None:
        body = move(title="Meten", text="Begin", audience="shared")
        answer = await self.http.post(f"/workspaces/{self.room.id}/threads", json=body)
        assert answer.status_code == 201, answer.text
        self.thread = body["id"]

    async def say(self, number: int) -> None:
        answer = await self.http.post(
            f"/workspaces/{self.room.id}/threads/{self.thread}/messages",
            json=move(text=f"Bericht {number}"),
        )
        assert answer.status_code == 201, answer.text


async def moves(writers: list[Writer]) -> float:
    return await rate(MOVES, lambda number: writers[number % len(writers)].say(number))


async def latency(writer: Writer, other: ServerProcess) -> list[float]:
    """Return milliseconds from the moment an entry was numbered, just before its COMMIT, to its
    arrival at a socket of the other process."""
    found: list[float] = []
    url = f"ws://127.0.0.1:{other.port}/v1/workspaces/{writer.room.id}/live"
    async with websockets.connect(
        url, origin=other.origin, additional_headers=writer.cookies, compression=None
    ) as socket:
        await socket.recv()
        for number in range(LATENCIES):
            sending = asyncio.create_task(writer.say(number))
            while True:
                heard = json.loads(await asyncio.wait_for(socket.recv(), 60))
                if "entries" in heard:
                    break
            arrived = datetime.now(UTC)
            at = datetime.fromisoformat(heard["entries"][-1]["at"])
            found.append((arrived - at).total_seconds() * 1000)
            await sending
    return sorted(found)


async def bare(addresses: Addresses) -> list[tuple[str, float]]:
    """Measure the framework alone, with one read, and the driver's inserts alone."""
    owner = await asyncpg.connect(addresses.owner)
    await owner.execute("create table bare_note (id uuid primary key, text text not null)")
    await owner.execute("insert into bare_note values (gen_random_uuid(), 'a note')")
    pool = await asyncpg.create_pool(addresses.owner, min_size=10, max_size=10)
    inserts = await rate(
        MOVES * 4,
        lambda _: pool.execute("insert into bare_note values ($1, $2)", uuid4(), "a note"),
    )
    await pool.close()
    [port] = free_ports(1)
    command = [sys.executable, "-m", "uvicorn", "tests.benchmarks.bare:app", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(
        *command,
        *("--log-level", "warning", "--loop", "uvloop", "--http", "httptools"),
        env={**os.environ, "BARE_DATABASE": addresses.owner},
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            for _ in range(300):
                try:
                    await http.get("/json")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
            plain = await rate(REQUESTS, lambda _: http.get("/json"))
            read = await rate(REQUESTS, lambda _: http.get("/read"))
    finally:
        process.terminate()
        await process.wait()
        await owner.close()
    return [
        ("bare Litestar JSON, requests/s", plain),
        ("bare Litestar + one Piccolo read, requests/s", read),
        ("bare asyncpg inserts, rows/s", inserts),
    ]


async def measure(addresses: Addresses, folder: Path) -> list[tuple[str, float]]:
    settings = Settings(
        database_url=addresses.server,
        database_owner_url=addresses.owner,
        data_folder=folder,
        keys_folder=folder / "keys",
    )
    await DB.connect(addresses.server, pool_size=4)
    await prepare_keys(settings)
    people: People = await the_people(settings)
    rooms = [await a_room(people, settings) for _ in range(ROOMS)]
    secret = await people.youssef.session(settings)
    await DB.disconnect()
    rows = await bare(addresses)
    async with servers(addresses, folder, 2) as running:
        first, second = running
        writers = [Writer(first, room, secret) for room in rooms]
        for writer in writers:
            await writer.start()
        me = await rate(REQUESTS, lambda _: writers[0].http.get("/me"))
        view = await rate(MOVES, lambda _: writers[0].http.get(f"/workspaces/{rooms[0].id}"))
        one = await moves(writers[:1])
        many = await moves(writers)
        times = await latency(writers[0], second)
        for writer in writers:
            await writer.http.aclose()
    return [
        *rows,
        ("signed-in read (GET /me), requests/s", me),
        ("a whole workspace (GET), requests/s", view),
        (f"moves/s, one workspace, {WRITERS} writers", one),
        (f"moves/s, {ROOMS} workspaces, {WRITERS} writers", many),
        ("entry to the other process's socket, p50 ms", statistics.median(times)),
        ("entry to the other process's socket, p99 ms", times[int(len(times) * 0.99)]),
    ]


def main() -> None:
    """Make a database of its own, measure, and print the figures of this run."""
    with test_cluster() as cluster, tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
        addresses = cluster.addresses("samenspraak")
        asyncio.run(migrate(addresses.owner, server_role=SERVER, sweeper_role=SWEEPER))
        DB.config = {}
        rows = asyncio.run(measure(addresses, Path(folder)))
    machine = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; PostgreSQL without fsync"
    lines = [machine, *(f"{what:<52}{figure:>10.1f}" for what, figure in rows)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
