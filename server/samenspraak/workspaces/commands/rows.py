"""The rows that opening a room and coming into one have in common."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import execute, fetch_one
from samenspraak.journal.commands import Work
from samenspraak.workspaces.decisions import NobodyAcross
from samenspraak.workspaces.schemas import (
    Admission,
    Participant,
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
    """Let the person whose work this is take part, anew if they left, and tell everybody inside."""
    row = await fetch_one(
        "insert into participant (id, journal_id, workspace_id, party_id, side, person_id, name,"
        " title, roles, admission, joined_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " on conflict (workspace_id, person_id) do update set party_id = excluded.party_id,"
        " name = excluded.name, title = excluded.title, roles = excluded.roles,"
        " admission = excluded.admission, joined_at = excluded.joined_at, left_at = null"
        " returning id",
        surroundings.new_id(),
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
    assert row is not None, "an upsert always returns its row"
    work.record(
        shared,
        ParticipantJoined(
            workspace_id=workspace_id,
            participant_id=row["id"],
            person_id=work.person_id,
            side=side,
            roles=list(roles),
        ),
    )


async def refuse_without_other_side(participant: Participant) -> None:
    """Refuse to put something to a side that is not there yet to read it."""
    across = await fetch_one(
        "select 1 from party where workspace_id = $1 and side = $2 and joined_at is not null",
        participant.workspace_id,
        participant.side.other,
    )
    if across is None:
        raise NobodyAcross
