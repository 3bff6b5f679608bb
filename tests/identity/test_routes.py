"""Signing in and out, tokens and mandates, asked over HTTP."""

from uuid import uuid4

import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_colleague, a_person, a_room
from tests.identity.telling import journal_of

from samenspraak.database import as_person, execute, fetch
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token, secret_hash
from samenspraak.journal.commands import unit_of_work


async def test_somebody_signs_in_and_sees_who_they_are(browser, people):
    answer = await browser.post("/sessions", {"email": people.tom.email, "password": PASSWORD})

    assert answer.status_code == 201, answer.text
    assert answer.json() == (await browser.get("/me")).json()
    view = answer.json()
    assert view["name"] == "Tom Verhoeven"
    assert [one["name"] for one in view["memberships"]] == ["Gemeente Merwestede"]
    assert [one["upToCents"] for one in view["mandates"]] == [25_000_000]
    assert view["freshUntil"] < view["sessionEndsAt"]


async def test_the_cookies_hold_what_they_must_and_nobody_keeps_the_secret(browser, people):
    answer = await browser.post("/sessions", {"email": people.tom.email, "password": PASSWORD})

    session, csrf = sorted(answer.headers.get_list("set-cookie"), key=len, reverse=True)
    for cookie in (session, csrf):
        assert {"path=/", "secure", "samesite=lax", "max-age=43200"} <= {
            part.strip().lower() for part in cookie.split(";")
        }
        assert "domain" not in cookie.lower()
    assert session.startswith("__Host-samenspraak=")
    assert "httponly" in session.lower()
    assert csrf.startswith("__Host-samenspraak-csrf=")
    assert "httponly" not in csrf.lower()
    assert browser.session is not None
    assert browser.csrf == csrf_token(browser.session)
    assert browser.session not in answer.text
    async with as_person(people.tom.id):
        kept = await fetch("select * from session where person_id = $1", people.tom.id)
    assert secret_hash(browser.session) in {row["token_hash"] for row in kept}
    assert browser.session not in str(kept)


async def test_an_address_is_known_however_it_is_typed(browser, people):
    email = f" {people.tom.email.upper()} "

    answer = await browser.post("/sessions", {"email": email, "password": PASSWORD})

    assert answer.status_code == 201


async def test_without_a_session_one_is_asked_to_sign_in(browser):
    answer = await browser.get("/me")

    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/sign-in-required"


async def test_each_sign_in_is_a_new_session_and_ends_the_one_before(app, people):
    """A session that somebody planted in the browser would otherwise go on."""
    async with Browser(app) as browser, Browser(app) as other:
        body = {"email": people.tom.email, "password": PASSWORD}
        await browser.post("/sessions", body)
        first = browser.session
        other.carry(first, csrf_token(first))
        await browser.post("/sessions", body)

        assert browser.session != first
        assert (await browser.get("/me")).status_code == 200
        assert (await other.get("/me")).status_code == 401


async def test_signing_out_ends_this_session_only(people, sign_in):
    here, there = await sign_in(people.tom), await sign_in(people.tom)
    secret, csrf = here.session, here.csrf

    answer = await here.delete("/sessions/current")

    assert answer.status_code == 204
    assert here.session is None
    assert here.csrf is None
    here.carry(secret, csrf)
    assert (await here.get("/me")).status_code == 401
    assert (await there.get("/me")).status_code == 200


async def test_signing_out_everywhere_ends_all_sessions_of_oneself_alone(people, sign_in):
    somebody = await a_person()
    browsers = [await sign_in(somebody) for _ in range(3)]
    another = await sign_in(people.tom)

    assert (await browsers[0].delete("/sessions")).status_code == 204

    assert [(await one.get("/me")).status_code for one in browsers[1:]] == [401, 401]
    assert (await another.get("/me")).status_code == 200


async def test_a_proof_makes_acts_that_ask_for_one_go_again(people, sign_in, clock):
    browser = await sign_in(people.tom)
    clock.move_on(minutes=10)
    before = (await browser.get("/me")).json()["freshUntil"]

    wrong = await browser.post("/proofs", {"password": "niet het goede woord"})
    right = await browser.post("/proofs", {"password": PASSWORD})

    assert wrong.status_code == 400
    assert wrong.json()["type"] == "/problems/identity/wrong-password"
    assert [one["pointer"] for one in wrong.json()["errors"]] == ["/password"]
    assert right.status_code == 201
    assert right.json()["freshUntil"] > before


async def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(app, sign_in):
    somebody = await a_person()
    here, there = await sign_in(somebody), await sign_in(somebody)
    new = "een heel ander rijtje woorden"

    wrong = await here.post("/password-changes", {"password": new, "newPassword": new})
    weak = await here.post("/password-changes", {"password": PASSWORD, "newPassword": "kort"})
    right = await here.post("/password-changes", {"password": PASSWORD, "newPassword": new})

    assert [wrong.status_code, weak.status_code, right.status_code] == [400, 400, 201]
    assert weak.json()["errors"][0]["pointer"] == "/newPassword"
    assert (await here.get("/me")).status_code == 200
    assert (await there.get("/me")).status_code == 401
    async with Browser(app) as fresh:
        for password, status in ((PASSWORD, 401), (new, 201)):
            body = {"email": somebody.email, "password": password}
            assert (await fresh.post("/sessions", body)).status_code == status


async def test_the_language_of_ones_choice_is_kept(sign_in):
    somebody = await a_person()
    browser = await sign_in(somebody)

    chosen = await browser.post("/language-choices", {"language": "en"})
    unknown = await browser.post("/language-choices", {"language": "fr"})

    assert (chosen.status_code, chosen.json()["language"]) == (201, "en")
    assert unknown.status_code == 400
    assert (await browser.get("/me")).json()["language"] == "en"


async def test_a_program_works_with_a_token_until_it_is_revoked(app, sign_in):
    somebody = await a_person()
    browser = await sign_in(somebody)

    made = await browser.post("/tokens", move(name="kwartaalrapport", days=30))
    assert made.status_code == 201, made.text
    secret = made.json()["secret"]
    assert secret.startswith("samenspraak_")
    assert len(secret) == 55
    listed = (await browser.get("/tokens")).json()
    assert [(one["name"], one["moves"]) for one in listed["items"]] == [
        ("kwartaalrapport", ["revoke"])
    ]
    assert secret not in str(listed)
    async with Browser(app) as program:
        bearer = {"authorization": f"Bearer {secret}"}
        assert (await program.get("/me", headers=bearer)).json()["freshUntil"] is None
        token = f"/tokens/{made.json()['id']}"
        revocation = move()
        for _ in range(2):
            revoked = await browser.post(f"{token}/revocations", revocation)
            assert revoked.status_code == 201
            assert revoked.json()["revokedAt"] is not None
            assert revoked.json()["moves"] == []
        again = await browser.post(f"{token}/revocations", move())
        assert again.json()["type"] == "/problems/identity/already-revoked"
        assert (await program.get("/me", headers=bearer)).status_code == 401
    assert (await journal_of(somebody))[-2:] == ["token.made", "token.revoked"]


async def test_a_tokens_secret_is_told_once_even_when_asked_twice(people, sign_in):
    somebody = await a_person()
    browser, other = await sign_in(somebody), await sign_in(people.tom)
    body = move(name="rapport")

    answers = [await browser.post("/tokens", body) for _ in range(2)]
    foreign = await other.post("/tokens", body)

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["type"] == "/problems/identity/secret-shown-once"
    assert foreign.json()["type"] == "/problems/id-taken"
    assert (await journal_of(somebody)).count("token.made") == 1


async def test_a_token_works_for_the_days_it_was_made_for(app, sign_in, clock):
    browser = await sign_in(await a_person())
    secret = (await browser.post("/tokens", move(name="rapport", days=2))).json()["secret"]
    bearer = {"authorization": f"Bearer {secret}"}

    async with Browser(app) as program:
        clock.move_on(hours=47)
        assert (await program.get("/me", headers=bearer)).status_code == 200
        clock.move_on(hours=1)
        assert (await program.get("/me", headers=bearer)).status_code == 401


async def test_a_program_never_acts_in_person(app, people, sign_in):
    somebody = await a_person()
    colleague = await a_colleague(somebody, "Nadia Haddou")
    browser = await sign_in(somebody)
    made = (await browser.post("/tokens", move(name="rapport"))).json()
    mandates = f"/organisations/{somebody.organisation_id}/mandates"
    mandate = (
        await browser.post(mandates, move(personId=str(colleague.id), role="teamleider"))
    ).json()

    async with Browser(app) as program:
        bearer = {"authorization": f"Bearer {made['secret']}"}
        refused = [
            await program.post(path, body, headers=bearer)
            for path, body in (
                ("/proofs", {"password": PASSWORD}),
                ("/password-changes", {"password": PASSWORD, "newPassword": "iets heel anders nu"}),
                ("/language-choices", {"language": "en"}),
                ("/tokens", move(name="nog een")),
                (f"/tokens/{made['id']}/revocations", move()),
                (mandates, move(personId=str(somebody.id), role="directeur")),
                (f"{mandates}/{mandate['id']}/revocations", move()),
            )
        ]
        refused += [
            await program.delete(path, headers=bearer)
            for path in ("/sessions", "/sessions/current")
        ]
        seen = (await program.get(mandates, headers=bearer)).json()

    assert {answer.status_code for answer in refused} == {403}
    assert seen["moves"] == []
    assert seen["items"][0]["moves"] == []
    assert (await browser.get("/me")).status_code == 200


async def test_an_administrator_lets_a_colleague_sign_and_takes_it_back(sign_in):
    somebody = await a_person(organisation="Gemeente Lingedal")
    colleague = await a_colleague(somebody, "Tom Verhoeven")
    browser, other = await sign_in(somebody), await sign_in(colleague)
    mandates = f"/organisations/{somebody.organisation_id}/mandates"
    body = move(personId=str(colleague.id), role="teamleider", upToCents=25_000_000)

    granted = [await browser.post(mandates, body) for _ in range(2)]
    assert [answer.status_code for answer in granted] == [201, 201]
    assert granted[0].json() == granted[1].json()
    assert granted[0].json()["personName"] == "Tom Verhoeven"
    # A smaller amount in the same role replaces what was there.
    smaller = {**body, **move(upToCents=10_000_000)}
    lower = await browser.post(mandates, smaller)
    seen = (await other.get(mandates)).json()
    assert [(one["upToCents"], one["moves"]) for one in seen["items"]] == [(10_000_000, [])]
    assert seen["moves"] == []
    refused = await other.post(mandates, move(personId=str(somebody.id), role="directeur"))
    assert refused.status_code == 403
    revocations = f"{mandates}/{lower.json()['id']}/revocations"
    assert (await other.post(revocations, move())).status_code == 403
    assert (await browser.post(revocations, move())).json()["moves"] == []
    assert (await browser.post(revocations, move())).status_code == 409
    assert (await other.get("/me")).json()["mandates"] == []
    assert (await journal_of(somebody))[-4:] == [
        "mandate.granted",
        "mandate.revoked",
        "mandate.granted",
        "mandate.revoked",
    ]


async def test_only_a_colleague_signs_for_an_organisation(people, sign_in):
    browser = await sign_in(people.marieke)
    mandates = f"/organisations/{people.marieke.organisation_id}/mandates"
    body = move(personId=str(people.youssef.id), role="", upToCents=0)

    answer = await browser.post(mandates, body)

    assert answer.status_code == 400
    assert {one["pointer"] for one in answer.json()["errors"]} == {
        "/role",
        "/personId",
        "/upToCents",
    }


@pytest.mark.parametrize("path", ["members", "mandates"])
async def test_another_organisation_is_as_good_as_none(people, sign_in, path):
    browser = await sign_in(people.bram)

    foreign = await browser.get(f"/organisations/{people.marieke.organisation_id}/{path}")
    missing = await browser.get(f"/organisations/{uuid4()}/{path}")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


async def test_another_organisations_mandate_cannot_be_revoked(people, sign_in):
    browser, other = await sign_in(people.bram), await sign_in(people.marieke)
    theirs = (await other.get(f"/organisations/{people.marieke.organisation_id}/mandates")).json()[
        "items"
    ][0]["id"]
    own = f"/organisations/{people.bram.organisation_id}/mandates"

    assert (await browser.post(f"{own}/{theirs}/revocations", move())).status_code == 404


async def test_one_organisations_rights_are_not_changed_through_another(sign_in):
    """Also not by somebody who administers both."""
    somebody = await a_person()
    async with unit_of_work(somebody.id) as work:
        second = await identity.found_organisation(work, name="Buurtkracht", title="bestuurder")
    browser = await sign_in(somebody)
    mandate = move(personId=str(somebody.id), role="bestuurder")
    await browser.post(f"/organisations/{second.id}/mandates", mandate)

    path = f"/organisations/{somebody.organisation_id}/mandates/{mandate['id']}/revocations"

    assert (await browser.post(path, move())).status_code == 404
    assert len((await browser.get("/me")).json()["mandates"]) == 1


async def test_whoever_left_an_organisation_is_outside_until_they_come_back(sign_in):
    somebody = await a_person()
    colleague = await a_colleague(somebody, "Nadia Haddou")
    browser = await sign_in(colleague)
    members = f"/organisations/{somebody.organisation_id}/members"
    async with unit_of_work(somebody.id, somebody.organisation_journal_id) as work:
        await execute(
            "update membership set left_at = $2 where person_id = $1", colleague.id, work.at
        )

    assert (await browser.get(members)).status_code == 404
    assert (await browser.get("/me")).json()["memberships"] == []
    async with unit_of_work(colleague.id, somebody.organisation_journal_id) as work:
        await identity.add_member(
            work,
            organisation_id=somebody.organisation_id,
            journal_id=somebody.organisation_journal_id,
            title="beleidsadviseur",
        )
    assert [one["title"] for one in (await browser.get("/me")).json()["memberships"]] == [
        "beleidsadviseur"
    ]
    assert (await browser.get(members)).status_code == 200
    assert (await journal_of(somebody)).count("person.joined") == 2


async def test_another_persons_token_cannot_be_revoked(people, sign_in):
    mine, theirs = await sign_in(await a_person()), await sign_in(people.bram)
    token = (await mine.post("/tokens", move(name="rapport"))).json()

    assert (await theirs.post(f"/tokens/{token['id']}/revocations", move())).status_code == 404
    assert (await theirs.get("/tokens")).json()["items"] == []


async def test_nobody_shares_a_name_with_the_people_of_another_organisation(people, settings):
    """A person's row is read by those who share a journal with them, and by nobody else."""
    room = await a_room(people, settings)
    async with as_person(people.bram.id):
        rows = await fetch("select id from person where id = $1", room.marieke.person_id)
        credential = await fetch("select id from credential where id <> $1", people.bram.id)
        session = await fetch("select id from session where person_id <> $1", people.bram.id)
    assert (rows, credential, session) == ([], [], [])


async def test_whoever_made_an_address_known_first_keeps_it(database):
    from samenspraak.identity.decisions import AddressTaken

    somebody = await a_person()
    with pytest.raises(AddressTaken):
        await a_person(email=somebody.email.upper())


async def test_a_view_of_oneself_says_when_the_session_ends(people, sign_in, clock, settings):
    browser = await sign_in(people.tom)
    first = (await browser.get("/me")).json()["sessionEndsAt"]
    clock.move_on(minutes=20)
    later = (await browser.get("/me")).json()["sessionEndsAt"]

    assert first < later
    assert structs.asdict(settings)["session_idle_seconds"] == 1800
