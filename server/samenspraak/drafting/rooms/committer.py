"""Stores what people wrote in all drafts of this process, one transaction at a time.

Whatever came in while one is under way goes into the next, so that more work makes fewer commits
for each update rather than a longer queue.
"""

import asyncio
import time
from datetime import datetime
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch
from samenspraak.drafting.rooms.counts import COMMIT_SECONDS, UPDATES
from samenspraak.errors import Busy, Refusal

# A draft that somebody freezes holds up its own readers only: after this long it is stored alone.
SHARED_WAIT = "200ms"

log = structlog.get_logger()


class Batch(Struct, frozen=True, kw_only=True):
    """What the authors of one draft wrote, a row for each, and what they touched."""

    draft_id: UUID
    rows: list[tuple[UUID, bytes]]
    clients: list[tuple[int, UUID]]
    touches: dict[str, UUID]


class Stored(Struct, frozen=True, kw_only=True):
    """The number of a batch's last row, and when it was stored."""

    sequence: int
    at: datetime


class NotStored(Exception):
    """The batch was not stored, or nobody knows; what was made of it must go."""


class AuthorRefused(NotStored):
    """One author may not write here, or wrote under somebody else's client id."""

    def __init__(self, person_id: UUID) -> None:
        super().__init__()
        self.person_id = person_id


class _Waiting(Struct, frozen=True, kw_only=True):
    batch: Batch
    outcome: asyncio.Future[Stored]


class Committer:
    """One for a process, started with the application."""

    def __init__(self, process: str) -> None:
        self._process = process
        self._waiting: list[_Waiting] = []
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._alone: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to store."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop; what waits is told that it was not stored."""
        tasks = [*self._alone, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _fail(self._waiting)

    async def store(self, batch: Batch) -> Stored:
        """Store a batch; it is in the database once this returns."""
        outcome: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(batch=batch, outcome=outcome))
        self._stirred.set()
        return await outcome

    async def _run(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            taken, self._waiting = self._waiting, []
            try:
                await self._commit(taken, wait=SHARED_WAIT)
            except asyncio.CancelledError:
                _fail(taken)
                raise
            except Busy as busy:
                if isinstance(busy.__cause__, asyncpg.LockNotAvailableError):
                    # Who holds the row of one draft holds up that one alone.
                    self._try_each(taken)
                else:
                    _fail(taken)
            except (Refusal, asyncpg.PostgresError, OSError) as error:
                log.warning("drafts were not stored", error=type(error).__name__)
                _fail(taken)

    def _try_each(self, taken: list[_Waiting]) -> None:
        for one in taken:
            task = asyncio.create_task(self._commit_alone(one))
            self._alone.add(task)
            task.add_done_callback(self._alone.discard)

    async def _commit_alone(self, one: _Waiting) -> None:
        try:
            await self._commit([one], wait=None)
        except asyncio.CancelledError:
            _fail([one])
            raise
        except (Refusal, asyncpg.PostgresError, OSError) as error:
            log.warning("a draft was not stored", error=type(error).__name__)
            _fail([one])

    async def _commit(self, taken: list[_Waiting], *, wait: str | None) -> None:
        began = time.perf_counter()
        moment = surroundings.now()
        batches = [one.batch for one in taken]
        rows = [(batch.draft_id, *row) for batch in batches for row in batch.rows]
        clients = [(batch.draft_id, *client) for batch in batches for client in batch.clients]
        touches = [(batch.draft_id, *touch) for batch in batches for touch in batch.touches.items()]
        async with as_person(None):
            if wait is not None:
                await execute("select set_config('lock_timeout', $1, true)", wait)
            answers = await fetch(
                "select * from append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                [draft for draft, _, _ in rows],
                [person for _, person, _ in rows],
                [data for _, _, data in rows],
                [draft for draft, _, _ in clients],
                [client for _, client, _ in clients],
                [person for _, _, person in clients],
                [draft for draft, _, _ in touches],
                [field for _, field, _ in touches],
                [person for _, _, person in touches],
                moment,
                self._process,
            )
        COMMIT_SECONDS.observe(time.perf_counter() - began)
        UPDATES.inc(len(rows))
        outcomes = {answer["draft_id"]: answer for answer in answers}
        for one in taken:
            answer = outcomes.get(one.batch.draft_id)
            if one.outcome.done():
                continue
            if answer is None:
                one.outcome.set_exception(NotStored())
            elif answer["refused_author"] is not None:
                one.outcome.set_exception(AuthorRefused(answer["refused_author"]))
            else:
                one.outcome.set_result(Stored(sequence=answer["last_sequence"], at=moment))


def _fail(waiting: list[_Waiting]) -> None:
    for one in waiting:
        if not one.outcome.done():
            one.outcome.set_exception(NotStored())
