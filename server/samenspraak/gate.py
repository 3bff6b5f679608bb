"""The outermost layer: sizes, content types, strict JSON and the headers every answer carries.

It stands before the framework because the framework answers deep nesting and broken text with a
500, takes JSON under any name, and keeps the last of doubled keys.
"""

import base64
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from samenspraak import surroundings
from samenspraak.canonical import strict_json
from samenspraak.errors import Invalid, NotFound, Refusal, TooLarge, Unsupported
from samenspraak.problems import problem_of
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

API_VERSION = "0.1.0"
API = "/v1"
# Paths that take a file instead of JSON, each with its own limit.
UPLOADS = ("/imports", "/files")
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Two years, and only where people come over TLS: on a plain name it would lock them out.
_OVER_TLS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
_API_ONLY = (
    (b"api-version", API_VERSION.encode()),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class Gate:
    """Wraps the application; what it refuses never reaches the framework."""

    def __init__(
        self, application: Application, settings: Settings, world: Surroundings | None
    ) -> None:
        self._application = application
        self._settings = settings
        self._world = world or Surroundings()
        is_over_tls = any(origin.startswith("https://") for origin in settings.origins)
        self._always = (*_ALWAYS, _OVER_TLS) if is_over_tls else _ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on once its form is right."""
        if scope["type"] not in {"http", "websocket"}:
            await self._application(scope, receive, send)
            return
        with surrounded_by(self._world):
            if scope["type"] == "websocket":
                await self._application(scope, receive, send)
            else:
                await self._pass_request(scope, receive, send)

    async def _pass_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        is_api = path == API or path.startswith(API + "/")
        nonce = base64.b64encode(surroundings.random_bytes(16)).decode()
        scope.setdefault("state", {})["nonce"] = nonce
        body = _Body(scope, receive, most=self._settings.file_limit_bytes)
        receive = body.receive
        sender = _with_headers(_hanging_up(send, body), self._always, is_api=is_api, nonce=nonce)
        try:
            # The framework finds the same address behind doubled slashes; we would not know it.
            if "//" in path or (is_api and path.endswith("/")):
                raise NotFound
            # Nothing that comes in is unpacked: a small body could stand for a very large one.
            if _header(scope, b"content-encoding").strip().lower() not in {"", "identity"}:
                raise Unsupported
            if (
                scope["method"] in CHANGING
                and is_api
                and not path.removeprefix(API).endswith(UPLOADS)
            ):
                receive = await self._read_json(scope, receive)
        except Refusal as refusal:
            await _answer(refusal, scope, sender)
            return
        await self._application(scope, receive, sender)

    async def _read_json(self, scope: Scope, receive: Receive) -> Receive:
        body = await _read(receive, self._settings.body_limit_bytes)
        if body:
            kind = _header(scope, b"content-type").partition(";")[0].strip().lower()
            if kind != "application/json":
                raise Unsupported
            scope["state"]["json"] = strict_json(body)
        elif scope["method"] != "DELETE":
            raise Invalid([])
        sent = False

        async def again() -> MutableMapping[str, Any]:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        return again


class _Body:
    """What a request brings, and whether more of it may come than we ever take."""

    def __init__(self, scope: Scope, receive: Receive, *, most: int) -> None:
        self._receive = receive
        announced = _header(scope, b"content-length")
        self._is_endless = bool(_header(scope, b"transfer-encoding")) or (
            announced.isdecimal() and int(announced[:20]) > most
        )

    @property
    def is_left(self) -> bool:
        """Tell whether somebody may go on sending what nobody will read."""
        return self._is_endless

    async def receive(self) -> MutableMapping[str, Any]:
        """Receive as the server gives it."""
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            self._is_endless = False
        return message


def _hanging_up(send: Send, body: _Body) -> Send:
    """End the line behind an answer to more than we take; the server would swallow all of it.

    Up to what a file may have it does, so that a browser still sending hears why it was refused.
    """

    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start" and body.is_left:
            headers = [*message.get("headers", []), (b"connection", b"close")]
            message = {**message, "headers": headers}
        await send(message)

    return sender


async def _read(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Invalid([])
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise TooLarge(limit=limit)
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _header(scope: Scope, name: bytes) -> str:
    return next(
        (value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), ""
    )


Headers = tuple[tuple[bytes, bytes], ...]


def _with_headers(send: Send, always: Headers, *, is_api: bool, nonce: str) -> Send:
    # The nonce serves the editor's style element; nothing is allowed inline without it.
    page_policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types samenspraak"
    ).encode()

    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            known = {name.lower() for name, _ in headers}
            only = _API_ONLY if is_api else ((b"content-security-policy", page_policy),)
            extra = (*always, *only)
            headers += [(name, value) for name, value in extra if name not in known]
            message = {**message, "headers": headers}
        await send(message)

    return sender


async def _answer(refusal: Refusal, scope: Scope, send: Send) -> None:
    body, headers = problem_of(refusal, _header(scope, b"accept-language"))
    await send(
        {
            "type": "http.response.start",
            "status": refusal.status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": msgspec.json.encode(body)})
