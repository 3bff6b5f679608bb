"""What can be asked of the search, and what is found."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.dialogue.schemas import Audience


class FoundKind(StrEnum):
    """What can be found. Drafts cannot: they are still being written."""

    THREAD = "thread"
    MESSAGE = "message"
    TALK = "talk"
    COMMITMENT = "commitment"
    AGREEMENT = "agreement"
    PURPOSE = "purpose"
    FILE = "file"


class Excerpt(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A piece of a text or a title; `is_hit` where it is a word that was asked for."""

    text: str
    is_hit: bool


class FoundView(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One thing that was found, and where it stands.

    `parent_id` is what it is shown in: the thread of a message, the thread or the version of a file.
    `number` is that of a message in its thread, of a commitment or of a version. The title is empty
    where nobody gave one; `title_pieces` are the same words, with those that were asked for apart.
    """

    kind: FoundKind
    audience: Audience
    workspace_id: UUID
    workspace_title: str
    id: UUID
    parent_kind: FoundKind | None
    parent_id: UUID | None
    number: int | None
    title: str
    title_pieces: list[Excerpt]
    excerpt: list[Excerpt]
    at: datetime


class SearchView(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A page of what was found, the best first. How much there is in all is not told."""

    items: list[FoundView]
    next: str | None
