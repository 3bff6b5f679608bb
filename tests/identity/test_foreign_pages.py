"""What a page of somebody else can do with the session of who looks at it: nothing."""

import pytest
from tests.browser import CSRF_COOKIE, ORIGIN, Browser, move
from tests.builders import PASSWORD, a_person


async def changed(browser):
    return (await browser.get("/me")).json()["language"] == "en"


@pytest.mark.parametrize(
    ("headers", "slug"),
    [
        ({"x-csrf-token": None}, "csrf-mismatch"),
        ({"x-csrf-token": ""}, "csrf-mismatch"),
        ({"x-csrf-token": "geraden"}, "csrf-mismatch"),
        ({"origin": None}, "other-origin"),
        ({"origin": "null"}, "other-origin"),
        ({"origin": "https://evil.test"}, "other-origin"),
        ({"origin": ORIGIN + ".evil.test"}, "other-origin"),
        ({"origin": ORIGIN.replace("https", "http")}, "other-origin"),
        ({"origin": ORIGIN + ":8443"}, "other-origin"),
        ({"sec-fetch-site": "cross-site"}, "other-origin"),
        ({"origin": None, "referer": ORIGIN + "/"}, "other-origin"),
    ],
)
async def test_a_change_that_is_not_from_our_page_changes_nothing(sign_in, headers, slug):
    browser = await sign_in(await a_person())

    answer = await browser.post("/language-choices", {"language": "en"}, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["type"] == f"/problems/identity/{slug}"
    assert not await changed(browser)


async def test_another_sessions_token_does_not_go_with_a_change(people, sign_in):
    """Also not when it was planted as the cookie that screens read."""
    browser, other = await sign_in(await a_person()), await sign_in(people.bram)

    sent = await browser.post(
        "/language-choices", {"language": "en"}, headers={"x-csrf-token": other.csrf}
    )
    browser.http.cookies.set(CSRF_COOKIE, other.csrf, domain="samenspraak.test", path="/")
    planted = await browser.post("/language-choices", {"language": "en"})

    assert [sent.status_code, planted.status_code] == [403, 403]
    assert not await changed(browser)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
async def test_a_form_of_another_page_is_not_taken_for_json(sign_in, kind):
    """Browsers send these without asking first."""
    browser = await sign_in(await a_person())

    answer = await browser.send(
        "POST",
        "/language-choices",
        content=b'{"language": "en"}',
        headers={"content-type": kind},
    )

    assert answer.status_code == 415
    assert not await changed(browser)


@pytest.mark.parametrize(
    "address", ["//v1/language-choices", "///v1/language-choices", "/v1//language-choices"]
)
async def test_no_other_spelling_of_an_address_goes_around_the_gate(sign_in, address):
    """The framework reads doubled slashes as one; the gate would not know what was asked for."""
    browser = await sign_in(await a_person())

    answer = await browser.http.post(
        ORIGIN + address,
        content=b'{"language": "nl", "language": "en"}',
        headers={
            "content-type": "text/plain",
            "origin": ORIGIN,
            "x-csrf-token": browser.csrf or "",
        },
    )

    assert answer.status_code == 404
    assert not await changed(browser)


async def test_signing_out_takes_the_same_proof_as_any_change(people, sign_in):
    browser = await sign_in(people.tom)

    for path in ("/sessions", "/sessions/current"):
        for headers in ({"x-csrf-token": None}, {"origin": "https://evil.test"}):
            assert (await browser.delete(path, headers=headers)).status_code == 403
    assert (await browser.get("/me")).status_code == 200


async def test_nobody_is_signed_in_as_somebody_else_by_another_page(browser, people):
    body = {"email": people.bram.email, "password": PASSWORD}

    for headers in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = await browser.post("/sessions", body, headers=headers)
        assert answer.status_code == 403
        assert browser.session is None


async def test_an_ended_session_does_not_keep_anybody_from_signing_in(people, sign_in, clock):
    browser = await sign_in(people.tom)
    clock.move_on(hours=13)

    answer = await browser.post(
        "/sessions",
        {"email": people.tom.email, "password": PASSWORD},
        headers={"x-csrf-token": None},
    )

    assert answer.status_code == 201


async def test_a_program_needs_no_origin_and_may_come_from_any(app, people, sign_in):
    browser = await sign_in(await a_person())
    made = await browser.post("/tokens", move(name="rapport"))
    bearer = {"authorization": f"Bearer {made.json()['secret']}", "x-csrf-token": None}

    async with Browser(app) as program:
        for origin in (None, "https://elders.test"):
            headers = bearer | {"origin": origin}
            answer = await program.post("/language-choices", {"language": "en"}, headers=headers)
            # Past the edge, and refused as something a program does not do.
            assert answer.json()["type"] == "/problems/identity/not-for-programs"
