"""The tables of values that a contract's parties reckon with, and those they could choose."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.catalogue.schemas import CatalogueText, text_in
from samenspraak.database import fetch, fetch_one
from samenspraak.workspaces.schemas import Side


class Pinned(Struct, frozen=True, kw_only=True):
    """One edition as it was when it was chosen, with who chose it and why."""

    id: UUID
    number: int
    catalogue: str
    digest: str
    content: str
    text: CatalogueText
    edition_id: UUID
    by_side: Side
    by_person: UUID
    reason: str
    rule: str
    chosen_at: datetime


async def pinned_edition(workspace_id: UUID, digest: str) -> CatalogueText | None:
    """Return the text of an edition that was chosen for this contract; inside a transaction."""
    row = await fetch_one(
        "select content from pinned_edition where workspace_id = $1 and digest = $2"
        " order by number desc limit 1",
        workspace_id,
        digest,
    )
    return None if row is None else text_in(row["content"])


async def pinned_editions(workspace_id: UUID) -> list[Pinned]:
    """Return every edition that was chosen for this contract, the newest first."""
    rows = await fetch(
        "select id, number, catalogue, digest, content, edition_id, by_side, by_person, reason,"
        " rule, chosen_at from pinned_edition where workspace_id = $1 order by number desc",
        workspace_id,
    )
    for row in rows:
        row["by_side"] = Side(row["by_side"])
        row["text"] = text_in(row["content"])
    return [Pinned(**row) for row in rows]
