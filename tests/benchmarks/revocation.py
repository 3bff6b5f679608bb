"""How soon somebody who signs out at one process is gone from another, and what still came.

Each time a new session opens the journal's socket and a draft's at the second process, and is ended
at the first. The clock runs from the acknowledgement until each socket has closed.
"""

import asyncio
import os
import time
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import websockets
from msgspec import Struct
from tests.benchmarks.listening import Figure
from tests.crash.people import headers
from tests.crash.rooms import OpenRoom
from tests.servers import ServerProcess, servers
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from samenspraak.database import DB
from samenspraak.drafting.protocol import step1
from samenspraak.embedded import Addresses
from samenspraak.identity.commands import start_session
from samenspraak.settings import Settings

TIMES = int(os.environ.get("SAMENSPRAAK_BENCH_REVOCATIONS") or 200)
PATIENCE_SECONDS = 60
AIM_MILLISECONDS = 1_000.0


class Gone(Struct, frozen=True, kw_only=True):
    """How long one socket stayed after its end was acknowledged, and what it still heard."""

    milliseconds: float
    frames: int


async def compare_revocation(
    addresses: Addresses, rooms: list[OpenRoom], folder: Path
) -> list[Figure]:
    """End a session many times, and tell how long its sockets stayed."""
    room = rooms[0]
    await DB.connect(addresses.server, pool_size=2)
    try:
        async with servers(addresses, folder, 2) as (first, second):
            person, draft = await _person_and_draft(first, room)
            gone = [
                each
                for _ in range(TIMES)
                for each in await _ended(first, second, room, person, draft)
            ]
    finally:
        await DB.disconnect()
    taken = sorted(each.milliseconds for each in gone)
    middle = taken[len(taken) // 2]
    return [
        Figure(name="a session ends elsewhere, p50", value=middle, unit="ms"),
        Figure(
            name=f"the same, the longest of {len(taken)}",
            value=taken[-1],
            unit="ms",
            aim=AIM_MILLISECONDS,
        ),
        Figure(
            name="frames after the acknowledgement",
            value=float(sum(each.frames for each in gone)),
            unit="",
            aim=0.0,
        ),
    ]


async def _person_and_draft(server: ServerProcess, room: OpenRoom) -> tuple[UUID, UUID]:
    draft = uuid4()
    base = f"{server.origin}/v1"
    sent = headers(room.sessions["marieke"], server.origin)
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, headers=sent) as http:
        oneself = await http.get(f"{base}/me")
        body = {"id": str(draft), "box": "joint", "title": "Wie er nog is"}
        opened = await http.post(f"{base}/workspaces/{room.id}/commitment-drafts", json=body)
        assert opened.status_code == 201, opened.text
    return UUID(oneself.json()["id"]), UUID(opened.json()["draft"]["id"])


async def _ended(
    first: ServerProcess, second: ServerProcess, room: OpenRoom, person: UUID, draft: UUID
) -> list[Gone]:
    secret = await start_session(person, settings=Settings())
    paths = (f"workspaces/{room.id}/live", f"drafts/{draft}")
    sockets = [
        await websockets.connect(
            f"ws://127.0.0.1:{second.port}/v1/{path}",
            origin=Origin(second.origin),
            additional_headers={"cookie": headers(secret, second.origin)["cookie"]},
        )
        for path in paths
    ]
    await sockets[1].send(step1(b"\x00"))
    for socket in sockets:
        await asyncio.wait_for(socket.recv(), PATIENCE_SECONDS)
    acknowledged = asyncio.Event()
    hearing = [asyncio.create_task(_hear_out(socket, acknowledged)) for socket in sockets]
    sent = headers(secret, first.origin)
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, headers=sent) as http:
        ended = await http.delete(f"{first.origin}/v1/sessions/current")
    assert ended.status_code < 300, ended.text
    at = time.perf_counter()
    acknowledged.set()
    await _say(first, room)
    closed = await asyncio.wait_for(asyncio.gather(*hearing), PATIENCE_SECONDS)
    # One that closed before the answer was there took no time at all.
    return [Gone(milliseconds=max(0.0, end - at) * 1000, frames=frames) for end, frames in closed]


async def _hear_out(
    socket: websockets.ClientConnection, acknowledged: asyncio.Event
) -> tuple[float, int]:
    frames = 0
    try:
        while True:
            await socket.recv()
            frames += acknowledged.is_set()
    except ConnectionClosed:
        return time.perf_counter(), frames


async def _say(server: ServerProcess, room: OpenRoom) -> None:
    """Say something to all in the room, which whoever is gone must not hear."""
    sent = headers(room.sessions["youssef"], server.origin)
    path = f"/v1/workspaces/{room.id}/threads/{room.thread_id}/messages"
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, headers=sent) as http:
        said = await http.post(server.origin + path, json={"id": str(uuid4()), "text": "Verder."})
    assert said.status_code == 201, said.text
