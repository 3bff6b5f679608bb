"""What a browser brings back from a provider counts once, for that browser, and as it was sent."""

from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
from tests.browser import Browser
from tests.builders import a_person
from tests.identity.oidc.provider import Visitor, linked, signed_in_as, told


async def test_only_the_browser_that_was_sent_comes_back_and_once(visitor, house, elsewhere):
    """Otherwise somebody could be made to go on in the session of another."""
    somebody = await a_person()
    address = await visitor.vouched(await visitor.sent("by-rsa"), somebody.email)

    async with Browser(house) as another:
        stranger = Visitor(another, elsewhere.issuer)
        assert told(await stranger.back(address)) == "identity/provider-request-over"
        await stranger.http.aclose()
    assert (await visitor.back(address)).headers["location"] == "/"
    assert told(await visitor.back(address)) == "identity/provider-request-over"


async def test_two_windows_of_one_browser_both_come_back(visitor):
    somebody = await a_person()
    addresses = [await visitor.sent("by-rsa", to=f"/{place}") for place in (1, 2)]

    for place in (2, 1):
        answer = await visitor.back(await visitor.vouched(addresses[place - 1], somebody.email))
        assert answer.headers["location"] == f"/{place}"


async def test_a_page_whose_address_has_other_letters_is_found_again(visitor):
    somebody = await a_person()
    address = await visitor.sent("by-rsa", to="/zoeken?q=één\u2028%20ja&naar=#α")

    answer = await visitor.back(await visitor.vouched(address, somebody.email))

    assert answer.headers["location"] == "/zoeken?q=%C3%A9%C3%A9n%E2%80%A8%20ja&naar=#%CE%B1"


async def test_a_visit_is_over_after_ten_minutes(visitor, clock):
    address = await visitor.vouched(await visitor.sent("by-rsa"), "late")
    clock.move_on(minutes=10)

    assert told(await visitor.back(address)) == "identity/provider-request-over"


async def test_a_proof_asked_for_in_one_session_is_none_for_another(visitor, settings):
    somebody = await a_person()
    await linked(visitor, somebody, settings, who="twice")
    address = await visitor.vouched(await visitor.sent("by-rsa", "proof"), "twice")
    await signed_in_as(visitor, somebody, settings)

    assert told(await visitor.back(address)) == "identity/provider-request-over"


def changed(address, **members):
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query)), **members}
    kept = {name: value for name, value in query.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


@pytest.mark.parametrize(
    ("members", "slug"),
    [
        ({"state": "x" * 43}, "provider-request-over"),
        ({"state": None}, "provider-request-over"),
        ({"code": "x" * 43}, "provider-untrue"),
        ({"code": None, "error": "access_denied"}, "provider-refused"),
        ({"iss": "https://evil.example"}, "provider-untrue"),
        ({"iss": None}, "provider-untrue"),
    ],
)
async def test_what_was_changed_on_the_way_back_lets_nobody_in(visitor, members, slug):
    somebody = await a_person()
    address = await visitor.vouched(await visitor.sent("by-rsa"), somebody.email)

    answer = await visitor.back(changed(address, **members))

    assert told(answer) == f"identity/{slug}"
    assert visitor.ours.session is None
    # A state that was brought is used up, however it went.
    again = await visitor.back(address)
    if members.get("state", "") == "":
        assert told(again) == "identity/provider-request-over"


async def test_what_stands_twice_in_the_address_is_nothing(visitor):
    somebody = await a_person()
    address = await visitor.vouched(await visitor.sent("by-rsa"), somebody.email)

    for name in ("state", "code"):
        value = parse_qs(urlsplit(address).query)[name][0]
        answer = await visitor.back(f"{address}&{name}={value}")
        assert told(answer) in {"identity/provider-request-over", "identity/provider-refused"}
    assert visitor.ours.session is None


async def test_the_code_of_one_visit_is_worth_nothing_in_another(visitor):
    """The provider ties it to the challenge, and we to the nonce."""
    somebody = await a_person()
    stolen = await visitor.vouched(await visitor.sent("by-rsa"), somebody.email)
    own = await visitor.vouched(await visitor.sent("by-rsa"), somebody.email)
    code = parse_qs(urlsplit(stolen).query)["code"][0]

    assert told(await visitor.back(changed(own, code=code))) == "identity/provider-untrue"


async def test_a_way_of_signing_that_we_do_not_read_is_not_believed(visitor):
    somebody = await a_person()

    assert told(await visitor.go("by-pss", somebody.email)) == "identity/provider-untrue"
