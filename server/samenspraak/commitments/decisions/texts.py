"""Which terms can be put to the other side, and which can be agreed."""

from collections.abc import Mapping
from datetime import datetime

from samenspraak.commitments.decisions.refusals import Incomplete, NotReadyToAgree, ScopeRefused
from samenspraak.commitments.terms import Scope, Terms, missing, validate
from samenspraak.deadlines import is_over
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import ScopeRule


def check_terms(texts: Mapping[str, Terms], rule: ScopeRule) -> None:
    """Refuse terms that cannot be put to the other side, with every fault of every text."""
    unfit: list[Fault] = []
    lacking: list[Fault] = []
    outside: list[Fault] = []
    for pointer, terms in texts.items():
        unfit += validate(terms, pointer)
        lacking += [
            Fault(pointer=pointer + _PLACES[name], slug=f"commitments/needs-{name}")
            for name in missing(terms).to_propose
        ]
        outside += _scope_faults(terms, rule, pointer)
    found = {Invalid: unfit, Incomplete: lacking, ScopeRefused: outside}
    kinds = [kind for kind, faults in found.items() if faults]
    if kinds:
        refusal = kinds[0] if len(kinds) == 1 else Invalid
        raise refusal([*unfit, *lacking, *outside])


def check_ready_to_agree(texts: Mapping[str, Terms]) -> None:
    """Refuse a yes to texts that leave open what both sides must know."""
    faults = [
        Fault(pointer=f"{pointer}/terms{_PLACES[name]}", slug=f"commitments/needs-{name}")
        for pointer, terms in texts.items()
        for name in missing(terms).to_agree
    ]
    if faults:
        refusal = NotReadyToAgree(missing=len(faults))
        refusal.faults = tuple(faults)
        raise refusal


def check_until(until_at: datetime | None, at: datetime) -> None:
    """Refuse an offer that nobody could answer any more."""
    if is_over(until_at, at):
        raise Invalid([Fault(pointer="/untilOn", slug="commitments/until-passed")])


def counts(terms: Terms) -> bool:
    """Tell whether terms count towards the obligation.

    Left open, what is done within the contract counts and what is done outside it does not: there
    it takes a ground, and somebody to say so.
    """
    if terms.counts_towards_obligation is not None:
        return terms.counts_towards_obligation
    return terms.scope in {None, Scope.WITHIN_CONTRACT}


_PLACES = {
    "title": "/title",
    "quantity": "/quantity",
    "period": "/period",
    "kind": "/kind",
    "goal": "/resultGoal",
    "scope": "/scope",
    "value": "/value",
}


def _scope_faults(terms: Terms, rule: ScopeRule, pointer: str) -> list[Fault]:
    is_outside = terms.scope not in {None, Scope.WITHIN_CONTRACT}
    if not is_outside or terms.counts_towards_obligation is not True:
        return []
    if rule is ScopeRule.STRICT:
        place = f"{pointer}/countsTowardsObligation"
        return [Fault(pointer=place, slug="commitments/outside-cannot-count")]
    if not (terms.counts_ground or "").strip():
        return [Fault(pointer=f"{pointer}/countsGround", slug="commitments/needs-ground")]
    return []
