"""Each move over HTTP: the answer, the rows, the journal."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_room
from tests.builders_commitments import Table, named, terms_json

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments import commands
from samenspraak.commitments.decisions import TooLate
from samenspraak.commitments.queries import commitment_view
from samenspraak.commitments.schemas import AcceptRevision
from samenspraak.commitments.terms import Period, Scope, ValueToBeDiscussed, name_commitment
from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.settings import Settings


async def entries(room: Room) -> list[tuple[str, dict[str, Any]]]:
    """Return the facts about commitments in the shared journal, oldest first."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1"
            " and (kind like 'commitment.%' or kind like 'package.%') order by number",
            room.journal_id,
        )
    return [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]


async def stored(room: Room, commitment_id: str, number: int) -> dict[str, Any]:
    async with as_person(room.marieke.person_id):
        row = await fetch_one(
            "select * from revision where commitment_id = $1 and number = $2",
            UUID(commitment_id),
            number,
        )
    assert row is not None
    return row


async def test_a_proposal_lies_with_the_other_side(room: Room, buyer: Table, contractor: Table):
    made = await contractor.propose()

    seen = await buyer.see(made)
    assert seen["standing"]["status"] == "lies_with_buyer"
    assert seen["number"] == 1
    assert seen["revisions"][0]["byName"] == "Youssef El Amrani"
    assert seen["moves"] == ["question", "counter", "accept", "decline"]
    assert made["moves"] == ["withdraw"]
    assert seen["missing"]["toSign"] == ["responsible"]
    (fact,) = await entries(room)
    assert fact == (
        "commitment.proposed",
        {
            "workspaceId": str(room.id),
            "commitmentId": made["id"],
            "revision": 1,
            "digest": made["negotiation"]["digest"],
            "side": "contractor",
            "isAnew": False,
            "packageId": None,
            "declaredNotBsn": False,
        },
    )


async def test_the_digest_is_that_of_the_stored_bytes(room: Room, contractor: Table):
    made = await contractor.propose()

    row = await stored(room, made["id"], 1)
    assert row["digest"] == digest(row["content"].encode()) == made["negotiation"]["digest"]
    document = msgspec.json.decode(row["content"])
    assert canonical_bytes(document).decode() == row["content"]
    assert document["schema"] == "samenspraak/revision/1"
    assert (document["commitmentId"], document["by"]) == (made["id"], "contractor")


async def test_a_round_comes_with_its_text_laid_out(room: Room, buyer: Table, contractor: Table):
    """Beside what was agreed and never in it; what is hostile stays words."""
    text = "**Mee:**\n\n- helm\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    first = await contractor.propose(terms=terms_json(text=text))
    second = await buyer.move("counters", first, terms=terms_json(text=None))

    [round_, without] = second["revisions"]
    assert round_["html"] == (
        "<p><strong>Mee:</strong></p>\n<ul>\n<li>helm</li>\n</ul>\n"
        "<p>&lt;img src=x onerror=alert(1)&gt; [x](javascript:alert(1))</p>\n"
    )
    assert round_["terms"]["text"] == text
    assert without["html"] == ""
    content = (await stored(room, first["id"], 1))["content"]
    assert msgspec.json.decode(content)["terms"]["text"] == text
    assert "html" not in content


async def test_three_fields_are_enough_to_propose(contractor: Table):
    made = await contractor.propose(
        terms={
            "title": "Twee leerwerkplekken",
            "quantity": "2",
            "period": {"startsOn": "2027-02-01"},
        }
    )

    assert made["missing"]["toAgree"] == ["kind", "goal", "scope", "value"]


async def test_bargaining_from_proposal_to_agreed(room: Room, buyer: Table, contractor: Table):
    first = await contractor.propose()
    second = await buyer.move("counters", first, terms=terms_json(quantity="4"))
    assert second["standing"]["status"] == "lies_with_contractor"
    assert [field["pointer"] for field in second["difference"]["fields"]] == ["/quantity"]

    asked = await contractor.move("questions", second, text="Telt begeleiding ook bij ziekte?")
    assert (asked["standing"]["turn"], asked["standing"]["hasQuestion"]) == ("buyer", True)
    answered = await buyer.move("answers", asked, text="Ja, als die persoon erkend is.")
    assert answered["negotiation"]["digest"] == second["negotiation"]["digest"]

    third = await contractor.move("counters", answered, terms=terms_json(quantity="2"))
    agreed = await buyer.move("acceptances", third)

    assert agreed["standing"]["status"] == "agreed"
    assert agreed["standing"]["agreedRevision"] == 3
    assert agreed["moves"] == ["propose"]
    assert [round_["bySide"] for round_ in agreed["revisions"]] == [
        "contractor",
        "buyer",
        "contractor",
    ]
    assert [kind for kind, _ in await entries(room)] == [
        "commitment.proposed",
        "commitment.countered",
        "commitment.questioned",
        "commitment.answered",
        "commitment.countered",
        "commitment.accepted",
    ]


async def test_question_and_answer_stand_in_the_commitments_thread(
    room: Room, buyer: Table, contractor: Table
):
    made = await contractor.propose()
    asked = await buyer.move("questions", made, text="Wie begeleidt er?")
    await contractor.move("answers", asked, text="Een erkende leermeester.")

    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select m.kind, m.text from message m join thread t on t.id = m.thread_id"
            " where t.subject_id = $1 order by m.number",
            UUID(made["id"]),
        )
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("question", "Wie begeleidt er?"),
        ("answer", "Een erkende leermeester."),
    ]


async def test_a_stale_answer_brings_the_current_number_and_digest(buyer: Table, contractor: Table):
    first = await contractor.propose()
    asked = await buyer.move("questions", first, text="Kan het beter?")
    second = await contractor.move("counters", asked, terms=terms_json(quantity="3"))

    answer = await buyer.ask("acceptances", first)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "/problems/commitments/stale-revision"
    assert problem["facts"]["currentRevision"] == 2
    assert problem["facts"]["currentDigest"] == second["negotiation"]["digest"]
    assert "ronde 2" in problem["detail"]
    assert (await buyer.see(first))["standing"]["status"] == "lies_with_buyer"


async def test_the_same_number_with_another_digest_is_refused(buyer: Table, contractor: Table):
    made = await contractor.propose()

    answer = await buyer.ask("acceptances", made, digest="0" * 64)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/commitments/stale-revision",
    )


async def test_nobody_accepts_the_own_proposal(contractor: Table):
    made = await contractor.propose()

    answer = await contractor.ask("acceptances", made)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/commitments/own-proposal",
    )


async def test_declining_says_why_to_both(buyer: Table, contractor: Table):
    made = await contractor.propose()

    unseen = await buyer.ask("declines", made, reason="Nee\u202e, ja")
    assert unseen.status_code == 400
    assert unseen.json()["type"] == "/problems/text/invisible"
    refused = await buyer.ask("declines", made, reason=" ")
    assert refused.status_code == 400
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/reason"]

    await buyer.move("declines", made, reason="De tabel heeft hier geen regel voor.")
    seen = await contractor.see(made)
    assert seen["standing"]["status"] == "closed"
    assert seen["standing"]["closedAs"] == "declined"
    assert seen["standing"]["closedReason"] == "De tabel heeft hier geen regel voor."
    assert seen["moves"] == []


async def test_a_reason_is_not_in_the_journal(room: Room, buyer: Table, contractor: Table):
    made = await contractor.propose()
    await buyer.move("declines", made, reason="kanariewoord")

    assert "kanariewoord" not in str(await entries(room))


async def test_taking_back_ones_own_proposal(buyer: Table, contractor: Table):
    made = await contractor.propose()

    assert (await buyer.ask("withdrawals", made)).status_code == 409
    seen = await contractor.move("withdrawals", made, reason="We komen met iets beters.")

    assert seen["standing"]["closedAs"] == "withdrawn"


async def test_answering_without_a_question_is_refused(buyer: Table, contractor: Table):
    made = await contractor.propose()

    answer = await contractor.ask("answers", made, text="Nou")

    assert answer.json()["type"] == "/problems/commitments/nothing-to-answer"


async def test_agreeing_waits_until_the_text_says_what_matters(buyer: Table, contractor: Table):
    made = await contractor.propose(terms=terms_json(kind=None, value=None))

    answer = await buyer.ask("acceptances", made)

    assert answer.status_code == 409
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [
        "/terms/kind",
        "/terms/value",
    ]
    assert "accept" not in (await buyer.see(made))["moves"]


async def test_to_be_discussed_is_a_value_one_can_agree_to(buyer: Table, contractor: Table):
    made = await contractor.propose(terms=terms_json(value=ValueToBeDiscussed()))

    agreed = await buyer.move("acceptances", made)

    assert agreed["standing"]["status"] == "agreed"
    line = (await buyer.all())["items"][0]
    assert (line["valueCents"], line["isValueToBeDiscussed"]) == (None, True)


async def test_a_change_of_what_is_agreed_names_the_agreed_text(
    room: Room, buyer: Table, contractor: Table
):
    made = await contractor.propose()
    early = await contractor.ask("proposals", made, terms=terms_json(quantity="3"))
    assert early.json()["type"] == "/problems/commitments/still-on-the-table"
    agreed = await buyer.move("acceptances", made)

    changed = await buyer.move("proposals", agreed, terms=terms_json(quantity="3"))

    assert changed["standing"]["status"] == "lies_with_contractor"
    assert changed["standing"]["agreedRevision"] == 1
    assert changed["negotiation"]["firstRevision"] == 2
    assert (await entries(room))[-1][1]["isAnew"] is True
    declined = await contractor.move("declines", changed, reason="Twee is het maximum.")
    assert declined["standing"]["status"] == "agreed"
    assert declined["standing"]["agreedRevision"] == 1


async def test_what_was_declined_is_not_proposed_anew(buyer: Table, contractor: Table):
    made = await contractor.propose()
    closed = await buyer.move("declines", made, reason="nee")

    answer = await contractor.ask("proposals", closed, terms=terms_json())

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/commitments/not-on-the-table",
    )


async def test_an_offer_lapses_and_no_late_yes_gets_through(
    room: Room, buyer: Table, contractor: Table, clock: Any
):
    today = surroundings.now().date()
    made = await contractor.propose(untilOn=str(today + timedelta(days=3)), untilLapses=True)
    assert made["standing"]["untilAt"] is not None
    assert made["revisions"][0]["terms"]["offerEnds"]["text"].startswith("uiterlijk ")

    clock.move_on(days=5)
    # Sessions end after twelve hours, so the command is asked instead of the route.
    request = AcceptRevision(id=uuid4(), **named(made))
    with pytest.raises(TooLate):
        await commands.accept(room.marieke, UUID(made["id"]), request)
    view, _ = await commitment_view(room.marieke, UUID(made["id"]))
    assert (view.standing.status, view.standing.closed_as) == ("closed", "lapsed")
    assert (view.negotiation.is_open, view.negotiation.closed_as) == (False, "lapsed")


async def test_an_offer_that_ended_already_is_refused(contractor: Table):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms=terms_json(), untilOn="2020-01-01")
    )

    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/untilOn"]


async def test_asking_twice_does_it_once(room: Room, buyer: Table, contractor: Table):
    made = await contractor.propose()
    body = move(**named(made), terms=terms_json(quantity="4"))
    path = f"{buyer.path}/commitments/{made['id']}/counters"

    answers = [await buyer.browser.post(path, body) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len((await buyer.see(made))["revisions"]) == 2
    assert len(await entries(room)) == 2
    other = await buyer.browser.post(path, {**body, "terms": terms_json(quantity="5")})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")


async def test_the_number_of_a_commitment_counts_up(contractor: Table):
    numbers = [(await contractor.propose())["number"] for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert [line["number"] for line in (await contractor.all())["items"]] == [1, 2, 3]


async def test_every_fault_comes_at_once_with_its_place(contractor: Table):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments",
        move(terms={"title": "Zicht\u200bbaar", "quantity": "veel"}),
    )

    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/terms/title",
        "/terms/quantity",
        "/terms/period",
    }
    assert (await contractor.all())["items"] == []


async def test_a_citizens_number_is_refused_anywhere_in_the_terms(contractor: Table):
    path = f"{contractor.path}/commitments"
    bare = move(terms=terms_json(evidence="gezien: 111222333"))
    labelled = move(terms=terms_json(evidence="BSN 111222333"), declaredNotBsn=True)

    assert (await contractor.browser.post(path, labelled)).status_code == 400
    refused = await contractor.browser.post(path, bare)
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/terms/evidence"]
    declared = await contractor.browser.post(path, {**bare, "declaredNotBsn": True})
    assert declared.status_code == 201


async def test_a_name_can_hold_no_citizens_number_either(contractor: Table):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments",
        move(terms=terms_json(), responsible=[{"side": "buyer", "name": "Nadia, bsn 111222333"}]),
    )

    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/responsible/0/name"]


async def test_responsible_persons_stand_apart_from_the_bytes(
    room: Room, buyer: Table, contractor: Table
):
    responsible = [
        {"side": "buyer", "participantId": str(room.marieke.id)},
        {"side": "contractor", "name": "Ilse  Bakker"},
    ]
    made = await contractor.propose(responsible=responsible)

    row = await stored(room, made["id"], 1)
    assert "Ilse" not in row["content"]
    assert "Marieke" not in row["content"]
    shown = made["revisions"][0]
    assert [each["name"] for each in shown["responsible"]] == ["Marieke de Groot", "Ilse Bakker"]
    for holder, slot in zip(
        msgspec.json.decode(row["names"]), shown["terms"]["responsible"], strict=True
    ):
        assert slot["commitment"] == name_commitment(salt=holder["salt"], name=holder["name"])
    assert made["missing"]["toSign"] == []
    # Left out, the same people stay, and nothing about them looks changed.
    second = await buyer.move("counters", made, terms=terms_json(quantity="4"))
    assert second["revisions"][1]["responsible"] == shown["responsible"]
    assert [field["pointer"] for field in second["difference"]["fields"]] == ["/quantity"]
    # Named again, a name keeps its salt; another name is a difference.
    third = await contractor.move(
        "counters",
        second,
        terms=terms_json(quantity="4"),
        responsible=[responsible[0], {"side": "contractor", "name": "Youssef El Amrani"}],
    )
    slots = [round_["terms"]["responsible"] for round_ in third["revisions"]]
    assert slots[2][0] == slots[0][0]
    assert [field["pointer"] for field in third["difference"]["fields"]] == ["/responsible"]


async def test_what_a_client_puts_in_the_servers_members_is_replaced(contractor: Table):
    made = await contractor.propose(
        terms={
            **terms_json(),
            "responsible": [{"side": "buyer", "role": "baas", "commitment": "0" * 64}],
            "offerEnds": {"at": "2030-01-01T00:00:00Z", "text": "volgende week"},
        }
    )

    terms = made["revisions"][0]["terms"]
    assert "responsible" not in terms
    assert "offerEnds" not in terms


@pytest.mark.parametrize("side", ["contractor", "buyer"])
async def test_a_responsible_person_takes_part_on_that_side(
    room: Room, people: People, settings: Settings, contractor: Table, side: str
):
    other_room = await a_room(people, settings)
    stranger = other_room.marieke if side == "buyer" else room.marieke

    answer = await contractor.browser.post(
        f"{contractor.path}/commitments",
        move(terms=terms_json(), responsible=[{"side": side, "participantId": str(stranger.id)}]),
    )

    assert [fault["pointer"] for fault in answer.json()["errors"]] == [
        "/responsible/0/participantId"
    ]


async def test_the_contracts_scope_rule_limits_what_counts(
    room: Room, contractor: Table, settings: Settings
):
    owner = await asyncpg.connect(settings.database_owner_url)
    await owner.execute(
        'update contract set details = \'{"scopeRule":"strict"}\' where id ='
        " (select contract_id from workspace where id = $1)",
        room.id,
    )
    await owner.close()

    answer = await contractor.browser.post(
        f"{contractor.path}/commitments",
        move(terms=terms_json(scope=Scope.REGION, counts_ground="na gunning")),
    )

    assert (answer.status_code, answer.json()["type"]) == (
        400,
        "/problems/commitments/scope-refused",
    )


async def test_a_text_from_the_bid_says_so_for_ever(room: Room, buyer: Table, contractor: Table):
    made = await contractor.propose(origin="bid")

    assert made["origin"] == "bid"
    second = await buyer.move("counters", made, terms=terms_json(quantity="4"))
    assert second["origin"] == "bid"
    assert '"origin":"bid"' in (await stored(room, made["id"], 1))["content"]
    assert '"origin":"samenspraak"' in (await stored(room, made["id"], 2))["content"]


async def test_sums_of_the_workspace(buyer: Table, contractor: Table):
    first = await contractor.propose()
    await contractor.propose(terms=terms_json(quantity="3"))
    await buyer.move("acceptances", first)

    sums = (await buyer.all())["totals"]

    assert sums["counting"] == {
        "agreedCents": 9_333_333,
        "inNegotiationCents": 9_333_333,
        "inForceCents": 0,
        "conceptCents": 0,
    }
    assert sums["places"] == [
        {"kind": "learning", "agreed": "2", "inNegotiation": "3", "concept": "0", "intended": "0"}
    ]


async def test_the_position_tells_from_where_the_news_goes_on(buyer: Table, contractor: Table):
    made = await contractor.propose()
    answer = await buyer.browser.get(f"{buyer.path}/commitments/{made['id']}")

    position = answer.headers["journal-position"]
    await contractor.move("withdrawals", made)

    news = await buyer.browser.get(f"{buyer.path}/entries", params={"after": position})
    assert [item["kind"] for item in news.json()["items"]] == ["commitment.withdrawn"]


NOUNS: dict[str, dict[str, Any]] = {
    "proposals": {"terms": terms_json()},
    "counters": {"terms": terms_json()},
    "questions": {"text": "Hoe dan?"},
    "answers": {"text": "Zo."},
    "acceptances": {},
    "declines": {"reason": "nee"},
    "withdrawals": {},
}


@pytest.mark.parametrize("noun", NOUNS)
async def test_somebody_outside_finds_nothing(
    contractor: Table, people: People, room: Room, sign_in: Any, noun: str
):
    made = await contractor.propose()
    outsider = Table(room.id, await sign_in(people.bram))

    answer = await outsider.ask(noun, made, **NOUNS[noun])

    assert answer.status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
async def test_a_commitment_of_another_workspace_is_not_here(
    contractor: Table, people: People, settings: Settings, sign_in: Any, noun: str
):
    """The same people, so row-level security would let them: the path must hold alone."""
    made = await contractor.propose()
    other_room = await a_room(people, settings)
    elsewhere = Table(other_room.id, await sign_in(people.marieke))

    assert (await elsewhere.ask(noun, made, **NOUNS[noun])).status_code == 404
    path = f"{elsewhere.path}/commitments/{made['id']}"
    assert (await elsewhere.browser.get(path)).status_code == 404
    assert (await elsewhere.all())["items"] == []


@pytest.mark.parametrize("noun", NOUNS)
async def test_a_coordinator_reads_everything_and_moves_nothing(
    contractor: Table, people: People, room: Room, sign_in: Any, noun: str
):
    made = await contractor.propose()
    coordinator = Table(room.id, await sign_in(people.femke))

    assert (await coordinator.see(made))["moves"] == []
    assert (await coordinator.all())["moves"] == []
    assert (await coordinator.ask(noun, made, **NOUNS[noun])).status_code == 403
    answer = await coordinator.browser.post(
        f"{coordinator.path}/commitments", move(terms=terms_json())
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["", "/00000000-0000-4000-8000-000000000000"])
async def test_nobody_sees_anything_without_signing_in(
    room: Room, contractor: Table, browser: Browser, path: str
):
    answer = await browser.get(f"/workspaces/{room.id}/commitments{path}")

    assert answer.status_code == 401


async def test_both_sides_and_the_coordinator_read_the_same(
    contractor: Table, buyer: Table, people: People, room: Room, sign_in: Any
):
    """Only the moves differ: nothing about a commitment is seen by one side alone."""
    made = await contractor.propose()
    coordinator = Table(room.id, await sign_in(people.femke))

    views = [await table.see(made) for table in (contractor, buyer, coordinator)]
    columns = [await table.all() for table in (contractor, buyer, coordinator)]

    for view in [*views, *columns]:
        del view["moves"]
    assert views[0] == views[1] == views[2]
    assert columns[0] == columns[1] == columns[2]


async def test_dates_far_away_are_no_trouble(contractor: Table):
    made = await contractor.propose(
        terms=terms_json(period=Period(starts_on=date.min, ends_on=date.max))
    )

    assert made["revisions"][0]["terms"]["period"]["endsOn"] == "9999-12-31"
