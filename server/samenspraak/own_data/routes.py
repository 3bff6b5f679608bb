"""Which request means which question about oneself."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody

from samenspraak.agreements.turns import TURN_SECONDS, OwnTurns
from samenspraak.errors import Busy, require
from samenspraak.identity.access import session_cookies
from samenspraak.identity.schemas import SignedIn
from samenspraak.own_data import commands, papers, queries
from samenspraak.own_data.decisions import NotForPrograms
from samenspraak.own_data.policy import may_ask
from samenspraak.own_data.schemas import EraseOneself, ErasureView, OwnDataView
from samenspraak.settings import Settings

TAGS = ["own-data"]


@get(
    "/me/own-data",
    operation_id="getOwnData",
    summary="Wat u over uzelf kunt vragen",
    tags=TAGS,
)
async def get_own_data(person: NamedDependency[SignedIn]) -> OwnDataView:
    """Return whether one can be forgotten now, and what has to be handed over first."""
    return await queries.own_data_view(person)


@get(
    "/me/export",
    operation_id="exportOwnData",
    summary="Alles wat van u bewaard wordt",
    tags=TAGS,
)
async def export_own_data(
    request: Request[Any, Any, Any], person: NamedDependency[SignedIn]
) -> Response[bytes]:
    """Return a ZIP file with all that is kept of oneself, to read and for programs."""
    require(may_ask(person), NotForPrograms)
    turns: OwnTurns = request.app.state.downloads
    async with AsyncExitStack() as turn:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await turns.take(turn, person.person_id)
        except TimeoutError as error:
            raise Busy(retry_after=30) from error
        kept, names = await queries.all_kept(person.person_id)
        name, data = await asyncio.to_thread(papers.packed, kept, names, language=person.language)
    return Response(
        data,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post(
    "/erasures",
    operation_id="eraseOneself",
    summary="Laat u vergeten",
    tags=TAGS,
)
async def erase_oneself(
    request: Request[Any, Any, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[EraseOneself],
) -> Response[ErasureView]:
    """Take away all that says who one was. There is no way back; sessions and sockets end."""
    settings: Settings = request.app.state.settings
    return Response(
        await commands.erase_oneself(person, data, settings),
        status_code=201,
        cookies=[Cookie(**parts) for parts in session_cookies(None, settings)],
    )


ROUTES = [get_own_data, export_own_data, erase_oneself]
