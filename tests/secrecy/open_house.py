"""A server whose door lets everybody in as somebody of the other side.

    python -m tests.secrecy.open_house PORT

With the first lock taken away like this, what is left is what PostgreSQL itself refuses.
"""

import os
import sys
from uuid import UUID

import asyncpg
import uvicorn

from samenspraak.app import create_app
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import SignedIn
from samenspraak.settings import Settings
from samenspraak.workspaces.access import Door
from samenspraak.workspaces.schemas import Admission, Participant, Phase, Role, Side

# The seat that is given away: always one across the table from where whoever asks belongs.
_ACROSS = {"buyer": "contractor", "contractor": "buyer", "coordinator": "buyer", None: "buyer"}
_SIDE_OF = "select side from participant where workspace_id = $1 and person_id = $2"
_SEAT = """
select p.id, p.party_id, p.name, p.title, p.admission, w.phase, w.journal_id, r.journal_id as own,
       party.organisation_id
from workspace w
join side_room r on r.workspace_id = w.id and r.side = $2
join party on party.workspace_id = w.id and party.side = $2
left join participant p on p.party_id = party.id and p.left_at is null
where w.id = $1 order by p.joined_at limit 1
"""


def open_door(owner_url: str) -> Door:
    """Return a door that asks the owner, who sees everything, and refuses nobody."""

    pools: list[asyncpg.Pool] = []

    async def enter(person: SignedIn, workspace_id: UUID) -> Participant:
        if not pools:
            pools.append(await asyncpg.create_pool(owner_url, min_size=1, max_size=1))
        async with pools[0].acquire() as connection:
            side = _ACROSS[await connection.fetchval(_SIDE_OF, workspace_id, person.person_id)]
            seat = await connection.fetchrow(_SEAT, workspace_id, side)
        if seat is None:
            raise NotFound
        return Participant(
            person=person,
            id=seat["id"] or workspace_id,
            workspace_id=workspace_id,
            party_id=seat["party_id"],
            organisation_id=seat["organisation_id"],
            side=Side(side),
            roles=frozenset(Role),
            name=seat["name"] or "",
            title=seat["title"] or "",
            phase=Phase(seat["phase"]),
            shared_journal_id=seat["journal_id"],
            side_journal_id=seat["own"],
            admission=Admission(seat["admission"] or next(iter(Admission))),
        )

    return enter


def main() -> None:
    settings = Settings.from_environment(os.environ)
    uvicorn.run(
        create_app(settings, door=open_door(settings.database_owner_url)),
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
    )


if __name__ == "__main__":
    main()
