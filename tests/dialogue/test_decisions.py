from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from samenspraak.canonical import canonical_bytes
from samenspraak.dialogue.decisions import is_open
from samenspraak.dialogue.decisions import messages as on_messages
from samenspraak.dialogue.decisions import talks as on_talks
from samenspraak.dialogue.decisions import threads as on_threads
from samenspraak.dialogue.decisions.messages import (
    EDIT_WITHIN,
    Message,
    MessageIsHidden,
    MessageIsRemoved,
    MessageIsShown,
    OutcomeStands,
    StaleEdition,
    TooLateToEdit,
)
from samenspraak.dialogue.decisions.talks import (
    ATTENDEES_LIMIT,
    LINE_LIMIT,
    LINES_LIMIT,
    OtherLines,
    Talk,
    TalkIsConfirmed,
    check_talk,
    talk_digest,
)
from samenspraak.dialogue.decisions.texts import (
    TEXT_LIMIT,
    TITLE_LIMIT,
    check_start,
    check_text,
    salted_digest,
)
from samenspraak.dialogue.decisions.threads import Thread, ThreadIsOpen, ThreadIsResolved
from samenspraak.dialogue.queries.pages import page_mark, read_page_mark
from samenspraak.dialogue.schemas import MessageKind, RecordTalk, SubjectKind
from samenspraak.errors import Invalid, Refusal
from samenspraak.workspaces.schemas import Side

POSTED = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
SALT = "5a" * 16


def a_thread(**changed) -> Thread:
    workspace_id = uuid4()
    return structs.replace(
        Thread(
            id=uuid4(),
            workspace_id=workspace_id,
            journal_id=uuid4(),
            subject_kind=SubjectKind.WORKSPACE,
            subject_id=workspace_id,
            outcome_id=None,
            is_resolved=False,
        ),
        **changed,
    )


def a_message(**changed) -> Message:
    return structs.replace(
        Message(
            id=uuid4(),
            thread=a_thread(),
            number=3,
            author_id=uuid4(),
            edition=1,
            posted_at=POSTED,
            is_removed=False,
            hiding_id=None,
        ),
        **changed,
    )


def a_talk(**changed) -> Talk:
    return structs.replace(
        Talk(
            id=uuid4(),
            workspace_id=uuid4(),
            journal_id=uuid4(),
            recorded_by_side=Side.CONTRACTOR,
            digest="1" * 64,
            is_confirmed=False,
        ),
        **changed,
    )


def post(thread: Thread, text: str = "Mag het nog beter worden?"):
    return on_threads.post(
        thread,
        kind=MessageKind.MESSAGE,
        message_id=uuid4(),
        number=4,
        text=text,
        salt=SALT,
        side=Side.CONTRACTOR,
        declared=False,
    )


def edit(message: Message, *, edition: int = 1, at: datetime = POSTED):
    return on_messages.edit(
        message, edition=edition, text="Beter zo.", salt=SALT, at=at, declared=False
    )


def hide(message: Message, *, edition: int = 1):
    return on_messages.hide(
        message, edition=edition, hiding_id=uuid4(), reason="Dit gaat over één persoon.",
        salt=SALT, declared=False,
    )  # fmt: skip


def resolve(thread: Thread):
    return on_threads.resolve(
        thread, message_id=uuid4(), number=5, outcome="Twee plekken.", salt=SALT,
        side=Side.BUYER, declared=False,
    )  # fmt: skip


def test_a_message_names_its_thread_subject_and_digest_and_none_of_its_words():
    thread = a_thread(subject_kind=SubjectKind.COMMITMENT, subject_id=uuid4())

    fact = post(thread, "Vier leerlingen sluit aan bij het ROC.")

    assert (fact.thread_id, fact.subject_id, fact.number) == (thread.id, thread.subject_id, 4)
    assert fact.digest == salted_digest(SALT, "Vier leerlingen sluit aan bij het ROC.")
    assert "leerlingen" not in str(fact)


def test_a_resolved_thread_takes_no_more_messages_until_it_is_reopened():
    resolved = a_thread(is_resolved=True, outcome_id=uuid4())

    with pytest.raises(ThreadIsResolved):
        post(resolved)
    with pytest.raises(ThreadIsResolved):
        resolve(resolved)
    assert on_threads.reopen(resolved, Side.BUYER).thread_id == resolved.id


def test_an_open_thread_cannot_be_reopened():
    with pytest.raises(ThreadIsOpen):
        on_threads.reopen(a_thread(), Side.BUYER)


def test_a_resolution_is_said_as_the_last_message():
    thread = a_thread()

    fact = resolve(thread)

    assert (fact.thread_id, fact.number) == (thread.id, 5)
    assert fact.digest == salted_digest(SALT, "Twee plekken.")


def test_a_title_leaves_only_a_salted_digest():
    fact = on_threads.start(a_thread(), title="Lunches", salt=SALT, side=Side.BUYER, declared=False)

    assert fact.digest == salted_digest(SALT, "Lunches")
    assert "Lunches" not in str(fact)


@pytest.mark.parametrize(
    ("later", "open_"),
    [
        (timedelta(), True),
        (EDIT_WITHIN, True),
        (EDIT_WITHIN + timedelta(microseconds=1), False),
        (timedelta(days=3), False),
    ],
)
def test_an_author_has_ten_minutes(later, open_):
    message = a_message()

    assert is_open(on_messages.judge_own_change, message, POSTED + later) == open_
    assert is_open(on_messages.judge_removal, message, POSTED + later) == open_
    if open_:
        assert edit(message, at=POSTED + later).edition == 2
        assert on_messages.remove(message, POSTED + later).number == message.number
    else:
        with pytest.raises(TooLateToEdit) as refused:
            edit(message, at=POSTED + later)
        assert refused.value.facts == {"minutes": 10}
        with pytest.raises(TooLateToEdit):
            on_messages.remove(message, POSTED + later)


@pytest.mark.parametrize("seen", [0, 1, 3, 2**53])
def test_an_edit_names_the_wording_it_was_made_from(seen):
    with pytest.raises(StaleEdition) as refused:
        edit(a_message(edition=2), edition=seen)
    assert refused.value.facts == {"current_edition": 2}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [({"is_removed": True}, MessageIsRemoved), ({"hiding_id": uuid4()}, MessageIsHidden)],
)
def test_what_is_gone_or_hidden_stays_as_it_is(changed, refusal):
    message = a_message(**changed)

    for act in (edit, hide, lambda message: on_messages.remove(message, POSTED)):
        with pytest.raises(refusal):
            act(message)


def test_the_outcome_of_a_resolved_thread_is_not_emptied():
    outcome_id = uuid4()
    outcome = a_message(id=outcome_id, thread=a_thread(is_resolved=True, outcome_id=outcome_id))

    with pytest.raises(OutcomeStands):
        on_messages.remove(outcome, POSTED)
    assert edit(outcome).edition == 2
    reopened = structs.replace(outcome, thread=a_thread())
    assert on_messages.remove(reopened, POSTED).message_id == outcome_id


def test_hiding_names_the_wording_that_was_read():
    """Otherwise an author who just mended a message would find the better text hidden."""
    with pytest.raises(StaleEdition):
        hide(a_message(edition=2), edition=1)
    assert hide(a_message(edition=2), edition=2).edition == 2


def test_only_what_is_hidden_can_be_shown_again():
    hidden = a_message(hiding_id=uuid4())

    fact = on_messages.show(hidden, reason="Toch in orde.", salt=SALT, declared=False)

    assert fact.hiding_id == hidden.hiding_id
    with pytest.raises(MessageIsShown):
        on_messages.show(a_message(), reason="Toch in orde.", salt=SALT, declared=False)


def test_a_talk_is_confirmed_once_and_by_its_digest():
    talk = a_talk()

    fact = on_talks.confirm(talk, seen_digest=talk.digest, side=Side.BUYER)

    assert (fact.talk_id, fact.side, fact.digest) == (talk.id, Side.BUYER, talk.digest)
    with pytest.raises(OtherLines):
        on_talks.confirm(talk, seen_digest="2" * 64, side=Side.BUYER)
    with pytest.raises(TalkIsConfirmed):
        on_talks.confirm(a_talk(is_confirmed=True), seen_digest="1" * 64, side=Side.BUYER)


@pytest.mark.parametrize(
    "changed",
    [
        {"salt": "00" * 16},
        {"held_on": date(2026, 10, 7)},
        {"attendees": "Marieke"},
        {"lines": ["Twee plekken", "Achttien maanden."]},
        {"lines": ["Twee plekken, achttien maanden."]},
        {"lines": []},
    ],
)
def test_the_digest_of_a_talk_tells_every_difference(changed):
    talk = {
        "salt": SALT,
        "held_on": date(2026, 10, 6),
        "attendees": "Marieke, Youssef",
        "lines": ["Twee plekken", "Achttien maanden"],
    }

    assert talk_digest(**talk) != talk_digest(**(talk | changed))


@pytest.mark.parametrize("text", ["a", "?", "👍🏽", "ok\n", "1", "ة", "x" * TEXT_LIMIT])
def test_any_text_that_can_be_seen_may_be_said(text):
    check_text("/text", text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t ", "\u200b", "\u200e\u202e", "\ufeff", "\u0301", "\u00ad\u2060"]
)
def test_a_text_nobody_can_see_says_nothing(text):
    assert faults(check_text, "/text", text) == [("/text", "required")]


def test_a_text_has_an_end():
    assert faults(check_text, "/text", "x" * (TEXT_LIMIT + 1)) == [("/text", "too-long")]
    assert faults(check_start, "x" * (TITLE_LIMIT + 1), "") == [
        ("/text", "required"),
        ("/title", "too-long"),
    ]
    check_start("", "Zonder titel kan ook.")
    check_start("x" * TITLE_LIMIT, "Met een lange titel ook.")


def a_record(**changed) -> RecordTalk:
    return structs.replace(
        RecordTalk(
            id=uuid4(),
            held_on=date(2026, 10, 6),
            attendees="Marieke, Youssef",
            lines=["Twee plekken, achttien maanden."],
        ),
        **changed,
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"lines": []}, [("/lines", "required")]),
        ({"lines": ["x"] * (LINES_LIMIT + 1)}, [("/lines", "too-many")]),
        (
            {"lines": ["goed", "", "x" * (LINE_LIMIT + 1)], "attendees": " "},
            [("/attendees", "required"), ("/lines/1", "required"), ("/lines/2", "too-long")],
        ),
        ({"attendees": "x" * (ATTENDEES_LIMIT + 1)}, [("/attendees", "too-long")]),
        ({"held_on": date(2026, 10, 8)}, [("/heldOn", "dialogue/held-in-future")]),
    ],
)
def test_a_record_of_a_talk_tells_all_its_faults_at_once(changed, expected):
    at = datetime(2026, 10, 7, 12, tzinfo=UTC)

    assert faults(check_talk, a_record(**changed), at=at) == expected


def test_today_is_today_where_the_people_are():
    """Late in the evening UTC it is tomorrow already in the room."""
    late = datetime(2026, 10, 6, 22, 30, tzinfo=UTC)

    check_talk(a_record(held_on=date(2026, 10, 7)), at=late)
    assert faults(check_talk, a_record(held_on=date(2026, 10, 8)), at=late) == [
        ("/heldOn", "dialogue/held-in-future")
    ]


@given(st.text(max_size=40), st.text(max_size=40))
def test_without_its_salt_a_digest_tells_nothing_and_with_it_everything(text, other):
    assert (salted_digest(SALT, text) == salted_digest(SALT, other)) == (text == other)
    assert salted_digest("00" * 16, text) != salted_digest(SALT, text)


@given(
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=60_000)).map(
        lambda since: POSTED + since
    ),
    st.uuids(),
    st.integers(min_value=0, max_value=2**31 - 1),
)
def test_a_page_mark_comes_back_as_it_went(at, thread_id, number):
    assert read_page_mark(page_mark(at, thread_id, number), parts=3) == [at, thread_id, number]
    assert read_page_mark(page_mark(at, thread_id), parts=2) == [at, thread_id]


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda data: data.hex()))
def test_what_is_no_page_mark_is_refused_and_never_breaks(mark):
    with pytest.raises(Invalid):
        read_page_mark(mark, parts=3)


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00+14:00/{id}/1",
        "9999-12-31T23:59:59-14:00/{id}/1",
        "2026-01-01T00:00:00/{id}/1",
        "2026-01-01T00:00:00+00:00/{id}/-1",
        "2026-01-01T00:00:00+00:00/{id}/2147483648",
        "2026-01-01T00:00:00+00:00/{id}/1/1",
        "2026-01-01T00:00:00+00:00/{id}",
        "2026-01-01T00:00:00+00:00/x/1",
    ],
)
def test_a_page_mark_is_within_what_the_database_has_room_for(written):
    import base64

    mark = base64.urlsafe_b64encode(written.format(id=UUID(int=1)).encode()).decode()
    with pytest.raises(Invalid):
        read_page_mark(mark, parts=3)


def test_every_fact_is_only_ids_numbers_digests_and_words_of_our_own():
    """What a journal holds stays for ever, so nothing in it may be anybody's words."""
    thread = a_thread()
    said = "Een derde leermeester hebben we pas later."
    resolved = structs.replace(thread, is_resolved=True)
    facts = [
        on_threads.start(thread, title=said, salt=SALT, side=Side.BUYER, declared=True),
        post(thread, said),
        edit(a_message()),
        on_messages.remove(a_message(), POSTED),
        hide(a_message()),
        on_messages.show(a_message(hiding_id=uuid4()), reason=said, salt=SALT, declared=True),
        resolve(thread),
        on_threads.reopen(resolved, Side.BUYER),
        on_talks.record(a_talk(), lines=2, declared=False),
        on_talks.confirm(a_talk(), seen_digest="1" * 64, side=Side.BUYER),
    ]

    assert len({fact.KIND for fact in facts}) == 10
    for fact in facts:
        assert b" " not in canonical_bytes(fact)


def faults(check, *values, **named) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        check(*values, **named)
    return [(fault.pointer, fault.slug) for fault in refused.value.faults]
