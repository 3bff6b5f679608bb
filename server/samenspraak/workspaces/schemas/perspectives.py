"""What each side wants and fears, told to each other at one moment."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.workspaces.schemas.participants import Side


class StartPerspectives(MoveRequest, frozen=True, kw_only=True):
    """Ask both sides the four questions."""


class HandInPerspective(MoveRequest, frozen=True, kw_only=True):
    """Hand in the own side's answers; until all are opened they may be replaced by others."""

    wants: str
    worries: str
    gives: str
    needs: str
    declared_not_bsn: bool = False


class OpenPerspectives(MoveRequest, frozen=True, kw_only=True):
    """Show everybody what was handed in, also when one side handed in nothing."""


class PerspectiveView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One side's answers to the four questions."""

    side: Side
    wants: str
    worries: str
    gives: str
    needs: str
    by_name: str
    handed_in_at: datetime


class ExchangeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One exchange of perspectives. `own` is the reader's side's; `opened` is empty until opened.

    `opened_by_side` is the coordinator's, or that of the side that handed in last.
    """

    id: UUID
    number: int
    started_at: datetime
    started_by_side: Side
    started_by_name: str
    handed_in: list[Side]
    own: PerspectiveView | None
    opened: list[PerspectiveView]
    opened_at: datetime | None
    opened_by_side: Side | None
    moves: list[str]


class PerspectivesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Every exchange of perspectives, the newest first; none means that this is off."""

    items: list[ExchangeView]
    moves: list[str]


class PerspectiveFact(Fact, frozen=True, kw_only=True):
    """What every fact about an exchange of perspectives names."""

    workspace_id: UUID
    exchange_id: UUID
    side: Side


class PerspectiveStarted(PerspectiveFact, frozen=True, kw_only=True):
    """Somebody asked both sides the four questions."""

    KIND: ClassVar[str] = "perspective.started"


class PerspectiveHandedIn(PerspectiveFact, frozen=True, kw_only=True):
    """A side handed in its answers; in its own journal, that it replaced them."""

    KIND: ClassVar[str] = "perspective.handed-in"
    declared_not_bsn: bool = False


class PerspectiveOpened(PerspectiveFact, frozen=True, kw_only=True):
    """Both sides' answers became readable for everybody at once."""

    KIND: ClassVar[str] = "perspective.opened"
