"""Nobody outside a side finds any trace of that side's own threads, whatever they ask."""

import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.conftest import SignIn

from samenspraak.dialogue.commands import messages as message_commands
from samenspraak.dialogue.commands import threads as thread_commands
from samenspraak.dialogue.queries import messages as message_queries
from samenspraak.dialogue.queries import threads as thread_queries
from samenspraak.dialogue.routes import ROUTES
from samenspraak.dialogue.schemas import (
    Audience,
    HideMessage,
    PostMessage,
    RemoveMessage,
    StartThread,
)
from samenspraak.errors import IdTaken, NotFound
from samenspraak.settings import Settings

CANARY = "Zwaluwstaart"

# What each address takes; `thread` and `message` are filled in with ids.
BODIES: dict[str, dict[str, Any]] = {
    "/threads/{thread_id:uuid}/messages": {"text": "Hallo."},
    "/threads/{thread_id:uuid}/resolutions": {"outcome": "Klaar."},
    "/threads/{thread_id:uuid}/reopenings": {},
    "/threads/{thread_id:uuid}/reads": {"number": 1},
    "/messages/{message_id:uuid}/edits": {"edition": 1, "text": "Anders."},
    "/messages/{message_id:uuid}/removals": {},
    "/messages/{message_id:uuid}/hidings": {"edition": 1, "reason": "Omdat."},
    "/messages/{message_id:uuid}/showings": {"reason": "Omdat."},
    "/talks/{talk_id:uuid}/confirmations": {"digest": "0" * 64},
}
# These take no id of a thread, message or talk to pry with.
WITHOUT_ID = {"/threads", "/messages", "/subjects", "/talks"}


def addresses(method: str) -> set[str]:
    return {
        path.removeprefix("/workspaces/{workspace_id:uuid}")
        for handler in ROUTES
        for path in handler.paths
        if method in handler.http_methods
    }


def test_every_address_is_tried_below():
    """An address that is added is tried for secrecy too."""
    assert addresses("POST") - WITHOUT_ID == set(BODIES)
    assert addresses("GET") - WITHOUT_ID == {
        "/threads/{thread_id:uuid}",
        "/threads/{thread_id:uuid}/messages",
    }


@pytest.fixture
async def others(sign_in: SignIn, people: People) -> dict[str, Browser]:
    """Everybody who is not on the buyer's side: across, in between, and outside."""
    return {
        name: await sign_in(getattr(people, name))
        for name in ("youssef", "hanneke", "femke", "bram")
    }


@pytest.fixture
async def marieke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.marieke)


async def everything(browser: Browser, room: Room) -> str:
    """All this person can get about the workspace, in one text."""
    found = {}
    for path in (
        "/workspaces",
        *(f"/workspaces/{room.id}{place}" for place in ("", "/entries", *sorted(WITHOUT_ID))),
        f"/workspaces/{room.id}/messages?unread=true",
        f"/workspaces/{room.id}/messages?subjectKind=workspace",
        f"/workspaces/{room.id}/threads?subjectId={room.id}",
    ):
        answer = await browser.get(path)
        body = answer.json()
        found[path] = (answer.status_code, body, answer.headers.get("Journal-Position"))
    return json.dumps(found, sort_keys=True)


async def an_own_side_thread(browser: Browser, room: Room) -> tuple[str, str]:
    thread = await browser.post(
        f"/workspaces/{room.id}/threads",
        move(text=f"{CANARY}: drie is onze ondergrens.", title=CANARY, audience="own_side"),
    )
    assert thread.status_code == 201, thread.text
    assert thread.json()["audience"] == "own_side"
    posted = await browser.post(
        f"/workspaces/{room.id}/threads/{thread.json()['id']}/messages", move(text=f"{CANARY} 2")
    )
    return thread.json()["id"], posted.json()["id"]


async def test_the_others_see_exactly_what_they_saw_before(room, marieke, others):
    """Byte for byte: no count, no position, no last activity and no number gives a hint."""
    await marieke.post(f"/workspaces/{room.id}/threads", move(text="Voor iedereen."))
    before = {name: await everything(browser, room) for name, browser in others.items()}

    thread_id, message_id = await an_own_side_thread(marieke, room)
    base = f"/workspaces/{room.id}"
    for path, members in (
        (f"/messages/{message_id}/edits", {"edition": 1, "text": f"{CANARY} 3"}),
        (f"/messages/{message_id}/removals", {}),
        (f"/threads/{thread_id}/resolutions", {"outcome": f"{CANARY} 4"}),
        (f"/threads/{thread_id}/reopenings", {}),
    ):
        assert (await marieke.post(base + path, move(**members))).status_code == 201
    assert (
        await marieke.post(f"{base}/threads/{thread_id}/reads", {"number": 1})
    ).status_code == 201

    after = {name: await everything(browser, room) for name, browser in others.items()}
    assert after == before
    assert CANARY in await everything(marieke, room)


async def test_an_own_colleague_reads_along(room, sign_in, people, marieke):
    thread_id, _ = await an_own_side_thread(marieke, room)
    tom = await sign_in(people.tom)

    seen = await tom.get(f"/workspaces/{room.id}/threads/{thread_id}/messages")

    assert CANARY in seen.text
    entries = (await tom.get(f"/workspaces/{room.id}/entries")).json()["items"]
    assert [entry["journal"] for entry in entries][-1] == "side"


async def test_knowing_an_id_tells_nothing(room, marieke, others):
    """Of a hidden thing and of nothing at all, every answer is the same to the byte."""
    thread_id, message_id = await an_own_side_thread(marieke, room)
    base = f"/workspaces/{room.id}"

    async def tried(browser: Browser, *, thread: str, message: str) -> list[tuple[int, str]]:
        fill = {"thread_id:uuid": thread, "message_id:uuid": message, "talk_id:uuid": thread}
        found = []
        for address, members in BODIES.items():
            path = address
            for name, value in fill.items():
                path = path.replace(f"{{{name}}}", value)
            body = members if path.endswith("/reads") else move(**members)
            answer = await browser.post(base + path, body)
            found.append((answer.status_code, answer.text))
        for path in (f"/threads/{thread}", f"/threads/{thread}/messages"):
            answer = await browser.get(base + path)
            found.append((answer.status_code, answer.text))
        about = move(text="Hierover.", subjectKind="commitment", subjectId=thread)
        answer = await browser.post(f"{base}/threads", about)
        found.append((answer.status_code, answer.text))
        return found

    for browser in others.values():
        real = await tried(browser, thread=thread_id, message=message_id)
        assert real == await tried(browser, thread=str(uuid4()), message=str(uuid4()))
        assert {status for status, _ in real} <= {400, 404}
        assert CANARY not in str(real)


async def test_each_side_and_the_coordinator_have_a_room_of_their_own(room, marieke, others):
    inside = others | {"marieke": marieke}
    del inside["bram"], inside["hanneke"]
    for name, browser in inside.items():
        await browser.post(
            f"/workspaces/{room.id}/threads",
            move(text=f"Alleen voor ons: {name}", audience="own_side"),
        )

    for name, browser in inside.items():
        seen = (await browser.get(f"/workspaces/{room.id}/messages")).json()["items"]
        assert [message["text"] for message in seen] == [f"Alleen voor ons: {name}"]


async def test_the_coordinator_hides_nothing_in_a_room_of_their_own(room, others):
    femke = others["femke"]
    thread_id, message_id = await an_own_side_thread(femke, room)

    answer = await femke.post(
        f"/workspaces/{room.id}/messages/{message_id}/hidings", move(edition=1, reason="Omdat.")
    )

    assert answer.status_code == 403
    seen = await femke.get(f"/workspaces/{room.id}/threads/{thread_id}/messages")
    assert {move for message in seen.json()["items"] for move in message["moves"]} == {
        "edit",
        "remove",
    }


async def test_the_database_holds_when_the_door_does_not(room, marieke):
    """A participant who claims the other side's journal gets nothing from PostgreSQL either."""
    thread_id, message_id = await an_own_side_thread(marieke, room)
    thread, message = UUID(thread_id), UUID(message_id)
    for somebody in (room.youssef, room.femke):
        liar = structs.replace(somebody, side_journal_id=room.marieke.side_journal_id)

        page, _ = await message_queries.messages(liar)
        assert page.items == []
        assert (await thread_queries.threads(liar)).items == []
        assert (await thread_queries.subjects(liar)).items == []
        for attempt in (
            thread_commands.post(liar, thread, PostMessage(id=uuid4(), text="Hallo.")),
            thread_commands.start(
                liar, StartThread(id=uuid4(), text="Hallo.", audience=Audience.OWN_SIDE)
            ),
            message_commands.remove(liar, message, RemoveMessage(id=uuid4())),
            message_commands.hide(liar, message, HideMessage(id=uuid4(), edition=1, reason="Nee.")),
            message_queries.messages(liar, thread_id=thread),
        ):
            with pytest.raises(NotFound):
                await attempt


async def test_the_door_holds_when_the_database_would_not(people, settings, room, marieke):
    """Rows are asked for by journal as well: another workspace of one's own is not this one."""
    from tests.builders import a_room

    elsewhere = await a_room(people, settings)
    thread_id, message_id = await an_own_side_thread(marieke, elsewhere)
    shared = await marieke.post(f"/workspaces/{elsewhere.id}/threads", move(text="Daar."))
    for there in (thread_id, shared.json()["id"]):
        answer = await marieke.get(f"/workspaces/{room.id}/threads/{there}")
        assert answer.status_code == 404
    answer = await marieke.post(f"/workspaces/{room.id}/messages/{message_id}/removals", move())
    assert answer.status_code == 404
    assert (await marieke.get(f"/workspaces/{room.id}/messages")).json()["items"] == []


async def test_an_own_side_move_waits_for_nobody(room, marieke, settings: Settings):
    """It does not touch the shared journal, so not even a delay could betray it."""
    holder = await asyncpg.connect(settings.database_owner_url)
    try:
        async with holder.transaction():
            for journal in (room.journal_id, room.youssef.side_journal_id):
                await holder.execute("select 1 from journal where id = $1 for update", journal)
            await an_own_side_thread(marieke, room)
    finally:
        await holder.close()


async def test_taking_an_id_of_a_hidden_thing_is_refused_without_a_word_about_it(room, marieke):
    thread_id, _ = await an_own_side_thread(marieke, room)

    with pytest.raises(IdTaken) as refused:
        await thread_commands.start(room.youssef, StartThread(id=UUID(thread_id), text="Hallo."))

    assert refused.value.facts == {}
