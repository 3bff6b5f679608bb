"""One heavy thing at a time for each person, so that nobody fills our memory by asking for many."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID
from weakref import WeakValueDictionary

# Of who waits for a turn. Longer than this a person does not wait for a download to begin.
TURN_SECONDS = 20.0


class OwnTurns:
    """Whose turn it is, for each person apart."""

    def __init__(self) -> None:
        # A turn that nobody holds any more is gone, also when whoever held it never gave it back.
        self._taken: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def take(self, held: AsyncExitStack, person_id: UUID) -> None:
        """Take this person's turn until `held` closes; the caller says how long to wait for it."""
        await held.enter_async_context(self._taken.setdefault(person_id, asyncio.Lock()))
