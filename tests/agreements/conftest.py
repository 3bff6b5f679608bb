"""A workspace with everybody who has a say in its agreement at their desk."""

from typing import Any

import pytest
from tests.builders import People, Room
from tests.builders_agreements import Desk


@pytest.fixture
async def marieke(room: Room, people: People, sign_in: Any) -> Desk:
    """She negotiates for the buyer."""
    return Desk(room.id, await sign_in(people.marieke))


@pytest.fixture
async def youssef(room: Room, people: People, sign_in: Any) -> Desk:
    """He negotiates for the contractor."""
    return Desk(room.id, await sign_in(people.youssef))


@pytest.fixture
async def tom(room: Room, people: People, sign_in: Any) -> Desk:
    """He signs for the buyer, up to € 250.000."""
    return Desk(room.id, await sign_in(people.tom))


@pytest.fixture
async def hanneke(room: Room, people: People, sign_in: Any) -> Desk:
    """She signs for the contractor, without a limit."""
    return Desk(room.id, await sign_in(people.hanneke))


@pytest.fixture
async def femke(room: Room, people: People, sign_in: Any) -> Desk:
    """She coordinates, and binds nobody."""
    return Desk(room.id, await sign_in(people.femke))
