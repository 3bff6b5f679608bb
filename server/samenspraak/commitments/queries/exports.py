"""The commitments of a workspace as a file to reckon on with: the same for both sides.

What people wrote goes into cells as text. A spreadsheet takes what begins with "=" for a sum of
its own, and would do what a stranger wrote; so such a text gets an apostrophe before it in CSV,
and is marked as text in XLSX.
"""

import asyncio
import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samenspraak import surroundings
from samenspraak.commitments.decisions import (
    concept_standing,
    held_agreement,
    is_live,
    shown,
    standing,
)
from samenspraak.commitments.queries.drafts import concept_of, drafts_about
from samenspraak.commitments.queries.rows import History, histories, terms_in, terms_of
from samenspraak.commitments.queries.totals import Figures, group_of, totals
from samenspraak.commitments.schemas import (
    Negotiation,
    StandingView,
    ValueTotals,
    WorkspaceTotals,
)
from samenspraak.commitments.terms import Goal, Period, Terms, ValueToBeDiscussed
from samenspraak.database import fetch, reading_as
from samenspraak.text import Language, sentence
from samenspraak.workspaces.schemas import Participant

FileFormat = Literal["csv", "xlsx"]
Value = str | int | Decimal | date | None

_BIDS = """
select r.commitment_id, r.content from revision r join commitment c on c.id = r.commitment_id
where c.workspace_id = $1 and c.origin = 'bid' and r.number = 1
"""
_MEDIA_TYPES: dict[FileFormat, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    "number",
    "title",
    "standing",
    "kind",
    "scope",
    "counts",
    "countsGround",
    "resultGoal",
    "effortGoal",
    "quantity",
    "unit",
    "months",
    "hoursPerWeek",
    "hours",
    "startsOn",
    "endsOn",
    "valueAgreed",
    "valueOnTable",
    "valueBid",
    "spentAgreed",
    "spentOnTable",
    "spentBid",
)
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
# Characters that XML, and so a spreadsheet, cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTHS = {"title": 40, "resultGoal": 40, "effortGoal": 40, "countsGround": 40}
_USUAL_WIDTH = 16


class ExportedFile(Struct, frozen=True, kw_only=True):
    """A file to keep."""

    name: str
    media_type: str
    content: bytes


class Row(Struct, frozen=True, kw_only=True):
    """One commitment: its newest text that holds, what was agreed, and what was bid."""

    number: int
    title: str
    where: StandingView
    terms: Terms
    agreed: Terms | None
    on_table: Terms | None
    bid: Terms | None


async def commitments_file(participant: Participant, file_format: FileFormat) -> ExportedFile:
    """Return the commitments that both sides can see, one line each, and what they come to."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        rows, sums = await _rows(participant, at)
    language = participant.person.language
    # A large sheet takes a while to write, and others are waiting.
    content = await asyncio.to_thread(written, rows, sums, file_format, language)
    return ExportedFile(
        name=f"{sentence(language, 'export.name')}.{file_format}",
        media_type=_MEDIA_TYPES[file_format],
        content=content,
    )


def written(
    rows: Sequence[Row], sums: WorkspaceTotals, file_format: FileFormat, language: Language
) -> bytes:
    """Write rows, and in a spreadsheet what they come to, as people of a language read them."""
    return _csv(rows, language) if file_format == "csv" else _xlsx(rows, sums, language)


async def _rows(participant: Participant, at: datetime) -> tuple[list[Row], WorkspaceTotals]:
    found = [*(await histories(participant.workspace_id)).values()]
    about = await drafts_about(participant, [each.id for each in found])
    bids = {
        row["commitment_id"]: terms_in(row) for row in await fetch(_BIDS, participant.workspace_id)
    }
    texts = await terms_of(
        {round_.revision_id for each in found for round_ in _rounds(each, at) if round_ is not None}
    )
    rows: list[Row] = []
    for each in found:
        if each.negotiations:
            rows.append(_row(each, texts, bids.get(each.id), at))
            continue
        concept = await concept_of(participant, each, about)
        rows.append(
            Row(
                number=each.number,
                title=concept.title,
                where=concept_standing(concept.state.discarded_at),
                terms=concept.reading.terms,
                agreed=None,
                on_table=None,
                bid=None,
            )
        )
    return rows, totals(Figures(agreed=row.agreed, on_table=row.on_table) for row in rows)


def _rounds(each: History, at: datetime) -> tuple[Negotiation | None, ...]:
    """Return the rounds that a line speaks of: what is shown, what is agreed, what lies there."""
    if not each.negotiations:
        return ()
    on_table = each.newest if is_live(each.newest, at) else None
    return (
        shown(each.negotiations, each.bounds, at),
        held_agreement(each.negotiations, each.bounds),
        on_table,
    )


def _row(each: History, texts: dict[UUID, Terms], bid: Terms | None, at: datetime) -> Row:
    newest, agreed, on_table = (
        None if round_ is None else texts[round_.revision_id] for round_ in _rounds(each, at)
    )
    assert newest is not None, "of what was proposed, some round is shown"
    return Row(
        number=each.number,
        title=newest.title,
        where=standing(each.negotiations, each.bounds, at),
        terms=newest,
        agreed=agreed,
        on_table=on_table,
        bid=bid,
    )


def _cells(row: Row, language: Language) -> dict[str, Value]:
    """Return what stands in each column."""
    terms, period = row.terms, row.terms.period or Period()

    def word(kind: str, value: object) -> str | None:
        return None if value is None else sentence(language, f"export.{kind}.{value}")

    return {
        "number": row.number,
        "title": row.title,
        "standing": word("standing", row.where.status.value),
        "kind": word("kind", None if terms.kind is None else terms.kind.value),
        "scope": word("scope", None if terms.scope is None else terms.scope.value),
        "counts": word("counts", group_of(terms)),
        "countsGround": terms.counts_ground,
        "resultGoal": _goal(terms.result_goal),
        "effortGoal": _goal(terms.effort_goal),
        "quantity": _number(terms.quantity),
        "unit": terms.unit,
        "months": _number(period.months),
        "hoursPerWeek": _number(period.hours_per_week),
        "hours": _number(period.hours),
        "startsOn": period.starts_on,
        "endsOn": period.ends_on,
        "valueAgreed": _worth(row.agreed, language),
        "valueOnTable": _worth(row.on_table, language),
        "valueBid": _worth(row.bid, language),
        "spentAgreed": _spent(row.agreed),
        "spentOnTable": _spent(row.on_table),
        "spentBid": _spent(row.bid),
    }


def _goal(goal: Goal | None) -> str | None:
    return None if goal is None else goal.text


def _number(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _worth(terms: Terms | None, language: Language) -> Value:
    """Return the effort value: an amount, or in words that it is still to be agreed."""
    if terms is None or terms.value is None:
        return None
    if isinstance(terms.value, ValueToBeDiscussed):
        return sentence(language, "export.to-be-discussed")
    return _euros(terms.value.amount_cents)


def _spent(terms: Terms | None) -> Decimal | None:
    if terms is None or terms.spent_cents is None:
        return None
    return _euros(terms.spent_cents)


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _heading(name: str, language: Language) -> str:
    return sentence(language, f"export.column.{name}")


def _csv(rows: Sequence[Row], language: Language) -> bytes:
    """Write what a spreadsheet of this language opens without asking."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if language == "nl" else ",", lineterminator="\r\n")
    cells = [_cells(row, language) for row in rows]
    writer.writerow(_heading(name, language) for name in COLUMNS)
    for line in cells:
        writer.writerow(_plain(line[name], language) for name in COLUMNS)
    # The mark tells spreadsheets that this is UTF-8.
    return target.getvalue().encode("utf-8-sig")


def _plain(value: Value, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = _CONTROL.sub("", value)
        return f"'{text}" if _FORMULA.match(text) else text
    if isinstance(value, date):
        return value.isoformat()
    spelled = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return spelled.replace(".", ",") if language == "nl" else spelled


def _xlsx(rows: Sequence[Row], sums: WorkspaceTotals, language: Language) -> bytes:
    book = Workbook()
    book.properties.created = book.properties.modified = surroundings.now().replace(tzinfo=None)
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new book opens at its only sheet"
    sheet.title = sentence(language, "export.sheet.commitments")
    lines = [_cells(row, language) for row in rows]
    _write(
        sheet,
        [_heading(name, language) for name in COLUMNS],
        [[line[name] for name in COLUMNS] for line in lines],
    )
    for index, name in enumerate(COLUMNS, start=1):
        width = _WIDTHS.get(name, _USUAL_WIDTH)
        sheet.column_dimensions[get_column_letter(index)].width = width
    _write(
        book.create_sheet(sentence(language, "export.sheet.totals")),
        [_heading(name, language) for name in ("counts", "valueAgreed", "valueOnTable")],
        [
            [
                sentence(language, f"export.counts.{group}"),
                _euros(each.agreed_cents),
                _euros(each.in_negotiation_cents),
            ]
            for group, each in _groups(sums)
        ],
    )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _groups(sums: WorkspaceTotals) -> list[tuple[str, ValueTotals]]:
    return [("within", sums.within), ("outside", sums.outside), ("extra", sums.extra)]


def _write(sheet: Worksheet, heading: Iterable[str], lines: Iterable[Sequence[Value]]) -> None:
    for place, row in enumerate([heading, *lines], start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                _fill(sheet.cell(place, column), value, is_heading=place == 1)
    sheet.freeze_panes = "A2"


def _fill(cell: Cell | MergedCell, value: Value, *, is_heading: bool) -> None:
    assert isinstance(cell, Cell), "no cells were merged"
    if isinstance(value, str):
        text = _CONTROL.sub("", value)
        # Text stays text, also when somebody edits the cell.
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = _FORMULA.match(text) is not None
    else:
        cell.value = value
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00" if value.as_tuple().exponent == -2 else "General"
    if is_heading:
        cell.font = Font(bold=True)
