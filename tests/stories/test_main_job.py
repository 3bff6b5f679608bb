"""The whole main job, by three people at three screens on two server processes.

A buyer brings in a real award notice; a contractor and a coordinator are invited; they say why and
how much, talk, bargain, and sign; and the proof holds without us. Nobody touches anything but the
screen.
"""

import os
import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect
from tests.builders import PASSWORD, People, a_person
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.visitor import TOP, Visitor

pytestmark = pytest.mark.browser

SHARED = Path(os.environ.get("SAMENSPRAAK_SHARED", TOP.parent / "shared"))
REAL_NOTICE = SHARED / "data/real/eforms/ted-00000372-2025_EST_1lot.xml"
OWN_NOTICE = TOP / "server/samenspraak/demo_data/gunning-waterwijk.xml"

PURPOSE = "Wie wil leren of werken, krijgt hier een echte kans die langer duurt dan dit contract."
# Nobody but the contractor's own side may ever read it.
SECRET = "Meer dan twee plekken tegelijk kunnen we niet begeleiden: kanariewoord zilverreiger."
LEARNING = "Leerwerkplekken magazijn"


async def bring_in(buyer: Visitor, notice: Path) -> None:
    """Upload a notice, see what it says, choose what to open, and open it."""
    await buyer.follow("workspaces.import")
    await buyer.field("procurement.files").set_input_files(notice)
    await buyer.press("procurement.look")
    await buyer.sees(buyer.t("procurement.preview"))
    rows = buyer.page.locator("main").get_by_role("checkbox")
    await expect(rows.first).to_be_visible()
    # A notice may hold several contracts; this story is about the first.
    for row in (await rows.all())[1:]:
        await row.uncheck()
    await rows.first.check()
    await buyer.page.get_by_text(buyer.t("procurement.details")).first.click()
    await buyer.sees(buyer.t("procurement.buyers"))
    await buyer.press("procurement.open_one")
    await buyer.page.wait_for_url(re.compile(r"/contracten/[0-9a-f-]{36}$"))


async def invite(host: Visitor, side: str, email: str, **more: str) -> str:
    """Invite somebody and return the link that is shown once."""
    await host.follow("app.section.participants")
    await expect(host.button("workspaces.invite.send")).to_be_visible()
    chooser = host.field("workspaces.invite.for")
    if await chooser.count():
        await chooser.select_option(side)
    if "party" in more:
        await host.fill("workspaces.organisation", more["party"])
    await host.fill("identity.email", email)
    await host.fill("workspaces.function", more["function"])
    await host.press("workspaces.invite.send")
    link = host.page.locator("code").filter(has_text="/uitnodiging/")
    return await link.inner_text()


async def join(guest: Visitor, link: str, name: str) -> None:
    """Open a link, look, choose a name and a password, and take part."""
    await guest.go(re.sub(r"^https?://[^/]+", "", link))
    await guest.sees(guest.t("workspaces.invitation.binds-nothing"))
    await guest.fill("identity.name", name)
    await guest.fill("identity.new-password", PASSWORD)
    await guest.press("workspaces.invitation.accept")
    await guest.page.wait_for_url(re.compile(r"/contracten/[0-9a-f-]{36}$"))


def panel(visitor: Visitor, key: str) -> Locator:
    """Return the part of the screen below a heading."""
    heading = visitor.page.get_by_role("heading", name=visitor.t(key), exact=True)
    return visitor.page.locator("section").filter(has=heading)


async def say(visitor: Visitor, text: str) -> None:
    """Post a message that everybody in the room reads."""
    await visitor.fill("dialogue.composer.label", text)
    await visitor.press("dialogue.composer.post")


def message(visitor: Visitor, text: str) -> Locator:
    return visitor.page.get_by_role("article").filter(has_text=text)


async def agree_on_why_and_how_much(buyer: Visitor, contractor: Visitor) -> None:
    await buyer.fill("workspaces.purpose.text", PURPOSE)
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")
    await contractor.sees(PURPOSE)
    await contractor.press("workspaces.wording.agree")
    await buyer.sees(buyer.t("workspaces.purpose.agreed-on"))

    await contractor.press("workspaces.obligation.put")
    await contractor.fill("workspaces.obligation.amount", "1.159,25")
    await contractor.fill("workspaces.obligation.percent", "5")
    await contractor.fill("workspaces.obligation.basis", "de opdrachtsom exclusief btw")
    await contractor.fill("workspaces.obligation.reason", "Er is werk dat u snel leert.")
    await contractor.press("workspaces.wording.put", side="opdrachtgever")
    await buyer.sees("Er is werk dat u snel leert.")
    await buyer.press("workspaces.wording.agree")
    await contractor.sees(contractor.t("workspaces.obligation.why"))


async def talk(buyer: Visitor, contractor: Visitor, coordinator: Visitor) -> None:
    await say(buyer, "Welkom. Wat past er **echt** bij uw bedrijf?")
    await expect(message(contractor, "Wat past er").locator("strong")).to_have_text("echt")
    await say(contractor, "De planner van uw afdeling is nooit te bereiken.")
    await contractor.fill("dialogue.composer.own-label", SECRET)
    await contractor.press("dialogue.composer.own-post")
    await expect(message(contractor, SECRET)).to_be_visible()

    # The coordinator hides what is about one person; both sides see that, and why.
    rude = message(coordinator, "nooit te bereiken")
    await rude.get_by_role("button", name=re.compile(f"^{coordinator.t('dialogue.hide')}")).click()
    await coordinator.fill("dialogue.reason", "Gaat over één persoon.", coordinator.dialog)
    await coordinator.press("dialogue.hide.do", coordinator.dialog)
    for visitor in (buyer, contractor):
        await visitor.sees(re.compile("Gaat over één persoon"))
        await expect(message(visitor, "nooit te bereiken")).to_have_count(0)
    for visitor in (buyer, coordinator):
        await visitor.does_not_see("zilverreiger")

    await buyer.press("dialogue.talk.record")
    await buyer.fill("dialogue.talk.held-on", "2026-10-05")
    await buyer.fill("dialogue.talk.attendees", "Kersti Kask en Mart Tamm")
    await buyer.fill(
        "dialogue.talk.lines", "Twee leerwerkplekken in het magazijn.\nElke maand bellen."
    )
    await buyer.press("dialogue.talk.save")
    await contractor.press("dialogue.talk.confirm")
    await buyer.sees(buyer.t("dialogue.talk.is-confirmed"))


async def test_from_a_real_notice_to_an_agreement_that_both_sides_signed(
    two: list[ServerProcess], visit: Visit, people: People
):
    assert people, "the application runs"
    notice = REAL_NOTICE if REAL_NOTICE.is_file() else OWN_NOTICE
    kersti = await a_person("Kersti Kask", organisation="Sihtasutus Viljandi Haigla")
    buyer, contractor, coordinator = await visit(two[0]), await visit(two[1]), await visit(two[1])

    await buyer.sign_in(kersti.email, PASSWORD)
    await bring_in(buyer, notice)
    address = buyer.page.url
    for guest, name, side, more in (
        (contractor, "Mart Tamm", "contractor", {"function": "directeur"}),
        (
            coordinator,
            "Femke Bosch",
            "coordinator",
            {"function": "coördinator", "party": "Werkgeversservicepunt Merwestreek"},
        ),
    ):
        email = f"{name.split()[0].lower()}.{uuid4().hex[:8]}@voorbeeld.example"
        await join(guest, await invite(buyer, side, email, **more), name)
    await buyer.follow("app.section.workspace")
    await buyer.page.wait_for_url(address)

    await agree_on_why_and_how_much(buyer, contractor)
    await talk(buyer, contractor, coordinator)
