"""Bytes that are no request at all: a real process shrugs them off and goes on serving."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.servers import ServerProcess, servers

from samenspraak.embedded import Addresses
from samenspraak.settings import Settings

PATIENCE = 20
LINE = b"GET /v1/openapi.json HTTP/1.1\r\n"
HOST = b"Host: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
async def server(addresses: Addresses, settings: Settings) -> AsyncIterator[ServerProcess]:
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 1) as [running]:
        yield running


WIRES = {
    "noise": bytes(range(256)) * 40,
    "nothing but line ends": b"\r\n" * 1000,
    "no version": b"GET /\r\n\r\n",
    "a version that is none": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a header of a megabyte": LINE + HOST + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "ten thousand headers": LINE + HOST + b"X: y\r\n" * 10_000 + b"\r\n",
    "an address of a megabyte": b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header with a line end in it": LINE + HOST + b"X: a\rb\r\n\r\n",
    "a header without a name": LINE + HOST + b": x\r\n\r\n",
    "two lengths": (
        b"POST /v1/sessions HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}xyz"
    ),
    "a length and chunks": (
        b"POST /v1/sessions HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
    ),
    "chunks that are none": (
        b"POST /v1/sessions HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"
    ),
    "less than was promised": (
        b"POST /v1/sessions HTTP/1.1\r\n"
        + HOST
        + b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{}"
    ),
    "a negative length": (
        b"POST /v1/sessions HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n{}"
    ),
    "half a socket": (
        b"GET /v1/workspaces/00000000-0000-4000-8000-000000000000/live HTTP/1.1\r\n"
        + HOST
        + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n"
    ),
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 400,
}


@pytest.mark.parametrize("kind", WIRES)
async def test_bytes_that_are_no_request_break_nothing(kind: str, server: ServerProcess):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WIRES[kind])
    writer.write_eof()
    try:
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
    except ConnectionError:
        # It hung up, which is an answer too.
        answer = b""
    writer.close()

    status = answer.split(b" ", 2)[1:2]
    assert not status or not status[0].startswith(b"5"), answer[:300]
    assert b"Traceback" not in answer
    assert server.process.poll() is None
    async with httpx.AsyncClient() as client:
        alive = await client.get(f"{server.origin}/v1/openapi.json")
    assert alive.status_code == 200


async def test_a_body_that_never_ends_is_cut_off(server: ServerProcess):
    """It is refused as soon as it is too long, not when it is over."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        b"POST /v1/sessions HTTP/1.1\r\n"
        + HOST
        + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    answer = b""
    try:
        for _ in range(1_000):
            writer.write(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
            await writer.drain()
            if reader.at_eof():
                break
        answer = await asyncio.wait_for(reader.read(1_000), PATIENCE)
    except ConnectionError:
        pass
    finally:
        writer.close()
    assert answer == b"" or b" 413 " in answer
    assert server.process.poll() is None
