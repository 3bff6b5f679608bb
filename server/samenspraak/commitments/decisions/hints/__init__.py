"""What a goal does not say yet: hints that talk, and never block.

They are worked out again wherever terms are read, so nothing of them is stored but which ones the
writer passed by.
"""

from collections.abc import Iterator

from samenspraak.commitments.decisions.hints.reading import Said, said_in
from samenspraak.commitments.schemas import Hint, Place
from samenspraak.commitments.terms import Goal, Kind, StandingPromises, Terms
from samenspraak.errors import Fault

__all__ = ["HINTS", "hints", "is_open_intention", "skipped_faults"]

_OF_GOALS = ("strives", "vague", "no-number", "no-measure", "no-date")
# Every hint there is, as `hintsSkipped` names it: no words can hide there.
HINTS = frozenset(
    (
        *(f"resultGoal/{slug}" for slug in _OF_GOALS),
        *(f"effortGoal/{slug}" for slug in _OF_GOALS),
        "terms/no-owner",
        "terms/no-support",
        "terms/no-own-part",
    )
)
_PLACEMENTS = frozenset((Kind.EMPLOYMENT, Kind.LEARNING))


def hints(terms: Terms) -> list[Hint]:
    """Return what could still be asked about these terms, in the order they are read."""
    found = [*_result_hints(terms), *_effort_hints(terms), *_hints_of_all(terms)]
    return [
        Hint(
            place=place, slug=slug, facts=facts, is_skipped=f"{place}/{slug}" in terms.hints_skipped
        )
        for place, slug, facts in found
    ]


def is_open_intention(terms: Terms) -> bool:
    """Tell whether these terms only say what is striven for, and nothing that will be done for it.

    Where there are no goals yet, the title is all there is to go by.
    """
    result, effort = terms.result_goal, terms.effort_goal
    if result is None and effort is None:
        return bool(said_in(terms.title).strives)
    if effort is not None and _is_measured(effort):
        return False
    goals = [goal for goal in (result, effort) if goal is not None]
    if result is not None and not said_in(result.text).strives:
        return False
    return any(said_in(goal.text).strives for goal in goals)


def skipped_faults(terms: Terms, pointer: str = "") -> list[Fault]:
    """Return a fault for each hint passed by that there is not."""
    return [
        Fault(pointer=f"{pointer}/hintsSkipped/{index}", slug="commitments/not-a-hint")
        for index, name in enumerate(terms.hints_skipped)
        if name not in HINTS
    ]


_Found = tuple[Place, str, dict[str, tuple[str, ...]]]


def _result_hints(terms: Terms) -> Iterator[_Found]:
    goal = terms.result_goal
    if goal is None:
        return
    said = said_in(goal.text)
    if said.strives and not (terms.effort_goal and _is_measured(terms.effort_goal)):
        yield "resultGoal", "strives", {"words": said.strives}
    has_number = goal.number is not None or bool(said.numbers)
    yield from _wording_hints("resultGoal", goal, said, has_number=has_number)
    # A result is judged on a day of its own; that of the whole commitment need not be the same.
    if goal.by is None and not said.has_day:
        yield "resultGoal", "no-date", {"words": said.moving}


def _effort_hints(terms: Terms) -> Iterator[_Found]:
    goal = terms.effort_goal
    if goal is None:
        return
    said = said_in(goal.text)
    if said.strives and not _is_measured(goal):
        yield "effortGoal", "strives", {"words": said.strives}
    has_number = goal.number is not None or bool(said.numbers) or said.has_rhythm
    yield from _wording_hints("effortGoal", goal, said, has_number=has_number)
    # What is done goes on for as long as the commitment runs.
    period = terms.period
    lasts = period is not None and (period.ends_on or period.months or period.weeks)
    if goal.by is None and not said.has_day and not said.has_rhythm and not lasts:
        yield "effortGoal", "no-date", {"words": said.moving}


def _wording_hints(place: Place, goal: Goal, said: Said, *, has_number: bool) -> Iterator[_Found]:
    vague = said.hedges if has_number else (*said.soft, *said.hedges)
    if vague:
        yield place, "vague", {"words": vague}
    if not has_number:
        yield place, "no-number", {}
    elif goal.measure is None and goal.unit is None and not _says_what(goal, said):
        numbers = (goal.number,) if goal.number is not None else said.bare
        yield place, "no-measure", {"numbers": numbers}


def _hints_of_all(terms: Terms) -> Iterator[_Found]:
    if terms.result_goal or terms.effort_goal:
        owned = {slot.side for slot in terms.responsible}
        sides = tuple(side for side in ("buyer", "contractor") if side not in owned)
        if sides:
            yield "terms", "no-owner", {"sides": sides}
    if terms.kind in _PLACEMENTS:
        promises = terms.standing_promises or StandingPromises()
        promised = {
            "contactPerson": promises.contact_person,
            "startSupport": promises.start_support,
        }
        lacks = tuple(name for name, is_promised in promised.items() if not is_promised)
        if lacks:
            yield "terms", "no-support", {"lacks": lacks}
    alone = tuple(
        partner.name for partner in terms.partners if not (partner.own_part or "").strip()
    )
    if alone:
        yield "terms", "no-own-part", {"partners": alone}


def _is_measured(goal: Goal) -> bool:
    """Tell whether anybody could judge afterwards that this was done."""
    if goal.number is not None or (goal.measure or "").strip():
        return True
    said = said_in(goal.text)
    return bool(said.numbers) or said.has_rhythm


def _says_what(goal: Goal, said: Said) -> bool:
    """Tell whether the words say what is counted; a rhythm says how often, and so what."""
    if said.numbers:
        return len(said.bare) < len(said.numbers)
    return goal.number is None and said.has_rhythm
