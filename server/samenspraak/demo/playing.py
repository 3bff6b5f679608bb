"""Playing the story into a database, once."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg
from msgspec import Struct

from samenspraak.agreements.keys import sealing_key, windows_of_keys
from samenspraak.database import DB, as_person, fetch_one
from samenspraak.deadlines import ZONE
from samenspraak.demo import acts
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import Post, Read, Script, Sign, read_script
from samenspraak.demo.stage import PASSWORD, Stage
from samenspraak.embedded import StartProblem
from samenspraak.serving import OWN_MACHINE
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, now, surrounded_by
from samenspraak.text import Language, sentence

# Any number, as long as all our processes use the same one and nothing else does.
DEMO_LOCK = 7_263_003


class Account(Struct, frozen=True, kw_only=True):
    """Somebody of the story whom the reader can be."""

    who: str
    side: str
    role: str
    email: str
    password: str


def accounts(language: Language) -> list[Account]:
    """Return everybody of the story, in its order."""
    return [
        Account(
            who=person.name,
            side=f"{sentence(language, f'demo.side.{person.side}')}, {person.organisation}",
            role=person.title,
            email=person.email,
            password=PASSWORD,
        )
        for person in read_script(Calendar()).people.values()
    ]


def judge_audience(host: str, proxies: str | None) -> None:
    """Refuse to show the story to other machines: everybody knows its password."""
    if host not in OWN_MACHINE or proxies is not None:
        raise StartProblem("demo-in-public")


async def play(settings: Settings, tell: Callable[[int, int], None]) -> bool:
    """Play the story and tell how far it is; whether there was anything left to play.

    A story that is there stays as it is, and one that was cut off goes on with the days it began
    with. It is for a house in which nothing was sealed yet: receipts of before the first key's time
    would prove nothing.
    """
    async with _connected(settings):
        calendar = await _calendar()
        script = read_script(calendar)
        stage = Stage(settings, calendar, script)
        if await _is_there(stage):
            return False
        await _prepare_key(settings, script)
        try:
            for number, act in enumerate(script.acts, start=1):
                await acts.play(stage, number, act)
                tell(number, len(script.acts))
        finally:
            await stage.all_leave()
    return True


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncGenerator[None]:
    """Reach the database as the server does, held back by row-level security as in daily use.

    Two processes that start together play one after the other: the second finds the story there.
    """
    lock = await asyncpg.connect(settings.database_url)
    try:
        await lock.execute("select pg_advisory_lock($1)", DEMO_LOCK)
        await DB.connect(settings.database_url, pool_size=2)
        try:
            yield
        finally:
            await DB.disconnect()
    finally:
        await lock.close()


async def _calendar() -> Calendar:
    """Return the calendar of the story that began here, or else the one for today."""
    told = read_script(Calendar())
    opening = told.acts[0]
    async with as_person(None):
        first = await fetch_one(
            "select person_id from credential_of($1)", told.people[opening.who].email
        )
    if first is None:
        return Calendar.for_day(now().astimezone(ZONE).date())
    async with as_person(first["person_id"]):
        row = await fetch_one(
            "select min(at) as at from entry where actor = $1", first["person_id"]
        )
    assert row is not None, "an aggregate always gives a row"
    began: datetime = row["at"]
    return Calendar(weeks=(began.astimezone(ZONE).date() - opening.at.date()).days // 7)


async def _is_there(stage: Stage) -> bool:
    """Tell whether the last act was done: somebody reads the message that was posted last.

    A story that an earlier release told has other numbers, so the message is known by its words.
    """
    script = stage.script
    last = script.acts[-1]
    assert isinstance(last, Read), "the story ends with somebody reading"
    person_id = await stage.person_id(last.who)
    if person_id is None:
        return False
    posts = [act for act in script.acts if isinstance(act, Post)]
    async with as_person(person_id):
        row = await fetch_one(
            "select 1 from read_mark r join message m on m.thread_id = r.thread_id"
            " where m.text = $1 and r.person_id = $2 and r.number >= m.number",
            posts[-1].text,
            person_id,
        )
    return row is not None


async def _prepare_key(settings: Settings, script: Script) -> None:
    """Let the key that seals be there since the story began, or refuse to play it."""
    signed = [act.moment for act in script.acts if isinstance(act, Sign)]
    # What is drawn for a key never follows from the story.
    with surrounded_by(Surroundings(clock=lambda: script.acts[0].moment)):
        if not await windows_of_keys():
            await sealing_key(settings)
    if not any(since <= signed[0] for _, since, _ in await windows_of_keys()):
        raise StartProblem("demo-too-late")
