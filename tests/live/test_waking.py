"""For whom a journal's socket is woken: a socket that nothing wakes is judged again far too late."""

import asyncio
import math
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec import structs
from tests.browser import SESSION_COOKIE
from tests.builders import People, Room

from samenspraak.identity.commands import sign_out_everywhere
from samenspraak.journal.wakeups import Doorbell
from samenspraak.live.routes import _talk  # pyright: ignore[reportPrivateUsage]  # What a socket does once it is open.
from samenspraak.settings import Settings
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.sockets import SIGN_IN, Leave, Socket

pytestmark = pytest.mark.usefixtures("database")
# Far beyond what delivery takes, so that a busy machine never fails a test.
PATIENCE = 30


@pytest.fixture
async def bell(settings: Settings) -> AsyncIterator[Doorbell]:
    bell = Doorbell(settings.database_url)
    await bell.start()
    yield bell
    await bell.stop()


class Line(SimpleNamespace):
    """The other end of a socket: it takes what it is told, and never says anything."""

    async def send_data(self, _data: str, *, mode: str) -> None:
        assert mode == "text"
        self.began.set()

    async def receive_data(self, *, mode: str) -> None:
        assert mode == "text"
        await asyncio.Event().wait()


async def test_signing_out_ends_a_socket_when_it_rings_for_that_person(
    people: People, room: Room, bell: Doorbell, settings: Settings
):
    """The slow round, which would find it out as well, never comes here."""
    unhurried = structs.replace(settings, judge_seconds=math.inf)
    secret = await people.femke.session(settings)
    line = Line(
        scope={
            "headers": [(b"cookie", f"{SESSION_COOKIE}={secret}".encode())],
            "query_string": b"",
        },
        app=SimpleNamespace(state=SimpleNamespace(settings=settings, door=enter, bell=bell)),
        began=asyncio.Event(),
    )
    talking = asyncio.create_task(
        _talk(cast("Socket", line), unhurried, room.femke, None, bell.rings)
    )
    await asyncio.wait_for(line.began.wait(), PATIENCE)

    await sign_out_everywhere(await people.femke.signed_in(settings))

    with pytest.raises(Leave) as leave:
        await asyncio.wait_for(talking, PATIENCE)
    assert leave.value.code == SIGN_IN
