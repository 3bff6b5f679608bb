"""Where a page of a list begins and where the next one does."""

import base64
import binascii
from typing import Any
from uuid import UUID

import msgspec

from samenspraak.errors import Fault, Invalid

PAGE_MOST = 100
_FIRST = UUID(int=0)


def next_page(rows: list[dict[str, Any]], limit: int, name: str) -> str | None:
    """Return where the next page begins: after the last row of this one, if there are more."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return (
        base64.urlsafe_b64encode(msgspec.json.encode([last[name], last["id"]])).decode().rstrip("=")
    )


def place(after: str | None) -> tuple[str, UUID]:
    """Return after which name and id a page begins."""
    if after is None:
        return "", _FIRST
    try:
        packed = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        name, known = msgspec.json.decode(packed, type=tuple[str, UUID])
        # No name of ours holds what PostgreSQL has no place for.
        if "\x00" in name:
            raise ValueError(after)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Invalid([Fault(pointer="", slug="parameter", facts={"name": "after"})]) from error
    return name, known
