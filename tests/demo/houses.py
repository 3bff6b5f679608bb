"""Houses in which the demo story was played, for tests of what it tells."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.database import DB, as_person, fetch
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import read_script
from samenspraak.demo.stage import Stage
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import Participant

SATURDAY_NOON = datetime(2026, 11, 21, 11, tzinfo=UTC)
PARTIES = ["marieke", "tom", "nadia", "youssef", "ilse", "hanneke"]
COMMITMENTS = ["T1", "T2", "T3", "T4", "T5", "T6"]

NewHouse = Callable[[str], Settings]


class House(Struct, frozen=True):
    """A database in which the story was played, as its people find it on the story day."""

    settings: Settings
    stage: Stage

    async def enter(self, who: str) -> Participant:
        person = await self.stage.signed_in(who)
        return await enter(person, await self.stage.room(person, "2026-0417"))

    def commitment(self, name: str) -> UUID:
        return self.stage.made_id(f"commitment {name}")

    def version(self, number: int) -> UUID:
        return self.stage.made_id(f"version {number}")


def unheard(_done: int, _total: int) -> None:
    """What a play is told, when nobody wants to know how far it is."""


@contextmanager
def other_database() -> Iterator[None]:
    """Leave the connections of the application under test alone while another house is used."""
    pool, config = DB.pool, DB.config
    DB.pool = None
    try:
        yield
    finally:
        DB.pool, DB.config = pool, config


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with surrounded_by(Surroundings(clock=lambda: moment)):
        yield


@asynccontextmanager
async def inside(settings: Settings, *, pool_size: int = 2) -> AsyncIterator[None]:
    with other_database():
        await DB.connect(settings.database_url, pool_size=pool_size)
        try:
            yield
        finally:
            await DB.disconnect()


async def heads(settings: Settings, *who: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the journals everybody reads, with how far they are and the digest of it all."""
    stage = Stage(settings, Calendar(), read_script(Calendar()))
    found: dict[str, list[tuple[Any, ...]]] = {}
    async with inside(settings):
        for name in who or stage.script.people:
            async with as_person(await stage.person_id(name)):
                rows = await fetch("select id, head, head_digest from journal order by id")
            found[name] = [tuple(row.values()) for row in rows]
    return found
