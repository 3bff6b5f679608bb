"""In one world: somebody does something unseen, and for everybody else the house is as it was.

All that a circle does unseen is done in a row between two looks; when something shows, each is done
by itself to find which it is.
"""

import os

import pytest
from tests.twins.conftest import Twins, differences, in_short
from tests.twins.histories import CIRCLES, Twin, looks_of, quiet
from tests.twins.looking import Seen
from tests.twins.worlds import Played

IS_LONG = bool(os.environ.get("SAMENSPRAAK_ASSURE"))
# The sides are told of in scripted twins; `make assure` lets every circle do its own.
USUAL = ("coordinator",)
# When all should be over soon, these look at everything and the others at the lists.
DEEP = ("marieke", "hanneke", "bram", "youssef (program)")


def watched(twins: Twins, twin: Twin, watchers: tuple[str, ...]) -> list[Played]:
    """Let half of them watch in either world, as that takes half the time."""
    halves = (watchers[::2], watchers[1::2])
    last = len(twin.steps)
    return twins.play(
        *(
            twin.world(
                0,
                looks={0: (looks := looks_of(half, deep=half if IS_LONG else DEEP)), last: looks},
                observers=half,
            )
            for half in halves
        )
    )


def noticed(played: Played) -> list[str]:
    """Tell what was other than before, and what was heard meanwhile."""
    before, after = played.seen
    looked = [each for each in after if each.what.startswith(("GET", "POST"))]
    return differences(before, looked) + [
        f"{each.by} heard {each.what}: {each.came[:200]!r}"
        for each in after
        if not each.what.startswith(("GET", "POST", "frame 0 ", "frame 1 ")) or _is_news(each)
    ]


def _is_news(seen: Seen) -> bool:
    """A socket greets, and may be refused; whatever else it says is news."""
    return seen.what.startswith("frame") and not seen.came.startswith((b'{"heartbeat"', b"closed"))


@pytest.mark.parametrize("circle", CIRCLES if IS_LONG else USUAL)
def test_nobody_notices_what_others_do_unseen(twins: Twins, circle: str):
    twin = quiet(circle)
    found = [each for played in watched(twins, twin, twin.observers) for each in noticed(played)]
    assert not found, in_short(found)


@pytest.mark.skipif(not IS_LONG, reason="takes long: each move between two looks of everybody")
@pytest.mark.parametrize("circle", CIRCLES)
def test_nobody_notices_any_single_move(twins: Twins, circle: str):
    whole = quiet(circle)
    for last in range(1, len(whole.steps)):
        # What it builds on is done before anybody looks.
        steps = whole.steps[: last + 1]
        for half in (whole.observers[::2], whole.observers[1::2]):
            looks = looks_of(half, deep=half)
            [played] = twins.play(
                Twin(steps=steps, observers=half, hidden=whole.hidden, opens_at=last).world(
                    0, looks={last: looks, last + 1: looks}
                )
            )
            found = noticed(played)
            assert not found, f"{steps[-1][0].move}\n{in_short(found)}"
