"""What time alone makes of offers: people are reminded, and what lapses is closed.

Nothing depends on when this happens: that an offer is over is judged wherever somebody answers it.
It is written down so that lists, journals and mail show it to those who do nothing.
"""

from typing import Any
from uuid import UUID

import asyncpg
import structlog

from samenspraak import surroundings
from samenspraak.commitments import decisions
from samenspraak.commitments.commands.rows import keep_in
from samenspraak.commitments.queries import due_in, due_journals
from samenspraak.commitments.schemas import CommitmentLapsed, CommitmentReminded, Negotiation
from samenspraak.journal.commands import Work, unit_of_sweep

log = structlog.get_logger()


async def sweep(connection: asyncpg.Connection) -> int:
    """Do what is due in every workspace and return how many offers that were.

    Each workspace is a unit of its own. Doing it twice does it once: all is judged again under the
    journal's lock, where a move that came first is seen.
    """
    done = 0
    for journal_id in await due_journals(connection, surroundings.now()):
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
    for workspace_id, before in await due_in(journal_id, work.at):
        if decisions.has_to_lapse(before, work.at):
            after = decisions.lapse(before)
            fact = CommitmentLapsed(**_about(workspace_id, before), side=before.proposed_by)
        elif decisions.has_to_remind(before, work.at):
            after = decisions.remind(before, work.at)
            fact = CommitmentReminded(**_about(workspace_id, before), side=before.turn)
        else:
            continue
        work.record(journal_id, fact)
        await keep_in(
            work,
            [(before, after)],
            workspace_id=workspace_id,
            journal_id=journal_id,
            side=before.proposed_by,
        )
        done += 1
    return done


def _about(workspace_id: UUID, negotiation: Negotiation) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "commitment_id": negotiation.commitment_id,
        "revision": negotiation.revision,
        "digest": negotiation.digest,
    }
