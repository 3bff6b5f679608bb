"""The shapes of terms and of the frozen document (`samenspraak/revision/1`) that holds them.

They are published: old bytes are never made again, so members are only ever added, and only
optional ones. A member that was not filled in is left out of the bytes.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

REVISION_SCHEMA = "samenspraak/revision/1"

SigningSide = Literal["buyer", "contractor"]
"""The two sides that bind themselves; a coordinator never does."""

Origin = Literal["samenspraak", "bid", "outside"]
"""Where a text came from: bargained here, offered in the winning bid, or agreed outside."""


class Kind(StrEnum):
    """What sort of help a commitment is: "Soort" on screen."""

    EMPLOYMENT = "employment"
    LEARNING = "learning"
    SOCIAL_PURCHASING = "social_purchasing"
    COMMUNITY_ACTIVITY = "community_activity"
    KNOWLEDGE_AND_TIME = "knowledge_and_time"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class Scope(StrEnum):
    """Where a commitment is delivered, seen from the contract."""

    WITHIN_CONTRACT = "within_contract"
    OWN_ORGANISATION = "own_organisation"
    SUPPLY_CHAIN = "supply_chain"
    REGION = "region"


class Deadline(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A moment after which something lapses, as it was agreed in local words."""

    at: datetime
    zone: Literal["Europe/Amsterdam"] = "Europe/Amsterdam"
    text: str


class Period(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """When it happens, and for how long it was agreed to count.

    Months, weeks and hours are agreed quantities and never derived from the dates.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    months: str | None = None
    weeks: str | None = None
    hours_per_week: str | None = None
    hours: str | None = None


class CatalogueReference(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The one edition of a value catalogue that a value was taken from."""

    catalogue: str
    edition: str
    digest: str | None = None
    reason: str | None = None


class Factor(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One number that a calculation multiplies by, such as 32 of 36 hours."""

    name: str
    number: str
    of: str | None = None
    unit: str | None = None


class CalculationLine(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One line of the sum behind a value, so that a reader can do it again on paper.

    `most_cents` is a maximum that the factors come above, so that it is the amount.
    """

    text: str
    amount_cents: int | None = None
    measure: str | None = None
    factors: tuple[Factor, ...] = ()
    most_cents: int | None = None


class AmountValue(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="amount",
):
    """A value both sides can count with."""

    amount_cents: int
    currency: Literal["EUR"]
    basis: Literal["agreed", "catalogue"]
    measure: str | None = None
    catalogue: CatalogueReference | None = None
    calculation: tuple[CalculationLine, ...] = ()


class ValueToBeDiscussed(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag="to_be_discussed",
):
    """The value is "in overleg", which is no amount at all and certainly not nought."""

    measure: str | None = None
    catalogue: CatalogueReference | None = None


class Goal(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What is to be reached, or what is to be done for it: in words, and countable if it can be."""

    text: str
    measure: str | None = None
    number: str | None = None
    unit: str | None = None
    by: date | None = None


class RoleSlot(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A place for one person on one side; who holds it stands apart, under `commitment`.

    `commitment` is the digest of a random salt and the name. Erasing the salt and the name makes
    the person untraceable while every byte that was signed stays as it is.
    """

    side: SigningSide
    role: str
    commitment: str


class Partner(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Another organisation that takes part, and what the contractor does itself."""

    name: str
    own_part: str | None = None


class StandingPromises(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What holds for every person who takes part, whatever the numbers are."""

    adjustments_asked_from_person: bool | None = None
    contact_person: bool | None = None
    start_support: bool | None = None


class Addition(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What counts on top of a measure, and for how many: it never stands alone."""

    measure: str
    quantity: str


class Counting(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """How the value follows from a measure of one edition, with what the parties agreed on it.

    `edition` is the digest of an edition pinned in the workspace. `factors` is what an hour or a
    day is counted from, such as evenings, hours and employees. `full_time_hours` are those of a
    week with the contractor, where the table leaves them open. `register` is the one the supplier
    stands in. `percent` of an invoice and `rate_cents` per unit are agreed where the table says
    "in overleg" or gives a maximum; `months` is how long it counts, where no window is published.
    """

    edition: str
    measure: str
    additions: tuple[Addition, ...] = ()
    factors: tuple[Factor, ...] = ()
    full_time_hours: str | None = None
    full_time_reason: str | None = None
    register: str | None = None
    percent: str | None = None
    rate_cents: int | None = None
    months: str | None = None


class LadderCount(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """How many people are to move up the participation ladder, from which step to which.

    No table gives a value to a step, so `each_cents` is what the parties agree.
    """

    from_step: int
    to_step: int
    number: str
    each_cents: int | None = None


class Pilot(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """That it is tried first: until when, to answer which question, and who then decides what."""

    ends_on: date | None = None
    question: str | None = None
    decision: str | None = None


class Terms(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What a commitment says: what, for whom, how much, when, and what it is worth."""

    title: str
    text: str | None = None
    kind: Kind | None = None
    target_group: str | None = None
    scope: Scope | None = None
    counts_towards_obligation: bool | None = None
    counts_ground: str | None = None
    quantity: str | None = None
    unit: str | None = None
    period: Period | None = None
    value: AmountValue | ValueToBeDiscussed | None = None
    result_goal: Goal | None = None
    effort_goal: Goal | None = None
    evidence: str | None = None
    responsible: tuple[RoleSlot, ...] = ()
    partners: tuple[Partner, ...] = ()
    standing_promises: StandingPromises | None = None
    purpose_parts: tuple[str, ...] = ()
    spent_cents: int | None = None
    paid_on_result_cents: int | None = None
    offer_ends: Deadline | None = None
    counting: Counting | None = None
    ladder: tuple[LadderCount, ...] = ()
    pilot: Pilot | None = None
    hints_skipped: tuple[str, ...] = ()


class RevisionDocument(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """The n-th frozen text of one commitment, as one side put it to the other."""

    schema: Literal["samenspraak/revision/1"]
    commitment_id: UUID
    revision: int
    by: SigningSide
    origin: Origin
    terms: Terms
    predecessor: str | None = None
