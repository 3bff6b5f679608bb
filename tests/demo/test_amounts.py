"""What the demo story comes to, to the cent, from what the product itself says of it.

The amounts here are those of the story as it was written down. No commitment in its script holds
one: the product counts them, and what people wrote in the clauses has to be the same.
"""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from msgspec import structs
from tests.builders_values import real_tables
from tests.demo.houses import COMMITMENTS, House, NewHouse, at, inside, other_database, unheard

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.schemas import VersionState
from samenspraak.commitments.decisions.worth import Table, worth_of
from samenspraak.commitments.queries import (
    commitment_view,
    commitments_file,
    commitments_view,
    try_terms,
)
from samenspraak.commitments.schemas import CommitmentView, TryTerms
from samenspraak.commitments.terms import (
    AmountValue,
    CalculationLine,
    CatalogueReference,
    Goal,
    Period,
    Terms,
    ValueToBeDiscussed,
)
from samenspraak.deadlines import ZONE
from samenspraak.demo import play
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import read_script
from samenspraak.demo.stage import Stage
from samenspraak.workspaces.queries import editions_view, workspace_view
from samenspraak.workspaces.schemas import PinRule

# Each round: what it is worth, whose amount that is, and the sum as people read it.
ROUNDS: dict[str, list[tuple[int | None, str | None, list[str]]]] = {
    "T1": [
        (6_222_222, "catalogue", ["2 × 32/36 × 12/12 × 35.000"]),
        (12_444_444, "catalogue", ["4 × 32/36 × 12/12 × 35.000"]),
        (9_333_333, "catalogue", ["2 × 32/36 × 18/12 × 35.000"]),
    ],
    "T2": [
        (6_000_000, "catalogue", ["2 × 27/36 × 12/12 × 40.000"]),
        (7_000_000, "catalogue", ["2 × 27/36 × 12/12 × 40.000", "1 × 10.000"]),
    ],
    "T3": [
        (None, None, []),
        (1_200_000, "agreed", ["50 % × 24.000 (afgesproken)"]),
        (1_800_000, "agreed", ["75 % × 24.000 (afgesproken)"]),
        (2_250_000, "agreed", ["75 % × 30.000 (afgesproken)"]),
    ],
    "T4": [(1_200_000, "catalogue", ["10 avonden × 3 uur × 4 medewerkers × 100"])],
    "T5": [(1_200_000, "agreed", ["8 × 1.500 (afgesproken)"])],
    "T6": [(None, None, [])],
}
TITLES = {
    "T1": "Leerwerkplekken timmeren",
    "T2": "Betaalde banen",
    "T3": "Inkoop bij Lunchwerk Waterwijk",
    "T4": "Energiecoaches in de buurt",
    "T5": "Regionale leerlijn Bouw",
}
VERSIONS = {
    1: {"T1": 9_333_333, "T2": 6_000_000, "T3": 1_800_000, "T4": 1_200_000},
    2: {"T1": 9_333_333, "T2": 7_000_000, "T3": 2_250_000, "T4": 1_200_000, "T5": 1_200_000},
}


async def seen(house: House, name: str, who: str = "marieke") -> CommitmentView:
    view, _ = await commitment_view(await house.enter(who), house.commitment(name))
    return view


async def test_the_buyer_chose_the_table_by_hand_before_anything_was_proposed(house):
    for who in ("marieke", "ilse", "femke"):
        view, _ = await editions_view(await house.enter(who))
        (chosen,) = view.items
        assert (chosen.catalogue, chosen.by_side) == ("utrecht-v3", "buyer")
        # The table says no day from which it holds, so nobody but the parties can say it does.
        assert (chosen.rule, chosen.reason) == (PinRule.BY_HAND, "bijlage 4 van de leidraad")
        chosen_at = chosen.chosen_at.astimezone(ZONE)
        assert chosen_at == datetime(2026, 9, 28, 11, 30, tzinfo=ZONE)
        first = (await seen(house, "T1", who)).revisions[0]
        assert chosen_at < first.put_at


@pytest.mark.parametrize("name", COMMITMENTS)
async def test_every_round_is_worth_what_its_table_or_the_parties_say(house, name):
    (edition,) = (await editions_view(await house.enter("youssef")))[0].items
    for who in ("youssef", "nadia"):
        found: list[tuple[int | None, str | None, list[str]]] = []
        for revision in (await seen(house, name, who)).revisions:
            value = revision.terms.value
            if isinstance(value, AmountValue):
                lines = [line.text for line in value.calculation]
                found.append((value.amount_cents, value.basis, lines))
                assert revision.table_cents == value.amount_cents
            else:
                assert isinstance(value, ValueToBeDiscussed)
                found.append((None, None, []))
                assert revision.table_cents is None
            if name != "T6":
                assert value.catalogue is not None
                assert value.catalogue.digest == edition.digest
                assert value.catalogue.reason == "bijlage 4 van de leidraad"
        assert found == ROUNDS[name]


@pytest.mark.parametrize("name", COMMITMENTS)
async def test_a_reader_can_do_every_sum_again_on_paper(house, name):
    for revision in (await seen(house, name)).revisions:
        value = revision.terms.value
        if isinstance(value, AmountValue):
            lines = value.calculation
            assert [cents_of([line]) for line in lines] == [line.amount_cents for line in lines]
            # Rounded once, at the end.
            assert cents_of(lines) == value.amount_cents


def cents_of(lines: Any) -> int:
    euros = sum((exactly(line) for line in lines), Fraction(0))
    spelled = Decimal(euros.numerator) * 100 / Decimal(euros.denominator)
    return int(spelled.quantize(Decimal(1), ROUND_HALF_UP))


def exactly(line: CalculationLine) -> Fraction:
    return prod(
        (Fraction(factor.number) / Fraction(factor.of or 1) for factor in line.factors),
        start=Fraction(1),
    )


async def test_places_euros_and_effort_stand_apart_in_the_totals(house):
    for who in ("marieke", "ilse", "femke"):
        totals = (await commitments_view(await house.enter(who)))[0].totals
        counting, within, outside = totals.counting, totals.within, totals.outside
        assert (counting.agreed_cents, counting.in_force_cents) == (20_983_333, 18_333_333)
        assert (within.agreed_cents, within.in_force_cents) == (18_583_333, 17_133_333)
        assert (outside.agreed_cents, outside.in_force_cents) == (2_400_000, 1_200_000)
        assert (totals.extra.agreed_cents, totals.to_be_discussed) == (0, 0)
        # What is paid to Lunchwerk is money, and no part of what effort is worth.
        spent = totals.spent
        assert (spent.agreed_cents, spent.in_force_cents) == (3_000_000, 2_400_000)
        assert {each.kind.value: each.agreed for each in totals.places} == {
            "employment": "2",
            "learning": "10",
            "community_activity": "12",
        }
        assert totals.open_intentions == []


async def test_every_part_of_the_purpose_is_served(house):
    items, totals = await listed(house)
    numbers = {name: items[name].number for name in TITLES}

    assert {part.letter: {*part.numbers} for part in totals.purpose} == {
        "A": {numbers["T1"], numbers["T5"]},
        "B": {numbers["T2"], numbers["T3"], numbers["T5"]},
        "C": {numbers["T4"]},
    }


async def listed(house: House) -> tuple[dict[str, Any], Any]:
    view, _ = await commitments_view(await house.enter("marieke"))
    by_title = {item.title: item for item in view.items}
    return {name: by_title[title] for name, title in TITLES.items()}, view.totals


@pytest.mark.parametrize("number", [1, 2])
async def test_the_document_of_a_version_holds_every_amount(house, number):
    view, _ = await agreements.version_view(
        await house.enter("hanneke"), house.version(number), house.settings
    )
    texts = [part["document"]["terms"] for part in view.document["commitments"]]
    amounts = {terms["title"]: terms["value"]["amountCents"] for terms in texts}

    assert amounts == {TITLES[name]: cents for name, cents in VERSIONS[number].items()}
    assert view.sums.agreed_cents == sum(amounts.values())
    (catalogue,) = view.document["catalogues"]
    assert (catalogue["catalogue"], catalogue["reason"]) == (
        "utrecht-v3",
        "bijlage 4 van de leidraad",
    )


async def test_the_versions_come_to_what_the_story_says(house):
    first, second = [
        (
            await agreements.version_view(
                await house.enter("tom"), house.version(number), house.settings
            )
        )[0]
        for number in (1, 2)
    ]

    assert (first.sums.agreed_cents, second.sums.agreed_cents) == (18_333_333, 20_983_333)
    assert first.sums.obligation_cents is not None
    assert second.sums.obligation_cents is not None
    # Still to be filled in after the first; after the second there is more than is owed.
    assert first.sums.obligation_cents - first.sums.agreed_cents == 1_106_667
    assert second.sums.agreed_cents - second.sums.obligation_cents == 183_333
    assert second.sums.agreed_cents - first.sums.agreed_cents == 2_650_000
    shares = [100 * each.agreed_cents / each.obligation_cents for each in (first.sums, second.sums)]
    assert [f"{share:.1f}" for share in shares] == ["94.3", "100.9"]
    least = [each.least_within_cents for each in (first.sums, second.sums)]
    assert least == [9_720_000, 10_400_000]


@pytest.mark.parametrize("number", [1, 2])
async def test_what_the_clauses_say_is_what_it_comes_to(house, number):
    view, _ = await agreements.version_view(
        await house.enter("tom"), house.version(number), house.settings
    )
    sums, clauses = view.sums, {each["title"]: each["text"] for each in view.document["clauses"]}
    assert sums.obligation_cents is not None
    said = re.findall(r"€ ([0-9.]+),([0-9]{2})", clauses["Toezeggingen"])

    assert [int(euros.replace(".", "") + cents) for euros, cents in said] == [
        sums.agreed_cents,
        sums.within_cents,
        sums.outside_cents,
        abs(sums.obligation_cents - sums.agreed_cents),
    ]
    assert "achttien maanden" in clauses["Waarden"]


async def test_what_is_agreed_stands_beside_the_bid_and_is_nowhere_less(house):
    items, _ = await listed(house)

    assert not any(each.less_than_bid for each in items.values())
    assert {name for name, each in items.items() if each.bid is not None} == {"T1", "T3"}
    learners, lunches = items["T1"].bid, items["T3"].bid
    assert (learners.quantity, learners.months, learners.hours_per_week) == ("2", "12", "32")
    assert items["T1"].value_cents - learners.value_cents == 3_111_111
    # "In overleg" is no amount, and certainly not nought.
    assert (lunches.value_cents, lunches.spent_cents) == (None, 2_400_000)
    assert items["T3"].spent_cents == 3_000_000


async def test_two_for_eighteen_months_count_as_much_as_three_for_a_year(house):
    agreed = (await seen(house, "T1")).revisions[-1].terms
    worth = await try_terms(
        await house.enter("ilse"),
        TryTerms(terms=agreed, commitment_id=house.commitment("T1")),
    )

    assert worth.faults == []
    assert worth.amount_cents == 9_333_333
    assert (3, 12) in [(each.quantity, each.months) for each in worth.equivalents]
    # It takes the place of itself, so the whole stays what it is.
    assert worth.effect.with_this_cents == worth.effect.agreed_cents == 20_983_333
    assert (worth.effect.obligation_cents, worth.effect.missing_cents) == (20_800_000, 0)
    assert worth.effect.missing_within_cents == 0


async def test_how_long_it_counts_is_agreed_where_the_table_is_silent(house):
    """No published window is neither one without end nor one of nought months."""
    participant = await house.enter("nadia")
    bid, _, agreed = (await seen(house, "T1")).revisions
    before, after = [
        await try_terms(participant, TryTerms(terms=each.terms)) for each in (bid, agreed)
    ]

    assert agreed.terms.counting is not None
    assert agreed.terms.counting.months == "18"
    assert "no-window" in [hint.slug for hint in before.hints]
    assert "no-window" not in [hint.slug for hint in after.hints]


async def test_a_permanent_contract_counts_for_one_of_the_two_and_on_top(house):
    value = (await seen(house, "T2")).revisions[-1].terms.value

    assert isinstance(value, AmountValue)
    assert [(line.measure, line.amount_cents) for line in value.calculation] == [
        ("PW", 6_000_000),
        ("PERMANENT_CONTRACT", 1_000_000),
    ]


@pytest.mark.parametrize(
    ("names", "package", "put_at", "closed_at"),
    [
        # What came later to T3 is another package, so of this one T4 tells.
        (("T4",), "energie", (2026, 10, 14, 10, 15), (2026, 10, 16, 15, 5)),
        (("T2", "T3"), "uitbreiding", (2026, 11, 11, 9, 10), (2026, 11, 16, 9, 40)),
    ],
)
async def test_packages_are_put_and_accepted_as_one(house, names, package, put_at, closed_at):
    for name in names:
        view = await seen(house, name)
        assert view.negotiation is not None
        assert view.negotiation.package_id == house.stage.made_id(f"package {package}")
        assert view.negotiation.closed_at == datetime(*closed_at, tzinfo=ZONE)
        assert view.revisions[-1].put_at == datetime(*put_at, tzinfo=ZONE)
    energy, lunches = await seen(house, "T4"), await seen(house, "T3")
    assert lunches.revisions[2].put_at == energy.revisions[0].put_at


@pytest.mark.parametrize(
    ("name", "result", "effort"),
    [
        ("T1", ("2", "leerlingen", date(2028, 7, 31)), ("4", "uur per week")),
        ("T2", ("2", "mensen", date(2028, 1, 3)), ("1", "keer per 2 weken")),
        ("T3", ("30000", "euro excl. btw", date(2028, 7, 31)), ("100", "procent")),
        ("T4", ("8", "bewoners", date(2027, 3, 31)), ("120", "uur")),
        ("T5", ("5", "mensen", date(2027, 6, 30)), ("12", "uur per week")),
    ],
)
async def test_every_goal_says_what_is_counted_how_many_and_by_when(house, name, result, effort):
    view = await seen(house, name)
    newest = view.revisions[-1]
    results, efforts = newest.terms.result_goal, newest.terms.effort_goal

    assert results is not None
    assert results.measure
    assert (results.number, results.unit, results.by) == result
    assert efforts is not None
    assert efforts.measure
    assert (efforts.number, efforts.unit) == effort
    # Nothing is left to ask, so neither side had to pass anything by.
    assert newest.hints == []
    assert (view.missing.to_agree, view.missing.to_sign) == ((), ())
    promises = newest.terms.standing_promises
    assert promises is not None
    assert (promises.adjustments_asked_from_person, promises.contact_person) == (True, True)
    # Whoever begins to work or learn is helped to begin.
    assert bool(promises.start_support) == (name in {"T1", "T2", "T5"})


async def test_the_file_to_reckon_on_with_says_the_same(house):
    file = await commitments_file(await house.enter("marieke"), "csv")
    lines = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    rows = {line["Toezegging"]: line for line in lines}

    agreed = {
        name: rows[title]["Inspanningswaarde afgesproken (EUR)"] for name, title in TITLES.items()
    }
    assert agreed == {
        "T1": "93333,33",
        "T2": "70000,00",
        "T3": "22500,00",
        "T4": "12000,00",
        "T5": "12000,00",
    }
    bids = {
        name: rows[title]["Inspanningswaarde inschrijving (EUR)"] for name, title in TITLES.items()
    }
    assert (bids["T1"], bids["T3"]) == ("62222,22", "in overleg")
    lunches = rows[TITLES["T3"]]
    assert lunches["Uitgegeven euro's afgesproken (EUR)"] == "30000,00"
    assert lunches["Uitgegeven euro's inschrijving (EUR)"] == "24000,00"


async def test_played_in_another_year_it_has_the_same_sums_on_later_days(
    house: House, new_house: NewHouse
):
    told = await amounts_of(house)
    settings = new_house("later")
    spring = datetime(2028, 4, 5, 9, tzinfo=UTC)
    calendar = Calendar.for_day(spring.date())
    with at(spring):
        with other_database():
            await play(settings, unheard)
        async with inside(settings):
            later = House(settings, Stage(settings, calendar, read_script(calendar)))
            assert await amounts_of(later) == told
            view, _ = await agreements.version_view(
                await later.enter("tom"), later.version(2), settings
            )
            room, _ = await workspace_view(await later.enter("tom"))

    assert view.line.state is VersionState.OFFERED
    assert "sign" in view.moves
    assert view.line.sign_by is not None
    assert view.line.sign_by.text == "uiterlijk vrijdag 14 april 2028"
    assert room.contract.awarded_on == calendar.day(date(2026, 9, 22))
    assert view.signatures[0].signed_at.astimezone(ZONE).time().isoformat() == "16:48:00"


async def amounts_of(house: House) -> dict[str, Any]:
    """Return every amount that somebody in the story can see, and how it was counted."""
    found: dict[str, Any] = {}
    for name in COMMITMENTS:
        revisions = (await seen(house, name)).revisions
        found[name] = [
            (each.terms.value, each.table_cents, each.terms.spent_cents) for each in revisions
        ]
    participant = await house.enter("tom")
    found["totals"] = (await commitments_view(participant))[0].totals
    for number in (1, 2):
        view, _ = await agreements.version_view(participant, house.version(number), house.settings)
        assert view.document["obligation"]["amountCents"] == view.sums.obligation_cents
        found[f"version {number}"] = view.sums
    room, _ = await workspace_view(participant)
    assert room.obligation is not None
    found["steps"] = room.obligation.steps
    return found


# Half a year back, as far as summer time, leap days and new years reach, and a century on.
@pytest.mark.parametrize("weeks", [-26, -1, 1, 5, 14, 22, 52, 61, 72, 114, 275, 5218])
def test_no_quantity_moves_with_the_days(weeks):
    told, moved = read_script(Calendar()).terms, read_script(Calendar(weeks=weeks)).terms

    for name, terms in told.items():
        assert dateless(moved[name]) == dateless(terms), name
        assert moved[name].period != terms.period, name
        assert worth(moved[name]) == worth(terms), name


def worth(terms: Terms) -> AmountValue | ValueToBeDiscussed | None:
    table = Table(
        text=real_tables()["utrecht-v3"],
        reference=CatalogueReference(catalogue="utrecht-v3", edition="2021"),
    )
    worked_out = worth_of(terms, table)
    assert worked_out.faults == ()
    return worked_out.terms.value


def dateless(terms: Terms) -> Terms:
    """Return terms without what says a day."""
    return structs.replace(
        terms,
        period=structs.replace(terms.period or Period(), starts_on=None, ends_on=None),
        result_goal=without_day(terms.result_goal),
        effort_goal=without_day(terms.effort_goal),
    )


def without_day(goal: Goal | None) -> Goal | None:
    return None if goal is None else structs.replace(goal, text="", by=None)
