"""What terms still lack, what cannot be in them, and that freezing them changes no meaning."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import (
    AmountValue,
    CalculationLine,
    CatalogueReference,
    Deadline,
    Factor,
    Goal,
    Kind,
    LadderCount,
    Partner,
    Period,
    Pilot,
    RevisionDocument,
    RoleSlot,
    Scope,
    Terms,
    ValueToBeDiscussed,
    missing,
    name_commitment,
    normalised,
    revision_document,
    signing_side,
    texts,
    validate,
)

LADDER = "/ladder/0/toStep"
DIGEST = "0" * 64
FULL = Terms(
    title="Leerwerkplekken",
    kind=Kind.LEARNING,
    scope=Scope.WITHIN_CONTRACT,
    quantity="2",
    unit="plekken",
    period=Period(starts_on=date(2027, 2, 1), ends_on=date(2028, 7, 31), months="18"),
    value=ValueToBeDiscussed(),
    result_goal=Goal(text="Twee diploma's", number="2"),
    evidence="leerovereenkomst gezien",
    responsible=(
        RoleSlot(side="buyer", role="contractmanager", commitment=DIGEST),
        RoleSlot(side="contractor", role="HR", commitment=DIGEST),
    ),
)


def _changed(**changes: object) -> Terms:
    return msgspec.structs.replace(FULL, **changes)


def test_an_empty_proposal_lacks_three_things_and_no_more():
    found = missing(Terms(title=" "))
    assert found.to_propose == ("title", "quantity", "period")
    assert found.to_agree == ("kind", "goal", "scope", "value")
    assert found.to_sign == ("responsible", "dates", "evidence")


def test_three_fields_are_enough_to_propose():
    found = missing(Terms(title="Plekken", quantity="2", period=Period(months="12")))
    assert found.to_propose == ()
    assert found.to_agree


@pytest.mark.parametrize(
    "how_much",
    [
        {"quantity": "2"},
        {"spent_cents": 2_400_000},
        {"value": AmountValue(amount_cents=1, currency="EUR", basis="agreed")},
    ],
)
def test_how_much_may_be_places_or_euros(how_much):
    assert "quantity" not in missing(Terms(title="x", **how_much)).to_propose


def test_in_consultation_counts_as_a_value_and_an_effort_alone_as_a_goal():
    effort = _changed(result_goal=None, effort_goal=Goal(text="4 uur begeleiding"))
    assert missing(effort).to_agree == ()


def test_full_terms_lack_nothing():
    found = missing(FULL)
    assert (found.to_propose, found.to_agree, found.to_sign) == ((), (), ())
    assert validate(FULL) == []


def test_somebody_on_each_side_is_responsible_before_signing():
    assert missing(_changed(responsible=FULL.responsible[:1])).to_sign == ("responsible",)


@pytest.mark.parametrize(
    ("changes", "pointer", "slug"),
    [
        ({"title": "x" * 201}, "/title", "too-long"),
        ({"text": "x" * 20_001}, "/text", "too-long"),
        ({"unit": "x" * 501}, "/unit", "too-long"),
        ({"evidence": "x" * 4_001}, "/evidence", "too-long"),
        ({"quantity": "twee"}, "/quantity", "not-a-number"),
        ({"quantity": "2,5"}, "/quantity", "not-a-number"),
        ({"quantity": "-1"}, "/quantity", "not-a-number"),
        ({"quantity": "1e3"}, "/quantity", "not-a-number"),
        ({"quantity": "02"}, "/quantity", "not-a-number"),
        ({"quantity": "1.23456"}, "/quantity", "not-a-number"),
        ({"quantity": "10000000"}, "/quantity", "not-a-number"),
        ({"quantity": "٢"}, "/quantity", "not-a-number"),
        ({"quantity": "NaN"}, "/quantity", "not-a-number"),
        ({"quantity": "9" * 10_000}, "/quantity", "not-a-number"),
        ({"period": Period(months="x")}, "/period/months", "not-a-number"),
        ({"period": Period(hours_per_week="32.")}, "/period/hoursPerWeek", "not-a-number"),
        (
            {"period": Period(starts_on=date(2027, 2, 2), ends_on=date(2027, 2, 1))},
            "/period/endsOn",
            "ends-before-start",
        ),
        ({"spent_cents": -1}, "/spentCents", "not-an-amount"),
        ({"spent_cents": 10**12 + 1}, "/spentCents", "not-an-amount"),
        ({"paid_on_result_cents": -1}, "/paidOnResultCents", "not-an-amount"),
        (
            {"value": AmountValue(amount_cents=-1, currency="EUR", basis="agreed")},
            "/value/amountCents",
            "not-an-amount",
        ),
        ({"result_goal": Goal(text=" ")}, "/resultGoal/text", "needed"),
        ({"effort_goal": Goal(text="x", number="veel")}, "/effortGoal/number", "not-a-number"),
        ({"partners": (Partner(name=" "),)}, "/partners/0/name", "needed"),
        ({"ladder": (LadderCount(from_step=4, to_step=4, number="1"),)}, LADDER, "not-upwards"),
        ({"ladder": (LadderCount(from_step=5, to_step=7, number="1"),)}, LADDER, "not-a-step"),
        (
            {"ladder": (LadderCount(from_step=3, to_step=4, number="een"),)},
            "/ladder/0/number",
            "not-a-number",
        ),
        (
            {"ladder": (LadderCount(from_step=3, to_step=4, number="1", each_cents=-1),)},
            "/ladder/0/eachCents",
            "not-an-amount",
        ),
        ({"pilot": Pilot(question="x" * 4_001)}, "/pilot/question", "too-long"),
        ({"pilot": Pilot(ends_on=date(2027, 1, 31))}, "/pilot/endsOn", "ends-before-start"),
        ({"partners": (Partner(name="x"),) * 51}, "/partners", "too-many"),
        ({"purpose_parts": ("A",) * 51}, "/purposeParts", "too-many"),
        ({"purpose_parts": ("A", "x" * 501)}, "/purposeParts/1", "too-long"),
        (
            {"responsible": (RoleSlot(side="buyer", role="x", commitment="short"),)},
            "/responsible/0/commitment",
            "not-a-digest",
        ),
        (
            {"responsible": (RoleSlot(side="buyer", role=" ", commitment=DIGEST),)},
            "/responsible/0/role",
            "needed",
        ),
        (
            {"offer_ends": Deadline(at=datetime(2026, 12, 5), text="4 december")},  # noqa: DTZ001 - the fault
            "/offerEnds/at",
            "no-time-zone",
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_place(changes, pointer, slug):
    (fault,) = validate(_changed(**changes))
    assert (fault.pointer, fault.slug) == (pointer, f"commitments/{slug}")


def test_a_value_from_a_catalogue_names_the_edition_and_the_measure():
    value = AmountValue(amount_cents=1, currency="EUR", basis="catalogue")
    assert [fault.pointer for fault in validate(_changed(value=value))] == [
        "/value/catalogue",
        "/value/measure",
    ]


def test_all_faults_are_named_at_once_and_below_the_place_they_are_asked_for():
    terms = _changed(title="x" * 300, quantity="veel", text="on\u200bzichtbaar")
    faults = validate(terms, "/terms")
    assert {fault.pointer for fault in faults} == {"/terms/title", "/terms/quantity", "/terms/text"}


def test_every_written_text_is_found_and_no_number_or_digest():
    terms = _changed(
        text="tekst",
        target_group="bbl",
        counts_ground="grond",
        effort_goal=Goal(text="inspanning", measure="uren", unit="uur"),
        partners=(Partner(name="Lunchwerk", own_part="planning"),),
        purpose_parts=("A",),
        value=AmountValue(
            amount_cents=1,
            currency="EUR",
            basis="catalogue",
            measure="BBL",
            catalogue=CatalogueReference(catalogue="utrecht", edition="v3", digest=DIGEST),
            calculation=(
                CalculationLine(text="som", factors=(Factor(name="uren", number="32", of="36"),)),
            ),
        ),
    )
    found = texts(terms)
    assert found["/text"] == "tekst"
    assert found["/responsible/1/role"] == "HR"
    assert found["/value/calculation/0/factors/0/name"] == "uren"
    assert found["/purposeParts/0"] == "A"
    assert not {"2", "18", "32", "36", DIGEST, "buyer", "EUR", "learning"} & set(found.values())


def test_two_people_who_type_the_same_letters_freeze_the_same_bytes():
    typed = unicodedata.normalize("NFD", "Coëfficiënt")
    composed = _changed(title="Coëfficiënt", text="a\nb", unit=None)
    decomposed = _changed(title=f" {typed}\n", text="a\r\nb", unit="  ")
    assert _frozen(decomposed) == _frozen(composed)


def test_moments_are_frozen_in_utc():
    amsterdam = timezone(timedelta(hours=1))
    deadline = Deadline(at=datetime(2026, 12, 5, tzinfo=amsterdam), text="uiterlijk 4 december")
    frozen = normalised(_changed(offer_ends=deadline))
    assert frozen.offer_ends is not None
    assert frozen.offer_ends.at.tzinfo is UTC
    assert b'"at":"2026-12-04T23:00:00Z"' in _frozen(_changed(offer_ends=deadline))


def test_what_was_not_said_is_not_in_the_bytes_and_in_consultation_is_no_nought():
    frozen = _frozen(Terms(title="x", value=ValueToBeDiscussed()))
    assert b'"terms":{"title":"x","value":{"kind":"to_be_discussed"}}' in frozen
    assert b"null" not in frozen


def test_a_frozen_text_reads_back_as_the_bytes_it_was():
    frozen = _frozen(FULL)
    assert canonical_bytes(msgspec.json.decode(frozen, type=RevisionDocument)) == frozen


def test_members_nobody_knows_are_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"title":"x","secret":1}', type=Terms)


def test_a_name_is_hidden_by_its_salt_and_cannot_run_into_it():
    salt = "ab" * 32
    assert name_commitment(salt=salt, name="Ilse") == digest(f"{salt}Ilse".encode())
    for wrong in ("", "ab", salt.upper(), salt + "a"):
        with pytest.raises(AssertionError):
            name_commitment(salt=wrong, name="Ilse")


def test_a_coordinator_has_no_place_in_a_document():
    assert signing_side("buyer") == "buyer"
    with pytest.raises(AssertionError):
        signing_side("coordinator")


def _frozen(terms: Terms) -> bytes:
    return canonical_bytes(
        revision_document(terms, commitment_id=UUID(int=1), revision=1, by="buyer")
    )
