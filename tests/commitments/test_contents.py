"""Terms as drafts and drafts as terms: nothing gets lost, nothing is made up."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders_commitments import some_terms

from samenspraak.commitments.decisions import content_of_terms, terms_of_content
from samenspraak.commitments.schemas import Responsible
from samenspraak.commitments.terms import (
    Addition,
    AmountValue,
    CalculationLine,
    CatalogueReference,
    Counting,
    Factor,
    Goal,
    Kind,
    LadderCount,
    Partner,
    Period,
    Pilot,
    Scope,
    StandingPromises,
    Terms,
    ValueToBeDiscussed,
    validate,
)
from samenspraak.drafting.documents import content_of, document_of, seed
from samenspraak.drafting.schemas import FIELDS, Content, DraftKind

YOUSSEF = UUID("3f0c2b1e-8a54-4d0f-9a61-6c1f0e7b2d35")

_words = st.text(max_size=12)
_maybe = st.none() | _words
_cents = st.none() | st.integers(min_value=0, max_value=10**12)
_days = st.none() | st.dates()
_numbers = st.none() | st.from_regex(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True)
_references = st.none() | st.builds(
    CatalogueReference, catalogue=_words, edition=_words, reason=_maybe
)
_lines = st.builds(
    CalculationLine,
    text=_words,
    amount_cents=_cents,
    measure=_maybe,
    factors=st.lists(
        st.builds(Factor, name=_words, number=_numbers.filter(bool), of=_numbers, unit=_maybe),
        max_size=2,
    ).map(tuple),
)
_values = (
    st.none()
    | st.builds(ValueToBeDiscussed, measure=_maybe, catalogue=_references)
    | st.builds(
        AmountValue,
        amount_cents=_cents.filter(lambda cents: cents is not None),
        currency=st.just("EUR"),
        basis=st.sampled_from(["agreed", "catalogue"]),
        measure=_maybe,
        catalogue=_references,
        calculation=st.lists(_lines, max_size=3).map(tuple),
    )
)
_goals = st.none() | st.builds(
    Goal, text=_words, measure=_maybe, number=_numbers, unit=_maybe, by=_days
)
_truths = st.none() | st.booleans()
_terms = st.builds(
    Terms,
    title=_words,
    text=_maybe,
    kind=st.none() | st.sampled_from(Kind),
    target_group=_maybe,
    scope=st.none() | st.sampled_from(Scope),
    counts_towards_obligation=_truths,
    counts_ground=_maybe,
    quantity=_numbers,
    unit=_maybe,
    period=st.none()
    | st.builds(
        Period,
        starts_on=_days,
        ends_on=_days,
        months=_numbers,
        weeks=_numbers,
        hours_per_week=_numbers,
        hours=_numbers,
    ),
    value=_values,
    result_goal=_goals,
    effort_goal=_goals,
    evidence=_maybe,
    partners=st.lists(st.builds(Partner, name=_words, own_part=_maybe), max_size=3).map(tuple),
    standing_promises=st.none()
    | st.builds(
        StandingPromises,
        adjustments_asked_from_person=_truths,
        contact_person=_truths,
        start_support=_truths,
    ),
    purpose_parts=st.lists(_words, max_size=3).map(tuple),
    spent_cents=_cents,
    paid_on_result_cents=_cents,
    counting=st.none()
    | st.builds(
        Counting,
        edition=st.just("e" * 64),
        measure=st.from_regex(r"[A-Z]{2,9}", fullmatch=True),
        additions=st.lists(
            st.builds(
                Addition,
                measure=st.from_regex(r"[A-Z0-9_]{2,9}", fullmatch=True),
                quantity=_numbers.filter(bool),
            ),
            max_size=2,
        ).map(tuple),
        factors=st.lists(
            st.builds(
                Factor,
                name=st.from_regex(r"[a-z]{2,9}", fullmatch=True),
                number=_numbers.filter(bool),
            ),
            max_size=3,
        ).map(tuple),
        full_time_hours=_numbers,
        full_time_reason=_maybe,
        register=_maybe,
        percent=_numbers,
        rate_cents=_cents,
        months=_numbers,
    ),
    ladder=st.lists(
        st.builds(
            LadderCount,
            from_step=st.integers(1, 3),
            to_step=st.integers(4, 6),
            number=_numbers.filter(bool),
            each_cents=_cents,
        ),
        max_size=2,
    ).map(tuple),
    pilot=st.none() | st.builds(Pilot, ends_on=_days, question=_maybe, decision=_maybe),
    hints_skipped=st.lists(
        st.sampled_from(["resultGoal/no-date", "effortGoal/vague"]), max_size=2
    ).map(tuple),
).filter(lambda terms: validate(terms) == [])
_people = st.lists(
    st.builds(
        Responsible,
        side=st.sampled_from(["buyer", "contractor"]),
        name=_words,
        participant_id=st.none() | st.uuids(),
        role=_words.filter(bool),
    ),
    max_size=4,
)


# Terms have some hundred members by now: making them up takes a busy machine its time.
_patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_patiently
@given(terms=_terms, people=_people)
def test_what_nobody_changed_is_said_again_to_the_letter(terms: Terms, people: list[Responsible]):
    reading = terms_of_content(content_of_terms(terms, people), terms, people)

    assert reading.faults == []
    assert reading.terms == terms
    assert reading.responsible == people
    assert reading.until_on is None


@_patiently
@given(terms=_terms, people=_people)
def test_a_draft_holds_in_yjs_what_it_was_seeded_with(terms: Terms, people: list[Responsible]):
    content = content_of_terms(terms, people)

    document = document_of(None, [seed(content)[0]])

    assert content_of(document, DraftKind.COMMITMENT) == content
    assert content.fields.keys() <= FIELDS[DraftKind.COMMITMENT].keys()


_typed = st.one_of(
    st.text(max_size=8),
    st.integers(min_value=-(2**53), max_value=2**53),
    st.booleans(),
    st.lists(st.text(max_size=4), max_size=3),
    st.sampled_from(["amount", "to_be_discussed", "2027-02-30", "2027-02-01", "2.5", "learning"]),
)


@_patiently
@given(
    fields=st.dictionaries(st.sampled_from(sorted(FIELDS[DraftKind.COMMITMENT])), _typed),
    text=st.text(max_size=20),
    base=st.none() | _terms,
)
def test_whatever_people_type_is_read_or_is_a_fault_of_its_field(
    fields: dict[str, Any], text: str, base: Terms | None
):
    """A live text may hold anything; what is read of it has the shapes that terms have."""
    reading = terms_of_content(Content(fields=fields, text=text), base)

    for fault in reading.faults:
        assert fields[fault.pointer.removeprefix("/fields/")] not in ("", [])
    assert msgspec.convert(msgspec.to_builtins(reading.terms), Terms) == reading.terms


def read(**fields: Any) -> Any:
    names = {name.replace("__", "."): value for name, value in fields.items()}
    return terms_of_content(Content(fields=names, text=""))


UNREADABLE = [
    ("quantity", "twee", "commitments/not-a-number"),
    ("quantity", "2,5", "commitments/not-a-number"),
    ("quantity", True, "commitments/not-a-number"),
    ("period.months", "-1", "commitments/not-a-number"),
    ("period.hours", ["40"], "commitments/not-a-number"),
    ("spentCents", "24.000", "commitments/not-an-amount"),
    ("spentCents", -1, "commitments/not-an-amount"),
    ("paidOnResultCents", 10**12 + 1, "commitments/not-an-amount"),
    ("paidOnResultCents", True, "commitments/not-an-amount"),
    ("period.startsOn", "1-2-2027", "commitments/not-a-date"),
    ("period.endsOn", "2027-02-30", "commitments/not-a-date"),
    ("period.endsOn", "20270201", "commitments/not-a-date"),
    ("untilOn", 20270201, "commitments/not-a-date"),
    ("resultGoal.by", "volgend jaar", "commitments/not-a-date"),
    ("effortGoal.number", "veel", "commitments/not-a-number"),
    ("kind", "leren", "value"),
    ("scope", "buiten", "value"),
    ("value.kind", "gratis", "value"),
    ("countsTowardsObligation", "ja", "value"),
    ("standingPromises.contactPerson", 1, "value"),
    ("purposeParts", "A", "value"),
    ("ladder", ["3 4"], "value"),
    ("ladder", ["3 4 5 alles"], "value"),
    ("hintsSkipped", ["De aannemer betaalt alles"], "value"),
    ("within.days", "0", "commitments/not-a-number"),
    ("within.days", "2.5", "commitments/not-a-number"),
    ("untilLapses", "ja", "value"),
    ("pilot.endsOn", "ooit", "commitments/not-a-date"),
    ("purposeParts", ["A", "En de aannemer betaalt alles"], "value"),
    ("title", ["Leerwerk"], "value"),
    ("responsible.buyer.participantId", "Marieke", "commitments/not-of-that-side"),
]


@pytest.mark.parametrize(("name", "value", "slug"), UNREADABLE)
def test_what_cannot_be_read_is_left_out_and_named(name: str, value: Any, slug: str):
    reading = terms_of_content(Content(fields={name: value}, text=""))

    assert [(fault.pointer, fault.slug) for fault in reading.faults] == [(f"/fields/{name}", slug)]
    assert reading.terms == Terms(title="")
    assert reading.responsible == []


def test_an_amount_that_cannot_be_read_leaves_the_value_open():
    reading = terms_of_content(
        Content(fields={"value.kind": "amount", "value.amountCents": "veel"}, text="")
    )

    assert reading.terms.value is None
    assert [fault.pointer for fault in reading.faults] == ["/fields/value.amountCents"]


def test_a_whole_number_may_come_as_a_number():
    assert read(quantity=2, unit="plekken").terms.quantity == "2"


def test_a_unit_counts_only_with_a_quantity():
    assert read(unit="plekken").terms.unit is None
    assert read(quantity="2", unit="plekken").terms.unit == "plekken"


def test_an_amount_counts_only_when_it_was_said_to_be_one():
    """Whoever chose "in overleg" meanwhile no longer says the amount that still stands there."""
    assert read(value__amountCents=100).terms.value is None
    discussed = read(value__amountCents=100, value__kind="to_be_discussed")
    assert discussed.terms.value == ValueToBeDiscussed()


def test_who_leaves_a_value_open_no_longer_says_that_a_table_did():
    by_table = ValueToBeDiscussed(
        measure="SOCIAL_PURCHASE",
        catalogue=CatalogueReference(catalogue="utrecht-v3", edition="2021"),
    )
    base = some_terms(
        value=by_table, counting=Counting(edition="e" * 64, measure="SOCIAL_PURCHASE")
    )
    before = content_of_terms(base, []).fields
    kept = {name: said for name, said in before.items() if not name.startswith("counting.")}

    content = Content(fields={**kept, "value.kind": "to_be_discussed"}, text="")
    reading = terms_of_content(content, base)

    assert (reading.terms.value, reading.terms.counting) == (ValueToBeDiscussed(), None)


def test_each_line_of_a_calculation_is_one():
    reading = read(
        value__kind="amount", value__amountCents=100, value__calculation="2 x 40\n\n min 5 "
    )

    assert isinstance(reading.terms.value, AmountValue)
    assert [line.text for line in reading.terms.value.calculation] == ["2 x 40", " min 5 "]


CALCULATED = AmountValue(
    amount_cents=9_333_333,
    currency="EUR",
    basis="catalogue",
    measure="bbl",
    catalogue=CatalogueReference(catalogue="Drechtsteden", edition="2026"),
    calculation=(
        CalculationLine(
            text="2 plekken x 18 maanden",
            factors=(Factor(name="plekken", number="2"), Factor(name="uren", number="32", of="36")),
        ),
    ),
)


@pytest.mark.parametrize(
    "changes", [{"title": "Anders"}, {"quantity": "3"}, {"untilOn": "2027-01-01"}]
)
def test_the_factors_of_a_calculation_stay_while_nobody_changes_the_value(changes: Any):
    base = some_terms(value=CALCULATED)
    before = content_of_terms(base, [])

    reading = terms_of_content(Content(fields={**before.fields, **changes}, text=""), base)

    assert reading.terms.value == CALCULATED


@pytest.mark.parametrize(
    "changes", [{"value.amountCents": 1_000}, {"value.calculation": "in een keer"}]
)
def test_another_amount_or_calculation_is_the_writers_own(changes: Any):
    """A catalogue or a sum must not seem to say what somebody typed."""
    base = some_terms(value=CALCULATED)
    before = content_of_terms(base, [])

    reading = terms_of_content(Content(fields={**before.fields, **changes}, text=""), base)

    assert isinstance(reading.terms.value, AmountValue)
    assert reading.terms.value.basis == "agreed"
    assert reading.terms.value.catalogue is reading.terms.value.measure is None
    assert all(line.factors == () for line in reading.terms.value.calculation)


def test_what_is_discussed_keeps_the_measure_it_is_discussed_for():
    base = some_terms(value=ValueToBeDiscussed(measure="bbl"))
    before = content_of_terms(base, [])
    changed = Content(fields={**before.fields, "value.amountCents": 5}, text="")

    assert terms_of_content(changed, base).terms.value == ValueToBeDiscussed(measure="bbl")


def test_further_partners_stay_when_the_first_changes_or_goes():
    base = some_terms(partners=(Partner(name="ROC"), Partner(name="Gemeente", own_part="vervoer")))
    before = content_of_terms(base, [])

    changed = terms_of_content(
        Content(fields={**before.fields, "partner.name": "mbo"}, text=""), base
    )
    fields = {name: value for name, value in before.fields.items() if name != "partner.name"}
    gone = terms_of_content(Content(fields=fields, text=""), base)

    assert changed.terms.partners == (Partner(name="mbo"), base.partners[1])
    assert gone.terms.partners == (base.partners[1],)


def test_further_people_stay_when_the_first_changes_or_goes():
    people = [
        Responsible(side="contractor", participant_id=YOUSSEF),
        Responsible(side="buyer", name="Wijkteam"),
        Responsible(side="contractor", name="Leermeester", role="begeleider"),
    ]
    before = content_of_terms(some_terms(), people)
    assert before.fields["responsible.contractor.participantId"] == str(YOUSSEF)
    assert "responsible.contractor.name" not in before.fields

    other = str(uuid4())
    changed = terms_of_content(
        Content(fields={**before.fields, "responsible.contractor.participantId": other}, text=""),
        some_terms(),
        people,
    )
    fields = {name: value for name, value in before.fields.items() if "participantId" not in name}
    gone = terms_of_content(Content(fields=fields, text=""), some_terms(), people)

    assert changed.responsible == [
        Responsible(side="contractor", participant_id=UUID(other)),
        *people[1:],
    ]
    assert gone.responsible == people[1:]


def test_somebody_new_is_looked_for_on_their_own_side():
    reading = read(
        responsible__buyer__name="Wijkteam",
        responsible__buyer__role="toezicht",
        responsible__contractor__role="niemand",
    )

    assert reading.responsible == [Responsible(side="buyer", name="Wijkteam", role="toezicht")]


def test_an_unticked_promise_is_no_longer_one():
    base = some_terms(
        standing_promises=StandingPromises(adjustments_asked_from_person=True, contact_person=True)
    )
    fields = content_of_terms(base, []).fields
    del fields["standingPromises.contactPerson"]

    reading = terms_of_content(Content(fields=fields, text=""), base)

    assert reading.terms.standing_promises == StandingPromises(adjustments_asked_from_person=True)


def test_a_goal_goes_when_nothing_of_it_is_left():
    base = some_terms(result_goal=Goal(text="diploma", number="2", unit="leerlingen"))
    fields = content_of_terms(base, []).fields
    del fields["resultGoal.text"]
    del fields["resultGoal.number"]

    assert terms_of_content(Content(fields=fields, text=""), base).terms.result_goal is None


def test_what_a_goal_is_measured_by_stays_when_its_number_changes():
    base = some_terms(result_goal=Goal(text="diploma", measure="diploma's", number="2"))
    before = content_of_terms(base, [])
    fields = {**before.fields, "resultGoal.number": "3"}

    goal = terms_of_content(Content(fields=fields, text=""), base).terms.result_goal

    assert goal == Goal(text="diploma", measure="diploma's", number="3")


def slugs(base: Terms, **changes: Any) -> list[tuple[str, str]]:
    """What is said of a draft that began from these terms, after changes; None empties a field."""
    names = {name.replace("__", "."): value for name, value in changes.items()}
    fields = {**content_of_terms(base, []).fields, **names}
    kept = {name: value for name, value in fields.items() if value is not None}
    faults = terms_of_content(Content(fields=kept, text=base.text or ""), base).faults
    return [(fault.pointer, fault.slug) for fault in faults]


def test_a_length_is_in_months_or_in_weeks():
    """The screen asks for one of them, so another would go along unseen."""
    refused = [("/fields/period.weeks", "commitments/months-or-weeks")]
    months, both = Period(months="18"), Period(months="18", weeks="2")

    assert slugs(some_terms(period=months), period__weeks="999") == refused
    assert slugs(some_terms(period=both), period__months="12") == refused
    assert slugs(some_terms(period=months), period__months=None, period__weeks="16") == []
    assert slugs(some_terms(period=both), title="Anders") == []
    assert slugs(some_terms(period=both), period__weeks=None) == []


def test_how_much_is_a_number_or_an_amount():
    refused = [("/fields/spentCents", "commitments/number-or-amount")]
    number = some_terms(quantity="2", unit="plekken", spent_cents=None)
    amount = some_terms(quantity=None, unit=None, spent_cents=500)
    both = some_terms(quantity="2", unit="plekken", spent_cents=500)

    assert slugs(number, spentCents=100) == refused
    assert slugs(amount, quantity="2") == refused
    assert slugs(both, spentCents=900) == refused
    assert slugs(both, quantity="3") == []
    assert slugs(number, quantity=None, spentCents=100) == []


def test_a_reason_to_count_goes_when_it_is_within_the_contract():
    base = some_terms(scope=Scope.REGION, counts_ground="De wijk vroeg erom.")
    fields = {**content_of_terms(base, []).fields, "scope": "within_contract"}

    terms = terms_of_content(Content(fields=fields, text=""), base).terms

    assert (terms.scope, terms.counts_ground) == (Scope.WITHIN_CONTRACT, None)


def test_the_last_day_to_answer_is_a_field_and_no_term():
    reading = read(untilOn="2027-03-01")

    assert reading.until_on == date(2027, 3, 1)
    assert reading.terms == Terms(title="")
