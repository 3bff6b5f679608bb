"""Which request means which command, for the files of a workspace."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from samenspraak.files.schemas import FileView
from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.schemas import Audience, Participant

TAGS = ["workspaces"]
PATH = "/workspaces/{workspace_id:uuid}/files"


@post(PATH, operation_id="storeFile", summary="Stuur een bestand", tags=TAGS)
async def store_file(
    request: Request[Any, Any, Any],
    participant: NamedDependency[Participant],
    file_id: Annotated[UUID, QueryParameter(name="fileId")],
    name: FromQuery[str],
    audience: FromQuery[Audience] = Audience.SHARED,
) -> Response[FileView]:
    """Keep a document or picture, for everybody here or for the own side; the body is the file.

    `Content-Type` says what it is: pdf, png, jpeg, docx, odt or xlsx. Where and by whom it was made
    is taken out of all but a PDF. Others get it once it hangs under a message or in an agreement;
    what hangs nowhere goes after a day.
    """
    state = request.app.state
    view = await commands.store_file(
        participant,
        file_id,
        _body(request),
        audience=audience,
        name=name,
        media_type=request.headers.get("content-type", ""),
        announced_bytes=request.content_length,
        reception=state.reception,
        settings=state.settings,
    )
    return Response(view, status_code=201)


async def _body(request: Request[Any, Any, Any]) -> AsyncGenerator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except InternalServerException as error:
        # The library calls it a mistake of ours that somebody hung up.
        raise ConnectionResetError from error


@get(PATH + "/{file_id:uuid}", operation_id="getFile", summary="Een bestand", tags=TAGS)
async def get_file(participant: NamedDependency[Participant], file_id: FromPath[UUID]) -> Stream:
    """Return a file to be saved. Nothing in it runs from our address."""
    view, content = await queries.file_of(participant, file_id)
    return Stream(
        content,
        media_type=view.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(view.name, safe='')}",
            "Content-Length": str(view.size_bytes),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


ROUTES = [store_file, get_file]
