"""Which request means which move, for signed files beside a version and for keeping a workspace."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.agreements import commands, queries
from samenspraak.agreements.routes.answers import TAGS, VERSION, WORKSPACE, Asking, version_answer
from samenspraak.agreements.schemas import (
    AddSignedCopy,
    LiftHold,
    PlaceHold,
    RetentionView,
    VersionView,
)
from samenspraak.workspaces.schemas import Participant

HOLDS = WORKSPACE + "/dispute-holds"


@post(
    VERSION + "/signed-copies",
    operation_id="addSignedCopy",
    summary="Leg een ondertekend bestand naast een versie",
    tags=TAGS,
)
async def add_signed_copy(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[AddSignedCopy],
) -> Response[VersionView]:
    """Put a PDF with signatures of its own, such as qualified ones, beside a signed version."""
    await commands.add_signed_copy(participant, version_id, data)
    return await version_answer(request, participant, version_id)


@get(
    WORKSPACE + "/retention",
    operation_id="getRetention",
    summary="Hoe lang deze werkruimte wordt bewaard",
    tags=TAGS,
)
async def get_retention(participant: NamedDependency[Participant]) -> Response[RetentionView]:
    """Return until when this workspace is kept at least, and what forbids to throw it away."""
    return await _retention(participant, status=200)


@post(
    HOLDS,
    operation_id="placeHold",
    summary="Verbied dat deze werkruimte wordt weggegooid",
    tags=TAGS,
)
async def place_hold(
    participant: NamedDependency[Participant], data: JSONBody[PlaceHold]
) -> Response[RetentionView]:
    """Forbid, for the own side, to throw this workspace away, such as during a dispute."""
    await commands.place_hold(participant, data)
    return await _retention(participant)


@post(
    HOLDS + "/{hold_id:uuid}/liftings",
    operation_id="liftHold",
    summary="Hef een verbod op weggooien op",
    tags=TAGS,
)
async def lift_hold(
    participant: NamedDependency[Participant],
    hold_id: FromPath[UUID],
    data: JSONBody[LiftHold],
) -> Response[RetentionView]:
    """End what the own side forbade; the minimum term goes on."""
    await commands.lift_hold(participant, hold_id, data)
    return await _retention(participant)


async def _retention(participant: Participant, *, status: int = 201) -> Response[RetentionView]:
    view, reached = await queries.retention_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


ROUTES = [add_signed_copy, get_retention, place_hold, lift_hold]
