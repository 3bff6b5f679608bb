"""What operators see of a day's work: enough to find a mistake, and nobody and nothing else."""

import asyncio
import io
import json
import logging
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import asyncpg
import httpx
import pytest
import structlog
import websockets
from tests.browser import CSRF_COOKIE, SESSION_COOKIE, Browser, move
from tests.builders import PASSWORD, People, Room
from tests.servers import ServerProcess, servers

from samenspraak.database import as_person, fetch
from samenspraak.embedded import Addresses
from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.logs import Observed, set_up_logging
from samenspraak.settings import Settings

# Stands in everything that is sent, so that it shows wherever something sent is written down.
CANARY = "kanarie7f3a"


@contextmanager
def logging_to(stream: TextIO) -> Iterator[None]:
    """Log as a server does, and put back what the test runner had set up."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    try:
        set_up_logging(stream)
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers, root.level = handlers, level
        structlog.configure(**before)


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is logged in this process, as the lines of a server that runs unattended."""
    written = io.StringIO()
    with logging_to(written):
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, people: People, settings: Settings, tmp_path_factory: Any
) -> AsyncIterator[tuple[ServerProcess, Path]]:
    """A real process, whose stderr goes to a file."""
    assert people, "the people exist before anybody connects"
    folder = tmp_path_factory.mktemp("logs")
    async with servers(addresses, folder, 1) as [running]:
        yield running, folder / f"serve-{running.port}.log"


async def test_nothing_anybody_sent_is_ever_in_the_log(
    server: tuple[ServerProcess, Path], people: People, room: Room, settings: Settings
):
    running, path = server
    secret = await people.marieke.session(settings)
    csrf = csrf_token(secret)
    cookies = {"cookie": f"{SESSION_COOKIE}={secret}; {CSRF_COOKIE}={csrf}"}
    page = {"origin": running.origin, "sec-fetch-site": "same-origin", "x-csrf-token": csrf}
    threads = f"/v1/workspaces/{room.id}/threads"

    async with httpx.AsyncClient(base_url=running.origin, timeout=60) as http:
        signing_in = {"email": people.tom.email, "password": PASSWORD}
        outcomes = [
            await http.post("/v1/sessions", json=signing_in, headers=page),
            await http.post(
                "/v1/sessions", json=signing_in | {"password": f"{CANARY} fout"}, headers=page
            ),
        ]
        tokens = [http.cookies.get(name) for name in (SESSION_COOKIE, CSRF_COOKIE)]
        http.cookies.clear()
        thread = move(title=f"Titel {CANARY}", text=f"Tekst {CANARY}", audience="shared")
        outcomes += [
            await http.post(threads, json=thread, headers=page | cookies),
            await http.post(threads, content=b'{"text": "' + CANARY.encode(), headers=page),
            await http.post(
                threads,
                json={CANARY: CANARY},
                headers=page | cookies | {"content-type": "application/json"},
            ),
            await http.get(f"/v1/me?{CANARY}={CANARY}", headers=cookies),
            await http.get(f"{threads}?limit={CANARY}", headers=cookies),
            await http.get("/v1/me", headers={"authorization": f"Bearer {CANARY}"}),
            await http.get(f"/v1/invitations/{CANARY}"),
            await http.post(f"/v1/invitations/{CANARY}/acceptances", json=move(), headers=page),
            await http.get(f"/uitnodiging/{CANARY}"),
            await http.get(f"/v1/{CANARY}/"),
            await http.request(CANARY.upper(), "/v1/me"),
            await http.request("PROPFIND", "/v1/me"),
            await http.get("/v1/me", headers={"user-agent": CANARY, "accept-language": CANARY}),
        ]
    assert {200, 201, 400, 401, 404} <= {answer.status_code for answer in outcomes}
    async with websockets.connect(
        f"ws://127.0.0.1:{running.port}/v1/workspaces/{room.id}/live?after={CANARY}",
        origin=running.origin,
        additional_headers=cookies,
    ) as socket:
        await socket.wait_closed()

    written = await _written(path, until='"event": "socket"')
    assert CANARY not in written.lower()
    everything_secret = [PASSWORD, secret, csrf, *tokens]
    everything_personal = [people.marieke.email, people.tom.email, str(room.id), str(people.tom.id)]
    for word in [*filter(None, everything_secret), *everything_personal]:
        assert word not in written
    requests = [
        line for line in map(_line, written.splitlines()) if line and line["event"] == "request"
    ]
    assert len(requests) >= len(outcomes)
    assert all(
        set(line) == {"event", "method", "path", "status", "ms", "level", "timestamp"}
        for line in requests
    )
    seen = {(line["method"], line["path"], line["status"]) for line in requests}
    assert {
        ("POST", "/v1/sessions", 201),
        ("POST", "/v1/workspaces/{workspace_id}/threads", 201),
        ("GET", "/v1/invitations/{secret}", 404),
        ("OTHER", "none", 405),
    } <= seen


async def test_a_mistake_of_ours_is_told_by_its_place_and_not_by_what_was_sent(
    lines: Callable[[], list[dict[str, Any]]],
):
    """Libraries repeat values in their messages; PostgreSQL does so in its details."""

    async def mistaken(_scope: Any, _receive: Any, _send: Any) -> None:
        try:
            raise ValueError(f"cannot read {CANARY}")
        except ValueError as error:
            raise KeyError(CANARY) from error

    scope = {"type": "http", "method": "POST", "path": f"/{CANARY}"}
    with pytest.raises(KeyError) as made:
        await Observed(mistaken)(scope, _nothing, _nothing)
    structlog.get_logger().error("unexpected", exc_info=made.value)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=made.value)

    request, ours, theirs = lines()
    assert (request["path"], request["status"], request["level"]) == ("none", 500, "warning")
    for line in (ours, theirs):
        assert [error["kind"] for error in line["errors"]] == [
            "builtins.KeyError",
            "builtins.ValueError",
        ]
        assert line["errors"][0]["at"][-1].startswith("tests/test_logs.py:")
    assert CANARY not in json.dumps(lines())


async def test_what_postgresql_refuses_is_told_by_its_rule(
    database: None, people: People, lines: Callable[[], list[dict[str, Any]]]
):
    with pytest.raises(asyncpg.PostgresError) as refused:
        async with as_person(people.marieke.id):
            await fetch("select ($1::text)::uuid", CANARY)
    assert CANARY in str(refused.value)

    structlog.get_logger().error("unexpected", exc_info=refused.value)

    [line] = lines()
    assert line["errors"][0]["sqlstate"] == "22P02"
    assert CANARY not in json.dumps(line)


def test_what_libraries_say_is_one_line_of_the_same_kind(
    lines: Callable[[], list[dict[str, Any]]],
):
    logging.getLogger("asyncio").error(
        "Task exception was never retrieved\nfuture: <Task exception=ValueError('%s')>", CANARY
    )
    logging.getLogger("uvicorn.error").info("GET /v1/me?%s", CANARY)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("an old way", stacklevel=1)
    retrieved, warned = lines()
    assert retrieved["event"] == "Task exception was never retrieved"
    assert warned["logger"] == "py.warnings"


async def test_counts_name_routes_and_only_the_own_machine_gets_them(app: Application):
    async with Browser(app, network="127.0.0.1") as here:
        await here.get(f"/invitations/{CANARY}")
        answer = await here.http.get("/metrics")
        assert answer.status_code == 200
        assert CANARY not in answer.text
        counted = 'samenspraak_requests_total{method="GET",path="/v1/invitations/{secret}"'
        assert counted in answer.text
        assert "samenspraak_sockets_open" in answer.text
        for header in ("x-forwarded-for", "forwarded", "via"):
            refused = await here.http.get("/metrics", headers={header: "192.0.2.1"})
            assert refused.status_code == 404, header
    async with Browser(app, network="192.0.2.1") as elsewhere:
        assert (await elsewhere.http.get("/metrics")).status_code == 404


def test_a_terminal_shows_what_went_wrong_and_not_each_request():
    """The demo accounts stand there, and should stay in sight."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with logging_to(terminal):
        structlog.get_logger().info("request")
        structlog.get_logger().error("unexpected", reference="c0ffee")
    assert "request" not in terminal.getvalue()
    assert "c0ffee" in terminal.getvalue()


async def _nothing(*_: Any) -> Any:
    return {}


async def _written(path: Path, *, until: str) -> str:
    text = ""
    for _ in range(300):
        text = await asyncio.to_thread(path.read_text)
        if until in text:
            break
        await asyncio.sleep(0.1)
    return text


def _line(text: str) -> dict[str, Any] | None:
    # The server also says where it serves.
    return json.loads(text) if text.startswith("{") else None
