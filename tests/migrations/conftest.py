"""Databases to migrate, and a migrated one to look into."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import asyncpg
import pytest
from tests.postgres import TestCluster

from samenspraak.embedded import Addresses

# Nothing here is judged by its speed.
PATIENCE_SECONDS = 60


@pytest.fixture
def empty(cluster: TestCluster) -> Iterator[Addresses]:
    """A database with nothing in it."""
    name = f"empty_{uuid4().hex}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


@pytest.fixture(scope="module")
def migrated(cluster: TestCluster, template: str) -> Iterator[Addresses]:
    """A database of the newest shape; look, and change nothing."""
    name = f"migrated_{uuid4().hex}"
    yield cluster.create_database(name, template=template)
    cluster.drop_database(name)


@pytest.fixture
async def owner(migrated: Addresses) -> AsyncIterator[asyncpg.Connection]:
    async for connection in connected(migrated.owner):
        yield connection


@pytest.fixture
async def server(migrated: Addresses) -> AsyncIterator[asyncpg.Connection]:
    async for connection in connected(migrated.server):
        yield connection


async def connected(address: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


def begin(verb: str, addresses: Addresses, *words: str) -> subprocess.Popen[str]:
    """Start the product's own command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "samenspraak", verb, *words],
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "en_GB.UTF-8",
            "COLUMNS": "200",
            "DATABASE_URL": addresses.server,
            "DATABASE_OWNER_URL": addresses.owner,
            "DATABASE_SWEEPER_URL": addresses.sweeper,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for it, and return how it ended and what it said."""
    with process:
        try:
            out, complaint = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()
    return process.returncode, out, complaint
