"""What people ask."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest


class Clause(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One article in words. Articles are numbered in their order."""

    title: str
    text: str


class OfferVersion(MoveRequest, frozen=True, kw_only=True):
    """Put what is agreed into a version and up for signing.

    Without `commitments` all that are agreed or in force go in, and without `clauses` the
    articles of the version before. `sign_by_on` is the last day on which it can be signed.
    """

    commitments: list[UUID] | None = None
    clauses: list[Clause] | None = None
    reason: str = ""
    sign_by_on: date | None = None
    declared_not_bsn: bool = False


class SignVersion(MoveRequest, frozen=True, kw_only=True):
    """Sign exactly this version for the own side: its number and digest."""

    number: int
    digest: str


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
