"""What readers see of a version as a text to read, and of two versions side by side."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.reading.shapes import (
    ChangeKind,
    Notice,
    PartKind,
    ReadingAmount,
    ReadingField,
)
from samenspraak.agreements.schemas.states import VersionState
from samenspraak.agreements.schemas.views import SumsView


class ReadingTextView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A running text as it was typed, and laid out; only what was typed is signed."""

    key: str
    label: str | None
    source: str
    html: str


class ReadingPartView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One part of an agreement. `key` finds the same part in another version."""

    key: str
    kind: PartKind
    heading: str
    number: int | None
    fields: list[ReadingField]
    texts: list[ReadingTextView]
    amount: ReadingAmount | None
    is_counted: bool


class ReadingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A whole version as people read it, made of the very bytes that are signed."""

    id: UUID
    number: int
    title: str
    digest: str
    state: VersionState
    parts: list[ReadingPartView]
    notices: list[Notice]
    sums: SumsView


class ComparedVersionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the two versions that are compared."""

    id: UUID
    number: int
    state: VersionState
    digest: str
    offered_at: datetime


class FieldDifferenceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A field that reads differently. `difference` is there when both are amounts."""

    key: str
    label: str
    before: str | None
    after: str | None
    difference: ReadingAmount | None


class TextDifferenceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A running text that differs: as it was typed and laid out, in both versions."""

    key: str
    label: str | None
    before: str | None
    after: str | None
    before_html: str | None
    after_html: str | None


class PartDifferenceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened to one part; of one that came or went, all it says.

    An amount of None is "in overleg", or nothing where the part is not in that version. The
    difference is None as long as one of the amounts is not known.
    """

    key: str
    kind: PartKind
    change: ChangeKind
    heading: str
    number: int | None
    is_counted: bool
    fields: list[FieldDifferenceView]
    texts: list[TextDifferenceView]
    before_cents: int | None
    after_cents: int | None
    difference_cents: int | None


class ComparisonView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Two versions side by side: how many parts differ, and what they say in each.

    The notices are those of the version that is read as the later one.
    """

    before: ComparedVersionView
    after: ComparedVersionView
    added: int
    changed: int
    removed: int
    same: int
    parts: list[PartDifferenceView]
    sums_before: SumsView
    sums_after: SumsView
    notices: list[Notice]
