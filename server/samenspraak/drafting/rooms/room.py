"""One draft as this process holds it: the document, who is there, and the one task that changes it.

What people send is applied, stored, and only then shown to anybody. One task does it all in turn,
so whoever asks for the document between two commits gets exactly what is stored, and nothing falls
between the answer and what follows it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct
from pycrdt import MapEvent, Subscription, TransactionEvent, merge_updates

from samenspraak import surroundings
from samenspraak.drafting import protocol
from samenspraak.drafting.documents import (
    Document,
    content_of,
    document_of,
    fields_of,
    text_of,
)
from samenspraak.drafting.fence import Lie, Outline, Reading, Shape, read, read_state
from samenspraak.drafting.presence import Presence
from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.committer import AuthorRefused, Batch, Committer, NotStored
from samenspraak.drafting.rooms.peer import Peer, Relay
from samenspraak.drafting.rooms.scan import Scan
from samenspraak.drafting.rooms.store import Author, Loaded, Log, Place, Touch
from samenspraak.drafting.schemas import DOCUMENT_LIMIT, FIELDS, Content, DraftKind
from samenspraak.errors import Refusal
from samenspraak.settings import Settings
from samenspraak.text import sentence
from samenspraak.workspaces.sockets import BAD_FRAME, STORE_TROUBLE

# The loop gets a turn after this many; they take some ten milliseconds.
BATCH_FRAMES = 1000
# Presence goes round ten times a second at most.
PRESENCE_SECONDS = 0.1
# The plain client gives up after half a minute without a message; a ping of the socket is none.
ECHO_SECONDS = 15.0
# Whoever says nothing at first is greeted all the same.
GREET_SECONDS = 1.0
# An honest client hangs loose now and then; one that does so all the time is broken.
DANGLING_LIMIT = 20
DANGLING_SECONDS = 60.0
# Whoever was refused is asked what they have once they pause, not at each key.
ASK_AGAIN_SECONDS = 2.0
# So much of the log is read again by everybody who loads.
TAIL_ROWS = 500
TAIL_BYTES = 256 * 1024

log = structlog.get_logger()


class Inbound(Struct, frozen=True):
    """An update as it came in, with what its bytes say."""

    peer: Peer
    update: bytes
    reading: Reading
    # It answers our question what somebody has, so nothing of theirs hangs loose after it.
    is_answer: bool
    # Why it was refused before it was read.
    refused: str = ""


NOTHING = read(b"\x00\x00", Shape(fields=frozenset()))


class Outdone(Exception):
    """What is in memory can no longer be trusted; everybody comes back to a fresh room."""

    def __init__(self, refused: UUID | None = None) -> None:
        super().__init__()
        self.refused = refused


class Room:
    """A draft in memory. A room that closed is never used again; the next is loaded afresh."""

    def __init__(
        self,
        place: Place,
        loaded: Loaded,
        *,
        settings: Settings,
        committer: Committer,
        ended: Callable[["Room", UUID | None], None],
    ) -> None:
        self.place = place
        self.peers: dict[Peer, None] = {}
        # Ends hearing of other processes; given by whoever holds the bell.
        self.deafen: Callable[[], None] = _nothing
        self.is_closed = False
        self._settings = settings
        self._committer = committer
        self._ended = ended
        self._shape = Shape(fields=frozenset(FIELDS[place.kind]))
        self._clients = dict(loaded.clients)
        self._touches = dict(loaded.touches)
        self._authors = dict(loaded.authors)
        self._head = loaded.log.head
        self._tail_rows = len(loaded.log.rows)
        self._tail_bytes = sum(len(data) for _, data in loaded.log.rows)
        # Upper bounds, made exact when they come near a limit.
        self._bytes = sum(len(update) for update in loaded.log.updates)
        self._units = DOCUMENT_LIMIT
        self._is_nearly_full = False

        self._document: Document = document_of(loaded.log.snapshot, (d for _, d in loaded.log.rows))
        self._fields = fields_of(self._document)
        self._text = text_of(self._document)
        self._emitted: bytes | None = None
        self._changed: set[str] = set()
        self._subscriptions: list[tuple[Any, Subscription]] = [
            (self._document, self._document.observe(self._on_update)),
            (self._fields, self._fields.observe(self._on_fields)),
        ]
        # Reading a long history takes a while; until somebody writes, nobody waits for it.
        self._outline = Outline()
        self._outlined = asyncio.create_task(
            asyncio.to_thread(_outline, self._outline, loaded.log.updates, self._shape)
        )

        self._presence = Presence()
        self._presence_timer: asyncio.TimerHandle | None = None
        self._presence_sent = 0.0
        self._scan = Scan(self._scan_due)
        self._is_scan_due = False
        self._inbox: deque[Inbound] = deque()
        # Who asked what they lack, with how far they are; None for who just came.
        self._asking: dict[Peer, bytes | None] = {}
        self._is_behind = False
        self._reader: UUID | None = None
        self._is_polled = False
        self._stirred = asyncio.Event()
        self._timers: dict[Peer, asyncio.TimerHandle] = {}
        self._compaction: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._echo_timer = loop.call_later(ECHO_SECONDS, self._echo)
        self._poll_timer = loop.call_later(settings.poll_seconds, self._poll)
        self._task = asyncio.create_task(self._run())

    # Coming, asking and leaving.

    def join(self, peer: Peer) -> None:
        """Let a connection in; from here on it gets whatever is stored."""
        if not self.peers:
            # Nobody was there in whose name the room could have read on.
            self._is_behind = True
        self.peers[peer] = None
        self._reader = peer.participant.person_id
        self._presence.join(peer, peer.user)
        loop = asyncio.get_running_loop()
        self._timers[peer] = loop.call_later(GREET_SECONDS, self._greet_late, peer)
        if peer.is_told:
            self._scan_due()

    def part(self, peer: Peer) -> None:
        """Let a connection go; the others are told at once."""
        self.peers.pop(peer, None)
        self._asking.pop(peer, None)
        self._scan.forget(peer)
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        if self.is_closed:
            return
        self._presence.leave(peer)
        self._send_presence()

    def ask(self, peer: Peer, state: bytes | None) -> None:
        """Answer somebody who says how far they are, between two commits."""
        if peer in self.peers:
            if state is not None:
                peer.asks()
            self._asking[peer] = state
            self._stirred.set()

    def bring(self, inbound: Inbound) -> None:
        """Take in an update; it is applied with whatever else waits."""
        inbound.peer.brings(len(inbound.update))
        self._inbox.append(inbound)
        self._stirred.set()

    def drop(self, peer: Peer, slug: str) -> None:
        """Refuse a frame unread; it counts as judged in its turn."""
        self.bring(Inbound(peer, b"", NOTHING, False, slug))

    def refuse(self, peer: Peer, slug: str) -> None:
        """Say that something was not stored, and why."""
        peer.is_refused = True
        if peer.is_told:
            language = peer.participant.person.language
            detail = sentence(language, f"not-stored.{slug}")
            peer.put(protocol.notice({"kind": "not-stored", "slug": slug, "detail": detail}))

    def appear(self, peer: Peer, update: bytes) -> None:
        """Show where somebody is; their newest word counts."""
        self._presence.take(peer, update)
        self._presence_due()

    def everyone(self) -> bytes | None:
        """Return who is here, as a frame."""
        return self._presence.everyone()

    def rejudged(self, peer: Peer, *, could_write: bool) -> None:
        """Take over what a person may since their rights were read again."""
        if self.is_closed or peer not in self.peers:
            return
        self._presence.change(peer, peer.user)
        self._presence_due()
        if peer.may_write == could_write:
            return
        if peer.is_told:
            peer.put(protocol.notice({"kind": "rights", "mayWrite": peer.may_write}))
        if peer.may_write:
            # What they wrote before was dropped; now it is welcome.
            peer.is_refused = False
            peer.put(protocol.step1(self._document.get_state()))

    def ring(self) -> None:
        """Hear that another process stored something in this draft."""
        self._is_behind = True
        self._stirred.set()

    def encoded(self) -> bytes:
        """Return the whole document, for trying an update on a copy."""
        return self._document.get_update()

    @property
    def has_tail(self) -> bool:
        """Tell whether whoever loads would have to read more than a snapshot."""
        return self._tail_rows > 0

    @property
    def document(self) -> Document:
        """Return the document, for tests that see whether it was freed."""
        return self._document

    def close(self, code: int = STORE_TROUBLE) -> None:
        """End the room, and all conversations in it."""
        if self.is_closed:
            return
        self.is_closed = True
        for peer in list(self.peers):
            peer.leave(code)
        for timer in (self._echo_timer, self._poll_timer, self._presence_timer):
            if timer is not None:
                timer.cancel()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._scan.close()
        for task in (self._outlined, self._compaction, self._task):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        for observed, subscription in self._subscriptions:
            observed.unobserve(subscription)
        self._subscriptions.clear()
        while self._inbox:
            waiting = self._inbox.popleft()
            waiting.peer.stored(len(waiting.update))
        self._asking.clear()

    # The one task.

    async def _run(self) -> None:
        try:
            while True:
                await self._stirred.wait()
                self._stirred.clear()
                if self._is_behind and self.peers:
                    await self._read_on()
                self._answer()
                if self._is_scan_due and self.peers:
                    self._is_scan_due = False
                    self._scan.look(content_of(self._document, self.place.kind), self.peers.keys())
                if self._inbox:
                    await self._outlined
                    await self._take_in()
                if self._tail_rows >= TAIL_ROWS or self._tail_bytes >= TAIL_BYTES:
                    self._begin_compaction()
                if self._inbox or self._asking:
                    self._stirred.set()
        except asyncio.CancelledError:
            raise
        except Outdone as outdone:
            self._end(outdone.refused)
        except (NotStored, Refusal):
            self._end(None)
        except Exception as error:
            log.exception("a draft's room broke", exc_info=error)
            self._end(None)

    def _end(self, refused: UUID | None) -> None:
        if not self.is_closed:
            self._ended(self, refused)
            self.close()

    async def _take_in(self) -> None:
        """Apply what waits, store it, and only then show it."""
        taken: dict[UUID, list[Inbound]] = {}
        for _ in range(min(len(self._inbox), BATCH_FRAMES)):
            inbound = self._inbox.popleft()
            taken.setdefault(inbound.peer.participant.person_id, []).append(inbound)
        if any(self._foreign(one) for some in taken.values() for one in some):
            # They may have got it from another process, before we heard of it.
            await self._read_on()
        rows: list[tuple[UUID, bytes]] = []
        clients: dict[int, UUID] = {}
        touches: dict[str, UUID] = {}
        senders: set[Peer] = set()
        handled: list[tuple[Inbound, bool]] = []
        for person_id, some in taken.items():
            self._emitted = None
            self._changed.clear()
            with self._document.transaction() as transaction:
                for inbound in some:
                    is_settled = self._apply(inbound, transaction, clients)
                    handled.append((inbound, is_settled))
            if self._emitted is not None:
                rows.append((person_id, self._emitted))
                senders.update(inbound.peer for inbound in some)
                for name in self._changed:
                    touches[name] = person_id
        if rows:
            await self._store(rows, clients, touches, senders)
        for inbound, is_settled in handled:
            inbound.peer.stored(len(inbound.update))
            if not is_settled:
                inbound.peer.is_hanging = True
            elif inbound.is_answer:
                inbound.peer.is_hanging = False
            inbound.peer.count(1)

    async def _store(
        self,
        rows: list[tuple[UUID, bytes]],
        clients: dict[int, UUID],
        touches: dict[str, UUID],
        senders: set[Peer],
    ) -> None:
        batch = Batch(
            draft_id=self.place.id, rows=rows, clients=list(clients.items()), touches=touches
        )
        try:
            stored = await self._committer.store(batch)
        except AuthorRefused as refused:
            raise Outdone(refused.person_id) from refused
        self._clients.update(clients)
        size = sum(len(update) for _, update in rows)
        self._tail_rows += len(rows)
        self._tail_bytes += size
        self._bytes += size
        updates = [update for _, update in rows]
        self._relay(updates, besides=next(iter(senders)) if len(senders) == 1 else None)
        before = stored.sequence - len(rows)
        if before == self._head:
            self._head = stored.sequence
        else:
            # Another process stored something in between.
            await self._read_on(own=(before, stored.sequence))
        for peer in senders:
            self._authors[peer.participant.person_id] = Author(
                participant_id=peer.participant.id,
                name=peer.participant.name,
                side=peer.participant.side,
            )
        for name, person_id in touches.items():
            self._touches[name] = Touch(person_id=person_id, at=stored.at)
        self._tell_fields(touches)
        self._scan.stir()
        if self._bytes > self._settings.draft_warn_bytes and not self._is_nearly_full:
            self._bytes = len(self._document.get_update())
            if self._bytes > self._settings.draft_warn_bytes:
                self._is_nearly_full = True
                self._tell(protocol.notice({"kind": "nearly-full"}))

    def _foreign(self, inbound: Inbound) -> bool:
        """Tell whether an update writes on under a client id of somebody else."""
        person_id = inbound.peer.participant.person_id
        state = self._outline.state
        return any(
            end > state.get(client, 0) and self._clients.get(client, person_id) != person_id
            for client, (_, end) in inbound.reading.writes.items()
        )

    def _apply(self, inbound: Inbound, transaction: Any, clients: dict[int, UUID]) -> bool:
        """Apply one update if it holds; False when it hangs loose and was asked for again."""
        peer, reading = inbound.peer, inbound.reading
        if inbound.refused:
            self.refuse(peer, inbound.refused)
            return True
        if peer.gone.done() or reading.is_empty:
            return True
        if not peer.may_write:
            self.refuse(peer, "drafting/read-only")
            return True
        if self._foreign(inbound):
            peer.leave(BAD_FRAME, "client")
            return True
        outline = self._outline
        try:
            if outline.lacks(reading):
                self._ask_for_more(peer)
                return False
            outline.judge(reading)
        except Lie as lie:
            peer.leave(BAD_FRAME, lie.reason)
            return True
        if reading.writes and not self._has_room(inbound):
            return True
        try:
            transaction._doc._doc.apply_update(transaction._txn, inbound.update)  # noqa: SLF001
        except ValueError:
            peer.leave(BAD_FRAME, "update")
            return True
        state = outline.state
        person_id = peer.participant.person_id
        for client, (_, end) in reading.writes.items():
            if end > state.get(client, 0) and client not in self._clients:
                clients[client] = person_id
        outline.take(reading)
        self._units += reading.units
        peer.is_refused = False
        return True

    def _has_room(self, inbound: Inbound) -> bool:
        if self._units + inbound.reading.units > DOCUMENT_LIMIT:
            self._units = len(str(self._text))
            if inbound.reading.units and self._units + inbound.reading.units > DOCUMENT_LIMIT:
                self.refuse(inbound.peer, "drafting/text-too-long")
                return False
        limit = self._settings.draft_bytes
        if self._bytes + len(inbound.update) > limit:
            self._bytes = len(self._document.get_update())
            if self._bytes + len(inbound.update) > limit:
                self.refuse(inbound.peer, "drafting/too-large")
                return False
        return True

    def _ask_for_more(self, peer: Peer) -> None:
        """Ask what somebody has, for their update builds on something that is not here."""
        loop = asyncio.get_running_loop()
        if peer.is_refused:
            if peer not in self._timers:
                self._timers[peer] = loop.call_later(ASK_AGAIN_SECONDS, self._ask_again, peer)
            return
        now = loop.time()
        peer.dangling.append(now)
        while peer.dangling[0] < now - DANGLING_SECONDS:
            peer.dangling.popleft()
        if len(peer.dangling) > DANGLING_LIMIT:
            peer.leave(BAD_FRAME, "dangling")
            return
        peer.put(protocol.step1(self._document.get_state()))

    def _ask_again(self, peer: Peer) -> None:
        self._timers.pop(peer, None)
        peer.put(protocol.step1(self._document.get_state()))

    # Telling.

    def _answer(self) -> None:
        while self._asking:
            peer, state = self._asking.popitem()
            if state is not None:
                peer.answer(protocol.step2(self._document.get_update(state)))
            if not peer.is_greeted:
                self._greet(peer)

    def _greet(self, peer: Peer) -> None:
        peer.is_greeted = True
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        peer.put(protocol.step1(self._document.get_state()))
        present = self._presence.everyone()
        if present is not None:
            peer.put(present)
        if not peer.is_told:
            return
        peer.put(protocol.notice({"kind": "rights", "mayWrite": peer.may_write}))
        peer.put(self._fields_notice(self._touches))
        if self._is_nearly_full:
            peer.put(protocol.notice({"kind": "nearly-full"}))

    def _greet_late(self, peer: Peer) -> None:
        self._timers.pop(peer, None)
        if not peer.is_greeted and peer not in self._asking:
            self._asking[peer] = None
            self._stirred.set()

    def _relay(self, updates: list[bytes], *, besides: Peer | None = None) -> None:
        update = updates[0] if len(updates) == 1 else merge_updates(*updates)
        relay = Relay(update, protocol.update(update))
        for peer in self.peers:
            if peer is not besides:
                peer.put(relay)

    def _tell(self, frame: bytes) -> None:
        for peer in self.peers:
            if peer.is_told:
                peer.put(frame)

    def _tell_fields(self, names: dict[str, UUID]) -> None:
        if names and any(peer.is_told for peer in self.peers):
            self._tell(self._fields_notice({name: self._touches[name] for name in names}))

    def _fields_notice(self, touches: dict[str, Touch]) -> bytes:
        fields: dict[str, object] = {}
        for name, touch in touches.items():
            author = self._authors.get(touch.person_id)
            if author is not None and author.participant_id is not None:
                fields[name] = {
                    "by": author.participant_id,
                    "name": author.name,
                    "side": author.side,
                    "at": touch.at,
                }
        return protocol.notice(msgspec.to_builtins({"kind": "fields", "fields": fields}))

    def _presence_due(self) -> None:
        if self._presence_timer is not None:
            return
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._presence_sent + PRESENCE_SECONDS)
        self._presence_timer = loop.call_at(at, self._send_presence)

    def _send_presence(self) -> None:
        if self._presence_timer is not None:
            self._presence_timer.cancel()
            self._presence_timer = None
        self._presence_sent = asyncio.get_running_loop().time()
        frame = self._presence.changes()
        if frame is not None:
            for peer in self.peers:
                peer.put(frame)

    def _echo(self) -> None:
        self._echo_timer = asyncio.get_running_loop().call_later(ECHO_SECONDS, self._echo)
        for peer in self.peers:
            frame = self._presence.echo(peer)
            peer.put(frame if frame is not None else protocol.step1(self._document.get_state()))

    def _scan_due(self) -> None:
        self._is_scan_due = True
        self._stirred.set()

    # What other processes stored.

    def _poll(self) -> None:
        seconds = self._settings.poll_seconds
        self._poll_timer = asyncio.get_running_loop().call_later(seconds, self._poll)
        if self.peers:
            self.ring()

    async def _read_on(self, *, own: tuple[int, int] | None = None) -> None:
        """Read what was stored after what we have, as one of the people present."""
        reader = self._next_reader()
        if reader is None:
            return
        self._is_behind = False
        await self._outlined
        rows, authors = await store.rows_after(reader, self.place, self._head, self._authors)
        if not rows:
            if own is not None:
                # This person reads nothing any more; somebody else will.
                self._is_behind = True
            return
        if rows[0].sequence != self._head + 1:
            raise Outdone
        self._authors.update(authors)
        updates: list[bytes] = []
        changed: dict[str, UUID] = {}
        for row in rows:
            self._head = row.sequence
            if own is not None and own[0] < row.sequence <= own[1]:
                continue
            reading = read(row.data, self._shape, stored=True)
            if self._outline.lacks(reading):
                raise Outdone
            self._emitted = None
            self._changed.clear()
            self._document.apply_update(row.data)
            for client, (_, end) in reading.writes.items():
                if end > self._outline.state.get(client, 0):
                    self._clients.setdefault(client, row.person_id)
            self._outline.take(reading)
            self._units += reading.units
            self._tail_rows += 1
            self._tail_bytes += len(row.data)
            self._bytes += len(row.data)
            if self._emitted is not None:
                updates.append(self._emitted)
            for name in self._changed:
                changed[name] = row.person_id
                self._touches[name] = Touch(person_id=row.person_id, at=row.stored_at)
        if updates:
            self._relay(updates)
            self._tell_fields(changed)
            self._scan.stir()

    def _next_reader(self) -> UUID | None:
        """Return somebody present, another each time, so that one who lost the right stops nobody."""
        peer = next(iter(self.peers), None)
        if peer is None:
            return None
        del self.peers[peer]
        self.peers[peer] = None
        return peer.participant.person_id

    # Snapshots.

    def _begin_compaction(self) -> None:
        if self._compaction is None or self._compaction.done():
            self._compaction = asyncio.create_task(self.compact())

    async def compact(self) -> None:
        """Keep a snapshot of what is stored, if the database gives the very same document."""
        head = self._head
        state = self._document.get_update()
        vector = self._document.get_state()
        content = content_of(self._document, self.place.kind)
        rows, size = self._tail_rows, self._tail_bytes
        # Begun anew from here, whatever comes of it: trying again at each commit would help nobody.
        self._tail_rows = self._tail_bytes = 0
        reader = next(iter(self.peers), None)
        reader_id = self._reader if reader is None else reader.participant.person_id
        assert reader_id is not None, "a room is made for somebody"
        try:
            stored = await store.log_until(reader_id, self.place.id, head)
            if stored.head != head:
                # Whoever was here last may read it no longer.
                self._tail_rows += rows
                self._tail_bytes += size
                return
            if not _is_same(stored, vector, content, self.place.kind):
                log.error("a draft in memory differs from what is stored")
                self._end(None)
                return
            now = surroundings.now()
            await store.keep(
                self.place.id,
                up_to=head,
                state=state,
                at=now,
                log_since=now - timedelta(days=self._settings.draft_log_days),
            )
        except Exception as error:
            log.warning("a draft was not taken together", exc_info=error)

    # What the document tells.

    def _on_update(self, event: TransactionEvent) -> None:
        self._emitted = event.update

    def _on_fields(self, event: MapEvent) -> None:
        self._changed.update(event.keys)


def _is_same(stored: Log, vector: bytes, content: Content, kind: DraftKind) -> bool:
    fresh = document_of(stored.snapshot, (data for _, data in stored.rows))
    # Their order in a state vector is nobody's promise.
    return read_state(fresh.get_state()) == read_state(vector) and (
        content_of(fresh, kind) == content
    )


def _nothing() -> None:
    """Nothing is heard yet."""


def _outline(outline: Outline, updates: list[bytes], shape: Shape) -> None:
    for update in updates:
        outline.take(read(update, shape, stored=True))

