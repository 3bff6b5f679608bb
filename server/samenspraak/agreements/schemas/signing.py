"""What is asked and shown when somebody signs: rules, requests, and how many still have to."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.reading.shapes import ReadingAmount
from samenspraak.journal.schemas import MoveRequest
from samenspraak.workspaces.schemas import Side


class SetSigningRule(MoveRequest, frozen=True, kw_only=True):
    """Say how many people sign for the own side, under every version offered from now on."""

    needed: int


class RequestSigning(MoveRequest, frozen=True, kw_only=True):
    """Ask what signing exactly this version would say; the answer is good for one signature."""

    number: int
    digest: str


class SignVersion(MoveRequest, frozen=True, kw_only=True):
    """Sign exactly this version for the own side: its number and digest, as `request_id` showed it.

    `reason` is asked of whoever lets something end that the other side offered to end.
    """

    request_id: UUID
    number: int
    digest: str
    reason: str = ""
    declared_not_bsn: bool = False


class SigningRuleView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many people a side wants to sign for it, under versions offered from now on."""

    side: Side
    needed: int


class SignatoriesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many people, on each side."""

    buyer: int
    contractor: int


class SigningRequestView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a signature would say and by when it has to be given. It is good for one signature.

    `statement` is kept with the signature to the letter. `value` is what the version is worth;
    `changed` what it changes, where the own mandate reaches to that. `needs_proof` asks for the
    password first. `needed` and `given` are of the reader's own side.
    """

    id: UUID
    version_id: UUID
    expires_at: datetime
    needs_proof: bool
    statement: str
    role: str
    up_to_cents: int | None
    value: ReadingAmount
    changed: ReadingAmount | None
    asks_reason: bool
    needed: int
    given: int
