"""Which request means which move on perspectives."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.schemas import (
    HandInPerspective,
    OpenPerspectives,
    Participant,
    PerspectivesView,
    StartPerspectives,
)

TAGS = ["workspaces"]
PERSPECTIVES = "/workspaces/{workspace_id:uuid}/perspectives"


async def _answer(participant: Participant, *, status: int = 201) -> Response[PerspectivesView]:
    view, reached = await queries.perspectives_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(
    PERSPECTIVES,
    operation_id="getPerspectives",
    summary="Wat beide kanten willen en waar ze zich zorgen over maken",
    tags=TAGS,
)
async def get_perspectives(
    participant: NamedDependency[Participant],
) -> Response[PerspectivesView]:
    """Return every exchange of perspectives; the other side's answers once they are opened."""
    return await _answer(participant, status=200)


@post(
    PERSPECTIVES,
    operation_id="startPerspectives",
    summary="Stel beide kanten de vier vragen",
    tags=TAGS,
)
async def start_perspectives(
    participant: NamedDependency[Participant], data: JSONBody[StartPerspectives]
) -> Response[PerspectivesView]:
    """Ask both sides what they want and fear, what they can give and what they need."""
    await commands.start_perspectives(participant, data)
    return await _answer(participant)


@post(
    PERSPECTIVES + "/answers",
    operation_id="handInPerspective",
    summary="Lever de antwoorden van de eigen kant in",
    tags=TAGS,
)
async def hand_in_perspective(
    participant: NamedDependency[Participant], data: JSONBody[HandInPerspective]
) -> Response[PerspectivesView]:
    """Hand in the own side's answers, or replace them; once both sides have, all are opened."""
    await commands.hand_in_perspective(participant, data)
    return await _answer(participant)


@post(
    PERSPECTIVES + "/openings",
    operation_id="openPerspectives",
    summary="Open wat is ingeleverd",
    tags=TAGS,
)
async def open_perspectives(
    participant: NamedDependency[Participant], data: JSONBody[OpenPerspectives]
) -> Response[PerspectivesView]:
    """Let everybody read what was handed in; a coordinator does not have to wait for both sides."""
    await commands.open_perspectives(participant, data)
    return await _answer(participant)


ROUTES = [get_perspectives, start_perspectives, hand_in_perspective, open_perspectives]
