"""What happened. Facts hold ids, numbers and digests; texts and reasons stand elsewhere."""

from typing import ClassVar
from uuid import UUID

from samenspraak.commitments.schemas.states import Named
from samenspraak.journal.schemas import Fact
from samenspraak.workspaces.schemas import Side


class CommitmentFact(Fact, frozen=True, kw_only=True):
    """What every fact about a commitment names: the text it is about, and the side that moved."""

    workspace_id: UUID
    commitment_id: UUID
    revision: int
    digest: str
    side: Side


class CommitmentProposed(CommitmentFact, frozen=True, kw_only=True):
    """A side put a first text to the other, or (`is_anew`) a change of what was agreed."""

    KIND: ClassVar[str] = "commitment.proposed"
    is_anew: bool = False
    package_id: UUID | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class CommitmentCountered(CommitmentFact, frozen=True, kw_only=True):
    """A side put other terms in the place of those on the table; earlier yeses are void."""

    KIND: ClassVar[str] = "commitment.countered"
    answered_revision: int
    package_id: UUID | None = None
    declared_not_bsn: bool = False


class CommitmentQuestioned(CommitmentFact, frozen=True, kw_only=True):
    """A side asked the proposer something."""

    KIND: ClassVar[str] = "commitment.questioned"
    message_id: UUID


class CommitmentAnswered(CommitmentFact, frozen=True, kw_only=True):
    """The proposer answered, and the text lies with the other side again."""

    KIND: ClassVar[str] = "commitment.answered"
    message_id: UUID


class CommitmentAccepted(CommitmentFact, frozen=True, kw_only=True):
    """Both sides said yes to one digest."""

    KIND: ClassVar[str] = "commitment.accepted"
    package_id: UUID | None = None


class CommitmentDeclined(CommitmentFact, frozen=True, kw_only=True):
    """A side said no. The reason stands on the negotiation, not here."""

    KIND: ClassVar[str] = "commitment.declined"
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class CommitmentWithdrawn(CommitmentFact, frozen=True, kw_only=True):
    """A side took its proposal back."""

    KIND: ClassVar[str] = "commitment.withdrawn"
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class CommitmentLapsed(CommitmentFact, frozen=True, kw_only=True):
    """The day on which an offer could be answered has passed."""

    KIND: ClassVar[str] = "commitment.lapsed"


class CommitmentPaused(CommitmentFact, frozen=True, kw_only=True):
    """The clock of an offer was made to stand still. The reason stands on the negotiation."""

    KIND: ClassVar[str] = "commitment.paused"
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class CommitmentResumed(CommitmentFact, frozen=True, kw_only=True):
    """The clock of an offer runs on, later by as long as it stood still."""

    KIND: ClassVar[str] = "commitment.resumed"


class CommitmentReminded(CommitmentFact, frozen=True, kw_only=True):
    """The day on which an answer is expected is near, or there; `side` is the one to move."""

    KIND: ClassVar[str] = "commitment.reminded"


class BidDeparted(CommitmentFact, frozen=True, kw_only=True):
    """A buyer answered for a text that is less than the winning bid; `departure_id` says how."""

    KIND: ClassVar[str] = "bid.departed"
    departure_id: UUID
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class PackageProposed(Fact, frozen=True, kw_only=True):
    """A side put several texts as one."""

    KIND: ClassVar[str] = "package.proposed"
    workspace_id: UUID
    package_id: UUID
    side: Side
    revisions: list[Named]


class PackageAccepted(Fact, frozen=True, kw_only=True):
    """Both sides said yes to every digest of a package."""

    KIND: ClassVar[str] = "package.accepted"
    workspace_id: UUID
    package_id: UUID
    side: Side
    revisions: list[Named]


class HolderReplaced(Fact, frozen=True, kw_only=True):
    """A side named somebody else for a place in an agreed text; no agreed byte changed by it.

    `slot` is what the text holds, `held_by` what the new salt and name come to.
    """

    KIND: ClassVar[str] = "holder.replaced"
    workspace_id: UUID
    commitment_id: UUID
    side: Side
    slot: str
    number: int
    held_by: str
    declared_not_bsn: bool = False


class PackageUnpacked(Fact, frozen=True, kw_only=True):
    """A package fell apart because of what happened to one of its commitments."""

    KIND: ClassVar[str] = "package.unpacked"
    workspace_id: UUID
    package_id: UUID
    commitment_id: UUID
    side: Side
