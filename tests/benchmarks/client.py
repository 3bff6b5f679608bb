"""A client that costs next to nothing, so that what is measured is the server."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from msgspec import Struct


class Measured(Struct, frozen=True, kw_only=True):
    """How often something was done, and how long each took, in seconds."""

    name: str
    at_once: int
    seconds: float
    each: list[float]

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds

    def percentile(self, share: float) -> float:
        """The time within which this share was done, in milliseconds."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Client:
    """One connection that is kept open and asks one thing after another."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self._port = port
        extra = {"Host": f"127.0.0.1:{port}", **(headers or {})}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in extra.items())

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """Ask, and return the body of the answer; anything but a yes is a mistake here."""
        content = b"" if body is None else json.dumps(body).encode()
        kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{kind if content else ''}\r\n"
        self._writer.write(head.encode() + content)
        said = await self._reader.readuntil(b"\r\n\r\n")
        assert said[9:10] == b"2", said
        length = next(
            int(line.split(b":")[1])
            for line in said.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        return await self._reader.readexactly(length)


async def measure(
    name: str, seconds: float, works: list[Callable[[], Awaitable[object]]]
) -> Measured:
    """Let each of these be done over and over, all at once, and take the time of every one.

    The first second is not counted: connections, caches and plans are warm afterwards.
    """
    warm = min(1.0, seconds / 4)
    begun = time.perf_counter()
    each: list[float] = []

    async def again_and_again(work: Callable[[], Awaitable[object]]) -> None:
        while (now := time.perf_counter()) < begun + warm + seconds:
            await work()
            if now >= begun + warm:
                each.append(time.perf_counter() - now)

    await asyncio.gather(*(again_and_again(work) for work in works))
    return Measured(name=name, at_once=len(works), seconds=seconds, each=each)
