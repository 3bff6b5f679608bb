"""The tables of values that a contract's parties reckon with."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.catalogue.schemas import CatalogueText, MeasureView, SuggestionView
from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.workspaces.schemas.participants import Side


class PinRule(StrEnum):
    """Why an edition was chosen: by a date of the contract and its own rule, or by hand."""

    PUBLISHED = "published"
    AWARDED = "awarded"
    CONTRACT = "contract"
    BY_HAND = "by_hand"


class PinEdition(MoveRequest, frozen=True, kw_only=True):
    """Pin an edition to reckon with from now on; what was agreed before keeps the one it has.

    A reason is needed where the edition itself does not say that it applies to this contract.
    """

    edition_id: UUID
    reason: str = ""
    declared_not_bsn: bool = False


class EditionPinned(Fact, frozen=True, kw_only=True):
    """A side chose an edition to reckon with from now on. Its text is a copy in this room."""

    KIND: ClassVar[str] = "edition.pinned"
    workspace_id: UUID
    pinned_edition_id: UUID
    number: int
    digest: str
    side: Side
    rule: PinRule
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class Pinned(Struct, frozen=True, kw_only=True):
    """One edition as it was when it was chosen, with who chose it and why."""

    id: UUID
    number: int
    catalogue: str
    digest: str
    content: str
    text: CatalogueText
    edition_id: UUID
    by_side: Side
    by_person: UUID
    reason: str
    rule: PinRule
    chosen_at: datetime


class PinnedEditionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An edition that was chosen, with where it came from and each measure worked out.

    `general_rules` and the rules of a measure stand in the table in words alone. `is_seed` is true
    of a table as it was published; any other is of whoever chose it, whatever it is called.
    """

    id: UUID
    number: int
    edition_id: UUID
    catalogue: str
    digest: str
    region: str | None
    publisher: str | None
    source: str | None
    source_year: str | None
    confidence: str | None
    completeness: str | None
    basis: str | None
    currency: str | None
    valid_from_note: str | None
    general_rules: list[str]
    by_side: Side
    by_person_id: UUID
    reason: str
    rule: PinRule
    is_seed: bool
    chosen_at: datetime
    measures: list[MeasureView]


class EditionsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What this contract reckons with, the newest first, and the buyer's tables to choose from."""

    items: list[PinnedEditionView]
    suggestions: list[SuggestionView]
    moves: list[str]
