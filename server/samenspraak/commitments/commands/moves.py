"""Propose, question, answer, counter, accept, decline and withdraw: one commitment at a time."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID

from samenspraak import surroundings
from samenspraak.commitments import decisions, policy
from samenspraak.commitments.commands.departures import judged, keep_departures
from samenspraak.commitments.commands.placing import Asked, place
from samenspraak.commitments.commands.rows import about, keep
from samenspraak.commitments.queries import bids_of, history, package_of, terms_of
from samenspraak.commitments.schemas import (
    AcceptRevision,
    AnswerQuestion,
    AskQuestion,
    CommitmentAccepted,
    CommitmentAnswered,
    CommitmentDeclined,
    CommitmentPaused,
    CommitmentQuestioned,
    CommitmentResumed,
    CommitmentWithdrawn,
    CounterRevision,
    DeclineRevision,
    Named,
    Negotiation,
    PauseClock,
    ProposeAnew,
    ProposeCommitment,
    ResumeClock,
    Verb,
    WithdrawRevision,
)
from samenspraak.dialogue import commands as dialogue
from samenspraak.dialogue.schemas import MessageKind, SubjectKind
from samenspraak.errors import require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import MoveRequest
from samenspraak.personal_data import guard, is_declared, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant


async def propose(participant: Participant, request: ProposeCommitment) -> None:
    """Put something new to the other side."""
    async with _move(participant, Verb.PROPOSE, request) as work:
        if work is None:
            return
        new = Asked(
            commitment_id=request.id,
            revision_id=surroundings.new_id(),
            words=request,
            origin=request.origin,
        )
        await place(
            work,
            participant,
            [new],
            clock=request.clock,
            declared_not_bsn=request.declared_not_bsn,
        )


async def propose_anew(participant: Participant, commitment_id: UUID, request: ProposeAnew) -> None:
    """Put a change of what is agreed to the other side; what was agreed holds meanwhile.

    Nothing is told to agreements: that a version was offered before this negotiation opened, and
    so no longer says what is going on, is read from the negotiations when the version is.
    """
    await _replace(participant, commitment_id, Verb.PROPOSE, request)


async def counter(participant: Participant, commitment_id: UUID, request: CounterRevision) -> None:
    """Put other terms in the place of those on the table; every earlier yes to them is void."""
    await _replace(participant, commitment_id, Verb.COUNTER, request)


async def question(participant: Participant, commitment_id: UUID, request: AskQuestion) -> None:
    """Ask the proposer something in the commitment's thread; the turn goes back with it."""
    async with _move(participant, Verb.QUESTION, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        named = _named(commitment_id, request)
        after = decisions.question(before, participant.side, named, work.at)
        fact = about(CommitmentQuestioned, participant, after, message_id=request.id)
        await _say(work, participant, commitment_id, MessageKind.QUESTION, request)
        work.record(participant.shared_journal_id, fact)
        await keep(work, participant, [(before, after)])


async def answer(participant: Participant, commitment_id: UUID, request: AnswerQuestion) -> None:
    """Answer the question in the commitment's thread; the text lies with the other side again."""
    async with _move(participant, Verb.ANSWER, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        named = _named(commitment_id, request)
        after = decisions.answer(before, participant.side, named, work.at)
        fact = about(CommitmentAnswered, participant, after, message_id=request.id)
        await _say(work, participant, commitment_id, MessageKind.ANSWER, request)
        work.record(participant.shared_journal_id, fact)
        await keep(work, participant, [(before, after)])


async def accept(participant: Participant, commitment_id: UUID, request: AcceptRevision) -> None:
    """Say yes to exactly the text on the table."""
    async with _move(participant, Verb.ACCEPT, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        terms = (await terms_of([before.revision_id]))[before.revision_id]
        named = _named(commitment_id, request)
        after = decisions.accept(before, participant.side, named, terms, work.at)
        bids = await bids_of(participant.workspace_id, [commitment_id])
        departure = decisions.Departure(
            commitment_id=commitment_id,
            less=decisions.less_than_bid(bids.get(commitment_id), terms),
            answers=request.bid_answers,
            pointer="/bidAnswers",
        )
        kept = await judged(participant, [departure], declared_not_bsn=request.declared_not_bsn)
        work.record(participant.shared_journal_id, about(CommitmentAccepted, participant, after))
        await keep(work, participant, [(before, after)])
        await keep_departures(work, participant, kept, [after])


async def decline(participant: Participant, commitment_id: UUID, request: DeclineRevision) -> None:
    """Say no to the text on the table, with the reason."""
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    async with _move(participant, Verb.DECLINE, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        named = _named(commitment_id, request)
        after = decisions.decline(before, participant.side, named, request.reason, work.at)
        # Of a package all parts: whoever follows one of them would else not know why it fell apart.
        parts = await package_of(participant.workspace_id, before)
        await _tell(work, participant, [before, *parts], MessageKind.DECLINE, request)
        work.record(
            participant.shared_journal_id,
            about(CommitmentDeclined, participant, after, declared_not_bsn=is_declared(found)),
        )
        await keep(work, participant, [(before, after)])


async def withdraw(
    participant: Participant, commitment_id: UUID, request: WithdrawRevision
) -> None:
    """Take the own proposal off the table."""
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    async with _move(participant, Verb.WITHDRAW, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        named = _named(commitment_id, request)
        after = decisions.withdraw(before, participant.side, named, request.reason, work.at)
        work.record(
            participant.shared_journal_id,
            about(CommitmentWithdrawn, participant, after, declared_not_bsn=is_declared(found)),
        )
        await keep(work, participant, [(before, after)])


async def pause(participant: Participant, commitment_id: UUID, request: PauseClock) -> None:
    """Let the clock of an offer stand still; of a package, the clocks of all its parts."""
    found = guard(reason=request.reason, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(reason=request.reason)
    async with _move(participant, Verb.PAUSE, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        parts = await package_of(participant.workspace_id, before)
        afters = decisions.pause(
            before,
            parts,
            participant.side,
            _named(commitment_id, request),
            by=participant.person_id,
            reason=request.reason,
            at=work.at,
        )
        await _tell(work, participant, afters, MessageKind.PAUSE, request)
        for after in afters:
            fact = about(CommitmentPaused, participant, after, declared_not_bsn=is_declared(found))
            work.record(participant.shared_journal_id, fact)
        await keep(work, participant, list(zip([before, *parts], afters, strict=True)))


async def resume(participant: Participant, commitment_id: UUID, request: ResumeClock) -> None:
    """Let the clock of an offer run on, and those of what it is a package with."""
    async with _move(participant, Verb.RESUME, request, commitment_id) as work:
        if work is None:
            return
        before = (await history(participant.workspace_id, commitment_id)).newest
        parts = await package_of(participant.workspace_id, before)
        named = _named(commitment_id, request)
        afters = decisions.resume(before, parts, participant.side, named, work.at)
        for after in afters:
            fact = about(CommitmentResumed, participant, after)
            work.record(participant.shared_journal_id, fact)
        await keep(work, participant, list(zip([before, *parts], afters, strict=True)))


class _NamesText(Protocol):
    @property
    def revision(self) -> int: ...
    @property
    def digest(self) -> str: ...


@asynccontextmanager
async def _move(
    participant: Participant, verb: Verb, request: MoveRequest, *path: UUID
) -> AsyncGenerator[Work | None, None]:
    """Open the unit of one move under the shared journal's lock; None when it was done before."""
    require(policy.may(participant, verb))
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may(await still(participant), verb))
        yield None if await work.repeats(request, shared, *path) else work


async def _replace(
    participant: Participant,
    commitment_id: UUID,
    verb: Verb,
    request: ProposeAnew | CounterRevision,
) -> None:
    async with _move(participant, verb, request, commitment_id) as work:
        if work is None:
            return
        asked = Asked(
            commitment_id=commitment_id,
            revision_id=request.id,
            words=request,
            named=_named(commitment_id, request),
            verb=verb,
        )
        await place(
            work,
            participant,
            [asked],
            clock=request.clock,
            declared_not_bsn=request.declared_not_bsn,
        )


async def _say(
    work: Work,
    participant: Participant,
    commitment_id: UUID,
    kind: MessageKind,
    request: AskQuestion | AnswerQuestion,
) -> None:
    await dialogue.post_in(
        work,
        participant,
        subject_kind=SubjectKind.COMMITMENT,
        subject_id=commitment_id,
        kind=kind,
        text=request.text,
        message_id=request.id,
        declared_not_bsn=request.declared_not_bsn,
    )


async def _tell(
    work: Work,
    participant: Participant,
    texts: Sequence[Negotiation],
    kind: MessageKind,
    request: DeclineRevision | PauseClock,
) -> None:
    """Say the reason where each of these is talked about; the first message is the request's own."""
    for index, text in enumerate(texts):
        await dialogue.post_in(
            work,
            participant,
            subject_kind=SubjectKind.COMMITMENT,
            subject_id=text.commitment_id,
            kind=kind,
            text=request.reason,
            message_id=surroundings.new_id() if index else request.id,
            declared_not_bsn=request.declared_not_bsn,
            pointer="/reason",
        )


def _named(commitment_id: UUID, request: _NamesText) -> Named:
    return Named(commitment_id=commitment_id, revision=request.revision, digest=request.digest)
