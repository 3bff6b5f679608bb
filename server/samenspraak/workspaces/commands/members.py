"""End somebody's work for an organisation, and their part in every room where they stood for it."""

from typing import Any
from uuid import UUID

from samenspraak.database import fetch
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import EndMember, Member
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces.decisions import LastNegotiatorThere
from samenspraak.workspaces.schemas import (
    InvitationWithdrawn,
    ParticipantLeft,
    Phase,
    Role,
    Side,
)

# More titles than this help nobody; the first ones say where to begin.
NAMED_MOST = 5


async def end_member(
    member: Member, person_id: UUID, request: EndMember, settings: Settings
) -> None:
    """End a colleague's work for the organisation everywhere at once.

    From this moment they see nothing of it any more: not its rooms, not its own matters. Whom they
    invited cannot come in by that, nor can they by an invitation that still lies somewhere.
    """
    identity.require_may_manage(member, settings)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        member = await identity.still_administrator(member)
        if await work.repeats(request, member.journal_id, person_id):
            return
        await identity.end_membership(work, member, person_id)
        rooms = await fetch(
            "select * from rooms_of_member($1, $2)", member.organisation_id, person_id
        )
        await work.lock(
            *(room["shared_journal_id"] for room in rooms),
            *(room["side_journal_id"] for room in rooms),
        )
        await _keep_negotiators(rooms, person_id, member.organisation_id)
        for room in rooms:
            await _leave(work, room, person_id, member.organisation_id)


async def _keep_negotiators(
    rooms: list[dict[str, Any]], person_id: UUID, organisation_id: UUID
) -> None:
    """Refuse to leave a running contract without anybody who may speak for the side."""
    rows = await fetch(
        "select c.title from participant p"
        " join party on party.id = p.party_id and party.organisation_id = $7"
        " join workspace w on w.id = p.workspace_id join contract c on c.id = w.contract_id"
        " where p.workspace_id = any($1::uuid[]) and p.person_id = $2 and p.left_at is null"
        " and w.phase <> $3"
        " and case when p.side = $4 then $5 else $6 end = any(p.roles)"
        " and not exists (select from participant other where other.workspace_id = p.workspace_id"
        "  and other.side = p.side and other.id <> p.id and other.left_at is null"
        "  and case when p.side = $4 then $5 else $6 end = any(other.roles))"
        " order by c.title, w.id",
        [room["workspace_id"] for room in rooms],
        person_id,
        Phase.CLOSED,
        Side.COORDINATOR,
        Role.COORDINATOR,
        Role.NEGOTIATOR,
        organisation_id,
    )
    if rows:
        named = "; ".join(" ".join(row["title"].split())[:100] for row in rows[:NAMED_MOST])
        more = len(rows) - NAMED_MOST
        raise LastNegotiatorThere(
            contracts=named if more <= 0 else f"{named}; +{more}", number=len(rows)
        )


async def _leave(work: Work, room: dict[str, Any], person_id: UUID, organisation_id: UUID) -> None:
    """End somebody's part for this organisation; whom they stand for beside it is not its business."""
    workspace_id, shared, own = (
        room["workspace_id"],
        room["shared_journal_id"],
        room["side_journal_id"],
    )
    left = await fetch(
        "update participant p set left_at = $3 from party where p.workspace_id = $1"
        " and p.person_id = $2 and p.left_at is null and party.id = p.party_id"
        " and party.organisation_id = $4 returning p.id, p.side",
        workspace_id,
        person_id,
        work.at,
        organisation_id,
    )
    for row in left:
        work.record(
            shared,
            ParticipantLeft(
                workspace_id=workspace_id, participant_id=row["id"], side=Side(row["side"])
            ),
        )
        work.dismiss(shared, person_id)
        work.dismiss(own, person_id)
    withdrawn = await fetch(
        "update invitation set withdrawn_at = $4 where workspace_id = $1 and journal_id = $2"
        " and accepted_at is null and withdrawn_at is null and (invited_by = $3 or email ="
        " (select email from person where id = $3)) returning id",
        workspace_id,
        own,
        person_id,
        work.at,
    )
    for row in withdrawn:
        work.record(own, InvitationWithdrawn(workspace_id=workspace_id, invitation_id=row["id"]))
