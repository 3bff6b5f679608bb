"""Whose word is asked, which word counts, and whose is missing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from samenspraak.errors import Invalid
from samenspraak.workspaces.decisions import (
    Department,
    DraftNeeded,
    GivenWord,
    WordMissing,
    check_department,
    check_word,
    is_asked,
    missing,
    newest_word,
    refusal,
)
from samenspraak.workspaces.decisions.departments import DEPARTMENTS_LIMIT, PEOPLE_LIMIT
from samenspraak.workspaces.schemas import (
    About,
    Before,
    DefineDepartment,
    GiveWord,
    Spoken,
    Word,
)

AT = datetime(2026, 10, 2, 13, tzinfo=UTC)
DRAFT = uuid4()


def a_department(name: str = "HR", **changes: Any) -> Department:
    usual: dict[str, Any] = {
        "id": uuid4(),
        "name": name,
        "before": [Before.PROPOSAL],
        "above_cents": None,
        "people": [uuid4()],
    }
    return Department(**{**usual, **changes})


def a_text(
    digest: str = "first", *, value_cents: int | None = 500_000, about: About = About.DRAFT
) -> Spoken:
    return Spoken(about=about, id=DRAFT, digest=digest, value_cents=value_cents)


def a_word(department: Department, word: Word = Word.YES, *, digest: str = "first") -> GivenWord:
    return GivenWord(
        department_id=department.id,
        digest=digest,
        word=word,
        reason="",
        by_participant=department.people[0],
        given_at=AT,
    )


def a_rule(**changes: Any) -> DefineDepartment:
    person = uuid4()
    usual: dict[str, Any] = {
        "id": uuid4(),
        "name": "Inkoop",
        "before": [Before.PROPOSAL, Before.SIGNATURE],
        "participant_ids": [person],
        "above_cents": 10_000_000,
    }
    return DefineDepartment(**{**usual, **changes})


def faults_of(request: DefineDepartment, **more: Any) -> set[tuple[str, str]]:
    people: list[UUID] = more.pop("approvers", request.participant_ids)
    with pytest.raises(Invalid) as refused:
        check_department(request, approvers=people, **more)
    return {(fault.pointer, fault.slug) for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("before", "about", "is_so"),
    [
        ([Before.PROPOSAL], About.DRAFT, True),
        ([Before.SIGNATURE], About.DRAFT, False),
        ([Before.PROPOSAL], About.VERSION, False),
        ([Before.SIGNATURE], About.VERSION, True),
        ([Before.PROPOSAL, Before.SIGNATURE], About.DRAFT, True),
        ([Before.PROPOSAL, Before.SIGNATURE], About.VERSION, True),
    ],
)
def test_a_department_is_asked_before_what_its_rule_names(
    before: list[Before], about: About, is_so: bool
):
    assert is_asked(a_department(before=before), a_text(about=about)) == is_so


@pytest.mark.parametrize(
    ("above", "value", "is_so"),
    [
        (None, 0, True),
        (None, None, True),
        (0, 0, False),
        (0, 1, True),
        (5_000_000, 4_999_999, False),
        (5_000_000, 5_000_000, False),
        (5_000_000, 5_000_001, True),
        # Nobody can say that it stays below.
        (5_000_000, None, True),
    ],
)
def test_a_department_with_an_amount_is_asked_only_above_it(
    above: int | None, value: int | None, is_so: bool
):
    assert is_asked(a_department(above_cents=above), a_text(value_cents=value)) == is_so


def test_a_word_counts_for_exactly_the_text_it_names():
    hr = a_department()
    words = [a_word(hr, digest="first")]
    assert newest_word(hr, a_text("first"), words) == words[0]
    assert newest_word(hr, a_text("second"), words) is None
    assert missing([hr], a_text("first"), words) == []
    assert missing([hr], a_text("second"), words) == [hr]


def test_the_last_word_about_a_text_is_the_one_that_counts():
    hr = a_department()
    yes, no = a_word(hr), a_word(hr, Word.NO)
    assert missing([hr], a_text(), [no]) == [hr]
    assert missing([hr], a_text(), [yes, no]) == [hr]
    assert missing([hr], a_text(), [no, yes]) == []
    about_another = a_word(hr, Word.NO, digest="second")
    assert missing([hr], a_text(), [yes, about_another]) == []


def test_one_department_never_speaks_for_another():
    hr, buying = a_department("HR"), a_department("Inkoop")
    assert missing([hr, buying], a_text(), [a_word(hr)]) == [buying]
    assert missing([hr, buying], a_text(), [a_word(hr), a_word(buying)]) == []


def test_another_rule_leaves_words_with_the_text_they_name():
    """What is changed afterwards makes no word count for a text it was not given about."""
    hr = a_department(above_cents=1_000_000)
    words = [a_word(hr, digest="first")]
    stricter = Department(
        id=hr.id, name="HR en D&I", before=hr.before, above_cents=None, people=[uuid4()]
    )
    assert missing([stricter], a_text("first"), words) == []
    assert missing([stricter], a_text("second"), words) == [stricter]


def test_a_department_that_is_no_longer_asked_says_nothing_for_the_one_after_it():
    ended, anew = a_department("HR"), a_department("HR")
    assert missing([anew], a_text(), [a_word(ended)]) == [anew]


def test_the_refusal_names_whose_word_is_missing_once_each():
    hr, buying = a_department("HR"), a_department("Inkoop")
    assert refusal([], has_draft=True) is None
    assert refusal([], has_draft=False) is None
    told = refusal([hr, buying, hr], has_draft=True)
    assert isinstance(told, WordMissing)
    assert told.facts == {"departments": "HR, Inkoop"}
    assert isinstance(refusal([hr], has_draft=False), DraftNeeded)


def test_a_department_needs_a_name_something_to_be_asked_about_and_somebody():
    empty = a_rule(name=" ", before=[], participant_ids=[], above_cents=-1)
    assert faults_of(empty) == {
        ("/name", "required"),
        ("/before", "required"),
        ("/participantIds", "required"),
        ("/aboveCents", "workspaces/amount"),
    }
    person = uuid4()
    doubled = a_rule(
        before=[Before.PROPOSAL, Before.PROPOSAL], participant_ids=[person, person], name="a\nb"
    )
    assert faults_of(doubled) == {
        ("/name", "identity/one-line"),
        ("/before", "value"),
        ("/participantIds", "value"),
    }
    crowd = [uuid4() for _ in range(PEOPLE_LIMIT + 1)]
    assert faults_of(a_rule(participant_ids=crowd)) == {("/participantIds", "too-many")}


def test_only_approvers_are_named_and_whoever_was_stays_while_the_rule_changes():
    one, other = uuid4(), uuid4()
    request = a_rule(participant_ids=[one, other])
    assert faults_of(request, approvers=[one]) == {
        ("/participantIds/1", "workspaces/not-an-approver")
    }
    check_department(request, approvers=[one], kept=[other])


def test_two_departments_of_a_side_have_two_names_and_there_are_not_too_many():
    assert faults_of(a_rule(name=" INKOOP "), others=[a_department("Inkoop")]) == {
        ("/name", "workspaces/department-name-taken")
    }
    many = [a_department(f"Afdeling {at}") for at in range(DEPARTMENTS_LIMIT)]
    assert faults_of(a_rule(), others=many) == {("/name", "too-many")}
    request = a_rule()
    check_department(request, approvers=request.participant_ids, others=many[1:])


def test_a_no_says_why_and_a_yes_need_not():
    def given(**changes: Any) -> GiveWord:
        usual: dict[str, Any] = {
            "id": uuid4(),
            "department_id": uuid4(),
            "about": About.DRAFT,
            "about_id": DRAFT,
            "digest": "0" * 64,
            "word": Word.YES,
        }
        return GiveWord(**{**usual, **changes})

    check_word(given())
    check_word(given(reason="Past bij ons beleid."))
    check_word(given(word=Word.NO, reason="De begeleiding ontbreekt."))
    for wrong, fault in (
        (given(word=Word.NO), ("/reason", "required")),
        (given(word=Word.NO, reason="  "), ("/reason", "required")),
        (given(reason="x" * 2_001), ("/reason", "too-long")),
        (given(digest="abc"), ("/digest", "value")),
        (given(digest="0" * 63 + "\n"), ("/digest", "value")),
    ):
        with pytest.raises(Invalid) as refused:
            check_word(wrong)
        assert [(each.pointer, each.slug) for each in refused.value.faults] == [fault]


def test_the_order_of_words_follows_their_giving_not_the_clock():
    """Two words can have one moment; the later one of the list counts."""
    hr = a_department()
    early = GivenWord(
        department_id=hr.id,
        digest="first",
        word=Word.NO,
        reason="nog niet",
        by_participant=hr.people[0],
        given_at=AT + timedelta(hours=1),
    )
    assert missing([hr], a_text(), [early, a_word(hr)]) == []
