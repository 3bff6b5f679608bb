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
from samenspraak.workspaces.schemas import Participant, Side

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
    await keep_in(
        work,
        moves,
        workspace_id=participant.workspace_id,
        journal_id=participant.shared_journal_id,
        side=participant.side,
    )


async def keep_in(
    work: Work,
    moves: Sequence[tuple[Negotiation, Negotiation]],
    *,
    workspace_id: UUID,
    journal_id: UUID,
    side: Side,
) -> None:
    """Do as `keep` where no person moves; `side` is whose move or offer broke what it broke."""
    broken: dict[UUID, UUID] = {}
    for before, after in moves:
        await _update(before, after)
        if before.package_id is not None and breaks_package(before, after):
            broken[before.package_id] = before.commitment_id
    for package_id, commitment_id in broken.items():
        # Those that moved have left it by now, so these are the rest.
        others = await package(workspace_id, package_id)
        rest = [*others.values()]
        for other, alone in zip(rest, unpack(rest), strict=True):
            await _update(other, alone)
        work.record(
            journal_id,
            PackageUnpacked(
                workspace_id=workspace_id,
                package_id=package_id,
                commitment_id=commitment_id,
                side=side,
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


async def _update(before: Negotiation, after: Negotiation) -> None:
    """Write what changed and nothing else: a sweep may change less than it can read."""
    changes = {
        name: value
        for name, value in structs.asdict(after).items()
        if value != getattr(before, name)
    }
    if not changes:
        return
    places = ", ".join(f"{name} = ${index}" for index, name in enumerate(changes, 2))
    await execute(
        f"update negotiation set {places} where id = $1",  # noqa: S608  # names of our own fields
        after.id,
        *changes.values(),
    )
