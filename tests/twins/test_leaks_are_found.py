"""The twins are no net with a hole: whatever gives something away on purpose, they find."""

import pytest
from tests.twins.conftest import Twins, differences, in_short
from tests.twins.histories import Twin, observers_of
from tests.twins.labels import id_of
from tests.twins.leaks import LEAKS
from tests.twins.stage import BUYER
from tests.twins.worlds import Look, Step

# Where each is found: at least one of what differs begins with these words.
WHERE = {
    "shared number": "frame ",
    "letter": "letter",
    "counted": "GET ",
    "existence": "POST ",
}


def a_short_twin() -> Twin:
    """In one world the buyer's negotiator says something among her own; then all talk on."""
    unseen = Step(
        label="unseen", at=20, by="marieke", move="own-side thread", variant=0, is_private=True
    )
    seen = Step(label="seen", at=40, by="youssef", move="shared thread")
    return Twin(
        steps=((unseen, 1), (seen, 1)),
        observers=observers_of(BUYER),
        hidden={"thread_id": (id_of("unseen/0/request"),)},
        opens_at=0,
    )


@pytest.mark.parametrize("leak", [*sorted(LEAKS), ""])
def test_a_leak_is_found_where_it_is(twins: Twins, leak: str):
    twin = a_short_twin()
    looks = {2: (Look(by="youssef", is_deep=False, tries=True), Look(by="femke", is_deep=False))}
    one, other = twins.play(
        twin.world(0, looks=looks, leak=leak), twin.world(1, looks=looks, leak=leak)
    )

    found = differences(one.seen[-1], other.seen[-1])
    if leak:
        assert any(WHERE[leak] in each for each in found), found
    else:
        assert not found, in_short(found)
