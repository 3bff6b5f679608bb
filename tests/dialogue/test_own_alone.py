"""What is one's own or of one's own side stays so: marks of reading, and talk about a commitment."""

from uuid import UUID, uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_commitments import Table
from tests.conftest import SignIn

from samenspraak.dialogue.commands import post_in
from samenspraak.dialogue.schemas import MessageKind, SubjectKind
from samenspraak.journal.commands import unit_of_work


@pytest.fixture
async def marieke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.marieke)


@pytest.fixture
async def youssef(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.youssef)


async def a_thread(browser: Browser, room: Room, text: str, **members: object) -> str:
    answer = await browser.post(f"/workspaces/{room.id}/threads", move(text=text, **members))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def said_in(browser: Browser, room: Room, thread_id: str) -> list[str]:
    answer = await browser.get(f"/workspaces/{room.id}/threads/{thread_id}/messages")
    assert answer.status_code == 200, answer.text
    return [message["html"] for message in answer.json()["items"]]


async def test_how_far_one_read_is_no_one_elses_mark(
    room: Room, marieke: Browser, youssef: Browser
):
    thread_id = await a_thread(marieke, room, "Eerst dit.")
    path = f"/workspaces/{room.id}/threads/{thread_id}"
    for text in ("Dan dat.", "En dan nog iets."):
        await marieke.post(f"{path}/messages", move(text=text))

    async def mark(browser: Browser, number: int) -> tuple[int, int]:
        answer = (await browser.post(f"{path}/reads", {"number": number})).json()
        return answer["number"], answer["unread"]

    assert await mark(youssef, 3) == (3, 0)
    assert (await mark(marieke, 1))[0] == 1
    # Whichever mark was written last.
    assert await mark(youssef, -5) == (3, 0)


async def test_a_question_to_both_sides_is_never_asked_in_a_talk_of_ones_own_side(
    room: Room, marieke: Browser, youssef: Browser
):
    commitment_id = (await Table(room.id, marieke).propose())["id"]
    about = {"subjectKind": "commitment", "subjectId": commitment_id}
    own = await a_thread(
        youssef, room, "Onder ons: dit halen we niet.", audience="own_side", **about
    )

    async with unit_of_work(room.youssef.person_id, room.journal_id) as work:
        asked = await post_in(
            work,
            room.youssef,
            subject_kind=SubjectKind.COMMITMENT,
            subject_id=UUID(commitment_id),
            kind=MessageKind.QUESTION,
            text="Telt de begeleiding mee?",
            message_id=uuid4(),
        )

    assert str(asked.thread_id) != own
    [heard] = await said_in(marieke, room, str(asked.thread_id))
    assert "Telt de begeleiding mee?" in heard
    [kept] = await said_in(youssef, room, own)
    assert "Onder ons" in kept
