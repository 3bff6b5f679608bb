"""Who asks: a browser with a session, a program with a token, or nobody we know.

The door to an organisation stands here too.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal, Protocol, TypedDict
from urllib.parse import parse_qs
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import along_as, as_person, execute, fetch_one
from samenspraak.errors import Full, NotFound, Unauthenticated
from samenspraak.identity.attempts import ration
from samenspraak.identity.decisions import (
    SAFE_METHODS,
    csrf_token,
    is_session_alive,
    judge_csrf,
    judge_origin,
    secret_hash,
)
from samenspraak.identity.schemas import Language, Member, ProofMethod, SignedIn
from samenspraak.identity.spelling import email_of
from samenspraak.settings import Settings

# The prefix makes browsers refuse these names from another host or over plain HTTP.
SESSION_COOKIE = "__Host-samenspraak"
CSRF_COOKIE = "__Host-samenspraak-csrf"
CSRF_HEADER = "x-csrf-token"
# Writing at each request would make every read a write.
SEEN_EVERY = timedelta(minutes=1)
# A program never proves afresh: its proof lies further back than any step-up allows.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# The command line acts as a program does: it never accepts, signs or invites. Nobody has this id.
_COMMAND_LINE = UUID(int=0)

Scope = MutableMapping[str, Any]
Application = Callable[[Any, Any, Any], Awaitable[None]]

_MEMBER = """
select m.title, m.is_administrator, o.journal_id, p.name, o.name as organisation_name,
       o.identifier_scheme, o.identifier_id
from membership m
join organisation o on o.id = m.organisation_id
join person p on p.id = m.person_id
where m.organisation_id = $1 and m.person_id = $2 and m.left_at is null
"""


class Authentication:
    """Finds out who asks and refuses changes that another page asks for.

    It sets `user` to a `SignedIn` or None; whether somebody has to be signed in is for each
    address to say.
    """

    def __init__(self, app: Application, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on the request with who asks."""
        scope["user"] = scope["auth"] = None
        # A socket is judged once it is open (`signed_in`): before that a refusal could not say why.
        if scope["type"] == "http":
            scope["user"] = await self._person(scope, _Headers(scope["headers"]))
        await self._app(scope, receive, send)

    async def _person(self, scope: Scope, headers: "_Headers") -> SignedIn | None:
        is_change = scope["method"] not in SAFE_METHODS
        session = headers.cookie(SESSION_COOKIE)
        token = headers.bearer()
        # A token that does not work is never made up for by a cookie that happens to be there.
        if token is not None:
            return await _active(person_of_token, token, self._settings)
        if is_change:
            judge_origin(
                origin=headers.one("origin"),
                fetch_site=headers.one("sec-fetch-site"),
                has_cookie=session is not None,
                origins=self._settings.origins,
            )
        if session is None:
            return None
        scope["auth"] = session
        person = await _active(person_of_session, session, self._settings)
        if is_change and person is not None:
            judge_csrf(session_secret=session, sent=headers.one(CSRF_HEADER))
        return person


class Connection(Protocol):
    """What the framework hands over of a request or a socket."""

    @property
    def scope(self) -> Any:
        """Return what the server knows of the connection."""
        ...

    @property
    def app(self) -> Any:
        """Return the application, whose state holds the settings."""
        ...


class CookieParts(TypedDict):
    """A cookie as the framework's own class takes it."""

    key: str
    value: str
    max_age: int
    httponly: bool
    secure: bool
    samesite: Literal["lax"]
    path: str


def authentication(settings: Settings) -> Callable[..., Authentication]:
    """Return the middleware for these settings."""
    return partial(Authentication, settings=settings)


async def signed_in(connection: Connection) -> SignedIn:
    """Judge afresh who is at the other end, or refuse; open sockets ask at every wake-up.

    Sign-out, revocation and a new password wake whoever waits on the person's id. A socket may say
    whose page opens it (`?person=<id>`): tabs share their cookies, so what one person left unsaved
    must not go in the name of who signed in beside it.
    """
    settings: Settings = connection.app.state.settings
    headers = _Headers(connection.scope["headers"])
    session, token = headers.cookie(SESSION_COOKIE), headers.bearer()
    person = None
    if token is not None:
        person = await person_of_token(token, settings)
    elif session is not None:
        person = await person_of_session(session, settings)
    if person is None or _pages_of(connection) - {str(person.person_id)}:
        raise Unauthenticated
    return person


def _pages_of(connection: Connection) -> set[str]:
    return set(parse_qs(connection.scope["query_string"].decode("latin-1")).get("person", []))


def origin_allowed(connection: Connection, settings: Settings) -> bool:
    """Tell whether a page of ours opens this socket, or a program that brings its token."""
    headers = _Headers(connection.scope["headers"])
    return headers.bearer() is not None or (
        headers.one("origin") in settings.origins and headers.one("sec-fetch-site") != "cross-site"
    )


def read_cookie(connection: Connection, name: str) -> str | None:
    """Return a cookie of a request; one that came twice and differs is as good as a wrong one."""
    return _Headers(connection.scope["headers"]).cookie(name)


def session_cookies(secret: str | None, settings: Settings) -> list[CookieParts]:
    """Return the two cookies of a session: its secret, and the token that screens send back.

    Without a secret they tell the browser to forget both.
    """
    lasts = 0 if secret is None else settings.session_seconds
    values = ("", "") if secret is None else (secret, csrf_token(secret))
    return [
        CookieParts(
            key=key,
            value=value,
            max_age=lasts,
            httponly=key == SESSION_COOKIE,
            secure=True,
            samesite="lax",
            path="/",
        )
        for key, value in zip((SESSION_COOKIE, CSRF_COOKIE), values, strict=True)
    ]


async def person_of_session(
    secret: str, settings: Settings, *, is_activity: bool = False
) -> SignedIn | None:
    """Return who a session's secret belongs to, while the session lasts."""
    at = surroundings.now()
    async with along_as(None):
        row = await fetch_one("select * from session_by($1)", secret_hash(secret))
        if row is None or not _is_alive(row, at, settings):
            return None
        if is_activity:
            await _ration_requests(row["person_id"], settings)
    # A socket that stays open is nobody's activity: the session ends while it only listens.
    if is_activity and at - row["seen_at"] >= SEEN_EVERY:
        async with as_person(row["person_id"]):
            await execute(
                "update session set seen_at = greatest(seen_at, $2) where id = $1", row["id"], at
            )
    return SignedIn(
        person_id=row["person_id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        session_id=row["id"],
        token_id=None,
        proven_at=row["proven_at"],
        method=ProofMethod(row["method"]),
    )


async def person_of_token(
    secret: str, settings: Settings, *, is_activity: bool = False
) -> SignedIn | None:
    """Return in whose name a program works, while its token does."""
    async with along_as(None):
        row = await fetch_one("select * from api_token_by($1)", secret_hash(secret))
        if row is None or row["revoked_at"] is not None or row["expires_at"] <= surroundings.now():
            return None
        if is_activity:
            await _ration_requests(row["person_id"], settings)
    return SignedIn(
        person_id=row["person_id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        session_id=None,
        token_id=row["id"],
        proven_at=_NEVER,
        method=ProofMethod.TOKEN,
    )


async def person_with_address(email: str) -> SignedIn | None:
    """Return who signs in with an address, for a command that is run in their name."""
    async with as_person(None):
        known = await fetch_one("select person_id from credential_of($1)", email_of(email))
    if known is None:
        return None
    async with as_person(known["person_id"]):
        row = await fetch_one(
            "select name, email, language from person where id = $1", known["person_id"]
        )
    assert row is not None, "a credential belongs to somebody"
    return _by_command(known["person_id"], row["name"], row["email"], row["language"])


def at_the_command_line(language: Language) -> SignedIn:
    """Return whoever runs the server: nobody in particular, who reads what everybody reads."""
    return _by_command(_COMMAND_LINE, "", "", language)


async def enter_organisation(person: SignedIn, organisation_id: UUID) -> Member:
    """Let a person into an organisation they work for.

    Missing and not yours are the same answer, so that knowing an id tells nothing.
    """
    async with as_person(person.person_id):
        return await entered_organisation(person, organisation_id)


async def entered_organisation(person: SignedIn, organisation_id: UUID) -> Member:
    """Do as `enter_organisation` within the transaction that is open, which must be this person's."""
    row = await fetch_one(_MEMBER, organisation_id, person.person_id)
    if row is None:
        raise NotFound
    return Member(
        person=person,
        organisation_id=organisation_id,
        journal_id=row["journal_id"],
        name=row["name"],
        title=row["title"],
        is_administrator=row["is_administrator"],
        organisation_name=row["organisation_name"],
        identifier_scheme=row["identifier_scheme"],
        identifier_id=row["identifier_id"],
    )


def _by_command(person_id: UUID, name: str, email: str, language: Language) -> SignedIn:
    return SignedIn(
        person_id=person_id,
        name=name,
        email=email,
        language=language,
        session_id=None,
        token_id=_COMMAND_LINE,
        proven_at=_NEVER,
        method=ProofMethod.TOKEN,
    )


async def _active(
    find: Callable[..., Awaitable[SignedIn | None]], secret: str, settings: Settings
) -> SignedIn | None:
    """Find out who asks, and note that they did, where there is room to note it."""
    try:
        return await find(secret, settings, is_activity=True)
    except Full:
        # On a full disk nobody can write, and everybody can go on reading.
        return await find(secret, settings)


async def _ration_requests(person_id: UUID, settings: Settings) -> None:
    await ration("requests", person_id, limit=settings.requests_per_minute, seconds=60)


def _is_alive(row: dict[str, Any], at: datetime, settings: Settings) -> bool:
    return is_session_alive(
        at=at,
        seen_at=row["seen_at"],
        expires_at=row["expires_at"],
        idle_seconds=settings.session_idle_seconds,
    )


class _Headers:
    """The few headers that say who asks, read so that doubled ones cannot mean two things."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._headers = [(name.lower(), value.decode("latin-1")) for name, value in headers]

    def one(self, name: str) -> str | None:
        """Return a header's value; two of them are as good as a wrong one."""
        found = [value for key, value in self._headers if key == name.encode()]
        return "" if len(found) > 1 else next(iter(found), None)

    def cookie(self, name: str) -> str | None:
        """Return a cookie's value; doubled ones that differ name nobody."""
        pairs = [
            pair.strip().partition("=")
            for key, value in self._headers
            if key == b"cookie"
            for pair in value.split(";")
        ]
        found = {value for key, _, value in pairs if key == name}
        return None if not found else found.pop() if len(found) == 1 else ""

    def bearer(self) -> str | None:
        """Return the token of a program; other schemes belong to a proxy in front of us."""
        scheme, _, token = (self.one("authorization") or "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None
