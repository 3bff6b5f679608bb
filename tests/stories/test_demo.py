"""The demo story at the screen: what each of its people finds, and the first thing one does in it."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect
from tests.postgres import TestCluster
from tests.servers import ServerProcess, servers
from tests.stories.conftest import Visit
from tests.stories.demo import play_demo
from tests.stories.judges import faults_of
from tests.stories.visitor import Visitor

from samenspraak.demo import accounts

pytestmark = pytest.mark.browser

TITLE = "Renovatie 214 woningen Waterwijk, perceel 2"


@pytest.fixture(scope="module")
async def demo(
    cluster: TestCluster, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ServerProcess]:
    """A server on which the story was played."""
    name = f"demo_{worker_id}"
    addresses, folder = cluster.create_database(name), tmp_path_factory.mktemp("demo")
    await play_demo(addresses, folder)
    async with servers(addresses, folder, 1) as (running,):
        yield running
    cluster.drop_database(name)


async def come_in(visitor: Visitor, who: str) -> None:
    """Log in as somebody of the story and open its contract."""
    account = next(one for one in accounts("nl") if one.email.startswith(f"{who}@"))
    await visitor.sign_in(account.email, account.password)
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
    demo: ServerProcess, visit: Visit, language: str
):
    buyer = await visit(demo, language=language)
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


async def test_two_versions_are_compared_on_a_page_that_can_be_sent_on(
    demo: ServerProcess, visit: Visit
):
    """What changed is counted first, and what it comes to is told to the cent."""
    buyer = await visit(demo)
    await come_in(buyer, "marieke")
    await buyer.follow("app.section.agreement")
    await buyer.page.get_by_role("link", name=buyer.t("agreements.compare.previous")).click()
    await expect(buyer.page).to_have_url(re.compile(r"/overeenkomst/vergelijken\?van=1&met=2$"))
    await buyer.sees(buyer.t("ui.diff.count", added=1, changed=4, removed=0))
    together = buyer.page.get_by_role("row", name=buyer.t("agreements.compare.together"))
    await expect(together).to_contain_text(re.compile(r"183\.333,33.*209\.833,33.*\+.*26\.500,00"))
    await buyer.press("agreements.compare.beside")
    await expect(buyer.page).to_have_url(re.compile("van=1&met=2&naast=ja$"))
    await buyer.page.reload()
    await expect(buyer.button("agreements.compare.beside")).to_have_attribute(
        "aria-pressed", "true"
    )
    # The other way round what was added has gone.
    await buyer.field("agreements.compare.from").select_option(label="Versie 2, 17 november 2026")
    await buyer.sees(buyer.t("agreements.compare.itself"))
    await buyer.field("agreements.compare.with").select_option(label="Versie 1, 21 oktober 2026")
    await buyer.sees(buyer.t("ui.diff.count", added=0, changed=4, removed=1))
    await expect(buyer.page).to_have_title(re.compile("^Versie 2 en Versie 1 vergeleken"))


async def test_the_first_act_of_the_demo_brings_the_second_version_in_force(
    demo: ServerProcess, visit: Visit
):
    tom, youssef = await visit(demo), await visit(demo)
    await come_in(youssef, "youssef")
    await come_in(tom, "tom")
    await tom.follow("workspaces.version.read")
    await tom.button("agreements.sign.send", number=2).wait_for()
    for box in await tom.page.get_by_role("checkbox").all():
        await box.check()
    await tom.press("agreements.sign.send", number=2)
    await tom.press("agreements.sign.send", tom.dialog, number=2)
    await tom.sees(tom.t("agreements.notice.concluded"))
    await expect(tom.link("agreements.bundle")).to_be_visible()
    await youssef.sees(youssef.t("dialogue.event.agreement.concluded", number=2))
