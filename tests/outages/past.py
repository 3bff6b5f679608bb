"""A long past for rooms, written at once.

python -m tests.outages.past COUNT ROOM…
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from uuid import UUID, uuid4

import asyncpg

from samenspraak.database import DB
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas.facts import PersonInvited
from samenspraak.workspaces.schemas.participants import Side


async def fill(journal_id: UUID, room_id: UUID, person_id: UUID, count: int) -> int:
    """Write so many entries into a room's shared journal; return the number before the first."""
    async with unit_of_work(person_id, journal_id) as work:
        before = work._heads[journal_id].number
        for _ in range(count):
            fact = PersonInvited(workspace_id=room_id, invitation_id=uuid4(), side=Side.BUYER)
            work.record(journal_id, fact)
    return before


async def fill_all(settings: Settings, count: int, rooms: Sequence[str]) -> None:
    owner = await asyncpg.connect(settings.database_owner_url)
    rows = await owner.fetch(
        "select w.id, w.journal_id, min(p.person_id::text)::uuid as person from workspace w"
        " join participant p on p.workspace_id = w.id where w.id = any($1::uuid[])"
        " group by w.id",
        list(rooms),
    )
    await owner.close()
    await DB.connect(settings.database_url, pool_size=1)
    for row in rows:
        await fill(row["journal_id"], row["id"], row["person"], count)
    await DB.disconnect()


if __name__ == "__main__":
    asyncio.run(fill_all(Settings.from_environment(os.environ), int(sys.argv[1]), sys.argv[2:]))
