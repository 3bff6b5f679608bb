"""What people ask."""

from datetime import date
from uuid import UUID

from msgspec import Struct, field

from samenspraak.agreements.documents.shapes import (
    AgreementEnding,
    Cause,
    ChangeAnswers,
    Ground,
)
from samenspraak.agreements.schemas.amending import CommitmentEnding
from samenspraak.drafting.schemas import Box
from samenspraak.journal.schemas import MoveRequest


class Clause(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One article in words. Articles are numbered in their order."""

    title: str
    text: str


class ClausesOfDraft(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The articles as they stand in a draft, by the digest of what was seen there."""

    id: UUID
    digest: str


class OfferVersion(MoveRequest, frozen=True, kw_only=True):
    """Put what is agreed into a version and up for signing.

    Without `commitments` all that are agreed or in force go in. The articles are `clauses`, or what
    stands in `clauses_draft`, or else those of the version before. `sign_by_on` is the last day on
    which it can be signed; left out it is 28 days from now.

    A version that takes the place of one in force says its `cause`, and the `ground` in law and the
    `answers` to the four questions where those are asked. What is in force and left out stands in
    `endings`. With `ending` the whole agreement ends: then nothing goes in.
    """

    commitments: list[UUID] | None = None
    clauses: list[Clause] | None = None
    clauses_draft: ClausesOfDraft | None = None
    reason: str = ""
    sign_by_on: date | None = None
    cause: Cause | None = None
    ground: Ground | None = None
    ground_text: str = ""
    answers: ChangeAnswers | None = None
    endings: list[CommitmentEnding] = field(default_factory=list[CommitmentEnding])
    ending: AgreementEnding | None = None
    declared_not_bsn: bool = False


class OpenPurposeDraft(MoveRequest, frozen=True, kw_only=True):
    """Begin to write a purpose, from its newest wording; the draft gets the id of the request."""

    box: Box


class OpenClausesDraft(MoveRequest, frozen=True, kw_only=True):
    """Begin to write articles, from those of the newest version; the draft gets this id."""

    box: Box


class ProposePurposeDraft(MoveRequest, frozen=True, kw_only=True):
    """Put what stands in a draft to the other side, by the digest of what was seen there."""

    digest: str
    declared_not_bsn: bool = False


class SendBackVersion(MoveRequest, frozen=True, kw_only=True):
    """Say why exactly this version is not to be signed."""

    number: int
    digest: str
    reason: str
    declared_not_bsn: bool = False


class WithdrawVersion(MoveRequest, frozen=True, kw_only=True):
    """Take back the own side's version, and say why."""

    reason: str
    declared_not_bsn: bool = False


class RecordPaper(MoveRequest, frozen=True, kw_only=True):
    """Bring in a deal that was agreed on paper, as version 0, with the paper attached.

    `summary` says in words what was agreed; the amounts are None when the paper names none.
    """

    file_id: UUID
    agreed_on: date
    summary: str
    value_cents: int | None = None
    obligation_cents: int | None = None
    declared_not_bsn: bool = False


class ConfirmPaper(MoveRequest, frozen=True, kw_only=True):
    """Stand behind exactly this paper and what is said of it, by the digest of version 0."""

    digest: str
