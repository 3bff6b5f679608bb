"""Puts a row in every table that has none, so that hiding it can be seen to work."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg

_COLUMNS = """
select a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as is_needed,
       (select c.confrelid::regclass::text from pg_constraint c
        where c.contype = 'f' and c.conrelid = a.attrelid and c.conkey = array[a.attnum]) as refers
from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
"""
_EMPTY = """
select relname as name from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migration'
order by relname
"""
_CHECKS = """
select conrelid::regclass::text as place, conname as name from pg_constraint
where contype = 'c' and conrelid = $1::regclass
"""


async def plant_where_empty(owner: asyncpg.Connection, known: Sequence[UUID]) -> None:
    """Give every empty table a row of a stranger's, made up from its columns."""
    stranger = await owner.fetchval(
        "select id from person where not id = any($1) order by id limit 1", known
    )
    journal = await owner.fetchval(
        "select id from journal where not exists (select from journal_reader r"
        " where r.journal_id = journal.id) limit 1"
    )
    if journal is None:
        journal = uuid4()
        await owner.execute(
            "insert into journal (id, kind, head, head_digest) values ($1, 'side', 0, '')", journal
        )
    assert stranger is not None, "somebody lives next door"
    for table in await owner.fetch(_EMPTY):
        if not await owner.fetchval(
            f'select exists (select from "{table["name"]}")'
        ):  # As it is called.
            await _plant(owner, table["name"], journal, stranger)


async def _plant(owner: asyncpg.Connection, table: str, journal: UUID, stranger: UUID) -> None:
    # What the words in it are is not what is looked at.
    for check in await owner.fetch(_CHECKS, f'"{table}"'):
        await owner.execute(f'alter table {check["place"]} drop constraint "{check["name"]}"')
    values: dict[str, Any] = {}
    for column in await owner.fetch(_COLUMNS, f'"{table}"'):
        if column["name"] == "journal_id":
            values[column["name"]] = journal
        elif column["name"] == "person_id":
            values[column["name"]] = stranger
        elif column["is_needed"] and column["refers"]:
            values[column["name"]] = await owner.fetchval(
                f"select id from {column['refers']} limit 1"  # As it is called.
            )
        elif column["is_needed"]:
            values[column["name"]] = await _some(owner, column["type"])
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${at}" for at in range(1, len(values) + 1))
    await owner.execute(
        f'insert into "{table}" ({names}) values ({places})',  # As it is called.
        *values.values(),
    )


async def _some(owner: asyncpg.Connection, kind: str) -> Any:
    if kind.startswith("timestamp") or kind in {"date", "tsvector"}:
        value = "''" if kind == "tsvector" else "now()"
        return await owner.fetchval(f"select {value}::{kind}")  # Types of our own.
    plain: dict[str, Any] = {"uuid": uuid4(), "boolean": False, "bytea": b"x"}
    if kind in {"integer", "bigint", "smallint"}:
        return 1
    return plain.get(kind, [] if kind.endswith("[]") else "x")
