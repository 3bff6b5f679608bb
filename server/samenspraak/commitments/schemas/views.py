"""What readers see. Only the drafts of one's own side are seen by one side alone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.commitments.schemas.bids import BidDepartureView, BidView
from samenspraak.commitments.schemas.hints import Hint, PurposePartView
from samenspraak.commitments.schemas.requests import Answers
from samenspraak.commitments.schemas.states import ClosedAs, Less, Named, Proposal, Status, Verb
from samenspraak.commitments.schemas.valuations import ValuationView
from samenspraak.commitments.terms import Kind, Missing, Scope, Terms
from samenspraak.drafting.schemas import DraftView
from samenspraak.problems import FaultView
from samenspraak.workspaces.schemas import DepartmentWordView, Side


class ResponsibleView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who looks after the commitment on a side. The name is empty once it was erased."""

    side: Side
    role: str
    name: str
    participant_id: UUID | None


class HolderView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who looks after what is agreed now. `since` is None while nobody took their place.

    `slot` is the place in the agreed text; the name is empty once it was erased.
    """

    slot: str
    side: Side
    role: str
    name: str
    participant_id: UUID | None
    since: datetime | None
    may_replace: bool


class RevisionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One frozen text, and who put it to the other side when.

    `html` is the text among the terms as readers see it. It is no part of what was agreed, and
    neither is `table_cents`: what its table comes to, beside a value that was agreed otherwise.
    """

    number: int
    digest: str
    by_side: Side
    by_name: str
    put_at: datetime
    terms: Terms
    table_cents: int | None
    html: str
    responsible: list[ResponsibleView]
    hints: list[Hint]


class NegotiationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the bargaining stands, or how it ended.

    While its clock stands still `paused_side`, `paused_by_name` and `paused_reason` say by whom and
    why; a coordinator can let it stand still too.
    """

    number: int
    opened_at: datetime
    first_revision: int
    revision: int
    digest: str
    proposed_by: Side
    turn: Side
    has_question: bool
    until_at: datetime | None
    until_lapses: bool
    remind_at: datetime | None
    reminded_at: datetime | None
    paused_at: datetime | None
    paused_side: Side | None
    paused_by_name: str
    paused_reason: str | None
    package_id: UUID | None
    is_open: bool
    closed_as: ClosedAs | None
    closed_reason: str | None
    closed_at: datetime | None


class FieldDifference(Struct, frozen=True, kw_only=True, rename="camel"):
    """One member of the terms that two rounds say differently; None means it was not there.

    `label` is the key of its name on screen, `pointer` its place within the terms.
    """

    pointer: str
    label: str
    before: Any
    after: Any


class DifferenceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What changed from one round to the next."""

    before: int
    after: int
    fields: list[FieldDifference]


class StandingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a commitment stands.

    The word is about what is newest. `agreed_revision` is what both sides said yes to last and
    `bound_revision` what binds by signature: each holds until a later one takes its place, also
    while a change lies with a side or waits to be signed. `turn` is nobody's once closed. After
    `until_at` a text stays on the table, unless `until_lapses`; while it is paused it does not run.
    """

    status: Status
    turn: Side | None
    has_question: bool
    until_at: datetime | None
    until_lapses: bool
    paused_at: datetime | None
    agreed_revision: int | None
    bound_revision: int | None
    closed_as: str | None
    closed_reason: str | None
    closed_at: datetime | None
    # What a version let end early still holds up to this day.
    ended_on: date | None = None


class CommitmentLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One commitment in the workspace's column, with the numbers of its newest valid text.

    Of a concept they are those of the joint draft, as far as they can be read, and there is no
    `revision` yet. `draft_id` is the open joint draft about it, `own_draft_id` that of the reader's
    own side. `bid` is what the winning bid said of it, and `less_than_bid` in what this is less.
    """

    id: UUID
    number: int
    title: str
    kind: Kind | None
    quantity: str | None
    unit: str | None
    months: str | None
    scope: Scope | None
    counts: bool
    value_cents: int | None
    is_value_to_be_discussed: bool
    spent_cents: int | None
    has_result_goal: bool
    has_effort_goal: bool
    is_open_intention: bool
    bid: BidView | None
    less_than_bid: list[Less]
    revision: int | None
    package_id: UUID | None
    draft_id: UUID | None
    own_draft_id: UUID | None
    standing: StandingView


class CommitmentView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One commitment with all its rounds, and the moves open to this reader.

    `origin` is `bid` when it came from the winning bid: its first round is that offer, kept to
    compare with for ever. `package` names all texts that are accepted together with this one. A
    concept has no rounds and no negotiation; its words stand in the joint draft. `draft_id` is the
    open joint draft about it, `own_draft_id` that of the reader's own side. `less_than_bid` is about
    the text it is known by: on the table, else agreed; a buyer who says yes to that answers for it.
    """

    id: UUID
    number: int
    title: str
    origin: str
    bid: BidView | None
    less_than_bid: list[Less]
    bid_departures: list[BidDepartureView]
    standing: StandingView
    revisions: list[RevisionView]
    negotiation: NegotiationView | None
    difference: DifferenceView | None
    missing: Missing
    package: list[Named]
    draft_id: UUID | None
    own_draft_id: UUID | None
    # Of what is agreed, or else binds; empty before anything is.
    holders: list[HolderView]
    moves: list[Verb]


class DraftedView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The commitment that a draft is about."""

    id: UUID
    number: int
    title: str
    standing: StandingView


class LatestView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The text on the table, or else the agreed one, or else the last there was."""

    revision: int
    digest: str
    by_side: Side


class DraftChangesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a draft says differently from a round, member by member, and both texts to compare."""

    since: int
    fields: list[FieldDifference]
    text_before: str
    text_after: str


class CommitmentDraftView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A draft of a commitment, and what proposing it now would come to.

    `terms` and `responsible` are what would be put, without what cannot be read; `faults` say what
    stands against it, by the field of the draft. A proposal names `draft.digest` and `answers` as
    they are here. `latest` is the round to compare with first, `changes` what differs from it or
    from the round that was asked for. `moves` holds what a proposal of this reader would be, if
    there can be one. `valuation` is what it would be worth, with what it would do to the whole.
    """

    draft: DraftView
    commitment: DraftedView | None
    terms: Terms
    responsible: list[ResponsibleView]
    bid: BidView | None
    less_than_bid: list[Less]
    missing: Missing
    valuation: ValuationView
    hints: list[Hint]
    faults: list[FaultView]
    latest: LatestView | None
    changes: DraftChangesView | None
    answers: Answers | None
    # Of the reader's own side alone; the other never learns that anybody is asked.
    words: list[DepartmentWordView]
    moves: list[Proposal]


class PlacesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Places of one kind, as decimal strings: agreed, on the table beside it, and only written.

    `intended` are those that the newest texts only strive for; they are in none of the others.
    """

    kind: Kind
    agreed: str
    in_negotiation: str
    concept: str
    intended: str


class ValueTotals(Struct, frozen=True, kw_only=True, rename="camel"):
    """Sums of values in whole cents.

    `in_negotiation_cents` is what saying yes to everything on the table would change, so it can be
    below nought; `in_force_cents` is the part of what is agreed that both sides signed for.
    `concept_cents` stands in joint drafts of which nothing was proposed yet.
    """

    agreed_cents: int
    in_negotiation_cents: int
    in_force_cents: int
    concept_cents: int


class WorkspaceTotals(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the commitments come to. Only what both sides can see is counted.

    `counting` is all that counts towards the obligation, wherever it is done, and is the sum of
    `within` and `outside`; `extra` does not count. `spent` is money, whatever it counts for, and
    never a part of the other sums. `to_be_discussed` is how many commitments have no amount yet. By
    number: `open_intentions` only say what is striven for, `purpose` has which commitments serve
    each part of the purpose, and `serves_none` those that serve no part of it.
    """

    places: list[PlacesView]
    counting: ValueTotals
    within: ValueTotals
    outside: ValueTotals
    extra: ValueTotals
    spent: ValueTotals
    to_be_discussed: int
    open_intentions: list[int]
    purpose: list[PurposePartView]
    serves_none: list[int]


class CommitmentsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """All commitments of a workspace, by number, with what they come to."""

    items: list[CommitmentLineView]
    totals: WorkspaceTotals
    moves: list[Verb]
