"""Who may be in a draft's conversation, judged when they come and again whenever it may have changed.

Both locks are turned each time: PostgreSQL shows the draft to those who read its journal, and the
door lets those in who take part. Neither is trusted to do the other's work.
"""

import asyncio
from collections.abc import Coroutine, Generator, Iterable
from contextlib import contextmanager
from uuid import UUID

from msgspec import Struct

from samenspraak.drafting.policy import may_write
from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.room import Room
from samenspraak.drafting.rooms.store import Place
from samenspraak.errors import NotFound, Refusal, Unauthenticated
from samenspraak.identity.access import signed_in
from samenspraak.journal.wakeups import Doorbell
from samenspraak.workspaces.access import Door
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import (
    BAD_FRAME,
    NO_LONGER,
    NOT_THERE,
    SIGN_IN,
    STORE_TROUBLE,
    Leave,
    Socket,
)

# A wake-up may get lost; the slow round finds what it would have told.
ROUND_SECONDS = 30.0
# Those who came together are not judged together for ever: nobody is held up by it.
LOOK_SECONDS = 1.0
# Judging takes a connection of the pool; moves of people need some too.
JUDGED_AT_ONCE = 4

# What tells who asks: two sockets with the same are one question.
_TELLING = (b"cookie", b"authorization")


async def admitted(
    socket: Socket, draft_id: UUID, *, absent: int = NOT_THERE
) -> tuple[Place, Participant]:
    """Judge afresh who is at the other end, and whether they may see this draft.

    `absent` is the word for a draft that is not there, or not there for them.
    """
    door: Door = socket.app.state.door
    try:
        person = await signed_in(socket)
        place = await store.place_of(person.person_id, draft_id)
        if place is None:
            raise Leave(absent)
        if place.is_discarded:
            raise Leave(NOT_THERE)
        participant = await door(person, place.workspace_id)
    except Unauthenticated as refusal:
        raise Leave(SIGN_IN) from refusal
    except NotFound as refusal:
        raise Leave(absent) from refusal
    except Refusal as refusal:
        raise Leave(STORE_TROUBLE) from refusal
    if place.journal_id not in participant.journal_ids:
        raise Leave(absent)
    return place, participant


class _Watched(Struct, eq=False):
    peer: Peer
    room: Room
    socket: Socket
    # Two sockets of one person in one draft ask the same.
    question: tuple[object, ...]
    judged_at: float


class Rights:
    """Reads again what people may, for all conversations of this process."""

    def __init__(self, bell: Doorbell) -> None:
        self._bell = bell
        self._watched: dict[Peer, _Watched] = {}
        self._due: dict[Peer, None] = {}
        self._stirred = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._judging: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(JUDGED_AT_ONCE)

    def start(self) -> None:
        """Begin to listen."""
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._go_round())]

    async def stop(self) -> None:
        """Stop listening."""
        tasks = [*self._tasks, *self._judging]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @contextmanager
    def watching(self, peer: Peer, room: Room, socket: Socket, *, since: int) -> Generator[None]:
        """Judge a conversation again whenever something about the person may have changed.

        `since` is the count of the bell's rings from before they were judged to come in.
        """
        telling = tuple(value for name, value in socket.scope["headers"] if name in _TELLING)
        self._watched[peer] = _Watched(
            peer, room, socket, (room.place.id, *telling), asyncio.get_running_loop().time()
        )
        # The person's own id rings at sign-out and revocation.
        ids = (*peer.participant.journal_ids, peer.participant.person_id)
        try:
            with self._bell.telling(ids, lambda: self._ring(peer)):
                if self._bell.rings != since:
                    # It may have been about them, while nobody listened on their behalf.
                    self._ring(peer)
                yield
        finally:
            self._watched.pop(peer, None)
            self._due.pop(peer, None)

    def judge_authors(self, peers: Iterable[Peer]) -> None:
        """Find the word for people whose writing was refused: no longer allowed, or another's id."""
        for peer in peers:
            watched = self._watched.get(peer)
            if watched is None:
                peer.leave(STORE_TROUBLE)
            else:
                self._begin(self._judge([watched], otherwise=BAD_FRAME))

    def _ring(self, peer: Peer) -> None:
        # Nothing leaves before it is known that this person may still read.
        peer.hold()
        self._due[peer] = None
        self._stirred.set()

    async def _run(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            due, self._due = self._due, {}
            questions: dict[tuple[object, ...], list[_Watched]] = {}
            for peer in due:
                watched = self._watched.get(peer)
                if watched is not None:
                    questions.setdefault(watched.question, []).append(watched)
            for alike in questions.values():
                self._begin(self._judge(alike))

    async def _go_round(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = asyncio.get_running_loop().time()
            for peer, watched in self._watched.items():
                if now - watched.judged_at >= ROUND_SECONDS:
                    self._due[peer] = None
            self._stirred.set()

    def _begin(self, judging: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(judging)
        self._judging.add(task)
        task.add_done_callback(self._judging.discard)

    async def _judge(self, alike: list[_Watched], *, otherwise: int | None = None) -> None:
        first = alike[0]
        try:
            async with self._slots:
                _, participant = await admitted(first.socket, first.room.place.id, absent=NO_LONGER)
        except Leave as leave:
            for watched in alike:
                watched.peer.leave(leave.code)
            return
        now = asyncio.get_running_loop().time()
        for watched in alike:
            peer = watched.peer
            watched.judged_at = now
            if otherwise is not None:
                peer.leave(otherwise, "client")
                continue
            could_write = peer.may_write
            peer.participant = participant
            peer.may_write = may_write(participant)
            watched.room.rejudged(peer, could_write=could_write)
            if peer not in self._due:
                peer.let_go()
