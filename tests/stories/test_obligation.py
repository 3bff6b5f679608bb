"""What is owed follows from a basis and a reason, both sides weigh it, and it moves with its basis."""

import pytest
from tests.builders import People, Room
from tests.servers import ServerProcess
from tests.stories.conftest import Visit
from tests.stories.judges import Inspection
from tests.stories.visitor import Visitor

from samenspraak.settings import Settings

pytestmark = pytest.mark.browser

REASON = "We kiezen 4 % omdat er veel handwerk in zit en het werk 21 maanden duurt."
REACTION = "Vier procent is stevig maar te doen, als een deel buiten deze bouwplaats mag."
MOVED = "Er komen 16 woningen bij."


async def test_what_is_owed_is_weighed_by_both_and_counted_again(
    two: list[ServerProcess], visit: Visit, people: People, room: Room, settings: Settings
):
    inspection = Inspection()
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    contractor = await visit(two[1], session=await people.youssef.session(settings))
    await buyer.go(f"/contracten/{room.id}")
    await contractor.go(f"/contracten/{room.id}")

    await buyer.follow("workspaces.obligation.put")
    await buyer.fill("weighing.amount", "4.860.000")
    await buyer.fill("workspaces.obligation.percent", "4")
    await buyer.field("weighing.scope.mixed").check()
    await buyer.fill("weighing.within", "50")
    await buyer.sees("194.400")
    await buyer.sees("97.200")
    # A figure speaks for itself nowhere: without a reason it does not go out.
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")
    await buyer.page.locator("form .utrecht-alert").first.wait_for()
    await inspection.look(buyer, "obligation without a reason")
    await weigh(buyer)
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")

    await contractor.sees(REASON)
    await contractor.sees("64 medewerkers")
    await contractor.press("owed.react")
    await contractor.fill("owed.react.label", REACTION)
    await inspection.look(contractor, "obligation, reacting")
    await contractor.press("owed.react.put")
    await buyer.sees(REACTION)
    await contractor.press("workspaces.wording.agree")

    why = buyer.page.get_by_text(buyer.t("workspaces.obligation.why"), exact=True)
    await why.click()
    await inspection.look(buyer, "obligation, agreed")
    await buyer.follow("owed.change-basis")
    await buyer.fill("weighing.new.contract_value", "5.200.000")
    await buyer.sees("13.600")
    await buyer.fill("weighing.cause.reason", MOVED)
    await inspection.look(buyer, "obligation from another basis")
    await buyer.press("workspaces.wording.put", side="opdrachtnemer")

    await contractor.sees(MOVED)
    await contractor.sees("13.600")
    await contractor.sees("104.000")
    await inspection.look(contractor, "obligation, moved")
    await contractor.press("workspaces.wording.agree")
    await why.wait_for()
    await buyer.sees("208.000")

    await buyer.go(f"/contracten/{room.id}/meer/partners")
    await inspection.look(buyer, "partners, none")
    await buyer.go("/instellingen")
    await inspection.look(buyer, "settings")
    inspection.ends()


async def weigh(buyer: Visitor) -> None:
    """Say why so much, and what it was weighed against."""
    await buyer.fill("workspaces.obligation.reason", REASON)
    await buyer.page.get_by_text(buyer.t("weighing.sheet.optional")).click()
    for key, text in {
        "weighing.labour-share": "38",
        "weighing.months": "21",
        "weighing.employees": "64",
        "weighing.market": "De opleider heeft leerlingen en de wijk vraagt erom.",
        "weighing.feasible": "Twee leermeesters; bij 5 % lukt begeleiden niet goed.",
    }.items():
        await buyer.fill(key, text)
