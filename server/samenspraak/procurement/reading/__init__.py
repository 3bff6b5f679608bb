"""One file in, one typed description out; what kind it is shows from its bytes, not its name."""

from typing import Final

from samenspraak.procurement.decisions.refusals import EmptyFile, FileTooLarge, OtherDocument
from samenspraak.procurement.reading.eforms import read_eforms
from samenspraak.procurement.reading.lists import read_csv, read_spreadsheet
from samenspraak.procurement.reading.ocds import read_ocds
from samenspraak.procurement.reading.plain import one_line
from samenspraak.procurement.schemas import Reading, Source

# The largest notices on TED are a few megabytes; parsing costs many times the bytes in memory.
FILE_LIMIT_BYTES: Final = 10_000_000

_BLANKS: Final = b" \t\r\n"
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OTHERS: Final = {
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "xls",
    b"{\\rtf": "rtf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
}


def read(data: bytes, file_name: str) -> Reading:
    """Read a notice, a package of notices or a list of contracts, or refuse it by its cause.

    This computes for seconds on the largest files and touches nothing, so callers give it a
    thread of its own.
    """
    if len(data) > FILE_LIMIT_BYTES:
        raise FileTooLarge(limit_megabytes=FILE_LIMIT_BYTES // 1_000_000)
    for start, kind in _OTHERS.items():
        if data.startswith(start):
            raise OtherDocument(kind=kind)
    name = one_line(file_name.replace("\\", "/").rpartition("/")[2], 200) or "-"
    if data.startswith(b"PK\x03\x04"):
        return Reading(source=Source.LIST, file_name=name, rows=read_spreadsheet(data))
    beginning = _beginning(data)
    if not beginning:
        raise EmptyFile
    if beginning.lower().startswith((b"<!doctype html", b"<html")):
        raise OtherDocument(kind="html")
    if beginning.startswith(b"<"):
        return Reading(source=Source.EFORMS, file_name=name, notices=(read_eforms(data),))
    if beginning.startswith((b"{", b"[")):
        return Reading(source=Source.OCDS, file_name=name, notices=read_ocds(data))
    return Reading(source=Source.LIST, file_name=name, rows=read_csv(data))


def _beginning(data: bytes) -> bytes:
    """Return the first visible bytes, with the zeros of UTF-16 taken out."""
    beginning = data[:4_000]
    for mark in _MARKS:
        beginning = beginning.removeprefix(mark)
    if b"\x00" in beginning[:4]:
        beginning = beginning.replace(b"\x00", b"")
    if not beginning.strip(_BLANKS) and len(data) > 4_000:
        beginning = data.lstrip(_BLANKS)[:100]
    return beginning.strip(_BLANKS)[:100]
