"""The shapes of workspaces, their parties and people, the purpose and the obligation."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.schemas import Fact, MoveRequest


class Side(StrEnum):
    """Who somebody speaks for. Coordinators never bind anybody."""

    BUYER = "buyer"
    CONTRACTOR = "contractor"
    COORDINATOR = "coordinator"

    @property
    def other(self) -> "Side":
        """Return the side across the table; a coordinator has none."""
        assert self is not Side.COORDINATOR, "a coordinator is not across from anybody"
        return Side.CONTRACTOR if self is Side.BUYER else Side.BUYER


class Role(StrEnum):
    """What a participant may do for the own side (`design.md` section 7)."""

    NEGOTIATOR = "negotiator"
    APPROVER = "approver"
    SIGNATORY = "signatory"
    WRITER = "writer"
    READER = "reader"
    COORDINATOR = "coordinator"


class Admission(StrEnum):
    """How somebody came in; it says how sure one can be of who holds the address.

    Where no mail is set up, whoever invites sees the link: the receipt of a signature says so.
    """

    OPENED = "opened"
    MAILED_LINK = "mailed_link"
    SHOWN_LINK = "shown_link"


class Phase(StrEnum):
    """How far the contract's room is."""

    EXPLORATION = "exploration"
    DIALOGUE = "dialogue"
    EXECUTION = "execution"
    CLOSED = "closed"


class ScopeRule(StrEnum):
    """How much may be done outside the contract: a setting of the contract."""

    STRICT = "strict"
    MIXED = "mixed"
    OPEN = "open"


class Participant(Struct, frozen=True, kw_only=True):
    """A person inside a workspace. Only the door (`workspaces.access.enter`) makes one."""

    person: SignedIn
    id: UUID
    workspace_id: UUID
    party_id: UUID
    organisation_id: UUID
    side: Side
    roles: frozenset[Role]
    name: str
    title: str
    phase: Phase
    shared_journal_id: UUID
    side_journal_id: UUID
    admission: Admission = Admission.OPENED

    @property
    def person_id(self) -> UUID:
        """Return who this is."""
        return self.person.person_id

    @property
    def journal_ids(self) -> tuple[UUID, UUID]:
        """Return the journals this participant reads here."""
        return (self.shared_journal_id, self.side_journal_id)


class OpenByHand(MoveRequest, frozen=True, kw_only=True):
    """Open a workspace by hand: what the contract is called, who the other side is, what it is worth.

    `value_cents` in EUR; None means unknown. `side` is the side the opener's organisation is on.
    """

    organisation_id: UUID
    title: str
    other_party: str
    value_cents: int | None = None
    side: Literal["buyer", "contractor"] = "buyer"
    reference: str | None = None


class InvitePerson(MoveRequest, frozen=True, kw_only=True):
    """Invite somebody by address: an own-side colleague, or the first person of another side.

    `party_name` names the organisation when a coordinator's party is not known yet.
    """

    email: str
    side: Side
    roles: list[Role]
    title: str = ""
    party_name: str | None = None


class WithdrawInvitation(MoveRequest, frozen=True, kw_only=True):
    """Make an open invitation worthless."""


class JoinWorkspace(MoveRequest, frozen=True, kw_only=True):
    """Accept an invitation, as somebody new (name and password) or as oneself when signed in."""

    name: str | None = None
    password: str | None = None


class PurposePart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One part of why, such as "B: werk voor mensen met een uitkering"."""

    letter: str
    text: str


class SetPurpose(MoveRequest, frozen=True, kw_only=True):
    """Put a wording of why to the other side."""

    text: str
    parts: list[PurposePart] = []


class SetObligation(MoveRequest, frozen=True, kw_only=True):
    """Put to the other side what is owed: an amount in EUR, what it is counted from, and why so.

    `percent` is a decimal string of at most 4 places. The reason is always asked: no percentage
    without one.
    """

    amount_cents: int
    basis: str
    reason: str
    percent: str | None = None


class Agree(MoveRequest, frozen=True, kw_only=True):
    """Say yes to exactly this wording: its number and digest."""

    number: int
    digest: str


class ChangeRoles(MoveRequest, frozen=True, kw_only=True):
    """Give a colleague these roles instead of the ones they have."""

    participant_id: UUID
    roles: list[Role]


class RemoveParticipant(MoveRequest, frozen=True, kw_only=True):
    """End a colleague's (or one's own) part in the workspace."""

    participant_id: UUID


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


class ObligationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A wording of what is owed, with its reason."""

    number: int
    amount_cents: int
    basis: str
    reason: str
    percent: str | None
    digest: str
    by_side: Side
    set_at: datetime
    agreed_at: datetime | None


class WorkspaceView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One contract's room as this participant sees it, with the moves open to them.

    `purpose` and `obligation` are what is agreed; the `proposed_` ones lie with one of the sides.
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


class WorkspaceOpened(Fact, frozen=True, kw_only=True):
    """A contract got its room."""

    KIND: ClassVar[str] = "workspace.opened"
    workspace_id: UUID
    contract_id: UUID
    side: Side


class PersonInvited(Fact, frozen=True, kw_only=True):
    """A side invited somebody. The address stays on the invitation, not here."""

    KIND: ClassVar[str] = "person.invited"
    workspace_id: UUID
    invitation_id: UUID
    side: Side


class InvitationWithdrawn(Fact, frozen=True, kw_only=True):
    """A side made an invitation of its own worthless."""

    KIND: ClassVar[str] = "invitation.withdrawn"
    workspace_id: UUID
    invitation_id: UUID


class ParticipantJoined(Fact, frozen=True, kw_only=True):
    """A person came into the workspace."""

    KIND: ClassVar[str] = "participant.joined"
    workspace_id: UUID
    participant_id: UUID
    person_id: UUID
    side: Side
    roles: list[Role]


class RolesChanged(Fact, frozen=True, kw_only=True):
    """A participant may do other things for their side."""

    KIND: ClassVar[str] = "participant.roles-changed"
    workspace_id: UUID
    participant_id: UUID
    side: Side
    roles: list[Role]


class ParticipantLeft(Fact, frozen=True, kw_only=True):
    """A person no longer takes part."""

    KIND: ClassVar[str] = "participant.left"
    workspace_id: UUID
    participant_id: UUID
    side: Side


class PurposeSet(Fact, frozen=True, kw_only=True):
    """A side put a wording of why to the other."""

    KIND: ClassVar[str] = "purpose.set"
    workspace_id: UUID
    number: int
    digest: str
    side: Side


class PurposeAgreed(Fact, frozen=True, kw_only=True):
    """Both sides stand behind one wording of why."""

    KIND: ClassVar[str] = "purpose.agreed"
    workspace_id: UUID
    number: int
    digest: str
    side: Side


class ObligationSet(Fact, frozen=True, kw_only=True):
    """A side put a wording of what is owed to the other."""

    KIND: ClassVar[str] = "obligation.set"
    workspace_id: UUID
    number: int
    digest: str
    side: Side


class ObligationAgreed(Fact, frozen=True, kw_only=True):
    """Both sides stand behind one wording of what is owed."""

    KIND: ClassVar[str] = "obligation.agreed"
    workspace_id: UUID
    number: int
    digest: str
    side: Side
