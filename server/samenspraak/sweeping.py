"""One loop a process that lets time do what is due; one process at a time does it.

An advisory lock on the connection chooses who: it goes with the connection, so another process
takes over when this one dies. After a night's sleep of the machine the next round simply finds more.
"""

import asyncio
import contextlib
from datetime import timedelta

import asyncpg
import structlog

from samenspraak import surroundings
from samenspraak.agreements import commands as agreements
from samenspraak.commitments import commands as commitments
from samenspraak.database import as_sweeper, line_of_its_own
from samenspraak.files import commands as files
from samenspraak.settings import Settings

# Any number, as long as all our processes use the same one and nothing else of ours does.
SWEEP_LOCK = 7_263_004
# A database that went away is looked for this often, however seldom there is something to sweep.
LONGEST_PAUSE = 20.0
# What its settings say unless somebody says otherwise.
LOG_DAYS = Settings().draft_log_days
# A mail server that is away for a week will not be missed any more: what it invited to is half over.
LETTERS_LAST = timedelta(days=7)
# A night's worth goes in a few rounds, and none of them holds rows for long.
SWEPT_AT_ONCE = 1_000

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
                        while leads and await sweep(
                            connection, log_days=self._settings.draft_log_days
                        ):
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


async def sweep(connection: asyncpg.Connection, *, log_days: int = LOG_DAYS) -> int:
    """Do what is due everywhere once, and return how much that was."""
    # What lapses among commitments first: a version may hold it.
    return (
        await commitments.sweep(connection)
        + await agreements.sweep(connection)
        + await files.sweep(connection)
        + await forget_what_is_over(connection, log_days=log_days)
    )


async def forget_what_is_over(connection: asyncpg.Connection, *, log_days: int) -> int:
    """Let go of what is kept for a while only, and return how much went.

    Sessions and counts after their end, previews of files, requests to providers and resets after
    their time, letters that nobody could send, and who wrote which word of a draft. The page on
    privacy promises this; requests to sign and files nobody used are swept where they belong.
    """
    at = surroundings.now()
    async with as_sweeper(connection):
        gone: int | None = await connection.fetchval(
            "select sweep_what_is_over($1, $2, $3, $4)",
            at,
            at - LETTERS_LAST,
            at - timedelta(days=log_days),
            SWEPT_AT_ONCE,
        )
    assert gone is not None, "it always gives a number"
    return gone


async def take_lead(connection: asyncpg.Connection) -> bool:
    """Tell whether this connection sweeps for all processes; whoever asks first does."""
    return bool(await connection.fetchval("select pg_try_advisory_lock($1)", SWEEP_LOCK))
