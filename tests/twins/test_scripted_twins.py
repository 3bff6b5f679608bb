"""The same story told twice: whatever some do unseen, the others observe the same to the byte."""

import os

import pytest
from msgspec import structs
from tests.twins.conftest import Twins, differences, in_short
from tests.twins.histories import Twin, looks_of, observers_of, scripted
from tests.twins.stage import BUYER
from tests.twins.worlds import Step

IS_LONG = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
CIRCLES = ("buyer and competitor", "contractor")
# Who looks at everything in the end; the others look at all lists.
DEEP = {"buyer and competitor": ("youssef", "femke"), "contractor": ("marieke", "bram")}


@pytest.mark.parametrize("circle", CIRCLES)
def test_others_observe_the_same_whatever_is_said_unseen_and_how_much(twins: Twins, circle: str):
    twin = scripted(circle, variant=3)
    looks = {len(twin.steps): looks_of(twin.observers, deep=DEEP[circle])}
    plain, more = twin.world(0, looks=looks), twin.world(1, looks=looks)
    none = structs.replace(
        plain,
        steps=tuple(
            structs.replace(step, variant=0) if step.is_private else step for step in plain.steps
        ),
    )
    # What is told once differs from nothing as what is told thrice does; `make assure` looks at both.
    nothing, *others = twins.play(none, more, *([plain] if IS_LONG else []))

    for one in others:
        found = differences(nothing.seen[-1], one.seen[-1])
        assert not found, in_short(found)
        assert one.strays == nothing.strays == 0
        never = {step.move for step, _ in twin.steps} - set(one.done)
        assert not never, "\n".join(f"{name}: {one.refused.get(name)}" for name in sorted(never))


def test_of_what_a_side_hands_in_the_others_learn_only_that_it_did(twins: Twins):
    """In one world it says little; in the other much, and thinks again twice before all is opened."""
    asked = Step(label="asked", at=20, by="femke", move="perspectives")
    handed_in = Step(label="in", at=40, by="marieke", move="perspective", about="asked")
    talk = Step(label="talk", at=60, by="youssef", move="shared thread")
    twin = Twin(
        steps=((asked, 1), (handed_in, 3), (talk, 1)),
        observers=observers_of(BUYER),
        hidden={},
        opens_at=0,
    )
    looks = {3: looks_of(twin.observers, deep=("femke",))}
    one, other = twins.play(twin.world(0, looks=looks), twin.world(1, looks=looks))

    assert (one.done["perspective"], other.done["perspective"]) == (1, 3)
    found = differences(one.seen[-1], other.seen[-1])
    assert not found, in_short(found)
