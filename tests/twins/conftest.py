"""Two worlds side by side: a process and a database of its own for each."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count, zip_longest
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from tests.postgres import TestCluster
from tests.secrecy.conftest import environment
from tests.twins.looking import Seen
from tests.twins.stage import Stage
from tests.twins.worlds import History, Played

BUILDING_SECONDS = 300
# Of two answers that differ, this much before and after the first difference tells enough.
AROUND = 150
MOST_TOLD = 12


class Twins:
    """Plays histories, two at a time, each from the same beginning."""

    def __init__(self, cluster: TestCluster, template: str, place: Path) -> None:
        self.stage = msgspec.json.decode(place.read_bytes(), type=Stage)
        self._cluster = cluster
        self._template = template
        self._numbers = count(1)
        addresses = cluster.addresses(template)
        with (place.parent / "worlds.log").open("ab") as log:
            self._worlds = [
                subprocess.Popen(
                    [sys.executable, "-m", "tests.twins.playing", place],
                    env=environment(addresses, place.parent),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                )
                for _ in range(2)
            ]
        self._log = place.parent / "worlds.log"

    def play(self, *histories: History) -> list[Played]:
        """Play these, at most two at once, and return what was observed in each."""
        played: list[Played] = []
        for at in range(0, len(histories), 2):
            played += self._play_two(histories[at : at + 2])
        return played

    def _play_two(self, histories: tuple[History, ...]) -> list[Played]:
        names = [f"{self._template}_{next(self._numbers)}" for _ in histories]
        try:
            for name, world, history in zip(names, self._worlds, histories, strict=False):
                its = self._cluster.create_database(name, template=self._template)
                addresses = (its.owner, its.server, its.sweeper)
                ready = structs.replace(history, addresses=addresses)
                assert world.stdin is not None
                world.stdin.write(msgspec.json.encode(ready) + b"\n")
                world.stdin.flush()
            return [self._read(world) for world, _ in zip(self._worlds, histories, strict=False)]
        finally:
            for name in names:
                self._cluster.drop_database(name)

    def _read(self, world: subprocess.Popen[bytes]) -> Played:
        assert world.stdout is not None
        line = world.stdout.readline()
        assert line, f"a world broke:\n{self._log.read_text()[-4000:]}"
        return msgspec.json.decode(line, type=Played)

    def end(self) -> None:
        for world in self._worlds:
            world.communicate()


def differences(one: list[Seen], other: list[Seen]) -> list[str]:
    """Tell what was observed in one world and not in the other."""
    told: list[str] = []
    for left, right in zip_longest(one, other):
        if left is None or right is None or (left.by, left.what) != (right.by, right.what):
            told.append(f"one observed {_named(left)}, the other {_named(right)}")
            break
        if left.came != right.came:
            told.append(f"{left.by}: {left.what}\n{_apart(left.came, right.came)}")
    return told


def in_short(told: list[str]) -> str:
    """Tell the first of them."""
    return "\n".join(told[:MOST_TOLD])


def _named(seen: Seen | None) -> str:
    return "nothing" if seen is None else f"{seen.by}: {seen.what}"


def _apart(one: bytes, other: bytes) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    begin, end = max(0, at - AROUND), at + AROUND
    return f"  …{one[begin:end]!r}…\n  …{other[begin:end]!r}…"


@pytest.fixture(scope="session")
def twins(
    cluster: TestCluster, template: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Twins]:
    """Two worlds, and the stage on which all histories begin."""
    name = f"twins_{worker_id}"
    addresses = cluster.create_database(name, template=template)
    place = tmp_path_factory.mktemp("twins") / "stage.json"
    built = subprocess.run(
        [sys.executable, "-m", "tests.twins.stage", place],
        env=environment(addresses, place.parent) | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        timeout=BUILDING_SECONDS,
        check=False,
    )
    assert built.returncode == 0, built.stderr.decode()
    twins = Twins(cluster, name, place)
    yield twins
    twins.end()
    cluster.drop_database(name)
