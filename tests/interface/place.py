"""A room in which there is something of every kind, and somebody of every role who asks."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct
from tests.browser import Browser, move
from tests.builders import People, Person, Room, a_colleague, a_room, invited
from tests.builders_agreements import agree_commitment, agree_statements, offer, proven, sign
from tests.builders_commitments import terms_json
from tests.builders_written import opened
from tests.secrecy.house import everything
from tests.secrecy.walk import MEANT

from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant, Role, Side

# Of each side and from elsewhere; `program` holds a token of the contractor's negotiator.
ROLES = (
    "administrator",
    "signatory",
    "negotiator",
    "writer",
    "reader",
    "coordinator",
    "stranger",
    "program",
    "nobody",
)


class Place(Struct, frozen=True, kw_only=True):
    """The room, who is who, and every id there is by the parameter of a path that may name it."""

    room: Room
    people: dict[str, Person]
    token: str
    ids: dict[str, tuple[UUID, ...]]
    every_id: tuple[UUID, ...]
    digests: tuple[str, ...]

    async def come_as(self, role: str, browser: Browser, settings: Settings) -> None:
        """Let a browser ask as this role, with a session that began just now."""
        if role in self.people:
            secret = await self.people[role].session(settings)
            browser.carry(secret, csrf_token(secret))


async def a_place(app: Application, people: People, settings: Settings) -> Place:
    """Fill a room by what its people do."""
    room = await a_room(people, settings)
    writer = await a_colleague(people.youssef, "Wim de Schrijver")
    reader = await a_colleague(people.marieke, "Rita de Lezer")
    await _joins(room.youssef, writer, Role.WRITER, settings)
    await _joins(room.marieke, reader, Role.READER, settings)
    async with Browser(app) as marieke, Browser(app) as youssef:
        for browser, person in ((marieke, people.marieke), (youssef, people.youssef)):
            secret = await person.session(settings)
            browser.carry(secret, csrf_token(secret))
        await _fill(room, marieke, youssef, settings)
        made = await youssef.post("/tokens", move(name="koppeling", days=30))
        assert made.status_code == 201, made.text
    tables, _, _ = await everything(settings.database_owner_url)
    return Place(
        room=room,
        people={
            "administrator": people.marieke,
            "signatory": people.hanneke,
            "negotiator": people.youssef,
            "writer": writer,
            "reader": reader,
            "coordinator": people.femke,
            "stranger": people.bram,
        },
        token=made.json()["secret"],
        ids={
            name: tuple(sorted(one for table in meant for one in tables.get(table, ())))
            for name, meant in MEANT.items()
        }
        | {
            "workspace_id": (room.id,),
            "organisation_id": (
                people.marieke.organisation_id,
                people.youssef.organisation_id,
                people.bram.organisation_id,
            ),
            "participant_id": tuple(sorted(tables["participant"])),
            "person_id": tuple(sorted(person.id for person in _all(people))),
        },
        every_id=tuple(sorted(one for some in tables.values() for one in some)),
        digests=await _digests(settings),
    )


def _all(people: People) -> Iterator[Person]:
    return (getattr(people, name) for name in people.__struct_fields__)


async def _digests(settings: Settings) -> tuple[str, ...]:
    """Every digest that somebody could name in an answer."""
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        rows = await connection.fetch(
            "select digest from revision union select digest from version"
            " union select digest from purpose union select digest from obligation"
        )
    finally:
        await connection.close()
    return tuple(sorted(row["digest"] for row in rows))


async def _joins(by: Participant, person: Person, role: Role, settings: Settings) -> None:
    await invited(by, person, Side(by.side), [role], settings, str(role))


async def _fill(room: Room, marieke: Browser, youssef: Browser, settings: Settings) -> None:
    base = f"/workspaces/{room.id}"
    for browser, path, body in (
        (marieke, "threads", {"text": "Waar beginnen wij?"}),
        (youssef, "threads", {"text": "Wat kunnen wij missen?", "audience": "own_side"}),
        (youssef, "commitments", {"terms": terms_json()}),
        (
            marieke,
            "talks",
            {"heldOn": "2026-10-12", "attendees": "Wij", "lines": ["Wij beginnen in februari."]},
        ),
        (marieke, "departments", {"name": "Juridische zaken", "people": []}),
        (marieke, "perspectives", {}),
        (marieke, "dispute-holds", {"reason": "Wij zijn het niet eens."}),
    ):
        answer = await browser.post(f"{base}/{path}", move(**body))
        assert answer.status_code in {201, 400}, (path, answer.text)
    for kind, box in (("purpose", "joint"), ("commitment", "own_side"), ("clauses", "joint")):
        await opened(youssef, room.id, kind, box)
    await agree_statements(room)
    await agree_commitment(room)
    version = await offer(room)
    await sign(proven(room.tom), version, settings)
    await sign(proven(room.hanneke), version, settings)
    await youssef.post(f"{base}/partners", move(name=f"Groenhof {uuid4().hex[:6]}"))
