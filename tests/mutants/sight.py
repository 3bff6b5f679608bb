"""What each person may see and write of each table, said once more and apart from guards/.

The rules of guards/ are taken away one by one; what they are held against must therefore not come
from them. Here it comes from the columns a table has, and from the few tables that differ.
"""

from uuid import UUID

import asyncpg

_MINE = (
    "(select r.journal_id from journal_reader r join person p on p.id = r.person_id"
    " where r.person_id = $1 and p.disabled_at is null)"
)
# Those that neither a journal nor a person owns alone; what the owner of the database sees with it
# is what this person may.
_SEEN = {
    "journal": f"t.id in {_MINE}",
    "journal_reader": f"(t.person_id = $1 or t.journal_id in {_MINE})",
    "person": (
        "(t.id = $1 or t.id in (select r.person_id from journal_reader r"
        f" where r.journal_id in {_MINE}))"
    ),
    "edition": f"(t.journal_id in {_MINE} or (t.journal_id is null and $1 is not null))",
    "signing_key": "true",
    "rate_bucket": "true",
    "purge_record": "false",
    "provider_request": "false",
}
# Bytes, by the column that names them. What was sent into a room of both is there for the side that
# sent it, and for the others once a message that is still there, or a paper, goes with it.
_BYTES = {"file": "content_id", "file_chunk": "content_id", "file_content": "id"}
_GOES_WITH = """
select f.content_id from file f where f.id in (
  select v.file_id from version v union select s.file_id from signed_copy s union
  select a.file_id from attachment a where a.message_id in (
    select m.id from message m where m.removed_at is null))
"""
_OF_MY_SIDE = f"""
select c.id from file_content c, workspace w, side_room r
where w.journal_id = c.journal_id and r.workspace_id = w.id and r.side = c.side
  and r.journal_id in {_MINE}
"""
# Written, and read again by the sweep alone.
UNSEEN = ("outbox",)
# Only functions of the database write here, or the owner.
NOBODY_WRITES = (
    "draft_update",
    "draft_snapshot",
    "draft_client",
    "draft_touch",
    "perspective",
    "findable",
    "journal",
)
# Everybody may write these, and nobody learns anything from it.
ANYBODY_WRITES = ("rate_bucket", "outbox", "signing_key")


async def may_see(owner: asyncpg.Connection, table: str, person: UUID | None) -> tuple[int, str]:
    """Count and digest what this person may see of a table."""
    condition = _SEEN.get(table) or await _by_columns(owner, table)
    if table in _BYTES:
        condition += (
            " and (t.journal_id not in (select w.journal_id from workspace w)"
            f" or t.{_BYTES[table]} in ({_GOES_WITH}) or t.{_BYTES[table]} in ({_OF_MY_SIDE}))"
        )
    return await _told(owner, f'"{table}" t where $1::uuid is not distinct from $1 and {condition}', person)  # fmt: skip


async def sees(server: asyncpg.Connection, table: str, person: UUID | None) -> tuple[int, str]:
    """Count and digest what PostgreSQL shows this person of a table."""
    async with server.transaction():
        await server.execute("select enter_as($1, '3s')", person)
        return await _told(server, f'"{table}" t')


async def writes(
    owner: asyncpg.Connection, server: asyncpg.Connection, table: str, person: UUID
) -> str:
    """Try to write a row that is not this person's, and say how that was refused, if it was.

    The row is a copy of one that is there; whatever comes of it is undone.
    """
    condition = _SEEN.get(table) or await _by_columns(owner, table)
    if table in {"person", "provider_request"}:
        # One sees of others what one may not write.
        condition = "t.id = $1" if table == "person" else "t.person_id = $1"
    row = await owner.fetchval(
        f'select to_jsonb(t)::text from "{table}" t'  # Names of tables and conditions of our own.
        f" where $1::uuid is not distinct from $1 and not coalesce({condition}, false) limit 1",
        person,
    )
    assert row is not None, f"there has to be somebody else's row in {table}"
    is_uuid = await owner.fetchval(
        "select atttypid = 'uuid'::regtype from pg_attribute"
        " where attrelid = $1::regclass and attname = 'id'",
        table,
    )
    new = "jsonb_build_object('id', gen_random_uuid()::text)" if is_uuid else '\'{"id": "x"}\''
    insert = (
        f'insert into "{table}" select (jsonb_populate_record(null::"{table}",'  # As above.
        f" $1::text::jsonb || {new}::jsonb)).*"
    )
    attempt = server.transaction()
    await attempt.start()
    try:
        await server.execute("select enter_as($1, '3s')", person)
        await server.execute(insert, row)
    except asyncpg.InsufficientPrivilegeError as refusal:
        return "row" if "row-level security" in str(refusal) else "table"
    except asyncpg.PostgresError as other:
        return type(other).__name__
    else:
        return ""
    finally:
        await attempt.rollback()


async def faults(
    owner: asyncpg.Connection,
    server: asyncpg.Connection,
    table: str,
    people: tuple[UUID | None, ...],
) -> list[str]:
    """Say where what PostgreSQL does with a table is not what it should do."""
    found: list[str] = []
    for person in people:
        if table in UNSEEN:
            continue
        if await sees(server, table, person) != await may_see(owner, table, person):
            found.append(f"{person} sees other rows of {table}")
        if person is None or table in ANYBODY_WRITES:
            continue
        refused = await writes(owner, server, table, person)
        if refused != ("table" if table in NOBODY_WRITES else "row"):
            found.append(f"{person} writes into {table}: {refused or 'done'}")
    if table in NOBODY_WRITES and table != "journal" and await _may_update(server, table):
        found.append(f"{table} may be updated")
    return found


async def _may_update(server: asyncpg.Connection, table: str) -> bool:
    may = await server.fetchval(
        "select has_any_column_privilege(current_user, $1, 'update')", f'"{table}"'
    )
    return bool(may)


async def _by_columns(owner: asyncpg.Connection, table: str) -> str:
    columns = {
        row["name"]
        for row in await owner.fetch(
            "select column_name as name from information_schema.columns"
            " where table_schema = 'public' and table_name = $1",
            table,
        )
    }
    if "journal_id" in columns:
        return f"t.journal_id in {_MINE}"
    assert "person_id" in columns, f"nothing says whose the rows of {table} are"
    return "t.person_id = $1"


async def _told(connection: asyncpg.Connection, rows: str, *values: object) -> tuple[int, str]:
    row = await connection.fetchrow(
        "select count(*)::int as many,"  # As above.
        f" coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from {rows}",
        *values,
    )
    assert row is not None
    return row["many"], row["digest"]
