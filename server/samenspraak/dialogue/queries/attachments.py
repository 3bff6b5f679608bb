"""The files under messages, as a reader sees them."""

from collections.abc import Sequence
from uuid import UUID

from samenspraak.database import fetch
from samenspraak.files.schemas import FileView
from samenspraak.workspaces.schemas import Participant

_UNDER = """
select a.message_id, f.id, f.name, f.media_type, f.size_bytes, f.sha256, f.stored_at, f.stored_by,
       f.is_stripped
from attachment a
join file f on f.id = a.file_id and f.journal_id = a.journal_id
where a.message_id = any($1::uuid[]) and a.journal_id = any($2::uuid[])
order by a.message_id, a.number
"""


async def files_under(
    participant: Participant, message_ids: Sequence[UUID]
) -> dict[UUID, list[FileView]]:
    """Return the files of each message, in the order in which they were hung there."""
    found: dict[UUID, list[FileView]] = {}
    for row in await fetch(_UNDER, list(message_ids), list(participant.journal_ids)):
        found.setdefault(row.pop("message_id"), []).append(FileView(**row))
    return found
