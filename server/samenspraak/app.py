"""create_app(): routes, dependencies, problem documents, lifespan. The only module that knows all."""

import errno
import importlib
import importlib.util
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import asyncpg
import structlog
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import OpenAPIConfig
from litestar.params import FromPath
from litestar.router import Router

from samenspraak import surroundings
from samenspraak.agreements.keys import WATCH_SECONDS, KeyWatch, prepare_keys
from samenspraak.agreements.picture import Press
from samenspraak.agreements.turns import OwnTurns
from samenspraak.database import DB
from samenspraak.drafting.rooms import Rooms
from samenspraak.errors import (
    Busy,
    Fault,
    Full,
    Invalid,
    NotFound,
    Refusal,
    TooLarge,
    Unsupported,
)
from samenspraak.files.receiving import Reception
from samenspraak.gate import API, Application, Gate
from samenspraak.identity.access import authentication
from samenspraak.identity.letters import Postman
from samenspraak.identity.providers import Providers
from samenspraak.identity.routes import provide_person
from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.wakeups import Doorbell
from samenspraak.logs import NO_ROUTE, Observed
from samenspraak.pages import PAGES
from samenspraak.personal_data import guard_request
from samenspraak.problems import MEDIA_TYPE, encoded, problem, problem_of
from samenspraak.requests import faults_of
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.sweeping import Sweeper
from samenspraak.text import preferred_language
from samenspraak.workspaces.access import Door, enter
from samenspraak.workspaces.schemas import Participant

log = structlog.get_logger()

CAPABILITIES = (
    "identity",
    "catalogue",
    "procurement",
    "workspaces",
    "dialogue",
    "drafting",
    "commitments",
    "agreements",
    "search",
    "live",
    "own_data",
)


async def provide_participant(
    person: NamedDependency[SignedIn], workspace_id: FromPath[UUID], state: State
) -> Participant:
    """Go through the door with whoever asks."""
    return await state.door(person, workspace_id)


def create_app(
    settings: Settings, world: Surroundings | None = None, *, door: Door = enter
) -> Application:
    """Build the whole application for one database, with the given clock, ids and randomness.

    The door is an argument so that a test can take it away and see the other lock hold.
    """
    return Observed(Gate(create_framework(settings, world, door=door), settings, world))


def create_framework(
    settings: Settings,
    world: Surroundings | None = None,
    *,
    door: Door = enter,
    openapi: OpenAPIConfig | None = None,
) -> Litestar:
    """Build the part behind the gate; the contract in `schemas/` is read from it too."""
    return Litestar(
        route_handlers=[
            Router(
                path=API,
                route_handlers=[*_routes("ROUTES")],
                dependencies={
                    "person": Provide(provide_person),
                    "participant": Provide(provide_participant),
                },
                before_request=read_body,
                # It is plain ASGI; the library describes scopes more narrowly than the standard.
                middleware=[cast("Any", authentication(settings))],
            ),
            *_routes("PUBLIC"),
            *PAGES,
        ],
        exception_handlers={
            Refusal: answer_refusal,
            ValidationException: answer_validation,
            HTTPException: answer_http,
            asyncpg.exceptions.DiskFullError: answer_full,
            Exception: answer_unexpected,
        },
        openapi_config=openapi,
        lifespan=[_lifespan(settings)],
        state=State(
            {
                "settings": settings,
                "world": world or Surroundings(),
                "door": door,
                "press": Press(),
                "reception": Reception(),
                "downloads": OwnTurns(),
                "providers": Providers(settings.providers),
            }
        ),
        # Bodies are read by the gate; the framework's own limit only has to be out of the way.
        request_max_body_size=settings.file_limit_bytes + 1_000_000,
        logging_config=None,
    )


def _routes(kind: str) -> Sequence[Any]:
    """Gather what the capabilities serve: `ROUTES` below the API, `PUBLIC` beside it."""
    handlers: list[Any] = []
    for name in CAPABILITIES:
        if importlib.util.find_spec(f"samenspraak.{name}.routes") is not None:
            routes = importlib.import_module(f"samenspraak.{name}.routes")
            handlers += getattr(routes, kind, [])
    return handlers


def _lifespan(settings: Settings) -> Any:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        if DB.pool is None:
            await DB.connect(settings.database_url, pool_size=settings.pool_size)
        with surrounded_by(app.state.world):
            await prepare_keys(settings)
        bell = Doorbell(settings.database_url)
        await bell.start()
        app.state.bell = bell
        with surrounded_by(app.state.world):
            rooms = Rooms(settings, bell)
            rooms.start()
        app.state.rooms = rooms
        postman = Postman(settings)
        postman.start()
        sweeper = Sweeper(settings)
        # Whoever wants nothing swept for long wants nothing looked at either.
        watch = KeyWatch(settings, seconds=max(WATCH_SECONDS, settings.sweep_seconds))
        with surrounded_by(app.state.world):
            sweeper.start()
            watch.start()
        try:
            yield
        finally:
            await watch.stop()
            await sweeper.stop()
            await postman.stop()
            await rooms.stop()
            await bell.stop()
            await DB.disconnect()

    return lifespan


async def read_body(request: Request[Any, Any, Any]) -> None:
    """Judge the whole body against its shape, so that every fault is told at once.

    Then no citizen's number in it comes any further, into a member nobody thought of included.
    """
    field = request.route_handler.parsed_data_field
    if field is None or "json" not in request.scope["state"]:
        return
    body = request.scope["state"]["json"]
    faults = faults_of(field.raw, body)
    if faults:
        raise Invalid(faults)
    guard_request(field.raw, body)


def answer_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """Answer a refusal of ours."""
    document, headers = problem_of(refusal, request.headers.get("accept-language"))
    return Response(
        encoded(document), status_code=refusal.status, headers=headers, media_type=MEDIA_TYPE
    )


def answer_validation(
    request: Request[Any, Any, Any], error: ValidationException
) -> Response[bytes]:
    """Answer what the framework could not read in the path or the query."""
    extra = error.extra if isinstance(error.extra, list) else []
    faults = [
        Fault(pointer="", slug="parameter", facts={"name": str(item.get("key", ""))[:100]})
        for item in extra
    ]
    return answer_refusal(request, Invalid(faults))


def answer_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses before any handler of ours."""
    match error.status_code:
        case 404:
            return answer_refusal(request, NotFound())
        case 413:
            return answer_refusal(request, TooLarge())
        case 415:
            return answer_refusal(request, Unsupported())
        case 405:
            language = preferred_language(request.headers.get("accept-language"))
            return Response(
                encoded(problem("method-not-allowed", 405, language)),
                status_code=405,
                media_type=MEDIA_TYPE,
                headers=error.headers or {},
            )
        case status if status < 500:
            return answer_refusal(request, Invalid([]))
        case _:
            return answer_unexpected(request, error)


def answer_full(request: Request[Any, Any, Any], _: Exception) -> Response[bytes]:
    """Say that there is no room; PostgreSQL stored nothing."""
    return answer_refusal(request, Full())


def answer_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Own up to a mistake of ours: logged with its trace, told with a reference only."""
    if isinstance(error, asyncpg.exceptions.PostgresConnectionError | ConnectionError):
        return answer_refusal(request, Busy(retry_after=2))
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        # Our own disk, where large uploads wait until they are whole.
        return answer_refusal(request, Full())
    reference = surroundings.random_bytes(4).hex()
    path = request.scope.get("path_template") or NO_ROUTE
    log.error("unexpected", reference=reference, path=path, exc_info=error)
    language = preferred_language(request.headers.get("accept-language"))
    return Response(
        encoded(problem("unexpected", 500, language, facts={"reference": reference})),
        status_code=500,
        media_type=MEDIA_TYPE,
        headers={"X-Request-Id": reference},
    )
