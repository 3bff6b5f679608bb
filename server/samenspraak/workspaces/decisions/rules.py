"""What is wrong with the rule that an amount follows from, and with the sheet it was weighed on."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from samenspraak.errors import Fault
from samenspraak.workspaces.decisions.sums import COUNTED, WITHOUT_AMOUNT
from samenspraak.workspaces.decisions.texts import cents_faults, line_faults, text_faults
from samenspraak.workspaces.schemas import (
    Basis,
    BasisKind,
    ObligationRule,
    ScopeRule,
    Sheet,
    Tier,
)

TEXT_LIMIT = 5_000
# Nobody follows a sum of more steps on paper.
TIERS_LIMIT = 12
# Fifty years: longer than any contract that was ever seen.
MONTHS_LIMIT = 600
EMPLOYEES_LIMIT = 10_000_000
# One spelling for each number, as people write it: what is agreed is read in these very signs.
_PERCENT = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def rule_faults(
    rule: ObligationRule, *, labour_share: str | None, currency: str | None
) -> list[Fault]:
    """Return all that keeps a rule from being worked out."""
    faults = _basis_faults(rule.basis, currency)
    if rule.basis.kind in COUNTED:
        faults += _percentage_faults(rule, labour_share)
    else:
        faults += [
            Fault(pointer=pointer, slug="workspaces/not-with-basis")
            for pointer, value in _of_percentages(rule).items()
            if value is not None and value != ()
        ]
    for pointer, cents in (
        ("/capCents", rule.cap_cents),
        ("/thresholdCents", rule.threshold_cents),
    ):
        if cents is not None:
            faults += cents_faults(pointer, cents)
    return [*faults, *_month_faults(rule), *_scope_faults(rule)]


def sheet_faults(sheet: Sheet | None) -> list[Fault]:
    """Return what is wrong with what a sheet says."""
    if sheet is None:
        return []
    faults: list[Fault] = []
    if sheet.labour_share is not None:
        faults += percent_faults("/sheet/labourShare", sheet.labour_share)
    if sheet.employees is not None and not 0 <= sheet.employees <= EMPLOYEES_LIMIT:
        faults.append(
            Fault(
                pointer="/sheet/employees",
                slug="workspaces/employees",
                facts={"limit": EMPLOYEES_LIMIT},
            )
        )
    for pointer, text in {
        "/sheet/market": sheet.market,
        "/sheet/feasible": sheet.feasible,
    }.items():
        if text is not None:
            faults += text_faults(pointer, text, TEXT_LIMIT)
    return faults


def unweighed(sheet: Sheet | None) -> list[Fault]:
    """Return what a sheet does not say yet, where it has to say everything."""
    known = sheet or Sheet()
    return [
        Fault(pointer=pointer, slug="workspaces/needs-sheet")
        for pointer, value in {
            "/sheet/labourShare": known.labour_share,
            "/sheet/market": known.market,
            "/sheet/employees": known.employees,
            "/sheet/feasible": known.feasible,
        }.items()
        if value is None
    ]


def percent_faults(pointer: str, percent: str) -> list[Fault]:
    """Return what is wrong with a percentage."""
    if _PERCENT.fullmatch(percent) and Decimal(percent) <= 100:
        return []
    return [Fault(pointer=pointer, slug="workspaces/percent")]


def _of_percentages(rule: ObligationRule) -> Mapping[str, object]:
    return {
        "/percent": rule.percent,
        "/tiers": rule.tiers,
        "/capCents": rule.cap_cents,
        "/thresholdCents": rule.threshold_cents,
        "/minMonths": rule.min_months,
    }


def _basis_faults(basis: Basis, currency: str | None) -> list[Fault]:
    faults: list[Fault] = []
    if basis.kind in WITHOUT_AMOUNT:
        faults += text_faults("/basis/text", basis.text or "", TEXT_LIMIT)
        for pointer, value in {
            "/basis/cents": basis.cents,
            "/basis/original": basis.original,
        }.items():
            if value is not None:
                faults.append(Fault(pointer=pointer, slug="workspaces/not-with-basis"))
        return faults
    if basis.cents is None:
        faults.append(Fault(pointer="/basis/cents", slug="workspaces/needs-basis-amount"))
    else:
        faults += cents_faults("/basis/cents", basis.cents)
    if basis.text is not None:
        faults += line_faults("/basis/text", basis.text, TEXT_LIMIT)
    return [*faults, *_original_faults(basis, currency)]


def _original_faults(basis: Basis, currency: str | None) -> list[Fault]:
    original = basis.original
    if original is None:
        is_foreign = currency not in {None, "EUR"} and basis.kind is BasisKind.CONTRACT_VALUE
        if not is_foreign:
            return []
        facts: dict[str, str | int] = {"currency": currency or ""}
        return [Fault(pointer="/basis/original", slug="workspaces/needs-original", facts=facts)]
    faults = [
        *cents_faults("/basis/original/cents", original.cents),
        *text_faults("/basis/original/reason", original.reason, TEXT_LIMIT),
    ]
    if not _CURRENCY.fullmatch(original.currency) or original.currency == "EUR":
        faults.append(Fault(pointer="/basis/original/currency", slug="workspaces/currency"))
    return faults


def _percentage_faults(rule: ObligationRule, labour_share: str | None) -> list[Fault]:
    if rule.percent is not None and rule.tiers:
        return [Fault(pointer="/tiers", slug="workspaces/percent-or-tiers")]
    if rule.percent is not None:
        return percent_faults("/percent", rule.percent)
    if not rule.tiers:
        return [Fault(pointer="/percent", slug="workspaces/needs-percent")]
    if len(rule.tiers) > TIERS_LIMIT:
        return [Fault(pointer="/tiers", slug="too-many", facts={"limit": TIERS_LIMIT})]
    faults = _tier_faults(rule.tiers)
    is_by_share = any(tier.labour_share_below is not None for tier in rule.tiers)
    if is_by_share and labour_share is None:
        faults.append(Fault(pointer="/sheet/labourShare", slug="workspaces/needs-labour-share"))
    return faults


def _tier_faults(tiers: Sequence[Tier]) -> list[Fault]:
    """Return what is wrong with tiers: each has its bound, upwards, and by share the last has none."""
    faults: list[Fault] = []
    for at, tier in enumerate(tiers):
        faults += percent_faults(f"/tiers/{at}/percent", tier.percent)
        if tier.labour_share_below is not None:
            faults += percent_faults(f"/tiers/{at}/labourShareBelow", tier.labour_share_below)
        if tier.up_to_cents is not None:
            faults += cents_faults(f"/tiers/{at}/upToCents", tier.up_to_cents)
    if faults:
        return faults
    shares = [tier.labour_share_below for tier in tiers]
    amounts = [tier.up_to_cents for tier in tiers]
    if any(shares) and any(amount is not None for amount in amounts):
        return [Fault(pointer="/tiers", slug="workspaces/tiers-of-two-kinds")]
    bounds = (
        [None if share is None else Decimal(share) for share in shares] if any(shares) else amounts
    )
    known = [bound for bound in bounds[:-1] if bound is not None]
    last = bounds[-1]
    if last is not None:
        known.append(last)
    is_open_where_it_must = last is None or not any(shares)
    is_upwards = len(known) >= len(bounds) - 1 and all(
        one < other for one, other in pairwise(known)
    )
    if is_open_where_it_must and is_upwards:
        return []
    return [Fault(pointer="/tiers", slug="workspaces/tier-order")]


def _month_faults(rule: ObligationRule) -> list[Fault]:
    faults = [
        Fault(pointer=pointer, slug="workspaces/months", facts={"limit": MONTHS_LIMIT})
        for pointer, months in (("/months", rule.months), ("/minMonths", rule.min_months))
        if months is not None and not 1 <= months <= MONTHS_LIMIT
    ]
    if rule.min_months is not None and rule.months is None:
        faults.append(Fault(pointer="/months", slug="workspaces/needs-months"))
    return faults


def _scope_faults(rule: ObligationRule) -> list[Fault]:
    is_mixed = rule.scope_rule is ScopeRule.MIXED
    if is_mixed and rule.basis.kind in WITHOUT_AMOUNT:
        return [Fault(pointer="/scopeRule", slug="workspaces/mixed-needs-amount")]
    if rule.within_percent is None:
        return [Fault(pointer="/withinPercent", slug="workspaces/needs-within")] if is_mixed else []
    if not is_mixed:
        return [Fault(pointer="/withinPercent", slug="workspaces/within-only-mixed")]
    return percent_faults("/withinPercent", rule.within_percent)
