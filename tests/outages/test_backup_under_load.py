"""A backup is taken while people work, and put back: the same bytes, and every chain holds.

Two here; `make assure times=1000` puts back twenty.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders import People, Room
from tests.crash.people import Person
from tests.crash.rooms import OpenRoom
from tests.houses import everything_in
from tests.postgres import TestCluster
from tests.servers import ServerProcess, servers

from samenspraak.agreements.auditing import audit_agreements
from samenspraak.dialogue.commands import threads
from samenspraak.dialogue.schemas import StartThread
from samenspraak.embedded import Addresses
from samenspraak.journal.audit import audit
from samenspraak.keeping import back_up, restore
from samenspraak.keeping.backing_up import OF_THE_MOMENT
from samenspraak.settings import Settings

RESTORES = max(2, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0) // 50)
# So that something is under way when the moment is chosen.
BEFORE_SECONDS = 0.5


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[ServerProcess]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 1) as [running]:
        yield running


@pytest.fixture
async def at_work(
    room: Room, people: People, server: ServerProcess, settings: Settings
) -> list[Person]:
    """Both sides of a room, who begin when they are told to."""
    thread_id = uuid4()
    await threads.start(room.marieke, StartThread(id=thread_id, text="Waar beginnen wij?"))
    names = ("marieke", "youssef")
    sessions = {name: await getattr(people, name).session(settings) for name in names}
    open_room = OpenRoom(id=room.id, thread_id=thread_id, sessions=sessions)
    return [Person(name, open_room, [server.origin], random.Random()) for name in names]


@pytest.fixture
def an_empty(cluster: TestCluster) -> Iterator[Callable[[], str]]:
    """Make empty databases; gives the owner's address."""
    names: list[str] = []

    def made() -> str:
        names.append(f"put_back_{uuid4().hex}")
        return cluster.create_database(names[-1]).owner

    yield made
    for name in names:
        cluster.drop_database(name)


async def test_what_people_were_told_before_is_in_it_and_no_half_move(
    at_work: list[Person], settings: Settings, an_empty: Callable[[], str], tmp_path: Path
):
    owner_url, done = settings.database_owner_url, asyncio.Event()
    working = asyncio.gather(*(person.work(done) for person in at_work))
    taken: list[tuple[Path, set[UUID]]] = []
    try:
        for number in range(RESTORES):
            await asyncio.sleep(BEFORE_SECONDS)
            yes = {told.id for person in at_work for told in person.told if told.status == 201}
            file = tmp_path / f"{number}.backup"
            await back_up(owner_url, file)
            taken.append((file, yes))
    finally:
        done.set()
        await working
    assert [odd for person in at_work for odd in person.odd] == []
    was = await everything_in(owner_url, without=OF_THE_MOMENT)
    for file, yes in taken:
        assert yes, "nobody had said anything yet"
        again_url = an_empty()
        manifest = await restore(again_url, file)
        again = await everything_in(again_url, without=OF_THE_MOMENT)
        # Entries never change, so what it holds is the beginning of what there is now.
        assert set(again["entry"]) <= set(was["entry"])
        assert len(again["entry"]) == sum(head.number for head in manifest.journals)
        assert yes <= await moves_in(again_url)
        assert (await audit(again_url)).findings == ()
        report = await audit_agreements(again_url, keys_folder=settings.keys_folder)
        assert report.misfits == ()

    # In a house at rest it is all of it, to the byte.
    last = tmp_path / "last.backup"
    await back_up(owner_url, last)
    at_rest = await everything_in(owner_url, without=OF_THE_MOMENT)
    again_url = an_empty()
    await restore(again_url, last)
    assert await everything_in(again_url, without=OF_THE_MOMENT) == at_rest


async def moves_in(owner_url: str) -> set[UUID]:
    owner = await asyncpg.connect(owner_url)
    try:
        return {row["id"] for row in await owner.fetch("select id from move")}
    finally:
        await owner.close()
