"""Privacy at the screen: who sees what, what is one's own, and being forgotten."""

import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import expect
from tests.builders import PASSWORD, People, Room, a_colleague, invited
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.judges import Inspection
from tests.stories.visitor import Visitor

from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Role, Side

pytestmark = pytest.mark.browser

WOO = "app.own-side.woo"


async def picture(visitor: Visitor, name: str) -> None:
    """Keep what is on the screen, where somebody asked for pictures."""
    folder = os.environ.get("SAMENSPRAAK_PICTURES")
    if folder:
        await visitor.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def test_everybody_reads_who_sees_what_why_and_for_how_long(
    two: list[ServerProcess],
    visit: Visit,
    room: Room,
    people: People,
    settings: Settings,
    inspection: Inspection,
):
    marieke = await visit(two[0], session=await people.marieke.session(settings))
    await marieke.go(f"/contracten/{room.id}/meer")
    panel = marieke.page.locator("section").filter(
        has=marieke.page.get_by_role("heading", name=marieke.t("page.privacy"), exact=True)
    )
    await marieke.follow("app.privacy.who-sees", panel)
    await marieke.sees(marieke.t("privacy.lead"))
    who = marieke.page.locator("section").filter(
        has=marieke.page.get_by_role("heading", name=marieke.t("privacy.who.title"), exact=True)
    )
    await expect(who).to_contain_text(marieke.t("privacy.who.all_other", count=5))
    await expect(who).to_contain_text(marieke.t("privacy.who.own_other", count=2))
    for person in (people.tom, people.youssef, people.hanneke, people.femke):
        await expect(who).to_contain_text(person.name)
    await expect(who).to_contain_text(marieke.t(WOO))
    await inspection.look(marieke, "privacy")
    await picture(marieke, "privacy-1440")
    small = await visit(
        two[1], session=await people.youssef.session(settings), size=(390, 844), language="en"
    )
    await small.go(f"/contracten/{room.id}/privacy")
    await small.sees(small.t("privacy.never.title"))
    await small.does_not_see(small.t(WOO))
    await picture(small, "privacy-390")


async def test_what_a_public_body_keeps_to_itself_says_that_the_openness_law_may_apply(
    two: list[ServerProcess], visit: Visit, room: Room, people: People, settings: Settings
):
    for person, is_public in (
        (people.marieke, True),
        (people.femke, True),
        (people.youssef, False),
    ):
        visitor = await visit(two[0], session=await person.session(settings))
        await visitor.go(f"/contracten/{room.id}")
        heading = visitor.page.get_by_role(
            "heading", name=visitor.t("dialogue.own-title"), exact=True
        )
        box = visitor.page.locator("section.samenspraak-own-side").filter(has=heading)
        # Colour, icon, words and button.
        await expect(box.locator("h2 svg")).to_be_visible()
        await expect(visitor.button("dialogue.composer.own-post", box)).to_be_visible()
        woo = box.get_by_text(visitor.t(WOO))
        await expect(woo).to_have_count(1 if is_public else 0)
        await expect(visitor.link("app.privacy.who-sees", box)).to_be_visible()


async def test_somebody_takes_their_data_away_and_is_forgotten(
    two: list[ServerProcess],
    visit: Visit,
    room: Room,
    people: People,
    settings: Settings,
    inspection: Inspection,
    tmp_path: Path,
):
    lotte = await a_colleague(people.marieke, "Lotte Aaldering", title="adviseur")
    await invited(room.marieke, lotte, Side.BUYER, [Role.WRITER], settings, "adviseur")
    visitor = await visit(two[0], session=await lotte.session(settings))
    await visitor.go("/account")
    await visitor.sees(visitor.t("privacy.own.take"))
    await inspection.look(visitor, "own-data")
    await picture(visitor, "own-data-1440")
    async with visitor.page.expect_download() as downloading:
        await visitor.follow("privacy.own.take.do")
    kept = tmp_path / "mine.zip"
    await (await downloading.value).save_as(kept)
    with zipfile.ZipFile(kept) as archive:
        [document] = [name for name in archive.namelist() if name.endswith(".json")]
        told = json.loads(archive.read(document))["kept"]
    assert told["person"][0]["name"] == lotte.name
    assert [part["title"] for part in told["participant"]] == ["adviseur"]

    await visitor.press("privacy.own.forget.do")
    await expect(visitor.dialog).to_contain_text(visitor.t("privacy.own.forget.for-good"))
    await picture(visitor, "forget-1440")
    await visitor.fill("identity.password", PASSWORD, visitor.dialog)
    await visitor.press("privacy.own.forget.do", visitor.dialog)
    await visitor.page.wait_for_url(re.compile("/inloggen"))
    await visitor.sees(visitor.t("privacy.own.forgotten"))
    await visitor.sees(visitor.t("identity.sign-in"))

    tom = await visit(two[1], session=await people.tom.session(settings))
    await tom.go(f"/contracten/{room.id}/deelnemers")
    await tom.sees(people.marieke.name)
    await tom.does_not_see(lotte.name)


async def test_whoever_is_still_needed_reads_what_to_hand_over(
    two: list[ServerProcess], visit: Visit, room: Room, people: People, settings: Settings
):
    marieke = await visit(two[0], session=await people.marieke.session(settings), size=(390, 844))
    await marieke.go("/account")
    await marieke.sees(marieke.t("privacy.own.needed"))
    await expect(marieke.button("privacy.own.forget.do")).to_have_count(0)
    await picture(marieke, "own-data-390")
