"""Makes pictures on demand, a few at a time, each in a process of its own, and remembers some."""

import asyncio
import hashlib
from collections import OrderedDict

import msgspec

from samenspraak.agreements.picture.shapes import Sheet
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
# Of who waits for a turn. Longer than this a person does not wait for a download to begin.
TURN_SECONDS = 20.0


class NoPicture(Busy):
    """The picture cannot be made within the time and memory there is for it."""

    slug = "agreements/no-picture"


class Press:
    """Where pictures are made."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._remembered: OrderedDict[bytes, bytes] = OrderedDict()

    async def picture(self, sheet: Sheet) -> bytes:
        """Return the PDF of a sheet, or refuse because it cannot be had now."""
        question = msgspec.json.encode(sheet)
        key = hashlib.sha256(question).digest()
        made = self._remembered.pop(key, None)
        if made is None:
            made = await self._made(question)
        self._remembered[key] = made
        while sum(map(len, self._remembered.values())) > REMEMBERED_BYTES:
            self._remembered.popitem(last=False)
        return made

    async def _made(self, question: bytes) -> bytes:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise NoPicture(retry_after=30) from error
        # Each picture has a process of its own: nothing of one agreement is left in the memory
        # from which another is made, and what one took is given back.
        process = Confined("samenspraak.agreements.picture.printing")
        try:
            made = await process.ask(question, wall_seconds=self._wall_seconds)
        except (Perished, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise NoPicture(retry_after=30) from error
        finally:
            self._turns.release()
            await process.close()
        if made is None:
            raise NoPicture(retry_after=30)
        return made
