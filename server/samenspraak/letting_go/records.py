"""What was let go, written down beside the data: a backup that is put back must not undo it.

The file holds no name and no text: what kind of thing went, its id and when. A line is on the disk
before the thing itself goes; who cannot write it down does not let go.
"""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.errors import Full, Invalid

FILE = "let-go.jsonl"


class LetGo(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A person who was erased, or a workspace that was purged."""

    kind: Literal["person", "workspace"]
    id: UUID
    at: datetime
    # Until when a workspace had to be kept, which was judged when it went.
    kept_until: date | None = None


class RecordBroken(Invalid):
    """A line of the record of what was let go cannot be read."""

    slug = "letting-go/record-broken"


class NotNoted(Full):
    """What goes cannot be written down, so nothing went."""

    slug = "letting-go/not-noted"


def note(folder: Path, let_go: LetGo) -> None:
    """Write a line, and return once the disk has it; raises `NotNoted`."""
    try:
        _note(folder, let_go)
    except OSError as error:
        raise NotNoted(file=str(folder / FILE), reason=error.strerror or "") from error


def noted(*places: Path) -> list[LetGo]:
    """Read what was let go, in these files together; raises `RecordBroken`."""
    found: dict[tuple[str, UUID], LetGo] = {}
    for place in places:
        for number, line in enumerate(place.read_bytes().splitlines(), start=1):
            if not line.strip():
                continue
            try:
                let_go = msgspec.json.decode(line, type=LetGo)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise RecordBroken(file=str(place), line=number) from error
            found[let_go.kind, let_go.id] = let_go
    return sorted(found.values(), key=lambda one: one.at)


def _note(folder: Path, let_go: LetGo) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    line = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # What a power cut left of a line before this one stays a line of its own.
        size = os.fstat(line).st_size
        is_whole = size == 0 or os.pread(line, 1, size - 1) == b"\n"
        os.write(line, (b"" if is_whole else b"\n") + msgspec.json.encode(let_go) + b"\n")
        os.fsync(line)
    finally:
        os.close(line)
