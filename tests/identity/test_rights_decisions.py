"""Who may let whom go, and how one may come in: every answer, without anything around it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP
from tests.builders import a_signed_in

from samenspraak.errors import Invalid
from samenspraak.identity import decisions
from samenspraak.identity.decisions import (
    AlreadyAdministrator,
    LastAdministrator,
    MemberLeft,
    MemberNow,
    NotAdministrator,
    NotOneself,
    ProofTooOld,
    WaysIn,
    account_moves,
    is_last_way_in,
    judge_return,
    member_moves,
    recovery_code,
    require_fresh,
    same_code,
    step_of_code,
    totp_secret,
)
from samenspraak.identity.schemas import Member

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = totp_secret(bytes(range(20)))
ORGANISATION = uuid4()


def a_member(person_id: UUID | None = None) -> Member:
    return Member(
        person=a_signed_in(person_id=person_id),
        organisation_id=ORGANISATION,
        journal_id=uuid4(),
        name="Marieke de Groot",
        title="wethouder",
        is_administrator=True,
        organisation_name="Gemeente Merwestede",
        identifier_scheme=None,
        identifier_id=None,
    )


def now(**changes) -> MemberNow:
    known = {
        "person_id": uuid4(),
        "has_left": False,
        "is_administrator": False,
        "administrators": 1,
    }
    return MemberNow(**{**known, **changes})


BOSS = {"is_administrator": True, "administrators": 1}
ONE_OF_TWO = {"is_administrator": True, "administrators": 2}


@pytest.mark.parametrize(
    ("about", "end", "make", "step_back", "moves"),
    [
        ({}, None, None, NotAdministrator, ["end", "make-administrator"]),
        (ONE_OF_TWO, None, AlreadyAdministrator, None, ["end", "end-administrator"]),
        (BOSS, LastAdministrator, AlreadyAdministrator, LastAdministrator, []),
        ({"has_left": True}, MemberLeft, MemberLeft, MemberLeft, []),
        ({**BOSS, "has_left": True}, MemberLeft, MemberLeft, MemberLeft, []),
    ],
)
def test_what_an_administrator_may_do_about_a_colleague(about, end, make, step_back, moves):
    member, by = now(**about), a_member()
    for refusal, decide in (
        (end, lambda: decisions.end_member(member, by)),
        (make, lambda: decisions.make_administrator(member, ORGANISATION)),
        (step_back, lambda: decisions.end_administrator(member, ORGANISATION)),
    ):
        if refusal is None:
            fact = decide()
            assert (fact.person_id, fact.organisation_id) == (member.person_id, ORGANISATION)
        else:
            with pytest.raises(refusal):
                decide()
    assert member_moves(member, by) == moves


def test_nobody_lets_themselves_go_and_everybody_may_step_back():
    by = a_member()
    oneself = now(person_id=by.person_id, **ONE_OF_TWO)

    with pytest.raises(NotOneself):
        decisions.end_member(oneself, by)
    assert member_moves(oneself, by) == ["end-administrator"]


@given(st.booleans(), st.booleans(), st.integers(0, 3), st.booleans())
def test_nobody_is_left_without_a_way_in(has_password, has_factor, identities, has_providers):
    ways = WaysIn(has_password=has_password, has_second_factor=has_factor, identities=identities)

    assert is_last_way_in(ways) is (not has_password and identities <= 1)
    moves = account_moves(a_signed_in(), ways, has_providers=has_providers)
    assert ("set-second-factor" in moves) is (has_password and not has_factor)
    assert ("change-password" in moves) is has_password
    assert ("link-identity" in moves) is has_providers
    assert account_moves(a_signed_in(is_program=True), ways, has_providers=True) == []


@given(st.integers(0, 2**40), st.integers(-3, 3))
def test_a_code_fits_its_own_half_minute_and_those_beside_it(seconds, steps):
    at = datetime.fromtimestamp(seconds % 4_000_000_000 + 1_000, UTC)
    step = int(at.timestamp()) // 30
    code = TOTP(SECRET).generate_otp(step + steps)

    found = step_of_code(code, secret=SECRET, at=at, used_step=None)

    if abs(steps) <= 1:
        assert found == step + steps
    elif found is not None:
        # Six digits meet by chance now and then.
        assert TOTP(SECRET).generate_otp(found) == code
    assert step_of_code(code, secret=SECRET, at=at, used_step=step + 1) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "123 456", "1" * 500])
def test_what_is_no_code_fits_never(code):
    assert step_of_code(code, secret=SECRET, at=NOON, used_step=None) is None


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (" 123 456 ", "123456"),
        ("123-456", "123456"),
        ("ABCD-efgh-2345", "abcdefgh2345"),
        ("abcd efgh 2345", "abcdefgh2345"),
        ("   ", ""),
        ("x" * 100_000, "x" * 64),
    ],
)
def test_a_code_has_one_spelling(typed, same):
    assert same_code(typed) == same


def test_recovery_codes_use_every_sign_alike_and_none_that_is_confused():
    seen = {recovery_code(bytes([byte]) * 12)[0] for byte in range(256)}

    assert len(seen) == 32
    assert not seen & set("lo01")


def test_a_proof_is_fresh_for_its_minutes_and_no_longer():
    require_fresh(NOON, at=NOON + timedelta(minutes=5), step_up_seconds=300)
    with pytest.raises(ProofTooOld):
        require_fresh(NOON, at=NOON + timedelta(minutes=5, seconds=1), step_up_seconds=300)


@given(st.text(max_size=30))
def test_whatever_is_taken_as_the_way_back_stays_on_our_pages(text):
    for place in (text, "/" + text):
        try:
            judge_return(place)
        except Invalid:
            continue
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))
        assert not set(place) & set(" \t\r\n\x00\\")
