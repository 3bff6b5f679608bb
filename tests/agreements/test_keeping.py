"""Signed files beside a version, how long a workspace is kept, and who forbids to end it."""

from datetime import date
from uuid import uuid4

import pytest
from tests.builders_commitments import a_participant

from samenspraak.agreements import decisions, policy
from samenspraak.agreements.decisions import Beside, Hold
from samenspraak.errors import Invalid
from samenspraak.workspaces.schemas import Role, Side


def pdf(size_bytes: int = 1_000, media_type: str = "application/pdf") -> Beside:
    return Beside(file_id=uuid4(), media_type=media_type, size_bytes=size_bytes)


def test_three_signed_files_fit_beside_a_version_that_both_signed():
    present: list[Beside] = []
    for _ in range(3):
        decisions.add_copy(file := pdf(), present, is_signed=True, remark="gekwalificeerd")
        present.append(file)
    with pytest.raises(decisions.TooManyCopies):
        decisions.add_copy(pdf(), present, is_signed=True, remark="")


@pytest.mark.parametrize(
    ("file", "present", "is_signed", "refusal"),
    [
        (pdf(), [], False, decisions.NotSignedYet),
        (pdf(media_type="image/png"), [], True, Invalid),
        (pdf(20_000_001), [], True, decisions.TooManyCopies),
        (pdf(10_000_000), [pdf(10_000_001)], True, decisions.TooManyCopies),
        (file := pdf(), [file], True, decisions.AlreadyBeside),
    ],
)
def test_what_does_not_belong_beside_a_version_is_refused(file, present, is_signed, refusal):
    with pytest.raises(refusal):
        decisions.add_copy(file, present, is_signed=is_signed, remark="")


def test_all_that_is_wrong_with_a_signed_file_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        decisions.add_copy(pdf(media_type="image/png"), [], is_signed=True, remark="r" * 1_001)
    assert [fault.pointer for fault in refused.value.faults] == ["/fileId", "/remark"]


@pytest.mark.parametrize(
    ("ends_on", "years", "until"),
    [
        (date(2028, 7, 31), 7, date(2035, 7, 31)),
        (date(2028, 2, 29), 7, date(2035, 3, 1)),
        (date(2028, 2, 29), 8, date(2036, 2, 29)),
        (None, 7, None),
    ],
)
def test_the_term_runs_from_the_last_day(ends_on, years, until):
    assert decisions.kept_until(ends_on, years) == until


def test_the_longest_term_that_a_party_asked_holds_and_else_the_usual():
    assert decisions.years_kept([]) == 7
    assert decisions.years_kept([3]) == 3
    assert decisions.years_kept([3, 10]) == 10


@pytest.mark.parametrize(
    ("until", "is_held", "may"),
    [
        (date(2035, 7, 31), False, True),
        (date(2035, 8, 1), False, False),
        (date(2035, 7, 31), True, False),
        (None, False, False),
    ],
)
def test_nothing_goes_before_its_day_or_while_somebody_holds_it(until, is_held, may):
    assert decisions.may_purge(until, today=date(2035, 7, 31), is_held=is_held) is may


def test_a_side_forbids_once_and_ends_once():
    hold = Hold(id=uuid4(), side=Side.BUYER, is_lifted=False)
    decisions.place_hold([hold], Side.CONTRACTOR)
    with pytest.raises(decisions.HeldTwice):
        decisions.place_hold([hold], Side.BUYER)
    decisions.lift_hold(hold)
    lifted = Hold(id=hold.id, side=Side.BUYER, is_lifted=True)
    decisions.place_hold([lifted], Side.BUYER)
    with pytest.raises(decisions.NotHeld):
        decisions.lift_hold(lifted)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("role", list(Role))
def test_only_a_negotiator_of_a_party_forbids_and_only_the_own_side_ends(side, role):
    who = a_participant(side, role)
    is_party = side is not Side.COORDINATOR
    assert policy.may_hold(who) is (is_party and role is Role.NEGOTIATOR)
    assert policy.may_lift(who, Side.BUYER) is (side is Side.BUYER and role is Role.NEGOTIATOR)
    may_add = is_party and role in {Role.NEGOTIATOR, Role.SIGNATORY}
    assert policy.may_add_copy(who) is may_add
