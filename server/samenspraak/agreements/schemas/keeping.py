"""Signed files beside a version, how long a workspace is kept, and what forbids to throw it away."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.files.schemas import FileView
from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.workspaces.schemas import Side


class AddSignedCopy(MoveRequest, frozen=True, kw_only=True):
    """Put a file with signatures of its own beside a version; the file was stored before.

    `remark` says what it is, such as with which certificate it was signed.
    """

    file_id: UUID
    remark: str = ""
    declared_not_bsn: bool = False


class PlaceHold(MoveRequest, frozen=True, kw_only=True):
    """Forbid to throw this workspace away, and say why."""

    reason: str
    declared_not_bsn: bool = False


class LiftHold(MoveRequest, frozen=True, kw_only=True):
    """End what the own side forbade, and say why."""

    reason: str
    declared_not_bsn: bool = False


class SignedCopyView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A file with signatures of its own beside a version. Whether those hold is not judged here."""

    id: UUID
    file: FileView
    side: Side
    by_name: str
    remark: str
    added_at: datetime


class HoldView(Struct, frozen=True, kw_only=True, rename="camel"):
    """That a side wants everything kept; `moves` has `lift` for who may end it."""

    id: UUID
    side: Side
    reason: str
    placed_at: datetime
    placed_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str | None
    lifted_reason: str | None
    moves: list[str]


class RetentionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How long this workspace is kept at least, counted from what.

    `ends_on` is the last day of the contract or of what binds, None while neither is known: then
    it is kept until that is. `kept_until` is the first day on which it may be thrown away; while
    something is held it may not, whatever the day.
    """

    years: int
    ends_on: date | None
    kept_until: date | None
    is_held: bool
    holds: list[HoldView]
    moves: list[str]


class SignedCopyAdded(Fact, frozen=True, kw_only=True):
    """A side put a file with signatures of its own beside a version."""

    KIND: ClassVar[str] = "signed-copy.added"
    workspace_id: UUID
    version_id: UUID
    number: int
    copy_id: UUID
    file_id: UUID
    sha256: str
    side: Side
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class HoldPlaced(Fact, frozen=True, kw_only=True):
    """A side forbade to throw this workspace away. The reason stands elsewhere."""

    KIND: ClassVar[str] = "dispute-hold.placed"
    workspace_id: UUID
    hold_id: UUID
    side: Side
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class HoldLifted(Fact, frozen=True, kw_only=True):
    """A side ended what it had forbidden."""

    KIND: ClassVar[str] = "dispute-hold.lifted"
    workspace_id: UUID
    hold_id: UUID
    side: Side
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False
