"""Walking through a JPEG, segment by segment: the picture stays, bit for bit, and the notes go."""

import re
import struct
from collections.abc import Iterator

from samenspraak.files.decisions import UnreadableFile
from samenspraak.files.stripping.orientation import notes_with, orientation_in

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_EXIF = b"Exif\x00"
_PROFILE = b"ICC_PROFILE\x00"
_ADOBE = b"Adobe"
_JFIF = b"JFIF\x00"
# Frames, tables, restarts and number of lines: what a picture is made of.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
# Within a scan only zeros and restarts may follow this byte; anything else begins the next segment.
_NEXT = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def strip_jpeg(data: bytes) -> bytes:
    """Return the picture without its notes, and without whatever was put behind it.

    Kept are how to turn it, how dense it is and which colours are meant. Previews, places, makers,
    comments and second pictures go.
    """
    if not data.startswith(_START):
        raise UnreadableFile
    kept: list[bytes] = []
    orientation = 1
    has_picture = has_frame = False
    for marker, body, scan in _segments(data):
        if marker in _APPLICATIONS or marker == _COMMENT:
            if marker == 0xE1 and body.startswith(_EXIF) and orientation == 1:
                orientation = orientation_in(body[len(_EXIF) + 1 :])
            elif stays := _kept_application(marker, body):
                kept.append(_segment(marker, stays))
        elif marker == _SCAN:
            has_picture = has_frame
            kept += [_segment(marker, body), scan]
        else:
            has_frame = has_frame or marker in _FRAMES
            kept.append(_segment(marker, body))
    if not has_picture:
        raise UnreadableFile
    notes = notes_with(orientation)
    turned = [] if notes is None else [_segment(0xE1, _EXIF + b"\x00" + notes)]
    # Some programs look for the density first and for the turning right behind it.
    first = kept[:1] if kept[0].startswith(b"\xff\xe0") else []
    return b"".join([_START, *first, *turned, *kept[len(first) :], bytes([0xFF, _END])])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield marker, body and, behind the head of a scan, its data; until the end of the picture."""
    at = len(_START)
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise UnreadableFile
        marker = data[at + 1]
        if marker == _END:
            return
        if marker not in _PICTURE and marker not in {*_APPLICATIONS, _COMMENT, _SCAN}:
            raise UnreadableFile
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + size
        if size < 2 or end > len(data):
            raise UnreadableFile
        body, scan = data[at + 4 : end], b""
        if marker == _SCAN:
            following = _NEXT.search(data, end)
            if following is None:
                raise UnreadableFile
            scan = data[end : following.start()]
            end = following.start()
        yield marker, body, scan
        at = end


def _kept_application(marker: int, body: bytes) -> bytes | None:
    if marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 14:
        # Without the small picture that may follow.
        return body[:12] + b"\x00\x00"
    if marker == 0xE2 and body.startswith(_PROFILE):
        return body
    if marker == 0xEE and body.startswith(_ADOBE):
        return body[:12]
    return None


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
