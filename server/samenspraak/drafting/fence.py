"""Reads every update before the CRDT library does, and refuses what no draft of ours can hold.

The library believes the lengths it reads: eight bytes can make it allocate hundreds of megabytes
while it holds the interpreter. It also keeps whatever is well-formed for ever, and hands it on to
every browser. So an update is judged here first, by its form alone (`read`) and then against what
the draft holds (`Outline`). A draft is one map of scalars and one text; there is nothing else to
allow.
"""

from bisect import bisect_right
from heapq import heappop, heappush

from msgspec import Struct

# The parts of a draft, by the names they have in its document.
FIELDS = b"fields"
TEXT = b"text"

# Where an item lies: the name of a field, or this for the text. No field has an empty name.
IN_TEXT = ""

# What JavaScript counts exactly. Client ids are the only numbers that come near it.
LAST_NUMBER = 2**53 - 1
# The library keeps clocks in 32 bits and takes their differences with a sign.
LAST_CLOCK = 2**31 - 1
# Each of these costs the library some 200 bytes for good, however few bytes it came in. A person
# who comes back from a week of work away from the network brings some thousands.
STRUCTS_LIMIT = 50_000
# Each may cut one item into three. A full answer names all that was ever deleted in a draft.
RANGES_LIMIT = 100_000
# The longest list in a draft is the parts of a purpose; there are twelve.
LIST_LIMIT = 100
# The library looks for an item's place step by step between its two neighbours, some 0.4 us each.
# Honest neighbours stand side by side; a liar's stand at both ends of the text, for every item.
# Above this many steps (40 ms) an update is tried elsewhere before it may keep a room waiting.
HEAVY_STEPS = 100_000
# Cutting a piece in two moves all later ones of that client up.
CUT_STEPS = 40
# One program writes under one client id at a time; a draft had by a thousand readers has this many.
CLIENTS_LIMIT = 10_000

# How the format numbers what a struct holds, in the low five bits of its first byte.
_DELETED = 1
_STRING = 4
_ANY = 8
_SKIP = 10
_HAS_ORIGIN = 0x80
_HAS_RIGHT = 0x40
_HAS_KEY = 0x20

# How it numbers the kinds of values.
_LIST = 117
_WORDS = 119
_INTEGER = 125
# True, false and null.
_BARE = frozenset({120, 121, 126})
# 64 and 32 bits: how many bytes, and from which second byte on it is no number.
_FLOATS = {123: (8, 0xF0), 124: (4, 0x80)}

_NOBODY = -1

# One struct: client, clock, end, content, place or None for "where its neighbour lies",
# origin's client and clock, right origin's client and clock. Client -1 means there is none.
Item = tuple[int, int, int, int, str | None, int, int, int, int]


class Lie(ValueError):
    """An update that no honest program makes for a draft of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
    units = 0
    left = size if stored else STRUCTS_LIMIT

    clients = data[0]
    at = 1
    if clients > 127:
        clients, at = _long(data, at, clients)
    if clients > CLIENTS_LIMIT and not stored:
        raise Lie("too-many")
    for _ in range(clients):
        count = data[at]
        at += 1
        if count > 127:
            count, at = _long(data, at, count)
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
            client, at = _long(data, at, client)
        if client in writes:
            raise Lie("client-twice")
        clock = data[at]
        at += 1
        if clock > 127:
            clock, at = _long(data, at, clock)
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
                    length, at = _long(data, at, length)
                clock += length
                if length == 0 or info != _SKIP or clock > LAST_CLOCK:
                    raise Lie("clock")
                continue
            origin_client = right_client = _NOBODY
            origin = right = 0
            place = None
            if info & _HAS_ORIGIN:
                origin_client = data[at]
                at += 1
                if origin_client > 127:
                    origin_client, at = _long(data, at, origin_client)
                origin = data[at]
                at += 1
                if origin > 127:
                    origin, at = _long(data, at, origin)
                # The library looks up its own past without asking whether it has happened.
                if origin > LAST_CLOCK or (origin_client == client and origin >= clock):
                    raise Lie("clock")
            if info & _HAS_RIGHT:
                right_client = data[at]
                at += 1
                if right_client > 127:
                    right_client, at = _long(data, at, right_client)
                right = data[at]
                at += 1
                if right > 127:
                    right, at = _long(data, at, right)
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
            if content == _STRING:
                length = data[at]
                at += 1
                if length > 127:
                    length, at = _long(data, at, length)
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
            elif content == _ANY:
                count_of_values = data[at]
                at += 1
                if count_of_values > 127:
                    count_of_values, at = _long(data, at, count_of_values)
                if count_of_values == 0 or count_of_values > size - at:
                    raise Lie("truncated")
                # Values that took each other's place are joined while somebody may undo it.
                left -= count_of_values - 1
                if left < 0:
                    raise Lie("too-many")
                for _ in range(count_of_values):
                    at = _pass_value(data, at)
                end += count_of_values
            elif content == _DELETED:
                length = data[at]
                at += 1
                if length > 127:
                    length, at = _long(data, at, length)
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
        clients, at = _long(data, at, clients)
    for _ in range(clients):
        client = data[at]
        at += 1
        if client > 127:
            client, at = _long(data, at, client)
        count = data[at]
        at += 1
        if count > 127:
            count, at = _long(data, at, count)
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
                clock, at = _long(data, at, clock)
            length = data[at]
            at += 1
            if length > 127:
                length, at = _long(data, at, length)
            # The library relies on their order without looking.
            if clock < end or length == 0:
                raise Lie("ranges")
            end = clock + length
            ranges.append((clock, end))
        if end > LAST_CLOCK:
            raise Lie("clock")
    if at != size:
        raise Lie("trailing" if at < size else "truncated")
    return Reading(writes, units, frozenset(keys), items, deletes, halves)


def read_state(state: bytes) -> dict[int, int]:
    """Read how far somebody says they are with each client, or raise `Lie`."""
    try:
        count, at = _number(state, 0)
        # Each takes two bytes or more.
        if count > (len(state) - at) >> 1:
            raise Lie("truncated")
        clocks: dict[int, int] = {}
        for _ in range(count):
            client, at = _number(state, at)
            clock, at = _number(state, at)
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


def _number(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    return _long(data, at + 1, first) if first > 127 else (first, at + 1)


def _long(data: bytes, at: int, first: int) -> tuple[int, int]:
    """Read the rest of a number of more than one byte; return it and where it ends."""
    number = first & 0x7F
    shift = 7
    while True:
        byte = data[at]
        at += 1
        if byte < 128:
            number |= byte << shift
            # Everybody writes numbers as short as they can be.
            if number > LAST_NUMBER or byte == 0:
                raise Lie("number")
            return number, at
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > 49:
            raise Lie("number")


def _note_halves(text: str, clock: int, halves: set[int]) -> int:
    """Note where the second halves of wide characters are, and return where the text ends."""
    for character in text:
        clock += 1
        if character > "\uffff":
            halves.add(clock)
            clock += 1
    return clock


def _pass_value(data: bytes, at: int) -> int:
    """Go past one value of a field: a scalar that JSON knows, or a list of texts."""
    kind = data[at]
    at += 1
    if kind == _WORDS:
        return _pass_text(data, at)
    if kind in _BARE:
        return at
    if kind == _INTEGER:
        # Six bits and a sign, then seven each; exact numbers take no more than eight bytes.
        until = at + 8
        while data[at] > 127:
            at += 1
            if at >= until:
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
    count, at = _number(data, at)
    if count > LIST_LIMIT:
        raise Lie("too-many")
    for _ in range(count):
        if data[at] != _WORDS:
            raise Lie("value")
        at = _pass_text(data, at + 1)
    return at


def _pass_text(data: bytes, at: int) -> int:
    length, at = _number(data, at)
    part = data[at : at + length]
    if len(part) != length:
        raise Lie("truncated")
    if not part.isascii():
        part.decode()
    if 0 in part:
        raise Lie("nul")
    return at + length


class Outline:
    """What a room remembers of its document, so as to judge updates before they are applied.

    It knows how far each client came, which stretches of its clocks lie in which part, where its
    text was broken up, and where characters must not be cut. That is little: typing on adds nothing.
    """

    def __init__(self) -> None:
        self.state: dict[int, int] = {}
        self._starts: dict[int, list[int]] = {}
        self._places: dict[int, list[str]] = {}
        self._halves: dict[int, set[int]] = {}
        # Where pieces begin: never fewer than the library has, for it joins some again.
        self._breaks: dict[int, set[int]] = {}
        self._last_right: dict[int, tuple[int, int]] = {}
        self._settled: tuple[Reading, dict[int, list[tuple[int, str]]] | None, int] | None = None
        self._version = 0

    def lacks(self, reading: Reading) -> bool:
        """Tell whether the update builds on something the document does not have.

        The library would keep it aside, unseen and without limit, until that came.
        """
        return self._settle(reading) is None

    def judge(self, reading: Reading) -> None:
        """Raise `Lie` where the update puts text into a field, a value into the text, or cuts a character."""
        fresh = self._settle(reading)
        assert fresh is not None, "what the document lacks is asked for first"
        if self._halves or reading.halves:
            self._judge_cuts(reading)

    def steps(self, reading: Reading) -> int:
        """Tell how many steps the library takes at the very worst to find a place for each item."""
        count = len(reading.items)
        cuts = 0
        for client, ranges in reading.deletes.items():
            known = self._breaks.get(client, frozenset())
            cuts += sum(start not in known or end not in known for start, end in ranges)
        return count * (count + sum(map(len, self._breaks.values()))) + CUT_STEPS * cuts

    def take(self, reading: Reading) -> None:
        """Remember an update that was applied."""
        fresh = self._settle(reading)
        assert fresh is not None, "only what could be applied whole was applied"
        self._note_breaks(reading)
        for client, stretches in fresh.items():
            starts = self._starts.setdefault(client, [])
            places = self._places.setdefault(client, [])
            for start, place in stretches:
                if not places or places[-1] != place:
                    starts.append(start)
                    places.append(place)
        for client, (_, end) in reading.writes.items():
            if end > self.state.get(client, 0):
                self.state[client] = end
        for client, halves in reading.halves.items():
            self._halves.setdefault(client, set()).update(halves)
        self._version += 1
        self._settled = None

    def _settle(self, reading: Reading) -> dict[int, list[tuple[int, str]]] | None:
        known = self._settled
        if known is not None and known[0] is reading and known[2] == self._version:
            return known[1]
        fresh = self._find_places(reading)
        self._settled = (reading, fresh, self._version)
        return fresh

    def _find_places(  # noqa: C901, PLR0912, PLR0915  # The library's own order of integration, as one loop.
        self, reading: Reading
    ) -> dict[int, list[tuple[int, str]]] | None:
        """Walk the new items in an order in which each finds what it builds on; None if there is none."""
        state = self.state
        queues: dict[int, list[Item]] = {}
        reached: dict[int, int] = {}
        heads: dict[int, int] = {}
        fresh: dict[int, list[tuple[int, str]]] = {}
        for client in reading.writes:
            queues[client], fresh[client] = [], []
            reached[client], heads[client] = state.get(client, 0), 0
        if len(queues) == 1:
            queues[reading.items[0][0]] = reading.items
        else:
            for item in reading.items:
                queues[item[0]].append(item)
        # For a client: who waits until it has passed which clock.
        waiting: dict[int, list[tuple[int, int]]] = {}
        ready = list(queues)
        while ready:
            client = ready.pop()
            queue = queues[client]
            head = heads[client]
            now = reached[client]
            mine = fresh[client]
            waiters = waiting.get(client)
            while head < len(queue):
                _, clock, end, content, place, left_client, left, right_client, right = queue[head]
                if end <= now:
                    head += 1
                    continue
                if clock > now:
                    return None
                if left_client not in {_NOBODY, client}:
                    there = reached.get(left_client)
                    if left >= (state.get(left_client, 0) if there is None else there):
                        if there is None:
                            return None
                        heappush(waiting.setdefault(left_client, []), (left, client))
                        break
                if right_client not in {_NOBODY, client}:
                    there = reached.get(right_client)
                    if right >= (state.get(right_client, 0) if there is None else there):
                        if there is None:
                            return None
                        heappush(waiting.setdefault(right_client, []), (right, client))
                        break
                if left_client != _NOBODY:
                    place = self._place_of(left_client, left, fresh)
                if right_client != _NOBODY:
                    beside = self._place_of(right_client, right, fresh)
                    # A value has nothing to its right; it takes the place of the last.
                    if beside != IN_TEXT or (left_client != _NOBODY and place != IN_TEXT):
                        raise Lie("place")
                    place = beside
                assert place is not None, "what has no neighbour names its place"
                if content == _STRING and place != IN_TEXT:
                    raise Lie("place")
                if content == _ANY and place == IN_TEXT:
                    raise Lie("place")
                if clock < now and self._place_of(client, now - 1, fresh) != place:
                    raise Lie("place")
                mine.append((now, place))
                now = end
                head += 1
                reached[client] = now
                while waiters and waiters[0][0] < now:
                    ready.append(heappop(waiters)[1])
            heads[client] = head
        if any(heads[client] < len(queue) for client, queue in queues.items()):
            return None
        for client, ranges in reading.deletes.items():
            if ranges:
                there = reached.get(client)
                if ranges[-1][1] > (state.get(client, 0) if there is None else there):
                    return None
        return fresh

    def _place_of(self, client: int, clock: int, fresh: dict[int, list[tuple[int, str]]]) -> str:
        if clock < self.state.get(client, 0):
            return self._places[client][bisect_right(self._starts[client], clock) - 1]
        stretches = fresh[client]
        return stretches[bisect_right(stretches, clock, key=_start_of) - 1][1]

    def _note_breaks(self, reading: Reading) -> None:
        breaks, last_right = self._breaks, self._last_right
        for client, clock, end, _, _, left_client, left, right_client, right in reading.items:
            if end <= self.state.get(client, 0):
                continue
            beside = (right_client, right)
            if left_client == client and left == clock - 1 and last_right.get(client) == beside:
                # Typed on: the library joins it to what went before.
                continue
            last_right[client] = beside
            breaks.setdefault(client, set()).add(clock)
            if left_client != _NOBODY:
                breaks.setdefault(left_client, set()).add(left + 1)
            if right_client != _NOBODY:
                breaks.setdefault(right_client, set()).add(right)
        for client, ranges in reading.deletes.items():
            breaks.setdefault(client, set()).update(*ranges)

    def _judge_cuts(self, reading: Reading) -> None:
        """Refuse cutting a character of two units: the library would count the rest wrongly ever after."""
        for client, clock, end, _, _, left_client, left, right_client, right in reading.items:
            if left_client != _NOBODY and self._is_half(left_client, left + 1, reading):
                raise Lie("cut")
            if right_client != _NOBODY and self._is_half(right_client, right, reading):
                raise Lie("cut")
            known = self.state.get(client, 0)
            if clock < known < end and self._is_half(client, known, reading):
                raise Lie("cut")
        for client, ranges in reading.deletes.items():
            for start, end in ranges:
                if self._is_half(client, start, reading) or self._is_half(client, end, reading):
                    raise Lie("cut")

    def _is_half(self, client: int, clock: int, reading: Reading) -> bool:
        return clock in self._halves.get(client, ()) or clock in reading.halves.get(client, ())


def _start_of(stretch: tuple[int, str]) -> int:
    return stretch[0]
