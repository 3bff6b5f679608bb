"""One connection's conversation with a draft: reading frames as fast as they can be stored."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from msgspec import structs

from samenspraak.drafting import protocol
from samenspraak.drafting.fence import Lie, Reading, read, read_state
from samenspraak.drafting.rooms.counts import CLOSES, PEERS
from samenspraak.drafting.rooms.intake import Inbound
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.registry import Rooms
from samenspraak.drafting.rooms.replica import shape_of
from samenspraak.drafting.rooms.room import Room
from samenspraak.drafting.rooms.store import Place
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import BAD_FRAME, HUNG_UP, STORE_TROUBLE, Leave, Socket

# Reading this much takes longer than others should wait.
ASIDE_BYTES = 16 * 1024
# The one character that a text cannot be stored with.
NUL = "nul"
# On a machine that was busy elsewhere the first may fail for no fault of the update.
TRIALS = 2

Receive = Callable[[], Awaitable[Any]]


async def converse(
    socket: Socket, place: Place, participant: Participant, *, is_told: bool, since: int
) -> None:
    """Talk until one of the two has had enough; raises `Leave` with the word to close with.

    `since` is the count of the bell's rings from before this person was judged.
    """
    settings: Settings = socket.app.state.settings
    rooms: Rooms = socket.app.state.rooms
    peer = Peer(participant, cast("Any", socket.send), settings, is_told=is_told)
    room = await rooms.join(place, peer)
    PEERS.inc()
    hearing = _Hearing(cast("Any", socket.receive), peer, room, rooms)
    tasks = (asyncio.create_task(hearing.run()), asyncio.create_task(peer.write()))
    for task in tasks:
        task.add_done_callback(lambda task: _note_end(peer, task))
    try:
        with rooms.rights.watching(peer, room, socket, since=since):
            leave = await peer.gone
    finally:
        PEERS.dec()
        rooms.part(room, peer)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if leave is not None:
        CLOSES.labels(leave.code).inc()
        raise leave


def _note_end(peer: Peer, task: asyncio.Task[None]) -> None:
    """When either half of a conversation ends, both do."""
    if task.cancelled():
        return
    error = task.exception()
    if peer.gone.done():
        return
    if isinstance(error, Leave):
        peer.gone.set_result(error)
    elif error is None or isinstance(error, HUNG_UP):
        # They hung up, perhaps in the middle of a word of ours.
        peer.gone.set_result(None)
    else:
        peer.gone.set_exception(error)


class _Hearing:
    """The half of a conversation that listens."""

    def __init__(self, receive: Receive, peer: Peer, room: Room, rooms: Rooms) -> None:
        self._receive = receive
        self._peer = peer
        self._room = room
        self._rooms = rooms
        self._settings = rooms.settings
        self._shape = shape_of(room.place.kind)
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Take in frames until they hang up."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return
            frame = message.get("bytes")
            if frame is None:
                raise Leave(BAD_FRAME, "text")
            try:
                said = protocol.parse(frame)
                await self._take(said)
            except protocol.Malformed as malformed:
                raise Leave(BAD_FRAME, "malformed") from malformed
            except Lie as lie:
                raise Leave(BAD_FRAME, lie.reason) from lie

    async def _take(self, said: protocol.Frame) -> None:
        peer = self._peer
        kind = type(said)
        if isinstance(said, protocol.Update | protocol.Step2):
            await self._wait_turn()
            await peer.may_bring()
            if not peer.is_greeted:
                self._room.ask(peer, None)
            await self._bring(said.update, is_answer=kind is protocol.Step2)
        elif isinstance(said, protocol.Awareness):
            await self._wait_awhile()
            # Much more than their own place is about others, and passed over anyway.
            if len(said.update) <= 2 * self._settings.draft_presence_bytes:
                self._appear(said.update)
        elif isinstance(said, protocol.Step1):
            await self._wait_turn()
            read_state(said.state)
            self._room.ask(peer, said.state)
            await peer.answered()
        elif kind is protocol.QueryAwareness:
            await self._wait_turn()
            present = self._room.gathering.everyone()
            if present is not None:
                peer.put(present)
        else:
            await self._wait_awhile()

    async def _wait_turn(self) -> None:
        """Read no faster than allowed; what comes meanwhile waits in the network."""
        peer = self._peer
        now = self._loop.time()
        pause = peer.sync_allowance.take(now)
        if peer.spent:
            spent, peer.spent = peer.spent, 0.0
            pause = max(pause, peer.time_allowance.take(now, spent))
        if pause > 0:
            await asyncio.sleep(pause)

    async def _wait_awhile(self) -> None:
        """Read on, unless they send more than anybody has to say beside what they write."""
        pause = self._peer.aside_allowance.take(self._loop.time())
        if pause > 0:
            await asyncio.sleep(pause)

    async def _bring(self, update: bytes, *, is_answer: bool) -> None:
        settings, peer, room = self._settings, self._peer, self._room
        size = len(update)
        limit = settings.draft_first_sync_bytes if is_answer else settings.draft_frame_bytes
        if size > limit:
            room.bring(Inbound(peer=peer, refused="drafting/too-large"))
            return
        began = time.perf_counter()
        try:
            if size <= ASIDE_BYTES:
                reading = read(update, self._shape)
            else:
                reading = await asyncio.to_thread(read, update, self._shape)
        except Lie as lie:
            if lie.reason != NUL:
                raise
            # What people paste may hold it, and no screen shows it.
            room.bring(Inbound(peer=peer, refused="drafting/nul"))
            return
        finally:
            peer.charge(began)
        inbound = Inbound(peer=peer, update=update, reading=reading, is_answer=is_answer)
        if not peer.may_write or room.replica.is_light(update, reading):
            room.bring(inbound)
            return
        # One at a time: two that are harmless on a copy each may not be so one after the other.
        async with room.trying:
            is_tried = await self._try(update, reading)
            room.bring(structs.replace(inbound, is_tried=is_tried))
            if is_tried:
                await peer.all_handled()

    async def _try(self, update: bytes, reading: Reading) -> bool:
        """Try a heavy update on a copy; True when it may go into the document itself."""
        peer, replica = self._peer, self._room.replica
        await replica.ready()
        if not replica.is_heavy(update, reading):
            return False
        # It may build on what this connection brought just before.
        await peer.all_handled()
        if self._room.is_closed:
            raise Leave(STORE_TROUBLE)
        began = time.perf_counter()
        is_loose = replica.lacks(reading)
        peer.charge(began)
        if is_loose:
            return False
        try:
            for _ in range(TRIALS):
                if await self._rooms.trial.survives(replica.encoded(), update):
                    return True
        except (TimeoutError, OSError) as error:
            raise Leave(STORE_TROUBLE) from error
        raise Leave(BAD_FRAME, "trial")

    def _appear(self, update: bytes) -> None:
        """Show their place; what comes sooner than allowed waits, and only the newest of it."""
        peer = self._peer
        is_waiting = peer.late_presence is not None
        wait = peer.presence_allowance.ready_in(self._loop.time())
        if wait <= 0 and not is_waiting:
            peer.presence_allowance.take(self._loop.time())
            self._room.gathering.appear(peer, update)
            return
        peer.late_presence = update
        if not is_waiting:
            self._loop.call_later(wait, self._appear_late)

    def _appear_late(self) -> None:
        peer = self._peer
        update, peer.late_presence = peer.late_presence, None
        if update is None or peer.gone.done() or peer not in self._room.peers:
            return
        peer.presence_allowance.take(self._loop.time())
        try:
            self._room.gathering.appear(peer, update)
        except protocol.Malformed:
            peer.leave(BAD_FRAME, "malformed")
