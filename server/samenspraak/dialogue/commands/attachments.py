"""Hanging files under a message, in the unit that says it."""

from collections.abc import Sequence
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute, fetch
from samenspraak.dialogue.decisions.attachments import Sent, attach
from samenspraak.dialogue.schemas import AttachedFile
from samenspraak.journal.commands import Work


async def attachable(
    work: Work, journal_id: UUID, file_ids: Sequence[UUID]
) -> tuple[AttachedFile, ...]:
    """Return the files that somebody may hang under a message of this journal, which work holds."""
    if not file_ids:
        return ()
    rows = await fetch(
        "select f.id, f.stored_by, f.size_bytes, f.sha256,"
        " exists (select from attachment a where a.file_id = f.id) as is_attached"
        " from file f where f.id = any($1::uuid[]) and f.journal_id = $2",
        list(file_ids),
        journal_id,
    )
    return attach(file_ids, {row["id"]: Sent(**row) for row in rows}, work.person_id)


async def hang(journal_id: UUID, *, message_id: UUID, files: Sequence[AttachedFile]) -> None:
    """Hang these files under a message of the same journal."""
    for number, file in enumerate(files, start=1):
        await execute(
            "insert into attachment (id, journal_id, message_id, file_id, number)"
            " values ($1, $2, $3, $4, $5)",
            surroundings.new_id(),
            journal_id,
            message_id,
            file.file_id,
            number,
        )
