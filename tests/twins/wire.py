"""Asks an application in the same process, and keeps what came as it would go over the wire."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from tests.browser import CSRF_COOKIE, ORIGIN, SESSION_COOKIE

# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE_SECONDS = 60
_HEADERS = (
    (b"host", b"samenspraak.test"),
    (b"accept", b"*/*"),
    (b"origin", ORIGIN.encode()),
    (b"sec-fetch-site", b"same-origin"),
)


class Asker(Struct, frozen=True, kw_only=True):
    """Who asks: somebody with a session, a program with a token, or nobody."""

    name: str
    session: str = ""
    csrf: str = ""
    token: str = ""
    # Each in a network of their own, so that nobody's failed attempt counts for another.
    network: str = "10.9.9.9"

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        found = [*_HEADERS]
        if self.token:
            found.append((b"authorization", f"Bearer {self.token}".encode()))
        elif self.session:
            cookies = f"{SESSION_COOKIE}={self.session}; {CSRF_COOKIE}={self.csrf}"
            found += [(b"cookie", cookies.encode()), (b"x-csrf-token", self.csrf.encode())]
        return found


class Answer(Struct, frozen=True, kw_only=True):
    """What came back, headers in their order."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    def header(self, name: str) -> str | None:
        return next(
            (value.decode() for key, value in self.headers if key.decode().lower() == name), None
        )

    def cookie(self, name: str) -> str:
        """Return the value of a cookie that was set, or nothing."""
        set_here = (value.decode() for key, value in self.headers if key.lower() == b"set-cookie")
        found = (one.partition(";")[0].partition("=") for one in set_here)
        return next((value for key, _, value in found if key == name), "")

    @property
    def head(self) -> bytes:
        lines = (name + b": " + value + b"\n" for name, value in self.headers)
        return f"{self.status}\n".encode() + b"".join(lines)


async def ask(
    app: Any,
    asker: Asker,
    method: str,
    path: str,
    *,
    json: Any = None,
    params: dict[str, str] | None = None,
    content: bytes | None = None,
    kind: str = "application/octet-stream",
) -> Answer:
    """Make one request."""
    body = content or b""
    headers = asker.headers
    if json is not None:
        body, kind = msgspec.json.encode(json), "application/json"
    if body:
        headers += [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
    said: list[dict[str, Any]] = []
    whole = asyncio.Event()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        # Nobody hangs up here before the whole answer is there.
        await whole.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            whole.set()

    async with asyncio.timeout(PATIENCE_SECONDS):
        await app(_scope("http", asker, path, params, headers, method=method), receive, send)
    return Answer(
        status=said[0]["status"],
        headers=[(bytes(name), bytes(value)) for name, value in said[0]["headers"]],
        body=b"".join(bytes(message.get("body", b"")) for message in said[1:]),
    )


class Socket:
    """One end of a socket; what the other end says is kept in order."""

    def __init__(self, app: Any, asker: Asker, path: str, params: dict[str, str] | None) -> None:
        self.frames: list[bytes] = []
        self.closed: int | None = None
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._hear: Callable[[bytes], None] = lambda _: None
        self._inbox.put_nowait({"type": "websocket.connect"})
        scope = _scope("websocket", asker, path, params, asker.headers, subprotocols=[])
        self._task = asyncio.create_task(app(scope, self._inbox.get, self._send))

    def hearing(self, hear: Callable[[bytes], None]) -> None:
        """Call this with each frame that comes, and with those that came."""
        self._hear = hear
        for frame in self.frames:
            hear(frame)

    def say(self, frame: bytes) -> None:
        self._inbox.put_nowait({"type": "websocket.receive", "bytes": frame, "text": None})

    async def until(self, holds: Callable[[], bool], *, or_closed: bool = False) -> None:
        """Wait until something holds of what was heard, or perhaps until the other end closes."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not holds():
                if or_closed and self.closed is not None:
                    return
                assert self.closed is None, f"closed with {self.closed}"
                self._changed.clear()
                await self._changed.wait()

    async def answered(self) -> None:
        """Wait for the first word, or the last."""
        await self.until(lambda: bool(self.frames), or_closed=True)

    async def until_told(self, words: bytes) -> None:
        """Wait until the last frame holds these words."""
        await self.until(lambda: words in self.frames[-1], or_closed=True)

    async def leave(self) -> None:
        """Hang up."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait([self._task], timeout=PATIENCE_SECONDS)

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            text = message.get("text")
            frame = bytes(message["bytes"]) if text is None else text.encode()
            self.frames.append(frame)
            self._hear(frame)
        elif message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
        self._changed.set()


def _scope(
    kind: str,
    asker: Asker,
    path: str,
    params: dict[str, str] | None,
    headers: list[tuple[bytes, bytes]],
    **more: Any,
) -> dict[str, Any]:
    return {
        "type": kind,
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "https" if kind == "http" else "wss",
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(params or {}).encode(),
        "root_path": "",
        "headers": headers,
        "client": (asker.network, 40_000),
        "server": ("samenspraak.test", 443),
        "state": {},
        **more,
    }
