"""Who may do what: in PostgreSQL, and on the disk."""

import os
import stat
from urllib.parse import urlsplit

import asyncpg
import pytest

from samenspraak.embedded import EmbeddedPostgres, StartProblem
from samenspraak.embedded.place import SYSTEM_FOLDER, is_open_to_all, place_of

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a user made for it")


@pytest.fixture
def embedded(data_folder):
    embedded = EmbeddedPostgres(data_folder, durable=False)
    embedded.start()
    yield embedded
    embedded.stop()


async def roles(embedded) -> dict[str, asyncpg.Record]:
    connection = await asyncpg.connect(embedded.cluster.administrator_address())
    rows = await connection.fetch("select * from pg_roles where rolname like 'samenspraak%'")
    await connection.close()
    return {row["rolname"]: row for row in rows}


async def test_no_role_of_ours_is_superuser_or_passes_row_level_security(embedded):
    found = await roles(embedded)

    assert set(found) == {"samenspraak_owner", "samenspraak_server", "samenspraak_sweeper"}
    for row in found.values():
        assert row["rolcanlogin"]
        assert not row["rolsuper"]
        assert not row["rolbypassrls"]
        assert not row["rolcreaterole"]
        assert not row["rolcreatedb"]
        assert not row["rolreplication"]


async def test_the_server_owns_nothing_and_can_make_nothing(embedded):
    connection = await asyncpg.connect(embedded.cluster.addresses().server)
    try:
        owned = await connection.fetchval(
            "select count(*) from pg_shdepend d join pg_roles r on r.oid = d.refobjid"
            " where r.rolname = current_user and d.deptype = 'o'"
        )
        assert owned == 0
        for attempt in ("create table mine (a int)", "create temp table mine (a int)"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(attempt)
    finally:
        await connection.close()


async def test_nobody_gets_in_without_the_password(embedded):
    address = urlsplit(embedded.cluster.addresses().server)
    for role in ("postgres", "samenspraak_owner", "samenspraak_server"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(address._replace(netloc=f"{role}:guess@").geturl())


async def test_only_the_socket_leads_to_it_and_passwords_are_kept_as_scram(embedded):
    connection = await asyncpg.connect(embedded.cluster.administrator_address())
    try:
        assert await connection.fetchval("show listen_addresses") == ""
        kept = await connection.fetch("select rolpassword from pg_authid where rolcanlogin")
        assert all(row["rolpassword"].startswith("SCRAM-SHA-256$") for row in kept)
        ways = await connection.fetch("select type, auth_method from pg_hba_file_rules")
        assert {tuple(row) for row in ways} == {("local", "scram-sha-256")}
    finally:
        await connection.close()


def test_the_data_the_socket_and_the_passwords_are_closed_to_others(embedded):
    place = embedded.place
    closed = [place.cluster, place.socket, place.log]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in closed} == {0o700}
    assert stat.S_IMODE(place.passwords.stat().st_mode) == 0o600
    assert {folder.stat().st_uid for folder in closed} == {place.account.uid}
    assert not place.folder.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    assert not list(place.folder.rglob("password"))


@AS_ROOT
def test_under_root_the_passwords_and_programs_stay_with_root(embedded):
    place = embedded.place
    assert place.account.uid != 0
    assert place.passwords.stat().st_uid == 0
    assert {path.stat().st_uid for path in place.binaries.rglob("*")} == {0}


@AS_ROOT
def test_below_a_private_home_the_cluster_moves_out_and_nothing_is_opened_up(data_folder):
    home = data_folder / "home"
    home.mkdir(mode=0o700)
    clones = [home / "one" / ".data", home / "two" / ".data"]

    places = [place_of(clone) for clone in clones]

    assert {place.folder.parent for place in places} == {SYSTEM_FOLDER}
    assert places[0].folder != places[1].folder
    assert place_of(clones[0]) == places[0]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert is_open_to_all(SYSTEM_FOLDER)


def test_a_folder_that_is_a_file_is_refused_by_name(data_folder):
    (data_folder / "postgresql").write_text("in the way")

    with pytest.raises(StartProblem, match=r"cannot use .*postgresql"):
        EmbeddedPostgres(data_folder).start()


def test_a_cluster_of_another_version_is_refused_by_name(data_folder):
    embedded = EmbeddedPostgres(data_folder, durable=False)
    embedded.start()
    embedded.stop()
    (embedded.place.cluster / "PG_VERSION").write_text("14\n")

    with pytest.raises(StartProblem, match="made by PostgreSQL 14, and here is version 18"):
        embedded.start()


def test_a_first_start_that_died_midway_is_begun_anew(data_folder):
    embedded = EmbeddedPostgres(data_folder, durable=False)
    embedded.place.prepare()
    (embedded.place.folder / "making" / "cluster").mkdir(parents=True)
    (embedded.place.folder / "making" / "cluster" / "PG_VERSION").write_text("18\n")

    embedded.start()

    assert embedded.stop()
