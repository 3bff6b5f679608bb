"""Rows of versions, read inside a transaction, as the shapes that decisions judge."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.agreements.decisions import AtStake, Change, JudgedVersion, Mandate
from samenspraak.agreements.documents import (
    AgreementDocument,
    Cause,
    NamesDocument,
    SignatureStatement,
    SigningRule,
)
from samenspraak.agreements.queries import comparison
from samenspraak.agreements.schemas import Origin, VersionState
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.database import fetch, fetch_one
from samenspraak.errors import NotFound
from samenspraak.workspaces.schemas import Participant, Side

_COLUMNS = """
select v.id, v.number, v.origin, v.digest, v.previous_digest, v.names, v.file_id, v.state,
       v.reason, v.value_cents, v.offered_at, v.offered_by_side, v.sign_by_at, v.in_force_at,
       v.closed_at, v.closed_reason, v.changed_cents, v.closed_by_side, v.cause,
       coalesce((v.content::json -> 'signing')::text, '[]') as signing,
       coalesce(v.content::json -> 'endings', v.content::json -> 'ending') is not null
         as has_endings
from version v where v.workspace_id = $1
"""
_BEFORE = """
select before.content from version v
join version before on before.workspace_id = v.workspace_id and before.digest = v.previous_digest
where v.id = $1 and before.in_force_at is not null
"""
_MANDATES = """
select id, role, up_to_cents from mandate
where organisation_id = $1 and person_id = $2 and revoked_at is null
order by id
"""
_ADMINISTRATORS = """
select p.name from membership m join person p on p.id = m.person_id
where m.organisation_id = $1 and m.is_administrator and m.left_at is null
order by p.name
"""


class StoredVersion(Struct, frozen=True, kw_only=True):
    """A version as it is stored, without its text."""

    id: UUID
    number: int
    origin: Origin
    digest: str
    previous_digest: str | None
    names: str
    file_id: UUID | None
    state: VersionState
    reason: str
    value_cents: int
    offered_at: datetime
    offered_by_side: Side
    sign_by_at: datetime | None
    in_force_at: datetime | None
    closed_at: datetime | None
    closed_reason: str | None
    closed_by_side: Side | None
    cause: Cause | None
    # What it changes beside the version then in force, where that was reckoned.
    changed_cents: int | None
    # From the text that is signed: how many people sign, and whether something ends early.
    signing: str
    has_endings: bool

    @property
    def several(self) -> frozenset[tuple[Side, int]]:
        """Return how many people have to sign for a side, where that is more than one."""
        rules = msgspec.json.decode(self.signing, type=list[SigningRule])
        return frozenset((Side(rule.side), rule.needed) for rule in rules)

    @property
    def names_document(self) -> NamesDocument:
        """Return who fills the role slots."""
        return msgspec.json.decode(self.names, type=NamesDocument)


class StoredSignature(Struct, frozen=True, kw_only=True):
    """A signature as it is stored: the statement that was sealed, and the name apart."""

    id: UUID
    version_id: UUID
    side: Side
    name: str
    person_id: UUID
    signed_at: datetime
    content: str

    @property
    def statement(self) -> SignatureStatement:
        """Return what was stated."""
        return msgspec.json.decode(self.content, type=SignatureStatement)


class StoredConfirmation(Struct, frozen=True, kw_only=True):
    """That a side stood behind a deal on paper."""

    version_id: UUID
    side: Side
    person_id: UUID
    name: str
    confirmed_at: datetime


class StoredReceipt(Struct, frozen=True, kw_only=True):
    """A receipt with its seal."""

    id: UUID
    content: str
    seal: str
    kid: str
    issued_at: datetime


async def stored_versions(workspace_id: UUID) -> list[StoredVersion]:
    """Return all versions of a workspace, the newest first."""
    rows = await fetch(_COLUMNS + "order by v.number desc, v.offered_at desc", workspace_id)
    return [msgspec.convert(row, StoredVersion) for row in rows]


async def stored_version(workspace_id: UUID, version_id: UUID) -> StoredVersion:
    """Return one version of this workspace; elsewhere or nowhere is the same answer."""
    row = await fetch_one(_COLUMNS + "and v.id = $2", workspace_id, version_id)
    if row is None:
        raise NotFound
    return msgspec.convert(row, StoredVersion)


async def version_in(workspace_id: UUID, state: VersionState) -> StoredVersion | None:
    """Return the version that stands stored under a word of which there is at most one."""
    assert state in {VersionState.OFFERED, VersionState.IN_FORCE}, "only these are unique"
    row = await fetch_one(_COLUMNS + "and v.state = $2", workspace_id, state)
    return None if row is None else msgspec.convert(row, StoredVersion)


async def version_by_digest(workspace_id: UUID, digest: str) -> StoredVersion | None:
    """Return the version with these bytes, of those that were ever in force."""
    row = await fetch_one(
        _COLUMNS + "and v.digest = $2 and v.in_force_at is not null", workspace_id, digest
    )
    return None if row is None else msgspec.convert(row, StoredVersion)


async def content_of(version_id: UUID) -> str:
    """Return the very text whose digest is signed."""
    row = await fetch_one("select content from version where id = $1", version_id)
    if row is None:
        raise NotFound
    return row["content"]


def document_in(content: str) -> AgreementDocument:
    """Read a stored text."""
    return msgspec.json.decode(content, type=AgreementDocument)


async def signatures_of(version_ids: Collection[UUID]) -> dict[UUID, list[StoredSignature]]:
    """Return the signatures under these versions, in the order in which they came."""
    rows = await fetch(
        "select id, version_id, side, name, person_id, signed_at, content from signature"
        " where version_id = any($1) order by signed_at, side, id",
        list(version_ids),
    )
    found: dict[UUID, list[StoredSignature]] = {version_id: [] for version_id in version_ids}
    for row in rows:
        found[row["version_id"]].append(msgspec.convert(row, StoredSignature))
    return found


async def confirmations_of(version_ids: Collection[UUID]) -> dict[UUID, list[StoredConfirmation]]:
    """Return who stood behind these deals on paper."""
    rows = await fetch(
        """
        select c.version_id, c.side, c.person_id, coalesce(p.name, '') as name, c.confirmed_at
        from paper_confirmation c
        join version v on v.id = c.version_id
        left join participant p on p.workspace_id = v.workspace_id and p.person_id = c.person_id
        where c.version_id = any($1) order by c.confirmed_at, c.side
        """,
        list(version_ids),
    )
    found: dict[UUID, list[StoredConfirmation]] = {version_id: [] for version_id in version_ids}
    for row in rows:
        found[row["version_id"]].append(msgspec.convert(row, StoredConfirmation))
    return found


async def receipt_of(version_id: UUID) -> StoredReceipt | None:
    """Return the receipt of a version, if both sides signed it."""
    row = await fetch_one(
        "select id, content, seal, kid, issued_at from receipt where version_id = $1", version_id
    )
    return None if row is None else msgspec.convert(row, StoredReceipt)


async def judged(stored: StoredVersion) -> JudgedVersion:
    """Return a version with everything its word depends on."""
    if stored.origin is Origin.OUTSIDE:
        said = (await confirmations_of([stored.id]))[stored.id]
    else:
        said = (await signatures_of([stored.id]))[stored.id]
    is_open = stored.state is VersionState.OFFERED and stored.origin is Origin.SAMENSPRAAK
    return JudgedVersion(
        id=stored.id,
        number=stored.number,
        digest=stored.digest,
        origin=stored.origin,
        state=stored.state,
        value_cents=stored.value_cents,
        offered_by=stored.offered_by_side,
        sign_by_at=stored.sign_by_at,
        changed_cents=stored.changed_cents,
        at_stake=await _at_stake(stored) if is_open else AtStake(),
        has_endings=stored.has_endings,
        several=stored.several,
        said=frozenset((each.side, each.person_id) for each in said),
        changes=await _changes(stored) if is_open else (),
    )


async def _at_stake(stored: StoredVersion) -> AtStake:
    row = await fetch_one(_BEFORE, stored.id)
    before = None if row is None else document_in(row["content"])
    return comparison.at_stake(before, document_in(await content_of(stored.id)))


async def mandates_of(participant: Participant, *, held: bool = False) -> list[Mandate]:
    """Return what this person may sign for the own organisation.

    With `held` the rows stay as they are until the unit ends: nobody signs by a mandate that is
    being revoked at that moment.
    """
    rows = await fetch(
        _MANDATES + ("for share" if held else ""),
        participant.organisation_id,
        participant.person_id,
    )
    return [msgspec.convert(row, Mandate) for row in rows]


async def administrators_of(participant: Participant) -> str:
    """Return who can grant a mandate in the own organisation, by name."""
    rows = await fetch(_ADMINISTRATORS, participant.organisation_id)
    return ", ".join(row["name"] for row in rows) or "-"


async def being_discussed(
    workspace_id: UUID, agreed: Collection[AgreedRevision]
) -> list[AgreedRevision]:
    """Return those in force of which something newer is agreed but taken up again."""
    rows = await fetch(
        "select b.commitment_id from binding b join commitment c on c.id = b.commitment_id"
        " where c.workspace_id = $1 and b.to_at is null",
        workspace_id,
    )
    bound = {row["commitment_id"] for row in rows}
    return [
        each
        for each in agreed
        if each.is_reopened and each.bound_by is None and each.commitment_id in bound
    ]


async def _changes(stored: StoredVersion) -> tuple[Change, ...]:
    """Find what a version holds that was taken up again since it was offered."""
    found = await fetch(
        "select what, number, at from version_changes($1) order by what, number", stored.id
    )
    return tuple(msgspec.convert(row, Change) for row in found)


async def parties_of(workspace_id: UUID) -> list[dict[str, Any]]:
    """Return the parties that can be bound."""
    return await fetch(
        "select id, side, name, identifier_scheme, identifier_id from party"
        " where workspace_id = $1 and side in ('buyer', 'contractor') order by side, name",
        workspace_id,
    )


async def contract_of(workspace_id: UUID) -> dict[str, Any]:
    """Return the contract that the agreement belongs to."""
    row = await fetch_one(
        "select c.title, c.reference, c.value_cents, c.currency, c.starts_on, c.ends_on"
        " from workspace w join contract c on c.id = w.contract_id where w.id = $1",
        workspace_id,
    )
    if row is None:
        raise NotFound
    return row
