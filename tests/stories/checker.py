"""Somebody who checks a bundle, with nothing but the page that does so."""

import base64
import json

from playwright.async_api import expect
from tests.stories.judges import WIDEST, axe
from tests.stories.visitor import TOP, Visitor

NAME = "overeenkomst-versie-2.zip"


class Checker(Visitor):
    """Somebody at the page that checks; whatever it asks of a network is written down."""

    asked: list[str]

    def says(self, key: str, **facts: object) -> str:
        texts = json.loads((TOP / f"frontend/verifier/{self.language}.json").read_text())
        sentence: str = texts[key]
        for name, value in facts.items():
            sentence = sentence.replace(f"{{{name}}}", str(value))
        return sentence

    async def choose(self, data: bytes, *, place: str = "#file", name: str = NAME) -> None:
        await self.page.locator(place).set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )

    async def drop(self, data: bytes) -> None:
        carried = await self.page.evaluate_handle(
            """([name, text]) => {
                const carried = new DataTransfer();
                const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
                carried.items.add(new File([bytes], name));
                return carried;
            }""",
            [NAME, base64.b64encode(data).decode()],
        )
        await self.page.dispatch_event("body", "drop", {"dataTransfer": carried})

    async def concludes(self, outcome: str) -> None:
        await expect(
            self.page.get_by_role("heading", name=self.says(f"found.outcome.{outcome}"), exact=True)
        ).to_be_visible()

    async def trusts(self, text: str) -> None:
        if await self.page.locator("details").get_attribute("open") is None:
            await self.page.get_by_text(self.says("trust.title")).click()
        await self.page.get_by_label(self.says("trust.label")).fill(text)

    async def faults(self) -> list[str]:
        """Judge the page wide and narrow, down to the width of a page enlarged four times."""
        faults: list[str] = []
        for width in (1440, 390, 320):
            await self.page.set_viewport_size({"width": width, "height": 844})
            faults += [f"{width} px: {one}" for one in await axe(self)]
            faults += [f"{width} px: {one}" for one in await self.page.evaluate(WIDEST)]
        await self.page.set_viewport_size({"width": 1440, "height": 900})
        return faults
