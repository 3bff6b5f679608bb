"""Stores what people wrote in all drafts of this process, one transaction at a time.

Whatever came in while one is under way goes into the next, so that more work makes fewer commits
for each update rather than a longer queue.
"""

import asyncio
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import Connection, as_person, line_of_its_own
from samenspraak.drafting.rooms.counts import COMMIT_SECONDS, UPDATES
from samenspraak.errors import Refusal

# A draft that somebody freezes holds up its own readers only: after this long it is stored alone.
SHARED_WAIT = "200ms"
STATEMENT = "select * from append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"

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


# When it was stored, and what became of each draft.
_Answers = tuple[datetime, dict[UUID, Any]]


class Committer:
    """One for a process, started with the application.

    It keeps a connection of its own. What it calls judges every author by itself, so there is no
    person to set, and one statement is a transaction: one exchange with PostgreSQL instead of five
    is most of what somebody waits for who sees another type.
    """

    def __init__(self, url: str, process: str) -> None:
        self._url = url
        self._process = process
        self._connection: asyncpg.Connection | None = None
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
        self._hang_up()

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
                connection = await self._line()
                await self._commit(connection, taken)
            except asyncpg.LockNotAvailableError:
                # Who holds the row of one draft holds up that one alone.
                self._try_each(taken)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                log.warning("drafts were not stored", error=type(error).__name__)
                _fail(taken)
                self._hang_up()
            except Exception as error:
                # A line that breaks while it is made raises what no list foresees, and whatever
                # it is must not end the one task that stores for everybody.
                log.warning("drafts were not stored", exc_info=error)
                _fail(taken)
                self._hang_up()
            except BaseException:
                _fail(taken)
                raise

    async def _line(self) -> asyncpg.Connection:
        connection = self._connection
        if connection is None or connection.is_closed():
            connection = self._connection = await line_of_its_own(
                self._url, lock_timeout=SHARED_WAIT
            )
        return connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    def _try_each(self, taken: list[_Waiting]) -> None:
        for one in taken:
            task = asyncio.create_task(self._commit_alone(one))
            self._alone.add(task)
            task.add_done_callback(self._alone.discard)

    async def _commit_alone(self, one: _Waiting) -> None:
        try:
            async with as_person(None) as connection:
                answers = await self._ask(connection, [one])
            self._tell([one], answers)
        except (Refusal, asyncpg.PostgresError, OSError) as error:
            log.warning("a draft was not stored", error=type(error).__name__)
            _fail([one])
        except BaseException:
            _fail([one])
            raise

    async def _commit(self, connection: Connection, taken: list[_Waiting]) -> None:
        began = time.perf_counter()
        answers = await self._ask(connection, taken)
        COMMIT_SECONDS.observe(time.perf_counter() - began)
        self._tell(taken, answers)

    async def _ask(self, connection: Connection, taken: list[_Waiting]) -> _Answers:
        moment = surroundings.now()
        batches = [one.batch for one in taken]
        rows = [(batch.draft_id, *row) for batch in batches for row in batch.rows]
        clients = [(batch.draft_id, *client) for batch in batches for client in batch.clients]
        touches = [(batch.draft_id, *touch) for batch in batches for touch in batch.touches.items()]
        answers = await connection.fetch(
            STATEMENT,
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
        return moment, {answer["draft_id"]: answer for answer in answers}

    def _tell(self, taken: list[_Waiting], answers: _Answers) -> None:
        moment, by_draft = answers
        for one in taken:
            answer = by_draft.get(one.batch.draft_id)
            if one.outcome.done():
                continue
            if answer is None:
                one.outcome.set_exception(NotStored())
            elif answer["refused_author"] is not None:
                one.outcome.set_exception(AuthorRefused(answer["refused_author"]))
            else:
                UPDATES.inc(len(one.batch.rows))
                one.outcome.set_result(Stored(sequence=answer["last_sequence"], at=moment))


def _fail(waiting: list[_Waiting]) -> None:
    for one in waiting:
        if not one.outcome.done():
            one.outcome.set_exception(NotStored())
