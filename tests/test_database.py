"""The engine: one moment for a reader, and a pool that stays whole whatever happens."""

import asyncio
from contextvars import copy_context
from uuid import uuid4

import asyncpg
import pytest
from piccolo.engine.exceptions import TransactionError
from tests.builders import Room
from tests.postgres import TestCluster

from samenspraak.database import along_as, as_person, fetch, reading_as
from samenspraak.errors import Busy
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.queries import wordings
from samenspraak.workspaces.schemas import SetPurpose

# More often than the pool has connections: one kept back each time would empty it.
OFTEN = 25


async def everybody_at_once(settings: Settings) -> list[int]:
    """Use every connection of the pool at the same time."""

    async def one() -> int:
        async with as_person(None) as connection:
            await asyncio.sleep(0.01)
            return await connection.fetchval("select pg_backend_pid()")

    some = [one() for _ in range(settings.pool_size)]
    return await asyncio.wait_for(asyncio.gather(*some), 60)


async def test_what_somebody_reads_is_of_one_moment(room: Room):
    """A view takes several statements, and others move meanwhile."""
    # A task begun inside a transaction would take it for its own.
    outside = copy_context()
    async with reading_as(room.youssef.person_id):
        before = await wordings("purpose", room.id)
        request = SetPurpose(id=uuid4(), text="Nieuw")
        move = commands.set_purpose(room.marieke, request)
        await asyncio.create_task(move, context=outside)
        assert await wordings("purpose", room.id) == before
    async with reading_as(room.youssef.person_id):
        assert len(await wordings("purpose", room.id)) == len(before) + 1


async def test_only_who_is_there_already_goes_along_and_only_where_it_is_now(room: Room):
    """What is judged must be what is so, and of nobody but who is judged."""
    marieke, youssef = room.marieke.person_id, room.youssef.person_id
    async with as_person(marieke) as connection:
        async with along_as(marieke) as along:
            assert along is connection
        async with along_as(None) as along:
            assert along is connection
        for whose in (youssef, uuid4()):
            with pytest.raises(TransactionError):
                await along_as(whose).__aenter__()
    async with reading_as(marieke):
        for whose in (marieke, None):
            with pytest.raises(TransactionError):
                await along_as(whose).__aenter__()
    async with along_as(None) as connection:
        assert await connection.fetchval("select my_person()") is None


async def test_reading_writes_nothing(room: Room):
    async def write() -> None:
        async with reading_as(room.youssef.person_id):
            await fetch("update participant set title = title returning id")

    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await write()


@pytest.mark.parametrize("is_asked_more", [True, False])
async def test_a_connection_lost_midway_is_trouble_of_a_moment(
    database: None, cluster: TestCluster, settings: Settings, is_asked_more: bool
):
    """PostgreSQL hangs up in the middle, or just before the COMMIT: try again, and it goes."""

    async def cut_off() -> None:
        async with as_person(None) as connection:
            pid = await connection.fetchval("select pg_backend_pid()")
            await asyncio.to_thread(cluster.tell, f"select pg_terminate_backend({pid}, 5000)")
            if is_asked_more:
                await fetch("select 1")

    for _ in range(OFTEN):
        with pytest.raises(Busy):
            await cut_off()
    assert len(set(await everybody_at_once(settings))) == settings.pool_size


async def test_whoever_is_cancelled_gives_the_connection_back(database: None, settings: Settings):
    """A client that goes away cancels us, at any point: also while a transaction begins or ends."""

    async def work() -> None:
        async with as_person(None):
            await fetch("select pg_sleep(0.001)")

    for turns in range(OFTEN * 2):
        task = asyncio.create_task(work())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert len(set(await everybody_at_once(settings))) == settings.pool_size


async def test_a_mistake_of_ours_is_not_called_trouble_of_a_moment(database: None):
    async def ask_wrongly() -> None:
        async with as_person(None):
            await fetch("select $1::int")

    with pytest.raises(asyncpg.InterfaceError):
        await ask_wrongly()
