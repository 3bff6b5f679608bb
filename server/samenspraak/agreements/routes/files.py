"""Which request means which command, for the files of a workspace."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from samenspraak.agreements import commands, queries
from samenspraak.agreements.routes.answers import TAGS, WORKSPACE, Asking, download, settings_of
from samenspraak.files.schemas import FileView
from samenspraak.workspaces.schemas import Participant


@post(WORKSPACE + "/files", operation_id="storeFile", summary="Stuur een bestand", tags=TAGS)
async def store_file(
    request: Asking,
    participant: NamedDependency[Participant],
    file_id: Annotated[UUID, QueryParameter(name="fileId")],
    name: FromQuery[str],
) -> Response[FileView]:
    """Keep a document or picture that both sides then see; the body is the file itself.

    `Content-Type` says what it is: pdf, png, jpeg, docx, odt or xlsx.
    """
    view = await commands.store_file(
        participant,
        file_id,
        request.stream(),
        name=name,
        media_type=request.headers.get("content-type", ""),
        settings=settings_of(request),
    )
    return Response(view, status_code=201)


@get(
    WORKSPACE + "/files/{file_id:uuid}",
    operation_id="getFile",
    summary="Een bestand",
    tags=TAGS,
)
async def get_file(participant: NamedDependency[Participant], file_id: FromPath[UUID]) -> Stream:
    """Return a file to be saved. Nothing in it runs from our address."""
    view, content = await queries.file_of(participant, file_id)
    return Stream(
        content,
        media_type=view.media_type,
        headers={
            **download(view.name),
            "Content-Length": str(view.size_bytes),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


ROUTES = [store_file, get_file]
