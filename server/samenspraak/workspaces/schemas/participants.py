"""Who takes part: sides, roles, phases, and the participant that the door makes."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.identity.schemas import SignedIn


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


class Audience(StrEnum):
    """Who something in a workspace is for: everybody there, or the own side alone."""

    SHARED = "shared"
    OWN_SIDE = "own_side"


class Role(StrEnum):
    """What a participant may do for the own side, beside what everybody may: read."""

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

    def journal_of(self, audience: Audience) -> UUID:
        """Return the journal of those something is for."""
        return self.shared_journal_id if audience is Audience.SHARED else self.side_journal_id


# What somebody may be who binds nobody, and decides for no side who comes in.
_COORDINATORS_ROLES = frozenset({Role.COORDINATOR, Role.WRITER, Role.READER})


def fit_side(roles: Collection[Role], side: Side) -> bool:
    """Tell whether a side has these roles: a coordinator's bind nobody, and nobody else has them."""
    if side is Side.COORDINATOR:
        return Role.COORDINATOR in roles and _COORDINATORS_ROLES.issuperset(roles)
    return Role.COORDINATOR not in roles
