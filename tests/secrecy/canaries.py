"""Finds a word in an answer, whatever it was wrapped in on its way out."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from urllib.parse import quote
from uuid import UUID

import pikepdf
import pypdfium2


@cache
def forms(word: str) -> tuple[bytes, ...]:
    """Every way a word may be written without being hidden from whoever looks."""
    raw = word.encode()
    some = (
        raw,
        raw[::-1],
        raw.hex().encode(),
        "".join(f"%{byte:02x}" for byte in raw).encode(),
        quote(word).encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        *_in_base64(raw),
    )
    return tuple(dict.fromkeys(some))


@cache
def forms_of_id(one: UUID) -> tuple[bytes, ...]:
    """Every way an id may be written; positions hold its bytes."""
    some = (str(one).encode(), one.hex.encode(), one.bytes, *_in_base64(one.bytes))
    return tuple(dict.fromkeys(some))


def layers(body: bytes, *, depth: int = 4) -> Iterator[bytes]:
    """The bytes themselves, and whatever is packed in them."""
    yield body
    if depth == 0:
        return
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield archive.comment
            for member in archive.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from layers(archive.read(member), depth=depth - 1)
    if body[:5] == b"%PDF-":
        # What no reader opens hides nothing: its bytes were looked through as they are.
        with suppress(pikepdf.PdfError, pypdfium2.PdfiumError):
            yield from _in_pdf(body, depth)
    for wbits in (31, 15):
        try:
            yield from layers(zlib.decompress(body, wbits), depth=depth - 1)
        except zlib.error:
            continue


def _in_pdf(body: bytes, depth: int) -> Iterator[bytes]:
    """What a PDF shows, with and without spaces, and all that is filed in it."""
    shown = pypdfium2.PdfDocument(body)
    try:
        words = " ".join(page.get_textpage().get_text_bounded() for page in shown)
    finally:
        shown.close()
    yield words.encode()
    yield "".join(words.split()).encode()
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.String):
                yield bytes(found)
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                yield from (
                    bytes(each) for each in found.values() if isinstance(each, pikepdf.String)
                )
            if isinstance(found, pikepdf.Stream):
                yield from layers(found.read_bytes(), depth=depth - 1)


def laid_open(body: bytes) -> bytes:
    """Everything in an answer side by side, packed or not, as written and in small letters."""
    found = list(layers(body))
    return b"\n".join([*found, *(layer.lower() for layer in found)])


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """The part of its base64 that is the same whatever stands around it, at each alignment."""
    for shift in range(3):
        encoded = base64.b64encode(b"\x00" * shift + raw + b"\x00" * 3)
        start = {0: 0, 1: 2, 2: 3}[shift]
        end = (shift + len(raw)) * 8 // 6
        certain = encoded[start:end]
        yield certain
        yield certain.replace(b"+", b"-").replace(b"/", b"_")
