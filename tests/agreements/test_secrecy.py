"""Nothing of one side's own room, and nothing of another contract, shows in an agreement."""

from typing import Any
from uuid import uuid4

from tests.builders import People, Room, a_room
from tests.builders_agreements import Desk, agree_commitment, ready_to_sign

from samenspraak.database import as_person, fetch
from samenspraak.settings import Settings

CANARY = "kanarie-7f3a"


async def test_the_other_side_and_outsiders_find_no_rows_whatever_they_ask(
    room: Room, people: People, sign_in: Any, settings: Settings
):
    version = await ready_to_sign(room, reason=CANARY)
    hanneke = Desk(room.id, await sign_in(people.hanneke))
    assert CANARY in (await hanneke.browser.get(f"{hanneke.path}/versions/{version.id}")).text

    async with as_person(people.bram.id):
        for table in ("version", "signature", "receipt", "paper_confirmation", "file"):
            assert await fetch(f'select * from "{table}"') == []
    other = await a_room(people, settings)
    await agree_commitment(other, title="Elders")
    desk = Desk(other.id, await sign_in(people.marieke))
    assert CANARY not in (await desk.browser.get(f"{desk.path}/versions")).text


async def test_mandates_of_one_side_do_not_show_to_the_other_before_a_signature(
    room: Room, tom: Desk, hanneke: Desk, youssef: Desk
):
    version = await ready_to_sign(room)

    tom_sees = await tom.see(version.id)
    others_see = [
        await desk.browser.get(f"{desk.path}/versions/{version.id}") for desk in (hanneke, youssef)
    ]

    assert tom_sees["signing"]["upToCents"] == 25_000_000
    assert all("25000000" not in answer.text for answer in others_see)
    assert all("250.000" not in answer.text for answer in others_see)


async def test_moves_on_a_version_of_another_room_find_nothing(
    room: Room, people: People, sign_in: Any, settings: Settings
):
    version = await ready_to_sign(room)
    other = await a_room(people, settings)
    across = Desk(other.id, await sign_in(people.tom))
    shown = {"line": {"id": str(version.id), "number": 1, "digest": version.digest}}

    for answer in (
        await across.request(shown),
        await across.sign(shown, requestId=str(uuid4())),
        await across.ask("returns", shown, number=1, digest=version.digest, reason="Nee"),
        await across.sign(
            {"line": {"id": str(uuid4()), "number": 1, "digest": "0" * 64}}, requestId=str(uuid4())
        ),
    ):
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
