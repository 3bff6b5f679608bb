"""What readers see. One side alone sees what its signatory may sign, and who of it said yes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.schemas.requests import Clause
from samenspraak.agreements.schemas.states import ChangeKind, Origin, VersionState
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
    statement: str
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


class CommitmentChangeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened to one commitment since the version before. `fields` are its changed members.

    A value of None is "in overleg", or nothing where the commitment was not in that version.
    """

    kind: ChangeKind
    commitment_id: UUID
    number: int
    title: str
    before_cents: int | None
    after_cents: int | None
    difference_cents: int
    fields: list["FieldChangeView"]


class FieldChangeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One member of the terms, by its pointer, that both versions say differently."""

    pointer: str
    before: Any
    after: Any


class StatementChangeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened to the purpose, the obligation or an article since the version before."""

    kind: ChangeKind
    title: str
    before: str | None
    after: str | None
    before_cents: int | None = None
    after_cents: int | None = None


class ChangesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Everything that differs from the version before, with both sums."""

    previous_number: int
    previous_digest: str
    added: int
    changed: int
    removed: int
    purpose: StatementChangeView
    obligation: StatementChangeView
    clauses: list[StatementChangeView]
    commitments: list[CommitmentChangeView]
    before: SumsView
    after: SumsView


class SigningView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What this reader is about to say by signing. The words are the ones that will be kept.

    `needs_proof` asks for the password first; `obstacle` is the slug of what stands in the way.
    `organisation_id` is the reader's own: the one whose administrators can grant a mandate.
    """

    statement: str
    organisation_id: UUID
    role: str
    up_to_cents: int | None
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


class VersionLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version in the list."""

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
    signed_by: list[Side]
    in_force_at: datetime | None
    closed_at: datetime | None
    closed_reason: str | None
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


class VersionsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """All versions, the newest first, and how near the next one is."""

    items: list[VersionLineView]
    readiness: ReadinessView
    moves: list[str]


class LaidOutView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The articles and the texts of the commitments as readers see them, in the document's order.

    They are made of what is signed, and are no part of it.
    """

    clauses_html: list[str]
    commitments_html: list[str]


class VersionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version: the very document that is signed, who signed it, and what it changes.

    `content` is the text whose SHA-256 is `digest`; `document` is the same, parsed, and `laid_out`
    what runs in it as readers see it.
    """

    line: VersionLineView
    content: str
    document: dict[str, Any]
    laid_out: LaidOutView
    names: list[SlotHolderView]
    signatures: list[SignatureView]
    sums: SumsView
    changes: ChangesView | None
    paper: PaperView | None
    voided_by: list["VoidingView"]
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
