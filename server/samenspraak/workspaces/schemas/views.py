"""What people see of a workspace."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.workspaces.schemas.obligations import ObligationAsks, ObligationView
from samenspraak.workspaces.schemas.participants import (
    Phase,
    Role,
    ScopeRule,
    Side,
)
from samenspraak.workspaces.schemas.requests import PurposePart


class ContractView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What was awarded. `value_state` is known, unknown, withheld or framework_total."""

    title: str
    reference: str | None
    value_state: str
    value_cents: int | None
    currency: str | None
    cpv: str | None
    starts_on: date | None
    ends_on: date | None
    awarded_on: date | None
    source: str
    social_objectives: list[str]


class PartyView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation on a side."""

    id: UUID
    side: Side
    name: str
    identifier: str | None
    has_joined: bool


class ParticipantView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A person in the workspace, as everybody there sees them."""

    id: UUID
    person_id: UUID
    side: Side
    name: str
    title: str
    roles: list[Role]
    party_name: str
    has_left: bool


class InvitationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An invitation of one's own side that is still open.

    `link` is shown once, right after inviting, and only where no mail is set up.
    """

    id: UUID
    email: str
    side: Side
    roles: list[Role]
    expires_at: datetime
    is_mailed: bool
    link: str | None = None
    moves: list[str] = []


class InvitationPageView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an invitation's link shows before it is accepted. Looking accepts nothing."""

    contract_title: str
    party_name: str
    side: Side
    invited_by: str
    email: str
    expires_at: datetime
    is_open: bool
    # Somebody with this address can sign in already; a name and password are not asked then.
    person_known: bool


class PurposeView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A wording of why. `agreed_at` is None while it lies with the other side."""

    number: int
    text: str
    parts: list[PurposePart]
    digest: str
    by_side: Side
    set_at: datetime
    agreed_at: datetime | None


class WorkspaceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One contract's room as this participant sees it, with the moves open to them.

    `purpose` and `obligation` are what is agreed; the `proposed_` ones lie with one of the sides.
    `scope_rule` is the one that holds now.
    """

    id: UUID
    phase: Phase
    contract: ContractView
    parties: list[PartyView]
    participants: list[ParticipantView]
    own_participant_id: UUID
    own_side: Side
    purpose: PurposeView | None
    proposed_purpose: PurposeView | None
    obligation: ObligationView | None
    proposed_obligation: ObligationView | None
    obligation_asks: ObligationAsks
    scope_rule: ScopeRule
    moves: list[str]


class OpenedView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The workspaces that were opened, in the order of the preview."""

    workspace_ids: list[UUID]


class WorkspaceLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One contract in a person's list."""

    id: UUID
    title: str
    reference: str | None
    phase: Phase
    own_side: Side
    buyer_name: str
    contractor_name: str
    obligation_cents: int | None
    last_activity_at: datetime


class WorkspacesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of a person's contracts. `next` is opaque; None at the end."""

    items: list[WorkspaceLineView]
    next: str | None
