"""Takes the log of one draft together from time to time, so that loading stays quick."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog

from samenspraak import surroundings
from samenspraak.drafting.rooms import store
from samenspraak.drafting.rooms.replica import Replica, Snapshot
from samenspraak.drafting.rooms.store import Log, Place
from samenspraak.errors import Refusal

# So much of the log is read again by everybody who loads.
TAIL_ROWS = 500
TAIL_BYTES = 256 * 1024

log = structlog.get_logger()


class Compaction:
    """What came into the log since the last snapshot, and the snapshot that is being kept."""

    def __init__(
        self, place: Place, loaded: Log, *, log_days: int, differs: Callable[[], None]
    ) -> None:
        self._place = place
        self._log_days = log_days
        # Called when what is in memory is not what is stored.
        self._differs = differs
        self._rows = len(loaded.rows)
        self._bytes = sum(len(data) for _, data in loaded.rows)
        self._task: asyncio.Task[None] | None = None

    @property
    def has_tail(self) -> bool:
        """Tell whether whoever loads would have to read more than a snapshot."""
        return self._rows > 0

    @property
    def is_due(self) -> bool:
        """Tell whether there is enough to take together."""
        return (self._rows >= TAIL_ROWS or self._bytes >= TAIL_BYTES) and not self._is_under_way

    def grow(self, updates: list[bytes]) -> None:
        """Note what was stored."""
        self._rows += len(updates)
        self._bytes += sum(map(len, updates))

    def begin(self, replica: Replica, head: int, reader: UUID) -> None:
        """Keep a snapshot of what is stored up to an update: of what is in the document now."""
        if not self._is_under_way:
            snapshot = replica.snapshot(head)
            # Counted anew from here, whatever comes of it: another try at once would help nobody.
            self._rows = self._bytes = 0
            self._task = asyncio.create_task(self._keep(snapshot, reader))

    async def finished(self) -> None:
        """Wait until nothing is under way any more."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def close(self) -> None:
        """Leave it."""
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()

    @property
    def _is_under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _keep(self, snapshot: Snapshot, reader: UUID) -> None:
        """Keep a snapshot, if the database gives the very same document."""
        try:
            stored = await store.log_until(reader, self._place.id, snapshot.head)
            if stored.head != snapshot.head:
                # Whoever was here last may read it no longer; who loads it next does this.
                return
            if not snapshot.is_same_as(stored, self._place.kind):
                log.error("a draft in memory differs from what is stored")
                self._differs()
                return
            if not snapshot.loads_alike(self._place.kind):
                # The log goes on being read from its beginning: else a text would change by itself.
                log.warning("a draft was not taken together", error="other order")
                return
            now = surroundings.now()
            await store.keep(
                self._place.id,
                up_to=snapshot.head,
                state=snapshot.state,
                at=now,
                log_since=now - timedelta(days=self._log_days),
            )
        except (Refusal, asyncpg.PostgresError, OSError) as error:
            log.warning("a draft was not taken together", error=type(error).__name__)
