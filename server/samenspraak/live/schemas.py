"""The frames of the journal's websocket."""

from msgspec import Struct

from samenspraak.journal.schemas import EntryView


class News(Struct, frozen=True, kw_only=True, rename="camel"):
    """Entries that came, oldest first, and the position they lead to."""

    position: str
    entries: list[EntryView]


class Heartbeat(Struct, frozen=True, kw_only=True, rename="camel"):
    """Nothing happened since this position; it finds silent loss."""

    heartbeat: str
