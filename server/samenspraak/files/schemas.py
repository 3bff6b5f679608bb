"""The shapes of attachments."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact


class Upload(Struct, frozen=True, kw_only=True):
    """What came in and was found fit to keep. `sample` is how its bytes begin."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    sample: bytes


class KeptContent(Struct, frozen=True, kw_only=True):
    """Bytes that are in the database, waiting for the file that names them."""

    content_id: UUID
    size_bytes: int
    sha256: str


class FileView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One attachment, without its bytes."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    stored_at: datetime
    stored_by: UUID


class FileStored(Fact, frozen=True, kw_only=True):
    """An attachment came in. Its name stays on the file, not here."""

    KIND: ClassVar[str] = "file.stored"
    file_id: UUID
    size_bytes: int
    sha256: str
