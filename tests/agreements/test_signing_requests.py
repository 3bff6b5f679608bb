"""Requests to sign: whose they are, how long they last, and that each serves one signature."""

from typing import Any
from uuid import uuid4

from tests.agreements.test_signing import desk, last_fact, slug
from tests.builders import Room, a_mandate
from tests.builders_agreements import Desk, ready_to_sign
from tests.builders_signatories import a_board

from samenspraak.agreements.documents import signer_of, statement_digest
from samenspraak.agreements.queries import signatures_of
from samenspraak.database import as_person, fetch
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import Member, RevokeMandate
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant


async def administrator(room: Room) -> Member:
    """Return who gives the buyer's mandates."""
    return await enter_organisation(room.marieke.person, room.marieke.organisation_id)


async def revoke_mandates(room: Room, of: Participant) -> None:
    """Take every mandate from somebody of the buyer."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select id from mandate where person_id = $1 and revoked_at is null", of.person_id
        )
    for row in rows:
        await identity.revoke_mandate(
            await administrator(room), row["id"], RevokeMandate(id=uuid4())
        )


async def test_a_request_shows_the_very_words_that_are_kept(
    room: Room, tom: Desk, settings: Settings
):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)

    shown = (await tom.request(seen)).json()
    signed = (await tom.sign(seen, requestId=shown["id"])).json()

    assert shown["statement"] == seen["signing"]["statement"]
    assert signed["signatures"][0]["statement"] == shown["statement"]
    assert (shown["needed"], shown["given"], shown["asksReason"]) == (1, 0, False)
    async with as_person(room.tom.person_id):
        (stored,) = (await signatures_of([version.id]))[version.id]
    stated = stored.statement
    assert str(stated.request_id) == shown["id"]
    assert stated.signer == signer_of(version_digest=version.digest, person_id=room.tom.person_id)
    assert stated.proven_at is not None
    assert stated.proven_at <= stated.signed_at
    fact = await last_fact(room, "version.signed", "statementDigest")
    assert fact == {"statementDigest": statement_digest(stated)}


async def test_asking_twice_with_one_id_gives_one_request(room: Room, tom: Desk):
    version = await ready_to_sign(room)
    seen, request_id = await tom.see(version.id), str(uuid4())

    first = await tom.request(seen, id=request_id)
    again = await tom.request(seen, id=request_id)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


async def test_an_id_of_a_request_about_something_else_is_taken(
    room: Room, tom: Desk, hanneke: Desk, marieke: Desk
):
    version = await ready_to_sign(room)
    seen, request_id = await tom.see(version.id), str(uuid4())
    await tom.request(seen, id=request_id)
    await marieke.ask("withdrawals", seen, reason="Nog iets vergeten")
    anew = (await marieke.offer()).json()

    assert slug(await tom.request(anew, id=request_id)) == (409, "id-taken")
    assert slug(await hanneke.request(anew, id=request_id)) == (409, "id-taken")


async def test_nobody_signs_with_the_request_of_another_or_of_another_version(
    room: Room, tom: Desk, hanneke: Desk, marieke: Desk
):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)
    of_tom = (await tom.request(seen)).json()["id"]

    for request_id in (of_tom, str(uuid4())):
        refused = await hanneke.sign(seen, requestId=request_id)
        assert slug(refused) == (409, "agreements/no-signing-request")
    await marieke.ask("withdrawals", seen, reason="Nog iets vergeten")
    anew = (await marieke.offer()).json()
    refused = await tom.sign(anew, requestId=of_tom)
    assert slug(refused) == (409, "agreements/no-signing-request")
    # What was refused used nothing up.
    assert (await hanneke.sign(anew)).status_code == 201


async def test_after_a_quarter_of_an_hour_one_asks_again(room: Room, tom: Desk, clock: Any):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)
    request_id = (await tom.request(seen)).json()["id"]
    clock.move_on(minutes=15)
    await tom.browser.post("/proofs", {"password": "vier losse woorden samen"})

    refused = await tom.sign(seen, requestId=request_id)

    assert slug(refused) == (409, "agreements/signing-request-expired")
    assert "opnieuw" in refused.json()["detail"]
    assert (await tom.sign(seen)).status_code == 201


async def test_the_same_signature_again_gives_the_first_answer(room: Room, tom: Desk):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)
    request_id, signature_id = (await tom.request(seen)).json()["id"], str(uuid4())

    first = await tom.sign(seen, requestId=request_id, id=signature_id)
    again = await tom.sign(seen, requestId=request_id, id=signature_id)
    other = await tom.sign(seen, requestId=request_id)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["signatures"] == again.json()["signatures"]
    assert slug(other) == (409, "agreements/already-signed")


async def test_a_mandate_that_changed_meanwhile_changes_the_words(settings: Settings, sign_in: Any):
    board = await a_board(settings, signatories=1, needed=1)
    room = board.room
    version = await ready_to_sign(room)
    tom = await desk(board, board.people.tom, sign_in)
    seen = await tom.see(version.id)
    request_id = (await tom.request(seen)).json()["id"]
    await a_mandate(
        await administrator(room), room.tom.person_id, role="wethouder", up_to_cents=10_000_000
    )

    refused = await tom.sign(seen, requestId=request_id)

    assert slug(refused) == (409, "agreements/statement-changed")
    signed = (await tom.sign(await tom.see(version.id))).json()
    assert signed["signatures"][0]["role"] == "wethouder"


async def test_a_mandate_that_was_revoked_signs_nothing_any_more(settings: Settings, sign_in: Any):
    board = await a_board(settings, signatories=1, needed=1)
    version = await ready_to_sign(board.room)
    tom = await desk(board, board.people.tom, sign_in)
    seen = await tom.see(version.id)
    request_id = (await tom.request(seen)).json()["id"]
    await revoke_mandates(board.room, board.room.tom)

    refused = await tom.sign(seen, requestId=request_id)

    assert slug(refused) == (403, "agreements/no-mandate")
