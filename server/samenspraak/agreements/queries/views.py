"""What a reader sees of versions: the list with how near the next one is, and one in full."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.agreements import decisions, policy
from samenspraak.agreements.decisions import JudgedVersion
from samenspraak.agreements.documents import AgreementDocument, SignatureStatement, slots_of
from samenspraak.agreements.queries import comparison, rows
from samenspraak.agreements.queries.amending import bids_of_version
from samenspraak.agreements.queries.keeping import signed_copies
from samenspraak.agreements.queries.readiness import readiness
from samenspraak.agreements.queries.readings import change_counts
from samenspraak.agreements.queries.rows import (
    StoredConfirmation,
    StoredSignature,
    StoredVersion,
)
from samenspraak.agreements.queries.signing import (
    given_view,
    needed_view,
    party_names,
    rules_view,
    signing_rules,
    signing_view,
    spoken_of,
    with_key,
)
from samenspraak.agreements.schemas import (
    ChangeCountsView,
    ConfirmationView,
    Origin,
    PaperView,
    SignatureView,
    SignByView,
    SignedCopyView,
    SigningView,
    SlotHolderView,
    VersionLineView,
    VersionState,
    VersionsView,
    VersionView,
    VoidingView,
)
from samenspraak.database import reading_as
from samenspraak.deadlines import ZONE_NAME, in_words, last_day
from samenspraak.files.queries import file_view
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.settings import Settings
from samenspraak.text import Language
from samenspraak.workspaces.queries import administers, words_about
from samenspraak.workspaces.schemas import DepartmentWordView, Participant, Side, Word


async def versions_view(participant: Participant) -> tuple[VersionsView, str]:
    """Return all versions, the newest first, and the position their news goes on from."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        stored = await rows.stored_versions(participant.workspace_id)
        open_version = next((each for each in stored if each.state is VersionState.OFFERED), None)
        judged = None if open_version is None else await rows.judged(open_version)
        items = await _lines(participant, stored, judged, at)
        is_ready = await readiness(participant, stored)
        rules = await signing_rules(participant.workspace_id)
        may_rule = policy.may_set_signing_rule(
            participant, is_administrator=await administers(participant)
        )
    return VersionsView(
        items=items,
        readiness=is_ready,
        signing_rules=rules_view(rules),
        moves=[
            *_moves_for_all(participant, stored, judged, at),
            *(["set-signing-rule"] if may_rule else []),
        ],
    ), reached


async def version_view(
    participant: Participant, version_id: UUID, settings: Settings
) -> tuple[VersionView, str]:
    """Return one version in full, and the position its news goes on from."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        stored = await rows.stored_version(participant.workspace_id, version_id)
        content = await rows.content_of(version_id)
        document = rows.document_in(content)
        judged = await rows.judged(stored)
        (line,) = await _lines(participant, [stored], judged, at)
        signatures = (await rows.signatures_of([version_id]))[version_id]
        previous = await _previous(participant, stored)
        bids = await bids_of_version(participant.workspace_id, previous, document)
        paper = await _paper(participant, stored, document)
        copies = await signed_copies(version_id)
        signing = await signing_view(participant, stored, judged, document, settings, at)
        is_open = decisions.state_at(judged, at) is VersionState.OFFERED
        words = await words_about(participant, spoken_of(stored, document)) if is_open else []
    signing = await with_key(signing, participant, settings)
    return VersionView(
        line=line,
        content=content,
        document=msgspec.json.decode(content),
        names=_holders(stored, document),
        signatures=[_signature(each, document) for each in signatures],
        needed=needed_view(judged),
        given=given_view(judged),
        sums=comparison.sums(document),
        bids=bids,
        paper=paper,
        voided_by=[
            VoidingView(what=change.what, number=change.number, at=change.at)
            for change in judged.changes
        ],
        signed_copies=copies,
        signing=signing,
        words=words,
        moves=[
            *_moves(participant, judged, signing, words, at),
            *(["add-signed-copy"] if _may_lie_beside(participant, stored, copies) else []),
        ],
    ), reached


async def _lines(
    participant: Participant,
    stored: list[StoredVersion],
    judged: JudgedVersion | None,
    at: datetime,
) -> list[VersionLineView]:
    ids = [each.id for each in stored]
    signatures = await rows.signatures_of(ids)
    confirmations = await rows.confirmations_of(ids)
    counts = await change_counts(participant.workspace_id, stored)
    return [
        _line(
            each,
            decisions.state_at(judged, at)
            if judged is not None and judged.id == each.id
            else each.state,
            [*signatures[each.id], *confirmations[each.id]],
            counts.get(each.digest),
            participant.person.language,
        )
        for each in stored
    ]


def _line(
    stored: StoredVersion,
    state: VersionState,
    said: list[StoredSignature | StoredConfirmation],
    changes: ChangeCountsView | None,
    language: Language,
) -> VersionLineView:
    return VersionLineView(
        id=stored.id,
        number=stored.number,
        origin=stored.origin,
        state=state,
        digest=stored.digest,
        value_cents=stored.value_cents,
        reason=stored.reason,
        offered_at=stored.offered_at,
        offered_by_side=stored.offered_by_side,
        sign_by=(
            None
            if stored.sign_by_at is None
            else SignByView(
                at=stored.sign_by_at,
                zone=ZONE_NAME,
                text=in_words(last_day(stored.sign_by_at), language=language),
            )
        ),
        signed_by=_complete_sides(stored, said),
        in_force_at=stored.in_force_at,
        closed_at=stored.closed_at,
        closed_reason=stored.closed_reason,
        changes=changes,
        closed_by_side=stored.closed_by_side,
        cause=stored.cause,
        changed_cents=stored.changed_cents,
        # A receipt comes in the same unit as being in force, and never for paper.
        has_receipt=stored.in_force_at is not None and stored.origin is Origin.SAMENSPRAAK,
    )


def _complete_sides(
    stored: StoredVersion, said: list[StoredSignature | StoredConfirmation]
) -> list[Side]:
    """Return the sides that have all their signatures, in the order in which they had."""
    needed = dict(stored.several)
    count: Counter[Side] = Counter()
    complete: list[Side] = []
    for each in said:
        count[each.side] += 1
        if count[each.side] == needed.get(each.side, 1):
            complete.append(each.side)
    return complete


async def _previous(participant: Participant, stored: StoredVersion) -> AgreementDocument | None:
    """Return what bound until this version would take, or took, its place."""
    if stored.previous_digest is None:
        return None
    previous = await rows.version_by_digest(participant.workspace_id, stored.previous_digest)
    assert previous is not None, "a version follows one that was in force"
    return rows.document_in(await rows.content_of(previous.id))


async def _paper(
    participant: Participant, stored: StoredVersion, document: AgreementDocument
) -> PaperView | None:
    if document.paper is None or stored.file_id is None:
        return None
    confirmations = (await rows.confirmations_of([stored.id]))[stored.id]
    return PaperView(
        agreed_on=document.paper.agreed_on,
        summary=document.paper.summary,
        value_cents=document.paper.value_cents,
        obligation_cents=document.paper.obligation_cents,
        file=await file_view(participant.shared_journal_id, stored.file_id),
        confirmations=[
            ConfirmationView(side=each.side, name=each.name, confirmed_at=each.confirmed_at)
            for each in confirmations
        ],
    )


def _moves_for_all(
    participant: Participant,
    stored: list[StoredVersion],
    open_version: JudgedVersion | None,
    at: datetime,
) -> list[str]:
    is_open = (
        open_version is not None and decisions.state_at(open_version, at) is VersionState.OFFERED
    )
    is_bound = any(each.in_force_at is not None for each in stored)
    moves: list[str] = []
    if policy.may_offer(participant) and not is_open:
        moves.append("offer")
    if policy.may_record_paper(participant) and not is_open and not is_bound:
        moves.append("record-paper")
    return moves


def _moves(
    participant: Participant,
    judged: JudgedVersion,
    signing: SigningView | None,
    words: list[DepartmentWordView],
    at: datetime,
) -> list[str]:
    if decisions.state_at(judged, at) is not VersionState.OFFERED:
        return []
    is_paper = judged.origin is Origin.OUTSIDE
    moves: list[str] = []
    if signing is not None and signing.obstacle is None:
        moves.append("sign")
    if policy.may_send_back(participant) and not is_paper:
        moves.append("send-back")
    if policy.may_withdraw(participant, judged.offered_by):
        moves.append("withdraw")
    if (
        is_paper
        and policy.may_confirm_paper(participant)
        and participant.side not in judged.signed_by
        and all(each.word is Word.YES for each in words)
    ):
        moves.append("confirm")
    return moves


def _may_lie_beside(
    participant: Participant, stored: StoredVersion, copies: list[SignedCopyView]
) -> bool:
    return (
        policy.may_add_copy(participant)
        and stored.in_force_at is not None
        and len(copies) < decisions.COPIES_LIMIT
    )


def _holders(stored: StoredVersion, document: AgreementDocument) -> list[SlotHolderView]:
    known = {entry.commitment: entry.name for entry in stored.names_document.names}
    slots: dict[str, Any] = {slot.commitment: slot for slot in slots_of(document)}
    return [
        SlotHolderView(
            commitment=slot.commitment,
            side=Side(slot.side),
            role=slot.role,
            name=known.get(slot.commitment),
        )
        for slot in slots.values()
    ]


def _signature(stored: StoredSignature, document: AgreementDocument) -> SignatureView:
    stated: SignatureStatement = stored.statement
    return SignatureView(
        side=stored.side,
        name=stored.name,
        role=stated.role,
        party_name=party_names(document, stored.side),
        signed_at=stored.signed_at,
        method=stated.method,
        proven_at=stated.proven_at,
        statement=stated.statement,
        reason=stated.reason,
        entry_digest=stated.entry_digest,
    )
