"""Signing in by way of a provider: being sent there, and coming back."""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.identity import commands, queries
from samenspraak.identity.access import SESSION_COOKIE, read_cookie
from samenspraak.identity.providers import Providers
from samenspraak.identity.routes.asking import (
    SESSIONS,
    cookies_of,
    network_asking,
    settings_of,
)
from samenspraak.identity.schemas import (
    IdentityProvidersView,
    IdentityProviderView,
    PersonView,
    ProviderRequestView,
    RemoveIdentity,
    RequestProvider,
    SignedIn,
)

# Shows that the browser that comes back is the one that was sent.
VISIT_COOKIE = "__Host-samenspraak-visit"


@get(
    "/identity-providers",
    operation_id="listIdentityProviders",
    summary="Waar u ook kunt inloggen",
    tags=SESSIONS,
    sync_to_thread=False,
)
def list_identity_providers(
    request: Request[SignedIn | None, str | None, Any],
) -> IdentityProvidersView:
    """Return the ways in that this house offers beside a password."""
    settings = settings_of(request)
    return IdentityProvidersView(
        items=[IdentityProviderView(id=one.id, name=one.name) for one in settings.providers],
        reset_by_mail=bool(settings.mail_url),
    )


@post(
    "/provider-requests",
    operation_id="requestProvider",
    summary="Ga naar een andere organisatie om te laten zien wie u bent",
    tags=SESSIONS,
)
async def request_provider(
    request: Request[SignedIn | None, str | None, Any], data: JSONBody[RequestProvider]
) -> Response[ProviderRequestView]:
    """Return where the browser goes: to sign in, to prove oneself again, or to link a provider."""
    settings = settings_of(request)
    # A change names its page; whoever has none is a program, and is sent where we live.
    asked_from = request.headers.get("origin")
    visit = await commands.visit_provider(
        request.user,
        data,
        network=network_asking(request),
        origin=asked_from if asked_from in settings.origins else settings.origins[0],
        browser=read_cookie(request, VISIT_COOKIE),
        settings=settings,
        providers=_providers(request),
    )
    return Response(
        ProviderRequestView(address=visit.address),
        status_code=201,
        cookies=[_visit_cookie(visit.browser)],
    )


@get(commands.RETURN_ADDRESS, include_in_schema=False)
async def come_back(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Take a browser in that comes back from a provider, and send it on to one of our pages."""
    settings = settings_of(request)
    onward = await commands.come_back(
        commands.CameBack(
            state=_once(request, "state"),
            code=_once(request, "code"),
            issuer=_once(request, "iss"),
            browser=read_cookie(request, VISIT_COOKIE),
            session=read_cookie(request, SESSION_COOKIE),
        ),
        settings,
        _providers(request),
    )
    return Response(
        b"",
        status_code=303,
        media_type=MediaType.TEXT,
        headers={"Location": onward.address, "Cache-Control": "no-store"},
        cookies=[] if onward.session is None else cookies_of(onward.session, settings),
    )


@post(
    "/external-identities/{identity_id:uuid}/removals",
    operation_id="removeIdentity",
    summary="Log niet meer in via een andere organisatie",
    tags=SESSIONS,
)
async def remove_identity(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    identity_id: FromPath[UUID],
    data: JSONBody[RemoveIdentity],  # noqa: ARG001  # every change takes a body
) -> PersonView:
    """Let a provider be a way in no longer."""
    settings = settings_of(request)
    await commands.remove_identity(person, identity_id, settings)
    return await queries.oneself(person, settings)


def _providers(request: Request[Any, Any, Any]) -> Providers:
    return request.app.state.providers


def _once(request: Request[Any, Any, Any], name: str) -> str | None:
    """Return what stands once in the address; what stands there twice could mean two things."""
    found = request.query_params.getall(name, [])
    return found[0] if len(found) == 1 else None


def _visit_cookie(value: str) -> Cookie:
    return Cookie(
        key=VISIT_COOKIE,
        value=value,
        max_age=commands.VISIT_SECONDS,
        httponly=True,
        secure=True,
        samesite="lax",
        path="/",
    )


ROUTES = [list_identity_providers, request_provider, remove_identity]
PUBLIC = [come_back]
