"""What one takes away: the receipt, the bundle that anybody can check, and the public keys."""

import asyncio
from typing import Any, cast
from uuid import UUID

import msgspec

from samenspraak.agreements import keys
from samenspraak.agreements.decisions import NoReceipt
from samenspraak.agreements.documents import HolderEntry, KeysDocument, PublishedKey, slots_of
from samenspraak.agreements.picture import Press
from samenspraak.agreements.queries import rows
from samenspraak.agreements.queries.keeping import signed_copies
from samenspraak.agreements.queries.picture import picture_if_any
from samenspraak.agreements.schemas import ReceiptView, SignedCopyView
from samenspraak.agreements.sealing import (
    CopyFile,
    SealedReceipt,
    build_bundle,
    keys_document,
    published_key,
)
from samenspraak.commitments.queries import replacements
from samenspraak.commitments.terms import SigningSide
from samenspraak.database import reading_as
from samenspraak.files.queries import content
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
    participant: Participant,
    version_id: UUID,
    settings: Settings,
    press: Press | None = None,
) -> tuple[int, bytes]:
    """Return the number of a version and the file that proves it, sealed at this moment.

    The PDF is among the proof when it can be made now, and nothing fails for want of it.
    """
    async with reading_as(participant.person_id):
        stored = await rows.stored_version(participant.workspace_id, version_id)
        agreement = await rows.content_of(version_id)
        receipt = await rows.receipt_of(version_id)
        holders = await _holders(participant.workspace_id, agreement)
        beside = await signed_copies(version_id)
    if receipt is None:
        raise NoReceipt(number=stored.number)
    copies = [await _copy(participant, copy) for copy in beside]
    made = None if press is None else await picture_if_any(participant, version_id, press)
    sealing = await keys.sealing_now(settings)
    # Sums over tens of megabytes, while others are answered.
    data = await asyncio.to_thread(
        build_bundle,
        agreement=agreement.encode(),
        names=stored.names_document.names,
        receipt=SealedReceipt(content=receipt.content.encode(), seal=receipt.seal, kid=receipt.kid),
        keys=await _published(),
        key=sealing.key,
        made_at=sealing.at,
        picture=made,
        holders=holders,
        copies=copies,
    )
    return stored.number, data


async def _holders(workspace_id: UUID, agreement: str) -> list[HolderEntry]:
    """Return who took a place in this version since it was signed."""
    slots = {slot.commitment for slot in slots_of(rows.document_in(agreement))}
    return [
        HolderEntry(
            slot=each.slot,
            commitment=each.held_by,
            since=each.since,
            salt=None if each.held is None else each.held.salt,
            name=None if each.held is None else each.held.name,
        )
        for each in (await replacements(workspace_id)).values()
        if each.slot in slots
    ]


async def _copy(participant: Participant, copy: SignedCopyView) -> CopyFile:
    pieces = content(participant.person_id, participant.shared_journal_id, copy.file.id)
    return CopyFile(
        name=copy.file.name,
        media_type=copy.file.media_type,
        side=cast("SigningSide", copy.side.value),
        added_at=copy.added_at,
        content=b"".join([piece async for piece in pieces]),
    )


async def public_keys() -> KeysDocument:
    """Return every key that ever sealed, with its window, as a JWK set."""
    return keys_document(await _published())


async def _published() -> list[PublishedKey]:
    return [
        published_key(key, valid_from=valid_from, valid_to=valid_to)
        for key, valid_from, valid_to in await keys.windows_of_keys()
    ]
