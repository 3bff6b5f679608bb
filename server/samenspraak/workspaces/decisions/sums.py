"""What a rule comes to: exact all the way, and rounded to the cent once, half up, at the end.

Every step is kept, so that what a reader does on paper comes out the same.
"""

from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from samenspraak.workspaces.schemas import Basis, BasisKind, ObligationRule, Step, Tier

# Kinds of which a percentage is owed; of the others no basis can move.
COUNTED = frozenset(
    {
        BasisKind.CONTRACT_VALUE,
        BasisKind.LABOUR_SUM,
        BasisKind.INVOICED_TURNOVER,
        BasisKind.BUDGET,
    }
)
WITHOUT_AMOUNT = frozenset({BasisKind.ONE_ACTIVITY, BasisKind.CUSTOM})


class WorkedOut(Struct, frozen=True, kw_only=True):
    """What a rule comes to, with every step on the way. `percent` is the one that was applied."""

    amount_cents: int | None
    within_cents: int | None
    percent: str | None
    steps: tuple[Step, ...]


def work_out(rule: ObligationRule, *, labour_share: str | None = None) -> WorkedOut:
    """Work out a rule that has no faults."""
    basis = rule.basis
    if basis.kind in WITHOUT_AMOUNT:
        return WorkedOut(
            amount_cents=None, within_cents=None, percent=None, steps=(Step(slug="no-amount"),)
        )
    assert basis.cents is not None, "what is counted from has an amount"
    steps = _basis_steps(basis)
    percent: str | None = None
    amount = basis.cents
    if basis.kind in COUNTED:
        counted, percent, owed = _counted(rule, basis.cents, labour_share)
        steps += counted
        amount = rounded(owed)
        if owed != amount:
            steps.append(Step(slug="rounded", amount_cents=amount))
    within: int | None = None
    if rule.within_percent is not None:
        # The share is of what is owed, and that is an amount in whole cents.
        share = amount * _fraction(rule.within_percent)
        within = rounded(share)
        if amount:
            steps.append(_step("within", share, percent=rule.within_percent, of_cents=amount))
        if share != within:
            steps.append(Step(slug="rounded", amount_cents=within))
    return WorkedOut(amount_cents=amount, within_cents=within, percent=percent, steps=tuple(steps))


def rounded(cents: Fraction) -> int:
    """Round an exact amount that is not below nought to whole cents, half up."""
    doubled = 2 * cents + 1
    return doubled.numerator // (2 * doubled.denominator)


def _basis_steps(basis: Basis) -> list[Step]:
    if basis.kind is BasisKind.FIXED:
        named = Step(slug="fixed", amount_cents=basis.cents)
    else:
        named = Step(slug="basis", amount_cents=basis.cents)
    if basis.original is None:
        return [named]
    original = basis.original
    facts: dict[str, str | int] = {"currency": original.currency, "on": original.on.isoformat()}
    return [Step(slug="converted", of_cents=original.cents, facts=facts), named]


def _counted(
    rule: ObligationRule, cents: int, labour_share: str | None
) -> tuple[list[Step], str | None, Fraction]:
    if rule.threshold_cents is not None and cents < rule.threshold_cents:
        below = Step(slug="below-threshold", amount_cents=0, of_cents=rule.threshold_cents)
        return [below], None, Fraction(0)
    if rule.min_months is not None and rule.months is not None and rule.months < rule.min_months:
        facts: dict[str, str | int] = {"months": rule.months, "least": rule.min_months}
        return [Step(slug="too-short", amount_cents=0, facts=facts)], None, Fraction(0)
    steps, percent, owed = _percentages(rule, cents, labour_share)
    if rule.cap_cents is not None and owed > rule.cap_cents:
        steps.append(Step(slug="cap", amount_cents=rule.cap_cents))
        owed = Fraction(rule.cap_cents)
    elif rule.cap_cents is not None:
        steps.append(Step(slug="under-cap", of_cents=rule.cap_cents))
    return steps, percent, owed


def _percentages(
    rule: ObligationRule, cents: int, labour_share: str | None
) -> tuple[list[Step], str | None, Fraction]:
    if rule.percent is not None:
        owed = cents * _fraction(rule.percent)
        return [_step("percentage", owed, percent=rule.percent, of_cents=cents)], rule.percent, owed
    if any(tier.labour_share_below is not None for tier in rule.tiers):
        assert labour_share is not None, "tiers by labour share ask for it"
        tier = _fitting(rule.tiers, labour_share)
        owed = cents * _fraction(tier.percent)
        below = tier.labour_share_below
        facts: dict[str, str | int] = {"share": labour_share}
        if below is not None:
            facts["below"] = below
        slug = "tier" if below is None else "tier-below"
        step = _step(slug, owed, percent=tier.percent, of_cents=cents, facts=facts)
        return [step], tier.percent, owed
    return _brackets(rule.tiers, cents)


def _fitting(tiers: tuple[Tier, ...], labour_share: str) -> Tier:
    share = _fraction(labour_share)
    return next(
        tier
        for tier in tiers
        if tier.labour_share_below is None or share < _fraction(tier.labour_share_below)
    )


def _brackets(tiers: tuple[Tier, ...], cents: int) -> tuple[list[Step], None, Fraction]:
    steps: list[Step] = []
    owed = Fraction(0)
    reached = 0
    for tier in tiers:
        upper = cents if tier.up_to_cents is None else min(tier.up_to_cents, cents)
        part = upper - reached
        if part > 0:
            amount = part * _fraction(tier.percent)
            owed += amount
            facts: dict[str, str | int] = {"from": reached, "to": upper}
            steps.append(_step("bracket", amount, percent=tier.percent, of_cents=part, facts=facts))
            reached = upper
    if len(steps) != 1:
        steps.append(_step("sum", owed))
    return steps, None, owed


def _step(
    slug: str,
    exact: Fraction,
    *,
    percent: str | None = None,
    of_cents: int | None = None,
    facts: dict[str, str | int] | None = None,
) -> Step:
    is_whole = exact.denominator == 1
    return Step(
        slug=slug,
        amount_cents=exact.numerator if is_whole else None,
        exact=None if is_whole else _decimal(exact),
        percent=percent,
        of_cents=of_cents,
        facts=facts or {},
    )


def _fraction(percent: str) -> Fraction:
    return Fraction(percent) / 100


def _decimal(exact: Fraction) -> str:
    """Spell an exact amount; percentages have four places at most, so it has an end."""
    return f"{(Decimal(exact.numerator) / Decimal(exact.denominator)).normalize():f}"
