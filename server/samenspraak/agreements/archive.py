"""A ZIP file that can be written in one way only, so that reading it is comparing bytes.

Stored without compression, sorted, with one fixed time: two bundles of the same parts are the same
file, nothing can hide between the parts, and no part can grow when it is unpacked. The format is
written out here because a library may change its bytes with any release, and bundles are compared
for as long as contracts last. `docs/checking.md` tells others how to read it.
"""

import re
import struct
import zlib
from collections.abc import Mapping

from samenspraak.errors import Invalid

# An agreement of two hundred commitments stays below a megabyte; the rest is room for the PDF and
# for three copies that were signed elsewhere.
BUNDLE_LIMIT = 64 * 1024 * 1024
PARTS_LIMIT = 20
# What is named where no part is: the directory at the end, or the file as a whole.
ARCHIVE = "archive"


class NotOurArchive(Invalid):
    """This is not a ZIP file in the one form that we write; `part` tells where it differs first."""

    slug = "agreements/not-our-archive"

    def __init__(self, part: str = ARCHIVE) -> None:
        super().__init__(None, part=part)
        self.part = part


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Write the parts as the one ZIP file that there is of them."""
    entries = [_entry(name, parts[name]) + parts[name] for name in sorted(parts)]
    return b"".join([*entries, _directory(parts)])


def unpack(data: bytes) -> dict[str, bytes]:
    """Read the parts, and refuse any file that differs by a byte from what `pack` makes of them.

    Part after part is written again and compared at once, so that a byte that differs is found in
    the part whose head or contents hold it. What follows the last part is the directory.
    """
    if len(data) > BUNDLE_LIMIT:
        raise NotOurArchive
    parts: dict[str, bytes] = {}
    place = 0
    last = ""
    while data[place : place + 4] not in _BEHIND_THE_PARTS and len(parts) < PARTS_LIMIT:
        name, head = _read(data, place)
        if name <= last:
            raise NotOurArchive
        start = place + len(head)
        size = _LOCAL.unpack_from(head)[_SIZE]
        contents = data[start : start + size]
        if len(contents) != size or _entry(name, contents) != head:
            raise NotOurArchive(name)
        parts[name], place, last = contents, start + size, name
    if data[place:] != _directory(parts):
        raise NotOurArchive
    return parts


def _read(data: bytes, place: int) -> tuple[str, bytes]:
    """Return the name of the part that begins here, and its whole head."""
    fixed = data[place : place + _LOCAL.size]
    if len(fixed) < _LOCAL.size:
        raise NotOurArchive
    head = data[place : place + _LOCAL.size + _LOCAL.unpack(fixed)[_NAME_SIZE]]
    name = head[_LOCAL.size :]
    # The other bytes are judged when the head is written again; a name only has to be one.
    if not _NAME.fullmatch(name):
        raise NotOurArchive
    return name.decode("ascii"), head


def _entry(name: str, data: bytes) -> bytes:
    """Write what stands before the contents of a part."""
    return _LOCAL.pack(b"PK\3\4", *_facts(data), len(name), 0) + name.encode("ascii")


def _directory(parts: Mapping[str, bytes]) -> bytes:
    """Write what stands behind all parts."""
    lines: list[bytes] = []
    offset = 0
    for name in sorted(parts):
        facts = _facts(parts[name])
        fixed = _CENTRAL.pack(
            _DIRECTORY_BEGINS,
            *(_MADE_ON_UNIX, *facts, len(name), 0, 0, 0, 0, _ORDINARY_FILE, offset),
        )
        lines.append(fixed + name.encode("ascii"))
        offset += _LOCAL.size + len(name) + len(parts[name])
    index = b"".join(lines)
    count = len(parts)
    return index + _END.pack(_END_BEGINS, 0, 0, count, count, len(index), offset, 0)


def _facts(data: bytes) -> tuple[int, ...]:
    return (_VERSION, 0, 0, 0, _FIRST_DAY, zlib.crc32(data), len(data), len(data))


_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_DIRECTORY_BEGINS = b"PK\1\2"
_END_BEGINS = b"PK\5\6"
_BEHIND_THE_PARTS = (_DIRECTORY_BEGINS, _END_BEGINS)
# Where the size of the contents and of the name stand in the head of a part.
_SIZE, _NAME_SIZE = 7, 9
_NAME = re.compile(rb"[!-~]{1,100}")
# Version 2.0 of the format, the first day it knows, and a file that its owner writes.
_VERSION = 20
_FIRST_DAY = (1 << 5) | 1
_MADE_ON_UNIX = (3 << 8) | _VERSION
_ORDINARY_FILE = 0o100644 << 16
