"""Over HTTP: departments of one side, the words they give, and that nobody else learns of them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_sides import OwnSide
from tests.conftest import SignIn

from samenspraak.interface import openapi_document

DIGEST = "ab" * 32


async def everything(browser: Browser, room: Room) -> dict[str, Any]:
    """All that somebody is shown of a workspace, with where its news goes on from."""
    found: dict[str, Any] = {}
    for path, methods in openapi_document()["paths"].items():
        if "get" in methods and path.count("{") == 1 and "{workspace_id}" in path:
            answer = await browser.get(path.format(workspace_id=room.id))
            reached = answer.headers.get("journal-position")
            found[path] = (answer.status_code, reached, answer.content)
    assert len(found) > 10
    return found


@pytest.fixture
async def the_others(
    room: Room, people: People, sign_in: SignIn
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What everybody outside the buyer's side sees now."""
    browsers = {name: await sign_in(getattr(people, name)) for name in ("youssef", "femke")}

    async def seen() -> dict[str, Any]:
        return {name: await everything(browser, room) for name, browser in browsers.items()}

    return seen


async def test_a_new_room_asks_no_department(marieke: OwnSide, room: Room):
    assert await marieke.departments() == {
        "items": [],
        "approvers": [
            {"participantId": str(room.marieke.id), "name": "Marieke de Groot", "title": ""}
        ],
        "moves": ["define"],
    }


async def test_a_side_defines_changes_and_ends_a_department(
    marieke: OwnSide, tom: OwnSide, room: Room
):
    hr = await marieke.define("HR", room.marieke.id, aboveCents=2_500_000)
    assert hr == {
        "id": hr["id"],
        "name": "HR",
        "before": ["proposal"],
        "aboveCents": 2_500_000,
        "people": [
            {"participantId": str(room.marieke.id), "name": "Marieke de Groot", "canGive": True}
        ],
        "moves": ["change", "end", "give-word"],
    }
    seen = await tom.departments()
    assert [each["moves"] for each in seen["items"]] == [[]], "he reads along"
    assert (seen["approvers"], seen["moves"]) == ([], [])
    changed = await marieke.change(hr, name="HR en D&I", before=["signature"], aboveCents=None)
    assert changed.status_code == 201, changed.text
    [now] = changed.json()["items"]
    assert (now["name"], now["before"], now["aboveCents"]) == ("HR en D&I", ["signature"], None)
    ended = await marieke.end(hr)
    assert ended.status_code == 201
    assert ended.json()["items"] == []
    for answer in (await marieke.end(hr), await marieke.change(hr)):
        assert answer.json()["type"] == "/problems/workspaces/department-over"
    kinds = [
        (entry["kind"], entry["journal"])
        for entry in (await marieke.browser.get(f"{marieke.path}/entries")).json()["items"]
        if entry["kind"].startswith("department.")
    ]
    assert kinds == [
        ("department.defined", "side"),
        ("department.changed", "side"),
        ("department.ended", "side"),
    ]


async def test_asking_twice_does_it_once(marieke: OwnSide, room: Room):
    body = move(name="HR", before=["proposal"], participantIds=[str(room.marieke.id)])
    path = f"{marieke.path}/departments"
    for _again in range(2):
        answer = await marieke.browser.post(path, body)
        assert answer.status_code == 201
        assert len(answer.json()["items"]) == 1
    other = await marieke.browser.post(path, {**body, "name": "Inkoop"})
    assert other.json()["type"] == "/problems/id-taken"


async def test_only_who_acts_for_a_side_says_who_is_asked(
    marieke: OwnSide, tom: OwnSide, femke: OwnSide, room: Room
):
    hr = await marieke.define("HR", room.marieke.id)
    assert (await tom.ask_to_define("Inkoop", room.tom.id)).status_code == 403
    assert (await tom.change(hr, name="Van mij")).status_code == 403
    assert (await tom.end(hr)).status_code == 403
    assert (await femke.ask_to_define("Regio", room.femke.id)).status_code == 403
    assert await femke.departments() == {"items": [], "approvers": [], "moves": []}


async def test_only_approvers_of_the_own_side_are_named(marieke: OwnSide, room: Room):
    for stranger in (room.tom.id, room.youssef.id, uuid4()):
        answer = await marieke.ask_to_define("HR", stranger)
        assert answer.status_code == 400
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["slug"]) == (
            "/participantIds/0",
            "workspaces/not-an-approver",
        )


async def test_only_who_is_named_and_may_approve_speaks_for_a_department(
    marieke: OwnSide, tom: OwnSide, room: Room
):
    """Whoever loses the role of approver speaks no longer, and the page says so."""
    await marieke.browser.post(
        f"{marieke.path}/role-changes",
        move(participantId=str(room.tom.id), roles=["signatory", "approver"]),
    )
    buying = await marieke.define("Inkoop", room.tom.id)
    assert buying["moves"] == ["change", "end"], "she is not of buying"
    assert (await marieke.ask_to_say(buying, uuid4(), DIGEST)).status_code == 403
    assert (await tom.ask_to_say(buying, uuid4(), DIGEST)).status_code == 201
    await marieke.browser.post(
        f"{marieke.path}/role-changes", move(participantId=str(room.tom.id), roles=["signatory"])
    )
    assert (await tom.ask_to_say(buying, uuid4(), DIGEST)).status_code == 403
    [seen] = (await tom.departments())["items"]
    assert [person["canGive"] for person in seen["people"]] == [False]
    assert seen["moves"] == []
    # The rule can be changed all the same: to a name that says it better, or to somebody else.
    assert (await marieke.change(seen, name="Inkoop en contracten")).status_code == 201


async def test_a_program_speaks_for_no_department(marieke: OwnSide, room: Room, browser: Browser):
    hr = await marieke.define("HR", room.marieke.id)
    made = await marieke.browser.post("/tokens", move(name="koppeling"))
    said = {"about": "draft", "aboutId": str(uuid4()), "digest": DIGEST, "word": "yes"}
    for path, body in (
        ("words", {"departmentId": hr["id"], **said}),
        (f"departments/{hr['id']}/endings", {}),
        ("departments", {"name": "X", "before": ["proposal"], "participantIds": []}),
    ):
        answer = await browser.send(
            "POST",
            f"{marieke.path}/{path}",
            headers={"authorization": f"Bearer {made.json()['secret']}", "x-csrf-token": None},
            json=move(**body),
        )
        assert answer.status_code == 403, path


async def test_a_citizens_number_is_refused_in_a_name_and_in_a_reason(marieke: OwnSide, room: Room):
    number = "BSN 111222333"
    named = await marieke.ask_to_define(f"HR {number}", room.marieke.id)
    assert named.json()["type"] == "/problems/personal-data/refused"
    hr = await marieke.define("HR", room.marieke.id)
    said = await marieke.ask_to_say(hr, uuid4(), DIGEST, word="no", reason=number)
    assert said.json()["type"] == "/problems/personal-data/refused"


async def test_nobody_across_sees_any_trace_of_departments_and_words(
    marieke: OwnSide,
    room: Room,
    the_others: Callable[[], Awaitable[dict[str, Any]]],
):
    """Not a word, a number, a position or a length differs for anybody else."""
    before = await the_others()
    mine = await everything(marieke.browser, room)

    hr = await marieke.define("HR", room.marieke.id)
    await marieke.say(hr, uuid4(), DIGEST)
    await marieke.say(hr, uuid4(), DIGEST, word="no", reason="Nog niet.")
    assert (await marieke.change(hr, aboveCents=1)).status_code == 201
    buying = await marieke.define("Inkoop", room.marieke.id)
    assert (await marieke.end(buying)).status_code == 201

    assert await the_others() == before
    assert await everything(marieke.browser, room) != mine


async def test_an_id_of_another_sides_department_tells_no_more_than_any_other(
    marieke: OwnSide, youssef: OwnSide, room: Room
):
    hidden = await marieke.define("HR", room.marieke.id)
    missing = {**hidden, "id": str(uuid4())}
    for ask in (youssef.change, youssef.end):
        answers = [await ask(one) for one in (hidden, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    answers = [await youssef.ask_to_say(one, uuid4(), DIGEST) for one in (hidden, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    # The same name on both sides is nobody's business.
    assert (await youssef.ask_to_define("HR", room.youssef.id)).status_code == 201
