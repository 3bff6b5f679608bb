"""How a version that both sides signed makes its texts bind."""

from collections.abc import Collection, Mapping
from uuid import UUID

from samenspraak import surroundings
from samenspraak.commitments.queries import agreed_revisions
from samenspraak.commitments.schemas import Ended
from samenspraak.database import execute, fetch_one
from samenspraak.errors import NotFound
from samenspraak.journal.commands import Work


async def bind(
    work: Work,
    *,
    workspace_id: UUID,
    revision_ids: Collection[UUID],
    version_id: UUID,
    ended: Mapping[UUID, Ended] | None = None,
) -> None:
    """Let these texts bind from now on, in the place of everything that bound before.

    A version is the whole deal: what it leaves out ends with it. The caller judged that each text
    is still what both sides said yes to last, under the same lock; here that is relied upon.
    `ended` says of what is left out up to which day it holds, and why it ends.
    """
    workspace = await fetch_one("select journal_id from workspace where id = $1", workspace_id)
    if workspace is None:
        raise NotFound
    agreed = {each.revision_id: each for each in await agreed_revisions(workspace_id)}
    assert set(revision_ids) <= set(agreed), "only what is agreed can bind"
    for commitment_id, end in (ended or {}).items():
        await execute(
            "update binding set ended_on = $2, ended_reason = $3"
            " where commitment_id = $1 and to_at is null",
            commitment_id,
            end.on,
            end.reason,
        )
    await execute(
        """
        update binding set to_at = $2
        where to_at is null and commitment_id in (select id from commitment where workspace_id = $1)
        """,
        workspace_id,
        work.at,
    )
    for revision_id in revision_ids:
        await execute(
            """
            insert into binding (id, journal_id, commitment_id, revision_id, version_id, from_at)
            values ($1, $2, $3, $4, $5, $6)
            """,
            surroundings.new_id(),
            workspace["journal_id"],
            agreed[revision_id].commitment_id,
            revision_id,
            version_id,
            work.at,
        )
