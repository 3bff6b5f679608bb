"""Who has an account cannot be told by what is answered, nor by what is done for it.

Not the time is judged, which a busy machine decides, but what takes it: the slow hashes and the
statements, in their order.
"""

from uuid import uuid4

import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_person
from tests.identity.work import observed

from samenspraak.app import create_app
from samenspraak.identity import commands as identity
from samenspraak.surroundings import Surroundings

KINDS = ("known", "unknown", "disabled", "without a password", "with a second factor")


@pytest.fixture
async def addresses_of(sign_in):
    """An address of each kind of person."""
    known, disabled, factor = [await a_person() for _ in range(3)]
    without = f"zonder.{uuid4().hex[:12]}@voorbeeld.example"
    await identity.make_user(
        name="Zonder Wachtwoord", email=without, password=None, organisation="Een organisatie"
    )
    await identity.disable_account(disabled.email)
    browser = await sign_in(factor)
    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()
    from pyotp import TOTP

    code = TOTP(begun["secret"]).now()
    path = f"/second-factors/{begun['id']}/confirmations"
    assert (await browser.post(path, {"code": code})).status_code == 201
    emails = (known.email, f"niemand.{uuid4().hex}@nergens.example", disabled.email, without)
    return dict(zip(KINDS, (*emails, factor.email), strict=True))


def plain(headers):
    return {name: value for name, value in headers.items() if name != "set-cookie"}


async def test_a_wrong_password_is_answered_with_the_same_work_for_everybody(app, addresses_of):
    seen = {}
    for kind, email in addresses_of.items():
        async with Browser(app) as browser, observed() as work:
            answer = await browser.post(
                "/sessions", {"email": email, "password": "niet het goede woord", "code": "123456"}
            )
        assert answer.status_code == 401
        seen[kind] = (answer.content, plain(answer.headers), work.hashes, work.statements)

    assert seen["known"][2] == 1
    assert [kind for kind in KINDS if seen[kind] != seen["known"]] == []


async def test_the_right_password_of_a_shut_account_is_a_wrong_one(app, addresses_of):
    seen = []
    for email, password in (
        (addresses_of["disabled"], PASSWORD),
        (addresses_of["known"], "niet het goede woord"),
    ):
        async with Browser(app) as browser, observed() as work:
            answer = await browser.post("/sessions", {"email": email, "password": password})
        seen.append((answer.content, plain(answer.headers), work.hashes, work.statements))

    assert seen[0] == seen[1]


async def test_a_link_to_choose_a_password_is_asked_for_with_the_same_work(
    app, settings, addresses_of
):
    mailed = create_app(structs.replace(settings, mail_url="smtp://127.0.0.1:9"), Surroundings())
    seen = {}
    for kind, email in addresses_of.items():
        async with Browser(mailed) as browser, observed() as work:
            answer = await browser.post("/password-resets", move(email=email))
        assert answer.status_code == 204
        seen[kind] = (answer.content, plain(answer.headers), work.hashes, work.statements)

    assert any("insert into outbox" in statement for statement in seen["known"][3])
    assert [kind for kind in KINDS if seen[kind] != seen["known"]] == []
