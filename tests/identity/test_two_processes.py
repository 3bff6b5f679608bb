"""Whoever loses their way in loses it in every process at once, sockets included.

Each act is done at one process, or by whoever runs the house; what comes after its answer is heard
by nobody whom it concerns, at either process. Waits are generous: it is the order that is judged.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets
from pyotp import TOTP
from tests.browser import CSRF_COOKIE, SESSION_COOKIE, move
from tests.builders import PASSWORD, People, Person, Room, a_room, the_people
from tests.identity.mailbox import Mailbox, a_mailbox
from tests.servers import ServerProcess, free_ports, ready, start_server
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from samenspraak.embedded import Addresses
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.schemas import SetPurpose

PATIENCE = 60
SIGN_IN, GONE = {4401}, {4403, 4404}


@pytest.fixture(scope="module")
async def mailbox() -> AsyncIterator[Mailbox]:
    async with a_mailbox() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
async def two(
    addresses: Addresses, app: Any, settings: Settings, mailbox: Mailbox
) -> AsyncIterator[list[ServerProcess]]:
    """Two processes from which mail goes out; this test's own postman takes it."""
    settings.data_folder.mkdir(exist_ok=True)
    ports = free_ports(2)
    more = {"SAMENSPRAAK_MAIL_URL": f"smtp://127.0.0.1:{mailbox.port}"}
    running = [start_server(addresses, port, ports, settings.data_folder, more) for port in ports]
    try:
        for server in running:
            await ready(server)
        yield running
    finally:
        for server in running:
            server.kill()


class Window:
    """Somebody signed in at one process, with a socket on a room."""

    def __init__(self, server: ServerProcess, secret: str) -> None:
        self.server = server
        csrf = csrf_token(secret)
        self.cookie = f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf}"
        self.http = httpx.AsyncClient(
            base_url=f"{server.origin}/v1",
            timeout=PATIENCE,
            headers={
                "origin": server.origin,
                "sec-fetch-site": "same-origin",
                "x-csrf-token": csrf,
                "cookie": self.cookie,
            },
        )

    async def listening(self, room: Room) -> ClientConnection:
        """Open a socket, and hear that it is there."""
        socket = await websockets.connect(
            f"ws://127.0.0.1:{self.server.port}/v1/workspaces/{room.id}/live",
            origin=self.server.origin,
            additional_headers={"cookie": self.cookie},
        )
        assert "heartbeat" in json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
        return socket


async def heard_until_closed(socket: ClientConnection) -> tuple[list[str], int | None]:
    heard: list[str] = []
    try:
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
            heard += [entry["kind"] for entry in frame.get("entries", [])]
    except ConnectionClosed as closed:
        return heard, closed.rcvd.code if closed.rcvd else None


class Scene:
    """Tom at both processes, a device of his that stays, and Marieke who may let him go."""

    def __init__(
        self, two: list[ServerProcess], people: People, settings: Settings, mailbox: Mailbox
    ) -> None:
        self.two = two
        self.people = people
        self.settings = settings
        self.mailbox = mailbox
        self.stack = AsyncExitStack()

    async def window(self, person: Person, place: int) -> Window:
        window = Window(self.two[place], await person.session(self.settings))
        await self.stack.enter_async_context(window.http)
        return window


Act = Callable[[Scene], Awaitable[None]]


async def ends_sessions_one_by_one(scene: Scene) -> None:
    desk = await scene.window(scene.people.tom, 0)
    listed = (await desk.http.get("/sessions")).json()["items"]
    for session in listed:
        if not session["isCurrent"]:
            path = f"/sessions/{session['id']}/endings"
            assert (await desk.http.post(path, json=move())).status_code == 201


async def sets_a_second_factor(scene: Scene) -> None:
    desk = await scene.window(scene.people.tom, 1)
    begun = (await desk.http.post("/second-factors", json=move(password=PASSWORD))).json()
    code = {"code": TOTP(begun["secret"]).now()}
    path = f"/second-factors/{begun['id']}/confirmations"
    assert (await desk.http.post(path, json=code)).status_code == 201


async def chooses_another_password_by_mail(scene: Scene) -> None:
    tom = scene.people.tom
    async with httpx.AsyncClient(base_url=f"{scene.two[0].origin}/v1", timeout=PATIENCE) as anybody:
        asked = await anybody.post("/password-resets", json=move(email=tom.email))
        assert asked.status_code == 204
        letters: list[Any] = []
        while not letters:
            letters = await scene.mailbox.letters_to(tom.email, scene.settings)
            await asyncio.sleep(0.1)
        secret = re.search(r"/wachtwoord/(\S+)", letters[0].get_content())
        assert secret is not None
        new = {"password": "een heel ander rijtje woorden"}
        used = await anybody.post(f"/password-resets/{secret[1]}/uses", json=new)
        assert used.status_code == 204, used.text


async def is_shut_out_by_whoever_runs_the_house(scene: Scene) -> None:
    await identity.disable_account(scene.people.tom.email)


async def is_let_go_by_an_administrator(scene: Scene) -> None:
    marieke = await scene.window(scene.people.marieke, 0)
    path = f"/organisations/{scene.people.marieke.organisation_id}/members/{scene.people.tom.id}"
    ended = await marieke.http.post(f"{path}/endings", json=move())
    assert ended.status_code == 201, ended.text


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        (ends_sessions_one_by_one, SIGN_IN),
        (sets_a_second_factor, SIGN_IN),
        (chooses_another_password_by_mail, SIGN_IN),
        (is_shut_out_by_whoever_runs_the_house, SIGN_IN),
        (is_let_go_by_an_administrator, GONE),
    ],
)
async def test_whoever_loses_their_way_in_hears_nothing_more_at_either_process(
    two: list[ServerProcess], settings: Settings, mailbox: Mailbox, act: Act, codes: set[int]
):
    people = await the_people(settings)
    room = await a_room(people, settings)
    scene = Scene(two, people, settings, mailbox)
    async with scene.stack as stack:
        windows = [await scene.window(people.tom, place) for place in (0, 1, 0)]
        sockets = [await stack.enter_async_context(await each.listening(room)) for each in windows]

        await act(scene)
        # From here on nothing may reach him.
        await commands.set_purpose(room.marieke, SetPurpose(id=uuid4(), text="na het antwoord"))
        results = [await heard_until_closed(socket) for socket in sockets]

        for heard, code in results:
            assert "purpose.set" not in heard
            assert code in codes
        for window in windows:
            answer = await window.http.get(f"/workspaces/{room.id}")
            assert answer.status_code == (404 if codes is GONE else 401)


async def test_a_shut_account_ends_programs_everywhere_for_good(
    two: list[ServerProcess], settings: Settings
):
    people = await the_people(settings)
    desk = Window(two[0], await people.tom.session(settings))
    made = await desk.http.post("/tokens", json=move(name="rapport"))
    bearer = {"authorization": f"Bearer {made.json()['secret']}"}

    async def statuses() -> list[int]:
        async with httpx.AsyncClient(timeout=PATIENCE, headers=bearer) as program:
            return [(await program.get(f"{server.origin}/v1/me")).status_code for server in two]

    assert await statuses() == [200, 200]
    await identity.disable_account(people.tom.email)
    assert await statuses() == [401, 401]
    await identity.enable_account(people.tom.email)

    assert await statuses() == [401, 401]
    async with httpx.AsyncClient(base_url=f"{two[1].origin}/v1", timeout=PATIENCE) as anybody:
        body = {"email": people.tom.email, "password": PASSWORD}
        assert (await anybody.post("/sessions", json=body)).status_code == 201
    await desk.http.aclose()
