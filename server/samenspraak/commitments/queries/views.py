"""What a reader sees of commitments: the column of a workspace, and one with all its rounds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.commitments import policy
from samenspraak.commitments.decisions import (
    Table,
    concept_standing,
    counts,
    held_agreement,
    hints,
    is_live,
    is_open_intention,
    lapse,
    less_than_bid,
    name_of,
    needs_approver,
    open_verbs,
    shown,
    standing,
)
from samenspraak.commitments.queries.bids import bid_view, departures_of
from samenspraak.commitments.queries.differences import differences
from samenspraak.commitments.queries.drafts import (
    Concept,
    DraftsAbout,
    concept_of,
    drafts_about,
)
from samenspraak.commitments.queries.holders import (
    Replacement,
    holders_of,
    replacements,
)
from samenspraak.commitments.queries.rows import (
    History,
    Holder,
    bids_of,
    histories,
    history,
    holders_in,
    package,
    terms_in,
    terms_of,
)
from samenspraak.commitments.queries.totals import Figures, totals
from samenspraak.commitments.queries.worth import tables_of, worth_in
from samenspraak.commitments.schemas import (
    CommitmentLineView,
    CommitmentsView,
    CommitmentView,
    DifferenceView,
    HolderView,
    Negotiation,
    NegotiationView,
    ResponsibleView,
    RevisionView,
    StandingView,
    Verb,
)
from samenspraak.commitments.terms import AmountValue, Terms, ValueToBeDiscussed, missing
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.markup import render_frozen
from samenspraak.workspaces.queries import agreed_purpose, newest_purpose
from samenspraak.workspaces.schemas import Participant, Role, Side

_YES = frozenset({Verb.ACCEPT, Verb.ACCEPT_PACKAGE})
# Everybody who ever took part, for rounds outlive people's parts.
_REVISIONS = """
select r.*, coalesce(p.name, '') as by_name from revision r
join commitment c on c.id = r.commitment_id
left join participant p on p.workspace_id = c.workspace_id and p.person_id = r.by_person
where r.commitment_id = $1 order by r.number
"""


async def commitments_view(participant: Participant) -> tuple[CommitmentsView, str]:
    """Return the workspace's column with its sums, and the position its news goes on from."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        found = [*(await histories(participant.workspace_id)).values()]
        about = await drafts_about(participant, [each.id for each in found])
        concepts = {
            each.id: await concept_of(participant, each, about)
            for each in found
            if not each.negotiations
        }
        known_by = {each.id: _shown(each, at) for each in found if each.negotiations}
        needed = {text.revision_id for text in known_by.values()}
        for each in found:
            held = held_agreement(each.negotiations, each.bounds)
            needed |= {bound.revision_id for bound in each.bounds if bound.to_at is None}
            needed |= set() if held is None else {held.revision_id}
        texts = await terms_of(needed)
        bids = await bids_of(participant.workspace_id)
        purpose = await agreed_purpose(participant.workspace_id)
        purpose = purpose or await newest_purpose(participant.workspace_id)
    letters = [] if purpose is None else [part.letter for part in purpose.parts]
    return CommitmentsView(
        items=[
            _concept_line(each, concepts[each.id], about)
            if each.id in concepts
            else _line(each, known_by[each.id], texts, bids.get(each.id), about, at)
            for each in found
        ],
        totals=totals((_figures(each, texts, concepts, at) for each in found), letters),
        moves=[Verb.PROPOSE] if policy.may(participant, Verb.PROPOSE) else [],
    ), reached


async def commitment_view(
    participant: Participant, commitment_id: UUID
) -> tuple[CommitmentView, str]:
    """Return one commitment with all its rounds, and the position its news goes on from."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        each = await history(participant.workspace_id, commitment_id)
        about = await drafts_about(participant, [commitment_id])
        if not each.negotiations:
            concept = await concept_of(participant, each, about)
            return _concept_view(each, concept, about), reached
        rounds = await fetch(_REVISIONS, commitment_id)
        parts = [each.newest]
        if each.newest.is_open and each.newest.package_id is not None:
            parts = [*(await package(participant.workspace_id, each.newest.package_id)).values()]
        texts = await terms_of([part.revision_id for part in parts])
        bids = await bids_of(participant.workspace_id, [part.commitment_id for part in parts])
        departures = await departures_of(commitment_id)
        paused_by_name = await _name_of(participant, each.newest.paused_by)
        holders = await holders_of(each)
        replaced = await replacements(participant.workspace_id)
        tables = await tables_of(participant.workspace_id, map(terms_in, rounds))
    on_table = {part.commitment_id: texts[part.revision_id] for part in parts}
    is_package = each.newest.is_open and each.newest.package_id is not None
    less = {
        part.commitment_id: less_than_bid(
            bids.get(part.commitment_id), on_table[part.commitment_id]
        )
        for part in parts
    }
    shown_terms = next(
        terms_in(row) for row in rounds if row["number"] == _shown(each, at).revision
    )
    return CommitmentView(
        id=each.id,
        number=each.number,
        title=shown_terms.title,
        origin=each.origin,
        bid=bid_view(bids.get(each.id)),
        less_than_bid=less_than_bid(bids.get(each.id), shown_terms),
        bid_departures=departures,
        standing=standing(each.negotiations, each.bounds, at),
        revisions=[await _round(row, tables) for row in rounds],
        negotiation=_negotiation_view(each.newest, paused_by_name, at),
        difference=_difference(rounds),
        missing=missing(shown_terms),
        package=[name_of(part) for part in parts] if is_package else [],
        draft_id=about.joint.get(each.id),
        own_draft_id=about.own_side.get(each.id),
        holders=[_holder(participant, held, replaced.get(held.commitment)) for held in holders],
        moves=[
            verb
            for verb in _moves(participant, each, parts if is_package else [], on_table, at)
            if verb not in _YES
            or Role.APPROVER in participant.roles
            or not needs_approver(less, participant.side)
        ],
    ), reached


def _moves(
    participant: Participant,
    each: History,
    parts: list[Negotiation],
    terms: dict[UUID, Terms],
    at: datetime,
) -> list[Verb]:
    return [
        verb
        for verb in open_verbs(each.negotiations, each.bounds, parts, terms, participant.side, at)
        if policy.may(participant, verb)
    ]


def _shown(each: History, at: datetime) -> Negotiation:
    return shown(each.negotiations, each.bounds, at)


def _concept_view(each: History, concept: Concept, about: DraftsAbout) -> CommitmentView:
    return CommitmentView(
        id=each.id,
        number=each.number,
        title=concept.title,
        origin=each.origin,
        bid=None,
        less_than_bid=[],
        bid_departures=[],
        standing=concept_standing(concept.state.discarded_at),
        revisions=[],
        negotiation=None,
        difference=None,
        missing=concept.missing,
        package=[],
        draft_id=about.joint.get(each.id),
        own_draft_id=about.own_side.get(each.id),
        holders=[],
        moves=[],
    )


def _concept_line(each: History, concept: Concept, about: DraftsAbout) -> CommitmentLineView:
    return _line_of(
        each,
        about,
        concept.reading.terms,
        title=concept.title,
        where=concept_standing(concept.state.discarded_at),
    )


def _line(
    each: History,
    round_: Negotiation,
    texts: Mapping[UUID, Terms],
    bid: Terms | None,
    about: DraftsAbout,
    at: datetime,
) -> CommitmentLineView:
    terms = texts[round_.revision_id]
    return _line_of(
        each,
        about,
        terms,
        title=terms.title,
        where=standing(each.negotiations, each.bounds, at),
        round_=round_,
        bid=bid,
    )


def _line_of(
    each: History,
    about: DraftsAbout,
    terms: Terms,
    *,
    title: str,
    where: StandingView,
    round_: Negotiation | None = None,
    bid: Terms | None = None,
) -> CommitmentLineView:
    return CommitmentLineView(
        id=each.id,
        number=each.number,
        title=title,
        kind=terms.kind,
        quantity=terms.quantity,
        unit=terms.unit,
        months=None if terms.period is None else terms.period.months,
        scope=terms.scope,
        counts=counts(terms),
        value_cents=terms.value.amount_cents if isinstance(terms.value, AmountValue) else None,
        is_value_to_be_discussed=isinstance(terms.value, ValueToBeDiscussed),
        spent_cents=terms.spent_cents,
        has_result_goal=terms.result_goal is not None,
        has_effort_goal=terms.effort_goal is not None,
        is_open_intention=is_open_intention(terms),
        bid=bid_view(bid),
        less_than_bid=less_than_bid(bid, terms),
        revision=None if round_ is None else round_.revision,
        package_id=round_.package_id if round_ is not None and round_.is_open else None,
        draft_id=about.joint.get(each.id),
        own_draft_id=about.own_side.get(each.id),
        standing=where,
    )


def _figures(
    each: History, texts: dict[UUID, Terms], concepts: dict[UUID, Concept], at: datetime
) -> Figures:
    if each.id in concepts:
        concept = concepts[each.id]
        is_written = concept.state.discarded_at is None
        return Figures(number=each.number, concept=concept.reading.terms if is_written else None)
    held = held_agreement(each.negotiations, each.bounds)
    binds = next((bound for bound in each.bounds if bound.to_at is None), None)
    return Figures(
        number=each.number,
        agreed=None if held is None else texts[held.revision_id],
        binds=None if binds is None else texts[binds.revision_id],
        on_table=texts[each.newest.revision_id] if is_live(each.newest, at) else None,
    )


async def _round(row: dict[str, Any], tables: Mapping[str, Table]) -> RevisionView:
    terms = terms_in(row)
    valuation = worth_in(terms, tables).valuation
    return RevisionView(
        number=row["number"],
        digest=row["digest"],
        by_side=Side(row["by_side"]),
        by_name=row["by_name"],
        put_at=row["put_at"],
        terms=terms,
        table_cents=None if valuation is None else valuation.amount_cents,
        html=await render_frozen(terms.text or ""),
        responsible=[
            ResponsibleView(
                side=Side(holder.side),
                role=holder.role,
                name=holder.name,
                participant_id=holder.participant_id,
            )
            for holder in holders_in(row)
        ],
        hints=hints(terms),
    )


def _holder(participant: Participant, signed: Holder, replaced: Replacement | None) -> HolderView:
    now = signed if replaced is None else replaced.held
    return HolderView(
        slot=signed.commitment,
        side=Side(signed.side),
        role=signed.role,
        name="" if now is None else now.name,
        participant_id=None if now is None else now.participant_id,
        since=None if replaced is None else replaced.since,
        may_replace=policy.may_replace_holder(participant, signed.side),
    )


async def _name_of(participant: Participant, person_id: UUID | None) -> str:
    row = await fetch_one(
        "select name from participant where workspace_id = $1 and person_id = $2",
        participant.workspace_id,
        person_id,
    )
    return "" if row is None else row["name"]


def _negotiation_view(newest: Negotiation, paused_by_name: str, at: datetime) -> NegotiationView:
    has_lapsed = newest.is_open and not is_live(newest, at)
    negotiation = lapse(newest) if has_lapsed else newest
    return NegotiationView(
        **{
            name: getattr(negotiation, name)
            for name in NegotiationView.__struct_fields__
            if name != "paused_by_name"
        },
        paused_by_name=paused_by_name,
    )


def _difference(rounds: list[dict[str, Any]]) -> DifferenceView | None:
    if len(rounds) < 2:
        return None
    before, after = rounds[-2:]
    return DifferenceView(
        before=before["number"],
        after=after["number"],
        fields=differences(
            terms_in(before),
            terms_in(after),
            held_before=holders_in(before),
            held_after=holders_in(after),
        ),
    )
