"""Two people at real screens and three programs write in one draft at once, and end with the same.

One screen has the editor and the other the plain text field. Lines break, one person goes on
without a network, and a server is killed. What is typed is drawn from a seed, which a failure
names; SAMENSPRAAK_SEED repeats it as far as screens repeat themselves.
"""

import asyncio
import os
import random
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.async_api import expect
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders import People, Room
from tests.drafting_live.line import Line
from tests.drafting_live.writers import Report, Writers
from tests.servers import ServerProcess
from tests.stories.conftest import Restart, Visit
from tests.stories.drafts import ready
from tests.stories.visitor import PATIENCE_MS, Visitor

from samenspraak.commitments import commands as commitments
from samenspraak.commitments.schemas import OpenCommitmentDraft
from samenspraak.drafting.schemas import Box
from samenspraak.identity.decisions import csrf_token
from samenspraak.settings import Settings

pytestmark = pytest.mark.browser

SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**31))
BECAUSE = f"SAMENSPRAAK_SEED={SEED}"
PROGRAMS = ("tom", "hanneke", "femke")
STRETCHES, TIMES_A_STRETCH = 3, 20
AT_A_SCREEN = 15
OFFLINE = 0.35
LAST_WORDS = ("Tot zover de koper.", "Tot zover de aannemer.")
WORDS = ("plekken ", "één ", "😀", "👩‍👩‍👧‍👦", "e\u0301", "**vet** ", "- ", "שלום ", "\n", "\n### ")
MOVES = ("Home", "End", "ArrowLeft", "ArrowUp", "ArrowDown", "Control+Home", "Control+End")
SHOWN = (
    """element => element.cmTile ? element.cmTile.root.view.state.doc.toString() : element.value"""
)


@pytest.fixture
async def writers() -> AsyncIterator[Writers]:
    async with Writers.seated() as writers:
        yield writers


async def test_screens_and_programs_end_with_the_same_draft(
    two: list[ServerProcess],
    visit: Visit,
    restart: Restart,
    people: People,
    room: Room,
    settings: Settings,
    writers: Writers,
):
    dice = random.Random(SEED)
    draft_id = uuid4()
    title = "Leerlingen timmeren"
    request = OpenCommitmentDraft(id=draft_id, box=Box.JOINT, title=title, text="Wij beginnen.\n")
    await commitments.open_draft(room.youssef, request)
    path = f"/contracten/{room.id}/concepten/{draft_id}"
    buyer = await visit(two[0], session=await people.marieke.session(settings))
    contractor = await visit(two[1], session=await people.youssef.session(settings))
    # A killed server and broken lines are what this is about.
    buyer.is_cut_off = contractor.is_cut_off = True
    for visitor in (buyer, contractor):
        await visitor.go(path)
        await ready(visitor)
        # The editor comes a moment after the page, and moves what is below it.
        await expect(visitor.field("terms.text")).to_be_visible()
    await contractor.field("drafting.text.plain").check()

    async with Line.laid([server.port for server in two], dice) as line:
        for name in PROGRAMS:
            headers = cookies(await getattr(people, name).session(settings))
            await writers.ask(
                "open",
                writer=name,
                address=line.address,
                draft=str(draft_id),
                headers={**headers, "origin": two[0].origin},
                wants_told=name == "tom",
            )
            await writers.until(name, synced=True)
        line.is_bad = True
        line.cut()

        async def lose_network() -> None:
            await buyer.context.set_offline(True)
            await buyer.sees(buyer.t("drafting.state.offline"))
            await typed(buyer, random.Random(dice.random()))
            await buyer.context.set_offline(False)

        async def lose_server() -> None:
            two[1].kill()
            await typed(contractor, random.Random(dice.random()))
            two[1] = await restart(two[1])

        async with asyncio.TaskGroup() as group:
            group.create_task(at_screen(buyer, random.Random(dice.random()), lose_network))
            group.create_task(at_screen(contractor, random.Random(dice.random()), lose_server))
            for name in PROGRAMS:
                group.create_task(elsewhere(writers, name, random.Random(dice.random())))
        line.is_bad = False

        # Had a screen stopped writing, this would be missing with everybody else.
        for visitor, word in zip((buyer, contractor), LAST_WORDS, strict=True):
            await visitor.field("terms.text").focus()
            await visitor.page.keyboard.press("Control+End")
            await visitor.page.keyboard.insert_text(word)
            await visitor.sees(visitor.t("drafting.state.saved"))
        await writers.agreed(*PROGRAMS, because=BECAUSE)
        asking = cookies(await people.femke.session(settings))
        view = await viewed(two, room.id, draft_id, asking)
        for name in PROGRAMS:
            report = await writers.until(name, text=view["text"])
            assert filled(report["fields"]) == view["fields"], BECAUSE
            assert report["text"] == view["text"], BECAUSE
        assert all(word in view["text"] for word in LAST_WORDS), BECAUSE

        async def judge_screens() -> None:
            for visitor in (buyer, contractor):
                await shows(visitor, view)

        await judge_screens()
        # And for whoever comes anew, also to servers that know nothing by heart.
        await writers.ask("disconnect_all")
        for number, server in enumerate(two):
            server.kill()
            two[number] = await restart(server)
        for visitor in (buyer, contractor):
            await visitor.page.reload()
            await ready(visitor)
        await judge_screens()
        assert await viewed(two, room.id, draft_id, asking) == view, BECAUSE
        for name in PROGRAMS:
            await writers.ask("connect", writer=name)
        whole = await writers.agreed(*PROGRAMS, because=BECAUSE)
        assert whole["text"] == view["text"], BECAUSE
        await judge_screens()


async def at_screen(
    visitor: Visitor, dice: random.Random, lose_line: Callable[[], Awaitable[None]]
) -> None:
    """Write as a person does, lose the line half-way, and write on."""
    await typed(visitor, dice)
    await lose_line()
    await typed(visitor, dice)


async def typed(visitor: Visitor, dice: random.Random) -> None:
    """Type, delete, move about and take back, in the text and in the title."""
    keyboard, field = visitor.page.keyboard, visitor.field("terms.text")
    for _ in range(AT_A_SCREEN):
        await field.focus()
        match dice.choices(["type", "move", "remove", "undo", "title"], [8, 5, 3, 1, 1]):
            case ["type"]:
                await keyboard.insert_text(dice.choice(WORDS))
            case ["move"]:
                await keyboard.press(dice.choice(MOVES))
            case ["remove"]:
                for _ in range(dice.randint(1, 5)):
                    await keyboard.press(dice.choice(["Backspace", "Delete"]))
            case ["undo"]:
                await keyboard.press("Control+z")
            case _:
                await visitor.fill("terms.title", f"Leerlingen {dice.choice(WORDS[:4])}")
                await keyboard.press("Tab")


async def elsewhere(writers: Writers, name: str, dice: random.Random) -> None:
    """Write as a program does, now and then without a line."""
    for _ in range(STRETCHES):
        is_offline = dice.random() < OFFLINE
        if is_offline:
            await writers.ask("disconnect", writer=name)
        seed = dice.randrange(2**31)
        await writers.ask("write", writer=name, seed=seed, times=TIMES_A_STRETCH, pause=60)
        if is_offline:
            await writers.ask("connect", writer=name)


async def shows(visitor: Visitor, view: Report) -> None:
    """Wait until a screen shows a draft as the server has it."""
    text = visitor.field("terms.text")
    title = visitor.field("terms.title")
    # A text field has one way to end a line, and a field of one line shows no ends of lines (HTML,
    # "value sanitization algorithm").
    expected = (one_end(view["text"]), re.sub(r"[\r\n]", "", view["fields"].get("title", "")))
    shown = ("", "")
    for _ in range(PATIENCE_MS // 100):
        shown = (one_end(await text.evaluate(SHOWN)), await title.input_value())
        if shown == expected:
            return
        await asyncio.sleep(0.1)
    assert shown == expected, BECAUSE


def one_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [])}


def cookies(session: str) -> dict[str, str]:
    return {"cookie": f"{SESSION_COOKIE}={session}; {CSRF_COOKIE}={csrf_token(session)}"}


async def viewed(
    two: list[ServerProcess], workspace_id: UUID, draft_id: UUID, asking: dict[str, str]
) -> Report:
    """Return a draft as both processes read it from what is stored."""
    path = f"/v1/workspaces/{workspace_id}/drafts/{draft_id}"
    async with httpx.AsyncClient(timeout=60) as http:
        views = [(await http.get(server.origin + path, headers=asking)).json() for server in two]
    assert views[0] == views[1], BECAUSE
    return views[0]
