"""What the coordinator hid and showed again is there as before: its title, its outcome, its words."""

from uuid import uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.conftest import SignIn


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
