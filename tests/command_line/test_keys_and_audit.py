"""`samenspraak keys` and `samenspraak audit`, as an operator types them beside the demo's house."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.postgres import TestCluster

DUTCH = "nl_NL.UTF-8"


@pytest.fixture(scope="module")
def house(
    cluster: TestCluster, template: str, tmp_path_factory: Any, samenspraak: Any
) -> Iterator[dict[str, str]]:
    """The surroundings of a house in which the demo story was played."""
    name = f"operated_{uuid4().hex}"
    addresses = cluster.create_database(name, template=template)
    folder = tmp_path_factory.mktemp(name)
    told = {
        "DATABASE_URL": addresses.server,
        "DATABASE_OWNER_URL": addresses.owner,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(folder / "keys"),
    }
    played = samenspraak("demo", **told)
    assert played.returncode == 0, played.stderr
    yield told
    cluster.drop_database(name)


def change(house: dict[str, str], statement: str) -> None:
    """Change something as the owner of the database, with the triggers of its table off."""
    table = statement.split()[1]

    async def changed() -> None:
        connection = await asyncpg.connect(house["DATABASE_OWNER_URL"])
        try:
            async with connection.transaction():
                await connection.execute(f"alter table {table} disable trigger user")
                await connection.execute(statement)
                await connection.execute(f"alter table {table} enable trigger user")
        finally:
            await connection.close()

    asyncio.run(changed())


def test_a_key_is_listed_checked_and_turned(samenspraak: Any, house: dict[str, str]):
    (before,) = [path.stem for path in Path(house["SAMENSPRAAK_KEYS"]).glob("*.pem")]
    listed = samenspraak("keys", "list", **house)
    assert listed.returncode == 0, listed.stderr
    assert re.search(rf"{re.escape(before)}.*now.*in the folder", listed.stdout)
    assert before in samenspraak("keys", "check", **house).stdout

    turned = samenspraak("keys", "rotate", LANG=DUTCH, **house)

    assert turned.returncode == 0, turned.stderr
    assert f"De oude sleutel {before} ligt in de map 'retired'." in turned.stdout
    (after,) = [path.stem for path in Path(house["SAMENSPRAAK_KEYS"]).glob("*.pem")]
    listed = samenspraak("keys", "list", **house).stdout
    assert re.search(rf"{re.escape(before)}.*put away", listed)
    assert re.search(rf"{re.escape(after)}.*now.*in the folder", listed)
    assert after in samenspraak("keys", "check", **house).stdout
    sound = samenspraak("audit", **house)
    assert (sound.returncode, "All is well" in sound.stdout) == (0, True), sound.stdout


def test_what_is_wrong_with_the_folder_is_said_and_nothing_is_turned(
    samenspraak: Any, house: dict[str, str], tmp_path: Path
):
    elsewhere = {**house, "SAMENSPRAAK_KEYS": str(tmp_path / "keys")}

    for verb, language in (("check", DUTCH), ("rotate", "en_GB.UTF-8")):
        said = samenspraak("keys", verb, LANG=language, **elsewhere)
        assert said.returncode == 1
        assert str(tmp_path / "keys") in said.stdout
    assert not (tmp_path / "keys").exists()
    assert samenspraak("keys", "check", **house).returncode == 0


def test_the_audit_names_workspace_version_column_and_entry(
    samenspraak: Any, house: dict[str, str]
):
    change(house, "update version set value_cents = value_cents + 1 where number = 1")
    try:
        english = samenspraak("audit", **house)
        dutch = samenspraak("audit", LANG=DUTCH, **house)
    finally:
        change(house, "update version set value_cents = value_cents - 1 where number = 1")

    assert english.returncode == dutch.returncode == 1
    first = english.stdout.splitlines()[0]
    assert re.search(
        r", version 1: version\.value_cents is not what was recorded\."
        r" See entry \d+ of the shared journal\.$",
        first,
    ), first
    assert "1 things do not fit" in english.stdout
    assert "versie 1: version.value_cents is niet wat er is vastgelegd." in dutch.stdout
    assert samenspraak("audit", **house).returncode == 0


def test_the_house_is_held_against_a_bundle_that_somebody_kept(
    samenspraak: Any, house: dict[str, str], tmp_path: Path
):
    """This one is of another house: nothing of it is here."""
    kept = Path(__file__).parents[1] / "migrations" / "kept" / "m0007" / "bundle-1.zip"
    other = samenspraak("audit", "--bundle", kept, **house)
    assert other.returncode == 1
    assert "version 1: what the given bundle proves is not here" in other.stdout

    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(kept.read_bytes()[:-1])
    assert samenspraak("audit", "--bundle", nothing, **house).returncode == 2
