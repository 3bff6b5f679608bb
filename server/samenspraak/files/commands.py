"""Keeping files: the bytes first and outside any lock, then the file that names them."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import IO
from uuid import UUID

import asyncpg

from samenspraak import surroundings
from samenspraak.database import as_person, as_sweeper, execute, fetch_one
from samenspraak.errors import IdTaken
from samenspraak.files import decisions, queries
from samenspraak.files.decisions import CHUNK_BYTES
from samenspraak.files.schemas import FileStored, FileView, KeptContent, Room, Upload
from samenspraak.journal.commands import Work

# The clean-up takes so many at a time, each of up to a hundred pieces.
SWEPT_AT_ONCE = 50
# Long enough to finish a message after lunch, or to go on after a lost session.
UNUSED_FOR = timedelta(days=1)


async def keep(person_id: UUID, room: Room, content: IO[bytes], *, upload: Upload) -> KeptContent:
    """Write the bytes in pieces, under the guard of the journal they are for.

    No journal is locked: 25 MB must not keep a room waiting. If the file that should name them
    never comes, nobody can find the pieces, and a day later they go.
    """
    content_id = await _take_room(person_id, room, size_bytes=upload.size_bytes)
    counted = hashlib.sha256()
    size = 0
    async with as_person(person_id):
        for number, piece in enumerate(_pieces(content)):
            counted.update(piece)
            size += len(piece)
            await execute(
                "insert into file_chunk (id, journal_id, content_id, number, content)"
                " values ($1, $2, $3, $4, $5)",
                f"{content_id}:{number}",
                room.journal_id,
                content_id,
                number,
                piece,
            )
    return KeptContent(content_id=content_id, size_bytes=size, sha256=counted.hexdigest())


async def _take_room(person_id: UUID, room: Room, *, size_bytes: int) -> UUID:
    """Write down that a side is about to keep so much, unless it keeps too much already."""
    content_id = surroundings.new_id()
    async with as_person(person_id):
        # Those of one side count one after another; the other side never waits for it.
        await execute(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", f"files {room.side_journal_id}"
        )
        taken = await queries.bytes_kept(room.journal_ids, side=room.side)
        decisions.judge_room(size_bytes, taken_bytes=taken, limit_bytes=room.limit_bytes)
        await execute(
            "insert into file_content (id, journal_id, side, kept_by, size_bytes, kept_at)"
            " values ($1, $2, $3, $4, $5, $6)",
            content_id,
            room.journal_id,
            room.side,
            person_id,
            size_bytes,
            surroundings.now(),
        )
    return content_id


async def sweep(connection: asyncpg.Connection) -> int:
    """Let go of what was sent and then used nowhere, or taken back; return how much that was."""
    async with as_sweeper(connection):
        gone: int | None = await connection.fetchval(
            "select sweep_files($1, $2)", surroundings.now() - UNUSED_FOR, SWEPT_AT_ONCE
        )
    assert gone is not None, "it always gives a number"
    return gone


async def store(
    work: Work, room: Room, *, file_id: UUID, upload: Upload, content: KeptContent
) -> FileView:
    """Give bytes that were kept their name, inside a unit that locked both journals of the room.

    Only the side that sent it hears of it. What makes use of a file, such as a message, tells its
    digest to those who then have it.
    """
    journal_id = room.journal_id
    if (content.size_bytes, content.sha256) != (upload.size_bytes, upload.sha256):
        raise decisions.OtherContent
    row = await fetch_one(
        "insert into file (id, journal_id, content_id, name, media_type, size_bytes, sha256,"
        " stored_at, stored_by, is_stripped) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
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
        upload.is_stripped,
    )
    if row is None:
        return await _stored_before(work, journal_id, file_id=file_id, upload=upload)
    work.record(
        room.side_journal_id,
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
