"""The same people in two rooms: numbers and names of one say nothing of the other, nor of who left."""

from typing import Any

import pytest
from tests.browser import move
from tests.builders import People, Room, a_room
from tests.builders_commitments import Table, terms_json
from tests.commitments.test_holders import agreed_by, place_of, replace, replaced
from tests.commitments.test_packages import a_package, new, say_yes

from samenspraak.settings import Settings


@pytest.fixture
async def other_room(room: Room, people: People, settings: Settings) -> Room:
    """Another room of the very same people."""
    return await a_room(people, settings, title="Onderhoud groen Zuid")


async def named_responsible(table: Table, participant_id: object) -> Any:
    person = {"side": "buyer", "participantId": str(participant_id)}
    return await table.browser.post(
        f"{table.path}/commitments", move(terms=terms_json(), responsible=[person])
    )


async def test_commitments_are_numbered_in_their_own_room(buyer: Table, other_room: Room):
    elsewhere = Table(other_room.id, buyer.browser)
    for _ in range(2):
        await elsewhere.propose()

    assert (await buyer.propose())["number"] == 1


async def test_nobody_of_another_room_is_responsible_here(
    buyer: Table, room: Room, other_room: Room
):
    answer = await named_responsible(buyer, other_room.tom.id)
    assert answer.status_code == 400
    assert [fault["slug"] for fault in answer.json()["errors"]] == ["commitments/not-of-that-side"]
    assert "Tom" not in answer.text
    assert (await named_responsible(buyer, room.tom.id)).status_code == 201


async def test_who_left_is_named_responsible_for_nothing_new(buyer: Table, room: Room):
    left = await buyer.browser.post(f"{buyer.path}/removals", move(participantId=str(room.tom.id)))
    assert left.status_code == 204

    answer = await named_responsible(buyer, room.tom.id)

    assert [fault["slug"] for fault in answer.json()["errors"]] == ["commitments/not-of-that-side"]


async def test_a_package_of_another_room_is_not_there(
    buyer: Table, contractor: Table, other_room: Room
):
    """Who may say yes here says nothing of what lies on the table elsewhere."""
    there = Table(other_room.id, contractor.browser)
    package_id, parts = await a_package(there, new(), new(quantity="12"))

    answer = await say_yes(buyer, package_id, parts[0]["package"])

    assert answer.status_code == 404
    elsewhere = Table(other_room.id, buyer.browser)
    assert (await say_yes(elsewhere, package_id, parts[0]["package"])).status_code == 201


async def test_only_who_takes_part_here_and_now_looks_after_what_is_agreed(
    buyer: Table, contractor: Table, room: Room, other_room: Room
):
    """A place names somebody of this room: by their place in another nobody is found, nor who left."""
    view = await agreed_by(buyer, contractor)
    slot = place_of(view, "buyer")["slot"]
    elsewhere = await replace(buyer, view, slot=slot, participantId=str(other_room.tom.id))
    assert [fault["slug"] for fault in elsewhere.json()["errors"]] == [
        "commitments/not-of-that-side"
    ]
    here = {"slot": slot, "participantId": str(room.tom.id)}
    assert place_of(await replaced(buyer, view, **here), "buyer")["name"] == "Tom Verhoeven"
    await replaced(buyer, view, slot=slot, name="Sem de Boer")
    await buyer.browser.post(f"{buyer.path}/removals", move(participantId=str(room.tom.id)))

    left = await replace(buyer, view, **here)

    assert [fault["slug"] for fault in left.json()["errors"]] == ["commitments/not-of-that-side"]
    assert place_of(await buyer.see(view), "buyer")["name"] == "Sem de Boer"
