"""Who works for an organisation, and who of those manages it."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute, fetch, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.identity import decisions
from samenspraak.identity.access import entered_organisation
from samenspraak.identity.commands.sessions import wake_sockets
from samenspraak.identity.policy import may_manage_people
from samenspraak.identity.schemas import (
    EndAdministrator,
    MakeAdministrator,
    MandateRevoked,
    Member,
)
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.settings import Settings


async def end_membership(work: Work, member: Member, person_id: UUID) -> None:
    """End somebody's work for the organisation: membership, mandates, and reading its journal.

    The caller holds the organisation's journal, and ends that person's part elsewhere.
    """
    fact = decisions.end_member(await _member_now(member, person_id), member)
    await execute(
        "update membership set left_at = $3, is_administrator = false"
        " where organisation_id = $1 and person_id = $2",
        member.organisation_id,
        person_id,
        work.at,
    )
    revoked = await fetch(
        "update mandate set revoked_at = $4 where organisation_id = $1 and journal_id = $2"
        " and person_id = $3 and revoked_at is null returning id",
        member.organisation_id,
        member.journal_id,
        person_id,
        work.at,
    )
    for row in revoked:
        work.record(member.journal_id, MandateRevoked(mandate_id=row["id"], person_id=person_id))
    work.record(member.journal_id, fact)
    work.dismiss(member.journal_id, person_id)
    # Also where no journal of theirs grew, sockets have to look again.
    await wake_sockets(person_id)


async def make_administrator(
    member: Member, person_id: UUID, request: MakeAdministrator, settings: Settings
) -> None:
    """Let a colleague manage people, mandates and settings too."""
    require_may_manage(member, settings)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        member = await still_administrator(member)
        if await work.repeats(request, member.journal_id, person_id):
            return
        fact = decisions.make_administrator(
            await _member_now(member, person_id), member.organisation_id
        )
        await _set_administrator(member, person_id, is_administrator=True)
        work.record(member.journal_id, fact)


async def end_administrator(
    member: Member, person_id: UUID, request: EndAdministrator, settings: Settings
) -> None:
    """Let a member, perhaps oneself, be an administrator no longer."""
    require_may_manage(member, settings)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        member = await still_administrator(member)
        if await work.repeats(request, member.journal_id, person_id):
            return
        fact = decisions.end_administrator(
            await _member_now(member, person_id), member.organisation_id
        )
        await _set_administrator(member, person_id, is_administrator=False)
        work.record(member.journal_id, fact)


async def still_administrator(member: Member) -> Member:
    """Return a member as they are now, inside the unit that locked the organisation's journal.

    Whoever waited for the lock may have been an administrator only until then.
    """
    now = await entered_organisation(member.person, member.organisation_id)
    require(may_manage_people(now))
    return now


def require_may_manage(member: Member, settings: Settings) -> None:
    """Go on only for an administrator who proved who they are a moment ago."""
    require(may_manage_people(member))
    decisions.require_fresh(
        member.person.proven_at,
        at=surroundings.now(),
        step_up_seconds=settings.step_up_seconds,
    )


async def _member_now(member: Member, person_id: UUID) -> decisions.MemberNow:
    row = await fetch_one(
        "select person_id, left_at is not null as has_left, is_administrator,"
        " (select count(*) from membership other where other.organisation_id = $1"
        "  and other.journal_id = $2 and other.is_administrator and other.left_at is null)"
        " as administrators from membership"
        " where organisation_id = $1 and journal_id = $2 and person_id = $3",
        member.organisation_id,
        member.journal_id,
        person_id,
    )
    if row is None:
        raise NotFound
    return decisions.MemberNow(**row)


async def _set_administrator(member: Member, person_id: UUID, *, is_administrator: bool) -> None:
    await execute(
        "update membership set is_administrator = $4"
        " where organisation_id = $1 and journal_id = $2 and person_id = $3",
        member.organisation_id,
        member.journal_id,
        person_id,
        is_administrator,
    )
