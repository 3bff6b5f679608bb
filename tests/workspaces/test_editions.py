"""The table of values a contract reckons with: who chooses it, by which rule, and what stays."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.browser import move
from tests.builders import People, Person, Room, a_person, invited
from tests.catalogue.tables import a_measure, a_table
from tests.conftest import SignIn

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.catalogue.schemas import AppliesBy
from samenspraak.database import as_person, fetch, reading_as
from samenspraak.errors import Invalid
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import EndMember
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.commands import NewContract, open_workspace
from samenspraak.workspaces.decisions import (
    EditionInUse,
    EditionRetired,
    TooManyPinned,
    check_pin,
    rule_of,
)
from samenspraak.workspaces.schemas import PinRule, Role, Side


class Chosen:
    """A row of an edition, as far as choosing it goes."""

    def __init__(self, *, is_retired: bool = False) -> None:
        self.digest = "a" * 64
        self.retired_at = date(2026, 1, 1) if is_retired else None


@pytest.mark.parametrize("applies_by", [None, *AppliesBy])
@pytest.mark.parametrize("is_buyers", [True, False])
def test_only_the_buyers_table_that_applies_speaks_for_itself(
    applies_by: AppliesBy | None, *, is_buyers: bool
):
    rule = rule_of(applies_by, is_buyers=is_buyers)
    expected = PinRule.BY_HAND if applies_by is None or not is_buyers else applies_by.value
    assert rule == expected


@pytest.mark.parametrize("rule", list(PinRule))
def test_whoever_chooses_by_hand_says_why(rule: PinRule):
    check_pin(Chosen(), rule, "bijlage 4 van de leidraad", digests=[])
    if rule is not PinRule.BY_HAND:
        check_pin(Chosen(), rule, "", digests=[])
        return
    with pytest.raises(Invalid) as refusal:
        check_pin(Chosen(), rule, "  ", digests=[])
    assert [fault.slug for fault in refusal.value.faults] == ["workspaces/edition-reason"]


def test_what_is_out_of_use_or_in_use_already_is_not_chosen():
    with pytest.raises(EditionRetired):
        check_pin(Chosen(is_retired=True), PinRule.AWARDED, "", digests=[])
    with pytest.raises(EditionInUse):
        check_pin(Chosen(), PinRule.AWARDED, "", digests=["a" * 64, "b" * 64])
    # Going back to an earlier one is a choice like any other.
    check_pin(Chosen(), PinRule.AWARDED, "", digests=["b" * 64, "a" * 64])
    with pytest.raises(TooManyPinned):
        check_pin(Chosen(), PinRule.AWARDED, "", digests=["b" * 64] * 20)


def test_a_reason_is_read_by_both_sides():
    with pytest.raises(Invalid) as refusal:
        check_pin(Chosen(), PinRule.BY_HAND, "x\u202e" + "y" * 2_000, digests=[])
    assert {fault.slug for fault in refusal.value.faults} == {
        "too-long",
        "text/invisible-character",
    }


async def seed(browser, name: str) -> str:
    lines = (await browser.get("/catalogues", params={"limit": 100})).json()["items"]
    return next(line["id"] for line in lines if line["catalogue"] == name and line["isSeed"])


async def test_a_table_without_a_date_is_chosen_with_a_reason(
    people: People, room: Room, sign_in: SignIn
):
    marieke, youssef = await sign_in(people.marieke), await sign_in(people.youssef)
    path = f"/workspaces/{room.id}/editions"
    empty = (await marieke.get(path)).json()
    assert (empty["items"], empty["suggestions"]) == ([], [])
    assert empty["moves"] == ["pin-edition"]

    table = await seed(marieke, "utrecht-v3")
    without = await marieke.post(path, move(editionId=table))
    assert without.status_code == 400
    assert without.json()["errors"][0]["pointer"] == "/reason"
    body = move(editionId=table, reason="bijlage 4 van de leidraad")
    answer = await marieke.post(path, body)
    assert answer.status_code == 201, answer.text
    [pinned] = answer.json()["items"]
    assert (pinned["number"], pinned["rule"], pinned["bySide"]) == (1, "by_hand", "buyer")
    assert (pinned["reason"], pinned["byPersonId"]) == (body["reason"], str(people.marieke.id))
    assert pinned["isSeed"] is True
    assert pinned["sourceYear"] == "undated, after 2021"
    measures = {measure["code"]: measure for measure in pinned["measures"]}
    assert measures["PW"]["valueEur"] == "40000"
    assert measures["MOBILITY"]["discussed"]["slug"] == "negotiated"

    assert (await marieke.post(path, body)).json() == answer.json()
    again = await youssef.post(path, move(editionId=table, reason="nog eens"))
    assert again.json()["type"] == "/problems/workspaces/edition-in-use"

    older = await youssef.post(
        path, move(editionId=await seed(youssef, "utrecht-v2-36h"), reason="zo stond het er")
    )
    assert [item["number"] for item in older.json()["items"]] == [2, 1]
    assert older.json()["items"][1] == pinned
    assert "Journal-Position" in older.headers

    entries = (await youssef.get(f"/workspaces/{room.id}/entries")).json()["items"]
    told = [entry["body"] for entry in entries if entry["kind"] == "edition.pinned"]
    assert [(body["number"], body["rule"], body["side"]) for body in told] == [
        (1, "by_hand", "buyer"),
        (2, "by_hand", "contractor"),
    ]

    async with reading_as(people.youssef.id):
        text = await queries.pinned_edition(room.id, pinned["digest"])
        everything = await queries.pinned_editions(room.id)
        other = await queries.pinned_edition(room.id, "0" * 64)
    assert text is not None
    assert text.id == "utrecht-v3"
    assert [each.catalogue for each in everything] == ["utrecht-v2-36h", "utrecht-v3"]
    assert other is None


async def test_who_negotiates_chooses_and_the_others_read(
    people: People, room: Room, sign_in: SignIn
):
    path = f"/workspaces/{room.id}/editions"
    for person in (people.tom, people.hanneke, people.femke):
        browser = await sign_in(person)
        assert (await browser.get(path)).json()["moves"] == []
        chosen = move(editionId=await seed(browser, "utrecht-v3"), reason="omdat")
        assert (await browser.post(path, chosen)).status_code == 403
    bram = await sign_in(people.bram)
    assert (await bram.get(path)).status_code == 404
    chosen = move(editionId=await seed(bram, "utrecht-v3"), reason="omdat")
    assert (await bram.post(path, chosen)).status_code == 404


async def test_a_citizens_number_is_no_reason(people: People, room: Room, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    body = move(editionId=await seed(marieke, "utrecht-v3"), reason="bsn 123456782")
    answer = await marieke.post(f"/workspaces/{room.id}/editions", body)
    assert answer.json()["type"] == "/problems/personal-data/refused"


@pytest.fixture
async def noordstad(app) -> Person:
    """Somebody who buys for an organisation with tables of its own."""
    return await a_person("Nora Inkoper", organisation="Gemeente Noordstad")


async def a_contract(
    opener: Person, settings: Settings, *, side: Side = Side.BUYER, **details
) -> UUID:
    """Open a workspace whose contract has dates."""
    member = await enter_organisation(await opener.signed_in(settings), opener.organisation_id)
    contract = NewContract(
        workspace_id=uuid4(),
        title="Groen",
        other_party="Gemeente Merwestede" if side is Side.CONTRACTOR else "Groen BV",
        source="hand",
        **details,
    )
    async with unit_of_work(member.person_id, member.journal_id) as work:
        await open_workspace(work, member, contract, side=side)
    return contract.workspace_id


def dated(name: str, valid_from: str | None, applies_by: str | None = "awarded", **more):
    return a_table(id=name, publisher=None, valid_from=valid_from, applies_by=applies_by, **more)


async def test_the_buyers_own_tables_are_suggested_the_fitting_ones_first(
    noordstad: Person, settings: Settings, sign_in: SignIn
):
    nora = await sign_in(noordstad)
    tables = [
        dated("later", "2027-01-01"),
        dated("nu", "2026-01-01"),
        dated("eerder", "2025-01-01"),
        dated("voorbij", "2024-01-01", valid_to="2025-12-31"),
        dated("zonder", None),
        dated("andere datum", "2026-01-01", applies_by="published"),
        a_table(id="van een ander", publisher="Gemeente Zuidstad", region="Noordstad"),
    ]
    await nora.post(
        "/catalogues", move(organisationId=str(noordstad.organisation_id), content=tables)
    )
    workspace_id = await a_contract(noordstad, settings, awarded_on=date(2026, 9, 22))
    path = f"/workspaces/{workspace_id}/editions"
    suggestions = (await nora.get(path)).json()["suggestions"]
    assert [(each["line"]["catalogue"], each["fitting"], each["why"]) for each in suggestions] == [
        ("nu", "fits", "within"),
        ("eerder", "fits", "within"),
        ("van een ander", "undated", "no-start"),
        ("zonder", "undated", "no-start"),
        ("andere datum", "date_unknown", "no-date"),
        ("later", "does_not_fit", "too-early"),
        ("voorbij", "does_not_fit", "too-late"),
    ]
    assert (suggestions[0]["appliesBy"], suggestions[0]["on"]) == ("awarded", "2026-09-22")

    fitting, later = suggestions[0]["line"]["id"], suggestions[5]["line"]["id"]
    unfit = await nora.post(path, move(editionId=later))
    assert unfit.json()["errors"][0]["pointer"] == "/reason"
    chosen = await nora.post(path, move(editionId=fitting))
    assert chosen.json()["items"][0]["rule"] == "awarded"


async def test_a_table_published_under_the_buyers_name_is_suggested_and_no_other(
    app, settings: Settings, sign_in: SignIn
):
    buyer = await a_person("Loes Inkoper", organisation="DZB LEIDEN")
    loes = await sign_in(buyer)
    workspace_id = await a_contract(buyer, settings)
    suggestions = (await loes.get(f"/workspaces/{workspace_id}/editions")).json()["suggestions"]
    assert [(each["line"]["catalogue"], each["fitting"]) for each in suggestions] == [
        ("leiden-2023", "date_unknown")
    ]


async def test_a_buyers_name_above_a_table_of_ones_own_says_nothing(
    people: People, settings: Settings, sign_in: SignIn
):
    """Else the other side could bring in what looks like the buyer's, and give no reason."""
    contractor = await a_person("Sluwe Sander", organisation="Sluw BV")
    sander = await sign_in(contractor)
    forged = a_table(publisher="Gemeente Merwestede", valid_from="2020-01-01", applies_by="awarded")
    made = move(organisationId=str(contractor.organisation_id), content=forged)
    assert (await sander.post("/catalogues", made)).status_code == 201
    workspace_id = await a_contract(
        contractor, settings, side=Side.CONTRACTOR, awarded_on=date(2026, 9, 22)
    )
    path = f"/workspaces/{workspace_id}/editions"
    assert (await sander.get(path)).json()["suggestions"] == []
    without = await sander.post(path, move(editionId=made["id"]))
    assert without.json()["errors"][0]["pointer"] == "/reason"
    said = await sander.post(path, move(editionId=made["id"], reason="zo kregen wij hem"))
    [pinned] = said.json()["items"]
    assert (pinned["rule"], pinned["isSeed"], pinned["bySide"]) == ("by_hand", False, "contractor")


async def test_a_copy_stays_what_it_was_and_is_all_the_other_side_gets(
    noordstad: Person, people: People, settings: Settings, sign_in: SignIn
):
    nora, bram = await sign_in(noordstad), await sign_in(people.bram)
    table = a_table(a_measure(geheim="zwaluw"), id="eigen")
    await nora.post(
        "/catalogues",
        made := move(organisationId=str(noordstad.organisation_id), content=table),
    )
    workspace_id = await a_contract(noordstad, settings)
    path = f"/workspaces/{workspace_id}/editions"
    body = move(editionId=made["id"], reason="onze eigen tabel")
    [pinned] = (await nora.post(path, body)).json()["items"]
    await nora.post(f"/catalogues/{made['id']}/retirements", move())
    assert (await nora.get(path)).json()["items"] == [pinned]
    assert pinned["digest"] == digest(canonical_bytes(table))
    assert pinned["measures"][0]["other"] == {"geheim": "zwaluw"}

    retired = await nora.post(path, move(editionId=made["id"], reason="nog eens"))
    assert retired.json()["type"] == "/problems/workspaces/edition-retired"

    elsewhere = await a_contract(people.bram, settings)
    stolen = move(editionId=made["id"], reason="van een ander")
    assert (await bram.post(f"/workspaces/{elsewhere}/editions", stolen)).status_code == 404


async def test_what_is_pinned_is_for_ever(people: People, room: Room, sign_in: SignIn, settings):
    marieke = await sign_in(people.marieke)
    await marieke.post(
        f"/workspaces/{room.id}/editions",
        move(editionId=await seed(marieke, "utrecht-v3"), reason="omdat"),
    )
    person = await people.marieke.signed_in(settings)
    participant = await enter(person, room.id)
    async with as_person(participant.person_id):
        rows = await fetch("select journal_id from pinned_edition where workspace_id = $1", room.id)
    assert [row["journal_id"] for row in rows] == [participant.shared_journal_id]


async def test_who_left_is_suggested_nothing_of_their_former_organisation(
    noordstad: Person, settings: Settings, sign_in: SignIn
):
    """Neither where they sit across from it now, and its tables are the ones that are meant."""
    vera = await a_person("Vera Overstap", organisation="Groen BV")
    journal_id = noordstad.organisation_journal_id
    async with unit_of_work(noordstad.id, journal_id) as work:
        await work.admit(journal_id, vera.id)
    async with unit_of_work(vera.id, journal_id) as work:
        await identity.add_member(
            work,
            organisation_id=noordstad.organisation_id,
            journal_id=journal_id,
            title="inkoper",
        )
    nora, browser = await sign_in(noordstad), await sign_in(vera)
    table = move(organisationId=str(noordstad.organisation_id), content=a_table(id="nog geheim"))
    assert (await nora.post("/catalogues", table)).status_code == 201
    assert "nog geheim" in (await browser.get("/catalogues", params={"limit": 100})).text
    buyer = await noordstad.member(settings)
    await commands.end_member(buyer, vera.id, EndMember(id=uuid4()), settings)
    workspace_id = await a_contract(noordstad, settings)
    opener = await enter(buyer.person, workspace_id)
    await invited(opener, vera, Side.CONTRACTOR, [Role.NEGOTIATOR], settings, "directeur")

    path = f"/workspaces/{workspace_id}/editions"
    seen, by_buyer = await browser.get(path), await nora.get(path)

    assert (seen.status_code, seen.json()["suggestions"]) == (200, [])
    assert [each["line"]["catalogue"] for each in by_buyer.json()["suggestions"]] == ["nog geheim"]
