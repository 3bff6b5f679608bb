"""What a next version changes of what is in force, and what is asked for that."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements.documents.shapes import Cause, Ground
from samenspraak.commitments.schemas import BidView, Less


class CommitmentEnding(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """A commitment that binds and is left out: the last day on which it holds, and why."""

    commitment_id: UUID
    ends_on: date
    reason: str


class Why(StrEnum):
    """What makes a change one for which procurement law asks a ground, or answers."""

    OBLIGATION = "obligation"
    CONTRACT_VALUE = "contract_value"
    BID_CHANGED = "bid_changed"
    BID_LEFT_OUT = "bid_left_out"
    LESS_THAN_BID = "less_than_bid"


class WhyView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Why something is asked, in words. `commitment_id` says of which commitment, if of one."""

    why: Why
    detail: str
    commitment_id: UUID | None
    commitment_number: int | None


class GroundView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A ground on which a contract may be changed, in words with its article."""

    ground: Ground
    text: str


class BoundView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A commitment that binds now. Left out of a next version it ends, on a day between these."""

    commitment_id: UUID
    number: int
    title: str
    value_cents: int | None
    is_from_bid: bool
    earliest_end_on: date
    latest_end_on: date


class OfferedBidView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the winning bid said of a commitment, and in what a version makes it less.

    `is_left_out`: it is not in that version at all. `is_answered`: the buyer's approver let exactly
    this text be less.
    """

    commitment_id: UUID
    number: int
    bid: BidView
    less: list[Less]
    is_left_out: bool
    is_answered: bool


class AmendingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What is asked for a next version that holds all candidates; leaving one out may ask more.

    `in_force` is the number of the version that it would take the place of, and `is_ended` tells
    that this one ended the agreement. `sign_by_on` is the last day to sign unless another is named.
    """

    in_force: int | None
    is_ended: bool
    causes: list[Cause]
    grounds: list[GroundView]
    asks_ground: list[WhyView]
    asks_answers: list[WhyView]
    bound: list[BoundView]
    bids: list[OfferedBidView]
    sign_by_on: date
    earliest_end_on: date
    latest_end_on: date
