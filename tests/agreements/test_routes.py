"""Each move over HTTP: the answer, the rows, the journal."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_room
from tests.builders_agreements import (
    Desk,
    accept,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
    ready_to_sign,
)
from tests.builders_commitments import some_terms

from samenspraak import surroundings
from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.terms import AmountValue, Scope
from samenspraak.database import as_person, fetch
from samenspraak.deadlines import ends_at, in_words, local_day
from samenspraak.settings import Settings


async def entries(room: Room) -> list[tuple[str, dict[str, Any]]]:
    """Return the facts about versions in the shared journal, oldest first."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, body, digest from entry where journal_id = $1"
            " and (kind like 'version.%' or kind like 'agreement.%' or kind like 'paper.%')"
            " order by number",
            room.journal_id,
        )
    return [
        (row["kind"], msgspec.json.decode(row["body"]) | {"entry": row["digest"]}) for row in rows
    ]


async def test_a_version_comes_with_its_texts_laid_out(room: Room, marieke: Desk):
    """Beside what is signed and never in it; what is hostile stays words."""
    hostile = "<script>alert(1)</script> [x](javascript:alert(1))"
    await agree_statements(room)
    await agree_commitment(room, text=f"Met *helm*. {hostile}")
    await agree_commitment(room, title="Energiecoaches", text=None)

    answer = await marieke.offer(
        clauses=[
            {"title": "Volgen", "text": "- elk kwartaal"},
            {"title": "Privacy", "text": hostile},
        ]
    )

    assert answer.status_code == 201, answer.text
    version = answer.json()
    harmless = "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))"
    path = f"{marieke.path}/versions/{version['line']['id']}/reading"
    reading = (await marieke.browser.get(path)).json()
    laid_out = {
        part["heading"]: [text["html"] for text in part["texts"]] for part in reading["parts"]
    }
    assert laid_out["Volgen"] == ["<ul>\n<li>elk kwartaal</li>\n</ul>\n"]
    assert laid_out["Privacy"] == [f"<p>{harmless}</p>\n"]
    assert laid_out["Leerwerkplekken timmeren"] == [f"<p>Met <em>helm</em>. {harmless}</p>\n"]
    assert laid_out["Energiecoaches"] == []
    assert canonical_bytes(version["document"]).decode() == version["content"]
    assert [clause["text"] for clause in version["document"]["clauses"]] == [
        "- elk kwartaal",
        hostile,
    ]
    assert "Html" not in version["content"]


async def test_a_whole_deal_is_offered_signed_by_both_and_in_force(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    await agree_commitment(
        room,
        title="Energiecoaches",
        scope=Scope.REGION,
        counts_ground="afgesproken na gunning",
        value=AmountValue(amount_cents=1_200_000, currency="EUR", basis="agreed"),
    )

    day = datetime.now(UTC).date() + timedelta(days=30)
    answer = await marieke.offer(
        clauses=[{"title": "Volgen", "text": "Vier keer per jaar één overzicht."}],
        signByOn=day.isoformat(),
    )

    assert answer.status_code == 201, answer.text
    offered = answer.json()
    assert offered["line"]["state"] == "offered"
    assert offered["line"]["number"] == 1
    assert offered["line"]["valueCents"] == 10_533_333
    assert offered["line"]["signBy"]["text"] == in_words(day)
    assert datetime.fromisoformat(offered["line"]["signBy"]["at"]) == ends_at(day)
    assert offered["sums"] == {
        "agreedCents": 10_533_333,
        "withinCents": 9_333_333,
        "outsideCents": 1_200_000,
        "extraCents": 0,
        "toBeDiscussed": 0,
        "obligationCents": 19_440_000,
        "leastWithinCents": None,
    }
    assert {(name["side"], name["name"]) for name in offered["names"]} == {
        ("buyer", "Nadia Haddou"),
        ("contractor", "Ilse Bakker"),
    }
    assert offered["moves"] == ["send-back", "withdraw"]

    seen = await hanneke.see(offered["line"]["id"])
    assert seen["moves"] == ["sign", "send-back"]
    assert seen["signing"]["needsProof"] is False
    assert "directeur voor Van Doorn & Bakker Bouw" in seen["signing"]["statement"]
    first = await hanneke.sign(seen)
    assert first.status_code == 201, first.text
    half = first.json()
    assert half["line"]["state"] == "offered"
    assert half["line"]["signedBy"] == ["contractor"]
    assert half["signing"] is None
    assert half["signatures"][0]["statement"] == seen["signing"]["statement"]

    last = await tom.sign(await tom.see(offered["line"]["id"]))
    assert last.status_code == 201, last.text
    whole = last.json()
    assert whole["line"]["state"] == "in_force"
    assert whole["line"]["hasReceipt"] is True
    assert [each["name"] for each in whole["signatures"]] == [
        "Hanneke van Doorn",
        "Tom Verhoeven",
    ]
    assert whole["moves"] == ["add-signed-copy"]
    facts = await entries(room)
    assert [kind for kind, _ in facts] == [
        "version.offered",
        "version.signed",
        "version.signed",
        "agreement.concluded",
    ]
    assert whole["signatures"][1]["entryDigest"] == facts[2][1]["entry"]
    workspace = (await tom.browser.get(tom.path)).json()
    assert workspace["phase"] == "execution"
    column = (await tom.browser.get(f"{tom.path}/commitments")).json()
    assert {each["standing"]["status"] for each in column["items"]} == {"in_force"}


async def test_the_bytes_that_are_served_are_those_that_were_signed(
    room: Room, tom: Desk, hanneke: Desk
):
    version = await ready_to_sign(room)
    before = await hanneke.see(version.id)
    await hanneke.sign(before)
    await tom.sign(before)

    after = await tom.see(version.id)

    assert after["content"] == before["content"]
    content = after["content"].encode()
    assert hashlib.sha256(content).hexdigest() == after["line"]["digest"]
    assert canonical_bytes(msgspec.json.decode(content)) == content
    for part in after["document"]["commitments"]:
        assert part["digest"] == hashlib.sha256(canonical_bytes(part["document"])).hexdigest()
    for name in ("Tom Verhoeven", "Hanneke van Doorn", "Ilse Bakker"):
        assert name not in after["content"]


async def test_the_bundle_is_checked_without_us_and_any_changed_byte_breaks_it(
    room: Room, tom: Desk, hanneke: Desk
):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)
    for desk in (tom, hanneke):
        assert (await desk.sign(seen)).status_code == 201

    answer = await hanneke.browser.get(f"{hanneke.path}/versions/{version.id}/bundle")
    keys = (await hanneke.browser.get("/signing-keys")).json()
    known = (await hanneke.browser.http.get("/.well-known/jwks.json")).json()

    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    assert known == keys
    thumbprints = [key["kid"] for key in keys["keys"]]
    report = verify_bundle(answer.content, trusted=thumbprints)
    assert report.outcome is Outcome.KNOWN_ISSUER
    assert report.version_digest == version.digest
    words = " ".join(report.in_words())
    assert "Tom Verhoeven" in words
    assert verify_bundle(answer.content).outcome is Outcome.ISSUER_NOT_CHECKED
    for place in range(0, len(answer.content), 97):
        broken = bytearray(answer.content)
        broken[place] ^= 1
        assert not verify_bundle(bytes(broken)).is_consistent, place
    receipt = (await tom.browser.get(f"{tom.path}/versions/{version.id}/receipt")).json()
    assert receipt["receipt"]["versionDigest"] == version.digest
    assert receipt["receipt"]["headDigest"] == receipt["receipt"]["signatures"][1]["entryDigest"]
    assert receipt["kid"] in thumbprints


async def test_there_is_no_receipt_before_the_second_signature(room: Room, tom: Desk):
    version = await ready_to_sign(room)
    await tom.sign(await tom.see(version.id))

    for part in ("receipt", "bundle"):
        answer = await tom.browser.get(f"{tom.path}/versions/{version.id}/{part}")
        assert (answer.status_code, answer.json()["type"]) == (
            409,
            "/problems/agreements/no-receipt",
        )


async def test_signing_another_digest_or_number_is_a_conflict(room: Room, tom: Desk):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)

    for named in ({"digest": "0" * 64}, {"number": 2}):
        answer = await tom.sign(seen, **named)
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/agreements/stale-version"
    assert (await tom.see(version.id))["line"]["signedBy"] == []


async def test_old_proof_asks_for_the_password_and_then_signs(
    room: Room, people: People, sign_in: Any, clock: Any
):
    version = await ready_to_sign(room)
    tom = Desk(room.id, await sign_in(people.tom))
    clock.move_on(minutes=6)
    seen = await tom.see(version.id)
    assert seen["signing"]["needsProof"] is True
    assert "sign" in seen["moves"]

    refused = await tom.sign(seen)

    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "/problems/agreements/proof-too-old",
    )
    proof = await tom.browser.post("/proofs", {"password": "vier losse woorden samen"})
    assert proof.status_code in {200, 201}, proof.text
    assert (await tom.sign(seen)).status_code == 201


async def test_a_mandate_that_does_not_reach_says_who_can_raise_it(
    room: Room, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    await agree_commitment(
        room, value=AmountValue(amount_cents=25_000_001, currency="EUR", basis="agreed")
    )
    version = await offer(room)
    seen = await tom.see(version.id)

    refused = await tom.sign(seen)

    assert "sign" not in seen["moves"]
    assert seen["signing"]["obstacle"] == "agreements/mandate-too-low"
    assert refused.status_code == 403
    problem = refused.json()
    assert problem["type"] == "/problems/agreements/mandate-too-low"
    assert "Marieke de Groot" in problem["detail"]
    assert "€ 250.000,01" in problem["detail"]
    assert (await hanneke.sign(seen)).status_code == 201


async def test_without_a_mandate_a_signatory_is_told_who_grants_one(room: Room, marieke: Desk):
    version = await ready_to_sign(room)

    refused = await marieke.sign(await marieke.see(version.id))

    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "/problems/agreements/no-mandate",
    )
    assert "Marieke de Groot" in refused.json()["detail"]


async def test_a_coordinator_reads_everything_and_binds_nobody(room: Room, femke: Desk):
    version = await ready_to_sign(room)
    seen = await femke.see(version.id)
    named = {"number": 1, "digest": version.digest}

    assert (seen["signing"], seen["moves"], (await femke.all())["moves"]) == (None, [], [])
    for answer in (
        await femke.sign(seen),
        await femke.ask("returns", seen, reason="Nee", **named),
        await femke.ask("withdrawals", seen, reason="Nee"),
        await femke.ask("confirmations", seen, digest=version.digest),
        await femke.offer(),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")


async def test_a_program_never_signs(room: Room, people: People, browser: Browser, sign_in: Any):
    version = await ready_to_sign(room)
    tom = await sign_in(people.tom)
    made = (await tom.post("/tokens", move(name="boekhouding"))).json()
    headers = {"authorization": f"Bearer {made['secret']}"}
    path = f"/workspaces/{room.id}/versions/{version.id}"

    seen = (await browser.get(path, headers=headers)).json()
    named = {"number": 1, "digest": version.digest}
    asked = await browser.post(f"{path}/signing-requests", move(**named), headers=headers)
    answer = await browser.post(
        f"{path}/signatures", move(requestId=str(uuid4()), **named), headers=headers
    )

    assert seen["signing"] is None
    for refused in (asked, answer):
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-allowed")


async def test_taking_a_commitment_up_again_voids_the_version_and_says_which(
    room: Room, tom: Desk, hanneke: Desk, marieke: Desk
):
    await agree_statements(room)
    commitment_id = await agree_commitment(room)
    version = await offer(room)
    seen = await hanneke.see(version.id)
    await hanneke.sign(seen)
    await propose_anew(room, commitment_id, some_terms(quantity="3"))

    refused = await tom.sign(seen)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/agreements/void")
    assert "T1" in refused.json()["errors"][0]["detail"]
    void = await tom.see(version.id)
    assert void["line"]["state"] == "void"
    assert void["voidedBy"][0]["number"] == 1
    assert void["moves"] == []
    assert (await tom.all())["items"][0]["state"] == "void"
    await accept(room.marieke, commitment_id)
    again = await marieke.offer()
    assert again.status_code == 201, again.text
    assert again.json()["line"]["number"] == 2
    assert [kind for kind, _ in await entries(room)][-2:] == ["version.voided", "version.offered"]


async def test_agreeing_another_obligation_voids_the_version(room: Room, tom: Desk):
    version = await ready_to_sign(room)
    await agree_statements(room, amount_cents=20_800_000)

    refused = await tom.sign(await tom.see(version.id))

    slugs = {error["slug"] for error in refused.json()["errors"]}
    assert slugs == {"agreements/changed-purpose", "agreements/changed-obligation"}


async def test_a_version_lapses_by_itself_and_makes_way(
    room: Room, people: People, sign_in: Any, clock: Any, marieke: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    today = clock().date()
    version = await offer(room, sign_by_on=today + timedelta(days=1))
    clock.move_on(days=3)
    tom = Desk(room.id, await sign_in(people.tom))
    seen = await tom.see(version.id)
    assert (seen["line"]["state"], seen["moves"]) == ("lapsed", [])

    refused = await tom.sign(seen)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/agreements/lapsed")
    marieke = Desk(room.id, await sign_in(people.marieke))
    assert (await marieke.offer()).status_code == 201
    assert [kind for kind, _ in await entries(room)][-2:] == ["version.lapsed", "version.offered"]


async def test_sending_back_and_withdrawing_take_it_from_the_table(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk, youssef: Desk
):
    version = await ready_to_sign(room)
    seen = await hanneke.see(version.id)
    named = {"number": 1, "digest": version.digest}

    for reason in (" ", "Nee\u202e, ja"):
        assert (await hanneke.ask("returns", seen, reason=reason, **named)).status_code == 400
    back = await hanneke.ask("returns", seen, reason="Artikel 3 klopt niet", **named)

    assert back.status_code == 201, back.text
    assert back.json()["line"]["state"] == "sent_back"
    assert back.json()["line"]["closedReason"] == "Artikel 3 klopt niet"
    assert (await tom.sign(seen)).status_code == 409
    second = (await marieke.offer()).json()
    assert second["line"]["number"] == 2
    assert (await youssef.ask("withdrawals", second, reason="Niet van mij")).status_code == 403
    gone = await marieke.ask("withdrawals", second, reason="Er ontbreekt iets")
    assert gone.json()["line"]["state"] == "withdrawn"
    assert (await marieke.all())["moves"] == ["offer", "record-paper", "set-signing-rule"]


async def test_offering_what_is_not_ready_names_everything_that_is_missing(
    room: Room, marieke: Desk
):
    assert [each["slug"] for each in (await marieke.all())["readiness"]["missing"]] == [
        "agreements/no-purpose",
        "agreements/no-obligation",
        "agreements/no-commitments",
    ]
    commitment_id = await agree_commitment(room, evidence=None)

    refused = await marieke.offer()

    assert refused.status_code == 400
    assert [error["slug"] for error in refused.json()["errors"]] == [
        "agreements/no-purpose",
        "agreements/no-obligation",
        "agreements/missing-evidence",
    ]
    readiness = (await marieke.all())["readiness"]
    assert readiness["isReady"] is False
    assert readiness["missing"][-1]["commitmentId"] == str(commitment_id)
    assert readiness["missing"][-1]["commitmentNumber"] == 1


async def test_only_one_version_is_up_and_repeating_the_offer_gives_the_same(
    room: Room, marieke: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    request = {"id": str(uuid4())}

    first = await marieke.browser.post(f"{marieke.path}/versions", request)
    again = await marieke.browser.post(f"{marieke.path}/versions", request)
    other = await marieke.offer()

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["line"] == again.json()["line"]
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/agreements/already-offered"


async def test_a_next_version_shows_what_it_changes_and_takes_the_place_of_the_first(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    kept = await agree_commitment(room)
    changed = await agree_commitment(
        room,
        title="Betaalde banen",
        value=AmountValue(amount_cents=6_000_000, currency="EUR", basis="agreed"),
    )
    first = await offer(room, clauses=None)
    for desk in (tom, hanneke):
        await desk.sign(await desk.see(first.id))
    same = await marieke.offer(cause="other")
    assert same.json()["type"] == "/problems/agreements/nothing-new"
    await propose_anew(
        room,
        changed,
        some_terms(
            title="Betaalde banen",
            value=AmountValue(amount_cents=7_000_000, currency="EUR", basis="agreed"),
        ),
    )
    await accept(room.marieke, changed)
    added = await agree_commitment(
        room,
        title="Leerlijn",
        scope=Scope.REGION,
        counts_ground="afgesproken na gunning",
        value=AmountValue(amount_cents=1_200_000, currency="EUR", basis="agreed"),
    )

    second = (await marieke.offer(cause="new_idea", reason="nog een leerlijn")).json()

    changes = second["line"]["changes"]
    assert (changes["sinceId"], changes["sinceNumber"]) == (str(first.id), 1)
    assert (changes["added"], changes["changed"], changes["removed"]) == (1, 1, 0)
    asked = {"before": str(first.id), "after": second["line"]["id"]}
    found = await marieke.browser.get(f"{marieke.path}/version-comparisons", params=asked)
    parts = found.json()["parts"]
    assert [
        (part["change"], part["differenceCents"]) for part in parts if part["kind"] == "commitment"
    ] == [("same", 0), ("changed", 1_000_000), ("added", 1_200_000)]
    assert [part["change"] for part in parts if part["kind"] == "obligation"] == ["same"]
    assert second["document"]["predecessor"] == first.digest
    assert [part["commitmentId"] for part in second["document"]["commitments"]] == [
        str(each) for each in (kept, changed, added)
    ]
    for desk in (hanneke, tom):
        assert (await desk.sign(second)).status_code == 201
    assert [each["state"] for each in (await tom.all())["items"]] == ["in_force", "superseded"]
    bundle = await tom.browser.get(f"{tom.path}/versions/{first.id}/bundle")
    assert verify_bundle(bundle.content).is_consistent


async def test_what_is_left_out_ends_with_the_version_that_leaves_it_out(
    room: Room, marieke: Desk, tom: Desk, hanneke: Desk
):
    await agree_statements(room)
    kept = await agree_commitment(room)
    left_out = await agree_commitment(room, title="Stoppen wij mee")
    first = await offer(room)
    for desk in (tom, hanneke):
        await desk.sign(await desk.see(first.id))

    ending = {
        "commitmentId": str(left_out),
        "endsOn": local_day(surroundings.now()).isoformat(),
        "reason": "De partner is gestopt.",
    }
    offered = await marieke.offer(commitments=[str(kept)], cause="adjustment", endings=[ending])
    second = offered.json()
    await tom.sign(second)
    await hanneke.sign(second, reason="Wij vinden geen andere partner.")

    assert second["line"]["changes"]["removed"] == 1
    column = (await tom.browser.get(f"{tom.path}/commitments")).json()["items"]
    assert {each["id"]: each["standing"]["status"] for each in column} == {
        str(kept): "in_force",
        str(left_out): "closed",
    }


@pytest.mark.parametrize(
    "path",
    ["versions", "versions/{id}", "versions/{id}/receipt", "versions/{id}/bundle"],
)
async def test_an_outsider_finds_nothing(
    room: Room, people: People, sign_in: Any, path: str, settings: Settings
):
    version = await ready_to_sign(room)
    bram = Desk(room.id, await sign_in(people.bram))
    elsewhere = Desk((await a_room(people, settings)).id, await sign_in(people.marieke))

    answer = await bram.browser.get(f"{bram.path}/{path.format(id=version.id)}")
    assert answer.status_code == 404
    if "{id}" in path:
        across = await elsewhere.browser.get(f"{elsewhere.path}/{path.format(id=version.id)}")
        assert across.status_code == 404


async def test_texts_with_a_citizens_number_are_refused(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room)

    refused = await marieke.offer(clauses=[{"title": "Privacy", "text": "bsn 111222333"}])

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/clauses/0/text"
    assert "111222333" not in refused.text


async def test_what_is_missing_is_said_in_the_language_that_is_asked_for(room: Room, marieke: Desk):
    said = [
        (
            await marieke.browser.get(
                f"{marieke.path}/versions", headers={"accept-language": asked}
            )
        ).json()["readiness"]["missing"][0]["detail"]
        for asked in ("nl", "en")
    ]
    assert said == [
        "Het doel is nog niet samen afgesproken.",
        "The purpose has not been agreed by both sides yet.",
    ]
