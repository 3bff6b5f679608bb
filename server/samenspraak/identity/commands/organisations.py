"""Organisations, the people in them, and who of those may sign."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.identity import decisions
from samenspraak.identity.policy import may_change_settings, may_manage_mandates
from samenspraak.identity.schemas import (
    ChangeSettings,
    GrantMandate,
    MandateRevoked,
    Member,
    OrganisationFounded,
    PersonJoined,
    RevokeMandate,
)
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import Fact, JournalKind


class Organisation(Struct, frozen=True, kw_only=True):
    """Where a new or known organisation is to be found."""

    id: UUID
    journal_id: UUID


async def grant_mandate(member: Member, request: GrantMandate) -> None:
    """Let a colleague sign. What the colleague had in the same role is replaced, never added to."""
    require(may_manage_mandates(member))
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return
        fact = decisions.grant_mandate(
            request, is_member=await _is_member(member, request.person_id)
        )
        role = request.role.strip()
        replaced = await fetch(
            "update mandate set revoked_at = $1 where organisation_id = $2 and journal_id = $3"
            " and person_id = $4 and role = $5 and revoked_at is null returning id",
            work.at,
            member.organisation_id,
            member.journal_id,
            request.person_id,
            role,
        )
        await execute(
            "insert into mandate (id, journal_id, organisation_id, person_id, role, up_to_cents,"
            " granted_at) values ($1, $2, $3, $4, $5, $6, $7)",
            request.id,
            member.journal_id,
            member.organisation_id,
            request.person_id,
            role,
            request.up_to_cents,
            work.at,
        )
        for row in replaced:
            work.record(
                member.journal_id,
                MandateRevoked(mandate_id=row["id"], person_id=request.person_id),
            )
        work.record(member.journal_id, fact)


async def revoke_mandate(member: Member, mandate_id: UUID, request: RevokeMandate) -> None:
    """Let a person sign no longer on the strength of a mandate."""
    require(may_manage_mandates(member))
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id, mandate_id):
            return
        mandate = await fetch_one(
            "select id, person_id, revoked_at from mandate"
            " where id = $1 and organisation_id = $2 and journal_id = $3",
            mandate_id,
            member.organisation_id,
            member.journal_id,
        )
        if mandate is None:
            raise NotFound
        fact = decisions.revoke_mandate(mandate)
        await execute("update mandate set revoked_at = $2 where id = $1", mandate_id, work.at)
        work.record(member.journal_id, fact)


async def change_settings(member: Member, request: ChangeSettings) -> None:
    """Change what the organisation wants to be asked, for all its contracts from now on."""
    require(may_change_settings(member))
    fact = decisions.change_settings(request, member.organisation_id)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return
        await execute(
            "insert into organisation_setting (id, journal_id, organisation_id, sheet_above_cents,"
            " changed_at, changed_by, mandate_on, retention_years)"
            " values ($1, $2, $3, $4, $5, $6, coalesce($7, 'total'), $8)"
            " on conflict (organisation_id) do update set"
            " sheet_above_cents = excluded.sheet_above_cents, changed_at = excluded.changed_at,"
            " changed_by = excluded.changed_by,"
            " mandate_on = coalesce($7, organisation_setting.mandate_on),"
            " retention_years = coalesce($8, organisation_setting.retention_years)",
            member.organisation_id,
            member.journal_id,
            member.organisation_id,
            request.sheet_above_cents,
            work.at,
            member.person_id,
            request.mandate_on,
            request.retention_years,
        )
        work.record(member.journal_id, fact)


async def found_organisation(
    work: Work, *, name: str, title: str, identifier: tuple[str | None, str] | None = None
) -> Organisation:
    """Begin an organisation with this person as its first administrator."""
    scheme, number = identifier or (None, None)
    journal_id = await work.found(JournalKind.ORGANISATION)
    organisation_id = surroundings.new_id()
    await execute(
        "insert into organisation (id, journal_id, name, identifier_scheme, identifier_id)"
        " values ($1, $2, $3, $4, $5)",
        organisation_id,
        journal_id,
        name,
        scheme,
        number,
    )
    await _insert_membership(work, organisation_id, journal_id, title=title, is_administrator=True)
    work.record(
        journal_id, OrganisationFounded(organisation_id=organisation_id, person_id=work.person_id)
    )
    return Organisation(id=organisation_id, journal_id=journal_id)


async def add_member(
    work: Work,
    *,
    organisation_id: UUID,
    journal_id: UUID,
    title: str,
    is_administrator: bool = False,
) -> None:
    """Make the person whose work this is a member; who is one already stays as they are.

    The caller holds the organisation's journal.
    """
    known = await fetch_one(
        "select left_at from membership where organisation_id = $1 and person_id = $2",
        organisation_id,
        work.person_id,
    )
    if known is not None and known["left_at"] is None:
        return
    await work.admit(journal_id, work.person_id)
    if known is None:
        await _insert_membership(
            work, organisation_id, journal_id, title=title, is_administrator=is_administrator
        )
    else:
        await execute(
            "update membership set left_at = null, title = $3, is_administrator = $4"
            " where organisation_id = $1 and person_id = $2",
            organisation_id,
            work.person_id,
            title,
            is_administrator,
        )
    work.record(journal_id, PersonJoined(organisation_id=organisation_id, person_id=work.person_id))


async def organisation_journals(person_id: UUID) -> list[UUID]:
    """Return the journals of the organisations somebody works for, in the order they are locked."""
    async with as_person(person_id):
        rows = await fetch(
            "select o.journal_id from membership m join organisation o on o.id = m.organisation_id"
            " where m.person_id = $1 and m.left_at is null order by o.journal_id",
            person_id,
        )
    return [row["journal_id"] for row in rows]


def tell_organisations(work: Work, journals: Sequence[UUID], fact: Fact) -> None:
    """Record what became of somebody's account with each organisation they work for.

    The journals are those of `organisation_journals`, which this unit holds.
    """
    for journal_id in journals:
        work.record(journal_id, fact)


async def organisation_names(person_id: UUID) -> list[str]:
    """Return the names of the organisations somebody works for: no password may be about those."""
    async with as_person(person_id):
        rows = await fetch(
            "select o.name from membership m join organisation o on o.id = m.organisation_id"
            " where m.person_id = $1 and m.left_at is null",
            person_id,
        )
    return [row["name"] for row in rows]


async def _is_member(member: Member, person_id: UUID) -> bool:
    row = await fetch_one(
        "select id from membership where organisation_id = $1 and journal_id = $2"
        " and person_id = $3 and left_at is null",
        member.organisation_id,
        member.journal_id,
        person_id,
    )
    return row is not None


async def _insert_membership(
    work: Work, organisation_id: UUID, journal_id: UUID, *, title: str, is_administrator: bool
) -> None:
    await execute(
        "insert into membership (id, journal_id, organisation_id, person_id, title,"
        " is_administrator) values ($1, $2, $3, $4, $5, $6)",
        surroundings.new_id(),
        journal_id,
        organisation_id,
        work.person_id,
        title,
        is_administrator,
    )
