"""The shapes of facts and entries."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct


class JournalKind(StrEnum):
    """What a journal is about; also the order in which journals are locked."""

    REGION = "region"
    ORGANISATION = "organisation"
    SHARED = "shared"
    SIDE = "side"
    CIRCLE = "circle"


class Fact(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something that happened. Facts hold ids, numbers and digests, never texts, names or terms."""

    KIND: ClassVar[str]


class MoveRequest(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A request that does something. The caller makes the id, so sending it twice does it once."""

    id: UUID


class EntryView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One entry as its readers see it. `journal` is the kind of journal it stands in."""

    id: UUID
    journal: JournalKind
    number: int
    kind: str
    at: datetime
    actor: UUID | None
    body: dict[str, object]


class EntriesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Entries after a position, oldest first, and the position they lead to."""

    items: list[EntryView]
    position: str
