"""Which offers time has something to do with, as the login for sweeps sees them."""

from datetime import datetime
from uuid import UUID

import asyncpg

from samenspraak.commitments.queries.rows import COLUMNS, negotiation_of
from samenspraak.commitments.schemas import Negotiation
from samenspraak.database import fetch

# A round of sweeping that takes longer is followed by another one at once.
JOURNALS_A_ROUND = 200

_IS_DUE = """
n.is_open and n.paused_at is null
and ((n.until_lapses and n.until_at <= $1) or (n.reminded_at is null and n.remind_at <= $1))
"""
_JOURNALS = f"""
select n.journal_id from negotiation n where {_IS_DUE}
group by n.journal_id order by min(n.until_at), n.journal_id limit $2
"""  # noqa: S608  # our own words
_IN = f"""
select c.workspace_id, {COLUMNS} from negotiation n join commitment c on c.id = n.commitment_id
where {_IS_DUE} and n.journal_id = $2 order by n.until_at, c.number
"""  # noqa: S608  # our own words


async def due_journals(connection: asyncpg.Connection, at: datetime) -> list[UUID]:
    """Return where something is due, longest overdue first."""
    rows = await connection.fetch(_JOURNALS, at, JOURNALS_A_ROUND)
    return [row["journal_id"] for row in rows]


async def due_in(journal_id: UUID, at: datetime) -> list[tuple[UUID, Negotiation]]:
    """Return the offers of one journal that are due, each with its workspace."""
    rows = await fetch(_IN, at, journal_id)
    return [(row["workspace_id"], negotiation_of(row)) for row in rows]
