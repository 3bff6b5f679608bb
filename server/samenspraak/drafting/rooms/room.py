"""One draft as this process holds it: the document, who is there, and the one task that changes it.

What people send is applied, stored, and only then shown to anybody. One task does it all in turn,
so whoever asks for the document between two commits gets exactly what is stored, and nothing falls
between the answer and what follows it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from uuid import UUID

import structlog

from samenspraak.drafting import protocol
from samenspraak.drafting.fence import Lie
from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.authorship import Authorship
from samenspraak.drafting.rooms.committer import AuthorRefused, Batch, Committer, NotStored
from samenspraak.drafting.rooms.compaction import Compaction
from samenspraak.drafting.rooms.gathering import Gathering
from samenspraak.drafting.rooms.intake import Inbound, Intake
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.replica import Dangling, Replica, Written
from samenspraak.drafting.rooms.scan import Scan
from samenspraak.drafting.rooms.store import Loaded, Place
from samenspraak.errors import Refusal
from samenspraak.settings import Settings
from samenspraak.workspaces.sockets import STORE_TROUBLE

# The loop gets a turn after this many; they take some ten milliseconds.
BATCH_FRAMES = 1000
# Whoever says nothing at first is greeted all the same.
GREET_SECONDS = 1.0

log = structlog.get_logger()


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
        self.gathering = Gathering(self.replica)
        self.compaction = Compaction(
            place, loaded.log, log_days=settings.draft_log_days, differs=self._end
        )
        self.is_closed = False
        # Ends hearing of other processes; given by whoever holds the bell.
        self.deafen: Callable[[], None] = _nothing
        # Held by whoever brings something heavy, from its trial until it is applied.
        self.trying = asyncio.Lock()
        self._settings = settings
        self._committer = committer
        self._ended = ended
        self._intake = Intake(self.replica, self.gathering.is_of_another)
        self._authorship = Authorship(loaded)
        self._scan = Scan(self._scan_due)
        self._head = loaded.log.head
        self._is_nearly_full = self._find_nearly_full()
        self._inbox: deque[Inbound] = deque()
        # What people brought who are being judged.
        self._held: list[Inbound] = []
        # Who asked what they lack, with how far they are; None for who only came.
        self._asking: dict[Peer, bytes | None] = {}
        self._is_behind = False
        self._is_scan_due = False
        self._stirred = asyncio.Event()
        self._timers: dict[Peer, asyncio.TimerHandle] = {}
        loop = asyncio.get_running_loop()
        self._poll_timer = loop.call_later(settings.poll_seconds, self._poll)
        self._task = asyncio.create_task(self._run())

    @property
    def peers(self) -> dict[Peer, None]:
        """Return the connections that are here."""
        return self.gathering.peers

    # Coming, speaking and leaving.

    def join(self, peer: Peer) -> None:
        """Let a connection in; from here on it gets whatever is stored."""
        if not self.peers:
            # Nobody was there in whose name the room could have read on.
            self._is_behind = True
        self.gathering.join(peer)
        loop = asyncio.get_running_loop()
        self._timers[peer] = loop.call_later(GREET_SECONDS, self._greet_late, peer)
        if peer.is_told:
            self._is_scan_due = True

    def part(self, peer: Peer) -> None:
        """Let a connection go; the others are told at once."""
        self._asking.pop(peer, None)
        self._scan.forget(peer)
        self._intake.forget(peer)
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        self.gathering.part(peer)

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

    def rejudged(self, peer: Peer, *, could_write: bool) -> None:
        """Take over what a person may since their rights were read again."""
        if self.is_closed or peer not in self.peers:
            return
        if self._held:
            self._inbox.extendleft(reversed(self._held))
            self._held.clear()
            self._stirred.set()
        self.gathering.change(peer)
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

    async def compact(self) -> None:
        """Keep a snapshot of what is stored, when nobody is there to add to it."""
        self._begin_compaction()
        await self.compaction.finished()

    def close(self, code: int = STORE_TROUBLE) -> None:
        """End the room, and all conversations in it."""
        if self.is_closed:
            return
        self.is_closed = True
        self.gathering.close(code)
        self._intake.close()
        self._scan.close()
        self.compaction.close()
        for timer in (self._poll_timer, *self._timers.values()):
            timer.cancel()
        if self._task is not asyncio.current_task():
            self._task.cancel()
        self.replica.close()
        self._timers.clear()
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
        if self.compaction.is_due:
            self._begin_compaction()
        if self._inbox or self._asking:
            self._stirred.set()

    async def _take_in(self) -> None:
        """Apply what waits, store it, and only then show it."""
        by_person: dict[UUID, list[Inbound]] = {}
        for _ in range(min(len(self._inbox), BATCH_FRAMES)):
            inbound = self._inbox.popleft()
            if inbound.peer.is_held:
                self._held.append(inbound)
            else:
                by_person.setdefault(inbound.peer.participant.person_id, []).append(inbound)
        await self._catch_up_with(by_person)
        all_written: list[Written] = []
        senders: set[Peer] = set()
        judged: list[tuple[Inbound, bool]] = []
        for person_id, inbounds in by_person.items():
            with self.replica.writing(person_id) as writing:
                judged += [(inbound, self._intake.add(inbound, writing)) for inbound in inbounds]
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
        self.gathering.relay(updates, besides=next(iter(senders)) if len(senders) == 1 else None)
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
            self._tell_fields(set(batch.touches))
        self._scan.stir()

    def _grow(self, updates: list[bytes]) -> None:
        self.compaction.grow(updates)
        self.replica.size_bytes += sum(map(len, updates))
        if not self._is_nearly_full and self._find_nearly_full():
            self._is_nearly_full = True
            self.gathering.tell(protocol.notice({"kind": "nearly-full"}))

    def _find_nearly_full(self) -> bool:
        warn = self._settings.draft_warn_bytes
        return self.replica.size_bytes > warn and self.replica.measured() > warn

    def _begin_compaction(self) -> None:
        reader = self.gathering.reader()
        assert reader is not None, "a draft is loaded for somebody"
        self.compaction.begin(self.replica, self._head, reader)

    # Telling.

    def _answer(self) -> None:
        while self._asking:
            peer, state = self._asking.popitem()
            if state is not None:
                peer.answer(lambda state=state: protocol.step2(self.replica.missing(state)))
            if not peer.is_greeted:
                self._greet(peer)

    def _greet(self, peer: Peer) -> None:
        peer.is_greeted = True
        timer = self._timers.pop(peer, None)
        if timer is not None:
            timer.cancel()
        peer.question(self.replica.vector())
        present = self.gathering.everyone()
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

    def _tell_fields(self, names: set[str]) -> None:
        if self.gathering.has_told:
            self.gathering.tell(self._authorship.notice(names))

    def _scan_due(self) -> None:
        self._is_scan_due = self.gathering.has_told
        self._stirred.set()

    # What other processes stored.

    def _poll(self) -> None:
        seconds = self._settings.poll_seconds
        self._poll_timer = asyncio.get_running_loop().call_later(seconds, self._poll)
        if self.peers:
            self.ring()

    async def _read_on(self, *, own: range = range(0)) -> None:
        """Read what was stored after what we have, as one of the people present."""
        reader = self.gathering.reader()
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
            self.gathering.relay(updates)
            self._scan.stir()
        if touched:
            self._tell_fields(touched)


def _nothing() -> None:
    """Nothing is heard yet."""
