"""Over HTTP: what is owed with its sum, what both sides say of it, and what moves with its basis."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room, a_person, a_room, invited, the_people
from tests.conftest import SignIn

from samenspraak.database import as_person, execute, fetch
from samenspraak.settings import Settings
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.commands import open_by_hand
from samenspraak.workspaces.queries import scope_rule
from samenspraak.workspaces.schemas import OpenByHand, Role, Side

REASON = "Er zit veel handwerk in en het werk duurt 21 maanden."
SHEET = {
    "labourShare": "38",
    "market": "De opleider heeft leerlingen en de wijk vraagt erom.",
    "employees": 64,
    "feasible": "Bij 5 % zijn het 6,94 fte-jaar, te veel om goed te begeleiden.",
}


def by_rule(cents: int = 486_000_000, **members: Any) -> dict[str, Any]:
    """What the buyer of the story asks."""
    return move(**{
        "basis": {"kind": "contract_value", "cents": cents},
        "percent": "4",
        "months": 21,
        "scopeRule": "mixed",
        "withinPercent": "50",
        "reason": REASON,
        **members,
    })  # fmt: skip


class Sides:
    """Both negotiators of one room, each in a browser."""

    def __init__(self, room: Room, buyer: Browser, contractor: Browser) -> None:
        self.at = f"/workspaces/{room.id}"
        self.room, self.buyer, self.contractor = room, buyer, contractor

    async def set(self, **members: Any) -> dict[str, Any]:
        answer = await self.buyer.post(f"{self.at}/obligations", by_rule(**members))
        assert answer.status_code == 201, answer.text
        return answer.json()["proposedObligation"]

    async def agree(self, wording: dict[str, Any]) -> dict[str, Any]:
        answer = await self.contractor.post(f"{self.at}/obligation-agreements", named(wording))
        assert answer.status_code == 201, answer.text
        return answer.json()["obligation"]

    async def seen(self, by: Browser | None = None) -> dict[str, Any]:
        return (await (by or self.contractor).get(self.at)).json()


@pytest.fixture
async def sides(people: People, room: Room, sign_in: SignIn) -> Sides:
    return Sides(room, await sign_in(people.marieke), await sign_in(people.youssef))


@pytest.fixture
async def own_people(settings: Settings) -> People:
    """People whose organisation this test may change."""
    return await the_people(settings)


def named(wording: dict[str, Any], **members: Any) -> dict[str, Any]:
    return move(number=wording["number"], digest=wording["digest"], **members)


def slugs(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.text
    return [(fault["pointer"], fault["slug"]) for fault in answer.json()["errors"]]


async def test_both_sides_see_how_an_amount_comes_about(sides: Sides):
    proposed = await sides.set(sheet=SHEET)

    seen = await sides.seen()
    assert seen["proposedObligation"] == {**proposed, "moves": ["agree", "react"]}
    assert proposed["moves"] == ["react"]
    assert (proposed["amountCents"], proposed["withinCents"]) == (19_440_000, 9_720_000)
    assert proposed["basis"] == "de opdrachtsom van € 4.860.000,00 exclusief btw"
    assert proposed["sheet"] == SHEET
    assert [(step["sum"], step["amountCents"]) for step in proposed["steps"]] == [
        (None, 486_000_000),
        ("4 % × € 4.860.000,00", 19_440_000),
        ("50 % × € 194.400,00", 9_720_000),
    ]
    assert proposed["rule"]["basis"] == {"kind": "contract_value", "cents": 486_000_000}
    english = await sides.contractor.get(sides.at, headers={"accept-language": "en"})
    step = english.json()["proposedObligation"]["steps"][1]
    assert step["sum"] == "4% × €4,860,000.00"


async def test_a_rule_can_be_tried_without_keeping_anything(sides: Sides):
    before = (await sides.seen())["proposedObligation"]
    body = {"basis": {"kind": "budget", "cents": 10_001}, "percent": "2.5"}

    answer = await sides.contractor.post(f"{sides.at}/obligation-sums", body)

    assert answer.status_code == 201, answer.text
    assert answer.json() == {
        "amountCents": 250,
        "withinCents": None,
        "percent": "2.5",
        "needsSheet": False,
        "steps": [
            {
                "slug": "basis",
                "text": "Basis: budget exclusief btw",
                "sum": None,
                "amountCents": 10_001,
            },
            {
                "slug": "percentage",
                "text": "Percentage, samen bepaald",
                "sum": "2,5 % × € 100,01 = € 2,50025",
                "amountCents": None,
            },
            {
                "slug": "rounded",
                "text": "Afgerond op hele centen",
                "sum": None,
                "amountCents": 250,
            },
        ],
    }
    assert (await sides.seen())["proposedObligation"] == before
    faults = await sides.contractor.post(
        f"{sides.at}/obligation-sums",
        {
            "basis": {"kind": "budget", "cents": 1},
            "tiers": [{"percent": "2", "labourShareBelow": "30"}, {"percent": "5"}],
        },
    )
    assert slugs(faults) == [("/labourShare", "workspaces/needs-labour-share")]


async def test_a_figure_without_a_reason_cannot_be_set(sides: Sides):
    # Signs without a word say nothing either.
    for reason in (" ", "...", "—"):
        wording = by_rule(percent="5", reason=reason)
        answer = await sides.buyer.post(f"{sides.at}/obligations", wording)
        assert slugs(answer) == [("/reason", "required")]

    assert (await sides.seen())["proposedObligation"] is None


async def test_the_newest_of_what_each_side_says_stands_beside_the_wording(sides: Sides):
    proposed = await sides.set()

    async def react(by: Browser, text: str, **members: Any) -> httpx.Response:
        return await by.post(
            f"{sides.at}/obligation-reactions", named(proposed, text=text) | members
        )

    assert (await react(sides.contractor, "Stevig.")).status_code == 201
    assert (await react(sides.buyer, " Niet ons standaardpercentage. ")).status_code == 201
    answer = await react(sides.contractor, "Stevig, maar te doen.")

    reactions = answer.json()["proposedObligation"]["reactions"]
    assert [(each["side"], each["byName"], each["text"]) for each in reactions] == [
        ("buyer", "Marieke de Groot", "Niet ons standaardpercentage."),
        ("contractor", "Youssef El Amrani", "Stevig, maar te doen."),
    ]
    stale = await react(sides.contractor, "Nog iets.", digest="0" * 64)
    assert stale.json()["type"] == "/problems/workspaces/stale-wording"
    refused = await react(sides.contractor, "Hij heeft BSN 123456782.")
    assert refused.json()["type"] == "/problems/personal-data/refused"


async def test_a_coordinator_and_a_signatory_say_nothing_of_it_for_a_side(
    sides: Sides, people: People, sign_in: SignIn
):
    proposed = await sides.set()

    for person in (people.femke, people.hanneke):
        browser = await sign_in(person)
        answer = await browser.post(
            f"{sides.at}/obligation-reactions", named(proposed, text="Mooi.")
        )
        assert answer.status_code == 403
        view = await sides.seen(browser)
        assert view["proposedObligation"]["moves"] == []


async def test_when_the_basis_moves_the_difference_is_there_at_once(sides: Sides):
    agreed = await sides.agree(await sides.set(sheet=SHEET))
    await sides.contractor.post(
        f"{sides.at}/obligation-reactions", named(agreed, text="Stevig, maar te doen.")
    )
    assert agreed["moves"] == ["react", "change-basis"]

    answer = await sides.buyer.post(
        f"{sides.at}/basis-changes",
        named(
            agreed,
            cause="extension",
            basisCents=520_000_000,
            reason="Er komen 16 woningen bij (herzieningsclausule, artikel 14).",
        ),
    )

    assert answer.status_code == 201, answer.text
    view = answer.json()
    assert view["obligation"]["amountCents"] == 19_440_000
    proposed = view["proposedObligation"]
    assert (proposed["amountCents"], proposed["withinCents"]) == (20_800_000, 10_400_000)
    assert proposed["difference"] == {
        "sinceNumber": 1,
        "basisCents": 34_000_000,
        "amountCents": 1_360_000,
        "withinCents": 680_000,
    }
    assert proposed["change"]["cause"] == "extension"
    assert (proposed["reason"], proposed["sheet"]) == (REASON, SHEET)
    # What was said of the reason is still said of it.
    assert [each["number"] for each in proposed["reactions"]] == [1]
    entries = (await sides.contractor.get(f"{sides.at}/entries")).json()["items"]
    assert entries[-1]["body"]["cause"] == "extension"
    assert (await sides.agree(proposed))["difference"] is None


async def test_a_change_that_lasts_no_months_is_refused(sides: Sides):
    agreed = await sides.agree(await sides.set(sheet=SHEET))
    change = named(agreed, cause="other", basisCents=1, months=0, reason="Het werk is klaar.")

    answer = await sides.buyer.post(f"{sides.at}/basis-changes", change)

    assert slugs(answer) == [("/months", "workspaces/months")]


async def test_the_basis_of_what_is_not_agreed_or_has_none_does_not_move(sides: Sides):
    proposed = await sides.set()
    change = {"cause": "turnover", "basisCents": 1, "reason": "Er is meer gefactureerd."}

    answer = await sides.buyer.post(f"{sides.at}/basis-changes", named(proposed, **change))
    assert answer.json()["type"] == "/problems/workspaces/stale-wording"

    fixed = await sides.set(basis={"kind": "fixed", "cents": 1_000}, percent=None, months=None)
    agreed = await sides.agree(fixed)
    assert agreed["moves"] == ["react"]
    answer = await sides.buyer.post(f"{sides.at}/basis-changes", named(agreed, **change))
    assert answer.json()["type"] == "/problems/workspaces/no-rule"


async def test_an_obligation_without_an_amount_is_no_nought(sides: Sides):
    agreed = await sides.agree(
        await sides.set(
            basis={"kind": "one_activity", "text": "een open dag voor de buurt"},
            percent=None,
            scopeRule=None,
            withinPercent=None,
        )
    )

    assert (agreed["amountCents"], agreed["basis"]) == (None, "een open dag voor de buurt")
    listed = (await sides.contractor.get("/workspaces")).json()["items"]
    line = next(item for item in listed if item["id"] == str(sides.room.id))
    assert line["obligationCents"] is None


async def test_the_scope_rule_is_the_one_both_agreed_on_last(sides: Sides):
    async def now() -> str:
        async with as_person(sides.room.femke.person_id):
            in_force = (await scope_rule(sides.room.id)).value
        assert (await sides.seen())["scopeRule"] == in_force
        return in_force

    assert await now() == "open"
    strict = await sides.set(scopeRule="strict", withinPercent=None)
    assert await now() == "open"
    await sides.agree(strict)
    assert await now() == "strict"
    await sides.agree(await sides.set())
    assert await now() == "mixed"
    # A wording that says nothing of it leaves it to the contract.
    await sides.agree(await sides.set(scopeRule=None, withinPercent=None))
    assert await now() == "open"


async def test_the_sheet_is_asked_above_the_buyers_own_limit_and_then_for_good(
    own_people: People, settings: Settings, sign_in: SignIn
):
    room = await a_room(own_people, settings, value_cents=100_000)
    sides = Sides(room, await sign_in(own_people.marieke), await sign_in(own_people.youssef))
    answer = await sides.buyer.post(
        f"/organisations/{own_people.marieke.organisation_id}/settings",
        move(sheetAboveCents=25_000_000),
    )
    assert answer.status_code == 201, answer.text

    # Small contracts take one sentence of reason.
    await sides.set(cents=25_000_000, months=None)
    asks = (await sides.seen(sides.buyer))["obligationAsks"]
    assert asks == {"sheetAboveCents": 25_000_000, "sheetAlways": False}
    # The limit is the buyer's own: the other side is not asked for it, nor told what it is.
    asks = (await sides.seen())["obligationAsks"]
    assert asks == {"sheetAboveCents": None, "sheetAlways": False}
    large = by_rule(cents=25_000_001, months=None)
    refused = await sides.buyer.post(f"{sides.at}/obligations", large)
    assert slugs(refused) == [
        ("/sheet/labourShare", "workspaces/needs-sheet"),
        ("/sheet/market", "workspaces/needs-sheet"),
        ("/sheet/employees", "workspaces/needs-sheet"),
        ("/sheet/feasible", "workspaces/needs-sheet"),
        ("/months", "workspaces/needs-months"),
    ]
    tried = await sides.buyer.post(
        f"{sides.at}/obligation-sums",
        {"basis": {"kind": "budget", "cents": 25_000_001}, "percent": "4"},
    )
    assert tried.json()["needsSheet"] is True
    counter = by_rule(cents=25_000_001, months=None)
    countered = await sides.contractor.post(f"{sides.at}/obligations", counter)
    assert countered.status_code == 201
    # Nor is the limit got round by saying yes to what the other side did not weigh.
    yes = named(countered.json()["proposedObligation"])
    refused = await sides.buyer.post(f"{sides.at}/obligation-agreements", yes)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "/problems/workspaces/not-weighed",
    )

    await sides.set(cents=25_000_001, sheet=SHEET)
    counter = by_rule(cents=25_000_001, months=None)
    refused = await sides.contractor.post(f"{sides.at}/obligations", counter)
    assert len(slugs(refused)) == 5
    assert (await sides.seen())["obligationAsks"]["sheetAlways"] is True


async def test_a_reason_used_before_says_in_how_many_other_contracts(
    own_people: People, settings: Settings, sign_in: SignIn
):
    buyer = await sign_in(own_people.marieke)
    contractor = await sign_in(own_people.youssef)
    counts: list[int] = []
    for title in ("Eerste", "Tweede", "Derde"):
        room = await a_room(own_people, settings, title=title)
        sides = Sides(room, buyer, contractor)
        counts.append(
            (await sides.set(reason=f"  Altijd, zo doen wij dat{'.' * 3}"))["sameReasonElsewhere"]
        )
        # Saying it twice in one room is saying it once.
        await sides.set(reason="altijd zo doen wij dat")

    assert counts == [0, 1, 2]
    seen = await sides.seen()
    assert seen["proposedObligation"]["sameReasonElsewhere"] == 2
    # The contractor's own wording is held beside the contractor's own contracts.
    counter = by_rule(reason="Altijd, zo doen wij dat")
    answer = await contractor.post(f"{sides.at}/obligations", counter)
    assert answer.json()["proposedObligation"]["sameReasonElsewhere"] == 0
    assert (await sides.set(reason="Een andere reden."))["sameReasonElsewhere"] == 0


async def test_others_reasons_are_never_counted(sides: Sides, settings: Settings, sign_in: SignIn):
    """Not even that somebody else gives the same one may be told."""
    reason = f"Een reden {uuid4()}"
    await sides.set(reason=reason)
    others = await the_people(settings)
    room = await a_room(others, settings)
    theirs = Sides(room, await sign_in(others.marieke), await sign_in(others.youssef))

    assert (await theirs.set(reason=reason))["sameReasonElsewhere"] == 0


async def test_what_was_set_and_said_stays_as_it_was(sides: Sides):
    proposed = await sides.set()
    await sides.contractor.post(f"{sides.at}/obligation-reactions", named(proposed, text="Stevig."))

    for change in (
        "update obligation set same_reason_elsewhere = 9 where workspace_id = $1",
        "update obligation set reason_key = 'x' where workspace_id = $1",
        "update obligation_reaction set text = 'x' where workspace_id = $1",
        "delete from obligation_reaction where workspace_id = $1",
    ):
        with pytest.raises(Exception, match=r"is for ever|permission denied"):
            async with as_person(sides.room.marieke.person_id):
                await execute(change, sides.room.id)


async def test_asking_twice_sets_reacts_and_moves_once(sides: Sides):
    body = by_rule()
    for _ in range(2):
        answer = await sides.buyer.post(f"{sides.at}/obligations", body)
        assert answer.status_code == 201
    agreed = await sides.agree(answer.json()["proposedObligation"])
    reaction = named(agreed, text="Stevig.")
    change = named(agreed, cause="turnover", basisCents=1, reason="Minder werk.")
    for _ in range(2):
        for path, sent in (("obligation-reactions", reaction), ("basis-changes", change)):
            answer = await sides.contractor.post(f"{sides.at}/{path}", sent)
            assert answer.status_code == 201, answer.text
    assert answer.json()["proposedObligation"]["number"] == 2
    async with as_person(sides.room.femke.person_id):
        rows = await fetch(
            "select id from obligation_reaction where workspace_id = $1", sides.room.id
        )
    assert len(rows) == 1


async def test_somebody_from_outside_learns_nothing(sides: Sides, sign_in: SignIn):
    proposed = await sides.set()
    outsider = await sign_in(await a_person("Iemand Anders"))

    for path, body in (
        ("obligations", by_rule()),
        ("obligation-reactions", named(proposed, text="Mooi.")),
        ("basis-changes", named(proposed, cause="other", basisCents=1, reason="r")),
        ("obligation-sums", {"basis": {"kind": "budget", "cents": 1}, "percent": "4"}),
    ):
        assert (await outsider.post(f"{sides.at}/{path}", body)).status_code == 404


async def test_what_an_organisation_says_as_the_other_side_elsewhere_is_no_reason_used_before(
    own_people: People, settings: Settings, sign_in: SignIn
):
    """What it asks of others and what it offers itself are no one habit to hold beside each other."""
    reason = f"Een reden {uuid4()}"
    workspace_id = uuid4()
    member = await own_people.marieke.member(settings)
    await open_by_hand(
        member,
        OpenByHand(
            id=workspace_id,
            organisation_id=member.organisation_id,
            title="Groen voor de buren",
            other_party="Kuiper Installaties",
            side="contractor",
        ),
    )
    offering = await enter(member.person, workspace_id)
    await invited(offering, own_people.bram, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
    marieke = await sign_in(own_people.marieke)
    offered = await marieke.post(f"/workspaces/{workspace_id}/obligations", by_rule(reason=reason))
    assert offered.status_code == 201, offered.text

    buying = Sides(await a_room(own_people, settings), marieke, marieke)

    assert (await buying.set(reason=reason))["sameReasonElsewhere"] == 0
