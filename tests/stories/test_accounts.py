"""Accounts at the screen: a second step, sessions that end, a part that ends, and a lost password."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from playwright.async_api import expect
from pyotp.totp import TOTP
from tests.builders import PASSWORD, People, Person, a_colleague, a_person, invited
from tests.identity.mailbox import Mailbox, a_mailbox
from tests.identity.oidc.provider import a_provider
from tests.servers import ServerProcess, free_ports, ready, start_server
from tests.stories.conftest import Visit, VisitByKeyboard
from tests.stories.drafts import begin, write
from tests.stories.judges import Inspection
from tests.stories.keyboard import press
from tests.stories.visitor import Visitor

from samenspraak import surroundings
from samenspraak.database import as_person, execute
from samenspraak.embedded import Addresses
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import OpenByHand, Participant, Role, Side

pytestmark = pytest.mark.browser

ANOTHER = "een heel ander woord erbij"
SECRET = ".samenspraak-scan__secret"
CODES = ".samenspraak-codes code"
# It says when somebody proved who they are only when it is asked.
CLIENT = "by-curve"
PROVIDER = f"Organisatie {CLIENT}"


async def a_desk(host: Person, settings: Settings) -> Participant:
    """Open a workspace for somebody whom no other test knows, so that nothing of theirs is shared."""
    person = await host.signed_in(settings)
    workspace_id = uuid4()
    await workspaces.open_by_hand(
        await enter_organisation(person, host.organisation_id),
        OpenByHand(
            id=workspace_id,
            organisation_id=host.organisation_id,
            title="Groenonderhoud wijk Oost",
            other_party="Bloem & Zoon",
            value_cents=90_000_000,
        ),
    )
    return await enter(person, workspace_id)


async def leave(visitor: Visitor, name: str) -> None:
    await press(visitor, visitor.page.get_by_role("button", name=name))
    await visitor.press("app.sign-out")
    await visitor.button("identity.sign-in").wait_for()
    # The page that comes takes the focus, and would take it from who typed already.
    await expect(visitor.page.get_by_role("heading", level=1)).to_be_focused()


async def test_a_second_step_is_set_and_asked_for_without_a_mouse(
    two: list[ServerProcess], visit_by_keyboard: VisitByKeyboard, inspection: Inspection
):
    sanne = await a_person("Sanne Visser", organisation="Gemeente Oost")
    visitor = await visit_by_keyboard(two[0])
    await visitor.sign_in(sanne.email, PASSWORD)
    await visitor.go("/account")
    await visitor.sees(visitor.t("account.sessions.this"))
    await inspection.look(visitor, "account")

    await visitor.press("account.factor.begin")
    await expect(
        visitor.page.get_by_role("heading", name=visitor.t("account.factor.begin"))
    ).to_be_focused()
    await visitor.fill("identity.password", PASSWORD)
    await visitor.press("account.factor.next")
    secret = (await visitor.page.locator(SECRET).inner_text()).replace(" ", "")
    await visitor.page.get_by_role("img", name=visitor.t("account.factor.picture")).wait_for()
    await inspection.look(visitor, "second step, to scan")
    # Nothing typed is a slip, which is told and never sent.
    await visitor.press("account.factor.turn-on")
    await expect(visitor.page.locator("main .utrecht-alert--error")).to_be_focused()
    await visitor.fill("proof.code", TOTP(secret).now())
    await visitor.press("account.factor.turn-on")

    await expect(visitor.page.locator(CODES)).to_have_count(10)
    codes = await visitor.page.locator(CODES).all_inner_texts()
    await inspection.look(visitor, "recovery codes")
    async with visitor.page.expect_download() as download:
        await visitor.press("account.codes.download")
    kept = (await (await download.value).path()).read_text(encoding="utf-8")
    assert [code for code in codes if code not in kept] == []
    await visitor.press("account.codes.kept")
    await visitor.sees(visitor.t("account.factor.asked"))
    # The button is gone; the focus goes to where it stood, a moment after it went.
    await expect(
        visitor.page.get_by_role("heading", name=visitor.t("account.factor"), exact=True)
    ).to_be_focused()
    await leave(visitor, sanne.name)

    await visitor.fill("identity.email", sanne.email)
    await visitor.fill("identity.password", PASSWORD)
    await visitor.press("identity.sign-in")
    await expect(visitor.field("proof.code")).to_be_focused()
    await expect(visitor.field("identity.password")).to_have_value(PASSWORD)
    await inspection.look(visitor, "sign in, code asked for")
    await visitor.press("proof.use-recovery")
    await expect(visitor.field("proof.recovery-code")).to_be_focused()
    await visitor.page.keyboard.type("geen-code")
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.locator("main .utrecht-alert--error")).to_be_focused()
    await visitor.fill("proof.recovery-code", codes[0])
    await visitor.press("identity.sign-in")
    await visitor.page.wait_for_url("**/contracten")

    await visitor.go("/account")
    await visitor.sees(visitor.t("account.codes.left_other", count=9))
    await visitor.press("account.factor.remove")
    await visitor.fill("identity.password", PASSWORD, visitor.dialog)
    await visitor.press("proof.use-recovery", visitor.dialog)
    await visitor.fill("proof.recovery-code", codes[1], visitor.dialog)
    await visitor.press("account.factor.remove", visitor.dialog)
    await visitor.sees(visitor.t("account.factor.why"))
    inspection.ends()


async def test_who_was_signed_out_goes_on_where_they_were(
    two: list[ServerProcess], visit: Visit, settings: Settings, inspection: Inspection
):
    rosa = await a_person("Rosa Vos", organisation="Gemeente West")
    desk = await a_desk(rosa, settings)
    at_work = await visit(two[0], session=await rosa.session(settings), language="en")
    await at_work.go(f"/contracten/{desk.workspace_id}/deelnemers")
    await at_work.sees(at_work.t("live.connected"))
    await at_work.fill("workspaces.function", "projectleider")

    elsewhere = await visit(two[1])
    await elsewhere.sign_in(rosa.email, PASSWORD)
    await elsewhere.go("/account")
    await elsewhere.press("account.sessions.elsewhere")
    await expect(elsewhere.button("account.sessions.elsewhere")).to_have_count(0)

    await at_work.sees(at_work.t("session.over.title"), at_work.dialog)
    await inspection.look(at_work, "session over")
    await expect(at_work.field("identity.email", at_work.dialog)).to_have_value(rosa.email)
    await at_work.fill("identity.password", PASSWORD, at_work.dialog)
    await at_work.press("session.over.again", at_work.dialog)
    await expect(at_work.dialog).to_have_count(0)
    await expect(at_work.field("workspaces.function")).to_have_value("projectleider")
    # Not only the page: the line to the server is there again too.
    await at_work.sees(at_work.t("live.connected"))

    # Everywhere is here as well; a draft that is open loses nothing either.
    await at_work.go(f"/contracten/{desk.workspace_id}/toezeggingen/nieuw")
    await begin(at_work, "own_side")
    await at_work.fill("terms.title", "Snoeien met leerlingen")
    await elsewhere.press("app.sign-out-everywhere", elsewhere.page.locator("main"))
    await elsewhere.press("app.sign-out-everywhere", elsewhere.dialog)
    await elsewhere.button("identity.sign-in").wait_for()
    await at_work.sees(at_work.t("session.over.title"), at_work.dialog)
    await at_work.fill("identity.password", PASSWORD, at_work.dialog)
    await at_work.press("session.over.again", at_work.dialog)
    await expect(at_work.dialog).to_have_count(0)
    await expect(at_work.field("terms.title")).to_have_value("Snoeien met leerlingen")
    await write(at_work, "terms.text", "In het voorjaar.")
    await at_work.sees(at_work.t("drafting.state.saved"))

    # An account that is shut says no more than a wrong password does; the page says what may be.
    await identity.disable_account(rosa.email)
    await at_work.sees(at_work.t("session.over.why"), at_work.dialog)
    await at_work.fill("identity.password", PASSWORD, at_work.dialog)
    await at_work.press("session.over.again", at_work.dialog)
    await expect(at_work.dialog.locator(".utrecht-alert--error")).to_be_focused()
    inspection.ends()


async def test_a_session_that_has_lasted_its_longest_is_told_before_it_ends(
    two: list[ServerProcess], visit: Visit, settings: Settings, inspection: Inspection
):
    iris = await a_person("Iris Blom", organisation="Gemeente Noord")
    session = await iris.session(settings)
    await last_for(iris, seconds=100)
    visitor = await visit(two[0], session=session)
    await visitor.go("/contracten/nieuw")
    await visitor.sees(visitor.t("session.last.detail"), visitor.dialog)
    await inspection.look(visitor, "session about to end")
    await visitor.press("session.over.again", visitor.dialog)
    await visitor.fill("identity.password", PASSWORD, visitor.dialog)
    await visitor.press("session.over.again", visitor.dialog)
    await expect(visitor.dialog).to_have_count(0)
    assert visitor.page.url.endswith("/contracten/nieuw")
    inspection.ends()


async def test_a_page_asks_nothing_in_the_name_of_who_signed_in_beside_it(
    two: list[ServerProcess], visit: Visit, settings: Settings
):
    guus = await a_person("Guus Bakker", organisation="Gemeente Oost")
    lena = await a_colleague(guus, "Lena Mol", title="jurist")
    page = await visit(two[0], session=await guus.session(settings))
    await page.go("/contracten/nieuw")
    await page.page.get_by_role("button", name=guus.name).wait_for()
    await page.context.clear_cookies()
    beside = await page.another_window()
    await beside.sign_in(lena.email, PASSWORD)
    # It would have been Lena who is signed out.
    await press(page, page.page.get_by_role("button", name=guus.name))
    await page.press("app.sign-out")
    await page.sees(page.t("session.over.title"), page.dialog)
    await beside.go("/account")
    await beside.page.get_by_role("button", name=lena.name).wait_for()

    await page.fill("identity.password", PASSWORD, page.dialog)
    await page.press("session.over.again", page.dialog)
    await expect(page.dialog).to_have_count(0)
    await press(beside, beside.page.get_by_role("button", name=lena.name))
    await beside.press("app.sign-out")
    await beside.sees(beside.t("session.over.title"), beside.dialog)


async def test_an_administrator_ends_somebodys_part(
    two: list[ServerProcess], visit: Visit, settings: Settings, inspection: Inspection
):
    host = await a_person("Joost Prins", organisation="Gemeente Zuid")
    bas = await a_colleague(host, "Bas Smit", title="medewerker")
    desk = await a_desk(host, settings)
    await invited(desk, bas, Side.BUYER, [Role.WRITER], settings, "medewerker")
    colleague = await visit(two[0], session=await bas.session(settings))
    await colleague.go(f"/contracten/{desk.workspace_id}")
    await colleague.sees(colleague.t("live.connected"))

    administrator = await visit(two[1], session=await host.session(settings), language="en")
    await administrator.go("/instellingen")
    await administrator.sees(administrator.t("members.only"))
    await inspection.look(administrator, "people of an organisation")
    await open_move(administrator, "make-administrator", bas.name)
    # Who signed in just now has proven enough.
    await expect(administrator.field("identity.password", administrator.dialog)).to_have_count(0)
    await administrator.press("members.make-administrator", administrator.dialog)
    await administrator.sees(administrator.t("members.make-administrator.done", name=bas.name))

    await prove_long_ago(host)
    await administrator.page.reload()
    await open_move(administrator, "end", bas.name)
    await inspection.look(administrator, "ending a part")
    await administrator.press("members.end", administrator.dialog)
    await administrator.sees(administrator.t("proof.password-needed"), administrator.dialog)
    await administrator.fill("identity.password", "niet dit", administrator.dialog)
    await administrator.press("members.end", administrator.dialog)
    await administrator.sees("This is not the password", administrator.dialog)
    await administrator.fill("identity.password", PASSWORD, administrator.dialog)
    await administrator.press("members.end", administrator.dialog)
    await administrator.sees(administrator.t("members.end.done", name=bas.name))

    await colleague.sees(colleague.t("session.part-over.title"))
    await inspection.look(colleague, "part over")
    inspection.ends()


async def open_move(visitor: Visitor, move: str, name: str) -> None:
    words = visitor.t(f"members.{move}")
    await visitor.page.get_by_role("button", name=re.compile(f"^{words}.*{name}")).click()
    await visitor.dialog.get_by_role("heading").first.wait_for()


async def last_for(person: Person, *, seconds: int) -> None:
    """Let all sessions of somebody have lasted nearly their longest."""
    async with as_person(person.id):
        await execute(
            "update session set expires_at = $2 where person_id = $1",
            person.id,
            surroundings.now() + timedelta(seconds=seconds),
        )


async def prove_long_ago(person: Person) -> None:
    """Let it be a day since somebody proved who they are."""
    async with as_person(person.id):
        await execute(
            "update session set proven_at = $2 where person_id = $1",
            person.id,
            surroundings.now() - timedelta(days=1),
        )


@pytest.fixture(scope="module")
async def mailbox() -> AsyncIterator[Mailbox]:
    """A real mail server."""
    async with a_mailbox() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
async def house(
    addresses: Addresses,
    people: People,
    settings: Settings,
    mailbox: Mailbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ServerProcess]:
    """A server that sends letters, and believes a real provider about who somebody is."""
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    [port] = free_ports(1)
    with a_provider(to=f"http://127.0.0.1:{port}") as provider:
        file = tmp_path_factory.mktemp("openid") / "openid.json"
        file.touch(0o600)
        file.write_bytes(msgspec.json.encode([provider.as_provider(CLIENT)]))
        more = {
            "SAMENSPRAAK_MAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "SAMENSPRAAK_OPENID": str(file),
        }
        server = start_server(addresses, port, [port], settings.data_folder, more)
        try:
            yield await ready(server)
        finally:
            server.kill()


async def test_who_forgot_a_password_chooses_another_by_a_letter(
    house: ServerProcess,
    mailbox: Mailbox,
    visit: Visit,
    inspection: Inspection,
):
    emma = await a_person("Emma Kok", organisation="Gemeente Midden")
    visitor = await visit(house)
    await visitor.go("/inloggen")
    await visitor.follow("entering.forgotten")
    # The page that was left has such a field too.
    await visitor.sees(visitor.t("entering.forgotten.lead"))
    await visitor.press("entering.send")
    await expect(visitor.page.locator("main .utrecht-alert--error")).to_be_focused()
    await visitor.fill("identity.email", emma.email)
    await inspection.look(visitor, "password forgotten")
    await visitor.press("entering.send")
    await visitor.sees(visitor.t("entering.sent.title"))
    await inspection.look(visitor, "letter sent")

    link = await link_in(mailbox)
    await visitor.page.goto(link)
    await visitor.fill("identity.new-password", "kort")
    await visitor.press("entering.choose")
    await visitor.page.locator("form .utrecht-alert").wait_for()
    await inspection.look(visitor, "another password, refused")
    await visitor.fill("identity.new-password", ANOTHER)
    await visitor.press("entering.choose")
    await visitor.sees(visitor.t("entering.chosen.title"))
    await visitor.sign_in(emma.email, ANOTHER)
    # The link was good for once.
    await visitor.page.goto(link)
    await visitor.sees(visitor.t("entering.link-over.title"))
    await inspection.look(visitor, "link that is over")
    inspection.ends()


async def test_an_organisation_vouches_for_its_people(
    house: ServerProcess, visit: Visit, settings: Settings, inspection: Inspection
):
    lotte = await a_person("Lotte Kuipers", organisation="Gemeente Kust")
    tim = await a_colleague(lotte, "Tim Bos")
    visitor = await visit(house)
    await visitor.sign_in(lotte.email, PASSWORD)
    await visitor.go("/account")
    async with vouched_for(visitor, "sub:lotte"):
        await visitor.press("account.identities.link", name=PROVIDER)
    await visitor.sees(visitor.t("account.identities.since"))
    await inspection.look(visitor, "account, linked")
    await leave(visitor, lotte.name)

    # The provider still knows her, so there is nothing to fill in.
    await visitor.press("entering.with", name=PROVIDER)
    await visitor.page.wait_for_url("**/contracten")

    # What changes rights asks her anew, and she comes back to where she was.
    await visitor.go("/instellingen")
    await open_move(visitor, "make-administrator", tim.name)
    await inspection.look(visitor, "proof, by password or provider")
    async with vouched_for(visitor, "sub:lotte"):
        await visitor.press("proof.with", visitor.dialog, name=PROVIDER)
    await visitor.page.wait_for_url("**/instellingen")
    await open_move(visitor, "make-administrator", tim.name)
    await expect(visitor.field("identity.password", visitor.dialog)).to_have_count(0)
    await visitor.press("members.make-administrator", visitor.dialog)
    await visitor.sees(visitor.t("members.make-administrator.done", name=tim.name))

    await visitor.context.clear_cookies()
    await visitor.go("/inloggen")
    async with vouched_for(visitor, "sub:iemand-anders"):
        await visitor.press("entering.with", name=PROVIDER)
    await visitor.sees(visitor.t("entering.wrong.not-known-here.title"))
    await inspection.look(visitor, "not known here")
    inspection.ends()


@asynccontextmanager
async def vouched_for(visitor: Visitor, who: str) -> AsyncGenerator[None]:
    """Be sent to the provider, and come in there as somebody."""
    # Its pages ask for letters from far away, which is not ours to judge.
    visitor.is_cut_off = True
    yield
    await visitor.page.locator("input[name=login]").fill(who)
    await visitor.page.locator("input[name=password]").fill("x")
    await visitor.page.locator("button[type=submit]").click()
    await visitor.page.locator("#inhoud").wait_for()
    visitor.is_cut_off = False


async def link_in(mailbox: Mailbox) -> str:
    """Wait for a letter, and take the link from it."""
    for _ in range(2400):
        if mailbox.letters:
            break
        await asyncio.sleep(0.05)
    text = mailbox.letters[0].get_body(("plain",))
    assert text is not None, "every letter can be read as text"
    found = re.search(r"http://\S+/wachtwoord/\S+", text.get_content())
    assert found is not None, text.get_content()
    return found[0]
