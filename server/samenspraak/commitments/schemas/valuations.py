"""What terms are worth, worked out before anybody is asked to agree to them."""

from uuid import UUID

from msgspec import Struct

from samenspraak.commitments.terms import Terms
from samenspraak.problems import FaultView


class TryTerms(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Work out what terms would be worth; nothing is stored, and nobody else sees it.

    With `commitment_id` they would take the place of what is agreed of that commitment.
    """

    terms: Terms
    commitment_id: UUID | None = None


class FactorView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One number that a line multiplies by, as a decimal string; with `of` it is a part of that.

    `name` is one of places, hoursPerWeek, months, weeks, workedMonths, hours, days, percent, euros
    and rate, or with `is_worded` the word of whoever wrote it.
    """

    name: str
    number: str
    of: str | None
    unit: str | None
    is_worded: bool


class SumLineView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of a sum, in the reader's language and in numbers.

    `measure` is a code of the table; None for what was agreed on the participation ladder.
    `most_cents` is a maximum that was reached.
    """

    measure: str | None
    measure_name: str | None
    text: str
    factors: list[FactorView]
    amount_cents: int
    is_agreed: bool
    most_cents: int | None


class SumHintView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something to know beside an amount, as a sentence in the reader's language."""

    slug: str
    facts: dict[str, str | int]
    detail: str


class SumRuleView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A rule that the table has in words alone; nothing was computed with it.

    `place` is the member of the table it stands in, `measure` the row, if it is one row's.
    """

    place: str
    measure: str | None
    text: str


class EquivalentView(Struct, frozen=True, kw_only=True, rename="camel"):
    """So many places for so many months count for exactly as much."""

    quantity: int
    months: int


class EffectView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What it would do to what is agreed, in whole cents, if both sides agreed to it.

    `agreed_cents` and `within_cents` are as things stand: what is agreed that counts, and of that
    the part within the contract. `missing_within_cents` is what would then still lack there. Those
    about an obligation are None as long as none is agreed, or it has no amount.
    """

    agreed_cents: int
    within_cents: int
    obligation_cents: int | None
    with_this_cents: int
    missing_cents: int | None
    missing_within_cents: int | None


class ValuationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What terms are worth by the table they name, line by line.

    Without an amount it is "in overleg" (`is_to_be_discussed`), which is never nought, or a number
    is `missing`, or it cannot be counted like this (`faults`, that point into the terms).
    `is_agreed`: the parties agreed a percentage or a rate. `agreed_cents` is another amount that
    the terms say was agreed. `spent_cents` is money, and stands apart from what effort is worth.
    """

    amount_cents: int | None
    agreed_cents: int | None
    is_agreed: bool
    is_to_be_discussed: bool
    lines: list[SumLineView]
    spent_cents: int | None
    missing: list[str]
    equivalents: list[EquivalentView]
    rules: list[SumRuleView]
    hints: list[SumHintView]
    faults: list[FaultView]
    effect: EffectView
