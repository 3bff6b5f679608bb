"""Reading on in journals: live and catching up are the same query."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from samenspraak.database import fetch
from samenspraak.journal.positions import position
from samenspraak.journal.schemas import EntriesView, EntryView, JournalKind

# One page of news; a reader that is further behind asks again.
PAGE = 200


async def heads(journal_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how far these journals go, of those the person inside may read."""
    rows = await fetch("select id, head from journal where id = any($1::uuid[])", list(journal_ids))
    return {row["id"]: row["head"] for row in rows}


async def entries_after(after: Mapping[UUID, int], *, limit: int = PAGE) -> EntriesView:
    """Return what these journals hold after the numbers given, in the order it happened."""
    journal_ids = list(after)
    rows = await fetch(
        """
        select e.id, j.kind as journal_kind, e.journal_id, e.number, e.kind, e.at, e.actor, e.body
        from unnest($1::uuid[], $2::bigint[]) as known (journal_id, number)
        join journal j on j.id = known.journal_id
        join entry e on e.journal_id = known.journal_id and e.number > known.number
        order by e.at, e.journal_id, e.number
        limit $3
        """,
        journal_ids,
        [after[journal] for journal in journal_ids],
        limit,
    )
    reached = dict(after)
    for row in rows:
        reached[row["journal_id"]] = max(reached[row["journal_id"]], row["number"])
    return EntriesView(
        items=[
            EntryView(
                id=row["id"],
                journal=JournalKind(row["journal_kind"]),
                number=row["number"],
                kind=row["kind"],
                at=row["at"],
                actor=row["actor"],
                body=msgspec.json.decode(row["body"]),
            )
            for row in rows
        ],
        position=position(reached),
    )
