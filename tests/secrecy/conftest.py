"""A house of secrets with a database of its own, and a real server in front of it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.postgres import TestCluster
from tests.secrecy.house import House
from tests.secrecy.walk import Finding, Walker
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses

PATIENCE_SECONDS = 120
# From across the table, from between, from elsewhere, and from the street.
OUTSIDE = ("youssef", "femke", "bram", None)
# And the other way round: what the contractor keeps to itself.
ACROSS = ("marieke",)


@pytest.fixture(scope="module")
def own_database(cluster: TestCluster, template: str) -> Iterator[Addresses]:
    name = f"secrecy_{uuid4().hex}"
    yield cluster.create_database(name, template=template)
    cluster.drop_database(name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the signing keys are, for whoever builds and whoever serves."""
    return tmp_path_factory.mktemp("secrecy")


@pytest.fixture(scope="module")
def house(own_database: Addresses, folder: Path) -> House:
    """The house, built by a process of its own."""
    built = subprocess.run(
        [sys.executable, "-m", "tests.secrecy.house", folder / "house.json"],
        env=environment(own_database, folder),
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert built.returncode == 0, built.stderr.decode()
    return msgspec.json.decode((folder / "house.json").read_bytes(), type=House)


def environment(addresses: Addresses, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        ),
        "DATABASE_URL": addresses.server,
        "DATABASE_OWNER_URL": addresses.owner,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(folder / "keys"),
        "SAMENSPRAAK_ORIGINS": "https://samenspraak.test",
        "SAMENSPRAAK_REQUESTS_PER_MINUTE": "1000000",
    }


@asynccontextmanager
async def served(addresses: Addresses, folder: Path) -> AsyncIterator[ServerProcess]:
    """Run the product as it is."""
    [port] = free_ports(1)
    server = start_server(addresses, port, [port], folder)
    try:
        yield await ready(server)
    finally:
        server.kill()


@asynccontextmanager
async def served_without_door(addresses: Addresses, folder: Path) -> AsyncIterator[ServerProcess]:
    """Run the product with a door that lets everybody in."""
    server = _start_without_door(addresses, folder)
    try:
        yield await ready(server)
    finally:
        server.kill()


def _start_without_door(addresses: Addresses, folder: Path) -> ServerProcess:
    [port] = free_ports(1)
    with (folder / "open-house.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.secrecy.open_house", str(port)],
            env=environment(addresses, folder)
            | {"SAMENSPRAAK_ORIGINS": f"http://127.0.0.1:{port}"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return ServerProcess(process=process, port=port)


async def drop_row_security(addresses: Addresses) -> None:
    """Take the second lock away: PostgreSQL shows every row to whoever asks."""
    connection = await asyncpg.connect(addresses.owner)
    try:
        for row in await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public'"
        ):
            await connection.execute(f'alter table "{row["tablename"]}" disable row level security')
    finally:
        await connection.close()


async def walked(
    house: House,
    server: ServerProcess,
    names: tuple[str | None, ...],
    *,
    handed_out: frozenset[UUID] = frozenset(),
) -> list[Walker]:
    """Let these people go everywhere, first looking, then trying, then looking once more."""
    claimed = set(handed_out)
    walkers = [
        Walker(house, server.origin, house.askers[name] if name else None, claimed)
        for name in names
    ]
    # All at once, as people come: while one waits for an answer the others ask.
    for stretch in (
        Walker.read_everything,
        Walker.listen,
        Walker.try_everything,
        Walker.read_lists,
        Walker.leave,
    ):
        await asyncio.gather(*(stretch(walker) for walker in walkers))
    for walker in walkers:
        await walker.http.aclose()
    return walkers


def found_by(walkers: list[Walker]) -> list[Finding]:
    return [finding for walker in walkers for finding in walker.findings()]


def told(findings: list[Finding]) -> str:
    """Say what was found, shortly."""
    return "\n".join(sorted({str(finding) for finding in findings})[:40])
