"""Somebody who asks, and what they found."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from tests.browser import Browser, move
from tests.builders import Room

from samenspraak.settings import Settings

# Everything a search looks at.
LOOKED_AT = (
    "findable",
    "message",
    "thread",
    "hiding",
    "talk",
    "commitment",
    "revision",
    "version",
    "purpose",
    "file",
    "attachment",
    "signed_copy",
    "workspace",
    "contract",
    "participant",
    "side_room",
    "party",
)


async def found(browser: Browser, typed: str, **params: Any) -> list[dict[str, Any]]:
    """Return what this person finds."""
    answer = await browser.get("/search", params={"q": typed, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def said(browser: Browser, room: Room, text: str, **members: Any) -> dict[str, Any]:
    """Start a thread with this text."""
    answer = await browser.post(f"/workspaces/{room.id}/threads", move(text=text, **members))
    assert answer.status_code == 201, answer.text
    return answer.json()


def marked(item: dict[str, Any], member: str = "excerpt") -> str:
    """Return an excerpt, or the pieces of a title, with its hits between brackets."""
    return "".join(
        f"[{piece['text']}]" if piece["isHit"] else piece["text"] for piece in item[member]
    )


@asynccontextmanager
async def without_row_security(settings: Settings) -> AsyncIterator[None]:
    """Take the second lock away from all that a search looks at, and put it back."""
    owner = await asyncpg.connect(settings.database_owner_url)
    try:
        for table in LOOKED_AT:
            await owner.execute(f'alter table "{table}" disable row level security')
        yield
    finally:
        for table in LOOKED_AT:
            await owner.execute(f'alter table "{table}" enable row level security')
        await owner.close()


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_owner_url)
    yield connection
    await connection.close()
