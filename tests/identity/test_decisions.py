"""Who is let in, how often one may try, and which passwords, tokens and mandates will do."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.errors import Invalid
from samenspraak.identity import decisions, passwords
from samenspraak.identity.decisions import (
    AlreadyRevoked,
    Attempts,
    CsrfMismatch,
    OtherOrigin,
    TooManyAttempts,
    attempt,
    csrf_token,
    is_session_alive,
    judge_csrf,
    judge_origin,
    judge_token,
    network_of,
    password_faults,
    secret_hash,
)
from samenspraak.identity.schemas import GrantMandate, MakeToken
from samenspraak.identity.spelling import email_faults, email_of, name_faults

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OURS = ("https://samenspraak.example", "http://127.0.0.1:8000")


def tried(times: int, *, apart: timedelta = timedelta()) -> tuple[Attempts | None, datetime]:
    """Try so often, each time as soon as one may and then some."""
    at, attempts = NOON, None
    for _ in range(times):
        try:
            attempts = attempt(attempts, at=at, limit=20)
        except TooManyAttempts as refusal:
            at += timedelta(seconds=int(str(refusal.facts["retry_after"])))
            attempts = attempt(attempts, at=at, limit=20)
        at += apart
    return attempts, at


def wait_after(times: int) -> int:
    attempts, at = tried(times)
    try:
        attempt(attempts, at=at, limit=20)
    except TooManyAttempts as refusal:
        return int(str(refusal.facts["retry_after"]))
    return 0


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (19, 60), (20, 900), (21, 0)],
)
def test_each_attempt_after_the_first_five_waits_longer_and_twenty_lock(failures, seconds):
    assert wait_after(failures) == seconds


def test_failures_are_forgotten_after_a_quarter_of_an_hour():
    attempts, at = tried(20)

    again = attempt(attempts, at=at + timedelta(minutes=15), limit=20)

    assert again.count == 1


def test_a_refused_attempt_does_not_make_the_wait_longer():
    attempts, at = tried(20)
    with pytest.raises(TooManyAttempts):
        attempt(attempts, at=at + timedelta(minutes=14), limit=20)

    assert attempt(attempts, at=at + timedelta(minutes=15), limit=20).count == 1


@given(st.integers(1, 40), st.floats(0, 2000))
def test_whoever_waits_as_long_as_was_asked_may_try(times, early):
    attempts, at = tried(times)
    try:
        attempt(attempts, at=at + timedelta(seconds=early), limit=20)
    except TooManyAttempts as refusal:
        at += timedelta(seconds=early + int(str(refusal.facts["retry_after"])))
        attempt(attempts, at=at, limit=20)


@pytest.mark.parametrize(
    ("minutes_since_seen", "hours_left", "lasts"),
    [(0, 12, True), (29, 1, True), (30, 1, False), (0, 0, False), (0, -1, False), (600, 1, False)],
)
def test_a_session_ends_when_nobody_is_there_and_after_its_longest(
    minutes_since_seen, hours_left, lasts
):
    assert (
        is_session_alive(
            at=NOON,
            seen_at=NOON - timedelta(minutes=minutes_since_seen),
            expires_at=NOON + timedelta(hours=hours_left),
            idle_seconds=1800,
        )
        is lasts
    )


@pytest.mark.parametrize(
    ("origin", "fetch_site", "has_cookie", "allowed"),
    [
        ("https://samenspraak.example", "same-origin", True, True),
        ("http://127.0.0.1:8000", None, True, True),
        ("https://samenspraak.example", None, False, True),
        (None, None, False, True),
        (None, None, True, False),
        ("null", "same-origin", True, False),
        ("null", None, False, False),
        ("", None, True, False),
        ("https://samenspraak.example.evil.example", None, True, False),
        ("https://evil.example", None, False, False),
        ("http://samenspraak.example", "same-site", True, False),
        ("https://samenspraak.example:8443", "same-site", True, False),
        ("HTTPS://SAMENSPRAAK.EXAMPLE", None, True, False),
        ("https://samenspraak.example/", None, True, False),
        ("https://samenspraak.example", "cross-site", True, False),
        (None, "cross-site", False, False),
    ],
)
def test_a_change_comes_from_a_page_of_ours_or_from_no_browser(
    origin, fetch_site, has_cookie, allowed
):
    def judge() -> None:
        judge_origin(origin=origin, fetch_site=fetch_site, has_cookie=has_cookie, origins=OURS)

    if allowed:
        judge()
    else:
        with pytest.raises(OtherOrigin):
            judge()


@pytest.mark.parametrize("sent", [None, "", "geheim", csrf_token("another session"), "é"])
def test_only_the_sessions_own_token_goes_with_a_change(sent):
    judge_csrf(session_secret="this session", sent=csrf_token("this session"))

    with pytest.raises(CsrfMismatch):
        judge_csrf(session_secret="this session", sent=sent)


def test_the_readable_token_says_nothing_of_the_secret_or_of_what_is_kept_of_it():
    secret = "this session"

    assert csrf_token(secret) not in {secret, secret_hash(secret)}
    assert len(secret_hash(secret)) == 64


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("localhost", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_home_with_many_addresses_counts_as_one_network(host, network):
    assert network_of(host) == network


def test_an_address_is_kept_one_way():
    assert email_of("  Marieke@Merwestede.EXAMPLE ") == "marieke@merwestede.example"


@pytest.mark.parametrize(
    "email",
    [
        "", "marieke", "@merwestede.example", "marieke@", "a b@c.example", "a@b@c.example",
        "a@b..example", "a@.example", "a@b.example\n", "<a@b.example>", "a,b@c.example",
        "x" * 65 + "@c.example", "a@" + "b" * 260, "a\u200b@c.example",
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_told(email):
    assert email_faults(email)


@pytest.mark.parametrize(
    "email", ["marieke@merwestede.example", "jan+sroi@localhost", "o'neil@xn--bcher-kva.example"]
)
def test_an_ordinary_address_will_do(email):
    assert email_faults(email) == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "twee\nregels", "omge\u202edraaid"])
def test_a_name_is_one_line_that_everybody_can_read(name):
    assert name_faults(name)


@pytest.mark.parametrize("name", ["Youssef El Amrani", "Đặng Thị Hà", "José", "王小明"])
def test_names_come_in_all_scripts(name):
    assert name_faults(name) == []


@pytest.mark.parametrize(
    "password",
    [
        "kort", "elf tekens1", "x" * 129, "aaaaaaaaaaaaaaaa", "abababababababab", "123456789012",
        "Wachtwoord123!", "Welkom2026!!!", "samenspraak-2026", "QWERTYuiop123", "passwordpassword",
        "mariekedegroot", "Marieke de Groot 1968!", "marieke@merwestede.example", "merwestede2026",
        "112233445566778",
        # From the list of what is used most: as they are, with the usual tail, and said twice.
        "leavemealone", "SonyEricsson", "Butterfly1234!!", "liverpool2026", "dragonballz99",
        "chelseachelsea", "1q2w3e4r5t6y", "manchester manchester", "1qaz2wsx3edc1qaz2wsx3edc",
    ],
)  # fmt: skip
def test_a_password_that_is_short_or_easily_guessed_will_not_do(password):
    assert password_faults(password, name="Marieke de Groot", email="marieke@merwestede.example")


@pytest.mark.parametrize(
    "password",
    [
        "vier losse woorden samen", "fietsbellenkoor", "kX9$vL2#qR7!", "x" + "ab cd ef gh" * 11,
        "mariekes oude omafiets rijdt nog", "пароль из четырёх слов", "de merwestede stroomt snel",
    ],
)  # fmt: skip
def test_a_long_password_of_ones_own_will_do_without_rules_about_signs(password):
    assert (
        password_faults(password, name="Marieke de Groot", email="marieke@merwestede.example") == []
    )


@pytest.mark.parametrize(
    "password", ["Zuiderveen-2026", "gemeente zuiderveen", "ZuiderveenGemeente1"]
)
def test_a_password_is_not_about_the_own_organisation(password):
    who = {"name": "Marieke de Groot", "email": "marieke@merwestede.example"}

    assert password_faults(password, **who, organisations=["Gemeente Zuiderveen"])
    assert not password_faults(password, **who, organisations=["Gemeente Noorderveen"]) or (
        "gemeente" in password.casefold()
    )


def test_a_stem_of_few_letters_in_a_long_password_is_chance():
    """Four letters of a common password stand in many a good one."""
    who = {"name": "Marieke de Groot", "email": "marieke@merwestede.example"}

    assert password_faults("9#2$7!8^x4@1%6", **who) == []
    assert password_faults("jan 8342 piet 9917", **who) == []


def test_an_unknown_address_costs_the_same_work_as_a_known_one():
    """Otherwise the time of an answer tells who has an account."""
    nobody = argon2.extract_parameters(passwords._NOBODY)

    assert nobody == argon2.extract_parameters(passwords._HASHER.hash("x"))
    assert (nobody.memory_cost, nobody.time_cost, nobody.parallelism) == (19_456, 2, 1)


async def test_nobody_has_no_password_not_even_the_one_that_is_verified_for_them():
    assert not await passwords.matches("xxxxxxxxxxxx", None)


async def test_a_password_matches_in_whatever_way_a_keyboard_spells_it():
    known = await passwords.hashed("cafe\u0301 met vier bellen")

    assert await passwords.matches("café met vier bellen", known)
    assert not await passwords.matches("cafe met vier bellen", known)
    assert not passwords.is_outdated(known)
    assert not await passwords.matches("café met vier bellen", "not a hash")


@pytest.mark.parametrize(("name", "days"), [("", 90), ("x" * 201, 90), ("rapport", 0), ("r", 366)])
def test_a_token_has_a_name_and_works_a_year_at_most(name, days):
    with pytest.raises(Invalid):
        judge_token(MakeToken(id=uuid4(), name=name, days=days))

    judge_token(MakeToken(id=uuid4(), name="rapport", days=365))


@pytest.mark.parametrize(
    ("role", "up_to_cents", "is_member", "pointers"),
    [
        ("directeur", None, True, []),
        ("directeur", 1, True, []),
        ("", 0, False, ["/role", "/personId", "/upToCents"]),
        ("directeur", -5, True, ["/upToCents"]),
        ("directeur", 2**53, True, ["/upToCents"]),
    ],
)
def test_a_mandate_names_a_colleague_a_role_and_perhaps_an_amount(
    role, up_to_cents, is_member, pointers
):
    request = GrantMandate(id=uuid4(), person_id=uuid4(), role=role, up_to_cents=up_to_cents)

    if not pointers:
        fact = decisions.grant_mandate(request, is_member=is_member)
        assert (fact.mandate_id, fact.person_id) == (request.id, request.person_id)
        return
    with pytest.raises(Invalid) as refused:
        decisions.grant_mandate(request, is_member=is_member)
    assert [fault.pointer for fault in refused.value.faults] == pointers


def test_a_mandate_ends_once():
    mandate = {"id": uuid4(), "person_id": uuid4(), "revoked_at": None}

    assert decisions.revoke_mandate(mandate).mandate_id == mandate["id"]
    with pytest.raises(AlreadyRevoked):
        decisions.revoke_mandate({**mandate, "revoked_at": NOON})
