"""A deal made on paper, outside: it counts once both sides confirmed it, and has no receipt."""

from typing import Any
from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import People, Room
from tests.builders_agreements import Desk, agree_commitment, agree_statements, ready_to_sign

PAPER = b"%PDF-1.7\n" + bytes(range(256)) * 3_000


async def recorded(desk: Desk, **members: Any) -> Any:
    """Send a paper, record the deal and return the whole answer."""
    file_id = uuid4()
    sent = await desk.upload(
        PAPER, name="Overeenkomst 2024.pdf", kind="application/pdf", file_id=file_id
    )
    assert sent.status_code == 201, sent.text
    usual = {
        "fileId": str(file_id),
        "agreedOn": "2026-03-01",
        "summary": "Twee leerwerkplekken per jaar, zoals in de bijlage.",
        "valueCents": 4_000_000,
    }
    return await desk.browser.post(f"{desk.path}/paper-versions", move(**{**usual, **members}))


async def test_paper_is_in_force_only_after_a_negotiator_of_each_side_confirmed_it(
    room: Room, marieke: Desk, youssef: Desk, tom: Desk
):
    answer = await recorded(marieke)

    assert answer.status_code == 201, answer.text
    paper = answer.json()
    digest = paper["line"]["digest"]
    assert (paper["line"]["number"], paper["line"]["origin"]) == (0, "outside")
    assert paper["line"]["state"] == "offered"
    assert paper["moves"] == ["withdraw", "confirm"]
    assert paper["paper"]["file"]["name"] == "Overeenkomst 2024.pdf"
    assert paper["document"]["attachments"][0]["digest"] == paper["paper"]["file"]["sha256"]
    assert (await tom.ask("confirmations", paper, digest=digest)).status_code == 403

    first = await marieke.ask("confirmations", paper, digest=digest)
    assert first.json()["line"]["state"] == "offered"
    assert (await marieke.ask("confirmations", paper, digest=digest)).json()["type"] == (
        "/problems/agreements/already-confirmed"
    )
    wrong = await youssef.ask("confirmations", paper, digest="0" * 64)
    assert wrong.json()["type"] == "/problems/agreements/stale-version"
    last = (await youssef.ask("confirmations", paper, digest=digest)).json()

    assert (last["line"]["state"], last["line"]["hasReceipt"]) == ("in_force", False)
    assert [each["name"] for each in last["paper"]["confirmations"]] == [
        "Marieke de Groot",
        "Youssef El Amrani",
    ]
    for part in ("receipt", "bundle"):
        none = await tom.browser.get(f"{tom.path}/versions/{last['line']['id']}/{part}")
        assert none.json()["type"] == "/problems/agreements/no-receipt"
    workspace = (await tom.browser.get(tom.path)).json()
    assert workspace["phase"] == "execution"


async def test_paper_is_never_signed(room: Room, marieke: Desk, tom: Desk):
    paper = (await recorded(marieke)).json()

    answer = await tom.sign(await tom.see(paper["line"]["id"]))

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/agreements/on-paper")


async def test_the_first_version_made_here_follows_the_paper(
    room: Room, marieke: Desk, youssef: Desk, tom: Desk, hanneke: Desk
):
    paper = (await recorded(marieke)).json()
    digest = paper["line"]["digest"]
    for desk in (marieke, youssef):
        await desk.ask("confirmations", paper, digest=digest)
    await agree_statements(room)
    await agree_commitment(room)

    first = (await marieke.offer(cause="other")).json()
    for desk in (tom, hanneke):
        assert (await desk.sign(first)).status_code == 201

    assert (first["line"]["number"], first["document"]["predecessor"]) == (1, digest)
    assert first["line"]["changes"]["sinceNumber"] == 0
    assert [each["state"] for each in (await tom.all())["items"]] == ["in_force", "superseded"]
    assert (await recorded(marieke)).json()["type"] == "/problems/agreements/paper-too-late"


async def test_paper_that_was_recorded_wrongly_is_taken_back_and_recorded_again(
    room: Room, marieke: Desk, youssef: Desk
):
    wrong = (await recorded(marieke)).json()
    assert (await recorded(youssef)).json()["type"] == "/problems/agreements/already-offered"
    assert (await youssef.ask("withdrawals", wrong, reason="Fout")).status_code == 403
    await marieke.ask("withdrawals", wrong, reason="Verkeerd bestand")

    right = await recorded(marieke)

    assert right.status_code == 201, right.text
    assert [each["number"] for each in (await marieke.all())["items"]] == [0, 0]


async def test_paper_waits_for_nothing_that_is_up_for_signing(room: Room, marieke: Desk):
    await ready_to_sign(room)

    assert (await recorded(marieke)).json()["type"] == "/problems/agreements/already-offered"


async def test_paper_names_a_file_of_this_room_and_a_day_that_was(
    room: Room, marieke: Desk, femke: Desk
):
    for members in ({"fileId": str(uuid4())}, {"agreedOn": "2999-01-01"}, {"summary": ""}):
        answer = await recorded(marieke, **members)
        assert answer.status_code == 400, members
    sent = await femke.upload(PAPER, name="a.pdf", kind="application/pdf")
    assert sent.status_code == 201
    assert (await recorded(femke)).status_code == 403


async def test_a_file_comes_back_byte_for_byte_and_only_to_be_saved(
    room: Room, marieke: Desk, youssef: Desk, people: People, sign_in: Any
):
    file_id = uuid4()
    await marieke.upload(PAPER, name="Café & co.pdf", kind="application/pdf", file_id=file_id)
    # Until it hangs somewhere it is there for the side that sent it.
    assert (await youssef.browser.get(f"{youssef.path}/files/{file_id}")).status_code == 404
    await marieke.browser.post(
        f"{marieke.path}/threads", move(text="Lees mee.", files=[str(file_id)])
    )

    answer = await youssef.browser.get(f"{youssef.path}/files/{file_id}")

    assert answer.content == PAPER
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Caf%C3%A9%20%26%20co.pdf"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    bram = Desk(room.id, await sign_in(people.bram))
    assert (await bram.browser.get(f"{bram.path}/files/{file_id}")).status_code == 404


async def test_sending_a_file_twice_keeps_it_once(room: Room, marieke: Desk):
    file_id = uuid4()

    first = await marieke.upload(PAPER, name="a.pdf", kind="application/pdf", file_id=file_id)
    again = await marieke.upload(PAPER, name="a.pdf", kind="application/pdf", file_id=file_id)
    other = await marieke.upload(
        PAPER + b"x", name="a.pdf", kind="application/pdf", file_id=file_id
    )

    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")


@pytest.mark.parametrize(
    ("data", "name", "kind", "status"),
    [
        (b"", "a.pdf", "application/pdf", 400),
        (b"<html>", "a.pdf", "application/pdf", 415),
        (PAPER, "a.html", "application/pdf", 415),
        (PAPER, "a.pdf", "text/html", 415),
        (PAPER, "../a.pdf", "application/pdf", 400),
        (PAPER, "bsn 111222333.pdf", "application/pdf", 400),
        (b"%PDF-" + bytes(25_000_001), "a.pdf", "application/pdf", 413),
    ],
    ids=["empty", "not a pdf", "other name", "other type", "path", "number", "too large"],
)
async def test_a_file_that_cannot_be_kept_is_refused_with_a_reason(
    room: Room, marieke: Desk, data: bytes, name: str, kind: str, status: int
):
    answer = await marieke.upload(data, name=name, kind=kind)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "111222333" not in answer.text
