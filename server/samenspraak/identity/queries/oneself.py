"""What people see of themselves."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import Unauthenticated
from samenspraak.identity.decisions import (
    WaysIn,
    account_moves,
    is_last_way_in,
    session_ends_at,
)
from samenspraak.identity.policy import may_manage_account
from samenspraak.identity.queries.paging import next_page, place
from samenspraak.identity.schemas import (
    IdentityView,
    MandateView,
    MembershipView,
    PersonView,
    SessionsView,
    SessionView,
    SignedIn,
    TokensView,
    TokenView,
)
from samenspraak.settings import Settings

_MEMBERSHIPS = """
select m.organisation_id, o.name, m.title, m.is_administrator
from membership m join organisation o on o.id = m.organisation_id
where m.person_id = $1 and m.left_at is null
order by o.name, o.id
"""
_ONESELF = """
select p.name, p.email, p.language, c.password_hash is not null as has_password,
       c.totp_since is not null as has_second_factor,
       (select count(*) from recovery_code r where r.person_id = p.id and r.used_at is null)
           as recovery_codes_left
from person p join credential c on c.person_id = p.id
where p.id = $1
"""
_IDENTITIES = """
select id, issuer, linked_at from external_identity where person_id = $1 order by linked_at, id
"""
_SESSIONS = """
select id, started_at, seen_at, method from session
where person_id = $1 and expires_at > $2 and seen_at > $3
order by seen_at desc, id limit 100
"""
_OWN_MANDATES = """
select m.id, m.organisation_id, m.person_id, p.name as person_name, m.role, m.up_to_cents
from mandate m join person p on p.id = m.person_id
where m.person_id = $1 and m.revoked_at is null
order by m.granted_at, m.id
"""
_TOKENS = """
select id, name, made_at, expires_at, revoked_at from api_token
where person_id = $1 and (name, id) > ($2, $3)
order by name, id limit $4
"""


async def oneself(person: SignedIn, settings: Settings) -> PersonView:
    """Return who is signed in, what they may sign, how they come in, and how long that lasts."""
    async with reading_as(person.person_id):
        # Name and language may have changed since the request began: by the request itself.
        known = await fetch_one(_ONESELF, person.person_id)
        assert known is not None, "whoever is signed in is somebody"
        memberships = await fetch(_MEMBERSHIPS, person.person_id)
        mandates = await fetch(_OWN_MANDATES, person.person_id)
        identities = await fetch(_IDENTITIES, person.person_id)
        if person.is_program:
            ends = await fetch_one(
                "select expires_at from api_token where id = $1", person.token_id
            )
        else:
            ends = await fetch_one(
                "select seen_at, expires_at, proven_at from session where id = $1",
                person.session_id,
            )
    # It may have ended since they came in with it.
    if ends is None:
        raise Unauthenticated
    ways = WaysIn(
        has_password=known["has_password"],
        has_second_factor=known["has_second_factor"],
        identities=len(identities),
    )
    return PersonView(
        id=person.person_id,
        name=known["name"],
        email=known["email"],
        language=known["language"],
        memberships=[MembershipView(**row) for row in memberships],
        mandates=[MandateView(**row) for row in mandates],
        fresh_until=None
        if person.is_program
        else ends["proven_at"] + timedelta(seconds=settings.step_up_seconds),
        session_ends_at=ends["expires_at"]
        if person.is_program
        else session_ends_at(
            seen_at=ends["seen_at"],
            expires_at=ends["expires_at"],
            idle_seconds=settings.session_idle_seconds,
        ),
        session_expires_at=ends["expires_at"],
        has_password=ways.has_password,
        has_second_factor=ways.has_second_factor,
        recovery_codes_left=known["recovery_codes_left"],
        identities=[_identity_view(row, person, ways, settings) for row in identities],
        moves=account_moves(person, ways, has_providers=bool(settings.providers)),
    )


async def sessions(person: SignedIn, settings: Settings) -> SessionsView:
    """Return where somebody is signed in now, the last one seen first."""
    at = surroundings.now()
    async with reading_as(person.person_id):
        rows = await fetch(
            _SESSIONS, person.person_id, at, at - timedelta(seconds=settings.session_idle_seconds)
        )
    return SessionsView(
        items=[SessionView(**row, is_current=row["id"] == person.session_id) for row in rows]
    )


async def memberships_of(person: SignedIn) -> list[MembershipView]:
    """Return the organisations somebody works for."""
    async with reading_as(person.person_id):
        return [MembershipView(**row) for row in await fetch(_MEMBERSHIPS, person.person_id)]


async def tokens(person: SignedIn, *, after: str | None, limit: int) -> TokensView:
    """Return a page of the tokens one made."""
    name, token_id = place(after)
    async with reading_as(person.person_id):
        rows = await fetch(_TOKENS, person.person_id, name, token_id, limit + 1)
    may = may_manage_account(person)
    return TokensView(
        items=[_token_view(row, may=may) for row in rows[:limit]],
        next=next_page(rows, limit, "name"),
        moves=["make"] if may else [],
    )


async def token(person: SignedIn, token_id: UUID) -> TokenView:
    """Return one of one's own tokens, which must be there."""
    async with reading_as(person.person_id):
        row = await fetch_one(
            "select id, name, made_at, expires_at, revoked_at from api_token"
            " where person_id = $1 and id = $2",
            person.person_id,
            token_id,
        )
    assert row is not None, "the command before found it"
    return _token_view(row, may=may_manage_account(person))


def _token_view(row: dict[str, Any], *, may: bool) -> TokenView:
    return TokenView(**row, moves=["revoke"] if may and row["revoked_at"] is None else [])


def _identity_view(
    row: dict[str, Any], person: SignedIn, ways: WaysIn, settings: Settings
) -> IdentityView:
    provider = next((one for one in settings.providers if one.issuer == row["issuer"]), None)
    may = may_manage_account(person) and not is_last_way_in(ways)
    return IdentityView(
        id=row["id"],
        provider_id=None if provider is None else provider.id,
        provider=row["issuer"] if provider is None else provider.name,
        linked_at=row["linked_at"],
        moves=["remove"] if may else [],
    )
