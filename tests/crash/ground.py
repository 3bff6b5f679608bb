"""What is killed: a PostgreSQL that keeps what it acknowledged, and servers on top of it."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
from tests.postgres import roomy_folder
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses, EmbeddedPostgres, StartProblem

# Two processes, as in a deployment.
SERVERS = 2
# No judgement of speed: only that it ends at all.
PATIENCE_SECONDS = 90


class Ground:
    """A PostgreSQL of its own that keeps what it acknowledged, and servers on top of it."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._more = more
        self.embedded = EmbeddedPostgres(folder, durable=True)
        self.addresses: Addresses = self.embedded.start()
        # How servers reach it; a trial may lay a line of its own in between.
        self.reached = self.addresses
        self.ports = free_ports(SERVERS)
        self.servers: dict[int, ServerProcess] = {}
        self.started: list[int] = []

    @property
    def origins(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    async def built(self, module: str, *words: str) -> bytes:
        """Have a process of its own build something here, and return what it says of it."""
        place = self.folder / "built.json"
        built = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", module, *words, place],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
                ),
                "DATABASE_URL": self.addresses.server,
                "DATABASE_OWNER_URL": self.addresses.owner,
                "DATABASE_SWEEPER_URL": self.addresses.sweeper,
                "SAMENSPRAAK_DATA": str(self.folder),
                "SAMENSPRAAK_KEYS": str(self.folder / "keys"),
            },
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert built.returncode == 0, built.stderr.decode()
        return place.read_bytes()

    async def serve(self, port: int) -> None:
        """Start the process of a port, and wait until it answers."""
        server = start_server(self.reached, port, self.ports, self.folder, self._more)
        self.servers[port] = server
        self.started.append(server.process.pid)
        await ready(server)

    async def serve_all(self) -> None:
        """Start whatever is not running."""
        ended = [
            port
            for port in self.ports
            if port not in self.servers or self.servers[port].process.poll() is not None
        ]
        await asyncio.gather(*(self.serve(port) for port in ended))

    def kill_postgresql(self, dice: random.Random) -> None:
        """End PostgreSQL's first process, or one of those that serve a connection."""
        first = self.embedded.cluster.pid()
        if first is None:
            return
        victims = [first, *(_children(first) if dice.random() < 0.3 else ())]
        with contextlib.suppress(ProcessLookupError):
            os.kill(dice.choice(victims), signal.SIGKILL)

    def answers(self) -> bool:
        """Start PostgreSQL again where it ended, and tell whether it answers."""
        try:
            self.embedded.revive()
            self.embedded.cluster.tell("select 1")
        except StartProblem:
            return False
        return True

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[asyncpg.Connection]:
        """Look into the tables themselves."""
        connection = await asyncpg.connect(self.addresses.owner)
        try:
            yield connection
        finally:
            await connection.close()

    def mistakes(self) -> str:
        """Return what the servers themselves call a mistake of theirs."""
        lines = [
            line
            for path in self.folder.glob("serve-*.log")
            for line in _read(path).splitlines()
            if '"unexpected"' in line
        ]
        return "\n".join(lines[:20])

    def end(self) -> None:
        for server in self.servers.values():
            server.kill()
        self.embedded.stop()

    def left(self) -> list[str]:
        """Return the processes of ours that still run."""
        return [
            f"{pid}: {words}"
            for pid, words in _processes()
            if str(self.folder) in words or pid in self.started
        ]


@contextmanager
def a_ground(more: Mapping[str, str] | None = None) -> Iterator[Ground]:
    """Make a ground in a folder of its own, and leave nothing of it; `more` is set for servers."""
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-crash-", dir=roomy_folder()))
    folder.chmod(0o711)
    ground = Ground(folder, more)
    try:
        yield ground
    finally:
        ground.end()
        shutil.rmtree(folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    return [
        child
        for child, _ in _processes()
        if f"\nPPid:\t{pid}\n" in _read(Path(f"/proc/{child}/status"))
    ]


def _processes() -> Iterator[tuple[int, str]]:
    """Every process with all its words, and where it stands."""
    for place in Path("/proc").glob("[0-9]*"):
        words = _read(place / "cmdline").replace("\x00", " ")
        with contextlib.suppress(OSError):
            yield int(place.name), f"{words} {(place / 'cwd').readlink()}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
