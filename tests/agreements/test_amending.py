"""An agreement in force that grows, changes, is sent back and waits: as people go through it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from tests.builders import Room
from tests.builders_agreements import (
    RESPONSIBLE,
    Desk,
    accept,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
)
from tests.builders_commitments import some_terms

from samenspraak import surroundings
from samenspraak.agreements.decisions import reason_digest
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.queries import history
from samenspraak.commitments.schemas import AcceptRevision, BidAnswers, ProposeCommitment
from samenspraak.commitments.terms import AmountValue
from samenspraak.database import as_person, fetch
from samenspraak.deadlines import local_day

GROUND = {"ground": "review_clause", "groundText": "artikel 14 van de leidraad"}
ANSWERS = {
    "othersAdmitted": False,
    "otherWinner": False,
    "balanceShifts": False,
    "scopeWidens": False,
}


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


async def agree_bid(room: Room, **terms: Any) -> UUID:
    """Let what the contractor bid be agreed as it stood in the bid."""
    commitment_id = uuid4()
    await commitments.propose(
        room.youssef,
        ProposeCommitment(
            id=commitment_id, terms=some_terms(**terms), responsible=RESPONSIBLE, origin="bid"
        ),
    )
    await accept(room.marieke, commitment_id)
    return commitment_id


async def agree_less(room: Room, commitment_id: UUID, **terms: Any) -> None:
    """Let the buyer's approver say yes to less than was bid."""
    await propose_anew(room, commitment_id, some_terms(**terms))
    async with as_person(room.marieke.person_id):
        newest = (await history(room.id, commitment_id)).newest
    await commitments.accept(
        room.marieke,
        commitment_id,
        AcceptRevision(
            id=uuid4(),
            revision=newest.revision,
            digest=newest.digest,
            bid_answers=BidAnswers(
                others_admitted=False,
                other_winner=False,
                balance_shifts=False,
                scope_widens=False,
                ground="De school heeft minder leerlingen.",
            ),
        ),
    )


async def in_force(room: Room, tom: Desk, hanneke: Desk) -> None:
    """Let both sides sign all that is agreed."""
    version = await offer(room)
    for desk in (tom, hanneke):
        answer = await desk.sign(await desk.see(version.id))
        assert answer.status_code == 201, answer.text


def faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    return {error["pointer"]: error["slug"] for error in answer.json()["errors"]}


async def test_an_extension_makes_the_obligation_grow_on_a_ground(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    kept = await agree_commitment(room)
    await in_force(room, tom, hanneke)
    await agree_statements(room, amount_cents=20_800_000)
    added = await agree_commitment(room, title="Leerlijn", value=worth(1_200_000))

    asked = (await marieke.all())["readiness"]["amending"]
    assert (asked["inForce"], asked["isEnded"]) == (1, False)
    assert [each["why"] for each in asked["asksGround"]] == ["obligation"]
    assert asked["asksAnswers"] == []
    assert "extension" in asked["causes"]
    assert "first" not in asked["causes"]
    assert any("2.163c" in each["text"] for each in asked["grounds"])
    assert asked["signByOn"] == (local_day(surroundings.now()) + timedelta(days=28)).isoformat()
    assert faults(await marieke.offer()) == {
        "/cause": "agreements/cause-missing",
        "/ground": "agreements/ground-missing",
        "/groundText": "agreements/ground-missing",
    }

    answer = await marieke.offer(cause="extension", reason="Er komen 16 woningen bij.", **GROUND)

    assert answer.status_code == 201, answer.text
    second = answer.json()
    assert second["document"]["change"] == {"cause": "extension", **GROUND}
    assert second["document"]["obligation"]["amountCents"] == 20_800_000
    assert second["document"]["signBy"]
    line = second["line"]
    assert (line["number"], line["cause"], line["changedCents"]) == (2, "extension", 1_200_000)
    for desk in (hanneke, tom):
        second = (await desk.sign(second)).json()
    assert second["line"]["state"] == "in_force"
    column = (await tom.browser.get(f"{tom.path}/commitments")).json()["items"]
    assert {each["id"]: each["standing"]["status"] for each in column} == {
        str(kept): "in_force",
        str(added): "in_force",
    }


async def test_several_changes_wait_together_and_the_rest_stays_as_it_was(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    untouched = await agree_commitment(room)
    jobs = await agree_commitment(room, title="Banen", value=worth(6_000_000))
    lunch = await agree_commitment(room, title="Lunch", value=worth(1_800_000))
    await in_force(room, tom, hanneke)
    before = (await marieke.all())["items"][0]
    for commitment_id, title, cents in ((jobs, "Banen", 7_000_000), (lunch, "Lunch", 1_500_000)):
        await propose_anew(room, commitment_id, some_terms(title=title, value=worth(cents)))
        await accept(room.marieke, commitment_id)
    # What binds goes on binding while its change waits.
    column = (await tom.browser.get(f"{tom.path}/commitments")).json()["items"]
    assert [each["standing"]["boundRevision"] for each in column] == [1, 1, 1]

    second = (await marieke.offer(cause="adjustment")).json()

    # Up and down together: ten thousand more, three thousand less.
    assert (second["line"]["cause"], second["line"]["changedCents"]) == ("adjustment", 1_300_000)
    first = await marieke.see(before["id"])
    parts = {
        name: {part["commitmentId"]: part["digest"] for part in seen["document"]["commitments"]}
        for name, seen in (("before", first), ("after", second))
    }
    assert parts["before"][str(untouched)] == parts["after"][str(untouched)]
    assert parts["before"][str(jobs)] != parts["after"][str(jobs)]
    for desk in (tom, hanneke):
        await desk.sign(second)
    column = (await tom.browser.get(f"{tom.path}/commitments")).json()["items"]
    assert [each["standing"]["boundRevision"] for each in column] == [1, 2, 2]


async def test_what_was_bid_changes_on_a_ground_and_stays_beside_it(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    bid = await agree_bid(room, quantity="2")
    await in_force(room, tom, hanneke)
    await agree_less(room, bid, quantity="1")

    readiness = (await marieke.all())["readiness"]["amending"]
    assert [each["why"] for each in readiness["asksGround"]] == ["bid_changed"]
    assert [each["why"] for each in readiness["asksAnswers"]] == ["less_than_bid"]
    [beside] = readiness["bids"]
    assert (beside["bid"]["quantity"], beside["less"]) == ("2", ["quantity"])
    assert (beside["isLeftOut"], beside["isAnswered"]) == (False, True)
    refused = faults(await marieke.offer(cause="adjustment", **GROUND))
    assert refused == {"/answers": "agreements/answers-missing"}
    substantial = {
        **GROUND,
        "ground": "not_substantial",
        "answers": {**ANSWERS, "otherWinner": True},
    }
    refused = faults(await marieke.offer(cause="adjustment", **substantial))
    assert refused == {"/answers/otherWinner": "agreements/substantial"}

    answer = await marieke.offer(cause="adjustment", answers=ANSWERS, **GROUND)

    assert answer.status_code == 201, answer.text
    assert answer.json()["document"]["change"]["answers"] == ANSWERS
    [beside] = answer.json()["bids"]
    assert (beside["commitmentId"], beside["less"]) == (str(bid), ["quantity"])


async def test_a_first_version_of_all_that_was_bid_asks_nothing(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_bid(room)

    version = (await marieke.offer()).json()

    assert version["document"]["change"] == {"cause": "first"}
    assert version["line"]["changedCents"] == version["line"]["valueCents"]
    [beside] = version["bids"]
    assert beside["less"] == []


async def test_only_the_buyers_approver_leaves_out_what_was_bid(
    room: Room, marieke: Desk, youssef: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    kept, bid = await agree_commitment(room), await agree_bid(room, title="Uit de inschrijving")
    await in_force(room, tom, hanneke)
    members = {
        "commitments": [str(kept)],
        "cause": "reduction",
        "answers": ANSWERS,
        "endings": [
            {
                "commitmentId": str(bid),
                "endsOn": local_day(surroundings.now()).isoformat(),
                "reason": "Het werk is kleiner.",
            }
        ],
    }

    assert faults(await youssef.offer(**members, **GROUND)) == {
        f"/commitments/{bid}": "agreements/left-out-of-bid"
    }
    assert faults(await marieke.offer(**members)) == {
        "/ground": "agreements/ground-missing",
        "/groundText": "agreements/ground-missing",
    }
    answer = await marieke.offer(**members, **GROUND)

    assert answer.status_code == 201, answer.text
    [beside] = answer.json()["bids"]
    assert (beside["commitmentId"], beside["isLeftOut"]) == (str(bid), True)


async def test_what_was_sent_back_says_by_whom_and_why_and_the_journal_only_a_digest(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    first = (await marieke.offer()).json()
    named = {"number": 1, "digest": first["line"]["digest"]}

    back = await hanneke.ask("returns", first, reason="Artikel 3 klopt niet.", **named)

    line = back.json()["line"]
    assert (line["state"], line["closedBySide"], line["closedReason"]) == (
        "sent_back",
        "contractor",
        "Artikel 3 klopt niet.",
    )
    async with as_person(room.marieke.person_id):
        [row] = await fetch("select closed_salt from version where id = $1", UUID(line["id"]))
        entries = await fetch(
            "select body from entry where journal_id = $1 and kind = 'version.sent-back'",
            room.journal_id,
        )
    body = msgspec.json.decode(entries[0]["body"])
    assert body["reasonDigest"] == reason_digest(
        salt=row["closed_salt"], reason="Artikel 3 klopt niet."
    )
    assert "Artikel" not in entries[0]["body"]
    # Talking goes on, and the next version is offered after all.
    assert (await marieke.offer()).json()["line"]["number"] == 2


async def test_a_version_is_withdrawn_until_the_last_signature_and_the_first_lapses_visibly(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    version = (await marieke.offer()).json()
    await tom.sign(version)

    gone = await marieke.ask("withdrawals", version, reason="Er ontbreekt iets.")

    assert gone.status_code == 201, gone.text
    seen = gone.json()
    assert (seen["line"]["state"], seen["line"]["closedBySide"]) == ("withdrawn", "buyer")
    assert [each["side"] for each in seen["signatures"]] == ["buyer"]
    assert (await hanneke.sign(version)).status_code == 409


async def test_grounds_and_reasons_hold_no_citizens_number(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    await in_force(room, tom, hanneke)
    today = local_day(surroundings.now()).isoformat()

    for members in (
        {"cause": "other", "ground": "minor_value", "groundText": "over 111222333"},
        {"cause": "ending", "ending": {"endsOn": today, "reason": "over 111222333"}},
        {
            "cause": "adjustment",
            "commitments": [],
            "endings": [
                {"commitmentId": str(commitment_id), "endsOn": today, "reason": "om 111222333"}
            ],
        },
    ):
        answer = await marieke.offer(**members)
        assert (answer.status_code, answer.json()["type"]) == (
            400,
            "/problems/personal-data/refused",
        ), answer.text
