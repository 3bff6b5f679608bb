"""Sums of what is owed, in the reader's language: every step as it could be written on paper."""

from datetime import date
from decimal import Decimal

from samenspraak.amounts import exactly_in_euros, in_euros, with_marks
from samenspraak.deadlines import day_in_words
from samenspraak.text import Language, sentence
from samenspraak.workspaces.schemas import (
    Basis,
    BasisKind,
    ObligationContent,
    ObligationRule,
    Step,
    StepView,
)

_MARKS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}
_NAMED_WITH_AMOUNT = frozenset(BasisKind) - {
    BasisKind.FIXED,
    BasisKind.ONE_ACTIVITY,
    BasisKind.CUSTOM,
}


def basis_in_words(content: ObligationContent, language: Language) -> str:
    """Say what an obligation is counted from, such as "de opdrachtsom van € 4.860.000,00"."""
    if content.rule is None:
        return content.basis or ""
    basis = content.rule.basis
    if basis.text is not None:
        return basis.text
    if basis.kind in _NAMED_WITH_AMOUNT:
        assert basis.cents is not None, "what is counted from has an amount"
        amount = in_euros(basis.cents, language=language)
        return sentence(language, f"obligation.basis-of.{basis.kind}", amount=amount)
    return _basis_name(basis, language)


def steps_in_words(
    rule: ObligationRule, steps: tuple[Step, ...], language: Language
) -> list[StepView]:
    """Say every step of a sum."""
    return [
        StepView(
            slug=step.slug,
            text=_text(rule, step, language),
            sum=_sum(rule, step, language),
            amount_cents=step.amount_cents,
        )
        for step in steps
    ]


def percent_in_words(percent: str, language: Language) -> str:
    """Say a percentage, such as "2,5 %"."""
    spelled = percent.replace(".", _MARKS[language][1])
    return sentence(language, "obligation.percent", percent=spelled)


def _text(rule: ObligationRule, step: Step, language: Language) -> str:
    facts: dict[str, object] = {
        "basis": _basis_name(rule.basis, language),
        "of": None if step.of_cents is None else in_euros(step.of_cents, language=language),
        **step.facts,
    }
    for name in ("share", "below"):
        if name in step.facts:
            facts[name] = percent_in_words(str(step.facts[name]), language)
    for name in ("from", "to"):
        if isinstance(cents := step.facts.get(name), int):
            facts[name] = in_euros(cents, language=language)
    return sentence(language, f"obligation.step.{step.slug}", **facts)


def _sum(rule: ObligationRule, step: Step, language: Language) -> str | None:
    if step.slug == "converted":
        assert rule.basis.original is not None, "what was converted has an original"
        return sentence(
            language,
            "obligation.converted",
            amount=with_marks(Decimal(rule.basis.original.cents).scaleb(-2), language=language),
            currency=rule.basis.original.currency,
            day=day_in_words(date.fromisoformat(str(step.facts["on"])), language=language),
            reason=rule.basis.original.reason,
        )
    parts: list[str] = []
    if step.percent is not None and step.of_cents is not None:
        of = in_euros(step.of_cents, language=language)
        percent = percent_in_words(step.percent, language)
        parts.append(sentence(language, "obligation.share", percent=percent, of=of))
    if step.exact is not None:
        parts.append(exactly_in_euros(Decimal(step.exact).scaleb(-2), language=language))
    return " = ".join(parts) or None


def _basis_name(basis: Basis, language: Language) -> str:
    if basis.text is not None:
        return basis.text
    return sentence(language, f"obligation.basis.{basis.kind}")
