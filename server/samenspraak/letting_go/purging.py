"""Throwing a whole workspace away once nothing keeps it any more.

All rows that hang on its journals go, entries and files too. What is left is the journals' heads, so
that a receipt somebody holds can still be held against them, and a record without content.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.agreements.queries import end_of_term
from samenspraak.canonical import canonical_bytes
from samenspraak.deadlines import ZONE
from samenspraak.errors import NotFound
from samenspraak.letting_go.records import LetGo, note

_JOURNALS = """
select j.id, j.kind, j.head, j.head_digest from journal j
where j.id = (select journal_id from workspace where id = $1)
   or j.id in (select journal_id from side_room where workspace_id = $1)
order by array_position(array['shared', 'side', 'circle'], j.kind::text), j.id
for update
"""
_KEPT_BY = """
select c.ends_on,
       (select v.content from version v where v.workspace_id = w.id and v.state = 'in_force')
         as content,
       exists (select from dispute_hold h where h.workspace_id = w.id and h.lifted_at is null)
         as is_held,
       (select array_agg(distinct s.retention_years) from party p
        join organisation_setting s on s.organisation_id = p.organisation_id
        where p.workspace_id = w.id and s.retention_years is not null) as years
from workspace w join contract c on c.id = w.contract_id where w.id = $1
"""
# Tables whose rows hang on a journal, and which of them point at which.
_TABLES = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'journal_id'
"""
_POINTS = """
select f.relname as from_table, a.attname as from_column, t.relname as to_table,
       b.attname as to_column
from pg_constraint k
join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
where k.contype = 'f' and f.relnamespace = 'public'::regnamespace
"""


class UnknownWorkspace(NotFound):
    """There is no such workspace, or no more."""

    slug = "letting-go/unknown-workspace"


class Purged(Struct, frozen=True, kw_only=True):
    """How much went: rows by table."""

    workspace_id: UUID
    counts: dict[str, int]


async def purge(owner_url: str, workspace_id: UUID, *, noted_in: Path | None = None) -> Purged:
    """Throw a workspace away, all of it or nothing; refuse while its term runs or a side holds it.

    Raises `UnknownWorkspace`, or `StillKept` with until when and whether somebody holds it. The
    folder gets a note of it, so that a backup from before does not bring it back.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            journals = await _locked(connection, workspace_id)
            until = await _end_of_term(connection, workspace_id)
            purged = await _purge(connection, workspace_id, journals, until)
            if noted_in is not None:
                # Last before the commit: what was refused is not noted, what is noted was decided.
                at = surroundings.now()
                note(noted_in, LetGo(kind="workspace", id=workspace_id, at=at, kept_until=until))
            return purged
    finally:
        await connection.close()


async def purge_again(owner_url: str, let_go: LetGo) -> Purged | None:
    """Throw a workspace away that a backup brought back; None when it is not there.

    That nothing kept it any more was judged when it went; a backup may remember it otherwise.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            journals = await _locked(connection, let_go.id)
            until = let_go.kept_until or let_go.at.astimezone(ZONE).date()
            return await _purge(connection, let_go.id, journals, until)
    except UnknownWorkspace:
        return None
    finally:
        await connection.close()


async def _locked(connection: asyncpg.Connection, workspace_id: UUID) -> list[asyncpg.Record]:
    journals = await connection.fetch(_JOURNALS, workspace_id)
    if not journals:
        raise UnknownWorkspace
    return journals


async def _purge(
    connection: asyncpg.Connection,
    workspace_id: UUID,
    journals: Sequence[asyncpg.Record],
    until: date,
) -> Purged:
    counts = await _delete(connection, [row["id"] for row in journals])
    await _record(connection, workspace_id, journals, until, counts)
    return Purged(workspace_id=workspace_id, counts=counts)


async def _end_of_term(connection: asyncpg.Connection, workspace_id: UUID) -> date:
    row = await connection.fetchrow(_KEPT_BY, workspace_id)
    assert row is not None, "its journals were found"
    return end_of_term(
        row["ends_on"],
        row["content"],
        years=row["years"] or [],
        today=surroundings.now().astimezone(ZONE).date(),
        is_held=row["is_held"],
    )


async def _delete(connection: asyncpg.Connection, journal_ids: Sequence[UUID]) -> dict[str, int]:
    """Delete every row of these journals, what points at a row before the row itself."""
    tables = {row["relname"] for row in await connection.fetch(_TABLES)}
    points = [dict(row) for row in await connection.fetch(_POINTS)]
    await connection.execute("select set_config('app.letting_go', 'DELETE', true)")
    counts: dict[str, int] = {}
    for point in _from_outside(points, tables):
        # Rows of people that point into the room, such as how far somebody read.
        counts[point["from_table"]] = counts.get(point["from_table"], 0) + _number(
            await connection.execute(
                f'delete from "{point["from_table"]}" where "{point["from_column"]}" in'  # noqa: S608  # names of our own tables
                f' (select "{point["to_column"]}" from "{point["to_table"]}"'
                " where journal_id = any($1))",
                journal_ids,
            )
        )
    for table in _in_order(tables, points):
        counts[table] = _number(
            await connection.execute(
                f'delete from "{table}" where journal_id = any($1)',  # noqa: S608  # as above
                journal_ids,
            )
        )
    return {table: count for table, count in sorted(counts.items()) if count}


def _from_outside(
    points: Iterable[dict[str, Any]], tables: Collection[str]
) -> list[dict[str, Any]]:
    """Return the references into rows of journals by rows that hang on no journal themselves."""
    return [
        point
        for point in points
        if point["from_table"] not in tables and point["to_table"] in tables
    ]


def _in_order(tables: Collection[str], points: Sequence[dict[str, Any]]) -> list[str]:
    """Return the tables so that none comes before one that points at it."""
    waiting, ordered = set(tables), []
    while waiting:
        pointed_at = {
            point["to_table"]
            for point in points
            if point["from_table"] in waiting and point["from_table"] != point["to_table"]
        }
        free = sorted(waiting - pointed_at)
        assert free, "tables that point at each other in a ring cannot be emptied in order"
        ordered += free
        waiting -= set(free)
    return ordered


async def _record(
    connection: asyncpg.Connection,
    workspace_id: UUID,
    journals: Sequence[asyncpg.Record],
    until: date,
    counts: dict[str, int],
) -> None:
    at = surroundings.now()
    await connection.execute(
        "update journal set purged_at = $2 where id = any($1)",
        [row["id"] for row in journals],
        at,
    )
    heads = [
        {
            "journalId": str(row["id"]),
            "kind": row["kind"],
            "head": row["head"],
            "headDigest": row["head_digest"],
        }
        for row in journals
    ]
    await connection.execute(
        "insert into purge_record (id, workspace_id, purged_at, kept_until, heads, counts)"
        " values ($1, $2, $3, $4, $5, $6)",
        surroundings.new_id(),
        workspace_id,
        at,
        datetime.combine(until, time(), ZONE).astimezone(UTC),
        canonical_bytes(heads).decode(),
        canonical_bytes(msgspec.to_builtins(counts)).decode(),
    )


def _number(status: str) -> int:
    """Read how many rows a statement was about from what PostgreSQL answers, such as `DELETE 3`."""
    return int(status.rpartition(" ")[2])
