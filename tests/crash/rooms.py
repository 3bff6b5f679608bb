"""Rooms for people to work in while servers are killed under them.

    python -m tests.crash.rooms COUNT FILE

brings the database of the usual settings up to date, opens rooms in it, and writes who may come in.
"""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from tests.builders import a_room, the_people
from tests.conftest import started

from samenspraak.app import create_app
from samenspraak.database import migrate
from samenspraak.dialogue.commands import threads
from samenspraak.dialogue.schemas import StartThread
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.settings import Settings


class OpenRoom(Struct, frozen=True, kw_only=True):
    """A room with a thread, and the sessions of those who negotiate in it."""

    id: UUID
    thread_id: UUID
    sessions: dict[str, str]


async def build(settings: Settings, count: int) -> list[OpenRoom]:
    """Open so many rooms."""
    await migrate(settings.database_owner_url, server_role=SERVER, sweeper_role=SWEEPER)
    rooms: list[OpenRoom] = []
    async with started(create_app(settings)):
        people = await the_people(settings)
        sessions = {
            name: await getattr(people, name).session(settings) for name in ("marieke", "youssef")
        }
        for _ in range(count):
            room = await a_room(people, settings)
            thread_id = uuid4()
            await threads.start(room.marieke, StartThread(id=thread_id, text="Waar beginnen wij?"))
            rooms.append(OpenRoom(id=room.id, thread_id=thread_id, sessions=sessions))
    return rooms


def main() -> None:
    count, place = sys.argv[1:]
    rooms = asyncio.run(build(Settings.from_environment(os.environ), int(count)))
    Path(place).write_bytes(msgspec.json.encode(rooms))


if __name__ == "__main__":
    main()
