"""Version 2 of the demo story beside version 1, to the cent, as its people read it."""

from typing import Any

import pytest
from tests.demo.houses import PARTIES, House

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.reading import ChangeKind, PartKind
from samenspraak.agreements.schemas import ComparisonView, PartDifferenceView

AMOUNTS = {
    "obligation": (19_440_000, 20_800_000, 1_360_000),
    "Betaalde banen": (6_000_000, 7_000_000, 1_000_000),
    "Inkoop bij Lunchwerk Waterwijk": (1_800_000, 2_250_000, 450_000),
    "Regionale leerlijn Bouw": (None, 1_200_000, 1_200_000),
    "Leerwerkplekken timmeren": (9_333_333, 9_333_333, 0),
    "Energiecoaches in de buurt": (1_200_000, 1_200_000, 0),
}


async def compared(house: House, who: str = "tom") -> ComparisonView:
    return await agreements.comparison_view(
        await house.enter(who), before_id=house.version(1), after_id=house.version(2)
    )


def counted(found: ComparisonView) -> dict[str, PartDifferenceView]:
    # An article is called as the obligation is.
    return {
        "obligation" if part.kind is PartKind.OBLIGATION else part.heading: part
        for part in found.parts
        if part.is_counted
    }


def told(part: PartDifferenceView) -> dict[str, tuple[Any, ...]]:
    return {
        field.key: (field.before, field.after, field.difference and field.difference.text)
        for field in part.fields
    }


@pytest.mark.parametrize("who", [*PARTIES, "femke"])
async def test_one_is_added_four_are_changed_and_none_is_gone(house, who):
    found = await compared(house, who)

    assert (found.added, found.changed, found.removed) == (1, 4, 0)
    parts = counted(found)
    assert {name for name, part in parts.items() if part.change is ChangeKind.ADDED} == {
        "Regionale leerlijn Bouw"
    }
    assert {name for name, part in parts.items() if part.change is ChangeKind.CHANGED} == {
        "obligation",
        "Betaalde banen",
        "Inkoop bij Lunchwerk Waterwijk",
        "Toezeggingen",
    }


async def test_every_amount_and_every_difference_is_right_to_the_cent(house):
    found = await compared(house)

    parts = counted(found)
    assert {
        name: (part.before_cents, part.after_cents, part.difference_cents)
        for name, part in parts.items()
        if name in AMOUNTS
    } == AMOUNTS
    assert {name for name, part in parts.items() if part.difference_cents is not None} == {*AMOUNTS}
    before, after = found.sums_before, found.sums_after
    assert (before.agreed_cents, after.agreed_cents) == (18_333_333, 20_983_333)
    assert after.agreed_cents - before.agreed_cents == 2_650_000
    assert (
        sum(part.difference_cents or 0 for part in found.parts if part.kind == "commitment")
        == after.agreed_cents - before.agreed_cents
    )


async def test_the_obligation_grew_with_the_work_and_so_did_what_is_within_the_contract(house):
    fields = told(counted(await compared(house))["obligation"])

    assert fields["amount"] == ("€ 194.400,00", "€ 208.000,00", "+ € 13.600,00")
    assert fields["basisCents"] == ("€ 4.860.000,00", "€ 5.200.000,00", "+ € 340.000,00")
    assert fields["withinCents"] == ("€ 97.200,00", "€ 104.000,00", "+ € 6.800,00")
    assert fields["basisChange"] == (None, "het werk is uitgebreid", None)
    assert "percent" not in fields


async def test_what_was_counted_otherwise_is_told_line_by_line(house):
    parts = counted(await compared(house))

    jobs, lunches = told(parts["Betaalde banen"]), told(parts["Inkoop bij Lunchwerk Waterwijk"])
    assert jobs["value"] == ("€ 60.000,00", "€ 70.000,00", "+ € 10.000,00")
    assert jobs["calculation/2"] == (None, "1 × 10.000 = € 10.000,00", None)
    assert "calculation/1" not in jobs
    assert lunches["value"] == ("€ 18.000,00", "€ 22.500,00", "+ € 4.500,00")
    assert lunches["spent"] == ("€ 24.000,00", "€ 30.000,00", "+ € 6.000,00")
    assert lunches["resultGoal.number"] == ("24.000 euro excl. btw", "30.000 euro excl. btw", None)


async def test_the_sentence_about_what_was_open_is_replaced(house):
    (text,) = counted(await compared(house))["Toezeggingen"].texts

    assert text.before is not None
    assert text.after is not None
    assert "Voor de overige € 11.066,67 doen partijen" in text.before
    assert "€ 1.833,33 meer dan de verplichting. Dat is geen tegoed" in text.after


async def test_it_can_be_read_in_words(house):
    reading = await agreements.reading_view(await house.enter("hanneke"), house.version(2))

    words = {part.heading: part.amount.words for part in reading.parts if part.amount is not None}
    assert words["Leerwerkplekken timmeren"] == (
        "drieënnegentigduizend driehonderddrieëndertig euro en drieëndertig cent"
    )
    assert words["Verplichting"] == "tweehonderdachtduizend euro"
    assert reading.notices == []


async def test_the_list_says_the_same_counts(house):
    view, _ = await agreements.versions_view(await house.enter("marieke"))

    second, first = view.items
    assert second.changes is not None
    assert (second.changes.added, second.changes.changed, second.changes.removed) == (1, 4, 0)
    assert first.changes is None
