"""What the journals of a workspace hold of its people, its purpose and its obligation."""

from typing import ClassVar
from uuid import UUID

from samenspraak.journal.schemas import Fact
from samenspraak.workspaces.schemas.obligations import BasisCause
from samenspraak.workspaces.schemas.participants import Role, Side


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
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


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
    # Why its basis moved, when it is the agreed wording counted anew.
    cause: BasisCause | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class ObligationReacted(Fact, frozen=True, kw_only=True):
    """A side said what it thinks of a wording of what is owed; its words stand there, not here."""

    KIND: ClassVar[str] = "obligation.reacted"
    workspace_id: UUID
    number: int
    digest: str
    side: Side
    declared_not_bsn: bool = False


class ObligationAgreed(Fact, frozen=True, kw_only=True):
    """Both sides stand behind one wording of what is owed."""

    KIND: ClassVar[str] = "obligation.agreed"
    workspace_id: UUID
    number: int
    digest: str
    side: Side
