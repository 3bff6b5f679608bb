"""Which request means which command, for what proves a version: receipts, bundles and keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from samenspraak.agreements import queries
from samenspraak.agreements.documents import KeysDocument
from samenspraak.agreements.routes.answers import (
    TAGS,
    VERSION,
    Asking,
    download,
    downloads_of,
    press_of,
    settings_of,
)
from samenspraak.agreements.schemas import ReceiptView
from samenspraak.agreements.turns import TURN_SECONDS
from samenspraak.errors import Busy
from samenspraak.workspaces.schemas import Participant

PIECE_BYTES = 256 * 1024


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
) -> Stream:
    """Return a ZIP file that can be checked without this server."""
    async with AsyncExitStack() as turn:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await downloads_of(request).take(turn, participant.person_id)
        except TimeoutError as error:
            raise Busy(retry_after=30) from error
        number, data = await queries.bundle(
            participant, version_id, settings_of(request), press_of(request)
        )
        return Stream(
            _in_pieces(data, turn.pop_all()),
            media_type="application/zip",
            headers={
                **download(f"overeenkomst-versie-{number}.zip"),
                "Content-Length": str(len(data)),
            },
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


async def _in_pieces(data: bytes, turn: AsyncExitStack) -> AsyncIterator[bytes]:
    """Send as fast as it is read; the turn ends with it."""
    async with turn:
        for place in range(0, len(data), PIECE_BYTES):
            yield data[place : place + PIECE_BYTES]


ROUTES = [get_receipt, get_bundle, list_signing_keys]
# Outside the API, and for everybody.
PUBLIC = [well_known_keys]
