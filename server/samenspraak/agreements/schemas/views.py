"""What readers see. One side alone sees what its signatory may sign, and who of it said yes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.documents.shapes import Cause
from samenspraak.agreements.reading.shapes import ChangeKind, ReadingAmount
from samenspraak.agreements.schemas.amending import AmendingView, OfferedBidView
from samenspraak.agreements.schemas.keeping import SignedCopyView
from samenspraak.agreements.schemas.requests import Clause
from samenspraak.agreements.schemas.signing import SignatoriesView, SigningRuleView
from samenspraak.agreements.schemas.states import Origin, VersionState
from samenspraak.files.schemas import FileView
from samenspraak.workspaces.schemas import DepartmentWordView, Side


class SignByView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Until when a version can be signed: the moment it is too late, and the day in words."""

    at: datetime
    zone: str
    text: str


class SignatureView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who signed for a side, in which role, how they proved it was them, and what they said."""

    side: Side
    name: str
    role: str
    party_name: str
    signed_at: datetime
    method: str
    proven_at: datetime | None
    statement: str
    reason: str | None
    entry_digest: str


class ConfirmationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who stood behind a deal on paper for a side."""

    side: Side
    name: str
    confirmed_at: datetime


class SlotHolderView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who holds a place named in the document. `name` is None once it was erased."""

    commitment: str
    side: Side
    role: str
    name: str | None


class SumsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the commitments of a version come to, in whole cents.

    `agreed` is all that counts towards the obligation: `within` the contract plus `outside` it.
    `extra` does not count. `to_be_discussed` is how many have no amount yet. `least_within` is what
    has to lie within the contract, where that was agreed.
    """

    agreed_cents: int
    within_cents: int
    outside_cents: int
    extra_cents: int
    to_be_discussed: int
    obligation_cents: int | None
    least_within_cents: int | None


class StatementChangeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened to the purpose or an article since the version before."""

    kind: ChangeKind
    title: str
    before: str | None
    after: str | None


class SigningView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What this reader is about to say by signing. The words are the ones that will be kept.

    `needs_proof` asks for the password first; `obstacle` is the slug of what stands in the way.
    `changed` is what the version changes, where the own mandate reaches to that. `asks_reason` is
    there when something ends that the other side offered to end.
    `organisation_id` is the reader's own: the one whose administrators can grant a mandate.
    """

    statement: str
    organisation_id: UUID
    role: str
    up_to_cents: int | None
    value: ReadingAmount
    changed: ReadingAmount | None
    asks_reason: bool
    needs_proof: bool
    obstacle: str | None
    obstacle_detail: str | None


class PaperView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A deal agreed on paper, outside Samenspraak."""

    agreed_on: date
    summary: str
    value_cents: int | None
    obligation_cents: int | None
    file: FileView
    confirmations: list[ConfirmationView]


class ChangeCountsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many parts differ from the version that was in force: the first thing a reader asks.

    `since` is that version.
    """

    since_id: UUID
    since_number: int
    added: int
    changed: int
    removed: int


class VersionLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version in the list.

    `changes` counts what differs from the version that was in force when it was offered; None when
    there was none.
    """

    id: UUID
    number: int
    origin: Origin
    state: VersionState
    digest: str
    value_cents: int
    reason: str
    offered_at: datetime
    offered_by_side: Side
    sign_by: SignByView | None
    # The sides that have all their signatures.
    signed_by: list[Side]
    in_force_at: datetime | None
    closed_at: datetime | None
    closed_reason: str | None
    changes: ChangeCountsView | None
    closed_by_side: Side | None
    cause: Cause | None
    changed_cents: int | None
    has_receipt: bool


class MissingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing to fill in before signing. `commitment_id` says where, or else `pointer`."""

    pointer: str
    slug: str
    detail: str
    commitment_id: UUID | None
    commitment_number: int | None


class CandidateView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A commitment that can go into the next version, with the text that would."""

    commitment_id: UUID
    number: int
    title: str
    revision: int
    digest: str
    value_cents: int | None
    is_in_force: bool
    is_new: bool


class ReadinessView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a next version would hold, and what is still missing for it.

    `within_cents` is what of it counts within the contract, `least_within_cents` what has to in the
    end, where that was agreed.
    """

    candidates: list[CandidateView]
    clauses: list[Clause]
    within_cents: int
    least_within_cents: int | None
    missing: list[MissingView]
    is_ready: bool
    has_changes: bool
    amending: AmendingView


class VersionsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """All versions, the newest first, and how near the next one is."""

    items: list[VersionLineView]
    readiness: ReadinessView
    # Of both sides, the newest: what was offered before keeps the rule it was offered under.
    signing_rules: list[SigningRuleView]
    moves: list[str]


class VersionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version: the very document that is signed, who signed it, and what may follow.

    `content` is the text whose SHA-256 is `digest`; `document` is the same, parsed. How people read
    it is its reading.
    """

    line: VersionLineView
    content: str
    document: dict[str, Any]
    names: list[SlotHolderView]
    signatures: list[SignatureView]
    # How many have to sign for each side, and how many did.
    needed: SignatoriesView
    given: SignatoriesView
    sums: SumsView
    # What the winning bid said of what is in it, or was in the version before.
    bids: list[OfferedBidView]
    paper: PaperView | None
    voided_by: list["VoidingView"]
    signed_copies: list[SignedCopyView]
    signing: SigningView | None
    # Of the reader's own side, while the version can be signed.
    words: list[DepartmentWordView]
    moves: list[str]


class VoidingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What was taken up again after a version was offered."""

    what: str
    number: int
    at: datetime


class ReceiptView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Proof that both sides signed one version: its very text, and the seal over that text."""

    id: UUID
    receipt: dict[str, Any]
    content: str
    seal: str
    kid: str
    issued_at: datetime
