"""The journal's websocket: wake-ups, reading on, and leaving as soon as one may no longer read.

Live and catching up are the same query. A slow reader holds nothing but its own place: what it did
not get yet is in the journal, so no queue can grow.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from uuid import UUID

import msgspec
from litestar import websocket
from litestar.params import FromPath, FromQuery

from samenspraak.database import reading_as
from samenspraak.errors import Refusal
from samenspraak.journal.positions import UnknownPosition, position, reached_by
from samenspraak.journal.queries import entries_after, heads
from samenspraak.journal.wakeups import Doorbell
from samenspraak.live.schemas import Heartbeat, News
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import (
    BAD_FRAME,
    NO_LONGER,
    OTHER_LINEAGE,
    STORE_TROUBLE,
    TOO_SLOW,
    Leave,
    Socket,
    come_in,
    counted,
    opened,
)

# Longer than any hiccup of a phone; whoever is silent longer comes back and reads on.
SEND_SECONDS = 30.0


@websocket("/workspaces/{workspace_id:uuid}/live", opt={"exclude_from_auth": True})
async def journal_socket(
    socket: Socket,
    workspace_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
) -> None:
    """Send what happens in the journals this person may read here, from a position on."""
    settings: Settings = socket.app.state.settings
    async with opened(socket) as is_open:
        if not is_open:
            return
        participant = await come_in(socket, workspace_id)
        with counted(participant.person_id, settings):
            await _talk(socket, settings, participant, after)


async def _talk(
    socket: Socket,
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
        raise Leave(OTHER_LINEAGE) from refusal
    # A journal that came later starts where it is; a number from the future is not ours.
    return {journal: min(known.get(journal, head), head) for journal, head in now.items()}


async def _send(
    socket: Socket,
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
            raise Leave(STORE_TROUBLE) from refusal
        if page.items:
            # Rights are judged on every wake, before anything leaves.
            again = await come_in(socket, participant.workspace_id)
            if again.journal_ids != participant.journal_ids:
                raise Leave(NO_LONGER)
            await _tell(socket, News(position=page.position, entries=page.items))
            reached = reached_by(page.position)
            spoke = asyncio.get_running_loop().time()
            continue
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(rung.wait(), settings.poll_seconds)
        await come_in(socket, participant.workspace_id)
        if asyncio.get_running_loop().time() - spoke >= settings.heartbeat_seconds:
            await _tell(socket, Heartbeat(heartbeat=position(reached)))
            spoke = asyncio.get_running_loop().time()


async def _tell(socket: Socket, frame: News | Heartbeat) -> None:
    try:
        await asyncio.wait_for(
            socket.send_data(msgspec.json.encode(frame).decode(), mode="text"), SEND_SECONDS
        )
    except TimeoutError as error:
        raise Leave(TOO_SLOW) from error


async def _receive(socket: Socket) -> None:
    """Wait for the other end to leave; readers have nothing to say here."""
    await socket.receive_data(mode="text")
    raise Leave(BAD_FRAME)


ROUTES = [journal_socket]
