"""A side that speaks with one mouth: nothing goes out before a department gave its word, and the
screen across never shows that anybody was asked."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Error, Response, WebSocket, expect
from tests.builders import People, Room, a_colleague
from tests.servers import ServerProcess
from tests.stories.conftest import AtTable
from tests.stories.drafts import begin, going_on, put, ready
from tests.stories.judges import Inspection
from tests.stories.keyboard import KeyboardVisitor, press
from tests.stories.visitor import Visitor

from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import InvitePerson, JoinWorkspace, Role, Side

pytestmark = pytest.mark.browser

TITLE = "Leerwerkplekken timmeren"
DEPARTMENT = "Team ijsvogel"
REASON = "Dit past bij ons beleid: kanariewoord zilverreiger."
# Whatever names one of these tells the other side that somebody was asked.
SECRETS = (DEPARTMENT, REASON, "word.given", "department.defined", "word-missing")


@pytest.fixture
def inspection() -> Inspection:
    """Judge wide screens: what they look like when narrow is judged where no story waits for it."""
    return Inspection(widths={1440: 900})


class Overheard:
    """Everything a browser is told, on the screen or not."""

    def __init__(self, visitor: Visitor) -> None:
        self.told: list[str] = []
        visitor.page.on("response", self._answered)
        visitor.page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.told.append(str(frame)))

    async def _answered(self, response: Response) -> None:
        if "/v1/" not in response.url:
            return
        try:
            self.told.append(await response.text())
        except Error:
            # The page moved on before it was read, so nobody at this screen has read it either.
            return


async def an_approver(people: People, room: Room, settings: Settings):
    """Let somebody of the buyer's policy department into the room."""
    nadia = await a_colleague(people.marieke, "Nadia Haddou", title="beleid")
    secret = await workspaces.invite(
        room.marieke,
        InvitePerson(
            id=uuid4(), email=nadia.email, side=Side.BUYER, roles=[Role.APPROVER], title="beleid"
        ),
    )
    assert secret is not None
    await workspaces.join(secret, JoinWorkspace(id=uuid4()), await nadia.signed_in(settings))
    return nadia


async def ask_department(buyer: KeyboardVisitor) -> None:
    """Let a department give its word before proposals go out."""
    await buyer.follow("app.section.more")
    await buyer.press("departments.define")
    await buyer.fill("departments.name", DEPARTMENT)
    for name, is_in in (("Marieke", False), ("Nadia", True)):
        box = buyer.page.get_by_role("checkbox", name=re.compile(name))
        if await box.is_checked() != is_in:
            await press(buyer, box, "Space")
    await buyer.press("departments.save")
    await buyer.sees(DEPARTMENT)


async def test_nothing_goes_out_before_the_word_of_a_department_and_nobody_across_can_tell(
    two: list[ServerProcess],
    at_table: AtTable,
    people: People,
    room: Room,
    settings: Settings,
    inspection: Inspection,
):
    department = await an_approver(people, room, settings)
    buyer = await at_table(two[0], people.marieke)
    nadia = await at_table(two[0], department)
    contractor = await at_table(two[1], people.youssef)
    overheard = Overheard(contractor)
    await contractor.go(f"/contracten/{room.id}/meer")
    await contractor.sees(contractor.t("departments.title"))

    async def nothing_across() -> None:
        for secret in SECRETS:
            await contractor.does_not_see(secret)

    await ask_department(buyer)
    await inspection.look(buyer, "a department is asked")
    await nothing_across()
    await contractor.follow("app.section.workspace")

    await buyer.follow("app.section.workspace")
    await buyer.follow("commitments.column.propose")
    await begin(buyer, "own_side")
    await buyer.fill("terms.title", TITLE)
    await buyer.fill("terms.quantity", "4")
    await buyer.fill("terms.length", "12")
    waits = buyer.t("composing.words.waits", departments=DEPARTMENT)
    await buyer.sees(waits)
    # The button says why it does nothing, and does nothing.
    await buyer.press("drafting.propose.send.propose")
    await expect(buyer.button("drafting.propose.send.propose")).to_have_attribute(
        "aria-disabled", "true"
    )
    await expect(buyer.dialog).to_have_count(0)
    await inspection.look(buyer, "a draft that waits for a word")
    await nothing_across()

    # Who gives the word finds the draft in the room, and reads what it is about.
    await press(nadia, nadia.page.get_by_role("link", name=going_on(nadia)))
    await ready(nadia)
    await nadia.press("composing.words.give")
    await nadia.sees(nadia.t("composing.words.title", department=DEPARTMENT), nadia.dialog)
    await nadia.pick(nadia.field("composing.words.yes", nadia.dialog))
    await nadia.fill("composing.words.reason", REASON, nadia.dialog)
    await inspection.look(nadia, "about to give the word")
    await nadia.press("composing.words.send", nadia.dialog)
    await nadia.sees(re.compile(re.escape(nadia.t("composing.words.said.yes", name="Nadia"))))

    # The negotiator has it on the screen a moment later, and puts what was agreed to.
    await buyer.sees(re.compile("zilverreiger"))
    await expect(buyer.page.get_by_text(waits)).to_have_count(0)
    await inspection.look(buyer, "a draft that has the word")
    await contractor.does_not_see(TITLE)
    await nothing_across()
    await put(buyer)

    await contractor.sees(TITLE)
    await press(contractor, contractor.page.get_by_role("link", name=re.compile(TITLE)).first)
    await contractor.sees(contractor.t("bargaining.turn.you"))
    await nothing_across()
    told = "\n".join(overheard.told)
    assert TITLE in told, "what is told is heard"
    assert not [secret for secret in SECRETS if secret in told]
    inspection.ends()
