"""The command line as people start it: a process of its own, with a data folder of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.postgres import roomy_folder

# Nothing here is judged by its speed.
PATIENCE_SECONDS = 120

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-command-", dir=roomy_folder()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def surroundings(data_folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "en_GB.UTF-8",
        "COLUMNS": "200",
        "SAMENSPRAAK_DATA": str(data_folder),
    }


@pytest.fixture(scope="module")
def samenspraak(surroundings: dict[str, str]) -> Command:
    def run(*words: object, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "samenspraak", *map(str, words)],
            input=typed,
            capture_output=True,
            text=True,
            env={**surroundings, **more},
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    return run


class Server:
    """A `samenspraak serve` of its own, on a port that was free."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "samenspraak", "serve", "--port", "0", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        assert self.process.stdout
        self.said: list[str] = []
        self.address = ""
        for line in self.process.stdout:
            self.said.append(line)
            if " runs on " in line:
                self.address = line.split(" runs on ")[1].split(" ")[0]
                break
        assert self.address, "".join(self.said)

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def server(surroundings: dict[str, str]) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def begin(*words: str, **more: str) -> Server:
        servers.append(Server({**surroundings, **more}, *words))
        return servers[-1]

    yield begin
    for one in servers:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()
