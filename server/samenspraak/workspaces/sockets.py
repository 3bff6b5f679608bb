"""What every socket has in common: who may open one, how many, and with which words it ends."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import structlog
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from samenspraak.errors import Refusal, Unauthenticated
from samenspraak.identity.access import origin_allowed, signed_in
from samenspraak.settings import Settings
from samenspraak.workspaces.access import Door
from samenspraak.workspaces.schemas import Participant

log = structlog.get_logger()

BAD_FRAME = 4400
SIGN_IN = 4401
NO_LONGER = 4403
NOT_THERE = 4404
# What the reader holds is not of our history: start over.
OTHER_LINEAGE = 4410
STORE_TROUBLE = 4503
TOO_SLOW = 4513

# Who does not even take our last word is gone for us; it would wait behind what they do not read.
LAST_WORD_SECONDS = 5.0

Socket = WebSocket[Any, Any, Any]
# What sending raises once the other end hung up.
HUNG_UP = (WebSocketDisconnect, OSError)

# Sockets open in this process by person; the limit keeps one tab-hoarder from holding them all.
_open: Counter[UUID] = Counter()


class Leave(Exception):  # it ends a conversation, it is not an error
    """The socket closes with this code, and perhaps a word for the program at the other end."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@asynccontextmanager
async def opened(socket: Socket) -> AsyncGenerator[bool]:
    """Open a socket and close it with the right word; False when it was refused before.

    A page of somebody else's is refused before the socket exists. Everything else is told by the
    code it closes with, which a browser can read only once it was open.
    """
    settings: Settings = socket.app.state.settings
    if not origin_allowed(socket, settings):
        await socket.close()
        yield False
        return
    await socket.accept()
    try:
        yield True
    except Leave as leave:
        with contextlib.suppress(*HUNG_UP, RuntimeError, TimeoutError):
            await asyncio.wait_for(
                socket.close(code=leave.code, reason=leave.reason), LAST_WORD_SECONDS
            )
    except WebSocketDisconnect:
        return
    except Refusal as refusal:
        # The database is away, busy or full: come back, nothing is lost.
        log.warning("a socket was let go", slug=refusal.slug)
        with contextlib.suppress(*HUNG_UP, RuntimeError, TimeoutError):
            await asyncio.wait_for(socket.close(code=word_for(refusal)), LAST_WORD_SECONDS)
    except Exception as error:
        # A mistake of ours: the framework would close without a word to anybody.
        log.exception("a socket broke", exc_info=error)
        with contextlib.suppress(*HUNG_UP, RuntimeError, TimeoutError):
            await asyncio.wait_for(socket.close(code=STORE_TROUBLE), LAST_WORD_SECONDS)


async def come_in(socket: Socket, workspace_id: UUID) -> Participant:
    """Judge afresh who is at the other end, and whether they may be in this workspace."""
    door: Door = socket.app.state.door
    try:
        return await door(await signed_in(socket), workspace_id)
    except Unauthenticated as refusal:
        raise Leave(SIGN_IN) from refusal
    except Refusal as refusal:
        raise Leave(word_for(refusal)) from refusal


def word_for(refusal: Refusal) -> int:
    """Return the code a socket closes with when its room cannot be reached: not now, or not theirs."""
    return STORE_TROUBLE if refusal.status >= 500 else NOT_THERE


def open_now() -> int:
    """Return how many sockets are open in this process."""
    return _open.total()


@contextmanager
def counted(person_id: UUID, settings: Settings) -> Generator[None]:
    """Hold one of the sockets a person may have open in this process."""
    if _open[person_id] >= settings.sockets_per_person:
        raise Leave(TOO_SLOW, "sockets")
    _open[person_id] += 1
    try:
        yield
    finally:
        _open[person_id] -= 1
        if _open[person_id] <= 0:
            del _open[person_id]
