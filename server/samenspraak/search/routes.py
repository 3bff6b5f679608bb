"""Which request means which query, for finding."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from samenspraak.identity.schemas import SignedIn
from samenspraak.search import queries
from samenspraak.search.schemas import FoundKind, SearchView
from samenspraak.workspaces.access import enter_everywhere

# Longer than anybody types to find something.
MOST_CHARACTERS = 200

Typed = Annotated[str, QueryParameter(name="q", min_length=1, max_length=MOST_CHARACTERS)]
Kinds = Annotated[list[FoundKind] | None, QueryParameter(name="kind", max_items=len(FoundKind))]
Workspace = Annotated[UUID | None, QueryParameter(name="workspaceId")]
Limit = Annotated[int, QueryParameter(ge=1, le=queries.PAGE_LIMIT)]


@get("/search", operation_id="search", summary="Zoeken", tags=["search"])
async def search(
    person: NamedDependency[SignedIn],
    state: State,
    typed: Typed,
    kinds: Kinds = None,
    workspace_id: Workspace = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 20,
) -> SearchView:
    """Find what was written, in all contracts of this person or in one of them.

    Words are found as they stand, by their stem in Dutch and English and by how they begin; accents
    do not matter. Words within quotes stand beside each other; a word after a minus is left out.
    Drafts are not found: they are still being written.
    """
    if workspace_id is None:
        participants = await enter_everywhere(person)
    else:
        participants = [await state.door(person, workspace_id)]
    return await queries.search(
        person.person_id,
        participants,
        queries.Asked(typed=typed, kinds=frozenset(kinds or ()), after=after, limit=limit),
    )


ROUTES = [search]
