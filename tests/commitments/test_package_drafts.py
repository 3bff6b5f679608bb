"""Drafts that are put as one: all of them or none, each as the person saw it."""

from typing import Any

import pytest
from tests.browser import move
from tests.builders import Room
from tests.builders_commitments import Table, terms_json
from tests.commitments.desk import Desk, write

from samenspraak.database import as_person, fetch

FIELDS = {"quantity": "2", "unit": "plekken", "period.startsOn": "2027-02-01"}


@pytest.fixture
def desk(contractor: Table) -> Desk:
    return Desk(contractor)


def part(draft: dict[str, Any], **members: Any) -> dict[str, Any]:
    usual = {
        "draftId": draft["draft"]["id"],
        "digest": draft["draft"]["digest"],
        "answers": draft["answers"],
    }
    return {**usual, **members}


async def written(
    desk: Desk, room: Room, title: str, fields: dict[str, Any] | None = None, **members: Any
) -> dict[str, Any]:
    draft = await desk.open(**{"title": title, "box": "own_side", **members})
    await write(room.youssef, draft, FIELDS if fields is None else fields)
    return await desk.see(draft)


async def put(table: Table, *drafts: dict[str, Any], **members: Any) -> Any:
    return await table.browser.post(
        f"{table.path}/packages", move(**{"drafts": list(drafts), **members})
    )


async def kinds(room: Room) -> list[str]:
    async with as_person(room.youssef.person_id):
        rows = await fetch(
            "select kind from entry where journal_id = any($1)"
            " and kind ~ '^(commitment|package|draft)[.]' and kind <> 'draft.opened'"
            " order by at, kind",
            list(room.youssef.journal_ids),
        )
    return sorted(row["kind"] for row in rows)


async def test_drafts_of_one_side_and_of_both_go_as_one(
    room: Room, desk: Desk, buyer: Table, contractor: Table
):
    own = await written(desk, room, "Leerwerkplekken")
    joint = await written(desk, room, "Energiecoaches", box="joint")

    answer = await put(contractor, part(own), part(joint))

    assert answer.status_code == 201, answer.text
    lines = answer.json()["items"]
    assert {line["title"] for line in lines} == {"Leerwerkplekken", "Energiecoaches"}
    assert len({line["packageId"] for line in lines}) == 1
    assert {line["standing"]["status"] for line in lines} == {"lies_with_buyer"}
    assert await kinds(room) == [
        "commitment.proposed",
        "commitment.proposed",
        "draft.proposed",
        "draft.proposed",
        "package.proposed",
    ]
    # The drafts know what was made of them.
    assert (await desk.see(own))["commitment"]["standing"]["status"] == "lies_with_buyer"
    seen = await buyer.see(lines[0])
    assert len(seen["package"]) == 2


async def test_a_draft_and_a_written_out_part_go_as_one(
    room: Room, desk: Desk, buyer: Table, contractor: Table
):
    made = await contractor.propose()
    countered = await buyer.move("counters", made, terms=terms_json(quantity="4"))
    reply = await desk.open(box="own_side", commitmentId=made["id"])
    await write(room.youssef, reply, {"quantity": "3"})
    reply = await desk.see(reply)
    assert reply["answers"] == {
        "revision": 2,
        "digest": countered["negotiation"]["digest"],
    }

    answer = await put(
        contractor,
        part(reply),
        parts=[{"commitmentId": "6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f599", "terms": terms_json()}],
        within={"days": 5},
    )

    assert answer.status_code == 201, answer.text
    seen = await buyer.see(made)
    assert (seen["revisions"][-1]["terms"]["quantity"], len(seen["package"])) == ("3", 2)
    assert all(line["standing"]["untilAt"] is not None for line in answer.json()["items"])


async def test_every_fault_of_every_draft_is_told_at_once_and_nothing_is_put(
    room: Room, desk: Desk, contractor: Table
):
    good = await written(desk, room, "Leerwerkplekken")
    first = await written(desk, room, "Banen", {**FIELDS, "quantity": "twee"})
    second = await written(desk, room, "Inkoop", {**FIELDS, "period.startsOn": "morgen"})

    answer = await put(contractor, part(good), part(first), part(second))

    assert [fault["pointer"] for fault in answer.json()["errors"]] == [
        "/drafts/1/fields/quantity",
        "/drafts/2/fields/period.startsOn",
    ]
    assert await kinds(room) == []
    assert (await contractor.all())["items"] == []


async def test_what_a_draft_lacks_is_shown_in_that_draft(room: Room, desk: Desk, contractor: Table):
    good = await written(desk, room, "Leerwerkplekken")
    bare = await written(desk, room, "Banen", {})

    answer = await put(contractor, part(good), part(bare))

    assert answer.json()["type"] == "/problems/commitments/incomplete"
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/drafts/1/fields/quantity",
        "/drafts/1/fields/period.months",
    }
    assert await kinds(room) == []


async def test_a_draft_that_changed_meanwhile_leaves_everything_as_it_was(
    room: Room, desk: Desk, contractor: Table
):
    first = await written(desk, room, "Leerwerkplekken")
    second = await written(desk, room, "Banen")
    await write(room.youssef, second, {"quantity": "9"})

    answer = await put(contractor, part(first), part(second))

    assert answer.json()["type"] == "/problems/drafting/changed-meanwhile"
    assert await kinds(room) == []


@pytest.mark.parametrize("count", [0, 1])
async def test_one_draft_is_no_package(room: Room, desk: Desk, contractor: Table, count: int):
    drafts = [part(await written(desk, room, "Leerwerkplekken")) for _ in range(count)]

    answer = await put(contractor, *drafts)

    assert [fault["slug"] for fault in answer.json()["errors"]] == ["commitments/package-size"]


async def test_one_thing_is_not_in_a_package_twice(
    room: Room, desk: Desk, buyer: Table, contractor: Table
):
    draft = await written(desk, room, "Leerwerkplekken")
    twice = await put(contractor, part(draft), part(draft))
    assert [fault["slug"] for fault in twice.json()["errors"]] == ["commitments/package-twice"]

    made = await contractor.propose()
    countered = await buyer.move("counters", made, terms=terms_json(quantity="4"))
    reply = await desk.see(await desk.open(box="own_side", commitmentId=made["id"]))
    same = await put(
        contractor,
        part(reply),
        parts=[
            {
                "commitmentId": made["id"],
                "terms": terms_json(),
                "revision": 2,
                "digest": countered["negotiation"]["digest"],
            }
        ],
    )
    assert [fault["slug"] for fault in same.json()["errors"]] == ["commitments/package-twice"]


@pytest.mark.parametrize("box", ["own_side", "joint"])
async def test_nobody_puts_a_draft_of_the_other_side(
    room: Room, desk: Desk, buyer: Table, contractor: Table, box: str
):
    own = await written(desk, room, "Leerwerkplekken", box=box)
    others = await written(desk, room, "Banen")

    answer = await put(buyer, part(own), part(others))

    assert answer.status_code == 404
    assert await kinds(room) == []


async def test_drafts_that_name_one_day_give_it_to_the_package(
    room: Room, desk: Desk, contractor: Table
):
    clock = {"within.days": "5", "within.kind": "working"}
    first = await written(desk, room, "Leerwerkplekken", {**FIELDS, **clock})
    second = await written(desk, room, "Banen")

    answer = await put(contractor, part(first), part(second))

    assert answer.status_code == 201, answer.text
    assert len({line["standing"]["untilAt"] for line in answer.json()["items"]} - {None}) == 1


async def test_drafts_that_name_different_days_leave_the_package_without(
    room: Room, desk: Desk, contractor: Table
):
    first = await written(desk, room, "Leerwerkplekken", {**FIELDS, "within.days": "5"})
    second = await written(desk, room, "Banen", {**FIELDS, "within.days": "6"})

    refused = await put(contractor, part(first), part(second))
    assert [(fault["pointer"], fault["slug"]) for fault in refused.json()["errors"]] == [
        ("/untilOn", "commitments/package-one-end")
    ]
    answer = await put(contractor, part(first), part(second), within={"days": 7})

    assert answer.status_code == 201, answer.text


async def test_putting_them_twice_with_one_id_does_it_once(
    room: Room, desk: Desk, contractor: Table
):
    drafts = [part(await written(desk, room, title)) for title in ("Leerwerkplekken", "Banen")]
    body = move(drafts=drafts)

    answers = [await contractor.browser.post(f"{contractor.path}/packages", body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (await kinds(room)).count("package.proposed") == 1


async def test_own_side_drafts_that_are_put_stay_unseen_as_drafts(
    room: Room, desk: Desk, buyer: Table, contractor: Table
):
    drafts = [part(await written(desk, room, title)) for title in ("Leerwerkplekken", "Banen")]
    await put(contractor, *drafts)

    lines = (await buyer.all())["items"]
    assert [line["ownDraftId"] for line in lines] == [None, None]
    for draft in drafts:
        answer = await buyer.browser.get(f"{buyer.path}/commitment-drafts/{draft['draftId']}")
        assert answer.status_code == 404
