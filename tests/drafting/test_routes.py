"""Drafts as such over HTTP: who sees which, what stands in them, and putting them away."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_room
from tests.builders_written import opened, write
from tests.conftest import SignIn

from samenspraak.database import as_person, execute, fetch
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import ChangeRoles, Participant, RemoveParticipant, Role


@pytest.fixture
async def browsers(sign_in: SignIn, people: People) -> dict[str, Browser]:
    """Everybody, each in a browser of their own."""
    return {
        name: await sign_in(getattr(people, name))
        for name in ("marieke", "tom", "youssef", "hanneke", "femke", "bram")
    }


@pytest.fixture
def marieke(browsers: dict[str, Browser]) -> Browser:
    return browsers["marieke"]


@pytest.fixture
def youssef(browsers: dict[str, Browser]) -> Browser:
    return browsers["youssef"]


async def listed(browser: Browser, room: Room) -> list[dict[str, Any]]:
    answer = await browser.get(f"/workspaces/{room.id}/drafts")
    assert answer.status_code == 200, answer.text
    assert "journal-position" in answer.headers
    return answer.json()["items"]


async def a_draft(
    browser: Browser, room: Room, kind: str = "purpose", box: str = "joint", **more: Any
) -> dict[str, Any]:
    return (await opened(browser, room.id, kind, box, **more))["draft"]


async def seen(browser: Browser, room: Room, draft: dict[str, Any]) -> dict[str, Any]:
    answer = await browser.get(f"/workspaces/{room.id}/drafts/{draft['id']}")
    assert answer.status_code == 200, answer.text
    assert "journal-position" in answer.headers
    return answer.json()


async def discard(browser: Browser, room: Room, draft: dict[str, Any], **body: Any) -> Any:
    return await browser.post(f"/workspaces/{room.id}/drafts/{draft['id']}/discards", move(**body))


async def entries(participant: Participant, journal_id: UUID) -> list[tuple[str, Any]]:
    """Return all that a journal holds of drafts, oldest first."""
    async with as_person(participant.person_id):
        rows = await fetch(
            "select kind, actor, body from entry where journal_id = $1 and kind like 'draft.%'"
            " order by number",
            journal_id,
        )
    return [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]


def slug(answer: Any) -> str:
    return answer.json()["type"].removeprefix("/problems/")


async def test_a_list_has_what_one_may_see_oldest_first(room: Room, browsers: dict[str, Browser]):
    joint = await a_draft(browsers["youssef"], room)
    ours = await a_draft(browsers["marieke"], room, box="own_side")
    theirs = await a_draft(browsers["youssef"], room, box="own_side")
    articles = await a_draft(browsers["femke"], room, "clauses")
    seats = {
        "marieke": [joint, ours, articles],
        "tom": [joint, ours, articles],
        "youssef": [joint, theirs, articles],
        "hanneke": [joint, theirs, articles],
        "femke": [joint, articles],
    }
    for name, expected in seats.items():
        items = await listed(browsers[name], room)
        assert [item["id"] for item in items] == [draft["id"] for draft in expected], name
    assert (await browsers["bram"].get(f"/workspaces/{room.id}/drafts")).status_code == 404


async def test_a_line_tells_what_a_draft_is_and_how_it_begins(room: Room, marieke: Browser):
    draft = await a_draft(marieke, room, "clauses")
    words = " ".join(f"woord{at}" for at in range(20))
    await write(room.youssef, draft["id"], text=f"### Volgen\n\n**Vier** keer {words}")
    [line] = await listed(marieke, room)
    assert line == {
        "id": draft["id"],
        "kind": "clauses",
        "box": "joint",
        "subjectId": str(room.id),
        "title": " ".join(["Volgen Vier keer", *(f"woord{at}" for at in range(9))]) + " …",
        "openedAt": draft["openedAt"],
        "openedByName": "Marieke de Groot",
        "proposedNumber": None,
        "proposedAt": None,
        "moves": ["write", "discard"],
    }


async def test_a_list_reads_long_texts_no_further_than_it_shows(room: Room, marieke: Browser):
    """Hundreds may be filled to the limit, and everybody's first page has them in a list."""
    draft = await a_draft(marieke, room, "clauses")
    await write(room.youssef, draft["id"], text="woord" * 30_000)
    [line] = await listed(marieke, room)
    assert line["title"] == ("woord" * 40) + " …"
    await write(room.youssef, draft["id"], text="kort " + " " * 10_000)
    [line] = await listed(marieke, room)
    assert line["title"] == "kort …"


async def test_a_long_text_is_laid_out_as_a_short_one_is(room: Room, marieke: Browser):
    """Aside, so that nobody waits for it who asks for something else."""
    draft = await a_draft(marieke, room)
    text = "\n\n".join("**Vier** keer" for _ in range(1_000))
    for words in (text, f"{text}\n\nBSN 123456782", text):
        await write(room.youssef, draft["id"], text=words)
        for _ in range(2):
            view = await seen(marieke, room, draft)
            assert view["html"].count("<strong>Vier</strong>") == 1_000
            assert bool(view["findings"]) == words.endswith("BSN 123456782")


async def test_a_view_tells_what_stands_in_it_and_who_wrote_that(
    room: Room, marieke: Browser, youssef: Browser
):
    draft = await a_draft(marieke, room)
    before = await seen(youssef, room, draft)
    assert (before["sequence"], before["text"], before["authors"]) == (1, "", {})
    await write(room.marieke, draft["id"], text="Werk in de *wijk*.", fields={"parts.A": "leren"})
    await write(room.youssef, draft["id"], fields={"parts.A": "leren en werken", "parts.B": "x"})
    await write(room.femke, draft["id"], fields={"parts.B": None})

    view = await seen(youssef, room, draft)

    assert view["sequence"] == 4
    assert view["fields"] == {"parts.A": "leren en werken"}
    assert view["html"] == "<p>Werk in de <em>wijk</em>.</p>\n"
    assert {name: (by["name"], by["side"]) for name, by in view["authors"].items()} == {
        "parts.A": ("Youssef El Amrani", "contractor"),
        # Also of what was emptied it is told by whom.
        "parts.B": ("Femke Bosch", "coordinator"),
    }
    assert view["authors"]["parts.A"]["participantId"] == str(room.youssef.id)
    assert view["digest"] != before["digest"]
    assert (await seen(marieke, room, draft))["digest"] == view["digest"]


async def test_the_same_content_has_the_same_digest_whatever_way_it_came(
    room: Room, marieke: Browser
):
    draft = await a_draft(marieke, room)
    await write(room.marieke, draft["id"], text="Werk.", fields={"parts.A": "leren"})
    first = await seen(marieke, room, draft)
    await write(room.youssef, draft["id"], text="Anders.", fields={"parts.A": ""})
    assert (await seen(marieke, room, draft))["digest"] != first["digest"]
    await write(room.youssef, draft["id"], text="Werk.", fields={"parts.A": "leren"})
    again = await seen(marieke, room, draft)
    assert (again["digest"], again["sequence"]) == (first["digest"], 4)


async def test_what_may_be_personal_data_is_pointed_out(room: Room, marieke: Browser):
    draft = await a_draft(marieke, room)
    await write(room.marieke, draft["id"], text="Zijn BSN is 111222333.")
    [found] = (await seen(marieke, room, draft))["findings"]
    assert (found["pointer"], found["slug"], found["isRefused"]) == (
        "/text",
        "personal-data/labelled-bsn",
        True,
    )
    assert str(found["position"]) in found["detail"]
    assert "111222333" not in str(found)


async def test_the_drafts_of_a_side_are_nowhere_for_others(
    room: Room, browsers: dict[str, Browser]
):
    draft = await a_draft(browsers["marieke"], room, box="own_side")
    await write(room.marieke, draft["id"], text="Wat wij echt willen.", fields={"parts.A": "x"})
    missing = {"id": str(uuid4())}
    for name in ("youssef", "hanneke", "femke", "bram"):
        browser = browsers[name]
        for one in (draft, missing):
            path = f"/workspaces/{room.id}/drafts/{one['id']}"
            answers = [await browser.get(path), await discard(browser, room, one)]
            assert [answer.status_code for answer in answers] == [404, 404], name
        foreign = await browser.get(f"/workspaces/{room.id}/drafts/{draft['id']}")
        unknown = await browser.get(f"/workspaces/{room.id}/drafts/{missing['id']}")
        assert foreign.content == unknown.content
        if name != "bram":
            assert await listed(browser, room) == []
    for name in ("youssef", "femke"):
        # Nor is their own one refused because of it.
        await a_draft(browsers[name], room, box="own_side")


async def test_a_draft_is_only_in_its_own_workspace(
    room: Room, people: People, settings: Settings, marieke: Browser
):
    draft = await a_draft(marieke, room)
    other = await a_room(people, settings)
    assert (await marieke.get(f"/workspaces/{other.id}/drafts/{draft['id']}")).status_code == 404
    assert (await discard(marieke, other, draft)).status_code == 404
    assert await listed(marieke, other) == []


async def test_what_happens_to_drafts_stands_in_the_journal_of_those_who_see_them(
    room: Room, marieke: Browser
):
    joint = await a_draft(marieke, room)
    ours = await a_draft(marieke, room, box="own_side")
    for draft in (joint, ours):
        assert (await discard(marieke, room, draft)).status_code == 201
    shared = await entries(room.marieke, room.journal_id)
    side = await entries(room.marieke, room.marieke.side_journal_id)
    for said, draft in ((shared, joint), (side, ours)):
        about = {"workspaceId": str(room.id), "draftId": draft["id"], "draftKind": "purpose"}
        assert said == [
            ("draft.opened", {**about, "subjectId": str(room.id)}),
            ("draft.discarded", about),
        ]


async def test_writing_leaves_nothing_in_a_journal(room: Room, marieke: Browser):
    """What is written is nowhere but in the draft; journals would tell who worked when."""
    draft = await a_draft(marieke, room)
    before = await entries(room.marieke, room.journal_id)
    await write(room.marieke, draft["id"], text="Werk.")
    assert await entries(room.marieke, room.journal_id) == before


async def test_what_is_put_away_is_listed_no_more_and_can_be_begun_anew(
    room: Room, marieke: Browser, youssef: Browser
):
    draft = await a_draft(marieke, room)
    await write(room.marieke, draft["id"], text="Werk.")
    answer = await discard(youssef, room, draft)
    assert answer.status_code == 201
    assert (answer.json()["isDiscarded"], answer.json()["moves"]) == (True, [])
    assert await listed(marieke, room) == []
    # Whoever had it open can still see what stood there.
    assert (await seen(marieke, room, draft))["text"] == "Werk."
    again = await discard(marieke, room, draft)
    assert (again.status_code, slug(again)) == (409, "drafting/discarded")
    assert (await a_draft(marieke, room))["text"] == ""


async def test_putting_away_the_same_twice_does_it_once(room: Room, marieke: Browser):
    draft = await a_draft(marieke, room)
    request = str(uuid4())
    for _ in range(2):
        assert (await discard(marieke, room, draft, id=request)).status_code == 201
    assert len(await entries(room.marieke, room.journal_id)) == 2
    other = await a_draft(marieke, room)
    reused = await discard(marieke, room, other, id=request)
    assert (reused.status_code, slug(reused)) == (409, "id-taken")


async def test_beginning_the_same_twice_begins_once(room: Room, marieke: Browser, youssef: Browser):
    body = move(box="joint")
    path = f"/workspaces/{room.id}/purpose-drafts"
    first, again = [await marieke.post(path, body) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["draft"]["id"] == again.json()["draft"]["id"] == body["id"]
    for answer in (
        await marieke.post(path, {**body, "box": "own_side"}),
        await marieke.post(f"/workspaces/{room.id}/clauses-drafts", body),
        await youssef.post(path, {**body, "box": "own_side"}),
    ):
        assert (answer.status_code, slug(answer)) == (409, "id-taken")
    assert len(await listed(marieke, room)) == 1
    assert len(await entries(room.marieke, room.journal_id)) == 1


async def test_who_may_put_away_is_told_and_others_are_refused(
    room: Room, browsers: dict[str, Browser]
):
    joint = await a_draft(browsers["femke"], room)
    assert (await seen(browsers["femke"], room, joint))["moves"] == ["write", "discard"]
    # Somebody else wrote in it, so it is no longer hers alone.
    await write(room.tom, joint["id"], text="Werk.")
    ours = await a_draft(browsers["marieke"], room, box="own_side")
    theirs = await a_draft(browsers["femke"], room, box="own_side")
    for name, draft, may in (
        ("tom", joint, False),
        ("hanneke", joint, False),
        ("femke", joint, False),
        ("tom", ours, True),
        ("femke", theirs, True),
        ("youssef", joint, True),
    ):
        moves = (await seen(browsers[name], room, draft))["moves"]
        assert moves == (["write", "discard"] if may else ["write"]), name
        answer = await discard(browsers[name], room, draft)
        assert answer.status_code == (201 if may else 403), name


async def test_a_joint_draft_stays_once_a_proposal_was_made_of_it(
    room: Room, marieke: Browser, youssef: Browser
):
    draft = await a_draft(marieke, room)
    await write(room.marieke, draft["id"], text="Werk.")
    digest = (await seen(marieke, room, draft))["digest"]
    path = f"/workspaces/{room.id}/purpose-drafts/{draft['id']}/proposals"
    assert (await marieke.post(path, move(digest=digest))).status_code == 201
    for browser in (marieke, youssef):
        assert (await seen(browser, room, draft))["moves"] == ["write"]
        answer = await discard(browser, room, draft)
        assert (answer.status_code, slug(answer)) == (409, "drafting/proposed-already")
    [line] = await listed(youssef, room)
    assert line["proposedNumber"] == 1


async def test_a_program_writes_and_puts_away_what_is_its_own_sides_only(
    room: Room, marieke: Browser, browser: Browser
):
    made = (await marieke.post("/tokens", move(name="schrijfhulp"))).json()
    browser.http.headers["authorization"] = f"Bearer {made['secret']}"
    joint = await a_draft(browser, room)
    ours = await a_draft(browser, room, box="own_side")
    assert (await seen(browser, room, joint))["moves"] == ["write"]
    assert (await discard(browser, room, joint)).status_code == 403
    assert (await seen(browser, room, ours))["moves"] == ["write", "discard"]
    assert (await discard(browser, room, ours)).status_code == 201


async def test_a_reader_reads(room: Room, marieke: Browser, browsers: dict[str, Browser]):
    joint = await a_draft(marieke, room)
    ours = await a_draft(marieke, room, box="own_side")
    await workspaces.change_roles(
        room.marieke,
        ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER]),
    )
    assert [line["moves"] for line in await listed(browsers["tom"], room)] == [[], []]
    for draft in (joint, ours):
        assert (await seen(browsers["tom"], room, draft))["moves"] == []
        assert (await discard(browsers["tom"], room, draft)).status_code == 403


async def test_nobody_writes_in_a_closed_workspace_and_all_can_read(room: Room, marieke: Browser):
    joint = await a_draft(marieke, room)
    async with as_person(room.marieke.person_id):
        await execute("update workspace set phase = 'closed' where id = $1", room.id)
    assert (await seen(marieke, room, joint))["moves"] == []
    assert (await discard(marieke, room, joint)).status_code == 403
    for kind in ("purpose", "clauses"):
        for box in ("joint", "own_side"):
            answer = await marieke.post(f"/workspaces/{room.id}/{kind}-drafts", move(box=box))
            assert answer.status_code == 403


async def test_whoever_left_finds_nothing_and_is_still_named(
    room: Room, marieke: Browser, browsers: dict[str, Browser]
):
    draft = await a_draft(browsers["tom"], room)
    await write(room.tom, draft["id"], fields={"parts.A": "leren"})
    await workspaces.remove_participant(
        room.marieke, RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
    )
    for path in ("", f"/{draft['id']}"):
        answer = await browsers["tom"].get(f"/workspaces/{room.id}/drafts{path}")
        assert answer.status_code == 404
    view = await seen(marieke, room, draft)
    assert view["openedByName"] == view["authors"]["parts.A"]["name"] == "Tom Verhoeven"


async def test_a_box_is_one_of_two(room: Room, marieke: Browser):
    for body in (move(), move(box="shared"), move(box="joint", extra=1)):
        answer = await marieke.post(f"/workspaces/{room.id}/purpose-drafts", body)
        assert answer.status_code == 400
