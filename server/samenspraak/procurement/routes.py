"""Which request means which command, for bringing contracts in."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from samenspraak.errors import Fault, Invalid, TooLarge, Unsupported
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import SignedIn
from samenspraak.procurement import commands, queries
from samenspraak.procurement.commands import Upload
from samenspraak.procurement.schemas import ImportPreviewView
from samenspraak.settings import Settings

TAGS = ["procurement"]


@post(
    "/imports",
    operation_id="previewImport",
    summary="Bekijk wat bestanden worden",
    tags=TAGS,
)
async def preview_import(
    request: Request[Any, Any, Any],
    person: NamedDependency[SignedIn],
    organisation_id: Annotated[UUID, QueryParameter(name="organisationId")],
    import_id: Annotated[UUID, QueryParameter(name="importId")],
) -> ImportPreviewView:
    """Read award notices, OCDS packages or lists (multipart, field `files`); nothing is opened."""
    member = await enter_organisation(person, organisation_id)
    settings: Settings = request.app.state.settings
    await commands.preview(member, import_id, await _uploads(request, settings))
    return await queries.preview_view(person, import_id)


@get("/imports/{import_id:uuid}", operation_id="getImport", summary="Een voorbeeld", tags=TAGS)
async def get_import(
    person: NamedDependency[SignedIn], import_id: FromPath[UUID]
) -> ImportPreviewView:
    """Return one's own preview."""
    return await queries.preview_view(person, import_id)


async def _uploads(request: Request[Any, Any, Any], settings: Settings) -> list[Upload]:
    if request.content_type[0] != "multipart/form-data":
        raise Unsupported
    form = await request.form()
    uploads: list[Upload] = []
    for field, value in form.multi_items():
        if not isinstance(value, UploadFile) or field != "files":
            raise Invalid([Fault(pointer=f"/{field[:50]}", slug="unknown-field")])
        data = await value.read(settings.import_limit_bytes + 1)
        if len(data) > settings.import_limit_bytes:
            raise TooLarge(limit=settings.import_limit_bytes)
        uploads.append(Upload(name=value.filename, data=data))
    return uploads


ROUTES = [preview_import, get_import]
