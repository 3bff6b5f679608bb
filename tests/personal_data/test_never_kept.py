"""A citizen's number that somebody types is nowhere afterwards: in no log, table, journal or letter.

It is sent to a real server in every text of every request, in addresses, headers, names of files and
files; then the log of that server and every row of the database are searched for it, however it was
written. A live draft is left out: nobody can refuse a keystroke there, so it is pointed out instead.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import httpx
import pytest
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Person, Room
from tests.personal_data.members import body_with, members
from tests.secrecy.canaries import forms
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.embedded import Addresses
from samenspraak.identity.decisions import csrf_token
from samenspraak.personal_data.bodies import SECRET
from samenspraak.settings import Settings

# It passes the test, and no other test sends it.
NUMBER = "873204517"
MARKER = f"BSN {NUMBER}"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
async def server(
    app: object, addresses: Addresses, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[ServerProcess, Path]]:
    folder = tmp_path_factory.mktemp("never-kept")
    [port] = free_ports(1)
    # Letters are written down, and nobody takes them away.
    running = start_server(
        addresses, port, [port], folder, {"SAMENSPRAAK_MAIL": "smtp://127.0.0.1:1"}
    )
    try:
        yield await ready(running), folder / f"serve-{port}.log"
    finally:
        running.kill()


class Sender:
    """Somebody signed in who sends the number, and sees that nothing of it comes back."""

    def __init__(self, origin: str, secret: str) -> None:
        self.http = httpx.AsyncClient(
            base_url=f"{origin}/v1",
            timeout=60,
            headers={
                "cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf_token(secret)}",
                "x-csrf-token": csrf_token(secret),
                "origin": origin,
                "sec-fetch-site": "same-origin",
            },
        )

    async def send(self, method: str, path: str, **more: object) -> httpx.Response:
        answer = await self.http.request(method, path, **more)  # pyright: ignore[reportArgumentType]  # what httpx takes
        assert answer.status_code != 500, (path, answer.text)
        assert NUMBER not in answer.text, (method, path, answer.text)
        return answer


async def sender(server: ServerProcess, person: Person, settings: Settings) -> Sender:
    return Sender(server.origin, await person.session(settings))


async def everything(owner_url: str) -> dict[str, str]:
    """Return each table of the database as one text."""
    connection = await asyncpg.connect(owner_url)
    try:
        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public'"
        )
        return {
            table["tablename"]: "\n".join(
                row["t"]
                for row in await connection.fetch(
                    f'select t::text as t from "{table["tablename"]}" t'
                )
            )
            for table in tables
        }
    finally:
        await connection.close()


async def test_a_number_that_was_sent_everywhere_is_nowhere(
    server: tuple[ServerProcess, Path],
    people: People,
    room: Room,
    addresses: Addresses,
    settings: Settings,
):
    running, log = server
    asking = await sender(running, people.marieke, settings)
    organisation = str(people.marieke.organisation_id)
    for member in members():
        # A password is not read, and what is wrong is counted: that has tests of its own.
        if member.name.rsplit("/", 1)[-1] in SECRET:
            continue
        path = member.path.replace("{workspace_id}", str(room.id))
        path = path.replace("{organisation_id}", organisation)
        path = re.sub(r"{\w+}", lambda _: str(uuid4()), path)
        usual = {"organisationId": organisation}
        body = body_with(member, MARKER, {})
        if "organisationId" in body:
            body |= usual
        await asking.send("POST", path, json=body)
    base = f"/workspaces/{room.id}"
    for name in (f"{MARKER}.pdf", f"bsn-{NUMBER}.pdf"):
        await asking.send(
            "POST",
            f"{base}/files",
            params={"fileId": str(uuid4()), "name": name},
            content=PDF,
            headers={"content-type": "application/pdf"},
        )
    rows = f"titel;opdrachtnemer\n{MARKER};Bouwer\n".encode()
    for name, content in (
        ("lijst.csv", rows),
        (f"{MARKER}.csv", b"titel;opdrachtnemer\nx;y\n"),
    ):
        await asking.send(
            "POST",
            "/imports",
            params={"organisationId": organisation, "importId": str(uuid4())},
            files={"files": (name, content, "text/csv")},
        )
    # Where nothing is kept, but where a careless log would write it down.
    await asking.send("GET", f"{base}/messages", params={"after": MARKER})
    await asking.send("GET", "/search", params={"q": MARKER})
    await asking.send("GET", f"/bestaat-niet/{quote(MARKER)}")
    await asking.send("GET", f"{base}/threads", headers={"accept-language": MARKER})
    await asking.send("GET", base, headers={"user-agent": MARKER, "referer": MARKER})
    await asking.send("POST", f"{base}/threads", content=f'{{"text": "{MARKER}"'.encode())
    await asking.http.aclose()

    wanted = {form for word in (NUMBER, MARKER) for form in forms(word)}
    said = log.read_bytes()
    assert said.count(b"request") > len(members()) / 2, "the server wrote its log there"
    assert not [form for form in wanted if form in said], "in the log"
    kept = await everything(addresses.owner)
    assert "entry" in kept
    assert [
        table for table, text in kept.items() if any(form in text.encode() for form in wanted)
    ] == []
