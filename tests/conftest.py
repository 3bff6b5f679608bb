"""What tests stand on: one PostgreSQL, a database for each worker, the application, and people.

Ask for what a test needs and no more: tests of pure functions ask for nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.browser import ORIGIN, Browser
from tests.builders import People, Person, Room, a_room, the_people
from tests.postgres import TestCluster, test_cluster

from samenspraak.catalogue.seeds import plant
from samenspraak.database import DB, migrate
from samenspraak.embedded import Addresses
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by

TEMPLATE = "migrated"

SignIn = Callable[[Person], Awaitable[Browser]]


class Clock:
    """The real time, until a test moves it on."""

    def __init__(self) -> None:
        self.moved = timedelta()
        self.stopped_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self.stopped_at or datetime.now(UTC)) + self.moved

    def stop(self) -> None:
        """Stand still, and move on only when told."""
        self.stopped_at = datetime.now(UTC)

    def move_on(self, **by: float) -> None:
        self.moved += timedelta(**by)


_CLOCK = Clock()


@pytest.fixture(scope="session")
def cluster() -> Iterator[TestCluster]:
    """The PostgreSQL of this test run."""
    with test_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def template(cluster: TestCluster) -> str:
    """The name of a migrated, empty database; others are copied from it in no time."""
    with cluster.once(TEMPLATE) as done:
        if not done:
            addresses = cluster.create_database(TEMPLATE)
            with ThreadPoolExecutor(max_workers=1) as aside:
                aside.submit(asyncio.run, _migrate(addresses)).result()
    return TEMPLATE


@pytest.fixture(scope="session")
def addresses(cluster: TestCluster, template: str, worker_id: str) -> Iterator[Addresses]:
    """The three addresses of this worker's own database."""
    name = f"worker_{worker_id}"
    yield cluster.create_database(name, template=template)
    cluster.drop_database(name)


@pytest.fixture(scope="session")
def settings(addresses: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for this worker's database, with a key folder to throw away."""
    folder = tmp_path_factory.mktemp("data")
    return Settings(
        database_url=addresses.server,
        database_owner_url=addresses.owner,
        database_sweeper_url=addresses.sweeper,
        data_folder=folder,
        keys_folder=folder / "keys",
        origins=(ORIGIN,),
        # A test asks more in a minute than any person.
        requests_per_minute=1_000_000,
        # Tests move the clock, and tell when it is time to sweep.
        sweep_seconds=1_000_000,
    )


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[Application]:
    """The whole application, started; its clock is the one that `clock` moves."""
    # Imported late: tests of pure functions start without the whole application.
    from samenspraak.app import create_app

    application = create_app(settings, Surroundings(clock=_CLOCK))
    async with started(application):
        yield application


@pytest.fixture
async def database(app: Application) -> None:
    """The database, for tests that call commands and queries instead of asking over HTTP."""
    assert DB.pool is not None, "the application connects when it starts"


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock of the application and of what the test calls; it is set right afterwards."""
    with surrounded_by(Surroundings(clock=_CLOCK)):
        yield _CLOCK
    _CLOCK.moved = timedelta()
    _CLOCK.stopped_at = None


@pytest.fixture(scope="session")
async def people(app: Application, settings: Settings) -> AsyncIterator[People]:
    """People who can sign in, the same for all tests of a worker; change nothing about them."""
    people = await the_people(settings)
    yield people
    for name in people.__struct_fields__:
        known = await getattr(people, name).signed_in(settings)
        assert known.language == "nl", f"a test changed {name}, whom others meet"


@pytest.fixture
async def browser(app: Application) -> AsyncIterator[Browser]:
    """A browser in which nobody is signed in."""
    async with Browser(app) as browser:
        yield browser


@pytest.fixture
async def sign_in(app: Application, settings: Settings) -> AsyncIterator[SignIn]:
    """Give a browser in which a person just signed in: `await sign_in(people.tom)`."""
    async with AsyncExitStack() as stack:

        async def signed_in(person: Person) -> Browser:
            browser = await stack.enter_async_context(Browser(app))
            secret = await person.session(settings)
            browser.carry(secret, csrf_token(secret))
            return browser

        yield signed_in


@pytest.fixture
async def room(people: People, settings: Settings) -> Room:
    """A new workspace with both sides and a coordinator inside."""
    return await a_room(people, settings)


@asynccontextmanager
async def started(application: Application) -> AsyncIterator[None]:
    """Run an application's start and end, as a server does."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = asyncio.create_task(application(scope, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    said = await outbox.get()
    assert said["type"] == "lifespan.startup.complete", said
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        await outbox.get()
        await task


async def _migrate(addresses: Addresses) -> None:
    await migrate(addresses.owner, server_role=SERVER, sweeper_role=SWEEPER)
    await plant(addresses.owner)
