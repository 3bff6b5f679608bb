"""All drafts this process holds: loaded once for all who come, and let go when nobody reads them."""

import asyncio
from collections import Counter
from uuid import UUID

import structlog

from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.committer import Committer
from samenspraak.drafting.rooms.counts import ROOMS
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.rights import Rights
from samenspraak.drafting.rooms.room import Room
from samenspraak.drafting.rooms.store import Place
from samenspraak.drafting.trial import Trial
from samenspraak.errors import Refusal
from samenspraak.journal.wakeups import Doorbell
from samenspraak.settings import Settings
from samenspraak.workspaces.sockets import NOT_THERE, STORE_TROUBLE, Leave

log = structlog.get_logger()


class Rooms:
    """One for a process, started with the application."""

    def __init__(self, settings: Settings, bell: Doorbell) -> None:
        self.rights = Rights(bell)
        self.trial = Trial()
        self.settings = settings
        self._bell = bell
        self._committer = Committer(settings.database_url, bell.process)
        self._rooms: dict[UUID, Room] = {}
        # How many are on their way into a draft, which keeps it in memory.
        self._coming: Counter[UUID] = Counter()
        self._loading: dict[UUID, asyncio.Task[Room]] = {}
        self._unloading: dict[UUID, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begin to store, and to watch rights."""
        self._committer.start()
        self.rights.start()

    async def stop(self) -> None:
        """Let everything go; what was acknowledged is in the database."""
        for task in (*self._loading.values(), *self._unloading.values()):
            task.cancel()
        for room in list(self._rooms.values()):
            self._forget(room)
            room.close()
        await self.rights.stop()
        await self._committer.stop()
        await self.trial.close()

    async def join(self, place: Place, peer: Peer) -> Room:
        """Let somebody into a draft, which is loaded first if nobody else is there."""
        self._coming[place.id] += 1
        try:
            room = self._rooms.get(place.id) or await self._loaded(place, peer)
        finally:
            self._coming[place.id] -= 1
            if not self._coming[place.id]:
                del self._coming[place.id]
        unloading = self._unloading.pop(place.id, None)
        if unloading is not None:
            unloading.cancel()
        if room.is_closed:
            raise Leave(STORE_TROUBLE)
        try:
            self._judge_number(room, peer)
            room.join(peer)
        finally:
            if not room.peers:
                self._leave_alone(room)
        return room

    def part(self, room: Room, peer: Peer) -> None:
        """Let somebody go; the last one leaves the room to itself for a while."""
        room.part(peer)
        if not room.peers:
            self._leave_alone(room)

    async def _loaded(self, place: Place, peer: Peer) -> Room:
        loading = self._loading.get(place.id)
        if loading is None:
            loading = asyncio.create_task(self._load(place, peer.participant.person_id))
            self._loading[place.id] = loading
            loading.add_done_callback(lambda _: self._loading.pop(place.id, None))
        # Others wait for the same; who hangs up meanwhile takes it from nobody.
        return await asyncio.shield(loading)

    async def _load(self, place: Place, person_id: UUID) -> Room:
        try:
            loaded = await store.load(person_id, place)
        except Refusal as refusal:
            raise Leave(STORE_TROUBLE) from refusal
        if loaded is None:
            raise Leave(NOT_THERE)
        room = Room(
            place,
            loaded,
            settings=self.settings,
            committer=self._committer,
            ended=self._ended,
        )
        room.deafen = self._bell.listen((place.id,), room.ring)
        self._rooms[place.id] = room
        ROOMS.inc()
        if not self._coming[place.id]:
            # Whoever it was loaded for hung up.
            self._leave_alone(room)
        return room

    def _leave_alone(self, room: Room) -> None:
        if not room.is_closed and room.place.id not in self._unloading:
            self._unloading[room.place.id] = asyncio.create_task(self._unload(room))

    async def _unload(self, room: Room) -> None:
        await asyncio.sleep(self.settings.draft_idle_seconds)
        # Whoever comes while the snapshot is taken finds the room as it was, and ends this task.
        if room.compaction.has_tail:
            await room.compact()
        del self._unloading[room.place.id]
        if not room.is_closed:
            self._forget(room)
            room.close()

    def _judge_number(self, room: Room, peer: Peer) -> None:
        alike = sum(other.may_write == peer.may_write for other in room.peers)
        limit = self.settings.draft_editors if peer.may_write else self.settings.draft_viewers
        if alike >= limit:
            raise Leave(STORE_TROUBLE, "full")

    def _ended(self, room: Room, refused: UUID | None) -> None:
        """Forget a room that broke; whoever comes back gets a fresh one."""
        self._forget(room)
        if refused is not None:
            authors = [peer for peer in room.peers if peer.participant.person_id == refused]
            for peer in authors:
                # Their own word is found first; the room's would be "come back".
                del room.peers[peer]
            self.rights.judge_authors(authors)

    def _forget(self, room: Room) -> None:
        if self._rooms.get(room.place.id) is room:
            del self._rooms[room.place.id]
            ROOMS.dec()
        room.deafen()
