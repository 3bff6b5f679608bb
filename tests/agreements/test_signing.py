"""Signing as people meet it: several for a side, requests, mandates, and what ends half-signed."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec import structs
from tests.browser import move
from tests.builders import Person, Room
from tests.builders_agreements import (
    Desk,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
    proven,
    ready_to_sign,
    request_signing,
    sign,
    the_version,
)
from tests.builders_commitments import some_terms
from tests.builders_signatories import Board, a_board, let_mandates_reach_to

from samenspraak import surroundings
from samenspraak.agreements.decisions import SealingUnavailable
from samenspraak.agreements.documents import AgreementEnding, Cause
from samenspraak.agreements.queries import version_view
from samenspraak.agreements.verification import verify_bundle
from samenspraak.commitments.terms import AmountValue
from samenspraak.database import as_person, fetch
from samenspraak.deadlines import local_day
from samenspraak.identity.schemas import MandateOn
from samenspraak.journal.audit import audit
from samenspraak.settings import Settings


def slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def faults(answer: Any) -> list[str]:
    return [each["slug"] for each in answer.json()["errors"]]


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


async def desk(board: Board, person: Person, sign_in: Any) -> Desk:
    return Desk(board.room.id, await sign_in(person))


class TestSeveral:
    async def test_two_of_three_sign_for_a_side_and_then_it_is_complete(
        self, settings: Settings, sign_in: Any
    ):
        board = await a_board(settings, signatories=3, needed=2)
        version = await ready_to_sign(board.room)
        hanneke = await desk(board, board.people.hanneke, sign_in)
        second, third = [await desk(board, each, sign_in) for each in board.colleagues]
        tom = await desk(board, board.people.tom, sign_in)
        seen = await hanneke.see(version.id)
        assert seen["document"]["signing"] == [{"side": "contractor", "needed": 2}]
        assert seen["needed"] == {"buyer": 1, "contractor": 2}
        assert "tekenen 1 persoon en voor de opdrachtnemer 2 mensen" in seen["signing"]["statement"]

        half = (await hanneke.sign(seen)).json()
        assert (half["given"], half["line"]["signedBy"]) == ({"buyer": 0, "contractor": 1}, [])
        assert half["signing"] is None
        assert slug(await hanneke.sign(seen)) == (409, "agreements/already-signed")

        done = (await second.sign(await second.see(version.id))).json()
        assert (done["given"], done["line"]["signedBy"]) == (
            {"buyer": 0, "contractor": 2},
            ["contractor"],
        )
        assert (await third.see(version.id))["signing"] is None
        assert slug(await third.sign(seen)) == (409, "agreements/side-complete")

        whole = (await tom.sign(await tom.see(version.id))).json()
        assert whole["line"]["state"] == "in_force"
        assert [each["name"] for each in whole["signatures"]] == [
            "Hanneke van Doorn",
            "Bestuurder 2",
            "Tom Verhoeven",
        ]
        receipt = (await tom.browser.get(f"{tom.path}/versions/{version.id}/receipt")).json()
        stated = receipt["receipt"]["signatures"]
        assert [each["side"] for each in stated] == ["contractor", "contractor", "buyer"]
        assert receipt["receipt"]["headDigest"] == stated[-1]["entryDigest"]
        assert len({each["signer"] for each in stated}) == 3
        bundle = await tom.browser.get(f"{tom.path}/versions/{version.id}/bundle")
        assert verify_bundle(bundle.content).is_consistent
        assert (await audit(settings.database_owner_url)).findings == ()

    async def test_one_signature_of_each_side_is_not_enough(self, settings: Settings, sign_in: Any):
        board = await a_board(settings, signatories=2, needed=2)
        version = await ready_to_sign(board.room)
        tom = await desk(board, board.people.tom, sign_in)
        hanneke = await desk(board, board.people.hanneke, sign_in)

        await tom.sign(await tom.see(version.id))
        half = (await hanneke.sign(await hanneke.see(version.id))).json()

        assert half["line"]["state"] == "offered"
        assert half["line"]["signedBy"] == ["buyer"]
        assert slug(await hanneke.browser.get(f"{tom.path}/versions/{version.id}/receipt")) == (
            409,
            "agreements/no-receipt",
        )

    async def test_a_rule_holds_for_what_is_offered_after_it(
        self, settings: Settings, sign_in: Any
    ):
        board = await a_board(settings, signatories=2, needed=1)
        version = await ready_to_sign(board.room)
        youssef = await desk(board, board.people.youssef, sign_in)
        marieke = await desk(board, board.people.marieke, sign_in)

        answer = await youssef.browser.post(f"{youssef.path}/signing-rules", move(needed=2))

        assert answer.status_code == 201, answer.text
        both = [{"side": "buyer", "needed": 1}, {"side": "contractor", "needed": 2}]
        assert answer.json()["signingRules"] == both
        assert (await marieke.all())["signingRules"] == both
        assert (await marieke.see(version.id))["needed"] == {"buyer": 1, "contractor": 1}
        await marieke.ask("withdrawals", await marieke.see(version.id), reason="Een nieuwe regel")
        assert (await marieke.offer()).json()["needed"] == {"buyer": 1, "contractor": 2}
        assert await last_fact(board.room, "signing-rule.set") == {
            "side": "contractor",
            "needed": 2,
        }

    async def test_only_the_own_administrator_sets_the_rule(
        self, room: Room, hanneke: Desk, femke: Desk, marieke: Desk
    ):
        for person in (hanneke, femke):
            refused = await person.browser.post(f"{person.path}/signing-rules", move(needed=2))
            assert slug(refused) == (403, "not-allowed")
            assert "set-signing-rule" not in (await person.all())["moves"]
        for needed in (0, 10):
            refused = await marieke.browser.post(
                f"{marieke.path}/signing-rules", move(needed=needed)
            )
            assert faults(refused) == ["agreements/not-so-many"]
        assert "set-signing-rule" in (await marieke.all())["moves"]

    async def test_a_side_asks_for_no_more_people_than_it_has_and_the_other_hears_nothing(
        self, settings: Settings, sign_in: Any
    ):
        board = await a_board(settings, signatories=2, needed=3)
        await agree_statements(board.room)
        await agree_commitment(board.room)
        youssef = await desk(board, board.people.youssef, sign_in)
        marieke = await desk(board, board.people.marieke, sign_in)

        missing = (await youssef.all())["readiness"]["missing"]
        refused = await youssef.offer()

        assert [each["slug"] for each in missing] == ["agreements/too-few-signatories"]
        assert "3 mensen" in missing[0]["detail"]
        assert faults(refused) == ["agreements/too-few-signatories"]
        assert (await marieke.all())["readiness"]["missing"] == []
        assert (await marieke.offer()).status_code == 201


class TestHalfSigned:
    async def test_a_lapse_ends_it_and_leaves_the_signatures_to_be_seen(
        self, settings: Settings, sign_in: Any, clock: Any
    ):
        board = await a_board(settings, signatories=2, needed=2)
        version = await ready_to_sign(board.room)
        await sign(proven(board.room.hanneke), version, settings)
        await sign(proven(board.room.tom), version, settings)
        last = board.signatories[1]
        request_id = await request_signing(last, version, settings)
        clock.move_on(days=29)

        late = await desk(board, board.colleagues[0], sign_in)
        seen = await late.see(version.id)

        assert seen["line"]["state"] == "lapsed"
        assert [each["side"] for each in seen["signatures"]] == ["contractor", "buyer"]
        assert (seen["signing"], seen["moves"]) == (None, [])
        assert slug(await late.sign(seen, requestId=str(request_id))) == (409, "agreements/lapsed")
        assert slug(await late.request(seen)) == (409, "agreements/lapsed")
        # Everybody signs the next one anew.
        anew = await offer(board.room)
        assert (await late.see(anew.id))["given"] == {"buyer": 0, "contractor": 0}
        await sign(proven(board.room.hanneke, surroundings.now()), anew, settings)
        assert (await late.see(version.id))["given"] == {"buyer": 1, "contractor": 1}

    async def test_sending_back_after_one_signature_leaves_it_to_be_seen(
        self, room: Room, tom: Desk, hanneke: Desk, settings: Settings
    ):
        version = await ready_to_sign(room)
        await sign(proven(room.hanneke), version, settings)
        seen = await tom.see(version.id)

        back = (
            await tom.ask(
                "returns", seen, number=1, digest=version.digest, reason="Artikel 3 klopt niet"
            )
        ).json()

        assert (back["line"]["state"], back["line"]["signedBy"]) == ("sent_back", ["contractor"])
        assert [each["name"] for each in back["signatures"]] == ["Hanneke van Doorn"]
        assert slug(await tom.sign(seen)) == (409, "agreements/not-offered")
        assert (await hanneke.see(version.id))["signing"] is None

    async def test_taking_something_up_again_voids_what_was_signed(
        self, room: Room, tom: Desk, settings: Settings
    ):
        await agree_statements(room)
        commitment_id = await agree_commitment(room)
        version = await offer(room)
        await sign(proven(room.hanneke), version, settings)
        request_id = await request_signing(room.tom, version, settings)
        await propose_anew(room, commitment_id, some_terms(quantity="3"))

        seen = await tom.see(version.id)

        assert seen["line"]["state"] == "void"
        assert len(seen["signatures"]) == 1
        assert slug(await tom.sign(seen, requestId=str(request_id))) == (409, "agreements/void")


class TestMandates:
    async def test_a_mandate_on_the_change_reaches_where_the_total_is_too_high(
        self, settings: Settings, sign_in: Any
    ):
        board = await a_board(settings, signatories=1, needed=1)
        room, people = board.room, board.people
        await agree_statements(room)
        await agree_commitment(room, value=worth(24_000_000))
        first = await offer(room)
        for participant in (room.hanneke, room.tom):
            await sign(proven(participant), first, settings)
        await agree_commitment(room, title="Leerlijn", value=worth(1_540_000))
        second = await offer(room, cause=Cause.NEW_IDEA, reason="nog een leerlijn")
        tom = await desk(board, people.tom, sign_in)

        before = await tom.see(second.id)
        assert before["signing"]["obstacle"] == "agreements/mandate-too-low"
        refused = await tom.sign(before)
        assert slug(refused) == (403, "agreements/mandate-too-low")
        assert "€ 255.400,00" in refused.json()["detail"]

        await let_mandates_reach_to(room.marieke, MandateOn.CHANGE)
        seen = await tom.see(second.id)
        shown = (await tom.request(seen)).json()
        signed = (await tom.sign(seen)).json()

        assert seen["signing"]["obstacle"] is None
        assert shown["changed"] == {
            "cents": 1_540_000,
            "text": "€ 15.400,00",
            "words": "vijftienduizend vierhonderd euro",
        }
        assert shown["value"]["cents"] == 25_540_000
        assert (
            "Ik mag tekenen voor wat een versie verandert: tot € 250.000,00"
            " (tweehonderdvijftigduizend euro). Deze versie verandert € 15.400,00"
            " (vijftienduizend vierhonderd euro)."
        ) in signed["signatures"][0]["statement"]
        assert signed["signatures"][0]["statement"] == shown["statement"]
        # The other side has a rule of its own, and learns of this one by what is signed alone.
        hanneke = await desk(board, people.hanneke, sign_in)
        other = (await hanneke.see(second.id))["signing"]
        assert other["changed"] is None
        assert "Ik mag hiervoor tekenen: zonder grens." in other["statement"]

    async def test_amounts_stand_in_the_statement_in_words_too(self, room: Room, tom: Desk):
        version = await ready_to_sign(room)

        statement = (await tom.see(version.id))["signing"]["statement"]

        assert "tot € 250.000,00 (tweehonderdvijftigduizend euro)" in statement
        assert (
            "samen € 93.333,33 (drieënnegentigduizend driehonderddrieëndertig euro en"
            " drieëndertig cent) waard"
        ) in statement


class TestEndings:
    async def test_both_sides_say_why_something_ends(
        self, room: Room, tom: Desk, hanneke: Desk, settings: Settings
    ):
        await agree_statements(room)
        await agree_commitment(room)
        first = await offer(room)
        for participant in (room.hanneke, room.tom):
            await sign(proven(participant), first, settings)
        why = "Het werk is eerder klaar."
        ending = AgreementEnding(
            ends_on=local_day(surroundings.now()) + timedelta(days=30), reason=why
        )
        second = await offer(room, cause=Cause.ENDING, reason=why, ending=ending)

        seen = await hanneke.see(second.id)
        assert (await tom.see(second.id))["signing"]["asksReason"] is False
        assert seen["signing"]["asksReason"] is True
        assert "De hele overeenkomst eindigt." in seen["signing"]["statement"]
        refused = await hanneke.sign(seen)
        assert (refused.status_code, faults(refused)) == (400, ["required"])
        for reason in ("Nee\u202e, ja", "a" * 4_001, "Mail BSN 111222333"):
            assert (await hanneke.sign(seen, reason=reason)).status_code == 400
        signed = (await hanneke.sign(seen, reason="Wij zijn het eens.")).json()
        done = (await tom.sign(await tom.see(second.id))).json()

        assert signed["signatures"][0]["reason"] == "Wij zijn het eens."
        assert [each["reason"] for each in done["signatures"]] == ["Wij zijn het eens.", None]
        assert done["line"]["state"] == "in_force"

    async def test_a_reason_where_nothing_ends_is_refused(self, room: Room, tom: Desk):
        version = await ready_to_sign(room)

        refused = await tom.sign(await tom.see(version.id), reason="Zomaar")

        assert faults(refused) == ["agreements/nothing-ends"]


class TestWithoutAKey:
    async def test_nobody_gives_a_first_signature_that_nobody_could_complete(
        self, room: Room, settings: Settings, tmp_path: Any
    ):
        """The alarm comes before anything is signed, at the request already."""
        version = await ready_to_sign(room)
        request_id = await request_signing(room.tom, version, settings)
        broken = structs.replace(settings, keys_folder=tmp_path / "elsewhere")

        with pytest.raises(SealingUnavailable):
            await request_signing(room.tom, version, broken)
        with pytest.raises(SealingUnavailable):
            await sign(proven(room.tom), version, broken, request_id=request_id)
        view, _ = await version_view(room.tom, version.id, broken)
        assert view.signing is not None
        assert view.signing.obstacle == "agreements/sealing-unavailable"
        assert "sleutel" in (view.signing.obstacle_detail or "")
        assert "sign" not in view.moves
        # Once it is back, the same request is still good.
        await sign(proven(room.tom), version, settings, request_id=request_id)
        assert (await the_version(room, version.id)).state.value == "offered"


async def last_fact(room: Room, kind: str, *members: str) -> dict[str, Any]:
    """Return what the newest entry of a kind says."""
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select body from entry where journal_id = $1 and kind = $2"
            " order by number desc limit 1",
            room.journal_id,
            kind,
        )
    body = msgspec.json.decode(rows[0]["body"])
    return {name: body[name] for name in members or ("side", "needed")}
