"""A data folder for one test, and processes of their own that use its PostgreSQL."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.postgres import roomy_folder

from samenspraak.embedded import EmbeddedPostgres

# On a busy machine a start may take this long; nothing here is judged by its speed.
PATIENCE_SECONDS = 60

USER = """
import sys
from pathlib import Path
from samenspraak.embedded import EmbeddedPostgres
embedded = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
embedded.start()
print("ready", flush=True)
sys.stdin.read()
embedded.stop()
print("left", flush=True)
"""


class User:
    """A process that uses the PostgreSQL of a folder until it is told to leave, or killed."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_ready(self) -> bool:
        assert self.process.stdout
        return self.process.stdout.readline() == "ready\n"

    def leave(self) -> None:
        said, _ = self.process.communicate("", timeout=PATIENCE_SECONDS)
        assert said == "left\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-embedded-", dir=roomy_folder()))
    folder.chmod(0o711)
    yield folder
    cluster = EmbeddedPostgres(folder).cluster
    if (cluster.place.folder / "passwords.json").exists():
        cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def user(data_folder: Path) -> Iterator[Callable[[], User]]:
    users: list[User] = []

    def begin() -> User:
        users.append(User(data_folder))
        return users[-1]

    yield begin
    for one in users:
        one.kill()


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
