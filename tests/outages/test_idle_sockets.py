"""Very many listen where nothing happens: they cost little, stay, and hear what comes in the end.

`make assure` has ten thousand listen; `make bench` tells what each costs, and how the others fare.
"""

import asyncio
import os
import resource
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from tests.benchmarks.crowd import Listener, Plan
from tests.benchmarks.listening import (
    IDLE_A_PROCESS,
    SOURCES,
    SPARE_FILES,
    Crowd,
    memory_of,
    raise_limit,
)
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person, Room
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.schemas import SetPurpose

WANTED = 10_000 if os.environ.get("SAMENSPRAAK_ASSURE") else 600
# Several beats, so that each was spoken to more than once.
BEATS_EVERY, STILL_SECONDS = 2, 7
MOST_BYTES = 64 * 1024


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[ServerProcess]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    # Those it starts open as many lines as the system lets them.
    raise_limit()
    [port] = free_ports(1)
    more = {
        "SAMENSPRAAK_HEARTBEAT_SECONDS": str(BEATS_EVERY),
        "SAMENSPRAAK_SOCKETS_PER_PERSON": str(WANTED),
    }
    server = start_server(addresses, port, [port], settings.data_folder, more)
    yield await ready(server)
    server.kill()


async def cookie_of(person: Person, settings: Settings) -> str:
    secret = await person.session(settings)
    return f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}"


async def test_who_sits_still_costs_little_stays_and_hears_what_comes(
    server: ServerProcess, people: People, room: Room, settings: Settings
):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(WANTED, most - SPARE_FILES)
    cookies = [await cookie_of(each, settings) for each in (people.marieke, people.youssef)]
    listeners = [
        Listener(path=f"/v1/workspaces/{room.id}/live", cookie=cookies[at % 2])
        for at in range(count)
    ]
    before = memory_of(server)
    crowds = await asyncio.gather(
        *(
            Crowd.of(
                Plan(
                    port=server.port,
                    source=SOURCES[at // IDLE_A_PROCESS % len(SOURCES)],
                    listeners=listeners[at : at + IDLE_A_PROCESS],
                    stays_for=1,
                )
            )
            for at in range(0, count, IDLE_A_PROCESS)
        )
    )
    await asyncio.sleep(STILL_SECONDS)
    each = (memory_of(server) - before) / count
    await commands.set_purpose(room.marieke, SetPurpose(id=uuid4(), text="Na lange stilte."))
    heard = [one for crowd in crowds for one in await crowd.leave()]

    assert len(heard) == count
    assert sum(not one.is_open for one in heard) == 0
    assert {len(one.entries) for one in heard} == {1}
    assert len({(kind, number) for one in heard for kind, number, _ in one.entries}) == 1
    assert each < MOST_BYTES
