"""What trials of live drafts stand on: two server processes, and a Node process full of writers."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec import Struct
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person
from tests.crash.ground import Ground, a_ground
from tests.drafting_live.desks import IDLE_SECONDS, Supply
from tests.drafting_live.writers import Writers
from tests.servers import ServerProcess, ready, servers, start_server

from samenspraak.embedded import Addresses
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token
from samenspraak.identity.schemas import MakeToken
from samenspraak.settings import Settings

Headers = Mapping[str, str]


class Pair:
    """Two processes on one database, which can be ended and started again where they were."""

    def __init__(
        self, running: list[ServerProcess], addresses: Addresses, settings: Settings
    ) -> None:
        self.running = running
        self._addresses = addresses
        self._folder = settings.data_folder

    @property
    def ports(self) -> list[int]:
        return [server.port for server in self.running]

    @property
    def origin(self) -> str:
        return self.running[0].origin

    async def restart(self, *, suddenly: bool) -> None:
        """End both, and start them again on their ports."""
        for server in self.running:
            await asyncio.to_thread(server.kill if suddenly else server.stop)
        ports = self.ports
        # In place, so that whoever ends them ends those that run.
        self.running[:] = [
            start_server(self._addresses, port, ports, self._folder) for port in ports
        ]
        for server in self.running:
            await ready(server)

    async def view(self, workspace_id: UUID, draft_id: UUID, headers: Headers) -> dict:
        """Return a draft as the server reads it from what is stored, from either process."""
        path = f"/v1/workspaces/{workspace_id}/drafts/{draft_id}"
        async with httpx.AsyncClient(timeout=60) as http:
            views = [
                await http.get(server.origin + path, headers=dict(headers))
                for server in self.running
            ]
        assert [answer.status_code for answer in views] == [200, 200], views[0].text
        assert views[0].json() == views[1].json()
        return views[0].json()


class Keys(Struct, frozen=True, kw_only=True):
    """What opens a draft for everybody of the room: sessions, and a program's token."""

    sessions: dict[str, Headers]
    token: Headers


@pytest.fixture(scope="module")
async def writers() -> AsyncIterator[Writers]:
    async with Writers.seated() as writers:
        yield writers


@pytest.fixture(scope="module")
async def pair(addresses: Addresses, people: People, settings: Settings) -> AsyncIterator[Pair]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield Pair(running, addresses, settings)


@pytest.fixture(scope="module")
async def keys(people: People, pair: Pair, settings: Settings) -> Keys:
    """Sign everybody in, and give Hanneke's program a token."""
    program = MakeToken(id=uuid4(), name="proef", days=1)
    return Keys(
        sessions={
            name: await a_session(getattr(people, name), pair.origin, settings)
            for name in ("marieke", "tom", "youssef", "hanneke", "femke")
        },
        token=a_bearer(
            await identity.make_token(await people.hanneke.signed_in(settings), program)
        ),
    )


async def a_session(person: Person, origin: str, settings: Settings) -> Headers:
    """Return what a browser in which this person just signed in sends with a socket."""
    secret = await person.session(settings)
    return {
        "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}",
        "origin": origin,
    }


def a_bearer(token: str) -> Headers:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Servers and a PostgreSQL to kill, with nobody else on them."""
    with a_ground({"SAMENSPRAAK_DRAFT_IDLE_SECONDS": str(IDLE_SECONDS)}) as ground:
        yield ground


@pytest.fixture(scope="module")
def supply(ground: Ground) -> Supply:
    return Supply(ground)
