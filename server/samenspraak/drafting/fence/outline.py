"""Judges what was read against what the draft holds."""

from bisect import bisect_right
from heapq import heappop, heappush

from samenspraak.drafting.fence.lies import Lie
from samenspraak.drafting.fence.reading import ANY, IN_TEXT, NOBODY, STRING, Item, Reading

# The library looks for an item's place step by step between its two neighbours, some 0.4 us each.
# Honest neighbours stand side by side; a liar's stand at both ends of the text, for every item.
# Above this many steps (40 ms) an update is tried elsewhere before it may keep a room waiting.
HEAVY_STEPS = 100_000
# Cutting a piece in two moves all later ones of that client up.
CUT_STEPS = 40


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
                if left_client not in {NOBODY, client}:
                    there = reached.get(left_client)
                    if left >= (state.get(left_client, 0) if there is None else there):
                        if there is None:
                            return None
                        heappush(waiting.setdefault(left_client, []), (left, client))
                        break
                if right_client not in {NOBODY, client}:
                    there = reached.get(right_client)
                    if right >= (state.get(right_client, 0) if there is None else there):
                        if there is None:
                            return None
                        heappush(waiting.setdefault(right_client, []), (right, client))
                        break
                if left_client != NOBODY:
                    place = self._place_of(left_client, left, fresh)
                if right_client != NOBODY:
                    beside = self._place_of(right_client, right, fresh)
                    # A value has nothing to its right; it takes the place of the last.
                    if beside != IN_TEXT or (left_client != NOBODY and place != IN_TEXT):
                        raise Lie("place")
                    place = beside
                assert place is not None, "what has no neighbour names its place"
                if content == STRING and place != IN_TEXT:
                    raise Lie("place")
                if content == ANY and place == IN_TEXT:
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
            if left_client != NOBODY:
                breaks.setdefault(left_client, set()).add(left + 1)
            if right_client != NOBODY:
                breaks.setdefault(right_client, set()).add(right)
        for client, ranges in reading.deletes.items():
            breaks.setdefault(client, set()).update(*ranges)

    def _judge_cuts(self, reading: Reading) -> None:
        """Refuse cutting a character of two units: the library would count the rest wrongly ever after."""
        for client, clock, end, _, _, left_client, left, right_client, right in reading.items:
            if left_client != NOBODY and self._is_half(left_client, left + 1, reading):
                raise Lie("cut")
            if right_client != NOBODY and self._is_half(right_client, right, reading):
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
