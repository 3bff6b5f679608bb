"""What ends early: one commitment, or the whole agreement, with the reasons of both sides."""

from datetime import date, timedelta
from typing import Any

from tests.builders import Room
from tests.builders_agreements import (
    Desk,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
)
from tests.builders_commitments import some_terms

from samenspraak import surroundings
from samenspraak.commitments.terms import Period
from samenspraak.deadlines import local_day

OURS, THEIRS = "De aannemer stopt met het werk.", "Wij gaan failliet."


def in_days(days: int) -> str:
    return (local_day(surroundings.now()) + timedelta(days=days)).isoformat()


async def signed(room: Room, tom: Desk, hanneke: Desk) -> None:
    version = await offer(room)
    for desk in (tom, hanneke):
        await desk.sign(await desk.see(version.id))


def faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    return {error["pointer"]: error["slug"] for error in answer.json()["errors"]}


async def standings(desk: Desk) -> dict[str, dict[str, Any]]:
    column = (await desk.browser.get(f"{desk.path}/commitments")).json()["items"]
    return {each["id"]: each["standing"] for each in column}


async def test_a_commitment_that_is_left_out_ends_on_a_day_for_a_reason(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    kept, left_out = await agree_commitment(room), await agree_commitment(room, title="Lunch")
    await signed(room, tom, hanneke)
    bound = (await marieke.all())["readiness"]["amending"]["bound"]
    assert [each["commitmentId"] for each in bound] == [str(kept), str(left_out)]
    assert bound[0]["earliestEndOn"] == in_days(0)
    assert bound[0]["latestEndOn"] == "2028-07-31"

    members = {"cause": "adjustment", "commitments": [str(kept)]}
    assert faults(await marieke.offer(**members)) == {
        f"/commitments/{left_out}": "agreements/ending-missing"
    }
    ending = {"commitmentId": str(left_out), "endsOn": in_days(10), "reason": " Lunchwerk stopt. "}
    version = (await marieke.offer(**members, endings=[ending])).json()

    [part] = version["document"]["endings"]
    assert (part["number"], part["title"], part["endsOn"], part["reason"]) == (
        2,
        "Lunch",
        in_days(10),
        "Lunchwerk stopt.",
    )
    await tom.sign(version)
    unsaid = await hanneke.sign(version)
    assert unsaid.status_code == 400, unsaid.text
    last = (await hanneke.sign(version, reason="Wij vinden geen ander.")).json()
    assert last["line"]["state"] == "in_force"
    found = await standings(tom)
    assert found[str(kept)]["status"] == "in_force"
    ended = found[str(left_out)]
    assert (ended["status"], ended["closedAs"], ended["closedReason"], ended["endedOn"]) == (
        "closed",
        "ended",
        "Lunchwerk stopt.",
        in_days(10),
    )


async def test_a_whole_agreement_ends_early_with_the_reasons_of_both(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    first = await agree_commitment(room)
    second = await agree_commitment(
        room,
        title="Cursus",
        period=Period(starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 31), months="3"),
    )
    await signed(room, tom, hanneke)

    assert faults(
        await marieke.offer(cause="other", ending={"endsOn": in_days(3), "reason": OURS})
    ) == {"/cause": "agreements/cause-is-ending"}
    answer = await marieke.offer(
        cause="ending", ending={"endsOn": in_days(3), "reason": OURS}, clauses=[]
    )
    assert answer.status_code == 201, answer.text
    version = answer.json()

    document = version["document"]
    assert document.get("commitments", []) == []
    assert document["ending"] == {"endsOn": in_days(3), "reason": OURS}
    # What was over already ended on its own day.
    assert [(each["number"], each["endsOn"]) for each in document["endings"]] == [
        (1, in_days(3)),
        (2, "2026-03-31"),
    ]
    assert version["line"]["valueCents"] == 0
    assert version["line"]["changedCents"] == 2 * 9_333_333
    await tom.sign(version)
    last = await hanneke.sign(version, reason=THEIRS)
    assert last.status_code == 201, last.text
    assert last.json()["line"]["state"] == "in_force"
    assert [each["reason"] for each in last.json()["signatures"]] == [None, THEIRS]

    amending = (await marieke.all())["readiness"]["amending"]
    assert (amending["inForce"], amending["isEnded"], amending["bound"]) == (2, True, [])
    found = await standings(tom)
    assert {each["status"] for each in found.values()} == {"closed"}
    assert found[str(first)]["closedReason"] == OURS
    assert found[str(second)]["endedOn"] == "2026-03-31"
    again = await marieke.offer(cause="ending", ending={"endsOn": in_days(3), "reason": OURS})
    assert again.json()["type"] == "/problems/agreements/nothing-new"


async def test_nothing_ends_that_is_not_in_force(room: Room, marieke: Desk):
    await agree_statements(room)
    commitment_id = await agree_commitment(room)

    assert faults(await marieke.offer(ending={"endsOn": in_days(3), "reason": OURS})) == {
        "/ending": "agreements/nothing-in-force"
    }
    ending = {"commitmentId": str(commitment_id), "endsOn": in_days(3), "reason": OURS}
    assert faults(await marieke.offer(endings=[ending])) == {
        "/endings": "agreements/nothing-in-force",
        "/endings/0/commitmentId": "agreements/ends-nothing",
    }


async def test_a_change_that_is_bargained_over_can_end_with_the_rest(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    """Nobody keeps an agreement alive by taking up one of its commitments."""
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    await signed(room, tom, hanneke)
    await propose_anew(room, commitment_id, some_terms(quantity="3"))

    answer = await marieke.offer(cause="ending", ending={"endsOn": in_days(0), "reason": OURS})

    assert answer.status_code == 201, answer.text
    await tom.sign(answer.json())
    last = await hanneke.sign(answer.json(), reason=THEIRS)
    assert last.json()["line"]["state"] == "in_force"
