"""What people see of themselves and of their organisation."""

import base64
import binascii
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import Fault, Invalid
from samenspraak.identity.decisions import session_ends_at
from samenspraak.identity.policy import may_change_settings, may_manage_account, may_manage_mandates
from samenspraak.identity.schemas import (
    MandateOn,
    MandatesView,
    MandateView,
    Member,
    MembershipView,
    MembersView,
    MemberView,
    PersonView,
    SettingsView,
    SignedIn,
    TokensView,
    TokenView,
)
from samenspraak.settings import Settings

PAGE_MOST = 100

_MEMBERSHIPS = """
select m.organisation_id, o.name, m.title, m.is_administrator
from membership m join organisation o on o.id = m.organisation_id
where m.person_id = $1 and m.left_at is null
order by o.name, o.id
"""
_OWN_MANDATES = """
select m.id, m.organisation_id, m.person_id, p.name as person_name, m.role, m.up_to_cents
from mandate m join person p on p.id = m.person_id
where m.person_id = $1 and m.revoked_at is null
order by m.granted_at, m.id
"""
_MANDATES = """
select m.id, m.organisation_id, m.person_id, p.name as person_name, m.role, m.up_to_cents
from mandate m join person p on p.id = m.person_id
where m.organisation_id = $1 and m.journal_id = $2 and m.revoked_at is null
  and (p.name, m.id) > ($3, $4)
order by p.name, m.id limit $5
"""
_MEMBERS = """
select m.id, m.person_id, p.name, m.title, m.is_administrator
from membership m join person p on p.id = m.person_id
where m.organisation_id = $1 and m.journal_id = $2 and m.left_at is null
  and (p.name, m.id) > ($3, $4)
order by p.name, m.id limit $5
"""
_TOKENS = """
select id, name, made_at, expires_at, revoked_at from api_token
where person_id = $1 and (name, id) > ($2, $3)
order by name, id limit $4
"""
_FIRST = UUID(int=0)


async def oneself(person: SignedIn, settings: Settings) -> PersonView:
    """Return who is signed in, what they may sign, and how long that lasts."""
    async with reading_as(person.person_id):
        # Name and language may have changed since the request began: by the request itself.
        known = await fetch_one(
            "select name, email, language from person where id = $1", person.person_id
        )
        assert known is not None, "whoever is signed in is somebody"
        memberships = await fetch(_MEMBERSHIPS, person.person_id)
        mandates = await fetch(_OWN_MANDATES, person.person_id)
        if person.is_program:
            ends = await fetch_one(
                "select expires_at from api_token where id = $1", person.token_id
            )
        else:
            ends = await fetch_one(
                "select seen_at, expires_at, proven_at from session where id = $1",
                person.session_id,
            )
    assert ends is not None, "what somebody came in with is there"
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
    )


async def memberships_of(person: SignedIn) -> list[MembershipView]:
    """Return the organisations somebody works for."""
    async with reading_as(person.person_id):
        return [MembershipView(**row) for row in await fetch(_MEMBERSHIPS, person.person_id)]


async def tokens(person: SignedIn, *, after: str | None, limit: int) -> TokensView:
    """Return a page of the tokens one made."""
    name, token_id = _place(after)
    async with reading_as(person.person_id):
        rows = await fetch(_TOKENS, person.person_id, name, token_id, limit + 1)
    may = may_manage_account(person)
    return TokensView(
        items=[_token_view(row, may=may) for row in rows[:limit]],
        next=_next(rows, limit, "name"),
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


async def mandates(member: Member, *, after: str | None, limit: int) -> MandatesView:
    """Return a page of who may sign for the organisation."""
    name, mandate_id = _place(after)
    async with reading_as(member.person_id):
        rows = await fetch(
            _MANDATES, member.organisation_id, member.journal_id, name, mandate_id, limit + 1
        )
    may = may_manage_mandates(member)
    return MandatesView(
        items=[MandateView(**row, moves=["revoke"] if may else []) for row in rows[:limit]],
        next=_next(rows, limit, "person_name"),
        moves=["grant"] if may else [],
    )


async def mandate(member: Member, mandate_id: UUID) -> MandateView:
    """Return one mandate of the organisation, which must be there."""
    async with reading_as(member.person_id):
        row = await fetch_one(
            "select m.id, m.organisation_id, m.person_id, p.name as person_name, m.role,"
            " m.up_to_cents, m.revoked_at"
            " from mandate m join person p on p.id = m.person_id"
            " where m.organisation_id = $1 and m.journal_id = $2 and m.id = $3",
            member.organisation_id,
            member.journal_id,
            mandate_id,
        )
    assert row is not None, "the command before found it"
    is_open = row.pop("revoked_at") is None
    return MandateView(**row, moves=["revoke"] if is_open and may_manage_mandates(member) else [])


async def settings_of(member: Member) -> SettingsView:
    """Return what the organisation wants to be asked."""
    async with reading_as(member.person_id):
        row = await _settings_row(member.organisation_id)
    return SettingsView(
        sheet_above_cents=None if row is None else row["sheet_above_cents"],
        mandate_on=MandateOn.TOTAL if row is None else MandateOn(row["mandate_on"]),
        retention_years=None if row is None else row["retention_years"],
        changed_at=None if row is None else row["changed_at"],
        moves=["change-settings"] if may_change_settings(member) else [],
    )


async def sheet_above(organisation_id: UUID) -> int | None:
    """Return above which amount an organisation weighs on a sheet; inside a transaction.

    Only its own people read it: to everybody else it looks as if it never asks.
    """
    row = await _settings_row(organisation_id)
    return None if row is None else row["sheet_above_cents"]


async def mandate_on(organisation_id: UUID) -> MandateOn:
    """Return what an organisation tests its people's mandates on; inside a transaction."""
    row = await _settings_row(organisation_id)
    return MandateOn.TOTAL if row is None else MandateOn(row["mandate_on"])


async def members(member: Member, *, after: str | None, limit: int) -> MembersView:
    """Return a page of the people of the organisation."""
    name, membership_id = _place(after)
    async with reading_as(member.person_id):
        rows = await fetch(
            _MEMBERS, member.organisation_id, member.journal_id, name, membership_id, limit + 1
        )
    return MembersView(
        items=[
            MemberView(
                person_id=row["person_id"],
                name=row["name"],
                title=row["title"],
                is_administrator=row["is_administrator"],
            )
            for row in rows[:limit]
        ],
        next=_next(rows, limit, "name"),
    )


async def people() -> list[dict[str, Any]]:
    """Return everybody the login may see, with their organisations: for the operator's command line.

    Only the owner of the database sees more than nobody.
    """
    async with reading_as(None):
        return await fetch(
            "select p.id, p.name, p.email, coalesce(string_agg(o.name, ', ' order by o.name), '')"
            " as organisations from person p"
            " left join membership m on m.person_id = p.id and m.left_at is null"
            " left join organisation o on o.id = m.organisation_id"
            " group by p.id, p.name, p.email order by p.email"
        )


def _token_view(row: dict[str, Any], *, may: bool) -> TokenView:
    return TokenView(**row, moves=["revoke"] if may and row["revoked_at"] is None else [])


def _next(rows: list[dict[str, Any]], limit: int, name: str) -> str | None:
    """Return where the next page begins: after the last row of this one, if there are more."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return (
        base64.urlsafe_b64encode(msgspec.json.encode([last[name], last["id"]])).decode().rstrip("=")
    )


async def _settings_row(organisation_id: UUID) -> dict[str, Any] | None:
    return await fetch_one(
        "select sheet_above_cents, mandate_on, retention_years, changed_at"
        " from organisation_setting where organisation_id = $1",
        organisation_id,
    )


def _place(after: str | None) -> tuple[str, UUID]:
    if after is None:
        return "", _FIRST
    try:
        packed = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        name, place = msgspec.json.decode(packed, type=tuple[str, UUID])
        # No name of ours holds what PostgreSQL has no place for.
        if "\x00" in name:
            raise ValueError(after)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Invalid([Fault(pointer="", slug="parameter", facts={"name": "after"})]) from error
    return name, place
