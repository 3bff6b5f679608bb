"""A second process that starts never takes the floor from under the first."""

import ast
import asyncio
import os
import sys
from pathlib import Path
from uuid import uuid4

import asyncpg
from tests.builders import Room
from tests.postgres import TestCluster
from tests.servers import free_ports, ready, start_server

import samenspraak
from samenspraak.database import as_person, fetch_one
from samenspraak.errors import Busy
from samenspraak.settings import Settings
from samenspraak.sweeping import take_lead

SERVER = Path(samenspraak.__file__).parent


async def bring_up_to_date(settings: Settings) -> None:
    """Do what a process does before it serves, in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
        "DATABASE_SWEEPER_URL": settings.database_sweeper_url,
        "SAMENSPRAAK_DATA": str(settings.data_folder),
    }
    program = Path(sys.executable).with_name("samenspraak")
    process = await asyncio.create_subprocess_exec(program, "migrate", env=environment)
    assert await process.wait() == 0


async def test_people_go_on_seeing_what_is_theirs_while_others_start(
    room: Room, settings: Settings, cluster: TestCluster
):
    assert cluster is not None
    owner = settings.database_owner_url

    async def start() -> None:
        # As a new release would: the guards count as not in place, and are all made again.
        connection = await asyncpg.connect(owner)
        try:
            await connection.execute("comment on function my_person() is 'of another release'")
        finally:
            await connection.close()
        await bring_up_to_date(settings)

    async def look(done: asyncio.Event) -> int:
        looks = 0
        while not done.is_set():
            try:
                async with as_person(room.marieke.person_id):
                    row = await fetch_one("select id from workspace where id = $1", room.id)
            except Busy:
                # "Try again shortly" is a fair answer for a moment; "not there" never is.
                continue
            assert row is not None, "what was there a moment ago was gone"
            looks += 1
        return looks

    done = asyncio.Event()
    looking = asyncio.create_task(look(done))
    try:
        for _ in range(3):
            await start()
    finally:
        done.set()
    assert await looking > 0


async def test_guards_that_somebody_took_away_come_back_at_the_next_start(
    room: Room, settings: Settings
):
    owner = await asyncpg.connect(settings.database_owner_url)
    try:
        await owner.execute("drop policy seen on read_mark")
        await bring_up_to_date(settings)
        there = await owner.fetchval(
            "select count(*) from pg_policies where tablename = 'read_mark' and policyname = 'seen'"
        )
    finally:
        await owner.close()
    assert room
    assert there == 1


def test_every_lock_that_processes_share_has_a_number_of_its_own():
    """Two that had the same would wait for each other without reason, or stop each other's work."""
    locks = {
        f"{path.relative_to(SERVER)}:{name.id}": node.value.value
        for path in SERVER.rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in node.targets
        if isinstance(name, ast.Name) and name.id.endswith("_LOCK")
        if isinstance(node.value.value, int)
    }

    assert len(locks) >= 4
    assert len(set(locks.values())) == len(locks), locks


async def test_a_process_starts_while_another_sweeps_and_finds_its_keys(
    cluster: TestCluster, template: str, tmp_path: Path
):
    """The sweeping process holds its lock for as long as it lives."""
    name = f"beside_{uuid4().hex}"
    addresses = cluster.create_database(name, template=template)
    sweeping = await asyncpg.connect(addresses.sweeper)
    assert await take_lead(sweeping)
    (port,) = free_ports(1)
    server = start_server(addresses, port, [port], tmp_path)
    try:
        await ready(server)
        owner = await asyncpg.connect(addresses.owner)
        keys = await owner.fetchval("select count(*) from signing_key")
        await owner.close()
    finally:
        server.kill()
        await sweeping.close()
        cluster.drop_database(name)
    said = (tmp_path / f"serve-{port}.log").read_text()
    assert keys == 1
    assert "busy" not in said
    assert "sealed" not in said
