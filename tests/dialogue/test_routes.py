"""Threads, messages and talks over HTTP: the answer, the rows and the journal."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.conftest import Clock, SignIn

from samenspraak.database import as_person, execute, fetch
from samenspraak.dialogue.commands import post_in
from samenspraak.dialogue.queries.threads import subject_counts
from samenspraak.dialogue.schemas import MessageKind, SubjectKind
from samenspraak.journal.commands import unit_of_work
from samenspraak.workspaces.schemas import Participant

ELEVEN_TEST_NUMBER = "111222333"


@pytest.fixture
async def marieke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.marieke)


@pytest.fixture
async def youssef(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.youssef)


@pytest.fixture
async def femke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.femke)


async def a_thread(browser: Browser, room: Room, text: str = "Welkom allemaal.", **members) -> str:
    answer = await browser.post(f"/workspaces/{room.id}/threads", move(text=text, **members))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def a_message(browser: Browser, room: Room, thread_id: str, text: str) -> dict[str, Any]:
    answer = await browser.post(
        f"/workspaces/{room.id}/threads/{thread_id}/messages", move(text=text)
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def messages(browser: Browser, room: Room, where: str = "", **query) -> list[dict[str, Any]]:
    answer = await browser.get(f"/workspaces/{room.id}{where}/messages", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def act(
    browser: Browser, room: Room, message: dict[str, Any], noun: str, **members
) -> tuple[int, dict[str, Any]]:
    answer = await browser.post(
        f"/workspaces/{room.id}/messages/{message['id']}/{noun}", move(**members)
    )
    return answer.status_code, answer.json()


def slug(body: dict[str, Any]) -> str:
    return body["type"].removeprefix("/problems/")


async def entries(reader: Participant, journal_id: UUID, kind: str = "%") -> list[dict[str, Any]]:
    async with as_person(reader.person_id):
        return await fetch(
            "select number, kind, body, actor from entry where journal_id = $1 and kind like $2"
            " order by number",
            journal_id,
            kind,
        )


async def a_commitment(room: Room, number: int = 1) -> UUID:
    commitment_id = uuid4()
    async with unit_of_work(room.marieke.person_id, room.journal_id):
        await execute(
            "insert into commitment (id, journal_id, workspace_id, number, origin)"
            " values ($1, $2, $3, $4, 'proposal')",
            commitment_id,
            room.journal_id,
            room.id,
            number,
        )
    return commitment_id


async def test_a_thread_starts_with_its_first_message(room, marieke, youssef):
    request = move(text="Ik ben benieuwd wat er **écht** past.", title="Welkom")
    answer = await marieke.post(f"/workspaces/{room.id}/threads", request)

    assert answer.status_code == 201
    thread = answer.json()
    assert thread["id"] == request["id"]
    assert (thread["title"], thread["audience"], thread["lastNumber"]) == ("Welkom", "shared", 1)
    assert (thread["subjectKind"], thread["subjectId"]) == ("workspace", str(room.id))
    assert thread["startedBy"]["name"] == "Marieke de Groot"
    assert thread["moves"] == ["post", "resolve"]
    [message] = await messages(youssef, room, f"/threads/{thread['id']}")
    assert message["html"].strip() == "<p>Ik ben benieuwd wat er <strong>écht</strong> past.</p>"
    assert message["text"] == "Ik ben benieuwd wat er **écht** past."
    assert (message["author"]["name"], message["side"]) == ("Marieke de Groot", "buyer")
    assert (message["isUnread"], message["moves"]) == (True, [])
    kinds = [entry["kind"] for entry in await entries(room.marieke, room.journal_id)]
    assert kinds[-2:] == ["thread.started", "message.posted"]
    assert "past" not in (await entries(room.marieke, room.journal_id))[-1]["body"]


async def test_sending_twice_says_it_once(room, marieke, youssef):
    thread_id = await a_thread(marieke, room)
    other_id = await a_thread(marieke, room, "Een ander gesprek.")
    request = move(text="Mag het nog beter worden?")
    path = f"/workspaces/{room.id}/threads/{thread_id}/messages"
    first = await youssef.post(path, request)
    before = len(await entries(room.marieke, room.journal_id))

    assert (await youssef.post(path, request)).json() == first.json()
    assert len(await entries(room.marieke, room.journal_id)) == before

    for again in (
        await youssef.post(path, request | {"text": "Iets anders."}),
        await youssef.post(f"/workspaces/{room.id}/threads/{other_id}/messages", request),
        await marieke.post(path, request),
        await youssef.post(f"/workspaces/{room.id}/threads", request),
    ):
        assert (again.status_code, slug(again.json())) == (409, "id-taken")
    assert len(await messages(youssef, room)) == 3


async def test_an_id_that_we_made_is_not_free_either(room, marieke, database):
    """The first message of a thread, and a thread begun by a question, got their ids from us."""
    thread_id = await a_thread(marieke, room)
    [message] = await messages(marieke, room)
    async with unit_of_work(room.marieke.person_id, room.journal_id) as work:
        asked = await post_in(
            work,
            room.marieke,
            subject_kind=SubjectKind.WORKSPACE,
            subject_id=room.id,
            kind=MessageKind.QUESTION,
            text="Wie begeleidt?",
            message_id=uuid4(),
        )
    assert str(asked.thread_id) == thread_id
    answer = await marieke.post(
        f"/workspaces/{room.id}/threads/{thread_id}/messages",
        {"id": message["id"], "text": "Met een bestaand kenmerk."},
    )
    assert (answer.status_code, slug(answer.json())) == (409, "id-taken")


async def test_an_author_mends_a_slip_within_ten_minutes(room, marieke, youssef, clock: Clock):
    thread_id = await a_thread(marieke, room)
    message = await a_message(
        youssef, room, thread_id, "Twee leerlingen, maar dan achtien maanden."
    )
    assert message["moves"] == ["edit", "remove"]

    status, edited = await act(
        youssef, room, message, "edits", edition=1, text="Twee leerlingen, achttien maanden."
    )

    assert status == 201
    assert (edited["edition"], edited["text"]) == (2, "Twee leerlingen, achttien maanden.")
    assert edited["editedAt"] is not None
    status, stale = await act(youssef, room, message, "edits", edition=1, text="Oud tabblad.")
    assert (status, slug(stale), stale["facts"]) == (
        409,
        "dialogue/stale-edition",
        {"currentEdition": 2},
    )
    status, other = await act(marieke, room, message, "edits", edition=2, text="Niet mijn tekst.")
    assert (status, slug(other)) == (403, "not-allowed")

    clock.move_on(minutes=10, seconds=1)
    status, late = await act(youssef, room, message, "edits", edition=2, text="Te laat.")
    assert (status, slug(late)) == (409, "dialogue/too-late-to-edit")
    status, late = await act(youssef, room, message, "removals")
    assert (status, slug(late)) == (409, "dialogue/too-late-to-edit")
    assert (await messages(marieke, room))[-1]["text"] == "Twee leerlingen, achttien maanden."
    assert (await messages(youssef, room))[-1]["moves"] == []


async def test_of_a_removed_message_only_the_fact_stays(room, marieke, youssef):
    thread_id = await a_thread(youssef, room, "Te vroeg verstuurd.", title="Per ongeluk")
    [message] = await messages(youssef, room)

    status, removed = await act(youssef, room, message, "removals")

    assert (status, removed["text"], removed["html"]) == (201, None, None)
    assert removed["removedAt"] is not None
    [seen] = await messages(marieke, room)
    assert (seen["text"], seen["author"]["name"]) == (None, "Youssef El Amrani")
    thread = (await marieke.get(f"/workspaces/{room.id}/threads/{thread_id}")).json()
    assert thread["title"] == ""
    async with as_person(room.youssef.person_id):
        rows = await fetch(
            "select m.text, m.html, m.salt, t.title, t.salt as title_salt from message m"
            " join thread t on t.id = m.thread_id where m.id = $1",
            UUID(message["id"]),
        )
    assert set(rows[0].values()) == {""}
    status, again = await act(youssef, room, message, "edits", edition=1, text="Toch wel.")
    assert (status, slug(again)) == (409, "dialogue/message-removed")


async def test_a_coordinator_hides_with_a_reason_that_both_sides_see(
    room, marieke, youssef, femke, clock: Clock
):
    thread_id = await a_thread(youssef, room, "De planner is nooit te bereiken.", title="Planner")
    [message] = await messages(femke, room)
    assert message["moves"] == ["hide"]
    reason = "Gaat over één persoon, niet over het contract."
    for other in (marieke, youssef):
        status, refused = await act(other, room, message, "hidings", edition=1, reason=reason)
        assert (status, slug(refused)) == (403, "not-allowed")
    status, stale = await act(femke, room, message, "hidings", edition=2, reason=reason)
    assert (status, slug(stale)) == (409, "dialogue/stale-edition")

    status, hidden = await act(femke, room, message, "hidings", edition=1, reason=reason)

    assert (status, hidden["isHidden"], hidden["moves"]) == (201, True, ["show"])
    for reader in (marieke, youssef, femke):
        [seen] = await messages(reader, room)
        assert (seen["text"], seen["html"], seen["isUnread"]) == (None, None, False)
        assert seen["hidings"][0]["reason"] == reason
        assert seen["hidings"][0]["hiddenBy"]["name"] == "Femke Bosch"
        thread = (await reader.get(f"/workspaces/{room.id}/threads/{thread_id}")).json()
        assert thread["title"] == ""
    for noun, members in (("edits", {"edition": 1, "text": "Anders."}), ("removals", {})):
        status, refused = await act(youssef, room, message, noun, **members)
        assert (status, slug(refused)) == (409, "dialogue/message-hidden")
    status, again = await act(femke, room, message, "hidings", edition=1, reason=reason)
    assert (status, slug(again)) == (409, "dialogue/message-hidden")

    clock.move_on(minutes=1)
    status, shown = await act(femke, room, message, "showings", reason="Na overleg toch in orde.")

    assert (status, shown["isHidden"]) == (201, False)
    assert shown["text"] == "De planner is nooit te bereiken."
    assert shown["hidings"][0]["shownReason"] == "Na overleg toch in orde."
    status, again = await act(femke, room, message, "showings", reason="Nog eens.")
    assert (status, slug(again)) == (409, "dialogue/message-shown")
    clock.move_on(minutes=1)
    status, twice = await act(femke, room, message, "hidings", edition=1, reason="Toch niet.")
    assert [hiding["reason"] for hiding in twice["hidings"]] == [reason, "Toch niet."]
    bodies = " ".join(entry["body"] for entry in await entries(room.femke, room.journal_id))
    assert "persoon" not in bodies
    assert "overleg" not in bodies


async def test_a_thread_is_resolved_with_an_outcome_and_reopened(room, marieke, youssef):
    thread_id = await a_thread(marieke, room, "Telt de begeleiding ook bij ziekte?")
    path = f"/workspaces/{room.id}/threads/{thread_id}"

    answer = await youssef.post(f"{path}/resolutions", move(outcome="Ja, **elke week** vier uur."))

    assert answer.status_code == 201
    thread = answer.json()
    assert (thread["isResolved"], thread["moves"], thread["lastNumber"]) == (True, ["reopen"], 2)
    assert "<strong>elke week</strong>" in thread["outcomeHtml"]
    assert thread["resolvedBy"]["name"] == "Youssef El Amrani"
    for noun, members in (("messages", {"text": "Nog iets."}), ("resolutions", {"outcome": "?"})):
        refused = await marieke.post(f"{path}/{noun}", move(**members))
        assert (refused.status_code, slug(refused.json())) == (409, "dialogue/thread-resolved")
    outcome = (await messages(youssef, room))[-1]
    assert (outcome["kind"], outcome["moves"]) == ("outcome", ["edit"])
    status, refused = await act(youssef, room, outcome, "removals")
    assert (status, slug(refused)) == (409, "dialogue/outcome-stands")

    reopened = (await marieke.post(f"{path}/reopenings", move())).json()

    assert (reopened["isResolved"], reopened["outcomeId"]) == (False, None)
    assert (await messages(marieke, room))[-1]["text"] == "Ja, **elke week** vier uur."
    refused = await marieke.post(f"{path}/reopenings", move())
    assert (refused.status_code, slug(refused.json())) == (409, "dialogue/thread-open")
    await a_message(marieke, room, thread_id, "En in de vakantie?")
    kinds = [entry["kind"] for entry in await entries(room.marieke, room.journal_id)]
    assert kinds[-5:] == [
        "thread.started",
        "message.posted",
        "thread.resolved",
        "thread.reopened",
        "message.posted",
    ]


async def test_a_hidden_outcome_shows_nowhere(room, marieke, femke):
    thread_id = await a_thread(marieke, room)
    path = f"/workspaces/{room.id}/threads/{thread_id}"
    await marieke.post(f"{path}/resolutions", move(outcome="Dit hoort hier niet."))
    outcome = (await messages(femke, room))[-1]
    await act(femke, room, outcome, "hidings", edition=1, reason="Gaat over één persoon.")

    everything = [
        (await marieke.get(f"/workspaces/{room.id}{where}")).text
        for where in ("/threads", f"/threads/{thread_id}", "/messages", "/subjects")
    ]
    assert "hoort hier niet" not in " ".join(everything)


async def test_a_talk_is_written_down_and_confirmed_by_the_other_side(
    room, marieke, youssef, femke
):
    talks = f"/workspaces/{room.id}/talks"
    request = move(
        heldOn="2026-10-06",
        attendees="Marieke, Youssef",
        lines=["Twee leerlingen.", "Achttien maanden, niveau 2."],
    )
    answer = await youssef.post(talks, request)

    assert answer.status_code == 201
    talk = answer.json()
    assert talk["lines"][1] == {"index": 1, "text": "Achttien maanden, niveau 2."}
    assert (talk["recordedBy"]["name"], talk["confirmedBy"], talk["moves"]) == (
        "Youssef El Amrani",
        None,
        [],
    )
    confirmation = f"{talks}/{talk['id']}/confirmations"
    for other in (youssef, femke):
        refused = await other.post(confirmation, move(digest=talk["digest"]))
        assert (refused.status_code, slug(refused.json())) == (403, "not-allowed")
    [seen] = (await marieke.get(talks)).json()["items"]
    assert seen["moves"] == ["confirm"]
    refused = await marieke.post(confirmation, move(digest="0" * 64))
    assert (refused.status_code, slug(refused.json())) == (409, "dialogue/other-lines")

    confirmed = await marieke.post(confirmation, move(digest=talk["digest"]))

    assert confirmed.status_code == 201
    assert confirmed.json()["confirmedBy"]["name"] == "Marieke de Groot"
    again = await marieke.post(confirmation, move(digest=talk["digest"]))
    assert (again.status_code, slug(again.json())) == (409, "dialogue/talk-confirmed")
    recorded, stood = await entries(room.marieke, room.journal_id, "talk.%")
    assert (recorded["kind"], stood["kind"]) == ("talk.recorded", "talk.confirmed")
    assert "leerlingen" not in recorded["body"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"heldOn": "gisteren"}, "/heldOn"),
        ({"heldOn": "2999-01-01"}, "/heldOn"),
        ({"lines": []}, "/lines"),
        ({"lines": ["Twee.", None]}, "/lines/1"),
        ({"lines": ["Twee.", "Drie\u202eneit."]}, "/lines/1"),
        ({"lines": ["Twee.", f"bsn {ELEVEN_TEST_NUMBER}"]}, "/lines/1"),
        ({"attendees": "\u2060"}, "/attendees"),
    ],
)
async def test_a_record_that_cannot_be_leaves_nothing(room, marieke, changed, expected):
    request = move(heldOn="2026-10-06", attendees="Allen", lines=["Twee leerlingen."])

    answer = await marieke.post(f"/workspaces/{room.id}/talks", request | changed)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [expected]
    assert (await marieke.get(f"/workspaces/{room.id}/talks")).json()["items"] == []
    assert await entries(room.marieke, room.journal_id, "talk.%") == []


async def test_extremes_are_answered_and_never_break(room, marieke):
    thread_id = await a_thread(marieke, room)
    [message] = await messages(marieke, room)
    base = f"/workspaces/{room.id}"
    for path, body in (
        (f"/threads/{thread_id}/reads", {"number": 2**53 - 1}),
        (f"/threads/{thread_id}/reads", {"number": -(2**53) + 1}),
        (f"/messages/{message['id']}/edits", move(edition=-(2**53) + 1, text="x")),
        ("/talks", move(heldOn="0001-01-01", attendees="Allen", lines=["Lang geleden."])),
        ("/threads", move(text="x", title="y" * 201)),
        (f"/talks/{uuid4()}/confirmations", move(digest="x" * 100_000)),
    ):
        assert (await marieke.post(base + path, body)).status_code in {201, 400, 404, 409}


async def test_what_a_coordinator_wrote_down_either_side_confirms(room, youssef, femke):
    talks = f"/workspaces/{room.id}/talks"
    talk = (
        await femke.post(talks, move(heldOn="2026-10-06", attendees="Allen", lines=["Vier uur."]))
    ).json()

    confirmed = await youssef.post(
        f"{talks}/{talk['id']}/confirmations", move(digest=talk["digest"])
    )

    assert (confirmed.status_code, confirmed.json()["confirmedBy"]["side"]) == (201, "contractor")


async def test_one_sees_how_much_is_unread_and_nobody_else_does(room, marieke, youssef, database):
    commitment_id = await a_commitment(room)
    about = {"subjectKind": "commitment", "subjectId": str(commitment_id)}
    thread_id = await a_thread(marieke, room, "Daarom vragen we er vier.", **about)
    await a_message(marieke, room, thread_id, "Vier sluit aan bij het ROC.")
    await a_message(youssef, room, thread_id, "Twee leerlingen is ons maximum.")
    await a_thread(youssef, room, "En de lunches?")
    reads = f"/workspaces/{room.id}/threads/{thread_id}/reads"

    async def unread(browser: Browser) -> list[int]:
        items = (await browser.get(f"/workspaces/{room.id}/subjects")).json()["items"]
        assert [item["subjectKind"] for item in items] == ["workspace", "commitment"]
        return [item["unread"] for item in items]

    assert await unread(youssef) == [0, 2]
    assert await unread(marieke) == [1, 1]
    assert [m["number"] for m in await messages(youssef, room, unread="true")] == [1, 2]
    answer = await youssef.post(reads, {"number": 1})
    assert (answer.status_code, answer.json()["unread"]) == (201, 1)
    await youssef.post(reads, {"number": 99})
    # A mark never goes back, nor past what there is.
    answer = await youssef.post(reads, {"number": -5})
    assert answer.json() == {"threadId": thread_id, "number": 3, "unread": 0}
    assert await unread(youssef) == [0, 0]
    assert await unread(marieke) == [1, 1]
    await a_message(marieke, room, thread_id, "Na het lezen.")
    assert await unread(youssef) == [0, 1]
    async with as_person(room.marieke.person_id):
        assert await fetch("select id from read_mark where thread_id = $1", UUID(thread_id)) == []
    async with as_person(room.youssef.person_id):
        counts = await subject_counts(room.youssef)
    assert [count.unread for count in counts] == [0, 1]


async def test_shared_and_own_side_messages_can_be_asked_apart(room, marieke, youssef, database):
    await a_thread(marieke, room, "Voor iedereen.")
    await a_thread(marieke, room, "Voor ons.", audience="own_side")

    async def texts(browser: Browser, audience: str) -> list[str]:
        return [m["text"] for m in await messages(browser, room, audience=audience)]

    assert await texts(marieke, "shared") == await texts(youssef, "shared") == ["Voor iedereen."]
    assert await texts(marieke, "own_side") == ["Voor ons."]
    assert await texts(youssef, "own_side") == []


async def test_threads_are_about_something_of_this_workspace(room, people, settings, marieke):
    from tests.builders import a_room

    elsewhere = await a_commitment(await a_room(people, settings))
    here = await a_commitment(room)
    other = await a_commitment(room, number=2)
    for kind, subject_id in (
        ("commitment", elsewhere),
        ("commitment", uuid4()),
        ("agreement", here),
        ("workspace", here),
    ):
        answer = await marieke.post(
            f"/workspaces/{room.id}/threads",
            move(text="Hierover.", subjectKind=kind, subjectId=str(subject_id)),
        )
        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert (error["pointer"], error["slug"]) == ("/subjectId", "dialogue/unknown-subject")
    one = await a_thread(marieke, room, "T1", subjectKind="commitment", subjectId=str(here))
    await a_thread(marieke, room, "T2", subjectKind="commitment", subjectId=str(other))
    await a_thread(marieke, room, "Over alles")

    found = await marieke.get(
        f"/workspaces/{room.id}/threads",
        params={"subjectKind": "commitment", "subjectId": str(here)},
    )

    assert [thread["id"] for thread in found.json()["items"]] == [one]
    about = await messages(marieke, room, subjectKind="commitment")
    assert [message["text"] for message in about] == ["T1", "T2"]


async def test_questions_and_answers_land_in_the_thread_about_their_commitment(
    room, youssef, database
):
    commitment_id = await a_commitment(room)
    asked, answered = uuid4(), uuid4()
    for participant, kind, text, message_id in (
        (room.youssef, MessageKind.QUESTION, "Telt het ook bij ziekte?", asked),
        (room.marieke, MessageKind.ANSWER, "Ja, vier uur per week.", answered),
    ):
        async with unit_of_work(participant.person_id, room.journal_id) as work:
            fact = await post_in(
                work,
                participant,
                subject_kind=SubjectKind.COMMITMENT,
                subject_id=commitment_id,
                kind=kind,
                text=text,
                message_id=message_id,
            )
        assert fact.message_id == message_id

    seen = await messages(youssef, room, subjectId=str(commitment_id))
    assert [(message["kind"], message["number"]) for message in seen] == [
        ("question", 1),
        ("answer", 2),
    ]
    assert len({message["threadId"] for message in seen}) == 1
    await youssef.post(
        f"/workspaces/{room.id}/threads/{seen[0]['threadId']}/resolutions", move(outcome="Helder.")
    )
    async with unit_of_work(room.youssef.person_id, room.journal_id) as work:
        anew = await post_in(
            work,
            room.youssef,
            subject_kind=SubjectKind.COMMITMENT,
            subject_id=commitment_id,
            kind=MessageKind.QUESTION,
            text="En in de vakantie?",
            message_id=uuid4(),
        )
    assert (anew.number, str(anew.thread_id) != seen[0]["threadId"]) == (1, True)


async def test_pages_lead_from_the_newest_up_to_the_first(room, marieke):
    thread_id = await a_thread(marieke, room, "0")
    other_id = await a_thread(marieke, room, "tussendoor")
    for number in range(1, 6):
        await a_message(marieke, room, thread_id, str(number))

    async def pages(where: str) -> list[list[str]]:
        found: list[list[str]] = []
        after: dict[str, Any] = {"limit": 2}
        while True:
            answer = await marieke.get(f"/workspaces/{room.id}{where}", params=after)
            assert answer.status_code == 200, answer.text
            found.append([item.get("text") or item.get("id") for item in answer.json()["items"]])
            if answer.json()["next"] is None:
                return found
            after["after"] = answer.json()["next"]

    assert await pages(f"/threads/{thread_id}/messages") == [["4", "5"], ["2", "3"], ["0", "1"]]
    assert await pages("/messages") == [["4", "5"], ["2", "3"], ["tussendoor", "1"], ["0"]]
    assert await pages("/threads") == [[other_id, thread_id]]
    for wrong in ("x", "AAAA", "é"):
        answer = await marieke.get(f"/workspaces/{room.id}/messages", params={"after": wrong})
        assert (answer.status_code, slug(answer.json())) == (400, "invalid")
    for name, wrong in (
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "x"),
        ("subjectKind", "x"),
        ("subjectId", "x"),
        ("unread", "x"),
    ):
        answer = await marieke.get(f"/workspaces/{room.id}/messages", params={name: wrong})
        assert answer.status_code == 400, (name, wrong)


async def test_news_goes_on_from_where_the_page_stood(room, marieke, youssef):
    thread_id = await a_thread(marieke, room)
    page = await youssef.get(f"/workspaces/{room.id}/messages")
    await a_message(marieke, room, thread_id, "Net daarna.")

    news = await youssef.get(
        f"/workspaces/{room.id}/entries", params={"after": page.headers["Journal-Position"]}
    )

    assert [entry["kind"] for entry in news.json()["items"]] == ["message.posted"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1)) ![x](https://spion.example/x.png)",
        "<img src=x onerror=alert(1)>",
        "'; drop table message; --",
        "\u202egnud\u202c en \u200bniets",
        "{0} {__class__} %s ${jndi:ldap://x}",
        "🏗️" * 5_000,
        "*" * 20_000,
        "[" * 20_000,
        "> " * 10_000,
        "é\u0301" * 5_000,
        "a\n" * 10_000,
    ],
    ids=str.__len__,
)
async def test_whatever_is_typed_stays_text(room, marieke, youssef, text):
    thread_id = await a_thread(marieke, room)

    message = await a_message(marieke, room, thread_id, text)

    assert message["text"] == text
    html = message["html"].lower()
    assert not any(bad in html for bad in ("<script", "<img", 'onerror="', 'href="javascript'))
    assert (await messages(youssef, room))[-1] | {"isUnread": False, "moves": []} == message | {
        "moves": []
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": ""}, [("/text", "required")]),
        ({"text": "\u200b\n"}, [("/text", "required")]),
        ({"text": "x" * 20_001}, [("/text", "too-long")]),
        ({"text": 7, "side": "buyer"}, [("/text", "type"), ("/side", "unknown-field")]),
        ({}, [("/text", "required")]),
        ({"text": None}, [("/text", "required")]),
        ({"text": "nul \x00"}, [("/text", "json/null-character")]),
        ({"text": f"bsn {ELEVEN_TEST_NUMBER}"}, [("/text", "personal-data/labelled-bsn")]),
        ({"text": f"het is {ELEVEN_TEST_NUMBER}"}, [("/text", "personal-data/bare-bsn")]),
    ],
)
async def test_what_cannot_be_said_leaves_nothing(room, marieke, body, expected):
    thread_id = await a_thread(marieke, room)
    before = await entries(room.marieke, room.journal_id)

    answer = await marieke.post(
        f"/workspaces/{room.id}/threads/{thread_id}/messages", {"id": str(uuid4()), **body}
    )

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert [(error["pointer"], error["slug"]) for error in answer.json()["errors"]] == expected
    assert ELEVEN_TEST_NUMBER not in answer.text
    assert await entries(room.marieke, room.journal_id) == before
    assert len(await messages(marieke, room)) == 1


async def test_a_number_may_be_declared_to_be_something_else(room, marieke):
    thread_id = await a_thread(marieke, room)

    answer = await marieke.post(
        f"/workspaces/{room.id}/threads/{thread_id}/messages",
        move(text=f"het is {ELEVEN_TEST_NUMBER}", declaredNotBsn=True),
    )

    assert answer.status_code == 201
    body = (await entries(room.marieke, room.journal_id))[-1]["body"]
    assert '"declaredNotBsn":true' in body
    assert ELEVEN_TEST_NUMBER not in body


async def test_a_writer_is_warned_of_health_beside_a_person_and_others_are_not(
    room, marieke, youssef
):
    await a_thread(marieke, room, "Mevrouw De Vries, geboren 3 maart 1980, heeft een depressie.")

    [own] = await messages(marieke, room)
    [other] = await messages(youssef, room)

    assert own["warnings"] == ["personal-data/health-beside-person"]
    assert other["warnings"] == []


async def test_a_program_talks_but_settles_nothing(room, people, marieke, browser, femke):
    thread_id = await a_thread(marieke, room)
    token = await marieke.post("/tokens", move(name="planning"))
    assert token.status_code == 201, token.text
    key = {"authorization": f"Bearer {token.json()['secret']}", "x-csrf-token": None}
    path = f"/workspaces/{room.id}/threads/{thread_id}"

    posted = await browser.post(f"{path}/messages", move(text="Automatisch."), headers=key)
    resolved = await browser.post(f"{path}/resolutions", move(outcome="Klaar."), headers=key)
    seen = await browser.get(path, headers={"authorization": key["authorization"]})

    assert posted.status_code == 201
    assert (resolved.status_code, slug(resolved.json())) == (403, "not-allowed")
    assert seen.json()["moves"] == ["post"]


async def test_what_is_not_there_is_not_there(room, marieke):
    nothing = uuid4()
    base = f"/workspaces/{room.id}"
    paths = {
        f"/threads/{nothing}/messages": {"text": "Hallo."},
        f"/threads/{nothing}/resolutions": {"outcome": "Klaar."},
        f"/threads/{nothing}/reopenings": {},
        f"/messages/{nothing}/edits": {"edition": 1, "text": "Hallo."},
        f"/messages/{nothing}/removals": {},
        f"/messages/{nothing}/hidings": {"edition": 1, "reason": "Omdat."},
        f"/messages/{nothing}/showings": {"reason": "Omdat."},
        f"/talks/{nothing}/confirmations": {"digest": "0" * 64},
    }
    for path, members in paths.items():
        answer = await marieke.post(base + path, move(**members))
        assert (answer.status_code, slug(answer.json())) == (404, "not-found"), path
    answer = await marieke.post(f"{base}/threads/{nothing}/reads", {"number": 1})
    assert answer.status_code == 404
    for path in (f"/threads/{nothing}", f"/threads/{nothing}/messages"):
        assert (await marieke.get(base + path)).status_code == 404


async def test_forty_at_once_leave_no_gap(room, marieke, youssef):
    thread_id = await a_thread(marieke, room)

    async def say(number: int) -> None:
        browser = marieke if number % 2 else youssef
        request = move(text=f"Bericht {number}")
        while True:
            answer = await browser.post(
                f"/workspaces/{room.id}/threads/{thread_id}/messages", request
            )
            if answer.status_code != 503:
                break
        assert answer.status_code == 201, answer.text

    await asyncio.gather(*(say(number) for number in range(40)))

    found = await entries(room.marieke, room.journal_id)
    assert [entry["number"] for entry in found] == list(range(1, len(found) + 1))
    said = await messages(marieke, room, f"/threads/{thread_id}", limit=100)
    assert [message["number"] for message in said] == list(range(1, 42))
    assert len({message["text"] for message in said}) == 41
