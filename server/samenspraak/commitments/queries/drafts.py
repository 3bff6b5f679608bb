"""What is read of drafts of commitments: beside the rounds, and as what they would propose."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from samenspraak import surroundings
from samenspraak.commitments import policy
from samenspraak.commitments.decisions import (
    Reading,
    at_fields,
    concept_standing,
    draft_faults,
    hints,
    less_than_bid,
    open_proposal,
    proposal_of,
    shown,
    spoken_of,
    standing,
    terms_of_content,
)
from samenspraak.commitments.queries.bids import bid_view
from samenspraak.commitments.queries.differences import differences
from samenspraak.commitments.queries.rows import (
    History,
    Holder,
    bids_of,
    history,
    holders_in,
    scope_rule,
    terms_in,
)
from samenspraak.commitments.queries.valuations import valuation_view
from samenspraak.commitments.queries.worth import tables_of, without_old_value, worth_in
from samenspraak.commitments.schemas import (
    Answers,
    CommitmentDraftView,
    DraftChangesView,
    DraftedView,
    LatestView,
    Negotiation,
    Proposal,
    Responsible,
    ResponsibleView,
    Verb,
)
from samenspraak.commitments.terms import (
    Missing,
    RoleSlot,
    Terms,
    missing,
    normalised,
    signing_side,
)
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.drafting.queries import laid_out, state_of, title_of, view_of
from samenspraak.drafting.schemas import Box, Content, DraftKind, DraftState
from samenspraak.errors import Fault, NotFound, Refusal
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.problems import problem
from samenspraak.workspaces.queries import words_about
from samenspraak.workspaces.schemas import Participant, Side

_DRAFTS = """
select id, subject_id, box, discarded_at is not null as is_discarded from draft
where workspace_id = $1 and journal_id = any($2) and kind = 'commitment' and subject_id = any($3)
order by opened_at, id
"""


class DraftsAbout(Struct, frozen=True, kw_only=True):
    """The drafts this reader may see of some commitments, by commitment.

    `written` is the joint draft that a commitment began as, also when it was put away.
    """

    joint: dict[UUID, UUID]
    own_side: dict[UUID, UUID]
    written: dict[UUID, UUID]


class Concept(Struct, frozen=True, kw_only=True):
    """A commitment of which nothing was proposed yet: its joint draft, and what that says."""

    state: DraftState
    reading: Reading

    @property
    def title(self) -> str:
        """Return what people call it meanwhile."""
        return title_of(self.state.content)

    @property
    def missing(self) -> Missing:
        """Return what it lacks for each next step."""
        return missing_in(self.reading)


async def drafts_about(participant: Participant, commitment_ids: Collection[UUID]) -> DraftsAbout:
    """Return the drafts of these commitments, of both sides and of the reader's own."""
    rows = await fetch(
        _DRAFTS, participant.workspace_id, list(participant.journal_ids), list(commitment_ids)
    )

    def of(box: Box, *, is_open: bool) -> dict[UUID, UUID]:
        return {
            row["subject_id"]: row["id"]
            for row in rows
            if row["box"] == box.value and not (is_open and row["is_discarded"])
        }

    return DraftsAbout(
        joint=of(Box.JOINT, is_open=True),
        own_side=of(Box.OWN_SIDE, is_open=True),
        written=of(Box.JOINT, is_open=False),
    )


async def concept_of(participant: Participant, each: History, about: DraftsAbout) -> Concept:
    """Return what both sides wrote of a commitment before anything was proposed."""
    state = await state_of(participant, about.written[each.id])
    assert state is not None, "a commitment without rounds began as a joint draft"
    reading = terms_of_content(state.content)
    return Concept(state=state, reading=await _worked_out(participant, reading, state.content))


async def read_draft(participant: Participant, state: DraftState) -> Reading:
    """Read a draft as what it would propose, over the text it began from or was proposed as last.

    What it is worth by its table is filled in, as it will be when it is proposed.
    """
    return await _worked_out(participant, await _read(participant, state), state.content)


async def _read(participant: Participant, state: DraftState) -> Reading:
    number = state.proposed_number or state.base_number
    if state.subject_id is None or number is None:
        return terms_of_content(state.content)
    row = await fetch_one(
        "select content, names from revision where commitment_id = $1 and number = $2",
        state.subject_id,
        number,
    )
    assert row is not None, "a draft begins from a text that was put"
    return terms_of_content(
        state.content, terms_in(row), await people_in(participant.workspace_id, row)
    )


async def _worked_out(participant: Participant, reading: Reading, content: Content) -> Reading:
    reading = without_old_value(reading, content)
    tables = await tables_of(participant.workspace_id, [reading.terms])
    return structs.replace(reading, terms=worth_in(reading.terms, tables).terms)


async def people_in(workspace_id: UUID, row: Mapping[str, Any]) -> list[Responsible]:
    """Return who looks after a stored round; whoever left since is there by name alone."""
    present = {
        key for key, person in (await _participants(workspace_id)).items() if not person["has_left"]
    }
    return [
        Responsible(
            side=signing_side(holder.side),
            name=holder.name,
            participant_id=holder.participant_id if holder.participant_id in present else None,
            role=holder.role,
        )
        for holder in holders_in(row)
    ]


async def commitment_draft_view(
    participant: Participant, draft_id: UUID, since: int | None = None
) -> tuple[CommitmentDraftView, str]:
    """Return a draft and what proposing it would come to, and the position this is true at."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        state = await state_of(participant, draft_id)
        if state is None or state.kind is not DraftKind.COMMITMENT:
            raise NotFound
        draft = await view_of(participant, state)
        each, about, rounds = None, None, {}
        if state.subject_id is not None:
            each = await history(participant.workspace_id, state.subject_id)
            rows = await fetch(
                "select number, digest, by_side, content, names from revision"
                " where commitment_id = $1",
                each.id,
            )
            rounds = {row["number"]: row for row in rows}
            about = await _drafted(participant, each, rounds, at)
        reading = await read_draft(participant, state)
        reading = structs.replace(reading, terms=normalised(reading.terms))
        tables = await tables_of(participant.workspace_id, [reading.terms])
        worth = worth_in(reading.terms, tables)
        of_worth = [
            structs.replace(fault, pointer=f"/terms{fault.pointer}") for fault in worth.faults
        ]
        worth_faults = at_fields(of_worth, reading.responsible)
        valuation = await valuation_view(
            participant, worth, tables, commitment_id=state.subject_id, faults=worth_faults
        )
        people = await _participants(participant.workspace_id)
        words = await words_about(participant, spoken_of(state, reading.terms))
        rule = await scope_rule(participant.workspace_id)
        bids = await bids_of(participant.workspace_id, [] if each is None else [each.id])
    bid = None if each is None else bids.get(each.id)
    responsible = [_responsible(person, people) for person in reading.responsible]
    newest = None if each is None or not each.negotiations else _shown(each, at)
    compared = since if since is not None else None if newest is None else newest.revision
    if compared is not None and compared not in rounds:
        raise NotFound
    faults = [*draft_faults(reading, rule, at), *worth_faults, *_absent(reading, people)]
    language = participant.person.language
    return CommitmentDraftView(
        draft=await laid_out(draft, language),
        commitment=about,
        terms=reading.terms,
        responsible=responsible,
        bid=bid_view(bid),
        less_than_bid=less_than_bid(bid, reading.terms),
        missing=missing_in(reading),
        valuation=valuation,
        hints=hints(_with_slots(reading)),
        faults=problem("invalid", 400, language, faults=tuple(faults)).errors,
        latest=None if newest is None else _latest(newest),
        changes=(
            None if compared is None else _changes(rounds[compared], reading.terms, responsible)
        ),
        answers=_answers(each, at),
        words=words,
        moves=[] if state.discarded_at is not None else _moves(participant, each, at),
    ), reached


def missing_in(reading: Reading) -> Missing:
    """Return what a draft lacks for each next step, with the role slots its people would fill."""
    return missing(_with_slots(reading))


def _with_slots(reading: Reading) -> Terms:
    slots = tuple(
        RoleSlot(side=person.side, role=person.role, commitment="")
        for person in reading.responsible
    )
    return structs.replace(reading.terms, responsible=slots)


async def _drafted(
    participant: Participant,
    each: History,
    rounds: Mapping[int, Mapping[str, Any]],
    at: datetime,
) -> DraftedView:
    if each.negotiations:
        title = terms_in(rounds[_shown(each, at).revision]).title
        where = standing(each.negotiations, each.bounds, at)
    else:
        concept = await concept_of(participant, each, await drafts_about(participant, [each.id]))
        title, where = concept.title, concept_standing(concept.state.discarded_at)
    return DraftedView(id=each.id, number=each.number, title=title, standing=where)


async def _participants(workspace_id: UUID) -> dict[UUID, dict[str, Any]]:
    rows = await fetch(
        "select id, side, name, left_at is not null as has_left from participant"
        " where workspace_id = $1",
        workspace_id,
    )
    return {row["id"]: row for row in rows}


def _responsible(person: Responsible, people: Mapping[UUID, Mapping[str, Any]]) -> ResponsibleView:
    known = people.get(person.participant_id) if person.participant_id is not None else None
    return ResponsibleView(
        side=Side(person.side),
        role=person.role,
        name=person.name if known is None else known["name"],
        participant_id=person.participant_id,
    )


def _absent(reading: Reading, people: Mapping[UUID, Mapping[str, Any]]) -> list[Fault]:
    """Return a fault for each person who does not take part on the side they are named for."""
    faults: list[Fault] = []
    for person in reading.responsible:
        if person.participant_id is None:
            continue
        known = people.get(person.participant_id)
        if known is None or known["has_left"] or known["side"] != person.side:
            pointer = f"/fields/responsible.{person.side}.participantId"
            faults.append(Fault(pointer=pointer, slug="commitments/not-of-that-side"))
    return faults


def _changes(
    row: Mapping[str, Any], after: Terms, responsible: list[ResponsibleView]
) -> DraftChangesView:
    # The server fills in the end of an offer when it is made.
    before = structs.replace(terms_in(row), offer_ends=None)
    holders = [
        Holder(side=person.side, role=person.role, commitment="", name=person.name)
        for person in responsible
    ]
    slots = tuple(
        RoleSlot(side=signing_side(holder.side), role=holder.role, commitment="")
        for holder in holders
    )
    return DraftChangesView(
        since=row["number"],
        fields=differences(
            before,
            structs.replace(after, responsible=slots),
            held_before=holders_in(row),
            held_after=holders,
        ),
        text_before=before.text or "",
        text_after=after.text or "",
    )


def _moves(participant: Participant, each: History | None, at: datetime) -> list[Proposal]:
    if not policy.may(participant, Verb.PROPOSE):
        return []
    if each is None:
        return [Proposal.PROPOSE]
    return open_proposal(each.negotiations, each.bounds, participant.side, at)


def _answers(each: History | None, at: datetime) -> Answers | None:
    if each is None:
        return None
    try:
        _, round_ = proposal_of(each.negotiations, each.bounds, at)
    except Refusal:
        return None
    if round_ is None:
        return None
    return Answers(revision=round_.revision, digest=round_.digest)


def _shown(each: History, at: datetime) -> Negotiation:
    return shown(each.negotiations, each.bounds, at)


def _latest(round_: Negotiation) -> LatestView:
    return LatestView(revision=round_.revision, digest=round_.digest, by_side=round_.proposed_by)
