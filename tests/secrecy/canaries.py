"""Finds a word in an answer, whatever it was wrapped in on its way out."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote
from uuid import UUID


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
    for wbits in (31, 15):
        try:
            yield from layers(zlib.decompress(body, wbits), depth=depth - 1)
        except zlib.error:
            continue


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
