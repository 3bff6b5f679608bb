"""The database is what the table classes say it is: migrations are written by hand, once read."""

import re

import asyncpg
from piccolo.columns import Column, ForeignKey, OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from samenspraak.piccolo_app import APP_CONFIG

TABLES: dict[str, type[Table]] = {
    table._meta.tablename: table for table in APP_CONFIG.table_classes
}
# How Piccolo spells a type, and how PostgreSQL does.
SPELLINGS = {
    "VARCHAR": "character varying",
    "TIMESTAMPTZ": "timestamp with time zone",
    "NUMERIC": "numeric",
}


def spelled(column: Column) -> str:
    name = column.column_type
    for ours, theirs in SPELLINGS.items():
        name = re.sub(rf"^{ours}\b", theirs, name)
    return name if name.startswith("character") else name.lower()


def columns() -> dict[tuple[str, str], Column]:
    return {
        (name, column._meta.db_column_name): column
        for name, table in TABLES.items()
        for column in table._meta.columns
    }


async def test_there_are_exactly_our_tables(owner: asyncpg.Connection):
    rows = await owner.fetch("select tablename from pg_tables where schemaname = 'public'")
    assert {row["tablename"] for row in rows} == set(TABLES) | {"migration"}


async def test_every_column_has_its_type_and_says_whether_it_may_be_empty(
    owner: asyncpg.Connection,
):
    rows = await owner.fetch(
        "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull"
        " from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0"
        " and not a.attisdropped and c.relname <> 'migration'"
    )
    there = {(row["relname"], row["attname"]): (row["type"], row["attnotnull"]) for row in rows}
    said = {place: (spelled(column), not column._meta.null) for place, column in columns().items()}
    assert there == said


async def test_every_key_and_every_unique_rule_is_there(owner: asyncpg.Connection):
    said = {
        (name, (table._meta.primary_key._meta.db_column_name,)) for name, table in TABLES.items()
    }
    said |= {(place[0], (place[1],)) for place, each in columns().items() if each._meta.unique}
    for name, table in TABLES.items():
        for constraint in table._meta.constraints:
            assert isinstance(constraint, Unique), "check constraints stand in the migration"
            said.add((name, tuple(sorted(constraint.get_column_names()))))
    rows = await owner.fetch(
        "select conrelid::regclass::text as name, array(select attname::text from pg_attribute"
        "  where attrelid = conrelid and attnum = any(conkey)) as columns"
        " from pg_constraint where contype in ('p', 'u')"
        " and connamespace = 'public'::regnamespace"
    )
    there = {
        (row["name"].strip('"'), tuple(sorted(row["columns"])))
        for row in rows
        if row["name"] != "migration"
    }
    assert there == said


async def test_whatever_is_pointed_at_cannot_be_taken_away(owner: asyncpg.Connection):
    said: set[tuple[str, str, str]] = set()
    for (name, column_name), column in columns().items():
        if isinstance(column, ForeignKey):
            assert column._foreign_key_meta.on_delete is OnDelete.restrict
            to = column._foreign_key_meta.resolved_references._meta.tablename
            said.add((name, column_name, to))
    rows = await owner.fetch(
        "select conrelid::regclass::text as name, a.attname::text as column_name,"
        " confrelid::regclass::text as target, confdeltype::text as on_delete,"
        " condeferrable from pg_constraint"
        " join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]"
        " where contype = 'f' and connamespace = 'public'::regnamespace"
    )
    there = {(row["name"], row["column_name"], row["target"]) for row in rows}
    assert there == said
    # A COMMIT must not fail on data, so nothing is checked that late.
    assert {(row["on_delete"], row["condeferrable"]) for row in rows} == {("r", False)}


async def test_every_column_that_is_looked_up_by_has_its_index(owner: asyncpg.Connection):
    rows = await owner.fetch(
        "select indrelid::regclass::text as name, a.attname::text as column_name from pg_index"
        " join pg_attribute a on a.attrelid = indrelid and a.attnum = indkey[0]"
    )
    there = {(row["name"].strip('"'), row["column_name"]) for row in rows}
    assert {place for place, column in columns().items() if column._meta.index} <= there


async def test_sql_makes_no_times_and_no_ids(owner: asyncpg.Connection):
    """Clock, ids and randomness come from outside; a default would be a second way."""
    rows = await owner.fetch(
        "select table_name, column_name, column_default from information_schema.columns"
        " where table_schema = 'public' and column_default is not null"
        " and table_name <> 'migration'"
    )
    assert [tuple(row) for row in rows if re.search(r"[a-z_]+\(", row["column_default"])] == []
