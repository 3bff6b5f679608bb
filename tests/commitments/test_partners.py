"""What is asked about a partner once: over HTTP, and what may be asked at all."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_commitments import Table, a_participant, terms_json
from tests.commitments.desk import Desk, write

from samenspraak.commitments.decisions import (
    PartnerKnown,
    TooManyPartners,
    check_answers_about,
    check_partner,
    name_key,
    plain_name,
)
from samenspraak.commitments.policy import may_ask_about_partners
from samenspraak.commitments.schemas import PartnerQuestion, PartnerWords
from samenspraak.commitments.terms import Partner
from samenspraak.database import as_person, fetch
from samenspraak.errors import Invalid
from samenspraak.workspaces.schemas import Phase, Role, Side

QUESTIONS = [question.value for question in PartnerQuestion]


async def partners(table: Table) -> dict[str, Any]:
    answer = await table.browser.get(f"{table.path}/partners")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ask(table: Table, name: str = "Lunchwerk Waterwijk", **members: Any) -> Any:
    return await table.browser.post(f"{table.path}/partners", move(name=name, **members))


async def reply(table: Table, partner: dict[str, Any], **texts: str) -> Any:
    answers = [{"question": question, "text": text} for question, text in texts.items()]
    return await table.browser.post(
        f"{table.path}/partners/{partner['id']}/answers", move(answers=answers)
    )


async def entries(room: Room) -> list[tuple[str, dict[str, Any]]]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1 and kind like 'partner.%'"
            " order by number",
            room.journal_id,
        )
    return [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]


async def test_a_room_that_names_no_partner_shows_nothing(buyer: Table, contractor: Table):
    await contractor.propose()

    assert await partners(buyer) == {"items": [], "named": [], "moves": ["ask"]}


async def test_the_five_are_asked_once_for_all_commitments_a_partner_is_in(
    room: Room, buyer: Table, contractor: Table
):
    of_lunchwerk = (Partner(name="Lunchwerk Waterwijk"),)
    await contractor.propose(terms=terms_json(partners=of_lunchwerk))
    await contractor.propose(terms=terms_json(partners=(Partner(name="lunchwerk  waterwijk"),)))
    declined = await contractor.propose(terms=terms_json(partners=(Partner(name="ROC"),)))
    await buyer.move("declines", declined, reason="Dit past niet.")
    assert (await partners(buyer))["named"] == [{"name": "Lunchwerk Waterwijk", "numbers": [1, 2]}]

    asked = await ask(buyer)

    assert asked.status_code == 201, asked.text
    [partner] = asked.json()["items"]
    assert (partner["name"], partner["numbers"]) == ("Lunchwerk Waterwijk", [1, 2])
    assert (partner["askedBySide"], partner["askedByName"]) == ("buyer", "Marieke de Groot")
    assert [each["question"] for each in partner["questions"]] == QUESTIONS
    assert partner["unanswered"] == 5
    assert asked.json()["named"] == []

    answered = await reply(contractor, partner, part="Zij koken.", own_part="Wij doen de planning.")
    assert answered.status_code == 201, answered.text
    [partner] = (await partners(buyer))["items"]
    by_question = {each["question"]: each for each in partner["questions"]}
    own_part = by_question["own_part"]["answer"]
    assert (own_part["text"], own_part["bySide"]) == ("Wij doen de planning.", "contractor")
    assert own_part["byName"] == "Youssef El Amrani"
    assert by_question["money"]["answer"] is None
    assert partner["unanswered"] == 3
    assert [kind for kind, _ in await entries(room)] == ["partner.asked", "partner.answered"]


async def test_a_newer_answer_takes_the_place_of_the_older_which_stays_to_be_read(
    room: Room, buyer: Table, contractor: Table
):
    [partner] = (await ask(contractor)).json()["items"]
    await reply(contractor, partner, money="Dat weten we nog niet.", part="Zij koken.")
    before = len(await entries(room))

    same = await reply(contractor, partner, money="Dat weten we nog niet. ")
    assert same.status_code == 201
    assert len(await entries(room)) == before
    await reply(buyer, partner, money="€ 24.000, voor de lonen.", part="Zij koken.")

    [partner] = (await partners(contractor))["items"]
    money = next(each for each in partner["questions"] if each["question"] == "money")
    assert (money["answer"]["text"], money["answer"]["bySide"]) == (
        "€ 24.000, voor de lonen.",
        "buyer",
    )
    assert [each["text"] for each in money["earlier"]] == ["Dat weten we nog niet."]
    part = next(each for each in partner["questions"] if each["question"] == "part")
    assert part["earlier"] == []
    [*_, (_, newest)] = await entries(room)
    assert newest["questions"] == ["money"]
    # Facts hold no words.
    assert "lonen" not in str(newest)


async def test_a_partner_is_asked_about_once_however_the_name_is_spelled(
    buyer: Table, contractor: Table
):
    [partner] = (await ask(buyer, "Café Één")).json()["items"]

    again = await ask(contractor, " café  e\u0301e\u0301N ")

    assert again.status_code == 409
    assert again.json()["type"] == "/problems/commitments/partner-known"
    assert again.json()["facts"]["partnerId"] == partner["id"]


async def test_the_same_request_twice_asks_once_and_another_under_its_id_is_refused(
    room: Room, buyer: Table
):
    body = move(name="Lunchwerk")
    first = await buyer.browser.post(f"{buyer.path}/partners", body)
    second = await buyer.browser.post(f"{buyer.path}/partners", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert len(second.json()["items"]) == 1

    other = await buyer.browser.post(f"{buyer.path}/partners", {**body, "name": "ROC"})
    assert other.json()["type"] == "/problems/id-taken"


async def test_what_one_side_only_drafts_names_nobody(room: Room, buyer: Table, contractor: Table):
    own = await Desk(buyer).open(box="own_side", title="Eten")
    await write(room.marieke, own, {"partner.name": "Geheime kok"})
    joint = await Desk(buyer).open(title="Koken")
    await write(room.marieke, joint, {"partner.name": "Buurtkracht"})

    for table in (buyer, contractor):
        assert (await partners(table))["named"] == [{"name": "Buurtkracht", "numbers": [1]}]


async def test_a_text_with_a_citizens_number_or_unseen_characters_is_refused(buyer: Table):
    assert (await ask(buyer, "BSN 111222333")).status_code == 400
    assert (await ask(buyer, "Lunch\u200bwerk")).json()["type"] == "/problems/text/invisible"
    [partner] = (await ask(buyer)).json()["items"]
    refused = await reply(buyer, partner, guidance="BSN 111222333")
    assert refused.json()["errors"][0]["pointer"] == "/answers/0/text"
    assert refused.json()["type"] == "/problems/personal-data/refused"


async def test_nobody_outside_the_room_learns_of_its_partners(
    room: Room, buyer: Table, people: People, sign_in: Any
):
    [partner] = (await ask(buyer)).json()["items"]
    stranger = Table(room.id, await sign_in(people.bram))

    assert (await stranger.browser.get(f"{stranger.path}/partners")).status_code == 404
    assert (await ask(stranger)).status_code == 404
    assert (await reply(stranger, partner, part="Niets.")).status_code == 404
    nowhere = {"id": str(uuid4())}
    assert (await reply(buyer, nowhere, part="Niets.")).status_code == 404
    async with as_person(people.bram.id):
        assert await fetch("select id from partner where id = $1", UUID(partner["id"])) == []


def words(question: str, text: str) -> PartnerWords:
    return PartnerWords(question=PartnerQuestion(question), text=text)


def test_every_fault_of_the_answers_comes_at_once():
    with pytest.raises(Invalid) as refused:
        check_answers_about(
            [words("part", " "), words("part", "Zij koken."), words("money", "x" * 4_001)]
        )

    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == [
        ("/answers/0/text", "required"),
        ("/answers/1/question", "commitments/answered-twice"),
        ("/answers/2/text", "commitments/too-long"),
    ]
    with pytest.raises(Invalid):
        check_answers_about([])
    check_answers_about([words(question, "Ja.") for question in QUESTIONS])


def test_a_partner_has_a_name_and_a_room_has_no_more_than_a_page():
    known = {name_key(f"partner {number}"): uuid4() for number in range(50)}

    for name in ("", "  ", "x" * 201):
        with pytest.raises(Invalid):
            check_partner(name, {})
    with pytest.raises(PartnerKnown):
        check_partner(" Partner  7", known)
    with pytest.raises(TooManyPartners):
        check_partner("Een nieuwe", known)
    check_partner("Een nieuwe", {})
    assert plain_name(" Lunchwerk\n Waterwijk ") == "Lunchwerk Waterwijk"


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("role", Role)
def test_whoever_writes_in_the_room_may_ask_and_answer(side: Side, role: Role):
    writes = role in {Role.NEGOTIATOR, Role.WRITER, Role.COORDINATOR}

    assert may_ask_about_partners(a_participant(side, role)) is writes
    assert not may_ask_about_partners(a_participant(side, role, phase=Phase.CLOSED))
