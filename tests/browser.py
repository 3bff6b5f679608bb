"""A browser as far as the server can tell: cookies, an origin, and the token that goes back."""

from itertools import count
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

ORIGIN = "https://samenspraak.test"
CSRF_COOKIE = "__Host-samenspraak-csrf"
SESSION_COOKIE = "__Host-samenspraak"

# Each browser sits in a network of its own, so that nobody's failed sign-in counts for another.
_networks = count(1)


def new_network() -> str:
    number = next(_networks)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Browser:
    """Asks below `/v1`. A change carries what a page of ours would send, unless told otherwise."""

    def __init__(self, app: Any, *, network: str | None = None) -> None:
        transport = httpx.ASGITransport(app=app, client=(network or new_network(), 40_000))
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=60)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.http.aclose()

    @property
    def csrf(self) -> str | None:
        return self.http.cookies.get(CSRF_COOKIE)

    @property
    def session(self) -> str | None:
        return self.http.cookies.get(SESSION_COOKIE)

    def carry(self, secret: str, csrf: str) -> None:
        """Put a session's cookies in, as a sign-in would."""
        for name, value in ((SESSION_COOKIE, secret), (CSRF_COOKIE, csrf)):
            self.http.cookies.set(name, value, domain="samenspraak.test", path="/")

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.http.get(f"/v1{path}", **more)

    async def post(
        self, path: str, json: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        """Send a change; `json` stands for the whole body, `move()` makes one with an id."""
        return await self.send("POST", path, json=json or {}, **more)

    async def delete(self, path: str, **more: Any) -> httpx.Response:
        return await self.send("DELETE", path, **more)

    async def send(
        self, method: str, path: str, *, headers: dict[str, str | None] | None = None, **more: Any
    ) -> httpx.Response:
        """Send a change; a header that is None is left out."""
        usual = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-csrf-token": self.csrf}
        sent = {
            name: value for name, value in (usual | (headers or {})).items() if value is not None
        }
        return await self.http.request(method, f"/v1{path}", headers=sent, **more)


def move(**members: Any) -> dict[str, Any]:
    """Make the body of a move, with an id of its own."""
    return {"id": str(uuid4()), **members}
