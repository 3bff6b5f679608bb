"""Leaks on purpose: each gives away one thing the product never may, so that the twins are seen to see.

What a database can give away is put in the database of that world; what an application can, around
the application.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg

from samenspraak.settings import Settings

Leak = Callable[[Any, Settings], Awaitable[Any]]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# One counter for all: the shared journal goes on where a side wrote something.
_SHARED_NUMBER = """
create function leak() returns trigger language plpgsql security definer as $$
begin
    update journal set head = head + 1 where id in (
        select w.journal_id from side_room r join workspace w on w.id = r.workspace_id
        where r.journal_id = new.journal_id);
    return new;
end $$;
create trigger leak after insert on entry for each row execute function leak();
"""
# A letter about whatever anybody writes, to who is named last in the alphabet of addresses.
_LETTER = """
create function leak() returns trigger language plpgsql security definer as $$
begin
    insert into outbox (id, kind, recipient, language, facts, due_at, attempts)
    select new.id, 'invitation', email, 'nl',
           '{"inviter": "x", "contract": "x", "party": "x", "link": "x", "until": "2026-01-01"}',
           new.posted_at, 0 from person where email like 'femke%';
    return new;
end $$;
create trigger leak after insert on message for each row execute function leak();
"""


async def shared_number(app: Any, settings: Settings) -> Any:
    """Let what a side writes count in the numbers all see."""
    await _run(settings, _SHARED_NUMBER)
    return app


async def letter(app: Any, settings: Settings) -> Any:
    """Write to the coordinator about every message, of whatever side."""
    await _run(settings, _LETTER)
    return app


async def counted(app: Any, settings: Settings) -> Any:
    """Tell with each list how many threads there are, those of others too."""

    async def counting() -> tuple[bytes, bytes]:
        connection = await asyncpg.connect(settings.database_owner_url)
        try:
            count = await connection.fetchval("select count(*) from thread")
        finally:
            await connection.close()
        return (b"x-total", str(count).encode())

    return _with_header(app, lambda path: counting() if path.endswith("/threads") else None)


async def existence(app: Any, settings: Settings) -> Any:
    """Refuse what is there and not yours in other words than what is not there at all."""

    async def known(path: str) -> tuple[bytes, bytes] | None:
        found = [UUID(one) for one in _UUID.findall(path)]
        connection = await asyncpg.connect(settings.database_owner_url)
        try:
            there = await connection.fetchval(
                "select exists (select from thread where id = any($1))", found
            )
        finally:
            await connection.close()
        return (b"x-reason", b"not yours") if there else None

    return _with_header(app, lambda path: known(path) if "/threads/" in path else None)


def _with_header(app: Any, header_for: Callable[[str], Any]) -> Any:
    async def leaking(scope: Any, receive: Any, send: Any) -> None:
        found = header_for(scope["path"]) if scope["type"] == "http" else None
        header = await found if found is not None else None

        async def sender(message: Any) -> None:
            if header is not None and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], header]}
            await send(message)

        await app(scope, receive, sender)

    return leaking


async def _run(settings: Settings, statement: str) -> None:
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


LEAKS: dict[str, Leak] = {
    "shared number": shared_number,
    "letter": letter,
    "counted": counted,
    "existence": existence,
}
