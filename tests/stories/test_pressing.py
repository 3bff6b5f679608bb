"""What one presses stays under the hand, whatever the page gets to tell meanwhile."""

import pytest
from playwright.async_api import expect
from tests.builders import People, Room
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.drafts import begin, ready

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser


async def test_a_press_counts_while_the_server_tells_who_changed_the_field_one_just_left(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    await buyer.go(f"/contracten/{room.id}/toezeggingen/nieuw")
    await begin(buyer, "joint")
    contractor = await visit(two[1], session=await people.youssef.session(settings))
    await contractor.page.goto(buyer.page.url.replace(buyer.origin, contractor.origin))
    await ready(contractor)
    await buyer.fill("terms.quantity", "2")

    title = buyer.t("composing.level.agree")
    await buyer.page.locator("main summary").filter(has_text=title).hover()
    await buyer.page.mouse.down()
    # Both are told at once: below the field, and so above what is pressed.
    await contractor.sees(contractor.t("drafting.last-changed", name="Marieke de Groot", moment=""))
    await buyer.page.mouse.up()
    await expect(buyer.field("terms.kind")).to_be_visible()
    await buyer.sees(buyer.t("drafting.last-changed.own", moment=""))
