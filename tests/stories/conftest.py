"""What stories are told with: Chromium, two server processes on one database, and visitors."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import async_playwright, expect
from tests.builders import People, Person, Room
from tests.servers import ServerProcess, ready, servers, start_server
from tests.stories.chromium import SWITCHES, chromium_program
from tests.stories.judges import Inspection
from tests.stories.keyboard import KeyboardVisitor
from tests.stories.visitor import PATIENCE_MS, TOP, Visitor

from samenspraak.embedded import Addresses
from samenspraak.settings import Settings, resource

# What was on the screens of a test that failed.
PICTURES = TOP / ".screenshots"
_FAILED = pytest.StashKey[bool]()

Visit = Callable[..., Awaitable[Visitor]]
VisitByKeyboard = AtTable = Callable[..., Awaitable[KeyboardVisitor]]
Restart = Callable[[ServerProcess], Awaitable[ServerProcess]]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """One browser program; every visitor has cookies of their own in it."""
    program = chromium_program()
    if program is None:
        pytest.skip(
            "NO SCREEN WAS OPENED: no Chromium here; install it or name it in SAMENSPRAAK_CHROMIUM"
        )
    if not (resource("web") / "index.html").is_file():
        pytest.skip("NO SCREEN WAS OPENED: the screens are not built; 'make test' builds them")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def two(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    """Two processes; each knows the other's address as an origin."""
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


@pytest.fixture
def restart(two: list[ServerProcess], addresses: Addresses, settings: Settings) -> Restart:
    """Start a process again that was ended, on the port it had."""
    ports = [server.port for server in two]

    async def restart(server: ServerProcess) -> ServerProcess:
        return await ready(start_server(addresses, server.port, ports, settings.data_folder))

    return restart


@pytest.fixture
async def visit(chromium: Chromium, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Sit somebody down at a screen of their own: `await visit(two[0])`."""
    async with AsyncExitStack() as stack:
        visitors: list[Visitor] = []

        async def sit_down(
            server: ServerProcess, *, kind: type[Visitor] = Visitor, **more: Any
        ) -> Visitor:
            visitor = await kind.at(chromium, server, **more)
            stack.push_async_callback(visitor.leave)
            visitors.append(visitor)
            return visitor

        yield sit_down
        if request.node.stash.get(_FAILED, False):
            PICTURES.mkdir(exist_ok=True)
            for number, visitor in enumerate(visitors, start=1):
                name = re.sub(r"\W+", "-", request.node.name)
                await visitor.page.screenshot(
                    path=PICTURES / f"{name}-{number}.png", full_page=True
                )
        complaints = [line for visitor in visitors for line in visitor.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def visit_by_keyboard(visit: Visit) -> VisitByKeyboard:
    """Sit somebody down who has no mouse."""

    async def sit_down(server: ServerProcess, **more: Any) -> KeyboardVisitor:
        visitor = await visit(server, kind=KeyboardVisitor, **more)
        assert isinstance(visitor, KeyboardVisitor)
        return visitor

    return sit_down


@pytest.fixture
def at_table(visit_by_keyboard: VisitByKeyboard, room: Room, settings: Settings) -> AtTable:
    """Sit somebody down in the room, signed in: `await at_table(two[0], people.marieke)`."""

    async def sit_down(server: ServerProcess, person: Person, **more: Any) -> KeyboardVisitor:
        visitor = await visit_by_keyboard(server, session=await person.session(settings), **more)
        await visitor.go(f"/contracten/{room.id}")
        return visitor

    return sit_down


@pytest.fixture
def inspection() -> Inspection:
    """Judge what is on the screens, and tell everything that is wrong at the end."""
    return Inspection()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember that a test failed, so that its screens are kept."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report
