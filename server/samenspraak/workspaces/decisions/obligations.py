"""What is wrong with a wording of what is owed, with a change of its basis, or with a reaction."""

import re
import unicodedata
from hashlib import sha256

from msgspec import structs

from samenspraak.amounts import in_euros
from samenspraak.errors import Conflict, Fault
from samenspraak.workspaces.decisions.rules import (
    TEXT_LIMIT,
    percent_faults,
    rule_faults,
    sheet_faults,
    unweighed,
)
from samenspraak.workspaces.decisions.sums import COUNTED, work_out
from samenspraak.workspaces.decisions.texts import cents_faults, refuse, text_faults
from samenspraak.workspaces.decisions.wordings import StaleWording, Wording
from samenspraak.workspaces.schemas import (
    Basis,
    BasisMoved,
    ChangeBasis,
    ObligationContent,
    ObligationRule,
    ReactToObligation,
    SetObligation,
    Sheet,
)

_WORD = re.compile(r"\w+")


class NoRule(Conflict):
    """What was agreed does not follow from a basis, so no basis of it can move."""

    slug = "workspaces/no-rule"


class NotWeighed(Conflict):
    """Above the own organisation's limit nothing is agreed that was not weighed on a sheet."""

    slug = "workspaces/not-weighed"


def check_obligation(
    request: SetObligation, *, currency: str | None = None, must_weigh: bool = False
) -> ObligationContent:
    """Return what a wording says, or refuse it with all its faults.

    What is owed without a reason is refused: no percentage, and no amount, speaks for itself.
    `currency` is that of the contract's value, where one is known.
    """
    rule = rule_in(request)
    sheet = _filled(request.sheet)
    faults = (
        _faults_in_words(request)
        if rule is None
        else rule_faults(rule, labour_share=_labour_share(sheet), currency=currency)
    )
    faults += [*_reason_faults(request.reason), *sheet_faults(sheet)]
    if must_weigh:
        faults += _unweighed(sheet, rule)
    refuse(faults)
    content = ObligationContent(
        reason=request.reason.strip(), amount_cents=request.amount_cents, sheet=sheet
    )
    if rule is None:
        assert isinstance(request.basis, str), "without a rule the basis is said in words"
        return structs.replace(content, basis=request.basis.strip(), percent=request.percent)
    by_rule = _by_rule(content, rule)
    if request.amount_cents not in {None, by_rule.amount_cents}:
        refuse([_other_amount(by_rule.amount_cents)])
    return by_rule


def check_change(
    request: ChangeBasis,
    wording: Wording | None,
    agreed: ObligationContent | None,
    *,
    currency: str | None = None,
    must_weigh: bool = False,
) -> ObligationContent:
    """Return the agreed wording counted from another basis, or refuse that with all its faults."""
    if wording is None or (wording.number, wording.digest) != (request.number, request.digest):
        raise StaleWording(current_number=0 if wording is None else wording.number)
    assert agreed is not None, "a wording says something"
    rule, sheet = agreed.rule, agreed.sheet
    if rule is None or rule.basis.kind not in COUNTED:
        raise NoRule
    # Words of their own for the basis may name its old amount; ours name the new one.
    basis = Basis(kind=rule.basis.kind, cents=request.basis_cents, original=request.original)
    rule = structs.replace(rule, basis=_tidied(basis), months=rule.months)
    if request.months is not None:
        rule = structs.replace(rule, months=request.months)
    if request.labour_share is not None:
        sheet = structs.replace(sheet or Sheet(), labour_share=request.labour_share)
    faults = [
        *rule_faults(rule, labour_share=_labour_share(sheet), currency=currency),
        *sheet_faults(sheet),
        *(_unweighed(sheet, rule) if must_weigh else ()),
    ]
    refuse(
        [
            *(structs.replace(fault, pointer=_in_change(fault.pointer)) for fault in faults),
            *_reason_faults(request.reason),
        ]
    )
    moved = BasisMoved(
        cause=request.cause, reason=request.reason.strip(), since_number=request.number
    )
    return _by_rule(ObligationContent(reason=agreed.reason, sheet=sheet, change=moved), rule)


def check_reaction(
    request: ReactToObligation, newest: Wording | None, agreed: Wording | None
) -> None:
    """Refuse a reaction without words, and one to a wording that no longer matters."""
    refuse(text_faults("/text", request.text, TEXT_LIMIT))
    named = (request.number, request.digest)
    if not any(each and (each.number, each.digest) == named for each in (newest, agreed)):
        raise StaleWording(current_number=0 if newest is None else newest.number)


def check_rule(
    rule: ObligationRule, *, labour_share: str | None, currency: str | None = None
) -> None:
    """Refuse a rule of which no sum can be made, with all its faults."""
    faults = rule_faults(rule, labour_share=labour_share, currency=currency)
    if labour_share is not None:
        faults += percent_faults("/sheet/labourShare", labour_share)
    refuse([structs.replace(each, pointer=_on_trial(each.pointer)) for each in faults])


def needs_sheet(
    *sizes_cents: int | None, above_cents: int | None, is_weighed_before: bool = False
) -> bool:
    """Tell whether an obligation has to be weighed on a sheet.

    It has where any amount that says how large the contract is lies above the limit that the own
    organisation set, and where an earlier wording was: then nobody leaves it out.
    """
    if is_weighed_before:
        return True
    return above_cents is not None and any(
        size is not None and size > above_cents for size in sizes_cents
    )


def check_weighed(
    content: ObligationContent, *sizes_cents: int | None, above_cents: int | None
) -> None:
    """Refuse a yes to what the own organisation weighs, as long as nobody did."""
    rule = content.rule
    size = content.amount_cents if rule is None else rule.basis.cents
    if needs_sheet(size, *sizes_cents, above_cents=above_cents) and not is_weighed(content.sheet):
        raise NotWeighed


def is_weighed(sheet: Sheet | None) -> bool:
    """Tell whether a sheet says all that it asks."""
    return not unweighed(sheet)


def reason_key(reason: str) -> str | None:
    """Return what reasons in the same words have in common, whatever their signs and spaces."""
    words = _WORD.findall(unicodedata.normalize("NFKC", reason).casefold())
    return sha256(" ".join(words).encode()).hexdigest() if words else None


def rule_in(request: SetObligation) -> ObligationRule | None:
    """Return the rule that a wording follows from; None when it says an amount in words."""
    if isinstance(request.basis, str):
        return None
    return ObligationRule(
        basis=_tidied(request.basis),
        percent=request.percent,
        tiers=request.tiers,
        cap_cents=request.cap_cents,
        threshold_cents=request.threshold_cents,
        months=request.months,
        min_months=request.min_months,
        scope_rule=request.scope_rule,
        within_percent=request.within_percent,
    )


def obligation_texts(request: SetObligation) -> dict[str, str]:
    """Return everything somebody wrote, by its pointer."""
    basis, sheet = request.basis, request.sheet or Sheet()
    said: dict[str, str | None] = {"/reason": request.reason}
    if isinstance(basis, str):
        said["/basis"] = basis
    else:
        said["/basis/text"] = basis.text
        said["/basis/original/reason"] = basis.original and basis.original.reason
    said |= {"/sheet/market": sheet.market, "/sheet/feasible": sheet.feasible}
    return {pointer: text for pointer, text in said.items() if text}


def _reason_faults(reason: str) -> list[Fault]:
    """Return what is wrong with a reason; signs without a word give none."""
    faults = text_faults("/reason", reason, TEXT_LIMIT)
    if not faults and reason_key(reason) is None:
        return [Fault(pointer="/reason", slug="required")]
    return faults


def _unweighed(sheet: Sheet | None, rule: ObligationRule | None) -> list[Fault]:
    faults = unweighed(sheet)
    if rule is not None and rule.months is None:
        faults.append(Fault(pointer="/months", slug="workspaces/needs-months"))
    return faults


def _by_rule(content: ObligationContent, rule: ObligationRule) -> ObligationContent:
    """Fill in what follows from the rule."""
    come_to = work_out(rule, labour_share=_labour_share(content.sheet))
    return structs.replace(
        content,
        amount_cents=come_to.amount_cents,
        percent=come_to.percent,
        rule=rule,
        steps=come_to.steps,
        within_cents=come_to.within_cents,
    )


def _other_amount(cents: int | None) -> Fault:
    if cents is None:
        return Fault(pointer="/amountCents", slug="workspaces/not-with-basis")
    facts: dict[str, str | int] = {"amount": in_euros(cents)}
    return Fault(pointer="/amountCents", slug="workspaces/other-amount", facts=facts)


def _faults_in_words(request: SetObligation) -> list[Fault]:
    """Return what is wrong with an amount that is said in words, without a rule."""
    assert isinstance(request.basis, str), "without a rule the basis is said in words"
    faults = text_faults("/basis", request.basis, TEXT_LIMIT)
    if request.amount_cents is None:
        faults.append(Fault(pointer="/amountCents", slug="required"))
    else:
        faults += cents_faults("/amountCents", request.amount_cents)
    if request.percent is not None:
        faults += percent_faults("/percent", request.percent)
    for pointer, value in {
        "/tiers": request.tiers or None,
        "/capCents": request.cap_cents,
        "/thresholdCents": request.threshold_cents,
        "/months": request.months,
        "/minMonths": request.min_months,
        "/scopeRule": request.scope_rule,
        "/withinPercent": request.within_percent,
    }.items():
        if value is not None:
            faults.append(Fault(pointer=pointer, slug="workspaces/not-with-basis"))
    return faults


def _filled(sheet: Sheet | None) -> Sheet | None:
    """Return what a sheet says; a form that was left empty says nothing."""
    if sheet is None:
        return None
    tidied = structs.replace(
        sheet,
        market=(sheet.market or "").strip() or None,
        feasible=(sheet.feasible or "").strip() or None,
    )
    return None if tidied == Sheet() else tidied


def _tidied(basis: Basis) -> Basis:
    original = basis.original
    if original is not None:
        original = structs.replace(original, reason=original.reason.strip())
    return structs.replace(basis, text=(basis.text or "").strip() or None, original=original)


def _labour_share(sheet: Sheet | None) -> str | None:
    return None if sheet is None else sheet.labour_share


def _in_change(pointer: str) -> str:
    """Return where in a change stands what a rule has elsewhere."""
    for within, place in (
        ("/basis/original", "/original"),
        ("/basis/cents", "/basisCents"),
        ("/sheet/labourShare", "/labourShare"),
    ):
        if pointer.startswith(within):
            return place + pointer.removeprefix(within)
    return pointer


def _on_trial(pointer: str) -> str:
    return "/labourShare" if pointer == "/sheet/labourShare" else pointer
