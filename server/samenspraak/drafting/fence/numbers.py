"""Reads whole numbers as the format writes them: seven bits to a byte, lowest first."""

from samenspraak.drafting.fence.lies import Lie

# What JavaScript counts exactly. Client ids are the only numbers that come near it.
LAST_NUMBER = 2**53 - 1


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """Read a number; return it and where it ends."""
    first = data[at]
    return long_number(data, at + 1, first) if first > 127 else (first, at + 1)


def long_number(data: bytes, at: int, first: int) -> tuple[int, int]:
    """Read the rest of a number of more than one byte; return it and where it ends."""
    value = first & 0x7F
    shift = 7
    while True:
        byte = data[at]
        at += 1
        if byte < 128:
            value |= byte << shift
            # Everybody writes numbers as short as they can be.
            if value > LAST_NUMBER or byte == 0:
                raise Lie("number")
            return value, at
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > 49:
            raise Lie("number")
