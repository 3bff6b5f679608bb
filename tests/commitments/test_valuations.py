"""Values over HTTP: worked out before offering, filled in when put, and shown in drafts."""

from typing import Any

import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_commitments import Table, named, terms_json
from tests.commitments.desk import Desk, write

from samenspraak.commitments.terms import Period


async def pin(table: Table, name: str = "utrecht-v3") -> str:
    """Choose a table for the contract and return its digest."""
    lines = await table.browser.get("/catalogues", params={"limit": 100})
    edition = next(line for line in lines.json()["items"] if line["catalogue"] == name)
    answer = await table.browser.post(
        f"{table.path}/editions",
        move(editionId=edition["id"], reason="bijlage 4 van de leidraad"),
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["items"][0]["digest"]


def learners(edition: str, **changes: Any) -> dict[str, Any]:
    """T1 of the demo story, in its third round."""
    usual: dict[str, Any] = {
        "value": None,
        "quantity": "2",
        "period": Period(months="18", hours_per_week="32"),
    }
    counting = {"edition": edition, "measure": "BBL_2_4", "months": "18"}
    return {**terms_json(**{**usual, **changes}), "counting": counting}


def purchase(edition: str, **counting: Any) -> dict[str, Any]:
    """T3: lunches of a social enterprise."""
    terms = terms_json(value=None, quantity=None, unit=None, spent_cents=2_400_000)
    return {**terms, "counting": {"edition": edition, "measure": "SOCIAL_PURCHASE", **counting}}


async def tried(table: Table, terms: dict[str, Any], **members: Any) -> dict[str, Any]:
    answer = await table.browser.post(f"{table.path}/valuations", {"terms": terms, **members})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_what_counts_is_known_before_offering(contractor: Table):
    worth = await tried(contractor, learners(await pin(contractor)))

    assert worth["amountCents"] == 9_333_333
    [line] = worth["lines"]
    assert line["text"] == "2 × 32/36 × 18/12 × 35.000"
    assert line["measureName"] == "Mbo bbl niveau 2, 3 en 4"
    assert line["factors"][1] == {
        "name": "hoursPerWeek",
        "number": "32",
        "of": "36",
        "unit": None,
        "isWorded": False,
    }
    assert {"quantity": 3, "months": 12} in worth["equivalents"]
    assert {rule["place"] for rule in worth["rules"]} == {"basis", "valid_from_note"}
    assert worth["effect"] == {
        "agreedCents": 0,
        "withinCents": 0,
        "obligationCents": None,
        "withThisCents": 9_333_333,
        "missingCents": None,
        "missingWithinCents": None,
    }
    assert (await contractor.all())["items"] == []


async def test_the_table_says_in_words_why_there_is_no_amount(contractor: Table):
    worth = await tried(contractor, purchase(await pin(contractor)))

    assert (worth["amountCents"], worth["isToBeDiscussed"]) == (None, True)
    assert worth["spentCents"] == 2_400_000
    [hint] = worth["hints"]
    assert hint["slug"] == "negotiated"
    assert hint["detail"].startswith("De tabel zegt bij SOCIAL_PURCHASE: in overleg.")


async def test_all_that_stands_against_a_sum_is_said_at_once(contractor: Table):
    edition = await pin(contractor, "leiden-2023")
    counting = {
        "edition": edition,
        "measure": "COMMUNITY_DAY",
        "rateCents": 150_000,
        "additions": [{"measure": "NOBODY", "quantity": "1"}],
    }
    worth = await tried(contractor, {**terms_json(value=None), "counting": counting})

    assert {(fault["pointer"], fault["slug"]) for fault in worth["faults"]} == {
        ("/counting/additions/0/measure", "catalogue/unknown-measure"),
        ("/counting/rateCents", "catalogue/above-maximum"),
    }
    details = [fault["detail"] for fault in worth["faults"]]
    assert "De tabel laat hooguit € 1.000,00 per eenheid toe." in details
    malformed = await tried(contractor, terms_json(quantity="veel"))
    assert [fault["slug"] for fault in malformed["faults"]] == ["commitments/not-a-number"]


async def test_the_effect_is_that_of_the_whole(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    first = await contractor.propose(terms=learners(edition))
    await buyer.move("acceptances", first)

    other = await tried(contractor, learners(edition))
    assert (other["effect"]["agreedCents"], other["effect"]["withThisCents"]) == (
        9_333_333,
        18_666_666,
    )
    again = await tried(contractor, learners(edition, quantity="4"), commitmentId=first["id"])
    assert again["effect"]["withThisCents"] == 18_666_667
    extra = await tried(
        contractor, {**learners(edition), "scope": "region", "countsTowardsObligation": False}
    )
    assert extra["effect"]["withThisCents"] == 9_333_333


async def test_only_who_is_in_the_workspace_can_try(
    room: Room, people: People, sign_in: Any, contractor: Table
):
    terms = learners(await pin(contractor))
    outsider = Table(room.id, await sign_in(people.bram))
    answer = await outsider.browser.post(f"{outsider.path}/valuations", {"terms": terms})
    assert answer.status_code == 404
    coordinator = Table(room.id, await sign_in(people.femke))
    assert (await tried(coordinator, terms))["amountCents"] == 9_333_333


async def test_what_is_put_carries_the_value_of_the_table(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    made = await contractor.propose(terms=learners(edition))

    value = made["revisions"][0]["terms"]["value"]
    assert (value["amountCents"], value["basis"], value["measure"]) == (
        9_333_333,
        "catalogue",
        "BBL_2_4",
    )
    assert value["catalogue"] == {
        "catalogue": "utrecht-v3",
        "edition": "undated, after 2021",
        "digest": edition,
        "reason": "bijlage 4 van de leidraad",
    }
    assert value["calculation"][0]["text"] == "2 × 32/36 × 18/12 × 35.000"
    agreed = await buyer.move("acceptances", made)
    assert agreed["standing"]["status"] == "agreed"
    assert (await buyer.all())["totals"]["counting"]["agreedCents"] == 9_333_333


async def test_the_rounds_of_the_story_come_out_to_the_cent(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    year = Period(months="12", hours_per_week="32")
    made = await contractor.propose(terms=learners(edition, period=year), origin="bid")
    more = learners(edition, period=year, quantity="4")
    made = await buyer.move("counters", made, terms=more)
    made = await contractor.move("counters", made, terms=learners(edition))

    values = [each["terms"]["value"]["amountCents"] for each in made["revisions"]]
    assert values == [6_222_222, 12_444_444, 9_333_333]

    bought = await contractor.propose(terms=purchase(edition), origin="bid")
    assert bought["revisions"][0]["terms"]["value"]["kind"] == "to_be_discussed"
    bought = await buyer.move("counters", bought, terms=purchase(edition, percent="50"))
    bought = await contractor.move("counters", bought, terms=purchase(edition, percent="75"))
    assert bought["revisions"][-1]["terms"]["value"]["amountCents"] == 1_800_000
    assert bought["revisions"][-1]["terms"]["value"]["basis"] == "agreed"
    line = next(each for each in (await buyer.all())["items"] if each["id"] == bought["id"])
    assert (line["valueCents"], line["spentCents"]) == (1_800_000, 2_400_000)
    assert (line["hasResultGoal"], line["hasEffortGoal"]) == (True, False)


async def test_euros_spent_are_no_part_of_effort_value(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    made = await contractor.propose(terms=purchase(edition, percent="75"))
    await buyer.move("acceptances", made)
    totals = (await buyer.all())["totals"]

    assert totals["counting"]["agreedCents"] == 1_800_000
    assert totals["spent"]["agreedCents"] == 2_400_000


async def test_another_amount_is_refused_as_the_tables_and_can_be_agreed(contractor: Table):
    terms = learners(await pin(contractor))
    wrong = {"kind": "amount", "currency": "EUR", "basis": "catalogue", "amountCents": 9_000_000}
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms={**terms, "value": wrong})
    )
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/terms/value/amountCents"
    assert error["slug"] == "commitments/other-value"
    assert "€ 93.333,33" in error["detail"]

    own = {**wrong, "basis": "agreed"}
    made = await contractor.propose(terms={**terms, "value": own})
    assert made["revisions"][0]["terms"]["value"]["amountCents"] == 9_000_000
    assert made["revisions"][0]["tableCents"] == 9_333_333
    worth = await tried(contractor, {**terms, "value": own})
    assert (worth["amountCents"], worth["agreedCents"]) == (9_333_333, 9_000_000)


async def test_a_table_nobody_chose_for_the_contract_counts_for_nothing(contractor: Table):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms=learners("0" * 64))
    )

    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["slug"]) == (
        "/terms/counting/edition",
        "commitments/edition-not-chosen",
    )


async def test_what_misses_a_number_can_be_proposed_and_not_agreed(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    made = await contractor.propose(terms=learners(edition, period=Period(months="18")))

    assert "value" not in made["revisions"][0]["terms"]
    assert made["missing"]["toAgree"] == ["value"]
    refused = await buyer.ask("acceptances", made)
    assert refused.json()["type"] == "/problems/commitments/not-ready-to-agree"


async def test_a_newer_table_changes_no_older_value(contractor: Table, buyer: Table):
    edition = await pin(contractor)
    made = await contractor.propose(terms=learners(edition))
    newer = await pin(buyer, "haaglanden-zhc-2023")

    again = await buyer.move("counters", made, terms=learners(edition, quantity="3"))
    assert again["revisions"][-1]["terms"]["value"]["amountCents"] == 14_000_000
    assert newer != edition


async def test_a_large_invoice_is_no_citizens_number(contractor: Table):
    edition = await pin(contractor)
    terms = {**purchase(edition, percent="100"), "spentCents": 12_345_678_200}
    made = await contractor.propose(terms=terms)

    text = made["revisions"][0]["terms"]["value"]["calculation"][0]["text"]
    assert text == "100 % × 123.456.782 (afgesproken)"


# In drafts.


async def draft_of_learners(contractor: Table, room: Room, **fields: Any) -> Any:
    edition = await pin(contractor)
    desk = Desk(contractor)
    draft = await desk.open(title="Leerwerkplekken timmeren")
    youssef = room.youssef
    usual: dict[str, Any] = {
        "quantity": "2",
        "unit": "plekken",
        "period.months": "18",
        "period.hoursPerWeek": "32",
        "value.kind": "counted",
        "counting.edition": edition,
        "counting.measure": "BBL_2_4",
    }
    await write(youssef, draft, {**usual, **fields})
    return desk, draft, youssef


async def test_a_draft_shows_what_it_would_be_worth(contractor: Table, room: Room):
    desk, draft, youssef = await draft_of_learners(contractor, room)
    seen = await desk.see(draft)

    assert seen["valuation"]["amountCents"] == 9_333_333
    assert seen["terms"]["value"]["amountCents"] == 9_333_333
    assert "value" not in seen["missing"]["toAgree"]
    assert seen["valuation"]["effect"]["withThisCents"] == 9_333_333
    column = await contractor.all()
    assert column["items"][0]["valueCents"] == 9_333_333

    await write(youssef, draft, {"scope": "within_contract", "counting.percent": "50"})
    seen = await desk.see(draft)
    assert seen["valuation"]["amountCents"] is None
    assert [fault["pointer"] for fault in seen["faults"]] == ["/fields/counting.percent"]
    refused = await desk.put(seen)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/fields/counting.percent"


async def test_a_draft_is_put_with_the_value_it_showed(contractor: Table, room: Room):
    desk, draft, _ = await draft_of_learners(contractor, room)
    made = await desk.propose(await desk.see(draft))

    assert made["revisions"][0]["terms"]["value"]["amountCents"] == 9_333_333


async def test_a_draft_of_what_was_put_is_worked_out_again(
    contractor: Table, buyer: Table, room: Room
):
    desk, draft, _ = await draft_of_learners(contractor, room)
    made = await desk.propose(await desk.see(draft))
    marieke = room.marieke
    counter = await Desk(buyer).open(commitmentId=made["id"], box="own_side", **named(made))
    assert (await Desk(buyer).see(counter))["valuation"]["amountCents"] == 9_333_333

    await write(marieke, counter, {"quantity": "4"})
    seen = await Desk(buyer).see(counter)
    assert seen["valuation"]["amountCents"] == 18_666_667
    assert seen["terms"]["value"]["amountCents"] == 18_666_667
    assert seen["faults"] == []
    put = await Desk(buyer).propose(seen)
    assert put["revisions"][-1]["terms"]["value"]["amountCents"] == 18_666_667


@pytest.mark.parametrize("value", [None, "amount"])
async def test_the_plain_way_needs_no_table(contractor: Table, buyer: Table, value: str | None):
    """An amount that was agreed, or "in overleg", as it always was."""
    terms = terms_json()
    if value is None:
        terms["value"] = {"kind": "to_be_discussed"}
    made = await contractor.propose(terms=terms)

    assert made["revisions"][0]["terms"]["value"] == terms["value"]
    assert (await buyer.move("acceptances", made))["standing"]["status"] == "agreed"
    worth = await tried(contractor, terms)
    assert (worth["amountCents"], worth["lines"]) == (None, [])
    assert worth["agreedCents"] == (None if value is None else 9_333_333)
