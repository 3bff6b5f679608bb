"""Signatures that meet in two server processes on one database: one agreement comes of each pair."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.agreements.test_races import counted, used
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person, Room, a_room
from tests.builders_agreements import ready_to_sign
from tests.servers import ServerProcess, servers

from samenspraak.agreements.queries import StoredVersion
from samenspraak.embedded import Addresses
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

ROOMS = 12
PATIENCE = 60


@pytest.fixture(scope="module")
async def two(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


class Across:
    """One signed-in person who presses the same button in windows at both processes."""

    def __init__(self, two: list[ServerProcess], secret: str) -> None:
        csrf = csrf_token(secret)
        self.windows = [
            httpx.AsyncClient(
                base_url=server.origin,
                timeout=PATIENCE,
                headers={
                    "origin": server.origin,
                    "sec-fetch-site": "same-origin",
                    "x-csrf-token": csrf,
                    "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf}",
                },
            )
            for server in two
        ]

    async def close(self) -> None:
        for window in self.windows:
            await window.aclose()

    async def press(self, place: int, path: str, body: dict[str, Any]) -> httpx.Response:
        """Press at one process; one that is busy is asked again, as a screen would."""
        for _ in range(20):
            answer = await self.windows[place].post(f"/v1{path}", json=body)
            if answer.status_code != 503:
                return answer
        return answer


async def test_both_sides_signing_at_both_processes_make_one_agreement(
    two: list[ServerProcess], people: People, settings: Settings
):
    async def somebody(person: Person) -> Across:
        return Across(two, await person.session(settings))

    async def one_room(tom: Across, hanneke: Across) -> tuple[Room, StoredVersion, list[int]]:
        room = await a_room(people, settings)
        version = await ready_to_sign(room)
        path = f"/workspaces/{room.id}/versions/{version.id}"
        named = {"number": version.number, "digest": version.digest}
        bodies = []
        for place, person in enumerate((tom, hanneke)):
            # Asked for at one process, and good at the other.
            asked = {"id": str(uuid4()), **named}
            shown = await person.press(place, f"{path}/signing-requests", asked)
            assert shown.status_code == 201, shown.text
            bodies.append({"id": str(uuid4()), "requestId": shown.json()["id"], **named})
        answers = await asyncio.gather(
            *(
                person.press(place, f"{path}/signatures", body)
                for person, body in zip((tom, hanneke), bodies, strict=True)
                for place in (0, 1)
            )
        )
        return room, version, [answer.status_code for answer in answers]

    tom, hanneke = await somebody(people.tom), await somebody(people.hanneke)
    try:
        made = await asyncio.gather(*(one_room(tom, hanneke) for _ in range(ROOMS)))
    finally:
        await tom.close()
        await hanneke.close()

    for room, version, codes in made:
        # The same body at both processes is one signature, and both are told so.
        assert codes == [201] * 4
        found = await counted(room, version)
        assert found == {
            "receipts": 1,
            "signatures": 2,
            "bindings": 1,
            "in force": 1,
            "concluded": 1,
            "signed": 2,
        }
        assert await used(settings, version) == 2
