"""The change guard, over everything that it looks at, and what may end on which day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from samenspraak.agreements.decisions import (
    Amendment,
    BoundText,
    FromBid,
    asks_answers,
    asks_ground,
    change_part,
    days_to_end,
    ending_faults,
    endings_of,
    fitting_causes,
    guard_faults,
    reason_digest,
    shortcomings,
    sign_by_on,
)
from samenspraak.agreements.documents import AgreementEnding, Cause, ChangeAnswers, Ground
from samenspraak.agreements.schemas import CommitmentEnding, OfferVersion, Why
from samenspraak.commitments.schemas import Less

TODAY = date(2026, 11, 21)
COMMITMENT = uuid4()
NO = ChangeAnswers(
    others_admitted=False, other_winner=False, balance_shifts=False, scope_widens=False
)
YES = ChangeAnswers(
    others_admitted=False, other_winner=True, balance_shifts=False, scope_widens=True
)


def an_offer(**members: Any) -> OfferVersion:
    return OfferVersion(id=uuid4(), **members)


def a_bound(**members: Any) -> BoundText:
    usual: dict[str, Any] = {
        "commitment_id": COMMITMENT,
        "number": 2,
        "title": "Banen",
        "digest": "a" * 64,
    }
    return BoundText(**{**usual, **members})


def slugs(amendment: Amendment, request: OfferVersion) -> dict[str, str]:
    return {fault.pointer: fault.slug for fault in guard_faults(amendment, request)}


# What a version does with one thing that was bid.
KEPT = FromBid(commitment_id=COMMITMENT, number=1)
CHANGED = FromBid(commitment_id=COMMITMENT, number=1, is_changed=True)
LESS = FromBid(commitment_id=COMMITMENT, number=1, is_changed=True, less=[Less.VALUE])
NEW_AND_LESS = FromBid(commitment_id=COMMITMENT, number=1, less=[Less.QUANTITY])
LEFT_OUT = FromBid(commitment_id=COMMITMENT, number=1, is_left_out=True)


def every_case() -> Iterator[tuple[Amendment, OfferVersion, bool]]:
    """Yield every mix of what the guard looks at, with whether the approver answers for it."""
    for is_amendment, obligation, value, bid, is_answered in product(
        (False, True), (False, True), (False, True), (KEPT, CHANGED, LESS, LEFT_OUT), (False, True)
    ):
        amendment = Amendment(
            is_amendment=is_amendment,
            obligation_changes=obligation,
            contract_value_changes=value,
            from_bid=[
                FromBid(
                    commitment_id=bid.commitment_id,
                    number=bid.number,
                    is_changed=bid.is_changed,
                    is_left_out=bid.is_left_out,
                    less=bid.less,
                    is_answered=is_answered,
                )
            ],
        )
        for ground, text, answers in product(
            (None, *Ground), ("", "artikel 14 van de leidraad"), (None, NO, YES)
        ):
            cause = Cause.EXTENSION if is_amendment else None
            request = an_offer(cause=cause, ground=ground, ground_text=text, answers=answers)
            yield amendment, request, is_answered


def test_the_guard_lets_through_exactly_what_the_law_asks():
    """Told a second time, from the law's side, over all three thousand mixes."""
    seen = 0
    for amendment, request, is_answered in every_case():
        [bid] = amendment.from_bid
        is_asked = amendment.is_amendment and (
            amendment.obligation_changes
            or amendment.contract_value_changes
            or bid.is_changed
            or bid.is_left_out
        )
        is_less = bid.is_left_out or bool(bid.less)
        has_ground, has_text = request.ground is not None, bool(request.ground_text)
        is_not_substantial = request.ground is Ground.NOT_SUBSTANTIAL
        passes = (
            (has_ground == has_text)
            and (amendment.is_amendment or not has_ground)
            and (has_ground or not is_asked)
            and (request.answers is not None or not (is_less or is_not_substantial))
            and not (is_not_substantial and request.answers == YES)
            and (is_answered or not is_less)
        )
        assert (not guard_faults(amendment, request)) is passes, (amendment, request)
        seen += 1
    assert seen == 2 * 2 * 2 * 4 * 2 * 8 * 2 * 3


def test_everything_missing_is_said_at_once_and_in_its_place():
    amendment = Amendment(is_amendment=True, obligation_changes=True, from_bid=[LESS, LEFT_OUT])

    assert [(fault.pointer, fault.slug) for fault in guard_faults(amendment, an_offer())] == [
        ("/cause", "agreements/cause-missing"),
        ("/ground", "agreements/ground-missing"),
        ("/groundText", "agreements/ground-missing"),
        ("/answers", "agreements/answers-missing"),
        (f"/commitments/{COMMITMENT}", "agreements/less-than-bid"),
        (f"/commitments/{COMMITMENT}", "agreements/left-out-of-bid"),
    ]


def test_each_yes_is_named_when_the_change_is_said_not_to_be_substantial():
    request = an_offer(
        cause=Cause.ADJUSTMENT,
        ground=Ground.NOT_SUBSTANTIAL,
        ground_text="kleine verschuiving",
        answers=YES,
    )

    assert slugs(Amendment(is_amendment=True), request) == {
        "/answers/otherWinner": "agreements/substantial",
        "/answers/scopeWidens": "agreements/substantial",
    }


def test_on_another_ground_a_yes_stays_to_be_seen():
    request = an_offer(
        cause=Cause.EXTENSION,
        ground=Ground.REVIEW_CLAUSE,
        ground_text="artikel 14 van de leidraad",
        answers=YES,
    )

    assert slugs(Amendment(is_amendment=True, obligation_changes=True), request) == {}


def test_a_first_version_changes_nothing_and_cannot_say_that_it_does():
    request = an_offer(
        cause=Cause.EXTENSION,
        ground=Ground.MINOR_VALUE,
        ground_text="minder dan tien procent",
        endings=[CommitmentEnding(commitment_id=COMMITMENT, ends_on=TODAY, reason="klaar")],
        ending=AgreementEnding(ends_on=TODAY, reason="klaar"),
    )

    assert set(slugs(Amendment(is_amendment=False), request)) == {
        "/cause",
        "/ground",
        "/groundText",
        "/endings",
        "/ending",
    }
    assert set(slugs(Amendment(is_amendment=False), request).values()) == {
        "agreements/nothing-in-force"
    }


def test_less_than_was_bid_takes_the_approver_in_a_first_version_too():
    amendment = Amendment(is_amendment=False, from_bid=[NEW_AND_LESS])

    assert set(slugs(amendment, an_offer()).values()) == {
        "agreements/answers-missing",
        "agreements/less-than-bid",
    }
    assert asks_ground(amendment) == []


@pytest.mark.parametrize(
    ("members", "slug"),
    [
        ({"cause": Cause.FIRST}, "agreements/not-the-first"),
        ({"cause": Cause.ENDING}, "agreements/cause-not-ending"),
        (
            {
                "cause": Cause.OTHER,
                "ending": AgreementEnding(ends_on=TODAY, reason="De aannemer stopt."),
            },
            "agreements/cause-is-ending",
        ),
    ],
)
def test_a_cause_fits_what_the_version_does(members: dict[str, Any], slug: str):
    assert slugs(Amendment(is_amendment=True), an_offer(**members)) == {"/cause": slug}


def test_only_the_first_version_is_the_first():
    assert fitting_causes(Amendment(is_amendment=False)) == [Cause.FIRST]
    assert Cause.FIRST not in fitting_causes(Amendment(is_amendment=True))
    assert len(fitting_causes(Amendment(is_amendment=True))) == len(Cause) - 1


def test_a_reader_is_told_why_something_is_asked():
    amendment = Amendment(
        is_amendment=True,
        obligation_changes=True,
        contract_value_changes=True,
        from_bid=[CHANGED, LEFT_OUT, KEPT],
    )

    assert [asked.why for asked in asks_ground(amendment)] == [
        Why.OBLIGATION,
        Why.CONTRACT_VALUE,
        Why.BID_CHANGED,
        Why.BID_LEFT_OUT,
    ]
    assert [(asked.why, asked.number) for asked in asks_answers(amendment)] == [
        (Why.LESS_THAN_BID, 1)
    ]


def test_what_is_signed_says_why_the_version_is_made():
    said = change_part(
        Amendment(is_amendment=True),
        an_offer(cause=Cause.EXTENSION, ground=Ground.REVIEW_CLAUSE, ground_text=" artikel 14 "),
    )
    assert (said.cause, said.ground, said.ground_text, said.answers) == (
        Cause.EXTENSION,
        Ground.REVIEW_CLAUSE,
        "artikel 14",
        None,
    )
    assert change_part(Amendment(is_amendment=False), an_offer()).cause is Cause.FIRST


class TestEndings:
    def test_whatever_binds_and_is_left_out_ends_with_a_day_and_a_reason(self):
        bound = [a_bound(), a_bound(commitment_id=uuid4(), number=3)]

        faults = ending_faults(an_offer(), bound, [bound[1].commitment_id], today=TODAY)

        assert [(fault.pointer, fault.slug, fault.facts) for fault in faults] == [
            (f"/commitments/{COMMITMENT}", "agreements/ending-missing", {"number": 2})
        ]
        assert (
            ending_faults(an_offer(), bound, [each.commitment_id for each in bound], today=TODAY)
            == []
        )

    @pytest.mark.parametrize(
        ("day", "slug"),
        [
            (date(2026, 11, 20), "agreements/ends-before-today"),
            (date(2026, 11, 21), None),
            (date(2027, 3, 1), None),
            (date(2027, 3, 2), "agreements/ends-after-its-end"),
        ],
    )
    def test_it_ends_today_at_the_earliest_and_on_its_own_last_day_at_the_latest(
        self, day: date, slug: str | None
    ):
        bound = [a_bound(ends_on=date(2027, 3, 1))]
        request = an_offer(
            endings=[CommitmentEnding(commitment_id=COMMITMENT, ends_on=day, reason="Verhuisd.")]
        )

        faults = ending_faults(request, bound, [], today=TODAY)

        assert [fault.slug for fault in faults] == ([] if slug is None else [slug])

    def test_what_is_over_already_ended_on_its_own_last_day(self):
        over = date(2026, 6, 30)
        assert days_to_end(over, today=TODAY) == (over, over)

    @pytest.mark.parametrize("ending", [uuid4(), COMMITMENT])
    def test_only_what_binds_and_is_left_out_can_end(self, ending: UUID):
        request = an_offer(
            endings=[CommitmentEnding(commitment_id=ending, ends_on=TODAY, reason="Verhuisd.")]
        )

        faults = ending_faults(request, [a_bound()], [COMMITMENT], today=TODAY)

        assert [(fault.pointer, fault.slug) for fault in faults] == [
            ("/endings/0/commitmentId", "agreements/ends-nothing")
        ]

    def test_the_same_cannot_end_twice_and_never_without_a_reason(self):
        ending = CommitmentEnding(commitment_id=COMMITMENT, ends_on=TODAY, reason=" ")

        faults = ending_faults(an_offer(endings=[ending, ending]), [a_bound()], [], today=TODAY)

        assert [(fault.pointer, fault.slug) for fault in faults] == [
            ("/endings/0/reason", "required"),
            ("/endings/1/commitmentId", "agreements/ends-nothing"),
        ]

    def test_when_all_ends_each_ends_on_that_day_or_its_own(self):
        early, late, over = (
            a_bound(number=1, commitment_id=uuid4(), ends_on=date(2026, 12, 1)),
            a_bound(number=2, commitment_id=uuid4(), ends_on=date(2028, 1, 1)),
            a_bound(number=3, commitment_id=uuid4(), ends_on=date(2026, 2, 1)),
        )
        request = an_offer(ending=AgreementEnding(ends_on=date(2026, 12, 31), reason=" Stopt. "))

        assert ending_faults(request, [early, late, over], [], today=TODAY) == []
        endings = endings_of(request, [early, late, over], [], today=TODAY)

        assert [(each.number, each.ends_on, each.reason) for each in endings] == [
            (1, date(2026, 12, 1), "Stopt."),
            (2, date(2026, 12, 31), "Stopt."),
            (3, date(2026, 2, 1), "Stopt."),
        ]

    def test_when_all_ends_nothing_goes_on_or_ends_apart(self):
        request = an_offer(
            commitments=[COMMITMENT],
            endings=[CommitmentEnding(commitment_id=COMMITMENT, ends_on=TODAY, reason="Klaar.")],
            ending=AgreementEnding(ends_on=date(2029, 1, 1), reason=""),
        )

        faults = ending_faults(
            request, [a_bound()], [], today=TODAY, contract_ends_on=date(2028, 7, 31)
        )

        assert [(fault.pointer, fault.slug) for fault in faults] == [
            ("/ending/endsOn", "agreements/ends-after-its-end"),
            ("/ending/reason", "required"),
            ("/commitments", "agreements/all-ends"),
            ("/endings", "agreements/all-ends"),
        ]

    def test_nothing_is_missing_for_a_version_with_which_all_ends(self):
        assert shortcomings([], has_purpose=False, has_obligation=False, ends=True) == []


def test_there_is_always_a_last_day_to_sign():
    """Late in the evening it is tomorrow already in Greenwich, but not in the Netherlands."""
    evening = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)
    assert sign_by_on(None, at=evening) == date(2026, 12, 15)
    assert sign_by_on(None, at=datetime(2026, 11, 17, 23, 30, tzinfo=UTC)) == date(2026, 12, 16)
    assert sign_by_on(date(2026, 12, 4), at=evening) == date(2026, 12, 4)


def test_a_reason_in_the_journal_tells_nothing_once_its_salt_is_gone():
    first = reason_digest(salt="0" * 64, reason="Te duur.")
    assert len(first) == 64
    assert first != reason_digest(salt="1" * 64, reason="Te duur.")
    assert first != reason_digest(salt="0" * 64, reason="Te laat.")
