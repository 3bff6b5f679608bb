"""Goals over HTTP: what they leave open, which part of the purpose they serve, what is only meant."""

from typing import Any

from tests.browser import move
from tests.builders import Room
from tests.builders_commitments import Table, terms_json
from tests.commitments.desk import Desk, write

from samenspraak.commitments.terms import Goal, Pilot


def by_name(hints: list[dict[str, Any]]) -> dict[str, bool]:
    return {f"{hint['place']}/{hint['slug']}": hint["isSkipped"] for hint in hints}


async def test_both_sides_see_what_a_goal_leaves_open_and_which_hint_was_passed_by(
    buyer: Table, contractor: Table
):
    vague = terms_json(
        result_goal=Goal(text="We werken duurzamer"), hints_skipped=("resultGoal/vague",)
    )
    made = await contractor.propose(terms=vague)

    for table in (buyer, contractor):
        [round_] = (await table.see(made))["revisions"]
        assert by_name(round_["hints"]) == {
            "resultGoal/vague": True,
            "resultGoal/no-number": False,
            "resultGoal/no-date": False,
            "terms/no-owner": False,
            "terms/no-support": False,
        }
    assert round_["hints"][0]["facts"] == {"words": ["duurzamer"]}
    # It talks and never blocks: the yes is as open as it was.
    assert "accept" in (await buyer.see(made))["moves"]


async def test_a_draft_shows_its_hints_while_it_is_written(room: Room, buyer: Table):
    desk = Desk(buyer)
    draft = await desk.open(title="Diverser")
    assert draft["hints"] == []

    await write(room.marieke, draft, {"effortGoal.text": "We streven naar begeleiding"})
    hints = by_name((await desk.see(draft))["hints"])
    assert hints == {
        "effortGoal/strives": False,
        "effortGoal/no-number": False,
        "effortGoal/no-date": False,
        "terms/no-owner": False,
    }

    fields = {
        "effortGoal.text": "4 uur begeleiding per week",
        "responsible.buyer.name": "Marieke",
        "responsible.contractor.name": "Ilse",
    }
    await write(room.marieke, draft, fields)
    assert (await desk.see(draft))["hints"] == []


async def test_no_words_hide_among_the_hints_that_were_passed_by(
    room: Room, buyer: Table, contractor: Table
):
    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms=terms_json(hints_skipped=("terms/secret",)))
    )
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/terms/hintsSkipped/0"
    assert error["slug"] == "commitments/not-a-hint"

    desk = Desk(buyer)
    draft = await desk.open(title="Leren")
    await write(room.marieke, draft, {"hintsSkipped": ["terms/secret"], "quantity": "2"})
    faults = (await desk.see(draft))["faults"]
    assert [fault["pointer"] for fault in faults] == ["/fields/hintsSkipped"]


async def test_a_pilot_says_until_when_what_it_answers_and_who_decides_before_the_yes(
    buyer: Table, contractor: Table
):
    made = await contractor.propose(terms=terms_json(pilot=Pilot(question="Werkt het?")))

    assert (await buyer.see(made))["missing"]["toAgree"] == ["pilot"]
    answer = await buyer.ask("acceptances", made)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["slug"] == "commitments/needs-pilot"


async def test_the_column_says_what_serves_which_part_and_what_is_only_striven_for(
    buyer: Table, contractor: Table
):
    assert (await buyer.all())["totals"]["purpose"] == []
    parts = [{"letter": "A", "text": "leren"}, {"letter": "B", "text": "werk"}]
    await buyer.browser.post(f"{buyer.path}/purposes", move(text="Samen.", parts=parts))
    await contractor.propose(terms=terms_json(purpose_parts=("A",)))
    striven = Goal(text="We streven naar 2 plekken")
    await contractor.propose(terms=terms_json(result_goal=striven))
    declined = await contractor.propose()
    await buyer.move("declines", declined, reason="Dit past niet.")

    column = await buyer.all()

    assert column["totals"]["purpose"] == [
        {"letter": "A", "numbers": [1]},
        {"letter": "B", "numbers": []},
    ]
    assert column["totals"]["servesNone"] == [2]
    assert column["totals"]["openIntentions"] == [2]
    assert [line["isOpenIntention"] for line in column["items"]] == [False, True, False]
    [learning] = column["totals"]["places"]
    assert (learning["inNegotiation"], learning["intended"]) == ("2", "2")
