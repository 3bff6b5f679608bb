"""Some read slowly or not at all: they are sent away, and nobody else notices.

Whoever was sent away comes back with the position they had, misses nothing and hears nothing twice.
`make assure` has two hundred listen, of whom fifty are stuck.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import websockets
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person, Room
from tests.outages.past import fill
from tests.servers import ServerProcess, free_ports, ready, start_server
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from samenspraak.embedded import Addresses
from samenspraak.identity.decisions import csrf_token
from samenspraak.journal.commands import unit_of_work
from samenspraak.journal.positions import position
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.schemas import SetPurpose

ASSURE = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
LISTENING, STUCK = (200, 50) if ASSURE else (24, 6)
# More than the system, the server and a page hold for somebody: the rest has to wait in the journal.
PAST = 2_500
MOVES = 20
PATIENCE_SECONDS = 90
# As small as a system makes it.
TAKEN_BYTES = 4096


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[ServerProcess]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    [port] = free_ports(1)
    more = {"SAMENSPRAAK_SEND_SECONDS": "1", "SAMENSPRAAK_SOCKETS_PER_PERSON": str(LISTENING)}
    server = start_server(addresses, port, [port], settings.data_folder, more)
    yield await ready(server)
    server.kill()


class Keys:
    """Sessions of the people of a room, one each, so that a crowd costs no more than they."""

    def __init__(self, server: ServerProcess, room: Room, settings: Settings) -> None:
        self._server = server
        self._room = room
        self._settings = settings
        self._cookies: dict[UUID, str] = {}

    async def open(self, person: Person, after: str, *, is_stuck: bool = False) -> ClientConnection:
        if person.id not in self._cookies:
            secret = await person.session(self._settings)
            self._cookies[person.id] = (
                f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}"
            )
        line = socket.socket()
        if is_stuck:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAKEN_BYTES)
        line.setblocking(False)  # noqa: FBT003  # The standard names it so.
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self._server.port))
        return await websockets.connect(
            f"ws://127.0.0.1:{self._server.port}/v1/workspaces/{self._room.id}/live?after={after}",
            sock=line,
            origin=self._server.origin,  # pyright: ignore[reportArgumentType]  # A plain text will do.
            additional_headers={"cookie": self._cookies[person.id]},
            compression=None,
            proxy=None,
            ping_interval=None,
            max_queue=1 if is_stuck else 64,
        )


async def numbers_until(
    client: ClientConnection, last: int, numbers: list[int], reached: str
) -> str:
    """Take in what comes until an entry, or until the line is closed; return the position."""
    while not numbers or numbers[-1] < last:
        try:
            frame = json.loads(await asyncio.wait_for(client.recv(), PATIENCE_SECONDS))
        except ConnectionClosed:
            break
        reached = frame.get("heartbeat") or frame["position"]
        numbers += [
            entry["number"] for entry in frame.get("entries", []) if entry["journal"] == "shared"
        ]
    return reached


async def test_whoever_reads_too_slowly_is_sent_away_and_harms_nobody(
    server: ServerProcess, people: People, room: Room, settings: Settings
):
    keys = Keys(server, room, settings)
    crowd = [people.marieke, people.tom, people.youssef, people.hanneke, people.femke]
    now = position({room.journal_id: await head(room)})
    async with AsyncExitStack() as stack:

        async def one(at: int, after: str, *, is_stuck: bool) -> ClientConnection:
            client = await keys.open(crowd[at % len(crowd)], after, is_stuck=is_stuck)
            stack.push_async_callback(client.close)
            return client

        live = [await one(at, now, is_stuck=False) for at in range(LISTENING - STUCK)]
        before = await fill(room.journal_id, room.id, room.marieke.person_id, PAST)
        past = position({room.journal_id: before})
        stuck = [await one(at, past, is_stuck=True) for at in range(STUCK)]
        for at in range(MOVES):
            mover = room.marieke if at % 2 else room.youssef
            await commands.set_purpose(mover, SetPurpose(id=uuid4(), text=f"woord {at}"))
        last = await head(room)
        everything = list(range(before + 1, last + 1))

        async def hear(client: ClientConnection) -> list[int]:
            numbers: list[int] = []
            await numbers_until(client, last, numbers, "")
            return numbers

        for numbers in await asyncio.gather(*(hear(client) for client in live)):
            assert numbers == everything

        log = settings.data_folder / f"serve-{server.port}.log"
        await sent_away(log, STUCK)

        async def come_back(at: int, client: ClientConnection) -> list[int]:
            numbers: list[int] = []
            reached = await numbers_until(client, last, numbers, past)
            assert numbers != everything, "it was not stuck"
            again = await one(at, reached, is_stuck=False)
            await numbers_until(again, last, numbers, reached)
            return numbers

        for numbers in await asyncio.gather(*(come_back(*each) for each in enumerate(stuck))):
            assert numbers == everything


async def head(room: Room) -> int:
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        return work._heads[room.journal_id].number


async def sent_away(log: Path, count: int) -> None:
    """Wait until the server told of so many that they were too slow."""
    codes: list[int | None] = []
    for _ in range(PATIENCE_SECONDS * 10):
        codes = [
            json.loads(line).get("code")
            for line in await asyncio.to_thread(lines_of, log)
            if '"socket"' in line
        ]
        if codes.count(4513) >= count:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"only {codes} were closed")


def lines_of(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines()
