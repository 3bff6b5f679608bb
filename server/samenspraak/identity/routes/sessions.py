"""Signing in and out, and what one sees and keeps of oneself."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.identity import commands, queries
from samenspraak.identity.access import person_of_session
from samenspraak.identity.routes.asking import (
    SESSIONS,
    cookies_of,
    network_asking,
    settings_of,
)
from samenspraak.identity.schemas import (
    ChangeLanguage,
    ChangePassword,
    EndSession,
    PersonView,
    ProveAgain,
    SessionsView,
    SignedIn,
    SignIn,
)


@post("/sessions", operation_id="signIn", summary="Log in", tags=SESSIONS)
async def sign_in(
    request: Request[SignedIn | None, str | None, Any], data: JSONBody[SignIn]
) -> Response[PersonView]:
    """Begin a session. The answer sets its cookie, and one whose value goes back as X-CSRF-Token."""
    settings = settings_of(request)
    secret = await commands.sign_in(
        data,
        network=network_asking(request),
        ending=request.auth,
        settings=settings,
    )
    person = await person_of_session(secret, settings)
    assert person is not None, "the session began just now"
    return Response(
        await queries.oneself(person, settings),
        status_code=201,
        cookies=cookies_of(secret, settings),
    )


@delete("/sessions/current", operation_id="signOut", summary="Log uit", tags=SESSIONS)
async def sign_out(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> Response[None]:
    """End this session."""
    await commands.sign_out(person)
    return Response(None, status_code=204, cookies=cookies_of(None, settings_of(request)))


@delete("/sessions", operation_id="signOutEverywhere", summary="Log overal uit", tags=SESSIONS)
async def sign_out_everywhere(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> Response[None]:
    """End all one's sessions, on whatever device."""
    await commands.sign_out_everywhere(person)
    return Response(None, status_code=204, cookies=cookies_of(None, settings_of(request)))


@get("/me", operation_id="getOneself", summary="Uzelf", tags=SESSIONS)
async def get_oneself(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> PersonView:
    """Return who is signed in."""
    return await queries.oneself(person, settings_of(request))


@post("/proofs", operation_id="proveAgain", summary="Bevestig wie u bent", tags=SESSIONS)
async def prove_again(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[ProveAgain],
) -> PersonView:
    """Prove once more who one is, so that acts that ask for fresh proof may go."""
    settings = settings_of(request)
    await commands.prove_again(person, data, settings)
    return await queries.oneself(person, settings)


@post(
    "/password-changes", operation_id="changePassword", summary="Kies een wachtwoord", tags=SESSIONS
)
async def change_password(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[ChangePassword],
) -> PersonView:
    """Choose a new password. All one's other sessions end."""
    settings = settings_of(request)
    await commands.change_password(person, data, settings)
    return await queries.oneself(person, settings)


@post("/language-choices", operation_id="chooseLanguage", summary="Kies een taal", tags=SESSIONS)
async def choose_language(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[ChangeLanguage],
) -> PersonView:
    """Choose the language of screens and mails."""
    await commands.choose_language(person, data)
    return await queries.oneself(person, settings_of(request))


@get("/sessions", operation_id="listSessions", summary="Waar u bent ingelogd", tags=SESSIONS)
async def list_sessions(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> SessionsView:
    """Return where one is signed in now."""
    return await queries.sessions(person, settings_of(request))


@post(
    "/sessions/{session_id:uuid}/endings",
    operation_id="endSession",
    summary="Log uit op een ander apparaat",
    tags=SESSIONS,
)
async def end_session(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    session_id: FromPath[UUID],
    data: JSONBody[EndSession],  # noqa: ARG001  # every change takes a body
) -> SessionsView:
    """End one session, on whatever device, and return those that are left."""
    await commands.end_session(person, session_id)
    return await queries.sessions(person, settings_of(request))


ROUTES = [
    sign_in,
    sign_out,
    sign_out_everywhere,
    list_sessions,
    end_session,
    get_oneself,
    prove_again,
    change_password,
    choose_language,
]
