"""What is measured of a server for co-editing. Each measure begins with the server just started."""

import http.client
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from random import random

from msgspec import Struct
from tests.benchmarks.drafts.contestants import Contestant, Ours
from tests.benchmarks.drafts.processes import KIBIBYTE, NotMeasured, Swarm, Usage, memory_bytes

MEBIBYTE = KIBIBYTE**2
# By key: "fan-out-50-p50".
Figures = dict[str, float]

PEERS = (1, 10, 50, 200)
UPDATES = 80
A_SECOND = 20
SECONDS = 5
# Edits that one writer may have on the way; both sides of every comparison have the same.
WINDOW = 8
EDITS = (10_000, 100_000)
IDLE_ROOMS = 10
IDLE_EACH = 50
# Long enough for what was made while connecting to be thrown away.
SETTLE_SECONDS = 4
STALLED_MEBIBYTES = 47
STALLED_A_SECOND = 400
VANISHED = 10
# Hocuspocus stores two seconds after the last change.
STORED_SECONDS = 3
TYPED_SECONDS = 4
TYPED_A_SECOND = 100
PULSE_SECONDS = 0.005
AFTERMATH_SECONDS = 0.3
# With the kind of harm behind it.
HARM = "harm by "


class Measure(Struct, frozen=True):
    """One thing measured, with what the report calls it."""

    name: str
    take: Callable[[Contestant, Swarm], Figures]
    ours_only: bool = False


def fan_out(server: Contestant, swarm: Swarm) -> Figures:
    """How soon an edit is with the others, at a pace of people."""
    found: Figures = {}
    for peers, place in zip(PEERS, server.places(len(PEERS)), strict=True):
        usage = Usage(server.group)
        begun = time.perf_counter()
        said = swarm.ask("fanOut", place=place, peers=peers, updates=UPDATES, perSecond=A_SECOND)
        key = f"fan-out-{peers}"
        found |= {f"{key}-p50": said["p50"], f"{key}-p99": said["p99"]}
        found[f"{key}-cpu"] = 100 * usage.cpu_seconds / (time.perf_counter() - begun)
        if said["missing"]:
            raise NotMeasured(f"{said['missing']} edits did not reach all of {peers} peers")
    return found


def throughput(server: Contestant, swarm: Swarm) -> Figures:
    """How many edits a second reach everybody else in their room."""
    found: Figures = {}
    for key, rooms, members in (("1x20", 1, 20), ("20x5", 20, 5)):
        said = swarm.ask(
            "throughput",
            places=server.places(rooms),
            members=members,
            seconds=SECONDS,
            window=WINDOW,
            server=server.group,
        )
        if said["closed"]:
            raise NotMeasured(f"{key}: connections were closed: {said['closed'][:3]}")
        found |= {
            f"throughput-{key}": said["updatesPerSecond"],
            f"throughput-{key}-deliveries": said["deliveriesPerSecond"],
            f"throughput-{key}-p50": said["p50"],
            f"throughput-{key}-p99": said["p99"],
            f"throughput-{key}-cpu": said["serverCpuPercent"],
            f"throughput-{key}-cost": 10_000 * said["serverCpuPercent"] / said["updatesPerSecond"],
            f"throughput-{key}-swarm-cpu": said["swarmCpuPercent"],
        }
    return found


def late_joiner(server: Contestant, swarm: Swarm) -> Figures:
    """How soon somebody has it all who comes after so many edits, also after a restart."""
    found: Figures = {}
    places = dict(zip(EDITS, server.places(len(EDITS)), strict=True))
    for edits, place in places.items():
        said = swarm.ask("write", place=place, edits=edits)
        found[f"join-{edits}-written"] = edits / said["seconds"]
        found |= joined(swarm, edits, place, "warm")
        swarm.ask("leave")
    time.sleep(STORED_SECONDS)
    server.stop()
    server.start()
    for edits, place in places.items():
        found |= joined(swarm, edits, place, "cold")
    return found


def joined(swarm: Swarm, edits: int, place: dict[str, object], how: str) -> Figures:
    said = swarm.ask("join", place=place, edits=edits)
    key = f"join-{edits}-{how}"
    found = {f"{key}-complete": float(said["isComplete"])}
    if said["milliseconds"] is not None:
        found |= {key: said["milliseconds"], f"{key}-bytes": said["bytes"]}
    return found


def presence(server: Contestant, swarm: Swarm) -> Figures:
    """How soon somebody who vanished is gone for the others."""
    [place] = server.places(1)
    said = swarm.ask("presence", place=place, times=VANISHED)
    return {"presence-p50": said["p50"], "presence-worst": said["worst"]}


def idle(server: Contestant, swarm: Swarm) -> Figures:
    """What a connection costs on which nothing happens."""
    [first, *places] = server.places(IDLE_ROOMS + 1)
    # What only the first connection brings into memory is not a connection's cost.
    swarm.ask("sit", places=[first], each=IDLE_EACH)
    swarm.ask("rise")
    time.sleep(SETTLE_SECONDS)
    before = memory_bytes(server.group)
    said = swarm.ask("sit", places=places, each=IDLE_EACH)
    time.sleep(SETTLE_SECONDS)
    more = memory_bytes(server.group) - before
    if closed := swarm.ask("rise")["closedMeanwhile"]:
        raise NotMeasured(f"{closed} idle connections were closed")
    connections = IDLE_ROOMS * IDLE_EACH
    return {"idle-kibibytes": more / KIBIBYTE / connections, "idle-connects": said["perSecond"]}


def stalled_reader(server: Contestant, swarm: Swarm) -> Figures:
    """What it costs when somebody reads no more while much is written."""
    [first, place] = server.places(2)
    # The same without anybody stalling, shorter, so that what only the first time takes is there.
    swarm.ask("stall", place=first, mebibytes=2, perSecond=STALLED_A_SECOND)
    usage = Usage(server.group)
    with usage.watched():
        said = swarm.ask(
            "stall", place=place, mebibytes=STALLED_MEBIBYTES, perSecond=STALLED_A_SECOND
        )
    if said["missing"]:
        raise NotMeasured(f"{said['missing']} edits did not reach the healthy reader")
    return {
        "stalled-mebibytes": usage.peak_more_bytes / MEBIBYTE,
        "stalled-closed": float(said["isClosed"]),
        "stalled-healthy-p50": said["p50"],
        "stalled-healthy-p99": said["p99"],
        "stalled-heard": said["mebibytesHeard"],
    }


def killed(server: Contestant, swarm: Swarm) -> Figures:
    """What is gone after kill -9 that somebody else had seen, or that was said to be stored."""
    [place] = server.places(1)
    place["url"] += "" if place["isNamed"] else "?told=1"
    swarm.begin("type", place=place, perSecond=TYPED_A_SECOND)
    time.sleep(TYPED_SECONDS + random())
    server.kill()
    typed = swarm.answer()
    server.start()
    said = swarm.ask("look", place=place)
    found: Figures = {
        "killed-observed-lost": said["observedLost"],
        "killed-observed": typed["observed"],
    }
    if typed["acknowledged"] is not None:
        found["killed-acknowledged"] = typed["acknowledged"]
        found["killed-acknowledged-lost"] = said["acknowledgedLost"]
    return found


def harm(server: Contestant, swarm: Swarm) -> Figures:
    """How long one who means harm keeps everybody else waiting."""
    assert isinstance(server, Ours)
    found: Figures = {}
    every: list[float] = []
    refused = 0
    kinds = swarm.ask("kindsOfHarm")["kinds"]
    usage = Usage(server.group)
    with usage.watched(), pulse(server.port) as waits:
        time.sleep(1)
        found["harm-calm"] = max(waits) * 1000
        for kind, place in zip(kinds, server.places(len(kinds)), strict=True):
            waits.clear()
            said = swarm.ask("attack", place=place, kind=kind)
            # Whatever it left to be done counts too.
            time.sleep(AFTERMATH_SECONDS)
            heard = len(waits)
            while len(waits) < heard + 3 and not server.has_ended:
                time.sleep(PULSE_SECONDS)
            if server.has_ended:
                raise NotMeasured(f"the server ended under: {kind}")
            every += waits
            refused += said["codes"].get("refused", 0)
            found[f"{HARM}{kind}"] = max(waits) * 1000
    return {
        "harm-longest": max(every) * 1000,
        "harm-p99": sorted(every)[int(0.99 * len(every))] * 1000,
        "harm-mebibytes": usage.peak_more_bytes / MEBIBYTE,
        "harm-refused": refused,
        **found,
    }


@contextmanager
def pulse(port: int) -> Generator[list[float]]:
    """Ask for a small page all the while, and note how long each took."""
    waits: list[float] = []
    over = threading.Event()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not over.wait(PULSE_SECONDS):
            begun = time.perf_counter()
            connection.request("GET", "/.well-known/security.txt")
            connection.getresponse().read()
            waits.append(time.perf_counter() - begun)
        connection.close()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield waits
    finally:
        over.set()
        asking.join()


MEASURES = [
    Measure("fan-out", fan_out),
    Measure("throughput", throughput),
    Measure("late joiner", late_joiner),
    Measure("presence", presence),
    Measure("idle connections", idle),
    Measure("stalled reader", stalled_reader),
    Measure("kill -9", killed),
    Measure("harm", harm, ours_only=True),
]
