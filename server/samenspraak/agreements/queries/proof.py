"""What one takes away: the receipt, the bundle that anybody can check, and the public keys."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.agreements import keys
from samenspraak.agreements.decisions import NoReceipt
from samenspraak.agreements.documents import KeysDocument, PublishedKey
from samenspraak.agreements.queries import rows
from samenspraak.agreements.schemas import ReceiptView
from samenspraak.agreements.sealing import (
    SealedReceipt,
    build_bundle,
    keys_document,
    published_key,
)
from samenspraak.database import reading_as
from samenspraak.files.queries import content, file_view
from samenspraak.files.schemas import FileView
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant


async def receipt_view(participant: Participant, version_id: UUID) -> ReceiptView:
    """Return the sealed receipt of a version that both sides signed."""
    async with reading_as(participant.person_id):
        stored = await rows.stored_version(participant.workspace_id, version_id)
        receipt = await rows.receipt_of(stored.id)
    if receipt is None:
        raise NoReceipt(number=stored.number)
    told: dict[str, Any] = msgspec.json.decode(receipt.content)
    return ReceiptView(
        id=receipt.id,
        receipt=told,
        content=receipt.content,
        seal=receipt.seal,
        kid=receipt.kid,
        issued_at=receipt.issued_at,
    )


async def bundle(
    participant: Participant, version_id: UUID, settings: Settings
) -> tuple[int, bytes]:
    """Return the number of a version and the file that proves it, sealed at this moment."""
    async with reading_as(participant.person_id):
        stored = await rows.stored_version(participant.workspace_id, version_id)
        agreement = await rows.content_of(version_id)
        receipt = await rows.receipt_of(version_id)
    if receipt is None:
        raise NoReceipt(number=stored.number)
    key = await keys.sealing_key(settings)
    data = build_bundle(
        agreement=agreement.encode(),
        names=stored.names_document.names,
        receipt=SealedReceipt(content=receipt.content.encode(), seal=receipt.seal, kid=receipt.kid),
        keys=await _published(),
        key=key,
        made_at=surroundings.now(),
    )
    return stored.number, data


async def file_of(participant: Participant, file_id: UUID) -> tuple[FileView, AsyncIterator[bytes]]:
    """Return a paper of this workspace, and its bytes piece by piece."""
    async with reading_as(participant.person_id):
        view = await file_view(participant.shared_journal_id, file_id)
    return view, content(participant.person_id, participant.shared_journal_id, file_id)


async def public_keys() -> KeysDocument:
    """Return every key that ever sealed, with its window, as a JWK set."""
    return keys_document(await _published())


async def _published() -> list[PublishedKey]:
    return [
        published_key(key, valid_from=valid_from, valid_to=valid_to)
        for key, valid_from, valid_to in await keys.windows_of_keys()
    ]
