"""What time and changes alone make of versions that are up for signing: they leave the table.

Nothing depends on when this happens: that a version lapsed or is void is judged wherever somebody
signs, takes back or offers. It is written down so that lists, journals and mail show it to those who
do nothing. A version comes in force in the unit of its last signature, so a crash leaves nothing
half done there; what a sweep did not come to is still due in the next round.
"""

from uuid import UUID

import asyncpg
import structlog

from samenspraak import surroundings
from samenspraak.agreements import decisions, queries
from samenspraak.agreements.commands.rows import write_off
from samenspraak.agreements.schemas import VersionState
from samenspraak.database import as_sweeper
from samenspraak.journal.commands import Work, unit_of_sweep

log = structlog.get_logger()


async def sweep(connection: asyncpg.Connection) -> int:
    """Write down what left the table in every workspace and return how many versions that were.

    Each workspace is a unit of its own. Doing it twice does it once: all is judged again under the
    journal's lock, where a move that came first is seen. Requests to sign that ran out go as well.
    """
    at = surroundings.now()
    async with as_sweeper(connection):
        await connection.execute("delete from sign_request where expires_at <= $1", at)
    done = 0
    for journal_id in await queries.due_journals(connection, at):
        try:
            async with unit_of_sweep(connection, journal_id) as work:
                done += await _sweep_in(work, journal_id)
        except (
            asyncpg.exceptions.LockNotAvailableError,
            asyncpg.exceptions.DeadlockDetectedError,
        ):
            # People are at work there; the next round comes soon enough.
            log.info("workspace not swept", journal=str(journal_id))
    return done


async def _sweep_in(work: Work, journal_id: UUID) -> int:
    done = 0
    for workspace_id, version in await queries.offered_in(journal_id):
        if decisions.state_at(version, work.at) is VersionState.OFFERED:
            continue
        await write_off(work, version, workspace_id=workspace_id, journal_id=journal_id)
        done += 1
    return done
