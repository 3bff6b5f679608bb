"""Real server processes on ports of their own, as a deployment runs them."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from msgspec import Struct

from samenspraak.embedded import Addresses

# Starting takes a second or two alone, and longer when every core is busy with other tests.
START_SECONDS = 60


class ServerProcess(Struct):
    """One `samenspraak serve`, with the address people use."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a power cut would, children included."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait until it did."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start_server(
    addresses: Addresses,
    port: int,
    ports: Sequence[int],
    folder: Path,
    more: Mapping[str, str] | None = None,
) -> ServerProcess:
    """Start one process on a port; all of `ports` are in its list of origins, `more` is set too."""
    environment = {
        **os.environ,
        "DATABASE_URL": addresses.server,
        "DATABASE_SWEEPER_URL": addresses.sweeper,
        "SAMENSPRAAK_DATA": str(folder),
        "SAMENSPRAAK_KEYS": str(folder / "keys"),
        "SAMENSPRAAK_ORIGINS": " ".join(f"http://127.0.0.1:{each}" for each in ports),
        "SAMENSPRAAK_REQUESTS_PER_MINUTE": "1000000",
        **(more or {}),
    }
    program = Path(sys.executable).with_name("samenspraak")
    with (folder / f"serve-{port}.log").open("ab") as log:
        process = subprocess.Popen(
            [program, "serve", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return ServerProcess(process=process, port=port)


async def ready(server: ServerProcess) -> ServerProcess:
    """Wait until a server answers."""
    async with httpx.AsyncClient() as client:
        for _ in range(START_SECONDS * 10):
            assert server.process.poll() is None, "the server ended while it started"
            with contextlib.suppress(httpx.TransportError):
                await client.get(server.origin + "/v1/me")
                return server
            await asyncio.sleep(0.1)
    message = "the server did not start"
    raise AssertionError(message)


@asynccontextmanager
async def servers(
    addresses: Addresses, folder: Path, count: int
) -> AsyncIterator[list[ServerProcess]]:
    """Run several processes on one database."""
    ports = free_ports(count)
    running = [start_server(addresses, port, ports, folder) for port in ports]
    try:
        for server in running:
            await ready(server)
        yield running
    finally:
        for server in running:
            server.kill()
