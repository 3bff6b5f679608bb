"""Agreements after the first one: they grow, are sent back, lapse, and end, with both sides looking on.

Nobody loads a page anew: what somebody does on one screen stands on the other a moment later. What
was agreed before a story begins is made with the product's own commands.
"""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from playwright.async_api import expect
from tests.builders import People, Person, Room
from tests.builders_agreements import (
    agree_commitment,
    agree_statements,
    offer,
    ready_to_sign,
)
from tests.builders_agreements import sign as signed_by
from tests.builders_signatories import a_board
from tests.conftest import Clock
from tests.servers import ServerProcess
from tests.stories.agreements import about_to_sign, confirm, panel, sees_state, sign
from tests.stories.conftest import AtTable, VisitByKeyboard
from tests.stories.drafts import begin, put, ready
from tests.stories.judges import Inspection
from tests.stories.keyboard import KeyboardVisitor, press

from samenspraak.agreements import commands as agreements
from samenspraak.commitments.terms import AmountValue
from samenspraak.database import as_person
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.queries import wordings
from samenspraak.workspaces.schemas import Agree, Basis, BasisKind, ScopeRule, SetObligation

pytestmark = pytest.mark.browser

JOBS = "Betaalde banen"
BUYING = "Inkoop bij Lunchwerk Waterwijk"
WAITING = "Regionale leerlijn Bouw"
MOVED = "Er komen 16 woningen bij."
GROUND = "artikel 14 van de leidraad"
LAST_DAY = "2028-03-31"


@pytest.fixture
def inspection() -> Inspection:
    """Judge wide screens: what they look like when narrow is judged where no story waits for it."""
    return Inspection(widths={1440: 900})


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


async def in_force(room: Room, settings: Settings) -> None:
    """Let both sides sign all that is agreed."""
    version = await offer(room)
    for signatory in (room.hanneke, room.tom):
        await signed_by(signatory, version, settings)


async def owe_by_basis(room: Room) -> None:
    """Let what is owed follow from the contract's value, so that it can be counted again."""
    request = SetObligation(
        id=uuid4(),
        basis=Basis(kind=BasisKind.CONTRACT_VALUE, cents=486_000_000),
        percent="4",
        scope_rule=ScopeRule.MIXED,
        within_percent="50",
        reason="Er zit veel handwerk in.",
    )
    await workspaces.set_obligation(room.marieke, request)
    async with as_person(room.youssef.person_id):
        newest = (await wordings("obligation", room.id))[0]
    agreed = Agree(id=uuid4(), number=newest["number"], digest=newest["digest"])
    await workspaces.agree_obligation(room.youssef, agreed)


async def open_from_room(visitor: KeyboardVisitor, title: str) -> None:
    """Find something in the room and open it."""
    await visitor.follow("app.section.workspace")
    link = visitor.page.get_by_role("link", name=re.compile(re.escape(title)))
    await press(visitor, link.first)
    await visitor.page.get_by_role("heading", name=title, level=2).wait_for()


async def let_the_basis_move(buyer: KeyboardVisitor, contractor: KeyboardVisitor) -> None:
    """Count what is owed again from what the contract is worth now, and agree on it."""
    await buyer.unfold(buyer.t("workspaces.obligation.why"))
    await buyer.follow("owed.change-basis")
    await buyer.fill("weighing.new.contract_value", "5.200.000")
    await buyer.sees("13.600")
    await buyer.fill("weighing.cause.reason", MOVED)
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")
    await contractor.sees(MOVED)
    await contractor.sees("208.000")
    await contractor.press("workspaces.wording.agree")
    await buyer.sees("208.000")


async def let_jobs_grow(buyer: KeyboardVisitor, contractor: KeyboardVisitor) -> None:
    """Change something that binds already; until the next version is signed, the old text does."""
    await open_from_room(contractor, JOBS)
    await contractor.press("bargaining.answer.anew")
    await contractor.press("boxes.answer.begin", contractor.dialog)
    await ready(contractor)
    await contractor.unfold(contractor.t("composing.level.agree"))
    await contractor.fill("composing.value.euros", "70.000")
    await put(contractor, "anew")
    await open_from_room(buyer, JOBS)
    await buyer.sees("70.000")
    await buyer.press("bargaining.answer.yes")
    await buyer.press("bargaining.accept.send", buyer.dialog)
    for visitor in (buyer, contractor):
        await visitor.sees(visitor.t("commitments.status.agreed"))


async def propose(contractor: KeyboardVisitor, title: str) -> None:
    """Put something new on the table."""
    await contractor.follow("app.section.workspace")
    await contractor.follow("commitments.column.propose")
    await begin(contractor, "own_side")
    await contractor.fill("terms.title", title)
    await contractor.fill("terms.quantity", "8")
    await contractor.fill("terms.length", "4")
    await put(contractor)


async def test_an_extension_makes_the_obligation_grow_in_a_second_version(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    room: Room,
    settings: Settings,
    inspection: Inspection,
):
    await agree_statements(room)
    await owe_by_basis(room)
    await agree_commitment(room, title=JOBS, value=worth(6_000_000))
    await agree_commitment(room, title=BUYING, value=worth(1_800_000))
    await in_force(room, settings)
    buyer = await at_table(two[0], people.marieke)
    contractor = await at_table(two[1], people.youssef)

    await let_the_basis_move(buyer, contractor)
    await let_jobs_grow(buyer, contractor)
    await propose(contractor, WAITING)

    await buyer.follow("app.section.agreement")
    await buyer.follow("agreements.offer.open")
    # Below it the agreement can be ended, on a ground as well.
    form = panel(buyer, "agreements.offer.title", number=2).locator("form").first
    await expect(form.get_by_role("checkbox", name=JOBS)).to_be_checked()
    await expect(form).to_contain_text(buyer.t("agreements.offer.is-changed"))
    # What the parties still talk about waits for a version after this one.
    await expect(form).not_to_contain_text(WAITING)
    await inspection.look(buyer, "a version in the making")
    await buyer.choose("agreements.offer.cause", buyer.t("agreements.cause.extension"))
    await buyer.fill("agreements.offer.reason", MOVED)
    # Without its ground nothing is offered, and nothing of what was typed is lost.
    await buyer.press("agreements.offer.send", number=2)
    for missing in ("agreements.needed.ground", "agreements.needed.ground-text"):
        await buyer.sees(buyer.t(missing))
    await inspection.look(buyer, "a version that lacks its ground")
    await expect(buyer.field("agreements.offer.reason")).to_have_value(MOVED)
    await buyer.pick(form.get_by_role("radio", name=re.compile("2.163c")))
    await buyer.fill("agreements.ground.text", GROUND, form)
    await buyer.press("agreements.offer.send", number=2)

    await contractor.follow("app.section.agreement")
    for visitor in (buyer, contractor):
        await sees_state(visitor, 2, "offered")
        await visitor.sees(visitor.t("agreements.cause.extension"))
        await visitor.sees(GROUND)
        await visitor.sees(visitor.t("ui.diff.count", added=0, changed=2, removed=0))
    await inspection.look(contractor, "the second version")
    hanneke = await at_table(two[1], people.hanneke)
    await hanneke.follow("workspaces.version.read")
    await sign(hanneke, 2)
    await buyer.sees(buyer.t("agreements.signing.of", given=1, needed=2))
    tom = await at_table(two[0], people.tom)
    await tom.follow("workspaces.version.read")
    await sign(tom, 2)
    for visitor in (buyer, contractor, hanneke, tom):
        await sees_state(visitor, 2, "in_force")
        await sees_state(visitor, 1, "superseded")
    await contractor.follow("app.section.workspace")
    await contractor.sees("208.000")
    await contractor.sees(contractor.t("commitments.status.lies_with_buyer"))
    await inspection.look(contractor, "the room afterwards")
    inspection.ends()


async def test_a_version_is_sent_back_after_one_side_signed_and_the_next_one_is_offered(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    room: Room,
    inspection: Inspection,
):
    reason = "Artikel 3 noemt de verkeerde begindatum."
    await ready_to_sign(room)
    hanneke = await at_table(two[1], people.hanneke)
    tom = await at_table(two[0], people.tom)
    for visitor in (hanneke, tom):
        await visitor.follow("workspaces.version.read")
    await sign(hanneke, 1)
    await tom.sees(tom.t("agreements.signing.of", given=1, needed=2))

    await tom.press("agreements.send-back.open")
    await tom.sees(tom.t("agreements.send-back.consequence"), tom.dialog)
    await tom.fill("agreements.send-back.label", reason, tom.dialog)
    await inspection.look(tom, "about to send back")
    await tom.press("agreements.send-back.send", tom.dialog)

    for visitor in (tom, hanneke):
        await sees_state(visitor, 1, "sent_back")
        line = panel(visitor, "agreements.versions").get_by_role("listitem")
        await expect(line).to_contain_text(
            re.compile(f"{visitor.t('agreements.line.by')} opdrachtgever: {reason}", re.IGNORECASE)
        )
        lines = panel(visitor, "agreements.signing")
        await expect(lines).to_contain_text(
            visitor.t("agreements.signed.lapsed", name="Hanneke van Doorn")
        )
        await expect(visitor.button("agreements.sign.send", number=1)).to_have_count(0)
    await inspection.look(hanneke, "sent back by the other side")

    marieke = await at_table(two[0], people.marieke)
    await marieke.follow("app.section.agreement")
    await marieke.follow("agreements.offer.open")
    await marieke.press("agreements.offer.send", number=2)
    await sees_state(marieke, 2, "offered")
    await sees_state(hanneke, 2, "offered")
    await hanneke.page.get_by_role("link", name="Versie 2", exact=True).click()
    await sign(hanneke, 2)
    await marieke.sees(marieke.t("agreements.signing.of", given=1, needed=2))
    inspection.ends()


@pytest.fixture
async def sweeper(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """What does in every server process what is due."""
    connection = await asyncpg.connect(settings.database_sweeper_url)
    yield connection
    await connection.close()


async def test_a_version_that_not_everybody_signed_in_time_lapses_by_itself(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    room: Room,
    sweeper: asyncpg.Connection,
    clock: Clock,
    inspection: Inspection,
):
    await ready_to_sign(room)
    hanneke = await at_table(two[1], people.hanneke)
    tom = await at_table(two[0], people.tom)
    for visitor in (hanneke, tom):
        await visitor.follow("workspaces.version.read")
        await expect(panel(visitor, "agreements.signing")).to_contain_text("Vervalt op")
    await sign(hanneke, 1)
    await tom.sees(tom.t("agreements.signing.of", given=1, needed=2))

    clock.move_on(days=29)
    await agreements.sweep(sweeper)

    for visitor in (tom, hanneke):
        await sees_state(visitor, 1, "lapsed")
        await visitor.sees(visitor.t("agreements.notice.lapsed"))
        await visitor.sees(visitor.t("agreements.signed.lapsed", name="Hanneke van Doorn"))
        await expect(visitor.button("agreements.sign.send", number=1)).to_have_count(0)
        await inspection.look(visitor, "lapsed")
    await tom.follow("app.section.workspace")
    await tom.sees(tom.t("dialogue.event.version.lapsed", number=1))
    inspection.ends()


async def test_two_of_three_sign_for_a_side_and_the_other_one_reads_nothing_of_the_third(
    two: list[ServerProcess],
    visit_by_keyboard: VisitByKeyboard,
    people: People,
    settings: Settings,
    inspection: Inspection,
):
    assert people, "the application runs"
    board = await a_board(settings, signatories=3, needed=1)
    second, third = board.colleagues
    await agree_statements(board.room)
    await agree_commitment(board.room)

    async def sit(person: Person, server: ServerProcess) -> KeyboardVisitor:
        visitor = await visit_by_keyboard(server, session=await person.session(settings))
        await visitor.go(f"/contracten/{board.room.id}")
        return visitor

    youssef, marieke = (
        await sit(board.people.youssef, two[1]),
        await sit(board.people.marieke, two[0]),
    )
    for visitor in (youssef, marieke):
        await visitor.follow("app.section.more")
    await youssef.fill("keeping.rule.label", "2")
    await youssef.press("keeping.rule.send", panel(youssef, "keeping.rule.title"))
    for visitor in (youssef, marieke):
        await visitor.sees(visitor.t("keeping.rule.needed_other", count=2))
        await inspection.look(visitor, "two sign for the contractor")
    await marieke.follow("app.section.agreement")
    await marieke.follow("agreements.offer.open")
    await marieke.sees(re.compile(marieke.t("agreements.offer.rule.contractor_other", count=2)))
    await marieke.press("agreements.offer.send", number=1)
    await sees_state(marieke, 1, "offered")

    tom, hanneke = await sit(board.people.tom, two[0]), await sit(board.people.hanneke, two[1])
    for visitor in (tom, hanneke):
        await visitor.follow("workspaces.version.read")
        await visitor.sees(visitor.t("agreements.signing.of", given=0, needed=3))
    await sign(hanneke, 1)
    for visitor in (tom, hanneke):
        await visitor.sees(visitor.t("agreements.signing.signed", given=1, needed=2))
    # Twice the same person is one person.
    await expect(hanneke.button("agreements.sign.send", number=1)).to_have_count(0)
    await hanneke.sees(third.name)
    for name in (second.name, third.name):
        await tom.does_not_see(name)
    await inspection.look(tom, "one of two signed")

    colleague = await sit(second, two[1])
    await colleague.follow("workspaces.version.read")
    await sign(colleague, 1)
    for visitor in (tom, hanneke, colleague):
        await visitor.sees(visitor.t("agreements.signing.signed", given=2, needed=2))
    await sign(tom, 1)
    for visitor in (tom, hanneke, colleague, marieke):
        await visitor.sees(visitor.t("agreements.notice.concluded"))
        await visitor.sees(visitor.t("agreements.signing.of", given=3, needed=3))
    await tom.sees(second.name)
    for visitor in (tom, marieke):
        await visitor.does_not_see(third.name)
    await inspection.look(marieke, "in force with three signatures")
    inspection.ends()


async def bound(room: Room, settings: Settings) -> UUID:
    """Let two commitments bind, and return the second."""
    await agree_statements(room)
    await agree_commitment(room, title=JOBS)
    ending = await agree_commitment(room, title=BUYING)
    await in_force(room, settings)
    return ending


async def test_a_commitment_ends_early_for_the_reasons_of_both_sides(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    room: Room,
    settings: Settings,
    inspection: Inspection,
):
    ours, theirs = "Lunchwerk stopt ermee.", "Wij vinden in de buurt geen ander."
    ending = await bound(room, settings)
    marieke = await at_table(two[0], people.marieke)
    contractor = await at_table(two[1], people.youssef)
    await open_from_room(contractor, BUYING)
    await contractor.sees(contractor.t("commitments.status.in_force"))

    await marieke.follow("app.section.agreement")
    await marieke.follow("agreements.offer.open")
    form = panel(marieke, "agreements.offer.title", number=2)
    await press(marieke, form.get_by_role("checkbox", name=BUYING), "Space")
    await marieke.sees(marieke.t("agreements.leaving", number=2))
    await marieke.field("agreements.leaving.day", number=2).fill(LAST_DAY)
    await marieke.fill("agreements.leaving.reason", ours, number=2)
    await marieke.choose("agreements.offer.cause", marieke.t("agreements.cause.adjustment"))
    await inspection.look(marieke, "something that binds is left out")
    await marieke.press("agreements.offer.send", number=2)
    await sees_state(marieke, 2, "offered")
    await marieke.sees(marieke.t("ui.diff.count", added=0, changed=0, removed=1))
    await marieke.sees(ours)

    tom = await at_table(two[0], people.tom)
    await tom.follow("workspaces.version.read")
    await sign(tom, 2)
    hanneke = await at_table(two[1], people.hanneke)
    await hanneke.follow("workspaces.version.read")
    await about_to_sign(hanneke, 2)
    # Who agrees to an end says why; the side that offered it said so when it did.
    await hanneke.press("agreements.sign.send", hanneke.dialog, number=2)
    await hanneke.dialog.locator(".utrecht-alert--error").wait_for()
    await inspection.look(hanneke, "an end without a reason")
    await hanneke.fill("agreements.sign.reason", theirs, hanneke.dialog)
    await confirm(hanneke, 2)

    for visitor in (marieke, tom, hanneke):
        await sees_state(visitor, 2, "in_force")
        await visitor.sees(visitor.t("agreements.signed.reason", reason=theirs))
    await inspection.look(marieke, "an end with both reasons")
    ended = contractor.t("bargaining.says.ended", date="31 maart 2028")
    await marieke.go(f"/contracten/{room.id}/toezeggingen/{ending}")
    for visitor in (contractor, marieke):
        await visitor.sees(re.compile(re.escape(ended)))
        await visitor.sees(ours)
        await visitor.sees(visitor.t("commitments.status.closed"))
    await inspection.look(contractor, "ended early")
    inspection.ends()
