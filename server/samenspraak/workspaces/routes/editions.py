"""Which request means which command, for the tables of values of a contract."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.schemas import EditionsView, Participant, PinEdition

TAGS = ["workspaces"]
PATH = "/workspaces/{workspace_id:uuid}/editions"


async def _answer(participant: Participant, *, status: int = 200) -> Response[EditionsView]:
    view, reached = await queries.editions_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(PATH, operation_id="listEditions", summary="Waardetabellen van dit contract", tags=TAGS)
async def list_editions(participant: NamedDependency[Participant]) -> Response[EditionsView]:
    """Return the editions that were chosen, the newest first, and the buyer's to choose from."""
    return await _answer(participant)


@post(PATH, operation_id="pinEdition", summary="Kies een waardetabel", tags=TAGS)
async def pin_edition(
    participant: NamedDependency[Participant], data: JSONBody[PinEdition]
) -> Response[EditionsView]:
    """Reckon with this edition from now on; earlier values keep theirs."""
    await commands.pin_edition(participant, data)
    return await _answer(participant, status=201)


ROUTES = [list_editions, pin_edition]
