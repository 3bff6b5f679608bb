"""What endless guessing and asking gets: a polite wait, which nobody else has to share."""

import asyncio

import pytest
from msgspec import structs
from tests.browser import Browser
from tests.builders import PASSWORD, a_person

from samenspraak.app import create_app
from samenspraak.database import as_person, fetch
from samenspraak.errors import TooMany
from samenspraak.identity import attempts, passwords
from samenspraak.identity.decisions import csrf_token
from samenspraak.surroundings import Surroundings


@pytest.fixture
def strict(app, settings):
    """Make the same application again with other limits, on the same database."""

    def with_limits(clock, **limits):
        return create_app(structs.replace(settings, **limits), Surroundings(clock=clock))

    return with_limits


async def guess(app, email, password="niet het goede woord", network=None):
    async with Browser(app, network=network) as browser:
        return await browser.post("/sessions", {"email": email, "password": password})


async def test_known_and_unknown_addresses_get_the_same_answer(app):
    somebody = await a_person()

    for email in ("niemand@nergens.example", "geen adres", "x" * 5_000, "' or 1=1 --"):
        known, unknown = await guess(app, somebody.email), await guess(app, email)
        assert known.status_code == unknown.status_code == 401
        assert known.content == unknown.content
        assert dict(known.headers) == dict(unknown.headers)


async def test_after_some_failures_known_and_unknown_wait_alike(app, clock):
    clock.stop()
    somebody = await a_person()
    answers = {
        email: [await guess(app, email) for _ in range(7)]
        for email in (somebody.email, "niemand." + somebody.email)
    }

    known, unknown = answers.values()
    assert [one.status_code for one in known] == [401] * 5 + [429] * 2
    assert known[-1].headers["retry-after"] == "1"
    assert known[-1].json()["type"] == "/problems/identity/too-many-attempts"
    assert [(one.status_code, one.content) for one in known] == [
        (one.status_code, one.content) for one in unknown
    ]


async def test_whoever_comes_back_when_asked_signs_in_and_starts_afresh(app, clock):
    clock.stop()
    somebody = await a_person()
    for _ in range(5):
        await guess(app, somebody.email)
    assert (await guess(app, somebody.email, PASSWORD)).status_code == 429
    clock.move_on(seconds=1)

    assert (await guess(app, somebody.email, PASSWORD)).status_code == 201
    assert [(await guess(app, somebody.email)).status_code for _ in range(5)] == [401] * 5


async def test_twenty_failures_lock_an_account_for_a_quarter_of_an_hour_and_no_other(app, clock):
    clock.stop()
    somebody, another = await a_person(), await a_person()
    for _ in range(20):
        assert (await guess(app, somebody.email)).status_code == 401
        clock.move_on(seconds=61)
    clock.move_on(seconds=-61)

    locked = await guess(app, somebody.email, PASSWORD)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")
    assert (await guess(app, another.email, PASSWORD)).status_code == 201
    clock.move_on(minutes=15)
    assert (await guess(app, somebody.email, PASSWORD)).status_code == 201


async def test_a_lock_on_signing_in_leaves_the_session_alone(app, sign_in, clock):
    """Otherwise anybody could throw out somebody whose address they know."""
    clock.stop()
    somebody = await a_person()
    browser = await sign_in(somebody)
    for _ in range(6):
        await guess(app, somebody.email)

    assert (await browser.get("/me")).status_code == 200
    assert (await browser.post("/proofs", {"password": PASSWORD})).status_code == 201


async def test_strangers_who_guess_do_not_keep_somebody_out_where_they_sign_in(app, clock):
    """Otherwise the other side could keep a signatory out until an offer has lapsed."""
    clock.stop()
    somebody = await a_person()
    office = "198.51.100.77"
    assert (await guess(app, somebody.email, PASSWORD, network=office)).status_code == 201
    for _ in range(20):
        await guess(app, somebody.email)
        clock.move_on(seconds=61)

    assert (await guess(app, somebody.email, PASSWORD)).status_code == 429
    assert (await guess(app, somebody.email, PASSWORD, network=office)).status_code == 201
    # There too nobody guesses endlessly.
    answers = [await guess(app, somebody.email, network=office) for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [429]


async def test_proofs_cannot_be_guessed_endlessly_either(sign_in, clock):
    clock.stop()
    browser = await sign_in(await a_person())

    answers = [await browser.post("/proofs", {"password": "fout woord hier"}) for _ in range(6)]

    assert [one.status_code for one in answers] == [400] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "1"


async def test_a_proof_that_goes_well_forgets_the_ones_that_did_not(sign_in, clock):
    clock.stop()
    browser = await sign_in(await a_person())

    for _ in range(3):
        statuses = [
            (await browser.post("/proofs", {"password": password})).status_code
            for password in ("fout woord hier", "fout woord hier", PASSWORD)
        ]
        assert statuses == [400, 400, 201]


async def test_an_unknown_address_waits_for_the_same_work_as_a_known_one(app):
    """Otherwise a busy server, or a patient stopwatch, tells who has an account."""
    somebody = await a_person()
    for _ in range(passwords.AT_ONCE + passwords.WAITING_LIMIT):
        passwords._ROOM.acquire(blocking=False)
    try:
        known, unknown = (
            await guess(app, somebody.email),
            await guess(app, "niemand@nergens.example"),
        )
    finally:
        passwords._ROOM.release(passwords.AT_ONCE + passwords.WAITING_LIMIT)

    assert known.status_code == unknown.status_code == 503
    assert known.headers["retry-after"] == "2"
    assert known.content == unknown.content


async def test_forty_guesses_at_once_are_not_forty_guesses(app, clock):
    clock.stop()
    somebody = await a_person()

    answers = await asyncio.gather(*(guess(app, somebody.email) for _ in range(40)))

    statuses = [one.status_code for one in answers]
    assert statuses.count(401) == 5
    assert statuses.count(429) == 35


async def test_a_network_that_guesses_everywhere_is_stopped_and_another_is_not(strict, clock):
    clock.stop()
    app = strict(clock, sign_in_attempts=1)
    somebody = await a_person()
    for number in range(5):
        answer = await guess(app, f"nummer{number}@nergens.example", network="2001:db8:7:7::1")
        assert answer.status_code == 401

    blocked = await guess(app, somebody.email, PASSWORD, network="2001:db8:7:7:ffff::2")
    elsewhere = await guess(app, somebody.email, PASSWORD, network="2001:db8:7:8::1")

    assert (blocked.status_code, blocked.headers["retry-after"]) == (429, "900")
    assert elsewhere.status_code == 201


async def test_sign_ins_that_go_well_do_not_count_against_a_building(strict, clock):
    clock.stop()
    app = strict(clock, sign_in_attempts=1)
    somebody = await a_person()

    answers = [await guess(app, somebody.email, PASSWORD, network="198.51.100.9") for _ in range(8)]

    assert {one.status_code for one in answers} == {201}


async def test_whoever_asks_too_often_waits_and_nobody_else_does(strict, settings, clock):
    clock.stop()
    app = strict(clock, requests_per_minute=3)
    somebody, another = await a_person(), await a_person()

    async def ask(person):
        async with Browser(app) as browser:
            secret = await person.session(settings)
            browser.carry(secret, csrf_token(secret))
            return await browser.get("/me")

    assert [(await ask(somebody)).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = await ask(somebody)
    assert refused.headers["retry-after"] == "60"
    assert refused.json()["type"] == "/problems/too-many"
    assert (await ask(another)).status_code == 200
    clock.move_on(seconds=60)
    assert (await ask(somebody)).status_code == 200


async def test_what_is_counted_cannot_be_read_back_and_is_cleared_away(database, clock):
    clock.stop()
    async with as_person(None):
        await attempts.ration("something", "geheim@adres.example", limit=1, seconds=60)
        with pytest.raises(TooMany):
            await attempts.ration("something", "geheim@adres.example", limit=1, seconds=60)
        rows = await fetch("select id from rate_bucket")
    assert rows
    assert not any("geheim" in row["id"] for row in rows)
    clock.move_on(days=1)
    before = len(rows)
    for number in range(before):
        async with as_person(None):
            await attempts.ration("another", number, limit=1, seconds=60)

    async with as_person(None):
        left = await fetch("select id from rate_bucket where window_ends_at <= $1", clock())
    assert left == []
