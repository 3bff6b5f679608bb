"""Signing in, proving oneself and linking by way of a real provider of OpenID Connect."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import uuid4

import pytest
from msgspec import structs
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_person
from tests.identity.oidc.provider import Visitor, a_provider, linked, signed_in_as, told
from tests.identity.test_accounts_told import told_of
from tests.identity.test_second_factor import Telephone

from samenspraak.app import create_app
from samenspraak.database import as_person, fetch
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token
from samenspraak.surroundings import Surroundings


async def test_the_screens_learn_where_one_may_sign_in(visitor):
    assert (await visitor.ours.get("/identity-providers")).json() == {
        "items": [
            {"id": "by-rsa", "name": "Organisatie by-rsa"},
            {"id": "by-pss", "name": "Organisatie by-pss"},
        ],
        "resetByMail": False,
    }


async def test_whoever_a_trusted_provider_made_sure_of_comes_in_and_is_known_from_then_on(
    visitor,
):
    somebody = await a_person()

    first = await visitor.go("by-rsa", somebody.email, to="/contracten?soort=mijn")

    assert (first.status_code, first.headers["location"]) == (303, "/contracten?soort=mijn")
    view = (await visitor.ours.get("/me")).json()
    assert view["email"] == somebody.email
    [identity_view] = view["identities"]
    assert (identity_view["providerId"], identity_view["provider"]) == (
        "by-rsa",
        "Organisatie by-rsa",
    )
    [session] = (await visitor.ours.get("/sessions")).json()["items"]
    assert session["method"] == "openid"
    assert (await visitor.go("by-rsa", somebody.email)).headers["location"] == "/"


async def test_a_session_of_before_ends_and_a_new_secret_is_given(visitor, settings, house):
    somebody = await a_person()
    await signed_in_as(visitor, somebody, settings)
    before = visitor.ours.session

    await visitor.go("by-rsa", somebody.email)

    assert visitor.ours.session not in {None, before}
    async with Browser(house) as other:
        other.carry(before, csrf_token(before))
        assert (await other.get("/me")).status_code == 401


async def test_the_provider_is_asked_for_a_code_with_a_challenge_and_no_more(visitor, elsewhere):
    address = urlsplit(await visitor.sent("by-rsa"))
    asked = dict(parse_qsl(address.query))

    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{elsewhere.issuer}/auth"
    assert (asked["response_type"], asked["scope"]) == ("code", "openid email")
    assert asked["code_challenge_method"] == "S256"
    assert {len(asked[name]) for name in ("state", "nonce", "code_challenge")} == {43}
    assert not {"prompt", "max_age"} & set(asked)
    proofs = [dict(parse_qsl(urlsplit(await visitor.sent("by-rsa")).query)) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert proofs[0][name] != proofs[1][name]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("niemand@nergens.example", "nobody has the address"),
        ("unsure:{email}", "nobody made sure of the address"),
        ("", "the account is shut"),
    ],
)
async def test_whoever_is_not_known_here_is_told_so_and_not_let_in(visitor, who, why):
    somebody = await a_person()
    if not who:
        await identity.disable_account(somebody.email)

    answer = await visitor.go("by-rsa", who.format(email=somebody.email) or somebody.email, to="/x")

    assert told(answer) == "identity/not-known-here", why
    assert answer.headers["location"].startswith("/inloggen?naar=%2Fx&fout=")
    assert visitor.ours.session is None


async def test_an_address_is_not_enough_where_the_provider_is_not_trusted_with_it(
    careful, elsewhere, settings
):
    somebody = await a_person()
    async with Browser(careful) as ours, Visitor(ours, elsewhere.issuer) as visitor:
        assert told(await visitor.go("by-curve", somebody.email)) == "identity/not-known-here"
        await linked(visitor, somebody, settings, "by-curve", somebody.email)
        await ours.delete("/sessions/current")

        answer = await visitor.go("by-curve", somebody.email)

        assert answer.headers["location"] == "/"
        assert (await ours.get("/me")).json()["id"] == str(somebody.id)


async def test_an_address_that_changed_hands_over_there_opens_nothing_here(visitor, settings):
    """The provider knows the new colleague under another subject than the old one."""
    somebody = await a_person()
    await linked(visitor, somebody, settings, who=f"old:{somebody.email}")
    await visitor.ours.delete("/sessions/current")
    visitor.http.cookies.clear()

    assert told(await visitor.go("by-rsa", somebody.email)) == "identity/not-known-here"
    visitor.http.cookies.clear()
    known = await visitor.go("by-rsa", f"old:{somebody.email}")
    assert known.headers["location"] == "/"


async def test_whoever_has_a_second_factor_links_by_hand(visitor, settings, sign_in, clock):
    clock.stop()
    somebody = await a_person()
    browser = await sign_in(somebody)
    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()
    code = Telephone(begun["secret"], clock).code()
    await browser.post(f"/second-factors/{begun['id']}/confirmations", {"code": code})

    assert told(await visitor.go("by-rsa", somebody.email)) == "identity/not-known-here"
    await linked(visitor, somebody, settings, who=somebody.email)
    await visitor.ours.delete("/sessions/current")
    assert (await visitor.go("by-rsa", somebody.email)).headers["location"] == "/"


async def test_one_account_over_there_is_one_person_here(visitor, settings):
    first, second = await a_person(), await a_person()
    who = f"sub:{uuid4()}"
    await linked(visitor, first, settings, who=who)

    await signed_in_as(visitor, second, settings)
    taken = await visitor.go("by-rsa", who, "link", "/account?tab=1#x")
    assert taken.headers["location"] == ("/account?tab=1&fout=identity%2Fidentity-taken#x")
    # Linking the same once more changes nothing, and is no mistake.
    await linked(visitor, first, settings, who=who)
    assert len((await visitor.ours.get("/me")).json()["identities"]) == 1


async def test_linking_asks_for_proof_here_first(visitor, settings, clock):
    somebody = await a_person()
    await signed_in_as(visitor, somebody, settings)
    clock.move_on(minutes=6)

    body = {"provider": "by-rsa", "purpose": "link", "returnTo": "/"}
    late = await visitor.ours.post("/provider-requests", body)

    assert late.json()["type"] == "/problems/identity/proof-too-old"


async def test_a_proof_over_there_makes_acts_go_again_and_says_how(visitor, settings, clock):
    somebody = await a_person()
    who = f"sub:{uuid4()}"
    await linked(visitor, somebody, settings, who=who)
    clock.move_on(minutes=10)
    before = (await visitor.ours.get("/me")).json()["freshUntil"]
    clock.move_on(minutes=-10)

    address = await visitor.sent("by-rsa", "proof", "/contracten/1")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    answer = await visitor.back(await visitor.vouched(address, who))

    assert answer.headers["location"] == "/contracten/1"
    assert (await visitor.ours.get("/me")).json()["freshUntil"] > before
    [session] = (await visitor.ours.get("/sessions")).json()["items"]
    assert session["method"] == "openid"


async def test_a_proof_takes_logging_in_anew_over_there(visitor, settings, clock):
    """A page that takes out the question to log in anew gets an old proof."""
    somebody = await a_person()
    await linked(visitor, somebody, settings, who="lazy")
    # What the provider saw lies two minutes back by our clock.
    clock.move_on(minutes=2)
    address = urlsplit(await visitor.sent("by-rsa", "proof"))
    kept = [
        (name, value)
        for name, value in parse_qsl(address.query)
        if name not in {"prompt", "max_age"}
    ]
    lazily = urlunsplit(address._replace(query=urlencode(kept)))

    answer = await visitor.back(await visitor.vouched(lazily, "lazy"))

    assert told(answer) == "identity/proof-elsewhere-too-old"
    [session] = (await visitor.ours.get("/sessions")).json()["items"]
    assert session["method"] == "password"


async def test_a_proof_by_somebody_else_over_there_is_none(visitor, settings):
    somebody = await a_person()
    await linked(visitor, somebody, settings, who="myself")
    visitor.http.cookies.clear()

    answer = await visitor.go("by-rsa", "a colleague", "proof", "/y")

    assert answer.headers["location"] == "/y?fout=identity%2Fother-identity"


async def test_without_a_link_of_ones_own_there_is_nothing_to_prove_by(visitor, settings):
    await linked(visitor, await a_person(), settings)
    await signed_in_as(visitor, await a_person(), settings)
    body = {"provider": "by-rsa", "purpose": "proof", "returnTo": "/"}

    answer = await visitor.ours.post("/provider-requests", body)

    assert answer.json()["type"] == "/problems/identity/not-linked"


async def test_signing_in_where_one_was_signed_in_already_is_no_fresh_proof(
    visitor, settings, clock
):
    """It is as old as the proof over there."""
    somebody = await a_person()
    assert (await visitor.go("by-rsa", somebody.email)).headers["location"] == "/"
    clock.move_on(minutes=20)

    assert (await visitor.go("by-rsa", somebody.email)).headers["location"] == "/"

    fresh_until = (await visitor.ours.get("/me")).json()["freshUntil"]
    assert fresh_until < clock().isoformat()


async def test_where_no_moment_is_told_signing_in_proves_nothing_of_now(
    careful, elsewhere, settings
):
    somebody = await a_person()
    async with Browser(careful) as ours, Visitor(ours, elsewhere.issuer) as visitor:
        await linked(visitor, somebody, settings, "by-curve", "quiet")
        await visitor.go("by-curve", "quiet")

        assert (await ours.get("/me")).json()["freshUntil"] == "1970-01-01T00:05:00Z"


async def test_a_provider_with_new_keys_is_believed_again_soon(app, settings, clock):
    somebody = await a_person()
    with a_provider() as old:
        providers = (old.as_provider("by-rsa", trusts_email=True),)
        house = create_app(
            structs.replace(settings, providers=providers), Surroundings(clock=clock)
        )
        async with Browser(house) as ours, Visitor(ours, old.issuer) as visitor:
            assert (await visitor.go("by-rsa", somebody.email)).headers["location"] == "/"
            old.stop()
            away = await ours.post(
                "/provider-requests", {"provider": "by-rsa", "purpose": "sign-in"}
            )
            # What it said of itself is known for a while.
            assert away.status_code == 201
            clock.move_on(minutes=11)
            away = await ours.post(
                "/provider-requests", {"provider": "by-rsa", "purpose": "sign-in"}
            )
            assert away.status_code == 503
            assert away.json()["type"] == "/problems/identity/provider-unreachable"
            clock.move_on(minutes=-11)
            with a_provider(port=old.port):
                visitor.http.cookies.clear()
                clock.move_on(seconds=31)
                answer = await visitor.go("by-rsa", somebody.email)
                assert answer.headers["location"] == "/"


async def test_a_provider_that_wants_our_secret_in_the_body_gets_it_there(app, settings, clock):
    somebody = await a_person()
    with a_provider(client_method="client_secret_post") as provider:
        providers = (provider.as_provider("by-curve", trusts_email=True),)
        house = create_app(
            structs.replace(settings, providers=providers), Surroundings(clock=clock)
        )
        async with Browser(house) as ours, Visitor(ours, provider.issuer) as visitor:
            assert (await visitor.go("by-curve", somebody.email)).headers["location"] == "/"


async def test_a_way_in_is_removed_while_there_is_another(visitor, settings, clock):
    somebody = await a_person()
    await linked(visitor, somebody, settings, who="gone")
    view = (await visitor.ours.get("/me")).json()
    [one] = view["identities"]
    assert one["moves"] == ["remove"]
    path = f"/external-identities/{one['id']}/removals"

    clock.move_on(minutes=6)
    late = await visitor.ours.post(path, move())
    clock.move_on(minutes=-6)
    removed = await visitor.ours.post(path, move())

    assert late.json()["type"] == "/problems/identity/proof-too-old"
    assert (removed.status_code, removed.json()["identities"]) == (201, [])
    assert (await visitor.ours.post(path, move())).status_code == 404
    whom = {"personId": str(somebody.id), "identityId": one["id"]}
    assert (await told_of(somebody))[-2:] == [("identity.linked", whom), ("identity.removed", whom)]
    await visitor.ours.delete("/sessions/current")
    assert told(await visitor.go("by-rsa", "gone")) == "identity/not-known-here"


async def test_who_has_no_password_keeps_a_way_in(visitor):
    email = f"zonder.{uuid4().hex[:12]}@voorbeeld.example"
    await identity.make_user(
        name="Zonder Wachtwoord", email=email, password=None, organisation="Een organisatie"
    )
    assert (await visitor.go("by-rsa", email)).headers["location"] == "/"
    view = (await visitor.ours.get("/me")).json()
    [one] = view["identities"]

    assert (view["hasPassword"], view["moves"], one["moves"]) == (False, ["link-identity"], [])
    refused = await visitor.ours.post(f"/external-identities/{one['id']}/removals", move())
    assert refused.json()["type"] == "/problems/identity/last-way-in"
    proof = await visitor.ours.post("/proofs", {"password": PASSWORD})
    assert proof.json()["type"] == "/problems/identity/wrong-password"


async def test_ways_in_of_others_are_not_there(visitor, settings, sign_in, people):
    somebody = await a_person()
    await linked(visitor, somebody, settings)
    [one] = (await visitor.ours.get("/me")).json()["identities"]
    bram = await sign_in(people.bram)

    answer = await bram.post(f"/external-identities/{one['id']}/removals", move())

    assert answer.status_code == 404
    assert len((await visitor.ours.get("/me")).json()["identities"]) == 1


async def test_what_ways_in_hang_on_is_nobody_elses_to_read(visitor, settings, people):
    somebody = await a_person()
    await linked(visitor, somebody, settings)
    async with as_person(people.bram.id):
        assert await fetch("select id from external_identity") == []
        assert await fetch("select id from provider_request") == []
    async with as_person(somebody.id):
        assert await fetch("select id from provider_request") == []


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "evil", "", "/a\nb", "/ b",
        "/" + "x" * 500, "/\t/evil.example", "/a\\b",
    ],
)  # fmt: skip
async def test_one_comes_back_on_our_own_pages_only(visitor, to):
    body = {"provider": "by-rsa", "purpose": "sign-in", "returnTo": to}

    answer = await visitor.ours.post("/provider-requests", body)

    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/returnTo"]


async def test_only_what_is_set_up_is_asked_and_only_by_whom_it_is_for(visitor, app):
    def body(**members):
        return {"provider": "by-rsa", "purpose": "sign-in", "returnTo": "/", **members}

    unknown = await visitor.ours.post("/provider-requests", body(provider="evil"))
    assert [one["pointer"] for one in unknown.json()["errors"]] == ["/provider"]
    for purpose in ("proof", "link"):
        nobody = await visitor.ours.post("/provider-requests", body(purpose=purpose))
        assert nobody.status_code == 401
    assert (await visitor.ours.post("/provider-requests", body(purpose="x"))).status_code == 400


async def test_a_program_has_no_other_way_in(visitor, sign_in):
    browser = await sign_in(await a_person())
    made = await browser.post("/tokens", move(name="rapport"))
    bearer = {"authorization": f"Bearer {made.json()['secret']}"}

    for purpose in ("proof", "link"):
        body = {"provider": "by-rsa", "purpose": purpose, "returnTo": "/"}
        answer = await visitor.ours.post("/provider-requests", body, headers=bearer)
        assert answer.json()["type"] == "/problems/identity/not-for-programs"
