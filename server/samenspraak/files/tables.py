"""Attachments: what they are called, and their bytes in pieces."""

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from samenspraak.database import DB
from samenspraak.journal.tables import Journal


class File(Table, db=DB):
    """One attachment, guarded by the journal it hangs on."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    # Which pieces are its bytes. They are written before the file, outside any lock, and a
    # second try must never find pieces of the first.
    content_id = UUID(default=None, null=False, index=True)
    name = Text(default=None, null=False)
    media_type = Varchar(length=100, default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    sha256 = Varchar(length=64, default=None, null=False)
    stored_at = Timestamptz(default=None, null=False)
    stored_by = UUID(default=None, null=False)
    # Whether we looked for where and by whom it was made, and took that out.
    is_stripped = Boolean(default=None, null=False)


class FileContent(Table, db=DB, tablename="file_content"):
    """Bytes that came in: how much, when and of which side, also while no file names them."""

    id = UUID(primary_key=True, default=None)
    journal_id = ForeignKey(Journal, null=False, default=None, on_delete=OnDelete.restrict)
    side = Varchar(length=16, default=None, null=False)
    kept_by = UUID(default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    kept_at = Timestamptz(default=None, null=False)


class FileChunk(Table, db=DB, tablename="file_chunk"):
    """A piece of at most 256 KiB, so that no row has to be read whole."""

    # "content:number".
    id = Varchar(length=48, primary_key=True, default=None)
    journal_id = ForeignKey(
        Journal, null=False, default=None, on_delete=OnDelete.restrict, index=True
    )
    content_id = UUID(default=None, null=False, index=True)
    number = Integer(default=None, null=False)
    content = Bytea(default=None, null=False)
