"""Which request means which command, for versions: offering, sending back and taking back."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.agreements import commands, queries
from samenspraak.agreements.routes.answers import (
    TAGS,
    VERSION,
    VERSIONS,
    Asking,
    version_answer,
)
from samenspraak.agreements.schemas import (
    OfferVersion,
    SendBackVersion,
    VersionsView,
    VersionView,
    WithdrawVersion,
)
from samenspraak.workspaces.schemas import Participant


@get(VERSIONS, operation_id="listVersions", summary="Alle versies", tags=TAGS)
async def list_versions(participant: NamedDependency[Participant]) -> Response[VersionsView]:
    """Return all versions, the newest first, and what is missing before the next one."""
    view, reached = await queries.versions_view(participant)
    return Response(view, headers={"Journal-Position": reached})


@post(VERSIONS, operation_id="offer", summary="Bied een versie aan", tags=TAGS)
async def offer(
    request: Asking, participant: NamedDependency[Participant], data: JSONBody[OfferVersion]
) -> Response[VersionView]:
    """Put what is agreed into a version and up for signing."""
    await commands.offer(participant, data)
    return await version_answer(request, participant, data.id)


@get(VERSION, operation_id="getVersion", summary="Een versie", tags=TAGS)
async def get_version(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
) -> Response[VersionView]:
    """Return the very document that is signed, who signed it and what it changes."""
    return await version_answer(request, participant, version_id, status=200)


@post(VERSION + "/returns", operation_id="sendBack", summary="Stuur een versie terug", tags=TAGS)
async def send_back(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[SendBackVersion],
) -> Response[VersionView]:
    """Say why exactly this version is not to be signed."""
    await commands.send_back(participant, version_id, data)
    return await version_answer(request, participant, version_id)


@post(
    VERSION + "/withdrawals",
    operation_id="withdrawVersion",
    summary="Trek een versie in",
    tags=TAGS,
)
async def withdraw(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[WithdrawVersion],
) -> Response[VersionView]:
    """Take the own side's version back."""
    await commands.withdraw(participant, version_id, data)
    return await version_answer(request, participant, version_id)


ROUTES = [list_versions, offer, get_version, send_back, withdraw]
