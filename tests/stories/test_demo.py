"""The demo story at the screen: what each of its people finds, and the first thing one does in it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.async_api import expect
from tests.postgres import TestCluster
from tests.servers import ServerProcess, servers
from tests.stories.agreements import about_to_sign, confirm, take_away, ten_minutes_pass
from tests.stories.checker import Checker
from tests.stories.conftest import Visit, VisitByKeyboard
from tests.stories.demo import play_demo
from tests.stories.judges import Inspection, faults_of
from tests.stories.keyboard import press
from tests.stories.visitor import Visitor

from samenspraak.demo import Account, accounts
from samenspraak.embedded import Addresses

pytestmark = pytest.mark.browser

TITLE = "Renovatie 214 woningen Waterwijk, perceel 2"
SUMS = "Toezeggingen"
IN_WORDS = "tweehonderdnegenduizend achthonderddrieëndertig euro en drieëndertig cent"


class Played(Struct, frozen=True, kw_only=True):
    """A server on which the story was played, and where its database is."""

    server: ServerProcess
    addresses: Addresses


@pytest.fixture(scope="module")
async def demo(
    cluster: TestCluster, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Played]:
    """The story, up to its day."""
    name = f"demo_{worker_id}"
    addresses, folder = cluster.create_database(name), tmp_path_factory.mktemp("demo")
    await play_demo(addresses, folder)
    async with servers(addresses, folder, 1) as (running,):
        yield Played(server=running, addresses=addresses)
    cluster.drop_database(name)


def account(who: str) -> Account:
    return next(one for one in accounts("nl") if one.email.startswith(f"{who}@"))


async def come_in(visitor: Visitor, who: str) -> None:
    """Log in as somebody of the story and open its contract."""
    await visitor.sign_in(account(who).email, account(who).password)
    # One contract opens directly; whoever has more sees a list first.
    room = visitor.page.get_by_role("heading", name=TITLE, level=1)
    listed = visitor.page.get_by_role("link", name=TITLE)
    await room.or_(listed).first.wait_for()
    if not await room.count():
        await listed.first.click()
    await visitor.page.get_by_role("article").first.wait_for()


async def commitments(visitor: Visitor) -> list[str]:
    """Return the addresses of all commitments, closed ones included."""
    links = visitor.page.locator("a[href*='/toezeggingen/']:not([href*='nieuw'])")
    found = [await link.get_attribute("href") or "" for link in await links.all()]
    return sorted({address.split("?")[0] for address in found})


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_screen_of_the_story_is_for_everybody(
    demo: Played, visit: Visit, language: str
):
    buyer = await visit(demo.server, language=language)
    await come_in(buyer, "marieke")
    room = buyer.page.url
    # The contract manager may sign by role, but has no mandate: the version waits for Tom.
    await expect(buyer.link("workspaces.version.read")).to_have_count(0)
    faults = await faults_of(buyer)
    addresses = await commitments(buyer)
    assert len(addresses) == 6
    comparison = f"{room}/overeenkomst/vergelijken?van=1&met=2"
    rest = [f"{room}/overeenkomst", comparison, f"{comparison}&naast=ja", f"{room}/deelnemers"]
    for address in [*addresses, *rest]:
        await buyer.go(address)
        await buyer.page.locator("main h2").first.wait_for()
        await expect(buyer.page.locator("[aria-busy=true]")).to_have_count(0)
        faults += [f"{address}: {fault}" for fault in await faults_of(buyer)]
    assert not faults, "\n".join(faults)


AMOUNTS = {
    "Verplichting": ("194.400,00", "208.000,00", "13.600,00"),
    "Ten minste binnen het contract": ("97.200,00", "104.000,00", "6.800,00"),
    "3. Betaalde banen": ("60.000,00", "70.000,00", "10.000,00"),
    "2. Inkoop bij Lunchwerk Waterwijk": ("18.000,00", "22.500,00", "4.500,00"),
    "Regionale leerlijn Bouw": ("–", "12.000,00", "12.000,00"),
    "Toezeggingen samen": ("183.333,33", "209.833,33", "26.500,00"),
    "Binnen het contract": ("171.333,33", "185.833,33", "14.500,00"),
    "Buiten het contract": ("12.000,00", "24.000,00", "12.000,00"),
}


async def sees_what_changed(visitor: Visitor) -> None:
    """Be told by how much each thing changed, and in words what is said otherwise."""
    await visitor.sees(visitor.t("ui.diff.count", added=1, changed=4, removed=0))
    table = visitor.page.get_by_role("table", name=visitor.t("agreements.compare.sums.both"))
    for name, (before, after, difference) in AMOUNTS.items():
        said = f"{re.escape(before)}.*{re.escape(after)}.*\\+.*{re.escape(difference)}"
        row = table.get_by_role("row", name=re.compile(f"{re.escape(name)} "))
        await expect(row).to_contain_text(re.compile(said))
    for name in ("Leerwerkplekken timmeren", "Energiecoaches in de buurt"):
        row = table.get_by_role("row", name=re.compile(name))
        await expect(row).to_contain_text("€ 0,00")
    main = visitor.page.get_by_role("main")
    await expect(main.get_by_role("deletion").filter(has_text="11.066,67").first).to_be_visible()
    await expect(main.get_by_role("insertion").filter(has_text="1.833,33").first).to_be_visible()


async def test_two_versions_are_compared_to_the_cent_on_a_page_that_can_be_sent_on(
    demo: Played, visit_by_keyboard: VisitByKeyboard
):
    tom, hanneke = await visit_by_keyboard(demo.server), await visit_by_keyboard(demo.server)
    await tom.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await come_in(tom, "tom")
    await come_in(hanneke, "hanneke")
    await tom.follow("app.section.agreement")
    await press(tom, tom.page.get_by_role("link", name=tom.t("agreements.compare.previous")))
    await expect(tom.page).to_have_url(re.compile(r"/overeenkomst/vergelijken\?van=1&met=2$"))
    await sees_what_changed(tom)
    await tom.press("agreements.compare.beside")
    await expect(tom.page).to_have_url(re.compile("van=1&met=2&naast=ja$"))
    words = tom.page.get_by_role("table", name=tom.t("agreements.compare.words", part=SUMS))
    await expect(words.get_by_role("columnheader")).to_have_text(["Versie 1", "Versie 2"])
    await sees_what_changed(tom)

    await tom.press("agreements.compare.copy")
    await tom.sees(tom.t("agreements.compare.copied"))
    link = await tom.page.evaluate("navigator.clipboard.readText()")
    assert link == tom.page.url
    await hanneke.go(link)
    await expect(hanneke.button("agreements.compare.beside")).to_have_attribute(
        "aria-pressed", "true"
    )
    await sees_what_changed(hanneke)
    # The other way round what was added has gone.
    before, after = (hanneke.field(f"agreements.compare.{which}") for which in ("from", "with"))
    await before.select_option(label="Versie 2, 17 november 2026")
    await hanneke.sees(hanneke.t("agreements.compare.itself"))
    await after.select_option(label="Versie 1, 21 oktober 2026")
    await hanneke.sees(hanneke.t("ui.diff.count", added=0, changed=4, removed=1))
    await expect(hanneke.page).to_have_title(re.compile("^Versie 2 en Versie 1 vergeleken"))


async def test_the_first_act_of_the_demo_brings_the_second_version_in_force(
    demo: Played, visit: Visit, visit_by_keyboard: VisitByKeyboard, tmp_path: Path
):
    """One signs while the other looks on, and both go home with a proof that holds without us."""
    inspection = Inspection(widths={1440: 900})
    tom, hanneke = await visit_by_keyboard(demo.server), await visit_by_keyboard(demo.server)
    await come_in(hanneke, "hanneke")
    await hanneke.follow("app.section.agreement")
    await hanneke.sees(hanneke.t("agreements.signing.of", given=1, needed=2))
    await come_in(tom, "tom")
    await ten_minutes_pass(demo.addresses)
    await tom.follow("workspaces.version.read")
    await about_to_sign(tom, 2)
    await expect(tom.dialog).to_contain_text("€ 209.833,33")
    await expect(tom.dialog).to_contain_text(IN_WORDS)
    await inspection.look(tom, "about to sign")
    await tom.fill("identity.password", account("tom").password, tom.dialog)
    await confirm(tom, 2)
    for visitor in (tom, hanneke):
        await visitor.sees(visitor.t("agreements.notice.concluded"))
        await visitor.sees(visitor.t("agreements.signing.of", given=2, needed=2))
    await inspection.look(hanneke, "in force without anybody loading anything")

    bundles = [await take_away(each, "agreements.bundle", tmp_path) for each in (tom, hanneke)]
    picture = await take_away(hanneke, "agreements.picture", tmp_path)
    assert picture.startswith(b"%PDF")
    await hanneke.follow("app.section.workspace")
    await hanneke.sees(hanneke.t("dialogue.event.agreement.concluded", number=2))

    checker = await visit(demo.server, kind=Checker)
    assert isinstance(checker, Checker)
    await checker.go("/verify.html")
    for bundle in bundles:
        await checker.drop(bundle)
        await checker.concludes("issuer-not-checked")
        for told in ("Hanneke van Doorn", "Tom Verhoeven", "€ 70.000,00", "leerlijn Bouw"):
            await expect(checker.page.get_by_role("main")).to_contain_text(told)
    answer = await checker.context.request.get("/.well-known/jwks.json")
    await checker.choose(await answer.body(), place="#key-file", name="jwks.json")
    await checker.concludes("known-issuer")
    inspection.ends()
