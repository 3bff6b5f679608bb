"""Searching tells nothing about what one may not read: not by a hit, a count, an order or a mark."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import People, Room, a_room
from tests.builders_drafts import a_draft
from tests.conftest import SignIn
from tests.search.conftest import found, marked, said, without_row_security

from samenspraak.search import queries
from samenspraak.settings import Settings

EVERYBODY = ("marieke", "tom", "youssef", "hanneke", "femke", "bram")


@pytest.fixture
async def browsers(sign_in: SignIn, people: People) -> dict[str, Browser]:
    return {name: await sign_in(getattr(people, name)) for name in EVERYBODY}


@pytest.fixture(params=["locked twice", "without row security"])
async def locks(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[None]:
    if request.param == "locked twice":
        yield
        return
    async with without_row_security(settings):
        yield


def a_word() -> str:
    return f"zwaluw{uuid4().hex[:12]}staart"


async def finders(browsers: dict[str, Browser], typed: str) -> set[str]:
    return {name for name, browser in browsers.items() if await found(browser, typed)}


@pytest.mark.usefixtures("locks")
async def test_everybody_finds_what_they_read_and_nobody_else_does(
    browsers: dict[str, Browser], room: Room
):
    words = {side: a_word() for side in ("buyer", "contractor", "coordinator", "shared")}
    for side, name in (("buyer", "tom"), ("contractor", "youssef"), ("coordinator", "femke")):
        # Who signs does not write; who negotiates for the same side does.
        writer = browsers["marieke" if name == "tom" else name]
        await said(writer, room, words[side], title=words[side], audience="own_side")
    await said(browsers["youssef"], room, words["shared"])
    sides = {
        "buyer": {"marieke", "tom"},
        "contractor": {"youssef", "hanneke"},
        "coordinator": {"femke"},
        "shared": {"marieke", "tom", "youssef", "hanneke", "femke"},
    }
    for side, known_to in sides.items():
        word = words[side]
        for typed in (word, word[:12], f'"{word}"', f"zwaluw {word}", f"{word} -niets"):
            assert await finders(browsers, typed) == known_to, (side, typed)
        for name in known_to:
            for item in await found(browsers[name], word):
                assert item["audience"] == ("shared" if side == "shared" else "own_side")
    for name, browser in browsers.items():
        text = (await browser.get("/search", params={"q": "zwaluw", "limit": 50})).text
        told = {side for side, word in words.items() if word in text}
        assert told == {side for side, known_to in sides.items() if name in known_to}


async def test_with_another_ones_seat_postgresql_holds_alone(
    browsers: dict[str, Browser], room: Room
):
    """A door that lets everybody in as somebody else: the database still knows who asks."""
    word = a_word()
    await said(browsers["marieke"], room, word, audience="own_side")
    for seat in (room.marieke, room.tom):
        for thief in (room.youssef, room.femke):
            stolen = structs.replace(seat, person=thief.person)
            view = await queries.search(thief.person_id, [stolen], queries.Asked(typed=word[:12]))
            assert view.items == []
            assert view.next is None


@pytest.mark.usefixtures("locks")
async def test_a_contract_that_is_not_yours_is_a_contract_that_is_not_there(
    browsers: dict[str, Browser], room: Room
):
    await said(browsers["marieke"], room, "zwaluwstaart")
    answers = [
        await browsers["bram"].get("/search", params={"q": "zwaluwstaart", "workspaceId": one})
        for one in (str(room.id), str(uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


async def test_what_was_said_otherwise_since_is_not_found(browsers: dict[str, Browser], room: Room):
    first, second = a_word(), a_word()
    base = f"/workspaces/{room.id}"
    thread = await said(browsers["youssef"], room, "Begin")
    message = (
        await browsers["youssef"].post(
            f"{base}/threads/{thread['id']}/messages", move(text=f"Over {first}")
        )
    ).json()
    await browsers["youssef"].post(
        f"{base}/messages/{message['id']}/edits", move(edition=1, text=f"Over {second}")
    )
    assert await finders(browsers, first) == set()
    assert "marieke" in await finders(browsers, second)
    await browsers["youssef"].post(f"{base}/messages/{message['id']}/removals", move())
    assert await finders(browsers, second) == set()


@pytest.mark.usefixtures("locks")
async def test_what_is_hidden_is_found_by_nobody_until_it_is_shown_again(
    browsers: dict[str, Browser], room: Room
):
    title, text, answer = a_word(), a_word(), a_word()
    base = f"/workspaces/{room.id}"
    thread = await said(browsers["youssef"], room, text, title=title)
    await browsers["marieke"].post(f"{base}/threads/{thread['id']}/messages", move(text=answer))
    [item] = await found(browsers["femke"], text)
    hiding = await browsers["femke"].post(
        f"{base}/messages/{item['id']}/hidings", move(edition=1, reason="Namen van kandidaten")
    )
    assert hiding.status_code == 201, hiding.text
    for word in (title, text):
        assert await finders(browsers, word) == set()
    [still] = await found(browsers["tom"], answer)
    assert still["title"] == "", "a hidden title is not beside another message either"
    await browsers["femke"].post(
        f"{base}/messages/{item['id']}/showings", move(reason="Geen namen")
    )
    for word in (title, text):
        assert "tom" in await finders(browsers, word)
    [again] = await found(browsers["tom"], answer)
    assert again["title"] == title


async def test_whoever_left_finds_nothing_any_more(browsers: dict[str, Browser], room: Room):
    word = a_word()
    await said(browsers["marieke"], room, word)
    assert "hanneke" in await finders(browsers, word)
    answer = await browsers["youssef"].post(
        f"/workspaces/{room.id}/removals", move(participantId=str(room.hanneke.id))
    )
    assert answer.status_code == 204, answer.text
    assert "hanneke" not in await finders(browsers, word)


async def test_drafts_are_not_found(browsers: dict[str, Browser], room: Room):
    word = a_word()
    await a_draft(room.youssef, text=word)
    assert await finders(browsers, word) == set()


async def test_twin_rooms_answer_alike_whatever_the_other_side_keeps_to_itself(
    browsers: dict[str, Browser], people: People, settings: Settings
):
    """Ranking counts no words of others, a page holds as many, and its mark leads as far."""
    rooms = [await a_room(people, settings) for _ in range(2)]
    for at, room in enumerate(rooms):
        for number in range(5):
            await said(browsers["youssef"], room, f"Timmeren {'hout ' * number}{number}")
            for _ in range(3 * at):
                await said(
                    browsers["marieke"], room, f"Timmeren {'timmeren ' * 20}", audience="own_side"
                )
    for typed in ("timmeren", "timmer", "hout", "timmeren -hout", "niets", '"timmeren hout"'):
        for limit in (1, 2, 3, 50):
            pages = [
                (
                    await browsers["youssef"].get(
                        "/search", params={"q": typed, "workspaceId": str(room.id), "limit": limit}
                    )
                ).json()
                for room in rooms
            ]
            assert seen_of(pages[0]) == seen_of(pages[1]), (typed, limit)


def seen_of(page: dict[str, Any]) -> tuple[list[str], bool]:
    return [marked(item) for item in page["items"]], page["next"] is None


async def test_words_are_kept_where_their_text_is_and_nowhere_else(
    owner: asyncpg.Connection, browsers: dict[str, Browser], room: Room
):
    word = a_word()
    await said(browsers["marieke"], room, word, title=word, audience="own_side")
    rows = await owner.fetch("select journal_id from findable where words @@ phrase_of($1)", word)
    assert {row["journal_id"] for row in rows} == {room.marieke.side_journal_id}


async def test_only_the_database_itself_writes_words(settings: Settings, room: Room):
    server = await asyncpg.connect(settings.database_url)
    try:
        for statement in (
            "insert into findable values ('x', null, 'message', null, now(), '')",
            "update findable set words = ''",
            "delete from findable",
            f"select let_find('message', '{uuid4()}', '{room.journal_id}', now(), 'x', 'x')",
            "select fill_findable()",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await server.execute(statement)
        assert await server.fetchval("select count(*) from findable") == 0, "nobody is asking"
    finally:
        await server.close()


async def test_what_was_looked_for_is_written_down_nowhere(
    browsers: dict[str, Browser], room: Room, capsys: pytest.CaptureFixture[str]
):
    word = a_word()
    await said(browsers["marieke"], room, "Iets anders.")
    await found(browsers["youssef"], word)
    await browsers["youssef"].get("/search", params={"q": f"-{word}"})
    said_aloud = capsys.readouterr()
    assert word not in said_aloud.out + said_aloud.err


async def test_what_stood_there_before_words_were_kept_is_filled_in(
    owner: asyncpg.Connection, browsers: dict[str, Browser], room: Room
):
    word = a_word()
    await said(browsers["youssef"], room, word, title=word)
    before = await owner.fetch("select * from findable where journal_id = $1", room.journal_id)
    assert before
    await owner.execute("delete from findable where journal_id = $1", room.journal_id)
    assert await finders(browsers, word) == set()
    while await owner.fetchval("select fill_findable()"):
        pass
    after = await owner.fetch("select * from findable where journal_id = $1", room.journal_id)
    key = json.dumps
    assert sorted(map(dict, before), key=lambda row: key(row, default=str)) == sorted(
        map(dict, after), key=lambda row: key(row, default=str)
    )
