"""A version as a PDF, for who may read it."""

import asyncio
from uuid import UUID

import msgspec
import structlog

from samenspraak import surroundings
from samenspraak.agreements import decisions
from samenspraak.agreements.documents import AgreementDocument
from samenspraak.agreements.picture import Bound, Press, Sheet, Signatory, Standing
from samenspraak.agreements.queries import rows
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.reading import read_agreement
from samenspraak.agreements.schemas import Origin
from samenspraak.commitments.terms import SigningSide
from samenspraak.database import reading_as
from samenspraak.workspaces.schemas import Participant

log = structlog.get_logger()

# Somebody waits for the proof, which is none the less without its picture.
PATIENCE_SECONDS = 10.0
# Half of what a bundle may hold.
PICTURE_LIMIT = 16 * 1024 * 1024
SIDES: tuple[SigningSide, ...] = ("buyer", "contractor")


async def picture(participant: Participant, version_id: UUID, press: Press) -> tuple[int, bytes]:
    """Return the number of a version and its PDF."""
    sheet = await sheet_of(participant, version_id)
    return sheet.reading.number, await press.picture(sheet, participant.person_id)


async def picture_if_any(participant: Participant, version_id: UUID, press: Press) -> bytes | None:
    """Return the PDF for among the proof, which goes without it when it cannot be made now."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            _, made = await picture(participant, version_id, press)
    except Exception as error:  # noqa: BLE001  # Whatever goes wrong with a picture, proof is proof.
        log.warning("picture_missing", version_id=str(version_id), why=type(error).__name__)
        return None
    if len(made) > PICTURE_LIMIT:
        log.warning("picture_missing", version_id=str(version_id), why="TooLarge")
        return None
    return made


async def sheet_of(participant: Participant, version_id: UUID) -> Sheet:
    """Gather what the picture of a version is made of, in Dutch: the language of the agreement."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        stored = await rows.stored_version(participant.workspace_id, version_id)
        content = await rows.content_of(version_id)
        judged = await rows.judged(stored)
        given = await _given(stored)
    document = rows.document_in(content)
    return Sheet(
        content=content,
        title=document.contract.title,
        reading=read_agreement(document, stored.digest, "nl", stored.names_document),
        parties=tuple(Bound(side=party.side, name=party.name) for party in document.parties),
        standing=Standing(
            state=decisions.state_at(judged, at),
            origin=stored.origin,
            offered_at=stored.offered_at,
            sign_by_at=stored.sign_by_at,
            in_force_at=stored.in_force_at,
            closed_at=stored.closed_at,
            closed_reason=stored.closed_reason,
            # A receipt comes in the same unit as being in force, and never for paper.
            has_receipt=stored.in_force_at is not None and stored.origin is Origin.SAMENSPRAAK,
        ),
        signatories=_lines(document, given),
    )


async def _given(stored: StoredVersion) -> list[Signatory]:
    """Return who signed, or who stood behind a deal on paper."""
    if stored.origin is Origin.OUTSIDE:
        return [
            msgspec.convert(
                {"side": each.side, "name": each.name or None, "signed_at": each.confirmed_at},
                Signatory,
            )
            for each in (await rows.confirmations_of([stored.id]))[stored.id]
        ]
    return [
        msgspec.convert(
            {
                "side": each.side,
                "name": each.name or None,
                "role": each.statement.role,
                "mandate_cents": each.statement.mandate_cents,
                "signed_at": each.signed_at,
                "method": each.statement.method,
                "proven_at": each.statement.proven_at,
                "reason": each.statement.reason,
            },
            Signatory,
        )
        for each in (await rows.signatures_of([stored.id]))[stored.id]
    ]


def _lines(document: AgreementDocument, given: list[Signatory]) -> tuple[Signatory, ...]:
    """Put the signatures of each side together, with a line for each that is still to come."""
    needed = {rule.side: rule.needed for rule in document.signing}
    lines: list[Signatory] = []
    for side in SIDES:
        signed = [each for each in given if each.side == side]
        missing = max(0, needed.get(side, 1) - len(signed))
        lines += [*signed, *[Signatory(side=side)] * missing]
    return tuple(lines)
