"""A real server and a raw line: whoever sends too much is told so, and hung up on."""

import socket
from collections.abc import AsyncIterator
from contextlib import closing
from uuid import uuid4

import pytest
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Room
from tests.servers import ServerProcess, servers

from samenspraak.embedded import Addresses
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

PATIENCE_SECONDS = 30
# More than any line between two programs on one machine holds.
A_LOT = 64 * 1024 * 1024


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ServerProcess]:
    async with servers(addresses, tmp_path_factory.mktemp("wire"), 1) as [server]:
        yield server


@pytest.fixture
async def cookies(people: People, settings: Settings) -> str:
    secret = await people.marieke.session(settings)
    token = csrf_token(secret)
    return f"cookie: {SESSION_COOKIE}={secret}; {CSRF_COOKIE}={token}\r\nx-csrf-token: {token}\r\n"


def head(room: Room, server: ServerProcess, *lines: str) -> bytes:
    return (
        f"POST /v1/workspaces/{room.id}/files?fileId={uuid4()}&name=Plan.pdf HTTP/1.1\r\n"
        f"host: 127.0.0.1:{server.port}\r\norigin: {server.origin}\r\n"
        "sec-fetch-site: same-origin\r\ncontent-type: application/pdf\r\n" + "".join(lines) + "\r\n"
    ).encode()


def asked(
    server: ServerProcess, first: bytes, *, then: bytes = b"", most: int = 0
) -> tuple[str, int]:
    """Send a head and then as much as the other takes; return the answer, and how much it took."""
    with closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)) as line:
        line.sendall(first)
        taken = 0
        try:
            while taken < most:
                taken += line.send(then)
        except OSError:
            # Hung up on, as whoever goes on deserves.
            pass
        answer = bytearray()
        try:
            while some := line.recv(65_536):
                answer += some
        except ConnectionResetError:
            pass
        return answer.decode(), taken


async def test_too_much_that_was_announced_is_refused_before_a_byte_is_taken(
    room: Room, server: ServerProcess, cookies: str
):
    answer, _ = asked(server, head(room, server, cookies, "content-length: 30000000000\r\n"))

    assert answer.startswith("HTTP/1.1 413 ")
    assert "connection: close" in answer.lower()
    assert "/problems/files/too-large" in answer


async def test_who_waits_to_be_asked_is_not_asked_for_too_much(
    room: Room, server: ServerProcess, cookies: str
):
    answer, _ = asked(
        server,
        head(room, server, cookies, "expect: 100-continue\r\ncontent-length: 30000000000\r\n"),
    )

    assert answer.startswith("HTTP/1.1 413 ")


async def test_a_stream_without_an_end_is_cut(room: Room, server: ServerProcess, cookies: str):
    """Its size was never told, so that only counting helps."""
    piece = b"%PDF-1.7" + bytes(65_528)
    _, taken = asked(
        server,
        head(room, server, cookies, "transfer-encoding: chunked\r\n"),
        then=b"10000\r\n" + piece + b"\r\n",
        most=2 * A_LOT,
    )

    assert taken < 2 * A_LOT


async def test_nobody_without_a_session_makes_us_read_on(room: Room, server: ServerProcess):
    answer, taken = asked(
        server,
        head(room, server, "content-length: 30000000000\r\n"),
        then=bytes(65_536),
        most=A_LOT,
    )

    assert taken < A_LOT
    assert answer == "" or answer.startswith(("HTTP/1.1 401 ", "HTTP/1.1 403 "))


async def test_what_fits_and_is_refused_is_taken_so_that_the_sender_hears_why(
    room: Room, server: ServerProcess, cookies: str
):
    """A browser that is still sending when the line goes dead shows a broken line and no reason."""
    size = 4_000_000
    with closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)) as line:
        line.sendall(head(room, server, cookies, f"content-length: {size}\r\n"))
        line.sendall(b"<html>\r\n" * (size // 8))
        answer = ""
        while "detail" not in answer:
            answer += line.recv(65_536).decode()

    assert answer.startswith("HTTP/1.1 415 ")
    assert "/problems/files/unsupported" in answer


async def test_half_a_file_is_not_kept(room: Room, server: ServerProcess, cookies: str):
    with closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)) as line:
        line.sendall(head(room, server, cookies, "content-length: 1000\r\n") + b"%PDF-1.7 half")
        line.shutdown(socket.SHUT_WR)
        assert b" 201 " not in line.recv(65_536)
