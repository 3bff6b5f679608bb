"""The demo story, played once for all its tests in a worker."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tests.conftest import TEMPLATE
from tests.demo.houses import (
    SATURDAY_NOON,
    House,
    NewHouse,
    at,
    inside,
    other_database,
    unheard,
)
from tests.postgres import TestCluster

from samenspraak.demo import play
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import read_script
from samenspraak.demo.stage import Stage
from samenspraak.settings import Settings


@pytest.fixture(autouse=True)
def story_day() -> Iterator[None]:
    with at(SATURDAY_NOON):
        yield


@pytest.fixture(scope="session")
async def played(new_house: NewHouse) -> Settings:
    settings = new_house("played")
    with other_database(), at(SATURDAY_NOON):
        assert await play(settings, unheard)
    return settings


@pytest.fixture
async def house(played: Settings) -> AsyncIterator[House]:
    # For one test alone: those of other capabilities run between, on connections of their own.
    async with inside(played):
        yield House(played, Stage(played, Calendar(), read_script(Calendar())))


@pytest.fixture(scope="session")
def new_house(
    cluster: TestCluster,
    template: str,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[NewHouse]:
    """Make an empty house: a database and a folder for keys, which nobody used."""
    assert template == TEMPLATE
    made: list[str] = []

    def new(name: str) -> Settings:
        database = f"demo_{name}_{worker_id}"
        made.append(database)
        addresses = cluster.create_database(database, template=template)
        folder = tmp_path_factory.mktemp(database)
        return Settings(
            database_url=addresses.server,
            database_owner_url=addresses.owner,
            database_sweeper_url=addresses.sweeper,
            data_folder=folder,
            keys_folder=folder / "keys",
        )

    yield new
    for database in made:
        cluster.drop_database(database)
