"""How texts are put to the other side, one or several at once, new or in the place of others."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from samenspraak import surroundings
from samenspraak.commitments import decisions
from samenspraak.commitments.commands.departures import judged, keep_departures
from samenspraak.commitments.commands.rows import (
    about,
    begin,
    keep,
    open_negotiation,
    set_origin,
)
from samenspraak.commitments.commands.texts import Filled, Writing, fill, put
from samenspraak.commitments.queries import History, bids_of, histories, revisions
from samenspraak.commitments.schemas import (
    AskTerms,
    Clock,
    CommitmentCountered,
    CommitmentLapsed,
    CommitmentProposed,
    Named,
    Negotiation,
    PackagePart,
    Verb,
)
from samenspraak.drafting.schemas import DraftState
from samenspraak.errors import NotFound
from samenspraak.journal.commands import Work
from samenspraak.workspaces.commands import require_words
from samenspraak.workspaces.schemas import Participant


class Asked(Struct, frozen=True, kw_only=True):
    """One text that is to be put, and where it stands in the request.

    `named` is the text it changes or answers; None for something new. `verb` says which of the
    two it must be; None takes whichever fits, as in a package. `is_begun` is true of a commitment
    that has its number already, from a joint draft.
    """

    commitment_id: UUID
    revision_id: UUID
    words: AskTerms | PackagePart
    pointer: str = ""
    origin: str = "proposal"
    named: Named | None = None
    verb: Verb | None = None
    is_begun: bool = False
    # The frozen draft it comes from, which the own side's departments gave their word about.
    draft: DraftState | None = None


async def place(
    work: Work,
    participant: Participant,
    asked: Sequence[Asked],
    *,
    clock: Clock,
    declared_not_bsn: bool,
    package_id: UUID | None = None,
) -> list[Negotiation]:
    """Judge, freeze and put every text, or none; return where each negotiation then stands."""
    past = await histories(
        participant.workspace_id, [ask.commitment_id for ask in asked if ask.named is not None]
    )
    answered = {ask.commitment_id: _answered(work, participant, ask, past) for ask in asked}
    rows = await revisions(
        [negotiation.revision_id for negotiation in answered.values() if negotiation is not None]
    )
    writings: list[Writing] = []
    for ask in asked:
        negotiation = answered[ask.commitment_id]
        writings.append(
            Writing(
                pointer=ask.pointer,
                terms=ask.words.terms,
                responsible=ask.words.responsible,
                previous=None if negotiation is None else rows[negotiation.revision_id],
            )
        )
    filled, declared = await fill(
        participant,
        writings,
        clock=clock,
        declared_not_bsn=declared_not_bsn,
        at=work.at,
    )
    spoken = [
        decisions.spoken_of(ask.draft, text.terms) for ask, text in zip(asked, filled, strict=True)
    ]
    await require_words(work, participant, spoken)
    bids = await bids_of(
        participant.workspace_id, [ask.commitment_id for ask in asked if ask.named is not None]
    )
    departures = await judged(
        participant,
        [
            decisions.Departure(
                commitment_id=ask.commitment_id,
                less=decisions.less_than_bid(bids.get(ask.commitment_id), text.terms),
                answers=ask.words.bid_answers,
                pointer=f"{ask.pointer}/bidAnswers",
            )
            for ask, text in zip(asked, filled, strict=True)
        ],
        declared_not_bsn=declared_not_bsn,
    )
    afters: list[Negotiation] = []
    countered: list[tuple[Negotiation, Negotiation]] = []
    for ask, text in zip(asked, filled, strict=True):
        told = {"package_id": package_id, "declared_not_bsn": declared}
        before = answered[ask.commitment_id]
        if before is None:
            after = await _propose(work, participant, ask, text, told)
        elif before.is_open:
            after = await _counter(work, participant, ask, text, before, told)
            countered.append((before, after))
        else:
            past_of = past[ask.commitment_id]
            after = await _propose_anew(work, participant, ask, text, past_of, told)
        afters.append(after)
    await keep(work, participant, countered)
    await keep_departures(work, participant, departures, afters)
    return afters


def _answered(
    work: Work, participant: Participant, ask: Asked, past: dict[UUID, History]
) -> Negotiation | None:
    """Find the round that is answered, or whose agreement is changed, and judge that it can be."""
    if ask.named is None:
        return None
    if ask.commitment_id not in past:
        raise NotFound
    each = past[ask.commitment_id]
    verb = ask.verb
    if verb is None:
        verb = Verb.COUNTER if decisions.is_live(each.newest, work.at) else Verb.PROPOSE
    if verb is Verb.COUNTER:
        decisions.judge(Verb.COUNTER, each.newest, participant.side, ask.named, work.at)
        return each.newest
    decisions.check_anew(each.negotiations, each.bounds, ask.named, work.at)
    return decisions.held_agreement(each.negotiations, each.bounds)


async def _propose(
    work: Work, participant: Participant, ask: Asked, text: Filled, told: dict[str, Any]
) -> Negotiation:
    if ask.is_begun:
        await set_origin(ask.commitment_id, ask.origin)
    else:
        await begin(participant, ask.commitment_id, origin=ask.origin)
    made = await put(
        work,
        participant,
        text,
        commitment_id=ask.commitment_id,
        revision_id=ask.revision_id,
        number=1,
        origin=ask.origin,
        package_id=told["package_id"],
    )
    negotiation = decisions.propose(
        made, negotiation_id=surroundings.new_id(), commitment_id=ask.commitment_id
    )
    await open_negotiation(participant, negotiation)
    work.record(
        participant.shared_journal_id,
        about(CommitmentProposed, participant, negotiation, **told),
    )
    return negotiation


async def _propose_anew(
    work: Work,
    participant: Participant,
    ask: Asked,
    text: Filled,
    past: History,
    told: dict[str, Any],
) -> Negotiation:
    assert ask.named is not None, "a change names what it changes"
    await _lapse(work, participant, past.newest)
    made = await put(
        work,
        participant,
        text,
        commitment_id=past.id,
        revision_id=ask.revision_id,
        number=past.newest.revision + 1,
        predecessor=ask.named.digest,
        package_id=told["package_id"],
    )
    negotiation = decisions.propose(
        made,
        negotiation_id=surroundings.new_id(),
        commitment_id=past.id,
        number=past.newest.number + 1,
    )
    await open_negotiation(participant, negotiation)
    work.record(
        participant.shared_journal_id,
        about(CommitmentProposed, participant, negotiation, is_anew=True, **told),
    )
    return negotiation


async def _counter(
    work: Work,
    participant: Participant,
    ask: Asked,
    text: Filled,
    before: Negotiation,
    told: dict[str, Any],
) -> Negotiation:
    assert ask.named is not None, "an answer names what it answers"
    made = await put(
        work,
        participant,
        text,
        commitment_id=before.commitment_id,
        revision_id=ask.revision_id,
        number=before.revision + 1,
        predecessor=before.digest,
        package_id=told["package_id"],
    )
    after = decisions.counter(before, made, ask.named)
    told = {**told, "package_id": after.package_id, "answered_revision": before.revision}
    work.record(
        participant.shared_journal_id, about(CommitmentCountered, participant, after, **told)
    )
    return after


async def _lapse(work: Work, participant: Participant, before: Negotiation) -> None:
    """Close an offer whose end has passed, before another takes its place.

    Until then nothing needs to be written: that it lapsed is judged wherever it is read.
    """
    if not before.is_open:
        return
    after = decisions.lapse(before)
    # The side whose offer it was; whoever comes next only finds that it is over.
    fact = about(CommitmentLapsed, participant, after)
    work.record(participant.shared_journal_id, structs.replace(fact, side=before.proposed_by))
    await keep(work, participant, [(before, after)])
