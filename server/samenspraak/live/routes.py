"""The journal's websocket: wake-ups, reading on, and leaving as soon as one may no longer read.

Live and catching up are the same query. A slow reader holds nothing but its own place: what it did
not get yet is in the journal, so no queue can grow.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, FromQuery

from samenspraak.database import reading_as
from samenspraak.errors import Refusal, Unauthenticated
from samenspraak.identity.access import origin_allowed, signed_in
from samenspraak.journal.positions import UnknownPosition, position, reached_by
from samenspraak.journal.queries import entries_after, heads
from samenspraak.journal.wakeups import Doorbell
from samenspraak.live.schemas import Heartbeat, News
from samenspraak.settings import Settings
from samenspraak.workspaces.access import Door
from samenspraak.workspaces.schemas import Participant

BAD_FRAME = 4400
SIGN_IN = 4401
NO_LONGER = 4403
NOT_THERE = 4404
# The position is not one of ours: the reader starts over.
OTHER_LINEAGE = 4410
STORE_TROUBLE = 4503
TOO_SLOW = 4513
# Longer than any hiccup of a phone; whoever is silent longer comes back and reads on.
SEND_SECONDS = 30.0

log = structlog.get_logger()

# Sockets open in this process by person; the limit keeps one tab-hoarder from holding them all.
_open: Counter[UUID] = Counter()


class _Leave(Exception):  # it ends a conversation, it is not an error
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@websocket("/workspaces/{workspace_id:uuid}/live", opt={"exclude_from_auth": True})
async def journal_socket(
    socket: WebSocket[Any, Any, Any],
    workspace_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
) -> None:
    """Send what happens in the journals this person may read here, from a position on."""
    settings: Settings = socket.app.state.settings
    if not origin_allowed(socket, settings):
        # A page of somebody else's: refused before the socket exists.
        await socket.close()
        return
    await socket.accept()
    try:
        participant = await _come_in(socket, workspace_id)
        if _open[participant.person_id] >= settings.sockets_per_person:
            raise _Leave(TOO_SLOW)
        _open[participant.person_id] += 1
        try:
            await _talk(socket, settings, participant, after)
        finally:
            _open[participant.person_id] -= 1
            if _open[participant.person_id] <= 0:
                del _open[participant.person_id]
    except _Leave as leave:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(code=leave.code)
    except WebSocketDisconnect:
        return


async def _come_in(socket: WebSocket[Any, Any, Any], workspace_id: UUID) -> Participant:
    """Judge afresh who is at the other end, and whether they may be here."""
    door: Door = socket.app.state.door
    try:
        return await door(await signed_in(socket), workspace_id)
    except Unauthenticated as refusal:
        raise _Leave(SIGN_IN) from refusal
    except Refusal as refusal:
        raise _Leave(STORE_TROUBLE if refusal.status == 503 else NOT_THERE) from refusal


async def _talk(
    socket: WebSocket[Any, Any, Any],
    settings: Settings,
    participant: Participant,
    after: str | None,
) -> None:
    bell: Doorbell = socket.app.state.bell
    # The person's own id rings at sign-out and revocation.
    async with bell.waiting_on((*participant.journal_ids, participant.person_id)) as rung:
        reached = await _start(participant, after)
        sending = asyncio.create_task(_send(socket, settings, participant, reached, rung))
        receiving = asyncio.create_task(_receive(socket))
        tasks = (sending, receiving)
        try:
            # When either ends, both do.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result


async def _start(participant: Participant, after: str | None) -> dict[UUID, int]:
    """Return where to read on from: the position given, or now."""
    async with reading_as(participant.person_id):
        now = await heads(participant.journal_ids)
    if after is None:
        return now
    try:
        known = reached_by(after)
    except UnknownPosition as refusal:
        raise _Leave(OTHER_LINEAGE) from refusal
    # A journal that came later starts where it is; a number from the future is not ours.
    return {journal: min(known.get(journal, head), head) for journal, head in now.items()}


async def _send(
    socket: WebSocket[Any, Any, Any],
    settings: Settings,
    participant: Participant,
    reached: Mapping[UUID, int],
    rung: asyncio.Event,
) -> None:
    spoke = asyncio.get_running_loop().time()
    await _tell(socket, Heartbeat(heartbeat=position(reached)))
    while True:
        rung.clear()
        try:
            async with reading_as(participant.person_id):
                page = await entries_after(reached)
        except Refusal as refusal:
            raise _Leave(STORE_TROUBLE) from refusal
        if page.items:
            # Rights are judged on every wake, before anything leaves.
            again = await _come_in(socket, participant.workspace_id)
            if again.journal_ids != participant.journal_ids:
                raise _Leave(NO_LONGER)
            await _tell(socket, News(position=page.position, entries=page.items))
            reached = reached_by(page.position)
            spoke = asyncio.get_running_loop().time()
            continue
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(rung.wait(), settings.poll_seconds)
        await _come_in(socket, participant.workspace_id)
        if asyncio.get_running_loop().time() - spoke >= settings.heartbeat_seconds:
            await _tell(socket, Heartbeat(heartbeat=position(reached)))
            spoke = asyncio.get_running_loop().time()


async def _tell(socket: WebSocket[Any, Any, Any], frame: News | Heartbeat) -> None:
    try:
        await asyncio.wait_for(
            socket.send_data(msgspec.json.encode(frame).decode(), mode="text"), SEND_SECONDS
        )
    except TimeoutError as error:
        raise _Leave(TOO_SLOW) from error


async def _receive(socket: WebSocket[Any, Any, Any]) -> None:
    """Wait for the other end to leave; readers have nothing to say here."""
    await socket.receive_data(mode="text")
    raise _Leave(BAD_FRAME)


ROUTES = [journal_socket]
