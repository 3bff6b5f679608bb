"""What readers see of the winning bid beside what is agreed."""

from datetime import datetime

from msgspec import Struct

from samenspraak.commitments.schemas.states import Less


class BidView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the winning bid said of a commitment. None is what it left open, and never nought."""

    quantity: str | None
    unit: str | None
    months: str | None
    weeks: str | None
    hours_per_week: str | None
    hours: str | None
    value_cents: int | None
    spent_cents: int | None


class BidDepartureView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a buyer answered who let a text be less than the winning bid. It stays to be seen."""

    revision: int
    digest: str
    less: list[Less]
    others_admitted: bool
    other_winner: bool
    balance_shifts: bool
    scope_widens: bool
    ground: str
    by_name: str
    at: datetime
