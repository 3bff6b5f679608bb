"""Makes pictures on demand, a few at a time, each in a process of its own, and remembers some."""

import asyncio
import hashlib
from collections import OrderedDict
from contextlib import AsyncExitStack
from uuid import UUID

import msgspec

from samenspraak.agreements.picture.shapes import Sheet
from samenspraak.agreements.turns import TURN_SECONDS, OwnTurns
from samenspraak.confinement import Confined, Perished
from samenspraak.errors import Busy

# Of one picture. The largest agreement there can be takes some four seconds.
WALL_SECONDS = 30.0
# Beyond what a process with the library in it has at rest. Two hundred commitments take a quarter.
MEMORY_BYTES = 640 * 1024 * 1024
# More would only make each other late on two cores.
AT_ONCE = 2
# Together. A picture of a long agreement is a megabyte; people look at the same few in a day.
REMEMBERED_BYTES = 24 * 1024 * 1024


class NoPicture(Busy):
    """The picture cannot be made within the time and memory there is for it."""

    slug = "agreements/no-picture"


class Press:
    """Where pictures are made."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._own_turns = OwnTurns()
        self._remembered: OrderedDict[bytes, bytes] = OrderedDict()

    async def picture(self, sheet: Sheet, asker: UUID | None = None) -> bytes:
        """Return the PDF of a sheet, or refuse because it cannot be had now.

        One `asker` takes one turn at a time, so that nobody who asks for many keeps others waiting.
        """
        question = msgspec.json.encode(sheet)
        key = hashlib.sha256(question).digest()
        made = self._known(key)
        if made is None:
            async with AsyncExitStack() as turn:
                await self._take(turn, asker)
                # Whoever was before us may have asked for the same.
                made = self._known(key)
                if made is None:
                    made = await self._made(question)
                    self._remember(key, made)
        return made

    async def _take(self, turn: AsyncExitStack, asker: UUID | None) -> None:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                if asker is not None:
                    await self._own_turns.take(turn, asker)
                await turn.enter_async_context(self._turns)
        except TimeoutError as error:
            raise NoPicture(retry_after=30) from error

    async def _made(self, question: bytes) -> bytes:
        # Each picture has a process of its own: nothing of one agreement is left in the memory
        # from which another is made, and what one took is given back.
        process = Confined("samenspraak.agreements.picture.printing")
        try:
            made = await process.ask(question, wall_seconds=self._wall_seconds)
        except (Perished, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise NoPicture(retry_after=30) from error
        finally:
            await process.close()
        if made is None:
            raise NoPicture(retry_after=30)
        return made

    def _known(self, key: bytes) -> bytes | None:
        made = self._remembered.get(key)
        if made is not None:
            self._remembered.move_to_end(key)
        return made

    def _remember(self, key: bytes, made: bytes) -> None:
        self._remembered[key] = made
        while sum(map(len, self._remembered.values())) > REMEMBERED_BYTES:
            self._remembered.popitem(last=False)
