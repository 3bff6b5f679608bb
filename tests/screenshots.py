"""Takes the pictures in docs/pictures anew, from the demo story in a real browser.

    python -m tests.screenshots

The demo plays into a database of its own in a temporary folder. Chromium has to be there.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright
from tests.postgres import test_cluster
from tests.servers import ServerProcess, free_ports, ready, start_server
from tests.stories.chromium import SWITCHES, chromium_program
from tests.stories.demo import play_demo

from samenspraak.demo import accounts
from samenspraak.embedded import Addresses

TOP = Path(__file__).resolve().parent.parent
PICTURES = TOP / "docs/pictures"
SIZES = {"": (1440, 1080), "-390": (390, 844)}
# A README is opened on slow lines too.
LIMIT_BYTES = 400_000


def main() -> int:
    """Play the demo, take the pictures, and tell how large they are."""
    program = chromium_program()
    if program is None:
        sys.stderr.write("There is no Chromium. Install it, or name it in SAMENSPRAAK_CHROMIUM.\n")
        return 3
    with tempfile.TemporaryDirectory() as folder, test_cluster() as cluster:
        addresses = cluster.create_database("pictures")
        asyncio.run(_take(program, addresses, Path(folder)))
    too_large = 0
    for picture in sorted(PICTURES.glob("*.png")):
        size = picture.stat().st_size
        too_large += size > LIMIT_BYTES
        sys.stdout.write(f"{picture.relative_to(TOP)}: {size // 1000} kB\n")
    return 1 if too_large else 0


async def _take(program: Path, addresses: Addresses, folder: Path) -> None:
    await play_demo(addresses, folder)
    PICTURES.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    server = await ready(start_server(addresses, port, [port], folder))
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program, args=SWITCHES)
            for suffix, size in SIZES.items():
                # Each sees what waits for them: one answers, the other signs.
                async with _signed_in(browser, server, "marieke", size) as page:
                    await page.get_by_role("article").first.wait_for()
                    await _picture(page, f"werkruimte{suffix}")
                    if suffix:
                        await page.goto(page.url + "?deel=toezeggingen")
                    await page.get_by_role("link", name=re.compile(r"^1\. ")).first.click()
                    await page.get_by_role("heading", level=2).first.wait_for()
                    await _picture(page, f"toezegging{suffix}")
                async with (
                    _signed_in(browser, server, "marieke", size) as page,
                    _signed_in(browser, server, "youssef", size) as other,
                ):
                    await _open_draft(page)
                    await _open_draft(other)
                    await other.locator(".cm-content").first.click()
                    await page.get_by_text("bewerkt").first.wait_for()
                    await _picture(page, f"samen-schrijven{suffix}")
                async with _signed_in(browser, server, "tom", size) as page:
                    await page.goto(page.url.split("?")[0] + "/overeenkomst")
                    await page.get_by_role("checkbox").first.wait_for()
                    await _picture(page, f"overeenkomst{suffix}")
                    there = page.url.split("?")[0].partition("/overeenkomst")[0]
                    await page.goto(f"{there}/overeenkomst/vergelijken?van=1&met=2")
                    await page.get_by_role("table").first.wait_for()
                    await _picture(page, f"vergelijken{suffix}")
            await browser.close()
    finally:
        server.stop()


@asynccontextmanager
async def _signed_in(
    browser: Browser, server: ServerProcess, who: str, size: tuple[int, int]
) -> AsyncIterator[Page]:
    """Open the contract of the story as one of its people."""
    account = next(one for one in accounts("nl") if one.email.startswith(f"{who}@"))
    context = await browser.new_context(
        base_url=server.origin,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto("/inloggen")
    await page.get_by_label("E-mailadres").fill(account.email)
    await page.get_by_label("Wachtwoord").fill(account.password)
    await page.get_by_role("button", name="Log in", exact=True).click()
    await page.wait_for_url(re.compile("/contracten"))
    # One contract opens directly; whoever may open more sees a list first.
    story = page.get_by_role("link", name=re.compile("Waterwijk"))
    conversation = page.get_by_role("heading", name="Gesprek", exact=True)
    await story.or_(conversation).first.wait_for()
    if await story.count() and not await conversation.count():
        await story.first.click()
    await page.wait_for_url(re.compile("/contracten/[0-9a-f-]{36}"))
    yield page
    await context.close()


async def _open_draft(page: Page) -> None:
    """Go to the draft that both sides write."""
    page_of_draft = re.compile("/concepten/")
    await page.goto(page.url.split("?")[0] + "?deel=toezeggingen")
    await page.get_by_role("link", name=re.compile(r"^7\. ")).first.click()
    await page.wait_for_url(page_of_draft)
    await page.locator(".cm-content").first.wait_for()


async def _picture(page: Page, name: str) -> None:
    # Nothing is still loading, and nothing is pointed at.
    await page.mouse.move(0, 0)
    await page.locator("[aria-busy=true]").first.wait_for(state="detached")
    await page.evaluate("document.fonts.ready")
    await page.evaluate("document.activeElement?.blur()")
    await page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
