"""Naming somebody else for a place in what is agreed: other names, the same bytes."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.browser import move
from tests.builders import Room
from tests.builders_commitments import Table

from samenspraak.commitments.decisions import HolderUnchanged, Place, place_named, replaced_name
from samenspraak.commitments.schemas import ReplaceHolder
from samenspraak.commitments.terms import name_commitment
from samenspraak.database import as_person, fetch
from samenspraak.errors import Invalid

PLACE = Place(slot="a" * 64, side="buyer", role="responsible", name="Marieke de Groot")


def asked(**members: Any) -> ReplaceHolder:
    return ReplaceHolder(**{"id": uuid4(), "slot": PLACE.slot, **members})


def test_only_a_place_of_what_is_agreed_can_be_taken():
    assert place_named([PLACE], PLACE.slot) == PLACE
    with pytest.raises(Invalid) as refused:
        place_named([PLACE], "b" * 64)
    assert refused.value.faults[0].slug == "commitments/unknown-slot"


@pytest.mark.parametrize(
    ("members", "known", "slug"),
    [
        ({}, None, "required"),
        ({"name": " \n"}, None, "required"),
        ({"name": "n" * 201}, None, "commitments/too-long"),
        ({"participant_id": uuid4()}, None, "commitments/not-of-that-side"),
        (
            {"participant_id": uuid4()},
            {"side": "contractor", "name": "Ilse"},
            "commitments/not-of-that-side",
        ),
    ],
)
def test_nobody_and_somebody_of_the_other_side_are_refused(members, known, slug):
    with pytest.raises(Invalid) as refused:
        replaced_name(asked(**members), PLACE, known)
    assert [fault.slug for fault in refused.value.faults] == [slug]


def test_whoever_has_the_place_already_is_told_so():
    with pytest.raises(HolderUnchanged):
        replaced_name(asked(name="  Marieke  de Groot "), PLACE, None)
    assert replaced_name(asked(name="Nadia  Haddou"), PLACE, None) == "Nadia Haddou"
    known = {"side": "buyer", "name": "Tom Verhoeven"}
    assert replaced_name(asked(participant_id=uuid4()), PLACE, known) == "Tom Verhoeven"


RESPONSIBLE = [
    {"side": "contractor", "name": "Ilse Bakker", "role": "leermeester"},
    {"side": "buyer", "name": "Nadia Haddou", "role": "contactpersoon"},
]


async def agreed_by(buyer: Table, contractor: Table) -> dict[str, Any]:
    """Return a commitment that both said yes to, as the buyer sees it."""
    proposed = await contractor.propose(responsible=RESPONSIBLE)
    await buyer.move("acceptances", proposed)
    return await buyer.see(proposed)


async def replace(table: Table, view: dict[str, Any], **members: Any) -> Any:
    return await table.browser.post(
        f"{table.path}/commitments/{view['id']}/holders", move(**members)
    )


async def replaced(table: Table, view: dict[str, Any], **members: Any) -> dict[str, Any]:
    answer = await replace(table, view, **members)
    assert answer.status_code == 201, answer.text
    return answer.json()


def place_of(view: dict[str, Any], side: str) -> dict[str, Any]:
    return next(each for each in view["holders"] if each["side"] == side)


async def test_another_name_takes_the_place_and_no_agreed_byte_changes(
    room: Room, buyer: Table, contractor: Table
):
    before = await agreed_by(buyer, contractor)
    place = place_of(before, "buyer")
    assert (place["name"], place["since"], place["mayReplace"]) == ("Nadia Haddou", None, True)
    assert place_of(before, "contractor")["mayReplace"] is False

    after = await replaced(buyer, before, slot=place["slot"], name="Sem de Boer")

    assert place_of(after, "buyer")["name"] == "Sem de Boer"
    assert place_of(after, "buyer")["since"] is not None
    assert after["revisions"] == before["revisions"]
    assert after["standing"] == before["standing"]
    # Both sides see it, and the name hangs on a salt as the first one did.
    assert place_of(await contractor.see(before), "buyer")["name"] == "Sem de Boer"
    async with as_person(room.marieke.person_id):
        (row,) = await fetch(
            "select held_by, names from holder_change where slot = $1", place["slot"]
        )
        (entry,) = await fetch(
            "select body from entry where kind = 'holder.replaced' and journal_id = $1",
            room.journal_id,
        )
    held = msgspec.json.decode(row["names"])
    assert row["held_by"] == name_commitment(salt=held["salt"], name="Sem de Boer")
    assert "Sem" not in entry["body"]
    assert msgspec.json.decode(entry["body"])["slot"] == place["slot"]


async def test_a_place_can_be_taken_again_and_whoever_has_it_is_refused(
    buyer: Table, contractor: Table
):
    view = await agreed_by(buyer, contractor)
    slot = place_of(view, "buyer")["slot"]
    await replaced(buyer, view, slot=slot, name="Sem de Boer")
    refused = await replace(buyer, view, slot=slot, name="Sem de Boer")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("commitments/holder-unchanged")
    after = await replaced(buyer, view, slot=slot, name="Nadia Haddou")
    assert place_of(after, "buyer")["name"] == "Nadia Haddou"


async def test_nobody_names_who_looks_after_it_for_the_other_side(buyer: Table, contractor: Table):
    view = await agreed_by(buyer, contractor)
    slot = place_of(view, "buyer")["slot"]
    refused = await replace(contractor, view, slot=slot, name="Iemand anders")
    assert refused.status_code == 403
    assert place_of(await buyer.see(view), "buyer")["name"] == "Nadia Haddou"


async def test_before_anything_is_agreed_there_is_no_place_to_take(buyer: Table, contractor: Table):
    view = await contractor.propose(responsible=RESPONSIBLE)
    assert view["holders"] == []
    slot = view["revisions"][0]["terms"]["responsible"][0]["commitment"]
    refused = await replace(buyer, view, slot=slot, name="Sem de Boer")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["slug"] == "commitments/unknown-slot"


async def test_the_same_request_twice_names_somebody_once(
    room: Room, buyer: Table, contractor: Table
):
    view = await agreed_by(buyer, contractor)
    slot = place_of(view, "buyer")["slot"]
    body = move(slot=slot, name="Sem de Boer")
    path = f"{buyer.path}/commitments/{view['id']}/holders"
    answers = [await buyer.browser.post(path, body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    async with as_person(room.marieke.person_id):
        assert len(await fetch("select id from holder_change where slot = $1", slot)) == 1


async def test_a_citizens_number_is_no_name(buyer: Table, contractor: Table):
    view = await agreed_by(buyer, contractor)
    slot = place_of(view, "buyer")["slot"]
    refused = await replace(buyer, view, slot=slot, name="BSN 111222333")
    assert refused.status_code == 400
