"""Who starts PostgreSQL, who joins, and that nothing is left behind."""

import asyncio
import os
import signal
from pathlib import Path

import asyncpg
import pytest
from tests.embedded.conftest import eventually

from samenspraak.embedded import EmbeddedPostgres, StartProblem, embedded_postgres


def processes_of(folder: Path) -> list[int]:
    """Every process that names the folder, or works in it."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
            here = (entry / "cwd").readlink()
        except OSError:
            continue
        if str(folder).encode() in words or here.is_relative_to(folder):
            found.append(int(entry.name))
    return found


async def ask(address: str, question: str) -> object:
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def answers(address: str) -> bool:
    try:
        return asyncio.run(ask(address, "select true")) is True
    except (OSError, asyncpg.PostgresError):
        return False


async def test_one_start_gives_a_server_that_answers_in_all_three_roles(data_folder):
    async with embedded_postgres(data_folder, durable=False) as addresses:
        assert await ask(addresses.owner, "select current_user") == "samenspraak_owner"
        assert await ask(addresses.server, "select current_user") == "samenspraak_server"
        assert await ask(addresses.sweeper, "select current_user") == "samenspraak_sweeper"
        assert await ask(addresses.server, "show server_encoding") == "UTF8"
        assert EmbeddedPostgres(data_folder).status().is_used

    assert EmbeddedPostgres(data_folder).status().pid is None
    assert eventually(lambda: processes_of(data_folder) == [])


async def test_what_was_stored_is_there_after_a_restart(data_folder):
    async with embedded_postgres(data_folder, durable=False) as addresses:
        await ask(addresses.owner, "create table kept (word text)")
        await ask(addresses.owner, "insert into kept values ('coöperatie')")

    async with embedded_postgres(data_folder, durable=False) as addresses:
        assert await ask(addresses.owner, "select word from kept") == "coöperatie"


def test_the_second_user_joins_and_the_last_one_stops_it(data_folder, user):
    first, second = user(), user()
    assert first.is_ready()
    assert second.is_ready()
    pid = EmbeddedPostgres(data_folder).status().pid

    first.leave()
    assert EmbeddedPostgres(data_folder).status().pid == pid

    second.leave()
    assert EmbeddedPostgres(data_folder).status().pid is None
    assert eventually(lambda: processes_of(data_folder) == [])


def test_a_killed_user_leaves_nothing_running(data_folder, user):
    only = user()
    assert only.is_ready()

    only.kill()

    assert eventually(lambda: processes_of(data_folder) == [])


def test_a_killed_user_takes_nothing_away_from_the_others(data_folder, user):
    first, second = user(), user()
    assert first.is_ready()
    assert second.is_ready()

    first.kill()

    assert EmbeddedPostgres(data_folder).status().pid is not None
    second.leave()
    assert EmbeddedPostgres(data_folder).status().pid is None


def test_what_outlives_everybody_is_adopted_by_the_next(data_folder, user):
    """When the warden is killed as well, PostgreSQL goes on; the next start finds it."""
    first = user()
    assert first.is_ready()
    pid = EmbeddedPostgres(data_folder).status().pid
    wardens = [
        one
        for one in processes_of(data_folder)
        if b"warden" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]
    assert len(wardens) == 1
    os.kill(wardens[0], signal.SIGKILL)
    first.kill()
    assert EmbeddedPostgres(data_folder).status().pid == pid

    second = user()
    assert second.is_ready()

    assert EmbeddedPostgres(data_folder).status().pid == pid
    second.leave()
    assert eventually(lambda: processes_of(data_folder) == [])


async def test_postgresql_that_dies_under_its_users_is_started_again(data_folder):
    async with embedded_postgres(data_folder, durable=False) as addresses:
        await ask(addresses.owner, "create table kept (word text)")
        before = EmbeddedPostgres(data_folder).status().pid
        assert before
        os.kill(before, signal.SIGKILL)

        assert await asyncio.to_thread(
            eventually, lambda: EmbeddedPostgres(data_folder).status().pid not in {None, before}
        )
        assert await asyncio.to_thread(eventually, lambda: answers(addresses.owner))
        assert await ask(addresses.owner, "select count(*) from kept") == 0


def test_a_folder_on_a_path_too_long_for_a_socket_is_refused_by_name(data_folder):
    deep = data_folder / ("a" * 60) / ("b" * 60)

    with pytest.raises(StartProblem, match=r"too long: .* 103\. .*SAMENSPRAAK_DATA"):
        EmbeddedPostgres(deep).start()

    assert processes_of(data_folder) == []
