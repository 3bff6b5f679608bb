"""What people see of tables of values."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.catalogue.schemas.vocabulary import AppliesBy, Fitting, Window


class RegisterShareView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How much of an invoice counts for a supplier of a register; decimals are text."""

    register: str
    percentage: str


class ShownRuleView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A rule that stands in a table in words alone: shown beside a value, never computed."""

    member: str
    text: str


class NoteView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something in a table that is shown, and that nothing is computed from."""

    pointer: str
    slug: str
    facts: dict[str, str | int] = {}


class DiscussedView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Why the parties agree an amount themselves: "in overleg", which is never 0."""

    slug: str
    facts: dict[str, str | int]


class MeasureView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One measure worked out. Decimals are text; None is not published, neither 0 nor without limit.

    `discussed` says why the parties agree the amount; without it the table gives one. `other` holds
    members that we do not know.
    """

    code: str
    name_nl: str
    name_en: str | None
    kind: str | None
    target_group: str | None
    unit: str | None
    value_eur: str | None
    valuation: str | None
    is_addition: bool
    discussed: DiscussedView | None
    window: Window
    full_time_hours_per_week: str | None
    full_time_hours_source: str | None
    max_counting_months: str | None
    window_on: str | None
    min_hours_per_week: str | None
    requires: list[str]
    excludes: list[str]
    pro_rata: str | None
    percentage: str | None
    percentages: list[RegisterShareView]
    maximum_eur: str | None
    rules: list[ShownRuleView]
    evidence: list[str]
    confidence: str | None
    source: str | None
    other: dict[str, Any]


class CatalogueLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One edition in a list, with where it came from and how sure that is.

    `organisation_id` is None for what comes with the product.
    """

    id: UUID
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
    valid_from: date | None
    valid_from_note: str | None
    valid_to: date | None
    applies_by: str | None
    is_seed: bool
    organisation_id: UUID | None
    measures: int
    added_at: datetime
    copied_from: UUID | None
    retired_at: datetime | None
    moves: list[str]


class CataloguesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of the editions that somebody can read. `next` is opaque; None at the end."""

    items: list[CatalogueLineView]
    next: str | None
    moves: list[str]


class CatalogueView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One edition whole: the text as it was brought in, and each of its measures worked out."""

    line: CatalogueLineView
    measures: list[MeasureView]
    rules: list[ShownRuleView]
    notes: list[NoteView]
    text: dict[str, Any]


class SuggestionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An edition of a contract's buyer, and whether it applies to the contract by its own rule.

    `why` is a slug; `on` is the date of the contract that was looked at.
    """

    line: CatalogueLineView
    fitting: Fitting
    why: str
    applies_by: AppliesBy | None
    on: date | None


class ReferenceDataView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Words and lists of the field that come with the product, with where they were read."""

    name: str
    sources: list[str]
    source_years: list[str]
    confidence: list[str]
    content: dict[str, Any]
