"""Signing in, proving oneself and linking by way of a provider of OpenID Connect."""

import string
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import Fault, NotFound, Refusal, Unauthenticated, require
from samenspraak.identity import attempts
from samenspraak.identity.access import person_of_session
from samenspraak.identity.commands.organisations import organisation_journals, tell_organisations
from samenspraak.identity.commands.sessions import SECRET_BYTES, start_session
from samenspraak.identity.decisions import (
    Claims,
    IdentityTaken,
    LastWayIn,
    NotForPrograms,
    NotKnownHere,
    NotLinked,
    OtherIdentity,
    ProviderRefused,
    ProviderRequestOver,
    ProviderUnknown,
    WaysIn,
    code_challenge,
    is_last_way_in,
    judge_id_token,
    judge_return,
    key_named_by,
    require_fresh,
    require_proven_since,
    secret_hash,
    secret_text,
)
from samenspraak.identity.policy import may_manage_account
from samenspraak.identity.providers import Providers
from samenspraak.identity.schemas import (
    IdentityLinked,
    IdentityRemoved,
    ProofMethod,
    RequestProvider,
    SignedIn,
)
from samenspraak.identity.spelling import email_of
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Provider, Settings

# Long enough to look for a telephone, short enough that nobody finds an open visit.
VISIT_SECONDS = 10 * 60
# A whole building may sign in at nine o'clock.
VISITS_FROM_A_NETWORK = 300
RETURN_ADDRESS = "/inloggen/terug"
SIGN_IN_PAGE = "/inloggen"


class Visit(Struct, frozen=True, kw_only=True):
    """Where a browser goes, and what it keeps to show that it was this one."""

    address: str
    browser: str


class CameBack(Struct, frozen=True, kw_only=True):
    """With what a browser came back. What it brought twice it did not bring."""

    state: str | None
    code: str | None
    issuer: str | None
    browser: str | None
    session: str | None


class Onward(Struct, frozen=True, kw_only=True):
    """Where a browser goes after it came back, perhaps with a new session."""

    address: str
    session: str | None = None


async def visit_provider(
    person: SignedIn | None,
    request: RequestProvider,
    *,
    network: str,
    origin: str,
    browser: str | None,
    settings: Settings,
    providers: Providers,
) -> Visit:
    """Send a browser to a provider, and note that it was sent.

    Who is signed in may prove themselves or link the provider; for a link they prove themselves
    here first, or whoever finds an open screen would have a way in for good.
    """
    judge_return(request.return_to)
    provider = providers.named(request.provider)
    if provider is None:
        raise ProviderUnknown([Fault(pointer="/provider", slug=ProviderUnknown.slug)])
    at = surroundings.now()
    whose = (
        None if request.purpose == "sign-in" else await _asking(person, request, provider, settings)
    )
    async with as_person(None):
        await attempts.ration(
            "visit to a provider", network, limit=VISITS_FROM_A_NETWORK, seconds=VISIT_SECONDS
        )
    state, nonce, verifier = (_secret() for _ in range(3))
    # Two windows of one browser may be away at once.
    kept = browser if browser is not None and len(browser) == len(state) else _secret()
    anew = {"prompt": "login", "max_age": "0"} if request.purpose == "proof" else {}
    address = await providers.address(
        provider,
        redirect_uri=origin + RETURN_ADDRESS,
        scope="openid email",
        state=state,
        nonce=nonce,
        code_challenge=code_challenge(verifier),
        code_challenge_method="S256",
        **anew,
    )
    async with as_person(None if whose is None else whose.person_id):
        await execute("select forget_what_is_over($1)", at)
        await execute(
            "insert into provider_request (id, state_hash, browser_hash, nonce, code_verifier,"
            " provider, purpose, person_id, session_id, return_to, made_at, expires_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            surroundings.new_id(),
            secret_hash(state),
            secret_hash(kept),
            nonce,
            verifier,
            provider.id,
            request.purpose,
            None if whose is None else whose.person_id,
            None if whose is None else whose.session_id,
            origin + request.return_to,
            at,
            at + timedelta(seconds=VISIT_SECONDS),
        )
    return Visit(address=address, browser=kept)


async def come_back(came: CameBack, settings: Settings, providers: Providers) -> Onward:
    """Judge what a browser brings back from a provider, and send it on to where it came from.

    Whatever is refused is told on the page it goes to: nobody reads a bare answer here.
    """
    at = surroundings.now()
    async with as_person(None):
        visit = await fetch_one(
            "select * from take_provider_request($1, $2, $3)",
            secret_hash(came.state or ""),
            secret_hash(came.browser or ""),
            at,
        )
    if visit is None:
        return Onward(address=f"{SIGN_IN_PAGE}?fout={quote(ProviderRequestOver.slug, safe='')}")
    try:
        session = await _finish(visit, came, settings, providers)
    except Refusal as refusal:
        return Onward(address=_told(visit, refusal.slug))
    return Onward(address=_path(visit), session=session)


async def remove_identity(person: SignedIn, identity_id: UUID, settings: Settings) -> None:
    """Let a provider be a way in no longer, while there is another."""
    require(may_manage_account(person), NotForPrograms)
    at = surroundings.now()
    require_fresh(person.proven_at, at=at, step_up_seconds=settings.step_up_seconds)
    journals = await organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        # The credential's row keeps two at once from removing the last two.
        known = await fetch_one(
            "select password_hash is not null as has_password, totp_since is not null"
            " as has_second_factor from credential where person_id = $1 for update",
            person.person_id,
        )
        assert known is not None, "whoever is signed in has a credential"
        counted = await fetch_one(
            "select count(*) as many, coalesce(bool_or(id = $2), false) as is_there"
            " from external_identity where person_id = $1",
            person.person_id,
            identity_id,
        )
        assert counted is not None, "a count is always there"
        if not counted["is_there"]:
            raise NotFound
        if is_last_way_in(WaysIn(**known, identities=counted["many"])):
            raise LastWayIn
        await execute(
            "delete from external_identity where id = $1 and person_id = $2",
            identity_id,
            person.person_id,
        )
        removed = IdentityRemoved(person_id=person.person_id, identity_id=identity_id)
        tell_organisations(work, journals, removed)


async def _asking(
    person: SignedIn | None, request: RequestProvider, provider: Provider, settings: Settings
) -> SignedIn:
    """Return who proves themselves or links a provider, once they may."""
    if person is None:
        raise Unauthenticated
    require(may_manage_account(person), NotForPrograms)
    if request.purpose == "link":
        at = surroundings.now()
        require_fresh(person.proven_at, at=at, step_up_seconds=settings.step_up_seconds)
    elif await _own_subject(person.person_id, provider) is None:
        raise NotLinked
    return person


async def _finish(
    visit: dict[str, Any], came: CameBack, settings: Settings, providers: Providers
) -> str | None:
    """Do what a browser was sent for, and return the secret of a session if one began."""
    provider = providers.named(visit["provider"])
    if provider is None:
        raise ProviderRequestOver
    await providers.judge_sender(provider, came.issuer)
    if came.code is None:
        raise ProviderRefused
    token = await providers.id_token(
        provider,
        code=came.code,
        code_verifier=visit["code_verifier"],
        redirect_uri=_origin(visit) + RETURN_ADDRESS,
    )
    claims = judge_id_token(
        token,
        provider=provider,
        keys=await providers.keys(provider, named=key_named_by(token)),
        nonce=visit["nonce"],
        at=surroundings.now(),
    )
    if visit["purpose"] == "sign-in":
        return await _sign_in(claims, provider, came.session, settings)
    person = None
    if came.session is not None:
        person = await person_of_session(came.session, settings)
    # Whoever signed out meanwhile, or signed in as somebody else, did not ask for this.
    if person is None or person.session_id != visit["session_id"]:
        raise ProviderRequestOver
    if visit["purpose"] == "link":
        await _link(person.person_id, claims)
    else:
        since: datetime = visit["made_at"]
        await _prove(person, claims, provider, since=since)
    return None


async def _sign_in(
    claims: Claims, provider: Provider, ending: str | None, settings: Settings
) -> str:
    async with as_person(None):
        known = await fetch_one(
            "select * from person_known_elsewhere($1, $2)", claims.issuer, claims.subject
        )
    if known is None:
        known = await _by_address(claims, provider)
    if known is None or known["is_disabled"]:
        raise NotKnownHere
    at = surroundings.now()
    # A provider where somebody was signed in already proves nothing about this moment.
    proven_at = datetime.fromtimestamp(0, at.tzinfo)
    if claims.proven_at is not None:
        proven_at = min(claims.proven_at, at)
    return await start_session(
        known["person_id"],
        ending=ending,
        settings=settings,
        method=ProofMethod.OPENID,
        proven_at=proven_at,
    )


async def _by_address(claims: Claims, provider: Provider) -> dict[str, Any] | None:
    """Return who has an address that a trusted provider made sure of, and link them from now on.

    Somebody this provider knows already under another subject is not meant: an address can change
    hands over there.
    """
    if not provider.trusts_email or claims.verified_email is None:
        return None
    async with as_person(None):
        known = await fetch_one(
            "select person_id, is_disabled, has_second_factor from credential_of($1)",
            email_of(claims.verified_email),
        )
    # Whoever set a second factor did not mean an address to be enough; they link it themselves.
    if known is None or known["is_disabled"] or known["has_second_factor"]:
        return None
    try:
        await _link(known["person_id"], claims)
    except IdentityTaken:
        return None
    return known


async def _link(person_id: UUID, claims: Claims) -> None:
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals) as work:
        row = await fetch_one(
            "insert into external_identity (id, person_id, issuer, subject, linked_at)"
            " values ($1, $2, $3, $4, $5) on conflict do nothing returning id",
            surroundings.new_id(),
            person_id,
            claims.issuer,
            claims.subject,
            work.at,
        )
        if row is not None:
            linked = IdentityLinked(person_id=person_id, identity_id=row["id"])
            tell_organisations(work, journals, linked)
        own = await fetch_one(
            "select id from external_identity where person_id = $1 and issuer = $2 and subject = $3",
            person_id,
            claims.issuer,
            claims.subject,
        )
    if row is None and own is None:
        raise IdentityTaken


async def _prove(person: SignedIn, claims: Claims, provider: Provider, *, since: datetime) -> None:
    if await _own_subject(person.person_id, provider) != claims.subject:
        raise OtherIdentity
    proven_at = require_proven_since(claims, since=since, at=surroundings.now())
    async with as_person(person.person_id):
        await execute(
            "update session set proven_at = $2, method = $3 where id = $1 and person_id = $4",
            person.session_id,
            proven_at,
            ProofMethod.OPENID,
            person.person_id,
        )


async def _own_subject(person_id: UUID, provider: Provider) -> str | None:
    async with as_person(person_id):
        row = await fetch_one(
            "select subject from external_identity where person_id = $1 and issuer = $2",
            person_id,
            provider.issuer,
        )
    return None if row is None else row["subject"]


def _secret() -> str:
    return secret_text(surroundings.random_bytes(SECRET_BYTES))


def _origin(visit: dict[str, Any]) -> str:
    parts = urlsplit(visit["return_to"])
    return f"{parts.scheme}://{parts.netloc}"


def _path(visit: dict[str, Any]) -> str:
    """Return the page as a header carries it: of letters beyond ASCII only their spelling in it."""
    path: str = visit["return_to"]
    return quote(path.removeprefix(_origin(visit)), safe=string.punctuation)


def _told(visit: dict[str, Any], slug: str) -> str:
    """Return where to say what went wrong: where somebody signs in, or where they were at work."""
    path = _path(visit)
    if visit["purpose"] == "sign-in":
        return f"{SIGN_IN_PAGE}?naar={quote(path, safe='')}&fout={quote(slug, safe='')}"
    address, mark, fragment = path.partition("#")
    joined = "&" if "?" in address else "?"
    return f"{address}{joined}fout={quote(slug, safe='')}{mark}{fragment}"
