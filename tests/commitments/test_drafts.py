"""Drafts of commitments over HTTP: opened, shown, proposed, put away."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_room
from tests.builders_commitments import Table, some_terms, terms_json
from tests.commitments.desk import Desk, write
from tests.commitments.test_routes import entries, stored

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.decisions import content_of_terms
from samenspraak.commitments.terms import (
    AmountValue,
    CalculationLine,
    Factor,
    Goal,
    Partner,
    Period,
    Scope,
    StandingPromises,
    Terms,
    ValueToBeDiscussed,
)
from samenspraak.database import as_person, fetch
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import ChangeRoles, Role

FULL = some_terms(
    text="Twee leerlingen halen bij ons hun *diploma*.",
    target_group="jongeren zonder startkwalificatie",
    scope=Scope.REGION,
    counts_ground="zij wonen in de wijk",
    period=Period(
        starts_on=date(2027, 2, 1),
        ends_on=date(2028, 7, 31),
        months="18",
        hours_per_week="32",
        hours="2496",
    ),
    value=AmountValue(
        amount_cents=9_333_333,
        currency="EUR",
        basis="agreed",
        calculation=(CalculationLine(text="2 x 18 maanden"), CalculationLine(text="min 5%")),
    ),
    result_goal=Goal(text="diploma", number="2", unit="stuks", by=date(2028, 8, 1)),
    effort_goal=Goal(text="wekelijks gesprek"),
    partners=(Partner(name="ROC", own_part="begeleiding op de werkplek"),),
    standing_promises=StandingPromises(adjustments_asked_from_person=True, contact_person=True),
    purpose_parts=("A", "C"),
    paid_on_result_cents=50_000,
)


def fields_of(terms: Terms) -> dict[str, Any]:
    return content_of_terms(terms, []).fields


@pytest.fixture
def ours(buyer: Table) -> Desk:
    """Marieke's desk."""
    return Desk(buyer)


@pytest.fixture
def theirs(contractor: Table) -> Desk:
    """Youssef's desk."""
    return Desk(contractor)


async def drafting_entries(room: Room, journal_id: UUID, reader: Any) -> list[str]:
    async with as_person(reader.person_id):
        rows = await fetch(
            "select kind from entry where journal_id = $1 and kind like 'draft.%' order by number",
            journal_id,
        )
    return [row["kind"] for row in rows]


async def test_a_joint_draft_of_something_new_is_a_concept_with_a_number(
    room: Room, buyer: Table, contractor: Table, theirs: Desk
):
    draft = await theirs.open(title="Twee leerwerkplekken")

    assert draft["commitment"]["number"] == 1
    assert draft["draft"]["subjectId"] == draft["commitment"]["id"]
    assert draft["moves"] == ["propose"]
    assert (draft["latest"], draft["changes"], draft["answers"]) == (None, None, None)
    (line,) = (await buyer.all())["items"]
    assert (line["title"], line["number"], line["revision"]) == ("Twee leerwerkplekken", 1, None)
    assert line["draftId"] == draft["draft"]["id"]
    assert line["standing"]["status"] == "concept"
    seen = await buyer.see(draft["commitment"])
    assert (seen["revisions"], seen["negotiation"], seen["moves"]) == ([], None, [])
    assert seen["title"] == "Twee leerwerkplekken"
    assert seen["missing"]["toPropose"] == ["quantity", "period"]
    assert await drafting_entries(room, room.journal_id, room.marieke) == ["draft.opened"]


async def test_an_own_side_draft_of_something_new_has_no_number(
    room: Room, buyer: Table, contractor: Table, theirs: Desk
):
    draft = await theirs.open(box="own_side", title="Twee leerwerkplekken")

    assert draft["commitment"] is None
    assert draft["draft"]["subjectId"] is None
    assert (await contractor.all())["items"] == []
    journal_id = room.youssef.side_journal_id
    assert await drafting_entries(room, journal_id, room.youssef) == ["draft.opened"]
    assert await drafting_entries(room, room.journal_id, room.youssef) == []


async def test_a_draft_about_a_round_begins_as_that_round_with_the_condition_below(
    contractor: Table, ours: Desk
):
    made = await contractor.propose()

    draft = await ours.open(
        box="own_side",
        commitmentId=made["id"],
        revision=1,
        digest=made["negotiation"]["digest"],
        condition="Mits de leermeester blijft.",
    )

    terms = some_terms()
    assert draft["draft"]["fields"] == fields_of(terms)
    assert draft["draft"]["text"] == f"{terms.text}\n\nMits de leermeester blijft."
    assert draft["draft"]["baseNumber"] == 1
    assert draft["latest"] == {
        "revision": 1,
        "digest": made["negotiation"]["digest"],
        "bySide": "contractor",
    }
    assert [field["pointer"] for field in draft["changes"]["fields"]] == ["/text"]
    assert draft["changes"]["textBefore"] == terms.text
    assert draft["moves"] == ["counter"]
    line = (await ours_table(ours)).json()["items"][0]
    assert (line["draftId"], line["ownDraftId"]) == (None, draft["draft"]["id"])


async def ours_table(desk: Desk) -> Any:
    return await desk.browser.get(f"{desk.workspace}/commitments")


async def test_a_draft_may_name_the_round_it_begins_from_only_while_that_is_the_newest(
    buyer: Table, contractor: Table, ours: Desk
):
    first = await contractor.propose()
    second = await buyer.move("counters", first, terms=terms_json(quantity="4"))

    stale = await ours.ask(commitmentId=first["id"], revision=1)
    lying = await ours.ask(commitmentId=first["id"], revision=2, digest="0" * 64)

    for answer in (stale, lying):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/commitments/stale-revision"
        assert answer.json()["facts"]["currentDigest"] == second["negotiation"]["digest"]
    assert (await ours.ask(commitmentId=first["id"], revision=2)).status_code == 201


async def test_there_is_one_open_draft_of_a_commitment_in_each_box(
    contractor: Table, ours: Desk, theirs: Desk
):
    made = await contractor.propose()
    joint = await ours.open(commitmentId=made["id"])
    own = await ours.open(commitmentId=made["id"], box="own_side")

    again = await theirs.ask(commitmentId=made["id"])
    own_again = await ours.ask(commitmentId=made["id"], box="own_side")

    assert again.json()["type"] == "/problems/drafting/already-open"
    assert again.json()["facts"] == {"draftId": joint["draft"]["id"]}
    assert own_again.json()["facts"] == {"draftId": own["draft"]["id"]}
    # The other side has a box of its own.
    assert (await theirs.ask(commitmentId=made["id"], box="own_side")).status_code == 201


async def test_nothing_is_written_about_what_is_closed(
    buyer: Table, contractor: Table, ours: Desk, theirs: Desk
):
    made = await contractor.propose()
    await buyer.move("declines", made, reason="Te weinig.")

    answer = await ours.ask(commitmentId=made["id"])

    assert answer.json()["type"] == "/problems/commitments/not-on-the-table"
    assert answer.json()["facts"] == {"closedAs": "declined"}


async def test_what_is_not_there_cannot_be_written_about(ours: Desk):
    assert (await ours.ask(commitmentId=str(uuid4()))).status_code == 404
    assert (await ours.browser.get(f"{ours.path}/{uuid4()}")).status_code == 404
    answer = await ours.browser.post(
        f"{ours.path}/{uuid4()}/proposals", move(digest="0" * 64, answers=None)
    )
    assert answer.status_code == 404


async def test_a_draft_begins_without_a_citizens_number(ours: Desk):
    for member in ("title", "text", "condition"):
        answer = await ours.ask(**{member: "BSN 111222333"})
        assert answer.status_code == 400
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/{member}"]
    assert (await ours.ask(title="x" * 201)).json()["errors"][0]["pointer"] == "/title"


async def test_the_same_request_opens_one_draft(ours: Desk):
    request = move(box="joint", title="Eén")

    first = await ours.browser.post(ours.path, request)
    again = await ours.browser.post(ours.path, request)
    other = await ours.browser.post(ours.path, {**request, "title": "Twee"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["commitment"] == again.json()["commitment"]
    assert other.json()["type"] == "/problems/id-taken"


async def test_a_first_proposal_from_a_joint_draft_is_of_its_commitment(
    room: Room, buyer: Table, ours: Desk, theirs: Desk
):
    draft = await theirs.open(title="Leerwerkplekken")
    await write(room.marieke, draft, fields_of(FULL), "Twee leerlingen halen hun diploma.")

    made = await theirs.propose(await theirs.see(draft))

    assert made["id"] == draft["commitment"]["id"]
    assert made["standing"]["status"] == "lies_with_buyer"
    assert made["draftId"] == draft["draft"]["id"]
    assert [kind for kind, _ in await entries(room)] == ["commitment.proposed"]
    assert await drafting_entries(room, room.journal_id, room.marieke) == [
        "draft.opened",
        "draft.proposed",
    ]
    after = await theirs.see(draft)
    assert after["draft"]["proposedNumber"] == 1
    assert after["draft"]["moves"] == ["write"]
    assert (after["changes"]["fields"], after["moves"]) == ([], [])
    # The other side goes on in the same draft.
    assert (await ours.see(draft))["moves"] == ["counter"]


async def test_an_own_side_draft_gets_its_commitment_when_it_is_proposed(
    room: Room, buyer: Table, theirs: Desk
):
    draft = await theirs.open(box="own_side")
    await write(room.youssef, draft, fields_of(FULL))
    request = move(digest=(await theirs.see(draft))["draft"]["digest"], answers=None)

    answer = await theirs.browser.post(f"{theirs.path}/{draft['draft']['id']}/proposals", request)

    made = answer.json()
    assert answer.status_code == 201
    assert (made["id"], made["number"]) == (request["id"], 1)
    assert made["ownDraftId"] == draft["draft"]["id"]
    assert (await buyer.see(made))["ownDraftId"] is None
    assert await drafting_entries(room, room.journal_id, room.marieke) == []
    own = room.youssef.side_journal_id
    assert await drafting_entries(room, own, room.youssef) == ["draft.opened", "draft.proposed"]
    # Later writing changes nothing that was put.
    await write(room.youssef, draft, {"quantity": "9"})
    assert (await buyer.see(made))["revisions"][0]["terms"]["quantity"] == "2"
    assert (await theirs.see(draft))["commitment"]["id"] == made["id"]


async def test_what_is_put_is_what_a_plain_proposal_would_put(
    room: Room, people: People, settings: Settings, contractor: Table, theirs: Desk, sign_in: Any
):
    """Byte for byte: the server reads a draft as terms and goes on as with any other."""
    draft = await theirs.open(box="own_side")
    await write(room.youssef, draft, fields_of(FULL), FULL.text or "")
    drafted = await theirs.propose(await theirs.see(draft), origin="bid")
    elsewhere = await a_room(people, settings)
    other = Table(elsewhere.id, await sign_in(people.youssef))
    plain = await other.propose(terms=msgspec.to_builtins(FULL, str_keys=True), origin="bid")

    by_draft = await stored(room, drafted["id"], 1)
    by_request = await stored(elsewhere, plain["id"], 1)

    assert by_draft["content"] == by_request["content"].replace(plain["id"], drafted["id"])
    assert by_draft["digest"] == digest(by_draft["content"].encode())


async def test_a_counter_from_a_draft_puts_what_a_plain_counter_would(
    room: Room, contractor: Table, buyer: Table, ours: Desk
):
    made = await contractor.propose()
    draft = await ours.open(box="own_side", commitmentId=made["id"])
    await write(room.marieke, draft, {"quantity": "4", "period.months": None})

    countered = await ours.propose(await ours.see(draft))

    other = await contractor.propose()
    period = Period(starts_on=date(2027, 2, 1), ends_on=date(2028, 7, 31))
    plain = await buyer.move("counters", other, terms=terms_json(quantity="4", period=period))
    by_draft = msgspec.json.decode((await stored(room, made["id"], 2))["content"])
    by_request = msgspec.json.decode((await stored(room, plain["id"], 2))["content"])
    assert by_draft["predecessor"] == made["negotiation"]["digest"]
    for document in (by_draft, by_request):
        del document["commitmentId"], document["predecessor"]
    assert canonical_bytes(by_draft) == canonical_bytes(by_request)
    assert countered["standing"]["status"] == "lies_with_contractor"


async def test_a_change_of_what_is_agreed_comes_from_a_draft(
    room: Room, buyer: Table, contractor: Table, theirs: Desk
):
    made = await contractor.propose()
    agreed = await buyer.move("acceptances", made)
    draft = await theirs.open(box="own_side", commitmentId=made["id"])
    assert draft["moves"] == ["propose-anew"]
    await write(room.youssef, draft, {"quantity": "3"})

    changed = await theirs.propose(await theirs.see(draft))

    assert changed["standing"]["agreedRevision"] == 1
    assert changed["negotiation"]["revision"] == 2
    assert (
        agreed["negotiation"]["digest"]
        == (msgspec.json.decode((await stored(room, made["id"], 2))["content"])["predecessor"])
    )
    kind, fact = (await entries(room))[-1]
    assert (kind, fact["isAnew"]) == ("commitment.proposed", True)


async def test_what_a_draft_does_not_show_stays_in_what_is_put(
    room: Room, contractor: Table, ours: Desk
):
    calculated = AmountValue(
        amount_cents=100,
        currency="EUR",
        basis="agreed",
        calculation=(CalculationLine(text="2 x", factors=(Factor(name="plek", number="2"),)),),
    )
    terms = terms_json(value=calculated, partners=(Partner(name="ROC"), Partner(name="Vakbond")))
    made = await contractor.propose(terms=terms)
    draft = await ours.open(box="own_side", commitmentId=made["id"])
    await write(room.marieke, draft, {"title": "Andere titel", "partner.name": "mbo"})

    countered = await ours.propose(await ours.see(draft))

    put = countered["revisions"][-1]["terms"]
    assert put["value"] == made["revisions"][0]["terms"]["value"]
    assert put["value"]["calculation"][0]["factors"] == [{"name": "plek", "number": "2"}]
    assert put["partners"] == [{"name": "mbo"}, {"name": "Vakbond"}]
    assert [field["pointer"] for field in countered["difference"]["fields"]] == [
        "/title",
        "/partners",
    ]


async def test_people_are_named_by_where_they_sit(room: Room, contractor: Table, ours: Desk):
    made = await contractor.propose(
        responsible=[
            {"side": "contractor", "participantId": str(room.youssef.id)},
            {"side": "contractor", "name": "Leermeester", "role": "begeleider"},
        ]
    )
    draft = await ours.open(box="own_side", commitmentId=made["id"])
    assert draft["draft"]["fields"]["responsible.contractor.participantId"] == str(room.youssef.id)
    assert draft["missing"]["toSign"] == ["responsible"]
    assert draft["changes"]["fields"] == []

    await write(room.marieke, draft, {"responsible.buyer.participantId": str(room.marieke.id)})
    seen = await ours.see(draft)
    assert [person["name"] for person in seen["responsible"]] == [
        "Youssef El Amrani",
        "Leermeester",
        "Marieke de Groot",
    ]
    assert [field["pointer"] for field in seen["changes"]["fields"]] == ["/responsible"]
    countered = await ours.propose(seen)

    slots = [revision["terms"]["responsible"] for revision in countered["revisions"]]
    assert slots[1][:2] == slots[0]
    assert countered["missing"]["toSign"] == []


async def test_whoever_left_is_a_fault_of_their_field(room: Room, contractor: Table, ours: Desk):
    made = await contractor.propose()
    draft = await ours.open(commitmentId=made["id"])
    await write(room.marieke, draft, {"responsible.contractor.participantId": str(room.tom.id)})
    seen = await ours.see(draft)

    answer = await ours.put(seen)

    fault = ("/fields/responsible.contractor.participantId", "commitments/not-of-that-side")
    assert [(each["pointer"], each["slug"]) for each in seen["faults"]] == [fault]
    assert answer.status_code == 400
    assert [(each["pointer"], each["slug"]) for each in answer.json()["errors"]] == [fault]


async def test_what_cannot_be_put_is_told_at_each_field(room: Room, theirs: Desk, buyer: Table):
    draft = await theirs.open(title="Leerwerkplekken")
    await write(
        room.youssef,
        draft,
        {
            "quantity": "een paar",
            "period.startsOn": "2027-02-01",
            "period.endsOn": "2027-01-01",
            "untilOn": "2020-01-01",
        },
    )
    seen = await theirs.see(draft)

    answer = await theirs.put(seen)

    assert answer.status_code == 400
    assert answer.json()["errors"] == seen["faults"]
    assert {each["pointer"]: each["slug"] for each in seen["faults"]} == {
        "/fields/quantity": "commitments/not-a-number",
        "/fields/period.endsOn": "commitments/ends-before-start",
        "/fields/untilOn": "commitments/until-passed",
    }
    assert "quantity" in seen["missing"]["toPropose"]
    assert (await buyer.all())["items"][0]["quantity"] is None


async def test_what_is_missing_is_told_at_its_field(theirs: Desk):
    answer = await theirs.put(await theirs.open())

    assert answer.json()["type"] == "/problems/commitments/incomplete"
    assert {each["pointer"] for each in answer.json()["errors"]} == {
        "/fields/title",
        "/fields/quantity",
        "/fields/period.months",
    }


async def test_a_citizens_number_is_written_but_never_put(room: Room, theirs: Desk):
    draft = await theirs.open(box="own_side")
    await write(room.youssef, draft, fields_of(FULL), "Zie BSN 111222333.")
    seen = await theirs.see(draft)
    assert [each["pointer"] for each in seen["draft"]["findings"]] == ["/text"]

    answer = await theirs.put(seen)

    assert answer.json()["type"] == "/problems/personal-data/refused"
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/text"]
    assert await entries(room) == []


async def test_a_number_may_be_said_to_be_no_citizens_number(room: Room, theirs: Desk):
    draft = await theirs.open(box="own_side")
    await write(room.youssef, draft, fields_of(FULL), "Het gaat om 111222333.")
    seen = await theirs.see(draft)

    refused = await theirs.put(seen)
    made = await theirs.put(seen, declaredNotBsn=True)

    assert refused.status_code == 400
    assert made.status_code == 201
    ((_, fact),) = await entries(room)
    assert fact["declaredNotBsn"] is True


async def test_nobody_proposes_what_they_did_not_see(room: Room, ours: Desk, theirs: Desk):
    draft = await theirs.open()
    await write(room.youssef, draft, fields_of(FULL))
    seen = await theirs.see(draft)
    await write(room.marieke, draft, {"quantity": "9"})

    answer = await theirs.put(seen)

    assert answer.json()["type"] == "/problems/drafting/changed-meanwhile"
    now = await theirs.see(draft)
    assert answer.json()["facts"] == {"digest": now["draft"]["digest"]}
    assert (await theirs.put(now)).status_code == 201


async def test_a_proposal_names_the_round_it_answers(
    room: Room, buyer: Table, contractor: Table, ours: Desk, theirs: Desk
):
    first = await contractor.propose()
    draft = await ours.open(box="own_side", commitmentId=first["id"])
    asked = await buyer.move("questions", first, text="Kan het beter?")
    second = await contractor.move("counters", asked, terms=terms_json(quantity="3"))

    stale = await ours.put(draft)
    unnamed = await ours.put(draft, answers=None)

    for answer in (stale, unnamed):
        assert answer.json()["type"] == "/problems/commitments/stale-revision"
        assert answer.json()["facts"]["currentDigest"] == second["negotiation"]["digest"]
    seen = await ours.see(draft)
    assert seen["draft"]["digest"] == draft["draft"]["digest"]
    assert seen["latest"]["revision"] == 2
    assert [field["pointer"] for field in seen["changes"]["fields"]] == ["/quantity"]
    assert (await ours.see(draft, since=1))["changes"]["fields"] == []
    nowhere = await ours.browser.get(f"{ours.path}/{draft['draft']['id']}", params={"since": 9})
    assert nowhere.status_code == 404
    assert (await ours.put(seen)).status_code == 201


async def test_something_new_answers_nothing(room: Room, theirs: Desk):
    for box in ("joint", "own_side"):
        draft = await theirs.open(box=box)
        await write(room.youssef, draft, fields_of(FULL))
        seen = await theirs.see(draft)
        answer = await theirs.put(seen, answers={"revision": 1, "digest": "0" * 64})
        assert answer.status_code == 404


async def test_turns_limit_proposing_and_never_writing(
    room: Room, contractor: Table, ours: Desk, theirs: Desk
):
    made = await contractor.propose()
    draft = await theirs.open(commitmentId=made["id"])
    assert (draft["moves"], draft["draft"]["moves"]) == ([], ["write", "discard"])
    await write(room.youssef, draft, {"quantity": "3"})

    answer = await theirs.put(await theirs.see(draft))

    assert answer.json()["type"] == "/problems/commitments/not-your-turn"
    assert (await ours.see(draft))["moves"] == ["counter"]


async def test_the_same_proposal_is_put_once(room: Room, theirs: Desk, buyer: Table):
    draft = await theirs.open(box="own_side")
    await write(room.youssef, draft, fields_of(FULL))
    digest_seen = (await theirs.see(draft))["draft"]["digest"]
    request = move(digest=digest_seen, answers=None)
    path = f"{theirs.path}/{draft['draft']['id']}/proposals"

    first = await theirs.browser.post(path, request)
    await write(room.youssef, draft, {"quantity": "7"})
    again = await theirs.browser.post(path, request)
    other = await theirs.browser.post(path, {**request, "origin": "bid"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert len((await buyer.all())["items"]) == 1
    assert other.json()["type"] == "/problems/id-taken"


async def test_a_concept_that_is_put_away_is_closed(room: Room, buyer: Table, ours: Desk):
    draft = await ours.open(title="Toch niet")
    assert (await ours.discard(draft)).status_code == 201

    (line,) = (await buyer.all())["items"]

    assert (line["title"], line["draftId"]) == ("Toch niet", None)
    assert (line["standing"]["status"], line["standing"]["closedAs"]) == ("closed", "discarded")
    seen = await buyer.see(draft["commitment"])
    assert seen["standing"]["closedAs"] == "discarded"
    answer = await ours.ask(commitmentId=draft["commitment"]["id"])
    assert answer.json()["facts"] == {"closedAs": "discarded"}
    gone = await ours.see(draft)
    assert (gone["moves"], gone["draft"]["isDiscarded"]) == ([], True)
    refused = await ours.put(draft)
    assert refused.json()["type"] == "/problems/drafting/discarded"


async def test_one_side_may_write_its_own_version_of_a_concept(
    room: Room, buyer: Table, ours: Desk, theirs: Desk
):
    """Whichever is proposed first is the first text; the joint draft then answers it."""
    joint = await theirs.open(title="Leerwerkplekken", text="Samen begonnen.")
    own = await ours.open(box="own_side", commitmentId=joint["commitment"]["id"])
    assert own["draft"]["text"] == "Samen begonnen."
    assert own["commitment"]["standing"]["status"] == "concept"
    await write(room.marieke, own, fields_of(FULL))

    made = await ours.propose(await ours.see(own))

    assert made["id"] == joint["commitment"]["id"]
    assert made["standing"]["status"] == "lies_with_contractor"
    assert (await theirs.see(joint))["moves"] == ["counter"]


async def test_ones_own_version_can_still_be_proposed_when_the_joint_one_was_put_away(
    room: Room, buyer: Table, ours: Desk, theirs: Desk
):
    """Nobody said no to it: what was put away is the writing, and this side wrote on."""
    joint = await theirs.open(title="Leerwerkplekken")
    own = await ours.open(box="own_side", commitmentId=joint["commitment"]["id"])
    assert (await theirs.discard(joint)).status_code == 201
    await write(room.marieke, own, fields_of(FULL))

    made = await ours.propose(await ours.see(own))

    assert made["id"] == joint["commitment"]["id"]
    assert made["standing"]["status"] == "lies_with_contractor"
    assert (await theirs.ask(commitmentId=made["id"])).status_code == 201


async def test_what_was_in_the_bid_is_so_from_its_first_text(
    room: Room, buyer: Table, ours: Desk, theirs: Desk
):
    draft = await theirs.open(title="Leerwerkplekken")
    await write(room.youssef, draft, fields_of(FULL))
    made = await theirs.propose(await theirs.see(draft), origin="bid")
    await write(room.marieke, draft, {"quantity": "4"})

    countered = await ours.propose(await ours.see(draft), origin="bid")

    assert made["origin"] == countered["origin"] == "bid"
    assert '"origin":"bid"' in (await stored(room, made["id"], 1))["content"]
    assert '"origin":"samenspraak"' in (await stored(room, made["id"], 2))["content"]


async def test_a_program_may_write_and_propose_for_a_negotiator(room: Room, app: Any, theirs: Desk):
    """As with plain proposals: nothing here makes a promise by itself."""
    answer = await theirs.browser.post("/tokens", move(name="rooster", days=7))
    secret = answer.json()["secret"]
    async with Browser(app) as program:
        headers = {"authorization": f"Bearer {secret}", "origin": None, "x-csrf-token": None}
        opened = await program.send("POST", theirs.path, json=move(box="own_side"), headers=headers)
        assert opened.status_code == 201, opened.text
        draft = opened.json()
        await write(room.youssef, draft, fields_of(FULL))
        seen = await theirs.see(draft)
        put = await program.send(
            "POST",
            f"{theirs.path}/{draft['draft']['id']}/proposals",
            json=move(digest=seen["draft"]["digest"], answers=None),
            headers=headers,
        )
    assert put.status_code == 201, put.text


async def test_nothing_can_be_answered_before_something_was_proposed(
    buyer: Table, contractor: Table, theirs: Desk
):
    draft = await theirs.open(title="Leerwerkplekken")
    commitment_id = draft["commitment"]["id"]
    name = {"revision": 1, "digest": "0" * 64}
    nouns: dict[str, dict[str, Any]] = {
        "proposals": {"terms": terms_json()},
        "counters": {"terms": terms_json()},
        "questions": {"text": "Wat?"},
        "answers": {"text": "Dit."},
        "acceptances": {},
        "declines": {"reason": "Nee."},
        "withdrawals": {},
    }
    for noun, members in nouns.items():
        answer = await buyer.browser.post(
            f"{buyer.path}/commitments/{commitment_id}/{noun}", move(**name, **members)
        )
        assert answer.json()["type"] == "/problems/commitments/nothing-proposed", noun
    package = move(
        parts=[
            {"commitmentId": commitment_id, "terms": terms_json(), **name},
            {"commitmentId": str(uuid4()), "terms": terms_json()},
        ]
    )
    answer = await buyer.browser.post(f"{buyer.path}/packages", package)
    assert answer.json()["type"] == "/problems/commitments/nothing-proposed"


async def test_a_concept_can_be_talked_about(buyer: Table, theirs: Desk):
    draft = await theirs.open(title="Leerwerkplekken")

    answer = await buyer.browser.post(
        f"{buyer.path}/threads",
        move(
            subjectKind="commitment",
            subjectId=draft["commitment"]["id"],
            title="Hoeveel?",
            text="Twee of drie?",
        ),
    )

    assert answer.status_code == 201, answer.text


async def test_concepts_have_a_figure_of_their_own(
    room: Room, buyer: Table, contractor: Table, ours: Desk, theirs: Desk
):
    await contractor.propose()
    draft = await theirs.open(title="Nog twee")
    await write(room.youssef, draft, {**fields_of(FULL), "title": "Nog twee"})
    # Unreadable, put away, of one side, and about what was proposed: none of these counts.
    unread = await ours.open(title="Onleesbaar")
    await write(room.marieke, unread, {"value.kind": "amount", "value.amountCents": "veel"})
    away = await ours.open(title="Weg")
    await write(room.marieke, away, fields_of(FULL))
    await ours.discard(away)
    own = await ours.open(box="own_side")
    await write(room.marieke, own, fields_of(FULL))

    sums = (await buyer.all())["totals"]

    assert sums["counting"] == {
        "agreedCents": 0,
        "inNegotiationCents": 9_333_333,
        "inForceCents": 0,
        "conceptCents": 9_333_333,
    }
    assert sums["outside"]["conceptCents"] == 9_333_333
    assert sums["places"] == [
        {"kind": "learning", "agreed": "0", "inNegotiation": "2", "concept": "2", "intended": "0"}
    ]
    assert sums["toBeDiscussed"] == 0
    lines = {line["title"]: line for line in (await buyer.all())["items"]}
    assert lines["Nog twee"]["valueCents"] == 9_333_333
    assert lines["Onleesbaar"]["valueCents"] is None


async def test_a_value_under_discussion_is_shown_as_such(room: Room, buyer: Table, ours: Desk):
    draft = await ours.open(title="Later")
    await write(room.marieke, draft, fields_of(Terms(title="Later", value=ValueToBeDiscussed())))

    (line,) = (await buyer.all())["items"]

    assert (line["isValueToBeDiscussed"], line["valueCents"]) == (True, None)


async def test_who_may_open_and_who_may_propose(
    room: Room, people: People, sign_in: Any, buyer: Table, theirs: Desk
):
    draft = await theirs.open(title="Leerwerkplekken")
    await write(room.youssef, draft, fields_of(FULL))
    digest_seen = (await theirs.see(draft))["draft"]["digest"]
    request = ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER])
    await workspaces.change_roles(room.marieke, request)
    reader, coordinator, signatory = [
        Desk(Table(room.id, await sign_in(who)))
        for who in (people.tom, people.femke, people.hanneke)
    ]

    for desk, opens in ((reader, 403), (coordinator, 201), (signatory, 201)):
        for box in ("joint", "own_side"):
            assert (await desk.ask(box=box)).status_code == opens
        seen = await desk.see(draft)
        assert seen["moves"] == []
        refused = await desk.put(seen, digest=digest_seen)
        assert refused.status_code == 403
    assert (await theirs.put(await theirs.see(draft))).status_code == 201


async def test_a_draft_of_another_kind_is_no_commitments(ours: Desk):
    answer = await ours.browser.post(f"{ours.workspace}/purpose-drafts", move(box="joint"))
    assert answer.status_code == 201, answer.text
    draft = answer.json()["draft"]

    shown = await ours.browser.get(f"{ours.path}/{draft['id']}")
    put = await ours.browser.post(
        f"{ours.path}/{draft['id']}/proposals", move(digest=draft["digest"], answers=None)
    )

    assert (shown.status_code, put.status_code) == (404, 404)


async def test_a_draft_of_another_workspace_is_not_there(
    people: People, settings: Settings, sign_in: Any, ours: Desk
):
    elsewhere = await a_room(people, settings)
    other = Desk(Table(elsewhere.id, await sign_in(people.marieke)))
    draft = await other.open(title="Elders")

    shown = await ours.browser.get(f"{ours.path}/{draft['draft']['id']}")
    put = await ours.put(draft)
    opened = await ours.ask(commitmentId=draft["commitment"]["id"])

    assert (shown.status_code, put.status_code, opened.status_code) == (404, 404, 404)
