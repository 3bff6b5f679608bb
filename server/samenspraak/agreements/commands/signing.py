"""Signing: the moment at which somebody binds a side."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from samenspraak import surroundings
from samenspraak.agreements import decisions, keys, policy, queries
from samenspraak.agreements.commands.rows import conclude
from samenspraak.agreements.decisions import Mandate
from samenspraak.agreements.documents import (
    SIGNATURE_SCHEMA,
    AgreementDocument,
    NameEntry,
    SignatureStatement,
    names_document,
)
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import SignVersion, VersionSigned
from samenspraak.agreements.sealing import seal_receipt
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.queries import agreed_revisions
from samenspraak.commitments.terms import SigningSide, name_commitment
from samenspraak.database import execute, fetch_one
from samenspraak.errors import require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.settings import Settings
from samenspraak.tokens import SigningKey
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands import require_words
from samenspraak.workspaces.schemas import Participant


async def sign(
    participant: Participant, version_id: UUID, request: SignVersion, *, settings: Settings
) -> None:
    """Sign exactly this version for the own side; the second signature brings it in force.

    The key is looked up first: a first signature must not be given under a version that nobody
    could then complete.
    """
    require(policy.may_sign(participant))
    key = await keys.sealing_key(settings)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared, participant.side_journal_id) as work:
        require(policy.may_sign(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        judged = await queries.judged(participant.workspace_id, stored)
        mandate = decisions.sign(
            judged,
            participant.side,
            request,
            mandates=await queries.mandates_of(participant, held=True),
            administrators=await queries.administrators_of(participant),
            proven_at=participant.person.proven_at,
            at=work.at,
            step_up=timedelta(seconds=settings.step_up_seconds),
        )
        document = queries.document_in(await queries.content_of(version_id))
        await require_words(work, participant, [queries.spoken_of(stored, document)])
        stated = await _write_signature(
            work, participant, stored, document, mandate, signature_id=request.id
        )
        if decisions.completes(judged, participant.side):
            await _complete(work, participant, stored, document, stated, key)


async def _write_signature(
    work: Work,
    participant: Participant,
    stored: StoredVersion,
    document: AgreementDocument,
    mandate: Mandate,
    *,
    signature_id: UUID,
) -> SignatureStatement:
    """Record the signature, then state it with the digest of its own entry."""
    entry = work.record(
        participant.shared_journal_id,
        VersionSigned(
            workspace_id=participant.workspace_id,
            version_id=stored.id,
            signature_id=signature_id,
            number=stored.number,
            digest=stored.digest,
            side=participant.side,
        ),
    )
    salt = surroundings.random_bytes(32).hex()
    signatory = name_commitment(salt=salt, name=participant.name)
    stated = SignatureStatement(
        schema=SIGNATURE_SCHEMA,
        version_digest=stored.digest,
        side=cast("SigningSide", participant.side.value),
        role=mandate.role,
        mandate_cents=mandate.up_to_cents,
        method=participant.person.method.value,
        signed_at=work.at,
        statement=queries.statement(
            document,
            digest=stored.digest,
            side=participant.side,
            mandate=mandate,
            value_cents=stored.value_cents,
        ),
        entry_digest=entry.digest,
        signatory=signatory,
        admission=participant.admission.value,
    )
    await execute(
        "insert into signature (id, journal_id, version_id, side, person_id, name, signed_at,"
        " content, entry_digest) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        signature_id,
        participant.shared_journal_id,
        stored.id,
        participant.side,
        participant.person_id,
        participant.name,
        work.at,
        canonical_bytes(stated).decode(),
        entry.digest,
    )
    named = NameEntry(commitment=signatory, salt=salt, name=participant.name)
    row = await fetch_one(
        "update version set names = $3 where id = $1 and digest = $2 and state = 'offered'"
        " returning id",
        stored.id,
        stored.digest,
        canonical_bytes(names_document([*stored.names_document.names, named])).decode(),
    )
    assert row is not None, "it was judged open under the same lock"
    return stated


async def _complete(
    work: Work,
    participant: Participant,
    stored: StoredVersion,
    document: AgreementDocument,
    last: SignatureStatement,
    key: SigningKey,
) -> None:
    """Bring the version in force and seal the receipt over both signatures."""
    signatures = (await queries.signatures_of([stored.id]))[stored.id]
    first = next(each.statement for each in signatures if each.side.value != last.side)
    receipt = seal_receipt(
        [first, last],
        workspace_id=participant.workspace_id,
        number=stored.number,
        issued_at=work.at,
        key=key,
    )
    receipt_id = surroundings.new_id()
    await execute(
        "insert into receipt (id, journal_id, version_id, content, seal, kid, issued_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        receipt_id,
        participant.shared_journal_id,
        stored.id,
        receipt.content.decode(),
        receipt.seal,
        receipt.kid,
        work.at,
    )
    agreed = {each.commitment_id: each for each in await agreed_revisions(participant.workspace_id)}
    await conclude(
        work,
        participant,
        stored,
        revision_ids=[agreed[part.commitment_id].revision_id for part in document.commitments],
        receipt_id=receipt_id,
    )
