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
    check_invitation,
    check_obligation,
    check_purpose,
)
from samenspraak.workspaces.schemas import (
    InvitePerson,
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


@pytest.mark.parametrize("percent", ["101", "-1", "4.12345", "NaN", "Infinity", "vier", ""])
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


@pytest.mark.parametrize("email", ["", "a", "a@b", "@b.nl", "a b@c.nl"])
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
