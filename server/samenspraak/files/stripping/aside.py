"""Strips one office file in a process of its own, which may run out of time or memory.

What strangers packed is unpacked and read there, and nothing of one file is left where the next is
read.
"""

import msgspec

from samenspraak.confinement import Confined, Perished, answer_for_ever
from samenspraak.errors import Refusal
from samenspraak.files import decisions
from samenspraak.files.decisions import UnreadableFile
from samenspraak.files.stripping import Stripped, strip

# The largest file takes some five seconds alone; on a busy machine, several times that.
WALL_SECONDS = 30.0
# Four times the largest file, for what comes in, what goes out, and what is under way between them.
MEMORY_BYTES = 192 * 1024 * 1024

_STRIPPED, _LEFT, _REFUSED = b"+", b"~", b"-"


class Aside:
    """Where office files are stripped."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds

    async def strip(self, kind: str, data: bytes) -> Stripped:
        """Do as `strip` does, within bounds; what does not end in time is refused as unreadable."""
        process = Confined("samenspraak.files.stripping.aside")
        try:
            answer = await process.ask(
                kind.encode() + b"\n" + data, wall_seconds=self._wall_seconds
            )
        except Perished as error:
            raise UnreadableFile from error
        finally:
            await process.close()
        if answer is None:
            raise UnreadableFile
        if answer.startswith(_REFUSED):
            raise _refusal(answer[1:])
        return Stripped(content=answer[1:], is_stripped=answer.startswith(_STRIPPED))


def _answer(question: bytes) -> bytes:
    kind, _, data = question.partition(b"\n")
    try:
        stripped = strip(kind.decode(), data)
    except Refusal as refusal:
        return _REFUSED + msgspec.json.encode([type(refusal).__name__, refusal.facts])
    return (_STRIPPED if stripped.is_stripped else _LEFT) + stripped.content


def _refusal(told: bytes) -> Refusal:
    name, facts = msgspec.json.decode(told)
    return getattr(decisions, name)(**facts)


if __name__ == "__main__":
    answer_for_ever(_answer, memory_bytes=MEMORY_BYTES, wall_seconds=WALL_SECONDS)
