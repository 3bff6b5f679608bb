"""Rows of commitments, read inside a transaction, as the shapes that decisions judge."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.commitments.decisions import NothingProposed, held_agreement
from samenspraak.commitments.schemas import AgreedRevision, Bound, Negotiation
from samenspraak.commitments.terms import RevisionDocument, Terms
from samenspraak.database import fetch
from samenspraak.errors import NotFound
from samenspraak.workspaces import queries as workspaces
from samenspraak.workspaces.schemas import ScopeRule

_NEGOTIATIONS = """
select n.* from negotiation n join commitment c on c.id = n.commitment_id
where c.workspace_id = $1 and ($2::uuid[] is null or c.id = any($2))
order by n.commitment_id, n.number
"""
_BOUNDS = """
select b.commitment_id, b.revision_id, r.number as revision, b.version_id, b.from_at, b.to_at,
       b.ended_on, b.ended_reason
from binding b
join revision r on r.id = b.revision_id
join commitment c on c.id = b.commitment_id
where c.workspace_id = $1 and ($2::uuid[] is null or c.id = any($2))
order by b.from_at, b.version_id
"""
# What is open has no reason yet for which it closed, and a sweep may read no reasons at all.
_OPEN = [
    name
    for name in Negotiation.__struct_fields__
    if name not in {"closed_reason", "paused_by", "paused_reason"}
]
COLUMNS = ", ".join(f"n.{name}" for name in _OPEN)
_PACKAGE = f"""
select {COLUMNS} from negotiation n join commitment c on c.id = n.commitment_id
where c.workspace_id = $1 and n.package_id = $2 and n.is_open
order by c.number
"""  # noqa: S608  # names of our own fields


_BIDS = """
select r.commitment_id, r.content from revision r join commitment c on c.id = r.commitment_id
where c.workspace_id = $1 and c.origin = 'bid' and r.number = 1
  and ($2::uuid[] is null or c.id = any($2))
"""


class Holder(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who fills a role slot, and the salt that ties the name to the signed bytes.

    Kept beside the bytes, so that salt and name can go while the bytes stay.
    """

    side: str
    role: str
    commitment: str
    name: str = ""
    salt: str = ""
    participant_id: UUID | None = None


class History(Struct, frozen=True, kw_only=True):
    """All that was ever bargained about one commitment, and what of it was signed."""

    id: UUID
    number: int
    origin: str
    negotiations: list[Negotiation]
    bounds: list[Bound]

    @property
    def newest(self) -> Negotiation:
        """Return the last round of bargaining; of a concept there is none to do anything with."""
        if not self.negotiations:
            raise NothingProposed
        return self.negotiations[-1]


async def histories(
    workspace_id: UUID, commitment_ids: Collection[UUID] | None = None
) -> dict[UUID, History]:
    """Return commitments of this workspace, by their display number; all, or those named."""
    wanted = None if commitment_ids is None else list(commitment_ids)
    commitments = await fetch(
        "select id, number, origin from commitment"
        " where workspace_id = $1 and ($2::uuid[] is null or id = any($2)) order by number",
        workspace_id,
        wanted,
    )
    found = {
        row["id"]: History(
            id=row["id"], number=row["number"], origin=row["origin"], negotiations=[], bounds=[]
        )
        for row in commitments
    }
    for row in await fetch(_NEGOTIATIONS, workspace_id, wanted):
        found[row["commitment_id"]].negotiations.append(negotiation_of(row))
    for row in await fetch(_BOUNDS, workspace_id, wanted):
        found[row["commitment_id"]].bounds.append(msgspec.convert(row, Bound))
    return found


async def history(workspace_id: UUID, commitment_id: UUID) -> History:
    """Return one commitment of this workspace; elsewhere or nowhere is the same answer."""
    found = await histories(workspace_id, [commitment_id])
    if commitment_id not in found:
        raise NotFound
    return found[commitment_id]


async def package(workspace_id: UUID, package_id: UUID) -> dict[UUID, Negotiation]:
    """Return what still lies on the table as one package, by commitment in display order."""
    rows = await fetch(_PACKAGE, workspace_id, package_id)
    return {row["commitment_id"]: negotiation_of(row) for row in rows}


async def package_of(workspace_id: UUID, negotiation: Negotiation) -> list[Negotiation]:
    """Return what lies on the table together with a text, without that text itself."""
    if negotiation.package_id is None or not negotiation.is_open:
        return []
    parts = await package(workspace_id, negotiation.package_id)
    others = [key for key in parts if key != negotiation.commitment_id]
    return [each.newest for each in (await histories(workspace_id, others)).values()]


async def bids_of(
    workspace_id: UUID, commitment_ids: Collection[UUID] | None = None
) -> dict[UUID, Terms]:
    """Return what the winning bid said of these commitments, as far as they came from it."""
    rows = await fetch(
        _BIDS, workspace_id, None if commitment_ids is None else list(commitment_ids)
    )
    return {row["commitment_id"]: terms_in(row) for row in rows}


async def revisions(revision_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return these revisions as they were stored."""
    rows = await fetch("select * from revision where id = any($1)", list(revision_ids))
    return {row["id"]: row for row in rows}


async def terms_of(revision_ids: Collection[UUID]) -> dict[UUID, Terms]:
    """Return what these revisions say."""
    return {key: terms_in(row) for key, row in (await revisions(revision_ids)).items()}


async def scope_rule(workspace_id: UUID) -> ScopeRule:
    """Return how much may be done outside the contract."""
    return await workspaces.scope_rule(workspace_id)


async def agreed_revisions(workspace_id: UUID) -> list[AgreedRevision]:
    """Return what both sides said yes to last of each commitment, as long as that holds.

    These are the texts an agreement can take up; nothing else can be signed. While a change is
    bargained over, the text that was agreed before is here, marked as reopened.
    """
    found = await histories(workspace_id)
    held = {
        key: agreed
        for key, each in found.items()
        if (agreed := held_agreement(each.negotiations, each.bounds)) is not None
    }
    texts = await revisions([agreed.revision_id for agreed in held.values()])
    return [
        _agreed(found[commitment_id], agreed, texts[agreed.revision_id])
        for commitment_id, agreed in held.items()
    ]


def terms_in(row: Mapping[str, Any]) -> Terms:
    """Read the terms from a stored revision."""
    return msgspec.json.decode(row["content"], type=RevisionDocument).terms


def holders_in(row: Mapping[str, Any]) -> list[Holder]:
    """Read who fills the role slots of a stored revision."""
    return msgspec.json.decode(row["names"], type=list[Holder])


def _agreed(each: History, agreed: Negotiation, row: Mapping[str, Any]) -> AgreedRevision:
    later = [round_ for round_ in each.negotiations if round_.number > agreed.number]
    binds = next((bound for bound in each.bounds if bound.to_at is None), None)
    is_bound = binds is not None and binds.revision_id == agreed.revision_id
    assert agreed.closed_at is not None, "what was agreed was agreed at some moment"
    return AgreedRevision(
        commitment_id=each.id,
        number=each.number,
        origin=each.origin,
        revision_id=agreed.revision_id,
        revision=agreed.revision,
        digest=agreed.digest,
        content=row["content"],
        names=row["names"],
        agreed_at=agreed.closed_at,
        bound_by=binds.version_id if binds is not None and is_bound else None,
        reopened_at=later[-1].opened_at if later else None,
        is_reopened=any(round_.is_open for round_ in later),
    )


def negotiation_of(row: Mapping[str, Any]) -> Negotiation:
    """Return a round of bargaining as decisions judge it; what was not read is left out."""
    members = {name: row[name] for name in Negotiation.__struct_fields__ if name in row}
    return msgspec.convert(members, Negotiation)
