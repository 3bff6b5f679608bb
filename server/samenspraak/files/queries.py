"""Finding attachments again, and reading their bytes piece by piece."""

from collections.abc import AsyncIterator
from uuid import UUID

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import NotFound
from samenspraak.files.schemas import FileView

_VIEW = """
select id, name, media_type, size_bytes, sha256, stored_at, stored_by from file
"""


async def file_view(journal_id: UUID, file_id: UUID) -> FileView:
    """Return one attachment of this journal."""
    row = await fetch_one(_VIEW + "where id = $1 and journal_id = $2", file_id, journal_id)
    if row is None:
        raise NotFound
    return FileView(**row)


async def kept_chunks(journal_id: UUID) -> int:
    """Return how many pieces this journal holds, those that no file names included."""
    row = await fetch_one(
        "select count(*) as total from file_chunk where journal_id = $1", journal_id
    )
    assert row is not None, "counting always gives a row"
    return row["total"]


async def content(person_id: UUID, journal_id: UUID, file_id: UUID) -> AsyncIterator[bytes]:
    """Give the bytes of an attachment, each piece read in a transaction of its own.

    A slow reader thus holds no connection between pieces.
    """
    number = 0
    while True:
        async with reading_as(person_id):
            rows = await fetch(
                """
                select c.content from file f
                join file_chunk c on c.content_id = f.content_id and c.journal_id = f.journal_id
                where f.id = $1 and f.journal_id = $2 and c.number = $3
                """,
                file_id,
                journal_id,
                number,
            )
        if not rows:
            return
        yield rows[0]["content"]
        number += 1
