"""The journal's socket: two processes on one database, catching up, and losing access."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import asyncpg
import pytest
import websockets
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person, Room
from tests.servers import ServerProcess, servers
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from samenspraak.embedded import Addresses
from samenspraak.identity import commands as identity
from samenspraak.identity.decisions import csrf_token
from samenspraak.identity.schemas import MakeToken
from samenspraak.journal.positions import position
from samenspraak.settings import Settings
from samenspraak.workspaces import commands
from samenspraak.workspaces.schemas import Participant, RemoveParticipant, SetPurpose

# Far beyond what delivery takes, so that a busy machine never fails a test.
PATIENCE = 30


@pytest.fixture(scope="module")
async def two(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


async def an_address(
    server: ServerProcess, room: Room, person: Person, settings: Settings, **more: Any
) -> websockets.connect:
    secret = await person.session(settings)
    said = {"after": more.pop("after", None), "person": more.pop("page_of", None)}
    words = urlencode({name: word for name, word in said.items() if word is not None})
    return websockets.connect(
        f"ws://127.0.0.1:{server.port}/v1/workspaces/{more.pop('workspace', room.id)}/live?{words}",
        origin=more.pop("origin", server.origin),
        additional_headers={
            "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}"
        },
        **more,
    )


async def frame(socket: ClientConnection) -> dict[str, Any]:
    return json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))


async def say(participant: Participant, text: str) -> None:
    await commands.set_purpose(participant, SetPurpose(id=uuid4(), text=text))


async def closed_with(socket: ClientConnection) -> int | None:
    try:
        # Whoever is not let go hears heartbeats for ever.
        async with asyncio.timeout(PATIENCE):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


async def everything_until_closed(socket: ClientConnection) -> tuple[set[str], int | None]:
    kinds: set[str] = set()
    try:
        # Whoever is not let go hears heartbeats for ever.
        async with asyncio.timeout(PATIENCE):
            while True:
                kinds |= {entry["kind"] for entry in (await frame(socket)).get("entries", [])}
    except ConnectionClosed as closed:
        return kinds, closed.rcvd.code if closed.rcvd else None


async def next_news(socket: ClientConnection) -> dict[str, Any] | int | None:
    """Return the first frame with entries, or the code with which it closed before."""
    try:
        while "entries" not in (told := await frame(socket)):
            pass
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return told


async def test_both_processes_tell_each_others_news(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with (
        await an_address(two[0], room, people.marieke, settings) as first,
        await an_address(two[1], room, people.youssef, settings) as second,
    ):
        assert "heartbeat" in await frame(first)
        assert "heartbeat" in await frame(second)
        for at in range(5):
            await say(room.marieke if at % 2 else room.youssef, f"woord {at}")
        for socket in (first, second):
            numbers: list[int] = []
            while len(numbers) < 5:
                numbers += [entry["number"] for entry in (await frame(socket))["entries"]]
            assert numbers == list(range(numbers[0], numbers[0] + 5))


async def test_whoever_was_away_catches_up_without_loss_and_without_doubles(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with await an_address(two[0], room, people.marieke, settings) as socket:
        reached = (await frame(socket))["heartbeat"]
        await say(room.youssef, "eerste")
        reached = (await frame(socket))["position"]
    for word in ("tweede", "derde"):
        await say(room.youssef, word)
    # Coming back to the other process is the same as coming back to this one.
    async with await an_address(two[1], room, people.marieke, settings, after=reached) as socket:
        await frame(socket)
        caught_up = (await frame(socket))["entries"]
        await say(room.youssef, "vierde")
        live = (await frame(socket))["entries"]
    numbers = [entry["number"] for entry in caught_up + live]
    assert len(caught_up) == 2
    assert numbers == list(range(numbers[0], numbers[0] + 3))


async def test_an_own_sides_news_is_for_that_side_only(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    everything = position(dict.fromkeys(room.marieke.journal_ids, 0))
    async with await an_address(two[0], room, people.youssef, settings, after=everything) as socket:
        await frame(socket)
        kinds = {entry["journal"] for entry in (await frame(socket))["entries"]}
    assert "side" not in kinds or kinds == {"shared", "side"}
    async with await an_address(two[0], room, people.youssef, settings, after=everything) as socket:
        heard = str(await frame(socket)) + str(await frame(socket))
    assert str(room.marieke.side_journal_id) not in heard
    # The buyer's side journal holds Tom's invitation; the contractor hears nothing of it.
    assert "person.invited" not in heard or str(room.tom.id) not in heard


async def test_nobody_else_hears_anything(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with await an_address(two[0], room, people.bram, settings) as socket:
        assert await closed_with(socket) == 4404
    async with await an_address(
        two[0], room, people.marieke, settings, workspace=uuid4()
    ) as socket:
        assert await closed_with(socket) == 4404
    async with websockets.connect(
        f"ws://127.0.0.1:{two[0].port}/v1/workspaces/{room.id}/live", origin=Origin(two[0].origin)
    ) as socket:
        assert await closed_with(socket) == 4401


async def test_a_program_needs_no_page_to_hear_the_news(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    request = MakeToken(id=uuid4(), name="rapport", days=1)
    secret = await identity.make_token(await people.femke.signed_in(settings), request)
    async with websockets.connect(
        f"ws://127.0.0.1:{two[0].port}/v1/workspaces/{room.id}/live",
        additional_headers={"authorization": f"Bearer {secret}"},
    ) as socket:
        assert "heartbeat" in await frame(socket)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_pages_socket_never_opens(
    two: list[ServerProcess], people: People, room: Room, settings: Settings, origin: str
):
    with pytest.raises(InvalidStatus):
        async with await an_address(two[0], room, people.marieke, settings, origin=origin):
            pytest.fail("it opened")


async def test_a_socket_that_the_browser_calls_foreign_never_opens(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    """Also when it names an origin of ours: the browser knows better which page it is."""
    secret = await people.marieke.session(settings)
    with pytest.raises(InvalidStatus):
        async with websockets.connect(
            f"ws://127.0.0.1:{two[0].port}/v1/workspaces/{room.id}/live",
            origin=Origin(two[0].origin),
            additional_headers={
                "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}",
                "sec-fetch-site": "cross-site",
            },
        ):
            pytest.fail("it opened")


async def test_the_page_of_another_person_in_this_browser_gets_no_line(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    marieke = people.marieke
    theirs = await an_address(two[0], room, marieke, settings, page_of=marieke.id)
    async with theirs as socket:
        assert "heartbeat" in await frame(socket)
    for whose in (people.youssef.id, "nobody"):
        other = await an_address(two[0], room, marieke, settings, page_of=whose)
        async with other as socket:
            assert await closed_with(socket) == 4401


async def test_who_is_removed_hears_nothing_more(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with await an_address(two[1], room, people.tom, settings) as socket:
        await frame(socket)
        await commands.remove_participant(
            room.marieke, RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
        )
        await say(room.marieke, "geheim na vertrek")
        heard, code = await everything_until_closed(socket)
        assert {"purpose.set", "participant.left"}.isdisjoint(heard)
        assert code in {4403, 4404}


async def test_whoever_comes_to_read_other_journals_hears_nothing_more_of_these(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    """No move brings somebody to the other side; were it ever done, they would have to begin anew."""
    async with await an_address(two[0], room, people.tom, settings) as socket:
        await frame(socket)
        owner = await asyncpg.connect(settings.database_owner_url)
        try:
            await owner.execute(
                "insert into journal_reader (id, journal_id, person_id, mode)"
                " values ($1::uuid || ':' || $2::uuid, $1, $2, 'write')",
                room.youssef.side_journal_id,
                people.tom.id,
            )
            await owner.execute(
                "update participant set side = 'contractor' where id = $1", room.tom.id
            )
        finally:
            await owner.close()
        await say(room.marieke, "geheim na het overlopen")
        assert await next_news(socket) == 4403


async def test_sign_out_closes_the_socket(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    from samenspraak.identity.commands import sign_out_everywhere

    async with await an_address(two[0], room, people.femke, settings) as socket:
        await frame(socket)
        await sign_out_everywhere(await people.femke.signed_in(settings))
        assert await closed_with(socket) == 4401


async def test_whoever_speaks_here_is_let_go(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with await an_address(two[0], room, people.marieke, settings) as socket:
        await frame(socket)
        await socket.send("{}")
        assert await closed_with(socket) == 4400


async def test_an_unknown_position_means_start_over(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    async with await an_address(two[0], room, people.marieke, settings, after="x") as socket:
        assert await closed_with(socket) == 4410


async def test_the_eleventh_socket_of_a_person_is_sent_away(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    sockets: list[ClientConnection] = []
    try:
        for _ in range(settings.sockets_per_person):
            socket = await (await an_address(two[0], room, people.hanneke, settings))
            await frame(socket)
            sockets.append(socket)
        async with await an_address(two[0], room, people.hanneke, settings) as one_more:
            assert await closed_with(one_more) == 4513
    finally:
        for socket in sockets:
            await socket.close()


async def test_a_restart_says_come_back(
    addresses: Addresses, people: People, room: Room, settings: Settings
):
    async with servers(addresses, settings.data_folder, 1) as [server]:
        async with await an_address(server, room, people.marieke, settings) as socket:
            await frame(socket)
            server.process.terminate()
            assert await closed_with(socket) == 1012
        assert await asyncio.to_thread(server.process.wait, PATIENCE) == 0
