"""Goes past the values of fields, for they are the library's to read."""

from samenspraak.drafting.fence.lies import Lie
from samenspraak.drafting.fence.numbers import read_number

# The longest list in a draft is the parts of a purpose; there are twelve.
LIST_LIMIT = 100

# How it numbers the kinds of values.
_LIST = 117
_WORDS = 119
_INTEGER = 125
# True, false and null.
_BARE = frozenset({120, 121, 126})
# 64 and 32 bits: how many bytes, and from which second byte on it is no number.
_FLOATS = {123: (8, 0xF0), 124: (4, 0x80)}


def pass_value(data: bytes, at: int) -> int:
    """Go past one value of a field: a scalar that JSON knows, or a list of texts."""
    kind = data[at]
    at += 1
    if kind == _WORDS:
        return _pass_text(data, at)
    if kind in _BARE:
        return at
    if kind == _INTEGER:
        # Six bits and a sign, then seven each; exact numbers take no more than eight bytes, and of
        # the last of those five bits. The library keeps a larger one as a kind of number that no
        # browser writes down and that we refuse to load: one would end the draft for everybody.
        last = at + 7
        while data[at] > 127:
            at += 1
            if at > last:
                raise Lie("number")
        if at == last and data[at] > 31:
            raise Lie("number")
        return at + 1
    if kind in _FLOATS:
        width, endless = _FLOATS[kind]
        if data[at] & 0x7F == 0x7F and data[at + 1] >= endless:
            raise Lie("not-a-number")
        return at + width
    if kind == _LIST:
        return _pass_list(data, at)
    raise Lie("value")


def _pass_list(data: bytes, at: int) -> int:
    count, at = read_number(data, at)
    if count > LIST_LIMIT:
        raise Lie("too-many")
    for _ in range(count):
        if data[at] != _WORDS:
            raise Lie("value")
        at = _pass_text(data, at + 1)
    return at


def _pass_text(data: bytes, at: int) -> int:
    length, at = read_number(data, at)
    part = data[at : at + length]
    if len(part) != length:
        raise Lie("truncated")
    if not part.isascii():
        part.decode()
    if 0 in part:
        raise Lie("nul")
    return at + length
