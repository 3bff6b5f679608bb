"""One PostgreSQL for a whole test run, shared by its workers, and a database for whoever asks.

    with test_cluster() as cluster:
        addresses = cluster.create_database("dialogue_1", template="migrated")

`TEST_DATABASE_URL` (a superuser's address) makes the tests use another server instead; that is how
the oldest PostgreSQL we support is tried. Its roles are then made there, with a known password.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from samenspraak.embedded import Addresses, EmbeddedPostgres
from samenspraak.embedded.cluster import DATABASE, OWNER, SERVER, SWEEPER
from samenspraak.embedded.place import SYSTEM_FOLDER, is_open_to_all

# What a run that was killed left behind is thrown away by the first run after this.
STALE_SECONDS = 3600
FOREIGN_PASSWORD = "only-for-tests"


class TestCluster:
    """The server of this test run. Its databases are made from templates in about 0.1 s."""

    __test__ = False

    def __init__(self, administrator: str, address: Callable[[str], Addresses]) -> None:
        self.administrator = administrator
        self._address = address

    @property
    def owner(self) -> str:
        """The owner's address of the database `samenspraak`."""
        return self._address(DATABASE).owner

    @property
    def server(self) -> str:
        """The server's address of the database `samenspraak`."""
        return self._address(DATABASE).server

    @property
    def sweeper(self) -> str:
        """The sweeper's address of the database `samenspraak`."""
        return self._address(DATABASE).sweeper

    def addresses(self, name: str) -> Addresses:
        """The three addresses of a database."""
        return self._address(name)

    def create_database(self, name: str, template: str | None = None) -> Addresses:
        """Make a database that the owner owns; nobody may be connected to the template."""
        self.tell(f'create database "{name}" owner {OWNER} template "{template or "template0"}"')
        self.tell(f'revoke all on database "{name}" from public')
        self.tell(f'grant connect on database "{name}" to {SERVER}, {SWEEPER}')
        return self._address(name)

    def has_database(self, name: str) -> bool:
        """Tell whether it is there."""
        return bool(self.tell(f"select 1 from pg_database where datname = '{name}'"))

    def drop_database(self, name: str) -> None:
        """Drop a database, ending the sessions in it."""
        self.tell(f'drop database if exists "{name}" with (force)')

    def tell(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement as the administrator."""

        async def told() -> list[tuple[Any, ...]]:
            connection = await asyncpg.connect(self.administrator)
            try:
                return [tuple(row) for row in await connection.fetch(statement)]
            finally:
                await connection.close()

        return _run(told())

    @contextmanager
    def once(self, name: str) -> Iterator[bool]:
        """Let one worker at a time in, and tell it whether this was done before.

        It counts as done when the block ends well: `with cluster.once("template") as done:`.
        """
        folder = _run_folder()
        folder.mkdir(exist_ok=True)
        with (folder / f"{name}.once").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = (folder / f"{name}.done").exists()
            yield done
            (folder / f"{name}.done").touch()


@contextmanager
def test_cluster() -> Iterator[TestCluster]:
    """Start or join this run's server; the last worker that leaves stops it and clears up."""
    foreign = os.environ.get("TEST_DATABASE_URL")
    if foreign:
        yield _foreign(foreign)
        return
    folder = _run_folder()
    with _one_at_a_time():
        _clear_stale(folder.parent)
        folder.mkdir(exist_ok=True)
        embedded = EmbeddedPostgres(folder, durable=False)
        embedded.start()
    try:
        yield TestCluster(embedded.cluster.administrator_address(), embedded.cluster.addresses)
    finally:
        with _one_at_a_time():
            if embedded.stop():
                shutil.rmtree(folder, ignore_errors=True)


test_cluster.__test__ = False  # pyright: ignore[reportFunctionMemberAccess]  # For pytest.


def roomy_folder() -> Path:
    """Return the folder for temporary things that the database's own user can reach.

    As root, pytest's own temporary folders are closed to everybody else.
    """
    usual = Path(tempfile.gettempdir())
    if os.geteuid() != 0 or is_open_to_all(usual):
        return usual
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    return SYSTEM_FOLDER


def _run_folder() -> Path:
    # All workers of one run know the same id; a run without workers is its own.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"pid{os.getpid()}")
    return roomy_folder() / f"samenspraak-test-{run[:16]}"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep a worker that comes from meeting one that clears up."""
    with (roomy_folder() / f"samenspraak-test-{os.geteuid()}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _foreign(administrator: str) -> TestCluster:
    def address(name: str) -> Addresses:
        parts = urlsplit(administrator)
        place = parts.netloc.rpartition("@")[2]
        urls = {
            field: urlunsplit(
                parts._replace(netloc=f"{role}:{FOREIGN_PASSWORD}@{place}", path=f"/{quote(name)}")
            )
            for field, role in {"owner": OWNER, "server": SERVER, "sweeper": SWEEPER}.items()
        }
        return Addresses(**urls)

    cluster = TestCluster(administrator, address)
    with cluster.once("foreign-roles") as done:
        for role in () if done else (OWNER, SERVER, SWEEPER):
            there = cluster.tell(f"select 1 from pg_roles where rolname = '{role}'")
            cluster.tell(
                f"{'alter' if there else 'create'} role {role} login nosuperuser nobypassrls"
                f" nocreatedb nocreaterole password '{FOREIGN_PASSWORD}'"
            )
        if not done and not cluster.has_database(DATABASE):
            cluster.create_database(DATABASE)
    return cluster


def _clear_stale(parent: Path) -> None:
    for folder in parent.glob("samenspraak-test-*/"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < STALE_SECONDS:
                continue
            status = EmbeddedPostgres(folder).status()
            if status.pid is None and not status.is_used:
                shutil.rmtree(folder, ignore_errors=True)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it on a loop of its own, so that a caller's loop, running or not, is left alone."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, work).result()
