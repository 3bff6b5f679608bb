"""The door: turns a person and an id into a participant, or says it is not there."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from samenspraak.database import along_as, as_person, fetch, fetch_one
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import SignedIn
from samenspraak.workspaces.schemas import Admission, Participant, Phase, Role, Side

# What the application goes through: `enter`, unless it was built with another.
Door = Callable[[SignedIn, UUID], Awaitable[Participant]]

_TAKES_PART = """
select p.id, p.workspace_id, p.party_id, p.side, p.roles, p.name, p.title, p.admission, w.phase,
       w.journal_id, r.journal_id as side_journal_id, party.organisation_id
from participant p
join workspace w on w.id = p.workspace_id
join side_room r on r.workspace_id = w.id and r.side = p.side
join party on party.id = p.party_id
where ($1::uuid is null or p.workspace_id = $1) and p.person_id = $2 and p.left_at is null
"""


async def enter(person: SignedIn, workspace_id: UUID) -> Participant:
    """Let a person into a workspace they take part in.

    Missing and not yours are the same answer, so that knowing an id tells nothing.
    """
    async with along_as(person.person_id):
        return await entered(person, workspace_id)


async def entered(person: SignedIn, workspace_id: UUID) -> Participant:
    """Do as `enter` within the transaction that is open, which must be this person's."""
    row = await fetch_one(_TAKES_PART, workspace_id, person.person_id)
    if row is None:
        raise NotFound
    return _participant(person, row)


async def enter_everywhere(person: SignedIn) -> list[Participant]:
    """Let a person into every workspace they take part in, at once."""
    async with as_person(person.person_id):
        rows = await fetch(_TAKES_PART, None, person.person_id)
    return [_participant(person, row) for row in rows]


async def still(participant: Participant) -> Participant:
    """Return a participant as they are now, inside the unit that locked the shared journal.

    Whoever waited for the lock may have lost a role, or their place, to whom held it before.
    """
    return await entered(participant.person, participant.workspace_id)


def _participant(person: SignedIn, row: dict[str, Any]) -> Participant:
    return Participant(
        person=person,
        id=row["id"],
        workspace_id=row["workspace_id"],
        party_id=row["party_id"],
        organisation_id=row["organisation_id"],
        side=Side(row["side"]),
        roles=frozenset(Role(role) for role in row["roles"]),
        name=row["name"],
        title=row["title"],
        phase=Phase(row["phase"]),
        shared_journal_id=row["journal_id"],
        side_journal_id=row["side_journal_id"],
        admission=Admission(row["admission"]),
    )
