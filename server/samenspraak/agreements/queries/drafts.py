"""What readers see of a purpose and of articles being written, beside what they would become."""

from collections.abc import Iterable
from uuid import UUID

from samenspraak import surroundings
from samenspraak.agreements import decisions, policy
from samenspraak.agreements.queries import rows
from samenspraak.agreements.queries.comparison import clause_changes, statement_change
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.schemas import (
    Clause,
    ClausesDraftView,
    LatestVersionView,
    LatestWordingView,
    Origin,
    PurposeChangesView,
    PurposeDraftView,
    VersionState,
)
from samenspraak.commitments.terms import tidied
from samenspraak.database import reading_as
from samenspraak.drafting.queries import laid_out, state_of, view_of
from samenspraak.drafting.schemas import DraftKind, DraftState
from samenspraak.errors import Fault, NotFound
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.problems import FaultView
from samenspraak.text import Language, sentence
from samenspraak.workspaces.commands import purpose_faults
from samenspraak.workspaces.queries import newest_purpose
from samenspraak.workspaces.schemas import Participant, PurposeView, SetPurpose


async def draft_of(participant: Participant, draft_id: UUID, kind: DraftKind) -> DraftState:
    """Return a draft of this kind; one of another kind is not there. Inside a transaction."""
    state = await state_of(participant, draft_id)
    if state is None or state.kind is not kind:
        raise NotFound
    return state


async def purpose_draft_view(
    participant: Participant, draft_id: UUID
) -> tuple[PurposeDraftView, str]:
    """Return a purpose being written, and the position this is true at."""
    language = participant.person.language
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        state = await draft_of(participant, draft_id, DraftKind.PURPOSE)
        newest = await newest_purpose(participant.workspace_id)
        draft = await view_of(participant, state)
    written = decisions.written_purpose(state.content, request_id=draft_id)
    faults = [
        *decisions.placed(purpose_faults(written), decisions.places_in_draft(written)),
        *decisions.unreadable_parts(state.content),
    ]
    may_propose = policy.may_propose_purpose(participant) and not draft.is_discarded
    return PurposeDraftView(
        draft=await laid_out(draft, language),
        faults=_in_words(faults, language),
        latest=None
        if newest is None
        else LatestWordingView(
            number=newest.number,
            digest=newest.digest,
            by_side=newest.by_side,
            agreed_at=newest.agreed_at,
        ),
        changes=_purpose_changes(newest, written, language),
        moves=["propose"] if may_propose else [],
    ), reached


async def clauses_draft_view(
    participant: Participant, draft_id: UUID
) -> tuple[ClausesDraftView, str]:
    """Return articles being written, and the position this is true at."""
    at = surroundings.now()
    workspace_id = participant.workspace_id
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        state = await draft_of(participant, draft_id, DraftKind.CLAUSES)
        stored = await rows.stored_versions(workspace_id)
        newest, clauses_before = await newest_clauses(stored)
        waiting = next((each for each in stored if each.state is VersionState.OFFERED), None)
        waits_as = None if waiting is None else decisions.state_at(await rows.judged(waiting), at)
        draft = await view_of(participant, state)
    written = decisions.clauses_in(state.content.text)
    may_offer = (
        policy.may_offer(participant)
        and waits_as is not VersionState.OFFERED
        and not draft.is_discarded
    )
    return ClausesDraftView(
        draft=await laid_out(draft, participant.person.language),
        clauses=written.clauses,
        faults=_in_words(written.faults, participant.person.language),
        latest=None
        if newest is None
        else LatestVersionView(
            number=newest.number,
            digest=newest.digest,
            state=waits_as if waits_as and newest == waiting else newest.state,
        ),
        changes=clause_changes(clauses_before, _as_offered(written.clauses)),
        moves=["offer"] if may_offer else [],
    ), reached


async def newest_clauses(
    stored: Iterable[StoredVersion],
) -> tuple[StoredVersion | None, list[Clause]]:
    """Return the newest version made here, and its articles; inside a transaction.

    Also one that was sent back or withdrawn: its articles are what was last worked on.
    """
    newest = next((each for each in stored if each.origin is Origin.SAMENSPRAAK), None)
    if newest is None:
        return None, []
    document = rows.document_in(await rows.content_of(newest.id))
    return newest, [Clause(title=part.title, text=part.text) for part in document.clauses]


def _purpose_changes(
    newest: PurposeView | None, written: SetPurpose, language: Language
) -> PurposeChangesView:
    old = {} if newest is None else {part.letter: part.text for part in newest.parts}
    new = {part.letter: part.text for part in written.parts}
    return PurposeChangesView(
        text=statement_change(
            sentence(language, "agreements.part.purpose"),
            None if newest is None else newest.text,
            written.text.strip() or None,
        ),
        parts=[
            statement_change(letter, old.get(letter), new.get(letter))
            for letter in sorted({*old, *new})
        ],
    )


def _as_offered(clauses: Iterable[Clause]) -> list[Clause]:
    return [tidied(clause) for clause in clauses]


def _in_words(faults: Iterable[Fault], language: Language) -> list[FaultView]:
    return [
        FaultView(
            pointer=fault.pointer,
            slug=fault.slug,
            detail=sentence(language, f"fault.{fault.slug}", **fault.facts),
        )
        for fault in faults
    ]
