"""A file of a room, as whoever is in it may have it."""

from collections.abc import AsyncIterator
from uuid import UUID

from samenspraak.database import reading_as
from samenspraak.files.queries import content, open_file
from samenspraak.files.schemas import FileView
from samenspraak.workspaces.schemas import Participant


async def file_of(participant: Participant, file_id: UUID) -> tuple[FileView, AsyncIterator[bytes]]:
    """Return a file that is there for this participant now, and its bytes piece by piece."""
    async with reading_as(participant.person_id):
        journal_id, view = await open_file(participant.journal_ids, file_id, side=participant.side)
    return view, content(participant.person_id, journal_id, file_id)
