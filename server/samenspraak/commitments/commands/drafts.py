"""Begin to write a commitment, and put what was written to the other side."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.commitments import decisions, policy
from samenspraak.commitments.commands.placing import Asked, place
from samenspraak.commitments.commands.rows import begin
from samenspraak.commitments.queries import (
    concept_of,
    drafts_about,
    history,
    people_in,
    read_draft,
    revisions,
    scope_rule,
    terms_in,
)
from samenspraak.commitments.schemas import (
    AskTerms,
    Named,
    Negotiation,
    OpenCommitmentDraft,
    PackageDraft,
    Proposal,
    ProposeDraft,
    Verb,
)
from samenspraak.database import as_person
from samenspraak.drafting.commands import frozen_in, journal_of, open_in, proposed_in
from samenspraak.drafting.queries import state_of
from samenspraak.drafting.schemas import Box, Content, DraftKind, DraftState
from samenspraak.errors import Invalid, NotFound, require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant

_VERBS = {Proposal.COUNTER: Verb.COUNTER, Proposal.PROPOSE_ANEW: Verb.PROPOSE}


class Beginning(Struct, frozen=True, kw_only=True):
    """What a draft begins with, and the number and digest of the round it was taken from."""

    content: Content
    round: tuple[int, str] | None = None


class Drafted(Struct, frozen=True, kw_only=True):
    """A draft as it is to be put, and what it says."""

    state: DraftState
    reading: decisions.Reading


async def open_draft(participant: Participant, request: OpenCommitmentDraft) -> None:
    """Begin to write; a joint draft of something new gives it its number at once.

    An own-side draft locks and marks the side's journal alone, so that nobody across can tell.
    """
    guard(
        title=request.title,
        text=request.text,
        condition=request.condition,
        declared_not_bsn=request.declared_not_bsn,
    )
    decisions.check_beginning(title=request.title, text=request.text, condition=request.condition)
    journal_id = journal_of(participant, request.box)
    async with unit_of_work(participant.person_id, journal_id) as work:
        participant = await still(participant)
        if await work.repeats(request, journal_id):
            return
        beginning = await _beginning(participant, request, work.at)
        is_begun_here = request.commitment_id is None and request.box is Box.JOINT
        subject_id = surroundings.new_id() if is_begun_here else request.commitment_id
        await open_in(
            work,
            participant,
            draft_id=request.id,
            kind=DraftKind.COMMITMENT,
            box=request.box,
            subject_id=subject_id,
            content=beginning.content,
            base=beginning.round,
        )
        if is_begun_here and subject_id is not None:
            await begin(participant, subject_id, origin="proposal")


async def propose_draft(participant: Participant, draft_id: UUID, request: ProposeDraft) -> UUID:
    """Put what stands in a draft to the other side, and return the commitment it is about.

    Whether that is something new, another text in reply or a change follows from where the
    commitment stands; what is put is what a plain proposal of the same terms would put.
    """
    require(policy.may(participant, Verb.PROPOSE))
    async with as_person(participant.person_id):
        state = await state_of(participant, draft_id)
    if state is None or state.kind is not DraftKind.COMMITMENT:
        raise NotFound
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared, participant.side_journal_id) as work:
        require(policy.may(await still(participant), Verb.PROPOSE))
        if await work.repeats(request, shared, draft_id):
            first = await state_of(participant, draft_id)
            assert first is not None, "it was proposed before"
            assert first.subject_id is not None, "what was proposed is about a commitment"
            return first.subject_id
        drafted = await frozen_drafts(participant, [(draft_id, request)])
        if drafted[0].reading.faults:
            rule = await scope_rule(participant.workspace_id)
            raise Invalid(decisions.draft_faults(drafted[0].reading, rule, work.at))
        asked = await asked_of(participant, drafted[0], request, request.id, work.at)
        with _shown_in_fields(drafted[0].reading):
            [put] = await place(
                work,
                participant,
                [asked],
                clock=decisions.clock_of(drafted[0].reading),
                declared_not_bsn=request.declared_not_bsn,
            )
        await proposed_in(
            work,
            drafted[0].state,
            subject_id=asked.commitment_id,
            number=put.revision,
            digest=put.digest,
        )
    return asked.commitment_id


async def frozen_drafts(
    participant: Participant, wanted: Sequence[tuple[UUID, ProposeDraft | PackageDraft]]
) -> list[Drafted]:
    """Read drafts as they will be put, within a unit that locked both journals.

    They are held in the order of their ids: who stores what people write takes them in that order.
    """
    found: dict[UUID, Drafted] = {}
    for draft_id, request in sorted(wanted, key=lambda each: each[0]):
        state = await frozen_in(participant, draft_id, digest=request.digest)
        if state.kind is not DraftKind.COMMITMENT:
            raise NotFound
        found[draft_id] = Drafted(state=state, reading=await read_draft(participant, state))
    return [found[draft_id] for draft_id, _ in wanted]


async def asked_of(
    participant: Participant,
    drafted: Drafted,
    request: ProposeDraft | PackageDraft,
    new_id: UUID,
    at: datetime,
    pointer: str = "",
) -> Asked:
    """Return what proposing a draft asks; `new_id` becomes what it makes that has none yet."""
    state, reading = drafted.state, drafted.reading
    words = AskTerms(
        id=new_id,
        terms=reading.terms,
        responsible=reading.responsible,
        bid_answers=request.bid_answers,
    )
    if state.subject_id is None:
        decisions.check_answers(None, has_named=request.answers is not None)
        return Asked(
            commitment_id=new_id,
            revision_id=surroundings.new_id(),
            words=words,
            pointer=pointer,
            origin=request.origin,
            draft=state,
        )
    each = await history(participant.workspace_id, state.subject_id)
    proposal, round_ = decisions.proposal_of(each.negotiations, each.bounds, at)
    decisions.check_answers(round_, has_named=request.answers is not None)
    named = None
    if request.answers is not None:
        named = Named(
            commitment_id=each.id,
            revision=request.answers.revision,
            digest=request.answers.digest,
        )
    return Asked(
        commitment_id=each.id,
        revision_id=new_id,
        words=words,
        pointer=pointer,
        origin=request.origin,
        named=named,
        verb=_VERBS.get(proposal),
        is_begun=True,
        draft=state,
    )


@contextmanager
def _shown_in_fields(reading: decisions.Reading) -> Generator[None]:
    """Let faults that are found in terms be shown where they were written."""
    try:
        yield
    except Invalid as refusal:
        refusal.faults = tuple(decisions.at_fields(refusal.faults, reading.responsible))
        raise


async def _beginning(
    participant: Participant, request: OpenCommitmentDraft, at: datetime
) -> Beginning:
    if request.commitment_id is None:
        fields = {"title": request.title} if request.title else {}
        text = decisions.with_condition(request.text, request.condition)
        return Beginning(content=Content(fields=dict(fields), text=text))
    each = await history(participant.workspace_id, request.commitment_id)
    if not each.negotiations:
        concept = await concept_of(participant, each, await drafts_about(participant, [each.id]))
        decisions.check_still_written(concept.state.discarded_at)
        before, round_ = concept.state.content, None
    else:
        _, answered = decisions.proposal_of(each.negotiations, each.bounds, at)
        assert answered is not None, "what was proposed lies on the table or is agreed"
        decisions.check_beginning_round(answered, request.revision, request.digest)
        before = await _content_of(participant, answered)
        round_ = (answered.revision, answered.digest)
    text = decisions.with_condition(before.text, request.condition)
    content = Content(fields=before.fields, text=text if request.condition else before.text)
    return Beginning(content=content, round=round_)


async def _content_of(participant: Participant, round_: Negotiation) -> Content:
    row = (await revisions([round_.revision_id]))[round_.revision_id]
    people = await people_in(participant.workspace_id, row)
    return decisions.content_of_terms(terms_in(row), people)
