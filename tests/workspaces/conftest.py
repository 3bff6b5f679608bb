"""A workspace with both sides and the coordinator, each at home with their own side."""

from typing import Any

import pytest
from tests.builders import People, Room
from tests.builders_sides import OwnSide


@pytest.fixture
async def marieke(room: Room, people: People, sign_in: Any) -> OwnSide:
    """She negotiates and approves for the buyer."""
    return OwnSide(room.id, await sign_in(people.marieke))


@pytest.fixture
async def tom(room: Room, people: People, sign_in: Any) -> OwnSide:
    """He signs for the buyer, and approves nothing."""
    return OwnSide(room.id, await sign_in(people.tom))


@pytest.fixture
async def youssef(room: Room, people: People, sign_in: Any) -> OwnSide:
    """He negotiates and approves for the contractor."""
    return OwnSide(room.id, await sign_in(people.youssef))


@pytest.fixture
async def femke(room: Room, people: People, sign_in: Any) -> OwnSide:
    """She coordinates."""
    return OwnSide(room.id, await sign_in(people.femke))
