"""Files at the screen: chosen, dropped, refused in words, and only where they were meant to be."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect
from tests.builders import People, Room
from tests.files.samples import MAKER, docx, jpeg, opened
from tests.servers import ServerProcess
from tests.stories.conftest import AtTable, Visit
from tests.stories.judges import Inspection
from tests.stories.keyboard import KeyboardVisitor, press
from tests.stories.visitor import Visitor

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n een plan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a letter, a picture, a PDF, a letter that runs something, and a program."""
    for name, data in {
        "Plan van aanpak.docx": docx(),
        "Bouwplaats.jpg": jpeg(orientation=6),
        "Overzicht.pdf": PDF,
        "Sjabloon.docx": docx(**{"word/vbaProject.bin": b"macro"}),
        "Rekenhulp.exe": b"MZ",
    }.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def box(visitor: Visitor, *, own: bool = False) -> Locator:
    """Return the conversation, of both sides or of one's own."""
    key = "dialogue.own-title" if own else "dialogue.title"
    heading = visitor.page.get_by_role("heading", name=visitor.t(key), exact=True)
    return visitor.page.locator("section.samenspraak-panel").filter(has=heading)


async def choose(visitor: Visitor, within: Locator, *files: Path, own: bool = False) -> None:
    """Press the button and choose from the folder."""
    button = visitor.button("dialogue.files.add-own" if own else "dialogue.files.add", within)
    async with visitor.page.expect_file_chooser() as chooser:
        if isinstance(visitor, KeyboardVisitor):
            await press(visitor, button)
        else:
            await button.click()
    await (await chooser.value).set_files(files)


async def drop(visitor: Visitor, within: Locator, name: str, kind: str, data: bytes) -> None:
    """Drag a file over the form and let it go there."""
    form = within.locator("form.samenspraak-composer")
    transfer = await visitor.page.evaluate_handle(
        """([bytes, name, type]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return transfer;
        }""",
        [[*data], name, kind],
    )
    await form.dispatch_event("dragenter", {"dataTransfer": transfer})
    await visitor.sees(visitor.t("dialogue.files.drop"), form)
    await form.dispatch_event("drop", {"dataTransfer": transfer})


def listed(visitor: Visitor, within: Locator, name: str) -> Locator:
    """Return what the form says of a file that will go along."""
    return within.locator(".samenspraak-attachments__item").filter(has_text=name)


async def there(visitor: Visitor, within: Locator, name: str, *, stripped: bool) -> None:
    key = "dialogue.files.stripped" if stripped else "dialogue.files.there"
    await visitor.sees(visitor.t(key), listed(visitor, within, name))


def message(within: Locator, text: str) -> Locator:
    return within.get_by_role("article").filter(has_text=text)


async def saved(visitor: Visitor, within: Locator, name: str) -> bytes:
    """Save a file that hangs under a message, as a person does."""
    async with visitor.page.expect_download() as download:
        await within.get_by_role("link", name=name, exact=True).click()
    path = await (await download.value).path()
    assert (await download.value).suggested_filename == name
    return path.read_bytes()


async def test_files_go_with_a_message_and_their_makers_do_not(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    folder: Path,
    inspection: Inspection,
):
    buyer = await at_table(two[0], people.marieke)
    contractor = await at_table(two[1], people.youssef)
    here, there_ = box(buyer), box(contractor)
    await choose(buyer, here, folder / "Plan van aanpak.docx", folder / "Overzicht.pdf")
    await there(buyer, here, "Plan van aanpak.docx", stripped=True)
    await there(buyer, here, "Overzicht.pdf", stripped=False)
    await buyer.sees(buyer.t("dialogue.files.pdf"), here)
    await drop(buyer, here, "Bouwplaats.jpg", "image/jpeg", jpeg(orientation=6))
    await there(buyer, here, "Bouwplaats.jpg", stripped=True)
    await buyer.fill("dialogue.composer.label", "Zo ziet het plan eruit.")
    await inspection.look(buyer, "three files wait for their message")
    # Nobody has them before they are said.
    await contractor.does_not_see("Overzicht.pdf")

    await buyer.press("dialogue.composer.post")

    heard = message(there_, "Zo ziet het plan eruit.")
    for name in ("Plan van aanpak.docx", "Overzicht.pdf", "Bouwplaats.jpg"):
        await expect(heard.get_by_role("link", name=name, exact=True)).to_be_visible()
    await contractor.sees(contractor.t("dialogue.files.stripped"), heard)
    await contractor.sees(contractor.t("dialogue.files.as-sent"), heard)
    await expect(here.locator(".samenspraak-attachments")).to_have_count(0)
    await inspection.look(contractor, "three files under a message")
    letter = await saved(contractor, heard, "Plan van aanpak.docx")
    assert MAKER.encode() not in b"".join(opened(letter).values())
    assert await saved(contractor, heard, "Overzicht.pdf") == PDF

    # Taking the message back takes them away, and says so before.
    own = message(here, "Zo ziet het plan eruit.")
    await press(buyer, own.get_by_role("button", name=re.compile(buyer.t("dialogue.remove"))))
    await buyer.sees(buyer.t("dialogue.remove.detail-files"), buyer.dialog)
    await buyer.press("dialogue.remove.do", buyer.dialog)
    await expect(heard).to_have_count(0)
    await expect(there_.get_by_role("link", name="Overzicht.pdf")).to_have_count(0)
    inspection.ends()


async def test_what_is_refused_says_why_and_keeps_what_was_typed(
    two: list[ServerProcess],
    visit: Visit,
    people: People,
    room: Room,
    settings: Settings,
    folder: Path,
    inspection: Inspection,
):
    marieke = await visit(two[0], session=await people.marieke.session(settings))
    await marieke.go(f"/contracten/{room.id}")
    here = box(marieke)
    await marieke.fill("dialogue.composer.label", "Met bijlage.")
    await choose(marieke, here, folder / "Sjabloon.docx", folder / "Rekenhulp.exe")
    await marieke.sees(re.compile("Het heeft een macro"), listed(marieke, here, "Sjabloon.docx"))
    await marieke.sees(marieke.t("dialogue.files.kinds"), listed(marieke, here, "Rekenhulp.exe"))
    await inspection.look(marieke, "two files were refused")

    await marieke.press("dialogue.composer.post")
    await marieke.sees(marieke.t("dialogue.files.refused"), here)
    for name in ("Sjabloon.docx", "Rekenhulp.exe"):
        await marieke.press("dialogue.files.remove", here, name=name)
    await choose(marieke, here, folder / "Overzicht.pdf")
    await there(marieke, here, "Overzicht.pdf", stripped=False)

    # A page that is loaded anew, as after signing in again, has the text and what the server has.
    await marieke.page.reload()
    await expect(marieke.field("dialogue.composer.label")).to_have_value("Met bijlage.")
    await there(marieke, here, "Overzicht.pdf", stripped=False)
    await marieke.press("dialogue.composer.post")
    said = message(here, "Met bijlage.")
    await expect(said.get_by_role("link", name="Overzicht.pdf", exact=True)).to_be_visible()

    # A line that breaks says so, and the file goes once it is back.
    async with marieke.cut_off():
        await choose(marieke, here, folder / "Bouwplaats.jpg")
        await expect(
            listed(marieke, here, "Bouwplaats.jpg").get_by_role(
                "button", name=re.compile(marieke.t("dialogue.files.again"))
            )
        ).to_be_visible()
    await (
        listed(marieke, here, "Bouwplaats.jpg")
        .get_by_role("button", name=re.compile(marieke.t("dialogue.files.again")))
        .click()
    )
    await there(marieke, here, "Bouwplaats.jpg", stripped=True)
    inspection.ends()


async def test_what_is_added_in_the_box_of_the_own_side_stays_on_that_side(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    folder: Path,
    inspection: Inspection,
):
    contractor = await at_table(two[0], people.youssef)
    colleague = await at_table(two[1], people.hanneke)
    buyer = await at_table(two[1], people.marieke)
    here = box(contractor, own=True)
    await choose(contractor, here, folder / "Overzicht.pdf", own=True)
    await there(contractor, here, "Overzicht.pdf", stripped=False)
    await contractor.sees(
        contractor.t("dialogue.files.for-own", name="Van Doorn & Bakker Bouw"), here
    )
    await contractor.fill("dialogue.composer.own-label", "Alleen voor ons.")
    await inspection.look(contractor, "a file for the own side waits for its message")
    await contractor.press("dialogue.composer.own-post")

    seen = message(box(colleague, own=True), "Alleen voor ons.")
    assert await saved(colleague, seen, "Overzicht.pdf") == PDF
    await buyer.does_not_see("Overzicht.pdf")
    address = await seen.get_by_role("link", name="Overzicht.pdf").get_attribute("href")
    assert address is not None
    answer = await buyer.page.request.get(address)
    assert answer.status == 404
    inspection.ends()
