"""The audit reads what is really there: whoever holds the database cannot change it unseen."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.builders import Room

from samenspraak.journal.audit import audit, audited
from samenspraak.settings import Settings

TAMPERED = {
    "number": "number = number + 1000",
    "id": "id = gen_random_uuid()",
    "kind": "kind = kind || 's'",
    "actor": "actor = null",
    "at": "at = at + interval '1 microsecond'",
    "body": 'body = replace(body, \'"side":"buyer"\', \'"side":"other"\') || \' \'',
    "previous_digest": "previous_digest = repeat('a', 64)",
    "digest": "digest = repeat('a', 64)",
}


@pytest.fixture
async def owner(settings: Settings, database: None) -> AsyncIterator[asyncpg.Connection]:
    """The owner, who can even switch off the trigger; everything is undone afterwards."""
    connection = await asyncpg.connect(settings.database_owner_url)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def test_a_room_left_alone_is_sound(room: Room, settings: Settings):
    report = await audit(settings.database_owner_url, [room.journal_id])

    assert report.findings == ()
    assert (report.journals, report.entries > 5) == (1, True)


@pytest.mark.parametrize("column", TAMPERED)
async def test_whatever_the_owner_changes_in_an_entry_is_found(
    room: Room, owner: asyncpg.Connection, column: str
):
    await owner.execute("alter table entry disable trigger for_ever")
    await owner.execute(
        f"update entry set {TAMPERED[column]} where journal_id = $1 and number = 2",
        room.journal_id,
    )

    report = await audited(owner, [room.journal_id])

    assert report.findings
    assert {finding.journal_id for finding in report.findings} == {room.journal_id}


@pytest.mark.parametrize(
    "which", ["number = 2", "number = (select head from journal where id = $1)"]
)
async def test_whatever_the_owner_takes_out_is_missed(
    room: Room, owner: asyncpg.Connection, which: str
):
    await owner.execute("alter table entry disable trigger for_ever")
    await owner.execute(f"delete from entry where journal_id = $1 and {which}", room.journal_id)

    assert (await audited(owner, [room.journal_id])).findings


async def test_a_head_that_was_set_back_is_found(room: Room, owner: asyncpg.Connection):
    await owner.execute("update journal set head = head - 1 where id = $1", room.journal_id)

    (finding,) = (await audited(owner, [room.journal_id])).findings
    assert finding.problem == "other-head"
