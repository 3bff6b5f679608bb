"""The line between servers and PostgreSQL, which a trial can cut, or stop without a word."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

from msgspec import structs

from samenspraak.embedded import Addresses
from samenspraak.embedded.place import SOCKET_NAME


class PostgresLine:
    """A socket of its own that passes on whatever comes in, until it is cut or stopped."""

    def __init__(self, folder: Path, addresses: Addresses) -> None:
        self._there = Path(parse_qs(urlsplit(addresses.server).query)["host"][0]) / SOCKET_NAME
        self._folder = folder
        self.addresses = Addresses(
            **{
                role: address.replace(quote(str(self._there.parent), safe="/"), quote(str(folder)))
                for role, address in structs.asdict(addresses).items()
            }
        )
        self._flows = asyncio.Event()
        self._flows.set()
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    @asynccontextmanager
    async def laid(cls, folder: Path, addresses: Addresses) -> AsyncIterator[Self]:
        """Lay a line in a folder that is there."""
        line = cls(folder, addresses)
        listening = await asyncio.start_unix_server(line._pass_on, folder / SOCKET_NAME)
        try:
            yield line
        finally:
            listening.close()
            line._flows.set()
            line._hang_up()
            await asyncio.gather(*line._tasks, return_exceptions=True)

    async def cut(self, seconds: float) -> None:
        """Hang up at both ends, and let nobody through for a while."""
        self._is_cut = True
        self._hang_up()
        await asyncio.sleep(seconds)
        self._is_cut = False

    async def stop(self, seconds: float) -> None:
        """Say nothing for a while, and then go on where it was: nobody is told that it is silent."""
        self._flows.clear()
        await asyncio.sleep(seconds)
        self._flows.set()

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await self._flows.wait()
        try:
            if self._is_cut:
                raise ConnectionRefusedError
            there, out = await asyncio.open_unix_connection(self._there)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, out}
        self._open |= both
        try:
            # When one direction ends, both do.
            _, left = await asyncio.wait(
                [
                    asyncio.create_task(self._carry(reader, out)),
                    asyncio.create_task(self._carry(there, writer)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for one in left:
                one.cancel()
        finally:
            self._open -= both
            for one in both:
                one.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
