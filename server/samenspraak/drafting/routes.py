"""Which request means which move on drafts as such."""

from uuid import UUID

from litestar import Response, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from samenspraak.drafting import commands, queries
from samenspraak.drafting.rooms import admitted, converse
from samenspraak.drafting.schemas import DiscardDraft, DraftsView, DraftView
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import NOT_THERE, Leave, Socket, counted, opened

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


@websocket("/drafts/{draft:str}", opt={"exclude_from_auth": True})
async def draft_socket(
    socket: Socket, draft: FromPath[str], told: FromQuery[str | None] = None
) -> None:
    """Let a program write and read along: the protocol of y-websocket, stored before it is shown.

    With `told=1` it is also told what was stored, and what people should know.
    """
    async with opened(socket) as is_open:
        if not is_open:
            return
        since = socket.app.state.bell.rings
        place, participant = await admitted(socket, _spelled(socket, draft))
        with counted(participant.person_id, socket.app.state.settings):
            await converse(socket, place, participant, is_told=told == "1", since=since)


def _spelled(socket: Socket, draft: str) -> UUID:
    """Read the id of a draft in its one spelling; rooms by other names would be other rooms."""
    try:
        draft_id = UUID(draft)
    except ValueError as error:
        raise Leave(NOT_THERE) from error
    raw: bytes = socket.scope["raw_path"]
    if raw != f"{socket.scope.get('root_path', '')}/v1/drafts/{draft_id}".encode():
        raise Leave(NOT_THERE)
    return draft_id


ROUTES = [list_drafts, get_draft, discard, draft_socket]
