"""What is owed, as it goes into a version: with its sum, its reasons, or with no amount at all."""

from typing import Any
from uuid import uuid4

import pytest
from tests.builders import Room
from tests.builders_agreements import Desk, agree_commitment, agree_statements, ready_to_sign

from samenspraak.commitments.terms import AmountValue, Scope
from samenspraak.database import as_person
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.queries import wordings
from samenspraak.workspaces.schemas import (
    Agree,
    Basis,
    BasisCause,
    BasisKind,
    ChangeBasis,
    ReactToObligation,
    ScopeRule,
    SetObligation,
    Sheet,
)

VALUE = Basis(kind=BasisKind.CONTRACT_VALUE, cents=486_000_000)


async def newest(room: Room) -> dict[str, Any]:
    async with as_person(room.youssef.person_id):
        row = (await wordings("obligation", room.id))[0]
    return {"number": row["number"], "digest": row["digest"]}


async def agree_obligation(room: Room, **members: Any) -> None:
    """Let the buyer set what is owed, and the contractor agree."""
    request = {"id": uuid4(), "basis": VALUE, "percent": "4", "reason": "Veel handwerk.", **members}
    await workspaces.set_obligation(room.marieke, SetObligation(**request))
    await workspaces.agree_obligation(room.youssef, Agree(id=uuid4(), **await newest(room)))


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


async def test_the_sum_the_sheet_and_both_reactions_are_signed(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room)
    await agree_obligation(
        room,
        months=21,
        scope_rule=ScopeRule.MIXED,
        within_percent="50",
        sheet=Sheet(labour_share="37.5", market="Krap.", employees=64, feasible="Vijf plekken."),
    )
    for participant, text in ((room.marieke, "Geen standaard."), (room.youssef, "Stevig.")):
        await workspaces.react_to_obligation(
            participant, ReactToObligation(id=uuid4(), **await newest(room), text=text)
        )

    offered = (await marieke.offer()).json()

    assert offered["document"]["obligation"] == {
        "amountCents": 19_440_000,
        "currency": "EUR",
        "basis": "de opdrachtsom van € 4.860.000,00 exclusief btw",
        "basisCents": 486_000_000,
        "reason": "Veel handwerk.",
        "percent": "4",
        "scopeRule": "mixed",
        "withinPercent": "50",
        "withinCents": 9_720_000,
        "reactions": [
            {"side": "buyer", "text": "Geen standaard."},
            {"side": "contractor", "text": "Stevig."},
        ],
        "sheet": [
            {"text": "Basis: opdrachtsom exclusief btw", "amountCents": 486_000_000},
            {
                "text": "Percentage, samen bepaald",
                "sum": "4 % × € 4.860.000,00",
                "amountCents": 19_440_000,
            },
            {
                "text": "Ten minste binnen het contract",
                "sum": "50 % × € 194.400,00",
                "amountCents": 9_720_000,
            },
        ],
        "weighing": [
            {"text": "Arbeidsaandeel: 37,5 %"},
            {"text": "Looptijd in maanden: 21"},
            {"text": "Markt: Krap."},
            {"text": "Grootte van de onderneming, in medewerkers: 64"},
            {"text": "Wat haalbaar is: Vijf plekken."},
        ],
    }
    assert offered["sums"]["leastWithinCents"] == 9_720_000


async def test_what_is_signed_is_in_the_language_of_the_contract(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room)
    await agree_obligation(room)

    answer = await marieke.browser.post(
        f"/workspaces/{room.id}/versions",
        {"id": str(uuid4())},
        headers={"accept-language": "en"},
    )

    assert answer.json()["document"]["obligation"]["basis"].startswith("de opdrachtsom")


async def test_an_obligation_without_an_amount_is_signed_without_one(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room)
    text = "een open dag voor de buurt"
    await agree_obligation(room, basis=Basis(kind=BasisKind.ONE_ACTIVITY, text=text), percent=None)

    offered = (await marieke.offer()).json()

    assert "amountCents" not in offered["document"]["obligation"]
    assert offered["document"]["obligation"]["basis"] == text
    assert offered["sums"]["obligationCents"] is None


async def test_two_versions_tell_what_an_extension_changes(
    room: Room, marieke: Desk, hanneke: Desk, tom: Desk
):
    stored = await ready_to_sign(room)
    await hanneke.sign(await hanneke.see(stored.id))
    await tom.sign(await tom.see(stored.id))
    await agree_obligation(room, scope_rule=ScopeRule.MIXED, within_percent="50")
    change = ChangeBasis(
        id=uuid4(),
        **await newest(room),
        cause=BasisCause.EXTENSION,
        basis_cents=520_000_000,
        reason="Er komen 16 woningen bij.",
    )
    await workspaces.change_basis(room.marieke, change)
    await workspaces.agree_obligation(room.youssef, Agree(id=uuid4(), **await newest(room)))

    answer = await marieke.offer(
        cause="extension", ground="review_clause", groundText="Artikel 14 van de leidraad."
    )

    assert answer.status_code == 201, answer.text
    asked = {"before": str(stored.id), "after": answer.json()["line"]["id"]}
    found = await marieke.browser.get(f"{marieke.path}/version-comparisons", params=asked)
    changes = found.json()
    (changed,) = [part for part in changes["parts"] if part["key"] == "obligation"]
    assert (changed["beforeCents"], changed["afterCents"]) == (19_440_000, 20_800_000)
    fields = {field["key"]: (field["before"], field["after"]) for field in changed["fields"]}
    assert fields["amount"] == ("€ 194.400,00", "€ 208.000,00")
    assert fields["basis"][1] == "de opdrachtsom van € 5.200.000,00 exclusief btw"
    assert fields["withinCents"] == (None, "€ 104.000,00")
    assert fields["basisChange"] == (None, "het werk is uitgebreid")
    texts = {text["key"]: text["after"] for text in changed["texts"]}
    assert (texts["reason"], texts["changeReason"]) == (
        "Veel handwerk.",
        "Er komen 16 woningen bij.",
    )
    assert changes["sumsBefore"]["leastWithinCents"] is None
    assert changes["sumsAfter"]["leastWithinCents"] == 10_400_000
    assert answer.json()["document"]["obligation"]["change"] == {
        "cause": "extension",
        "reason": "Er komen 16 woningen bij.",
    }


@pytest.mark.parametrize(
    ("scope", "members", "slug"),
    [
        (
            Scope.REGION,
            {"scope_rule": ScopeRule.MIXED, "within_percent": "60"},
            "agreements/too-little-within",
        ),
        (Scope.REGION, {"scope_rule": ScopeRule.STRICT}, "agreements/counts-outside"),
        (Scope.WITHIN_CONTRACT, {"scope_rule": ScopeRule.MIXED, "within_percent": "60"}, None),
        (Scope.WITHIN_CONTRACT, {"scope_rule": ScopeRule.STRICT}, None),
    ],
)
async def test_a_version_keeps_to_what_was_agreed_about_where_it_counts(
    room: Room, marieke: Desk, scope: Scope, members: dict[str, Any], slug: str | None
):
    await agree_statements(room)
    await agree_commitment(
        room, scope=scope, counts_ground="afgesproken na gunning", value=worth(10_000_000)
    )
    await agree_obligation(room, **members)

    ready = (await marieke.browser.get(f"/workspaces/{room.id}/versions")).json()["readiness"]
    answer = await marieke.offer()

    assert [each["slug"] for each in ready["missing"]] == ([slug] if slug else [])
    assert ready["withinCents"] == (10_000_000 if scope is Scope.WITHIN_CONTRACT else 0)
    is_mixed = members["scope_rule"] is ScopeRule.MIXED
    assert ready["leastWithinCents"] == (11_664_000 if is_mixed else None)
    assert answer.status_code == (400 if slug else 201)
