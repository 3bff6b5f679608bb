"""From an empty database to the newest shape, once, whoever else tries at the same time."""

import asyncpg
from tests.migrations.conftest import begin, finished

from samenspraak.embedded import Addresses
from samenspraak.settings import resource

# Everything the catalogues say about the shape, the rights and the guards.
SHAPE = (
    (
        "select table_name, column_name, data_type, is_nullable, column_default"
        " from information_schema.columns where table_schema = 'public' order by 1, 2"
    ),
    (
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2"
    ),
    (
        "select tablename, indexname, indexdef from pg_indexes"
        " where schemaname = 'public' order by 1, 2"
    ),
    (
        "select tablename, policyname, roles::text, cmd, qual, with_check"
        " from pg_policies order by 1, 2"
    ),
    (
        "select proname, prosrc, prosecdef, proacl::text from pg_proc"
        " where pronamespace = 'public'::regnamespace order by 1"
    ),
    (
        "select relname, relacl::text, relrowsecurity from pg_class"
        " where relnamespace = 'public'::regnamespace order by 1"
    ),
    (
        "select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger"
        " where not tgisinternal order by 1, 2"
    ),
    "select id, name from migration order by id",
)


def released() -> list[str]:
    """The names of all migrations there are, in order."""
    return sorted(path.stem for path in resource("migrations").glob("m*.py"))


async def test_the_owner_alone_brings_an_empty_database_to_the_newest_shape(empty: Addresses):
    code, _, complaint = finished(begin("migrate", empty))
    assert (code, complaint) == (0, "")

    connection = await asyncpg.connect(empty.owner)
    try:
        run = await connection.fetchval("select count(*) from migration")
        strangers = await connection.fetch(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and pg_get_userbyid(relowner) <> current_user"
        )
    finally:
        await connection.close()
    assert run == len(released())
    assert strangers == []


async def test_running_it_again_changes_nothing(empty: Addresses):
    finished(begin("migrate", empty))
    before = await picture(empty)

    code, _, complaint = finished(begin("migrate", empty))

    assert (code, complaint) == (0, "")
    assert await picture(empty) == before


async def test_of_four_that_start_together_one_does_the_work(empty: Addresses):
    """As when four replicas of a new release come up at once."""
    ends = [finished(each) for each in [begin("migrate", empty) for _ in range(4)]]

    assert [code for code, _, _ in ends] == [0, 0, 0, 0], ends
    connection = await asyncpg.connect(empty.owner)
    try:
        names = await connection.fetch("select name from migration order by id")
    finally:
        await connection.close()
    assert len(names) == len(released())


async def test_a_migration_that_fails_leaves_the_old_shape(empty: Addresses):
    """Something of somebody else's stands in the way: nothing of ours is left half made."""
    connection = await asyncpg.connect(empty.owner)
    try:
        await connection.execute("create table workspace (id int)")

        code, _, _ = finished(begin("migrate", empty))

        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' order by tablename"
        )
    finally:
        await connection.close()
    assert code != 0
    assert [row["tablename"] for row in tables] == ["migration", "workspace"]


async def picture(addresses: Addresses) -> list[tuple[object, ...]]:
    """What the catalogues say now."""
    connection = await asyncpg.connect(addresses.owner)
    try:
        return [tuple(row) for query in SHAPE for row in await connection.fetch(query)]
    finally:
        await connection.close()
