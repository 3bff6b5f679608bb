"""One loop a process that lets time do what is due; one process at a time does it.

An advisory lock on the connection chooses who: it goes with the connection, so another process
takes over when this one dies. After a night's sleep of the machine the next round simply finds more.
"""

import asyncio
import contextlib

import asyncpg
import structlog

from samenspraak.agreements import commands as agreements
from samenspraak.commitments import commands as commitments
from samenspraak.database import line_of_its_own
from samenspraak.files import commands as files
from samenspraak.settings import Settings

# Any number, as long as all our processes use the same one and nothing else of ours does.
SWEEP_LOCK = 7_263_004
# A database that went away is looked for this often, however seldom there is something to sweep.
LONGEST_PAUSE = 20.0

log = structlog.get_logger()


class Sweeper:
    """Sweeps again and again, where there is a login for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to sweep."""
        if self._settings.database_sweeper_url:
            self._task = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stop; what is due stays due."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _sweep(self) -> None:
        while True:
            try:
                connection = await line_of_its_own(self._settings.database_sweeper_url)
                leads = False
                try:
                    while True:
                        leads = leads or await take_lead(connection)
                        while leads and await sweep(connection):
                            pass
                        await asyncio.sleep(self._settings.sweep_seconds)
                finally:
                    connection.terminate()
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                log.warning("sweeper lost the database", error=type(error).__name__)
            except Exception as error:
                # What one room is in the way of must not keep time from passing in all others,
                # nor for ever: the next round begins anew.
                log.exception("a sweep broke", exc_info=error)
            await asyncio.sleep(min(self._settings.sweep_seconds, LONGEST_PAUSE))


async def sweep(connection: asyncpg.Connection) -> int:
    """Do what is due everywhere once, and return how much that was."""
    # What lapses among commitments first: a version may hold it.
    return (
        await commitments.sweep(connection)
        + await agreements.sweep(connection)
        + await files.sweep(connection)
    )


async def take_lead(connection: asyncpg.Connection) -> bool:
    """Tell whether this connection sweeps for all processes; whoever asks first does."""
    return bool(await connection.fetchval("select pg_try_advisory_lock($1)", SWEEP_LOCK))
