"""The main job without a mouse: Tab, Enter and Space reach every move, and focus is never lost."""

import pytest
from playwright.async_api import expect
from tests.builders import People, Room
from tests.builders_agreements import ready_to_sign, sign
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.drafts import ready
from tests.stories.keyboard import press, tab_to
from tests.stories.rooms import proposed

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser


async def test_a_commitment_is_answered_by_keyboard_alone(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    commitment = await proposed(room, "Leerwerkplekken timmeren")
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    keyboard = buyer.page.keyboard
    await buyer.go(f"/contracten/{room.id}")
    await press(buyer, buyer.page.get_by_role("link", name="1. Leerwerkplekken timmeren").first)
    await buyer.page.wait_for_url(f"**/{commitment}")
    await expect(buyer.page.get_by_role("heading", level=1)).to_be_focused()

    # Every answer is within reach, and Escape leads back to where one was.
    for opener in (
        "bargaining.question.open",
        "bargaining.decline.open",
        "bargaining.answer.yes",
    ):
        button = buyer.button(opener)
        await press(buyer, button)
        await expect(buyer.dialog.get_by_role("heading").first).to_be_focused()
        await keyboard.press("Escape")
        await expect(buyer.dialog).to_have_count(0)
        await expect(button).to_be_focused()
    for opener in ("bargaining.answer.conditions", "bargaining.answer.otherwise"):
        button = buyer.button(opener)
        await press(buyer, button)
        await expect(buyer.dialog.get_by_role("heading").first).to_be_focused()
        await tab_to(buyer, buyer.field("boxes.own_side", buyer.dialog))
        await press(buyer, buyer.button("ui.cancel", buyer.dialog))
        await expect(button).to_be_focused()

    await press(buyer, buyer.button("bargaining.answer.yes"))
    await press(buyer, buyer.button("bargaining.accept.send", buyer.dialog))
    await buyer.sees(buyer.t("commitments.status.agreed"))


async def test_an_agreement_is_signed_by_keyboard_alone(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    version = await ready_to_sign(room)
    await sign(room.hanneke, version, settings)
    signatory = await visit(two[0], session=await people.tom.session(settings))
    await signatory.go(f"/contracten/{room.id}")
    await press(signatory, signatory.link("app.section.agreement"))
    await expect(signatory.page.get_by_role("heading", level=1)).to_be_focused()
    send = signatory.button("agreements.sign.send", number=1)
    # What is missing is said, and focus goes to it.
    await press(signatory, send)
    await expect(signatory.page.locator("form .utrecht-alert--error")).to_be_focused()
    for box in await signatory.page.get_by_role("checkbox").all():
        await press(signatory, box, "Space")
    await press(signatory, send)
    await expect(signatory.dialog.get_by_role("heading").first).to_be_focused()
    await press(signatory, signatory.button("agreements.sign.send", signatory.dialog, number=1))
    await signatory.sees(signatory.t("agreements.notice.concluded"))


async def test_a_message_and_a_proposal_are_made_by_keyboard_alone(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    contractor = await visit(two[0], session=await people.youssef.session(settings))
    keyboard = contractor.page.keyboard
    await contractor.go(f"/contracten/{room.id}")
    await tab_to(contractor, contractor.field("dialogue.composer.label"))
    await keyboard.type("Zonder muis gezegd.")
    await press(contractor, contractor.button("dialogue.composer.post"))
    await contractor.sees("Zonder muis gezegd.")
    await press(contractor, contractor.link("commitments.column.propose"))
    await expect(contractor.page.get_by_role("heading", level=1)).to_be_focused()
    await press(contractor, contractor.button("boxes.own_side.begin"))
    await ready(contractor)
    await expect(contractor.page.get_by_role("heading", level=1)).to_be_focused()
    for field, words in (
        ("terms.title", "Leerwerkplekken"),
        ("terms.quantity", "2"),
        ("terms.length", "12"),
    ):
        await tab_to(contractor, contractor.field(field))
        await keyboard.type(words)
    await tab_to(contractor, contractor.field("terms.text"))
    await keyboard.type("Ook de tekst, en Tab leidt er weer uit.")
    await press(contractor, contractor.button("drafting.propose.send.propose"))
    await press(contractor, contractor.button("drafting.propose.send.propose", contractor.dialog))
    await contractor.sees(contractor.t("commitments.status.lies_with_buyer"))
    await expect(contractor.page.get_by_role("heading", level=1)).to_be_focused()


async def test_the_skip_link_leads_past_everything_that_returns(
    two: list[ServerProcess], visit: Visit
):
    visitor = await visit(two[0])
    await visitor.go("/inloggen")
    await visitor.button("identity.sign-in").wait_for()
    await visitor.page.keyboard.press("Tab")
    await expect(visitor.link("app.skip")).to_be_focused()
    await visitor.page.keyboard.press("Enter")
    await visitor.page.keyboard.press("Tab")
    await expect(visitor.field("identity.email")).to_be_focused()


async def test_who_wants_no_movement_gets_none(two: list[ServerProcess], visit: Visit):
    """A movement that a quick Tab breaks off would keep the focus from coming back to where it was."""
    visitor = await visit(two[0])
    await visitor.go("/inloggen")
    await visitor.button("identity.sign-in").wait_for()
    await visitor.page.evaluate(
        "() => { globalThis.moved = 0;"
        " document.addEventListener('transitionrun', () => { globalThis.moved += 1 }) }"
    )
    for _ in range(5):
        await visitor.page.keyboard.press("Tab")
    assert await visitor.page.evaluate("() => globalThis.moved") == 0
