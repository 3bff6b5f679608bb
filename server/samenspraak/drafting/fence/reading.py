"""Reads one update to its last byte, by its form alone."""

from msgspec import Struct

from samenspraak.drafting.fence.lies import Lie
from samenspraak.drafting.fence.numbers import long_number, read_number
from samenspraak.drafting.fence.values import pass_value

# The parts of a draft, by the names they have in its document.
FIELDS = b"fields"
TEXT = b"text"

# Where an item lies: the name of a field, or this for the text. No field has an empty name.
IN_TEXT = ""

# The library keeps clocks in 32 bits and takes their differences with a sign.
LAST_CLOCK = 2**31 - 1
# Each of these costs the library some 200 bytes for good, however few bytes it came in. A person
# who comes back from a week of work away from the network brings some thousands.
STRUCTS_LIMIT = 50_000
# Each may cut one item into three. A full answer names all that was ever deleted in a draft.
RANGES_LIMIT = 100_000
# One program writes under one client id at a time; a draft had by a thousand readers has this many.
CLIENTS_LIMIT = 10_000

# How the format numbers what a struct holds, in the low five bits of its first byte.
DELETED = 1
STRING = 4
ANY = 8
_SKIP = 10
_HAS_ORIGIN = 0x80
_HAS_RIGHT = 0x40
_HAS_KEY = 0x20

NOBODY = -1

# One struct: client, clock, end, content, place or None for "where its neighbour lies",
# origin's client and clock, right origin's client and clock. Client -1 means there is none.
Item = tuple[int, int, int, int, str | None, int, int, int, int]


class Shape(Struct, frozen=True):
    """What a kind of draft may hold beside its text."""

    fields: frozenset[str]


class Reading(Struct, frozen=True):
    """What an update brings, as far as it tells by itself.

    `keys` are the fields it names. The format does not name the field of a value that takes the
    place of another; that is known once it is applied.
    """

    writes: dict[int, tuple[int, int]]
    units: int
    keys: frozenset[str]
    items: list[Item]
    deletes: dict[int, list[tuple[int, int]]]
    # Clocks of the second halves of characters that take two UTF-16 units.
    halves: dict[int, set[int]]
    # How long the values of fields are together, as they are written here.
    value_bytes: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether it says nothing at all, as the answer of somebody who has nothing new."""
        return not self.items and not self.deletes


def read(update: bytes, shape: Shape, *, stored: bool = False) -> Reading:
    """Read one update in Yjs' first format to its last byte, or raise `Lie`.

    What we stored ourselves was judged when it came, and grew since: it has no limit of number.
    """
    try:
        return _read(update, shape.fields, stored=stored)
    except IndexError:
        raise Lie("truncated") from None
    except UnicodeDecodeError:
        raise Lie("not-utf-8") from None


def _read(  # noqa: C901, PLR0912, PLR0915  # One pass without calls: it runs for each key pressed.
    data: bytes, fields: frozenset[str], *, stored: bool
) -> Reading:
    size = len(data)
    writes: dict[int, tuple[int, int]] = {}
    items: list[Item] = []
    keys: set[str] = set()
    halves: dict[int, set[int]] = {}
    units = value_bytes = 0
    left = size if stored else STRUCTS_LIMIT

    clients = data[0]
    at = 1
    if clients > 127:
        clients, at = long_number(data, at, clients)
    if clients > CLIENTS_LIMIT and not stored:
        raise Lie("too-many")
    for _ in range(clients):
        count = data[at]
        at += 1
        if count > 127:
            count, at = long_number(data, at, count)
        # Each struct takes two bytes or more.
        if count > (size - at) >> 1:
            raise Lie("truncated")
        if count > left:
            raise Lie("too-many")
        if count == 0:
            raise Lie("no-structs")
        left -= count
        client = data[at]
        at += 1
        if client > 127:
            client, at = long_number(data, at, client)
        if client in writes:
            raise Lie("client-twice")
        clock = data[at]
        at += 1
        if clock > 127:
            clock, at = long_number(data, at, clock)
        begin = clock
        content = _SKIP
        for _ in range(count):
            info = data[at]
            at += 1
            content = info & 0x1F
            if content == _SKIP:
                # Names a piece of the history that is left out; comes from joining updates.
                length = data[at]
                at += 1
                if length > 127:
                    length, at = long_number(data, at, length)
                clock += length
                if length == 0 or info != _SKIP or clock > LAST_CLOCK:
                    raise Lie("clock")
                continue
            origin_client = right_client = NOBODY
            origin = right = 0
            place = None
            if info & _HAS_ORIGIN:
                origin_client = data[at]
                at += 1
                if origin_client > 127:
                    origin_client, at = long_number(data, at, origin_client)
                origin = data[at]
                at += 1
                if origin > 127:
                    origin, at = long_number(data, at, origin)
                # The library looks up its own past without asking whether it has happened.
                if origin > LAST_CLOCK or (origin_client == client and origin >= clock):
                    raise Lie("clock")
            if info & _HAS_RIGHT:
                right_client = data[at]
                at += 1
                if right_client > 127:
                    right_client, at = long_number(data, at, right_client)
                right = data[at]
                at += 1
                if right > 127:
                    right, at = long_number(data, at, right)
                if right > LAST_CLOCK or (right_client == client and right >= clock):
                    raise Lie("clock")
            if info < _HAS_RIGHT:
                # Only what has no neighbour names its place: 1 and the name of a part.
                if data[at] != 1:
                    raise Lie("nested")
                length = data[at + 1]
                at += 2
                name = data[at : at + length]
                at += length
                if name == TEXT:
                    if info & _HAS_KEY:
                        raise Lie("place")
                    place = IN_TEXT
                elif name == FIELDS:
                    if not info & _HAS_KEY:
                        raise Lie("place")
                    length = data[at]
                    at += 1
                    # No field's name is longer than a one-byte length can tell.
                    place = data[at : at + length].decode()
                    at += length
                    if place not in fields:
                        raise Lie("unknown-field")
                    keys.add(place)
                else:
                    raise Lie("unknown-part")
            end = clock
            if content == STRING:
                length = data[at]
                at += 1
                if length > 127:
                    length, at = long_number(data, at, length)
                part = data[at : at + length]
                at += length
                if at > size or length == 0:
                    raise Lie("truncated")
                if part.isascii():
                    end += length
                else:
                    text = part.decode()
                    end += len(text)
                    # In UTF-8 only what takes two units begins with F0 to F4.
                    if max(part) > 0xEF:
                        end = _note_halves(text, clock, halves.setdefault(client, set()))
                if 0 in part:
                    # PostgreSQL keeps no such text.
                    raise Lie("nul")
                units += end - clock
            elif content == ANY:
                count_of_values = data[at]
                at += 1
                if count_of_values > 127:
                    count_of_values, at = long_number(data, at, count_of_values)
                if count_of_values == 0 or count_of_values > size - at:
                    raise Lie("truncated")
                # Values that took each other's place are joined while somebody may undo it.
                left -= count_of_values - 1
                if left < 0:
                    raise Lie("too-many")
                value_bytes -= at
                for _ in range(count_of_values):
                    at = pass_value(data, at)
                value_bytes += at
                end += count_of_values
            elif content == DELETED:
                length = data[at]
                at += 1
                if length > 127:
                    length, at = long_number(data, at, length)
                if length == 0:
                    raise Lie("clock")
                end += length
            else:
                # Nested types, documents, pictures, formats, moves: no draft has them. Neither
                # does it have collected structs, for those stand for what lay in nested types.
                raise Lie("content")
            if end > LAST_CLOCK:
                raise Lie("clock")
            items.append(
                (
                    client,
                    clock,
                    end,
                    content,
                    place,
                    origin_client,
                    origin,
                    right_client,
                    right,
                )
            )
            clock = end
        if content == _SKIP:
            # It leaves out something between two others, so it is never the last.
            raise Lie("clock")
        writes[client] = (begin, clock)

    deletes: dict[int, list[tuple[int, int]]] = {}
    left = size if stored else RANGES_LIMIT
    clients = data[at]
    at += 1
    if clients > 127:
        clients, at = long_number(data, at, clients)
    for _ in range(clients):
        client = data[at]
        at += 1
        if client > 127:
            client, at = long_number(data, at, client)
        count = data[at]
        at += 1
        if count > 127:
            count, at = long_number(data, at, count)
        if count > (size - at) >> 1:
            raise Lie("truncated")
        if count > left:
            raise Lie("too-many")
        left -= count
        if client in deletes:
            raise Lie("client-twice")
        ranges = deletes[client] = []
        end = 0
        for _ in range(count):
            clock = data[at]
            at += 1
            if clock > 127:
                clock, at = long_number(data, at, clock)
            length = data[at]
            at += 1
            if length > 127:
                length, at = long_number(data, at, length)
            # The library relies on their order without looking.
            if clock < end or length == 0:
                raise Lie("ranges")
            end = clock + length
            ranges.append((clock, end))
        if end > LAST_CLOCK:
            raise Lie("clock")
    if at != size:
        raise Lie("trailing" if at < size else "truncated")
    return Reading(writes, units, frozenset(keys), items, deletes, halves, value_bytes)


def read_state(state: bytes) -> dict[int, int]:
    """Read how far somebody says they are with each client, or raise `Lie`."""
    try:
        count, at = read_number(state, 0)
        # Each takes two bytes or more.
        if count > (len(state) - at) >> 1:
            raise Lie("truncated")
        clocks: dict[int, int] = {}
        for _ in range(count):
            client, at = read_number(state, at)
            clock, at = read_number(state, at)
            if clock > LAST_CLOCK:
                raise Lie("clock")
            if client in clocks:
                raise Lie("client-twice")
            clocks[client] = clock
    except IndexError:
        raise Lie("truncated") from None
    if at != len(state):
        raise Lie("trailing")
    return clocks


def _note_halves(text: str, clock: int, halves: set[int]) -> int:
    """Note where the second halves of wide characters are, and return where the text ends."""
    for character in text:
        clock += 1
        if character > "\uffff":
            halves.add(clock)
            clock += 1
    return clock
