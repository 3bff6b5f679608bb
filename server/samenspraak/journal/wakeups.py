"""Wake-ups: one listening connection a process that says "this journal grew", never what with.

Whoever waits reads on from the number they had. When the connection is lost everybody is woken
once it is back; a slow poll by the waiters heals a wake-up that got lost on the way.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import structlog

from samenspraak.journal.commands import CHANNEL

# A server that restarts is back within seconds; asking more often only adds to its load.
LONGEST_PAUSE = 5.0
ALIVE_EVERY = 10.0

log = structlog.get_logger()


class Doorbell:
    """Wakes whoever waits on a journal. One for a process, started with the application."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: dict[UUID, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None

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
        journals = list(journal_ids)
        for journal in journals:
            self._waiting.setdefault(journal, set()).add(rung)
        try:
            yield rung
        finally:
            for journal in journals:
                waiting = self._waiting[journal]
                waiting.discard(rung)
                if not waiting:
                    del self._waiting[journal]

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for rung in self._waiting.get(UUID(str(payload)), ()):
            rung.set()

    def _wake_everybody(self) -> None:
        for waiting in self._waiting.values():
            for rung in waiting:
                rung.set()

    async def _listen(self, ready: asyncio.Event) -> None:
        pause = 0.1
        while True:
            try:
                connection = await asyncpg.connect(self._url)
                try:
                    await connection.add_listener(CHANNEL, self._heard)
                    ready.set()
                    self._wake_everybody()
                    pause = 0.1
                    while True:
                        await asyncio.sleep(ALIVE_EVERY)
                        await connection.execute("select 1")
                finally:
                    connection.terminate()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("doorbell lost its connection", error=type(error).__name__)
                # Jitter, so that many processes do not come back in step.
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # no secret
                pause = min(pause * 2, LONGEST_PAUSE)
