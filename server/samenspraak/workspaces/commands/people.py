"""Change what a colleague may do here, or end their part."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from samenspraak.database import execute, fetch, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.workspaces.decisions import (
    LastNegotiator,
    check_roles,
)
from samenspraak.workspaces.policy import (
    may_change_roles,
    may_remove,
)
from samenspraak.workspaces.queries import administers
from samenspraak.workspaces.schemas import (
    ChangeRoles,
    InvitationWithdrawn,
    Participant,
    ParticipantLeft,
    RemoveParticipant,
    Role,
    RolesChanged,
    Side,
)


async def change_roles(participant: Participant, request: ChangeRoles) -> None:
    """Give a colleague other roles; those that bind come from the administrator."""
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        row = await _colleague(participant, request.participant_id)
        require(
            may_change_roles(
                participant,
                Side(row["side"]),
                {*request.roles, *(Role(role) for role in row["roles"])},
                is_administrator=await administers(participant),
            )
        )
        check_roles(request, participant.side)
        if await work.repeats(request, participant.shared_journal_id):
            return
        await _keep_a_negotiator(participant, row, keeping=request.roles)
        await execute(
            "update participant set roles = $2 where id = $1",
            row["id"],
            [role.value for role in request.roles],
        )
        work.record(
            participant.shared_journal_id,
            RolesChanged(
                workspace_id=participant.workspace_id,
                participant_id=row["id"],
                side=participant.side,
                roles=request.roles,
            ),
        )


async def remove_participant(participant: Participant, request: RemoveParticipant) -> None:
    """End a colleague's part, or one's own: from this moment they see nothing here any more."""
    async with unit_of_work(
        participant.person_id, participant.shared_journal_id, participant.side_journal_id
    ) as work:
        row = await _colleague(participant, request.participant_id)
        is_self = row["person_id"] == participant.person_id
        require(
            may_remove(
                participant,
                Side(row["side"]),
                {Role(role) for role in row["roles"]},
                is_self=is_self,
                is_administrator=await administers(participant),
            )
        )
        if await work.repeats(request, participant.shared_journal_id):
            return
        await _keep_a_negotiator(participant, row)
        await execute(
            "update participant set left_at = $2 where id = $1 and left_at is null",
            row["id"],
            work.at,
        )
        work.record(
            participant.shared_journal_id,
            ParticipantLeft(
                workspace_id=participant.workspace_id, participant_id=row["id"], side=row["side"]
            ),
        )
        if not is_self:
            await _withdraw_invitations_of(work, participant, row["person_id"])
        for journal_id in participant.journal_ids:
            work.dismiss(journal_id, row["person_id"])


async def _withdraw_invitations_of(work: Work, participant: Participant, person_id: UUID) -> None:
    """Make worthless whom somebody who is sent away invited, so that no link leads them back."""
    rows = await fetch(
        "update invitation set withdrawn_at = $4 where workspace_id = $1 and journal_id = $2"
        " and invited_by = $3 and accepted_at is null and withdrawn_at is null returning id",
        participant.workspace_id,
        participant.side_journal_id,
        person_id,
        work.at,
    )
    for row in rows:
        work.record(
            participant.side_journal_id,
            InvitationWithdrawn(workspace_id=participant.workspace_id, invitation_id=row["id"]),
        )


async def _colleague(participant: Participant, participant_id: UUID) -> dict[str, Any]:
    row = await fetch_one(
        "select * from participant where id = $1 and workspace_id = $2 and left_at is null",
        participant_id,
        participant.workspace_id,
    )
    if row is None:
        raise NotFound
    return row


async def _keep_a_negotiator(
    participant: Participant, leaving: dict[str, Any], *, keeping: Collection[Role] = ()
) -> None:
    wanted = Role.COORDINATOR if leaving["side"] == Side.COORDINATOR else Role.NEGOTIATOR
    if wanted not in leaving["roles"] or wanted in keeping:
        return
    other = await fetch_one(
        "select 1 from participant where workspace_id = $1 and side = $2 and id <> $3"
        " and left_at is null and $4 = any(roles)",
        participant.workspace_id,
        leaving["side"],
        leaving["id"],
        wanted,
    )
    if other is None:
        raise LastNegotiator
