"""Somebody without an account checks a bundle in a browser: from our server, and from a disk."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect
from tests.agreements.bundles import a_full_bundle, a_key, forged, part
from tests.browser import Browser
from tests.servers import ServerProcess
from tests.stories.checker import Checker

from samenspraak.agreements.archive import unpack
from samenspraak.settings import resource
from samenspraak.tokens import SigningKey, key_set

pytestmark = pytest.mark.browser

Open = Callable[..., Awaitable[Checker]]


@pytest.fixture
async def open_page(chromium: Chromium, two: list[ServerProcess]) -> AsyncIterator[Open]:
    """Open the page: `await open_page("http", language="en")`."""
    checkers: list[Checker] = []

    async def opened(address: str, *, language: str = "nl") -> Checker:
        checker = await Checker.at(chromium, two[0], language=language)
        checkers.append(checker)
        checker.asked = []
        checker.page.on("request", lambda request: checker.asked.append(request.url))
        url = {
            "http": f"{two[0].origin}/verify.html",
            "file": (resource("web") / "verify.html").as_uri(),
        }[address]
        await checker.page.goto(url)
        await expect(checker.page.locator("html")).to_have_attribute("lang", language)
        return checker

    yield opened
    for checker in checkers:
        # The page itself, and nothing after it.
        assert checker.asked == [checker.page.url]
        assert not checker.complaints, "\n".join(checker.complaints)
        await checker.leave()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return a_key()


@pytest.fixture(scope="module")
def bundle(key: SigningKey) -> bytes:
    return a_full_bundle(key)


@pytest.mark.parametrize("address", ["http", "file"])
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_bundle_shows_what_was_signed_and_whose_it_can_be(
    open_page: Open, key: SigningKey, bundle: bytes, address: str, language: str
):
    checker = await open_page(address, language=language)
    assert await checker.faults() == []

    await checker.choose(bundle)
    await checker.concludes("issuer-not-checked")
    main = checker.page.get_by_role("main")
    for told in (
        "Renovatie 214 woningen Waterwijk, perceel 2",
        "Hanneke van Doorn",
        "Tom Verhoeven",
        "Leerwerkplekken timmeren",
        {"nl": "€ 93.333,33", "en": "€93,333.33"}[language],
        "Sanne Mulder",
        checker.says("found.nature"),
        key.kid,
    ):
        await expect(main).to_contain_text(told)
    assert await checker.faults() == []

    await checker.trusts(key.kid)
    await checker.concludes("known-issuer")
    await checker.trusts(a_key().kid)
    await checker.concludes("unknown-issuer")
    await checker.trusts("sleutel")
    await expect(main).to_contain_text(checker.says("trust.error"))
    await expect(checker.page.get_by_role("heading", level=2)).to_have_count(1)
    assert await checker.faults() == []


async def test_a_broken_bundle_that_is_dragged_in_is_told_with_its_reason_and_place(
    open_page: Open, bundle: bytes
):
    checker = await open_page("file")
    broken = bytearray(bundle)
    broken[bundle.index(b"Leerwerkplekken")] ^= 1

    await checker.drop(bytes(broken))

    await checker.concludes("broken")
    main = checker.page.get_by_role("main")
    await expect(main).to_contain_text(
        checker.says("found.broken.archive-part", part="agreement.json")
    )
    assert "Hanneke" not in await main.inner_text()
    assert await checker.faults() == []
    await checker.drop(bundle)
    await checker.concludes("issuer-not-checked")


async def test_what_somebody_else_sealed_is_consistent_until_one_says_whom_to_trust(
    open_page: Open, key: SigningKey
):
    checker = await open_page("http")

    await checker.choose(a_full_bundle(a_key()))
    await checker.concludes("issuer-not-checked")
    await checker.page.get_by_text(checker.says("trust.title")).click()
    await checker.choose(
        json.dumps(key_set([key.public])).encode(), place="#key-file", name="jwks.json"
    )
    await checker.concludes("unknown-issuer")
    await checker.choose(a_full_bundle(key))
    await checker.concludes("known-issuer")


async def test_a_nasty_name_is_shown_as_text_and_without_signs_that_turn_the_line(
    open_page: Open, key: SigningKey, bundle: bytes
):
    copies: dict[str, Any] = part(unpack(bundle)["copies.json"])
    copies["copies"][0]["name"] = "<img src=x onerror=alert(1)>\u202egpj.exe"
    checker = await open_page("http")

    await checker.choose(forged(bundle, key, copies=copies))

    await checker.concludes("issuer-not-checked")
    await expect(checker.page.get_by_role("main")).to_contain_text(
        "<img src=x onerror=alert(1)>?gpj.exe"
    )


async def test_the_page_is_worked_by_keyboard_and_changes_its_language_while_it_shows_something(
    open_page: Open, bundle: bytes
):
    checker = await open_page("http")
    # Asked for long before: a browser that is only then told not to open a dialog may open it.
    asked = asyncio.Event()
    checker.page.on("filechooser", lambda _: asked.set())
    await checker.choose(bundle)
    await checker.concludes("issuer-not-checked")
    await expect(checker.page.locator("#found")).to_be_focused()

    await checker.page.locator("#languages [lang=en]").focus()
    await checker.page.keyboard.press("Enter")

    checker.language = "en"
    await checker.concludes("issuer-not-checked")
    await expect(checker.page.locator("#languages [lang=en]")).to_be_focused()
    await checker.page.keyboard.press("Tab")
    await expect(checker.page.locator("#choose")).to_be_focused()
    await checker.page.keyboard.press("Enter")
    async with asyncio.timeout(30):
        await asked.wait()
    await checker.page.keyboard.press("Tab")
    await checker.page.keyboard.press("Enter")
    await checker.page.keyboard.press("Tab")
    await expect(checker.page.locator("#trusted")).to_be_focused()


async def test_the_page_brings_its_own_policy_which_allows_nothing_but_itself(browser: Browser):
    answer = await browser.http.get("/verify.html")
    policy = answer.headers["content-security-policy"]
    content = answer.text

    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.endswith("; frame-ancestors 'none'")
    assert policy.removesuffix("; frame-ancestors 'none'") in content
    assert "unsafe" not in policy
    assert content.count("<script") == content.count("<style") == 1
    assert Path(str(resource("web"))).joinpath("verify.html").stat().st_size < 200_000
