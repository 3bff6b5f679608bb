"""Finding over HTTP: each kind of thing, by word, stem and beginning; in pages; with limits."""

from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_agreements import agree_commitment, agree_statements, offer
from tests.builders_commitments import Table, terms_json
from tests.conftest import SignIn
from tests.search.conftest import found, marked, said

from samenspraak.search import queries


@pytest.fixture
async def youssef(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.youssef)


@pytest.fixture
async def marieke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.marieke)


def a_word() -> str:
    """A word that nobody else in this database says."""
    return f"zwaluw{uuid4().hex[:12]}staart"


async def test_a_message_is_found_with_its_place(youssef: Browser, marieke: Browser, room: Room):
    word = a_word()
    thread = await said(youssef, room, f"Wij denken aan {word} in mei.", title="Timmeren")
    [item] = await found(marieke, word)
    assert {**item, "at": None, "id": None, "excerpt": None} == {
        "kind": "message",
        "audience": "shared",
        "workspaceId": str(room.id),
        "workspaceTitle": "Renovatie 214 woningen Waterwijk, perceel 2",
        "parentKind": "thread",
        "parentId": thread["id"],
        "number": 1,
        "title": "Timmeren",
        "titlePieces": [{"text": "Timmeren", "isHit": False}],
        "id": None,
        "at": None,
        "excerpt": None,
    }
    assert marked(item) == f"Wij denken aan [{word}] in mei."


async def test_a_thread_is_found_by_its_title(youssef: Browser, room: Room):
    word = a_word()
    thread = await said(youssef, room, "Wat past bij uw ploeg?", title=f"Over {word}")
    [item] = await found(youssef, word)
    assert (item["kind"], item["id"], item["title"]) == ("thread", thread["id"], f"Over {word}")
    assert marked(item, "titlePieces") == f"Over [{word}]"
    assert marked(item) == "Wat past bij uw ploeg?"


async def test_a_talk_a_commitment_an_agreement_and_a_purpose_are_found(
    youssef: Browser, marieke: Browser, room: Room
):
    word = a_word()
    await marieke.post(
        f"/workspaces/{room.id}/talks",
        move(
            heldOn=date.today().isoformat(),  # noqa: DTZ011
            attendees="Marieke en Youssef",
            lines=["Wij beginnen in februari.", f"Daarna {word}."],
        ),
    )
    await agree_statements(room)
    await agree_commitment(room, title=f"Twee plekken {word}")
    version = await offer(room)
    await marieke.post(
        f"/workspaces/{room.id}/purposes",
        move(text=f"Werk met {word}.", parts=[]),
    )
    by_kind = {item["kind"]: item for item in await found(youssef, word)}
    assert marked(by_kind["talk"]) == (
        f"Wij beginnen in februari. Daarna [{word}]. · Marieke en Youssef"
    )
    assert by_kind["commitment"]["number"] == 1
    assert by_kind["commitment"]["title"] == f"Twee plekken {word}"
    assert marked(by_kind["commitment"], "titlePieces") == f"Twee plekken [{word}]"
    assert by_kind["talk"]["titlePieces"] == []
    assert by_kind["agreement"]["id"] == str(version.id)
    assert f"[{word}]" in marked(by_kind["agreement"])
    assert by_kind["purpose"]["id"] == str(room.id)
    assert marked(by_kind["purpose"]) == f"Werk met [{word}]."
    for kind in by_kind:
        assert {item["kind"] for item in await found(youssef, word, kind=kind)} == {kind}
    assert {item["kind"] for item in await found(youssef, word, kind=["talk", "purpose"])} == {
        "talk",
        "purpose",
    }


async def test_a_commitment_is_found_by_what_its_newest_round_says(
    youssef: Browser, marieke: Browser, room: Room
):
    first, second = a_word(), a_word()
    table = Table(room.id, youssef)
    made = await table.propose(terms=terms_json(title=f"Plek {first}"))
    await Table(room.id, marieke).move("counters", made, terms=terms_json(title=f"Plek {second}"))
    assert [item["title"] for item in await found(youssef, second)] == [f"Plek {second}"]
    assert await found(youssef, first, kind="commitment") == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Wij maken plekken voor leerlingen", "leerling"),
        ("Wij lopen het na", "loop"),
        ("Eén leerwerkplek timmeren", "leerwerk"),
        ("Eén leerwerkplek timmeren", "LEERWERKPLEKKEN"),
        # Its stem is "aannem", which is not how the word begins.
        ("De aanneemsom is bekend", "aanneem"),
        ("Coöperatie de Brug", "cooperatie"),
        ("Cooperatie de Brug", "coöperatie"),
        ("Cafe\u0301 de Zon", "café"),
        ("Søren Łukasz", "soren lukasz"),
        ("The parties agreed to training", "trainings"),
        ("Zij vergadert in mei", "vergaderen"),
        ("dat kost 35.000 euro, of niet", "35.000"),
        ("en/of", "of"),
        ("zo'n plek", "zo'n"),
        ("mail naar jan@voorbeeld.nl graag", "jan@voorbeeld.nl"),
        ("De afspraak is er", "de"),
        ("tussen 12 en 24 plekken", "24"),
    ],
)
async def test_words_are_found_as_people_mean_them(
    youssef: Browser, room: Room, text: str, typed: str
):
    await said(youssef, room, text)
    items = await found(youssef, typed, workspaceId=str(room.id))
    assert [item["kind"] for item in items] == ["message"]
    assert any(piece["isHit"] for piece in items[0]["excerpt"]), marked(items[0])


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("plekken mei", True),
        ("plekken juni", False),
        ('"twee plekken"', True),
        ('"plekken twee"', False),
        ("plekken -mei", False),
        ("plekken -juni", True),
        ('plekken -"plekken twee"', True),
        ("de plekken", True),
        # Everything that was typed has to be there, whatever the language it is in.
        ("the plekken", True),
        ("plekken zwaluw", False),
        # A quoted word is meant as it stands.
        ('"plek"', False),
    ],
)
async def test_all_words_count_and_some_may_be_left_out(
    youssef: Browser, room: Room, typed: str, fits: bool
):
    await said(youssef, room, "Wij denken aan twee plekken in mei.")
    assert bool(await found(youssef, typed, workspaceId=str(room.id))) is fits


async def test_what_fits_best_comes_first(youssef: Browser, room: Room):
    word = a_word()
    await said(youssef, room, f"Eerst iets anders, en dan nog veel meer, en {word}en ook.")
    await said(youssef, room, f"Nu {word}.")
    titled = await said(youssef, room, "Wat past?", title=word)
    items = await found(youssef, word)
    assert items[0]["id"] == titled["id"]
    assert marked(items[1]) == f"Nu [{word}]."
    assert len(items) == 3


async def test_pages_follow_each_other_without_gap_or_double(youssef: Browser, room: Room):
    word = a_word()
    for number in range(7):
        await said(youssef, room, f"{word} nummer {number}")
    params: dict[str, Any] = {"q": word, "limit": 3}
    seen: list[str] = []
    while True:
        page = (await youssef.get("/search", params=params)).json()
        assert set(page) == {"items", "next"}, "how much there is in all is not told"
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        params["after"] = page["next"]
    assert len(seen) == len(set(seen)) == 7


async def test_a_search_stays_within_one_contract_when_asked(
    youssef: Browser, room: Room, people: People, settings: Any
):
    from tests.builders import a_room

    word, other = a_word(), await a_room(people, settings, title="Groen in de wijk")
    await said(youssef, room, word)
    await said(youssef, other, word)
    assert {item["workspaceTitle"] for item in await found(youssef, word)} == {
        "Renovatie 214 woningen Waterwijk, perceel 2",
        "Groen in de wijk",
    }
    [item] = await found(youssef, word, workspaceId=str(other.id))
    assert item["workspaceId"] == str(other.id)


async def test_a_file_is_found_by_its_name_once_it_hangs_somewhere(
    youssef: Browser, marieke: Browser, room: Room, owner: asyncpg.Connection
):
    word = a_word()
    await said(marieke, room, "Zie de bijlage.")
    journal, message = await owner.fetchrow(
        "select journal_id, m.id from message m where journal_id = $1", room.journal_id
    )
    file_id = await owner.fetchval(
        "insert into file (id, journal_id, content_id, name, media_type, size_bytes, sha256,"
        " stored_at, stored_by, is_stripped) values (gen_random_uuid(), $1, gen_random_uuid(),"
        " $2, 'application/pdf', 1, '', now(), $3, false) returning id",
        journal,
        f"plan_{word}-2.pdf",
        room.marieke.person_id,
    )
    assert await found(youssef, word) == [], "it hangs nowhere yet"
    await owner.execute(
        "insert into attachment (id, journal_id, message_id, file_id, number)"
        " values (gen_random_uuid(), $1, $2, $3, 1)",
        journal,
        message,
        file_id,
    )
    [item] = await found(youssef, word)
    assert (item["kind"], item["title"]) == ("file", f"plan_{word}-2.pdf")
    await marieke.post(f"/workspaces/{room.id}/messages/{message}/removals", move())
    assert await found(youssef, word) == [], "it went with its message"


async def test_words_of_a_file_name_are_kept_only_while_something_uses_the_file(
    marieke: Browser, room: Room, owner: asyncpg.Connection
):
    """Row security shows words by journal alone, so they may not lie there before or after."""
    word = a_word()
    file_id = uuid4()

    async def kept() -> str | None:
        return await owner.fetchval(
            "select words::text from findable where id = $1", f"file:{file_id}"
        )

    async def rename(name: str) -> None:
        async with owner.transaction():
            await owner.execute("select set_config('app.letting_go', 'UPDATE', true)")
            await owner.execute("update file set name = $2 where id = $1", file_id, name)

    answer = await marieke.send(
        "POST",
        f"/workspaces/{room.id}/files",
        params={"fileId": str(file_id), "name": f"{word}.pdf"},
        content=b"%PDF-1.7 een plan",
        headers={"content-type": "application/pdf"},
    )
    assert (answer.status_code, await kept()) == (201, None)

    thread = await said(marieke, room, "Zie de bijlage.", files=[str(file_id)])
    assert word in (await kept() or "")

    await rename("Anders.pdf")
    assert word not in (await kept() or word)

    items = await marieke.get(f"/workspaces/{room.id}/threads/{thread['id']}/messages")
    message_id = items.json()["items"][0]["id"]
    await marieke.post(f"/workspaces/{room.id}/messages/{message_id}/removals", move())
    assert await kept() is None
    await rename("Weer anders.pdf")
    assert await kept() is None


@pytest.mark.parametrize(
    ("params", "slug"),
    [
        ({"q": "-werk"}, "search/nothing-to-find"),
        ({"q": " ".join("abcdefghijkl")}, "search/too-many-words"),
        ({"q": ""}, "parameter"),
        ({"q": "x" * 201}, "parameter"),
        ({"q": "werk", "kind": "draft"}, "parameter"),
        ({"q": "werk", "limit": 51}, "parameter"),
        ({"q": "werk", "after": "x"}, "parameter"),
        ({"q": "werk", "kind": ["talk"] * 8}, "parameter"),
        ({"q": "werk", "workspaceId": "x"}, "parameter"),
    ],
)
async def test_what_cannot_be_asked_is_said(youssef: Browser, params: dict[str, Any], slug: str):
    answer = await youssef.get("/search", params=params)
    assert answer.status_code == 400, answer.text
    assert [fault["slug"] for fault in answer.json()["errors"]] == [slug]


async def test_something_has_to_be_asked(youssef: Browser):
    assert (await youssef.get("/search")).status_code == 400


async def test_a_search_that_takes_too_long_is_given_up(
    youssef: Browser, room: Room, monkeypatch: pytest.MonkeyPatch
):
    await said(youssef, room, "Wij denken aan werk.")
    monkeypatch.setattr(queries, "_IS_SHOWN", "x")
    monkeypatch.setattr(
        queries, "_FOUND", queries._FOUND.replace("select * from (", "select *, pg_sleep(9) from (")
    )
    monkeypatch.setattr(queries, "MOST_SECONDS", 1)
    answer = await youssef.get("/search", params={"q": "werk"})
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/search/too-wide"
    assert "één contract" in answer.json()["detail"]
    assert answer.headers["retry-after"] == "1"


async def test_nobody_searches_without_signing_in(browser: Browser):
    assert (await browser.get("/search", params={"q": "werk"})).status_code == 401


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"woord{number:05}" for number in range(1_800)),
        "\U0001d400" * 19_000,
        "x" * 19_000,
        "a-b" * 6_000,
        "http://a.example/" + "b/" * 9_000,
    ],
    ids=["many", "wide", "one", "joined", "address"],
)
async def test_whatever_is_said_can_be_kept_and_looked_through(
    youssef: Browser, room: Room, text: str
):
    await said(youssef, room, f"zwaluwstaart {text}")
    [item] = await found(youssef, "zwaluwstaart", workspaceId=str(room.id))
    assert marked(item).startswith("[zwaluwstaart]")
