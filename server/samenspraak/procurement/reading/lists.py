"""Lists of running contracts, as CSV or as a spreadsheet: cells in, rows out."""

import codecs
import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from samenspraak.procurement.decisions.refusals import (
    ListTooLong,
    MalformedSpreadsheet,
    NullCharacter,
    OtherDocument,
    UnknownFormat,
    WrongEncoding,
)
from samenspraak.procurement.decisions.rows import ROWS_LIMIT, Table, find_columns, rows_of
from samenspraak.procurement.schemas import ListRow

# Lines above the column names (a title, a date of export) and blank lines in between.
LINES_LIMIT: Final = 4 * ROWS_LIMIT
COLUMNS_LIMIT: Final = 60
CELL_LIMIT: Final = 2_000

# A spreadsheet of 500 contracts has some fifteen parts and unpacks to about a megabyte.
PARTS_LIMIT: Final = 500
UNPACKED_LIMIT_BYTES: Final = 60_000_000

_DELIMITERS: Final = (";", ",", "\t", "|")
# What openpyxl raises on broken files: it trusts every part to be there and well-formed.
_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    AssertionError,
)


def read_csv(data: bytes) -> tuple[ListRow, ...]:
    """Read text in columns; the delimiter is the one under which the column names appear."""
    text = _decoded(data)
    if "\x00" in text:
        raise NullCharacter
    tables = [_table(text, delimiter) for delimiter in _DELIMITERS]
    readable = [table for table in tables if find_columns(table) is not None]
    if readable:
        return rows_of(readable[0])
    # No table has both columns: name what is missing in the widest, if it is a table at all.
    widest = max(tables, key=lambda table: max((len(line) for line in table[:10]), default=0))
    if max((len(line) for line in widest[:10]), default=0) < 2:
        raise UnknownFormat
    return rows_of(widest)


def read_spreadsheet(data: bytes) -> tuple[ListRow, ...]:
    """Read the first sheet of a workbook that has the columns."""
    _refuse_other_archives(data)
    try:
        # openpyxl warns about styles and validations that it leaves out; they are not ours.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = _sheets(data)
    except ListTooLong:
        raise
    except _BROKEN as error:
        raise MalformedSpreadsheet from error
    readable = [table for table in sheets if find_columns(table) is not None]
    return rows_of((readable or sheets or [[]])[0])


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    else:
        # Dutch spreadsheets still save CSV in the encoding of Windows.
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongEncoding


def _table(text: str, delimiter: str) -> Table:
    lines: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for line in reader:
            if len(lines) == LINES_LIMIT:
                raise ListTooLong(limit=ROWS_LIMIT)
            lines.append([cell[:CELL_LIMIT] for cell in line[:COLUMNS_LIMIT]])
    except csv.Error:
        # A quote that never closes swallows the rest; under another delimiter it may not.
        return []
    return lines


def _refuse_other_archives(data: bytes) -> None:
    """Look at the directory of the archive before anything is unpacked.

    Its sizes can lie, but then unpacking stops at the size that was promised.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except _BROKEN as error:
        raise MalformedSpreadsheet from error
    names = {part.filename for part in parts}
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT_BYTES:
        raise MalformedSpreadsheet
    if "xl/workbook.xml" in names:
        return
    if "content.xml" in names:
        raise OtherDocument(kind="ods")
    raise OtherDocument(kind="docx" if "word/document.xml" in names else "archive")


def _sheets(data: bytes) -> list[Table]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        return [_sheet(sheet) for sheet in workbook.worksheets[:5]]
    finally:
        workbook.close()


def _sheet(sheet: Any) -> Table:
    # The size a sheet claims is not to be trusted; without it rows come as they are.
    sheet.reset_dimensions()
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(
        max_row=LINES_LIMIT + 1, max_col=COLUMNS_LIMIT, values_only=True
    )
    lines = [[_cell(value) for value in row] for row in rows]
    if len(lines) > LINES_LIMIT and any(any(line) for line in lines[LINES_LIMIT:]):
        raise ListTooLong(limit=ROWS_LIMIT)
    return lines


def _cell(value: Any) -> str:
    """Spell a cell as people write it: days without a time, whole numbers without a dot."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        # Three decimals would read as thousands; a fourth makes plain that they are not.
        digits = repr(value)
        return f"{digits}0" if len(digits.partition(".")[2]) == 3 else digits
    return str(value)[:CELL_LIMIT].replace("\x00", "")
