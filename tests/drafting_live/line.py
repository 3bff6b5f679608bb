"""The line between writers and servers, which tests can lay elsewhere and cut at any byte."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Self

# Some cuts fall into the handshake, most into what is said after it.
SHORTEST_CUT, LONGEST_CUT = 50, 6_000


class Line:
    """Passes bytes on between one address of its own and a server, until it is cut."""

    def __init__(self, ports: Sequence[int], dice: random.Random) -> None:
        self.ports = list(ports)
        self.port = 0
        # While set, each new line is cut after some random number of bytes.
        self.is_bad = False
        self.cuts = 0
        self._dice = dice
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    @asynccontextmanager
    async def laid(cls, ports: Sequence[int], dice: random.Random) -> AsyncIterator[Self]:
        """Lay a line to servers; each connection goes to one of them by chance."""
        line = cls(ports, dice)
        listening = await asyncio.start_server(line._pass_on, "127.0.0.1", 0)
        line.port = listening.sockets[0].getsockname()[1]
        try:
            yield line
        finally:
            listening.close()
            line.cut()
            await asyncio.gather(*line._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where drafts are, for a `y-websocket` provider."""
        return f"ws://127.0.0.1:{self.port}/v1/drafts"

    def cut(self) -> None:
        """Cut every open line now, without a word to either end."""
        for writer in self._open:
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            there, out = await asyncio.open_connection("127.0.0.1", self._dice.choice(self.ports))
        except OSError:
            writer.transport.abort()
            return
        both = {writer, out}
        self._open |= both
        left = [self._dice.randint(SHORTEST_CUT, LONGEST_CUT)] if self.is_bad else None
        try:
            # When one direction ends, both do.
            await asyncio.wait(
                [
                    asyncio.create_task(self._carry(reader, out, left)),
                    asyncio.create_task(self._carry(there, writer, left)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._open -= both
            for one in both:
                one.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: list[int] | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if left is not None:
                    # Only what fits goes over, so that a frame may break anywhere.
                    data, left[0] = data[: left[0]], left[0] - len(data)
                writer.write(data)
                await writer.drain()
                if left is not None and left[0] <= 0:
                    self.cuts += 1
                    return
