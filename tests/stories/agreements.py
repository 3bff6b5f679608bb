"""What people do at the screen with agreements: read a version, sign it, and take its proof away."""

from pathlib import Path

import asyncpg
from playwright.async_api import Locator, expect
from tests.stories.keyboard import KeyboardVisitor
from tests.stories.visitor import Visitor

from samenspraak.embedded import Addresses


def panel(visitor: Visitor, key: str, **facts: object) -> Locator:
    """Return the part of the screen with this title."""
    return visitor.page.get_by_role("region", name=visitor.t(key, **facts), exact=True)


async def ten_minutes_pass(addresses: Addresses) -> None:
    """Let everybody's last proof be older than a signature accepts."""
    connection = await asyncpg.connect(addresses.owner)
    await connection.execute("update session set proven_at = proven_at - interval '10 minutes'")
    await connection.close()


async def about_to_sign(visitor: KeyboardVisitor, number: int) -> None:
    """Say that one read it and may sign, and be told what one is about to bind to."""
    lines = panel(visitor, "agreements.signing")
    await visitor.button("agreements.sign.send", lines, number=number).wait_for()
    for statement in await lines.get_by_role("checkbox").all():
        await visitor.tick(statement)
    await visitor.press("agreements.sign.send", lines, number=number)
    await visitor.sees(visitor.t("agreements.sign.statement"), visitor.dialog)


async def confirm(visitor: Visitor, number: int) -> None:
    """Press the button that signs."""
    await visitor.press("agreements.sign.send", visitor.dialog, number=number)
    await expect(visitor.dialog).to_have_count(0)


async def sign(visitor: KeyboardVisitor, number: int) -> None:
    """Sign as somebody who logged in a moment ago."""
    await about_to_sign(visitor, number)
    await confirm(visitor, number)


async def sign_with_password(visitor: KeyboardVisitor, number: int, password: str) -> None:
    """Sign as somebody who logged in a while ago, and so proves it again."""
    await about_to_sign(visitor, number)
    await visitor.fill("identity.password", password, visitor.dialog)
    await confirm(visitor, number)


async def take_away(visitor: Visitor, key: str, folder: Path) -> bytes:
    """Download what a link leads to."""
    async with visitor.page.expect_download() as download:
        await visitor.follow(key)
    path = folder / visitor.t(key)
    await (await download.value).save_as(path)
    return path.read_bytes()


async def sees_state(visitor: Visitor, number: int, state: str) -> None:
    """Wait until the list of versions says how one of them stands."""
    name = visitor.t("agreements.version", number=number)
    line = (
        panel(visitor, "agreements.versions")
        .get_by_role("listitem")
        .filter(has=visitor.page.get_by_role("link", name=name, exact=True))
    )
    await expect(line).to_contain_text(visitor.t(f"agreements.state.{state}"))
