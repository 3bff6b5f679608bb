"""Over HTTP: four questions to both sides, answered apart and opened at one moment."""

import asyncio
from uuid import uuid4

import asyncpg
from tests.browser import move
from tests.builders import People, Room
from tests.builders_sides import ANSWERS, OwnSide
from tests.conftest import SignIn

from samenspraak.database import as_person, fetch_one
from samenspraak.embedded import Addresses

# A word of each side that the other may not meet before all is opened.
OURS, THEIRS = "zwaluwstaart", "pauwenoog"


async def kinds(who: OwnSide) -> list[tuple[str, str]]:
    """What happened to perspectives, and in which journal."""
    entries = (await who.browser.get(f"{who.path}/entries")).json()["items"]
    return [
        (entry["kind"], entry["journal"])
        for entry in entries
        if entry["kind"].startswith("perspective.")
    ]


async def test_a_new_room_shows_no_perspectives(marieke: OwnSide, femke: OwnSide, tom: OwnSide):
    for who, moves in ((marieke, ["start"]), (femke, ["start"]), (tom, [])):
        assert await who.perspectives() == {"items": [], "moves": moves}


async def test_both_sides_answers_open_at_the_moment_the_second_hands_in(
    marieke: OwnSide, youssef: OwnSide, femke: OwnSide
):
    started = await marieke.ask_both()
    assert started.status_code == 201, started.text
    [exchange] = started.json()["items"]
    assert (exchange["number"], exchange["startedBySide"], exchange["startedByName"]) == (
        1,
        "buyer",
        "Marieke de Groot",
    )
    assert (exchange["handedIn"], exchange["opened"], exchange["own"]) == ([], [], None)
    assert exchange["moves"] == ["hand-in"]

    handed_in = await marieke.hand_in(wants=OURS)
    assert handed_in.status_code == 201, handed_in.text
    [mine] = handed_in.json()["items"]
    assert (mine["own"]["wants"], mine["own"]["byName"]) == (OURS, "Marieke de Groot")
    assert (mine["handedIn"], mine["opened"], mine["moves"]) == (["buyer"], [], ["replace"])
    for other in (youssef, femke):
        seen = await other.browser.get(f"{other.path}/perspectives")
        [theirs] = seen.json()["items"]
        assert (theirs["handedIn"], theirs["own"], theirs["opened"]) == (["buyer"], None, [])
        assert OURS not in seen.text

    last = await youssef.hand_in(wants=THEIRS)
    [done] = last.json()["items"]
    assert [(each["side"], each["wants"]) for each in done["opened"]] == [
        ("buyer", OURS),
        ("contractor", THEIRS),
    ]
    assert done["openedAt"] is not None
    assert (done["openedBySide"], done["moves"]) == ("contractor", [])
    for other in (marieke, femke):
        [seen] = (await other.perspectives())["items"]
        assert seen["opened"] == done["opened"]
    assert await kinds(femke) == [
        ("perspective.started", "shared"),
        ("perspective.handed-in", "shared"),
        ("perspective.handed-in", "shared"),
        ("perspective.opened", "shared"),
    ]


async def test_answers_are_replaced_until_opened_and_nobody_else_learns_of_it(
    marieke: OwnSide, youssef: OwnSide
):
    await marieke.ask_both()
    await marieke.hand_in(wants=OURS)
    before = await youssef.browser.get(f"{youssef.path}/perspectives")
    again = await marieke.hand_in(wants="Iets anders.")
    assert again.status_code == 201
    assert again.json()["items"][0]["own"]["wants"] == "Iets anders."
    after = await youssef.browser.get(f"{youssef.path}/perspectives")
    assert after.content == before.content
    assert after.headers["journal-position"] == before.headers["journal-position"]
    assert await kinds(marieke) == [
        ("perspective.started", "shared"),
        ("perspective.handed-in", "shared"),
        ("perspective.handed-in", "side"),
    ]
    done = await youssef.hand_in()
    assert done.json()["items"][0]["opened"][0]["wants"] == "Iets anders."
    late = await marieke.hand_in(wants="Toch nog iets.")
    assert late.json()["type"] == "/problems/workspaces/no-perspectives"


async def test_handing_in_the_same_twice_hands_in_once(marieke: OwnSide, youssef: OwnSide):
    await youssef.ask_both()
    body = move(**ANSWERS)
    path = f"{marieke.path}/perspectives/answers"
    for _again in range(2):
        assert (await marieke.browser.post(path, body)).status_code == 201
    assert len(await kinds(marieke)) == 2


async def test_a_coordinator_opens_without_waiting_for_both(
    marieke: OwnSide, youssef: OwnSide, femke: OwnSide
):
    assert (await femke.ask_both()).status_code == 201
    nothing = await femke.open()
    assert nothing.json()["type"] == "/problems/workspaces/nothing-handed-in"
    await marieke.hand_in(wants=OURS)
    for side in (marieke, youssef):
        assert (await side.open()).status_code == 403
    assert (await femke.perspectives())["items"][0]["moves"] == ["open"]
    opened = await femke.open()
    assert opened.status_code == 201, opened.text
    [exchange] = (await youssef.perspectives())["items"]
    assert [each["side"] for each in exchange["opened"]] == ["buyer"]
    assert exchange["openedBySide"] == "coordinator"
    assert (await youssef.hand_in()).json()["type"] == "/problems/workspaces/no-perspectives"
    assert (await femke.open()).json()["type"] == "/problems/workspaces/no-perspectives"


async def test_one_exchange_goes_on_at_a_time_and_another_can_follow(
    marieke: OwnSide, youssef: OwnSide, femke: OwnSide
):
    await marieke.ask_both()
    assert (await femke.perspectives())["moves"] == []
    beside = await femke.ask_both()
    assert beside.json()["type"] == "/problems/workspaces/perspectives-open"
    await marieke.hand_in()
    await youssef.hand_in()
    again = await youssef.ask_both()
    assert [each["number"] for each in again.json()["items"]] == [2, 1]
    [new, _old] = (await marieke.perspectives())["items"]
    assert (new["own"], new["opened"], new["moves"]) == (None, [], ["hand-in"])


async def test_nobody_is_asked_before_both_sides_are_there(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    body = move(
        organisationId=str(people.marieke.organisation_id), title="Nieuw", otherParty="Ander"
    )
    assert (await marieke.post("/workspaces", body)).status_code == 201
    alone = OwnSide(body["id"], marieke)
    assert (await alone.perspectives())["moves"] == []
    assert (await alone.ask_both()).json()["type"] == "/problems/workspaces/nobody-across"


async def test_answers_without_all_four_or_with_a_citizens_number_are_refused(
    marieke: OwnSide, femke: OwnSide, tom: OwnSide
):
    await marieke.ask_both()
    empty = await marieke.hand_in(wants="", needs=" ")
    assert {fault["pointer"] for fault in empty.json()["errors"]} == {"/wants", "/needs"}
    number = await marieke.hand_in(worries="BSN 111222333")
    assert number.json()["type"] == "/problems/personal-data/refused"
    for who in (femke, tom):
        assert (await who.hand_in()).status_code == 403


async def test_what_a_side_declares_of_its_answers_stays_with_it_too(
    marieke: OwnSide, youssef: OwnSide
):
    """That a number stands in them tells of the answers, which the other side does not read yet."""
    await marieke.ask_both()
    handed_in = await marieke.hand_in(worries="Nummer 111222333.", declaredNotBsn=True)
    assert handed_in.status_code == 201, handed_in.text
    bodies = {
        who: {
            entry["journal"]: entry["body"].get("declaredNotBsn")
            for entry in (await who.browser.get(f"{who.path}/entries")).json()["items"]
            if entry["kind"] == "perspective.handed-in"
        }
        for who in (marieke, youssef)
    }
    assert bodies == {marieke: {"shared": False, "side": True}, youssef: {"shared": False}}


async def test_two_sides_that_hand_in_at_once_open_all_once(
    marieke: OwnSide, youssef: OwnSide, femke: OwnSide
):
    await femke.ask_both()
    answers = await asyncio.gather(
        marieke.hand_in(wants=OURS), youssef.hand_in(wants=THEIRS), femke.open()
    )
    assert {answer.status_code for answer in answers[:2]} <= {201, 409}
    [exchange] = (await femke.perspectives())["items"]
    if exchange["openedAt"] is not None:
        assert {each["side"] for each in exchange["opened"]} == set(exchange["handedIn"])
    said = [kind for kind, _journal in await kinds(femke)]
    assert said.count("perspective.opened") == (exchange["openedAt"] is not None)


async def test_the_database_itself_opens_nothing_for_one_side(
    marieke: OwnSide, room: Room, people: People
):
    """Were the server fooled, what it asks would still be refused."""
    [exchange] = (await marieke.ask_both()).json()["items"]
    await marieke.hand_in()
    for who, is_open in (
        (people.bram, False),
        (people.youssef, False),
        (people.tom, False),
        (people.marieke, False),
        (people.femke, True),
    ):
        async with as_person(who.id):
            row = await fetch_one(
                "select open_perspectives($1, $2, $3) as is_open",
                exchange["id"],
                [uuid4(), uuid4()],
                room.marieke.person.proven_at,
            )
        assert row is not None
        assert row["is_open"] == is_open, who.name


async def test_what_is_opened_is_for_good(marieke: OwnSide, youssef: OwnSide, addresses: Addresses):
    await marieke.ask_both()
    await marieke.hand_in()
    await youssef.hand_in()
    connection = await asyncpg.connect(addresses.server)
    try:
        for statement in (
            "update perspective set wants = 'x'",
            "insert into perspective select * from perspective",
            "delete from perspective",
        ):
            try:
                await connection.execute(statement)
            except asyncpg.InsufficientPrivilegeError:
                continue
            raise AssertionError(statement)
    finally:
        await connection.close()
