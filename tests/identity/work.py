"""What the server does for an answer: which statements it sends, and how often it hashes slowly."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from samenspraak.database import DB
from samenspraak.identity.passwords import HASHES

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Who a transaction is for stands in the words that begin it.
_SOMEBODY = re.compile(r"enter_as\('[0-9a-f-]{36}'")


class Work:
    """What was done so far."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._hashes = _hashes()
        self.hashes = 0

    def note(self, record: Any) -> None:
        # As whom a transaction is opened stands in its first statement.
        self.statements.append(_ID.sub("somebody", record.query))

    def end(self) -> None:
        self.hashes = _hashes() - self._hashes


@asynccontextmanager
async def observed() -> AsyncIterator[Work]:
    """Note every statement this process sends inside the block, on whatever connection."""
    work = Work()
    pool = DB.pool
    assert pool is not None
    # All at once, so that there is none left that nobody listens at.
    held = await asyncio.gather(*(pool.acquire() for _ in range(pool.get_max_size())))
    for connection in held:
        connection.add_query_logger(work.note)
    await asyncio.gather(*(pool.release(connection) for connection in held))
    try:
        yield work
    finally:
        work.end()
        held = await asyncio.gather(*(pool.acquire() for _ in range(pool.get_max_size())))
        for connection in held:
            connection.remove_query_logger(work.note)
        await asyncio.gather(*(pool.release(connection) for connection in held))


def _hashes() -> int:
    [metric] = HASHES.collect()
    return int(next(one.value for one in metric.samples if one.name.endswith("_total")))
