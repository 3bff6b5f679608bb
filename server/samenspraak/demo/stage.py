"""The people of the story, signed in when they act, and where they act."""

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from uuid import UUID

from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.deadlines import ZONE
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import Act, Script
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation, person_of_session
from samenspraak.identity.schemas import Member, SignedIn, SignIn
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, now, surrounded_by
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import Participant

# Everybody's, and printed when the demo starts: it says of itself what it is for.
PASSWORD = "alleen-voor-de-demo"  # noqa: S105  # known to all on purpose
# Attempts to sign in are counted by network; the story's count for nobody else.
_NETWORK = "demo"


class Stage:
    """Where an act finds the people, rooms and ids it needs."""

    def __init__(self, settings: Settings, calendar: Calendar, script: Script) -> None:
        self.settings = settings
        self.calendar = calendar
        self.script = script
        self._present: dict[str, tuple[date, SignedIn]] = {}

    @contextmanager
    def at(self, moment: datetime, step: str, *, in_secret: bool = False) -> Generator[None]:
        """Do one step of the story at its moment, with ids and salts that follow from its name.

        Each step is one unit of work. Doing it again asks for the very same thing again, which the
        product answers with what was done the first time: so a story that was cut off goes on.
        `in_secret` is for a step that draws what opens a door: nobody can work that out.
        """
        drawn = count()

        def drawing(size: int) -> bytes:
            return _stream(f"{step} {next(drawn)}", size)

        surroundings = Surroundings(
            clock=lambda: moment,
            ids=lambda: _uuid(drawing(16)),
            randomness=os.urandom if in_secret else drawing,
        )
        with surrounded_by(surroundings):
            yield

    def made_id(self, name: str) -> UUID:
        """Return the id of something the story names."""
        return _uuid(_stream(name, 16))

    async def person_id(self, who: str) -> UUID | None:
        """Return somebody's id, if they can sign in already."""
        async with as_person(None):
            row = await fetch_one(
                "select person_id from credential_of($1)", self.script.people[who].email
            )
        return None if row is None else row["person_id"]

    async def signed_in(self, who: str) -> SignedIn:
        """Sign somebody in by their password, once on each day of the story."""
        moment = now()
        today = moment.astimezone(ZONE).date()
        if who in self._present and self._present[who][0] == today:
            return self._present[who][1]
        # A session is nobody's news, and the next play needs another.
        with surrounded_by(Surroundings(clock=lambda: moment)):
            secret = await identity.sign_in(
                SignIn(email=self.script.people[who].email, password=PASSWORD),
                network=_NETWORK,
                ending=None,
                settings=self.settings,
            )
            person = await person_of_session(secret, self.settings)
        assert person is not None, "whoever just signed in is signed in"
        await self._leave(who)
        self._present[who] = (today, person)
        return person

    async def member(self, who: str) -> Member:
        """Return somebody as the administrator of their own organisation."""
        person = await self.signed_in(who)
        async with as_person(person.person_id):
            row = await fetch_one(
                "select organisation_id from membership"
                " where person_id = $1 and is_administrator and left_at is null",
                person.person_id,
            )
        assert row is not None, "the story asks this of administrators only"
        return await enter_organisation(person, row["organisation_id"])

    async def participant(self, act: Act) -> Participant:
        """Return who acts, in the room where the act is done."""
        person = await self.signed_in(act.who)
        return await enter(person, await self.room(person, act.room))

    async def room(self, person: SignedIn, reference: str) -> UUID:
        """Return the room of the contract with this reference."""
        async with as_person(person.person_id):
            row = await fetch_one(
                "select w.id from workspace w join contract c on c.id = w.contract_id"
                " join participant p on p.workspace_id = w.id and p.person_id = $2"
                " where c.reference = $1",
                reference,
                person.person_id,
            )
        assert row is not None, "the story opens a room before anybody acts there"
        return row["id"]

    async def colleagues(self, participant: Participant) -> dict[str, UUID]:
        """Return everybody in a room by name."""
        async with as_person(participant.person_id):
            rows = await fetch(
                "select id, name from participant where workspace_id = $1",
                participant.workspace_id,
            )
        return {row["name"]: row["id"] for row in rows}

    async def all_leave(self) -> None:
        """Sign everybody out."""
        for who in list(self._present):
            await self._leave(who)

    async def _leave(self, who: str) -> None:
        if who in self._present:
            await identity.sign_out(self._present.pop(who)[1])


def _stream(name: str, size: int) -> bytes:
    return hashlib.shake_256(f"samenspraak demo {name}".encode()).digest(size)


def _uuid(drawn: bytes) -> UUID:
    return UUID(bytes=drawn, version=4)
