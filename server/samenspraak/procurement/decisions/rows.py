"""The rows of a list of contracts: which column is what, and what each row becomes."""

import re
import unicodedata
from datetime import date
from typing import Final

from msgspec.structs import replace

from samenspraak.procurement.decisions.cells import read_amount, read_day
from samenspraak.procurement.decisions.refusals import (
    ListTooLong,
    ListWithoutColumns,
    ListWithoutRows,
)
from samenspraak.procurement.schemas import (
    UNKNOWN_VALUE,
    Identifier,
    ListRow,
    Period,
    RowFault,
    Value,
    ValueState,
    known,
)

Table = list[list[str]]

# One preview that a person can look through; larger portfolios come in parts.
ROWS_LIMIT: Final = 500
# Exports put a title and a date above the column names, seldom more.
HEADER_WITHIN: Final = 15
TITLE_LIMIT: Final = 400

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "titel",
        "title",
        "naam",
        "name",
        "contract",
        "opdracht",
        "omschrijving",
        "onderwerp",
        "contractnaam",
        "naamcontract",
        "contracttitel",
        "contracttitle",
        "contractname",
        "naamopdracht",
        "projectnaam",
        "project",
        "description",
        "subject",
    ),
    "reference": (
        "kenmerk",
        "reference",
        "referentie",
        "contractnummer",
        "contractnr",
        "contractnumber",
        "zaaknummer",
        "nummer",
        "ref",
        "contractid",
        "inkoopnummer",
        "projectnummer",
    ),
    "contractor": (
        "opdrachtnemer",
        "contractor",
        "leverancier",
        "supplier",
        "aannemer",
        "contractant",
        "contractpartij",
        "naamopdrachtnemer",
        "naamleverancier",
        "winnaar",
        "winner",
        "vendor",
        "bedrijf",
        "company",
    ),
    "kvk": (
        "kvk",
        "kvknummer",
        "kvknr",
        "kvkopdrachtnemer",
        "kvknummeropdrachtnemer",
        "coc",
        "cocnumber",
        "chamberofcommerce",
        "companynumber",
        "handelsregister",
        "handelsregisternummer",
        "kvkleverancier",
        "kvknummerleverancier",
    ),
    "value": (
        "waarde",
        "opdrachtwaarde",
        "value",
        "contractwaarde",
        "opdrachtsom",
        "bedrag",
        "contractsom",
        "aanneemsom",
        "amount",
        "contractvalue",
        "gunningswaarde",
        "waardeineuro",
        "opdrachtwaardeineuro",
        "waardeeur",
        "opdrachtwaardeeur",
        "waardeexclbtw",
        "opdrachtwaardeexclbtw",
        "opdrachtsomexclbtw",
        "contractwaardeexclbtw",
        "bedragexclbtw",
        "waardeexbtw",
        "opdrachtwaardeexbtw",
    ),
    "currency": ("valuta", "currency", "munt", "muntsoort", "muntunit"),
    "starts_on": (
        "start",
        "startdatum",
        "begin",
        "begindatum",
        "ingangsdatum",
        "van",
        "startdate",
        "from",
        "datumstart",
        "aanvang",
        "startson",
        "ingang",
        "startcontract",
    ),
    "ends_on": (
        "eind",
        "einde",
        "einddatum",
        "tot",
        "totenmet",
        "end",
        "enddate",
        "afloopdatum",
        "until",
        "datumeinde",
        "endson",
        "expiratiedatum",
        "eindcontract",
        "einddatumcontract",
    ),
    "awarded_on": (
        "gunning",
        "gunningsdatum",
        "datumgunning",
        "award",
        "awarddate",
        "gunningdatum",
        "definitievegunning",
        "awardedon",
        "gegundop",
    ),
    "cpv": ("cpv", "cpvcode", "cpvcodes", "hoofdcpv"),
    "buyer": ("opdrachtgever", "buyer", "aanbestedendedienst", "gemeente", "authority"),
}
_BY_NAME: Final = {name: column for column, names in _COLUMNS.items() for name in names}

# How people write that they do not know; such a cell is empty, not wrong.
_UNKNOWN: Final = {
    "",
    "-",
    "--",
    "?",
    "onbekend",
    "unknown",
    "nvt",
    "n.v.t.",
    "n.v.t",
    "n/a",
    "nb",
    "n.b.",
    "tbd",
    "ntb",
    "n.t.b.",
    "nog niet bekend",
}


def find_columns(table: Table) -> tuple[int, dict[str, int]] | None:
    """Return the line of the column names and the place of each, if titles and contractors are."""
    found = _best_header(table)
    return found if found and {"title", "contractor"} <= found[1].keys() else None


def rows_of(table: Table) -> tuple[ListRow, ...]:
    """Turn a table into rows, each with its own faults; blank lines are passed over."""
    found = find_columns(table)
    if found is None:
        best = _best_header(table)
        names = best[1] if best else {}
        missing = [name for name in ("title", "contractor") if name not in names]
        shown = ", ".join(cell.strip()[:40] for cell in (table[best[0]] if best else []) if cell)
        raise ListWithoutColumns(missing=", ".join(missing), found=shown[:200] or "-")
    header, columns = found
    filled = [
        (number, line)
        for number, line in enumerate(table[header + 1 :], start=header + 2)
        if any(cell.strip() for cell in line)
    ]
    if not filled:
        raise ListWithoutRows
    if len(filled) > ROWS_LIMIT:
        raise ListTooLong(limit=ROWS_LIMIT)
    rows: list[ListRow] = []
    seen: dict[tuple[str | None, ...], int] = {}
    for number, line in filled:
        cells = {
            name: _text(line[place]) if place < len(line) else "" for name, place in columns.items()
        }
        row = _row(number, cells)
        same = (row.title, row.reference, row.contractor)
        rows.append(_doubled(row, seen[same]) if row.opens and same in seen else row)
        seen.setdefault(same, number)
    return tuple(rows)


def _best_header(table: Table) -> tuple[int, dict[str, int]] | None:
    """Return the line among the first that names most columns; a title line names none."""
    best: tuple[int, dict[str, int]] | None = None
    for index, line in enumerate(table[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(line):
            if column := _BY_NAME.get(_bare(cell)):
                columns.setdefault(column, place)
        if columns and (best is None or len(columns) > len(best[1])):
            best = (index, columns)
    return best


def _bare(name: str) -> str:
    """Return a column name without case, accents, blanks, signs and what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name[:200].casefold()))
    return re.sub(r"[^a-z]", "", plain)


def _text(cell: str) -> str:
    # An apostrophe in front is how spreadsheets keep leading zeros.
    return " ".join(cell.split()).removeprefix("'")


def _row(number: int, cells: dict[str, str]) -> ListRow:
    faults: list[RowFault] = []
    title = cells.get("title", "")[:TITLE_LIMIT]
    contractor = cells.get("contractor", "")[:TITLE_LIMIT]
    missing = {
        "title": title.lower() in _UNKNOWN,
        "contractor": contractor.lower() in _UNKNOWN,
    }
    for column, is_missing in missing.items():
        if is_missing:
            faults.append(RowFault(column=column, slug=f"procurement/row-without-{column}"))
    starts_on = _day(cells, "starts_on", faults)
    ends_on = _day(cells, "ends_on", faults)
    if starts_on and ends_on and ends_on < starts_on:
        faults.append(RowFault(column="ends_on", slug="procurement/row-ends-before-start"))
        starts_on = ends_on = None
    return ListRow(
        number=number,
        title=None if missing["title"] else title,
        reference=_known(cells, "reference"),
        contractor=None if missing["contractor"] else contractor,
        contractor_identifier=_kvk(cells, faults),
        value=_value(cells, faults),
        period=Period(starts_on=starts_on, ends_on=ends_on) if starts_on or ends_on else None,
        awarded_on=_day(cells, "awarded_on", faults),
        cpv=_cpv(cells, faults),
        buyer=_known(cells, "buyer"),
        faults=tuple(faults),
        opens=not any(missing.values()),
    )


def _doubled(row: ListRow, first: int) -> ListRow:
    """Keep a repeated row from opening a second room for the same contract."""
    fault = RowFault(column="title", slug="procurement/row-repeated", facts={"row": first})
    return replace(row, faults=(*row.faults, fault), opens=False)


def _known(cells: dict[str, str], column: str) -> str | None:
    text = cells.get(column, "")
    return None if text.lower() in _UNKNOWN else text[:TITLE_LIMIT]


def _kvk(cells: dict[str, str], faults: list[RowFault]) -> Identifier | None:
    """Read eight digits; fewer are not filled up, for a spreadsheet may have eaten more."""
    text = _known(cells, "kvk")
    if text is None:
        return None
    bare = re.sub(r"[\s.]|^(?:NL-?)?KVK[-:]?", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"\d{8}", bare):
        return Identifier(scheme="NL-KVK", id=bare, original=text)
    faults.append(RowFault(column="kvk", slug="procurement/row-kvk", facts={"text": text[:40]}))
    return None


def _cpv(cells: dict[str, str], faults: list[RowFault]) -> str | None:
    text = _known(cells, "cpv")
    if text is None:
        return None
    found = re.match(r"(\d{8})(?:-\d)?(?!\d)", text)
    if found:
        return found.group(1)
    faults.append(RowFault(column="cpv", slug="procurement/row-cpv", facts={"text": text[:40]}))
    return None


def _day(cells: dict[str, str], column: str, faults: list[RowFault]) -> date | None:
    text = _known(cells, column)
    if text is None:
        return None
    found = read_day(text)
    if found is None:
        faults.append(
            RowFault(column=column, slug="procurement/row-date", facts={"text": text[:40]})
        )
    return found


def _value(cells: dict[str, str], faults: list[RowFault]) -> Value:
    text = _known(cells, "value")
    if text is None:
        return UNKNOWN_VALUE
    given = _known(cells, "currency")
    symbol, digits = _currency_and_digits(text)
    currency = (given or symbol or "EUR").upper().replace("€", "EUR").replace("EURO", "EUR")
    amount = read_amount(digits)
    value = UNKNOWN_VALUE
    if amount is not None and re.fullmatch("[A-Z]{3}", currency):
        value = known(amount, currency)
    # A zero is somebody's empty field, so it is unknown without being wrong.
    if value.state is not ValueState.KNOWN and amount != 0:
        faults.append(
            RowFault(column="value", slug="procurement/row-amount", facts={"text": text[:40]})
        )
    return value


def _currency_and_digits(text: str) -> tuple[str | None, str]:
    found = re.fullmatch(r"(€|[A-Za-z]{3,4})?\s*([^A-Za-z€]+?)\s*(€|[A-Za-z]{3,4})?", text)
    if found is None:
        return None, text
    return found.group(1) or found.group(3), found.group(2)
