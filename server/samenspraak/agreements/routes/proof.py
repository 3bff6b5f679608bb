"""Which request means which command, for what proves a version: receipts, bundles and keys."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from samenspraak.agreements import queries
from samenspraak.agreements.documents import KeysDocument
from samenspraak.agreements.routes.answers import (
    TAGS,
    VERSION,
    Asking,
    download,
    press_of,
    settings_of,
)
from samenspraak.agreements.schemas import ReceiptView
from samenspraak.workspaces.schemas import Participant


@get(VERSION + "/receipt", operation_id="getReceipt", summary="De ontvangstbevestiging", tags=TAGS)
async def get_receipt(
    participant: NamedDependency[Participant], version_id: FromPath[UUID]
) -> ReceiptView:
    """Return the sealed proof that both sides signed this version."""
    return await queries.receipt_view(participant, version_id)


@get(
    VERSION + "/bundle",
    operation_id="getBundle",
    summary="Alles wat een versie bewijst, in één bestand",
    tags=TAGS,
)
async def get_bundle(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
) -> Response[bytes]:
    """Return a ZIP file that can be checked without this server."""
    number, data = await queries.bundle(
        participant, version_id, settings_of(request), press_of(request)
    )
    return Response(
        data,
        media_type="application/zip",
        headers=download(f"overeenkomst-versie-{number}.zip"),
    )


@get(
    "/signing-keys",
    operation_id="listSigningKeys",
    summary="De sleutels waarmee wij verzegelen",
    tags=TAGS,
)
async def list_signing_keys() -> KeysDocument:
    """Return every public key that ever sealed a receipt, with its window; anybody may ask."""
    return await queries.public_keys()


@get("/.well-known/jwks.json", include_in_schema=False)
async def well_known_keys() -> KeysDocument:
    """Return the same keys where programs look for them."""
    return await queries.public_keys()


ROUTES = [get_receipt, get_bundle, list_signing_keys]
# Outside the API, and for everybody.
PUBLIC = [well_known_keys]
