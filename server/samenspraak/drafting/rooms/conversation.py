"""One connection's conversation with a draft: reading frames as fast as they can be stored."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from litestar.exceptions import WebSocketDisconnect

from samenspraak.drafting import protocol
from samenspraak.drafting.fence import Lie, Shape, read, read_state
from samenspraak.drafting.rooms.counts import CLOSES, PEERS
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.registry import Rooms
from samenspraak.drafting.rooms.room import Inbound, Room
from samenspraak.drafting.rooms.store import Place
from samenspraak.drafting.schemas import FIELDS
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import BAD_FRAME, STORE_TROUBLE, Leave, Socket

# Reading this much takes longer than others should wait.
ASIDE_BYTES = 16 * 1024
# The library has no say in how long something takes; this much is tried where it harms nobody.
TRIED_BYTES = 64 * 1024

Receive = Callable[[], Awaitable[Any]]


async def converse(
    socket: Socket, place: Place, participant: Participant, *, is_told: bool
) -> None:
    """Talk until one of the two has had enough; raises `Leave` with the word to close with."""
    settings: Settings = socket.app.state.settings
    rooms: Rooms = socket.app.state.rooms
    peer = Peer(participant, cast("Any", socket.send), settings, is_told=is_told)
    room = await rooms.join(place, peer)
    PEERS.inc()
    reading = asyncio.create_task(_read(cast("Any", socket.receive), peer, room, rooms))
    writing = asyncio.create_task(peer.write())
    tasks = (reading, writing)
    for task in tasks:
        task.add_done_callback(lambda task: _note_end(peer, task))
    try:
        with rooms.rights.watching(peer, room, socket):
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
    elif error is None or isinstance(error, OSError | WebSocketDisconnect):
        peer.gone.set_result(None)
    else:
        peer.gone.set_exception(error)


async def _read(receive: Receive, peer: Peer, room: Room, rooms: Rooms) -> None:
    settings = rooms.settings
    shape = Shape(fields=frozenset(FIELDS[room.place.kind]))
    now = asyncio.get_running_loop().time
    while True:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        frame = message.get("bytes")
        if frame is None:
            raise Leave(BAD_FRAME, "text")
        try:
            said = protocol.parse(frame)
        except protocol.Malformed as malformed:
            raise Leave(BAD_FRAME, "malformed") from malformed
        kind = type(said)
        if kind is protocol.Update or kind is protocol.Step2:
            pause = peer.sync_allowance.take(now())
            if pause > 0:
                await asyncio.sleep(pause)
            await peer.may_bring()
            if not peer.is_greeted:
                room.ask(peer, None)
            await _bring(said, peer, room, rooms, shape)
        elif kind is protocol.Awareness:
            if len(said.update) > 2 * settings.draft_presence_bytes:
                # Others' states in it are passed over anyway.
                continue
            _appear(said.update, peer, room)
        elif kind is protocol.Step1:
            pause = peer.sync_allowance.take(now())
            if pause > 0:
                await asyncio.sleep(pause)
            try:
                read_state(said.state)
            except Lie as lie:
                raise Leave(BAD_FRAME, lie.reason) from lie
            room.ask(peer, said.state)
            await peer.answered()
        elif kind is protocol.QueryAwareness:
            present = room.everyone()
            if present is not None:
                peer.put(present)


async def _bring(
    said: protocol.Update | protocol.Step2, peer: Peer, room: Room, rooms: Rooms, shape: Shape
) -> None:
    update = said.update
    is_answer = type(said) is protocol.Step2
    size = len(update)
    limit = (
        rooms.settings.draft_first_sync_bytes if is_answer else rooms.settings.draft_frame_bytes
    )
    if size > limit:
        room.drop(peer, "drafting/too-large")
        return
    try:
        if size <= ASIDE_BYTES:
            reading = read(update, shape)
        else:
            reading = await asyncio.to_thread(read, update, shape)
    except Lie as lie:
        raise Leave(BAD_FRAME, lie.reason) from lie
    if size > TRIED_BYTES and peer.may_write:
        await _try(update, room, rooms)
    room.bring(Inbound(peer, update, reading, is_answer))


async def _try(update: bytes, room: Room, rooms: Rooms) -> None:
    if room.is_closed:
        raise Leave(STORE_TROUBLE)
    if not await rooms.trial.survives(room.encoded(), update):
        raise Leave(BAD_FRAME, "trial")


def _appear(update: bytes, peer: Peer, room: Room) -> None:
    """Show somebody's place; what comes sooner than allowed waits, and only the newest of it."""
    loop = asyncio.get_running_loop()
    wait = peer.presence_allowance.ready_in(loop.time())
    if wait <= 0 and peer.late_presence is None:
        peer.presence_allowance.take(loop.time())
        _take_presence(update, peer, room)
        return
    is_first = peer.late_presence is None
    peer.late_presence = update
    if is_first:
        loop.call_later(wait, _appear_late, peer, room)


def _appear_late(peer: Peer, room: Room) -> None:
    update, peer.late_presence = peer.late_presence, None
    if update is None or peer.gone.done():
        return
    peer.presence_allowance.take(asyncio.get_running_loop().time())
    try:
        _take_presence(update, peer, room)
    except Leave as leave:
        peer.leave(leave.code, leave.reason)


def _take_presence(update: bytes, peer: Peer, room: Room) -> None:
    try:
        room.appear(peer, update)
    except protocol.Malformed as malformed:
        raise Leave(BAD_FRAME, "malformed") from malformed
