"""Putting a version together and up for signing, and taking it back from there."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from msgspec import structs

from samenspraak import surroundings
from samenspraak.agreements import decisions, policy, queries
from samenspraak.agreements.commands.rows import (
    close_overdue,
    close_version,
    insert_version,
    next_number,
)
from samenspraak.agreements.documents import (
    AgreementDocument,
    ContractPart,
    Identifier,
    NameEntry,
    PartyPart,
    agreement_document,
    commitment_part,
)
from samenspraak.agreements.queries import StoredVersion
from samenspraak.agreements.schemas import (
    Clause,
    OfferVersion,
    SendBackVersion,
    VersionOffered,
    VersionSentBack,
    VersionState,
    VersionWithdrawn,
    WithdrawVersion,
)
from samenspraak.commitments.queries import Holder, scope_rule
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import Deadline, SigningSide
from samenspraak.database import as_person
from samenspraak.deadlines import ends_at, in_words, local_day
from samenspraak.drafting.commands import frozen_in, proposed_in
from samenspraak.drafting.schemas import DraftKind, DraftState
from samenspraak.errors import Fault, Invalid, NotFound, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard, is_declared, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.queries import agreed_obligation, agreed_purpose
from samenspraak.workspaces.schemas import Participant


async def offer(participant: Participant, request: OfferVersion) -> None:
    """Put what is agreed into a version and up for signing by both sides."""
    require(policy.may_offer(participant))
    declared = _checked(request, at=surroundings.now())
    shared = participant.shared_journal_id
    journals = {shared, await _journal_of_draft(participant, request)}
    async with unit_of_work(participant.person_id, *journals) as work:
        require(policy.may_offer(await still(participant)))
        if await work.repeats(request, shared):
            return
        draft = await _frozen(participant, request)
        if draft is not None:
            request = _with_clauses_of(draft, request)
            declared = _checked_in_draft(request, at=work.at)
        stored = await queries.stored_versions(participant.workspace_id)
        waiting = next((each for each in stored if each.state is VersionState.OFFERED), None)
        if waiting is None:
            decisions.offer(None, request, at=work.at)
        else:
            judged = await queries.judged(waiting)
            decisions.offer(judged, request, at=work.at)
            await close_overdue(work, participant, judged)
        document, names, changed = await _put_together(work, participant, request, stored)
        made = await insert_version(
            work,
            participant,
            document,
            version_id=request.id,
            names=names,
            changed_cents=changed,
        )
        work.record(
            shared,
            VersionOffered(
                workspace_id=participant.workspace_id,
                version_id=request.id,
                number=document.number,
                digest=made,
                side=participant.side,
                declared_not_bsn=declared,
            ),
        )
        if draft is not None:
            await proposed_in(
                work,
                draft,
                subject_id=participant.workspace_id,
                number=document.number,
                digest=made,
            )


async def send_back(participant: Participant, version_id: UUID, request: SendBackVersion) -> None:
    """Say why this is not to be signed; the version is off the table for both sides."""
    require(policy.may_send_back(participant))
    decisions.check_reason(request.reason)
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_send_back(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        judged = await queries.judged(stored)
        decisions.send_back(judged, request, at=work.at)
        reason, salt = request.reason.strip(), surroundings.random_bytes(32).hex()
        await close_version(
            stored,
            VersionState.SENT_BACK,
            at=work.at,
            reason=reason,
            by_side=participant.side,
            salt=salt,
        )
        work.record(
            shared,
            VersionSentBack(
                workspace_id=participant.workspace_id,
                version_id=version_id,
                number=stored.number,
                digest=stored.digest,
                side=participant.side,
                reason_digest=decisions.reason_digest(salt=salt, reason=reason),
                declared_not_bsn=is_declared(found),
            ),
        )


async def withdraw(participant: Participant, version_id: UUID, request: WithdrawVersion) -> None:
    """Take the own side's version back, as long as it binds nobody."""
    require(policy.may_offer(participant))
    decisions.check_reason(request.reason)
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_offer(await still(participant)))
        if await work.repeats(request, shared, version_id):
            return
        stored = await queries.stored_version(participant.workspace_id, version_id)
        require(policy.may_withdraw(participant, stored.offered_by_side))
        judged = await queries.judged(stored)
        decisions.withdraw(judged, at=work.at)
        reason, salt = request.reason.strip(), surroundings.random_bytes(32).hex()
        await close_version(
            stored,
            VersionState.WITHDRAWN,
            at=work.at,
            reason=reason,
            by_side=participant.side,
            salt=salt,
        )
        work.record(
            shared,
            VersionWithdrawn(
                workspace_id=participant.workspace_id,
                version_id=version_id,
                number=stored.number,
                side=participant.side,
                reason_digest=decisions.reason_digest(salt=salt, reason=reason),
                declared_not_bsn=is_declared(found),
            ),
        )


def _checked(request: OfferVersion, *, at: datetime) -> bool:
    """Refuse texts that cannot be offered; tell whether something was said to be no BSN."""
    decisions.check_offer(request, at=at)
    texts = {
        **decisions.clause_texts(request.clauses or ()),
        **decisions.ending_reasons(request),
        "/reason": request.reason,
        "/groundText": request.ground_text,
    }
    refuse_invisible(texts)
    found = guard(texts, declared_not_bsn=request.declared_not_bsn)
    return is_declared(found)


def _checked_in_draft(request: OfferVersion, *, at: datetime) -> bool:
    try:
        return _checked(request, at=at)
    except Invalid as refusal:
        places = {"/clauses": "/clausesDraft"}
        raise type(refusal)(decisions.placed(refusal.faults, places)) from refusal


async def _journal_of_draft(participant: Participant, request: OfferVersion) -> UUID:
    """Return the journal to lock beside the shared one: that of the articles' draft."""
    if request.clauses_draft is None:
        return participant.shared_journal_id
    try:
        async with as_person(participant.person_id):
            state = await queries.draft_of(participant, request.clauses_draft.id, DraftKind.CLAUSES)
    except NotFound as missing:
        fault = Fault(pointer="/clausesDraft/id", slug="agreements/unknown-draft")
        raise Invalid([fault]) from missing
    return state.journal_id


async def _frozen(participant: Participant, request: OfferVersion) -> DraftState | None:
    named = request.clauses_draft
    if named is None:
        return None
    return await frozen_in(participant, named.id, digest=named.digest)


def _with_clauses_of(draft: DraftState, request: OfferVersion) -> OfferVersion:
    """Return the same request with its articles written out, as they stand in the frozen draft."""
    written = decisions.clauses_in(draft.content.text)
    if written.faults:
        raise Invalid(decisions.placed(written.faults, {"/text": "/clausesDraft"}))
    return structs.replace(request, clauses=written.clauses, clauses_draft=None)


async def parties_and_contract(workspace_id: UUID) -> tuple[list[PartyPart], ContractPart]:
    """Return who is bound, and to which contract the agreement belongs."""
    contract = await queries.contract_of(workspace_id)
    parties = [
        PartyPart(
            side=cast("SigningSide", row["side"]),
            name=row["name"],
            identifier=(
                None
                if row["identifier_id"] is None or row["identifier_scheme"] is None
                else Identifier(scheme=row["identifier_scheme"], id=row["identifier_id"])
            ),
        )
        for row in await queries.parties_of(workspace_id)
    ]
    return parties, ContractPart(**contract)


async def _put_together(
    work: Work, participant: Participant, request: OfferVersion, stored: Sequence[StoredVersion]
) -> tuple[AgreementDocument, list[NameEntry], int]:
    """Return the document, the names that belong to it, and how much it changes."""
    workspace_id, ending = participant.workspace_id, request.ending
    today = local_day(work.at)
    made_of = await queries.next_version(workspace_id, list(stored))
    included = decisions.chosen(
        made_of.able,
        request.commitments if ending is None else [],
        discussed=made_of.discussed,
    )
    ids = {each.commitment_id for each in included}
    texts = [(each, made_of.terms[each.commitment_id]) for each in included]
    purpose = await agreed_purpose(workspace_id)
    obligation = await agreed_obligation(workspace_id)
    owed = (
        None
        if obligation is None
        else queries.obligation_text(obligation, await scope_rule(workspace_id))
    )
    made = await queries.amending(
        workspace_id,
        await queries.in_force_of(stored),
        texts,
        obligation=owed,
        is_approver=policy.answers_for_bid(participant),
    )
    faults = [
        *decisions.shortcomings(
            texts,
            has_purpose=purpose is not None,
            has_obligation=obligation is not None,
            spread=await queries.spread_of(workspace_id, obligation, [each for _, each in texts]),
            ends=ending is not None,
        ),
        *await queries.signatory_faults(participant),
        *decisions.guard_faults(made.amendment, request),
        *decisions.ending_faults(
            request, made.bound, ids, today=today, contract_ends_on=made.contract_ends_on
        ),
    ]
    if faults:
        raise decisions.NotReady(faults)
    before = made.in_force
    last_day = decisions.sign_by_on(request.sign_by_on, at=work.at)
    parties, contract = await parties_and_contract(workspace_id)
    document = agreement_document(
        workspace_id=workspace_id,
        number=await next_number(workspace_id),
        predecessor=None if before is None else before.stored.digest,
        parties=parties,
        contract=contract,
        reason=request.reason,
        purpose=None if purpose is None else queries.purpose_text(purpose),
        obligation=owed,
        clauses=_clauses(request.clauses, made_of.clauses),
        commitments=[commitment_part(each.number, each.content) for each in included],
        sign_by=Deadline(at=ends_at(last_day), text=in_words(last_day)),
        change=decisions.change_part(made.amendment, request),
        endings=decisions.endings_of(request, made.bound, ids, today=today),
        ending=ending,
        signing=await queries.signing_parts(workspace_id),
    )
    if before is not None and queries.says_the_same(before.document, document):
        raise decisions.NothingNew(number=before.stored.number)
    changed = queries.changed_cents(None if before is None else before.document, document)
    return document, _names(included), changed


def _clauses(
    asked: Sequence[Clause] | None, carried_over: Sequence[Clause]
) -> list[tuple[str, str]]:
    clauses = carried_over if asked is None else asked
    return [(clause.title, clause.text) for clause in clauses]


def _names(included: Sequence[AgreedRevision]) -> list[NameEntry]:
    """Take over who fills the role slots, as far as that was not erased."""
    return [
        NameEntry(commitment=holder.commitment, salt=holder.salt, name=holder.name)
        for each in included
        for holder in msgspec.json.decode(each.names, type=list[Holder])
        if holder.salt
    ]
