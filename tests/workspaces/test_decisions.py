"""What may happen with the purpose, the obligation and invitations."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from msgspec import Struct

from samenspraak.errors import Invalid
from samenspraak.workspaces.decisions import (
    AlreadyAgreed,
    OwnWording,
    StaleWording,
    agree,
    check_by_hand,
    check_invitation,
    check_obligation,
    check_purpose,
    check_roles,
)
from samenspraak.workspaces.schemas import (
    ChangeRoles,
    InvitePerson,
    OpenByHand,
    PurposePart,
    Role,
    SetObligation,
    SetPurpose,
    Side,
)


class Wording(Struct):
    number: int = 2
    digest: str = "d"
    by_side: str = "buyer"
    agreed_at: datetime | None = None


def test_the_other_side_agrees_to_the_newest_wording_by_number_and_digest():
    agree(Wording(), Side.CONTRACTOR, number=2, digest="d")


@pytest.mark.parametrize(("number", "digest"), [(1, "d"), (3, "d"), (2, "e")])
def test_an_answer_to_another_wording_is_refused_with_the_current_number(number: int, digest: str):
    with pytest.raises(StaleWording) as refusal:
        agree(Wording(), Side.CONTRACTOR, number=number, digest=digest)
    assert refusal.value.facts == {"current_number": 2}


def test_there_is_nothing_to_agree_to_before_anything_was_said():
    with pytest.raises(StaleWording):
        agree(None, Side.CONTRACTOR, number=1, digest="d")


def test_a_side_cannot_agree_with_itself():
    """Two sides make a purpose; otherwise a wording would stand by itself."""
    with pytest.raises(OwnWording):
        agree(Wording(), Side.BUYER, number=2, digest="d")


def test_agreeing_once_is_enough():
    with pytest.raises(AlreadyAgreed):
        agree(Wording(agreed_at=datetime.now(UTC)), Side.CONTRACTOR, number=2, digest="d")


def test_five_percent_with_an_empty_reason_is_refused():
    with pytest.raises(Invalid) as refusal:
        check_obligation(
            SetObligation(
                id=uuid4(), amount_cents=24_300_000, basis="opdrachtsom", reason=" ", percent="5"
            )
        )
    assert [fault.pointer for fault in refusal.value.faults] == ["/reason"]


@pytest.mark.parametrize(
    "percent",
    [
        "101", "-1", "4.12345", "NaN", "Infinity", "vier", "",
        "５", "٥", "1_0", " 5 ", "+5", "5e1", "-0", "05", ".5", "5.", "0" * 50_000 + "5",
    ],
)  # fmt: skip
def test_a_percentage_that_cannot_be_is_refused(percent: str):
    with pytest.raises(Invalid) as refusal:
        check_obligation(
            SetObligation(id=uuid4(), amount_cents=1, basis="b", reason="r", percent=percent)
        )
    assert [fault.pointer for fault in refusal.value.faults] == ["/percent"]


def test_all_faults_of_an_obligation_come_at_once():
    with pytest.raises(Invalid) as refusal:
        check_obligation(
            SetObligation(id=uuid4(), amount_cents=-1, basis="", reason="", percent="x")
        )
    assert {fault.pointer for fault in refusal.value.faults} == {
        "/amountCents",
        "/basis",
        "/reason",
        "/percent",
    }


def test_parts_of_a_purpose_have_letters_of_their_own():
    parts = [PurposePart(letter="A", text="vakmensen"), PurposePart(letter="A", text="werk")]
    with pytest.raises(Invalid) as refusal:
        check_purpose(SetPurpose(id=uuid4(), text="samen", parts=parts))
    assert [fault.pointer for fault in refusal.value.faults] == ["/parts/1/letter"]


@pytest.mark.parametrize("percent", ["0", "5", "2.5", "0.0001", "99.9999", "100", "100.0000"])
def test_a_percentage_has_one_spelling(percent: str):
    check_obligation(
        SetObligation(id=uuid4(), amount_cents=1, basis="b", reason="r", percent=percent)
    )


UNSEEN = "\u202e"


def test_what_becomes_part_of_the_agreement_holds_nothing_that_cannot_be_seen():
    """A signatory who cannot see a turn of direction does not know the amount agreed to."""
    with pytest.raises(Invalid) as refusal:
        check_obligation(
            SetObligation(id=uuid4(), amount_cents=1, basis=f"b{UNSEEN}", reason="r\u200b")
        )
    assert [fault.pointer for fault in refusal.value.faults] == ["/basis", "/reason"]
    part = PurposePart(letter=UNSEEN, text=f"werk{UNSEEN}")
    with pytest.raises(Invalid) as refusal:
        check_purpose(SetPurpose(id=uuid4(), text=f"samen{UNSEEN}", parts=[part]))
    assert {fault.pointer for fault in refusal.value.faults} == {
        "/text",
        "/parts/0/letter",
        "/parts/0/text",
    }


def test_a_contract_and_who_is_across_have_names_of_one_visible_line():
    with pytest.raises(Invalid) as refusal:
        check_by_hand(
            OpenByHand(
                id=uuid4(),
                organisation_id=uuid4(),
                title="Brug\nen weg",
                other_party=f"Bouw{UNSEEN}er",
                reference="\u200b",
            )
        )
    assert [fault.pointer for fault in refusal.value.faults] == [
        "/title",
        "/otherParty",
        "/reference",
    ]


@pytest.mark.parametrize("roles", [[], [Role.READER, Role.READER], [Role.COORDINATOR]])
def test_roles_are_some_each_once_and_of_the_own_side(roles: list[Role]):
    with pytest.raises(Invalid) as refusal:
        check_roles(ChangeRoles(id=uuid4(), participant_id=uuid4(), roles=roles), Side.BUYER)
    assert [fault.pointer for fault in refusal.value.faults] == ["/roles"]


@pytest.mark.parametrize(
    "email",
    [
        "", "a", "a@b", "@b.nl", "a b@c.nl", "a@b.nl\r\nBcc: c@d.nl", "a\tb@c.nl", "a@b.nl\x85x",
        "a@b.nl,c@d.nl", f"a{UNSEEN}@b.nl", "a@b..nl", '"a"@b.nl', f"{'a' * 300}@b.nl",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(Invalid):
        check_invitation(
            InvitePerson(id=uuid4(), email=email, side=Side.BUYER, roles=[Role.READER])
        )


def test_a_coordinators_role_belongs_to_the_coordinators_side():
    with pytest.raises(Invalid):
        check_invitation(
            InvitePerson(id=uuid4(), email="a@b.nl", side=Side.BUYER, roles=[Role.COORDINATOR])
        )
