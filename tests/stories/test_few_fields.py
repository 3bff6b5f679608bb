"""How little is asked of people: from an invitation to an answer, and from thirty notices to rooms."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import expect
from tests.browser import Browser
from tests.builders import PASSWORD, People, a_person
from tests.builders_notices import many_eforms_notices
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.visitor import Visitor

pytestmark = pytest.mark.browser

INVITATION = {
    "side": "contractor",
    "roles": ["negotiator"],
    "title": "",
    "partyName": None,
}


async def invited(browser: Browser, workspace_id: object) -> str:
    """Invite somebody new of the other side and return the path of the link."""
    answer = await browser.post(
        f"/workspaces/{workspace_id}/invitations",
        {"id": str(uuid4()), "email": f"{uuid4().hex[:12]}@bouw.example", **INVITATION},
    )
    assert answer.status_code == 201, answer.text
    return re.sub(r"^https?://[^/]+", "", answer.json()["link"])


async def required_fields(visitor: Visitor) -> int:
    """Count the fields of this screen that must be filled in."""
    fields = visitor.page.locator("main").locator(
        "input:not([type=hidden]):visible, textarea:visible, select:visible"
    )
    optional = 0
    for field in await fields.all():
        label = await field.evaluate("field => field.labels?.[0]?.textContent ?? ''")
        optional += visitor.t("ui.optional") in label
    return await fields.count() - optional


async def test_thirty_notices_open_with_one_upload_one_preview_and_one_press(
    two: list[ServerProcess], visit: Visit, people: People
):
    assert people, "the application runs"
    buyer = await a_person("Marieke de Groot", organisation="Gemeente Merwestede")
    visitor = await visit(two[0])
    await visitor.sign_in(buyer.email, PASSWORD)
    await visitor.follow("workspaces.import")
    await visitor.field("procurement.files").set_input_files(
        [
            {"name": f"gunning-{number}.xml", "mimeType": "application/xml", "buffer": notice}
            for number, notice in enumerate(many_eforms_notices(30), start=1)
        ]
    )
    await visitor.press("procurement.look")
    rows = visitor.page.get_by_role("checkbox")
    await expect(rows).to_have_count(30)
    for row in await rows.all():
        await expect(row).to_be_checked()
    await visitor.press("procurement.open-all")
    await visitor.page.wait_for_url("**/contracten")
    contracts = visitor.page.get_by_role("table").get_by_role("link")
    await expect(contracts).to_have_count(30)
    assert "Onderhoud wijk 7" in await contracts.all_inner_texts()
