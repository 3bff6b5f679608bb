"""The shapes of what is signed, of who signed it, and of what goes with it.

Others read these for as long as a contract matters, with no server of ours in sight. Old bytes are
never made again and old schemas live for ever, so members are only ever added, and only optional
ones. No name of a person stands in anything that is signed or sealed: a role slot holds a salted
digest, and names stand apart in a part that can be thinned out without breaking a seal.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.commitments.terms import (
    CatalogueReference,
    Deadline,
    RevisionDocument,
    RoleSlot,
    SigningSide,
)

AGREEMENT_SCHEMA = "samenspraak/agreement/1"
SIGNATURE_SCHEMA = "samenspraak/signature/1"
RECEIPT_SCHEMA = "samenspraak/receipt/1"
NAMES_SCHEMA = "samenspraak/names/1"
BUNDLE_SCHEMA = "samenspraak/bundle/1"
HOLDERS_SCHEMA = "samenspraak/holders/1"
COPIES_SCHEMA = "samenspraak/copies/1"


class Identifier(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What an organisation is called in a register, such as NL-KVK."""

    scheme: str
    id: str


class PartyPart(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One organisation that is bound, and for which side. A side may have several."""

    side: SigningSide
    name: str
    identifier: Identifier | None = None


class ContractPart(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The contract that this agreement belongs to; what is not known is left out, never nought."""

    title: str
    reference: str | None = None
    value_cents: int | None = None
    currency: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class PurposeItem(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One part of why, which commitments name by its letter."""

    letter: str
    text: str


class PurposeText(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Why the parties do this together."""

    text: str
    parts: tuple[PurposeItem, ...] = ()


class Reaction(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a side said about the obligation when it was settled."""

    side: SigningSide
    text: str


class SheetLine(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One step of the sum that leads to the obligation."""

    text: str
    sum: str | None = None
    amount_cents: int | None = None


class ChangeText(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Why an obligation is counted from another amount than when its reason was written."""

    cause: str
    reason: str


class ObligationText(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What is owed and why. A contract in another currency has its basis in EUR with a reason.

    Without an amount something else is owed, which `basis` says. `sheet` is the sum step by step,
    `weighing` what the obligation was weighed against.
    """

    amount_cents: int | None = None
    currency: Literal["EUR"]
    basis: str
    reason: str
    percent: str | None = None
    basis_cents: int | None = None
    basis_reason: str | None = None
    scope_rule: Literal["strict", "mixed", "open"] | None = None
    within_percent: str | None = None
    within_cents: int | None = None
    reactions: tuple[Reaction, ...] = ()
    sheet: tuple[SheetLine, ...] = ()
    weighing: tuple[SheetLine, ...] = ()
    change: ChangeText | None = None


class ClausePart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One article, in words."""

    number: int
    title: str
    text: str


class CommitmentPart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One commitment with the whole text that both sides said yes to, and that text's digest."""

    commitment_id: UUID
    number: int
    revision: int
    digest: str
    document: RevisionDocument


class Attachment(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A file that belongs to the agreement, by the digest of its bytes."""

    file_id: UUID
    name: str
    media_type: str
    size_bytes: int
    digest: str


class PaperPart(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A deal that was agreed outside, as the parties sum it up."""

    agreed_on: date
    summary: str
    value_cents: int | None = None
    obligation_cents: int | None = None


class Cause(StrEnum):
    """Why there is a new version."""

    FIRST = "first"
    EXTENSION = "extension"
    REDUCTION = "reduction"
    PRICE_INDEX = "price_index"
    ADJUSTMENT = "adjustment"
    NEW_IDEA = "new_idea"
    PLANNING = "planning"
    CORRECTION = "correction"
    ENDING = "ending"
    OTHER = "other"


class Ground(StrEnum):
    """On which ground a contract that was awarded may be changed.

    Aanbestedingswet 2012, articles 2.163b to 2.163g; `not_procured` where those do not apply.
    """

    MINOR_VALUE = "minor_value"
    REVIEW_CLAUSE = "review_clause"
    ADDITIONAL = "additional"
    UNFORESEEN = "unforeseen"
    REPLACEMENT = "replacement"
    NOT_SUBSTANTIAL = "not_substantial"
    NOT_PROCURED = "not_procured"


class ChangeAnswers(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The four questions of article 2.163g of the Aanbestedingswet 2012; a yes is substantial."""

    others_admitted: bool
    other_winner: bool
    balance_shifts: bool
    scope_widens: bool


class ChangePart(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Why this version is made, and on which ground the contract may be changed so."""

    cause: Cause
    ground: Ground | None = None
    ground_text: str | None = None
    answers: ChangeAnswers | None = None


class EndingPart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A commitment that binds until now and ends early: the text that bound, the day and why."""

    commitment_id: UUID
    number: int
    title: str
    digest: str
    ends_on: date
    reason: str


class AgreementEnding(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """That the whole agreement ends early. `ends_on` is its last day."""

    ends_on: date
    reason: str


class SigningRule(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How many people have to sign for a side, where that is more than one."""

    side: SigningSide
    needed: int


class AgreementDocument(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One version of the agreement. The SHA-256 of its canonical bytes is what people sign."""

    schema: Literal["samenspraak/agreement/1"]
    workspace_id: UUID
    number: int
    # Null for the first and never left out, so that no reader mistakes one for the other.
    predecessor: str | None
    origin: Literal["samenspraak", "outside"]
    parties: tuple[PartyPart, ...]
    contract: ContractPart
    reason: str | None = None
    purpose: PurposeText | None = None
    obligation: ObligationText | None = None
    clauses: tuple[ClausePart, ...] = ()
    commitments: tuple[CommitmentPart, ...] = ()
    catalogues: tuple[CatalogueReference, ...] = ()
    signatories: tuple[RoleSlot, ...] = ()
    sign_by: Deadline | None = None
    attachments: tuple[Attachment, ...] = ()
    paper: PaperPart | None = None
    change: ChangePart | None = None
    endings: tuple[EndingPart, ...] = ()
    ending: AgreementEnding | None = None
    signing: tuple[SigningRule, ...] = ()


class SignatureStatement(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """That somebody bound a side to exactly one version, and how sure we were of who it was.

    `signatory` is the salted commitment to the name; `statement` holds the words that were on the
    screen, which therefore name a role and an organisation but never the person.
    """

    schema: Literal["samenspraak/signature/1"]
    version_digest: str
    side: SigningSide
    role: str
    # Null when the mandate has no upper amount.
    mandate_cents: int | None
    method: str
    signed_at: datetime
    statement: str
    entry_digest: str
    signatory: str | None = None
    # How the signatory came into the workspace: opened, mailed_link, or shown_link where whoever
    # invited saw the link too.
    admission: str | None = None
    # The same for two signatures of one person under one version, and for nothing else: the digest
    # of the canonical [version digest, person id].
    signer: str | None = None
    # When the signatory proved who they are, and the single request that the signature answers.
    proven_at: datetime | None = None
    request_id: UUID | None = None
    # What this signatory says to something that ends early.
    reason: str | None = None


class ReceiptDocument(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """That both sides signed one version. The head is the entry of the signature that came last."""

    schema: Literal["samenspraak/receipt/1"]
    workspace_id: UUID
    number: int
    version_digest: str
    signatures: tuple[SignatureStatement, ...]
    head_digest: str
    issued_at: datetime


class NameEntry(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A name and the salt that ties it to a role slot. Without this the slot tells nobody."""

    commitment: str
    salt: str
    name: str


class NamesDocument(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Who fills the role slots of a version, as far as that was not erased."""

    schema: Literal["samenspraak/names/1"]
    names: tuple[NameEntry, ...]


class HolderEntry(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """That a role slot is filled by somebody else since a moment; no signed byte changes by it.

    `salt` and `name` are gone once the person is erased.
    """

    slot: str
    commitment: str
    since: datetime
    salt: str | None = None
    name: str | None = None


class HoldersDocument(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Who fills role slots now, where that is not who filled them when it was signed."""

    schema: Literal["samenspraak/holders/1"]
    holders: tuple[HolderEntry, ...]


class SignedCopy(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A file with signatures of its own that a side put beside a version. It is not judged here."""

    name: str
    part: str
    digest: str
    size_bytes: int
    media_type: str
    side: SigningSide
    added_at: datetime


class CopiesDocument(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The files with signatures of their own that lie beside a version."""

    schema: Literal["samenspraak/copies/1"]
    copies: tuple[SignedCopy, ...]


class PublishedKey(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A public key as a JWK, with the time in which it sealed."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    alg: Literal["ES256"]
    use: Literal["sig"]
    kid: str
    x: str
    y: str
    valid_from: datetime
    valid_to: datetime | None = None


class KeysDocument(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The keys that sealed the receipt and the manifest: a JWK set."""

    keys: tuple[PublishedKey, ...]


class ManifestPart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One part of a bundle."""

    name: str
    digest: str
    size_bytes: int


class ManifestDocument(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Everything a bundle holds, and nothing it does not; sealed when it is downloaded."""

    schema: Literal["samenspraak/bundle/1"]
    workspace_id: UUID
    number: int
    version_digest: str
    made_at: datetime
    parts: tuple[ManifestPart, ...]
