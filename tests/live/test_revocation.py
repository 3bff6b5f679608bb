"""Every way in which somebody may no longer be there, seen from two processes at once.

The end is asked of one process. Whoever it is about sits at both, with the journal's socket and a
draft's. Once the end is acknowledged nothing arrives any more, each socket closes with the word for
it, and the other process refuses what is asked over HTTP.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
import websockets
from msgspec import Struct
from tests.browser import CSRF_COOKIE, SESSION_COOKIE, move
from tests.builders import PASSWORD, People, Person, Room, a_colleague, a_room, invited, the_people
from tests.builders_drafts import a_draft, editing
from tests.builders_written import write
from tests.servers import ServerProcess, servers
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from samenspraak.dialogue.commands import threads
from samenspraak.dialogue.schemas import Audience, StartThread
from samenspraak.drafting.protocol import query_awareness, step1
from samenspraak.drafting.schemas import Box, DraftKind
from samenspraak.embedded import Addresses
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token
from samenspraak.identity.schemas import MakeToken
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant, Role, Side

# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE = 60
SIGN_IN, NO_LONGER, NOT_THERE = 4401, 4403, 4404
# To a draft: we have nothing, so send all; and who else is here?
_WHAT_STANDS_THERE = (step1(b"\x00"), query_awareness())


@pytest.fixture(scope="module")
async def own_people(database: None, settings: Settings) -> People:
    """People of our own, because some of them end here."""
    return await the_people(settings)


@pytest.fixture(scope="module")
async def database(app: object) -> None:
    """The database, for the commands that are called from here."""


@pytest.fixture(scope="module")
async def pair(
    addresses: Addresses, own_people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    assert own_people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


class Ear:
    """One open socket: everything it was told, and how it ended."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.code: int | None = None
        self.closed = asyncio.Event()
        self.began = asyncio.Event()

    async def listen(self, socket: websockets.ClientConnection) -> None:
        """Hear it out."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                frame = await socket.recv()
                self.heard.append(frame if isinstance(frame, bytes) else frame.encode())
                self.began.set()
        self.code = socket.close_code
        self.closed.set()


class Victim(Struct, kw_only=True):
    """Whoever is about to be shut out, and what they come in with."""

    person: Person
    participant: Participant
    secret: str
    token: str
    token_id: UUID
    room: Room
    joint: UUID
    own_side: UUID

    def cookies(self, secret: str | None = None) -> dict[str, str]:
        """What a browser of theirs sends."""
        held = secret or self.secret
        return {"cookie": f"{SESSION_COOKIE}={held}; {CSRF_COOKIE}={csrf_token(held)}"}


class House(Struct, kw_only=True):
    """Where the end is asked for, and everything it may take."""

    first: ServerProcess
    second: ServerProcess
    people: People
    addresses: Addresses
    settings: Settings

    async def ask(
        self, method: str, path: str, secret: str, body: dict[str, Any] | None = None
    ) -> httpx.Response:
        """Ask the first process, as a page of ours does."""
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            return await http.request(
                method,
                f"{self.first.origin}/v1{path}",
                headers={
                    "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}",
                    "x-csrf-token": csrf_token(secret),
                    "origin": self.first.origin,
                    "sec-fetch-site": "same-origin",
                },
                json=body,
            )

    async def done(self, path: str, by: Person | str, **members: Any) -> httpx.Response:
        """Make a move that has to be acknowledged."""
        secret = by if isinstance(by, str) else await by.session(self.settings)
        answer = await self.ask("POST", path, secret, move(**members))
        assert answer.status_code in {200, 201, 204}, answer.text
        return answer

    async def owner_does(self, statement: str, *values: object) -> None:
        """Let time pass for one session, which nobody can do over HTTP."""
        connection = await asyncpg.connect(self.addresses.owner)
        try:
            await connection.execute(statement, *values)
        finally:
            await connection.close()


End = Callable[[House, Victim], Awaitable[None]]


async def signs_out(house: House, victim: Victim) -> None:
    assert (await house.ask("DELETE", "/sessions/current", victim.secret)).status_code < 300


async def signs_out_everywhere(house: House, victim: Victim) -> None:
    elsewhere = await victim.person.session(house.settings)
    assert (await house.ask("DELETE", "/sessions", elsewhere)).status_code < 300


async def ends_the_device_from_another(house: House, victim: Victim) -> None:
    elsewhere = await victim.person.session(house.settings)
    listed = (await house.ask("GET", "/sessions", elsewhere)).json()["items"]
    for session in listed:
        if not session["isCurrent"]:
            await house.done(f"/sessions/{session['id']}/endings", elsewhere)


async def changes_the_password(house: House, victim: Victim) -> None:
    elsewhere = await victim.person.session(house.settings)
    body = {"password": PASSWORD, "newPassword": "heel andere woorden dan eerst"}
    answer = await house.ask("POST", "/password-changes", elsewhere, body)
    assert answer.status_code < 300, answer.text


async def sits_idle_too_long(house: House, victim: Victim) -> None:
    await house.owner_does(
        "update session set seen_at = seen_at - interval '1 day' where person_id = $1",
        victim.person.id,
    )


async def stays_too_long(house: House, victim: Victim) -> None:
    await house.owner_does(
        "update session set expires_at = now() - interval '1 second' where person_id = $1",
        victim.person.id,
    )


async def revokes_the_token(house: House, victim: Victim) -> None:
    await house.done(f"/tokens/{victim.token_id}/revocations", victim.person)


async def is_removed(house: House, victim: Victim) -> None:
    await house.done(
        f"/workspaces/{victim.room.id}/removals",
        house.people.marieke,
        participantId=str(victim.participant.id),
    )


async def stops_working_there(house: House, victim: Victim) -> None:
    await house.done(
        f"/organisations/{house.people.marieke.organisation_id}/members/{victim.person.id}/endings",
        house.people.marieke,
    )


async def is_shut_out(house: House, victim: Victim) -> None:
    """As whoever runs the house does, at the terminal."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "samenspraak", "user", "disable", victim.person.email],
        env={
            **os.environ,
            "DATABASE_URL": house.addresses.server,
            "DATABASE_OWNER_URL": house.addresses.owner,
            "DATABASE_SWEEPER_URL": house.addresses.sweeper,
            "SAMENSPRAAK_DATA": str(house.settings.data_folder),
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


async def is_forgotten(house: House, victim: Victim) -> None:
    """As whoever asks for it, from another device."""
    await house.done("/erasures", victim.person, password=PASSWORD)


# What ends, with which words the journal's socket and the draft's may close, and what is answered
# over HTTP to whoever asks for the room and for themselves.
ENDS: dict[str, tuple[End, set[int], set[int], int, int]] = {
    "signs out": (signs_out, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "signs out everywhere": (signs_out_everywhere, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "ends a device": (ends_the_device_from_another, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "changes the password": (changes_the_password, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "sits idle": (sits_idle_too_long, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "stays too long": (stays_too_long, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "revokes a token": (revokes_the_token, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "is removed": (is_removed, {NO_LONGER, NOT_THERE}, {NO_LONGER}, 404, 200),
    "stops working there": (stops_working_there, {NO_LONGER, NOT_THERE}, {NO_LONGER}, 404, 200),
    "is shut out": (is_shut_out, {SIGN_IN}, {SIGN_IN}, 401, 401),
    "is forgotten": (is_forgotten, {SIGN_IN}, {SIGN_IN}, 401, 401),
}


@pytest.fixture
async def house(
    pair: list[ServerProcess], own_people: People, addresses: Addresses, settings: Settings
) -> House:
    return House(
        first=pair[0],
        second=pair[1],
        people=own_people,
        addresses=addresses,
        settings=settings,
    )


@pytest.fixture
async def victim(house: House) -> Victim:
    """A colleague of Marieke's who negotiates with her, with two drafts to be thrown out of."""
    room = await a_room(house.people, house.settings)
    person = await a_colleague(house.people.marieke, "Victor de Wit")
    participant = await invited(
        room.marieke, person, Side.BUYER, [Role.NEGOTIATOR], house.settings, "adviseur"
    )
    program = MakeToken(id=uuid4(), name="proef", days=1)
    return Victim(
        person=person,
        participant=participant,
        secret=await person.session(house.settings),
        token=await identity.make_token(await person.signed_in(house.settings), program),
        token_id=program.id,
        room=room,
        joint=await a_draft(room.marieke, text="Samen. "),
        own_side=await a_draft(
            room.marieke, kind=DraftKind.CLAUSES, box=Box.OWN_SIDE, text="Alleen wij. "
        ),
    )


@asynccontextmanager
async def listening(
    house: House, victim: Victim, *, by_token: bool = False
) -> AsyncGenerator[dict[str, Ear]]:
    """Open the journal's socket and both drafts' at each process, and wait until all have begun."""
    headers = {"authorization": f"Bearer {victim.token}"} if by_token else victim.cookies()
    ears: dict[str, Ear] = {}
    async with AsyncExitStack() as stack:
        tasks: list[asyncio.Task[None]] = []
        for number, server in enumerate((house.first, house.second), start=1):
            for name, path in (
                ("journal", f"workspaces/{victim.room.id}/live"),
                ("joint draft", f"drafts/{victim.joint}"),
                ("own-side draft", f"drafts/{victim.own_side}"),
            ):
                socket = await stack.enter_async_context(
                    websockets.connect(
                        f"ws://127.0.0.1:{server.port}/v1/{path}",
                        origin=None if by_token else Origin(server.origin),
                        additional_headers=headers,
                    )
                )
                if "draft" in name:
                    for frame in _WHAT_STANDS_THERE:
                        await socket.send(frame)
                ear = ears[f"{name} at {number}"] = Ear()
                tasks.append(asyncio.create_task(ear.listen(socket)))
                await asyncio.wait_for(ear.began.wait(), PATIENCE)
        try:
            yield ears
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def say_everywhere(victim: Victim, word: str) -> None:
    """Let others go on: to all, among the side, and in both drafts."""
    marieke = victim.room.marieke
    for audience in (Audience.SHARED, Audience.OWN_SIDE):
        await threads.start(
            marieke, StartThread(id=uuid4(), text=f"Verder: {word}.", audience=audience)
        )
    for draft in (victim.joint, victim.own_side):
        await write(marieke, draft, text=f"Verder: {word}.")


@pytest.mark.parametrize("how", ENDS)
async def test_nothing_arrives_after_the_end_is_acknowledged(
    how: str, house: House, victim: Victim
):
    ends, journal_codes, draft_codes, room_status, own_status = ENDS[how]
    by_token = how == "revokes a token"
    async with listening(house, victim, by_token=by_token) as ears:
        await ends(house, victim)
        told = {name: len(ear.heard) for name, ear in ears.items()}
        word = f"zwaluw{uuid4().hex}"
        await say_everywhere(victim, word)

        headers = {"authorization": f"Bearer {victim.token}"} if by_token else victim.cookies()
        async with httpx.AsyncClient(timeout=PATIENCE, headers=headers) as http:
            base = f"{house.second.origin}/v1"
            assert (
                await http.get(f"{base}/workspaces/{victim.room.id}")
            ).status_code == room_status
            assert (await http.get(f"{base}/me")).status_code == own_status

        for name, ear in ears.items():
            await asyncio.wait_for(ear.closed.wait(), PATIENCE)
            assert ear.code in (journal_codes if "journal" in name else draft_codes), name
            after = ear.heard[told[name] :]
            assert not any(b"entries" in frame for frame in after), name
            assert not any(word.encode() in frame for frame in ear.heard), name
            if "draft" in name:
                assert after == [], name


async def test_whoever_loses_a_role_moves_and_writes_no_more(house: House, victim: Victim):
    """They may go on reading; what they write after that is nobody's to see."""
    async with (
        editing(house.second.origin, victim.joint, victim.person, house.settings) as editor,
        editing(house.first.origin, victim.joint, house.people.marieke, house.settings) as marieke,
    ):
        await house.done(
            f"/workspaces/{victim.room.id}/role-changes",
            house.people.marieke,
            participantId=str(victim.participant.id),
            roles=["reader"],
        )
        await editor.write("Toch nog iets. ")
        async with httpx.AsyncClient(
            timeout=PATIENCE,
            headers={
                **victim.cookies(),
                "x-csrf-token": csrf_token(victim.secret),
                "origin": house.second.origin,
                "sec-fetch-site": "same-origin",
            },
        ) as http:
            path = f"{house.second.origin}/v1/workspaces/{victim.room.id}/purpose-drafts"
            refused = await http.post(path, json=move(box="own_side"))
            assert refused.status_code == 403, refused.text
        await marieke.write("Marieke gaat verder.")
        await editor.until(lambda: "Marieke" in str(editor.text))
        await editor.until(lambda: any(not each["mayWrite"] for each in editor.said("rights")))
        assert "Toch nog iets" not in str(marieke.text)
    async with editing(
        house.first.origin, victim.joint, house.people.youssef, house.settings
    ) as youssef:
        assert "Toch nog iets" not in str(youssef.text)
        assert "Marieke gaat verder." in str(youssef.text)
