"""Every refusal of a move, and every way through."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs
from tests.builders_commitments import (
    AT,
    a_negotiation,
    a_put,
    agreed,
    bound,
    days,
    some_terms,
)

from samenspraak.commitments.decisions import (
    NothingProposed,
    NothingToAnswer,
    NotOnTheTable,
    NotReadyToAgree,
    NotYourTurn,
    OthersProposal,
    OwnProposal,
    PackageOver,
    PackageTogether,
    Paused,
    ReasonMissing,
    StaleRevision,
    StillOnTheTable,
    TooLate,
    accept,
    accept_package,
    answer,
    breaks_package,
    check_anew,
    check_package,
    counter,
    decline,
    judge,
    lapse,
    name_of,
    open_verbs,
    question,
    unpack,
    withdraw,
)
from samenspraak.commitments.schemas import ClosedAs, Named, Negotiation, Verb
from samenspraak.errors import Conflict, Invalid
from samenspraak.workspaces.schemas import Side

BUYER, CONTRACTOR = Side.BUYER, Side.CONTRACTOR
ON_TEXT = [verb for verb in Verb if verb is not Verb.PROPOSE]


def stale(negotiation: Negotiation) -> Named:
    return structs.replace(name_of(negotiation), digest="something read before")


def test_a_side_accepts_what_the_other_side_proposed():
    offer = a_negotiation()

    closed = accept(offer, BUYER, name_of(offer), some_terms(), AT)

    assert (closed.is_open, closed.closed_as, closed.closed_at) == (False, ClosedAs.AGREED, AT)
    assert (closed.revision, closed.digest) == (offer.revision, offer.digest)


def test_a_side_cannot_accept_its_own_proposal():
    """Agreement needs two sides; otherwise a proposal would bind by itself."""
    offer = a_negotiation(by=CONTRACTOR)

    with pytest.raises(OwnProposal):
        accept(offer, CONTRACTOR, name_of(offer), some_terms(), AT)


def test_a_side_cannot_accept_its_own_proposal_when_the_turn_came_back_with_a_question():
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    with pytest.raises(OwnProposal):
        accept(asked, CONTRACTOR, name_of(asked), some_terms(), AT)


@pytest.mark.parametrize(
    "other",
    [{"revision": 1}, {"digest": "something read before"}, {"revision": 3}],
    ids=["an earlier number", "another digest", "a number that does not exist"],
)
@pytest.mark.parametrize("verb", ON_TEXT)
def test_an_answer_to_another_text_is_refused_with_the_text_that_is_there(
    verb: Verb, other: dict[str, Any]
):
    offer = a_negotiation(revision=2, has_question=True)

    with pytest.raises(StaleRevision) as refused:
        judge(verb, offer, BUYER, structs.replace(name_of(offer), **other), AT)

    assert refused.value.facts == {
        "commitment_id": str(offer.commitment_id),
        "current_revision": 2,
        "current_digest": offer.digest,
    }


@pytest.mark.parametrize("closed_as", ClosedAs)
@pytest.mark.parametrize("verb", ON_TEXT)
@pytest.mark.parametrize("side", [BUYER, CONTRACTOR])
def test_nothing_is_answered_once_it_is_off_the_table(verb: Verb, side: Side, closed_as: ClosedAs):
    offer = a_negotiation(is_open=False, closed_as=closed_as, closed_at=AT)

    with pytest.raises(NotOnTheTable) as refused:
        judge(verb, offer, side, name_of(offer), AT)

    assert refused.value.facts == {"closed_as": closed_as}


@pytest.mark.parametrize("verb", ON_TEXT)
@pytest.mark.parametrize("side", [BUYER, CONTRACTOR])
@pytest.mark.parametrize("late", [days(0), days(1)])
def test_the_moment_an_offer_ends_is_too_late_for_everything(verb: Verb, side: Side, late: Any):
    offer = a_negotiation(until_at=AT, until_lapses=True, has_question=True)

    with pytest.raises(TooLate):
        judge(verb, offer, side, name_of(offer), AT + late)


def test_just_before_its_end_an_offer_can_be_accepted():
    offer = a_negotiation(until_at=AT, until_lapses=True)

    closed = accept(offer, BUYER, name_of(offer), some_terms(), AT - days(1))

    assert closed.closed_as is ClosedAs.AGREED


def test_while_the_clock_is_paused_an_offer_does_not_run_out():
    offer = a_negotiation(until_at=AT, until_lapses=True, paused_at=AT - days(1))

    question(offer, BUYER, name_of(offer), AT + days(5))


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.ACCEPT_PACKAGE, Verb.COUNTER, Verb.DECLINE])
def test_during_a_pause_nobody_decides(verb: Verb):
    offer = a_negotiation(paused_at=AT)

    with pytest.raises(Paused):
        judge(verb, offer, BUYER, name_of(offer), AT)


def test_during_a_pause_people_talk_and_may_take_back_what_is_theirs():
    offer = a_negotiation(paused_at=AT)

    asked = question(offer, BUYER, name_of(offer), AT)
    answered = answer(asked, CONTRACTOR, name_of(asked), AT)

    assert withdraw(answered, CONTRACTOR, name_of(offer), "", AT).closed_as is ClosedAs.WITHDRAWN


def test_a_counter_puts_another_text_on_the_table_and_passes_the_turn():
    offer = a_negotiation(by=CONTRACTOR, until_at=AT + days(3))
    reply = a_put(by=BUYER, revision=2, until_at=AT + days(9))

    countered = counter(offer, reply, name_of(offer))

    assert (countered.revision, countered.digest) == (2, reply.digest)
    assert (countered.proposed_by, countered.turn) == (BUYER, CONTRACTOR)
    assert countered.until_at == AT + days(9)
    assert countered.first_revision == 1


def test_after_a_counter_the_earlier_text_can_no_longer_be_accepted():
    offer = a_negotiation(by=CONTRACTOR)
    countered = counter(offer, a_put(by=BUYER, revision=2), name_of(offer))

    for side in (BUYER, CONTRACTOR):
        with pytest.raises(StaleRevision):
            accept(countered, side, name_of(offer), some_terms(), AT)


def test_the_proposer_does_not_counter_while_the_other_side_is_to_move():
    offer = a_negotiation(by=CONTRACTOR)

    with pytest.raises(NotYourTurn):
        counter(offer, a_put(by=CONTRACTOR, revision=2), name_of(offer))


def test_a_question_hands_the_turn_to_the_proposer_and_the_text_stays():
    offer = a_negotiation(by=CONTRACTOR)

    asked = question(offer, BUYER, name_of(offer), AT)

    assert (asked.turn, asked.has_question) == (CONTRACTOR, True)
    assert name_of(asked) == name_of(offer)


def test_an_answer_hands_the_turn_back_and_the_text_stays():
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    answered = answer(asked, CONTRACTOR, name_of(asked), AT)

    assert (answered.turn, answered.has_question) == (BUYER, False)
    assert name_of(answered) == name_of(offer)


def test_the_proposer_may_answer_a_question_with_another_text():
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    improved = counter(asked, a_put(by=CONTRACTOR, revision=2), name_of(asked))

    assert (improved.proposed_by, improved.turn) == (CONTRACTOR, BUYER)
    assert not improved.has_question


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.COUNTER, Verb.DECLINE, Verb.QUESTION])
def test_whoever_asked_waits_for_the_answer(verb: Verb):
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    with pytest.raises(NotYourTurn):
        judge(verb, asked, BUYER, name_of(asked), AT)


@pytest.mark.parametrize("side", [BUYER, CONTRACTOR])
def test_without_a_question_there_is_nothing_to_answer(side: Side):
    offer = a_negotiation()

    with pytest.raises(NothingToAnswer):
        answer(offer, side, name_of(offer), AT)


def test_whoever_asked_does_not_answer():
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    with pytest.raises(NotYourTurn):
        answer(asked, BUYER, name_of(asked), AT)


def test_declining_keeps_the_reason():
    offer = a_negotiation()

    closed = decline(offer, BUYER, name_of(offer), "  Fijn, maar het is niet nieuw. ", AT)

    assert (closed.closed_as, closed.closed_reason) == (
        ClosedAs.DECLINED,
        "Fijn, maar het is niet nieuw.",
    )


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_declining_without_a_reason_is_refused(reason: str):
    offer = a_negotiation()

    with pytest.raises(ReasonMissing) as refused:
        decline(offer, BUYER, name_of(offer), reason, AT)

    assert [fault.pointer for fault in refused.value.faults] == ["/reason"]


@pytest.mark.parametrize("closing", [decline, withdraw])
def test_a_reason_has_a_limit(closing: Callable[..., Negotiation]):
    offer = a_negotiation()
    side = BUYER if closing is decline else CONTRACTOR

    with pytest.raises(Invalid):
        closing(offer, side, name_of(offer), "a" * 4_001, AT)


def test_a_side_does_not_decline_its_own_proposal():
    offer = a_negotiation(by=CONTRACTOR)

    with pytest.raises(OwnProposal):
        decline(offer, CONTRACTOR, name_of(offer), "toch niet", AT)


def test_the_proposer_withdraws_whoever_is_to_move():
    offer = a_negotiation(by=CONTRACTOR)
    asked = question(offer, BUYER, name_of(offer), AT)

    for standing in (offer, asked):
        closed = withdraw(standing, CONTRACTOR, name_of(offer), "", AT)
        assert (closed.closed_as, closed.closed_reason) == (ClosedAs.WITHDRAWN, None)


def test_nobody_withdraws_what_the_other_side_proposed():
    offer = a_negotiation(by=CONTRACTOR)

    with pytest.raises(OthersProposal):
        withdraw(offer, BUYER, name_of(offer), "", AT)


@pytest.mark.parametrize(
    ("lacking", "slug"),
    [
        ({"kind": None}, "commitments/needs-kind"),
        ({"result_goal": None, "effort_goal": None}, "commitments/needs-goal"),
        ({"scope": None}, "commitments/needs-scope"),
        ({"value": None}, "commitments/needs-value"),
    ],
)
def test_nobody_agrees_to_a_text_that_leaves_open_what_matters(lacking: dict[str, None], slug: str):
    offer = a_negotiation()

    with pytest.raises(NotReadyToAgree) as refused:
        accept(offer, BUYER, name_of(offer), some_terms(**lacking), AT)

    assert [fault.slug for fault in refused.value.faults] == [slug]
    assert isinstance(refused.value, Conflict)


def test_a_change_is_proposed_of_what_is_agreed():
    first = agreed(a_negotiation())

    check_anew([first], [], name_of(first), AT)
    check_anew([first], [bound(first)], name_of(first), AT)


def test_no_change_is_proposed_while_a_proposal_lies_with_a_side():
    first = agreed(a_negotiation())
    second = a_negotiation(commitment_id=first.commitment_id, revision=2, number=2)

    with pytest.raises(StillOnTheTable) as refused:
        check_anew([first, second], [], name_of(first), AT)

    assert refused.value.facts["current_revision"] == 2


def test_after_a_change_lapsed_another_can_be_proposed():
    first = agreed(a_negotiation())
    second = a_negotiation(
        commitment_id=first.commitment_id,
        revision=2,
        number=2,
        until_at=AT - days(1),
        until_lapses=True,
    )

    check_anew([first, second], [], name_of(first), AT)


def test_after_a_change_was_declined_another_names_the_agreed_text():
    first = agreed(a_negotiation())
    second = a_negotiation(
        commitment_id=first.commitment_id,
        revision=2,
        number=2,
        is_open=False,
        closed_as=ClosedAs.DECLINED,
        closed_at=AT,
    )

    check_anew([first, second], [], name_of(first), AT)
    with pytest.raises(StaleRevision):
        check_anew([first, second], [], name_of(second), AT)


@pytest.mark.parametrize("closed_as", [ClosedAs.DECLINED, ClosedAs.WITHDRAWN, ClosedAs.LAPSED])
def test_what_was_never_agreed_is_not_changed(closed_as: ClosedAs):
    """A no stays a no; something else is a new commitment."""
    first = a_negotiation(is_open=False, closed_as=closed_as, closed_at=AT)

    with pytest.raises(NotOnTheTable):
        check_anew([first], [], name_of(first), AT)


def test_what_a_later_version_left_out_is_not_changed():
    first = agreed(a_negotiation())

    with pytest.raises(NotOnTheTable) as refused:
        check_anew([first], [bound(first, until=AT)], name_of(first), AT)

    assert refused.value.facts == {"closed_as": "ended"}


def a_package(count: int = 2, **changes: Any) -> dict[Any, Negotiation]:
    package_id = a_put().revision_id
    parts = [a_negotiation(package_id=package_id, **changes) for _ in range(count)]
    return {part.commitment_id: part for part in parts}


def test_a_package_is_accepted_whole():
    parts = a_package(3)
    names = [name_of(part) for part in parts.values()]

    closed = accept_package(parts, BUYER, names, dict.fromkeys(parts, some_terms()), AT)

    assert [part.closed_as for part in closed] == [ClosedAs.AGREED] * 3


@pytest.mark.parametrize("keep", [0, 1])
def test_part_of_a_package_is_not_accepted(keep: int):
    parts = a_package(2)
    names = [name_of(part) for part in parts.values()][:keep]

    with pytest.raises(PackageTogether):
        accept_package(parts, BUYER, names, dict.fromkeys(parts, some_terms()), AT)


def test_naming_one_part_twice_is_not_naming_all():
    parts = a_package(2)
    names = [name_of(part) for part in parts.values()]

    with pytest.raises(PackageTogether):
        accept_package(parts, BUYER, [*names, names[0]], dict.fromkeys(parts, some_terms()), AT)


def test_one_stale_text_refuses_the_whole_package():
    parts = a_package(3)
    names = [name_of(part) for part in parts.values()]
    names[2] = stale(parts[names[2].commitment_id])

    with pytest.raises(StaleRevision):
        accept_package(parts, BUYER, names, dict.fromkeys(parts, some_terms()), AT)


def test_one_incomplete_text_refuses_the_whole_package_and_says_which():
    parts = a_package(2)
    names = [name_of(part) for part in parts.values()]
    terms = {names[0].commitment_id: some_terms(), names[1].commitment_id: some_terms(kind=None)}

    with pytest.raises(NotReadyToAgree) as refused:
        accept_package(parts, BUYER, names, terms, AT)

    assert [fault.pointer for fault in refused.value.faults] == ["/revisions/1/terms/kind"]


def test_the_proposer_does_not_accept_the_own_package():
    parts = a_package(2, by=CONTRACTOR)
    names = [name_of(part) for part in parts.values()]

    with pytest.raises(OwnProposal):
        accept_package(parts, CONTRACTOR, names, dict.fromkeys(parts, some_terms()), AT)


def test_a_package_that_fell_apart_is_over():
    with pytest.raises(PackageOver):
        accept_package({}, BUYER, [], {}, AT)


def test_one_text_of_a_package_is_not_accepted_by_itself():
    (part, _) = a_package(2).values()

    with pytest.raises(PackageTogether):
        accept(part, BUYER, name_of(part), some_terms(), AT)


def test_an_answer_to_one_text_breaks_the_package():
    (part, _) = a_package(2).values()
    reply = a_put(by=BUYER, revision=2)

    assert breaks_package(part, counter(part, reply, name_of(part)))
    assert breaks_package(part, decline(part, BUYER, name_of(part), "nee", AT))
    assert breaks_package(part, withdraw(part, CONTRACTOR, name_of(part), "", AT))
    assert breaks_package(part, lapse(structs.replace(part, until_at=AT)))


def test_a_question_and_a_better_text_of_the_proposer_leave_the_package_whole():
    (part, _) = a_package(2, by=CONTRACTOR).values()
    asked = question(part, BUYER, name_of(part), AT)
    improved = counter(asked, a_put(by=CONTRACTOR, revision=2), name_of(asked))

    assert not breaks_package(part, asked)
    assert not breaks_package(asked, improved)
    assert improved.package_id == part.package_id


def test_what_is_left_of_a_package_goes_back_to_its_proposer():
    """Offered together, one part alone was never offered: nobody may pick it out."""
    (rest,) = unpack([*a_package(1, by=CONTRACTOR).values()])

    assert (rest.package_id, rest.turn, rest.has_question) == (None, CONTRACTOR, True)
    with pytest.raises(NotYourTurn):
        accept(rest, BUYER, name_of(rest), some_terms(), AT)

    alone = answer(rest, CONTRACTOR, name_of(rest), AT)
    assert accept(alone, BUYER, name_of(rest), some_terms(), AT).closed_as is ClosedAs.AGREED


@pytest.mark.parametrize("count", [0, 1, 21])
def test_a_package_has_two_to_twenty_texts(count: int):
    with pytest.raises(Invalid):
        check_package([a_put().revision_id for _ in range(count)])


def test_a_package_names_a_commitment_once():
    commitment_id = a_put().revision_id

    with pytest.raises(Invalid):
        check_package([commitment_id, commitment_id])


@pytest.mark.parametrize(
    ("side", "verbs"),
    [
        (BUYER, [Verb.QUESTION, Verb.COUNTER, Verb.ACCEPT, Verb.DECLINE]),
        (CONTRACTOR, [Verb.WITHDRAW]),
    ],
)
def test_open_verbs_of_a_proposal(side: Side, verbs: list[Verb]):
    offer = a_negotiation(by=CONTRACTOR)

    assert open_verbs([offer], [], [], {offer.commitment_id: some_terms()}, side, AT) == verbs


@pytest.mark.parametrize(
    ("side", "verbs"),
    [(BUYER, []), (CONTRACTOR, [Verb.ANSWER, Verb.COUNTER, Verb.WITHDRAW])],
)
def test_open_verbs_after_a_question(side: Side, verbs: list[Verb]):
    offer = a_negotiation(by=CONTRACTOR, turn=CONTRACTOR, has_question=True)

    assert open_verbs([offer], [], [], {offer.commitment_id: some_terms()}, side, AT) == verbs


@pytest.mark.parametrize("side", [BUYER, CONTRACTOR])
def test_open_verbs_of_what_is_agreed(side: Side):
    offer = agreed(a_negotiation(by=CONTRACTOR))
    terms = {offer.commitment_id: some_terms()}

    assert open_verbs([offer], [], [], terms, side, AT) == [Verb.PROPOSE]
    assert open_verbs([offer], [bound(offer)], [], terms, side, AT) == [Verb.PROPOSE]
    assert open_verbs([offer], [bound(offer, until=AT)], [], terms, side, AT) == []


def test_open_verbs_leave_out_a_yes_that_would_be_refused():
    offer = a_negotiation(by=CONTRACTOR)

    verbs = open_verbs([offer], [], [], {offer.commitment_id: some_terms(kind=None)}, BUYER, AT)

    assert verbs == [Verb.QUESTION, Verb.COUNTER, Verb.DECLINE]


def test_open_verbs_of_a_package_offer_one_yes_to_all():
    parts = a_package(2, by=CONTRACTOR)
    first = next(iter(parts.values()))
    terms = dict.fromkeys(parts, some_terms())

    verbs = open_verbs([first], [], [*parts.values()], terms, BUYER, AT)

    assert Verb.ACCEPT_PACKAGE in verbs
    assert Verb.ACCEPT not in verbs


def test_a_change_takes_something_that_was_proposed():
    with pytest.raises(NothingProposed):
        check_anew([], [], name_of(a_negotiation()), AT)
