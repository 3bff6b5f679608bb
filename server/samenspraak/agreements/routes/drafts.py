"""Which request means which command, for drafts of the purpose and of the articles."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.agreements import commands, queries
from samenspraak.agreements.routes.answers import TAGS, WORKSPACE
from samenspraak.agreements.schemas import (
    ClausesDraftView,
    OpenClausesDraft,
    OpenPurposeDraft,
    ProposePurposeDraft,
    PurposeDraftView,
)
from samenspraak.workspaces.queries import workspace_view
from samenspraak.workspaces.schemas import Participant, WorkspaceView

PURPOSE_DRAFTS = WORKSPACE + "/purpose-drafts"
PURPOSE_DRAFT = PURPOSE_DRAFTS + "/{draft_id:uuid}"
CLAUSES_DRAFTS = WORKSPACE + "/clauses-drafts"
CLAUSES_DRAFT = CLAUSES_DRAFTS + "/{draft_id:uuid}"


@post(
    PURPOSE_DRAFTS,
    operation_id="openPurposeDraft",
    summary="Begin een concept van het doel",
    tags=TAGS,
)
async def open_purpose_draft(
    participant: NamedDependency[Participant], data: JSONBody[OpenPurposeDraft]
) -> Response[PurposeDraftView]:
    """Begin to write why, from the newest wording: with both sides, or with one's own alone."""
    await commands.open_purpose_draft(participant, data)
    view, reached = await queries.purpose_draft_view(participant, data.id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@get(
    PURPOSE_DRAFT,
    operation_id="getPurposeDraft",
    summary="Een concept van het doel",
    tags=TAGS,
)
async def get_purpose_draft(
    participant: NamedDependency[Participant], draft_id: FromPath[UUID]
) -> Response[PurposeDraftView]:
    """Return what stands in it, what is wrong with it, and what it would change."""
    view, reached = await queries.purpose_draft_view(participant, draft_id)
    return Response(view, headers={"Journal-Position": reached})


@post(
    PURPOSE_DRAFT + "/proposals",
    operation_id="proposePurpose",
    summary="Stel voor wat in een concept van het doel staat",
    tags=TAGS,
)
async def propose_purpose(
    participant: NamedDependency[Participant],
    draft_id: FromPath[UUID],
    data: JSONBody[ProposePurposeDraft],
) -> Response[WorkspaceView]:
    """Put exactly what was seen in a draft to the other side, as a wording of why."""
    await commands.propose_purpose(participant, draft_id, data)
    view, reached = await workspace_view(participant)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@post(
    CLAUSES_DRAFTS,
    operation_id="openClausesDraft",
    summary="Begin een concept van de artikelen",
    tags=TAGS,
)
async def open_clauses_draft(
    participant: NamedDependency[Participant], data: JSONBody[OpenClausesDraft]
) -> Response[ClausesDraftView]:
    """Begin to write articles, from those of the newest version."""
    await commands.open_clauses_draft(participant, data)
    view, reached = await queries.clauses_draft_view(participant, data.id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@get(
    CLAUSES_DRAFT,
    operation_id="getClausesDraft",
    summary="Een concept van de artikelen",
    tags=TAGS,
)
async def get_clauses_draft(
    participant: NamedDependency[Participant], draft_id: FromPath[UUID]
) -> Response[ClausesDraftView]:
    """Return the articles as they would be offered, what is wrong with them, and what changes."""
    view, reached = await queries.clauses_draft_view(participant, draft_id)
    return Response(view, headers={"Journal-Position": reached})


ROUTES = [
    open_purpose_draft,
    get_purpose_draft,
    propose_purpose,
    open_clauses_draft,
    get_clauses_draft,
]
