"""Co-editing: ours beside Hocuspocus and @y/websocket-server, on the same machine, in turns.

    python -m tests.benchmarks drafts            three rounds; the medians are reported
    python -m tests.benchmarks drafts --quick    one round

One Node process (`swarm`) plays all clients by one clock and asks the same of every server. The
servers take turns within every measure, each in one process that has just been started; ours stores
in PostgreSQL, which writes through to the disk. Others run as their makes suggest, from the locks
under `peers`: Hocuspocus with its SQLite extension at its default pace, @y/websocket-server with
y-leveldb. The report is printed and kept in `.data/bench/drafts.txt`.

Figures compare with those of the same run. The gates are the least we build for; the aim is the
best of the others in this run, who store after they tell, where ours tells after it has stored.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.drafts.contestants import RAISED, Contestant, NodeContestant, Ours
from tests.benchmarks.drafts.measures import MEASURES, Figures, Measure
from tests.benchmarks.drafts.packages import install
from tests.benchmarks.drafts.processes import NODE, SWARM, NotMeasured, Swarm, busy_percent
from tests.benchmarks.drafts.report import report
from tests.crash.rooms import OpenRoom

from samenspraak.embedded import Addresses

ROUNDS = 3
# Another round begins only if it would end in time; a busy machine then gets fewer.
LIMIT_SECONDS = 18 * 60
KEPT = Path(__file__).parents[3] / ".data/bench/drafts.txt"


def compare(
    addresses: Addresses, rooms: Sequence[OpenRoom], folder: Path, words: Sequence[str] = ()
) -> None:
    """Measure all servers in turns, and say how ours stands.

    Words beside `--quick` name the servers and measures to take, when not all are wanted.
    """
    begun = time.monotonic()
    rounds = 1 if "--quick" in words else ROUNDS
    remarks: list[str] = []
    install(SWARM)
    contestants = ready(
        [
            Ours(addresses, rooms, folder),
            NodeContestant("hocuspocus", "hocuspocus", folder, is_named=True),
            NodeContestant("y-websocket-server", "y-websocket-server", folder),
        ],
        remarks,
    )
    named = [word for word in words if not word.startswith("--")]
    contestants = [one for one in contestants if one.name in named] or contestants
    measures = [one for one in MEASURES if one.name in named] or MEASURES
    taken: dict[str, list[Figures]] = {one.name: [] for one in contestants}
    busy: list[float] = []
    done = 0
    for turn in range(rounds):
        lasted = time.monotonic() - begun
        if turn and lasted + lasted / turn > LIMIT_SECONDS:
            break
        done += 1
        for measure in measures:
            # Nobody is always the first.
            shift = turn % len(contestants)
            for one in [*contestants[shift:], *contestants[:shift]]:
                if measure.ours_only and not isinstance(one, Ours):
                    continue
                busy.append(busy_percent())
                found, remark = take(measure, one)
                taken[one.name].append(found)
                remarks += [f"Round {turn + 1}: {remark}"] if remark else []
    raised = ", ".join(
        f"{name.removeprefix('SAMENSPRAAK_')}={value}"
        for name, value in RAISED.items()
        if value.isdigit()
    )
    told = report(
        [one.name for one in contestants],
        taken,
        [
            f"Medians of {done} rounds of {rounds}. Servers, PostgreSQL and swarm share {os.cpu_count()} cores.",
            f"Python {platform.python_version()}, Node {node_version()}.",
            (
                f"Between measurements the machine was busy with other things for {median(busy):.0f} %"
                f" of its time, at most {max(busy):.0f} %."
            ),
            f"Limits raised for ours, as the swarm is one person: {raised}.",
            *remarks,
            f"It took {(time.monotonic() - begun) / 60:.1f} minutes.",
        ],
    )
    say(f"\n{told}")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(told + "\n", encoding="utf-8")


def take(measure: Measure, one: Contestant) -> tuple[Figures, str]:
    """Take one measure of one server, which may fail without ending the rest."""
    say(f"{measure.name}: {one.name} …")
    try:
        one.start()
        try:
            with Swarm() as swarm:
                return measure.take(one, swarm), ""
        finally:
            one.kill()
    except NotMeasured as reason:
        return {}, f"{measure.name}, {one.name}: {reason}"


def ready(contestants: list[Contestant], remarks: list[str]) -> list[Contestant]:
    """Install what each needs, and leave out who cannot be."""
    found: list[Contestant] = []
    for one in contestants:
        try:
            one.prepare()
            found.append(one)
        except NotMeasured as reason:
            remarks.append(f"{one.name} is left out: {reason}")
    return found


def node_version() -> str:
    said = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.strip().removeprefix("v")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
