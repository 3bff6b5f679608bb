"""Which request means which command, for signing in and for the rights of an organisation."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import structs

from samenspraak.errors import Unauthenticated
from samenspraak.identity import commands, queries
from samenspraak.identity.access import enter_organisation, person_of_session, session_cookies
from samenspraak.identity.decisions import network_of
from samenspraak.identity.schemas import (
    ChangeLanguage,
    ChangePassword,
    ChangeSettings,
    GrantMandate,
    MakeToken,
    MandatesView,
    MandateView,
    MembersView,
    NewTokenView,
    PersonView,
    ProveAgain,
    RevokeMandate,
    RevokeToken,
    SettingsView,
    SignedIn,
    SignIn,
    TokensView,
    TokenView,
)
from samenspraak.settings import Settings
from samenspraak.text import preferred_language

SESSIONS = ["sessions"]
TOKENS = ["tokens"]
ORGANISATIONS = ["organisations"]
Limit = Annotated[int, QueryParameter(ge=1, le=queries.PAGE_MOST)]


async def provide_person(request: Request[SignedIn | None, Any, Any]) -> SignedIn:
    """Return who asks, for every address that wants somebody signed in."""
    if request.user is None:
        raise Unauthenticated
    asked = request.headers.get("accept-language")
    if asked is None:
        return request.user
    # What an answer says follows the screen it is for; letters follow what the person chose.
    return structs.replace(request.user, language=preferred_language(asked))


@post("/sessions", operation_id="signIn", summary="Log in", tags=SESSIONS)
async def sign_in(
    request: Request[SignedIn | None, str | None, Any], data: JSONBody[SignIn]
) -> Response[PersonView]:
    """Begin a session. The answer sets its cookie, and one whose value goes back as X-CSRF-Token."""
    settings = _settings(request)
    secret = await commands.sign_in(
        data,
        network=network_of(request.client.host if request.client else None),
        ending=request.auth,
        settings=settings,
    )
    person = await person_of_session(secret, settings)
    assert person is not None, "the session began just now"
    return Response(
        await queries.oneself(person, settings),
        status_code=201,
        cookies=_cookies(secret, settings),
    )


@delete("/sessions/current", operation_id="signOut", summary="Log uit", tags=SESSIONS)
async def sign_out(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> Response[None]:
    """End this session."""
    await commands.sign_out(person)
    return Response(None, status_code=204, cookies=_cookies(None, _settings(request)))


@delete("/sessions", operation_id="signOutEverywhere", summary="Log overal uit", tags=SESSIONS)
async def sign_out_everywhere(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> Response[None]:
    """End all one's sessions, on whatever device."""
    await commands.sign_out_everywhere(person)
    return Response(None, status_code=204, cookies=_cookies(None, _settings(request)))


@get("/me", operation_id="getOneself", summary="Uzelf", tags=SESSIONS)
async def get_oneself(
    request: Request[SignedIn, str | None, Any], person: NamedDependency[SignedIn]
) -> PersonView:
    """Return who is signed in."""
    return await queries.oneself(person, _settings(request))


@post("/proofs", operation_id="proveAgain", summary="Bevestig wie u bent", tags=SESSIONS)
async def prove_again(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    data: JSONBody[ProveAgain],
) -> PersonView:
    """Prove once more who one is, so that acts that ask for fresh proof may go."""
    settings = _settings(request)
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
    settings = _settings(request)
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
    return await queries.oneself(person, _settings(request))


@get("/tokens", operation_id="listTokens", summary="Uw tokens voor programma's", tags=TOKENS)
async def list_tokens(
    person: NamedDependency[SignedIn], after: FromQuery[str | None] = None, limit: Limit = 50
) -> TokensView:
    """Return the tokens one made, without their secrets."""
    return await queries.tokens(person, after=after, limit=limit)


@post("/tokens", operation_id="makeToken", summary="Maak een token", tags=TOKENS)
async def make_token(person: NamedDependency[SignedIn], data: JSONBody[MakeToken]) -> NewTokenView:
    """Make a token for a program. Its secret is in this answer and nowhere else."""
    secret = await commands.make_token(person, data)
    made = await queries.token(person, data.id)
    return NewTokenView(id=made.id, name=made.name, expires_at=made.expires_at, secret=secret)


@post(
    "/tokens/{token_id:uuid}/revocations",
    operation_id="revokeToken",
    summary="Trek een token in",
    tags=TOKENS,
)
async def revoke_token(
    person: NamedDependency[SignedIn], token_id: FromPath[UUID], data: JSONBody[RevokeToken]
) -> TokenView:
    """Let a token work no longer."""
    await commands.revoke_token(person, token_id, data)
    return await queries.token(person, token_id)


@get(
    "/organisations/{organisation_id:uuid}/members",
    operation_id="listMembers",
    summary="Mensen van uw organisatie",
    tags=ORGANISATIONS,
)
async def list_members(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> MembersView:
    """Return the people of an organisation one works for."""
    member = await enter_organisation(person, organisation_id)
    return await queries.members(member, after=after, limit=limit)


@get(
    "/organisations/{organisation_id:uuid}/mandates",
    operation_id="listMandates",
    summary="Wie mag tekenen",
    tags=ORGANISATIONS,
)
async def list_mandates(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> MandatesView:
    """Return who may sign for an organisation one works for, and up to what."""
    member = await enter_organisation(person, organisation_id)
    return await queries.mandates(member, after=after, limit=limit)


@post(
    "/organisations/{organisation_id:uuid}/mandates",
    operation_id="grantMandate",
    summary="Laat iemand tekenen",
    tags=ORGANISATIONS,
)
async def grant_mandate(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    data: JSONBody[GrantMandate],
) -> MandateView:
    """Let a colleague sign, replacing what they had in the same role."""
    member = await enter_organisation(person, organisation_id)
    await commands.grant_mandate(member, data)
    return await queries.mandate(member, data.id)


@post(
    "/organisations/{organisation_id:uuid}/mandates/{mandate_id:uuid}/revocations",
    operation_id="revokeMandate",
    summary="Trek een mandaat in",
    tags=ORGANISATIONS,
)
async def revoke_mandate(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    mandate_id: FromPath[UUID],
    data: JSONBody[RevokeMandate],
) -> MandateView:
    """Let a person sign no longer on the strength of this mandate."""
    member = await enter_organisation(person, organisation_id)
    await commands.revoke_mandate(member, mandate_id, data)
    return await queries.mandate(member, mandate_id)


@get(
    "/organisations/{organisation_id:uuid}/settings",
    operation_id="getSettings",
    summary="Instellingen van uw organisatie",
    tags=ORGANISATIONS,
)
async def get_settings(
    person: NamedDependency[SignedIn], organisation_id: FromPath[UUID]
) -> SettingsView:
    """Return what an organisation one works for wants to be asked."""
    return await queries.settings_of(await enter_organisation(person, organisation_id))


@post(
    "/organisations/{organisation_id:uuid}/settings",
    operation_id="changeSettings",
    summary="Verander instellingen van uw organisatie",
    tags=ORGANISATIONS,
)
async def change_settings(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    data: JSONBody[ChangeSettings],
) -> SettingsView:
    """Change what the organisation wants to be asked, for all its contracts from now on."""
    member = await enter_organisation(person, organisation_id)
    await commands.change_settings(member, data)
    return await queries.settings_of(member)


def _settings(request: Request[Any, Any, Any]) -> Settings:
    return request.app.state.settings


def _cookies(secret: str | None, settings: Settings) -> list[Cookie]:
    return [Cookie(**parts) for parts in session_cookies(secret, settings)]


ROUTES = [
    sign_in,
    sign_out,
    sign_out_everywhere,
    get_oneself,
    prove_again,
    change_password,
    choose_language,
    list_tokens,
    make_token,
    revoke_token,
    list_members,
    list_mandates,
    grant_mandate,
    revoke_mandate,
    get_settings,
    change_settings,
]
