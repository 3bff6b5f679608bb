"""What people see of their organisation, and whoever runs the house of everybody."""

from typing import Any
from uuid import UUID

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.identity.decisions import MemberNow, member_moves
from samenspraak.identity.policy import (
    may_change_settings,
    may_manage_mandates,
    may_manage_people,
)
from samenspraak.identity.queries.paging import next_page, place
from samenspraak.identity.schemas import (
    MandateOn,
    MandatesView,
    MandateView,
    Member,
    MembersView,
    MemberView,
    SettingsView,
)

_MANDATES = """
select m.id, m.organisation_id, m.person_id, p.name as person_name, m.role, m.up_to_cents
from mandate m join person p on p.id = m.person_id
where m.organisation_id = $1 and m.journal_id = $2 and m.revoked_at is null
  and (p.name, m.id) > ($3, $4)
order by p.name, m.id limit $5
"""
_MEMBERS = """
select m.id, m.person_id, p.name, m.title, m.is_administrator, m.left_at
from membership m join person p on p.id = m.person_id
where m.organisation_id = $1 and m.journal_id = $2 and m.left_at is null
  and (p.name, m.id) > ($3, $4)
order by p.name, m.id limit $5
"""
# Who has gone is seen by nobody here any more; the name stays on what they did.
_COLLEAGUE = """
select m.id, m.person_id, coalesce(p.name, '') as name, m.title, m.is_administrator, m.left_at
from membership m left join person p on p.id = m.person_id
where m.organisation_id = $1 and m.journal_id = $2 and m.person_id = $3
"""


async def mandates(member: Member, *, after: str | None, limit: int) -> MandatesView:
    """Return a page of who may sign for the organisation."""
    name, mandate_id = place(after)
    async with reading_as(member.person_id):
        rows = await fetch(
            _MANDATES, member.organisation_id, member.journal_id, name, mandate_id, limit + 1
        )
    may = may_manage_mandates(member)
    return MandatesView(
        items=[MandateView(**row, moves=["revoke"] if may else []) for row in rows[:limit]],
        next=next_page(rows, limit, "person_name"),
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
    name, membership_id = place(after)
    async with reading_as(member.person_id):
        rows = await fetch(
            _MEMBERS, member.organisation_id, member.journal_id, name, membership_id, limit + 1
        )
        administrators = await administrators_of(member)
    return MembersView(
        items=[_member_view(row, member, administrators) for row in rows[:limit]],
        next=next_page(rows, limit, "name"),
    )


async def colleague(member: Member, person_id: UUID) -> MemberView:
    """Return one person of the organisation as they are now, who must be or have been there."""
    async with reading_as(member.person_id):
        row = await fetch_one(_COLLEAGUE, member.organisation_id, member.journal_id, person_id)
        administrators = await administrators_of(member)
    assert row is not None, "the command before found it"
    return _member_view(row, member, administrators)


async def administrators_of(member: Member) -> int:
    """Return how many administrators the organisation has; inside a transaction."""
    row = await fetch_one(
        "select count(*) as many from membership where organisation_id = $1 and journal_id = $2"
        " and is_administrator and left_at is null",
        member.organisation_id,
        member.journal_id,
    )
    assert row is not None, "a count is always there"
    return row["many"]


async def people() -> list[dict[str, Any]]:
    """Return everybody the login may see, with their organisations: for the operator's command line.

    Only the owner of the database sees more than nobody.
    """
    async with reading_as(None):
        return await fetch(
            "select p.id, p.name, p.email, p.disabled_at is not null as is_disabled, coalesce(string_agg(o.name, ', ' order by o.name), '')"
            " as organisations from person p"
            " left join membership m on m.person_id = p.id and m.left_at is null"
            " left join organisation o on o.id = m.organisation_id"
            " group by p.id, p.name, p.email, p.disabled_at order by p.email"
        )


async def _settings_row(organisation_id: UUID) -> dict[str, Any] | None:
    return await fetch_one(
        "select sheet_above_cents, mandate_on, retention_years, changed_at"
        " from organisation_setting where organisation_id = $1",
        organisation_id,
    )


def _member_view(row: dict[str, Any], member: Member, administrators: int) -> MemberView:
    now = MemberNow(
        person_id=row["person_id"],
        has_left=row["left_at"] is not None,
        is_administrator=row["is_administrator"],
        administrators=administrators,
    )
    return MemberView(
        person_id=row["person_id"],
        name=row["name"],
        title=row["title"],
        is_administrator=row["is_administrator"],
        left_at=row["left_at"],
        moves=member_moves(now, member) if may_manage_people(member) else [],
    )
