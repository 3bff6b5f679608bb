"""What the coordinator hid and showed again is there as before: its title, its outcome, its words."""

import json
from uuid import UUID, uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.conftest import SignIn

from samenspraak.database import as_person, fetch
from samenspraak.dialogue.decisions.texts import salted_digest


@pytest.fixture
async def youssef(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.youssef)


@pytest.fixture
async def femke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.femke)


async def post(browser: Browser, path: str, /, **members: object) -> dict[str, object]:
    answer = await browser.post(path, move(**members))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def hidden_and_shown(femke: Browser, room: Room, message_id: object) -> None:
    path = f"/workspaces/{room.id}/messages/{message_id}"
    await post(femke, f"{path}/hidings", edition=1, reason="Gaat over een persoon.")
    await post(femke, f"{path}/showings", reason="Toch niet.")


async def test_a_title_and_an_outcome_come_back_with_their_message(
    youssef: Browser, femke: Browser, room: Room
):
    threads = f"/workspaces/{room.id}/threads"
    title = f"Lunches{uuid4().hex[:8]}"
    thread = await post(youssef, threads, title=title, text="Wie betaalt?")
    path = f"{threads}/{thread['id']}"
    resolved = await post(youssef, f"{path}/resolutions", outcome="Ieder voor zich.")
    before = (await youssef.get(path)).json()
    assert (before["title"], "Ieder voor zich" in str(before)) == (title, True), resolved
    for message in (await youssef.get(f"{path}/messages")).json()["items"]:
        await hidden_and_shown(femke, room, message["id"])
        # Once more: what was shown before says nothing of what is hidden now.
        await hidden_and_shown(femke, room, message["id"])

    after = (await youssef.get(path)).json()

    assert (after["title"], after["outcomeHtml"]) == (title, before["outcomeHtml"])
    listed = (await youssef.get(threads)).json()["items"]
    assert [each["title"] for each in listed] == [title]
    found = (await youssef.get("/search", params={"q": title})).json()["items"]
    assert {each["title"] for each in found} == {title}
    assert {each["kind"] for each in found} >= {"thread"}


async def test_why_it_is_shown_is_proven_with_the_salt_of_that_very_hiding(
    youssef: Browser, femke: Browser, room: Room
):
    """With the salt of an earlier one, whoever knows that one could try what was said this time."""
    threads = f"/workspaces/{room.id}/threads"
    thread = await post(youssef, threads, text="Wie betaalt?")
    path = f"{threads}/{thread['id']}/messages"
    [message] = (await youssef.get(path)).json()["items"]
    for _ in range(2):
        await hidden_and_shown(femke, room, message["id"])

    async with as_person(room.youssef.person_id):
        shown = await fetch(
            "select body from entry where journal_id = $1 and kind = 'message.shown'",
            room.journal_id,
        )
        salts = await fetch(
            "select id, salt, shown_reason from hiding where message_id = $1", UUID(message["id"])
        )

    told = {body["hidingId"]: body["digest"] for body in (json.loads(row["body"]) for row in shown)}
    assert told == {
        str(row["id"]): salted_digest(row["salt"], row["shown_reason"]) for row in salts
    }
    assert len(told) == 2
