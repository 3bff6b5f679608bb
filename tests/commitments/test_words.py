"""Nothing is proposed that a department of the own side has not said yes to, and nobody across can
tell that anybody was asked."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_commitments import Table, named, terms_json
from tests.builders_sides import OwnSide
from tests.commitments.desk import Desk, write

from samenspraak.commitments.decisions.words import spoken_of
from samenspraak.commitments.terms import AmountValue, Terms, ValueToBeDiscussed
from samenspraak.database import as_person, fetch
from samenspraak.workspaces.schemas import About

FIELDS = {
    "title": "Twee leerwerkplekken",
    "quantity": "2",
    "unit": "plekken",
    "period.months": "12",
}
WORTH: dict[str, Any] = {"value.kind": "amount", "value.amountCents": 5_000_000}


@pytest.fixture
def home(room: Room, buyer: Table) -> OwnSide:
    """Marieke among her own side."""
    return OwnSide(room.id, buyer.browser)


@pytest.fixture
def desk(buyer: Table) -> Desk:
    """Marieke, writing."""
    return Desk(buyer)


@pytest.fixture
async def across(room: Room, people: People, sign_in: Any) -> Any:
    """Youssef, to whom things are put."""
    return await sign_in(people.youssef)


async def a_draft(
    desk: Desk, room: Room, box: str = "own_side", fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Write something that could be proposed."""
    draft = await desk.open(box=box)
    await write(room.marieke, draft, {**FIELDS, **(fields or {})})
    return await desk.see(draft)


async def say(home: OwnSide, department: dict[str, Any], seen: dict[str, Any], **more: Any) -> None:
    """Say yes to a draft as this view shows it."""
    await home.say(department, seen["draft"]["id"], seen["draft"]["digest"], **more)


def slug(answer: Any) -> str:
    return answer.json()["type"].removeprefix("/problems/")


def test_what_is_said_is_about_the_draft_and_what_it_is_worth():
    terms = Terms(title="Twee plekken")
    assert spoken_of(None, terms).id is None
    for value, cents in (
        (None, None),
        (ValueToBeDiscussed(), None),
        (AmountValue(amount_cents=5, currency="EUR", basis="agreed"), 5),
    ):
        spoken = spoken_of(None, Terms(title="Twee plekken", value=value))
        assert (spoken.about, spoken.value_cents) == (About.DRAFT, cents)
    # Who sets a small value on what costs much asks the same departments.
    dear = Terms(
        title="Inkoop",
        spent_cents=50_000_000,
        value=AmountValue(amount_cents=5, currency="EUR", basis="agreed"),
    )
    assert spoken_of(None, dear).value_cents == 50_000_000


async def test_where_nobody_is_asked_drafts_show_no_words(desk: Desk, room: Room):
    seen = await a_draft(desk, room)
    assert seen["words"] == []
    assert (await desk.put(seen)).status_code == 201


@pytest.mark.parametrize("box", ["own_side", "joint"])
async def test_a_draft_goes_out_once_every_department_said_yes_to_it(
    box: str, desk: Desk, home: OwnSide, room: Room
):
    hr = await home.define("HR", room.marieke.id)
    buying = await home.define("Inkoop", room.marieke.id)
    seen = await a_draft(desk, room, box)
    assert [(word["department"], word["word"]) for word in seen["words"]] == [
        ("HR", None),
        ("Inkoop", None),
    ]
    assert seen["words"][0]["moves"] == ["give-word"]
    refused = await desk.put(seen)
    assert (refused.status_code, slug(refused)) == (409, "workspaces/word-missing")
    assert refused.json()["facts"] == {"departments": "HR, Inkoop"}
    await say(home, hr, seen)
    await say(home, buying, seen, word="no", reason="De begeleiding ontbreekt.")
    refused = await desk.put(seen)
    assert refused.json()["facts"] == {"departments": "Inkoop"}
    seen = await desk.see(seen)
    assert [(word["word"], word["reason"], word["byName"]) for word in seen["words"]] == [
        ("yes", "", "Marieke de Groot"),
        ("no", "De begeleiding ontbreekt.", "Marieke de Groot"),
    ]
    await say(home, buying, seen)
    assert (await desk.put(seen)).status_code == 201


async def test_a_word_does_not_count_for_what_was_written_after_it(
    desk: Desk, home: OwnSide, room: Room
):
    hr = await home.define("HR", room.marieke.id)
    seen = await a_draft(desk, room)
    await say(home, hr, seen)
    await write(room.marieke, seen, {"quantity": "20"})
    seen = await desk.see(seen)
    [word] = seen["words"]
    assert word["word"] is None
    assert word["earlierAt"] is not None
    assert slug(await desk.put(seen)) == "workspaces/word-missing"
    # Nor does another rule make it count.
    await home.change(hr, name="HR en D&I", before=["proposal", "signature"])
    assert slug(await desk.put(seen)) == "workspaces/word-missing"
    # The very text it named is still the one it was about.
    await write(room.marieke, seen, {"quantity": "2"})
    seen = await desk.see(seen)
    assert seen["words"][0]["word"] == "yes"
    assert (await desk.put(seen)).status_code == 201


async def test_a_word_about_one_draft_says_nothing_of_another_with_the_same_contents(
    desk: Desk, home: OwnSide, room: Room
):
    hr = await home.define("HR", room.marieke.id)
    first, second = [await a_draft(desk, room) for _ in range(2)]
    assert first["draft"]["digest"] == second["draft"]["digest"]
    await say(home, hr, first)
    assert slug(await desk.put(second)) == "workspaces/word-missing"
    assert (await desk.put(first)).status_code == 201


async def test_a_department_with_an_amount_is_asked_above_it(desk: Desk, home: OwnSide, room: Room):
    await home.define("Directie", room.marieke.id, aboveCents=5_000_000)
    small = await a_draft(desk, room, fields=WORTH)
    assert small["words"] == []
    assert (await desk.put(small)).status_code == 201
    large = await a_draft(desk, room, fields={**WORTH, "value.amountCents": 5_000_001})
    assert [word["department"] for word in large["words"]] == ["Directie"]
    assert slug(await desk.put(large)) == "workspaces/word-missing"
    in_consultation = await a_draft(desk, room, fields={"value.kind": "to_be_discussed"})
    assert [word["department"] for word in in_consultation["words"]] == ["Directie"]
    assert slug(await desk.put(in_consultation)) == "workspaces/word-missing"


async def test_terms_without_a_draft_are_refused_in_words_that_tell_how(
    home: OwnSide, room: Room, buyer: Table, contractor: Table
):
    theirs = await contractor.propose()
    await home.define("HR", room.marieke.id)
    body = {"terms": terms_json()}
    answers = [
        await buyer.browser.post(f"{buyer.path}/commitments", move(**body)),
        await buyer.ask("counters", theirs, **body),
        await buyer.browser.post(
            f"{buyer.path}/packages",
            move(
                parts=[
                    {"commitmentId": str(uuid4()), **body},
                    {"commitmentId": theirs["id"], **body, **named(theirs)},
                ]
            ),
        ),
    ]
    for answer in answers:
        assert (answer.status_code, slug(answer)) == (409, "workspaces/draft-needed")
        assert "concept" in answer.json()["detail"]
        assert "HR" in answer.json()["detail"]
    # What the others put is the others' matter, and so is answering it with a plain yes.
    assert (await contractor.propose())["number"] == 2
    assert (await buyer.ask("acceptances", theirs)).status_code == 201


async def test_a_package_goes_out_once_every_draft_in_it_has_its_words(
    desk: Desk, home: OwnSide, room: Room, buyer: Table
):
    """None of it goes before; and terms beside the drafts would be read by nobody."""
    hr = await home.define("HR", room.marieke.id)
    drafts = [await a_draft(desk, room), await a_draft(desk, room, "joint")]
    named_drafts = [
        {"draftId": each["draft"]["id"], "digest": each["draft"]["digest"]} for each in drafts
    ]

    async def put(**more: Any) -> Any:
        body = move(drafts=named_drafts, **more)
        return await buyer.browser.post(f"{buyer.path}/packages", body)

    assert slug(await put()) == "workspaces/word-missing"
    await say(home, hr, drafts[0])
    assert slug(await put()) == "workspaces/word-missing"
    assert [line["standing"]["status"] for line in (await buyer.all())["items"]] == ["concept"]
    await say(home, hr, drafts[1])
    parts = [{"commitmentId": str(uuid4()), "terms": terms_json()}]
    assert slug(await put(parts=parts)) == "workspaces/draft-needed"
    answer = await put()
    assert answer.status_code == 201, answer.text
    assert len(answer.json()["items"]) == 2


async def test_a_department_that_is_asked_before_signing_holds_up_no_proposal(
    desk: Desk, home: OwnSide, room: Room, buyer: Table
):
    hr = await home.define("HR", room.marieke.id, before=["signature"])
    seen = await a_draft(desk, room)
    assert seen["words"] == []
    assert (await desk.put(seen)).status_code == 201
    await home.change(hr, before=["proposal"])
    again = await a_draft(desk, room)
    assert slug(await desk.put(again)) == "workspaces/word-missing"
    await home.end(hr)
    assert (await desk.put(again)).status_code == 201
    assert (await buyer.propose())["number"] == 3


async def test_a_refusal_leaves_no_gap_and_no_trace_across(
    desk: Desk, home: OwnSide, room: Room, buyer: Table, across: Any
):
    """The number that is handed out next, the entries and the position stay as they were."""
    await home.define("HR", room.marieke.id)
    seen = await a_draft(desk, room)
    joint = await a_draft(desk, room, "joint")
    paths = [
        f"{home.path}/{part}"
        for part in ("entries", "commitments", "drafts", "versions", "departments")
    ]
    before = [await across.get(path) for path in paths]
    theirs = await across.get(f"{home.path}/commitment-drafts/{joint['draft']['id']}")
    assert theirs.json()["words"] == []

    assert slug(await desk.put(seen)) == "workspaces/word-missing"
    assert slug(await desk.put(joint)) == "workspaces/word-missing"
    refused = await buyer.browser.post(f"{buyer.path}/commitments", move(terms=terms_json()))
    assert slug(refused) == "workspaces/draft-needed"

    after = [await across.get(path) for path in paths]
    assert [answer.content for answer in after] == [answer.content for answer in before]
    assert [answer.headers.get("journal-position") for answer in after] == [
        answer.headers.get("journal-position") for answer in before
    ]
    async with as_person(room.youssef.person_id):
        for table in ("department", "department_word"):
            rows = await fetch(f'select journal_id from "{table}"')
            assert room.marieke.side_journal_id not in {row["journal_id"] for row in rows}


async def test_what_goes_out_after_a_word_looks_like_any_other_proposal(
    desk: Desk, home: OwnSide, room: Room, across: Any
):
    plain = await desk.propose(await a_draft(desk, room))
    asked = await home.define("Personeelszaken", room.marieke.id)
    seen = await a_draft(desk, room)
    await say(home, asked, seen)
    held_up = await desk.propose(seen)
    views = []
    for one in (plain, held_up):
        view = (await across.get(f"{home.path}/commitments/{one['id']}")).json()
        views.append({key: sorted(value) for key, value in view.items() if type(value) is dict})
    assert views[0] == views[1]
    said = (await across.get(f"{home.path}/entries")).text
    for trace in ("Personeelszaken", "department", "word.given", asked["id"]):
        assert trace not in said


async def test_a_no_that_comes_at_the_same_moment_is_before_it_or_after_it(
    desk: Desk, home: OwnSide, room: Room
):
    """Proposing holds the side's journal, so that no word changes between judging and going out."""
    hr = await home.define("HR", room.marieke.id)
    seen = await a_draft(desk, room)
    await say(home, hr, seen)
    proposed, said = await asyncio.gather(
        desk.put(seen),
        home.ask_to_say(
            hr, seen["draft"]["id"], seen["draft"]["digest"], word="no", reason="Toch niet."
        ),
    )
    assert said.status_code == 201
    entries = (await home.browser.get(f"{home.path}/entries")).json()["items"]
    own = [entry["kind"] for entry in entries if entry["journal"] == "side"]
    if proposed.status_code == 201:
        assert own[-2:] in (["draft.proposed", "word.given"], ["word.given", "draft.proposed"])
        assert own.index("draft.proposed") < len(own) - 1 - own[::-1].index("word.given")
    else:
        assert slug(proposed) == "workspaces/word-missing"
        assert "draft.proposed" not in own
