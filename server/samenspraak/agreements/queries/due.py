"""Which versions time or a change took from the table, as the login for sweeps sees them."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from samenspraak.agreements.decisions import JudgedVersion
from samenspraak.agreements.schemas import Origin
from samenspraak.database import fetch

# A round of sweeping that takes longer is followed by another one at once.
JOURNALS_A_ROUND = 200

_OFFERED = """
select workspace_id, id, number, digest, origin, state, value_cents,
       offered_by_side as offered_by, sign_by_at
from version where journal_id = $1 and state = 'offered'
"""


async def due_journals(connection: asyncpg.Connection, at: datetime) -> list[UUID]:
    """Return where a version may be off the table, longest overdue first."""
    rows = await connection.fetch("select * from due_versions($1, $2)", at, JOURNALS_A_ROUND)
    return [row["journal_id"] for row in rows]


async def offered_in(journal_id: UUID) -> list[tuple[UUID, JudgedVersion]]:
    """Return what is up for signing in one journal, each with its workspace.

    Who signed already is not read: that ends nothing.
    """
    found: list[tuple[UUID, JudgedVersion]] = []
    for row in await fetch(_OFFERED, journal_id):
        workspace_id = row.pop("workspace_id")
        changes = ()
        if row["origin"] == Origin.SAMENSPRAAK:
            changes = await fetch("select * from changes_in_version($1)", row["id"])
        found.append((workspace_id, msgspec.convert({**row, "changes": changes}, JudgedVersion)))
    return found
