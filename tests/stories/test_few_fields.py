"""How little is asked of people: from an invitation to an answer, and from thirty notices to rooms."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import expect
from tests.builders import PASSWORD, People, a_person
from tests.builders_notices import many_eforms_notices
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.visitor import Visitor

from samenspraak.dialogue.commands import threads
from samenspraak.dialogue.schemas import StartThread
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import InvitePerson, OpenByHand, Role, Side

pytestmark = pytest.mark.browser


async def an_invitation(settings: Settings) -> str:
    """Let a buyer open a room, say something in it, and invite the other side."""
    marieke = await a_person("Marieke de Groot", organisation="Gemeente Merwestede")
    opened = OpenByHand(
        id=uuid4(),
        organisation_id=marieke.organisation_id,
        title="Renovatie 214 woningen Waterwijk",
        other_party="Van Doorn & Bakker Bouw",
    )
    await workspaces.open_by_hand(await marieke.member(settings), opened)
    buyer = await enter(await marieke.signed_in(settings), opened.id)
    await threads.start(buyer, StartThread(id=uuid4(), text="Wat past er echt bij u?"))
    secret = await workspaces.invite(
        buyer,
        InvitePerson(
            id=uuid4(),
            email=f"{uuid4().hex[:12]}@bouw.example",
            side=Side.CONTRACTOR,
            roles=[Role.NEGOTIATOR],
            title="",
        ),
    )
    return f"/uitnodiging/{secret}"


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


async def test_from_an_invitation_to_an_answer_takes_three_fields_on_two_screens(
    two: list[ServerProcess], visit: Visit, people: People, settings: Settings
):
    assert people, "the application runs"
    guest = await visit(two[1])
    await guest.go(await an_invitation(settings))
    await guest.button("workspaces.invitation.accept").wait_for()
    screens, fields = {guest.page.url}, await required_fields(guest)
    await guest.fill("identity.name", "Youssef El Amrani")
    await guest.fill("identity.new-password", PASSWORD)
    await guest.press("workspaces.invitation.accept")
    await guest.page.wait_for_url(re.compile("/contracten/"))
    await guest.sees("Wat past er echt bij u?")
    screens.add(guest.page.url)
    # The answer itself is the third field.
    await guest.fill("dialogue.composer.label", "Leerwerkplekken, denk ik.")
    await guest.press("dialogue.composer.post")
    await guest.sees("Leerwerkplekken, denk ik.")
    screens.add(guest.page.url)

    assert fields + 1 <= 3
    assert len(screens) <= 2


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
    await visitor.press("procurement.open-all", count=30)
    await visitor.page.wait_for_url("**/contracten")
    contracts = visitor.page.get_by_role("table").get_by_role("link")
    await expect(contracts).to_have_count(30)
    assert "Onderhoud wijk 7" in await contracts.all_inner_texts()
