"""What lies beside a version, and how long a workspace is kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.decisions.refusals import (
    AlreadyBeside,
    HeldTwice,
    NotHeld,
    NotSignedYet,
    TooManyCopies,
)
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import Side

# Few enough to stay in one bundle with everything else.
COPIES_LIMIT = 3
COPIES_BYTES = 20_000_000
COPY_KIND = "application/pdf"
REMARK_LIMIT = 1_000
# A legal person keeps its books for seven years: Burgerlijk Wetboek, book 2, article 10 (3).
USUAL_YEARS = 7


class Beside(Struct, frozen=True, kw_only=True):
    """A file that lies beside a version, or is to."""

    file_id: UUID
    media_type: str
    size_bytes: int


class Hold(Struct, frozen=True, kw_only=True):
    """That a side forbade to throw a workspace away."""

    id: UUID
    side: Side
    is_lifted: bool


def add_copy(file: Beside, present: Sequence[Beside], *, is_signed: bool, remark: str) -> None:
    """Let a side put a signed file beside a version that both sides signed."""
    if not is_signed:
        raise NotSignedYet
    faults: list[Fault] = []
    if file.media_type != COPY_KIND:
        faults.append(Fault(pointer="/fileId", slug="agreements/copy-no-pdf"))
    if len(remark) > REMARK_LIMIT:
        facts: dict[str, str | int] = {"limit": REMARK_LIMIT}
        faults.append(Fault(pointer="/remark", slug="too-long", facts=facts))
    if faults:
        raise Invalid(faults)
    if any(each.file_id == file.file_id for each in present):
        raise AlreadyBeside
    together = sum(each.size_bytes for each in (*present, file))
    if len(present) >= COPIES_LIMIT or together > COPIES_BYTES:
        raise TooManyCopies(limit=COPIES_LIMIT, megabytes=COPIES_BYTES // 1_000_000)


def place_hold(holds: Sequence[Hold], side: Side) -> None:
    """Let a side forbid to throw the workspace away; once is enough."""
    if any(hold.side is side and not hold.is_lifted for hold in holds):
        raise HeldTwice


def lift_hold(hold: Hold) -> None:
    """Let a side end what it forbade."""
    if hold.is_lifted:
        raise NotHeld


def years_kept(asked: Sequence[int]) -> int:
    """Return how many years a workspace is kept after its end: the longest that a party asked."""
    return max(asked, default=USUAL_YEARS)


def kept_until(ends_on: date | None, years: int) -> date | None:
    """Return the first day on which a workspace may be thrown away, once its end is known."""
    if ends_on is None:
        return None
    try:
        return ends_on.replace(year=ends_on.year + years)
    except ValueError:
        # The 29th of February has no other in most years.
        return ends_on.replace(year=ends_on.year + years, month=3, day=1)


def may_purge(until: date | None, *, today: date, is_held: bool) -> bool:
    """Tell whether nothing keeps a workspace any more."""
    return until is not None and today >= until and not is_held
