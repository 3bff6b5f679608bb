"""`kill -9` at any moment: what was acknowledged is there, once, and nothing else is.

Fifty kills here; `make assure times=1000` makes as many as it is told. The moments are drawn from a
seed, which a failure names; SAMENSPRAAK_SEED repeats it as far as a machine repeats itself.
"""

import asyncio
import contextlib
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.crash.people import Listener, Person, Told
from tests.crash.rooms import OpenRoom
from tests.embedded.conftest import eventually
from tests.postgres import roomy_folder
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses, EmbeddedPostgres, StartProblem
from samenspraak.journal.audit import audit

pytestmark = pytest.mark.crash

# Half of them end servers, half PostgreSQL.
KILLS = max(2, int(os.environ.get("SAMENSPRAAK_ASSURE") or 50)) // 2
# A room takes 200 commitments, so a long trial goes on in a fresh one.
KILLS_A_ROUND = 25
SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**32))
# Two rooms, so that moves also run side by side; two processes, as in a deployment.
ROOMS = 2
SERVERS = 2
# Long enough for some moves to be done and others to be under way.
SHORTEST_LIFE, LONGEST_LIFE = 0.05, 1.2
# No judgement of speed: only that it ends at all.
PATIENCE_SECONDS = 90
FACT_OF = {
    "set purpose": "purpose.set",
    "propose": "commitment.proposed",
    "accept": "commitment.accepted",
    "decline": "commitment.declined",
    "question": "commitment.questioned",
    "withdraw": "commitment.withdrawn",
}


class Ground:
    """A PostgreSQL of its own that keeps what it acknowledged, and servers on top of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.embedded = EmbeddedPostgres(folder, durable=True)
        self.addresses: Addresses = self.embedded.start()
        self.ports = free_ports(SERVERS)
        self.servers: dict[int, ServerProcess] = {}
        self.started: list[int] = []

    @property
    def origins(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    async def rooms(self) -> list[OpenRoom]:
        """Open fresh rooms, by a process of its own."""
        place = self.folder / "rooms.json"
        built = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "tests.crash.rooms", str(ROOMS), place],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
                ),
                "DATABASE_URL": self.addresses.server,
                "DATABASE_OWNER_URL": self.addresses.owner,
                "DATABASE_SWEEPER_URL": self.addresses.sweeper,
                "SAMENSPRAAK_DATA": str(self.folder),
                "SAMENSPRAAK_KEYS": str(self.folder / "keys"),
            },
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert built.returncode == 0, built.stderr.decode()
        return msgspec.json.decode(place.read_bytes(), type=list[OpenRoom])

    async def serve(self, port: int) -> None:
        """Start the process of a port, and wait until it answers."""
        server = start_server(self.addresses, port, self.ports, self.folder)
        self.servers[port] = server
        self.started.append(server.process.pid)
        await ready(server)

    def kill_postgresql(self, dice: random.Random) -> None:
        """End PostgreSQL's first process, or one of those that serve a connection."""
        first = self.embedded.cluster.pid()
        if first is None:
            return
        victims = [first, *(_children(first) if dice.random() < 0.3 else ())]
        with contextlib.suppress(ProcessLookupError):
            os.kill(dice.choice(victims), signal.SIGKILL)

    def end(self) -> None:
        for server in self.servers.values():
            server.kill()
        self.embedded.stop()


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-crash-", dir=roomy_folder()))
    folder.chmod(0o711)
    ground = Ground(folder)
    try:
        yield ground
    finally:
        ground.end()
        shutil.rmtree(folder, ignore_errors=True)


async def test_servers_are_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED)

    async def kill(number: int) -> None:
        # A process that is still starting is killed too, every now and then.
        port = ground.ports[number % SERVERS]
        ground.servers[port].kill()
        restarts.append(asyncio.create_task(ground.serve(port)))
        if dice.random() < 0.7:
            await restarts[-1]

    restarts: list[asyncio.Task[None]] = []
    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill)
        for restart in restarts:
            # One that was killed while it started ended before it was ready.
            with contextlib.suppress(AssertionError):
                await restart
        restarts.clear()


async def test_postgresql_is_killed_under_concurrent_moves(ground: Ground):
    dice = random.Random(SEED + 1)

    async def kill(_: int) -> None:
        await asyncio.to_thread(ground.kill_postgresql, dice)
        if dice.random() < 0.7:
            # Whoever serves would notice too; here the servers do not own it.
            await asyncio.sleep(dice.uniform(0, 0.5))
        assert await asyncio.to_thread(eventually, lambda: _answers(ground))

    for kills in _rounds(KILLS):
        await a_round(ground, dice, kills, kill)


def test_afterwards_no_process_is_left_behind(ground: Ground):
    """Whoever killed us must not have to look for what we left."""
    ground.end()
    assert eventually(lambda: not _left(ground)), _left(ground)


async def a_round(
    ground: Ground, dice: random.Random, kills: int, kill: Callable[[int], Awaitable[None]]
) -> None:
    """Let people work in fresh rooms while something is killed again and again; then judge."""
    rooms = await ground.rooms()
    for port in ground.ports:
        if port not in ground.servers or ground.servers[port].process.poll() is not None:
            await ground.serve(port)
    done, heard = asyncio.Event(), asyncio.Event()
    people = [
        Person(name, room, ground.origins, random.Random(dice.random()))
        for room in rooms
        for name in room.sessions
    ]
    listener = Listener(rooms[0], ground.origins, random.Random(dice.random()))
    heads: dict[str, int] = {}
    async with asyncio.TaskGroup() as group:
        working = [group.create_task(person.work(done)) for person in people]
        listening = group.create_task(listener.listen(heard, heads))
        for number in range(kills):
            await asyncio.sleep(dice.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            await kill(number)
        done.set()
        await asyncio.wait_for(asyncio.gather(*working), PATIENCE_SECONDS)
        async with _owner(ground) as owner:
            rows = await owner.fetch("select id, head from journal")
            heads.update({str(row["id"]): row["head"] for row in rows})
        heard.set()
        await asyncio.wait_for(listening, PATIENCE_SECONDS)
    await judge(ground, rooms, people, listener)


async def judge(
    ground: Ground, rooms: list[OpenRoom], people: list[Person], listener: Listener
) -> None:
    """Hold what people were told against what is there."""
    because = f"SAMENSPRAAK_SEED={SEED}"
    odd = [odd for person in people for odd in person.odd]
    assert odd == [], f"{because}\n{_mistakes(ground)}"
    told = [(person.room.id, each) for person in people for each in person.told]
    # Had nobody ever been left without an answer, nothing was tried.
    assert any(each.tries > 1 for _, each in told), because
    report = await audit(ground.addresses.owner)
    assert report.findings == (), because
    async with _owner(ground) as owner:
        for room in rooms:
            await _judge_room(owner, room, [each for of, each in told if of == room.id], because)
    numbers: dict[str, list[int]] = {}
    for journal, number in listener.heard:
        numbers.setdefault(journal, []).append(number)
    for heard in numbers.values():
        assert heard == list(range(heard[0], heard[0] + len(heard))), because
    assert numbers, because


async def _judge_room(
    owner: asyncpg.Connection, room: OpenRoom, told: list[Told], because: str
) -> None:
    yes = [each for each in told if each.status == 201]
    moves = await owner.fetch("select id from move where id = any($1)", [each.id for each in told])
    assert {row["id"] for row in moves} == {each.id for each in yes}, because

    said = {each.id: each.text for each in yes if each.verb == "say"}
    messages = await owner.fetch(
        "select id, text, number from message where thread_id = $1 order by number", room.thread_id
    )
    # The first message came with the thread.
    assert {row["id"]: row["text"] for row in messages[1:]} == said, because
    assert [row["number"] for row in messages] == list(range(1, len(messages) + 1)), because

    rows = await owner.fetch(
        "select e.kind, e.body from entry e join workspace w on w.journal_id = e.journal_id"
        " where w.id = $1",
        room.id,
    )
    facts = [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]
    kinds = Counter(kind for kind, _ in facts)
    for verb, kind in FACT_OF.items():
        assert kinds[kind] == sum(each.verb == verb for each in yes), f"{verb}: {because}"
    posted = Counter(
        body["messageId"]
        for kind, body in facts
        if kind == "message.posted" and body["threadId"] == str(room.thread_id)
    )
    assert set(posted.values()) <= {1}, because
    assert {UUID(one) for one in posted} >= set(said), because
    answered = Counter(
        (body["commitmentId"], body["revision"])
        for kind, body in facts
        if kind == "commitment.accepted"
    )
    assert set(answered.values()) <= {1}, because
    assert {UUID(commitment) for commitment, _ in answered} == {
        each.commitment_id for each in yes if each.verb == "accept"
    }, because


def _rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_A_ROUND):
        yield min(KILLS_A_ROUND, kills - begun)


def _answers(ground: Ground) -> bool:
    """Start it again where it ended, and tell whether it answers."""
    try:
        ground.embedded.revive()
        ground.embedded.cluster.tell("select 1")
    except StartProblem:
        return False
    return True


@asynccontextmanager
async def _owner(ground: Ground) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(ground.addresses.owner)
    try:
        yield connection
    finally:
        await connection.close()


def _mistakes(ground: Ground) -> str:
    """What the servers themselves call a mistake of theirs."""
    lines = [
        line
        for path in ground.folder.glob("serve-*.log")
        for line in _read(path).splitlines()
        if '"unexpected"' in line
    ]
    return "\n".join(lines[:20])


def _left(ground: Ground) -> list[str]:
    return [
        f"{pid}: {words}"
        for pid, words in _processes()
        if str(ground.folder) in words or pid in ground.started
    ]


def _children(pid: int) -> list[int]:
    return [
        child
        for child, _ in _processes()
        if f"\nPPid:\t{pid}\n" in _read(Path(f"/proc/{child}/status"))
    ]


def _processes() -> Iterator[tuple[int, str]]:
    """Every process with all its words, and where it stands."""
    for place in Path("/proc").glob("[0-9]*"):
        words = _read(place / "cmdline").replace("\x00", " ")
        with contextlib.suppress(OSError):
            yield int(place.name), f"{words} {(place / 'cwd').readlink()}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
