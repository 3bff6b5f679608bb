"""Every operation as every role: no mistake of ours, and no answer that the interface does not promise.

Schemathesis draws requests from the published interface and judges what comes back: status, kind of
content, headers and shape. Ids in paths are those of a room in which there is something of every
kind. `make assure` draws as many more as it is told.
"""

import os
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.browser import ORIGIN, Browser
from tests.builders import People, the_people
from tests.interface.place import ROLES, Place, a_place

from samenspraak.contract import openapi_document
from samenspraak.gate import Application
from samenspraak.settings import Settings

FEW = 2
EXAMPLES = max(FEW, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0))
# These end the session or the account that asks; what they do is tested where it is built.
LEFT_OUT = {"signOut", "signOutEverywhere"}
INTERFACE = schemathesis.openapi.from_dict(openapi_document())
OPERATIONS: dict[str, Any] = {}
for _found in INTERFACE.get_all_operations():
    assert isinstance(_found, Ok), "what we publish can be read"
    _name = _found.ok().definition.raw["operationId"]
    if _name not in LEFT_OUT:
        OPERATIONS[_name] = _found.ok()
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def carries_what_every_answer_carries(_: Any, response: Any, __: Any) -> None:
    """Judge the headers that keep an answer from being kept, guessed at, framed or run."""
    for name, value in ALWAYS.items():
        assert response.headers[name] == [value], name
    [policy] = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "etag" not in response.headers, "it could tell that something changed"
    assert "last-modified" not in response.headers


CHECKS = [
    carries_what_every_answer_carries,
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Every value that could be one, and every value that could not.
# Who asks is said by the role, never by what was drawn.
CREDENTIALS = {"cookie", "authorization", "x-csrf-token"}
PAGE = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


# What is drawn changes who asks, so they are of this module alone.
@pytest.fixture(scope="module")
async def people(app: Application, settings: Settings) -> People:
    return await the_people(settings)


@pytest.fixture(scope="module")
async def place(app: Application, people: People, settings: Settings) -> Place:
    return await a_place(app, people, settings)


@pytest.fixture(scope="module")
async def browsers(app: Application, place: Place) -> AsyncIterator[dict[str, Browser]]:
    """Somebody of every role, each in a browser of their own."""
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(Browser(app)) for name in ROLES}


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@drawing(
    max_examples=EXAMPLES * len(ROLES),
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
    # What runs before every change draws the same each time; the long form draws anew.
    derandomize=EXAMPLES == FEW,
    database=None,
)
async def test_every_answer_is_one_that_was_promised(
    name: str,
    place: Place,
    browsers: dict[str, Browser],
    settings: Settings,
    data: st.DataObject,
):
    role = data.draw(st.sampled_from(ROLES), "role")
    mode = data.draw(st.sampled_from(MODES), "mode")
    operation = OPERATIONS[name]
    case = data.draw(operation.as_strategy(generation_mode=mode), "case")
    for parameter in list(case.path_parameters or {}):
        known = place.ids.get(parameter, ())
        if known and data.draw(st.integers(0, 9), f"known {parameter}"):
            case.path_parameters[parameter] = str(data.draw(st.sampled_from(known), parameter))
    if mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
        case.body = data.draw(nearer(case.body, place), "body that is meant")
    await place.come_as(role, browsers[role], settings)

    answer = await asked(case, browsers[role], place.token if role == "program" else None)

    case.validate_response(answer, checks=CHECKS)


def nearer(value: Any, place: Place, key: str = "") -> st.SearchStrategy[Any]:
    """Draw what somebody here could mean: ids and digests that exist, and words."""
    if isinstance(value, dict):
        return st.fixed_dictionaries(
            {name: nearer(member, place, name) for name, member in value.items()}
        )
    if isinstance(value, list):
        return st.tuples(*(nearer(member, place, key) for member in value)).map(list)
    if isinstance(value, str) and key != "id":
        return worded(value, place, key)
    if isinstance(value, int) and not isinstance(value, bool):
        return st.sampled_from([1, 2, value])
    return st.just(value)


def worded(value: str, place: Place, key: str) -> st.SearchStrategy[Any]:
    """Draw what could stand in a member of text."""
    if "digest" in key.lower():
        return st.sampled_from(place.digests)
    if key.endswith("Id"):
        known = place.ids.get(f"{key.removesuffix('Id').lower()}_id") or place.every_id
        return st.sampled_from([str(one) for one in known])
    # A word of a short list, or a day: anything else would not be one.
    if re.fullmatch(r"[a-z]+([-_][a-z]+)*|[0-9-]{10}", value):
        return st.just(value)
    return st.sampled_from(["Wij beginnen in februari.", "2", value])


async def asked(case: Any, browser: Browser, token: str | None) -> httpx.Response:
    """Send what was drawn as it would go over the wire, with what a page of ours sends along."""
    drawn = requests.Request(**case.as_transport_kwargs(base_url=f"{ORIGIN}/v1")).prepare()
    who = {"authorization": f"Bearer {token}"} if token else PAGE | {"x-csrf-token": browser.csrf}
    told = {name: value for name, value in drawn.headers.items() if name.lower() not in CREDENTIALS}
    sent = {str(name): str(value) for name, value in (told | who).items() if value is not None}
    return await browser.http.request(
        str(drawn.method), str(drawn.url), headers=sent, content=cast("bytes", drawn.body or b"")
    )
