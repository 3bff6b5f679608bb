"""Every screen, in its main states: for everybody, in both languages, on wide and narrow windows."""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import expect
from tests.builders import People, Person, a_person
from tests.builders_notices import many_eforms_notices
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.drafts import ready, write
from tests.stories.judges import Inspection
from tests.stories.rooms import Furnished, furnished
from tests.stories.visitor import TOP, Visitor

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser

NOTICE = TOP / "server/samenspraak/demo_data/gunning-waterwijk.xml"
NOBODY = "00000000-0000-4000-8000-000000000000"

Sit = Callable[[Person | None], Awaitable[Visitor]]


@pytest.fixture(scope="session")
async def rooms(people: People, settings: Settings) -> Furnished:
    return await furnished(people, settings)


@pytest.fixture(params=["nl", "en"])
def sit(
    request: pytest.FixtureRequest, visit: Visit, two: list[ServerProcess], settings: Settings
) -> Sit:
    """Sit somebody down who is signed in, in each language."""

    async def sit(person: Person | None) -> Visitor:
        session = await person.session(settings) if person else None
        return await visit(two[0], language=request.param, session=session)

    return sit


async def test_before_signing_in(
    sit: Sit, inspection: Inspection, rooms: Furnished, people: People, settings: Settings
):
    visitor = await sit(None)
    await visitor.go("/inloggen")
    await visitor.button("identity.sign-in").wait_for()
    await inspection.look(visitor, "sign-in")
    await visitor.press("identity.sign-in")
    await visitor.page.locator(".utrecht-alert").wait_for()
    await inspection.look(visitor, "sign-in, refused")
    await visitor.go("/uitnodiging/onbekend")
    await visitor.sees(visitor.t("workspaces.invitation.over"))
    await inspection.look(visitor, "invitation, over")
    await visitor.go("/nergens")
    await visitor.sees(visitor.t("wrong.not-found.detail"))
    await inspection.look(visitor, "no such page")

    host = await sit(people.marieke)
    await host.go(f"/contracten/{rooms.empty.id}/deelnemers")
    await inspection.look(host, "participants")
    await host.press("workspaces.invite.send")
    await host.page.locator("form .utrecht-alert").wait_for()
    await inspection.look(host, "participants, refused")
    await host.fill("identity.email", f"{uuid4().hex[:12]}@bouw.example")
    await host.press("workspaces.invite.send")
    link = await host.page.locator("code").inner_text()
    await inspection.look(host, "participants, invited")
    path = re.sub(r"^https?://[^/]+", "", link)
    await visitor.go(path)
    await visitor.sees(visitor.t("workspaces.invitation.binds-nothing"))
    await inspection.look(visitor, "invitation, somebody new")
    await visitor.press("workspaces.invitation.accept")
    await visitor.page.locator("form .utrecht-alert").wait_for()
    await inspection.look(visitor, "invitation, refused")
    await host.go(path)
    await host.sees(host.t("workspaces.invitation.other-address"))
    await inspection.look(host, "invitation, another address")
    inspection.ends()


async def test_the_ways_in(sit: Sit, inspection: Inspection, rooms: Furnished, people: People):
    buyer = await a_person("Nieuw Hier", organisation="Gemeente Lingerwoude")
    visitor = await sit(buyer)
    await visitor.go("/contracten")
    await visitor.sees(visitor.t("workspaces.none"))
    await inspection.look(visitor, "contracts, none")
    await visitor.follow("workspaces.open-by-hand")
    await visitor.button("workspaces.open").wait_for()
    await inspection.look(visitor, "open by hand")
    await visitor.press("workspaces.open")
    await visitor.page.locator("form .utrecht-alert").wait_for()
    await inspection.look(visitor, "open by hand, refused")

    await visitor.go("/contracten/importeren")
    files = visitor.field("procurement.files")
    await inspection.look(visitor, "import")
    await files.set_input_files(
        {"name": "brief.xml", "mimeType": "application/xml", "buffer": b"<brief/>"}
    )
    await visitor.press("procurement.look")
    await visitor.page.locator(".utrecht-alert").first.wait_for()
    await inspection.look(visitor, "import, nothing in it")
    await files.set_input_files(NOTICE)
    await visitor.press("procurement.look")
    await visitor.page.get_by_role("checkbox").first.wait_for()
    for details in await visitor.page.locator("main details").all():
        await details.evaluate("details => { details.open = true }")
    await inspection.look(visitor, "import, preview")
    await files.set_input_files(
        [
            {"name": f"{number}.xml", "mimeType": "application/xml", "buffer": notice}
            for number, notice in enumerate(many_eforms_notices(7))
        ]
    )
    await visitor.press("procurement.look")
    await expect(visitor.page.get_by_role("checkbox")).to_have_count(7)
    await visitor.press("procurement.open-all", count=7)
    await visitor.page.wait_for_url("**/contracten")
    await inspection.look(visitor, "contracts, opened")
    await visitor.fill("workspaces.search", "bestaat niet")
    await visitor.sees(visitor.t("workspaces.no-match"))
    await inspection.look(visitor, "contracts, none found")
    await visitor.go(f"/contracten/{rooms.full.id}")
    await visitor.sees(visitor.t("wrong.not-found.detail"))
    await inspection.look(visitor, "somebody else's contract")
    inspection.ends()


async def test_the_room(sit: Sit, inspection: Inspection, rooms: Furnished, people: People):
    buyer = await sit(people.marieke)
    await buyer.go(f"/contracten/{rooms.empty.id}")
    await buyer.sees(buyer.t("workspaces.purpose.question"))
    await buyer.sees(buyer.t("commitments.column.none"))
    await inspection.look(buyer, "room, empty")
    await buyer.press("dialogue.talk.record")
    await inspection.look(buyer, "room, form open")
    await buyer.press("dialogue.talk.save")
    await buyer.page.locator("form .utrecht-alert").first.wait_for()
    await inspection.look(buyer, "room, talk refused")

    await buyer.follow("workspaces.obligation.put")
    await buyer.fill("weighing.amount", "4.860.000")
    await buyer.fill("workspaces.obligation.percent", "4")
    await buyer.sees(re.compile("194[.,]400"))
    await inspection.look(buyer, "obligation, its sum")
    await buyer.page.get_by_text(buyer.t("weighing.sheet.optional")).click()
    await buyer.page.get_by_text(buyer.t("weighing.limits")).click()
    await buyer.field("weighing.ways.labour").check()
    await buyer.fill("weighing.cap", "veel")
    await inspection.look(buyer, "obligation, all of it open")

    await buyer.go(f"/contracten/{rooms.full.id}")
    await buyer.sees("Elke maand bellen.")
    await buyer.sees("Drie plekken is onze ondergrens.")
    await inspection.look(buyer, "room, full")
    await buyer.page.get_by_role(
        "button", name=re.compile(f"^{buyer.t('dialogue.reply')}")
    ).first.click()
    await buyer.field("dialogue.filter").select_option("ongelezen")
    await inspection.look(buyer, "room, unread and replying")

    coordinator = await sit(people.femke)
    await coordinator.go(f"/contracten/{rooms.full.id}")
    await coordinator.sees("Elke maand bellen.")
    await inspection.look(coordinator, "room, as coordinator")
    hide = re.compile(f"^{coordinator.t('dialogue.hide')}")
    await coordinator.page.get_by_role("button", name=hide).first.click()
    await coordinator.button("dialogue.hide.do", coordinator.dialog).wait_for()
    await inspection.look(coordinator, "room, hiding")

    await buyer.page.set_viewport_size({"width": 390, "height": 844})
    sections = buyer.page.get_by_role("navigation", name=buyer.t("app.sections"))
    for section in await sections.get_by_role("link").all():
        place = await section.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= 390, await section.inner_text()
    await buyer.press("app.menu")
    await inspection.look(buyer, "room, menu open")
    await buyer.page.set_viewport_size({"width": 1440, "height": 900})
    async with buyer.cut_off():
        await buyer.sees(buyer.t("live.offline.title"))
        await inspection.look(buyer, "room, offline")
    inspection.ends()


async def test_commitments(sit: Sit, inspection: Inspection, rooms: Furnished, people: People):
    buyer = await sit(people.marieke)
    room = f"/contracten/{rooms.full.id}"
    await buyer.go(f"{room}/toezeggingen/nieuw")
    await buyer.button("boxes.joint.begin").wait_for()
    await inspection.look(buyer, "new commitment")
    await buyer.go(f"{room}/toezeggingen/{rooms.with_buyer}")
    await buyer.button("bargaining.answer.yes").wait_for()
    await inspection.look(buyer, "commitment, with you")
    for opener, state in (
        ("bargaining.answer.yes", "accepting"),
        ("bargaining.question.open", "asking"),
        ("bargaining.decline.open", "declining"),
    ):
        await buyer.press(opener)
        await buyer.dialog.get_by_role("heading").first.wait_for()
        await inspection.look(buyer, f"commitment, {state}")
        await buyer.page.keyboard.press("Escape")
        await expect(buyer.dialog).to_have_count(0)
    await buyer.press("bargaining.answer.conditions")
    await buyer.press("boxes.answer.begin", buyer.dialog)
    await buyer.dialog.locator("form .utrecht-alert").first.wait_for()
    await inspection.look(buyer, "commitment, yes if")
    await buyer.press("ui.cancel", buyer.dialog)
    for details in await buyer.page.locator("main details").all():
        await details.evaluate("details => { details.open = true }")
    await inspection.look(buyer, "commitment, all folded out")

    for commitment, state in (
        (rooms.questioned, "questioned"),
        (rooms.declined, "declined"),
        (rooms.agreed, "agreed"),
        (NOBODY, "not there"),
    ):
        await buyer.go(f"{room}/toezeggingen/{commitment}")
        await buyer.page.locator("main h2, main .samenspraak-empty").first.wait_for()
        await inspection.look(buyer, f"commitment, {state}")
    inspection.ends()


async def test_drafts(sit: Sit, inspection: Inspection, rooms: Furnished, people: People):
    buyer, contractor = await sit(people.marieke), await sit(people.youssef)
    room = f"/contracten/{rooms.drafted.id}"
    for visitor in (buyer, contractor):
        await visitor.go(f"{room}/concepten/{rooms.drafts['commitment']}")
        await ready(visitor)
    await contractor.field("terms.title").focus()
    await buyer.sees("Youssef El Amrani")
    await inspection.look(buyer, "draft of a commitment")
    await judge_a_commitment(buyer, inspection)
    await buyer.go(f"{room}/concepten/{rooms.drafts['purpose']}")
    await ready(buyer)
    await inspection.look(buyer, "draft of why")
    await buyer.press("workspaces.wording.put", side=buyer.t("ui.side.contractor").lower())
    await buyer.dialog.get_by_role("heading").first.wait_for()
    await inspection.look(buyer, "draft of why, proposing")
    await buyer.go(f"{room}/concepten/{rooms.drafts['clauses']}")
    await ready(buyer)
    # Each language comes by here; what the first one wrote is there for the second.
    if not await buyer.page.get_by_text("Elkaar bereiken").count():
        await write(buyer, "drafting.clauses.text", "Zonder kop.\n### Elkaar bereiken\nElke dag.")
    await buyer.page.locator("main .utrecht-alert--warning").first.wait_for()
    await inspection.look(buyer, "draft of the articles")
    await buyer.go(f"{room}/concepten/{NOBODY}")
    await buyer.sees(buyer.t("drafting.not-found"))
    await inspection.look(buyer, "draft, not there")
    await buyer.go(f"{room}/overeenkomst/nieuw")
    await buyer.field("agreements.offer.clauses.joint").check()
    await buyer.sees("Elkaar bereiken")
    await inspection.look(buyer, "offer with a draft of the articles")
    await buyer.go(room)
    await (
        buyer.page.get_by_role("article")
        .first.or_(buyer.button("dialogue.composer.post"))
        .wait_for()
    )
    await inspection.look(buyer, "room with drafts")
    inspection.ends()


async def test_what_is_off_until_asked_for(
    sit: Sit, inspection: Inspection, rooms: Furnished, people: People
):
    buyer = await sit(people.marieke)
    room = f"/contracten/{rooms.drafted.id}"
    await buyer.go(f"{room}/toezeggingen/pakket")
    await expect(buyer.page.locator("main").get_by_role("checkbox")).to_have_count(2)
    await inspection.look(buyer, "package, nothing ready")
    await buyer.go(f"{room}/meer")
    await buyer.press("catalogue.pin")
    await buyer.press("departments.define")
    await buyer.press("catalogue.pin.do")
    await buyer.press("departments.save")
    await expect(buyer.page.locator("form .utrecht-alert--error")).to_have_count(2)
    await inspection.look(buyer, "more, both forms refused")
    await buyer.follow("app.catalogues")
    table = buyer.page.get_by_role("link", name="utrecht-v3").first
    await table.wait_for()
    await inspection.look(buyer, "tables")
    await table.click()
    await buyer.sees("BBL_2_4")
    await inspection.look(buyer, "one table")
    inspection.ends()


async def judge_a_commitment(buyer: Visitor, inspection: Inspection) -> None:
    for level in ("agree", "sign", "wish"):
        title = buyer.t(f"composing.level.{level}")
        await buyer.page.locator("summary").filter(has_text=title).click()
    await buyer.field("terms.scope.region").check()
    await buyer.field("terms.counts.yes").check()
    await buyer.field("composing.value.amount").check()
    await buyer.fill("composing.value.euros", "veel")
    await buyer.fill("terms.length", "")
    await buyer.press("drafting.propose.send.propose")
    await buyer.page.locator("form .utrecht-alert--error").first.wait_for()
    await inspection.look(buyer, "draft, refused")
    await buyer.fill("composing.value.euros", "1.000")
    await buyer.fill("terms.length", "12")
    await buyer.fill("terms.counts-ground", "Zo spraken wij het af.")
    await buyer.press("drafting.propose.send.propose")
    await buyer.dialog.get_by_role("heading").first.wait_for()
    await inspection.look(buyer, "draft, proposing")
    await buyer.page.keyboard.press("Escape")
    await expect(buyer.dialog).to_have_count(0)
    await buyer.press("drafting.discard")
    await buyer.dialog.get_by_role("heading").first.wait_for()
    await inspection.look(buyer, "draft, throwing away")
    await buyer.page.keyboard.press("Escape")
    await expect(buyer.dialog).to_have_count(0)


async def test_the_agreement(sit: Sit, inspection: Inspection, rooms: Furnished, people: People):
    buyer = await sit(people.marieke)
    await buyer.go(f"/contracten/{rooms.empty.id}/overeenkomst")
    await buyer.sees(buyer.t("agreements.missing"))
    await inspection.look(buyer, "agreement, nothing to offer")
    await buyer.press("agreements.offer.send", number=1)
    await buyer.page.locator("form .utrecht-alert").first.wait_for()
    await inspection.look(buyer, "agreement, offer refused")
    await buyer.go(f"/contracten/{rooms.empty.id}/overeenkomst/papier")
    await buyer.button("agreements.paper.send").wait_for()
    await buyer.press("agreements.paper.send")
    await buyer.page.locator("form .utrecht-alert").first.wait_for()
    await inspection.look(buyer, "agreement, on paper, refused")
    await buyer.go(f"/contracten/{rooms.full.id}/overeenkomst")
    await buyer.sees("Betaalde banen")
    await inspection.look(buyer, "agreement, to offer")
    await buyer.go(f"/contracten/{rooms.full.id}/overeenkomst/{NOBODY}")
    await buyer.sees(buyer.t("agreements.not-found"))
    await inspection.look(buyer, "agreement, not there")

    signatory = await sit(people.tom)
    await signatory.go(f"/contracten/{rooms.offered.id}/overeenkomst")
    await signatory.button("agreements.sign.send", number=1).wait_for()
    await inspection.look(signatory, "agreement, to sign")
    await signatory.press("agreements.sign.send", number=1)
    await signatory.sees(signatory.t("agreements.read.needed"))
    await inspection.look(signatory, "agreement, sign refused")
    for box in await signatory.page.get_by_role("checkbox").all():
        await box.check()
    await signatory.press("agreements.sign.send", number=1)
    await signatory.dialog.get_by_role("heading").first.wait_for()
    await inspection.look(signatory, "agreement, signing")
    await signatory.page.keyboard.press("Escape")
    await expect(signatory.dialog).to_have_count(0)
    await signatory.press("agreements.send-back.open")
    await signatory.press("agreements.send-back.send", signatory.dialog)
    await signatory.dialog.locator(".utrecht-alert--error").wait_for()
    await inspection.look(signatory, "agreement, sending back refused")
    await signatory.go(f"/contracten/{rooms.signed.id}/overeenkomst")
    await signatory.sees(signatory.t("agreements.notice.concluded"))
    for details in await signatory.page.locator("main details").all():
        await details.evaluate("details => { details.open = true }")
    await inspection.look(signatory, "agreement, in force")
    inspection.ends()


async def test_a_session_that_ended(
    sit: Sit, inspection: Inspection, rooms: Furnished, people: People
):
    visitor = await sit(people.marieke)
    await visitor.go(f"/contracten/{rooms.full.id}")
    await visitor.sees("Elke maand bellen.")
    await visitor.context.clear_cookies()
    await visitor.fill("dialogue.composer.label", "Dit is nog niet verstuurd.")
    await visitor.press("dialogue.composer.post")
    await visitor.sees(visitor.t("session.over.title"), visitor.dialog)
    await inspection.look(visitor, "session over")
    inspection.ends()
