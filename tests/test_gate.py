"""Whatever comes in that cannot be: a clear no, nothing stored, and never a mistake of ours."""

import gzip
import json
import re
from typing import Any, cast
from uuid import uuid4

import asyncpg
import httpx
import pytest
from tests.browser import ORIGIN, Browser, move
from tests.builders import People, Room
from tests.conftest import Clock, SignIn

from samenspraak.app import create_framework
from samenspraak.contract import openapi_document
from samenspraak.errors import Refusal
from samenspraak.gate import API, API_VERSION, UPLOADS, Gate
from samenspraak.identity.access import CSRF_COOKIE, SESSION_COOKIE
from samenspraak.settings import Settings

DEEP = 100_000
JSON = "application/json"
BOM = b"\xef\xbb\xbf"

# What is sent, and how it is refused. `ID` stands for a fresh id, so that only the rest is wrong.
MALFORMED: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "blank": (b"   ", 400),
    "cut off": (b'{"id": "ID", "text": "Hal', 400),
    "trailing words": (b'{"id": "ID", "text": "Hallo"} and more', 400),
    "two documents": (b'{"id": "ID"}{"text": "Hallo"}', 400),
    "trailing comma": (b'{"id": "ID", "text": "Hallo",}', 400),
    "a comment": (b'{"id": "ID", /* hm */ "text": "Hallo"}', 400),
    "single quotes": (b"{'id': 'ID', 'text': 'Hallo'}", 400),
    "byte order mark": (BOM + b'{"id": "ID", "text": "Hallo"}', 400),
    "broken UTF-8": (b'{"id": "ID", "text": "\xc3\x28"}', 400),
    "overlong UTF-8": (b'{"id": "ID", "text": "\xc0\xaf"}', 400),
    "a surrogate in UTF-8": (b'{"id": "ID", "text": "\xed\xa0\x80"}', 400),
    "UTF-16": ('{"id": "ID", "text": "Hallo"}'.encode("utf-16"), 400),
    "UTF-32": ('{"id": "ID", "text": "Hallo"}'.encode("utf-32"), 400),
    "Latin-1": ('{"id": "ID", "text": "coördinator"}'.encode("latin-1"), 400),
    "U+0000": (b'{"id": "ID", "text": "Hal\\u0000lo"}', 400),
    "U+0000 in a name": (b'{"id": "ID", "text": "Hallo", "x\\u0000": 1}', 400),
    "U+0000 as it is": (b'{"id": "ID", "text": "Hal\x00lo"}', 400),
    "a line end in a text": (b'{"id": "ID", "text": "Hal\nlo"}', 400),
    "half a surrogate pair": (b'{"id": "ID", "text": "\\ud83d"}', 400),
    "doubled keys": (b'{"id": "ID", "text": "Ja", "text": "Nee"}', 400),
    "doubled keys, spelled otherwise": (b'{"id": "ID", "text": "Ja", "\\u0074ext": "Nee"}', 400),
    "NaN": (b'{"id": "ID", "text": NaN}', 400),
    "Infinity": (b'{"id": "ID", "text": -Infinity}', 400),
    "more than a number holds": (b'{"id": "ID", "text": 1e400}', 400),
    "five thousand digits": (b'{"id": "ID", "text": ' + b"9" * 5_000 + b"}", 400),
    "a number with a zero before it": (b'{"id": "ID", "text": 01}', 400),
    "a deep list": (b"[" * DEEP + b"]" * DEEP, 400),
    "a deep object": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400),
    "a deep text field": (b'{"id": "ID", "text": ' + b"[" * 40 + b"]" * 40 + b"}", 400),
    "an open deep list": (b"[" * DEEP, 400),
    "a list": (b"[]", 400),
    "a text": (b'"Hallo"', 400),
    "a number": (b"1", 400),
    "null": (b"null", 400),
    "true": (b"true", 400),
    "nothing in it": (b"{}", 400),
    "text as a number": (b'{"id": "ID", "text": 1}', 400),
    "text as null": (b'{"id": "ID", "text": null}', 400),
    "text as an object": (b'{"id": "ID", "text": {"text": "Hallo"}}', 400),
    "an id that is none": (b'{"id": "1 or 1=1", "text": "Hallo"}', 400),
    "an id as a number": (b'{"id": 7, "text": "Hallo"}', 400),
    "a field nobody knows": (b'{"id": "ID", "text": "Hallo", "isAdministrator": true}', 400),
    "an own field name": (b'{"id": "ID", "text": "Hallo", "__proto__": {"x": 1}}', 400),
    "too large": (b'{"id": "ID", "text": "' + b"a" * 1_000_000 + b'"}', 413),
    "too long a text": (b'{"id": "ID", "text": "' + b"a" * 30_000 + b'"}', 400),
}
# A name for our JSON that is not its own.
OTHER_TYPES = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonp",
    "text/json",
    "",
]
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def operations(method: str) -> list[tuple[str, str]]:
    """Every operation of the interface that takes JSON, by its name and its path."""
    return [
        (each[method]["operationId"], path)
        for path, each in openapi_document()["paths"].items()
        if method in each and not path.endswith(UPLOADS)
    ]


@pytest.fixture
async def marieke(sign_in: SignIn, people: People) -> Browser:
    return await sign_in(people.marieke)


class Store:
    """How much is stored, to see that it does not grow."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def count(self) -> dict[str, int]:
        return {
            name: await self._connection.fetchval(f"select count(*) from {name}")
            for name in (
                "entry",
                "move",
                "message",
                "thread",
                "commitment",
                "invitation",
                "purpose",
            )
        }


@pytest.fixture
async def store(settings: Settings) -> Any:
    connection = await asyncpg.connect(settings.database_owner_url)
    yield Store(connection)
    await connection.close()


def judged(answer: Any, status: int | None = None) -> dict[str, Any]:
    """Check that an answer is a problem document, and return it."""
    assert answer.status_code < 500, answer.text
    if status is not None:
        assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, name
    assert answer.headers["api-version"] == API_VERSION
    assert answer.headers["cache-control"] == "no-store"
    return problem


@pytest.mark.parametrize("kind", MALFORMED)
async def test_a_body_that_cannot_be_is_refused_and_nothing_is_stored(
    kind: str, marieke: Browser, room: Room, store: Store
):
    body, status = MALFORMED[kind]
    before = await store.count()

    answer = await marieke.send(
        "POST",
        f"/workspaces/{room.id}/threads",
        content=body.replace(b"ID", str(uuid4()).encode()),
        headers={"content-type": JSON},
    )

    judged(answer, status)
    assert await store.count() == before


@pytest.mark.parametrize(("name", "path"), operations("post"))
async def test_no_operation_stumbles_over_a_malformed_body(
    name: str, path: str, marieke: Browser, room: Room
):
    filled = re.sub(r"{\w+}", lambda _: str(uuid4()), path.replace("{workspace_id}", str(room.id)))
    for kind, (body, _) in MALFORMED.items():
        answer = await marieke.send(
            "POST",
            filled,
            content=body.replace(b"ID", str(uuid4()).encode()),
            headers={"content-type": JSON},
        )
        assert answer.status_code != 201, (name, kind)
        judged(answer)


@pytest.mark.parametrize("kind", OTHER_TYPES)
async def test_json_under_another_name_is_not_taken(
    kind: str, marieke: Browser, room: Room, store: Store
):
    """A form on another page can send these without asking anybody."""
    before = await store.count()
    answer = await marieke.send(
        "POST",
        f"/workspaces/{room.id}/threads",
        content=json.dumps(move(text="Hallo.")).encode(),
        headers={"content-type": kind},
    )
    judged(answer, 415)
    assert await store.count() == before


@pytest.mark.parametrize("kind", [JSON, "application/json; charset=utf-8", "Application/JSON"])
async def test_json_under_its_own_name_is_taken(kind: str, marieke: Browser, room: Room):
    answer = await marieke.send(
        "POST",
        f"/workspaces/{room.id}/threads",
        content=json.dumps(move(text="Hallo.")).encode(),
        headers={"content-type": kind},
    )
    assert answer.status_code == 201


async def test_all_faults_come_at_once_each_with_its_place(marieke: Browser, room: Room):
    answer = await marieke.post(
        f"/workspaces/{room.id}/commitments",
        {"terms": {"title": 7, "quantity": True, "unknown": 1, "period": {"startsOn": "gisteren"}}},
    )
    places = {each["pointer"] for each in judged(answer, 400)["errors"]}
    assert places >= {
        "/id",
        "/terms/title",
        "/terms/quantity",
        "/terms/unknown",
        "/terms/period/startsOn",
    }


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("nl", "nl"),
        ("en", "en"),
        ("en-GB;q=0.9, nl;q=0.3", "en"),
        ("de, fr", "nl"),
        ("", "nl"),
        ("*;q=nothing,,,;;", "nl"),
        ("en" * 10_000, "nl"),
    ],
)
async def test_a_refusal_speaks_the_readers_language(
    asked: str, language: str, marieke: Browser, room: Room
):
    answer = await marieke.post(
        f"/workspaces/{room.id}/threads", {}, headers={"accept-language": asked}
    )
    judged(answer, 400)
    assert answer.headers["content-language"] == language


async def test_what_is_not_there_and_what_is_not_yours_are_one_answer(
    sign_in: SignIn, people: People, room: Room
):
    bram = await sign_in(people.bram)
    for path in ("", "/entries", "/threads", "/commitments", "/versions", "/invitations"):
        foreign = await bram.get(f"/workspaces/{room.id}{path}")
        unknown = await bram.get(f"/workspaces/{uuid4()}{path}")
        assert judged(foreign, 404) == judged(unknown, 404)
        assert foreign.headers == unknown.headers


@pytest.mark.parametrize(
    "path",
    [
        "/workspaces/1",
        "/workspaces/00000000-0000-0000-0000-00000000000",
        "/workspaces/not-an-id/threads",
        "/workspaces/%00",
        "/workspaces/..%2f..%2fetc%2fpasswd",
        "/workspaces/{id}/threads/7",
        "/workspaces/{id}/",
        "/workspaces/{id}/threads/",
        "/workspaces/",
        "/nothing",
        "/Workspaces",
        "/me/",
        "//me",
        "/me%2f",
        "/workspaces/{id}%20",
        "/" + "a" * 20_000,
    ],
)
async def test_an_address_that_is_none_is_not_found(path: str, marieke: Browser, room: Room):
    answer = await marieke.get(path.replace("{id}", str(room.id)))
    judged(answer, 404)


@pytest.mark.parametrize(
    "spelled", [str.upper, lambda text: text.replace("-", ""), "{{{}}}".format]
)
async def test_another_spelling_of_an_id_is_the_same_id_or_none(
    spelled: Any, marieke: Browser, room: Room
):
    """Whatever is read as this id is judged as this id."""
    answer = await marieke.get(f"/workspaces/{spelled(str(room.id))}")
    if answer.status_code == 200:
        assert answer.json()["id"] == str(room.id)
    else:
        judged(answer, 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "X" * 300])
async def test_a_method_that_is_none_is_refused(method: str, marieke: Browser, room: Room):
    for path in (f"/workspaces/{room.id}", f"/workspaces/{room.id}/threads", "/sessions"):
        answer = await marieke.send(method, path, json={})
        judged(answer, 405)
        assert answer.headers.get("allow"), answer.headers


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
async def test_asking_only_for_the_manner_is_no_mistake(method: str, marieke: Browser, room: Room):
    for path in (f"/workspaces/{room.id}", f"/workspaces/{room.id}/threads", "/nothing", "/me"):
        answer = await marieke.http.request(method, f"{API}{path}")
        assert answer.status_code in {200, 204, 404, 405}
        assert answer.headers["x-content-type-options"] == "nosniff"
        # Nobody else's page is ever told that it may.
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_an_ended_session_is_told_so_and_changes_nothing(
    marieke: Browser, room: Room, store: Store, clock: Clock
):
    before = await store.count()
    clock.move_on(hours=13)
    judged(await marieke.get(f"/workspaces/{room.id}"), 401)
    judged(await marieke.post(f"/workspaces/{room.id}/threads", move(text="Hallo.")), 401)
    assert await store.count() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "x" * 100_000},
        {"cookie": f"{SESSION_COOKIE}=" + "\xff" * 100},
        {"cookie": f"{SESSION_COOKIE}=;;;=;=;{CSRF_COOKIE}"},
        {"authorization": "Bearer " + "x" * 100_000},
        {"authorization": "Bearer"},
        {"authorization": "\xff\xfe"},
        {"content-type": "application/json;" + "charset=" * 1000},
        {"content-length": "-1"},
        {"x-csrf-token": "x" * 100_000},
        {"origin": "null"},
        {"origin": "\xff"},
        {"accept-language": "\xff\xff"},
        {"accept": "text/html"},
        {"expect": "100-continue"},
        {"if-none-match": '"' + "x" * 1000 + '"'},
        {"range": "bytes=0-0,-1,5-2"},
    ],
    ids=str,
)
async def test_headers_that_cannot_be_are_no_mistake_of_ours(
    headers: dict[str, str], browser: Browser, room: Room
):
    coded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for method, path in (("GET", f"/workspaces/{room.id}"), ("POST", "/sessions"), ("GET", "/me")):
        answer = await browser.http.request(
            method, f"{API}{path}", headers=coded, content=b"{}" if method == "POST" else None
        )
        judged(answer)


@pytest.mark.parametrize("path", ["/", "/nothing", "/assets/nothing", "/.well-known/jwks.json"])
async def test_pages_carry_them_too(path: str, browser: Browser):
    answer = await browser.http.get(path)
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_each_page_has_a_nonce_of_its_own(browser: Browser):
    policies = {(await browser.http.get("/")).headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


async def test_a_good_answer_carries_them_as_well(marieke: Browser, room: Room):
    for answer in (
        await marieke.get(f"/workspaces/{room.id}"),
        await marieke.post(f"/workspaces/{room.id}/threads", move(text="Hallo.")),
    ):
        assert answer.is_success
        for name, value in {**ALWAYS, "cache-control": "no-store"}.items():
            assert answer.headers[name] == value
        assert answer.headers["api-version"] == API_VERSION


def test_there_are_no_kinds_of_refusal_but_ten():
    """Nothing answers 422, and nothing invents a status of its own."""
    statuses = {400, 401, 403, 404, 409, 413, 415, 429, 503, 507}

    def below(kind: type[Refusal]) -> set[type[Refusal]]:
        return {kind}.union(*(below(each) for each in kind.__subclasses__()))

    assert create_framework(Settings())
    assert {kind.status for kind in below(Refusal)} <= statuses


async def test_an_origin_is_matched_whole(marieke: Browser, room: Room, store: Store):
    before = await store.count()
    for origin in (
        f"{ORIGIN}.evil.example",
        "http://samenspraak.test",
        f"{ORIGIN}:443",
        f"{ORIGIN}/",
        ORIGIN.upper(),
        "null",
        "",
    ):
        answer = await marieke.post(
            f"/workspaces/{room.id}/threads", move(text="Hallo."), headers={"origin": origin}
        )
        judged(answer, 403)
    assert await store.count() == before


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"])
async def test_nothing_packed_is_taken(packing: str, marieke: Browser, room: Room, store: Store):
    before = await store.count()
    packed = gzip.compress(json.dumps(move(text=" " * 1_000_000)).encode())
    answer = await marieke.send(
        "POST",
        f"/workspaces/{room.id}/threads",
        content=packed,
        headers={"content-type": "application/json", "content-encoding": packing},
    )
    assert answer.status_code == 415
    judged(answer)
    assert await store.count() == before


@pytest.mark.parametrize(
    ("origins", "is_told"),
    [
        (("http://127.0.0.1:8000",), False),
        (("http://127.0.0.1:8000", "https://samenspraak.test"), True),
    ],
)
async def test_browsers_are_held_to_tls_only_where_there_is_tls(
    origins: tuple[str, ...], is_told: bool
):
    async def silent(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(cast("Any", Gate(silent, Settings(origins=origins), None))),
        base_url="http://127.0.0.1:8000",
    ) as client:
        answer = await client.get("/")
    assert ("strict-transport-security" in answer.headers) is is_told
