"""Several processes, one PostgreSQL: who starts it, who joins, and who turns off the light.

Files carry the whole agreement, because the operating system lets go of a file lock when a process
ends, however it ends:

- `lock` is held by whoever is starting or stopping, so only one does.
- `users/` has a file for everyone who uses it, held by its user alone. Others only ever ask for a
  shared hold, so that two who look at the same time do not take each other for a user.
"""

import fcntl
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

from samenspraak.embedded.cluster import Addresses, Cluster
from samenspraak.embedded.place import place_of
from samenspraak.embedded.problems import StartProblem, problem_of

# Longer than a first start on a slow disk; whoever holds the lock longer hangs.
PATIENCE_SECONDS = 90


class Status(Struct, frozen=True, kw_only=True):
    """What one sees from outside."""

    folder: Path
    pid: int | None
    is_used: bool


class EmbeddedPostgres:
    """A share in the PostgreSQL that belongs to a data folder."""

    def __init__(self, data_folder: Path, *, durable: bool = True) -> None:
        self.data_folder = data_folder.absolute()
        try:
            self.place = place_of(self.data_folder)
        except OSError as error:
            raise problem_of(error, data_folder) from error
        self.cluster = Cluster(self.place, durable=durable)
        self._share: IO[bytes] | None = None

    def start(self) -> Addresses:
        """Begin to use it, starting it when nobody did, adopting it when its users are gone."""
        assert self._share is None, "a share is taken once"
        with self._in_order():
            self.place.prepare()
            with self._alone():
                share = self._take_share()
                try:
                    self.cluster.start()
                    self._watch_over()
                except BaseException:
                    share.close()
                    raise
                self._share = share
            return self.cluster.addresses()

    def revive(self) -> bool:
        """Start it again if it died under its users; tell whether it had."""
        with self._in_order(), self._alone():
            if self.cluster.pid() is not None:
                return False
            self.cluster.start()
            self._watch_over()
            return True

    def stop(self) -> bool:
        """Use it no longer, and stop it if nobody else uses it; tell whether it is stopped."""
        if self._share is None:
            return self.cluster.pid() is None
        with self._in_order(), self._alone():
            self._share.close()
            self._share = None
            return self._stop_unused()

    def status(self) -> Status:
        """Look without touching."""
        return Status(
            folder=self.place.folder, pid=self.cluster.pid(), is_used=any(self._held_shares())
        )

    def wait_and_stop(self) -> None:
        """Wait until the last user is gone, however it went, and stop what it left running."""
        while True:
            for path in self._held_shares():
                # This waits in the system, without waking once, until that user is gone.
                with suppress(FileNotFoundError), path.open("rb") as share:
                    fcntl.flock(share, fcntl.LOCK_SH)
            with self._alone():
                if self._stop_unused():
                    return

    def _take_share(self) -> IO[bytes]:
        self._shares.mkdir(mode=0o700, exist_ok=True)
        share = (self._shares / f"{os.getpid()}-{secrets.token_hex(4)}").open("xb")
        fcntl.flock(share, fcntl.LOCK_EX)
        return share

    def _stop_unused(self) -> bool:
        """Stop it unless somebody uses it; whoever calls holds the lock, so nobody comes now."""
        held = list(self._held_shares())
        for path in self._shares.iterdir():
            if path not in held:
                path.unlink()
        if held:
            return False
        self.cluster.stop()
        return self.cluster.pid() is None

    def _held_shares(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from (path for path in self._shares.iterdir() if not _is_free(path))

    @property
    def _shares(self) -> Path:
        return self.place.folder / "users"

    @contextmanager
    def _alone(self) -> Generator[None]:
        with (self.place.folder / "lock").open("ab") as lock:
            until = time.monotonic() + PATIENCE_SECONDS
            while True:
                with suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if time.monotonic() > until:
                    raise StartProblem("start-hangs", place=lock.name, seconds=PATIENCE_SECONDS)
                time.sleep(0.02)
            yield

    @contextmanager
    def _in_order(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise problem_of(error, self.place.folder) from error

    def _watch_over(self) -> None:
        """Leave a warden behind that stops PostgreSQL when its users were killed."""
        if not _is_free(self.place.folder / "warden"):
            return
        # The warden takes its post and then lets go of us, so this does not take long.
        subprocess.run(  # noqa: S603  # Our own interpreter, our own module.
            [sys.executable, "-m", "samenspraak.embedded.warden", self.data_folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=False,
        )


def _is_free(path: Path) -> bool:
    """Tell whether nobody holds this file."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return True
    return True
