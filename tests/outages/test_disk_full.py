"""The disk of PostgreSQL is full: nothing is written, everything can be read, and it passes.

It needs a small disk of its own, which only root can make; elsewhere it is skipped.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest
from tests.crash.ground import PATIENCE_SECONDS, Ground
from tests.crash.people import ANSWER_SECONDS, PAUSE_SECONDS, headers
from tests.crash.rooms import OpenRoom
from tests.embedded.conftest import eventually
from tests.postgres import roomy_folder

from samenspraak.embedded import StartProblem
from samenspraak.journal.audit import audit

FILLS = max(1, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0) // 20)
# What a new PostgreSQL and its programs take, and some to write in.
DISK = "420m"
# Each of these takes room in the database, even where something was thrown away before.
LONG_TEXT = "Twee plekken vanaf februari, dat past bij onze planning. " * 300
READS = 10
# More pieces of its log than it keeps in store.
SEGMENTS = 12
NEXT_SEGMENT = "select pg_logical_emit_message(false, 'full', 'x'); select pg_switch_wal();"


def mounted(place: Path) -> bool:
    """Put a small disk in a folder, where that is allowed."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=711", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-full-", dir=roomy_folder()))
    folder.chmod(0o711)
    disk = folder / "postgresql"
    disk.mkdir()
    if not mounted(disk):
        folder.rmdir() if not any(folder.iterdir()) else shutil.rmtree(folder)
        pytest.skip("a small disk can only be made by root, where mounting is allowed")
    ground = Ground(folder)
    try:
        yield ground
    finally:
        ground.end()
        subprocess.run(["umount", "-l", disk], check=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def full(ground: Ground) -> Iterator[None]:
    """Take all room that is left, and give it back."""
    filler = ground.embedded.place.folder / "filler"
    for piece in (1024 * 1024, 4096):
        with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(piece))
    try:
        yield
    finally:
        filler.unlink()


class Speaker:
    """Somebody who says things, and remembers what was acknowledged."""

    def __init__(self, http: httpx.AsyncClient, path: str, room: OpenRoom) -> None:
        self.said: list[str] = []
        self._http = http
        self._path = path
        self._thread = f"{path}/threads/{room.thread_id}"

    async def say(self) -> int:
        message_id = str(uuid4())
        answer = await self._http.post(
            f"{self._thread}/messages", json={"id": message_id, "text": LONG_TEXT}
        )
        if answer.status_code == 201:
            self.said.append(message_id)
        return answer.status_code

    async def say_until(self, status: int) -> set[int]:
        """Go on until this is the answer; return what the answers were before."""
        seen: set[int] = set()
        for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            answer = await self.say()
            if answer == status:
                return seen
            seen.add(answer)
            if answer not in {201, 507}:
                await asyncio.sleep(PAUSE_SECONDS)
        pytest.fail(f"{status} never came, only {seen}")

    async def read(self) -> set[int]:
        places = (self._path, f"{self._path}/commitments", self._thread)
        return {(await self._http.get(place)).status_code for place in places}


@pytest.fixture
async def speaker(ground: Ground) -> AsyncIterator[Speaker]:
    built = await ground.built("tests.crash.rooms", "1")
    [room] = msgspec.json.decode(built, type=list[OpenRoom])
    await ground.serve_all()
    origin = ground.origins[0]
    asked = {"timeout": ANSWER_SECONDS, "headers": headers(room.sessions["marieke"], origin)}
    async with httpx.AsyncClient(**asked) as http:
        speaker = Speaker(http, f"{origin}/v1/workspaces/{room.id}", room)
        yield speaker
    async with ground.owner() as owner:
        rows = await owner.fetch("select id from message where thread_id = $1", room.thread_id)
    assert set(speaker.said) <= {str(row["id"]) for row in rows}
    assert (await audit(ground.addresses.owner)).findings == ()
    assert ground.mistakes() == ""


async def test_a_full_disk_refuses_what_is_new_and_shows_what_is_there(
    ground: Ground, speaker: Speaker
):
    for _ in range(FILLS):
        assert await speaker.say() == 201
        async with ground.owner() as owner:
            # Where requests are counted is no room left either.
            await owner.execute("truncate rate_bucket")
        async with ground.owner() as owner:
            # The first to come after that writes down what others begin with.
            await owner.execute("select 1")
        with full(ground):
            assert await speaker.read() == {200}
            assert await speaker.say_until(507) <= {201}
            for _ in range(READS):
                assert await speaker.read() == {200}
                # Something short may find a place that something else left.
                assert await speaker.say() in {201, 507}
        assert await speaker.say_until(201) <= {507}


async def test_without_room_for_its_log_postgresql_stops_and_comes_back(
    ground: Ground, speaker: Speaker
):
    """It cannot go on then; who asks is told to come back, and nothing has to be started again."""
    with full(ground):
        with contextlib.suppress(StartProblem):
            for _ in range(SEGMENTS):
                await asyncio.to_thread(ground.embedded.cluster.tell, NEXT_SEGMENT)
        statuses = {await speaker.say() for _ in range(READS)} | await speaker.read()
        assert statuses <= {200, 503, 507}
    assert await asyncio.to_thread(eventually, ground.answers)
    assert await speaker.say_until(201) <= {503, 507}
