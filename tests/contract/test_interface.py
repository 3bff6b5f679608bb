"""The OpenAPI document is true, and good enough to work from without asking us."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.browser import ORIGIN, Browser
from tests.builders import People, Room
from tests.conftest import SignIn

from samenspraak.agreements.schemas import SignVersion
from samenspraak.catalogue.schemas import ImportCatalogues
from samenspraak.commitments.schemas import AcceptRevision, CounterRevision, ProposeCommitment
from samenspraak.dialogue.schemas import StartThread
from samenspraak.identity.schemas import SignIn as SignInRequest
from samenspraak.interface import EXAMPLES, openapi_document
from samenspraak.problems import Problem
from samenspraak.requests import faults_of
from samenspraak.workspaces.schemas import OpenByHand, PinEdition

DOCUMENT = openapi_document()
SHAPES = {
    "SignIn": SignInRequest,
    "OpenByHand": OpenByHand,
    "ImportCatalogues": ImportCatalogues,
    "PinEdition": PinEdition,
    "StartThread": StartThread,
    "ProposeCommitment": ProposeCommitment,
    "AcceptRevision": AcceptRevision,
    "CounterRevision": CounterRevision,
    "SignVersion": SignVersion,
    "Problem": Problem,
}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


GETS = [(path, operation) for method, path, operation in operations() if method == "get"]


def test_every_operation_says_what_it_does_what_it_takes_and_what_it_gives():
    for _, path, operation in operations():
        assert operation["summary"], path
        assert operation["description"], path
        assert all(each["description"] for each in operation["parameters"])
        assert any(status.startswith("2") for status in operation["responses"]), path
    assert all(tag["description"] for tag in DOCUMENT["tags"])


def test_every_change_takes_a_body_and_answers_that_it_was_made():
    """A DELETE ends one's own session; nothing else is ever taken away."""
    for method, path, operation in operations():
        if method == "post":
            assert "requestBody" in operation, path
            assert {"201", "204"} & set(operation["responses"]), path
        elif method == "delete":
            assert path.startswith("/sessions")
        else:
            assert method == "get"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_would_be_understood(name: str):
    assert faults_of(SHAPES[name], EXAMPLES[name]) == []
    msgspec.convert(EXAMPLES[name], SHAPES[name])
    assert DOCUMENT["components"]["schemas"][name]["examples"] == [EXAMPLES[name]]


@pytest.mark.parametrize(("path", "operation"), GETS, ids=[path for path, _ in GETS])
async def test_what_is_said_to_be_for_everybody_is_and_the_rest_is_not(
    browser: Browser, path: str, operation: dict[str, Any]
):
    given = operation["parameters"]
    ids = {each["name"]: str(uuid4()) for each in given if each["in"] == "path"}
    asked = {
        each["name"]: str(uuid4()) for each in given if each["in"] == "query" and each["required"]
    }
    answer = await browser.get(path.format(**ids), params=asked)
    assert (answer.status_code == 401) is bool(operation["security"])
    assert str(answer.status_code) in operation["responses"]
    assert "api-version" in answer.headers


async def test_what_is_said_to_carry_a_position_does(room: Room, people: People, sign_in: SignIn):
    browser = await sign_in(people.marieke)
    told = [
        path
        for path, operation in GETS
        if "Journal-Position" in operation["responses"]["200"]["headers"] and path.count("{") == 1
    ]
    assert len(told) > 3
    for path in told:
        answer = await browser.get(path.format(workspace_id=room.id))
        assert answer.headers["journal-position"], path


async def test_the_document_served_names_the_address_it_is_served_from(browser: Browser):
    answer = await browser.get("/openapi.json")
    assert answer.json()["servers"] == [{"url": f"{ORIGIN}/v1"}]
    assert answer.headers["access-control-allow-origin"] == "*"
