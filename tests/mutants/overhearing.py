"""Hears every statement the product runs, and may put another in its place.

Only a process of these tests does this to itself; nothing of it can be reached in the product.
"""

import inspect
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from samenspraak import database
from samenspraak.database import Connection, Transaction


class Statement(Struct, frozen=True, kw_only=True):
    """One statement, where in the product it is run, and with which values."""

    site: str
    text: str
    values: tuple[Any, ...]


# Hears a statement before it is run, and returns the text to run in its place.
Ear = Callable[[Connection, Statement], Awaitable[str]]


class Overheard:
    """A connection that lets an ear hear, and then does as it was told."""

    def __init__(self, connection: Connection, ear: Ear) -> None:
        self._connection = connection
        self._ear = ear

    async def fetch(self, text: str, *values: Any) -> Any:
        return await self._connection.fetch(await self._heard(text, values), *values)

    async def fetchrow(self, text: str, *values: Any) -> Any:
        return await self._connection.fetchrow(await self._heard(text, values), *values)

    async def execute(self, text: str, *values: Any) -> Any:
        return await self._connection.execute(await self._heard(text, values), *values)

    async def _heard(self, text: str, values: tuple[Any, ...]) -> str:
        statement = Statement(site=_site(), text=text, values=values)
        return await self._ear(self._connection, statement)


def _site() -> str:
    """Which function of the product asks: the first on the way out that is not the database's own."""
    frame = inspect.currentframe()
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("samenspraak.") and module != database.__name__:
            return f"{module.removeprefix('samenspraak.')}.{frame.f_code.co_qualname}"
        frame = frame.f_back
    return "nowhere"


@contextmanager
def overhearing(ear: Ear, at_the_end: Callable[[Transaction], Awaitable[None]]) -> Generator[None]:
    """Hear all that runs, and roll every transaction back after a last look."""
    connection_of, commit = database._connection, Transaction.commit  # pyright: ignore[reportPrivateUsage]  # Where all statements pass.

    async def rolled_back(self: Transaction) -> None:
        await at_the_end(self)
        await self.rollback()

    database._connection = lambda: Overheard(connection_of(), ear)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]  # As above.
    Transaction.commit = rolled_back
    try:
        yield
    finally:
        database._connection, Transaction.commit = connection_of, commit  # pyright: ignore[reportPrivateUsage]  # As above.
