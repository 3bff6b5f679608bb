"""Two sides look for the same word, and each finds what it may read."""

from uuid import uuid4

import pytest
from playwright.async_api import expect
from tests.builders import People, Room
from tests.servers import ServerProcess
from tests.stories.conftest import Visit

from samenspraak.dialogue.commands import threads
from samenspraak.dialogue.schemas import Audience, StartThread, SubjectKind
from samenspraak.settings import Settings

pytestmark = pytest.mark.browser


async def test_a_word_is_found_by_whoever_may_read_it(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    word = f"zwaluw{uuid4().hex[:8]}"
    for by, audience, text in (
        (room.marieke, Audience.OWN_SIDE, f"Onder ons: {word} is te weinig."),
        (room.youssef, Audience.SHARED, f"Wij denken aan {word} in mei."),
    ):
        await threads.start(
            by,
            StartThread(
                id=uuid4(),
                subject_kind=SubjectKind.WORKSPACE,
                subject_id=room.id,
                audience=audience,
                title="",
                text=text,
            ),
        )
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    await buyer.go(f"/contracten/{room.id}")
    box = buyer.page.get_by_role("searchbox", name=buyer.t("app.search.here"))
    await expect(box).to_be_visible()
    await buyer.page.keyboard.press("/")
    await expect(box).to_be_focused()
    # How it begins will do.
    await buyer.page.keyboard.type(word[:10])
    await buyer.page.keyboard.press("Enter")
    hits = buyer.page.get_by_role("listitem").filter(has=buyer.page.locator("mark"))
    await expect(hits).to_have_count(2)
    own = hits.filter(has_text=buyer.t("search.own-side"))
    await expect(own).to_have_count(1)
    await expect(own.locator("mark")).to_have_text(word)
    await own.get_by_role("link").click()
    await buyer.sees(f"Onder ons: {word} is te weinig.")

    contractor = await visit(two[1], session=await people.youssef.session(settings))
    await contractor.go(f"/zoeken?q={word}")
    hits = contractor.page.get_by_role("listitem").filter(has=contractor.page.locator("mark"))
    await expect(hits).to_have_count(1)
    await expect(hits).to_contain_text("in mei")
    await contractor.go("/zoeken?q=zwaluwnergens")
    await contractor.sees(contractor.t("search.none").replace("{{q}}", "zwaluwnergens"))
