"""A ZIP file that can be written in one way only, so that reading it is comparing bytes.

Stored without compression, sorted, with one fixed time: two bundles of the same parts are the same
file, nothing can hide between the parts, and no part can grow when it is unpacked. The format is
written out here because a library may change its bytes with any release, and bundles are compared
for as long as contracts last.
"""

import struct
import zlib
from collections.abc import Mapping

from samenspraak.errors import Invalid

# An agreement of two hundred commitments stays below a megabyte; the rest is room for the PDF.
BUNDLE_LIMIT = 32 * 1024 * 1024
PARTS_LIMIT = 20


class NotOurArchive(Invalid):
    """This is not a ZIP file in the one form that we write."""

    slug = "agreements/not-our-archive"


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Write the parts as the one ZIP file that there is of them."""
    local, central, offset = [], [], 0
    for name in sorted(parts):
        data, spelled = parts[name], name.encode("ascii")
        facts = (_VERSION, 0, 0, 0, _FIRST_DAY, zlib.crc32(data), len(data), len(data))
        head = _LOCAL.pack(b"PK\3\4", *facts, len(spelled), 0) + spelled
        local.append(head + data)
        central.append(
            _CENTRAL.pack(
                b"PK\1\2", _MADE_ON_UNIX, *facts, len(spelled), 0, 0, 0, 0, _ORDINARY_FILE, offset
            )
            + spelled
        )
        offset += len(head) + len(data)
    index = b"".join(central)
    end = _END.pack(b"PK\5\6", 0, 0, len(central), len(central), len(index), offset, 0)
    return b"".join([*local, index, end])


def unpack(data: bytes) -> dict[str, bytes]:
    """Read the parts, and refuse any file that differs by a byte from what `pack` makes of them."""
    if len(data) > BUNDLE_LIMIT:
        raise NotOurArchive
    parts: dict[str, bytes] = {}
    place = 0
    try:
        while data[place : place + 4] == b"PK\3\4" and len(parts) < PARTS_LIMIT:
            *_, size, _, name_size, _ = _LOCAL.unpack_from(data, place)
            start = place + _LOCAL.size + name_size
            name = data[place + _LOCAL.size : start].decode("ascii")
            parts[name] = data[start : start + size]
            place = start + size
    except (struct.error, UnicodeDecodeError) as error:
        raise NotOurArchive from error
    if pack(parts) != data:
        raise NotOurArchive
    return parts


_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
# Version 2.0 of the format, the first day it knows, and a file that its owner writes.
_VERSION = 20
_FIRST_DAY = (1 << 5) | 1
_MADE_ON_UNIX = (3 << 8) | _VERSION
_ORDINARY_FILE = 0o100644 << 16
