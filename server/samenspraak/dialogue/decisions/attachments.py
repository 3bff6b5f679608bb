"""What may be hung under a message."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from samenspraak.dialogue.decisions.texts import refuse_faults
from samenspraak.dialogue.schemas import AttachedFile
from samenspraak.errors import Fault

# More is a folder, which nobody opens one by one.
FILES_LIMIT = 10


class Sent(Struct, frozen=True, kw_only=True):
    """A file that was sent for the readers of a thread, as far as deciding goes."""

    id: UUID
    stored_by: UUID
    size_bytes: int
    sha256: str
    is_attached: bool


def check_files(file_ids: Sequence[UUID]) -> None:
    """Refuse too many files under one message, and the same one twice."""
    faults = [
        Fault(pointer=f"/files/{place}", slug="dialogue/file-named-twice")
        for place, file_id in enumerate(file_ids)
        if file_id in file_ids[:place]
    ]
    if len(file_ids) > FILES_LIMIT:
        faults = [Fault(pointer="/files", slug="too-many", facts={"limit": FILES_LIMIT})]
    refuse_faults(faults)


def attach(
    file_ids: Sequence[UUID], sent: Mapping[UUID, Sent], person_id: UUID
) -> tuple[AttachedFile, ...]:
    """Let somebody hang what they sent themselves, for these readers, under one message.

    What was sent by another or for others is told apart from what is not there by nobody.
    """
    faults: list[Fault] = []
    for place, file_id in enumerate(file_ids):
        file = sent.get(file_id)
        if file is None or file.stored_by != person_id:
            faults.append(Fault(pointer=f"/files/{place}", slug="dialogue/unknown-file"))
        elif file.is_attached:
            faults.append(Fault(pointer=f"/files/{place}", slug="dialogue/file-attached"))
    refuse_faults(faults)
    return tuple(
        AttachedFile(file_id=file.id, size_bytes=file.size_bytes, sha256=file.sha256)
        for file in (sent[file_id] for file_id in file_ids)
    )
