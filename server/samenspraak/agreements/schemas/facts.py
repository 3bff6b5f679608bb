"""What happened. Facts hold ids, numbers and digests; texts and reasons stand elsewhere."""

from typing import ClassVar
from uuid import UUID

from samenspraak.journal.schemas import Fact
from samenspraak.workspaces.schemas import Side


class SigningRuleSet(Fact, frozen=True, kw_only=True):
    """A side said how many people sign for it, under versions offered from now on."""

    KIND: ClassVar[str] = "signing-rule.set"
    workspace_id: UUID
    rule_id: UUID
    side: Side
    needed: int


class VersionOffered(Fact, frozen=True, kw_only=True):
    """A side put a version up for signing."""

    KIND: ClassVar[str] = "version.offered"
    workspace_id: UUID
    version_id: UUID
    number: int
    digest: str
    side: Side
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class VersionSigned(Fact, frozen=True, kw_only=True):
    """A side signed exactly this version."""

    KIND: ClassVar[str] = "version.signed"
    workspace_id: UUID
    version_id: UUID
    signature_id: UUID
    number: int
    digest: str
    side: Side
    # Of what was stated, without the digest of this entry: a statement is made after its entry.
    statement_digest: str | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class AgreementConcluded(Fact, frozen=True, kw_only=True):
    """A version has the word of both sides and is in force from now on."""

    KIND: ClassVar[str] = "agreement.concluded"
    workspace_id: UUID
    version_id: UUID
    number: int
    digest: str
    receipt_id: UUID | None = None


class VersionSentBack(Fact, frozen=True, kw_only=True):
    """A signatory said why this version is not to be signed."""

    KIND: ClassVar[str] = "version.sent-back"
    workspace_id: UUID
    version_id: UUID
    number: int
    digest: str
    side: Side
    # Of the salt and the reason, which both can go.
    reason_digest: str | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class VersionWithdrawn(Fact, frozen=True, kw_only=True):
    """The side that offered a version took it back."""

    KIND: ClassVar[str] = "version.withdrawn"
    workspace_id: UUID
    version_id: UUID
    number: int
    side: Side
    # Of the salt and the reason, which both can go.
    reason_digest: str | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class VersionLapsed(Fact, frozen=True, kw_only=True):
    """The time to sign a version had run out."""

    KIND: ClassVar[str] = "version.lapsed"
    workspace_id: UUID
    version_id: UUID
    number: int


class VersionVoided(Fact, frozen=True, kw_only=True):
    """Something in a version had been taken up again after it was offered."""

    KIND: ClassVar[str] = "version.voided"
    workspace_id: UUID
    version_id: UUID
    number: int


class PaperRecorded(Fact, frozen=True, kw_only=True):
    """A side brought in a deal agreed on paper, as version 0."""

    KIND: ClassVar[str] = "paper.recorded"
    workspace_id: UUID
    version_id: UUID
    digest: str
    file_id: UUID
    side: Side
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class PaperConfirmed(Fact, frozen=True, kw_only=True):
    """A side stood behind a deal agreed on paper."""

    KIND: ClassVar[str] = "paper.confirmed"
    workspace_id: UUID
    version_id: UUID
    digest: str
    side: Side
