"""Tries a big update on a copy of the draft, in a process of its own, before the draft itself gets it.

The fence judges form. How long the library works on something well-formed and how much memory that
takes is only known by trying, and whoever tries may die of it.
"""

import struct
from typing import Any

from samenspraak.confinement import Confined, Perished, answer_for_ever

# Beyond what a process with the library in it has at rest. A draft of the most bytes we keep takes
# a quarter of it.
MEMORY_BYTES = 256 * 1024 * 1024
# All of it: to load the draft, and to apply the update.
WALL_SECONDS = 2.0
# What the draft itself may be kept waiting for. Loading a draft of 100,000 edits takes 5 ms.
APPLY_SECONDS = 0.25

_SIZE = struct.Struct(">I")
_SURVIVED = b"+"


class Trial(Confined):
    """The process that tries."""

    def __init__(self) -> None:
        super().__init__("samenspraak.drafting.trial")

    async def survives(self, state: bytes, update: bytes) -> bool:
        """Tell whether the draft can take this, soon and in little memory."""
        try:
            told = await self.ask(
                _SIZE.pack(len(state)) + state + update, wall_seconds=WALL_SECONDS
            )
        except Perished:
            return False
        return told == _SURVIVED


def _try_for_ever() -> None:
    import time

    from pycrdt import Doc, Map, Text

    def document() -> Doc[Any]:
        doc: Doc[Any] = Doc()
        doc.get("text", type=Text)
        doc.get("fields", type=Map)
        return doc

    def survives(state: bytes, update: bytes) -> bool:
        doc = document()
        if state:
            doc.apply_update(state)
        begun = time.process_time()
        doc.apply_update(update)
        took = time.process_time() - begun
        # A copy that can be loaded again is one that others can load.
        document().apply_update(doc.get_update())
        return took < APPLY_SECONDS

    def answer(question: bytes) -> bytes:
        (size,) = _SIZE.unpack_from(question)
        state, update = question[_SIZE.size :][:size], question[_SIZE.size + size :]
        return _SURVIVED if survives(state, update) else b"-"

    document().apply_update(b"\x00\x00")
    answer_for_ever(answer, memory_bytes=MEMORY_BYTES, wall_seconds=WALL_SECONDS)


if __name__ == "__main__":
    _try_for_ever()
