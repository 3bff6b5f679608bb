"""Who has the places of an agreed text now; inside a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.commitments.decisions import Place, held_agreement
from samenspraak.commitments.queries.rows import History, Holder, holders_in
from samenspraak.database import fetch, fetch_one

_REPLACED = """
select distinct on (slot) slot, number, held_by, names, since_at from holder_change
where workspace_id = $1 order by slot, number desc
"""


class HeldNow(Struct, frozen=True, kw_only=True, rename="camel"):
    """A name with its salt, as it stands beside a change of holder until it is erased."""

    name: str
    salt: str
    participant_id: UUID | None = None


class Replacement(Struct, frozen=True, kw_only=True):
    """Who took a place, since when; without `held` once the name was erased."""

    slot: str
    number: int
    held_by: str
    since: datetime
    held: HeldNow | None


async def replacements(workspace_id: UUID) -> dict[str, Replacement]:
    """Return who took whose place, by what stands in the signed bytes; the newest of each."""
    return {
        row["slot"]: Replacement(
            slot=row["slot"],
            number=row["number"],
            held_by=row["held_by"],
            since=row["since_at"],
            held=None if row["names"] is None else msgspec.json.decode(row["names"], type=HeldNow),
        )
        for row in await fetch(_REPLACED, workspace_id)
    }


async def holders_of(each: History) -> list[Holder]:
    """Return who was named for the text that is agreed, or else for the one that binds."""
    held = held_agreement(each.negotiations, each.bounds)
    binds = next((bound for bound in each.bounds if bound.to_at is None), None)
    text = held or binds
    if text is None:
        return []
    row = await fetch_one("select names from revision where id = $1", text.revision_id)
    return [] if row is None else holders_in(row)


def places_in(holders: list[Holder], replaced: Mapping[str, Replacement]) -> list[Place]:
    """Return the places of a text with who has them now."""
    return [
        Place(
            slot=holder.commitment,
            side=holder.side,
            role=holder.role,
            name=_name(holder, replaced.get(holder.commitment)),
        )
        for holder in holders
    ]


async def participant_named(workspace_id: UUID, participant_id: UUID) -> dict[str, Any] | None:
    """Return somebody who takes part, by their place in the room."""
    return await fetch_one(
        "select side, name from participant"
        " where workspace_id = $1 and id = $2 and left_at is null",
        workspace_id,
        participant_id,
    )


def _name(holder: Holder, replacement: Replacement | None) -> str:
    if replacement is None:
        return holder.name
    return "" if replacement.held is None else replacement.held.name
