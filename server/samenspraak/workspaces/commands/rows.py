"""The rows that opening a room and coming into one have in common."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute
from samenspraak.journal.commands import Work
from samenspraak.workspaces.schemas import (
    Admission,
    ParticipantJoined,
    Role,
    Side,
)

# Who opens a room, or is the first of a party, can do everything but sign without a mandate.
FIRST_ROLES = (Role.NEGOTIATOR, Role.APPROVER, Role.SIGNATORY)


async def insert_room(room: UUID, workspace_id: UUID, side: Side) -> None:
    """Give a side its own room, on a journal it just founded."""
    await execute(
        "insert into side_room (id, journal_id, workspace_id, side) values ($1, $2, $3, $4)",
        surroundings.new_id(),
        room,
        workspace_id,
        side,
    )


async def insert_participant(
    work: Work,
    *,
    shared: UUID,
    workspace_id: UUID,
    party_id: UUID,
    side: Side,
    name: str,
    title: str,
    roles: tuple[Role, ...],
    admission: Admission,
) -> None:
    """Let the person whose work this is take part, and tell everybody inside."""
    participant_id = surroundings.new_id()
    await execute(
        "insert into participant (id, journal_id, workspace_id, party_id, side, person_id, name,"
        " title, roles, admission, joined_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        participant_id,
        shared,
        workspace_id,
        party_id,
        side,
        work.person_id,
        name,
        title,
        [role.value for role in roles],
        admission,
        work.at,
    )
    work.record(
        shared,
        ParticipantJoined(
            workspace_id=workspace_id,
            participant_id=participant_id,
            person_id=work.person_id,
            side=side,
            roles=list(roles),
        ),
    )
