"""What PostgreSQL itself refuses to the logins we serve with."""

import re

import asyncpg
import pytest

from samenspraak import guards
from samenspraak.embedded import Addresses
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.piccolo_app import APP_CONFIG

TABLES = {table._meta.tablename for table in APP_CONFIG.table_classes}
RULES = (
    guards.BY_JOURNAL,
    guards.BY_CONTENT,
    guards.BY_PERSON,
    guards.OWN_RULES,
    guards.OPEN,
)
# The one login that sees beyond a person's journals, and what for: mails that wait, what expired,
# how far journals grew, and which offers are due.
SWEPT = {
    "outbox",
    "session",
    "import_preview",
    "sign_request",
    "rate_bucket",
    "journal",
    "entry",
    "negotiation",
    "commitment",
    "version",
}


def test_every_table_has_exactly_one_rule():
    named = [table for rule in RULES for table in rule]
    assert sorted(named) == sorted(TABLES)


async def test_row_security_is_on_everywhere(owner: asyncpg.Connection):
    rows = await owner.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind = 'r' and not relrowsecurity"
    )
    # The list of migrations is nobody's but the owner's.
    assert {row["relname"] for row in rows} <= {"migration"}
    assert not await owner.fetchval(
        f"select has_table_privilege('{SERVER}', 'migration', 'select, insert, update, delete')"
    )


async def test_rows_are_seen_by_journal_or_by_person(owner: asyncpg.Connection):
    rows = await owner.fetch(
        "select tablename, policyname, roles, cmd, qual, with_check from pg_policies"
    )
    general = {row["tablename"]: row for row in rows if row["policyname"] == "seen"}
    assert set(general) == TABLES
    for table, row in general.items():
        assert row["cmd"] == "ALL"
        if table in guards.BY_JOURNAL:
            assert "journal_id = ANY" in row["qual"]
            assert row["with_check"] == row["qual"]
        elif table in guards.BY_CONTENT:
            assert "journal_id = ANY" in row["qual"]
            assert f"has_content(journal_id, {guards.BY_CONTENT[table]})" in row["qual"]
        elif table in guards.BY_PERSON:
            assert row["qual"] == row["with_check"]
            assert "person_id = ( SELECT my_person()" in row["qual"]
    assert {table for table, row in general.items() if row["qual"] == "true"} == {
        *guards.OPEN,
        "signing_key",
    }


async def test_only_the_sweeper_sees_more_and_only_there(owner: asyncpg.Connection):
    rows = await owner.fetch("select tablename, policyname, roles from pg_policies")
    beyond = {
        (row["tablename"], tuple(row["roles"])) for row in rows if row["policyname"] != "seen"
    }
    assert beyond == {(table, (SWEEPER,)) for table in SWEPT}
    for table in TABLES:
        allowed = await owner.fetchval(
            "select has_any_column_privilege($1, $2, 'select, insert, update')"
            " or has_table_privilege($1, $2, 'delete, truncate')",
            SWEEPER,
            table,
        )
        assert allowed == (table in SWEPT), table


async def test_the_sweeper_reads_no_reason_and_moves_no_text(owner: asyncpg.Connection):
    rows = await owner.fetch(
        "select attname as name, has_column_privilege($1, 'negotiation', attname, 'select') as reads,"
        " has_column_privilege($1, 'negotiation', attname, 'update') as writes"
        " from pg_attribute where attrelid = 'negotiation'::regclass and attnum > 0",
        SWEEPER,
    )
    assert {row["name"] for row in rows if not row["reads"]} == {
        "closed_reason",
        "paused_reason",
        "paused_by",
    }
    assert {row["name"] for row in rows if row["writes"]} == set(guards.SWEPT_CHANGES)
    assert not await owner.fetchval(
        "select has_column_privilege($1, 'journal', 'kind', 'update')", SWEEPER
    )
    assert not await owner.fetchval("select has_table_privilege($1, 'entry', 'update')", SWEEPER)


@pytest.mark.parametrize("role", [SERVER, SWEEPER])
async def test_the_logins_own_nothing_and_stand_above_nothing(owner: asyncpg.Connection, role: str):
    row = await owner.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " exists (select from pg_auth_members where member = r.oid) as is_member,"
        " exists (select from pg_class where relowner = r.oid) as owns,"
        " has_schema_privilege(r.oid, 'public', 'create') as creates"
        " from pg_roles r where rolname = $1",
        role,
    )
    assert row is not None
    assert [name for name, value in row.items() if value] == []


async def test_only_what_may_go_can_be_deleted(
    owner: asyncpg.Connection, server: asyncpg.Connection
):
    for table in sorted(TABLES):
        may = await owner.fetchval("select has_table_privilege($1, $2, 'delete')", SERVER, table)
        assert may == (table in guards.DELETABLE), table
        if not may:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await server.execute(f'delete from "{table}"')
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await server.execute(f'truncate "{table}"')


async def test_what_was_said_and_signed_cannot_be_changed(
    owner: asyncpg.Connection, server: asyncpg.Connection
):
    for table in guards.UNCHANGING:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await server.execute(f'update "{table}" set id = id')
        triggers = await owner.fetch(
            "select pg_get_triggerdef(oid) as text from pg_trigger"
            " where tgrelid = $1::regclass and tgname = 'for_ever'",
            table,
        )
        assert ["BEFORE DELETE OR UPDATE" in row["text"] for row in triggers] == [True]
    for table, columns in guards.FROZEN_COLUMNS.items():
        [trigger] = await owner.fetch(
            "select pg_get_triggerdef(oid) as text from pg_trigger"
            " where tgrelid = $1::regclass and tgname = 'frozen'",
            table,
        )
        watched = re.findall(r"old\.(\w+)\)?(?:::text)? IS DISTINCT", trigger["text"])
        assert set(watched) == set(columns)


async def test_not_even_the_owner_empties_the_journals(owner: asyncpg.Connection):
    """Row by row is refused by the same function; emptying a table asks no row."""
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await owner.execute("truncate entry")


async def test_a_journal_begins_only_with_its_founder(server: asyncpg.Connection):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await server.execute(
            "insert into journal (id, kind, head, head_digest) values (null, '', 0, '')"
        )


async def test_whoever_is_nobody_sees_nothing(migrated: Addresses, server: asyncpg.Connection):
    for table in sorted(TABLES - {*guards.OPEN, "signing_key"}):
        assert await server.fetch(f'select * from "{table}"') == []


async def test_functions_that_see_more_look_nowhere_else_for_their_names(owner: asyncpg.Connection):
    """A search path of the caller's could slip other tables under them."""
    rows = await owner.fetch(
        "select proname, proconfig::text as config, proacl::text as rights from pg_proc"
        " where pronamespace = 'public'::regnamespace and prosecdef"
    )
    assert rows
    for row in rows:
        assert "search_path=public, pg_temp" in row["config"], row["proname"]
        # "=X/owner" would be everybody's right.
        assert not any(right.startswith("=") for right in row["rights"].strip("{}").split(",")), (
            row["proname"]
        )


async def test_a_function_of_an_older_release_makes_way(owner: asyncpg.Connection):
    """`create or replace` refuses other columns, and nobody could start the new release."""
    made = "select pg_get_function_result(oid) from pg_proc where proname = 'invitation_by'"
    now = await owner.fetchval(made)
    await owner.execute("drop function invitation_by(text)")
    await owner.execute(
        "create function invitation_by(secret_hash text) returns table (id uuid)"
        " language sql stable as $$ select i.id from invitation i where false $$"
    )
    async with owner.transaction():
        for statement in guards.statements(server_role=SERVER, sweeper_role=SWEEPER):
            await owner.execute(statement)
    assert await owner.fetchval(made) == now
    assert await owner.fetchval(
        f"select has_function_privilege('{SERVER}', 'invitation_by(text)', 'execute')"
    )
