"""Taking a name from the places of drafts, and from what a draft remembers of them.

A draft that was begun from an agreed text holds who is responsible, and its log every value that a
field ever had. So where the name was, the log is taken together into what is left.
"""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute, fetch
from samenspraak.drafting.documents import Document, document_of, fields_of
from samenspraak.drafting.queries import written

SIDES = ("buyer", "contractor")


async def erase_in_drafts(
    workspace_id: UUID, person_id: UUID, is_theirs: Callable[[str, str], bool]
) -> None:
    """Empty every place of a draft with this person's name; what people wrote in its text stays.

    Whether a place is theirs is told by its side and the name in it.
    """
    drafts = await fetch(
        "select id, journal_id, head from draft where workspace_id = $1 order by id"
        " for no key update",
        workspace_id,
    )
    for draft in drafts:
        _, snapshot, rows = await written(draft["id"])
        document = document_of(snapshot, ())
        was_there = bool(_places(document, is_theirs))
        for _, update in rows:
            document.apply_update(update)
            was_there = was_there or bool(_places(document, is_theirs))
        if was_there:
            await _write_over(draft, document, _places(document, is_theirs), person_id)


def _places(document: Document, is_theirs: Callable[[str, str], bool]) -> list[str]:
    fields = fields_of(document).to_py() or {}
    places = {side: f"responsible.{side}.name" for side in SIDES}
    return [
        place for side, place in places.items() if is_theirs(side, str(fields.get(place) or ""))
    ]


async def _write_over(
    draft: dict[str, Any], document: Document, places: Collection[str], person_id: UUID
) -> None:
    """Store the emptied draft in place of its log; whoever has it open gets the one change to it."""
    before, sequence = document.get_state(), draft["head"] + 1
    with document.transaction():
        for place in places:
            fields_of(document)[place] = ""
    await execute(
        "select rewrite_draft($1, $2, $3, $4, $5, $6, $7)",
        person_id,
        draft["id"],
        sequence,
        document.client_id,
        document.get_update(before),
        document.get_update(),
        surroundings.now(),
    )
    await execute("select pg_notify('draft', $1)", f"{draft['id']} erased")
