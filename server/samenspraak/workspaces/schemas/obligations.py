"""What is owed and why: the rule it follows from, what it was weighed against, and what both say.

Wordings are agreed and end up in what people sign, so members of what is stored are only ever
added, and only optional ones. A member that was not filled in is left out.
"""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest
from samenspraak.workspaces.schemas.participants import ScopeRule, Side


class BasisKind(StrEnum):
    """What an obligation is counted from, if it is counted at all."""

    CONTRACT_VALUE = "contract_value"
    LABOUR_SUM = "labour_sum"
    INVOICED_TURNOVER = "invoiced_turnover"
    BUDGET = "budget"
    # The amount itself, whatever the contract is worth.
    FIXED = "fixed"
    # These two say in words what is asked, and have no amount.
    ONE_ACTIVITY = "one_activity"
    CUSTOM = "custom"


class BasisCause(StrEnum):
    """Why an obligation is counted from another amount than before."""

    TURNOVER = "turnover"
    EXTENSION = "extension"
    PRICE_CHANGE = "price_change"
    LABOUR_SUM = "labour_sum"
    OTHER = "other"


class ForeignSum(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The sum as the contract names it, in another currency, and how it became euros."""

    cents: int
    currency: str
    on: date
    reason: str


class Basis(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What is counted from, in EUR. `text` says it in other words than we would."""

    kind: BasisKind
    cents: int | None = None
    text: str | None = None
    original: ForeignSum | None = None


class Tier(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A percentage for contracts with little labour, or for the part of the basis up to an amount."""

    percent: str
    labour_share_below: str | None = None
    up_to_cents: int | None = None


class Sheet(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What an obligation was weighed against, so that it is proportionate.

    `labour_share` is the percentage of the contract that is labour; `employees` is how big the firm
    is; the term stands with the rule, for it can decide whether anything is owed.
    """

    labour_share: str | None = None
    market: str | None = None
    employees: int | None = None
    feasible: str | None = None


class ObligationRule(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What an amount follows from, so that it can be worked out again when the basis moves.

    Below the threshold, or with a shorter term than `min_months`, nothing is owed. The cap comes
    after percentages. `within_percent` is the least share within the contract under a mixed rule.
    """

    basis: Basis
    percent: str | None = None
    tiers: tuple[Tier, ...] = ()
    cap_cents: int | None = None
    threshold_cents: int | None = None
    months: int | None = None
    min_months: int | None = None
    scope_rule: ScopeRule | None = None
    within_percent: str | None = None


class Step(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One step of a sum. `exact` is an amount that is no whole number of cents, in cents."""

    slug: str
    amount_cents: int | None = None
    exact: str | None = None
    percent: str | None = None
    of_cents: int | None = None
    facts: dict[str, str | int] = {}


class BasisMoved(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That a wording is an earlier one with another basis, and why."""

    cause: BasisCause
    reason: str
    since_number: int


class ObligationContent(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What a wording says; the digest of its canonical bytes is what the other side agrees to.

    `basis` is said in words where there is no rule; `percent` is the one that was applied.
    """

    reason: str
    amount_cents: int | None = None
    basis: str | None = None
    percent: str | None = None
    rule: ObligationRule | None = None
    steps: tuple[Step, ...] = ()
    within_cents: int | None = None
    sheet: Sheet | None = None
    change: BasisMoved | None = None


class SetObligation(MoveRequest, frozen=True, kw_only=True):
    """Put to the other side what is owed, in EUR, and why so.

    With `basis` as an object the amount follows from it, and `amount_cents` is only compared. With a
    basis in words the amount is what is said, and the rest of the rule stays away. The reason is
    always asked: no figure without one.
    """

    basis: Basis | str
    reason: str
    amount_cents: int | None = None
    percent: str | None = None
    tiers: tuple[Tier, ...] = ()
    cap_cents: int | None = None
    threshold_cents: int | None = None
    months: int | None = None
    min_months: int | None = None
    scope_rule: ScopeRule | None = None
    within_percent: str | None = None
    sheet: Sheet | None = None
    declared_not_bsn: bool = False


class TrySum(ObligationRule, frozen=True, kw_only=True):
    """Work out what a rule would come to. Nothing is kept."""

    labour_share: str | None = None


class ReactToObligation(MoveRequest, frozen=True, kw_only=True):
    """Say what the own side thinks of exactly this wording: its number and digest."""

    number: int
    digest: str
    text: str
    declared_not_bsn: bool = False


class ChangeBasis(MoveRequest, frozen=True, kw_only=True):
    """Count what was agreed anew from another basis: the rule stays, and so does its reason.

    `number` and `digest` are those of the agreed wording; `reason` says why the basis moved.
    """

    number: int
    digest: str
    cause: BasisCause
    basis_cents: int
    reason: str
    months: int | None = None
    labour_share: str | None = None
    original: ForeignSum | None = None
    declared_not_bsn: bool = False


class StepView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One step of a sum in words: what it is, the sum itself, and what it comes to.

    `amount_cents` is None where there is no amount, or none in whole cents: then `sum` says it.
    """

    slug: str
    text: str
    sum: str | None
    amount_cents: int | None


class SumView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a rule would come to, step by step, and whether the sheet would be asked."""

    amount_cents: int | None
    within_cents: int | None
    percent: str | None
    steps: list[StepView]
    needs_sheet: bool


class ReactionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The newest a side said about a wording. `number` is that of the wording it was said of."""

    side: Side
    by_name: str
    text: str
    at: datetime
    number: int


class ObligationDifference(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a proposed wording comes to, less what is agreed; None where one has no amount."""

    since_number: int
    basis_cents: int | None
    amount_cents: int | None
    within_cents: int | None


class ObligationAsks(Struct, frozen=True, kw_only=True, rename="camel"):
    """When the sheet is asked of this reader: above an amount of their own organisation, or always.

    Always, once a wording in this workspace had one: what was weighed is not left out later.
    """

    sheet_above_cents: int | None
    sheet_always: bool


class ObligationView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A wording of what is owed, with its reason, its sum, and what both sides said about it.

    `amount_cents` is None where none is owed in money: one activity, or something of its own.
    `rule` is None when the amount was set in words. `difference` is there as long as the wording
    lies with a side and another is agreed. `same_reason_elsewhere` is in how many other contracts
    of the side that set it the same reason stood, at that moment.
    """

    number: int
    amount_cents: int | None
    basis: str
    reason: str
    percent: str | None
    digest: str
    by_side: Side
    set_at: datetime
    agreed_at: datetime | None
    within_cents: int | None
    scope_rule: ScopeRule | None
    within_percent: str | None
    rule: ObligationRule | None
    steps: list[StepView]
    sheet: Sheet | None
    reactions: list[ReactionView]
    change: BasisMoved | None
    difference: ObligationDifference | None
    same_reason_elsewhere: int
    moves: list[str]
