"""Marks that say where a page ended, opaque to whoever sends them back."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from samenspraak.errors import Fault, Invalid

PAGE_LIMIT = 100


def page_mark(at: datetime, *place: UUID | int) -> str:
    """Make the mark of the row a page ended with: its moment, its id and perhaps a number."""
    written = "/".join([at.isoformat(), *(str(part) for part in place)])
    return base64.urlsafe_b64encode(written.encode()).decode()


def page_of(
    rows: Sequence[dict[str, Any]], limit: int, *places: str
) -> tuple[Sequence[dict[str, Any]], str | None]:
    """Cut a page from rows that may hold one too many, and make the mark of the next one."""
    page = rows[:limit]
    if len(rows) <= limit:
        return page, None
    at, *place = (page[-1][name] for name in places)
    return page, page_mark(at, *place)


def read_page_mark(mark: str | None, *, parts: int) -> list[Any]:
    """Read a mark back: a moment, an id, and where there are three parts a number."""
    if mark is None:
        return [None] * parts
    try:
        written = base64.b64decode(mark, altchars=b"-_", validate=True).decode()
        at, place, *numbers = written.split("/")
        read = [_moment(at), UUID(place), *(_number(number) for number in numbers)]
        if len(read) != parts:
            raise ValueError(mark)
    except ValueError as error:
        raise Invalid([Fault(pointer="", slug="parameter", facts={"name": "after"})]) from error
    return read


def _moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    # PostgreSQL has room for these, whatever their zone.
    if at.tzinfo is None or not 1900 <= at.year <= 2999:
        raise ValueError(written)
    return at


def _number(written: str) -> int:
    number = int(written)
    if not 0 <= number < 2**31:
        raise ValueError(written)
    return number
