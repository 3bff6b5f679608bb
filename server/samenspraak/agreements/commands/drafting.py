"""Begin to write a purpose or articles together, and put a purpose to the other side."""

from uuid import UUID

from samenspraak.agreements import decisions, policy, queries
from samenspraak.agreements.schemas import (
    OpenClausesDraft,
    OpenPurposeDraft,
    ProposePurposeDraft,
)
from samenspraak.database import as_person
from samenspraak.drafting.commands import frozen_in, journal_of, open_in, proposed_in
from samenspraak.drafting.schemas import DOCUMENT_LIMIT, Content, DraftKind
from samenspraak.errors import Invalid, require
from samenspraak.journal.commands import unit_of_work
from samenspraak.markup import TextTooLong
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands import set_purpose_in
from samenspraak.workspaces.queries import newest_purpose
from samenspraak.workspaces.schemas import Participant


async def open_purpose_draft(participant: Participant, request: OpenPurposeDraft) -> None:
    """Begin to write a purpose, from its newest wording."""
    journal_id = journal_of(participant, request.box)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id):
            return
        newest = await newest_purpose(participant.workspace_id)
        await open_in(
            work,
            await still(participant),
            draft_id=request.id,
            kind=DraftKind.PURPOSE,
            box=request.box,
            subject_id=participant.workspace_id,
            content=decisions.begun_from(newest),
            base=None if newest is None else (newest.number, newest.digest),
        )


async def open_clauses_draft(participant: Participant, request: OpenClausesDraft) -> None:
    """Begin to write articles, from those that were last worked on."""
    journal_id = journal_of(participant, request.box)
    async with unit_of_work(participant.person_id, journal_id) as work:
        if await work.repeats(request, journal_id):
            return
        stored = await queries.stored_versions(participant.workspace_id)
        newest, clauses = await queries.newest_clauses(stored)
        text = decisions.written_as_text(clauses)
        if len(text) > DOCUMENT_LIMIT:
            # As long as an agreement may be, and headings besides: nobody could write on in it.
            raise TextTooLong(limit=DOCUMENT_LIMIT)
        await open_in(
            work,
            await still(participant),
            draft_id=request.id,
            kind=DraftKind.CLAUSES,
            box=request.box,
            subject_id=participant.workspace_id,
            content=Content(fields={}, text=text),
            base=None if newest is None else (newest.number, newest.digest),
        )


async def propose_purpose(
    participant: Participant, draft_id: UUID, request: ProposePurposeDraft
) -> None:
    """Put what stands in a draft to the other side, as any wording of the purpose."""
    require(policy.may_propose_purpose(participant))
    async with as_person(participant.person_id):
        state = await queries.draft_of(participant, draft_id, DraftKind.PURPOSE)
    shared = participant.shared_journal_id
    # What one side wrote alone is noted in its own journal, which is locked after the shared one.
    async with unit_of_work(participant.person_id, *{shared, state.journal_id}) as work:
        now = await still(participant)
        require(policy.may_propose_purpose(now))
        if await work.repeats(request, shared, draft_id):
            return
        frozen = await frozen_in(participant, draft_id, digest=request.digest)
        unreadable = decisions.unreadable_parts(frozen.content)
        if unreadable:
            raise Invalid(unreadable)
        wording = decisions.written_purpose(
            frozen.content, request_id=request.id, declared_not_bsn=request.declared_not_bsn
        )
        try:
            number, digest = await set_purpose_in(work, now, wording)
        except Invalid as refusal:
            places = decisions.places_in_draft(wording)
            raise type(refusal)(decisions.placed(refusal.faults, places)) from refusal
        await proposed_in(
            work, frozen, subject_id=participant.workspace_id, number=number, digest=digest
        )
