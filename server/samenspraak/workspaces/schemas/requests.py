"""What people ask of a workspace."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest
from samenspraak.workspaces.schemas.participants import Role, Side


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
    declared_not_bsn: bool = False


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
