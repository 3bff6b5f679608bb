"""Somebody at a screen, who uses what a person sees and notices whatever the page complains of."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Self

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.servers import ServerProcess

from samenspraak.identity.decisions import csrf_token

TOP = Path(__file__).resolve().parents[2]
# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE_MS = 30_000
WIDE = (1440, 900)
# A refusal is an answer; the screen shows its sentence, and what it shows is tested.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
# What a browser says of itself while there is no line.
NO_LINE = re.compile(r"net::ERR_|WebSocket connection to ")


@cache
def catalogue(language: str, *, side: str = "frontend/src") -> dict[str, str]:
    """Return every sentence of the screens in a language."""
    # The server has one file for a language, the screens have a file for each of their parts.
    texts = TOP / side / "text"
    parts = [*texts.glob(f"{language}.json"), *texts.glob(f"{language}/*.json")]
    return {
        key: sentence
        for part in parts
        for key, sentence in json.loads(part.read_text(encoding="utf-8")).items()
    }


class Visitor:
    """A browser with cookies of its own, one page, and the words of one language."""

    def __init__(self, context: BrowserContext, page: Page, origin: str, language: str) -> None:
        self.context = context
        self.page = page
        self.origin = origin
        self.language = language
        self.complaints: list[str] = []
        self.is_cut_off = False
        self._listen(page)

    def _listen(self, page: Page) -> None:
        # What a person cannot see but a developer would: the page must be silent.
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._complain(f"error: {error}"))
        page.on("response", self._answered)

    @classmethod
    async def at(
        cls,
        chromium: Chromium,
        server: ServerProcess,
        *,
        language: str = "nl",
        size: tuple[int, int] = WIDE,
        session: str | None = None,
    ) -> Self:
        """Open a window; with the secret of a session its person is signed in already."""
        cookies = {SESSION_COOKIE: session, CSRF_COOKIE: csrf_token(session)} if session else {}
        context = await chromium.new_context(
            base_url=server.origin,
            storage_state={
                "cookies": [
                    {
                        "name": name,
                        "value": value,
                        "domain": "127.0.0.1",
                        "path": "/",
                        "expires": -1,
                        "httpOnly": name == SESSION_COOKIE,
                        "secure": True,
                        "sameSite": "Lax",
                    }
                    for name, value in cookies.items()
                ],
                "origins": [
                    {
                        "origin": server.origin,
                        "localStorage": [{"name": "samenspraak-language", "value": language}],
                    }
                ],
            },
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            timezone_id="Europe/Amsterdam",
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        return cls(context, await context.new_page(), server.origin, language)

    async def another_window(self) -> Self:
        """Open a second window of the same browser; what it complains of is told with the first."""
        window = type(self)(self.context, await self.context.new_page(), self.origin, self.language)
        window.complaints = self.complaints
        return window

    @asynccontextmanager
    async def cut_off(self) -> AsyncIterator[None]:
        """Take the network away for a while."""
        self.is_cut_off = True
        await self.context.set_offline(True)
        yield
        await self.context.set_offline(False)
        # What failed meanwhile may be told a moment later.
        await self.sees(self.t("live.connected"))
        self.is_cut_off = False

    async def leave(self) -> None:
        await self.context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or REFUSED.match(message.text):
            return
        if not (self.is_cut_off and NO_LINE.search(message.text)):
            self._complain(f"{message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._complain(f"{response.status}: {response.url}")

    def _complain(self, line: str) -> None:
        self.complaints.append(f"{self.page.url}: {line}")

    # --- Words ----------------------------------------------------------------------------------

    def t(self, key: str, **facts: object) -> str:
        """Return a sentence as this visitor's screen says it."""
        text = catalogue(self.language)[key]
        for name, value in facts.items():
            text = text.replace("{{" + name + "}}", str(value))
        return text

    # --- What a person does ---------------------------------------------------------------------

    async def go(self, path: str) -> None:
        """Open an address by hand."""
        await self.page.goto(path)

    async def sign_in(self, email: str, password: str) -> None:
        """Log in from the page that asks for it."""
        await self.go("/inloggen")
        await self.fill("identity.email", email)
        await self.fill("identity.password", password)
        await self.press("identity.sign-in")
        await self.page.wait_for_url(re.compile("/contracten"))

    def button(self, key: str, within: Locator | None = None, **facts: object) -> Locator:
        return (within or self.page).get_by_role("button", name=self.t(key, **facts), exact=True)

    def link(self, key: str, within: Locator | None = None, **facts: object) -> Locator:
        return (within or self.page).get_by_role("link", name=self.t(key, **facts), exact=True)

    def field(self, key: str, within: Locator | None = None, **facts: object) -> Locator:
        # A label may carry "(niet verplicht)" behind its words.
        words = re.compile(rf"^{re.escape(self.t(key, **facts))}( \(.*\))?$")
        return (within or self.page).get_by_label(words)

    def group(self, key: str, **facts: object) -> Locator:
        """Return fields that belong together, by what stands above them."""
        return self.page.get_by_role("group", name=self.t(key, **facts), exact=True)

    async def press(self, key: str, within: Locator | None = None, **facts: object) -> None:
        await self.button(key, within, **facts).click()

    async def follow(self, key: str, within: Locator | None = None, **facts: object) -> None:
        await self.link(key, within, **facts).click()

    async def fill(
        self, key: str, text: str, within: Locator | None = None, **facts: object
    ) -> None:
        await self.field(key, within, **facts).fill(text)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def sees(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Wait until something is on the screen."""
        await expect((within or self.page).get_by_text(text).first).to_be_visible()

    async def does_not_see(self, text: str) -> None:
        """Make sure that something is nowhere in the page, hidden parts included."""
        assert text not in await self.page.content()
