"""A draft of one side alone: for the other side it is as if it were not there."""

from typing import Any
from uuid import uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_commitments import Table, some_terms
from tests.commitments.desk import Desk, write

from samenspraak.commitments.decisions import content_of_terms


async def everything(browser: Browser, workspace: str, commitment_id: str) -> list[Any]:
    """All that one reader is told about commitments, drafts and news, headers included."""
    told: list[Any] = []
    for path in (
        "/commitments",
        f"/commitments/{commitment_id}",
        "/drafts",
        "/entries",
        "/subjects",
        "/threads",
        "",
    ):
        answer = await browser.get(workspace + path)
        assert answer.status_code == 200, path
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in {"x-request-id", "server-timing", "date"}
        }
        told += [path, headers, answer.json()]
    return told


@pytest.mark.parametrize("other", ["youssef", "femke"])
async def test_what_one_side_writes_changes_nothing_that_others_are_told(
    room: Room, people: People, sign_in: Any, buyer: Table, contractor: Table, other: str
):
    made = await contractor.propose()
    reader = await sign_in(getattr(people, other))
    before = await everything(reader, buyer.path, made["id"])
    ours = Desk(buyer)

    draft = await ours.open(box="own_side", commitmentId=made["id"], condition="Geheim plan")
    new = await ours.open(box="own_side", title="Geheim voornemen")
    terms = some_terms(title="Geheim")
    await write(room.marieke, new, content_of_terms(terms, []).fields, "Geheim")
    put_away = await ours.open(box="own_side", title="Geheime vergissing")
    await ours.discard(put_away)

    after = await everything(reader, buyer.path, made["id"])
    assert after == before
    assert "geheim" not in str(after).lower()
    assert draft["draft"]["id"] not in str(after)


@pytest.mark.parametrize("other", ["youssef", "femke"])
async def test_knowing_the_id_of_a_draft_helps_nobody(
    people: People, sign_in: Any, buyer: Table, other: str
):
    """Missing and not yours are the same answer."""
    ours = Desk(buyer)
    draft = await ours.open(box="own_side", title="Geheim")
    reader = Desk(Table(ours_room(ours), await sign_in(getattr(people, other))))

    there = await reader.browser.get(f"{reader.path}/{draft['draft']['id']}")
    nowhere = await reader.browser.get(f"{reader.path}/{uuid4()}")
    put = [
        await reader.browser.post(f"{reader.path}/{draft_id}/proposals", body)
        for body in [move(digest=draft["draft"]["digest"], answers=None)]
        for draft_id in (draft["draft"]["id"], uuid4())
    ]
    away = [
        await reader.browser.post(f"{reader.workspace}/drafts/{draft_id}/discards", move())
        for draft_id in (draft["draft"]["id"], uuid4())
    ]

    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()
    assert put[0].status_code == put[1].status_code
    assert put[0].json() == put[1].json()
    assert away[0].status_code == away[1].status_code == 404


def ours_room(desk: Desk) -> Any:
    return desk.workspace.removeprefix("/workspaces/")


async def test_numbers_do_not_tell_of_what_is_written_on_one_side(
    room: Room, buyer: Table, contractor: Table
):
    ours = Desk(buyer)
    first = await contractor.propose()
    for _ in range(3):
        await ours.open(box="own_side", title="Geheim")

    second = await contractor.propose()

    assert (first["number"], second["number"]) == (1, 2)


async def test_what_was_proposed_tells_nothing_of_what_was_written_before_and_after(
    room: Room, buyer: Table, contractor: Table
):
    ours = Desk(buyer)
    draft = await ours.open(box="own_side")
    await write(room.marieke, draft, {"title": "Geheime eerste titel"}, "Geheime overweging. ")
    terms = some_terms(title="Leerwerkplekken", text=None)
    await write(room.marieke, draft, content_of_terms(terms, []).fields)
    made = await ours.propose(await ours.see(draft))
    await write(room.marieke, draft, {"title": "Geheim vervolg", "quantity": "7"})

    told = await everything(contractor.browser, contractor.path, made["id"])

    assert "eerste titel" not in str(told)
    assert "vervolg" not in str(told)
    # What stood in it when it was proposed is what was meant to be read.
    assert "Geheime overweging." in str(told)
    assert draft["draft"]["id"] not in str(told)
    seen = await contractor.see(made)
    assert (seen["draftId"], seen["ownDraftId"]) == (None, None)


async def test_a_colleague_sees_and_goes_on_in_it(
    room: Room, people: People, sign_in: Any, buyer: Table, contractor: Table
):
    made = await contractor.propose()
    draft = await Desk(buyer).open(box="own_side", commitmentId=made["id"])
    tom = Table(room.id, await sign_in(people.tom))

    (line,) = (await tom.all())["items"]

    assert line["ownDraftId"] == draft["draft"]["id"]
    assert (await tom.see(made))["ownDraftId"] == draft["draft"]["id"]
    assert (await Desk(tom).see(draft))["draft"]["moves"] == ["write", "discard"]
