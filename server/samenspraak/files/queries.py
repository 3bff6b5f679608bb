"""Finding attachments again, and reading their bytes piece by piece."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import NotFound
from samenspraak.files.decisions import CHUNK_BYTES
from samenspraak.files.schemas import FileView

_VIEW = """
select id, name, media_type, size_bytes, sha256, stored_at, stored_by, is_stripped from file
"""
# Messages and versions are kept by capabilities above this one; only their being there is looked
# up. A file goes with its message: while that is hidden or once it was taken back nobody gets it.
# One that was sent and hangs nowhere yet is there for the side that sent it alone.
_OPEN = """
select f.id, f.name, f.media_type, f.size_bytes, f.sha256, f.stored_at, f.stored_by,
       f.is_stripped, f.journal_id
from file f
join file_content c on c.id = f.content_id and c.journal_id = f.journal_id
where f.id = $1 and f.journal_id = any($2::uuid[]) and (
  exists (
    select from attachment a
    join message m on m.id = a.message_id and m.journal_id = a.journal_id
    where a.file_id = f.id and a.journal_id = f.journal_id and m.removed_at is null
      and not exists (select from hiding h where h.message_id = m.id and h.shown_at is null))
  or exists (select from version v where v.file_id = f.id and v.journal_id = f.journal_id)
  or exists (select from signed_copy s where s.file_id = f.id and s.journal_id = f.journal_id)
  or (c.side = $3 and not exists (select from attachment a where a.file_id = f.id)))
"""


async def file_view(journal_id: UUID, file_id: UUID) -> FileView:
    """Return one attachment of this journal."""
    row = await fetch_one(_VIEW + "where id = $1 and journal_id = $2", file_id, journal_id)
    if row is None:
        raise NotFound
    return FileView(**row)


async def open_file(
    journal_ids: Sequence[UUID], file_id: UUID, *, side: str
) -> tuple[UUID, FileView]:
    """Return a file that somebody of this side may have now, and the journal it hangs on."""
    row = await fetch_one(_OPEN, file_id, list(journal_ids), side)
    if row is None:
        raise NotFound
    journal_id: UUID = row.pop("journal_id")
    return journal_id, FileView(**row)


async def bytes_kept(journal_ids: Sequence[UUID], *, side: str) -> int:
    """Return how much room one side takes, what it sent and never used included."""
    row = await fetch_one(
        "select coalesce(sum(ceil(size_bytes::numeric / $3) * $3), 0)::bigint as total"
        " from file_content where journal_id = any($1::uuid[]) and side = $2",
        list(journal_ids),
        side,
        CHUNK_BYTES,
    )
    assert row is not None, "an aggregate has a row"
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
