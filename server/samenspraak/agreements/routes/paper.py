"""Which request means which command, for deals that were made outside."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.agreements import commands
from samenspraak.agreements.routes.answers import TAGS, VERSION, WORKSPACE, Asking, version_answer
from samenspraak.agreements.schemas import ConfirmPaper, RecordPaper, VersionView
from samenspraak.workspaces.schemas import Participant


@post(
    WORKSPACE + "/paper-versions",
    operation_id="recordPaper",
    summary="Leg een afspraak van buiten vast",
    tags=TAGS,
)
async def record_paper(
    request: Asking, participant: NamedDependency[Participant], data: JSONBody[RecordPaper]
) -> Response[VersionView]:
    """Bring in a deal that was made on paper, as version 0; it counts once both sides confirm."""
    await commands.record_paper(participant, data)
    return await version_answer(request, participant, data.id)


@post(
    VERSION + "/confirmations",
    operation_id="confirmPaper",
    summary="Bevestig een afspraak van buiten",
    tags=TAGS,
)
async def confirm_paper(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[ConfirmPaper],
) -> Response[VersionView]:
    """Stand behind a deal on paper for the own side."""
    await commands.confirm_paper(participant, version_id, data)
    return await version_answer(request, participant, version_id)


ROUTES = [record_paper, confirm_paper]
