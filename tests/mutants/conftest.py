"""Two houses next to each other, built once, and how much of the work is done this time."""

import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from msgspec import Struct
from tests.mutants.neighbours import Neighbours
from tests.mutants.planting import plant_where_empty
from tests.postgres import TestCluster
from tests.secrecy.conftest import environment

from samenspraak.embedded import Addresses

PATIENCE_SECONDS = 300
# `make assure` takes every mutant; otherwise the same few are drawn each time.
EVERY_MUTANT = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or 7)

T = TypeVar("T")


def drawn(mutants: Sequence[T], most: int) -> Sequence[T]:
    """Draw a few, unless every mutant is asked for; the seed draws the same ones again."""
    if EVERY_MUTANT or len(mutants) <= most:
        return mutants
    return random.Random(SEED).sample(list(mutants), most)  # No secret.


class Street(Struct, frozen=True, kw_only=True):
    """The houses, the database they stand in, and where signing keys are."""

    built: Neighbours
    database: str
    folder: Path


@pytest.fixture(scope="session")
def street(
    cluster: TestCluster, template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Street:
    """The houses, as PostgreSQL guards them, built once for all workers; make a copy to change."""
    top = tmp_path_factory.getbasetemp()
    folder = (top if worker_id == "master" else top.parent) / "mutants"
    folder.mkdir(exist_ok=True)
    name = f"mutants_{os.environ.get('PYTEST_XDIST_TESTRUNUID', uuid4().hex)}"
    with cluster.once("street") as done:
        if not done:
            addresses = cluster.create_database(name, template=template)
            _build(addresses, folder)
    built = msgspec.json.decode((folder / "built.json").read_bytes(), type=Neighbours)
    return Street(built=built, database=name, folder=folder)


def _build(addresses: Addresses, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.neighbours", folder / "built.json"],
        env=environment(addresses, folder),
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="session")
def guarded(cluster: TestCluster, street: Street) -> Iterator[Addresses]:
    """A copy of the houses with a row in every table, to take guards away from."""
    name = f"guarded_{uuid4().hex}"
    yield cluster.create_database(name, template=street.database)
    cluster.drop_database(name)


@pytest.fixture(scope="session")
async def owner(guarded: Addresses, street: Street) -> AsyncIterator[asyncpg.Connection]:
    """The owner of that copy."""
    connection = await asyncpg.connect(guarded.owner)
    try:
        known = [asker.person_id for asker in street.built.house.askers.values()]
        await plant_where_empty(connection, known)
        yield connection
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def server(
    guarded: Addresses, owner: asyncpg.Connection
) -> AsyncIterator[asyncpg.Connection]:
    """The login that serves, on that copy."""
    connection = await asyncpg.connect(guarded.server)
    yield connection
    await connection.close()
