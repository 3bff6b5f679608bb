"""Every operation as every role: in one's own room, in somebody else's, and in one that is not there.

`matrix.json` says who may, one line an operation. It was written down from what the roles are for
and is read in review; nothing in it is worked out from the policy that it is held against. An
operation without a line fails.
"""

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.authorisation.requests import operations, request_of
from tests.authorisation.world import (
    ROLES,
    SIDES,
    WORKSPACE_ROLES,
    Ids,
    World,
    a_world,
)
from tests.browser import Browser
from tests.builders import Person, a_person

from samenspraak.gate import Application
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

MATRIX: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "matrix.json").read_text(encoding="utf-8")
)
# Where something is: with a role in a room or an organisation, with a person, or with everybody.
ROOM, PERSON, PUBLIC = (MATRIX[place] for place in ("room", "person", "public"))
EVERY_ONE = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
# What takes one's session, or one's account, away.
ENDING = {"signOut", "signOutEverywhere", "endSession", "changePassword", "eraseOneself"}
NO_ANSWER = {401, 403, 404}
# What one looked at oneself can be gone on with.
BEFORE = {"openImported": "previewImport"}

Browsers = dict[str, Browser]


def meant(words: str) -> frozenset[str]:
    """The roles that a line names: a role of either side, of one side, or all there are."""
    named: set[str] = set()
    for word in words.split():
        if word == "everybody":
            named |= set(WORKSPACE_ROLES)
        elif word in ROLES:
            named |= {f"{side}:{word}" for side in SIDES}
        else:
            assert word in WORKSPACE_ROLES, word
            named.add(word)
    return frozenset(named)


@pytest.fixture(scope="module")
async def world(app: Application, settings: Settings) -> World:
    return await a_world(app, settings)


@pytest.fixture(scope="module")
async def browsers(app: Application, world: World, settings: Settings) -> AsyncIterator[Browsers]:
    async with AsyncExitStack() as stack:
        found = {
            role: await stack.enter_async_context(Browser(app))
            for role in (*WORKSPACE_ROLES, "nobody")
        }
        for role, person in world.people.items():
            await come_in(found[role], person, settings)
        yield found


async def come_in(browser: Browser, person: Person, settings: Settings) -> None:
    secret = await person.session(settings)
    browser.carry(secret, csrf_token(secret))


async def ask(browser: Browser, line: str, ids: Ids, token: str | None = None) -> httpx.Response:
    method, path, more = request_of(line, ids)
    headers = more.pop("headers", {})
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return await browser.send(method, path, headers=headers, **more)


def token_of(world: World, role: str) -> str | None:
    return world.program if role == "program" else None


def test_every_operation_has_its_line_and_every_line_its_operation():
    lines = {line.partition("/")[0] for part in (ROOM, PERSON, PUBLIC) for line in part}
    assert sorted(set(operations()) - lines) == [], "say in matrix.json who may"
    assert sorted(lines - set(operations())) == []


def asked_of(place: int, line: str) -> Iterator[str]:
    """Everybody; in the short form one side of each role, by turns, unless the line names a side."""
    is_whole = EVERY_ONE or ":" in ROOM[line]["may"]
    for role in WORKSPACE_ROLES:
        side, _, name = role.rpartition(":")
        if is_whole or not side or side == SIDES[(ROLES.index(name) + place) % 2]:
            yield role


async def test_each_role_may_what_its_line_says_and_nothing_else(world: World, browsers: Browsers):
    wrong: list[str] = []
    for place, (line, said) in enumerate(ROOM.items()):
        may, otherwise = meant(said["may"]), said.get("otherwise", {})
        assert not may & set(otherwise), line
        for role in asked_of(place, line):
            ids, token = world.own_of(role), token_of(world, role)
            if line in BEFORE:
                await ask(browsers[role], BEFORE[line], ids, token)
            answer = await ask(browsers[role], line, ids, token)
            status = answer.status_code
            if role in may:
                right = status not in NO_ANSWER and status < 500
            else:
                right = status == otherwise.get(role, 403)
            if not right:
                wrong.append(f"{line} as {role}: {status} {answer.text[:120]}")
    assert not wrong, "\n".join(wrong)


async def test_what_is_not_yours_is_like_what_is_not_there(world: World, browsers: Browsers):
    """Whoever asks learns nothing from the answer: not even that there is something."""
    wrong: list[str] = []
    for place, line in enumerate(ROOM):
        if "any" in ROOM[line]:
            continue
        # By turns; the long form asks as everybody.
        several = WORKSPACE_ROLES if EVERY_ONE else WORKSPACE_ROLES[place % 7 :: 7]
        for role in several:
            token, side = token_of(world, role), world.side_of(role)
            other = await ask(browsers[role], line, world.other[side] | _names(side), token)
            none = await ask(browsers[role], line, _names(side), token)
            if (other.status_code, none.status_code) not in {(404, 404), (403, 403)}:
                wrong.append(f"{line} as {role}: {other.status_code}, {none.status_code}")
            elif telling(other) != telling(none):
                wrong.append(f"{line} as {role}: {telling(other)} but {telling(none)}")
    assert not wrong, "\n".join(wrong)


async def test_nobody_may_anything_that_is_not_for_everybody(world: World, browsers: Browsers):
    wrong: list[str] = []
    for line in (*ROOM, *PERSON):
        answer = await ask(browsers["nobody"], line, world.own["buyer"])
        if (answer.status_code, answer.json()["type"]) != (401, "/problems/sign-in-required"):
            wrong.append(f"{line}: {answer.status_code} {answer.text[:120]}")
    assert not wrong, "\n".join(wrong)


async def test_what_is_for_everybody_asks_nobody_who_they_are(world: World, browsers: Browsers):
    for line in PUBLIC:
        answer = await ask(browsers["nobody"], line, {})
        assert answer.status_code not in {403, 500}, (line, answer.text)
        if answer.status_code >= 400:
            assert answer.json()["type"] != "/problems/sign-in-required", line


async def test_what_is_a_persons_own_is_theirs_and_no_programs(
    app: Application, world: World, settings: Settings
):
    wrong: list[str] = []
    async with Browser(app) as browser, Browser(app) as program:
        person = await a_person("Petra de Proef")
        await come_in(browser, person, settings)
        made = await browser.post("/tokens", {"id": str(uuid4()), "name": "koppeling"})
        token = made.json()["secret"]
        for line, said in PERSON.items():
            answer = await ask(program, line, {}, token)
            allowed = answer.status_code not in {401, 403}
            if allowed != ("program" in said["may"].split()):
                wrong.append(f"{line} as program: {answer.status_code} {answer.text[:120]}")
        for line in sorted(PERSON, key=lambda line: line in ENDING):
            other = await ask(browser, line, world.other["buyer"])
            none = await ask(browser, line, {})
            if other.status_code in {401, 403} or other.status_code >= 500:
                wrong.append(f"{line}: {other.status_code} {other.text[:120]}")
            if PERSON[line].get("names") and telling(other) != telling(none):
                wrong.append(f"{line}: {telling(other)} but {telling(none)}")
            if line in ENDING:
                person = await a_person("Petra de Proef") if line == "eraseOneself" else person
                await come_in(browser, person, settings)
    assert not wrong, "\n".join(wrong)


def _names(side: str) -> Ids:
    """What a side is called, which is no secret, with nothing that is there."""
    return {
        "side": side,
        "other_side": "contractor" if side == "buyer" else "buyer",
        "plain_role": "coordinator" if side == "coordinator" else "reader",
    }


def telling(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """All that an answer tells, but for what differs each time."""
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"date", "x-request-id", "content-security-policy"}
    }
    return answer.status_code, headers, answer.content
