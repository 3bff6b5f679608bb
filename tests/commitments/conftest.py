"""A workspace with both sides at the table."""

from typing import Any

import pytest
from tests.builders import People, Room
from tests.builders_commitments import Table


@pytest.fixture
async def buyer(room: Room, people: People, sign_in: Any) -> Table:
    """Marieke, who negotiates for the buyer."""
    return Table(room.id, await sign_in(people.marieke))


@pytest.fixture
async def contractor(room: Room, people: People, sign_in: Any) -> Table:
    """Youssef, who negotiates for the contractor."""
    return Table(room.id, await sign_in(people.youssef))
