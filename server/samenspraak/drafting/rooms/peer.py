"""One connection to a draft: what waits to be sent to it, and what it sent that is not stored yet.

Nothing waits for a peer. Each has a queue of its own and one task that empties it; whoever reads
too slowly is sent away, comes back, and asks for what it missed.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct
from pycrdt import merge_updates

from samenspraak.drafting import protocol
from samenspraak.drafting.policy import may_write
from samenspraak.drafting.presence import Allowance, User
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import TOO_SLOW, Leave

Send = Callable[[dict[str, Any]], Awaitable[None]]

# A connection is not read on while this much of it waits to be stored.
UNSTORED_BYTES = 1024 * 1024
ASIDE_TIMES = 4
# What a connection's updates may take of the time of everybody on this process: far more than
# anybody's typing, far less than what keeps others waiting.
TIME_SHARE = 0.2
TIME_BURST = 0.5
# A key pressed takes a fiftieth of this; how many of those one may send is another limit.
LONG_SECONDS = 0.0005
# Joining updates costs more the more there are; this many are still cheaper than separate frames.
JOINED_AT_ONCE = 64


class Relay(Struct, frozen=True):
    """What one commit brought, made once for everybody: as an update, and as the frame of it."""

    update: bytes
    frame: bytes


class Answer(Struct, frozen=True):
    """What a peer asked for. It may be a whole draft, so it does not count as falling behind."""

    frame: bytes


class Peer:
    """One connection, and the person at the other end as they were last judged."""

    def __init__(
        self, participant: Participant, send: Send, settings: Settings, *, is_told: bool
    ) -> None:
        self.participant = participant
        self.may_write = may_write(participant)
        # Asked for our own kinds of messages beside those of the protocol.
        self.is_told = is_told
        # Done once the conversation is over; holds the word to close with, or None when it broke.
        self.gone: asyncio.Future[Leave | None] = asyncio.get_running_loop().create_future()
        self.sync_allowance = Allowance(settings.draft_updates_per_second, settings.draft_burst)
        self.presence_allowance = Allowance(
            settings.draft_presence_per_second, settings.draft_presence_per_second
        )
        # Frames that are no writing: many times what a program sends, but not without end.
        rate = ASIDE_TIMES * settings.draft_presence_per_second
        self.aside_allowance = Allowance(rate, ASIDE_TIMES * rate)
        # Seconds of everybody's time that its updates took, and may take.
        self.spent = 0.0
        self.time_allowance = Allowance(TIME_SHARE, TIME_BURST)
        # The newest presence that came sooner than allowed.
        self.late_presence: bytes | None = None
        self.is_greeted = False
        # Sync frames judged so far. While one hangs loose, none after it counts as stored.
        self._handled = 0
        self._is_hanging = False
        # Told that something was not stored; what follows it hangs loose and is no offence.
        self.is_refused = False
        # Asked what it has, and has not said yet: until then everything may hang loose.
        self.is_questioned = False
        self.dangling: deque[float] = deque()
        self._settings = settings
        self._send = send
        self._waiting: deque[bytes | Relay | Answer] = deque()
        self._waiting_bytes = 0
        self._acknowledged = 0
        self._ready = asyncio.Event()
        self._judged = asyncio.Event()
        self._judged.set()
        self._unstored_frames = 0
        self._unstored_bytes = 0
        self._stored = asyncio.Event()
        self._answered = asyncio.Event()
        self._answered.set()

    @property
    def user(self) -> User:
        """Return who others see here."""
        return User(
            participant_id=self.participant.id,
            name=self.participant.name,
            side=self.participant.side.value,
            may_write=self.may_write,
        )

    def leave(self, code: int, reason: str = "") -> None:
        """End the conversation with a word."""
        if not self.gone.done():
            self.gone.set_result(Leave(code, reason))

    def charge(self, began: float) -> None:
        """Have them pay, by waiting, for what took long since a moment of the performance counter."""
        took = time.perf_counter() - began
        if took > LONG_SECONDS:
            self.spent += took

    # Towards the peer.

    def put(self, item: bytes | Relay) -> None:
        """Have something sent when the connection takes it."""
        if self.gone.done():
            return
        self._waiting_bytes += _size(item)
        self._waiting.append(item)
        self._ready.set()
        if (
            len(self._waiting) > self._settings.draft_queue_frames
            # One that is larger than the queue may still go out; nothing more behind it.
            or (self._waiting_bytes > self._settings.draft_queue_bytes and len(self._waiting) > 1)
        ):
            self._waiting.clear()
            self.leave(TOO_SLOW, "slow")

    def question(self, state: bytes) -> None:
        """Ask what it has; the state is ours."""
        self.is_questioned = True
        self.put(protocol.step1(state))

    def answer(self, write: Callable[[], bytes]) -> None:
        """Send what was asked for; the connection is read on once it is on its way."""
        began = time.perf_counter()
        self._waiting.append(Answer(write()))
        self.charge(began)
        self._ready.set()

    @property
    def is_held(self) -> bool:
        """Tell whether this person is being judged."""
        return not self._judged.is_set() and not self.gone.done()

    def hold(self) -> None:
        """Take and send nothing until it is known whether this person may still be here."""
        self._judged.clear()

    def let_go(self) -> None:
        """Go on."""
        self._judged.set()

    async def write(self) -> None:
        """Send what waits, as fast as the other end takes it."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            while self._waiting:
                if not self._judged.is_set():
                    await self._judged.wait()
                item = self._next()
                await self._send({"type": "websocket.send", "bytes": item})
            if self.is_told and not self._is_hanging and self._acknowledged != self._handled:
                self._acknowledged = self._handled
                frame = protocol.ack(self._acknowledged)
                await self._send({"type": "websocket.send", "bytes": frame})

    def _next(self) -> bytes:
        item = self._waiting.popleft()
        if isinstance(item, bytes):
            self._waiting_bytes -= len(item)
            return item
        if isinstance(item, Answer):
            self._answered.set()
            return item.frame
        self._waiting_bytes -= _size(item)
        updates = [item.update]
        while self._waiting and len(updates) < JOINED_AT_ONCE:
            following = self._waiting[0]
            if not isinstance(following, Relay):
                break
            self._waiting.popleft()
            self._waiting_bytes -= _size(following)
            updates.append(following.update)
        return item.frame if len(updates) == 1 else protocol.update(merge_updates(*updates))

    # From the peer.

    def asks(self) -> None:
        """Note that an answer is due."""
        self._answered.clear()

    async def answered(self) -> None:
        """Wait until what was asked is on its way, so that asking is never cheaper than answering."""
        await self._answered.wait()

    def brings(self, size: int) -> None:
        """Note that a frame of so many bytes waits to be stored."""
        self._unstored_frames += 1
        self._unstored_bytes += size

    def handled(self, size: int, *, is_answer: bool, is_hanging: bool) -> None:
        """Note that a frame was judged, and is stored if it had to be.

        After one that hangs loose nothing counts as stored, until a whole answer came.
        """
        self._handled += 1
        if is_hanging:
            self._is_hanging = True
        elif is_answer:
            self._is_hanging = False
        self._unstored_frames -= 1
        self._unstored_bytes -= size
        self._stored.set()
        if self.is_told:
            self._ready.set()

    async def may_bring(self) -> None:
        """Wait until what this connection brought is stored far enough to read on."""
        while self._unstored_bytes > UNSTORED_BYTES:
            self._stored.clear()
            await self._stored.wait()

    async def all_handled(self) -> None:
        """Wait until everything this connection brought is judged and stored."""
        while self._unstored_frames:
            self._stored.clear()
            await self._stored.wait()


def _size(item: bytes | Relay) -> int:
    return len(item) if isinstance(item, bytes) else len(item.frame)
