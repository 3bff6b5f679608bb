"""Wake-ups: one listening connection a process that says "this journal grew", never what with.

Live drafts ring too, with the id of the draft and the name of the process that stored something; a
process does not wake itself.

Whoever waits reads on from the number they had. When the connection is lost everybody is woken
once it is back. Every few seconds the process rings for itself; while it does not hear that, as behind
a pooler that hands out another connection each time, everybody is woken at that pace instead.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from uuid import UUID

import asyncpg
import structlog

from samenspraak import surroundings
from samenspraak.database import line_of_its_own
from samenspraak.journal.commands import CHANNEL

# What functions of the database announce of drafts: "<draft> <process>".
DRAFTS = "draft"
# A server that restarts is back within seconds; asking more often only adds to its load.
LONGEST_PAUSE = 2.0
PROVEN_EVERY = 5.0

log = structlog.get_logger()


class Doorbell:
    """Wakes whoever waits on a journal or a draft. One for a process, started with the application."""

    def __init__(self, url: str) -> None:
        # What this process calls itself to the others.
        self.process = str(surroundings.new_id())
        # How often it rang for anybody; unchanged means that nothing was missed meanwhile.
        self.rings = 0
        self._url = url
        self._waiting: dict[UUID, dict[Callable[[], None], None]] = {}
        self._task: asyncio.Task[None] | None = None
        # Nobody else listens on it, so that many processes do not wake each other with it.
        self._own_channel = f"bell_{self.process.replace('-', '')}"
        self._is_proven = False

    async def start(self) -> None:
        """Begin to listen; it returns once the first connection listens."""
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen(ready))
        await ready.wait()

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @asynccontextmanager
    async def waiting_on(self, journal_ids: Iterable[UUID]) -> AsyncGenerator[asyncio.Event]:
        """Give an event that is set whenever one of these journals grew."""
        rung = asyncio.Event()
        with self.telling(journal_ids, rung.set):
            yield rung

    @contextmanager
    def telling(self, ids: Iterable[UUID], ring: Callable[[], None]) -> Generator[None]:
        """Call something whenever one of these journals or drafts grew."""
        deafen = self.listen(ids, ring)
        try:
            yield
        finally:
            deafen()

    def listen(self, ids: Iterable[UUID], ring: Callable[[], None]) -> Callable[[], None]:
        """Do as `telling`, until what is returned is called."""
        heard = list(ids)
        for each in heard:
            self._waiting.setdefault(each, {})[ring] = None
        return partial(self._deafen, heard, ring)

    def _deafen(self, ids: Iterable[UUID], ring: Callable[[], None]) -> None:
        for each in ids:
            waiting = self._waiting.get(each, {})
            waiting.pop(ring, None)
            if not waiting:
                self._waiting.pop(each, None)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._ring(UUID(str(payload)))

    def _heard_draft(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        draft, _, process = str(payload).partition(" ")
        if process != self.process:
            self._ring(UUID(draft))

    def _ring(self, each: UUID) -> None:
        self.rings += 1
        for ring in list(self._waiting.get(each, ())):
            ring()

    def _wake_everybody(self) -> None:
        for each in list(self._waiting):
            self._ring(each)

    def _heard_itself(self, *_: object) -> None:
        self._is_proven = True

    async def _listen(self, ready: asyncio.Event) -> None:
        pause = 0.1
        while True:
            try:
                connection = await line_of_its_own(self._url)
                try:
                    lost = asyncio.Event()
                    connection.add_termination_listener(lambda _, lost=lost: lost.set())
                    await connection.add_listener(CHANNEL, self._heard)
                    await connection.add_listener(DRAFTS, self._heard_draft)
                    await connection.add_listener(self._own_channel, self._heard_itself)
                    ready.set()
                    self._wake_everybody()
                    pause = 0.1
                    while not lost.is_set():
                        await self._prove(connection, lost)
                finally:
                    connection.terminate()
                log.warning("doorbell lost its connection")
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                log.warning("doorbell lost its connection", error=type(error).__name__)
            # Jitter, so that many processes do not come back in step.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # no secret
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _prove(self, connection: asyncpg.Connection, lost: asyncio.Event) -> None:
        """Ring for ourselves and wait a while; without having heard it, wake everybody."""
        self._is_proven = False
        await connection.execute(
            "select pg_notify($1, '')", self._own_channel, timeout=PROVEN_EVERY
        )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(lost.wait(), PROVEN_EVERY)
        if not self._is_proven:
            self._wake_everybody()
