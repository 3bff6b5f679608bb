"""The report: our figures beside those of others, against the gates and against the best of them."""

from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct
from tests.benchmarks.drafts.measures import EDITS, HARM, PEERS, Figures

OURS = "samenspraak"
WIDTH = 42
COLUMN = 21


class Line(Struct, frozen=True, kw_only=True):
    """One line of the table, and what our figure is held against.

    The aim is the best of the others in the same run, `slack` times, unless it is named.
    """

    title: str
    key: str
    gate: float | None = None
    aim: float | None = None
    has_aim: bool = False
    slack: float = 1.0
    is_more_better: bool = False
    digits: int = 1


def lines() -> list[Line]:
    """Every line, in the order of the report."""
    fan_gates = {50: (8.0, 20.0), 200: (14.0, 30.0)}
    found: list[Line] = []
    for peers in PEERS:
        gates = dict(zip(("p50", "p99"), fan_gates.get(peers, (None, None)), strict=True))
        found += [
            Line(
                title=f"fan-out to {peers}, {share} ms",
                key=f"fan-out-{peers}-{share}",
                gate=gates[share],
                # To few peers the wait for the disk is all there is; to many it must not show.
                has_aim=share == "p99" and peers in fan_gates,
                slack=1.5,
                digits=2,
            )
            for share in ("p50", "p99")
        ]
        found.append(Line(title=f"fan-out to {peers}, server CPU %", key=f"fan-out-{peers}-cpu"))
    for key, gate in (("1x20", 4000.0), ("20x5", 5000.0)):
        name = f"throughput {key}"
        place = f"throughput-{key}"
        found += [
            Line(
                title=f"{name}, updates/s",
                key=place,
                gate=gate,
                has_aim=True,
                is_more_better=True,
                digits=0,
            ),
            Line(title=f"{name}, deliveries/s", key=f"{place}-deliveries", digits=0),
            Line(title=f"{name}, p50 ms", key=f"{place}-p50"),
            Line(title=f"{name}, p99 ms", key=f"{place}-p99"),
            Line(title=f"{name}, server CPU %", key=f"{place}-cpu", digits=0),
            # Whoever else works on this machine changes every other figure, and this the least.
            Line(title=f"{name}, server CPU us an update", key=f"{place}-cost", digits=0),
            Line(title=f"{name}, swarm CPU %", key=f"{place}-swarm-cpu", digits=0),
        ]
    join_gates = {(100_000, "warm"): 150.0, (100_000, "cold"): 400.0}
    for edits in EDITS:
        name = f"{edits // 1000}k edits"
        found.append(
            Line(title=f"{name}: written, a second", key=f"join-{edits}-written", digits=0)
        )
        for how in ("warm", "cold"):
            key = f"join-{edits}-{how}"
            found += [
                Line(
                    title=f"{name}: {how} join ms",
                    key=key,
                    gate=join_gates.get((edits, how)),
                    has_aim=True,
                ),
                Line(
                    title=f"{name}: {how}, complete",
                    key=f"{key}-complete",
                    gate=1,
                    is_more_better=True,
                ),
            ]
    return [
        *found,
        Line(title="presence: gone after a loss, ms", key="presence-p50", aim=1000, digits=2),
        Line(title="presence: the slowest, ms", key="presence-worst", gate=1000, digits=2),
        Line(title="idle connection, KiB", key="idle-kibibytes", gate=60, has_aim=True),
        Line(title="idle: connects a second", key="idle-connects", digits=0),
        Line(title="stalled reader: more MiB", key="stalled-mebibytes", gate=16, aim=16),
        Line(
            title="stalled reader: closed",
            key="stalled-closed",
            gate=1,
            is_more_better=True,
        ),
        Line(title="stalled: healthy p50 ms", key="stalled-healthy-p50"),
        Line(title="stalled: healthy p99 ms", key="stalled-healthy-p99", has_aim=True, digits=2),
        Line(title="stalled: MiB a reader heard", key="stalled-heard"),
        Line(title="kill -9: edits observed", key="killed-observed", digits=0),
        Line(title="kill -9: observed, lost", key="killed-observed-lost", gate=0, digits=0),
        Line(title="kill -9: edits acknowledged", key="killed-acknowledged", digits=0),
        Line(title="kill -9: acknowledged, lost", key="killed-acknowledged-lost", gate=0, digits=0),
        Line(title="harm: longest wait of others, ms", key="harm-longest", aim=250),
        Line(title="harm: p99 of others, ms", key="harm-p99"),
        Line(title="harm: longest wait before it, ms", key="harm-calm"),
        Line(title="harm: more MiB at most", key="harm-mebibytes"),
        Line(title="harm: times nobody could come in", key="harm-refused", digits=0),
    ]


# What profiles of our server say of the measures in which another is ahead.
LIMITS = (
    (
        "What limits ours: an update is seen after one commit (about 2 ms here), which is all of the"
        " difference to few peers and most of it to fifty."
    ),
    (
        "In one busy room a third of the time goes into handing frames to the web server, a quarter into"
        " reading them (the fence is half of that); in many rooms turns and wake-ups of the database."
    ),
    "The others hold nothing back for a disk: one lost all it had acknowledged when it was killed.",
)


def report(
    names: Sequence[str], taken: Mapping[str, Sequence[Figures]], remarks: Sequence[str]
) -> str:
    """Return the table: medians, gates, aims, and how ours stands to them."""
    middle = {
        name: {key: median(values) for key, values in _by_key(taken[name]).items()}
        for name in names
    }
    rows = [
        f"{'':<{WIDTH}}"
        + "".join(f"{name:>{COLUMN}}" for name in names)
        + f"{'gate':>8}  {'against the gate':<20}{'aim':>8}  against the aim"
    ]
    kinds = [key for key in middle.get(OURS, {}) if key.startswith(HARM)]
    for line in [*lines(), *(Line(title=f"{key}, ms", key=key) for key in kinds)]:
        found = [middle[name].get(line.key) for name in names]
        if all(value is None for value in found):
            continue
        cells = "".join(f"{_said(value, line.digits):>{COLUMN}}" for value in found)
        ours = middle[OURS].get(line.key) if OURS in middle else None
        others = [value for name, value in zip(names, found, strict=True) if name != OURS]
        aim = _aim(line, [value for value in others if value is not None])
        rows.append(
            f"{line.title:<{WIDTH}}{cells}"
            f"{_said(line.gate, 0, ''):>8}  {verdict(ours, line.gate, line):<20}"
            f"{_said(aim, line.digits, ''):>8}  {verdict(ours, aim, line)}"
        )
    return "\n".join([*(row.rstrip() for row in rows), "", *LIMITS, *remarks])


def verdict(ours: float | None, bound: float | None, line: Line) -> str:
    """Say whether a bound is met, and by how much it is missed."""
    if bound is None:
        return ""
    if ours is None:
        return "not measured"
    if ours == bound or (ours > bound) == line.is_more_better:
        return "met"
    if bound == 0:
        return f"missed by {ours:.0f}"
    return f"missed by {abs(ours - bound) / bound * 100:.0f} %"


def _aim(line: Line, others: list[float]) -> float | None:
    if line.aim is not None:
        return line.aim
    if not line.has_aim or not others:
        return None
    return max(others) if line.is_more_better else line.slack * min(others)


def _by_key(taken: Sequence[Figures]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for figures in taken:
        for key, value in figures.items():
            found.setdefault(key, []).append(value)
    return found


def _said(value: float | None, digits: int, nothing: str = "–") -> str:
    return nothing if value is None else f"{value:.{digits}f}"
