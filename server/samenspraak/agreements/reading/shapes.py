"""What a person reads of an agreement, as parts with fields and texts.

A reading is made of the very bytes that are signed and holds nothing else, so that the screen, the
comparison and the PDF cannot say different things.
"""

from enum import StrEnum

from msgspec import Struct


class ChangeKind(StrEnum):
    """What happened to a part since the version before."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"


class PartKind(StrEnum):
    """What a part of an agreement is about."""

    PARTIES = "parties"
    CONTRACT = "contract"
    PURPOSE = "purpose"
    OBLIGATION = "obligation"
    COMMITMENT = "commitment"
    VALUES = "values"
    CLAUSE = "clause"
    CHANGE = "change"
    ENDING = "ending"
    SIGNING = "signing"
    ATTACHMENT = "attachment"
    PAPER = "paper"


class ReadingAmount(Struct, frozen=True, kw_only=True, rename="camel"):
    """An amount in whole cents, in figures and in words."""

    cents: int
    text: str
    words: str


class ReadingField(Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing a part says, under a label. `key` is the same in every version and language.

    Provenance tells where a text comes from and by which digest it is known. It can be shown small,
    and differs without a change of what was agreed.
    """

    key: str
    label: str
    value: str
    amount: ReadingAmount | None = None
    is_provenance: bool = False


class ReadingText(Struct, frozen=True, kw_only=True, rename="camel"):
    """One running text of a part: as it was typed, in Markdown."""

    key: str
    label: str | None
    source: str


class Notice(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something a careful reader looks at twice, such as letters of two scripts in one word."""

    slug: str
    part: str
    detail: str


class ReadingPart(Struct, frozen=True, kw_only=True, rename="camel"):
    """One part of an agreement. `key` finds the same part in another version.

    `number` is the one people see: of a commitment or an article. Parts that are not counted, such
    as the parties, can differ without being a change of what was agreed.
    """

    key: str
    kind: PartKind
    heading: str
    number: int | None = None
    fields: tuple[ReadingField, ...] = ()
    texts: tuple[ReadingText, ...] = ()
    amount: ReadingAmount | None = None
    is_counted: bool = False


class Reading(Struct, frozen=True, kw_only=True, rename="camel"):
    """A whole version as it is read, in the order of the document."""

    number: int
    title: str
    digest: str
    parts: tuple[ReadingPart, ...]
    notices: tuple[Notice, ...] = ()
