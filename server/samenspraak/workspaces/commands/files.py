"""Bringing a file into a room, for everybody in it or for the own side alone."""

from collections.abc import AsyncGenerator
from uuid import UUID

from samenspraak.database import as_person
from samenspraak.errors import require
from samenspraak.files import commands as files
from samenspraak.files.receiving import Reception
from samenspraak.files.schemas import FileView, Room
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces import policy
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Audience, Participant


async def store_file(
    participant: Participant,
    file_id: UUID,
    parts: AsyncGenerator[bytes],
    *,
    audience: Audience,
    name: str,
    media_type: str,
    announced_bytes: int | None,
    reception: Reception,
    settings: Settings,
) -> FileView:
    """Keep a file in the journal of those it is for, where it stays for good.

    The bytes go in before any lock is taken. The other side gets it once it hangs somewhere.
    """
    require(policy.may_store_file(participant))
    journal_id = participant.journal_of(audience)
    upload, content = await reception.receive(
        participant.person_id,
        parts,
        name=name,
        media_type=media_type,
        announced_bytes=announced_bytes,
        limit_bytes=settings.file_limit_bytes,
    )
    room = Room(
        journal_id=journal_id,
        journal_ids=participant.journal_ids,
        side_journal_id=participant.side_journal_id,
        side=participant.side,
        limit_bytes=settings.side_files_limit_bytes,
    )
    with content:
        async with as_person(participant.person_id):
            # It took as long as their line needed; who was shown out meanwhile leaves nothing.
            require(policy.may_store_file(await still(participant)))
        kept = await files.keep(participant.person_id, room, content, upload=upload)
    # The own side's journal alone tells it; the other is held so that nobody is shown out meanwhile.
    journals = (journal_id, participant.side_journal_id)
    async with unit_of_work(participant.person_id, *journals) as work:
        require(policy.may_store_file(await still(participant)))
        return await files.store(work, room, file_id=file_id, upload=upload, content=kept)
