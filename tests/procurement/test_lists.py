"""Lists of running contracts: what each row becomes, and what is wrong with it."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from samenspraak.procurement.decisions.cells import read_amount, read_day
from samenspraak.procurement.decisions.openings import openings_of, require_something_to_open
from samenspraak.procurement.decisions.refusals import (
    ListTooLong,
    ListWithoutColumns,
    ListWithoutRows,
    MalformedSpreadsheet,
    NothingToOpen,
    NullCharacter,
    OtherDocument,
    UnknownFormat,
    WrongEncoding,
)
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import ListRow, Source, ValueState

# A spreadsheet knows no time zones.
MOMENT = datetime(2026, 11, 2)  # noqa: DTZ001

DUTCH = (
    "Titel;Kenmerk;Opdrachtnemer;KvK-nummer;Opdrachtwaarde (excl. btw);Startdatum;Einddatum;"
    "Gunningsdatum;CPV\r\n"
    "Renovatie Waterwijk;2026-0417;Van Doorn & Bakker Bouw;00041703;€ 4.860.000,00;2-11-2026;"
    "31-07-2028;2026-09-22;45453100-8\r\n"
)
ENGLISH = (
    "Title,Reference,Contractor,CoC number,Value,Currency,Start date,End date\n"
    '"Renovation, lot 2",2026-0417,Van Doorn,00041703,"4,860,000.00",EUR,2026-11-02,2028-07-31\n'
)


def rows_from(data: bytes | str) -> tuple[ListRow, ...]:
    reading = read(data.encode() if isinstance(data, str) else data, "lijst.csv")
    assert reading.source is Source.LIST
    return reading.rows


def a_workbook(lines: list[list[Any]], *, empty_sheet_first: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    if empty_sheet_first:
        workbook.create_sheet("Lijst")
    sheet = workbook.worksheets[-1]
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        DUTCH.encode(),
        DUTCH.encode("utf-8-sig"),
        DUTCH.encode("cp1252"),
        DUTCH.encode("utf-16"),
        DUTCH.replace(";", "\t").encode(),
        b"Contracten 2026\n\n" + DUTCH.encode(),
        ENGLISH.encode(),
    ],
)
def test_a_list_is_read_in_every_spelling(data):
    (row,) = rows_from(data)

    assert row.title is not None
    assert row.title.startswith("Renovati")
    assert row.reference == "2026-0417"
    assert row.contractor is not None
    assert row.contractor.startswith("Van Doorn")
    assert row.contractor_identifier is not None
    assert (row.contractor_identifier.scheme, row.contractor_identifier.id) == (
        "NL-KVK",
        "00041703",
    )
    assert (row.value.amount_minor, row.value.currency) == (486_000_000, "EUR")
    assert row.period is not None
    assert (row.period.starts_on, row.period.ends_on) == (date(2026, 11, 2), date(2028, 7, 31))
    assert row.faults == ()
    assert row.opens


def test_a_spreadsheet_is_read_with_its_own_numbers_and_dates():
    data = a_workbook(
        [
            ["Onze contracten"],
            [],
            ["Contract", "Leverancier", "KvK", "Waarde", "Start", "Eind"],
            ["Groen", "De Es", "00041711", 4_860_000, MOMENT, date(2028, 7, 31)],
            ["Wegen", "De Dijk", 41_712, 1234.567, "2-11-2026", None],
        ],
        empty_sheet_first=True,
    )
    first, second = rows_from(data)

    assert (first.number, second.number) == (4, 5)
    assert first.value.amount_minor == 486_000_000
    assert first.period is not None
    assert first.period.ends_on == date(2028, 7, 31)
    # The spreadsheet ate the zeros in front, and filling them up would be a guess.
    assert second.contractor_identifier is None
    assert [fault.slug for fault in second.faults] == ["procurement/row-kvk"]
    assert second.value.amount_minor == 123_457
    assert second.opens


def test_a_row_opens_with_a_title_and_a_contractor_and_not_without():
    rows = rows_from("titel;opdrachtnemer;waarde\nEen;Bakker;\n;Bakker;1\nTwee;onbekend;\n")

    assert [row.opens for row in rows] == [True, False, False]
    assert [fault.slug for row in rows for fault in row.faults] == [
        "procurement/row-without-title",
        "procurement/row-without-contractor",
    ]
    assert rows[0].value.state is ValueState.UNKNOWN


def test_other_faults_leave_the_field_unknown_and_the_row_open():
    (row,) = rows_from(
        "titel;opdrachtnemer;kvk;waarde;start;eind;cpv;gunning\n"
        "Een;Bakker;123;veel;31-2-2026;1-1-26;abc;12/31/2026\n"
    )

    assert row.opens
    assert {fault.column for fault in row.faults} == {
        "kvk", "value", "starts_on", "ends_on", "cpv", "awarded_on",
    }  # fmt: skip
    assert row.value.state is ValueState.UNKNOWN
    assert row.period is None


def test_an_end_before_the_start_leaves_the_period_unknown():
    (row,) = rows_from("titel;opdrachtnemer;start;eind\nEen;Bakker;2-1-2027;1-1-2027\n")

    assert [fault.slug for fault in row.faults] == ["procurement/row-ends-before-start"]
    assert row.period is None


def test_a_repeated_row_opens_once():
    rows = rows_from("titel;opdrachtnemer\nEen;Bakker\nEen;Bakker\n")

    assert [row.opens for row in rows] == [True, False]
    assert [(fault.slug, fault.facts) for fault in rows[1].faults] == [
        ("procurement/row-repeated", {"row": 2})
    ]


def test_a_list_opens_its_rows():
    reading = read(DUTCH.encode(), "lijst.csv")
    (opening,) = openings_of(reading)

    assert opening.titles == {"nl": "Renovatie Waterwijk"}
    assert opening.winner.members[0].organisation.names == {"nl": "Van Doorn & Bakker Bouw"}
    assert opening.awarded_on == date(2026, 9, 22)
    assert opening.cpv_main == "45453100"


def test_a_list_that_opens_nothing_is_refused_with_the_cause_per_row():
    with pytest.raises(NothingToOpen) as refused:
        require_something_to_open(read(b"titel;opdrachtnemer\nEen;\n", "lijst.csv"))
    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == [
        ("/rows/0", "procurement/row-without-contractor")
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4.860.000,00", "4860000.00"),
        ("4,860,000.00", "4860000.00"),
        ("4860000", "4860000"),
        ("4.860.000", "4860000"),
        ("4,860,000", "4860000"),
        ("4.860", "4860"),
        ("4,860", "4860"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("4.860,5", "4860.5"),
        ("4 860 000,00", "4860000.00"),
        ("4.860.000,-", "4860000"),
        ("4.860.000,--", "4860000"),
        ("1'234'567.50", "1234567.50"),
        ("4.86.000", None),
        ("4,860.000,00", None),
        ("-5", None),
        ("veel", None),
        ("1e9", None),
        ("", None),
        ("٣", None),
        ("1.2.3", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert read_amount(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2-11-2026", date(2026, 11, 2)),
        ("02-11-2026", date(2026, 11, 2)),
        ("2026-11-02", date(2026, 11, 2)),
        ("2/11/2026", date(2026, 11, 2)),
        ("2.11.2026", date(2026, 11, 2)),
        ("2 november 2026", date(2026, 11, 2)),
        ("2 mrt 2026", date(2026, 3, 2)),
        ("2 October 2026", date(2026, 10, 2)),
        ("2026-11-02 00:00:00", date(2026, 11, 2)),
        ("2026-11-02T00:00:00", date(2026, 11, 2)),
        ("31-2-2026", None),
        ("11/13/2026", None),
        ("2-11-26", None),
        ("2 foo 2026", None),
        ("nu", None),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("value", "minor", "currency", "faults"),
    [
        ("€ 12,50", 1_250, "EUR", 0),
        ("EUR 12,50", 1_250, "EUR", 0),
        ("12,50 euro", 1_250, "EUR", 0),
        ("1.000 JPY", 1_000, "JPY", 0),
        ("0", None, None, 0),
        ("0,00", None, None, 0),
        ("onbekend", None, None, 0),
        ("n.v.t.", None, None, 0),
        ("$ 5", None, None, 1),
        ("999999999999999999999", None, None, 1),
    ],
)
def test_a_value_is_exact_or_unknown(value, minor, currency, faults):
    (row,) = rows_from(f"titel;opdrachtnemer;waarde\nEen;Bakker;{value}\n")

    assert (row.value.amount_minor, row.value.currency) == (minor, currency)
    assert len(row.faults) == faults


def test_five_hundred_rows_are_read_and_one_more_is_refused():
    lines = "".join(f"Contract {number};Bakker {number}\n" for number in range(501))
    assert len(rows_from("titel;opdrachtnemer\n" + lines.rpartition("Contract 500")[0])) == 500
    with pytest.raises(ListTooLong):
        rows_from("titel;opdrachtnemer\n" + lines)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"titel;bedrag\nEen;1\n", ListWithoutColumns),
        (b"a;b\n1;2\n", ListWithoutColumns),
        (b"titel;opdrachtnemer\n;\n", ListWithoutRows),
        (b"gewone tekst zonder kolommen", UnknownFormat),
        (b"titel;opdrachtnemer\nEen\x00;Bakker\n", NullCharacter),
        (b"titel;opdrachtnemer\nEen \x81;Bakker\n", WrongEncoding),
        (b"\xff\xfet\x00i\x00", UnknownFormat),
        (b"\xff\xfet\x00i\x00x", WrongEncoding),
        (b"%PDF-1.7", OtherDocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", OtherDocument),
        (b"<!DOCTYPE html><html></html>", OtherDocument),
        (b"PK\x03\x04niets", MalformedSpreadsheet),
    ],
)
def test_what_is_no_list_is_refused_by_its_cause(data, refusal):
    with pytest.raises(refusal):
        rows_from(data)


def test_the_missing_columns_are_named_with_those_that_are_there():
    with pytest.raises(ListWithoutColumns) as refused:
        rows_from("Titel;Bedrag\nEen;1\n")
    assert refused.value.facts == {"missing": "contractor", "found": "Titel, Bedrag"}


def test_a_bomb_of_a_spreadsheet_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 61_000_000)
    with pytest.raises(MalformedSpreadsheet):
        rows_from(out.getvalue())


def test_a_spreadsheet_of_too_many_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"")
        for number in range(500):
            archive.writestr(f"xl/{number}", b"")
    with pytest.raises(MalformedSpreadsheet):
        rows_from(out.getvalue())


def test_other_archives_are_refused_by_name():
    for part, kind in (("content.xml", "ods"), ("word/document.xml", "docx"), ("a", "archive")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(part, b"x")
        with pytest.raises(OtherDocument) as refused:
            rows_from(out.getvalue())
        assert refused.value.facts == {"kind": kind}


def test_entities_in_a_spreadsheet_are_refused():
    good = a_workbook([["titel", "opdrachtnemer"], ["Een", "Bakker"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(
                    b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
                )
            new.writestr(part.filename, content)
    with pytest.raises(MalformedSpreadsheet):
        rows_from(out.getvalue())


def test_a_spreadsheet_whose_last_row_is_far_away_is_refused():
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["titel", "opdrachtnemer"])
    sheet.cell(row=1_048_576, column=1, value="Ver weg")
    out = io.BytesIO()
    workbook.save(out)
    with pytest.raises((ListTooLong, ListWithoutRows)):
        rows_from(out.getvalue())
