"""Letting a clock stand still over HTTP, and telling everybody why, as with a no."""

from typing import Any
from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_commitments import Table, terms_json

WITHIN = {"within": {"days": 10, "kind": "working"}}
REASON = "Onze projectleider is twee weken weg."


@pytest.fixture
async def coordinator(room: Room, people: People, sign_in: Any) -> Table:
    return Table(room.id, await sign_in(people.femke))


async def said(table: Table) -> list[tuple[str, str]]:
    answer = await table.browser.get(f"{table.path}/messages")
    assert answer.status_code == 200, answer.text
    return [(each["kind"], each["text"]) for each in answer.json()["items"]]


@pytest.mark.parametrize("lapses", [False, True])
async def test_only_an_offer_that_lapses_says_so_in_its_text(contractor: Table, lapses: bool):
    made = await contractor.propose(**WITHIN, untilLapses=lapses)

    assert ("offerEnds" in made["revisions"][0]["terms"]) is lapses
    assert made["standing"]["untilLapses"] is lapses
    assert made["standing"]["untilAt"] is not None
    assert made["negotiation"]["remindAt"] < made["standing"]["untilAt"]


async def test_a_clock_stands_still_with_a_reason_that_both_sides_see(
    buyer: Table, contractor: Table
):
    made = await contractor.propose(**WITHIN)
    assert made["moves"] == ["withdraw", "pause"]

    still = await contractor.move("pauses", made, reason=f"  {REASON} ")

    assert still["moves"] == ["withdraw", "resume"]
    seen = await buyer.see(made)
    assert seen["moves"] == ["question"]
    assert seen["standing"]["pausedAt"] == seen["negotiation"]["pausedAt"]
    assert seen["negotiation"]["pausedSide"] == "contractor"
    assert seen["negotiation"]["pausedByName"] == "Youssef El Amrani"
    assert seen["negotiation"]["pausedReason"] == REASON
    assert ("pause", f"  {REASON} ") in await said(buyer)
    [line] = (await buyer.all())["items"]
    assert line["standing"]["pausedAt"] == seen["standing"]["pausedAt"]
    running = await contractor.move("resumptions", still)
    assert running["standing"]["pausedAt"] is None
    assert (running["negotiation"]["pausedReason"], running["negotiation"]["pausedByName"]) == (
        None,
        "",
    )
    assert (await buyer.move("acceptances", running))["standing"]["status"] == "agreed"


async def test_a_coordinator_pauses_and_does_nothing_else(
    buyer: Table, contractor: Table, coordinator: Table
):
    made = await contractor.propose(**WITHIN)
    assert (await coordinator.see(made))["moves"] == ["pause"]

    still = await coordinator.move("pauses", made, reason=REASON)

    assert still["moves"] == ["resume"]
    assert (await buyer.see(made))["negotiation"]["pausedSide"] == "coordinator"
    assert "resume" in (await contractor.see(made))["moves"]
    await coordinator.move("resumptions", still)
    for noun in ("acceptances", "withdrawals", "declines", "counters"):
        members = {"declines": {"reason": "nee"}, "counters": {"terms": terms_json()}}
        refused = await coordinator.ask(noun, made, **members.get(noun, {}))
        assert refused.status_code == 403


async def test_during_a_pause_people_talk_and_nobody_decides(buyer: Table, contractor: Table):
    made = await contractor.propose(**WITHIN)
    still = await contractor.move("pauses", made, reason=REASON)

    asked = await buyer.move("questions", still, text="Wanneer bent u terug?")
    answered = await contractor.move("answers", asked, text="Op de twaalfde.")
    refused = await buyer.ask("acceptances", answered)

    assert refused.json()["type"] == "/problems/commitments/paused"
    gone = await contractor.move("withdrawals", answered)
    assert gone["standing"]["closedAs"] == "withdrawn"
    assert gone["negotiation"]["pausedAt"] is None


@pytest.mark.parametrize(
    ("members", "noun", "asked", "status", "slug"),
    [
        ({}, "pauses", {"reason": "x"}, 409, "commitments/no-clock"),
        (WITHIN, "resumptions", {}, 409, "commitments/not-paused"),
        (WITHIN, "pauses", {"reason": " "}, 400, "commitments/reason-missing"),
        (WITHIN, "pauses", {"reason": "x", "digest": "0" * 64}, 409, "commitments/stale-revision"),
    ],
)
async def test_what_cannot_stand_still(
    contractor: Table,
    members: dict[str, Any],
    noun: str,
    asked: dict[str, Any],
    status: int,
    slug: str,
):
    made = await contractor.propose(**members)

    answer = await contractor.ask(noun, made, **asked)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")


async def test_the_other_side_asks_for_a_pause_and_does_not_take_one(
    buyer: Table, contractor: Table
):
    made = await contractor.propose(**WITHIN)

    answer = await buyer.ask("pauses", made, reason=REASON)

    assert answer.json()["type"] == "/problems/commitments/others-clock"


async def test_pausing_twice_with_one_id_does_it_once(contractor: Table):
    made = await contractor.propose(**WITHIN)
    negotiation = made["negotiation"]
    body = move(revision=1, digest=negotiation["digest"], reason=REASON)
    path = f"{contractor.path}/commitments/{made['id']}/pauses"

    answers = [await contractor.browser.post(path, body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert [kind for kind, _ in await said(contractor)] == ["pause"]


async def test_a_package_stands_still_whole(buyer: Table, contractor: Table):
    ids = [str(uuid4()) for _ in range(2)]
    parts = [{"commitmentId": each, "terms": terms_json()} for each in ids]
    put = await contractor.browser.post(
        f"{contractor.path}/packages", move(parts=parts, untilLapses=True, **WITHIN)
    )
    assert put.status_code == 201, put.text
    first, second = [await contractor.see({"id": each}) for each in ids]

    await contractor.move("pauses", first, reason=REASON)

    other = await buyer.see(second)
    assert other["negotiation"]["pausedReason"] == REASON
    assert other["moves"] == ["question"]
    assert [kind for kind, _ in await said(buyer)] == ["pause", "pause"]
    await contractor.move("resumptions", second)
    assert (await buyer.see(first))["standing"]["pausedAt"] is None
    assert "accept-package" in (await buyer.see(first))["moves"]


async def test_a_no_is_told_with_its_reason_where_each_part_is_talked_about(
    buyer: Table, contractor: Table
):
    ids = [str(uuid4()) for _ in range(3)]
    parts = [{"commitmentId": each, "terms": terms_json()} for each in ids]
    await contractor.browser.post(f"{contractor.path}/packages", move(parts=parts))
    first = await buyer.see({"id": ids[0]})

    await buyer.move("declines", first, reason="De tabel heeft hier geen regel voor.")

    assert await said(contractor) == [("decline", "De tabel heeft hier geen regel voor.")] * 3
    answer = await contractor.browser.get(f"{contractor.path}/threads")
    about = {each["subjectId"] for each in answer.json()["items"]}
    assert about == set(ids)


@pytest.mark.parametrize(
    ("members", "faults"),
    [
        ({"within": {"days": 0}}, {"/within/days": "commitments/not-that-many-days"}),
        ({"untilLapses": True}, {"/untilOn": "commitments/needs-end"}),
        (
            {"within": {"days": 3}, "untilOn": "2099-01-01"},
            {"/within": "commitments/until-or-within"},
        ),
        ({"untilOn": "2020-01-01"}, {"/untilOn": "commitments/until-passed"}),
    ],
)
async def test_a_clock_that_cannot_be(
    contractor: Table, members: dict[str, Any], faults: dict[str, str]
):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms=terms_json(), **members)
    )

    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == list(faults)
