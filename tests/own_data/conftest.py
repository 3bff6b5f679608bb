"""People of a test alone, so that they can be forgotten."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.builders import People, Room, a_room, the_people

from samenspraak.settings import Settings


@pytest.fixture
async def own_people(settings: Settings, database: None) -> People:
    """People of this test alone."""
    return await the_people(settings)


@pytest.fixture
async def own_room(own_people: People, settings: Settings) -> Room:
    """A room of theirs."""
    return await a_room(own_people, settings)


@pytest.fixture
async def owner(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the database, who sees everything."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        yield connection
    finally:
        await connection.close()
