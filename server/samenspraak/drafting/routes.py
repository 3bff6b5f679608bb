"""Which request means which move on drafts as such."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.drafting import commands, queries
from samenspraak.drafting.schemas import DiscardDraft, DraftsView, DraftView
from samenspraak.workspaces.schemas import Participant

TAGS = ["drafting"]
DRAFTS = "/workspaces/{workspace_id:uuid}/drafts"
DRAFT = DRAFTS + "/{draft_id:uuid}"


@get(DRAFTS, operation_id="listDrafts", summary="Alle concepten", tags=TAGS)
async def list_drafts(participant: NamedDependency[Participant]) -> Response[DraftsView]:
    """Return the open drafts the reader may see: those of both sides, and of their own side."""
    view, reached = await queries.drafts_view(participant)
    return Response(view, headers={"Journal-Position": reached})


@get(DRAFT, operation_id="getDraft", summary="Een concept", tags=TAGS)
async def get_draft(
    participant: NamedDependency[Participant], draft_id: FromPath[UUID]
) -> Response[DraftView]:
    """Return what stands in a draft, who last changed which field, and the text as readers see it."""
    view, reached = await queries.draft_view(participant, draft_id)
    return Response(view, headers={"Journal-Position": reached})


@post(DRAFT + "/discards", operation_id="discardDraft", summary="Gooi een concept weg", tags=TAGS)
async def discard(
    participant: NamedDependency[Participant],
    draft_id: FromPath[UUID],
    data: JSONBody[DiscardDraft],
) -> Response[DraftView]:
    """Put a draft away for good; nobody writes in it any more."""
    await commands.discard(participant, draft_id, data)
    view, reached = await queries.draft_view(participant, draft_id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


ROUTES = [list_drafts, get_draft, discard]
