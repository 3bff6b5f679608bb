"""Which side of a picture is up: the one thing of a camera's notes that is part of the picture."""

import struct

_TAG = 0x0112
_SHORT = 3
_ENTRY_BYTES = 12
# 1 is as it lies; the others turn or mirror it.
_UPRIGHT = 1
_KNOWN = range(1, 9)


def orientation_in(notes: bytes) -> int:
    """Return how a picture is to be turned, from the TIFF block of its Exif notes; 1 when unsaid."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(notes[:4])
    if order is None or len(notes) < 8:
        return _UPRIGHT
    (at,) = struct.unpack_from(order + "I", notes, 4)
    if at + 2 > len(notes):
        return _UPRIGHT
    (count,) = struct.unpack_from(order + "H", notes, at)
    for place in range(at + 2, at + 2 + count * _ENTRY_BYTES, _ENTRY_BYTES):
        if place + _ENTRY_BYTES > len(notes):
            break
        tag, kind, number, value = struct.unpack_from(order + "HHIH", notes, place)
        if (tag, kind, number) == (_TAG, _SHORT, 1) and value in _KNOWN:
            return value
    return _UPRIGHT


def notes_with(orientation: int) -> bytes | None:
    """Return Exif notes that say nothing but how to turn it; None for what needs no turning."""
    if orientation == _UPRIGHT:
        return None
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _TAG, _SHORT, 1, orientation, 0, 0)
