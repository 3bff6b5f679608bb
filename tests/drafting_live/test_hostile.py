"""Whoever lies, or may not be here, is shown the door; whoever writes elsewhere notices nothing.

Each trial runs beside two people who go on writing to each other in a draft of their own, each on
one of the two processes, and who must hear every word in its place over the line they began with.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import websockets
from pycrdt import Doc, Text
from tests.builders import People, Room, a_room, the_people
from tests.builders_drafts import a_draft
from tests.drafting_live.conftest import Headers, Keys, Pair, a_bearer, a_session
from tests.drafting_live.writers import Writers
from websockets.exceptions import ConnectionClosed, InvalidStatus

from samenspraak.drafting import protocol
from samenspraak.drafting.schemas import Box, DraftKind
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import MakeToken, RevokeToken
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import RemoveParticipant

PATIENCE_SECONDS = 60
FRAME_LIMIT_BYTES = 1024 * 1024
FIRST_SYNC_LIMIT_BYTES = 4 * 1024 * 1024


class Talk:
    """Two people in a draft of their own, who take turns in adding a word."""

    def __init__(self, writers: Writers, names: list[str]) -> None:
        self.names = names
        self.said = ""
        self.turns = 0
        self._writers = writers

    async def turn(self) -> None:
        """Add a word, and wait until the other has it in its place."""
        speaker, listener = self.names if self.turns % 2 else reversed(self.names)
        self.turns += 1
        word = f"woord {self.turns}\n"
        await self._writers.ask("change", writer=speaker, at=len(self.said), insert=word)
        self.said += word
        heard = await self._writers.until(listener, text=self.said)
        assert heard["text"] == self.said


@pytest.fixture
async def undisturbed(
    pair: Pair, room: Room, keys: Keys, writers: Writers
) -> AsyncIterator[Callable[[], Any]]:
    """Let two people talk, and make sure that they can while something else goes on."""
    draft_id = await a_written(room)
    names = [f"marieke {draft_id}", f"youssef {draft_id}"]
    for name, server in zip(names, pair.running, strict=True):
        headers = keys.sessions[name.split()[0]]
        await open_as(writers, name, server.port, draft_id, headers)
        await writers.until(name, synced=True)
    talk = Talk(writers, names)
    await writers.ask("change", writer=names[0], at=0, remove=len("Begin."))
    await writers.until(names[1], text="")

    @asynccontextmanager
    async def during() -> AsyncIterator[None]:
        await talk.turn()
        before, is_over = talk.turns, asyncio.Event()

        async def go_on() -> None:
            while not is_over.is_set() or talk.turns == before:
                await talk.turn()

        async with asyncio.TaskGroup() as group:
            group.create_task(go_on())
            yield
            is_over.set()
        await talk.turn()
        for name in names:
            report = await writers.ask("report", writer=name)
            assert (report["closed"], report["text"]) == ([], talk.said)

    yield during
    await writers.ask("leave_all")


async def a_written(room: Room, text: str = "Begin.") -> UUID:
    """Open a joint draft that both sides may write in."""
    return await a_draft(
        room.marieke,
        kind=DraftKind.COMMITMENT,
        box=Box.JOINT,
        subject_id=uuid4(),
        fields={"title": "Leerwerkplekken"},
        text=text,
    )


async def open_as(
    writers: Writers, name: str, port: int, draft: UUID | str, headers: Headers, **more: Any
) -> int:
    address = f"ws://127.0.0.1:{port}/v1/drafts"
    return await writers.ask(
        "open", writer=name, address=address, draft=str(draft), headers=headers, **more
    )


def a_socket(port: int, path: str, headers: Headers) -> websockets.connect:
    return websockets.connect(
        f"ws://127.0.0.1:{port}{path}",
        additional_headers=dict(headers),
        max_size=None,
        compression=None,
        proxy=None,
    )


async def opened(port: int, path: str, headers: Headers) -> int | None:
    """Return the word or the status that a socket was refused with; None when something was said."""
    try:
        async with a_socket(port, path, headers) as socket:
            try:
                await socket.send(protocol.step1(b"\x00"))
                await asyncio.wait_for(socket.recv(), PATIENCE_SECONDS)
            except ConnectionClosed:
                return socket.close_code
            return None
    except InvalidStatus as refused:
        return refused.response.status_code


async def sent(port: int, draft: UUID, headers: Headers, *frames: bytes | str) -> int | None:
    """Send frames after the usual greeting, and return the word that the line is closed with."""
    async with a_socket(port, f"/v1/drafts/{draft}", headers) as socket:
        await socket.send(protocol.step1(b"\x00"))
        # A line that closes half-way through is an answer too.
        try:
            for frame in frames:
                await socket.send(frame)
            async with asyncio.timeout(PATIENCE_SECONDS):
                async for _ in socket:
                    pass
        except ConnectionClosed:
            pass
        return socket.close_code


def an_update(text: str) -> bytes:
    """Return what a program sends that inserts this text in an empty document."""
    document = Doc()
    document.get("text", type=Text).insert(0, text)
    return document.get_update()


# By what is wrong with them: no frames, frames that hold no update, and updates that lie.
FRAMES: dict[str, bytes | str] = {
    "text": "tekst",
    "nothing": b"",
    "a kind and no more": b"\x00",
    "no such step": b"\x00\x07\x00",
    "less than it says": b"\x00\x02\x05\x01",
    "more than it says": b"\x00\x02\x02\x00\x00\x00",
    "a number without end": b"\xff" * 40,
    "a length beyond all memory": b"\x00\x02\xff\xff\xff\xff\xff\xff\xff\x0f",
    "a state that is none": b"\x00\x00\x02\xff\xff",
    "presence that is none": b"\x01\x03\x01\x01\x01",
    "refusing us": b"\x02\x01\x00",
    "noise": protocol.update(bytes(range(256)) * 40),
    "no end": protocol.update(b"\x00"),
    "too much": protocol.update(b"\x00\x00\x00"),
    "half a gigabyte of clients": protocol.update(bytes.fromhex("01ffffffff0f0100")),
    "half a gigabyte of deletes": protocol.update(bytes.fromhex("000101ffffffff0f")),
    "half a gigabyte of text": protocol.update(bytes.fromhex("0101010008ffffffff0f")),
    "a client beyond what is counted": protocol.update(b"\x01\x01" + b"\xff" * 9 + b"\x00\x00"),
    "a past that has not happened": protocol.update(bytes.fromhex("0101090084090704016100")),
    "no place at all": protocol.update(bytes.fromhex("01010900040009000161" + "00")),
    "half a character": protocol.update(bytes.fromhex("010109000401047465787403eda08000")),
    "deletes out of order": protocol.update(b"\x00\x01\x09\x02\x05\x02\x00\x01"),
    "lists without end": protocol.update(
        bytes.fromhex("0101090028010666")
        + b"ields\x05title\x01"
        + b"\x75\x01" * 5_000
        + b"\x78\x00"
    ),
    "as an answer": protocol.step2(b"\x01"),
}


@pytest.mark.parametrize("kind", FRAMES)
async def test_a_frame_that_lies_ends_its_own_line_alone(
    kind: str, pair: Pair, room: Room, keys: Keys, undisturbed: Callable[[], Any]
):
    draft_id = await a_written(room)
    port = pair.ports[0]
    async with undisturbed():
        assert await sent(port, draft_id, keys.sessions["youssef"], FRAMES[kind]) == 4400
    view = await pair.view(room.id, draft_id, keys.sessions["marieke"])
    assert view["text"] == "Begin."


async def test_what_yjs_can_write_and_no_draft_holds_is_refused(
    pair: Pair, room: Room, keys: Keys, writers: Writers, undisturbed: Callable[[], Any]
):
    """The provider as it is published hears a word that it takes as final."""
    draft_id = await a_written(room, text="Begin. 😀")
    async with undisturbed():
        for number, how in enumerate(await writers.ask("misuses")):
            name = f"misbruik {number}"
            await open_as(writers, name, pair.ports[number % 2], draft_id, keys.sessions["youssef"])
            assert (await writers.until(name, synced=True))["synced"], how
            await writers.ask("misuse", writer=name, how=how)
            report = await writers.until(name, ended=True)
            assert (report["closed"], report["ended"]) == ([4400], True), how
    view = await pair.view(room.id, draft_id, keys.sessions["marieke"])
    assert (view["text"], view["fields"]) == ("Begin. 😀", {"title": "Leerwerkplekken"})


NOT_KEPT: dict[str, tuple[bytes, str]] = {
    "too large an update": (
        protocol.update(an_update("x" * FRAME_LIMIT_BYTES)),
        "drafting/too-large",
    ),
    "too large a first sync": (
        protocol.step2(an_update("x" * FIRST_SYNC_LIMIT_BYTES)),
        "drafting/too-large",
    ),
    "too long a text": (protocol.update(an_update("x" * 200_001)), "drafting/text-too-long"),
    "a character nobody can keep": (protocol.update(an_update("a\0b")), "drafting/nul"),
}


@pytest.mark.parametrize("kind", NOT_KEPT)
async def test_what_cannot_be_kept_is_said_and_ends_nothing(
    kind: str, pair: Pair, room: Room, keys: Keys, undisturbed: Callable[[], Any]
):
    """Whoever pasted it has it on their screen still, and must be told that it is only there."""
    draft_id = await a_written(room)
    frame, slug = NOT_KEPT[kind]
    path = f"/v1/drafts/{draft_id}?told=1"
    async with undisturbed(), a_socket(pair.ports[0], path, keys.sessions["youssef"]) as socket:
        await socket.send(protocol.step1(b"\x00"))
        await socket.send(frame)
        notices: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for said in socket:
                assert isinstance(said, bytes)
                match protocol.parse(said):
                    case protocol.Notice(text):
                        notices.append(json.loads(text))
                    case protocol.Ack(1):
                        break
        [refused] = [notice for notice in notices if notice["kind"] == "not-stored"]
        assert refused["slug"] == slug
        assert refused["detail"]
    view = await pair.view(room.id, draft_id, keys.sessions["marieke"])
    assert view["text"] == "Begin."


async def test_what_is_larger_than_anything_we_read_ends_the_line(
    pair: Pair, room: Room, keys: Keys, undisturbed: Callable[[], Any]
):
    draft_id = await a_written(room)
    async with undisturbed():
        many = protocol.step2(b"\x00" * (FIRST_SYNC_LIMIT_BYTES * 2))
        assert await sent(pair.ports[0], draft_id, keys.sessions["youssef"], many) == 1009


SPELLINGS: dict[str, Callable[[str], str]] = {
    "in capitals": lambda name: f"/v1/drafts/{name.upper()}",
    "with braces": lambda name: f"/v1/drafts/%7B{name}%7D",
    "without strokes": lambda name: f"/v1/drafts/{name.replace('-', '')}",
    "as an urn": lambda name: f"/v1/drafts/urn:uuid:{name}",
    "in percents": lambda name: f"/v1/drafts/%{ord(name[0]):x}{name[1:]}",
    "in percents altogether": lambda name: (
        "/v1/drafts/" + "".join(f"%{ord(one):x}" for one in name)
    ),
    "with a slash": lambda name: f"/v1/drafts/{name}/",
    "with a slash in percents": lambda name: f"/v1/drafts/{name}%2f",
    "after two slashes": lambda name: f"/v1/drafts//{name}",
    "after two slashes before": lambda name: f"/v1//drafts/{name}",
    "by a detour": lambda name: f"/v1/drafts/x/../{name}",
    "with a space": lambda name: f"/v1/drafts/{name}%20",
    "with an end": lambda name: f"/v1/drafts/{name}%00",
    "with more": lambda name: f"/v1/drafts/{name}0",
    "in wide digits": lambda name: f"/v1/drafts/{name[:-1]}%EF%BC%91",
    "no name": lambda _: "/v1/drafts/",
    "another": lambda _: f"/v1/drafts/{uuid4()}",
}


async def test_a_draft_has_one_address(
    pair: Pair, room: Room, keys: Keys, undisturbed: Callable[[], Any]
):
    """Two spellings that both opened it would be two drafts for whoever keeps them apart by name."""
    draft_id = await a_written(room)
    async with undisturbed():
        for kind, spelled in SPELLINGS.items():
            path = spelled(str(draft_id))
            refused = await opened(pair.ports[0], path, keys.sessions["marieke"])
            assert refused in {4404, 403, 404}, kind


async def test_another_pages_socket_never_opens(
    pair: Pair, room: Room, keys: Keys, undisturbed: Callable[[], Any]
):
    draft_id = await a_written(room)
    cookie = {"cookie": keys.sessions["marieke"]["cookie"]}
    origin = pair.origin
    async with undisturbed():
        for page in (
            "https://evil.example",
            "null",
            "http://127.0.0.1:1",
            origin + ".evil.example",
            origin + "/",
            origin.replace("http", "https"),
            origin.replace("127.0.0.1", "localhost"),
            "file://",
            "",
        ):
            for told in ("", "?told=1"):
                path = f"/v1/drafts/{draft_id}{told}"
                refused = await opened(pair.ports[0], path, {**cookie, "origin": page})
                assert refused in {400, 403}, page
        # A page that does not say who it is.
        assert await opened(pair.ports[0], f"/v1/drafts/{draft_id}", cookie) == 403


async def test_nobody_writes_under_anothers_client_id(
    pair: Pair, room: Room, keys: Keys, writers: Writers, undisturbed: Callable[[], Any]
):
    draft_id = await a_written(room)
    async with undisturbed():
        honest = await open_as(
            writers, "marieke", pair.ports[0], draft_id, keys.sessions["marieke"]
        )
        await writers.until("marieke", synced=True)
        await writers.ask("change", writer="marieke", at=6, insert=" Van Marieke.")
        text = "Begin. Van Marieke."
        for number, port in enumerate(pair.ports):
            name = f"youssef {number}"
            await open_as(writers, name, port, draft_id, keys.sessions["youssef"])
            await writers.until(name, text=text)
            await writers.ask("pretend", writer=name, client=honest)
            report = await writers.until(name, ended=True)
            assert (report["closed"], report["ended"]) == ([4400], True)
        # It is hers still.
        await writers.ask("change", writer="marieke", at=0, insert="Nog steeds. ")
        await open_as(writers, "tom", pair.ports[1], draft_id, keys.sessions["tom"])
        told = await writers.until("tom", text="Nog steeds. " + text)
        assert told["text"] == "Nog steeds. " + text
        assert (await writers.ask("report", writer="marieke"))["closed"] == []


@pytest.mark.parametrize("how", ["removed", "signed out", "token revoked"])
async def test_whoever_may_no_longer_is_shown_out_and_hears_nothing_more(
    how: str,
    pair: Pair,
    settings: Settings,
    keys: Keys,
    writers: Writers,
    undisturbed: Callable[[], Any],
):
    people = await the_people(settings)
    room = await a_room(people, settings)
    draft_id = await a_written(room)
    async with undisturbed():
        leave, headers = await ways_out(how, people, room, pair, settings)
        marieke = await a_session(people.marieke, pair.origin, settings)
        names = [f"tom {number}" for number in range(2)]
        for name, port in zip(names, pair.ports, strict=True):
            await open_as(writers, name, port, draft_id, headers)
            await writers.until(name, synced=True)
        await open_as(writers, "blijft", pair.ports[0], draft_id, marieke)
        for name in names:
            await writers.ask("change", writer=name, at=0, insert="x")
        shared = "xxBegin."
        assert (await writers.until("blijft", text=shared))["text"] == shared
        await leave()
        code = 4403 if how == "removed" else 4401
        for name in names:
            report = await writers.until(name, ended=True)
            assert (report["closed"], report["ended"]) == ([code], True), how
        await writers.ask("change", writer="blijft", at=0, insert="Onder ons. ")
        await open_as(writers, "leest", pair.ports[1], draft_id, marieke)
        assert (await writers.until("leest", text="Onder ons. " + shared))["synced"]
        for name in names:
            # Trying again does not help, whatever they wrote meanwhile.
            await writers.ask("change", writer=name, at=0, insert="Toch. ")
            await writers.ask("connect", writer=name)
            report = await writers.until(name, ended=True)
            assert report["closed"] == [code, 4404 if how == "removed" else 4401], how
            assert "Onder ons" not in report["text"], how
        assert (await writers.ask("report", writer="leest"))["text"] == "Onder ons. " + shared


async def ways_out(
    how: str, people: People, room: Room, pair: Pair, settings: Settings
) -> tuple[Callable[[], Any], Headers]:
    """Return what takes Tom's right away, and what he comes in with before."""
    tom = await people.tom.signed_in(settings)
    if how == "token revoked":
        token = MakeToken(id=uuid4(), name="proef", days=1)
        headers = a_bearer(await identity.make_token(tom, token))
        return (
            lambda: identity.revoke_token(tom, token.id, RevokeToken(id=uuid4())),
            headers,
        )
    headers = await a_session(people.tom, pair.origin, settings)
    if how == "signed out":
        return lambda: identity.sign_out_everywhere(tom), headers
    removal = RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
    return lambda: workspaces.remove_participant(room.marieke, removal), headers


async def test_all_of_it_left_the_servers_well(pair: Pair):
    """They are the processes that everything before was thrown at."""
    async with httpx.AsyncClient() as http:
        for server in pair.running:
            assert server.process.poll() is None
            assert (await http.get(f"{server.origin}/v1/openapi.json")).status_code == 200
