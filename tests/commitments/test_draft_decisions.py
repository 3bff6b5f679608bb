"""What proposing a draft comes to, what it may begin from, and where faults are shown."""

from typing import Any

import pytest
from tests.builders_commitments import AT, a_negotiation, agreed, bound, days, some_terms

from samenspraak.commitments.decisions import (
    NotOnTheTable,
    Reading,
    StaleRevision,
    at_fields,
    check_answers,
    check_beginning,
    check_beginning_round,
    check_still_written,
    concept_standing,
    draft_faults,
    open_proposal,
    proposal_of,
    terms_of_content,
    with_condition,
)
from samenspraak.commitments.schemas import ClosedAs, Proposal, Responsible, Status
from samenspraak.commitments.terms import Scope
from samenspraak.drafting.schemas import FIELDS, Content, DraftKind
from samenspraak.errors import Fault, Invalid, NotFound
from samenspraak.workspaces.schemas import ScopeRule, Side


def test_what_was_never_proposed_is_something_new():
    assert proposal_of([], [], AT) == (Proposal.PROPOSE, None)


def test_what_lies_on_the_table_is_countered():
    negotiation = a_negotiation()

    assert proposal_of([negotiation], [], AT) == (Proposal.COUNTER, negotiation)


def test_what_is_agreed_is_changed():
    held = agreed(a_negotiation())

    assert proposal_of([held], [], AT) == (Proposal.PROPOSE_ANEW, held)
    assert proposal_of([held], [bound(held)], AT) == (Proposal.PROPOSE_ANEW, held)


def test_what_lapsed_leaves_what_was_agreed_before():
    held = agreed(a_negotiation())
    lapsed = a_negotiation(number=2, revision=2, until_at=AT - days(1), until_lapses=True)

    assert proposal_of([held, lapsed], [], AT) == (Proposal.PROPOSE_ANEW, held)


@pytest.mark.parametrize("closed_as", [ClosedAs.DECLINED, ClosedAs.WITHDRAWN, ClosedAs.LAPSED])
def test_a_no_stays_a_no(closed_as: ClosedAs):
    closed = a_negotiation(is_open=False, closed_as=closed_as, closed_at=AT)

    with pytest.raises(NotOnTheTable) as refused:
        proposal_of([closed], [], AT)

    assert refused.value.facts == {"closed_as": closed_as}
    assert open_proposal([closed], [], Side.BUYER, AT) == []


def test_what_a_signed_version_left_out_is_over():
    held = agreed(a_negotiation())

    with pytest.raises(NotOnTheTable):
        proposal_of([held], [bound(held, until=AT)], AT)


def test_turns_decide_who_may_counter_and_nothing_else():
    by_contractor = a_negotiation(by=Side.CONTRACTOR)
    held = agreed(by_contractor)

    assert open_proposal([by_contractor], [], Side.BUYER, AT) == [Proposal.COUNTER]
    assert open_proposal([by_contractor], [], Side.CONTRACTOR, AT) == []
    for side in (Side.BUYER, Side.CONTRACTOR):
        assert open_proposal([], [], side, AT) == [Proposal.PROPOSE]
        assert open_proposal([held], [], side, AT) == [Proposal.PROPOSE_ANEW]


def test_nothing_is_countered_during_a_pause():
    paused = a_negotiation(by=Side.CONTRACTOR, paused_at=AT)

    assert open_proposal([paused], [], Side.BUYER, AT) == []


def test_a_draft_begins_from_the_text_that_was_seen():
    round_ = a_negotiation(revision=3)

    check_beginning_round(round_, None, None)
    check_beginning_round(round_, 3, None)
    check_beginning_round(round_, 3, round_.digest)
    for revision, digest in ((2, None), (3, "other"), (2, round_.digest)):
        with pytest.raises(StaleRevision) as refused:
            check_beginning_round(round_, revision, digest)
        assert refused.value.facts["current_revision"] == 3


def test_an_answer_names_a_round_when_there_is_one():
    round_ = a_negotiation(revision=2)

    check_answers(None, has_named=False)
    check_answers(round_, has_named=True)
    with pytest.raises(StaleRevision):
        check_answers(round_, has_named=False)
    with pytest.raises(NotFound):
        check_answers(None, has_named=True)


def test_what_was_put_away_is_not_written_any_more():
    check_still_written(None)
    with pytest.raises(NotOnTheTable) as refused:
        check_still_written(AT)
    assert refused.value.facts == {"closed_as": "discarded"}


def test_a_draft_begins_with_no_more_than_terms_hold():
    check_beginning(title="x" * 200, text="x" * 20_000, condition="x" * 20_000)
    with pytest.raises(Invalid) as refused:
        check_beginning(title="x" * 201, text="x" * 20_001, condition="x" * 20_001)
    assert [fault.pointer for fault in refused.value.faults] == ["/title", "/text", "/condition"]


@pytest.mark.parametrize(
    ("text", "condition", "together"),
    [
        ("Twee plekken.", "Mits begeleid.", "Twee plekken.\n\nMits begeleid."),
        ("Twee plekken.\n", " Mits begeleid. ", "Twee plekken.\n\nMits begeleid."),
        ("", "Mits begeleid.", "Mits begeleid."),
        ("Twee plekken.", "  ", "Twee plekken."),
    ],
)
def test_a_condition_is_the_last_paragraph(text: str, condition: str, together: str):
    assert with_condition(text, condition) == together


def test_a_concept_is_nobodys_turn():
    standing = concept_standing(None)

    assert (standing.status, standing.turn, standing.closed_as) == (Status.CONCEPT, None, None)


def test_a_concept_that_was_put_away_is_closed():
    standing = concept_standing(AT)

    assert (standing.status, standing.closed_as, standing.closed_at) == (
        Status.CLOSED,
        "discarded",
        AT,
    )


PEOPLE = [
    Responsible(side="contractor", name="Leermeester"),
    Responsible(side="buyer", name="Wijkteam"),
]


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/terms/title", "title"),
        ("/terms/quantity", "quantity"),
        ("/terms/spentCents", "spentCents"),
        ("/terms/unit", "unit"),
        ("/terms/period", "period.months"),
        ("/terms/period/endsOn", "period.endsOn"),
        ("/terms/value", "value.amountCents"),
        ("/terms/value/amountCents", "value.amountCents"),
        ("/terms/value/catalogue", "value.amountCents"),
        ("/terms/value/catalogue/edition", "value.amountCents"),
        ("/terms/value/measure", "value.amountCents"),
        ("/terms/value/calculation", "value.calculation"),
        ("/terms/value/calculation/0/text", "value.calculation"),
        ("/terms/value/calculation/3/factors/1/number", "value.calculation"),
        ("/terms/resultGoal", "resultGoal.text"),
        ("/terms/effortGoal/text", "effortGoal.text"),
        ("/terms/resultGoal/number", "resultGoal.number"),
        ("/terms/partners", "partner.name"),
        ("/terms/partners/0/ownPart", "partner.ownPart"),
        ("/terms/partners/2/name", "partner.name"),
        ("/terms/purposeParts", "purposeParts"),
        ("/terms/purposeParts/2", "purposeParts"),
        ("/terms/hintsSkipped", "hintsSkipped"),
        ("/terms/hintsSkipped/1", "hintsSkipped"),
        ("/terms/ladder", "ladder"),
        ("/terms/ladder/0/toStep", "ladder"),
        ("/terms/pilot", "pilot.question"),
        ("/terms/pilot/endsOn", "pilot.endsOn"),
        ("/terms/counting/additions/0/quantity", "counting.additions"),
        ("/terms/counting/factors/2/number", "counting.factors"),
        ("/terms/counting/percent", "counting.percent"),
        ("/terms/countsTowardsObligation", "countsTowardsObligation"),
        ("/terms/countsGround", "countsGround"),
        ("/terms/evidence", "evidence"),
        ("/terms/responsible/1/role", "responsible.buyer.role"),
        ("/responsible", "responsible.buyer.name"),
        ("/responsible/0/name", "responsible.contractor.name"),
        ("/responsible/1/participantId", "responsible.buyer.participantId"),
        ("/responsible/9/name", "responsible.buyer.name"),
        ("/untilOn", "untilOn"),
        ("/within", "within.days"),
        ("/within/days", "within.days"),
    ],
)
def test_a_fault_is_shown_where_it_was_written(pointer: str, field: str):
    assert field in FIELDS[DraftKind.COMMITMENT]
    fault = Fault(pointer=pointer, slug="value", facts={"limit": 3})

    assert at_fields([fault], PEOPLE) == [
        Fault(pointer=f"/fields/{field}", slug="value", facts={"limit": 3})
    ]


def test_a_fault_of_the_text_is_shown_at_the_text():
    (fault,) = at_fields([Fault(pointer="/terms/text", slug="value")], [])

    assert fault.pointer == "/text"


def faults_of(fields: dict[str, Any], rule: ScopeRule = ScopeRule.OPEN) -> list[tuple[str, str]]:
    reading = terms_of_content(Content(fields=fields, text=""))
    return [(fault.pointer, fault.slug) for fault in draft_faults(reading, rule, AT)]


def test_all_that_stands_against_a_proposal_is_told_at_once():
    assert faults_of(
        {
            "quantity": "twee",
            "title": "x" * 201,
            "period.startsOn": "2027-02-01",
            "period.endsOn": "2027-01-01",
            "scope": "region",
            "countsTowardsObligation": True,
            "untilOn": "2026-10-12",
        }
    ) == [
        ("/fields/quantity", "commitments/not-a-number"),
        ("/fields/title", "commitments/too-long"),
        ("/fields/period.endsOn", "commitments/ends-before-start"),
        ("/fields/countsGround", "commitments/needs-ground"),
        ("/fields/untilOn", "commitments/until-passed"),
    ]


def test_a_ladder_goes_up_and_a_pilot_ends_after_it_began():
    assert faults_of(
        {
            "ladder": ["3 4 5", "4 4 1", "5 3 2 150000"],
            "period.startsOn": "2027-02-01",
            "pilot.endsOn": "2027-01-31",
            "hintsSkipped": ["resultGoal/vague", "resultGoal/vaag"],
        }
    ) == [
        ("/fields/pilot.endsOn", "commitments/ends-before-start"),
        ("/fields/ladder", "commitments/not-upwards"),
        ("/fields/ladder", "commitments/not-upwards"),
        ("/fields/hintsSkipped", "commitments/not-a-hint"),
    ]


def test_the_rule_of_the_contract_holds_for_drafts():
    fields = {"scope": "region", "countsTowardsObligation": True, "countsGround": "buurt"}

    assert faults_of(fields) == []
    assert faults_of(fields, ScopeRule.STRICT) == [
        ("/fields/countsTowardsObligation", "commitments/outside-cannot-count")
    ]


def test_what_is_still_missing_is_no_fault():
    assert faults_of({}) == []


def test_a_reading_without_faults_is_one_that_can_be_put():
    reading = Reading(
        terms=some_terms(scope=Scope.WITHIN_CONTRACT),
        responsible=[],
        until_on=None,
        within=None,
        until_lapses=False,
        faults=[],
    )

    assert draft_faults(reading, ScopeRule.STRICT, AT) == []
