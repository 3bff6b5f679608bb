"""A colleague throws a draft away under somebody's hands: that is told, and the words can be kept."""

import pytest
from playwright.async_api import expect
from tests.builders import People, Room
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.drafts import begin, ready, write

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser


async def test_who_still_writes_keeps_the_words_of_a_draft_that_is_thrown_away(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    await buyer.go(f"/contracten/{room.id}/toezeggingen/nieuw")
    await begin(buyer, "joint")
    contractor = await visit(two[1], session=await people.youssef.session(settings))
    await contractor.page.goto(buyer.page.url.replace(buyer.origin, contractor.origin))
    await ready(contractor)
    await write(contractor, "terms.text", "Dit was ik nog aan het schrijven.")

    await buyer.press("drafting.discard")
    await buyer.press("drafting.discard", buyer.dialog)
    await expect(
        contractor.page.get_by_role("status").filter(has_text=contractor.t("drafting.gone"))
    ).to_be_visible()
    await expect(contractor.field("drafting.gone.written")).to_have_value(
        "Dit was ik nog aan het schrijven."
    )

    # Nobody proposed it, so it is no closed commitment to the people of the room.
    await contractor.follow("drafting.back")
    await contractor.sees(contractor.t("commitments.column.none"))
