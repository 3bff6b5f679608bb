"""Which terms can be put to the other side, and which can be agreed."""

import re
from collections.abc import Iterable, Mapping

from samenspraak.commitments.decisions.hints import skipped_faults
from samenspraak.commitments.decisions.refusals import Incomplete, NotReadyToAgree, ScopeRefused
from samenspraak.commitments.terms import Scope, Terms, missing, validate
from samenspraak.errors import Fault, Invalid
from samenspraak.workspaces.schemas import ScopeRule

_PLACE = re.compile(r"(?:.*(?:plek(?:ken)?|plaats(?:en)?|ba(?:an|nen)|places?|jobs?))?", re.DOTALL)


def check_terms(texts: Mapping[str, Terms], rule: ScopeRule, faults: Iterable[Fault] = ()) -> None:
    """Refuse terms that cannot be put to the other side, with every fault of every text.

    `faults` are those that were found before, by whoever worked out what the texts are worth.
    """
    unfit: list[Fault] = [*faults]
    lacking: list[Fault] = []
    outside: list[Fault] = []
    for pointer, terms in texts.items():
        unfit += [*validate(terms, pointer), *skipped_faults(terms, pointer)]
        lacking += [
            Fault(pointer=pointer + _PLACES[name], slug=f"commitments/needs-{name}")
            for name in missing(terms).to_propose
        ]
        outside += scope_faults(terms, rule, pointer)
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


def is_place(unit: str | None) -> bool:
    """Tell whether a quantity of this is one of places; hours and euros are not."""
    return _PLACE.fullmatch((unit or "").strip().lower()) is not None


def counts(terms: Terms) -> bool:
    """Tell whether terms count towards the obligation.

    Left open, what is done within the contract counts and what is done outside it does not: there
    it takes a ground, and somebody to say so.
    """
    if terms.counts_towards_obligation is not None:
        return terms.counts_towards_obligation
    return terms.scope in {None, Scope.WITHIN_CONTRACT}


def scope_faults(terms: Terms, rule: ScopeRule, pointer: str) -> list[Fault]:
    """Return why terms cannot count the way they say, for where they are done."""
    is_outside = terms.scope not in {None, Scope.WITHIN_CONTRACT}
    if not is_outside or terms.counts_towards_obligation is not True:
        return []
    if rule is ScopeRule.STRICT:
        place = f"{pointer}/countsTowardsObligation"
        return [Fault(pointer=place, slug="commitments/outside-cannot-count")]
    if not (terms.counts_ground or "").strip():
        return [Fault(pointer=f"{pointer}/countsGround", slug="commitments/needs-ground")]
    return []


_PLACES = {
    "title": "/title",
    "quantity": "/quantity",
    "period": "/period",
    "kind": "/kind",
    "goal": "/resultGoal",
    "scope": "/scope",
    "value": "/value",
    "pilot": "/pilot",
}
