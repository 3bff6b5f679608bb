"""The audit of agreements: whatever is changed in the database is named, and where.

Everything here is done as the owner of the database, with the triggers off, and undone afterwards.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from tests.agreements.audited import Story, a_story
from tests.builders import People, Room

from samenspraak.agreements.auditing import audited_agreements
from samenspraak.agreements.auditing.shapes import MISFITS_LIMIT
from samenspraak.agreements.queries import bundle, stored_versions
from samenspraak.canonical import canonical_bytes
from samenspraak.database import as_person
from samenspraak.journal.audit import audited
from samenspraak.journal.decisions import NOTHING, Head, follow
from samenspraak.settings import Settings
from samenspraak.tokens import RECEIPT_TYPE, make_key, sign_detached

TABLES = (
    "version",
    "signature",
    "receipt",
    "paper_confirmation",
    "revision",
    "binding",
    "signing_rule",
    "signed_copy",
    "holder_change",
    "dispute_hold",
    "entry",
    "journal",
)
# Whoever owns the database can take away every lock on these tables; only the audit is left then.
LOCKS = """
select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
from pg_constraint where contype in ('f', 'u', 'c')
  and (conrelid = any($1::text[]::regclass[]) or confrelid = any($1::text[]::regclass[]))
union all
select format('drop index %s', indexrelid::regclass) from pg_index
where indisunique and not indisprimary and indrelid = any($1::text[]::regclass[])
  and not exists (select from pg_constraint where conindid = indexrelid)
"""
# What nothing in the house says a second time, and so cannot be judged, with the reason.
FREE = {
    "revision.id": "a name that other rows repeat and follow; a text is told by its number",
    "binding.id": "a name that nothing repeats; a binding is told by its version and commitment",
    "signed_copy.remark": "words that are in no digest; the file itself is named by its entry",
    "holder_change.id": "a name that nothing repeats; it is told by its slot and number",
    "holder_change.role": "repeats what stands in the agreed text",
    "dispute_hold.reason": "words that are in no digest",
    "dispute_hold.lifted_reason": "words that are in no digest",
    "paper_confirmation.id": "a name that nothing repeats; a word is told by its version and side",
}


@pytest.fixture
async def story(room: Room, settings: Settings, people: People) -> Story:
    return await a_story(room, settings, people)


@pytest.fixture
async def held(story: Story, settings: Settings) -> bytes:
    """The bundle of version 4, as a party took it away; ask for it before the owner."""
    async with as_person(story.room.tom.person_id):
        (four,) = [each for each in await stored_versions(story.room.id) if each.number == 4]
    _, data = await bundle(story.room.tom, four.id, settings)
    return data


@pytest.fixture
async def owner(settings: Settings, story: Story) -> AsyncIterator[asyncpg.Connection]:
    """The owner, with every trigger and constraint off; everything is undone afterwards."""
    connection = await asyncpg.connect(settings.database_owner_url)
    transaction = connection.transaction()
    await transaction.start()
    try:
        for table in TABLES:
            await connection.execute(f'alter table "{table}" disable trigger user')
        for statement in await connection.fetch(LOCKS, list(TABLES)):
            await connection.execute(statement["drop"])
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def test_rooms_left_alone_are_sound(story: Story, owner: asyncpg.Connection):
    report = await audited_agreements(owner, story.rooms)

    assert report.misfits == ()
    assert (report.workspaces, report.versions) == (3, 9)


@pytest.mark.parametrize("table", TABLES)
async def test_every_column_of_every_row_that_is_changed_is_named(
    story: Story, owner: asyncpg.Connection, table: str
):
    """Whatever another plausible value is: the audit says which row, or it is free with a reason."""
    unseen: list[tuple[object, ...]] = []
    free: dict[str, bool] = {}
    rows = await rows_of(owner, table, story)
    assert rows
    for column in await columns_of(owner, table):
        name = f"{table}.{column['name']}"
        for row in rows:
            for value in others(column, row):
                found = await after_change(owner, table, row, column["name"], value, story)
                if name in FREE:
                    free[name] = free.get(name, False) or not found
                elif table not in found:
                    unseen.append((name, str(row["id"]), value, found))
    assert unseen == [], unseen[:10]
    assert all(free.values()), "what is free is not judged at all"


async def after_change(
    owner: asyncpg.Connection,
    table: str,
    row: asyncpg.Record,
    column: str,
    value: str,
    story: Story,
) -> set[str]:
    """Change one column of one row, and return the tables that the audit names; then undo it."""
    async with undone(owner):
        await owner.execute(
            f'update "{table}" set "{column}" = {value} where id = $1',  # our own names
            row["id"],
        )
        return await named(owner, story.room_of(row))


async def named(owner: asyncpg.Connection, room: Room) -> set[str]:
    """Return the tables in which something does not fit."""
    report = await audited_agreements(owner, [room.id])
    tables = {misfit.table for misfit in report.misfits}
    chains = await audited(owner, [room.journal_id])
    # A chain that does not hold, or a head that is another, is a word about both.
    return tables | ({"entry", "journal"} if chains.findings else set())


async def test_rows_that_were_taken_out_are_missed(story: Story, owner: asyncpg.Connection):
    for table in set(TABLES) - {"entry", "journal"}:
        for row in await rows_of(owner, table, story):
            async with undone(owner):
                await owner.execute(
                    f'delete from "{table}" where id = $1', row["id"]
                )  # our own names
                found = await audited_agreements(owner, story.rooms)
            # A text that binds is missed first where it binds.
            near = {table, "binding"} if table == "revision" else {table}
            assert {misfit.table for misfit in found.misfits} & near, (table, row)


async def test_rows_that_were_put_in_are_named(story: Story, owner: asyncpg.Connection):
    for table in set(TABLES) - {"entry", "journal"}:
        columns = {column["name"] for column in await columns_of(owner, table)}
        row = (await rows_of(owner, table, story))[-1]
        changes = {"id": "gen_random_uuid()"}
        if table in {"version", "revision"}:
            changes["number"] = "number + 100"
        listed = ", ".join(f'"{name}"' for name in columns)
        copied = ", ".join(changes.get(name, f'"{name}"') for name in columns)
        async with undone(owner):
            await owner.execute(
                f'insert into "{table}" ({listed}) select {copied} from "{table}" where id = $1',  # our own names
                row["id"],
            )
            found = await audited_agreements(owner, story.rooms)
        foreign = [misfit for misfit in found.misfits if misfit.problem == "foreign"]
        assert {misfit.table for misfit in foreign} == {table}


async def test_two_signatures_that_changed_places_are_named(
    story: Story, owner: asyncpg.Connection
):
    first = await owner.fetchval(
        "select id from version where workspace_id = $1 and number = 1", story.room.id
    )
    one, other = await owner.fetch("select * from signature where version_id = $1", first)
    for row, from_row in ((one, other), (other, one)):
        await owner.execute(
            "update signature set content = $2, person_id = $3, name = $4, side = $5,"
            " entry_digest = $6, signed_at = $7 where id = $1",
            row["id"],
            *(
                from_row[name]
                for name in ("content", "person_id", "name", "side", "entry_digest", "signed_at")
            ),
        )

    found = await audited_agreements(owner, story.rooms)

    assert {(misfit.table, misfit.number) for misfit in found.misfits} == {("signature", 1)}


async def test_a_journal_that_was_cut_off_does_not_fit_what_was_sealed(
    story: Story, owner: asyncpg.Connection
):
    """The chain itself holds; the head in the receipt, and the rows, tell that there was more."""
    cut = await owner.fetchval(
        "select number from entry where journal_id = $1 and kind = 'version.signed'"
        " order by number desc offset 1 limit 1",
        story.room.journal_id,
    )
    await cut_off(owner, story.room, at=cut)

    assert (await audited(owner, [story.room.journal_id])).findings == ()
    found = await audited_agreements(owner, story.rooms)

    assert ("signature", "foreign") in {(each.table, each.problem) for each in found.misfits}
    assert ("receipt", "foreign") in {(each.table, each.problem) for each in found.misfits}


async def test_a_journal_that_was_written_anew_from_its_first_entry_is_found(
    story: Story, owner: asyncpg.Connection
):
    """Whoever computes every digest again still cannot seal: the receipts name the old ones."""
    await written_anew(owner, story.room.journal_id, from_second=1)
    await owner.execute(
        "update signature s set entry_digest = e.digest, signed_at = e.at from entry e"
        " where s.journal_id = $1 and e.journal_id = $1 and e.kind = 'version.signed'"
        " and e.body::jsonb ->> 'signatureId' = s.id::text",
        story.room.journal_id,
    )

    assert (await audited(owner, [story.room.journal_id])).findings == ()
    found = await audited_agreements(owner, [story.room.id])

    first = found.misfits[0]
    assert (first.number, first.workspace_id) == (1, story.room.id)
    assert ("other-head", 1) in {(each.problem, each.number) for each in found.misfits}
    assert ("other-head", 4) in {(each.problem, each.number) for each in found.misfits}


async def test_a_receipt_sealed_anew_with_a_key_of_ones_own_is_not_believed(
    story: Story, owner: asyncpg.Connection, settings: Settings, tmp_path: Path
):
    """Also with that key in the table: the folder of the keys knows it not."""
    key = make_key(tmp_path)
    row = await owner.fetchrow(
        "select * from receipt where journal_id = $1 order by issued_at", story.room.journal_id
    )
    assert row is not None
    await owner.execute(
        "update receipt set seal = $2, kid = $3 where id = $1",
        row["id"],
        sign_detached(row["content"].encode(), key, RECEIPT_TYPE),
        key.kid,
    )

    (unknown,) = (await audited_agreements(owner, story.rooms)).misfits
    assert (unknown.problem, unknown.what, unknown.number) == ("unknown-key", "receipt.kid", 1)

    await owner.execute(
        "insert into signing_key (id, jwk, valid_from) values ($1, $2, $3)",
        key.kid,
        canonical_bytes(key.public.as_jwk()).decode(),
        row["issued_at"],
    )
    assert (await audited_agreements(owner, story.rooms)).misfits == ()
    (stranger,) = (
        await audited_agreements(owner, story.rooms, keys_folder=settings.keys_folder)
    ).misfits
    assert (stranger.problem, stranger.row) == ("unknown-key", key.kid)


async def test_a_bundle_that_somebody_holds_tells_what_was_taken_out_without_a_trace(
    story: Story, held: bytes, owner: asyncpg.Connection
):
    """As after a backup of before the signing was put back: nothing in the house is wrong."""
    version = await owner.fetchrow(
        "select * from version where workspace_id = $1 and number = 4", story.room.id
    )
    assert version is not None
    assert (await audited_agreements(owner, story.rooms, held=[held])).misfits == ()
    gone = "where version_id in (select id from version where workspace_id = $1 and number >= 4)"
    for table in ("signing_rule", "signed_copy", "holder_change", "dispute_hold"):
        await owner.execute(
            f"delete from {table} where journal_id = $1", story.room.journal_id
        )  # our own names
    for table in ("signature", "receipt", "binding"):
        await owner.execute(f"delete from {table} {gone}", story.room.id)  # our own names
    await owner.execute(
        "delete from version where workspace_id = $1 and number >= 4", story.room.id
    )
    cut = await owner.fetchval(
        "select number from entry where body::jsonb ->> 'versionId' = $1"
        " and kind = 'version.offered'",
        str(version["id"]),
    )
    await cut_off(owner, story.room, at=cut)
    await owner.execute(
        "update version set state = 'in_force', closed_at = null"
        " where workspace_id = $1 and number = 1",
        story.room.id,
    )
    await owner.execute(
        "update binding set to_at = null where journal_id = $1 and version_id ="
        " (select id from version where workspace_id = $2 and number = 1)",
        story.room.journal_id,
        story.room.id,
    )
    await owner.execute(
        "delete from revision where journal_id = $1 and put_at >= $2",
        story.room.journal_id,
        version["offered_at"],
    )
    assert (await audited_agreements(owner, [story.room.id])).misfits == ()
    assert (await audited(owner, [story.room.journal_id])).findings == ()

    found = await audited_agreements(owner, [story.room.id], held=[held])

    assert [(each.problem, each.what, each.number) for each in found.misfits] == [
        ("other-than-held", "version.digest", 4),
        ("other-than-held", "entry.digest", 4),
    ]


async def cut_off(owner: asyncpg.Connection, room: Room, *, at: int) -> None:
    """Take everything from an entry on out of a journal, so that its chain holds."""
    await owner.execute(
        "delete from entry where journal_id = $1 and number >= $2", room.journal_id, at
    )
    await owner.execute(
        "update journal j set head = e.number, head_digest = e.digest, head_at = e.at from entry e"
        " where j.id = $1 and e.journal_id = j.id and e.number = $2",
        room.journal_id,
        at - 1,
    )


async def test_of_very_many_bad_places_the_first_are_listed_and_the_rest_counted(
    story: Story, owner: asyncpg.Connection
):
    await owner.execute(
        "insert into signature select gen_random_uuid(), s.journal_id, s.version_id, s.side,"
        " gen_random_uuid(), s.name, s.signed_at, s.content, s.entry_digest"
        " from (select * from signature where journal_id = $1 limit 1) s, generate_series(1, 150)",
        story.room.journal_id,
    )

    found = await audited_agreements(owner, story.rooms)

    assert len(found.misfits) == MISFITS_LIMIT
    assert found.more >= 50


async def written_anew(owner: asyncpg.Connection, journal_id: UUID, *, from_second: int) -> None:
    """Shift every entry in time, and give each the digest that follows from it."""
    head = Head(number=0, digest=NOTHING, at=None)
    for row in await owner.fetch(
        "select * from entry where journal_id = $1 order by number", journal_id
    ):
        made = follow(
            head,
            journal_id=journal_id,
            entry_id=row["id"],
            kind=row["kind"],
            actor=row["actor"],
            at=row["at"] + timedelta(seconds=from_second),
            body=row["body"],
        )
        await owner.execute(
            "update entry set at = $2, previous_digest = $3, digest = $4 where id = $1",
            row["id"],
            made.at,
            made.previous_digest,
            made.digest,
        )
        head = Head(number=made.number, digest=made.digest, at=made.at)
    await owner.execute(
        "update journal set head_digest = $2, head_at = $3 where id = $1",
        journal_id,
        head.digest,
        head.at,
    )


@asynccontextmanager
async def undone(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """Take back what is done inside."""
    change = owner.transaction()
    await change.start()
    try:
        yield
    finally:
        await change.rollback()


def others(column: asyncpg.Record, row: asyncpg.Record) -> Iterator[str]:
    """Return other plausible values of a column, as SQL."""
    name, is_there = column["name"], row[column["name"]] is not None
    if column["is_nullable"] and is_there:
        yield "null"
    if column["type"] in {"character varying", "text"}:
        yield from (_words if column["type"] != "text" else _texts)(name, row[name])
    else:
        yield {
            "uuid": "gen_random_uuid()",
            "date": f"coalesce(\"{name}\", date '2026-10-01') + 1",
            "bigint": f'coalesce("{name}", 0) + 1',
            "integer": f'coalesce("{name}", 0) + 1',
            "timestamp with time zone": (
                f"coalesce(\"{name}\", timestamptz '2026-10-01 12:00Z') + interval '1 microsecond'"
            ),
        }[column["type"]]


def _words(name: str, value: str | None) -> Iterator[str]:
    words = {
        "side": ("buyer", "contractor"),
        "by_side": ("buyer", "contractor"),
        "offered_by_side": ("buyer", "contractor"),
        "closed_by_side": ("buyer", "contractor"),
        "origin": ("samenspraak", "outside"),
        "cause": ("first", "planning"),
        "state": (
            *("offered", "in_force", "superseded", "sent_back"),
            *("withdrawn", "lapsed", "void"),
        ),
        "kind": ("shared", "side", "version.signed"),
    }.get(name)
    if words is not None:
        yield from (f"'{word}'" for word in words if word != value)
    else:
        yield f"'{'a' * 43 if name == 'kid' else 'a' * 64}'"


def _texts(name: str, value: str | None) -> Iterator[str]:
    yield f"coalesce(\"{name}\", '') || ' '"
    if value is not None and "1" in value:
        yield f"replace(\"{name}\", '1', '2')"


async def columns_of(owner: asyncpg.Connection, table: str) -> list[asyncpg.Record]:
    """Return the columns of a table as PostgreSQL has them, with what they refer to."""
    return await owner.fetch(
        """
        select c.column_name::text as name, c.data_type::text as type,
               c.is_nullable = 'YES' as is_nullable
        from information_schema.columns c
        where c.table_schema = 'public' and c.table_name = $1 order by c.ordinal_position
        """,
        table,
    )


async def rows_of(owner: asyncpg.Connection, table: str, story: Story) -> list[asyncpg.Record]:
    """Return the rows of a table that hang on the rooms; of the entries some, as they are alike."""
    if table == "journal":
        where = "id = any($1)"
    elif table == "entry":
        where = "journal_id = any($1) and number % 7 = 1"
    else:
        where = "journal_id = any($1)"
    return await owner.fetch(
        f'select * from "{table}" where {where} order by id',  # our own names
        story.journals,
    )
