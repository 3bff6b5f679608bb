"""Bargaining as in the demo story, by keyboard alone, with both screens open beside each other.

Nobody reloads a page: what one side puts, the other one reads a moment later. Every amount is that
of the story, to the cent, and worked out from the table that the parties chose.
"""

import re

import pytest
from playwright.async_api import Locator, expect
from tests.builders import People
from tests.servers import ServerProcess
from tests.stories.conftest import AtTable
from tests.stories.drafts import answer_in_words, begin, put, ready
from tests.stories.judges import Inspection
from tests.stories.keyboard import KeyboardVisitor, press

pytestmark = pytest.mark.browser

LEARNING = "Leerwerkplekken timmeren"
BUYING = "Inkoop bij Lunchwerk Waterwijk"
COACHES = "Energiecoaches in de buurt"
EXISTING = "Twee leerlingen die al bij ons werken laten meetellen"
QUESTION = "Telt de begeleiding ook als er één leermeester ziek is?"
ANSWER = "Wie die geeft, bepaalt u, als die persoon erkend is."
REASON = "De tabel heeft geen regel voor bestaande leerlingen. Bovendien zoeken we nieuwe kansen."

# What the table calls two of its rows, on either screen.
SOCIAL_FIRMS = {"nl": "Inkoop bij sociaal ondernemers", "en": "Purchase from social enterprises"}
INITIATIVE = {"nl": "Hulp, steun of kennis", "en": "Help, support or knowledge"}


@pytest.fixture
def inspection() -> Inspection:
    """Judge wide screens: what they look like when narrow is judged where no story waits for it."""
    return Inspection(widths={1440: 900})


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of both screens."""
    return request.param


def euros(visitor: KeyboardVisitor, whole: str, cents: str = "") -> str:
    """Return an amount as this screen writes it: `62.222`, `22`."""
    if visitor.language == "en":
        return f"€{whole.replace('.', ',')}" + (f".{cents}" if cents else "")
    return f"€ {whole}" + (f",{cents}" if cents else "")


async def choose_table(buyer: KeyboardVisitor, contractor: KeyboardVisitor) -> None:
    """Reckon with the table of the tender, while the other side looks on."""
    for visitor in (buyer, contractor):
        await visitor.follow("app.section.more")
    await buyer.press("catalogue.pin")
    await buyer.pick(buyer.page.get_by_role("radio", name=re.compile("^utrecht-v3")))
    await buyer.fill("catalogue.pin.reason", "bijlage 4 van de leidraad")
    await buyer.press("catalogue.pin.do")
    for visitor in (buyer, contractor):
        await visitor.sees(re.compile("bijlage 4 van de leidraad"))


async def begin_new(visitor: KeyboardVisitor, title: str) -> None:
    """Begin to write something new among the own side."""
    await visitor.follow("app.section.workspace")
    await visitor.follow("commitments.column.propose")
    await begin(visitor, "own_side")
    await visitor.fill("terms.title", title)


async def begin_answer(visitor: KeyboardVisitor) -> None:
    """Begin to write something else than what lies on the table."""
    await visitor.press("bargaining.answer.otherwise")
    button = visitor.button("boxes.answer.begin", visitor.dialog)
    spent = visitor.dialog.get_by_role("button", name=re.compile(r"\d$"))
    await button.or_(spent).first.wait_for()
    await press(visitor, button if await button.count() else spent)
    await ready(visitor)


async def say_what(
    visitor: KeyboardVisitor, kind: str, measure: str, *, scope: str = "within_contract"
) -> None:
    """Say what it is, where, and by which row of the table it counts."""
    await visitor.unfold(visitor.t("composing.level.agree"))
    await visitor.choose("terms.kind", visitor.t(f"commitments.kind.{kind}"))
    await visitor.pick(visitor.field(f"terms.scope.{scope}"))
    await visitor.pick(visitor.field("terms.counts.yes"))
    await visitor.pick(visitor.field("composing.value.counted"))
    await visitor.choose("terms.measure", measure)


def the_sum(visitor: KeyboardVisitor) -> Locator:
    """Return the sum that a draft shows while one writes it."""
    return visitor.page.get_by_role("region", name=visitor.t("composing.sum"))


async def open_from_room(visitor: KeyboardVisitor, title: str) -> None:
    """Find something in the room and open it."""
    await press(visitor, visitor.page.get_by_role("link", name=title).first)
    await visitor.page.get_by_role("heading", name=title, level=2).wait_for()


async def test_three_rounds_with_a_question_between_them_end_in_a_yes(
    two: list[ServerProcess], at_table: AtTable, people: People, inspection: Inspection
):
    buyer = await at_table(two[0], people.marieke)
    contractor = await at_table(two[1], people.youssef)
    await choose_table(buyer, contractor)
    await inspection.look(buyer, "the table is chosen")
    await buyer.follow("app.section.workspace")

    # Round 1, as it stood in the bid.
    await begin_new(contractor, LEARNING)
    await contractor.fill("terms.quantity", "2")
    await contractor.fill("terms.length", "12")
    await say_what(contractor, "learning", "bbl niveau 2, 3 en 4")
    await contractor.fill("terms.hours-per-week", "32")
    effort = contractor.group("terms.effort-goal")
    await contractor.fill("composing.goal.text", "2 uur begeleiding per leerling per week", effort)
    await expect(the_sum(contractor)).to_contain_text(euros(contractor, "62.222", "22"))
    await inspection.look(contractor, "a draft with its sum")
    await buyer.does_not_see(LEARNING)
    await contractor.tick(contractor.field("composing.from-bid"))
    await put(contractor)

    # The buyer did nothing, and has it on the screen.
    await buyer.sees(euros(buyer, "62.222", "22"))
    await inspection.look(buyer, "a proposal in the room")
    await open_from_room(buyer, LEARNING)
    await buyer.sees(buyer.t("bargaining.turn.you"))
    await inspection.look(buyer, "round 1 lies with the buyer")

    # Round 2: more places, and more guidance.
    await begin_answer(buyer)
    await buyer.fill("terms.quantity", "4")
    await buyer.unfold(buyer.t("composing.level.agree"))
    effort = buyer.group("terms.effort-goal")
    await buyer.fill("composing.goal.text", "4 uur begeleiding per leerling per week", effort)
    await expect(the_sum(buyer)).to_contain_text(euros(buyer, "124.444", "44"))
    await inspection.look(buyer, "a counter-proposal in the making")
    await contractor.does_not_see("4 uur begeleiding")
    await put(buyer, "counter")
    await contractor.sees(contractor.t("bargaining.turn.you"))
    await contractor.sees(euros(contractor, "124.444", "44"))
    await inspection.look(contractor, "round 2 lies with the contractor")

    # A question leaves round 2 where it lies.
    await answer_in_words(contractor, "bargaining.question.open", "question", QUESTION)
    await buyer.sees(QUESTION)
    await inspection.look(buyer, "a question waits")
    await answer_in_words(buyer, "bargaining.answer.question", "answer", ANSWER)
    await contractor.sees(ANSWER)
    await contractor.sees(contractor.t("bargaining.turn.you"))

    # Round 3: fewer, for longer, so that they get their diploma.
    await begin_answer(contractor)
    await contractor.fill("terms.quantity", "2")
    await contractor.fill("terms.length", "18")
    await contractor.unfold(contractor.t("composing.level.agree"))
    await expect(the_sum(contractor)).to_contain_text(euros(contractor, "93.333", "33"))
    await put(contractor, "counter")
    await buyer.sees(buyer.t("bargaining.turn.you"))
    await buyer.sees(euros(buyer, "93.333", "33"))
    await inspection.look(buyer, "round 3 lies with the buyer")

    await buyer.press("bargaining.answer.yes")
    await buyer.sees(buyer.t("bargaining.accept.title", number=3), buyer.dialog)
    await expect(buyer.dialog).to_contain_text(euros(buyer, "93.333", "33"))
    await inspection.look(buyer, "about to say yes")
    await buyer.press("bargaining.accept.send", buyer.dialog)
    for visitor in (buyer, contractor):
        await visitor.sees(visitor.t("commitments.status.agreed"))
    await inspection.look(contractor, "agreed")
    inspection.ends()


async def test_a_proposal_is_declined_and_the_reason_is_read_at_once(
    two: list[ServerProcess], at_table: AtTable, people: People, inspection: Inspection
):
    buyer = await at_table(two[0], people.marieke)
    contractor = await at_table(two[1], people.youssef)
    await begin_new(contractor, EXISTING)
    await contractor.fill("terms.quantity", "2")
    await contractor.fill("terms.length", "12")
    await put(contractor)
    await open_from_room(buyer, EXISTING)
    await answer_in_words(buyer, "bargaining.decline.open", "decline", REASON)
    for visitor in (buyer, contractor):
        await visitor.sees(REASON)
        await visitor.sees(visitor.t("commitments.status.closed"))
    await inspection.look(contractor, "declined")
    await contractor.follow("app.section.workspace")
    await contractor.unfold(contractor.t("commitments.column.closed_one"))
    await contractor.page.get_by_role("link", name=f"1. {EXISTING}", exact=True).wait_for()
    await inspection.look(contractor, "the room with what was declined")
    inspection.ends()


async def offer_to_buy(contractor: KeyboardVisitor) -> None:
    """Put what the bid said about lunches; the table has no amount for it."""
    await begin_new(contractor, BUYING)
    await contractor.choose("composing.unit", contractor.t("composing.unit.euros"))
    await contractor.fill("terms.quantity", euros(contractor, "24.000").strip("€ "))
    await contractor.fill("terms.length", "21")
    await say_what(contractor, "social_purchasing", SOCIAL_FIRMS[contractor.language])
    result = contractor.group("terms.result-goal")
    await contractor.fill("composing.goal.text", "€ 24.000 betaald op 31 juli 2028", result)
    await expect(the_sum(contractor)).to_contain_text(
        contractor.t("commitments.value.to-be-discussed")
    )
    await expect(the_sum(contractor)).to_contain_text(euros(contractor, "24.000"))
    await contractor.tick(contractor.field("composing.from-bid"))
    await put(contractor)


async def let_count(visitor: KeyboardVisitor, percent: str, whole: str) -> None:
    """Answer with a part of what is spent, and see what that is worth."""
    await begin_answer(visitor)
    await visitor.unfold(visitor.t("composing.level.agree"))
    await visitor.fill("terms.counting.percent", percent)
    await expect(the_sum(visitor)).to_contain_text(euros(visitor, whole))


async def write_coaches(contractor: KeyboardVisitor) -> None:
    """Write what lies outside the contract, counted from evenings, hours and people."""
    await begin_new(contractor, COACHES)
    await contractor.fill("terms.quantity", "12")
    await contractor.choose("composing.length-unit", contractor.t("composing.length-unit.weeks"))
    await contractor.fill("terms.length", "11")
    await say_what(
        contractor, "community_activity", INITIATIVE[contractor.language], scope="region"
    )
    await contractor.fill("terms.counts-ground", "Afgesproken na gunning.")
    factors = contractor.group("terms.counting.factors")
    for at, (number, name) in enumerate((("10", "avonden"), ("3", "uur"), ("4", "medewerkers"))):
        if at > 0:
            await contractor.press("composing.factor.add")
        await contractor.type_in(
            contractor.field("composing.factor.number", factors).nth(at), number
        )
        await contractor.type_in(contractor.field("composing.factor.name", factors).nth(at), name)
    await expect(the_sum(contractor)).to_contain_text(euros(contractor, "12.000"))
    effort = contractor.group("terms.effort-goal")
    await contractor.fill("composing.goal.text", "10 avonden, 4 medewerkers, 3 uur", effort)
    await contractor.sees(contractor.t("drafting.state.saved"))


async def test_two_drafts_go_as_one_package_and_one_yes_agrees_both(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    inspection: Inspection,
    language: str,
):
    buyer = await at_table(two[0], people.marieke, language=language)
    contractor = await at_table(two[1], people.youssef, language=language)
    await choose_table(buyer, contractor)
    await buyer.follow("app.section.workspace")
    await offer_to_buy(contractor)
    await open_from_room(buyer, BUYING)
    # What is to be discussed is no amount at all, and surely not nought.
    await buyer.sees(buyer.t("commitments.value.to-be-discussed"))
    await buyer.does_not_see(euros(buyer, "0"))
    await inspection.look(buyer, "a value to be discussed")
    await let_count(buyer, "50", "12.000")
    await inspection.look(buyer, "half of it, in the making")
    await put(buyer, "counter")

    await contractor.sees(euros(contractor, "12.000"))
    await let_count(contractor, "75", "18.000")
    await write_coaches(contractor)
    await inspection.look(contractor, "counted from evenings, hours and people")
    await contractor.follow("app.section.workspace")
    await contractor.follow("commitments.column.make-package")
    for title, whole in ((BUYING, "18.000"), (COACHES, "12.000")):
        part = contractor.page.get_by_role("checkbox", name=re.compile(title))
        await contractor.tick(part)
        await contractor.sees(euros(contractor, whole))
    await inspection.look(contractor, "a package in the making")
    for title in (COACHES, "18.000"):
        await buyer.does_not_see(title)
    await contractor.press("packages.send_other", count=2)

    await buyer.sees(buyer.t("bargaining.package.title_other", count=2))
    await buyer.sees(COACHES)
    await inspection.look(buyer, "a package lies with the buyer")
    await buyer.press("bargaining.package.accept_other", count=2)
    for whole in ("18.000", "12.000"):
        await expect(buyer.dialog).to_contain_text(euros(buyer, whole))
    await inspection.look(buyer, "about to say yes to the package")
    await buyer.press("bargaining.accept.send", buyer.dialog)
    await buyer.sees(buyer.t("commitments.status.agreed"))
    await buyer.follow("app.section.workspace")
    # One yes was enough, and the other screen has both without being touched.
    for visitor in (buyer, contractor):
        agreed = visitor.page.get_by_text(visitor.t("commitments.status.agreed"), exact=True)
        await expect(agreed).to_have_count(2)
    await inspection.look(contractor, "the room with both agreed")
    inspection.ends()
