"""Deals that wait for signatures while servers are killed, and deals nobody signed in time.

    python -m tests.crash.deals COUNT FILE

brings the database of the usual settings up to date, offers as many versions of either sort in it,
and writes who may sign them.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct
from tests.builders import People, a_room, the_people
from tests.builders_agreements import ready_to_sign
from tests.conftest import started

from samenspraak.app import create_app
from samenspraak.database import migrate
from samenspraak.embedded.cluster import SERVER, SWEEPER
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by

# Longer than a version can be signed when nobody names a day.
LONG_AGO = timedelta(days=40)


class OpenDeal(Struct, frozen=True, kw_only=True):
    """A version that is up for signing, or was, and the sessions of those who sign."""

    workspace_id: UUID
    version_id: UUID
    number: int
    digest: str
    is_overdue: bool
    sessions: dict[str, str]


async def build(settings: Settings, count: int) -> list[OpenDeal]:
    """Offer so many versions of either sort."""
    await migrate(settings.database_owner_url, server_role=SERVER, sweeper_role=SWEEPER)
    # Nothing is swept while the deals are made.
    alone = msgspec.structs.replace(settings, database_sweeper_url="")
    async with started(create_app(alone)):
        # No journal's time goes back, so what was long ago comes first.
        with surrounded_by(Surroundings(clock=lambda: datetime.now(UTC) - LONG_AGO)):
            people = await the_people(settings)
            overdue = [await a_deal(people, settings, is_overdue=True) for _ in range(count)]
        return [
            *overdue,
            *[await a_deal(people, settings, is_overdue=False) for _ in range(count)],
        ]


async def a_deal(people: People, settings: Settings, *, is_overdue: bool) -> OpenDeal:
    room = await a_room(people, settings)
    version = await ready_to_sign(room)
    with surrounded_by(Surroundings()):
        sessions = {
            name: await getattr(people, name).session(settings) for name in ("tom", "hanneke")
        }
    return OpenDeal(
        workspace_id=room.id,
        version_id=version.id,
        number=version.number,
        digest=version.digest,
        is_overdue=is_overdue,
        sessions=sessions,
    )


def main() -> None:
    count, place = sys.argv[1:]
    deals = asyncio.run(build(Settings.from_environment(os.environ), int(count)))
    Path(place).write_bytes(msgspec.json.encode(deals))


if __name__ == "__main__":
    main()
