"""What works once works once, however many press at the same moment."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pyotp import TOTP
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_colleague, a_person
from tests.identity.mailbox import a_mailbox
from tests.identity.test_resets import NEW, secret_for
from tests.identity.test_second_factor import with_second_factor

from samenspraak.app import create_app
from samenspraak.database import as_person, fetch
from samenspraak.errors import Unauthenticated
from samenspraak.identity import commands as identity
from samenspraak.identity.access import person_of_session
from samenspraak.identity.queries import oneself
from samenspraak.identity.schemas import MakeAdministrator, SignIn
from samenspraak.surroundings import Surroundings

TIMES = 8


async def at_once(app, body, times=TIMES):
    """Sign in so often at the same moment, each from a place of its own."""

    async def one():
        async with Browser(app) as browser:
            return (await browser.post("/sessions", body)).status_code

    return sorted(await asyncio.gather(*(one() for _ in range(times))))


async def test_a_code_lets_in_one_of_all_who_have_it(app, sign_in, clock):
    clock.stop()
    somebody = await a_person()
    telephone, codes = await with_second_factor(await sign_in(somebody), clock)
    known = {"email": somebody.email, "password": PASSWORD}

    for code in (telephone.code(), codes[0]):
        answers = await at_once(app, {**known, "code": code}, times=4)
        assert answers == [201, 401, 401, 401]
        clock.move_on(minutes=16)


async def test_a_link_chooses_one_password(app, settings, clock):
    clock.stop()
    somebody = await a_person()
    async with a_mailbox() as mailbox:
        house = create_app(mailbox.mailed(settings), Surroundings(clock=clock))
        async with Browser(house) as mailed:
            secret = await secret_for(somebody, mailed, mailbox, settings)
            path = f"/password-resets/{secret}/uses"
            words = [f"{NEW} nummer {number}" for number in range(TIMES)]

            answers = await asyncio.gather(
                *(mailed.post(path, {"password": word}) for word in words)
            )

    statuses = [one.status_code for one in answers]
    assert sorted(statuses) == [204] + [404] * (TIMES - 1)
    known = {"email": somebody.email, "password": words[statuses.index(204)]}
    assert await at_once(app, known, times=1) == [201]


async def test_confirming_at_once_makes_one_set_of_codes(sign_in, clock):
    clock.stop()
    somebody = await a_person()
    browser = await sign_in(somebody)
    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()
    body = {"code": TOTP(begun["secret"]).at(clock())}
    path = f"/second-factors/{begun['id']}/confirmations"

    answers = await asyncio.gather(*(browser.post(path, body) for _ in range(4)))

    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    async with as_person(somebody.id):
        kept = await fetch("select id from recovery_code where person_id = $1", somebody.id)
    assert len(kept) == 10


async def test_whoever_a_new_password_let_go_does_not_choose_another(app, sign_in):
    somebody = await a_person()
    browsers = [await sign_in(somebody) for _ in range(3)]
    words = [f"vijf heel andere losse woorden {number}" for number in range(3)]

    answers = await asyncio.gather(
        *(
            browser.post("/password-changes", {"password": PASSWORD, "newPassword": word})
            for browser, word in zip(browsers, words, strict=True)
        )
    )

    statuses = [one.status_code for one in answers]
    assert statuses.count(201) == 1
    assert max(statuses) < 500
    known = {"email": somebody.email, "password": words[statuses.index(201)]}
    assert await at_once(app, known, times=1) == [201]


async def test_whoever_is_let_go_while_they_ask_is_told_so(settings):
    somebody = await a_person()
    secret = await identity.sign_in(
        SignIn(email=somebody.email, password=PASSWORD),
        network="192.0.2.7",
        ending=None,
        settings=settings,
    )
    person = await person_of_session(secret, settings)
    assert person is not None
    await identity.sign_out(person)
    with pytest.raises(Unauthenticated):
        await oneself(person, settings)


@pytest.mark.parametrize("noun", ["endings", "administrator-endings"])
async def test_two_administrators_cannot_end_each_other(settings, sign_in, noun):
    """Whoever comes second is no administrator any more."""
    first = await a_person()
    second = await a_colleague(first, "Nadia Haddad")
    await identity.make_administrator(
        await first.member(settings), second.id, MakeAdministrator(id=first.id), settings
    )
    browsers = {first: await sign_in(first), second: await sign_in(second)}
    base = f"/organisations/{first.organisation_id}/members"

    answers = await asyncio.gather(
        browsers[first].post(f"{base}/{second.id}/{noun}", move()),
        browsers[second].post(f"{base}/{first.id}/{noun}", move()),
    )

    statuses = sorted(one.status_code for one in answers)
    assert statuses[0] == 201
    assert statuses[1] in {403, 404}
    winner = first if answers[0].status_code == 201 else second
    view = (await browsers[winner].get("/me")).json()
    assert [one["isAdministrator"] for one in view["memberships"]] == [True]


async def test_the_last_two_ways_in_are_not_removed_at_once(settings, sign_in):
    somebody = await a_person()
    browser = await sign_in(somebody)
    async with as_person(somebody.id):
        await fetch("update credential set password_hash = null where person_id = $1", somebody.id)
        for issuer in ("https://een.example", "https://twee.example"):
            await fetch(
                "insert into external_identity (id, person_id, issuer, subject, linked_at)"
                " values ($1, $2, $3, 'a subject', $4)",
                uuid4(),
                somebody.id,
                issuer,
                datetime.now(UTC),
            )
    identities = (await browser.get("/me")).json()["identities"]

    answers = await asyncio.gather(
        *(browser.post(f"/external-identities/{one['id']}/removals", move()) for one in identities)
    )

    assert sorted(one.status_code for one in answers) == [201, 409]
