"""The one engine: Piccolo's PostgreSQL engine, hardened, with the person who looks set per transaction.

The stock transaction loses its pooled connection when a task is cancelled or a COMMIT fails, and a
client that disconnects cancels our handlers. This one always gives the connection back.
"""

import asyncio
import contextlib
import io
import os
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Self
from uuid import UUID

import asyncpg
import asyncpg.pool
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from samenspraak import guards
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.errors import Busy, Full
from samenspraak.guards.searching import FILL
from samenspraak.settings import resource

# Long enough for the moves under way to end; a deploy that has to wait longer fails instead.
GUARDS_LOCK_TIMEOUT = "10s"
GUARDS_ATTEMPTS = 5

_GUARDS_IN_PLACE = """
select coalesce(obj_description(to_regprocedure('my_person()'), 'pg_proc') = $1, false)
   and not exists (
       select from unnest($2::text[]) as guarded (name)
       left join pg_class c on c.oid = to_regclass(quote_ident(guarded.name))
       left join pg_policies p on p.schemaname = 'public' and p.tablename = guarded.name
            and p.policyname = 'seen'
       where not coalesce(c.relrowsecurity, false) or p.policyname is null)
"""

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

# Long enough for forty moves queued on one workspace, short enough that a person may try again.
LOCK_TIMEOUT = "3s"
# A person at a screen waits no longer than this for their turn; then they may try again.
TURN_SECONDS = 10.0
# A machine that does not answer the first knock is not there.
CONNECT_SECONDS = 5
# PostgreSQL itself gives up on a statement before this; whatever is silent longer has gone away.
ANSWER_SECONDS = 35.0
# A line that is cut without a word is given up after this, at both ends: a lock that a vanished
# machine holds keeps everybody else waiting.
SILENT_SECONDS = 10

_SESSION = {
    "application_name": "samenspraak",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": str(SILENT_SECONDS),
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": f"{SILENT_SECONDS}s",
}

# What PostgreSQL, the line to it, or our own patience says when it will be over in a moment.
TROUBLE = (
    asyncpg.exceptions.LockNotAvailableError,
    asyncpg.exceptions.DeadlockDetectedError,
    asyncpg.exceptions.QueryCanceledError,
    asyncpg.exceptions.CannotConnectNowError,
    asyncpg.exceptions.PostgresConnectionError,
    asyncpg.exceptions.AdminShutdownError,
    asyncpg.exceptions.CrashShutdownError,
    asyncpg.exceptions.IdleInTransactionSessionTimeoutError,
    asyncpg.exceptions.TooManyConnectionsError,
    asyncpg.exceptions.OutOfMemoryError,
    # A statement that was prepared before a table got its new column; the next is prepared anew.
    asyncpg.exceptions.InvalidCachedStatementError,
    asyncpg.exceptions.InternalClientError,
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
)
# Any number, as long as all our processes use the same one.
MIGRATION_LOCK = 7_263_001


class Transaction(PostgresTransaction):
    """A transaction that hands its connection back whatever happens."""

    def __init__(
        self,
        engine: "Engine",
        allow_nested: bool = False,
        *,
        is_reading: bool = False,
        on: asyncpg.Connection | None = None,
        first: str = "",
    ) -> None:
        super().__init__(engine=engine, allow_nested=allow_nested)
        # What is asked in the same breath as to begin: each exchange is a good part of a read.
        self._first = first
        self._is_reading = is_reading
        self._on = on
        # Known at the end, because afterwards the connection is somebody else's.
        self.was_lost = False
        # Who reads and writes in it, once that is known.
        self.persons: tuple[UUID | None, ...] = ()

    def lets_along(self, person_id: UUID | None) -> bool:
        """Tell whether this person may ask in it, and is told what is so now."""
        is_theirs = person_id is None or person_id in self.persons
        return bool(self.persons) and is_theirs and not self._is_reading

    async def get_connection(self) -> Connection:
        """Take a connection of the pool, unless this runs on one of its own."""
        if self._on is not None:
            return self._on
        if self.engine.pool is None:
            return await super().get_connection()
        return await self.engine.pool.acquire(timeout=TURN_SECONDS)

    async def __aenter__(self) -> Self:
        """Take a connection and begin; whoever is cancelled here leaves nothing behind either."""
        assert self._parent is None, "transactions do not nest"
        self.connection = await self.get_connection()
        try:
            await self.begin()
        except BaseException:
            await asyncio.shield(self._give_back())
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def begin(self) -> None:
        """Begin, and ask at once what comes first."""
        kind = " isolation level repeatable read read only" if self._is_reading else ""
        await self.connection.execute(f"begin{kind};{self._first}")

    async def commit(self) -> None:
        """Make it last."""
        await self.connection.execute("commit")
        self._committed = True

    async def rollback(self) -> None:
        """Have nothing of it."""
        await self.connection.execute("rollback")
        self._rolled_back = True

    async def __aexit__(
        self, exception_type: object, exception: BaseException | None, traceback: object
    ) -> bool:
        """Commit or roll back, then release; a cancelled task rolls back behind a shield."""
        assert self._parent is None, "transactions do not nest"
        try:
            if isinstance(exception, TimeoutError):
                # Nobody knows what becomes of what was asked, and asking it to stop may hang too.
                self.connection.terminate()
            elif exception is None and not self._rolled_back:
                await self.commit()
            elif not self._rolled_back and not is_lost(self.connection):
                await asyncio.shield(self.rollback())
        finally:
            self.engine.current_transaction.reset(self.context)
            await asyncio.shield(self._give_back())
        return False

    async def _give_back(self) -> None:
        connection = self.connection
        if self._on is not None:
            # Whoever brought it goes on with it, unless its state is unknown.
            if not is_lost(connection) and connection.is_in_transaction():
                connection.terminate()
            return
        if self.engine.pool is None:
            await connection.close()
            return
        # A COMMIT that failed or was cancelled midway leaves the state unknown: such a
        # connection is closed, and the pool opens another. One that is lost already is given
        # back all the same: not every way of losing it lets the pool know.
        self.was_lost = is_lost(connection)
        if not self.was_lost and connection.is_in_transaction():
            connection.terminate()
        await self.engine.pool.release(connection)


class Engine(PostgresEngine):
    """Piccolo's engine with the hardened transaction."""

    def transaction(
        self,
        allow_nested: bool = False,
        *,
        is_reading: bool = False,
        on: asyncpg.Connection | None = None,
        first: str = "",
    ) -> Transaction:
        """Open a transaction; nesting is a mistake of ours."""
        return Transaction(
            engine=self, allow_nested=allow_nested, is_reading=is_reading, on=on, first=first
        )

    async def check_version(self) -> None:
        """Say nothing: the stock engine connects while modules are being imported."""

    async def connect(self, url: str, *, pool_size: int) -> None:
        """Open the pool. Without it every query would connect anew, at about 4 ms each."""
        self.config = {"dsn": url}
        await self.start_connection_pool(
            min_size=1,
            max_size=pool_size,
            timeout=CONNECT_SECONDS,
            command_timeout=ANSWER_SECONDS,
            server_settings=_SESSION,
            init=_give_up_on_silence,
            reset=_leave_as_it_is,
        )

    async def disconnect(self) -> None:
        """Close the pool."""
        if self.pool is not None:
            await self.close_connection_pool()


DB = Engine(config={})


async def line_of_its_own(url: str, **settings: str) -> asyncpg.Connection:
    """Connect outside the pool, for whoever listens, sweeps or stores all the time.

    Like the pool's, it never waits for ever: not for a machine that is not there, nor for an
    answer. Whatever it raises belongs to `TROUBLE`, or is a mistake of ours.
    """
    connection = await asyncpg.connect(
        url,
        timeout=CONNECT_SECONDS,
        command_timeout=ANSWER_SECONDS,
        server_settings={**_SESSION, **settings},
    )
    await _give_up_on_silence(connection)
    return connection


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """Take nothing back: whatever we set ends with its transaction, and asking costs an exchange."""


async def _give_up_on_silence(connection: asyncpg.Connection) -> None:
    """Have the system find out that the other end is gone; by itself it tries for a quarter of an hour."""
    # The driver has no setting for it.
    transport: asyncio.Transport = connection._transport  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    line = transport.get_extra_info("socket")
    if line is None or line.family == socket.AF_UNIX:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", SILENT_SECONDS),
        ("TCP_KEEPINTVL", 5),
        ("TCP_KEEPCNT", 2),
        ("TCP_USER_TIMEOUT", SILENT_SECONDS * 1000),
    ):
        # Not every system has each.
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


@asynccontextmanager
async def as_person(
    person_id: UUID | None, *, is_reading: bool = False
) -> AsyncGenerator[Connection]:
    """Open the transaction in which one person reads or writes.

    PostgreSQL shows only rows of the journals that person reads, whatever we ask for. Nobody
    (None) sees the few rows everybody may see.
    """
    person = "null" if person_id is None else f"'{UUID(str(person_id))}'"
    entering = f"select enter_as({person}, '{LOCK_TIMEOUT}')"
    transaction: Transaction | None = None
    try:
        async with DB.transaction(is_reading=is_reading, first=entering) as transaction:
            transaction.persons = (person_id,)
            yield transaction.connection
    except asyncpg.exceptions.DiskFullError as error:
        raise Full from error
    except TROUBLE as error:
        raise Busy(retry_after=2) from error
    except asyncpg.InterfaceError as error:
        # Also what we ask for wrongly is called so; then the connection is still there.
        if transaction is not None and not transaction.was_lost:
            raise
        raise Busy(retry_after=2) from error


@asynccontextmanager
async def along_as(person_id: UUID | None) -> AsyncGenerator[Connection]:
    """Do as `as_person`, along in the transaction that this person has open already.

    Nobody (None) goes along in anybody's, so what they ask must be answered the same to all.
    """
    open_now = DB.current_transaction.get()
    if isinstance(open_now, Transaction) and open_now.lets_along(person_id):
        yield open_now.connection
        return
    async with as_person(person_id) as connection:
        yield connection


def reading_as(person_id: UUID | None) -> AbstractAsyncContextManager[Connection]:
    """Open the transaction in which one person reads, all of it as it stood at one moment.

    A view takes several statements; without this a move in between would show in half of them.
    """
    return as_person(person_id, is_reading=True)


@asynccontextmanager
async def as_sweeper(connection: asyncpg.Connection) -> AsyncGenerator[None]:
    """Open the transaction in which time alone changes things, with the login for sweeps.

    It has rights of its own in PostgreSQL, so nobody is set as the one who looks.
    """
    async with DB.transaction(on=connection):
        await connection.execute("select set_config('lock_timeout', $1, true)", LOCK_TIMEOUT)
        yield


def is_lost(connection: Connection) -> bool:
    """Tell whether PostgreSQL hung up on us."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        # The pool noticed first, and what we hold leads nowhere.
        return True


async def fetch(query: str, *values: Any) -> list[dict[str, Any]]:
    """Run one statement in the transaction that is open."""
    return [dict(row) for row in await _connection().fetch(query, *values)]


async def fetch_one(query: str, *values: Any) -> dict[str, Any] | None:
    """Run one statement in the transaction that is open and return its first row, if any."""
    row = await _connection().fetchrow(query, *values)
    return None if row is None else dict(row)


async def execute(query: str, *values: Any) -> None:
    """Run one statement in the transaction that is open for its effect."""
    await _connection().execute(query, *values)


def _connection() -> Connection:
    transaction = DB.current_transaction.get()
    assert transaction is not None, "every statement runs as somebody: open as_person() first"
    return transaction.connection


async def migrate(owner_url: str, *, server_role: str, sweeper_role: str) -> list[str]:
    """Bring the database to the newest shape and return the names of what was run.

    Several processes may start together; the lock lets one of them do the work, while others may
    be serving people already.
    """
    lock = await asyncpg.connect(owner_url)
    try:
        await lock.execute("select pg_advisory_lock($1)", MIGRATION_LOCK)
        before = await migrations_run(lock)
        DB.config = {"dsn": owner_url}
        await _run_forwards()
        await _put_guards_in_place(
            lock, list(guards.statements(server_role=server_role, sweeper_role=sweeper_role))
        )
        while await lock.fetchval(FILL):
            pass
        return [name for name in await migrations_run(lock) if name not in before]
    finally:
        await lock.close()


async def _put_guards_in_place(connection: asyncpg.Connection, statements: list[str]) -> None:
    """Apply the guards where they are not what they should be: all at once, or none.

    A policy that is dropped and made again in two steps leaves a moment in which nobody sees
    anything. And taking every table's lock at each start would hold up those who are at work.
    """
    wanted = digest(canonical_bytes(statements))
    if await connection.fetchval(_GUARDS_IN_PLACE, wanted, list(guards.TABLES)):
        return
    for attempt in range(GUARDS_ATTEMPTS):
        try:
            async with connection.transaction():
                await connection.execute(f"set local lock_timeout = '{GUARDS_LOCK_TIMEOUT}'")
                for statement in statements:
                    await connection.execute(statement)
                await connection.execute(f"comment on function my_person() is '{wanted}'")
        except (
            asyncpg.exceptions.DeadlockDetectedError,
            asyncpg.exceptions.LockNotAvailableError,
        ):
            # People at work hold the tables in an order of their own.
            if attempt + 1 == GUARDS_ATTEMPTS:
                raise
        else:
            return


async def migrations_run(connection: asyncpg.Connection) -> list[str]:
    """Return the names of the migrations that made this database, oldest first."""
    if await connection.fetchval("select to_regclass('public.migration')") is None:
        return []
    rows = await connection.fetch("select name from migration order by id")
    return [row["name"] for row in rows]


def migrations_known() -> list[str]:
    """Return the names of the migrations this program brings, oldest first."""
    from piccolo.apps.migrations.commands.base import BaseMigrationManager

    manager = BaseMigrationManager()
    return manager.get_migration_ids(manager.get_migration_modules(str(resource("migrations"))))


async def _run_forwards() -> None:
    # Piccolo looks for its settings under this name; a shell may have another project's.
    os.environ["PICCOLO_CONF"] = "samenspraak.piccolo_conf"
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    if str(resource("migrations")) not in sys.path:
        sys.path.insert(0, str(resource("migrations")))
    # Piccolo tells each step on stdout, where the command line has its own words.
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = await ForwardsMigrationManager(app_name="samenspraak", migration_id="all").run()
    assert result.success, said.getvalue() + (result.message or "")
