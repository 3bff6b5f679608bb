"""When perspectives may be started, handed in and opened."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.errors import Conflict
from samenspraak.workspaces.decisions.texts import refuse, text_faults
from samenspraak.workspaces.decisions.wordings import TEXT_LIMIT
from samenspraak.workspaces.schemas import HandInPerspective, Side

BOTH = frozenset({Side.BUYER, Side.CONTRACTOR})


class PerspectivesOpen(Conflict):
    """An exchange of perspectives is going on already."""

    slug = "workspaces/perspectives-open"


class NoPerspectives(Conflict):
    """No exchange of perspectives is going on: none was started, or all is opened."""

    slug = "workspaces/no-perspectives"


class NothingHandedIn(Conflict):
    """Neither side handed anything in, so there is nothing to open."""

    slug = "workspaces/nothing-handed-in"


class Exchange(Struct, frozen=True, kw_only=True):
    """An exchange of perspectives, as far as going on with it goes."""

    id: UUID
    number: int
    handed_in: frozenset[Side]
    opened_at: datetime | None


def check_start(newest: Exchange | None) -> int:
    """Refuse a second exchange beside an open one; return the number of the new one."""
    if newest is not None and newest.opened_at is None:
        raise PerspectivesOpen
    return 1 if newest is None else newest.number + 1


def check_going_on(newest: Exchange | None) -> Exchange:
    """Return the exchange that is going on."""
    if newest is None or newest.opened_at is not None:
        raise NoPerspectives
    return newest


def check_opening(newest: Exchange | None) -> Exchange:
    """Return the exchange that a coordinator opens: something has to be in it."""
    going_on = check_going_on(newest)
    if not going_on.handed_in:
        raise NothingHandedIn
    return going_on


def completes(handed_in: Collection[Side], side: Side) -> bool:
    """Tell whether both sides have handed in once this one has."""
    return {*handed_in, side} >= BOTH


def check_perspective(request: HandInPerspective) -> None:
    """Refuse an answer that is missing: each side gets from the other what it gives."""
    refuse(
        [
            fault
            for name in ("wants", "worries", "gives", "needs")
            for fault in text_faults(f"/{name}", getattr(request, name), TEXT_LIMIT)
        ]
    )
