"""Nobody signs, or stands behind paper, what a department of the own side has not said yes to."""

from typing import Any
from uuid import uuid4

import pytest
from tests.builders import People, Room
from tests.builders_agreements import (
    Desk,
    agree_commitment,
    agree_statements,
    offer,
    ready_to_sign,
)
from tests.builders_sides import OwnSide

from samenspraak.agreements.queries import StoredVersion


@pytest.fixture
async def home(room: Room, people: People, sign_in: Any) -> OwnSide:
    """Marieke among her own side."""
    return OwnSide(room.id, await sign_in(people.marieke))


async def a_department(home: OwnSide, room: Room, **members: Any) -> dict[str, Any]:
    return await home.define("Juridisch", room.marieke.id, **{"before": ["signature"], **members})


async def say(
    home: OwnSide, department: dict[str, Any], version: StoredVersion, **members: Any
) -> None:
    await home.say(department, version.id, version.digest, about="version", **members)


def slug(answer: Any) -> str:
    return answer.json()["type"].removeprefix("/problems/")


async def test_a_signature_waits_for_the_word_of_the_own_side_alone(
    room: Room, home: OwnSide, tom: Desk, hanneke: Desk, marieke: Desk
):
    version = await ready_to_sign(room)
    legal = await a_department(home, room)
    seen = await tom.see(version.id)
    assert [(each["department"], each["word"], each["moves"]) for each in seen["words"]] == [
        ("Juridisch", None, [])
    ]
    assert seen["signing"]["obstacle"] == "workspaces/word-missing"
    assert "Juridisch" in seen["signing"]["obstacleDetail"]
    assert "sign" not in seen["moves"]
    refused = await tom.sign(seen)
    assert (refused.status_code, slug(refused)) == (409, "workspaces/word-missing")
    assert refused.json()["facts"] == {"departments": "Juridisch"}

    across = await hanneke.see(version.id)
    assert (across["words"], across["signing"]["obstacle"]) == ([], None)
    assert (await hanneke.sign(across)).status_code == 201

    [word] = (await marieke.see(version.id))["words"]
    assert word["moves"] == ["give-word"]
    await say(home, legal, version, word="no", reason="Artikel 3 mist een einddatum.")
    assert slug(await tom.sign(await tom.see(version.id))) == "workspaces/word-missing"
    await say(home, legal, version)
    seen = await tom.see(version.id)
    assert (seen["words"][0]["word"], seen["signing"]["obstacle"]) == ("yes", None)
    assert (await tom.sign(seen)).status_code == 201
    assert (await tom.see(version.id))["words"] == [], "it is signed, so nobody is asked"


async def test_a_word_about_one_version_says_nothing_of_the_next(
    room: Room, home: OwnSide, tom: Desk
):
    first = await ready_to_sign(room)
    legal = await a_department(home, room)
    await say(home, legal, first)
    returned = await tom.ask(
        "returns",
        await tom.see(first.id),
        number=first.number,
        digest=first.digest,
        reason="Nog één keer lezen",
    )
    assert returned.status_code == 201, returned.text
    second = await offer(room, reason="opnieuw")
    assert slug(await tom.sign(await tom.see(second.id))) == "workspaces/word-missing"
    # A word that names the first text under the second's address is about neither.
    await home.say(legal, second.id, first.digest, about="version")
    assert slug(await tom.sign(await tom.see(second.id))) == "workspaces/word-missing"
    await home.say(legal, second.id, second.digest, about="draft")
    assert slug(await tom.sign(await tom.see(second.id))) == "workspaces/word-missing"
    await say(home, legal, second)
    assert (await tom.sign(await tom.see(second.id))).status_code == 201


async def test_a_department_with_an_amount_is_asked_for_a_version_above_it(
    room: Room, home: OwnSide, tom: Desk
):
    version = await ready_to_sign(room)
    legal = await a_department(home, room, aboveCents=version.value_cents)
    seen = await tom.see(version.id)
    assert (seen["words"], seen["signing"]["obstacle"]) == ([], None)
    await home.change(legal, aboveCents=version.value_cents - 1)
    assert [each["department"] for each in (await tom.see(version.id))["words"]] == ["Juridisch"]
    assert slug(await tom.sign(seen)) == "workspaces/word-missing"
    await home.end(legal)
    assert (await tom.sign(seen)).status_code == 201


async def test_a_department_asked_before_proposals_holds_up_no_signature(
    room: Room, home: OwnSide, tom: Desk
):
    version = await ready_to_sign(room)
    await a_department(home, room, before=["proposal"])
    seen = await tom.see(version.id)
    assert seen["words"] == []
    assert (await tom.sign(seen)).status_code == 201


async def test_paper_too_waits_for_the_word(
    room: Room, home: OwnSide, marieke: Desk, youssef: Desk
):
    file_id = uuid4()
    kept = await youssef.upload(
        b"%PDF-1.7\n%%EOF\n", name="afspraak.pdf", kind="application/pdf", file_id=file_id
    )
    assert kept.status_code == 201, kept.text
    recorded = await youssef.browser.post(
        f"{youssef.path}/paper-versions",
        {
            "id": str(uuid4()),
            "fileId": str(file_id),
            "agreedOn": "2026-03-02",
            "summary": "Twee leerwerkplekken",
        },
    )
    assert recorded.status_code == 201, recorded.text
    line = recorded.json()["line"]
    # What it is worth is not known, so no amount keeps anybody from being asked.
    legal = await a_department(home, room, aboveCents=100_000_000)
    seen = await marieke.see(line["id"])
    assert "confirm" not in seen["moves"]
    named = {"digest": line["digest"]}
    assert slug(await marieke.ask("confirmations", seen, **named)) == "workspaces/word-missing"
    assert (await youssef.ask("confirmations", seen, **named)).status_code == 201
    await home.say(legal, line["id"], line["digest"], about="version")
    assert "confirm" in (await marieke.see(line["id"]))["moves"]
    assert (await marieke.ask("confirmations", seen, **named)).status_code == 201


async def test_nobody_across_can_tell_a_held_up_signature_from_one_that_takes_its_time(
    room: Room, home: OwnSide, tom: Desk, hanneke: Desk, femke: Desk
):
    version = await ready_to_sign(room)

    async def seen() -> list[tuple[bytes, Any]]:
        answers = [
            await who.browser.get(f"{who.path}/{part}")
            for who in (hanneke, femke)
            for part in ("versions", f"versions/{version.id}", "entries", "commitments")
        ]
        return [(answer.content, answer.headers.get("journal-position")) for answer in answers]

    before = await seen()
    legal = await a_department(home, room)
    await tom.sign(await tom.see(version.id))
    await say(home, legal, version, word="no", reason="Nog niet.")
    await tom.sign(await tom.see(version.id))
    assert await seen() == before


async def test_saying_yes_to_the_others_text_asks_nobody(room: Room, home: OwnSide):
    """Departments are asked before their own side puts or signs something."""
    await agree_statements(room)
    await a_department(home, room, before=["proposal", "signature"])
    assert await agree_commitment(room) is not None
