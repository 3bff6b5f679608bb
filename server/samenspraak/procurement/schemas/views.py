"""What screens are shown of an import, what they ask, and the fact it leaves."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.procurement.schemas.notices import ValueState
from samenspraak.procurement.schemas.openings import Difference, Relation


class OpeningView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What one row of a preview becomes. `key` names it when opening.

    `relation` tells how its notice stands to what this organisation imported before;
    `differences` is what a newer version tells differently.
    """

    key: str
    file_name: str
    title: str
    reference: str | None
    contractor_name: str
    members: list[str]
    buyer_names: list[str]
    lots: list[str]
    value_state: ValueState
    value_minor: int | None
    currency: str | None
    value_published_on: date | None
    starts_on: date | None
    ends_on: date | None
    awarded_on: date | None
    cpv: str | None
    social_objectives: list[str]
    performance_terms: list[str]
    reserved_execution: bool | None
    relation: Relation
    differences: list[Difference]
    part_of: str | None
    # It changes a contract that has its workspace; nothing new is opened for it.
    is_update: bool
    is_chosen: bool
    remarks: list[str]


class LeftOutView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A file, notice or row that opens nothing, and why, in words."""

    file_name: str
    title: str | None
    reasons: list[str]


class ImportPreviewView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an upload would become; nothing is opened yet."""

    id: UUID
    organisation_id: UUID
    openings: list[OpeningView]
    left_out: list[LeftOutView]
    expires_at: datetime


class OpenImported(MoveRequest, frozen=True, kw_only=True):
    """Open the workspaces of these rows of a preview."""

    import_id: UUID
    organisation_id: UUID
    keys: list[str]


class NoticeImported(Fact, frozen=True, kw_only=True):
    """An organisation brought a notice in; what it says stays in the notice."""

    KIND: ClassVar[str] = "notice.imported"
    notice_id: UUID
    digest: str
    workspaces: int


class ContractUpdated(Fact, frozen=True, kw_only=True):
    """A later notice changed what the contract is; the notice says what."""

    KIND: ClassVar[str] = "contract.updated"
    contract_id: UUID
    notice_digest: str
