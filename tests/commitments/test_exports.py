"""The commitments as a file: within, outside and extra, effort value and euros apart."""

import csv
import io
from datetime import date
from typing import Any

from openpyxl import load_workbook
from tests.builders import People, Room
from tests.builders_commitments import Table, terms_json

from samenspraak.commitments.terms import AmountValue, Goal, Kind, Scope, ValueToBeDiscussed


async def download(table: Table, file_format: str) -> bytes:
    answer = await table.browser.get(
        f"{table.path}/commitments/file", params={"format": file_format}
    )
    assert answer.status_code == 200, answer.text
    assert f".{file_format}" in answer.headers["Content-Disposition"]
    if file_format == "csv":
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return answer.content


async def lines(table: Table) -> list[dict[str, str]]:
    text = (await download(table, "csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


async def sheets(table: Table) -> Any:
    return load_workbook(io.BytesIO(await download(table, "xlsx")))


def coaches(**changes: Any) -> dict[str, Any]:
    return terms_json(
        title="Energiecoaches in de buurt",
        kind=Kind.COMMUNITY_ACTIVITY,
        scope=Scope.REGION,
        counts_ground="Afgesproken na gunning",
        effort_goal=Goal(text="10 avonden"),
        result_goal=None,
        value=AmountValue(amount_cents=1_200_000, currency="EUR", basis="agreed"),
        **changes,
    )


async def test_each_commitment_is_a_line(contractor: Table, buyer: Table):
    bid = await contractor.propose(
        origin="bid", terms=terms_json(value=ValueToBeDiscussed(), spent_cents=2_400_000)
    )
    value = AmountValue(amount_cents=1_800_050, currency="EUR", basis="agreed")
    counter = terms_json(value=value, spent_cents=3_000_000)
    await contractor.move("acceptances", await buyer.move("counters", bid, terms=counter))
    await contractor.propose(terms=coaches())
    extra = terms_json(title="Extra", counts_towards_obligation=False)
    await contractor.propose(terms=extra)

    first, second, third = await lines(buyer)
    assert first["Toezegging"] == "Leerwerkplekken timmeren"
    assert (first["Soort"], first["Telt mee"]) == ("leren", "binnen het contract")
    assert first["Resultaatdoel"] == "2 leerlingen halen hun diploma"
    assert first["Inspanningswaarde afgesproken (EUR)"] == "18000,50"
    assert first["Inspanningswaarde inschrijving (EUR)"] == "in overleg"
    assert first["Uitgegeven euro's afgesproken (EUR)"] == "30000,00"
    assert first["Uitgegeven euro's inschrijving (EUR)"] == "24000,00"
    assert first["Stand"] == "Afgesproken"
    assert (second["Telt mee"], second["Waar"]) == ("buiten het contract", "in de regio")
    assert (second["Resultaatdoel"], second["Inspanningsdoel"]) == ("", "10 avonden")
    assert second["Inspanningswaarde afgesproken (EUR)"] == ""
    assert second["Inspanningswaarde op tafel (EUR)"] == "12000,00"
    assert third["Telt mee"] == "extra, telt niet mee"


async def test_both_sides_and_the_coordinator_get_the_same_file(
    contractor: Table, buyer: Table, room: Room, people: People, sign_in: Any
):
    await contractor.propose(terms=coaches())
    coordinator = Table(room.id, await sign_in(people.femke))

    assert await download(buyer, "csv") == await download(contractor, "csv")
    assert await download(buyer, "csv") == await download(coordinator, "csv")
    outsider = Table(room.id, await sign_in(people.bram))
    answer = await outsider.browser.get(f"{outsider.path}/commitments/file")
    assert answer.status_code == 404


async def test_a_spreadsheet_holds_numbers_and_days(contractor: Table, buyer: Table):
    await buyer.move("acceptances", await contractor.propose(terms=coaches()))
    book = await sheets(buyer)
    heading, line = [[cell.value for cell in row] for row in book["Toezeggingen"].iter_rows()]
    row = dict(zip(heading, line, strict=True))

    assert row["Inspanningswaarde afgesproken (EUR)"] == 12_000
    assert row["Hoeveel"] == 2
    assert row["Begint op"].date() == date(2027, 2, 1)
    sums = [[cell.value for cell in each] for each in book["Samen"].iter_rows(min_row=2)]
    assert sums == [
        ["binnen het contract", 0, 0],
        ["buiten het contract", 12_000, 0],
        ["extra, telt niet mee", 0, 0],
    ]


async def test_nothing_that_people_wrote_becomes_a_formula(contractor: Table, buyer: Table):
    for title in ('=HYPERLINK("https://kwaad.example")', "+31 6", "-1", "@SUM(A1)", " =1+1"):
        await contractor.propose(terms=terms_json(title=title, unit="=2*3"))

    for line in await lines(buyer):
        assert line["Toezegging"].startswith("'")
        assert line["Eenheid"] == "'=2*3"
    sheet = (await sheets(buyer))["Toezeggingen"]
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "f" not in kinds
    assert sheet["B2"].value.startswith("=HYPERLINK")
    assert sheet["B2"].quotePrefix


async def test_only_the_two_forms_are_made(buyer: Table):
    answer = await buyer.browser.get(f"{buyer.path}/commitments/file", params={"format": "pdf"})

    assert answer.status_code == 400
