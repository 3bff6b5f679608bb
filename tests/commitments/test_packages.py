"""Several commitments as one: all of them or none."""

from typing import Any
from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_commitments import Table, named, terms_json

from samenspraak.database import as_person, fetch


def new(**changes: Any) -> dict[str, Any]:
    return {"commitmentId": str(uuid4()), "terms": terms_json(**changes)}


def reply(commitment: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"commitmentId": commitment["id"], "terms": terms_json(**changes), **named(commitment)}


async def a_package(table: Table, *parts: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    body = move(parts=list(parts))
    answer = await table.browser.post(f"{table.path}/packages", body)
    assert answer.status_code == 201, answer.text
    views = [await table.see({"id": part["commitmentId"]}) for part in parts]
    return body["id"], views


async def say_yes(table: Table, package_id: str, names: list[dict[str, Any]]) -> Any:
    path = f"{table.path}/packages/{package_id}/acceptances"
    return await table.browser.post(path, move(revisions=names))


async def kinds(room: Room) -> list[str]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind from entry where journal_id = $1"
            " and (kind like 'commitment.%' or kind like 'package.%') order by number",
            room.journal_id,
        )
    return [row["kind"] for row in rows]


async def test_a_counter_and_something_new_are_accepted_as_one(
    room: Room, buyer: Table, contractor: Table
):
    """As in the story: three quarters of the lunches, with the energy coaches beside it."""
    lunches = await contractor.propose()
    half = await buyer.move("counters", lunches, terms=terms_json(quantity="1"))

    package_id, (lunch, coaches) = await a_package(
        contractor, reply(half, quantity="3"), new(quantity="12")
    )

    assert lunch["package"] == coaches["package"]
    assert [name["commitmentId"] for name in lunch["package"]] == [lunch["id"], coaches["id"]]
    seen = await buyer.see(lunch)
    assert "accept-package" in seen["moves"]
    assert "accept" not in seen["moves"]
    answer = await say_yes(buyer, package_id, seen["package"])
    assert answer.status_code == 201, answer.text
    assert {line["standing"]["status"] for line in answer.json()["items"]} == {"agreed"}
    assert (await kinds(room))[-6:] == [
        "commitment.countered",
        "commitment.proposed",
        "package.proposed",
        "commitment.accepted",
        "commitment.accepted",
        "package.accepted",
    ]


async def test_changes_of_what_is_agreed_go_as_one(buyer: Table, contractor: Table):
    agreed = [await buyer.move("acceptances", await contractor.propose()) for _ in range(2)]

    package_id, views = await a_package(contractor, *(reply(each, quantity="3") for each in agreed))
    answer = await say_yes(buyer, package_id, views[0]["package"])

    assert [line["standing"]["agreedRevision"] for line in answer.json()["items"]] == [2, 2]


async def test_one_text_of_a_package_is_not_accepted_alone(buyer: Table, contractor: Table):
    package_id, views = await a_package(contractor, new(), new())

    alone = await buyer.ask("acceptances", views[0])
    half = await say_yes(buyer, package_id, views[0]["package"][:1])

    for answer in (alone, half):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/commitments/package-together"
    assert {line["standing"]["status"] for line in (await buyer.all())["items"]} == {
        "lies_with_buyer"
    }


@pytest.mark.parametrize("wrong", [{"digest": "0" * 64}, {"revision": 7}])
async def test_one_stale_text_leaves_everything_as_it_was(
    room: Room, buyer: Table, contractor: Table, wrong: dict[str, Any]
):
    package_id, views = await a_package(contractor, new(), new())
    names = views[0]["package"]

    answer = await say_yes(buyer, package_id, [names[0], {**names[1], **wrong}])

    assert answer.json()["type"] == "/problems/commitments/stale-revision"
    assert "commitment.accepted" not in await kinds(room)
    assert {line["standing"]["status"] for line in (await buyer.all())["items"]} == {
        "lies_with_buyer"
    }


async def test_declining_one_breaks_the_package_openly_and_nothing_can_be_picked_out(
    room: Room, buyer: Table, contractor: Table
):
    package_id, (first, second) = await a_package(contractor, new(), new())

    await buyer.move("declines", first, reason="Dit past niet.")

    assert (await kinds(room))[-2:] == ["commitment.declined", "package.unpacked"]
    rest = await buyer.see(second)
    assert (rest["package"], rest["moves"]) == ([], [])
    assert (rest["standing"]["turn"], rest["standing"]["hasQuestion"]) == ("contractor", True)
    assert (await buyer.ask("acceptances", second)).status_code == 409
    over = await say_yes(buyer, package_id, first["package"])
    assert over.json()["type"] == "/problems/commitments/package-over"
    # Its proposer says that it also stands for itself; only then can it be accepted.
    alone = await contractor.move("answers", second, text="Dit blijft staan.")
    assert (await buyer.move("acceptances", alone))["standing"]["status"] == "agreed"


async def test_countering_one_breaks_the_package(room: Room, buyer: Table, contractor: Table):
    _, (first, second, third) = await a_package(contractor, new(), new(), new())

    countered = await buyer.move("counters", first, terms=terms_json(quantity="9"))

    assert countered["package"] == []
    assert countered["standing"]["turn"] == "contractor"
    for part in (second, third):
        assert (await contractor.see(part))["moves"] == ["answer", "counter", "withdraw"]
    assert (await kinds(room))[-2:] == ["commitment.countered", "package.unpacked"]


async def test_a_question_about_one_leaves_the_package_whole(buyer: Table, contractor: Table):
    package_id, (first, second) = await a_package(contractor, new(), new())
    asked = await buyer.move("questions", first, text="Hoeveel uur is dat?")

    early = await say_yes(buyer, package_id, first["package"])
    assert early.json()["type"] == "/problems/commitments/not-your-turn"
    improved = await contractor.move("counters", asked, terms=terms_json(quantity="9"))

    assert improved["package"][0]["revision"] == 2
    assert (await say_yes(buyer, package_id, first["package"])).status_code == 409
    answer = await say_yes(buyer, package_id, improved["package"])
    assert answer.status_code == 201
    assert (await contractor.see(second))["standing"]["status"] == "agreed"


async def test_countering_a_whole_package_with_a_package_leaves_nothing_behind(
    room: Room, buyer: Table, contractor: Table
):
    _, views = await a_package(contractor, new(), new())

    package_id, replies = await a_package(buyer, *(reply(view, quantity="5") for view in views))

    assert [part["standing"]["turn"] for part in replies] == ["contractor", "contractor"]
    assert (await say_yes(contractor, package_id, replies[0]["package"])).status_code == 201
    assert (await kinds(room)).count("package.unpacked") == 1


async def test_taking_one_part_into_another_package_sends_the_rest_back(
    buyer: Table, contractor: Table
):
    _, (first, second) = await a_package(contractor, new(), new())

    await a_package(buyer, reply(first, quantity="5"), new())

    rest = await contractor.see(second)
    assert (rest["standing"]["turn"], rest["standing"]["hasQuestion"]) == ("contractor", True)


async def test_a_package_is_put_whole_or_not_at_all(room: Room, contractor: Table):
    good = new()
    bad = new(quantity="veel", title="")

    answer = await contractor.browser.post(f"{contractor.path}/packages", move(parts=[good, bad]))

    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/parts/1/terms/quantity",
        "/parts/1/terms/title",
    }
    assert (await contractor.all())["items"] == []
    assert await kinds(room) == []


async def test_a_package_with_a_stale_part_changes_nothing(buyer: Table, contractor: Table):
    first = await contractor.propose()
    await buyer.move("counters", first, terms=terms_json(quantity="4"))

    answer = await contractor.browser.post(
        f"{contractor.path}/packages", move(parts=[new(), reply(first)])
    )

    assert answer.json()["type"] == "/problems/commitments/stale-revision"
    assert len((await contractor.all())["items"]) == 1


@pytest.mark.parametrize(
    ("parts", "pointers"),
    [
        ([], {"/parts"}),
        ([new()], {"/parts"}),
        ([{**new(), "revision": 1}, new()], {"/parts/0/digest"}),
        ([{**new(), "digest": "0" * 64}, new()], {"/parts/0/revision"}),
    ],
)
async def test_what_is_no_package_is_refused(
    contractor: Table, parts: list[dict[str, Any]], pointers: set[str]
):
    answer = await contractor.browser.post(f"{contractor.path}/packages", move(parts=parts))

    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == pointers


async def test_a_new_part_cannot_take_the_id_of_what_exists(contractor: Table):
    made = await contractor.propose()

    answer = await contractor.browser.post(
        f"{contractor.path}/packages", move(parts=[{**new(), "commitmentId": made["id"]}, new()])
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/id-taken")


async def test_an_unknown_package_is_not_there(buyer: Table):
    answer = await say_yes(
        buyer,
        str(uuid4()),
        [{"commitmentId": str(uuid4()), "revision": 1, "digest": "0" * 64}],
    )

    assert answer.status_code == 404


async def test_a_coordinator_puts_and_accepts_no_package(
    contractor: Table, people: People, room: Room, sign_in: Any
):
    coordinator = Table(room.id, await sign_in(people.femke))
    package_id, views = await a_package(contractor, new(), new())

    put = await coordinator.browser.post(f"{coordinator.path}/packages", move(parts=[new(), new()]))

    assert put.status_code == 403
    assert (await say_yes(coordinator, package_id, views[0]["package"])).status_code == 403


async def test_accepting_a_package_twice_does_it_once(room: Room, buyer: Table, contractor: Table):
    package_id, views = await a_package(contractor, new(), new())
    body = move(revisions=views[0]["package"])
    path = f"{buyer.path}/packages/{package_id}/acceptances"

    answers = [await buyer.browser.post(path, body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (await kinds(room)).count("package.accepted") == 1
