"""Signing: the moment at which somebody binds a side."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast
from uuid import UUID

from msgspec import structs

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
    signer_of,
    statement_digest,
)
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import (
    RequestSigning,
    SetSigningRule,
    SigningRequestView,
    SignVersion,
    VersionSigned,
)
from samenspraak.agreements.sealing import seal_receipt
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.queries import agreed_revisions
from samenspraak.commitments.terms import SigningSide, name_commitment
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import IdTaken, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard, is_declared, refuse_invisible
from samenspraak.settings import Settings
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands import require_words
from samenspraak.workspaces.queries import administers, words_missing
from samenspraak.workspaces.schemas import Participant


async def set_signing_rule(participant: Participant, request: SetSigningRule) -> None:
    """Let the own side ask for several signatories under every version offered from now on."""
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        participant = await still(participant)
        may = policy.may_set_signing_rule(
            participant, is_administrator=await administers(participant)
        )
        require(may)
        if await work.repeats(request, shared):
            return
        fact = decisions.set_signing_rule(
            request, workspace_id=participant.workspace_id, side=participant.side
        )
        await execute(
            "insert into signing_rule (id, journal_id, workspace_id, side, number, needed, set_at,"
            " set_by) values ($1, $2, $3, $4::varchar,"
            " (select coalesce(max(number), 0) + 1 from signing_rule"
            "   where workspace_id = $3 and side = $4::varchar), $5, $6, $7)",
            request.id,
            shared,
            participant.workspace_id,
            participant.side,
            request.needed,
            work.at,
            participant.person_id,
        )
        work.record(shared, fact)


async def request_signing(
    participant: Participant, version_id: UUID, request: RequestSigning, *, settings: Settings
) -> SigningRequestView:
    """Show what signing exactly this version would say, good for one signature and a while.

    It binds nobody and is no news, so it is written in no journal. All that would stop the
    signature stops this, but for proof that is too old: that is given while it lies on the screen.
    """
    require(policy.may_request_signing(participant))
    await keys.sealing_key(settings)
    async with as_person(participant.person_id):
        participant = await still(participant)
        require(policy.may_request_signing(participant))
        known = await queries.stored_request(participant, request.id)
        if known is None:
            await _insert_request(participant, version_id, request)
            known = await queries.stored_request(participant, request.id)
        # An id of somebody else is not seen, and taken all the same.
        if known is None or (known.version_id, known.digest) != (version_id, request.digest):
            raise IdTaken
        return await queries.signing_request_view(participant, request.id, settings)


async def sign(
    participant: Participant, version_id: UUID, request: SignVersion, *, settings: Settings
) -> None:
    """Sign exactly this version for the own side; the last signature brings it in force.

    The key is looked up first: a first signature must not be given under a version that nobody
    could then complete.
    """
    require(policy.may_sign(participant))
    decisions.check_signing_reason(request)
    refuse_invisible(reason=request.reason)
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    await keys.sealing_key(settings)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared, participant.side_journal_id) as work:
        require(policy.may_sign(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        judged = await queries.judged(stored)
        signatory = await queries.signatory_of(participant, held=True)
        shown = await queries.stored_request(participant, request.request_id)
        mandate = decisions.sign(
            judged,
            signatory,
            request,
            shown=None if shown is None else shown.shown,
            proven_at=participant.person.proven_at,
            at=work.at,
            step_up=timedelta(seconds=settings.step_up_seconds),
        )
        assert shown is not None, "without a request nobody signs"
        document = queries.document_in(await queries.content_of(version_id))
        words = queries.words_of(document, judged, signatory, mandate)
        decisions.require_same_words(shown.shown, words)
        await require_words(work, participant, [queries.spoken_of(stored, document)])
        await _use(work, participant, request)
        before = (await queries.signatures_of([version_id]))[version_id]
        said = _stated(work, participant, stored, mandate, words, request)
        stated = await _write_signature(
            work,
            participant,
            stored,
            said,
            signature_id=request.id,
            declared_not_bsn=is_declared(found),
        )
        if decisions.completes(judged, participant.side):
            signatures = [*(each.statement for each in before), stated]
            await _complete(work, participant, stored, document, signatures, settings)


async def _insert_request(
    participant: Participant, version_id: UUID, request: RequestSigning
) -> None:
    at = surroundings.now()
    stored = await queries.stored_version(participant.workspace_id, version_id)
    judged = await queries.judged(stored)
    signatory = await queries.signatory_of(participant)
    mandate = decisions.mandate_for(judged, signatory, request, at=at)
    document = queries.document_in(await queries.content_of(version_id))
    missing = await words_missing(participant, [queries.spoken_of(stored, document)])
    if missing is not None:
        raise missing
    await execute(
        "insert into sign_request (id, person_id, version_id, digest, statement, made_at,"
        " expires_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing",
        request.id,
        participant.person_id,
        version_id,
        stored.digest,
        queries.words_of(document, judged, signatory, mandate),
        at,
        at + decisions.REQUEST_LASTS,
    )


async def _use(work: Work, participant: Participant, request: SignVersion) -> None:
    """Use up the request in the unit that writes the signature, or not at all."""
    row = await fetch_one(
        "update sign_request set used_at = $3 where id = $1 and person_id = $2 and digest = $4"
        " and used_at is null returning id",
        request.request_id,
        participant.person_id,
        work.at,
        request.digest,
    )
    if row is None:
        raise decisions.NoSigningRequest


def _stated(
    work: Work,
    participant: Participant,
    stored: StoredVersion,
    mandate: Mandate,
    words: str,
    request: SignVersion,
) -> SignatureStatement:
    """Return what is stated, all but who it was and the entry that it is told by."""
    return SignatureStatement(
        schema=SIGNATURE_SCHEMA,
        version_digest=stored.digest,
        side=cast("SigningSide", participant.side.value),
        role=mandate.role,
        mandate_cents=mandate.up_to_cents,
        method=participant.person.method.value,
        signed_at=work.at,
        statement=words,
        entry_digest="",
        admission=participant.admission.value,
        signer=signer_of(version_digest=stored.digest, person_id=participant.person_id),
        proven_at=participant.person.proven_at,
        request_id=request.request_id,
        reason=request.reason.strip() or None,
    )


async def _write_signature(
    work: Work,
    participant: Participant,
    stored: StoredVersion,
    said: SignatureStatement,
    *,
    signature_id: UUID,
    declared_not_bsn: bool,
) -> SignatureStatement:
    """Record the signature, then state it with the digest of its own entry."""
    salt = surroundings.random_bytes(32).hex()
    signatory = name_commitment(salt=salt, name=participant.name)
    said = structs.replace(said, signatory=signatory)
    entry = work.record(
        participant.shared_journal_id,
        VersionSigned(
            workspace_id=participant.workspace_id,
            version_id=stored.id,
            signature_id=signature_id,
            number=stored.number,
            digest=stored.digest,
            side=participant.side,
            statement_digest=statement_digest(said),
            declared_not_bsn=declared_not_bsn,
        ),
    )
    stated = structs.replace(said, entry_digest=entry.digest)
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
    signatures: Sequence[SignatureStatement],
    settings: Settings,
) -> None:
    """Bring the version in force and seal the receipt over all its signatures.

    The key is held until the unit ends, so that no rotation closes its window before the seal.
    """
    sealing = await keys.held_for_sealing(settings, work.at)
    receipt = seal_receipt(
        signatures,
        workspace_id=participant.workspace_id,
        number=stored.number,
        issued_at=sealing.at,
        key=sealing.key,
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
        sealing.at,
    )
    agreed = {each.commitment_id: each for each in await agreed_revisions(participant.workspace_id)}
    await conclude(
        work,
        participant,
        stored,
        revision_ids=[agreed[part.commitment_id].revision_id for part in document.commitments],
        receipt_id=receipt_id,
    )
