"""Throwing a workspace away: only after its term, only when nobody holds it, and then all of it."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import Room
from tests.builders_agreements import proven, ready_to_sign, sign
from tests.conftest import Clock

from samenspraak.agreements import commands
from samenspraak.agreements.decisions import StillKept
from samenspraak.agreements.schemas import LiftHold, PlaceHold
from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import NotFound
from samenspraak.journal.audit import audited
from samenspraak.letting_go import UnknownWorkspace, purge
from samenspraak.settings import Settings
from samenspraak.workspaces.access import enter


async def ends(room: Room, day: date) -> None:
    async with as_person(room.marieke.person_id):
        await execute(
            "update contract set ends_on = $2 from workspace w"
            " where w.id = $1 and contract.id = w.contract_id",
            room.id,
            day,
        )


async def concluded(room: Room, settings: Settings) -> UUID:
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke), version, settings)
    await sign(proven(room.tom), version, settings)
    return version.id


async def rows_of(owner: asyncpg.Connection, journals: list[UUID]) -> dict[str, int]:
    """Count every row of the database that hangs on one of these journals."""
    tables = await owner.fetch(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
        " and a.attname = 'journal_id'"
    )
    counted = {
        row["relname"]: await owner.fetchval(
            f'select count(*) from "{row["relname"]}" where journal_id = any($1)', journals
        )
        for row in tables
    }
    return {table: count for table, count in counted.items() if count}


async def journals_of(owner: asyncpg.Connection, room: Room) -> list[asyncpg.Record]:
    return await owner.fetch(
        "select id, head, head_digest from journal where id = $1 or id in"
        " (select journal_id from side_room where workspace_id = $2) order by id",
        room.journal_id,
        room.id,
    )


async def test_all_of_a_workspace_goes_and_the_heads_of_its_journals_stay(
    own_room: Room, room: Room, settings: Settings, owner: asyncpg.Connection, clock: Clock
):
    await concluded(own_room, settings)
    await ends(own_room, date(2028, 7, 31))
    clock.move_on(days=20 * 365)
    before = await journals_of(owner, own_room)
    ids = [row["id"] for row in before]
    others = await rows_of(owner, [row["id"] for row in await journals_of(owner, room)])
    assert (await rows_of(owner, ids))["entry"] > 10

    gone = await purge(settings.database_owner_url, own_room.id)

    assert await rows_of(owner, ids) == {}
    assert gone.counts["signature"] == 2
    after = await owner.fetch(
        "select id, head, head_digest, purged_at from journal where id = any($1) order by id", ids
    )
    assert [(row["head"], row["head_digest"]) for row in after] == [
        (row["head"], row["head_digest"]) for row in before
    ]
    assert all(row["purged_at"] is not None for row in after)
    # What is left in the log has no content: ids, numbers and digests.
    record = await owner.fetchrow("select * from purge_record where workspace_id = $1", own_room.id)
    assert record is not None
    heads = msgspec.json.decode(record["heads"])
    assert {(head["journalId"], head["head"], head["headDigest"]) for head in heads} == {
        (str(row["id"]), row["head"], row["head_digest"]) for row in before
    }
    # Nobody finds it any more, nothing of others went, and the audit knows.
    with pytest.raises(NotFound):
        await enter(own_room.marieke.person, own_room.id)
    assert await rows_of(owner, [row["id"] for row in await journals_of(owner, room)]) == others
    async with owner.transaction():
        assert (await audited(owner, ids)).findings == ()
    with pytest.raises(UnknownWorkspace):
        await purge(settings.database_owner_url, own_room.id)


async def test_before_its_day_nothing_goes(own_room: Room, settings: Settings, clock: Clock):
    await ends(own_room, date(2028, 7, 31))
    # A minute before the day begins in Amsterdam.
    clock.stop()
    clock.move_on(seconds=(datetime(2035, 7, 30, 21, 59, tzinfo=UTC) - clock()).total_seconds())
    with pytest.raises(StillKept) as refused:
        await purge(settings.database_owner_url, own_room.id)
    assert refused.value.facts["until"] == "2035-07-31"
    clock.move_on(minutes=1)
    await purge(settings.database_owner_url, own_room.id)


async def test_without_a_known_end_nothing_goes(own_room: Room, settings: Settings):
    async with as_person(own_room.marieke.person_id):
        await execute(
            "update contract set ends_on = null where journal_id = $1", own_room.journal_id
        )
    with pytest.raises(StillKept):
        await purge(settings.database_owner_url, own_room.id)


async def test_while_a_side_holds_it_nothing_goes(own_room: Room, settings: Settings):
    await ends(own_room, date(2015, 7, 31))
    hold_id = uuid4()
    await commands.place_hold(own_room.youssef, PlaceHold(id=hold_id, reason="Er loopt een zaak."))
    with pytest.raises(StillKept) as refused:
        await purge(settings.database_owner_url, own_room.id)
    assert refused.value.facts["held"] == "true"
    await commands.lift_hold(
        own_room.youssef, hold_id, LiftHold(id=uuid4(), reason="De zaak is klaar.")
    )
    await purge(settings.database_owner_url, own_room.id)


@pytest.mark.parametrize(
    ("act", "statement"),
    [
        ("DELETE", "delete from entry"),
        ("DELETE", "delete from signature"),
        ("UPDATE", "update signature set name = ''"),
        ("UPDATE", "update entry set body = '{}'"),
    ],
)
async def test_the_server_itself_lets_nothing_go(own_room: Room, act: str, statement: str):
    async def let_go() -> None:
        async with as_person(own_room.marieke.person_id):
            await execute("select set_config('app.letting_go', $1, true)", act)
            await execute(statement)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await let_go()


async def test_the_server_sees_nothing_of_what_was_purged(
    own_room: Room, settings: Settings, owner: asyncpg.Connection
):
    await ends(own_room, date(2015, 7, 31))
    await purge(settings.database_owner_url, own_room.id)
    assert await owner.fetchval("select count(*) from purge_record") >= 1
    async with as_person(own_room.marieke.person_id):
        assert await fetch("select id from purge_record") == []


async def test_the_owner_who_does_not_say_so_lets_nothing_go(
    own_room: Room, owner: asyncpg.Connection
):
    with pytest.raises(asyncpg.PostgresError, match="for ever"):
        await owner.execute("delete from entry where journal_id = $1", own_room.journal_id)
