"""Rows of the purpose and the obligation, read inside a transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.database import fetch


class WordingRow(Struct, kw_only=True):
    """A wording as far as answering it goes."""

    number: int
    digest: str
    by_side: str
    agreed_at: datetime | None


async def wordings(kind: str, workspace_id: UUID) -> list[dict[str, Any]]:
    """Return every wording of the `purpose` or the `obligation`, the newest first."""
    assert kind in {"purpose", "obligation"}, "there are two kinds of wording"
    return await fetch(
        f'select * from "{kind}" where workspace_id = $1 order by number desc',  # noqa: S608  # one of two names
        workspace_id,
    )


def agreed_and_proposed(
    rows: list[dict[str, Any]],
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Tell the newest agreed wording from the one that lies with a side, if there is a newer."""
    agreed = next((row for row in rows if row["agreed_at"] is not None), None)
    newest = rows[0] if rows else None
    proposed = newest if newest is not None and newest["agreed_at"] is None else None
    return agreed, proposed


def wording_in(row: dict[str, Any] | None) -> WordingRow | None:
    """Return what answering a wording is judged by."""
    return None if row is None else msgspec.convert(row, WordingRow)
