"""What happened to drafts. What is written in them is nowhere but in them."""

from typing import ClassVar
from uuid import UUID

from samenspraak.drafting.schemas.fields import DraftKind
from samenspraak.journal.schemas import Fact


class DraftFact(Fact, frozen=True, kw_only=True):
    """What every fact about a draft names. It stands in the journal of those who see the draft."""

    workspace_id: UUID
    draft_id: UUID
    draft_kind: DraftKind


class DraftOpened(DraftFact, frozen=True, kw_only=True):
    """Somebody began to write; `subject_id` is what it is about, unless it is new."""

    KIND: ClassVar[str] = "draft.opened"
    subject_id: UUID | None = None


class DraftProposed(DraftFact, frozen=True, kw_only=True):
    """A frozen text was made of it, with this number and digest."""

    KIND: ClassVar[str] = "draft.proposed"
    subject_id: UUID
    number: int
    digest: str


class DraftDiscarded(DraftFact, frozen=True, kw_only=True):
    """Somebody put it away; it cannot be written in any more."""

    KIND: ClassVar[str] = "draft.discarded"
