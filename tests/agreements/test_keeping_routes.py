"""Signed files beside a version and holds, over HTTP and in the database."""

import asyncio
import io
import zipfile
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.browser import Browser, move
from tests.builders import People, Room, a_room, the_people
from tests.builders_agreements import Desk, parsed, proven, ready_to_sign, sign

from samenspraak.agreements.verification import verify_bundle
from samenspraak.canonical import digest
from samenspraak.database import as_person, execute, fetch
from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


async def in_force(room: Room, settings: Settings) -> UUID:
    version = await ready_to_sign(room)
    for who in (room.hanneke, room.tom):
        await sign(proven(who), version, settings)
    return version.id


async def stored_pdf(desk: Desk, data: bytes = PDF) -> UUID:
    file_id = uuid4()
    answer = await desk.upload(data, name="getekend.pdf", kind="application/pdf", file_id=file_id)
    assert answer.status_code == 201, answer.text
    return file_id


async def test_a_signed_file_lies_beside_a_version_and_in_its_bundle(
    room: Room, settings: Settings, marieke: Desk, youssef: Desk
):
    version_id = await in_force(room, settings)
    before = await youssef.see(version_id)
    assert before["moves"] == ["add-signed-copy"]
    file_id = await stored_pdf(marieke)

    answer = await marieke.ask(
        "signed-copies", before, fileId=str(file_id), remark="gekwalificeerd, twee handtekeningen"
    )

    assert answer.status_code == 201, answer.text
    after = await youssef.see(version_id)
    [copy] = after["signedCopies"]
    assert (copy["side"], copy["remark"]) == ("buyer", "gekwalificeerd, twee handtekeningen")
    assert copy["file"]["sha256"] == digest(PDF)
    assert (after["line"], after["content"]) == (before["line"], before["content"])
    bundle = await youssef.browser.get(f"{youssef.path}/versions/{version_id}/bundle")
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as parts:
        assert parts.read("copy-1.pdf") == PDF
        (told,) = parsed(parts.read("copies.json").decode())["copies"]
    assert (told["digest"], told["side"]) == (digest(PDF), "buyer")
    assert verify_bundle(bundle.content).is_consistent


async def test_beside_a_version_that_is_not_signed_nothing_lies(room: Room, marieke: Desk):
    version = await ready_to_sign(room)
    file_id = await stored_pdf(marieke)
    assert "add-signed-copy" not in (await marieke.see(version.id))["moves"]
    refused = await marieke.ask("signed-copies", await marieke.see(version.id), fileId=str(file_id))
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("agreements/not-signed-yet")


async def test_a_file_from_elsewhere_is_not_there(room: Room, settings: Settings, marieke: Desk):
    version = await marieke.see(await in_force(room, settings))
    refused = await marieke.ask("signed-copies", version, fileId=str(uuid4()))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["slug"] == "agreements/unknown-file"


async def keep(desk: Desk) -> dict[str, Any]:
    answer = await desk.browser.get(f"{desk.path}/retention")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_side_forbids_to_throw_the_room_away_and_ends_that_itself(
    room: Room, marieke: Desk, youssef: Desk
):
    assert (await keep(marieke))["moves"] == ["place-hold"]
    placed = await marieke.browser.post(
        f"{marieke.path}/dispute-holds", move(reason="Bezwaar tegen de eindafrekening.")
    )
    assert placed.status_code == 201, placed.text
    [hold] = placed.json()["holds"]
    assert (hold["side"], hold["moves"]) == ("buyer", ["lift"])

    seen = await keep(youssef)
    assert seen["isHeld"] is True
    assert seen["moves"] == ["place-hold"]
    assert (seen["holds"][0]["reason"], seen["holds"][0]["moves"]) == (
        "Bezwaar tegen de eindafrekening.",
        [],
    )
    lifting = f"/dispute-holds/{hold['id']}/liftings"
    refused = await youssef.browser.post(youssef.path + lifting, move(reason="Het is klaar."))
    assert refused.status_code == 403
    lifted = await marieke.browser.post(marieke.path + lifting, move(reason="Opgelost."))
    assert lifted.status_code == 201, lifted.text
    assert lifted.json()["isHeld"] is False
    again = await marieke.browser.post(marieke.path + lifting, move(reason="Opgelost."))
    assert again.json()["type"].endswith("agreements/not-held")
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1 and kind like 'dispute-hold.%'"
            " order by number",
            room.journal_id,
        )
    assert [row["kind"] for row in rows] == ["dispute-hold.placed", "dispute-hold.lifted"]
    assert not any("Bezwaar" in row["body"] or "Opgelost" in row["body"] for row in rows)


async def test_the_term_is_that_of_the_side_that_keeps_longest(settings: Settings, sign_in: Any):
    own = await the_people(settings)
    room = await a_room(own, settings)
    marieke = Desk(room.id, await sign_in(own.marieke))
    youssef = Desk(room.id, await sign_in(own.youssef))
    before = await keep(marieke)
    assert (before["years"], before["isHeld"]) == (7, False)
    for desk, who, years in ((marieke, room.marieke, 5), (youssef, room.youssef, 12)):
        answer = await desk.browser.post(
            f"/organisations/{who.organisation_id}/settings",
            move(sheetAboveCents=None, retentionYears=years),
        )
        assert answer.status_code == 201, answer.text
    assert (await keep(marieke))["years"] == (await keep(youssef))["years"] == 12


async def test_the_term_runs_from_the_last_day_of_the_contract(room: Room, marieke: Desk):
    async with as_person(room.marieke.person_id):
        await execute(
            "update contract set ends_on = $2 from workspace w"
            " where w.id = $1 and contract.id = w.contract_id",
            room.id,
            date(2028, 7, 31),
        )
    view = await keep(marieke)
    assert (view["endsOn"], view["keptUntil"]) == ("2028-07-31", "2035-07-31")


async def test_an_outsider_finds_no_term(room: Room, people: People, sign_in: Any):
    outsider = Desk(room.id, await sign_in(people.bram))
    assert (await outsider.browser.get(f"{outsider.path}/retention")).status_code == 404
    placed = await outsider.browser.post(f"{outsider.path}/dispute-holds", move(reason="Zomaar."))
    assert placed.status_code == 404


class SlowReader:
    """Stands before the server as somebody who reads nothing of an answer until they are let."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.is_sending = asyncio.Event()
        self.reads = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_slowly(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                self.is_sending.set()
                await self.reads.wait()
            await send(message)

        await self.app(scope, receive, send_slowly)


async def test_one_person_takes_away_one_bundle_at_a_time(
    room: Room, app: Application, settings: Settings, youssef: Desk, hanneke: Desk
):
    version_id = await in_force(room, settings)
    path = f"/workspaces/{room.id}/versions/{version_id}/bundle"
    reader = SlowReader(app)
    async with Browser(reader) as browser, asyncio.TaskGroup() as asking:
        assert youssef.browser.session is not None
        browser.carry(youssef.browser.session, csrf_token(youssef.browser.session))
        first = asking.create_task(browser.get(path))
        await reader.is_sending.wait()

        second = asking.create_task(youssef.browser.get(path))
        other = await hanneke.browser.get(path)

        assert verify_bundle(other.content).is_consistent
        assert not second.done()
        reader.reads.set()
        for answer in (await first, await second):
            assert verify_bundle(answer.content).is_consistent
            assert int(answer.headers["content-length"]) == len(answer.content)
