"""In one world: somebody does something unseen, and for everybody else the house is as it was.

All that a circle does unseen is done in a row between two looks; in the long form everybody looks
between any two moves, so that it tells which one shows.
"""

import os
from itertools import pairwise

import pytest
from tests.twins.conftest import Twins, differences, in_short
from tests.twins.histories import CIRCLES, Twin, looks_of, quiet
from tests.twins.looking import Seen
from tests.twins.worlds import History, Played

IS_LONG = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
# The sides are told of in scripted twins; `make assure` lets every circle do its own.
USUAL = ("coordinator",)
# When all should be over soon, these look at everything and the others at the lists.
DEEP = ("marieke", "hanneke", "bram", "youssef (program)")


def watched(twins: Twins, twin: Twin, *, each: bool) -> list[Played]:
    """Let half of the observers watch in either world, as that takes half the time.

    They look before and after all, or before and after each step.
    """
    last = len(twin.steps)
    worlds: list[History] = []
    for half in (twin.observers[::2], twin.observers[1::2]):
        looks = looks_of(half, deep=half if IS_LONG else DEEP)
        moments = range(last + 1) if each else (0, last)
        worlds.append(twin.world(0, looks=dict.fromkeys(moments, looks), observers=half))
    return twins.play(*worlds)


def noticed(before: list[Seen], after: list[Seen]) -> list[str]:
    """Tell what was other than before, and what was heard meanwhile."""
    looked = [one for one in after if one.what.startswith(("GET", "POST"))]
    return differences(before, looked) + [
        f"{one.by} heard {one.what}: {one.came[:200]!r}"
        for one in after
        if not one.what.startswith(("GET", "POST", "frame 0 ", "frame 1 ")) or _is_news(one)
    ]


def _is_news(seen: Seen) -> bool:
    """A socket greets, and may be refused; whatever else it says is news."""
    return seen.what.startswith("frame") and not seen.came.startswith((b'{"heartbeat"', b"closed"))


@pytest.mark.parametrize("circle", CIRCLES if IS_LONG else USUAL)
def test_nobody_notices_what_others_do_unseen(twins: Twins, circle: str):
    twin = quiet(circle)
    played = watched(twins, twin, each=False)
    found = [told for world in played for told in noticed(*world.seen)]
    assert not found, in_short(found)


@pytest.mark.skipif(not IS_LONG, reason="takes long: each move between two looks of everybody")
@pytest.mark.parametrize("circle", CIRCLES)
def test_nobody_notices_any_single_move(twins: Twins, circle: str):
    twin = quiet(circle)
    for world in watched(twins, twin, each=True):
        for (step, _), (before, after) in zip(twin.steps, pairwise(world.seen), strict=True):
            found = noticed(before, after)
            assert not found, f"{step.by} {step.move}\n{in_short(found)}"
