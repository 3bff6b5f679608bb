"""A password that was forgotten: a letter with a link that works once, and tells nobody anything."""

import re

import pytest
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_person
from tests.identity.mailbox import a_mailbox
from tests.identity.telling import journal_of

from samenspraak.app import create_app
from samenspraak.database import as_person, fetch
from samenspraak.identity import commands as identity
from samenspraak.surroundings import Surroundings

NEW = "een heel ander rijtje woorden"


@pytest.fixture
async def mailbox():
    async with a_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def mailing_house(app, settings, mailbox, clock):
    """The same house, with mail going out."""
    clock.stop()
    return create_app(mailbox.mailed(settings), Surroundings(clock=clock))


@pytest.fixture
async def mailed(mailing_house):
    """A browser at the house from which mail goes out."""
    async with Browser(mailing_house) as browser:
        yield browser


async def secret_for(person, mailed, mailbox, settings):
    """Ask for a link, and take it from the letter."""
    assert (await mailed.post("/password-resets", move(email=person.email))).status_code == 204
    letters = await mailbox.letters_to(person.email, settings)
    link = re.search(r"https://\S+/wachtwoord/(\S+)", letters[-1].get_content())
    assert link is not None
    return link[1]


async def enters(app, person, password):
    async with Browser(app) as browser:
        body = {"email": person.email, "password": password}
        return (await browser.post("/sessions", body)).status_code == 201


async def test_a_link_by_mail_lets_one_choose_a_password_once(
    app, settings, mailed, mailbox, sign_in
):
    somebody = await a_person()
    signed_in = await sign_in(somebody)
    secret = await secret_for(somebody, mailed, mailbox, settings)
    path = f"/password-resets/{secret}"

    # Looking uses nothing up: mail is opened by programs before people read it.
    looks = [await mailed.get(path) for _ in range(3)]
    assert [one.status_code for one in looks] == [200] * 3
    assert list(looks[0].json()) == ["expiresAt"]
    weak = await mailed.post(f"{path}/uses", {"password": "kort"})
    used = await mailed.post(f"{path}/uses", {"password": NEW})
    again = await mailed.post(f"{path}/uses", {"password": NEW})

    assert [weak.status_code, used.status_code, again.status_code] == [400, 204, 404]
    assert again.json()["type"] == "/problems/identity/reset-over"
    assert mailed.session is None, "it signs nobody in"
    assert (await mailed.get(path)).status_code == 404
    assert (await signed_in.get("/me")).status_code == 401
    assert (await enters(app, somebody, PASSWORD), await enters(app, somebody, NEW)) == (
        False,
        True,
    )


async def test_programs_need_a_new_token_after_it_and_organisations_are_told(
    app, settings, mailed, mailbox, sign_in
):
    somebody, other = await a_person(), await sign_in(await a_person())
    browser = await sign_in(somebody)
    mine = [(await browser.post("/tokens", move(name="rapport"))).json() for _ in range(2)]
    theirs = (await other.post("/tokens", move(name="rapport"))).json()
    await browser.post(f"/tokens/{mine[0]['id']}/revocations", move())
    secret = await secret_for(somebody, mailed, mailbox, settings)

    used = await mailed.post(f"/password-resets/{secret}/uses", {"password": NEW})

    assert used.status_code == 204, used.text
    async with Browser(app) as program:
        answers = [
            (await program.get("/me", headers={"authorization": f"Bearer {each['secret']}"}))
            for each in (*mine, theirs)
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    # Each once: what was revoked before is not told again.
    assert (await journal_of(somebody))[-5:] == [
        "token.made",
        "token.made",
        "token.revoked",
        "password.changed",
        "token.revoked",
    ]


async def test_strangers_cannot_use_up_the_links_of_somebody_at_home(mailing_house, mailed):
    somebody = await a_person()
    body = {"email": somebody.email, "password": PASSWORD}
    assert (await mailed.post("/sessions", body)).status_code == 201
    asked = {"email": somebody.email}
    async with Browser(mailing_house) as stranger:
        statuses = [
            (await stranger.post("/password-resets", move(**asked))).status_code for _ in range(6)
        ]
    assert statuses == [204] * 5 + [429]

    assert (await mailed.post("/password-resets", move(**asked))).status_code == 204


async def test_the_letter_is_in_the_language_of_its_reader(settings, mailed, mailbox, sign_in):
    somebody = await a_person()
    await (await sign_in(somebody)).post("/language-choices", {"language": "en"})

    await secret_for(somebody, mailed, mailbox, settings)

    [letter] = await mailbox.letters_to(somebody.email, settings)
    assert letter["Subject"] == "Choose another password for Samenspraak"


async def test_nobody_gets_a_letter_who_has_no_password_here(settings, mailed, mailbox):
    disabled, without = await a_person(), f"zonder.{move()['id']}@voorbeeld.example"
    await identity.disable_account(disabled.email)
    await identity.make_user(
        name="Zonder Wachtwoord", email=without, password=None, organisation="Een organisatie"
    )

    for email in (disabled.email, without, "niemand@nergens.example"):
        assert (await mailed.post("/password-resets", move(email=email))).status_code == 204
        assert await mailbox.letters_to(email, settings) == []


async def test_a_link_holds_for_an_hour(settings, mailed, mailbox, clock):
    somebody = await a_person()
    secret = await secret_for(somebody, mailed, mailbox, settings)
    clock.move_on(minutes=59)
    assert (await mailed.get(f"/password-resets/{secret}")).status_code == 200
    clock.move_on(minutes=1)

    assert (await mailed.get(f"/password-resets/{secret}")).status_code == 404
    late = await mailed.post(f"/password-resets/{secret}/uses", {"password": NEW})
    assert late.json()["type"] == "/problems/identity/reset-over"


async def test_a_new_password_makes_links_that_still_lie_somewhere_worthless(
    settings, mailed, mailbox, sign_in
):
    somebody = await a_person()
    secrets = [await secret_for(somebody, mailed, mailbox, settings) for _ in range(2)]
    browser = await sign_in(somebody)

    body = {"password": PASSWORD, "newPassword": NEW}
    assert (await browser.post("/password-changes", body)).status_code == 201

    for secret in secrets:
        assert (await mailed.get(f"/password-resets/{secret}")).status_code == 404


async def test_a_shut_account_opens_by_no_link(settings, mailed, mailbox):
    somebody = await a_person()
    secret = await secret_for(somebody, mailed, mailbox, settings)
    await identity.disable_account(somebody.email)
    assert (await mailed.get(f"/password-resets/{secret}")).status_code == 404
    await identity.enable_account(somebody.email)

    # It was ended, not only kept shut.
    assert (await mailed.get(f"/password-resets/{secret}")).status_code == 404


async def test_shutting_an_account_shuts_that_of_one_person_alone(
    settings, mailed, mailbox, sign_in
):
    gone, other = await a_person(), await a_person()
    browser = await sign_in(other)
    token = (await browser.post("/tokens", move(name="rapport"))).json()["secret"]
    secret = await secret_for(other, mailed, mailbox, settings)

    await identity.disable_account(gone.email)

    assert (await browser.get("/me")).status_code == 200
    bearer = {"authorization": f"Bearer {token}"}
    assert (await mailed.get("/me", headers=bearer)).status_code == 200
    used = await mailed.post(f"/password-resets/{secret}/uses", {"password": NEW})
    assert used.status_code == 204, used.text


async def test_a_password_may_not_be_about_oneself_or_ones_organisation(settings, mailed, mailbox):
    somebody = await a_person("Marieke de Groot", organisation="Gemeente Zuiderveen")
    secret = await secret_for(somebody, mailed, mailbox, settings)

    for password in ("Zuiderveen2026!", "marieke de groot", "gemeente zuiderveen"):
        answer = await mailed.post(f"/password-resets/{secret}/uses", {"password": password})
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/password"], password


async def test_the_same_request_sends_one_letter_and_a_letterbox_is_not_filled(
    settings, mailed, mailbox, clock
):
    somebody = await a_person()
    body = move(email=somebody.email)

    assert [(await mailed.post("/password-resets", body)).status_code for _ in range(2)] == [
        204,
        204,
    ]
    assert len(await mailbox.letters_to(somebody.email, settings)) == 1
    for email in (somebody.email, "niemand.anders@nergens.example"):
        answers = [
            (await mailed.post("/password-resets", move(email=email))).status_code for _ in range(6)
        ]
        assert answers[-1] == 429
    assert len(await mailbox.letters_to(somebody.email, settings)) == 4
    clock.move_on(days=1)
    assert (await mailed.post("/password-resets", move(email=somebody.email))).status_code == 204


async def test_what_is_kept_of_a_link_opens_nothing(settings, mailed, mailbox, people):
    somebody = await a_person()
    secret = await secret_for(somebody, mailed, mailbox, settings)
    async with as_person(somebody.id):
        [kept] = await fetch("select * from password_reset where person_id = $1", somebody.id)
    async with as_person(people.bram.id):
        foreign = await fetch("select id from password_reset")

    assert secret not in str(kept)
    assert foreign == []
    for wrong in (kept["secret_hash"], secret + "A", secret[:-1], str(kept["id"])):
        assert (await mailed.get(f"/password-resets/{wrong}")).status_code == 404


async def test_where_no_mail_goes_out_the_screen_can_know(browser, mailed):
    assert (await browser.get("/identity-providers")).json() == {
        "items": [],
        "resetByMail": False,
    }
    assert (await mailed.get("/identity-providers")).json()["resetByMail"] is True
    answer = await browser.post("/password-resets", move(email="iemand@merwestede.example"))
    assert answer.json()["type"] == "/problems/identity/no-reset-by-mail"


@pytest.mark.parametrize("email", ["", " ", "emma", "emma@"])
async def test_what_is_no_address_is_a_slip_that_is_told(mailed: Browser, email: str):
    answer = await mailed.post("/password-resets", move(email=email))

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/email"]
