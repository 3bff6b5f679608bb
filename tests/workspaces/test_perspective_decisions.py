"""When the four questions may be asked, answered and opened."""

from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from tests.builders_sides import ANSWERS

from samenspraak.errors import Invalid
from samenspraak.workspaces.decisions import (
    Exchange,
    NoPerspectives,
    NothingHandedIn,
    PerspectivesOpen,
    check_going_on,
    check_opening,
    check_perspective,
    check_start,
    completes,
)
from samenspraak.workspaces.schemas import HandInPerspective, Side

AT = datetime(2026, 10, 2, 13, tzinfo=UTC)


def an_exchange(*handed_in: Side, number: int = 1, opened_at: datetime | None = None) -> Exchange:
    return Exchange(id=uuid4(), number=number, handed_in=frozenset(handed_in), opened_at=opened_at)


def test_one_exchange_goes_on_at_a_time_and_the_next_has_the_next_number():
    assert check_start(None) == 1
    assert check_start(an_exchange(number=2, opened_at=AT)) == 3
    with pytest.raises(PerspectivesOpen):
        check_start(an_exchange())


def test_nothing_is_handed_in_or_opened_where_nothing_goes_on():
    for newest in (None, an_exchange(Side.BUYER, opened_at=AT)):
        with pytest.raises(NoPerspectives):
            check_going_on(newest)
        with pytest.raises(NoPerspectives):
            check_opening(newest)
    going_on = an_exchange()
    assert check_going_on(going_on) is going_on


def test_a_coordinator_opens_once_there_is_something_to_open():
    with pytest.raises(NothingHandedIn):
        check_opening(an_exchange())
    for handed_in in ((Side.BUYER,), (Side.CONTRACTOR,), (Side.BUYER, Side.CONTRACTOR)):
        going_on = an_exchange(*handed_in)
        assert check_opening(going_on) is going_on


@pytest.mark.parametrize(
    ("handed_in", "side", "is_so"),
    [
        (set(), Side.BUYER, False),
        ({Side.BUYER}, Side.BUYER, False),
        ({Side.CONTRACTOR}, Side.BUYER, True),
        ({Side.BUYER}, Side.CONTRACTOR, True),
        ({Side.BUYER, Side.CONTRACTOR}, Side.BUYER, True),
    ],
)
def test_both_sides_complete_an_exchange(handed_in: set[Side], side: Side, is_so: bool):
    assert completes(handed_in, side) == is_so


def test_all_four_questions_are_answered():
    check_perspective(msgspec.convert({"id": uuid4(), **ANSWERS}, HandInPerspective))
    with pytest.raises(Invalid) as refused:
        check_perspective(
            HandInPerspective(id=uuid4(), wants="", worries=" ", gives="x" * 5_001, needs="Rust.")
        )
    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == [
        ("/wants", "required"),
        ("/worries", "required"),
        ("/gives", "too-long"),
    ]
