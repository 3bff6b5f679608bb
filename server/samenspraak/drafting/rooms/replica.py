"""A draft's document in memory, and what it takes to judge whatever is added to it."""

import asyncio
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from msgspec import Struct
from pycrdt import MapEvent, Subscription, Transaction, TransactionEvent

from samenspraak.drafting.documents import content_of, document_of, fields_of, text_of
from samenspraak.drafting.fence import HEAVY_STEPS, Outline, Reading, Shape, read, read_state
from samenspraak.drafting.fence.reading import STRING
from samenspraak.drafting.rooms.store import Log, Row
from samenspraak.drafting.schemas import DOCUMENT_LIMIT, FIELDS, FIELDS_LIMIT, Content, DraftKind

# The library has no say in how long something takes; this much is tried where it harms nobody.
TRIED_BYTES = 64 * 1024
# By then whoever a draft was loaded for has it.
OUTLINED_AFTER = 1.0


class Foreign(Exception):
    """It writes on under somebody else's client id."""


class Dangling(Exception):
    """It builds on something the document does not have."""


class TooMuch(Exception):
    """There is no room for it; the slug says of what."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class Written(Struct):
    """What one author wrote at once: as one update, the fields it changed, and new client ids."""

    person_id: UUID
    clients: dict[int, UUID]
    update: bytes | None = None
    fields: frozenset[str] = frozenset()


class Snapshot(Struct, frozen=True, kw_only=True):
    """A document as it was after an update, and what tells whether another is the same."""

    head: int
    state: bytes
    vector: bytes
    content: Content

    def is_same_as(self, stored: Log, kind: DraftKind) -> bool:
        """Tell whether what is stored makes the very same document."""
        fresh = document_of(stored.snapshot, (data for _, data in stored.rows))
        # Their order in a state vector is nobody's promise.
        return read_state(fresh.get_state()) == read_state(self.vector) and (
            content_of(fresh, kind) == self.content
        )

    def loads_alike(self, kind: DraftKind) -> bool:
        """Tell whether whoever loads this reads in it what stands in the document it was taken of.

        Of items whose neighbours never stood side by side, which no honest program writes, the library
        makes another order when they come all at once.
        """
        return content_of(document_of(self.state, ()), kind) == self.content


class Replica:
    """The document of one draft. Only the loop's own thread may touch it."""

    def __init__(
        self, kind: DraftKind, log: Log, clients: Mapping[int, UUID], *, limit_bytes: int
    ) -> None:
        self.kind = kind
        self.document = document_of(log.snapshot, (data for _, data in log.rows))
        # Whose a client id is, of all that were stored.
        self.clients = dict(clients)
        # Upper bounds, made exact when they come near a limit.
        self.size_bytes = sum(len(update) for update in log.updates)
        self._units = DOCUMENT_LIMIT
        self._value_bytes = FIELDS_LIMIT
        self._limit_bytes = limit_bytes
        self._shape = shape_of(kind)
        self._outline = Outline()
        # Nobody who only reads waits for this, and it keeps out of the way of whoever it was
        # loaded for: reading a long history takes a while.
        self._history = log.updates
        self._outlining: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(OUTLINED_AFTER, self._begin_outlining)
        self._emitted: bytes | None = None
        self._changed: set[str] = set()
        self._text = text_of(self.document)
        self._fields = fields_of(self.document)
        self._subscriptions: list[tuple[Any, Subscription]] = [
            (self.document, self.document.observe(self._on_update)),
            (self._fields, self._fields.observe(self._on_fields)),
        ]

    async def ready(self) -> None:
        """Wait until updates can be judged."""
        outlining = self._outlining or self._begin_outlining()
        if not outlining.done():
            await asyncio.shield(outlining)
        outlining.result()

    def close(self) -> None:
        """Let go of the document; what is observed would keep it, and us, in memory."""
        self._timer.cancel()
        if self._outlining is not None:
            self._outlining.cancel()
        for observed, subscription in self._subscriptions:
            observed.unobserve(subscription)
        self._subscriptions.clear()

    def _begin_outlining(self) -> asyncio.Task[None]:
        if self._outlining is None:
            history, self._history = self._history, []
            self._outlining = asyncio.create_task(
                asyncio.to_thread(_outline, self._outline, history, self._shape)
            )
        return self._outlining

    def vector(self) -> bytes:
        """Return how far the document is, as Yjs encodes it."""
        return self.document.get_state()

    def missing(self, state: bytes) -> bytes:
        """Return what somebody lacks who is so far."""
        return self.document.get_update(state)

    def encoded(self) -> bytes:
        """Return the whole document."""
        return self.document.get_update()

    def content(self) -> Content:
        """Return what stands in it."""
        return content_of(self.document, self.kind)

    def snapshot(self, head: int) -> Snapshot:
        """Take together all of it; to be called when nothing is in it that is not stored."""
        return Snapshot(
            head=head, state=self.encoded(), vector=self.vector(), content=self.content()
        )

    def measured(self) -> int:
        """Return how large the document is, exactly."""
        self.size_bytes = len(self.encoded())
        return self.size_bytes

    def is_foreign(self, reading: Reading, person_id: UUID) -> bool:
        """Tell whether an update writes on under a client id of somebody else.

        Repeating what others wrote is no offence.
        """
        clients, state = self.clients, self._outline.state
        for client, (_, end) in reading.writes.items():
            if clients.get(client, person_id) != person_id and end > state.get(client, 0):
                return True
        return False

    def is_light(self, update: bytes, reading: Reading) -> bool:
        """Tell whether an update cannot be heavy, as a key pressed or a word; that costs nothing."""
        return len(reading.items) + len(reading.deletes) <= 1 and len(update) <= TRIED_BYTES

    def is_heavy(self, update: bytes, reading: Reading) -> bool:
        """Tell whether an update has to be tried on a copy first."""
        return not self.is_light(update, reading) and (
            len(update) > TRIED_BYTES or self._outline.steps(reading) > HEAVY_STEPS
        )

    def lacks(self, reading: Reading) -> bool:
        """Tell whether an update builds on something that is not here."""
        return self._outline.lacks(reading)

    def knows(self, reading: Reading) -> bool:
        """Tell whether an update brings nothing new.

        Yjs answers a question with all that was ever deleted, even when it has nothing to add.
        """
        state = self._outline.state
        if any(end > state.get(client, 0) for client, (_, end) in reading.writes.items()):
            return False
        if not reading.deletes:
            return True
        deleted = read(self.missing(self.vector()), self._shape, stored=True).deletes
        return all(
            _are_within(ranges, deleted.get(client, []))
            for client, ranges in reading.deletes.items()
        )

    @contextmanager
    def writing(self, person_id: UUID) -> Generator["Writing"]:
        """Gather what one author wrote; `written` tells of it when the block is over."""
        self._emitted = None
        self._changed.clear()
        with self.document.transaction() as transaction:
            writing = Writing(self, transaction, person_id)
            yield writing
        writing.written.update = self._emitted
        writing.written.fields = frozenset(self._changed)

    def add_row(self, row: Row) -> Written:
        """Add what another process stored."""
        reading = read(row.data, self._shape, stored=True)
        with self.writing(row.person_id) as writing:
            if self._outline.lacks(reading):
                raise Dangling
            writing.apply(row.data, reading)
        self.clients.update(writing.written.clients)
        return writing.written

    def judge(
        self, update: bytes, reading: Reading, person_id: UUID, *, is_tried: bool = False
    ) -> None:
        """Raise what stands in the way of adding an update; `Lie` when nobody could have made it."""
        if self.is_foreign(reading, person_id):
            raise Foreign
        if self._outline.lacks(reading):
            raise Dangling
        if not is_tried and self.is_heavy(update, reading):
            # It became so while it waited; it is sent again, and tried.
            raise Dangling
        self._outline.judge(reading)
        if not reading.writes:
            # Taking out is always possible.
            return
        if reading.units and self._units + reading.units > DOCUMENT_LIMIT:
            self._units = len(str(self._text))
            if self._units + self._units_added(reading) > DOCUMENT_LIMIT:
                raise TooMuch("drafting/text-too-long")
        if self._value_bytes + reading.value_bytes > FIELDS_LIMIT and reading.value_bytes:
            self._value_bytes = len(str(self._fields.to_py()).encode(errors="replace"))
            if self._value_bytes + reading.value_bytes > FIELDS_LIMIT:
                raise TooMuch("drafting/text-too-long")
        if (
            self.size_bytes + len(update) > self._limit_bytes
            and self.measured() + len(update) > self._limit_bytes
        ):
            raise TooMuch("drafting/too-large")

    def _units_added(self, reading: Reading) -> int:
        """Count what an update adds to the text and does not take out again itself."""
        added = 0
        state = self._outline.state
        for client, clock, end, content, *_ in reading.items:
            begin = max(clock, state.get(client, 0))
            if content == STRING and end > begin:
                added += end - begin
                for start, until in reading.deletes.get(client, ()):
                    added -= max(0, min(end, until) - max(begin, start))
        return added

    def _take(self, reading: Reading, written: Written) -> None:
        state = self._outline.state
        for client, (_, end) in reading.writes.items():
            if client not in self.clients and end > state.get(client, 0):
                written.clients[client] = written.person_id
        self._outline.take(reading)
        self._units += reading.units
        self._value_bytes += reading.value_bytes

    def _on_update(self, event: TransactionEvent) -> None:
        self._emitted = event.update

    def _on_fields(self, event: MapEvent) -> None:
        self._changed.update(event.keys)


class Writing:
    """One author's turn at a document: one transaction, so one update of all they wrote."""

    def __init__(self, replica: Replica, transaction: Transaction, person_id: UUID) -> None:
        self.written = Written(person_id, {})
        self._replica = replica
        # Past the library's own wrapping, which opens and closes a transaction for each update.
        native: Any = replica.document._doc  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self._apply = native.apply_update
        self._transaction = transaction._txn  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def add(self, update: bytes, reading: Reading, *, is_tried: bool) -> None:
        """Add one update, or raise what stands in its way."""
        self._replica.judge(update, reading, self.written.person_id, is_tried=is_tried)
        self.apply(update, reading)

    def apply(self, update: bytes, reading: Reading) -> None:
        """Add one update that was judged."""
        self._apply(self._transaction, update)
        self._replica._take(reading, self.written)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def shape_of(kind: DraftKind) -> Shape:
    """Return what a draft of a kind may hold."""
    return Shape(fields=frozenset(FIELDS[kind]))


def _are_within(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> bool:
    """Tell whether ranges lie in others; both are in order."""
    whole: list[tuple[int, int]] = []
    for start, end in outer:
        if whole and whole[-1][1] >= start:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    at = 0
    for start, end in inner:
        while at < len(whole) and whole[at][1] < end:
            at += 1
        if at == len(whole) or whole[at][0] > start:
            return False
    return True


def _outline(outline: Outline, updates: list[bytes], shape: Shape) -> None:
    for update in updates:
        outline.take(read(update, shape, stored=True))
