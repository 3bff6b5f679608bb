"""What readers see of drafts, and what the capabilities above read of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.drafting.schemas.fields import Box, DraftKind, FieldValue
from samenspraak.workspaces.schemas import Side


class DraftVerb(StrEnum):
    """What a person can do with a draft; a view lists those open to its reader."""

    WRITE = "write"
    DISCARD = "discard"


class Content(Struct, frozen=True, kw_only=True, rename="camel"):
    """What stands in a draft at one moment. Emptied fields are left out."""

    fields: dict[str, FieldValue]
    text: str


class DraftState(Struct, frozen=True, kw_only=True):
    """A draft's row, and what stands in it after the update numbered `head`.

    `digest` names exactly this content: it is what a proposal of it names.
    """

    id: UUID
    journal_id: UUID
    workspace_id: UUID
    kind: DraftKind
    box: Box
    subject_id: UUID | None
    base_number: int | None
    base_digest: str | None
    opened_at: datetime
    opened_by: UUID
    head: int
    proposed_number: int | None
    proposed_digest: str | None
    proposed_at: datetime | None
    discarded_at: datetime | None
    # Somebody else than who opened it wrote in it.
    is_shared: bool
    content: Content
    digest: str


class FieldAuthorView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who last changed a field, and when."""

    participant_id: UUID | None
    name: str
    side: Side | None
    at: datetime


class FindingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that may be personal data, where it stands, and what to do about it.

    `pointer` is `/text` or `/fields/<name>`; `position` counts characters from 1.
    """

    pointer: str
    slug: str
    position: int
    detail: str
    is_refused: bool


class DraftLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One draft in a list."""

    id: UUID
    kind: DraftKind
    box: Box
    subject_id: UUID | None
    title: str
    opened_at: datetime
    opened_by_name: str
    proposed_number: int | None
    proposed_at: datetime | None
    moves: list[DraftVerb]


class DraftsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Every open draft of a workspace that the reader may see, oldest first."""

    items: list[DraftLineView]


class DraftView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One draft as it is stored now.

    `digest` names the content; proposing names it too, so that nobody proposes what they did not
    see. `html` is the text as readers will see it.
    """

    id: UUID
    kind: DraftKind
    box: Box
    subject_id: UUID | None
    base_number: int | None
    opened_at: datetime
    opened_by_name: str
    sequence: int
    digest: str
    fields: dict[str, FieldValue]
    text: str
    html: str
    authors: dict[str, FieldAuthorView]
    findings: list[FindingView]
    proposed_number: int | None
    proposed_at: datetime | None
    is_discarded: bool
    moves: list[DraftVerb]
