"""Writing together: who sees what when, what is kept, and who is let go with which word."""

from collections.abc import AsyncIterator

import pytest
from tests.builders import People, Room
from tests.builders_drafts import a_draft, editing
from tests.servers import ServerProcess, servers

from samenspraak.embedded import Addresses
from samenspraak.settings import Settings


@pytest.fixture(scope="module")
async def two(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


async def test_two_people_write_at_once_and_end_with_the_same(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke, fields={"parts.A": "werk"}, text="Samen. ")
    origin = two[0].origin
    async with (
        editing(origin, draft, people.marieke, settings) as marieke,
        editing(origin, draft, people.youssef, settings) as youssef,
    ):
        assert str(marieke.text) == str(youssef.text) == "Samen. "
        for at in range(20):
            await marieke.write(f"m{at} ")
            await youssef.write(f"y{at} ", at=0)
        await marieke.set("parts.B", "leren")
        await marieke.until(lambda: "y19" in str(marieke.text))
        await youssef.until(lambda: "m19" in str(youssef.text) and "parts.B" in youssef.fields)
        assert str(marieke.text) == str(youssef.text)
        assert marieke.fields.to_py() == youssef.fields.to_py()
        # 20 or 21 updates, and the answer to the server's question.
        await youssef.until(lambda: youssef.acknowledged == 21)
        await marieke.until(lambda: marieke.acknowledged == 22)
        await youssef.until(lambda: "parts.B" in youssef.said("fields")[-1]["fields"])
