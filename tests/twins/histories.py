"""Histories for two worlds that differ only in what some people do unseen.

A history is drawn for a circle of people. What is private to them differs from world to world: other
words, more of it, or nothing at all. Everybody outside the circle observes, and everything else
happens in both worlds alike.
"""

import random
from collections.abc import Sequence

from msgspec import Struct, structs
from tests.twins.looking import Hidden
from tests.twins.moves import MOVES, ids_made
from tests.twins.stage import BUYER, CONTRACTOR, COORDINATOR, EVERYBODY, LANE
from tests.twins.worlds import History, Look, Step

# Who knows what the others must not, by the name of the circle.
CIRCLES: dict[str, tuple[str, ...]] = {
    "buyer": BUYER,
    "contractor": CONTRACTOR,
    "coordinator": COORDINATOR,
    # The buyer has another contract, with a competitor of the contractor.
    "buyer and competitor": (*BUYER, "bram"),
    "marieke alone": ("marieke",),
    "youssef alone": ("youssef",),
}
SIDES = {"buyer": BUYER, "contractor": CONTRACTOR, "coordinator": COORDINATOR}
ORGANISATIONS = {"marieke": BUYER, "youssef": CONTRACTOR, "femke": COORDINATOR, "bram": ("bram",)}
# Who may do most for their side, and so does everything in the story.
LEADERS = ("marieke", "youssef", "femke", "bram")
# What everybody may know, in an order in which each comes to something: label, move, who, about.
STORY: tuple[tuple[str, str, str, str], ...] = (
    ("t1", "shared thread", "youssef", ""),
    ("m1", "shared message", "marieke", "t1"),
    ("c1", "proposal", "youssef", ""),
    ("e1", "shared edit", "marieke", "m1"),
    ("d1", "joint commitment draft", "femke", ""),
    ("w1", "joint writing", "youssef", "d1"),
    ("j1", "joint presence", "marieke", "d1"),
    ("q1", "question", "marieke", "c1"),
    ("a1", "answer", "youssef", "c1"),
    ("w2", "joint writing", "marieke", "d1"),
    ("k1", "counter", "marieke", "c1"),
    ("y1", "acceptance", "youssef", "c1"),
    ("s1", "talk", "youssef", ""),
    ("s2", "talk confirmation", "marieke", "s1"),
    ("c2", "proposal", "marieke", ""),
    ("n1", "decline", "youssef", "c2"),
    ("m2", "shared message", "femke", "t1"),
    ("h1", "hiding", "femke", "m2"),
    ("h2", "showing", "femke", "m2"),
    ("r1", "shared removal", "femke", "m2"),
    ("d2", "joint purpose draft", "marieke", ""),
    ("d3", "joint clauses draft", "youssef", ""),
    ("p1", "joint proposing", "youssef", "d1"),
    ("x1", "joint discard", "marieke", "d2"),
    ("d4", "joint purpose draft", "youssef", ""),
    ("o1", "shared resolution", "marieke", "t1"),
    ("o2", "shared reopening", "youssef", "t1"),
    ("c3", "proposal", "youssef", ""),
    ("b1", "withdrawal", "youssef", "c3"),
    ("v1", "perspectives", "femke", ""),
    ("v2", "perspective", "marieke", "v1"),
    ("v3", "perspectives opened", "femke", "v1"),
    ("i1", "stranger invited", "youssef", ""),
    ("i2", "stranger invited", "marieke", ""),
    ("g1", "purpose", "youssef", ""),
    ("g2", "obligation", "marieke", ""),
    ("l1", "partner", "femke", ""),
    ("z1", "hold", "youssef", ""),
    ("f1", "shared file", "marieke", ""),
    ("u1", "version", "marieke", ""),
)
# Left out, in these words, in others, or in others and three times as often.
VARIANTS = (0, 1, 2, 3)
SECONDS_A_STEP = 20
# Of all steps, as many are unseen: enough of the others that a shared count would show it.
PRIVATE_SHARE = 0.6


class Twin(Struct, frozen=True, kw_only=True):
    """Two histories in one: each step with the variant for either world."""

    steps: tuple[tuple[Step, int], ...]
    observers: tuple[str, ...]
    hidden: Hidden
    opens_at: int

    def world(self, at: int, **more: object) -> History:
        """Return one of both, without the database it is played in."""
        steps = tuple(
            step if at == 0 else structs.replace(step, variant=other) for step, other in self.steps
        )
        history = History(
            addresses=("", "", ""),
            steps=steps,
            observers=self.observers,
            hidden=self.hidden,
            opens_at=self.opens_at,
        )
        return structs.replace(history, **more)


def observers_of(circle: Sequence[str]) -> tuple[str, ...]:
    """Return who stands outside a circle, their programs too."""
    return tuple(name for name in EVERYBODY if name.removesuffix(" (program)") not in circle)


def private_moves(circle: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return what the people of a circle do that only they may know: move, by whom, and for whom."""
    found: dict[tuple[str, str], str] = {}
    for name, move in MOVES.items():
        for who in circle:
            if move.by and who not in move.by:
                continue
            knowers = _knowers(move.circle, who)
            if knowers and set(knowers) <= set(circle):
                found[name, who] = move.circle
    return found


def _knowers(kind: str, who: str) -> tuple[str, ...]:
    match kind:
        case "side":
            return next((side for side in SIDES.values() if who in side), ())
        case "organisation":
            return ORGANISATIONS.get(who, ())
        case "lane":
            return LANE if who in LANE else ()
        case "person":
            return (who,)
        case _:
            return ()


def drawn(seed: int, *, length: int) -> Twin:
    """Draw a history: who, what, when, about what, and how it differs."""
    dice = random.Random(seed)
    circle = CIRCLES[dice.choice(sorted(CIRCLES))]
    private = sorted(private_moves(circle))
    public = [
        (name, who)
        for name, move in MOVES.items()
        for who in move.by
        if _is_public(name, who, circle)
    ]
    steps: list[tuple[Step, int]] = []
    hidden: Hidden = {}
    for at in range(length):
        is_private = dice.random() < PRIVATE_SHARE
        possible = [
            (name, who, abouts)
            for name, who in (private if is_private else public)
            if (abouts := _abouts(name, who, steps)) is not None
        ]
        # What builds on something is drawn as often as what begins something.
        name, who, abouts = dice.choice(
            [one for one in possible if one[2]] or possible if dice.random() < 1 / 2 else possible
        )
        one, other = dice.sample(VARIANTS, 2) if is_private else (1, 1)
        step = Step(
            label=f"{seed}-{at}",
            at=(at + 1) * SECONDS_A_STEP,
            by=who,
            move=name,
            about=dice.choice(abouts) if abouts else "",
            variant=one,
            is_private=is_private,
        )
        steps.append((step, other))
        if is_private:
            for parameter, ids in ids_made(name, step.label).items():
                hidden[parameter] = (*hidden.get(parameter, ()), *ids)
    return Twin(
        steps=tuple(steps),
        observers=observers_of(circle),
        hidden=hidden,
        opens_at=dice.randrange(length // 2),
    )


def _abouts(name: str, who: str, steps: Sequence[tuple[Step, int]]) -> list[str] | None:
    """Return what a move can be about, newest first; None when it needs what is not there."""
    move = MOVES[name]
    if not move.needs:
        return []
    found = [
        step.label
        for step, _ in reversed(steps)
        if step.move in move.needs
        and (not move.circle or not step.is_private or _may_touch(move.circle, who, step.by))
    ]
    return found[:4] or None


def _may_touch(kind: str, who: str, maker: str) -> bool:
    return maker in _knowers("side" if kind == "side" else kind, who) or who == maker


def scripted(circle_name: str, *, variant: int) -> Twin:
    """Tell the same story for a circle: all that is done unseen, with all the others do between."""
    circle = CIRCLES[circle_name]
    waiting = _unseen(circle)
    steps: list[tuple[Step, int]] = []
    hidden: Hidden = {}
    at = 0
    while waiting or at < len(STORY):
        # What builds on something waits for it, as long as it may still come.
        ready = [one for one in waiting if not MOVES[one[0]].needs or _found(*one, steps)]
        if not ready and at >= len(STORY):
            ready = waiting
        if ready:
            name, who = ready[0]
            waiting.remove((name, who))
            label = f"unseen-{at}"
            about = _found(name, who, steps)
            steps.append((_step(label, at, who, name, about, is_private=True), variant))
            for parameter, ids in ids_made(name, label).items():
                hidden[parameter] = (*hidden.get(parameter, ()), *ids)
        if at < len(STORY) and _is_public(STORY[at][1], STORY[at][2], circle):
            label, name, who, about = STORY[at]
            steps.append((_step(label, at, who, name, about, is_private=False), 1))
        at += 1
    return Twin(steps=tuple(steps), observers=observers_of(circle), hidden=hidden, opens_at=4)


def _unseen(circle: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the leaders of a circle do unseen; what is only of one person, one of them."""
    found: list[tuple[str, str]] = []
    for name, who in private_moves(circle):
        move = MOVES[name]
        is_leading = who in LEADERS or (move.by and not {*move.by} & {*LEADERS})
        is_done = move.circle == "person" and any(name == other for other, _ in found)
        if is_leading and not is_done:
            found.append((name, who))
    return found


def _found(name: str, who: str, steps: Sequence[tuple[Step, int]]) -> str:
    """Return the newest step that somebody may go on with, or nothing."""
    return next(
        (
            step.label
            for step, _ in reversed(steps)
            if step.move in MOVES[name].needs and step.by in {who, *_tellers(step)}
        ),
        "",
    )


def _is_public(name: str, who: str, circle: Sequence[str]) -> bool:
    move = MOVES[name]
    return not move.circle and not (move.is_in_own_words and who in circle)


def _tellers(step: Step) -> tuple[str, ...]:
    """Return who besides its maker may go on with a step: everybody, when it was no secret."""
    return () if step.is_private else LEADERS


def _step(label: str, at: int, by: str, name: str, about: str, *, is_private: bool) -> Step:
    return Step(
        label=label,
        at=(at + 1) * SECONDS_A_STEP // 2,
        by=by,
        move=name,
        about=about,
        is_private=is_private,
    )


def quiet(circle_name: str) -> Twin:
    """Tell only what a circle does unseen; nothing else happens, and the clock stands still."""
    told = scripted(circle_name, variant=1)
    steps = tuple(
        (structs.replace(step, at=SECONDS_A_STEP), other)
        for step, other in told.steps
        if step.is_private
    )
    return structs.replace(told, steps=steps, opens_at=0)


def looks_of(observers: Sequence[str], *, deep: Sequence[str]) -> tuple[Look, ...]:
    """Let some look at everything and try what they can, and the others at the lists."""
    return tuple(Look(by=name, is_deep=name in deep, tries=name in deep) for name in observers)
