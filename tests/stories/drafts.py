"""What people do at the screen with texts: write one, put it, and answer with words alone."""

import re

from playwright.async_api import expect
from tests.stories.visitor import Visitor

DRAFT = re.compile(r"/concepten/(waarom/|artikelen/)?[0-9a-f-]{36}$")
COMMITMENT = re.compile(r"/toezeggingen/[0-9a-f-]{36}$")


async def begin(visitor: Visitor, box: str) -> None:
    """Begin to write in one of both boxes, and wait until one can."""
    await visitor.press(f"boxes.{box}.begin")
    await ready(visitor)


def going_on(visitor: Visitor) -> re.Pattern[str]:
    """Return how every link begins that leads on in a draft."""
    return re.compile("^" + re.escape(visitor.t("boxes.go-on", title="")))


async def ready(visitor: Visitor) -> None:
    """Wait until the draft is there to be written in."""
    await visitor.page.wait_for_url(DRAFT)
    await visitor.sees(visitor.t("drafting.state.saved"))


async def write(visitor: Visitor, key: str, text: str) -> None:
    """Type at the end of a text that several people write."""
    field = visitor.field(key)
    await field.click()
    await visitor.page.keyboard.press("Control+End")
    await visitor.page.keyboard.type(text)


async def put(visitor: Visitor, verb: str = "propose") -> None:
    """Put what stands in the draft to the other side, after it was said once more."""
    await visitor.press(f"drafting.propose.send.{verb}")
    await visitor.press(f"drafting.propose.send.{verb}", visitor.dialog)
    await visitor.page.wait_for_url(COMMITMENT)
    await expect(visitor.dialog).to_have_count(0)


async def answer_in_words(visitor: Visitor, opener: str, verb: str, text: str) -> None:
    """Ask, answer, decline or withdraw."""
    await visitor.press(opener)
    await visitor.fill(f"bargaining.{verb}.label", text, visitor.dialog)
    await visitor.press(f"bargaining.{verb}.send", visitor.dialog)
    await expect(visitor.dialog).to_have_count(0)
