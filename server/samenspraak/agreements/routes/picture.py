"""Which request means which command, for a version as a PDF."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from samenspraak.agreements.queries.picture import picture
from samenspraak.agreements.routes.answers import TAGS, VERSION, Asking, download, press_of
from samenspraak.workspaces.schemas import Participant


@get(VERSION + "/picture", operation_id="getPicture", summary="Een versie als pdf", tags=TAGS)
async def get_picture(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
) -> Response[bytes]:
    """Return the version as a PDF with the signed text inside. It is made now, and not kept."""
    number, data = await picture(participant, version_id, press_of(request))
    return Response(
        data,
        media_type="application/pdf",
        headers={
            **download(f"overeenkomst-versie-{number}.pdf"),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


ROUTES = [get_picture]
