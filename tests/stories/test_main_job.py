"""The whole main job, by three people at three screens on two server processes.

A buyer brings in a real award notice; a contractor and a coordinator are invited; they say why and
how much, talk, bargain, and sign; and the proof holds without us. Nobody touches anything but the
screen.
"""

import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from playwright.async_api import Locator, expect
from tests.builders import PASSWORD, People, a_person
from tests.servers import ServerProcess
from tests.stories.agreements import ten_minutes_pass
from tests.stories.conftest import Restart, Visit
from tests.stories.drafts import answer_in_words, begin, going_on, put, ready, write
from tests.stories.visitor import TOP, Visitor

from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.embedded import Addresses

pytestmark = pytest.mark.browser

SHARED = Path(os.environ.get("SAMENSPRAAK_SHARED", TOP.parent / "shared"))
REAL_NOTICE = SHARED / "data/real/eforms/ted-00000372-2025_EST_1lot.xml"
OWN_NOTICE = TOP / "server/samenspraak/demo_data/gunning-waterwijk.xml"

FIRST_WORDS = "Wie wil leren of werken, "
LAST_WORDS = "krijgt hier een echte kans die langer duurt dan dit contract."
PURPOSE = FIRST_WORDS + LAST_WORDS
# Nobody but the contractor's own side may ever read it.
SECRET = "Meer dan twee plekken tegelijk kunnen we niet begeleiden: kanariewoord zilverreiger."
LEARNING = "Leerwerkplekken magazijn"
CONDITION = "mits er elke week begeleiding is"
ARTICLE = "Wie belt, krijgt dezelfde dag antwoord."


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
    await host.sees(host.t("workspaces.link.once", email=email))
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
    # They write it together: each sees what the other types, and one of them puts it.
    await begin(buyer, "joint")
    await write(buyer, "workspaces.purpose.text", FIRST_WORDS)
    await contractor.page.get_by_role("link", name=going_on(contractor)).click()
    await ready(contractor)
    await contractor.sees(FIRST_WORDS.strip())
    await write(contractor, "workspaces.purpose.text", LAST_WORDS)
    await buyer.sees(PURPOSE)
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")
    await buyer.press("workspaces.wording.put", buyer.dialog, side="opdrachtnemer")
    await contractor.follow("app.section.workspace")
    await contractor.sees(PURPOSE)
    await contractor.press("workspaces.wording.agree")
    await buyer.sees(buyer.t("workspaces.purpose.agreed-on"))

    await contractor.follow("workspaces.obligation.put")
    await contractor.fill("weighing.amount", "23.185")
    await contractor.fill("workspaces.obligation.percent", "5")
    await contractor.sees("1.159,25")
    await contractor.fill("workspaces.obligation.reason", "Er is werk dat u snel leert.")
    await contractor.press("workspaces.wording.put", side="opdrachtgever")
    await buyer.sees("Er is werk dat u snel leert.")
    await buyer.press("workspaces.wording.agree")
    await contractor.sees(contractor.t("workspaces.obligation.why"))
    # A line that comes above the composer would move it from under the pointer.
    await buyer.sees(buyer.t("dialogue.event.obligation.agreed"))


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


async def propose(visitor: Visitor, title: str, *, box: str, quantity: str = "2") -> str:
    """Put something to the other side with the three things that are enough; return its address."""
    await visitor.follow("app.section.workspace")
    await visitor.follow("commitments.column.propose")
    await begin(visitor, box)
    await visitor.fill("terms.title", title)
    await visitor.fill("terms.quantity", quantity)
    await visitor.fill("terms.length", "12")
    await put(visitor)
    return visitor.page.url.removeprefix(visitor.origin)


async def unfold(visitor: Visitor, level: str, field: str) -> None:
    """Show the fields of a step, unless one can be seen."""
    if not await visitor.field(field).is_visible():
        title = visitor.t(f"composing.level.{level}")
        await visitor.page.locator("main summary").filter(has_text=title).click()
        await expect(visitor.field(field)).to_be_visible()


async def complete(visitor: Visitor) -> None:
    """Fill in everything that a signature will need."""
    await unfold(visitor, "agree", "terms.kind")
    await unfold(visitor, "sign", "terms.starts")
    await visitor.field("terms.kind").select_option("learning")
    await visitor.fill("terms.target-group", "mbo niveau 2")
    await visitor.fill("terms.starts", "2027-02-01")
    await visitor.fill("terms.ends", "2028-07-31")
    await visitor.field("terms.scope.within_contract").check()
    await visitor.field("terms.counts.yes").check()
    await visitor.field("composing.value.amount").check()
    await visitor.fill("composing.value.euros", "1.000")
    result = visitor.group("terms.result-goal")
    await visitor.fill("composing.goal.text", "2 leerlingen halen hun diploma", result)
    await visitor.fill("terms.evidence", "leerovereenkomst gezien")
    for side in ("contractor", "buyer"):
        person = visitor.group(f"terms.responsible.{side}")
        await visitor.field("composing.person", person).select_option(index=1)


async def bargain(buyer: Visitor, contractor: Visitor) -> None:
    address = await propose(contractor, LEARNING, box="joint")
    # It appears at the other side by itself; there it is opened from the room.
    await buyer.page.get_by_role("link", name=re.compile(LEARNING)).first.click()
    await buyer.sees(buyer.t("bargaining.turn.you"))

    await answer_in_words(buyer, "bargaining.question.open", "question", "Voor welk niveau is dit?")
    await contractor.sees("Voor welk niveau is dit?")
    await answer_in_words(
        contractor, "bargaining.answer.question", "answer", "Voor mbo niveau 2 en hoger."
    )
    await buyer.sees("Voor mbo niveau 2 en hoger.")

    await buyer.press("bargaining.answer.conditions")
    await buyer.fill("bargaining.counter.condition", CONDITION, buyer.dialog)
    await buyer.press("boxes.answer.begin", buyer.dialog)
    await ready(buyer)
    await buyer.sees(CONDITION)
    # The own side alone knows of it until it is put.
    await contractor.sees(contractor.t("commitments.status.lies_with_buyer"))
    await contractor.does_not_see(CONDITION)
    await put(buyer, "counter")
    await contractor.sees(CONDITION)
    await contractor.press("bargaining.answer.otherwise")
    await contractor.press("boxes.answer.begin", contractor.dialog)
    await ready(contractor)
    await contractor.fill("terms.length", "18")
    await complete(contractor)
    await put(contractor, "counter")

    # Somebody who is about to say yes, while the text changes under their hands, says nothing.
    await buyer.press("bargaining.answer.yes")
    await buyer.sees(buyer.t("bargaining.accept.title", number=3), buyer.dialog)
    elsewhere = await buyer.another_window()
    await elsewhere.go(address)
    await answer_in_words(
        elsewhere, "bargaining.question.open", "question", "Past er nog één leerling bij?"
    )
    await contractor.press("bargaining.answer.own-otherwise")
    # What stood in the draft was put before, so one begins anew with the round on the table.
    await contractor.press("boxes.answer.anew-round", contractor.dialog, number=3)
    await ready(contractor)
    await contractor.fill("terms.quantity", "3")
    await put(contractor, "counter")
    await buyer.press("bargaining.accept.send", buyer.dialog)
    await buyer.sees(buyer.t("bargaining.stale.title", number=4), buyer.dialog)
    changed = buyer.dialog.get_by_role("row").filter(has_text=buyer.t("terms.quantity"))
    await expect(changed).to_contain_text("2 plekken")
    await expect(changed).to_contain_text("3 plekken")
    await buyer.press("bargaining.stale.look", buyer.dialog, number=4)
    await buyer.press("bargaining.answer.yes")
    await buyer.press("bargaining.accept.send", buyer.dialog)
    for visitor in (buyer, contractor):
        await visitor.sees(visitor.t("commitments.status.agreed"))

    # What came of the talk becomes a proposal, and is withdrawn.
    await contractor.follow("app.section.workspace")
    words = f"^{contractor.t('dialogue.talk.propose')}.*Elke maand bellen"
    await contractor.page.get_by_role("link", name=re.compile(words)).click()
    await begin(contractor, "own_side")
    await expect(contractor.field("terms.text")).to_have_text("Elke maand bellen.")
    await contractor.fill("terms.title", "Elke maand bellen")
    await contractor.fill("terms.quantity", "12")
    await contractor.fill("terms.length", "12")
    await put(contractor)
    await contractor.sees(contractor.t("commitments.status.lies_with_buyer"))
    await answer_in_words(
        contractor, "bargaining.withdraw.open", "withdraw", "Dat spreekt vanzelf."
    )

    title = "Alle lunches bij een sociale onderneming"
    declined = await propose(buyer, title, box="own_side", quantity="200")
    await contractor.go(declined)
    await answer_in_words(
        contractor, "bargaining.decline.open", "decline", "Wij hebben geen kantine."
    )
    await buyer.sees("Wij hebben geen kantine.")
    await buyer.go(address)
    await buyer.sees(buyer.t("commitments.status.agreed"))


async def catch_up(
    two: list[ServerProcess],
    buyer: Visitor,
    contractor: Visitor,
    coordinator: Visitor,
    restart: Restart,
) -> None:
    """Break the line in both ways there are, and miss nothing that was said meanwhile."""
    for visitor in (buyer, contractor):
        await visitor.follow("app.section.workspace")
        await visitor.sees(visitor.t("live.connected"))
    async with contractor.cut_off():
        await contractor.sees(contractor.t("live.offline.title"))
        await say(buyer, "Gezegd terwijl u zonder netwerk zat.")
        await expect(message(buyer, "zonder netwerk")).to_be_visible()
        await expect(message(contractor, "zonder netwerk")).to_have_count(0)
    await expect(message(contractor, "zonder netwerk")).to_be_visible()

    contractor.is_cut_off = coordinator.is_cut_off = True
    two[1].kill()
    await contractor.sees(contractor.t("live.reconnecting"))
    for number in range(3):
        await say(buyer, f"Gezegd terwijl uw server weg was, deel {number}.")
        await expect(message(buyer, f"deel {number}")).to_be_visible()
    two[1] = await restart(two[1])
    for number in range(3):
        await expect(message(contractor, f"deel {number}")).to_have_count(1)
    for visitor in (contractor, coordinator):
        await visitor.sees(visitor.t("live.connected"))
        visitor.is_cut_off = False


async def sign(visitor: Visitor, role: str) -> None:
    """Record the own mandate, say what a signature says, prove who one is, and sign."""
    await visitor.fill("agreements.mandate.role", role)
    await visitor.press("agreements.mandate.send")
    await visitor.field("agreements.read.first").check()
    await visitor.page.get_by_role("checkbox").nth(1).check()
    await visitor.press("agreements.sign.send", number=1)
    await visitor.sees(visitor.t("agreements.digest"), visitor.dialog)
    # Whoever logged in a while ago proves it again; a wrong password signs nothing.
    await visitor.fill("identity.password", "een verkeerd wachtwoord", visitor.dialog)
    await visitor.press("agreements.sign.send", visitor.dialog, number=1)
    await visitor.dialog.locator(".utrecht-alert--error").wait_for()
    await visitor.fill("identity.password", PASSWORD, visitor.dialog)
    await visitor.press("agreements.sign.send", visitor.dialog, number=1)
    await expect(visitor.dialog).to_have_count(0)


async def agree(
    buyer: Visitor, contractor: Visitor, coordinator: Visitor, addresses: Addresses
) -> None:
    await buyer.follow("app.section.agreement")
    await begin(buyer, "joint")
    await write(buyer, "drafting.clauses.text", f"### Elkaar bereiken\n{ARTICLE}")
    await buyer.follow("drafting.clauses.to-offer")
    await buyer.field("agreements.offer.clauses.joint").check()
    await buyer.sees("Elkaar bereiken")
    await buyer.press("agreements.offer.send", number=1)
    for visitor in (contractor, coordinator):
        await visitor.follow("app.section.agreement")
        await visitor.sees(LEARNING)
        await visitor.sees(ARTICLE)
    await ten_minutes_pass(addresses)
    await sign(contractor, "directeur")
    await buyer.sees("directeur")
    await sign(buyer, "hoofd inkoop")
    # On every screen at once, and nobody loaded a page anew.
    for visitor in (buyer, contractor, coordinator):
        await visitor.sees(visitor.t("agreements.notice.concluded"))
    await contractor.follow("app.section.workspace")
    await contractor.sees(contractor.t("commitments.status.in_force"))


async def take_away(visitor: Visitor, folder: Path) -> Path:
    """Download what proves the agreement."""
    async with visitor.page.expect_download() as download:
        await visitor.follow("agreements.bundle")
    path = folder / "bewijs.zip"
    await (await download.value).save_as(path)
    return path


def verify(path: Path) -> subprocess.CompletedProcess[str]:
    """Run the product's own verifier where there is no network, if this machine lets us."""
    unshare = shutil.which("unshare")
    alone = [unshare, "--net", "--"] if unshare and os.geteuid() == 0 else []
    program = Path(sys.executable).with_name("samenspraak")
    return subprocess.run(
        [*alone, str(program), "verify", str(path)],
        env={"PATH": "", "LANG": "nl_NL.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def check_the_proof(path: Path) -> None:
    whole = verify(path)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert "Mart Tamm" in whole.stdout
    data = path.read_bytes()
    with ZipFile(BytesIO(data)) as parts:
        entries = parts.infolist()
        assert len(entries) > 3
        for entry in entries:
            # The part's own bytes, and not what the archive says of them.
            with parts.open(entry) as part:
                content = part.read()
            at = data.index(content, entry.header_offset)
            changed = bytearray(data)
            changed[at + len(content) // 2] ^= 1
            assert verify_bundle(bytes(changed)).outcome is Outcome.BROKEN, entry.filename
    path.write_bytes(bytes(changed))
    broken = verify(path)
    assert broken.returncode == 1, broken.stdout + broken.stderr


async def test_from_a_real_notice_to_an_agreement_that_both_sides_signed(
    two: list[ServerProcess],
    visit: Visit,
    restart: Restart,
    people: People,
    addresses: Addresses,
    tmp_path: Path,
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
    await bargain(buyer, contractor)
    await catch_up(two, buyer, contractor, coordinator, restart)
    await agree(buyer, contractor, coordinator, addresses)
    check_the_proof(await take_away(buyer, tmp_path))
