"""Yjs documents made from what is stored, and what stands in them."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from samenspraak.drafting.documents import (
    _REMEMBERED,
    _REMEMBERED_UNITS,
    _Remembered,
    content_of,
    document_of,
    fields_of,
    new_document,
    seed,
    text_of,
)
from samenspraak.drafting.schemas import FIELDS, Content, DraftKind
from samenspraak.surroundings import Surroundings, surrounded_by

# Whatever can be encoded: a lone half of a character cannot, here nor in a Yjs update.
_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_VALUES = (
    _WORDS
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.lists(_WORDS, min_size=1, max_size=5)
)
_CONTENTS = st.builds(
    Content,
    fields=st.dictionaries(st.sampled_from(sorted(FIELDS[DraftKind.COMMITMENT])), _VALUES),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)


@given(_CONTENTS)
def test_what_a_draft_begins_with_is_what_stands_in_it(content: Content):
    update, _ = seed(content)
    assert content_of(document_of(None, [update]), DraftKind.COMMITMENT) == content
    assert content_of(document_of(update, []), DraftKind.COMMITMENT) == content


def test_a_draft_begins_with_one_author_and_one_update():
    update, client = seed(Content(fields={"title": "Leerplekken"}, text="Twee."))
    document = document_of(None, [update])
    assert client != new_document().client_id
    # The state vector names exactly one client: count 1, then its id.
    assert document.get_state()[0] == 1


def test_the_client_id_of_a_beginning_is_drawn_from_the_surroundings():
    """The library would draw one by itself, and no history could be replayed to the byte."""
    content = Content(fields={"title": "Leerwerkplekken"}, text="Twee plekken.")
    with surrounded_by(Surroundings(randomness=lambda count: b"\x07" * count)):
        first, again = seed(content), seed(content)

    assert first == again
    assert first[1] == 0x07070707


def test_an_empty_draft_begins_with_nothing_to_store_but_says_so():
    update, _ = seed(Content(fields={}, text=""))
    assert update == b"\x00\x00"
    assert content_of(document_of(None, [update]), DraftKind.PURPOSE) == Content(fields={}, text="")


def test_updates_count_once_in_any_order_and_however_often():
    first, second = new_document(), new_document()
    text_of(first).insert(0, "Werk.")
    fields_of(second)["parts.A"] = "leren"
    updates = [first.get_update(), second.get_update()]
    contents = [
        content_of(document_of(None, each), DraftKind.PURPOSE)
        for each in (updates, updates[::-1], [*updates, *updates])
    ]
    assert contents == [Content(fields={"parts.A": "leren"}, text="Werk.")] * 3


def test_whole_numbers_stay_whole_as_they_go_through_yjs():
    update, _ = seed(Content(fields={"spentCents": 9_007_199_254_740_991}, text=""))
    found = content_of(document_of(None, [update]), DraftKind.COMMITMENT).fields
    assert found == {"spentCents": 9_007_199_254_740_991}
    assert type(found["spentCents"]) is int


def test_what_a_draft_of_this_kind_does_not_have_is_not_shown():
    document = new_document()
    fields_of(document)["parts.A"] = "leren"
    fields_of(document)["verzonnen"] = "x"
    fields_of(document)["parts.B"] = ""
    fields_of(document)["parts.C"] = None
    assert content_of(document, DraftKind.PURPOSE).fields == {"parts.A": "leren"}
    assert content_of(document, DraftKind.CLAUSES).fields == {}


def test_types_within_a_field_are_no_values():
    """The fence lets none in; a document that has some can still be read."""
    document: Doc[Map[object]] = Doc()
    document["fields"] = Map({"parts.A": Text("x"), "parts.B": Map({"a": "b"}), "parts.C": "goed"})
    document["other"] = Array(["x"])
    found = content_of(document_of(None, [document.get_update()]), DraftKind.PURPOSE)
    assert found.text == ""
    assert found.fields["parts.C"] == "goed"
    assert "parts.B" not in found.fields


def test_an_unseen_character_is_kept_as_typed_for_whoever_has_to_take_it_out():
    update, _ = seed(Content(fields={"parts.A": "a\x00b"}, text="x\x00\u200by"))
    found = content_of(document_of(None, [update]), DraftKind.PURPOSE)
    assert found == Content(fields={"parts.A": "a\x00b"}, text="x\x00\u200by")


def test_half_a_character_never_gets_into_a_document():
    with pytest.raises(UnicodeEncodeError):
        seed(Content(fields={}, text="\ud83d"))


def test_the_newest_contents_are_remembered_and_the_oldest_go():
    memory = _Remembered()
    drafts = [uuid4() for _ in range(_REMEMBERED + 1)]
    known = Content(fields={}, text="x"), "digest"
    for draft in drafts:
        memory.keep(draft, 1, known)
    assert memory.get(drafts[0], 1) is None
    assert memory.get(drafts[1], 1) is known
    assert memory.get(drafts[-1], 2) is None


def test_long_contents_are_remembered_as_long_as_there_is_room():
    """Whoever fills draft after draft to the limit takes no more memory than this."""
    memory = _Remembered()
    long, other = uuid4(), uuid4()
    memory.keep(long, 1, (Content(fields={"parts.A": "x" * _REMEMBERED_UNITS}, text=""), "one"))
    assert memory.get(long, 1) is not None
    memory.keep(other, 1, (Content(fields={}, text="x"), "two"))
    assert memory.get(long, 1) is None
    assert memory.get(other, 1) is not None
