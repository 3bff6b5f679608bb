"""Addresses and answers that the routes of agreements have in common."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response

from samenspraak.agreements import queries
from samenspraak.agreements.picture import Press
from samenspraak.agreements.schemas import VersionView
from samenspraak.agreements.turns import OwnTurns
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant

TAGS = ["agreements"]
WORKSPACE = "/workspaces/{workspace_id:uuid}"
VERSIONS = WORKSPACE + "/versions"
VERSION = VERSIONS + "/{version_id:uuid}"

Asking = Request[Any, Any, Any]


async def version_answer(
    request: Asking, participant: Participant, version_id: UUID, *, status: int = 201
) -> Response[VersionView]:
    """Answer with a version as it stands now, and the position up to which that was read."""
    view, reached = await queries.version_view(participant, version_id, settings_of(request))
    return Response(view, status_code=status, headers={"Journal-Position": reached})


def settings_of(request: Asking) -> Settings:
    """Return the settings of the server that answers."""
    return request.app.state.settings


def press_of(request: Asking) -> Press:
    """Return where the server that answers has pictures made."""
    return request.app.state.press


def downloads_of(request: Asking) -> OwnTurns:
    """Return whose turn it is to fetch something large from the server that answers."""
    return request.app.state.downloads


def download(name: str) -> dict[str, str]:
    """Return the headers with which a browser saves a file under a name."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
