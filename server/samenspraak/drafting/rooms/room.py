"""One draft as this process holds it: the document, who is there, and the one task that changes it.

What people send is applied, stored, and only then shown to anybody. One task does it all in turn,
so whoever asks for the document between two commits gets exactly what is stored, and nothing falls
between the answer and what follows it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct
from pycrdt import merge_updates

from samenspraak import surroundings
from samenspraak.drafting import protocol
from samenspraak.drafting.fence import Lie, Reading
from samenspraak.drafting.presence import Presence
from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.authorship import Authorship
from samenspraak.drafting.rooms.committer import AuthorRefused, Batch, Committer, NotStored
from samenspraak.drafting.rooms.peer import Peer, Relay
from samenspraak.drafting.rooms.replica import (
    Dangling,
    Foreign,
    Replica,
    Snapshot,
    TooMuch,
    Writing,
    Written,
)
from samenspraak.drafting.rooms.scan import Scan
from samenspraak.drafting.rooms.store import Loaded, Place
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


class Inbound(Struct, frozen=True, kw_only=True):
    """An update as it came in, with what its bytes say."""

    peer: Peer
    update: bytes = b""
    # None when it was not even read.
    reading: Reading | None = None
    # It answers our question what somebody has, so nothing of theirs hangs loose after it.
    is_answer: bool = False
    is_tried: bool = False
    refused: str = ""


class Broken(Exception):
    """What is in memory can no longer be trusted; everybody comes back to a fresh room."""


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
        self.replica = Replica(
            place.kind, loaded.log, loaded.clients, limit_bytes=settings.draft_bytes
        )
        self.peers: dict[Peer, None] = {}
        self.is_closed = False
        # Ends hearing of other processes; given by whoever holds the bell.
        self.deafen: Callable[[], None] = _nothing
        self._settings = settings
        self._committer = committer
        self._ended = ended
        self._authorship = Authorship(loaded)
        self._head = loaded.log.head
        self._tail_rows = len(loaded.log.rows)
        self._tail_bytes = sum(len(data) for _, data in loaded.log.rows)
        self._is_nearly_full = self._find_nearly_full()

        self._inbox: deque[Inbound] = deque()
        # What people brought who are being judged.
        self._held: list[Inbound] = []
        # Who asked what they lack, with how far they are; None for who only came.
        self._asking: dict[Peer, bytes | None] = {}
        self._is_behind = False
        self._is_scan_due = False
        self._stirred = asyncio.Event()
        # The last to come in, in whose name a room that was left is read again.
        self._last_person: UUID | None = None
        self._presence = Presence()
        self._presence_timer: asyncio.TimerHandle | None = None
        self._presence_sent = 0.0
        self._scan = Scan(self._scan_due)
        self._timers: dict[Peer, asyncio.TimerHandle] = {}
        self._compaction: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._echo_timer = loop.call_later(ECHO_SECONDS, self._echo)
        self._poll_timer = loop.call_later(settings.poll_seconds, self._poll)
        self._task = asyncio.create_task(self._run())

    # Coming, speaking and leaving.

    def join(self, peer: Peer) -> None:
        """Let a connection in; from here on it gets whatever is stored."""
        if not self.peers:
            # Nobody was there in whose name the room could have read on.
            self._is_behind = True
        self.peers[peer] = None
        self._last_person = peer.participant.person_id
        self._presence.join(peer, peer.user)
        loop = asyncio.get_running_loop()
        self._timers[peer] = loop.call_later(GREET_SECONDS, self._greet_late, peer)
        if peer.is_told:
            self._is_scan_due = True

    def part(self, peer: Peer) -> None:
        """Let a connection go; the others are told at once."""
        self.peers.pop(peer, None)
        self._asking.pop(peer, None)
        self._scan.forget(peer)
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        if not self.is_closed:
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
        if self._held:
            self._inbox.extendleft(reversed(self._held))
            self._held.clear()
            self._stirred.set()
        self._presence.change(peer, peer.user)
        self._presence_due()
        if peer.may_write == could_write:
            return
        if peer.is_told:
            peer.put(protocol.notice({"kind": "rights", "mayWrite": peer.may_write}))
        if peer.may_write:
            # What they wrote before was dropped; now it is welcome.
            peer.question(self.replica.vector())

    def ring(self) -> None:
        """Hear that another process stored something in this draft."""
        self._is_behind = True
        self._stirred.set()

    @property
    def has_tail(self) -> bool:
        """Tell whether whoever loads would have to read more than a snapshot."""
        return self._tail_rows > 0

    def close(self, code: int = STORE_TROUBLE) -> None:
        """End the room, and all conversations in it."""
        if self.is_closed:
            return
        self.is_closed = True
        for peer in list(self.peers):
            peer.leave(code)
        timers = (self._echo_timer, self._poll_timer, self._presence_timer)
        for timer in (*timers, *self._timers.values()):
            if timer is not None:
                timer.cancel()
        self._timers.clear()
        self._scan.close()
        for task in (self._compaction, self._task):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        self.replica.close()
        self._inbox.clear()
        self._held.clear()
        self._asking.clear()

    # The one task.

    async def _run(self) -> None:
        refused: UUID | None = None
        try:
            while True:
                await self._stirred.wait()
                self._stirred.clear()
                await self._take_turn()
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit):
            raise
        except AuthorRefused as error:
            refused = error.person_id
        except (NotStored, Broken, Refusal) as error:
            log.warning("a draft's room ends", error=type(error).__name__)
        except BaseException as error:
            # A panic of the library is no Exception.
            log.exception("a draft's room broke", exc_info=error)
        self._end(refused)

    def _end(self, refused: UUID | None = None) -> None:
        if not self.is_closed:
            self._ended(self, refused)
            self.close()

    async def _take_turn(self) -> None:
        if self._is_behind and self.peers:
            await self._read_on()
        self._answer()
        if self._inbox:
            await self.replica.ready()
            await self._take_in()
        if self._is_scan_due and self.peers:
            self._is_scan_due = False
            self._scan.look(self.replica.content(), self.peers.keys())
        if self._tail_rows >= TAIL_ROWS or self._tail_bytes >= TAIL_BYTES:
            self._begin_compaction()
        if self._inbox or self._asking:
            self._stirred.set()

    async def _take_in(self) -> None:
        """Apply what waits, store it, and only then show it."""
        by_person: dict[UUID, list[Inbound]] = {}
        held: list[Inbound] = []
        for _ in range(min(len(self._inbox), BATCH_FRAMES)):
            inbound = self._inbox.popleft()
            if inbound.peer.is_held:
                held.append(inbound)
            else:
                by_person.setdefault(inbound.peer.participant.person_id, []).append(inbound)
        self._held += held
        await self._catch_up_with(by_person)
        all_written: list[Written] = []
        senders: set[Peer] = set()
        judged: list[tuple[Inbound, bool]] = []
        for person_id, inbounds in by_person.items():
            with self.replica.writing(person_id) as writing:
                judged += [(inbound, self._add(inbound, writing)) for inbound in inbounds]
            if writing.written.update is not None:
                all_written.append(writing.written)
                senders.update(inbound.peer for inbound in inbounds)
        if all_written:
            await self._store(all_written, senders)
        for inbound, is_settled in judged:
            inbound.peer.handled(
                len(inbound.update), is_answer=inbound.is_answer, is_hanging=not is_settled
            )

    async def _catch_up_with(self, by_person: dict[UUID, list[Inbound]]) -> None:
        """Read on if somebody brings what another wrote: they may know it from another process."""
        for person_id, inbounds in by_person.items():
            for inbound in inbounds:
                reading = inbound.reading
                if reading is not None and self.replica.is_foreign(reading, person_id):
                    await self._read_on()
                    return

    def _add(self, inbound: Inbound, writing: Writing) -> bool:
        """Add one update to the document, or say what stands in its way; False when it hangs loose."""
        peer, reading = inbound.peer, inbound.reading
        if inbound.is_answer:
            peer.is_questioned = False
        if reading is None:
            self._refuse(peer, inbound.refused)
        elif reading.is_empty or peer.gone.done():
            pass
        elif not peer.may_write:
            self._refuse(peer, "drafting/read-only")
        else:
            began = time.perf_counter()
            try:
                writing.add(inbound.update, reading, is_tried=inbound.is_tried)
                peer.is_refused = False
            except Dangling:
                self._ask_for_more(peer)
                return False
            except TooMuch as refusal:
                self._refuse(peer, refusal.slug)
            except Foreign:
                peer.leave(BAD_FRAME, "client")
            except Lie as lie:
                peer.leave(BAD_FRAME, lie.reason)
            except ValueError:
                # The library's own opinion; it left the document as it was.
                peer.leave(BAD_FRAME, "update")
            peer.charge(began)
        return True

    async def _store(self, all_written: list[Written], senders: set[Peer]) -> None:
        updates = [written.update for written in all_written if written.update is not None]
        batch = Batch(
            draft_id=self.place.id,
            rows=[(each.person_id, each.update) for each in all_written if each.update is not None],
            clients=[pair for each in all_written for pair in each.clients.items()],
            touches={name: each.person_id for each in all_written for name in each.fields},
        )
        stored = await self._committer.store(batch)
        self.replica.clients.update(batch.clients)
        self._grow(updates)
        self._relay(updates, besides=next(iter(senders)) if len(senders) == 1 else None)
        before = stored.sequence - len(updates)
        if before == self._head:
            self._head = stored.sequence
        else:
            # Another process stored something in between.
            await self._read_on(own=range(before + 1, stored.sequence + 1))
        if batch.touches:
            for peer in senders:
                self._authorship.meet_here(peer.participant)
            for name, person_id in batch.touches.items():
                self._authorship.touch([name], person_id, stored.at)
            self._tell_fields(batch.touches)
        self._scan.stir()

    def _grow(self, updates: list[bytes]) -> None:
        self._tail_rows += len(updates)
        size = sum(map(len, updates))
        self._tail_bytes += size
        self.replica.size_bytes += size
        if not self._is_nearly_full and self._find_nearly_full():
            self._is_nearly_full = True
            self._tell(protocol.notice({"kind": "nearly-full"}))

    def _find_nearly_full(self) -> bool:
        warn = self._settings.draft_warn_bytes
        return self.replica.size_bytes > warn and self.replica.measured() > warn

    # Saying no.

    def _refuse(self, peer: Peer, slug: str) -> None:
        """Say that something was not stored, and why."""
        peer.is_refused = True
        if peer.is_told:
            detail = sentence(peer.participant.person.language, f"not-stored.{slug}")
            peer.put(protocol.notice({"kind": "not-stored", "slug": slug, "detail": detail}))

    def _ask_for_more(self, peer: Peer) -> None:
        """Ask what somebody has, for their update builds on something that is not here."""
        loop = asyncio.get_running_loop()
        if peer.is_refused:
            # What was refused is what it builds on: no offence, and no use to ask at each key.
            if peer not in self._timers:
                self._timers[peer] = loop.call_later(ASK_AGAIN_SECONDS, self._ask_again, peer)
            return
        if peer.is_questioned:
            # Whatever they write before they answer hangs on what the answer brings.
            return
        now = loop.time()
        peer.dangling.append(now)
        while peer.dangling[0] < now - DANGLING_SECONDS:
            peer.dangling.popleft()
        if len(peer.dangling) > DANGLING_LIMIT:
            peer.leave(BAD_FRAME, "dangling")
            return
        peer.question(self.replica.vector())

    def _ask_again(self, peer: Peer) -> None:
        self._timers.pop(peer, None)
        peer.question(self.replica.vector())

    # Telling.

    def _answer(self) -> None:
        while self._asking:
            peer, state = self._asking.popitem()
            if state is not None:
                began = time.perf_counter()
                peer.answer(protocol.step2(self.replica.missing(state)))
                peer.charge(began)
            if not peer.is_greeted:
                self._greet(peer)

    def _greet(self, peer: Peer) -> None:
        peer.is_greeted = True
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        peer.question(self.replica.vector())
        present = self._presence.everyone()
        if present is not None:
            peer.put(present)
        if peer.is_told:
            peer.put(protocol.notice({"kind": "rights", "mayWrite": peer.may_write}))
            peer.put(self._authorship.notice())
            if self._is_nearly_full:
                peer.put(protocol.notice({"kind": "nearly-full"}))

    def _greet_late(self, peer: Peer) -> None:
        self._timers.pop(peer, None)
        if not peer.is_greeted and peer not in self._asking:
            self.ask(peer, None)

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

    def _tell_fields(self, names: Iterable[str]) -> None:
        if any(peer.is_told for peer in self.peers):
            self._tell(self._authorship.notice(names))

    def _presence_due(self) -> None:
        if self._presence_timer is None:
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
            if frame is None:
                peer.question(self.replica.vector())
            else:
                peer.put(frame)

    def _scan_due(self) -> None:
        self._is_scan_due = True
        self._stirred.set()

    # What other processes stored.

    def _poll(self) -> None:
        seconds = self._settings.poll_seconds
        self._poll_timer = asyncio.get_running_loop().call_later(seconds, self._poll)
        if self.peers:
            self.ring()

    async def _read_on(self, *, own: range = range(0)) -> None:
        """Read what was stored after what we have, as one of the people present."""
        reader = self._next_reader()
        if reader is None:
            return
        self._is_behind = False
        rows, people = await store.rows_after(
            reader, self.place, self._head, self._authorship.known
        )
        if not rows:
            # Somebody who reads nothing any more has not heard it yet; another is asked next.
            self._is_behind = bool(own)
            return
        if rows[0].sequence != self._head + 1:
            raise Broken
        await self.replica.ready()
        self._authorship.meet(people)
        updates: list[bytes] = []
        touched: set[str] = set()
        for row in rows:
            self._head = row.sequence
            if row.sequence in own:
                continue
            try:
                written = self.replica.add_row(row)
            except (Dangling, Lie, ValueError) as error:
                raise Broken from error
            if written.update is not None:
                updates.append(written.update)
            self._authorship.touch(written.fields, row.person_id, row.stored_at)
            touched |= written.fields
        if updates:
            self._grow(updates)
            self._relay(updates)
            self._scan.stir()
        if touched:
            self._tell_fields(touched)

    def _next_reader(self) -> UUID | None:
        """Return somebody present: another each time, so that one who lost the right stops nobody."""
        peer = next(iter(self.peers), None)
        if peer is None:
            return None
        del self.peers[peer]
        self.peers[peer] = None
        return peer.participant.person_id

    # Snapshots.

    async def compact(self) -> None:
        """Keep a snapshot of what is stored, when nobody is there to add to it."""
        self._begin_compaction()
        assert self._compaction is not None, "it was begun above"
        await asyncio.wait([self._compaction])

    def _begin_compaction(self) -> None:
        if self._compaction is not None and not self._compaction.done():
            return
        # Taken now, before the next batch is applied: it holds nothing that is not stored.
        snapshot = self.replica.snapshot(self._head)
        # Counted anew from here, whatever comes of it: another try at each commit would help nobody.
        self._tail_rows = self._tail_bytes = 0
        self._compaction = asyncio.create_task(self._keep(snapshot))

    async def _keep(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, if the database gives the very same document."""
        present = next(iter(self.peers), None)
        reader = self._last_person if present is None else present.participant.person_id
        assert reader is not None, "a draft is loaded for somebody"
        try:
            stored = await store.log_until(reader, self.place.id, snapshot.head)
            if stored.head != snapshot.head:
                # Whoever was here last may read it no longer; who loads it next does this.
                return
            if not snapshot.is_same_as(stored, self.place.kind):
                log.error("a draft in memory differs from what is stored")
                self._end()
                return
            now = surroundings.now()
            await store.keep(
                self.place.id,
                up_to=snapshot.head,
                state=snapshot.state,
                at=now,
                log_since=now - timedelta(days=self._settings.draft_log_days),
            )
        except (Refusal, asyncpg.PostgresError, OSError) as error:
            log.warning("a draft was not taken together", error=type(error).__name__)


def _nothing() -> None:
    """Nothing is heard yet."""
