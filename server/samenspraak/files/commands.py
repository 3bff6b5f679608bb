"""Keeping attachments: the bytes first and outside any lock, then the file that names them."""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from typing import IO
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import IdTaken
from samenspraak.files import decisions, queries
from samenspraak.files.decisions import CHUNK_BYTES
from samenspraak.files.schemas import FileStored, FileView, KeptContent, Upload
from samenspraak.journal.commands import Work

# Below this an upload stays in memory; above it, it waits on disk until it is whole.
SPOOL_BYTES = 1024 * 1024


async def receive(
    parts: AsyncIterator[bytes], *, name: str, media_type: str, limit_bytes: int
) -> tuple[Upload, IO[bytes]]:
    """Take an upload in and judge it, before anything of it reaches the database.

    A slow sender holds a temporary file this way, not a transaction. The caller closes it.
    """
    tidy_name = decisions.judge_name(name)
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  # handed on
    try:
        counted = hashlib.sha256()
        size = 0
        sample = b""
        async for part in parts:
            size += len(part)
            if size > limit_bytes:
                decisions.judge_size(size, limit_bytes=limit_bytes)
            sample += part[: decisions.SAMPLE_BYTES - len(sample)]
            counted.update(part)
            spool.write(part)
        decisions.judge_size(size, limit_bytes=limit_bytes)
        kind = decisions.judge_kind(tidy_name, media_type, sample)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    upload = Upload(
        name=tidy_name,
        media_type=kind,
        size_bytes=size,
        sha256=counted.hexdigest(),
        sample=sample,
    )
    return upload, spool


async def keep(
    person_id: UUID, journal_id: UUID, content: IO[bytes], *, size_bytes: int
) -> KeptContent:
    """Write the bytes in pieces, under the guard of the journal they are for.

    No journal is locked: 25 MB must not keep a room waiting. If the file that should name them
    never comes, nobody can find the pieces.
    """
    content_id = surroundings.new_id()
    counted = hashlib.sha256()
    size = 0
    async with as_person(person_id):
        decisions.judge_room(size_bytes, kept_chunks=await queries.kept_chunks(journal_id))
        for number, piece in enumerate(_pieces(content)):
            counted.update(piece)
            size += len(piece)
            await execute(
                "insert into file_chunk (id, journal_id, content_id, number, content)"
                " values ($1, $2, $3, $4, $5)",
                f"{content_id}:{number}",
                journal_id,
                content_id,
                number,
                piece,
            )
    return KeptContent(content_id=content_id, size_bytes=size, sha256=counted.hexdigest())


async def store(
    work: Work, journal_id: UUID, *, file_id: UUID, upload: Upload, content: KeptContent
) -> FileView:
    """Give bytes that were kept their name, inside a unit that locked the journal."""
    if (content.size_bytes, content.sha256) != (upload.size_bytes, upload.sha256):
        raise decisions.OtherContent
    row = await fetch_one(
        "insert into file (id, journal_id, content_id, name, media_type, size_bytes, sha256,"
        " stored_at, stored_by, is_stripped) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false)"
        " on conflict (id) do nothing returning id",
        file_id,
        journal_id,
        content.content_id,
        upload.name,
        upload.media_type,
        upload.size_bytes,
        upload.sha256,
        work.at,
        work.person_id,
    )
    if row is None:
        return await _stored_before(work, journal_id, file_id=file_id, upload=upload)
    work.record(
        journal_id,
        FileStored(file_id=file_id, size_bytes=upload.size_bytes, sha256=upload.sha256),
    )
    return await queries.file_view(journal_id, file_id)


async def _stored_before(
    work: Work, journal_id: UUID, *, file_id: UUID, upload: Upload
) -> FileView:
    """Answer the same upload again with what it became; anything else under its id is refused."""
    row = await fetch_one(
        "select name, media_type, sha256, stored_by from file where id = $1 and journal_id = $2",
        file_id,
        journal_id,
    )
    asked = (upload.name, upload.media_type, upload.sha256, work.person_id)
    if row is None or tuple(row.values()) != asked:
        raise IdTaken
    return await queries.file_view(journal_id, file_id)


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(CHUNK_BYTES):
        yield piece
