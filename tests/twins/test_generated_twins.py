"""Histories drawn by lot, each played in two worlds that differ in what some people do unseen."""

import os
import random

import pytest
from tests.twins.conftest import Twins, differences, in_short
from tests.twins.histories import Twin, drawn
from tests.twins.worlds import Look

LENGTH = 30
# Each takes some seconds; `make assure` plays as many as it is told to.
HISTORIES = max(3, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0))


def looks_at_the_end(twin: Twin, seed: int) -> tuple[Look, ...]:
    """Let one of the observers look at everything, and the others at the lists."""
    dice = random.Random(seed)
    [deep] = dice.sample(twin.observers, 1)
    return tuple(Look(by=name, is_deep=name == deep, tries=name == deep) for name in twin.observers)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_others_observe_the_same_in_both_worlds(twins: Twins, seed: int):
    twin = drawn(seed, length=LENGTH)
    looks = {LENGTH: looks_at_the_end(twin, seed)}
    one, other = twins.play(twin.world(0, looks=looks), twin.world(1, looks=looks))

    found = differences(one.seen[-1], other.seen[-1])
    told = "\n".join(
        f"{step.label} {step.by} {step.move} {step.about} {step.variant}/{variant}"
        for step, variant in twin.steps
    )
    assert not found, f"{in_short(found)}\n{told}"
    assert one.strays == other.strays == 0
