"""How a commitment and the state of its bargaining are written."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from msgspec import structs

from samenspraak.commitments.decisions import (
    COMMITMENTS_LIMIT,
    TooManyCommitments,
    breaks_package,
    unpack,
)
from samenspraak.commitments.queries import package
from samenspraak.commitments.schemas import CommitmentFact, Negotiation, PackageUnpacked
from samenspraak.database import execute, fetch_one
from samenspraak.errors import IdTaken
from samenspraak.journal.commands import Work
from samenspraak.workspaces.schemas import Participant

About = TypeVar("About", bound=CommitmentFact)


async def begin(participant: Participant, commitment_id: UUID, *, origin: str) -> None:
    """Give a new commitment its row and the number people call it by."""
    newest = await fetch_one(
        "select coalesce(max(number), 0) as number from commitment where workspace_id = $1",
        participant.workspace_id,
    )
    assert newest is not None, "an aggregate always gives a row"
    if newest["number"] >= COMMITMENTS_LIMIT:
        raise TooManyCommitments(limit=COMMITMENTS_LIMIT)
    made = await fetch_one(
        "insert into commitment (id, journal_id, workspace_id, number, origin)"
        " values ($1, $2, $3, $4, $5) on conflict (id) do nothing returning id",
        commitment_id,
        participant.shared_journal_id,
        participant.workspace_id,
        newest["number"] + 1,
        origin,
    )
    # Somebody's commitment has this id already; whose is not for the asker to know.
    if made is None:
        raise IdTaken


async def set_origin(commitment_id: UUID, origin: str) -> None:
    """Write down where the first text of a commitment came from that began as a draft."""
    await execute("update commitment set origin = $2 where id = $1", commitment_id, origin)


async def open_negotiation(participant: Participant, negotiation: Negotiation) -> None:
    """Store a new round of bargaining."""
    members = {**structs.asdict(negotiation), "journal_id": participant.shared_journal_id}
    columns = ", ".join(members)
    places = ", ".join(f"${index}" for index in range(1, len(members) + 1))
    await execute(
        f"insert into negotiation ({columns}) values ({places})",  # noqa: S608  # names of our own fields
        *members.values(),
    )


async def keep(
    work: Work, participant: Participant, moves: Sequence[tuple[Negotiation, Negotiation]]
) -> None:
    """Store what moves made of negotiations, and take apart every package they broke."""
    broken: dict[UUID, UUID] = {}
    for before, after in moves:
        await _update(after)
        if before.package_id is not None and breaks_package(before, after):
            broken[before.package_id] = before.commitment_id
    for package_id, commitment_id in broken.items():
        # Those that moved have left it by now, so these are the rest.
        others = await package(participant.workspace_id, package_id)
        for other in unpack([*others.values()]):
            await _update(other)
        work.record(
            participant.shared_journal_id,
            PackageUnpacked(
                workspace_id=participant.workspace_id,
                package_id=package_id,
                commitment_id=commitment_id,
                side=participant.side,
            ),
        )


def about(
    shape: type[About], participant: Participant, negotiation: Negotiation, **more: Any
) -> About:
    """Make a fact about the text that lies on the table."""
    return shape(
        workspace_id=participant.workspace_id,
        commitment_id=negotiation.commitment_id,
        revision=negotiation.revision,
        digest=negotiation.digest,
        side=participant.side,
        **more,
    )


async def _update(after: Negotiation) -> None:
    await execute(
        """
        update negotiation
        set revision_id = $2, revision = $3, digest = $4, proposed_by = $5, turn = $6,
            has_question = $7, until_at = $8, package_id = $9, is_open = $10, closed_as = $11,
            closed_reason = $12, closed_at = $13
        where id = $1
        """,
        after.id,
        after.revision_id,
        after.revision,
        after.digest,
        after.proposed_by,
        after.turn,
        after.has_question,
        after.until_at,
        after.package_id,
        after.is_open,
        after.closed_as,
        after.closed_reason,
        after.closed_at,
    )
