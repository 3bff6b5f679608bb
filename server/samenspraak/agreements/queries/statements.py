"""Why, and what is owed, as they go into a version: in words that stand on their own."""

from samenspraak.agreements.documents import (
    ChangeText,
    ObligationText,
    PurposeItem,
    PurposeText,
    Reaction,
    SheetLine,
)
from samenspraak.commitments.terms import SigningSide
from samenspraak.text import Language, sentence
from samenspraak.workspaces.queries import percent_in_words
from samenspraak.workspaces.schemas import (
    ObligationView,
    PurposeView,
    ScopeRule,
    Side,
)

# What is signed is in the language of the contract.
LANGUAGE: Language = "nl"
_SIDES: dict[Side, SigningSide] = {Side.BUYER: "buyer", Side.CONTRACTOR: "contractor"}


def purpose_text(purpose: PurposeView) -> PurposeText:
    """Return why, as it is signed."""
    return PurposeText(
        text=purpose.text,
        parts=tuple(PurposeItem(letter=part.letter, text=part.text) for part in purpose.parts),
    )


def obligation_text(obligation: ObligationView, rule: ScopeRule) -> ObligationText:
    """Return what is owed, as it is signed: with its sum, its weighing and what both sides said."""
    counted = obligation.rule
    change = obligation.change
    original = None if counted is None else counted.basis.original
    return ObligationText(
        amount_cents=obligation.amount_cents,
        currency="EUR",
        basis=obligation.basis,
        reason=obligation.reason,
        percent=obligation.percent,
        basis_cents=None if counted is None else counted.basis.cents,
        basis_reason=None if original is None else original.reason,
        scope_rule=rule.value,
        within_percent=obligation.within_percent,
        within_cents=obligation.within_cents,
        reactions=tuple(
            Reaction(side=_SIDES[said.side], text=said.text) for said in obligation.reactions
        ),
        sheet=tuple(
            SheetLine(text=step.text, sum=step.sum, amount_cents=step.amount_cents)
            for step in obligation.steps
        ),
        weighing=_weighing(obligation),
        change=None if change is None else ChangeText(cause=change.cause, reason=change.reason),
    )


def _weighing(obligation: ObligationView) -> tuple[SheetLine, ...]:
    sheet, rule = obligation.sheet, obligation.rule
    if sheet is None:
        return ()
    lines: list[SheetLine] = []
    if sheet.labour_share is not None:
        share = percent_in_words(sheet.labour_share, LANGUAGE)
        lines.append(_line("labour-share", share))
    if rule is not None and rule.months is not None:
        lines.append(_line("months", str(rule.months)))
    if sheet.market is not None:
        lines.append(_line("market", sheet.market))
    if sheet.employees is not None:
        lines.append(_line("employees", str(sheet.employees)))
    if sheet.feasible is not None:
        lines.append(_line("feasible", sheet.feasible))
    return tuple(lines)


def _line(name: str, said: str) -> SheetLine:
    return SheetLine(text=sentence(LANGUAGE, f"obligation.weighing.{name}", said=said))
