"""What became less than the winning bid, who may let it, and what is kept of that."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_commitments import Table, named, some_terms, terms_json

from samenspraak.commitments.decisions import (
    ApproverNeeded,
    BidAnswersMissing,
    Departure,
    check_departures,
    less_than_bid,
)
from samenspraak.commitments.schemas import BidAnswers, Less
from samenspraak.commitments.terms import AmountValue, Goal, Period, Terms, ValueToBeDiscussed
from samenspraak.database import as_person, execute, fetch
from samenspraak.workspaces.schemas import Role, Side

ANSWERS = {
    "othersAdmitted": False,
    "otherWinner": False,
    "balanceShifts": False,
    "scopeWidens": True,
    "ground": "Twee diploma's zijn meer waard dan vier keer een jaar.",
}


def cents(amount: int) -> AmountValue:
    return AmountValue(amount_cents=amount, currency="EUR", basis="agreed")


def period(**members: Any) -> Period:
    return Period(starts_on=date(2027, 2, 1), **members)


# As the winner wrote it in July: two places for a year, of 32 hours a week.
T1 = some_terms(
    quantity="2",
    unit="leerwerkplekken",
    period=period(months="12", hours_per_week="32"),
    value=cents(6_222_222),
)
# And euros to spend with social firms, whatever they count for.
T3 = Terms(title="Inkoop", period=period(), value=ValueToBeDiscussed(), spent_cents=2_400_000)


@pytest.mark.parametrize(
    ("bid", "changes", "less"),
    [
        (T1, {}, []),
        # Of the story: four places, then two for longer. Neither is less.
        (T1, {"quantity": "4", "value": cents(12_444_444)}, []),
        (
            T1,
            {"period": period(months="18", hours_per_week="32"), "value": cents(9_333_333)},
            [],
        ),
        (T1, {"quantity": "1"}, [Less.QUANTITY]),
        (T1, {"quantity": "3", "period": period(months="8", hours_per_week="32")}, []),
        (
            T1,
            {"quantity": "3", "period": period(months="7.99", hours_per_week="32")},
            [Less.QUANTITY],
        ),
        # 52 weeks are twelve months.
        (T1, {"period": period(weeks="52", hours_per_week="32")}, []),
        (T1, {"period": period(weeks="51", hours_per_week="32")}, [Less.QUANTITY]),
        (T1, {"period": period(months="12", hours_per_week="31.5")}, [Less.QUANTITY]),
        # Nobody works for two, so longer weeks do not make up for fewer people.
        (
            T1,
            {"quantity": "1", "period": period(months="12", hours_per_week="64")},
            [Less.QUANTITY],
        ),
        (T1, {"period": period(months="12", hours_per_week="40")}, []),
        # What is only striven for is no longer promised.
        (T1, {"result_goal": Goal(text="Wij streven naar twee leerlingen.")}, [Less.QUANTITY]),
        # What the bid said and the text leaves open is less; the other way it promises nothing.
        (T1, {"period": period(months="12")}, [Less.QUANTITY]),
        (T1, {"period": None}, [Less.QUANTITY]),
        (T1, {"quantity": None}, [Less.QUANTITY]),
        (structs.replace(T1, period=None), {"period": period(months="1")}, []),
        (T1, {"unit": "banen"}, []),
        (T1, {"unit": "uren", "quantity": "5000"}, [Less.UNIT]),
        (T1, {"value": cents(6_222_221)}, [Less.VALUE]),
        (T1, {"value": ValueToBeDiscussed()}, [Less.VALUE]),
        (T1, {"value": None, "quantity": "1"}, [Less.QUANTITY, Less.VALUE]),
        # Half of it counts, and all of it is spent: not less than was bid.
        (T3, {"value": cents(1_200_000)}, []),
        (T3, {"spent_cents": 2_399_999}, [Less.SPENT]),
        (T3, {"spent_cents": None}, [Less.SPENT]),
        (T3, {"spent_cents": 3_000_000}, []),
    ],
)
def test_less_than_the_bid(bid: Terms, changes: dict[str, Any], less: list[Less]):
    assert less_than_bid(bid, structs.replace(bid, **changes)) == less


def test_what_was_not_in_the_bid_is_never_less():
    assert less_than_bid(None, Terms(title="Iets nieuws")) == []


def a_departure(*, less: tuple[Less, ...] = (Less.QUANTITY,), **answers: Any) -> Departure:
    return Departure(
        commitment_id=uuid4(),
        less=less,
        answers=BidAnswers(
            others_admitted=False,
            other_winner=False,
            balance_shifts=False,
            scope_widens=False,
            **{"ground": "kleine waarde", **answers},
        ),
        pointer="/bidAnswers",
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("side", Side)
def test_only_a_buyers_yes_to_less_takes_an_approver(side: Side, role: Role):
    departure = a_departure()
    if side is not Side.BUYER:
        assert check_departures([departure], side, {role}) == []
    elif role is Role.APPROVER:
        assert check_departures([departure], side, {role}) == [departure]
    else:
        with pytest.raises(ApproverNeeded):
            check_departures([departure], side, {role})


def test_what_is_not_less_takes_neither_answers_nor_an_approver():
    same = structs.replace(a_departure(less=()), answers=None)

    assert check_departures([same], Side.BUYER, {Role.NEGOTIATOR}) == []


def test_every_answer_that_is_missing_is_told_at_once():
    silent = structs.replace(a_departure(), answers=None, pointer="/parts/0/bidAnswers")
    vague = structs.replace(a_departure(ground=" \n"), pointer="/parts/1/bidAnswers")
    long = structs.replace(a_departure(ground="a" * 4_001), pointer="/parts/2/bidAnswers")

    with pytest.raises(BidAnswersMissing) as refused:
        check_departures([silent, vague, long], Side.BUYER, {Role.APPROVER})

    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == [
        ("/parts/0/bidAnswers", "commitments/less-than-bid"),
        ("/parts/1/bidAnswers/ground", "required"),
        ("/parts/2/bidAnswers/ground", "commitments/too-long"),
    ]


async def bid(contractor: Table, **changes: Any) -> dict[str, Any]:
    return await contractor.propose(terms=terms_json(**changes), origin="bid")


async def kinds(room: Room) -> list[str]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind from entry where journal_id = $1 and kind ~ '^(commitment|bid)[.]'"
            " order by number",
            room.journal_id,
        )
    return [row["kind"] for row in rows]


async def test_the_bid_stands_beside_what_is_on_the_table(buyer: Table, contractor: Table):
    made = await bid(contractor, quantity="2", spent_cents=100)
    assert made["lessThanBid"] == []

    countered = await buyer.move("counters", made, terms=terms_json(quantity="4", spent_cents=100))
    less = await contractor.move("counters", countered, terms=terms_json(quantity="1"))

    assert less["bid"] == {
        "quantity": "2",
        "unit": "plekken",
        "months": "18",
        "weeks": None,
        "hoursPerWeek": None,
        "hours": None,
        "valueCents": 9_333_333,
        "spentCents": 100,
    }
    assert less["lessThanBid"] == ["quantity", "spent"]
    assert less["bidDepartures"] == []
    [line] = (await buyer.all())["items"]
    assert (line["bid"], line["lessThanBid"]) == (less["bid"], ["quantity", "spent"])


async def test_what_came_from_no_bid_is_compared_with_none(contractor: Table):
    made = await contractor.propose()

    assert (made["bid"], made["lessThanBid"]) == (None, [])


async def test_a_buyer_answers_for_saying_yes_to_less(room: Room, buyer: Table, contractor: Table):
    made = await bid(contractor, quantity="2")
    countered = await buyer.move("counters", made, terms=terms_json(quantity="4"))
    less = await contractor.move("counters", countered, terms=terms_json(quantity="1"))

    silent = await buyer.ask("acceptances", less)
    assert (silent.status_code, silent.json()["type"]) == (
        400,
        "/problems/commitments/bid-answers-missing",
    )
    assert [fault["pointer"] for fault in silent.json()["errors"]] == ["/bidAnswers"]
    assert (await buyer.see(less))["standing"]["status"] == "lies_with_buyer"
    agreed = await buyer.move("acceptances", less, bidAnswers=ANSWERS)

    assert agreed["standing"]["status"] == "agreed"
    [kept] = agreed["bidDepartures"]
    assert kept.pop("at")
    assert kept == {
        **ANSWERS,
        "revision": 3,
        "digest": less["negotiation"]["digest"],
        "less": ["quantity"],
        "byName": "Marieke de Groot",
    }
    # Both sides read it, for ever.
    assert (await contractor.see(less))["bidDepartures"][0]["ground"] == ANSWERS["ground"]
    assert (await kinds(room))[-2:] == ["commitment.accepted", "bid.departed"]


async def test_a_buyer_answers_for_putting_less(room: Room, buyer: Table, contractor: Table):
    made = await bid(contractor, quantity="2")

    silent = await buyer.ask("counters", made, terms=terms_json(quantity="1"))
    assert silent.json()["type"] == "/problems/commitments/bid-answers-missing"
    assert await kinds(room) == ["commitment.proposed"]
    less = await buyer.move("counters", made, terms=terms_json(quantity="1"), bidAnswers=ANSWERS)
    agreed = await contractor.move("acceptances", less)

    # The contractor's yes asks nothing: the buyer answered.
    assert [kept["revision"] for kept in agreed["bidDepartures"]] == [2]


async def test_a_contractor_offers_less_freely(contractor: Table, buyer: Table):
    made = await bid(contractor, quantity="2")
    asked = await buyer.move("questions", made, text="Lukt dat?")

    less = await contractor.move("counters", asked, terms=terms_json(quantity="1"))

    assert (less["lessThanBid"], less["bidDepartures"]) == (["quantity"], [])


async def test_a_negotiator_who_approves_nothing_lets_nothing_be_less(
    room: Room, buyer: Table, contractor: Table
):
    made = await bid(contractor, quantity="2")
    asked = await buyer.move("questions", made, text="Lukt dat?")
    less = await contractor.move("counters", asked, terms=terms_json(quantity="1"))
    async with as_person(room.marieke.person_id):
        await execute(
            "update participant set roles = '{negotiator}' where id = $1", room.marieke.id
        )

    assert "accept" not in (await buyer.see(less))["moves"]
    for noun, members in {
        "acceptances": {},
        "counters": {"terms": terms_json(quantity="1")},
    }.items():
        refused = await buyer.ask(noun, less, bidAnswers=ANSWERS, **members)
        assert (refused.status_code, refused.json()["type"]) == (
            403,
            "/problems/commitments/approver-needed",
        )
    # What is not less goes on as ever.
    await buyer.move("counters", less, terms=terms_json(quantity="2"))


async def test_no_program_answers_for_an_approver(buyer: Table, contractor: Table):
    made = await bid(contractor, quantity="2")
    token = await buyer.browser.post("/tokens", move(name="planning"))
    key = {"authorization": f"Bearer {token.json()['secret']}", "x-csrf-token": None}
    less = move(**named(made), terms=terms_json(quantity="1"), bidAnswers=ANSWERS)

    refused = await buyer.browser.post(
        f"{buyer.path}/commitments/{made['id']}/counters", less, headers=key
    )

    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "/problems/commitments/approver-needed",
    )


async def test_a_package_with_less_is_answered_for_by_commitment(
    room: Room, buyer: Table, contractor: Table
):
    made = await bid(contractor, quantity="2")
    asked = await buyer.move("questions", made, text="Lukt dat?")
    new_id = str(uuid4())
    body = move(
        parts=[
            {"commitmentId": made["id"], "terms": terms_json(quantity="1"), **named(asked)},
            {"commitmentId": new_id, "terms": terms_json()},
        ]
    )
    put = await contractor.browser.post(f"{contractor.path}/packages", body)
    assert put.status_code == 201, put.text
    package = (await buyer.see(made))["package"]
    path = f"{buyer.path}/packages/{body['id']}/acceptances"

    silent = await buyer.browser.post(path, move(revisions=package))
    assert [fault["pointer"] for fault in silent.json()["errors"]] == ["/bidAnswers"]
    other = {"commitmentId": new_id, **ANSWERS}
    vague = {"commitmentId": made["id"], **ANSWERS, "ground": ""}
    half = await buyer.browser.post(path, move(revisions=package, bidAnswers=[other, vague]))
    assert [fault["pointer"] for fault in half.json()["errors"]] == ["/bidAnswers/1/ground"]
    answers = [{"commitmentId": made["id"], **ANSWERS}]
    done = await buyer.browser.post(path, move(revisions=package, bidAnswers=answers))

    assert done.status_code == 201, done.text
    assert len((await buyer.see(made))["bidDepartures"]) == 1
    assert (await buyer.see({"id": new_id}))["bidDepartures"] == []


async def test_a_ground_holds_no_citizens_number(buyer: Table, contractor: Table):
    made = await bid(contractor, quantity="2")

    refused = await buyer.ask(
        "counters",
        made,
        terms=terms_json(quantity="1"),
        bidAnswers={**ANSWERS, "ground": "BSN 111222333 doet niet meer mee."},
    )

    assert refused.json()["type"] == "/problems/personal-data/refused"
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/bidAnswers/ground"]


async def test_a_change_of_what_is_agreed_is_held_against_the_bid_too(
    room: Room, buyer: Table, contractor: Table
):
    made = await bid(contractor, quantity="2")
    agreed = await buyer.move("acceptances", made)

    change = await contractor.move("proposals", agreed, terms=terms_json(quantity="1"))

    assert change["lessThanBid"] == ["quantity"]
    assert (await buyer.ask("acceptances", change)).status_code == 400


async def test_an_outsider_finds_no_answers(
    people: People, room: Room, contractor: Table, buyer: Table, sign_in: Any
):
    made = await bid(contractor, quantity="2")
    await buyer.move("counters", made, terms=terms_json(quantity="1"), bidAnswers=ANSWERS)
    browser: Browser = await sign_in(people.bram)

    answer = await browser.get(f"{buyer.path}/commitments/{made['id']}")

    assert answer.status_code == 404
    async with as_person(people.bram.id):
        assert (
            await fetch("select * from bid_departure where commitment_id = $1", UUID(made["id"]))
            == []
        )
