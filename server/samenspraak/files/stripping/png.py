"""Walking through a PNG, chunk by chunk: what makes the picture stays, and the notes go."""

import struct
import zlib
from collections.abc import Iterator

from samenspraak.files.decisions import UnreadableFile
from samenspraak.files.stripping.orientation import notes_with, orientation_in

_START = b"\x89PNG\r\n\x1a\n"
_NOTES = b"eXIf"
# What decides how it looks, moving pictures included. Words, times and places stand in others.
_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"mDCV",
        b"cLLI",
        b"bKGD",
        b"hIST",
        b"pHYs",
        b"acTL",
        b"fcTL",
        b"fdAT",
    }
)


def strip_png(data: bytes) -> bytes:
    """Return the picture without its notes, and without whatever was put behind it."""
    kept: list[bytes] = []
    kinds: list[bytes] = []
    orientation = 1
    for kind, body in _chunks(data):
        kinds.append(kind)
        if kind == _NOTES:
            orientation = orientation_in(body)
        elif kind in _KEPT:
            kept.append(_chunk(kind, body))
        elif kind[:1].isupper():
            # A picture cannot be shown without it, and we do not know what it is.
            raise UnreadableFile
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") > 1 or b"IDAT" not in kinds:
        raise UnreadableFile
    notes = notes_with(orientation)
    turned = [] if notes is None else [_chunk(_NOTES, notes)]
    return b"".join([_START, kept[0], *turned, *kept[1:]])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_START):
        raise UnreadableFile
    at = len(_START)
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise UnreadableFile
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        body = data[at + 8 : end - 4]
        if end > len(data) or not kind.isalpha() or not kind.isascii():
            raise UnreadableFile
        if struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(kind + body):
            raise UnreadableFile
        yield kind, body
        at = end


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
