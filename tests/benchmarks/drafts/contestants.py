"""The servers that are compared: ours, and two that many use, each in one process."""

import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from tests.benchmarks.drafts.packages import install
from tests.benchmarks.drafts.processes import HERE, NODE, NotMeasured
from tests.crash.people import headers
from tests.crash.rooms import OpenRoom
from tests.servers import ServerProcess, free_ports, start_server

from samenspraak.embedded import Addresses

START_SECONDS = 60
STOP_SECONDS = 60
Place = dict[str, Any]

# A swarm is one person at one machine who writes faster than people do. These limits are for
# people; the rest of what protects the server stays as it is in use.
RAISED = {
    "SAMENSPRAAK_DRAFT_UPDATES_PER_SECOND": "1000000",
    "SAMENSPRAAK_DRAFT_BURST": "1000000",
    "SAMENSPRAAK_DRAFT_PRESENCE_PER_SECOND": "1000",
    "SAMENSPRAAK_DRAFT_EDITORS": "5000",
    "SAMENSPRAAK_DRAFT_VIEWERS": "5000",
    "SAMENSPRAAK_SOCKETS_PER_PERSON": "10000",
    "SAMENSPRAAK_REQUESTS_PER_MINUTE": "1000000",
    # A page that needs no database, to see how long the process itself keeps others waiting.
    "SAMENSPRAAK_SECURITY_CONTACT": "security@samenspraak.example",
}


class Contestant(ABC):
    """One server: started, stopped and killed as often as measurements need."""

    name: str
    folder: Path

    @abstractmethod
    def prepare(self) -> None:
        """Install what it needs."""

    @abstractmethod
    def start(self) -> None:
        """Start it with what it stored before, and wait until it answers."""

    @abstractmethod
    def places(self, count: int) -> list[Place]:
        """Return rooms in which nobody wrote yet; the server must be running."""

    @property
    @abstractmethod
    def process(self) -> "subprocess.Popen[bytes]":
        """The running server."""

    @property
    def group(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        """Ask it to end, and wait until it has stored what it wants to store."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


class NodeContestant(Contestant):
    """A server of others, started by the few lines in its folder under `peers`."""

    def __init__(self, name: str, package: str, folder: Path, *, is_named: bool = False) -> None:
        self.name = name
        self._package = HERE / "peers" / package
        self._store = folder / package
        self._is_named = is_named
        [self._port] = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        install(self._package)
        self._store.mkdir()

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    def start(self) -> None:
        with (self._store / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [NODE, "server.mjs", str(self._port), self._store],
                cwd=self._package,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        listening(self._process, self._port)

    def places(self, count: int) -> list[Place]:
        names = [uuid4().hex for _ in range(count)]
        path = "" if self._is_named else "{}"
        return [
            {
                "url": f"ws://127.0.0.1:{self._port}/{path.format(name)}",
                "headers": {},
                "isNamed": self._is_named,
                "name": name,
            }
            for name in names
        ]


class Ours(Contestant):
    """One `samenspraak serve` on a PostgreSQL that writes through to the disk."""

    name = "samenspraak"

    def __init__(self, addresses: Addresses, rooms: Sequence[OpenRoom], folder: Path) -> None:
        self._addresses = addresses
        self._rooms = rooms
        self._folder = folder
        [self.port] = free_ports(1)
        self._server: ServerProcess | None = None
        self._opened = 0

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._server is not None
        return self._server.process

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Need nothing: the checkout has it."""

    def start(self) -> None:
        self._server = start_server(
            self._addresses, self.port, [self.port], self._folder, more=RAISED
        )
        listening(self._server.process, self.port)

    def kill(self) -> None:
        assert self._server is not None
        self._server.kill()

    def places(self, count: int) -> list[Place]:
        places: list[Place] = []
        with httpx.Client(base_url=self.origin) as client:
            for _ in range(count):
                # A workspace holds 200 drafts, so they are spread.
                room = self._rooms[self._opened % len(self._rooms)]
                self._opened += 1
                known = headers(room.sessions["marieke"], self.origin)
                draft_id = str(uuid4())
                answer = client.post(
                    f"/v1/workspaces/{room.id}/commitment-drafts",
                    json={"id": draft_id, "box": "joint"},
                    headers=known,
                )
                if answer.status_code != 201:
                    raise NotMeasured(f"no draft: {answer.status_code} {answer.text[:200]}")
                places.append(
                    {
                        "url": f"ws://127.0.0.1:{self.port}/v1/drafts/{draft_id}",
                        "headers": {"cookie": known["cookie"], "origin": self.origin},
                        "isNamed": False,
                        "name": draft_id,
                    }
                )
        return places


def listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until a server takes connections."""
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            raise NotMeasured("the server ended while it started")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise NotMeasured("the server did not start")
