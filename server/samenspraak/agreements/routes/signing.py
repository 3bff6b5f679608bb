"""Which request means which command, for signing and for how many have to."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.agreements import commands, queries
from samenspraak.agreements.routes.answers import (
    TAGS,
    VERSION,
    WORKSPACE,
    Asking,
    settings_of,
    version_answer,
)
from samenspraak.agreements.schemas import (
    RequestSigning,
    SetSigningRule,
    SigningRequestView,
    SignVersion,
    VersionsView,
    VersionView,
)
from samenspraak.workspaces.schemas import Participant


@post(
    WORKSPACE + "/signing-rules",
    operation_id="setSigningRule",
    summary="Vraag om meer ondertekenaars",
    tags=TAGS,
)
async def set_signing_rule(
    participant: NamedDependency[Participant], data: JSONBody[SetSigningRule]
) -> Response[VersionsView]:
    """Say how many people sign for the own side, under every version offered from now on."""
    await commands.set_signing_rule(participant, data)
    view, reached = await queries.versions_view(participant)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@post(
    VERSION + "/signing-requests",
    operation_id="requestSigning",
    summary="Open de verklaring om te tekenen",
    tags=TAGS,
)
async def request_signing(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[RequestSigning],
) -> SigningRequestView:
    """Return what signing exactly this version says, good for one signature and fifteen minutes."""
    return await commands.request_signing(
        participant, version_id, data, settings=settings_of(request)
    )


@post(VERSION + "/signatures", operation_id="sign", summary="Onderteken een versie", tags=TAGS)
async def sign(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[SignVersion],
) -> Response[VersionView]:
    """Sign exactly this version; the last signature that it asks for brings it in force."""
    await commands.sign(participant, version_id, data, settings=settings_of(request))
    return await version_answer(request, participant, version_id)


ROUTES = [set_signing_rule, request_signing, sign]
