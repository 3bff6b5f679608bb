"""How long a session lasts, and that nothing but its own secret stands for it."""

import pytest
from tests.browser import SESSION_COOKIE, Browser, move
from tests.builders import a_person

from samenspraak.identity.access import person_of_session
from samenspraak.identity.decisions import csrf_token, secret_hash


async def test_a_session_lasts_while_somebody_is_there_but_never_beyond_twelve_hours(
    people, sign_in, clock
):
    browser = await sign_in(people.tom)
    for _ in range(24):
        clock.move_on(minutes=29.5)
        assert (await browser.get("/me")).status_code == 200
    clock.move_on(minutes=12)

    assert (await browser.get("/me")).status_code == 401


async def test_a_session_in_which_nothing_was_asked_for_half_an_hour_is_over(
    people, sign_in, clock
):
    browser = await sign_in(people.tom)
    clock.move_on(minutes=30)

    assert (await browser.get("/me")).status_code == 401
    clock.move_on(minutes=-1)
    assert (await browser.get("/me")).status_code == 200


@pytest.mark.parametrize(
    "forge",
    [
        lambda secret: secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        lambda secret: secret + "A",
        lambda secret: secret[:-1],
        lambda secret: secret.swapcase(),
        lambda secret: "",
        lambda secret: "A" * 43,
        secret_hash,
        csrf_token,
        lambda secret: "x" * 100_000,
        lambda secret: "' or true --",
        lambda secret: "\u00e9",
    ],
)
async def test_a_forged_cookie_is_nobody(app, people, settings, forge):
    secret = await people.tom.session(settings)
    forged = forge(secret)
    headers = [(b"cookie", f"{SESSION_COOKIE}={forged}".encode("latin-1"))]

    async with Browser(app) as browser:
        assert (await browser.get("/me", headers=headers)).status_code == 401


async def test_two_session_cookies_that_differ_are_nobody(app, people, settings):
    secrets = [await people.tom.session(settings), await people.bram.session(settings)]
    cookie = "; ".join(f"{SESSION_COOKIE}={secret}" for secret in secrets)

    async with Browser(app) as browser:
        answer = await browser.get("/me", headers={"cookie": cookie})

    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["samenspraak", "__host-samenspraak", "__Host-Samenspraak"])
async def test_a_cookie_under_another_name_is_not_looked_at(app, people, settings, name):
    """Only the exact prefix keeps other hosts from planting one."""
    secret = await people.tom.session(settings)

    async with Browser(app) as browser:
        answer = await browser.get("/me", headers={"cookie": f"{name}={secret}"})

    assert answer.status_code == 401


async def test_a_bad_token_is_not_made_up_for_by_a_good_cookie(people, sign_in):
    browser = await sign_in(people.tom)

    for authorization in ("Bearer", "Bearer x", f"bearer {browser.session}", "BEARER samenspraak_"):
        answer = await browser.get("/me", headers={"authorization": authorization})
        assert answer.status_code == 401
    # What a proxy in front of us asks for is not ours to judge.
    assert (await browser.get("/me", headers={"authorization": "Basic eDp5"})).status_code == 200


async def test_a_session_is_no_token_and_a_token_no_session(app, people, sign_in):
    browser = await sign_in(await a_person())
    made = await browser.post("/tokens", move(name="rapport"))
    async with Browser(app) as other:
        secret = made.json()["secret"]
        other.carry(secret, csrf_token(secret))
        assert (await other.get("/me")).status_code == 401


async def test_a_socket_that_only_listens_does_not_keep_a_session_going(people, settings, clock):
    """Sockets ask who is there at every wake-up; nobody has to be at the screen for that."""
    secret = await people.tom.session(settings)
    clock.move_on(minutes=20)
    assert await person_of_session(secret, settings) is not None
    clock.move_on(minutes=10)

    assert await person_of_session(secret, settings) is None
