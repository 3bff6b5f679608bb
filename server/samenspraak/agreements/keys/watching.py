"""Looking at the keys now and then, so that the alarm goes before somebody wants to sign."""

import asyncio
import contextlib

import asyncpg
import structlog

from samenspraak.agreements.keys.sealing import is_sealing_possible
from samenspraak.errors import Busy
from samenspraak.settings import Settings

WATCH_SECONDS = 60

log = structlog.get_logger()


class KeyWatch:
    """Tells operators in a minute that nothing can be sealed any more, and when it can again."""

    def __init__(self, settings: Settings, *, seconds: float = WATCH_SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        could = True
        while True:
            await asyncio.sleep(self._seconds)
            try:
                can = await is_sealing_possible(self._settings)
            except (Busy, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                # That the database cannot be reached is told elsewhere, and says nothing of keys.
                log.warning("the signing keys were not looked at", reason=type(error).__name__)
                continue
            if can and not could:
                log.info("receipts can be sealed again")
            could = can
