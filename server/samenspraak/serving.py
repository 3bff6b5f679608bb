"""One server process: its port, its database, its end."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

import asyncpg
import msgspec
import uvicorn

from samenspraak.catalogue.seeds import plant
from samenspraak.database import migrate
from samenspraak.embedded import StartProblem, embedded_postgres
from samenspraak.identity.providers import ProvidersUnreadable, read_providers
from samenspraak.settings import Settings

# Open sockets are told to come back at once; requests that still run get this long.
GRACE_SECONDS = 5
# Whoever takes nothing for so long is gone, whatever their machine says; until then what waits for
# them is kept. Not every system can be told.
UNTAKEN_MILLISECONDS = 60_000
# What the system keeps for somebody who reads slowly, beyond what is on its way to them.
UNSENT_BYTES = 128 * 1024
# Long texts are read in threads. Whoever waits for the loop should not wait for those each time.
SWITCH_SECONDS = 0.001
# Browsers keep our cookies on https, and on plain http only for their own machine.
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class _Server(uvicorn.Server):
    """Uvicorn, which leaves signals to us and tells when people can come in."""

    def __init__(self, config: uvicorn.Config, *, is_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._is_ready = is_ready

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Take the signals while serving; afterwards they mean what they meant before.

        Uvicorn itself raises them again at its end, which would end us before PostgreSQL is
        stopped.
        """
        with _on_signals(lambda number: self.handle_exit(number, None)):
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._is_ready()


def bound_socket(host: str, port: int) -> socket.socket:
    """Take the port before anything is started, and keep it; port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # Connections inherit it from the socket that listens.
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNTAKEN_MILLISECONDS)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
    try:
        taken.bind((host, port))
    except (OSError, OverflowError) as error:
        taken.close()
        raise _port_problem(error, host, port) from error
    return taken


@asynccontextmanager
async def with_database(settings: Settings) -> AsyncGenerator[Settings]:
    """Give the settings with the addresses of a database: the one they name, or the embedded one."""
    if settings.database_url:
        yield settings
        return
    async with embedded_postgres(settings.data_folder) as addresses:
        yield msgspec.structs.replace(
            settings,
            database_url=addresses.server,
            database_owner_url=addresses.owner,
            database_sweeper_url=addresses.sweeper,
        )


async def brought_up_to_date(settings: Settings) -> list[str]:
    """Run the migrations that are missing and return their names."""
    roles = {
        "server_role": urlsplit(settings.database_url).username or "",
        "sweeper_role": urlsplit(settings.database_sweeper_url).username or "",
    }
    if not all(roles.values()):
        raise StartProblem("roles-unnamed")
    try:
        ran = await migrate(settings.database_owner_url, **roles)
        await plant(settings.database_owner_url)
    except (OSError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise StartProblem("database-unreachable", reason=str(error)) from error
    except (asyncpg.InvalidCatalogNameError, asyncpg.CannotConnectNowError) as error:
        raise StartProblem("database-unreachable", reason=str(error)) from error
    return ran


async def judge_login(url: str) -> None:
    """Refuse to serve with a login that row-level security does not hold back."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError) as error:
        raise StartProblem("database-unreachable", reason=str(error)) from error
    try:
        row = await connection.fetchrow(
            # Also what it could become: a role it is a member of is one statement away.
            "select current_user::text as name,"
            " bool_or(r.rolsuper or r.rolbypassrls"
            "  or exists (select from pg_class where relowner = r.oid)) as is_too_powerful,"
            " to_regclass('public.entry') is null as is_empty"
            " from pg_roles r where pg_has_role(current_user, r.oid, 'member')"
        )
    finally:
        await connection.close()
    assert row is not None, "whoever is connected has a role"
    if row["is_too_powerful"]:
        raise StartProblem("login-too-powerful", role=row["name"])
    if row["is_empty"]:
        raise StartProblem("not-migrated")


def judge_origins(settings: Settings) -> None:
    """Refuse addresses on which a browser would not keep the session's cookie."""
    for origin in settings.origins:
        address = urlsplit(origin)
        if address.scheme != "https" and address.hostname not in OWN_MACHINE:
            raise StartProblem("plain-http", origin=origin)


def with_providers(settings: Settings) -> Settings:
    """Give the settings with who may vouch for people, as their file says now."""
    if settings.openid_file is None:
        return settings
    try:
        providers = read_providers(settings.openid_file)
    except ProvidersUnreadable as error:
        raise StartProblem(f"providers-{error.reason}", path=error.path) from error
    return msgspec.structs.replace(settings, providers=providers)


async def serve(
    settings: Settings,
    taken: socket.socket,
    *,
    proxies: str | None,
    is_ready: Callable[[], None],
) -> None:
    """Serve until told to stop."""
    from samenspraak.app import create_app

    settings = with_providers(settings)
    await judge_login(settings.database_url)
    sys.setswitchinterval(SWITCH_SECONDS)
    server = _Server(
        uvicorn.Config(
            create_app(settings),
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            # Compressed frames cost memory for each socket, and tell lengths of secrets.
            ws_per_message_deflate=False,
            ws_max_size=settings.socket_frame_limit_bytes,
            # Who asked for which address is nobody's business.
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=proxies is not None,
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
        is_ready=is_ready,
    )
    host, port = taken.getsockname()[:2]
    # What is loaded stays: looking through it for what is free holds up everybody.
    gc.collect()
    gc.freeze()
    try:
        await server.serve(sockets=[taken])
    except OSError as error:
        # Somebody bound the same port in the same moment and was first to listen.
        raise _port_problem(error, host, port) from error
    except SystemExit as error:
        # Uvicorn's way of saying that the application did not start; the trace is in the log.
        raise StartProblem("application-failed") from error


@contextmanager
def stopping_on_signals() -> Generator[None]:
    """Let Ctrl-C and SIGTERM cancel what runs, so that everything is put away in order."""
    running = asyncio.current_task()
    assert running is not None, "signals are for whatever runs"
    with _on_signals(lambda _: running.cancel()):
        yield


# What a signal means at present; an inner block's meaning goes before the outer one's.
_meanings: list[Callable[[signal.Signals], object]] = []


@contextmanager
def _on_signals(act: Callable[[signal.Signals], object]) -> Generator[None]:
    loop = asyncio.get_running_loop()
    _meanings.append(act)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda number=number: _meanings[-1](number))
    try:
        yield
    finally:
        _meanings.pop()
        if not _meanings:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def _port_problem(error: Exception, host: str, port: int) -> StartProblem:
    if isinstance(error, PermissionError):
        return StartProblem("port-forbidden", port=port)
    if isinstance(error, OSError) and "in use" in str(error).lower():
        return StartProblem("port-in-use", port=port, other=port + 1)
    return StartProblem("port-unusable", host=host, port=port, reason=str(error))
