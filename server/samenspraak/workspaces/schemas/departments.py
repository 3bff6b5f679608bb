"""Departments of one side, and their word about what goes out. Only that side knows of them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact, MoveRequest


class Before(StrEnum):
    """What a department gives its word before."""

    PROPOSAL = "proposal"
    SIGNATURE = "signature"


class About(StrEnum):
    """What a word is about: a draft that is to be proposed, or a version that is to be signed."""

    DRAFT = "draft"
    VERSION = "version"

    @property
    def before(self) -> Before:
        """Return what may happen to it once every department has said yes."""
        return Before.PROPOSAL if self is About.DRAFT else Before.SIGNATURE


class Word(StrEnum):
    """What a department says."""

    YES = "yes"
    NO = "no"


class Spoken(Struct, frozen=True, kw_only=True):
    """One text that departments give their word about, with the value it stands for.

    `digest` is of exactly this text, and `value_cents` None while the value is to be discussed.
    Without an id it is a text that no draft holds, so that nobody could have said anything of it.
    """

    about: About
    id: UUID | None
    digest: str
    value_cents: int | None


class DefineDepartment(MoveRequest, frozen=True, kw_only=True):
    """Let a department of the own side give its word; `id` becomes the department's.

    With `above_cents` it is asked only about what is worth or costs more, or is in consultation.
    """

    name: str
    before: list[Before]
    participant_ids: list[UUID]
    above_cents: int | None = None


class ChangeDepartment(DefineDepartment, frozen=True, kw_only=True):
    """Put another rule in the place of a department's; words stay about the texts they name."""


class EndDepartment(MoveRequest, frozen=True, kw_only=True):
    """Ask a department no longer."""


class GiveWord(MoveRequest, frozen=True, kw_only=True):
    """Say for a department what it thinks of exactly this text; a no says why."""

    department_id: UUID
    about: About
    about_id: UUID
    digest: str
    word: Word
    reason: str = ""
    declared_not_bsn: bool = False


class NamedPersonView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who speaks for a department; `can_give` while they take part and may approve."""

    participant_id: UUID
    name: str
    can_give: bool


class ApproverView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the own side who could speak for a department."""

    participant_id: UUID
    name: str
    title: str


class DepartmentView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A department of the own side, and what it is asked about."""

    id: UUID
    name: str
    before: list[Before]
    above_cents: int | None
    people: list[NamedPersonView]
    moves: list[str]


class DepartmentsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The departments of the own side that give their word; none means that this is off."""

    items: list[DepartmentView]
    approvers: list[ApproverView]
    moves: list[str]


class DepartmentWordView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a department said of a text before it may go out; None while it said nothing.

    `earlier_at` is when it last spoke about another content, which counts no more.
    """

    department_id: UUID
    department: str
    word: Word | None
    reason: str
    by_name: str | None
    at: datetime | None
    earlier_at: datetime | None
    moves: list[str]


class DepartmentFact(Fact, frozen=True, kw_only=True):
    """What every fact about a department names. It stands in its own side's journal alone."""

    workspace_id: UUID
    department_id: UUID


class DepartmentDefined(DepartmentFact, frozen=True, kw_only=True):
    """A side lets a department give its word before something goes out."""

    KIND: ClassVar[str] = "department.defined"


class DepartmentChanged(DepartmentFact, frozen=True, kw_only=True):
    """A side changed what a department is asked, or who speaks for it."""

    KIND: ClassVar[str] = "department.changed"


class DepartmentEnded(DepartmentFact, frozen=True, kw_only=True):
    """A side asks a department no longer."""

    KIND: ClassVar[str] = "department.ended"


class WordGiven(DepartmentFact, frozen=True, kw_only=True):
    """A department said yes or no to exactly this text."""

    KIND: ClassVar[str] = "word.given"
    about: About
    about_id: UUID
    digest: str
    word: Word
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False
