"""The shapes of attachments."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact


class Upload(Struct, frozen=True, kw_only=True):
    """What came in and was found fit to keep, as it is kept."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_stripped: bool


class Room(Struct, frozen=True, kw_only=True):
    """Where a file is to be kept, and how much the side that sends it may keep there.

    `journal_ids` are all that count together for that side; `side_journal_id` is the one only it has.
    """

    journal_id: UUID
    journal_ids: tuple[UUID, ...]
    side_journal_id: UUID
    side: str
    limit_bytes: int


class KeptContent(Struct, frozen=True, kw_only=True):
    """Bytes that are in the database, waiting for the file that names them."""

    content_id: UUID
    size_bytes: int
    sha256: str


class FileView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One file, without its bytes. `sha256` is of the bytes as they are kept.

    `is_stripped` says that we took out where and by whom it was made. A PDF, and whatever is signed,
    stays as it came.
    """

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    stored_at: datetime
    stored_by: UUID
    is_stripped: bool


class FileStored(Fact, frozen=True, kw_only=True):
    """A side sent a file, which is used nowhere yet. Its name stays on the file, not here."""

    KIND: ClassVar[str] = "file.stored"
    file_id: UUID
    size_bytes: int
    sha256: str
