"""The journal's websocket: wake-ups, reading on, and leaving as soon as one may no longer read.

Live and catching up are the same query. A slow reader holds nothing but its own place and one page:
what it did not get yet is in the journal, so no queue can grow.
"""

import asyncio
import contextlib
import random
from collections.abc import Mapping
from uuid import UUID

import msgspec
from litestar import websocket
from litestar.params import FromPath, FromQuery

from samenspraak.database import as_person, reading_as
from samenspraak.journal.positions import UnknownPosition, position, reached_by
from samenspraak.journal.queries import PAGE, entries_after, heads
from samenspraak.journal.wakeups import Doorbell
from samenspraak.live.schemas import Heartbeat, News
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import (
    BAD_FRAME,
    NO_LONGER,
    OTHER_LINEAGE,
    TOO_SLOW,
    Leave,
    Socket,
    come_in,
    counted,
    open_now,
    opened,
)

# Ten thousand people who sit still must leave the process to those who work.
JUDGED_PER_SECOND = 20


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
        since = socket.app.state.bell.rings
        participant = await come_in(socket, workspace_id)
        with counted(participant.person_id, settings):
            await _talk(socket, settings, participant, after, since)


async def _talk(
    socket: Socket,
    settings: Settings,
    participant: Participant,
    after: str | None,
    since: int,
) -> None:
    bell: Doorbell = socket.app.state.bell
    # The person's own id rings at sign-out and revocation.
    async with bell.waiting_on((*participant.journal_ids, participant.person_id)) as rung:
        if bell.rings != since:
            # It may have been about them, while nobody listened on their behalf.
            await come_in(socket, participant.workspace_id)
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
    now = asyncio.get_running_loop().time
    judged = spoke = now()
    was_judged = True
    await _tell(socket, settings, Heartbeat(heartbeat=position(reached)))
    while True:
        was_judged = was_judged and not rung.is_set()
        rung.clear()
        again = participant
        # In one transaction, which spares exchanges; each statement sees what is so by then.
        async with as_person(participant.person_id):
            page = await entries_after(reached)
            # Rights are judged on every wake, before anything leaves; whoever came this moment was.
            if page.items or not was_judged:
                again = await come_in(socket, participant.workspace_id)
        was_judged, judged = False, now()
        if page.items:
            if again.journal_ids != participant.journal_ids:
                raise Leave(NO_LONGER)
            await _tell(socket, settings, News(position=page.position, entries=page.items))
            reached = reached_by(page.position)
            spoke = now()
            if len(page.items) >= PAGE:
                continue
        # What comes after it was read rings: nothing is asked again before.
        judge_at = judged + _patience(settings)
        while not rung.is_set() and now() < judge_at:
            with contextlib.suppress(TimeoutError):
                until = min(judge_at, spoke + settings.heartbeat_seconds)
                await asyncio.wait_for(rung.wait(), max(0, until - now()))
            if not rung.is_set() and now() - spoke >= settings.heartbeat_seconds:
                await _tell(socket, settings, Heartbeat(heartbeat=position(reached)))
                spoke = now()


def _patience(settings: Settings) -> float:
    """How long somebody sits still before they are judged again, not in step with others."""
    seconds = max(settings.judge_seconds, open_now() / JUDGED_PER_SECOND)
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311  # no secret


async def _tell(socket: Socket, settings: Settings, frame: News | Heartbeat) -> None:
    try:
        await asyncio.wait_for(
            socket.send_data(msgspec.json.encode(frame).decode(), mode="text"),
            settings.send_seconds,
        )
    except TimeoutError as error:
        raise Leave(TOO_SLOW) from error


async def _receive(socket: Socket) -> None:
    """Wait for the other end to leave; readers have nothing to say here."""
    await socket.receive_data(mode="text")
    raise Leave(BAD_FRAME)


ROUTES = [journal_socket]
