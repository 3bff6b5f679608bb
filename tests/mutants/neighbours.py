"""Two houses of secrets side by side, so that whatever is lost of a condition has something to show.

    python -m tests.mutants.neighbours FILE

The walk of tests/secrecy asks whether anything comes out; one house with many doors will do for
that. Here every statement has to meet rows of somebody else, so a second house stands next door
with all that is in the first, and the demo story was played across the street. Somebody who left is
there too, and still knows the address.
"""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import typst
from msgspec import Struct, structs
from tests.browser import Browser, move
from tests.conftest import started
from tests.secrecy.house import (
    BUYER,
    CONTRACTOR,
    COORDINATOR,
    Asker,
    Canary,
    House,
    build,
    everything,
)

from samenspraak.app import create_app
from samenspraak.demo import play
from samenspraak.identity.commands import start_session
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

FORMER = "wim"


class Neighbours(Struct, frozen=True, kw_only=True):
    """The house that is walked, which ids are of its own room, and which of its people's journals."""

    house: House
    here: frozenset[UUID]
    near: frozenset[UUID]


_FORMER_PERSON = """
insert into person select (jsonb_populate_record(null::person,
  to_jsonb(p) || jsonb_build_object('id', $2::uuid, 'name', 'Wim de Wit', 'email', 'wim@oud.example')
)).* from person p where p.id = $1
"""
# As they stand where somebody left: who they were stays, the day they went stands beside it.
_FORMER_ROWS = """
insert into "{table}" select (jsonb_populate_record(null::"{table}",
  to_jsonb(t) || jsonb_build_object('id', gen_random_uuid(), 'person_id', $2::uuid, '{ended}', now())
)).* from "{table}" t where t.person_id = $1
"""
_HERE = (
    "select journal_id from workspace where id = $1"
    " union select journal_id from side_room where workspace_id = $1"
)
_NEAR = "select journal_id from journal_reader where person_id = any($1)"
_NAMED_ELSEWHERE = "update participant set name = $2, title = $3 where id = $1"


async def neighbours(settings: Settings) -> Neighbours:
    """Build both houses, and return the first with all there is to find."""
    await play(settings, lambda _done, _of: None)
    beside, house = await build(settings), await build(settings)
    brought: dict[UUID, list[Canary]] = {}
    for each in (beside, house):
        async with started(application := create_app(settings)), AsyncExitStack() as stack:
            furniture = Furniture(each, is_beside=each is beside)
            for name, asker in each.askers.items():
                browser = await stack.enter_async_context(Browser(application))
                browser.carry(asker.session, asker.csrf)
                furniture.browsers[name] = browser
            await furniture.bring_in()
            brought[each.workspace_id] = furniture.canaries
    canaries = [
        *house.canaries,
        *brought[house.workspace_id],
        *(
            structs.replace(each, known_to=())
            for each in (*beside.canaries, *brought[beside.workspace_id])
        ),
    ]
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        former = await _former(connection, house)
        canaries += await _named_elsewhere(connection, house)
    finally:
        await connection.close()
    async with started(create_app(settings)):
        session = await start_session(former, settings=settings)
    ids, read, journals = await everything(settings.database_owner_url)
    every_id = {one for some in ids.values() for one in some}
    house.askers[FORMER] = Asker(
        name=FORMER,
        person_id=former,
        session=session,
        csrf=csrf_token(session),
        unknown_ids=frozenset(),
    )
    walked = structs.replace(
        house,
        canaries=tuple(canaries),
        askers={
            name: structs.replace(
                asker, unknown_ids=frozenset(every_id - read.get(asker.person_id, set()))
            )
            for name, asker in house.askers.items()
        },
        ids={name: tuple(sorted(some)) for name, some in ids.items()},
        journals=journals,
    )
    people = [asker.person_id for asker in house.askers.values()]
    return Neighbours(
        house=walked,
        here=await _ids_of(settings, _HERE, house.workspace_id),
        near=await _ids_of(settings, _NEAR, people),
    )


class Furniture:
    """What the walk can do without and statements cannot: one of everything a room may hold."""

    def __init__(self, house: House, *, is_beside: bool) -> None:
        self.is_beside = is_beside
        self.base = f"/workspaces/{house.workspace_id}"
        self.browsers: dict[str, Browser] = {}
        self.canaries: list[Canary] = []

    def word(self, about: str, *known_to: str) -> str:
        """Make a word that nobody else ever says."""
        word = f"zwaluw{uuid4().hex[:12]}staart"
        self.canaries.append(Canary(word=word, about=about, known_to=known_to))
        return word

    async def post(self, name: str, path: str, /, **members: Any) -> dict[str, Any]:
        """Make a move in this room."""
        answer = await self.browsers[name].post(f"{self.base}{path}", move(**members))
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()

    async def bring_in(self) -> None:
        """Put it all in."""
        for name in ("marieke", "youssef"):
            await self.post(name, "/signing-rules", needed=1)
        await self.post("marieke", "/dispute-holds", reason="Bezwaar tegen de afrekening.")
        tables = (await self.browsers["marieke"].get("/catalogues")).json()["items"]
        shipped = next(each for each in tables if each["isSeed"])
        await self.post("marieke", "/editions", editionId=shipped["id"], reason="Dit past.")
        for name, known, audience in (
            ("youssef", CONTRACTOR, "own_side"),
            ("marieke", BUYER, "own_side"),
            ("youssef", (*BUYER, *CONTRACTOR, *COORDINATOR), "shared"),
        ):
            await self.file(name, audience, *known)
        await self.what_is_gone()
        if self.is_beside:
            # What whoever walks will call theirs: here it may not be taken by those next door.
            await self.post("marieke", "/partners", name="x")

    async def file(self, name: str, audience: str, *known_to: str) -> None:
        """Hang a file on a message, and leave one that hangs nowhere yet."""
        files = [await self.stored(name, audience, *known_to) for _ in range(2)]
        await self.post(
            name, "/threads", text="Zie de bijlage.", audience=audience, files=files[:1]
        )

    async def stored(self, name: str, audience: str, *known_to: str) -> str:
        """Send a file of which the name and what is in it tell."""
        file_id = str(uuid4())
        answer = await self.browsers[name].send(
            "POST",
            f"{self.base}/files",
            params={
                "fileId": file_id,
                "name": f"{self.word(f'name of a file, {audience}', *known_to)}.pdf",
                "audience": audience,
            },
            content=typst.compile(self.word(f"text of a file, {audience}", *known_to).encode()),
            headers={"content-type": "application/pdf"},
        )
        assert answer.status_code == 201, answer.text
        return file_id

    async def what_is_gone(self) -> None:
        """Say something to all and take it back, and something that the coordinator hides."""
        everybody = (*BUYER, *CONTRACTOR, *COORDINATOR)
        for about, known_to in (
            ("taken back", ()),
            ("hidden", ("youssef", "femke")),
            ("hidden and shown again", everybody),
        ):
            thread = await self.post("youssef", "/threads", text="Wat kunt u missen?")
            said = await self.post(
                "youssef",
                f"/threads/{thread['id']}/messages",
                text=self.word(f"message that was {about}", *known_to),
                files=[await self.stored("youssef", "shared", *known_to)],
            )
            if not known_to:
                await self.post("youssef", f"/messages/{said['id']}/removals")
                continue
            messages = f"{self.base}/threads/{thread['id']}/messages"
            listed = (await self.browsers["youssef"].get(messages)).json()["items"]
            for message_id in (each["id"] for each in listed):
                hiding = {"edition": 1, "reason": "Gaat over een persoon."}
                await self.post("femke", f"/messages/{message_id}/hidings", **hiding)
                if known_to == everybody:
                    await self.post("femke", f"/messages/{message_id}/showings", reason="Toch.")


async def _ids_of(settings: Settings, journals: str, named: object) -> frozenset[UUID]:
    """Every id of a row that hangs on one of these journals."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        tables = await connection.fetch(
            "select table_name as name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'journal_id'"
        )
        found: set[UUID] = set()
        for table in tables:
            rows = await connection.fetch(
                f'select id from "{table["name"]}" where journal_id in ({journals})',  # As it is called.
                named,
            )
            found |= {row["id"] for row in rows if isinstance(row["id"], UUID)}
        return frozenset(found)
    finally:
        await connection.close()


async def _former(connection: asyncpg.Connection, house: House) -> UUID:
    """Somebody who could do here what one of the house can, and left."""
    person_id = uuid4()
    for table, ended, name in (
        ("membership", "left_at", "marieke"),
        # How they come in is no longer theirs to change, but they did not lose it.
        ("credential", "was", "marieke"),
        ("participant", "left_at", "marieke"),
        ("mandate", "revoked_at", "tom"),
    ):
        colleague = house.askers[name].person_id
        if table == "membership":
            await connection.execute(_FORMER_PERSON, colleague, person_id)
        await connection.execute(
            _FORMER_ROWS.format(table=table, ended=ended), colleague, person_id
        )
    return person_id


async def _named_elsewhere(connection: asyncpg.Connection, house: House) -> list[Canary]:
    """Give people a name and title of their own in each other room: neither may travel."""
    rows = await connection.fetch("select id, workspace_id, person_id from participant")
    names = {asker.person_id: name for name, asker in house.askers.items()}
    canaries: list[Canary] = []
    for row in rows:
        if row["workspace_id"] == house.workspace_id:
            continue
        there = [
            names[each["person_id"]]
            for each in rows
            if each["workspace_id"] == row["workspace_id"] and each["person_id"] in names
        ]
        words = [f"zwaluw{uuid4().hex[:12]}staart" for _ in range(2)]
        await connection.execute(_NAMED_ELSEWHERE, row["id"], *words)
        canaries += [
            Canary(word=word, about=f"{about} in another room", known_to=tuple(there))
            for word, about in zip(words, ("name", "title"), strict=True)
        ]
    return canaries


def main() -> None:
    built = asyncio.run(neighbours(Settings.from_environment(os.environ)))
    Path(sys.argv[1]).write_bytes(msgspec.json.encode(built))


if __name__ == "__main__":
    main()
