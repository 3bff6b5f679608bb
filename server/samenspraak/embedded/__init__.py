"""A PostgreSQL of our own for those who have none, so that one command is enough to begin.

It is made and run with the programs of a wheel, by us: the data lies in the checkout, the socket
in a folder only its user can enter, nobody gets in without a password, and it stops when its last
user leaves or is killed.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from samenspraak.embedded.cluster import Addresses
from samenspraak.embedded.problems import StartProblem
from samenspraak.embedded.sharing import EmbeddedPostgres, Status

__all__ = ["Addresses", "EmbeddedPostgres", "StartProblem", "Status", "embedded_postgres"]

# How soon we notice that PostgreSQL died under us. Looking costs two calls to the system.
LOOK_SECONDS = 0.5
# A start that fails is tried again, but not so often that it drowns the log.
RETRY_SECONDS = 5.0


@asynccontextmanager
async def embedded_postgres(
    data_folder: Path, *, durable: bool = True
) -> AsyncGenerator[Addresses]:
    """Use the PostgreSQL of a data folder: start or join it, keep it alive, and leave it.

    `durable=False` is for tests: a power cut may lose their data.
    """
    embedded = EmbeddedPostgres(data_folder, durable=durable)
    starting = asyncio.create_task(asyncio.to_thread(embedded.start))
    try:
        # The thread goes on when we are cancelled, so we see it through and then leave.
        addresses = await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait([starting])
        if starting.exception() is None:
            await asyncio.to_thread(embedded.stop)
        raise
    reviving = asyncio.create_task(_keep_alive(embedded))
    try:
        yield addresses
    finally:
        reviving.cancel()
        await asyncio.wait([reviving])
        await asyncio.shield(asyncio.to_thread(embedded.stop))


async def _keep_alive(embedded: EmbeddedPostgres) -> None:
    log = structlog.get_logger()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if embedded.cluster.pid() is not None:
            continue
        try:
            if await asyncio.to_thread(embedded.revive):
                log.warning("postgresql-restarted", folder=str(embedded.place.folder))
        except StartProblem as problem:
            log.error("postgresql-does-not-start", reason=str(problem))  # noqa: TRY400  # The sentence says it all.
            await asyncio.sleep(RETRY_SECONDS)
