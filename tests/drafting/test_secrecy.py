"""Nobody outside a side finds any trace of its drafts: not a word, not a number, not a moment."""

from typing import Any
from uuid import uuid4

from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_agreements import agree_commitment, agree_statements
from tests.builders_written import opened, write
from tests.conftest import SignIn

from samenspraak.interface import openapi_document

OTHERS = ("youssef", "hanneke", "femke")


async def everything(browser: Browser, room: Room) -> dict[str, tuple[Any, ...]]:
    """All that somebody is shown of a workspace, with where its news goes on from."""
    found: dict[str, tuple[Any, ...]] = {}
    for path, methods in openapi_document()["paths"].items():
        if "get" in methods and path.count("{") == 1 and "{workspace_id}" in path:
            answer = await browser.get(path.format(workspace_id=room.id))
            found[path] = (
                answer.status_code,
                answer.headers.get("journal-position"),
                answer.content,
            )
    assert len(found) > 6, "lists of commitments, versions, drafts, entries, threads and more"
    return found


async def test_others_see_the_very_same_before_and_after_a_side_writes_alone(
    room: Room, people: People, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    others = {name: await sign_in(getattr(people, name)) for name in OTHERS}
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    before = {name: await everything(browser, room) for name, browser in others.items()}
    mine = await everything(marieke, room)

    for kind, more in (
        ("purpose", {}),
        ("clauses", {}),
        ("commitment", {"commitmentId": str(commitment_id)}),
        ("commitment", {"title": "Wat wij nog niet zeggen"}),
        ("commitment", {"title": "Wat wij nooit zeggen"}),
    ):
        draft = (await opened(marieke, room.id, kind, "own_side", **more))["draft"]
        await write(room.tom, draft["id"], text="Ons eigen plan.")
    await marieke.post(f"/workspaces/{room.id}/drafts/{draft['id']}/discards", move())

    assert {name: await everything(browser, room) for name, browser in others.items()} == before
    assert await everything(marieke, room) != mine


async def test_a_number_handed_out_next_does_not_tell_of_drafts_that_were_put_away(
    room: Room, people: People, sign_in: SignIn
):
    """An own-side draft of something new has no number: the next proposal gets the next one."""
    marieke, youssef = await sign_in(people.marieke), await sign_in(people.youssef)
    await agree_statements(room)
    await agree_commitment(room)
    for _at in range(3):
        await opened(marieke, room.id, "commitment", "own_side", title="Nog niet")
    view = await opened(youssef, room.id, "commitment", "joint", title="Samen")
    assert view["commitment"]["number"] == 2


async def test_an_id_that_another_side_uses_tells_no_more_than_any_other(
    room: Room, people: People, sign_in: SignIn
):
    marieke, youssef = await sign_in(people.marieke), await sign_in(people.youssef)
    hidden = (await opened(marieke, room.id, "purpose", "own_side"))["draft"]["id"]
    missing = str(uuid4())
    base = f"/workspaces/{room.id}"
    digest = "0" * 64
    for path, body in (
        ("drafts/{id}/discards", {}),
        ("purpose-drafts/{id}/proposals", {"digest": digest}),
        ("commitment-drafts/{id}/proposals", {"digest": digest, "answers": None}),
    ):
        answers = [
            await youssef.post(f"{base}/{path.format(id=one)}", move(**body))
            for one in (hidden, missing)
        ]
        assert [answer.status_code for answer in answers] == [404, 404], path
        assert answers[0].content == answers[1].content
    for path in ("drafts", "purpose-drafts", "clauses-drafts", "commitment-drafts"):
        answers = [await youssef.get(f"{base}/{path}/{one}") for one in (hidden, missing)]
        assert [answer.status_code for answer in answers] == [404, 404], path
        assert answers[0].content == answers[1].content
