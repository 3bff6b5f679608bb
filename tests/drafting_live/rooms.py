"""Drafts for people to write in while servers are killed under them.

    python -m tests.drafting_live.rooms COUNT FILE

brings the database of the usual settings up to date, opens a room with so many drafts in it, and
writes down who may come in.
"""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from tests.builders import a_room, the_people
from tests.builders_drafts import a_draft
from tests.conftest import started

from samenspraak.app import create_app
from samenspraak.database import migrate
from samenspraak.drafting.schemas import Box, DraftKind
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.settings import Settings

PEOPLE = ("marieke", "youssef", "tom", "femke")


class DraftRoom(Struct, frozen=True, kw_only=True):
    """A room with drafts, and the sessions of those who write in them."""

    id: UUID
    drafts: list[UUID]
    sessions: dict[str, str]


async def build(settings: Settings, count: int) -> DraftRoom:
    """Open a room with so many drafts."""
    await migrate(settings.database_owner_url, server_role=SERVER, sweeper_role=SWEEPER)
    async with started(create_app(settings)):
        people = await the_people(settings)
        room = await a_room(people, settings)
        return DraftRoom(
            id=room.id,
            drafts=[
                await a_draft(
                    room.marieke,
                    kind=DraftKind.COMMITMENT,
                    box=Box.JOINT,
                    subject_id=uuid4(),
                    text="Wij bieden plekken aan.",
                )
                for _ in range(count)
            ],
            sessions={name: await getattr(people, name).session(settings) for name in PEOPLE},
        )


def main() -> None:
    count, place = sys.argv[1:]
    room = asyncio.run(build(Settings.from_environment(os.environ), int(count)))
    Path(place).write_bytes(msgspec.json.encode(room))


if __name__ == "__main__":
    main()
