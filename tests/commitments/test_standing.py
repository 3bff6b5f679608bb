"""The five words, and what holds while something newer is still being talked about."""

import pytest
from msgspec import structs
from tests.builders_commitments import AT, a_negotiation, agreed, bound, days

from samenspraak.commitments.decisions import standing
from samenspraak.commitments.schemas import ClosedAs, Status
from samenspraak.workspaces.schemas import Side

FIRST = agreed(a_negotiation())
CHANGE = a_negotiation(commitment_id=FIRST.commitment_id, by=Side.CONTRACTOR, revision=2, number=2)


@pytest.mark.parametrize(
    ("by", "status"),
    [
        (Side.CONTRACTOR, Status.LIES_WITH_BUYER),
        (Side.BUYER, Status.LIES_WITH_CONTRACTOR),
    ],
)
def test_a_proposal_lies_with_the_other_side(by: Side, status: Status):
    seen = standing([a_negotiation(by=by)], [], AT)

    assert (seen.status, seen.turn) == (status, by.other)
    assert (seen.agreed_revision, seen.bound_revision) == (None, None)


def test_a_question_makes_it_lie_with_the_proposer():
    seen = standing([a_negotiation(turn=Side.CONTRACTOR, has_question=True)], [], AT)

    assert (seen.status, seen.has_question) == (Status.LIES_WITH_CONTRACTOR, True)


def test_two_yeses_make_it_agreed_and_not_in_force():
    seen = standing([FIRST], [], AT)

    assert (seen.status, seen.turn) == (Status.AGREED, None)
    assert (seen.agreed_revision, seen.bound_revision) == (1, None)


def test_a_signed_version_puts_it_in_force():
    seen = standing([FIRST], [bound(FIRST)], AT)

    assert (seen.status, seen.agreed_revision, seen.bound_revision) == (Status.IN_FORCE, 1, 1)


def test_while_a_change_lies_with_a_side_the_old_text_binds():
    seen = standing([FIRST, CHANGE], [bound(FIRST)], AT)

    assert seen.status is Status.LIES_WITH_BUYER
    assert (seen.agreed_revision, seen.bound_revision) == (1, 1)


def test_an_agreed_change_waits_for_a_signature_while_the_old_text_binds():
    seen = standing([FIRST, agreed(CHANGE)], [bound(FIRST)], AT)

    assert (seen.status, seen.agreed_revision, seen.bound_revision) == (Status.AGREED, 2, 1)


def test_once_the_change_is_signed_it_binds_in_the_place_of_the_old_text():
    changed = agreed(CHANGE)

    seen = standing([FIRST, changed], [bound(FIRST, until=AT), bound(changed)], AT)

    assert (seen.status, seen.agreed_revision, seen.bound_revision) == (Status.IN_FORCE, 2, 2)


@pytest.mark.parametrize("closed_as", [ClosedAs.DECLINED, ClosedAs.WITHDRAWN])
def test_a_change_that_came_to_nothing_leaves_what_was_agreed(closed_as: ClosedAs):
    refused = structs.replace(CHANGE, is_open=False, closed_as=closed_as, closed_at=AT)

    assert standing([FIRST, refused], [], AT).status is Status.AGREED
    assert standing([FIRST, refused], [bound(FIRST)], AT).status is Status.IN_FORCE


@pytest.mark.parametrize("closed_as", [ClosedAs.DECLINED, ClosedAs.WITHDRAWN])
def test_what_ended_without_a_yes_is_closed_with_reason_and_date(closed_as: ClosedAs):
    first = a_negotiation(is_open=False, closed_as=closed_as, closed_reason="nee", closed_at=AT)

    seen = standing([first], [], AT + days(3))

    assert (seen.status, seen.turn) == (Status.CLOSED, None)
    assert (seen.closed_as, seen.closed_reason, seen.closed_at) == (closed_as, "nee", AT)


def test_an_offer_lapses_at_its_end_without_anybody_writing_it_down():
    offer = a_negotiation(until_at=AT, until_lapses=True)

    assert standing([offer], [], AT - days(1)).status is Status.LIES_WITH_BUYER
    seen = standing([offer], [], AT)

    assert (seen.status, seen.closed_as, seen.closed_at) == (Status.CLOSED, ClosedAs.LAPSED, AT)


def test_a_lapsed_change_leaves_what_was_agreed():
    change = structs.replace(CHANGE, until_at=AT, until_lapses=True)

    assert standing([FIRST, change], [], AT).status is Status.AGREED


def test_what_a_later_version_left_out_is_closed_since_then():
    seen = standing([FIRST], [bound(FIRST, until=AT + days(2))], AT + days(3))

    assert (seen.status, seen.closed_as) == (Status.CLOSED, "ended")
    assert seen.closed_at == AT + days(2)
    assert (seen.agreed_revision, seen.bound_revision) == (None, None)


def test_the_same_text_in_a_next_version_goes_on_binding():
    seen = standing([FIRST], [bound(FIRST, until=AT), bound(FIRST, since=AT)], AT)

    assert seen.status is Status.IN_FORCE
