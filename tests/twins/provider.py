"""A provider that may say who somebody is, of which only what it says of itself is asked."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec

from samenspraak.settings import Provider

NAME = "elders"


@asynccontextmanager
async def a_provider() -> AsyncGenerator[Provider]:
    """Put one up on this machine."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        said = {"issuer": issuer, **{place: f"{issuer}/{place}" for place in places}}
        body = msgspec.json.encode(said)
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    issuer = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield Provider(
            id=NAME, name="Elders", issuer=issuer, client_id="twins", client_secret="geheim"
        )
    finally:
        server.close()
