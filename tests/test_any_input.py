"""Any body whatsoever, of every operation: an answer, and never a mistake of ours.

Bodies are drawn from what the interface promises, then bent: extremes, members left out, put in or
of another kind. `make assure` draws as many more as it is told.
"""

import json
import os
import re
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from tests.browser import Browser, move
from tests.builders import People, Room, the_people
from tests.builders_commitments import terms_json
from tests.conftest import SignIn

from samenspraak.contract import openapi_document
from samenspraak.gate import Application
from samenspraak.settings import Settings

FEW = 20
EXAMPLES = max(FEW, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0))
INTERFACE = openapi_document()
# They end the session that asks, and take no body.
LEFT_OUT = {"signOut", "signOutEverywhere"}

OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in INTERFACE["paths"].items()
    for method, operation in methods.items()
    if isinstance(operation, dict) and operation.get("operationId", "") not in {"", *LEFT_OUT}
}
ODD_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "0",
        "-1",
        "1e5",
        "1,5",
        "٣",
        "9" * 400,
        "0.00001",
        "a" * 300,
        "a" * 25_000,
        "\u202e\u2066",
        "\ufeff",
        "\u202e123456782",
        "123456782",
        "<script>alert(1)</script>",
        "![x](javascript:alert(1))",
        "'; drop table entry; --",
        "{title} {0} {}",
        "%s%n%x",
        "../../etc/passwd",
        "=1+1",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "2026-12-01T25:00:00Z",
        "EUR",
        "💶" * 50,
        "\x07\x1b[31m",
        "[" * 5_000,
        "*" * 5_000,
    ]
)
TEXTS = st.one_of(ODD_TEXTS, st.text(max_size=30))
NUMBERS = st.one_of(
    st.integers(-3, 40),
    st.sampled_from([2**31, -(2**31) - 1, 2**53, 2**63, 2**64, 10**15, -(10**15)]),
    st.floats(allow_nan=False, allow_infinity=False),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def shaped(
    schema: dict[str, Any], name: str, known: dict[str, list[str]]
) -> st.SearchStrategy[Any]:
    """Draw what this part of the interface promises to take."""
    schema, choices = plain(schema)
    if choices:
        return st.one_of(*(shaped(each, name, known) for each in choices))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    required = schema.get("required", ())
    kinds = {
        "null": st.none,
        "boolean": st.booleans,
        "integer": lambda: NUMBERS,
        "number": lambda: NUMBERS,
        "array": lambda: st.lists(shaped(schema.get("items", {}), name, known), max_size=3),
        "object": lambda: st.fixed_dictionaries(
            {key: part(schema, key, known) for key in required},
            optional={
                key: part(schema, key, known)
                for key in schema.get("properties", {})
                if key not in required
            },
        ),
        "string": lambda: text(schema, name, known),
    }
    return kinds[schema.get("type", "object" if "properties" in schema else "string")]()


def plain(schema: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Follow references, and return the shape with the choices it leaves."""
    while "$ref" in schema:
        schema = INTERFACE["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema, schema.get("oneOf") or schema.get("anyOf") or []


def part(schema: dict[str, Any], key: str, known: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Draw a member: mostly as promised, sometimes as the examples have it, sometimes anything."""
    promised = shaped(schema["properties"][key], key, known)
    examples = [each[key] for each in schema.get("examples", ()) if key in each]
    if examples and key != "id":
        promised = st.one_of(st.sampled_from(examples), promised)
    return st.one_of(*[promised] * 9, ANYTHING)


def text(schema: dict[str, Any], name: str, known: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if name == "id":
        return st.uuids(version=4).map(str)
    if schema.get("format") == "uuid":
        return st.one_of(st.sampled_from(known["id"]), st.uuids(version=4).map(str))
    if schema.get("format") == "date":
        return st.one_of(st.dates().map(str), ODD_TEXTS)
    if "digest" in name.lower():
        return st.sampled_from([*known["digest"], "0" * 64])
    return TEXTS


class Place:
    """A room in which there is something of every kind, and somebody who asks."""

    def __init__(self, room: Room, browser: Browser, known: dict[str, list[str]]) -> None:
        self.room = room
        self.browser = browser
        self.known = known


# What is drawn may change who asks: another language, another mandate. So they are of this module
# alone, and no test beside it meets them.
@pytest.fixture(scope="module")
async def people(app: Application, settings: Settings) -> People:
    return await the_people(settings)


@pytest.fixture
async def place(room: Room, people: People, sign_in: SignIn) -> Place:
    marieke, youssef = await sign_in(people.marieke), await sign_in(people.youssef)
    base = f"/workspaces/{room.id}"
    answers = [
        await marieke.post(f"{base}/threads", move(text="Waar beginnen wij?")),
        await youssef.post(f"{base}/commitments", move(terms=terms_json())),
        await youssef.post(f"{base}/commitments", move(terms=terms_json())),
        await marieke.post(
            f"{base}/talks", move(heldOn="2026-10-12", attendees="Wij", lines=["Goed."])
        ),
        await youssef.post(f"{base}/purposes", move(text="Werk voor de buurt.")),
        await marieke.get(f"{base}/messages"),
        await marieke.get(base),
    ]
    said = " ".join(answer.text for answer in answers)
    known = {
        "id": sorted(set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", said))),
        "digest": sorted(set(re.findall(r"\b[0-9a-f]{64}\b", said))) or ["0" * 64],
    }
    return Place(room, marieke, known)


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@drawing(
    max_examples=EXAMPLES,
    deadline=None,
    # The room is the same for all draws, which is as good as a fresh one here.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # What runs before every change draws the same each time; the long form draws anew.
    derandomize=EXAMPLES == FEW,
)
async def test_any_body_gets_an_answer(name: str, place: Place, data: st.DataObject):
    method, path, operation = OPERATIONS[name]
    ids = st.one_of(st.sampled_from(place.known["id"]), st.just(str(uuid4())), st.just("x"))

    def filled(found: re.Match[str]) -> str:
        return str(place.room.id) if found[1] == "workspace_id" else data.draw(ids, found[1])

    params = {
        each["name"]: data.draw(st.one_of(ODD_TEXTS, ids, st.just("1")), each["name"])
        for each in operation.get("parameters", ())
        if each["in"] == "query" and data.draw(st.booleans(), f"with {each['name']}")
    }
    content = operation.get("requestBody", {}).get("content", {})
    more: dict[str, Any] = {}
    if "application/json" in content:
        body = data.draw(shaped(content["application/json"]["schema"], "", place.known), "body")
        more = {"content": json.dumps(body), "headers": {"content-type": "application/json"}}
    elif method == "post":
        more = {"content": data.draw(st.binary(max_size=200), "bytes")}

    answer = await place.browser.send(
        method.upper(), re.sub(r"{(\w+)}", filled, path), params=params, **more
    )

    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert "{" not in problem["detail"].replace("{title} {0} {}", "")
