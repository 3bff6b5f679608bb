"""The unit of work: the only way to write.

One transaction locks the journals it touches, judges rows nobody else can move, writes, and numbers
its facts in the order in which they become visible. PostgreSQL delivers the wake-up after COMMIT
and drops it on ROLLBACK.
"""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import as_person, as_sweeper, execute, fetch, fetch_one
from samenspraak.errors import IdTaken, NotFound
from samenspraak.journal.decisions import NOTHING, Head, NewEntry, follow
from samenspraak.journal.schemas import Fact, JournalKind, MoveRequest

CHANNEL = "journal"

_LOCK = """
select id, head, head_digest, head_at from journal where id = any($1::uuid[])
order by array_position(array['region', 'organisation', 'shared', 'side', 'circle'], kind::text), id
for no key update
"""
_INSERT = """
insert into entry (id, journal_id, number, kind, actor, at, body, previous_digest, digest)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class Work:
    """What one person does at once, in one transaction; or what time did, and nobody."""

    def __init__(
        self, person_id: UUID | None, heads: dict[UUID, Head], *, is_theirs: bool = True
    ) -> None:
        self._person_id = person_id
        self._actor = person_id if is_theirs else None
        self._heads = heads
        self._entries: list[NewEntry] = []
        self._dismissed: list[str] = []
        # Time is read after the lock and never earlier than the entry before it, so that order
        # and time agree even when a clock steps back.
        last = [head.at for head in heads.values() if head.at is not None]
        self.at: datetime = max([surroundings.now(), *last])

    @property
    def person_id(self) -> UUID:
        """Return whose work this is; what a person does is never asked of a sweep."""
        assert self._person_id is not None, "a sweep is nobody's work"
        return self._person_id

    def record(self, journal_id: UUID, fact: Fact) -> NewEntry:
        """Write a fact into a journal this work locked, and return the entry it becomes."""
        body = canonical_bytes(msgspec.to_builtins(fact)).decode()
        entry = follow(
            self._heads[journal_id],
            journal_id=journal_id,
            entry_id=surroundings.new_id(),
            kind=fact.KIND,
            actor=self._actor,
            at=self.at,
            body=body,
        )
        self._heads[journal_id] = Head(number=entry.number, digest=entry.digest, at=entry.at)
        self._entries.append(entry)
        return entry

    async def found(self, kind: JournalKind) -> UUID:
        """Begin a new journal, with this person as its first reader."""
        journal_id = surroundings.new_id()
        await execute("select found_journal($1, $2)", journal_id, kind.value)
        self._heads[journal_id] = Head(number=0, digest=NOTHING, at=None)
        return journal_id

    async def lock(self, *journal_ids: UUID) -> None:
        """Lock more journals; only those that come after the ones already held in the order."""
        wanted = [journal for journal in journal_ids if journal not in self._heads]
        if not wanted:
            return
        heads = await _lock(wanted)
        self._heads.update(heads)
        self.at = max([self.at, *(head.at for head in heads.values() if head.at is not None)])

    async def admit(self, journal_id: UUID, person_id: UUID, *, mode: str = "write") -> None:
        """Let a person read a journal, and every row that hangs on it."""
        await execute(
            "insert into journal_reader (id, journal_id, person_id, mode) values ($1, $2, $3, $4)"
            " on conflict do nothing",
            f"{journal_id}:{person_id}",
            journal_id,
            person_id,
            mode,
        )

    def dismiss(self, journal_id: UUID, person_id: UUID) -> None:
        """End a person's reading of a journal once all is written; open sockets notice at once."""
        self._dismissed.append(f"{journal_id}:{person_id}")

    async def repeats(self, request: MoveRequest, journal_id: UUID, *about: UUID) -> bool:
        """Tell whether this very request was already done; the same id for another is refused.

        The first time it is noted, so a command asks before it does anything. `about` is what the
        path names: the same words about something else, or elsewhere, are another request.
        """
        asked = digest(
            canonical_bytes(
                [
                    type(request).__name__,
                    str(journal_id),
                    msgspec.to_builtins(request),
                    *(str(named) for named in about),
                ]
            )
        )
        row = await fetch_one(
            "insert into move (id, journal_id, person_id, request_digest) values ($1, $2, $3, $4)"
            " on conflict (id) do nothing returning id",
            request.id,
            journal_id,
            self.person_id,
            asked,
        )
        if row is not None:
            return False
        first = await fetch_one(
            "select person_id, request_digest from move where id = $1", request.id
        )
        if first is None or (first["person_id"], first["request_digest"]) != (
            self.person_id,
            asked,
        ):
            raise IdTaken
        return True

    async def finish(self) -> None:
        """Write down what was recorded; the unit calls this once, at its end."""
        for entry in self._entries:
            await execute(
                _INSERT,
                entry.id,
                entry.journal_id,
                entry.number,
                entry.kind,
                entry.actor,
                entry.at,
                entry.body,
                entry.previous_digest,
                entry.digest,
            )
        for journal_id in dict.fromkeys(entry.journal_id for entry in self._entries):
            head = self._heads[journal_id]
            await execute(
                "update journal set head = $2, head_digest = $3, head_at = $4 where id = $1",
                journal_id,
                head.number,
                head.digest,
                head.at,
            )
            await execute("select pg_notify($1, $2)", CHANNEL, str(journal_id))
        # Last: whoever leaves may still write that they left.
        if self._dismissed:
            await execute("delete from journal_reader where id = any($1)", self._dismissed)


async def _lock(journal_ids: Iterable[UUID]) -> dict[UUID, Head]:
    wanted = list(dict.fromkeys(journal_ids))
    rows = await fetch(_LOCK, wanted)
    # A journal this person does not read is not there: the second lock on the door.
    if len(rows) != len(wanted):
        raise NotFound
    return {
        row["id"]: Head(number=row["head"], digest=row["head_digest"], at=row["head_at"])
        for row in rows
    }


@asynccontextmanager
async def unit_of_work(
    person_id: UUID, *journal_ids: UUID, is_theirs: bool = True
) -> AsyncGenerator[Work]:
    """Do one move: everything inside happens, or none of it.

    Own-side moves name their side's journal only, so that they never wait for, nor show in, the
    shared one. A refusal raised inside rolls everything back. What is not theirs but decided about
    somebody by whoever runs the server names no actor.
    """
    async with as_person(person_id):
        heads = await _lock(journal_ids) if journal_ids else {}
        work = Work(person_id, heads, is_theirs=is_theirs)
        yield work
        await work.finish()


@asynccontextmanager
async def unit_of_sweep(connection: asyncpg.Connection, journal_id: UUID) -> AsyncGenerator[Work]:
    """Write down what no person did, such as that an offer ended; its entries name no actor.

    The journal is locked as for a move, so a sweep and a move judge one after the other.
    """
    async with as_sweeper(connection):
        work = Work(None, await _lock([journal_id]))
        yield work
        await work.finish()
