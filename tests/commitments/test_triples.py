"""Every state, every actor, every move: what is allowed, and why the rest is not.

The tables say it once for people to read. From them and the enums every triple is made, also those
that nobody would try, and each is tried on the decisions and the policy that commands ask.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from msgspec import Struct, structs
from tests.builders_commitments import (
    AT,
    a_negotiation,
    a_participant,
    a_put,
    agreed,
    bound,
    days,
    some_terms,
)

from samenspraak.commitments.decisions import (
    accept,
    accept_package,
    answer,
    check_anew,
    counter,
    decline,
    held_agreement,
    name_of,
    open_verbs,
    pause,
    question,
    resume,
    standing,
    withdraw,
)
from samenspraak.commitments.policy import may
from samenspraak.commitments.schemas import Bound, ClosedAs, Named, Negotiation, Status, Verb
from samenspraak.errors import Conflict, Forbidden, Refusal, require
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

# Why a move is refused, by the word that stands for it below.
WHY = {
    "own": "own-proposal",
    "others": "others-proposal",
    "turn": "not-your-turn",
    "nothing": "nothing-to-answer",
    "table": "still-on-the-table",
    "off": "not-on-the-table",
    "late": "too-late",
    "paused": "paused",
    "clock": "no-clock",
    "theirs": "others-clock",
    "runs": "not-paused",
    "over": "package-over",
    "together": "package-together",
    "stale": "stale-revision",
}
# What a text on the table allows: a row for each who, a column for each move in the order of `Verb`.
#                    propose question answer counter accept accept-package decline withdraw pause resume
ON_TABLE = {
    "lies": """
        proposer     table   own    nothing turn   own    over  own    ok     clock  runs
        other        table   ok     nothing ok     ok     over  ok     others theirs theirs
        coordinator  table   turn   nothing turn   turn   over  turn   others clock  runs
    """,
    "asked": """
        proposer     table   own    ok      ok     own    over  own    ok     clock  runs
        other        table   turn   turn    turn   turn   over  turn   others theirs theirs
        coordinator  table   turn   turn    turn   turn   over  turn   others clock  runs
    """,
    "lies, paused": """
        proposer     table   own    nothing turn   own    over  own    ok     paused ok
        other        table   ok     nothing paused paused over  paused others theirs theirs
        coordinator  table   turn   nothing turn   turn   over  turn   others paused ok
    """,
    "asked, paused": """
        proposer     table   own    ok      paused own    over  own    ok     paused ok
        other        table   turn   turn    turn   turn   over  turn   others theirs theirs
        coordinator  table   turn   turn    turn   turn   over  turn   others paused ok
    """,
}
CLOCKS = ("none", "reminds", "reminded long ago", "will lapse", "has lapsed")
HELD = ("never agreed", "agreed", "in force", "left out of a version")
WHO = ("proposer", "other", "coordinator")
TERMS = some_terms()

# Who may try what, whatever the state; a table of its own stands in test_policy.py.
_YES = {Verb.ACCEPT, Verb.ACCEPT_PACKAGE}
_SIGNING = {Role.NEGOTIATOR: {*Verb}, Role.APPROVER: _YES}


class State(Struct, frozen=True, kw_only=True):
    """Where a commitment stands, in words and as rows."""

    words: tuple[str, ...]
    negotiations: list[Negotiation]
    bounds: list[Bound]
    package: list[Negotiation]
    # What each who may try here: "ok" or why not.
    cells: dict[str, dict[Verb, str]]

    @property
    def newest(self) -> Negotiation:
        return self.negotiations[-1]


def rows_of(table: str) -> dict[str, dict[Verb, str]]:
    lines = [line.split() for line in table.strip().splitlines()]
    return {who: dict(zip(Verb, cells, strict=True)) for who, *cells in lines}


def states(by: Side) -> Iterator[State]:
    """Every state there can be of what this side proposed last."""
    for (on_table, clock), held, is_package in product(
        [(stand, clock) for stand in ON_TABLE for clock in CLOCKS], HELD, [False, True]
    ):
        is_paused = "paused" in on_table
        # Only a clock that runs is paused, and then it does not run out.
        if not (is_paused and clock in {"none", "reminded long ago", "has lapsed"}):
            yield lying(by, on_table, clock, held, is_package=is_package)
    for closed_as, held in product(ClosedAs, HELD):
        if closed_as is not ClosedAs.AGREED:
            yield closed(by, closed_as, held)
    for held in HELD[1:]:
        yield agreed_last(by, held)


def lying(by: Side, stand: str, clock: str, held: str, *, is_package: bool) -> State:
    before, bounds = past(by, held)
    changes: dict[str, Any] = {"number": len(before) + 1, "revision": 2}
    if stand.startswith("asked"):
        changes |= {"turn": by, "has_question": True}
    if clock != "none":
        is_over = clock in {"reminded long ago", "has lapsed"}
        changes |= {
            "until_at": AT if is_over else AT + days(3),
            "until_lapses": "lapse" in clock,
            "reminded_at": AT - days(9) if clock == "reminded long ago" else None,
        }
    if "paused" in stand:
        changes |= {
            "paused_at": AT - days(1),
            "paused_side": by,
            "paused_by": uuid4(),
            "paused_reason": "ziek",
        }
    if is_package:
        changes["package_id"] = uuid4()
    if before:
        changes["commitment_id"] = before[0].commitment_id
    newest = a_negotiation(by=by, **changes)
    cells = rows_of(ON_TABLE[stand])
    for who, row in cells.items():
        if is_package:
            row[Verb.ACCEPT_PACKAGE] = row[Verb.ACCEPT]
            row[Verb.ACCEPT] = "together" if row[Verb.ACCEPT] == "ok" else row[Verb.ACCEPT]
        if clock in {"reminds", "will lapse"} and row[Verb.PAUSE] == "clock":
            row[Verb.PAUSE] = "ok"
        if clock == "has lapsed":
            is_held = held in {"agreed", "in force"}
            cells[who] = {
                verb: "over" if verb is Verb.ACCEPT_PACKAGE and not is_package else "late"
                for verb in Verb
            } | {Verb.PROPOSE: "ok" if is_held else "off"}
    other = a_negotiation(by=by, package_id=newest.package_id)
    return State(
        words=(stand, clock, held, "in a package" if is_package else "alone"),
        negotiations=[*before, newest],
        bounds=bounds,
        package=[newest, other] if is_package else [],
        cells=cells,
    )


def closed(by: Side, closed_as: ClosedAs, held: str) -> State:
    before, bounds = past(by, held)
    about = {"commitment_id": before[0].commitment_id} if before else {}
    newest = a_negotiation(
        by=by,
        number=len(before) + 1,
        revision=2,
        is_open=False,
        closed_as=closed_as,
        closed_at=AT,
        **about,
    )
    return off_the_table((closed_as.value, held), [*before, newest], bounds)


def agreed_last(by: Side, held: str) -> State:
    before, bounds = past(by, held)
    return off_the_table((held,), before, bounds)


def off_the_table(
    words: tuple[str, ...], negotiations: list[Negotiation], bounds: list[Bound]
) -> State:
    is_held = words[-1] in {"agreed", "in force"}
    row = dict.fromkeys(Verb, "off") | {
        Verb.ACCEPT_PACKAGE: "over",
        Verb.PROPOSE: "ok" if is_held else "off",
    }
    return State(
        words=words,
        negotiations=negotiations,
        bounds=bounds,
        package=[],
        cells={who: dict(row) for who in WHO},
    )


def past(by: Side, held: str) -> tuple[list[Negotiation], list[Bound]]:
    """Return what was bargained before, and what of it was signed."""
    if held == "never agreed":
        return [], []
    first = agreed(a_negotiation(by=by), at=AT - days(20))
    bounds = {
        "agreed": [],
        "in force": [bound(first, since=AT - days(10))],
        "left out of a version": [bound(first, since=AT - days(10), until=AT - days(5))],
    }
    return [first], bounds[held]


def attempt(
    state: State, verb: Verb, side: Side, named: Named, at: Any = AT
) -> Negotiation | list[Negotiation] | None:
    """Do with decisions what the command of this move does."""
    newest, package = state.newest, {part.commitment_id: part for part in state.package}
    names = [named if part is newest else name_of(part) for part in state.package]
    reply = a_put(by=side, revision=3, at=at)
    moves: dict[Verb, Callable[[], Any]] = {
        Verb.PROPOSE: lambda: check_anew(state.negotiations, state.bounds, named, at),
        Verb.QUESTION: lambda: question(newest, side, named, at),
        Verb.ANSWER: lambda: answer(newest, side, named, at),
        Verb.COUNTER: lambda: counter(newest, reply, named),
        Verb.ACCEPT: lambda: accept(newest, side, named, TERMS, at),
        Verb.ACCEPT_PACKAGE: lambda: accept_package(
            package, side, names, dict.fromkeys(package, TERMS), at
        ),
        Verb.DECLINE: lambda: decline(newest, side, named, "nee", at),
        Verb.WITHDRAW: lambda: withdraw(newest, side, named, "", at),
        Verb.PAUSE: lambda: pause(
            newest, state.package, side, named, by=uuid4(), reason="ziek", at=at
        ),
        Verb.RESUME: lambda: resume(newest, state.package, side, named, at),
    }
    return moves[verb]()


def named_for(state: State, verb: Verb) -> Named:
    """Name what this move is about: the agreed text for a change, the newest for all else."""
    held = held_agreement(state.negotiations, state.bounds)
    return name_of(held if verb is Verb.PROPOSE and held is not None else state.newest)


def who_is(side: Side, by: Side) -> str:
    return {Side.COORDINATOR: "coordinator", by: "proposer"}.get(side, "other")


def outcome(
    state: State,
    verb: Verb,
    side: Side,
    named: Named | None = None,
    by: Participant | None = None,
) -> str:
    """Try a move, by somebody of whom the policy is asked first, or by a side as such."""
    try:
        require(by is None or may(by, verb))
        attempt(state, verb, side, named or named_for(state, verb))
    except Refusal as refusal:
        # None of them is a mistake of ours, or a sign that something is not there.
        return refusal.slug if isinstance(refusal, Conflict | Forbidden) else repr(refusal)
    return "ok"


def expected(cell: str) -> str:
    return "ok" if cell == "ok" else f"commitments/{WHY[cell]}"


@pytest.mark.parametrize("by", [Side.BUYER, Side.CONTRACTOR])
@pytest.mark.parametrize("verb", Verb)
def test_every_state_and_side_allows_exactly_what_the_tables_say(verb: Verb, by: Side):
    tried = 0
    for state in states(by):
        for side in Side:
            found = outcome(state, verb, side)
            cell = state.cells[who_is(side, by)][verb]
            assert found == expected(cell), (state.words, side, verb)
            tried += 1
    # 28 ways to lie on the table in or out of a package, 4 pasts, and what is closed.
    assert tried == 3 * (28 * 4 + 3 * 4 + 3)


@pytest.mark.parametrize("by", [Side.BUYER, Side.CONTRACTOR])
@pytest.mark.parametrize("verb", Verb)
def test_naming_another_text_is_refused_in_every_state_and_by_every_side(verb: Verb, by: Side):
    for state in states(by):
        for side in Side:
            other = structs.replace(named_for(state, verb), digest="read before")
            found = outcome(state, verb, side, other)
            cell = state.cells[who_is(side, by)][verb]
            # What is over or off the table is so whatever was named.
            stays = {"table", "off", "late", "over"}
            assert found == expected(cell if cell in stays else "stale"), (state.words, side)


@pytest.mark.parametrize("by", [Side.BUYER, Side.CONTRACTOR])
@pytest.mark.parametrize("role", Role)
def test_every_role_tries_every_move_in_every_state(role: Role, by: Side):
    """The policy comes first: whoever may not, may not in any state."""
    for side, is_program, phase in product(Side, [False, True], Phase):
        participant = a_participant(side, role, is_program=is_program, phase=phase)
        allowed = {*_SIGNING.get(role, set())} if side is not Side.COORDINATOR else set()
        if side is Side.COORDINATOR and role is Role.COORDINATOR:
            allowed = {Verb.PAUSE, Verb.RESUME}
        if is_program:
            allowed -= _YES
        if phase is Phase.CLOSED:
            allowed = set()
        for state, verb in product(states(by), Verb):
            cell = state.cells[who_is(side, by)][verb]
            wanted = expected(cell) if verb in allowed else Forbidden.slug
            found = outcome(state, verb, side, by=participant)
            assert found == wanted, (state.words, side, role, verb)


@pytest.mark.parametrize("by", [Side.BUYER, Side.CONTRACTOR])
def test_a_view_lists_exactly_what_would_go_well(by: Side):
    for state, side in product(states(by), Side):
        parts = state.package or [state.newest]
        terms = {part.commitment_id: TERMS for part in parts}
        listed = open_verbs(state.negotiations, state.bounds, state.package, terms, side, AT)
        cells = state.cells[who_is(side, by)]
        assert listed == [verb for verb in Verb if cells[verb] == "ok"], (state.words, side)


@pytest.mark.parametrize("by", [Side.BUYER, Side.CONTRACTOR])
@pytest.mark.parametrize("verb", Verb)
def test_only_a_yes_of_the_other_side_makes_anything_agreed(verb: Verb, by: Side):
    """One move never takes both sides' words: from every state, by every side."""
    for state, side in product(states(by), Side):
        try:
            after = attempt(state, verb, side, named_for(state, verb))
        except Refusal:
            continue
        afters = after if isinstance(after, list) else [] if after is None else [after]
        for each in afters:
            if each.closed_as is ClosedAs.AGREED:
                assert verb in _YES
                assert side is each.proposed_by.other
        if afters and afters[0].closed_as is not ClosedAs.AGREED:
            rounds = [*state.negotiations[:-1], afters[0]]
            was = standing(state.negotiations, state.bounds, AT)
            seen = standing(rounds, state.bounds, AT)
            assert seen.agreed_revision == was.agreed_revision
            assert seen.bound_revision == was.bound_revision
            if seen.status in {Status.AGREED, Status.IN_FORCE}:
                assert was.agreed_revision is not None
