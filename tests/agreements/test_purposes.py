"""A purpose in a draft, and as it is put to the other side."""

from datetime import UTC, datetime
from uuid import uuid4

from samenspraak.agreements.decisions import (
    LETTERS,
    begun_from,
    placed,
    places_in_draft,
    unreadable_parts,
    written_purpose,
)
from samenspraak.drafting.schemas import Content
from samenspraak.errors import Fault
from samenspraak.workspaces.schemas import PurposePart, PurposeView, SetPurpose, Side


def a_purpose(text: str, **parts: str) -> PurposeView:
    return PurposeView(
        number=1,
        text=text,
        parts=[PurposePart(letter=letter, text=part) for letter, part in parts.items()],
        digest="d" * 64,
        by_side=Side.BUYER,
        set_at=datetime(2026, 11, 20, tzinfo=UTC),
        agreed_at=None,
    )


def asked(content: Content) -> SetPurpose:
    return written_purpose(content, request_id=uuid4())


def test_a_draft_begins_empty_or_with_the_newest_wording_and_that_comes_back():
    assert begun_from(None) == Content(fields={}, text="")
    content = begun_from(a_purpose("Werk in de wijk.", B="leren", A="werken"))
    assert content == Content(
        fields={"parts.B": "leren", "parts.A": "werken"}, text="Werk in de wijk."
    )
    again = asked(content)
    assert again.text == "Werk in de wijk."
    assert {part.letter: part.text for part in again.parts} == {"A": "werken", "B": "leren"}


def test_a_letter_that_drafts_do_not_have_goes_on_as_words():
    content = begun_from(a_purpose("Werk.", A="een", a="twee", Z1="drie"))
    assert content.fields == {"parts.A": "een"}
    assert content.text == "Werk.\n\na. twee\n\nZ1. drie"


def test_letters_without_text_are_left_out_and_gaps_stay():
    content = Content(fields={"parts.L": "laatst", "parts.B": "leren", "parts.C": " \n"}, text="x")
    assert [part.letter for part in asked(content).parts] == ["B", "L"]


def test_there_are_as_many_letters_as_a_purpose_has_parts():
    assert "".join(LETTERS) == "ABCDEFGHIJKL"


def test_a_fault_is_shown_at_the_field_where_it_can_be_mended():
    wording = asked(Content(fields={"parts.B": "leren", "parts.L": "laatst"}, text="x"))
    faults = [
        Fault(pointer=pointer, slug="too-long", facts={"limit": 5})
        for pointer in ("/text", "/parts/0/text", "/parts/1/text", "/parts/1/letter")
    ]
    assert [fault.pointer for fault in placed(faults, places_in_draft(wording))] == [
        "/text",
        "/fields/parts.B",
        "/fields/parts.L",
        "/fields/parts.L",
    ]


def test_what_is_no_text_is_named_and_never_taken_for_a_part():
    content = Content(fields={"parts.A": 3, "parts.B": ["x"], "parts.C": "goed"}, text="x")
    assert [(fault.pointer, fault.slug) for fault in unreadable_parts(content)] == [
        ("/fields/parts.A", "value"),
        ("/fields/parts.B", "value"),
    ]
    assert [part.letter for part in asked(content).parts] == ["C"]


def test_faults_of_articles_keep_what_they_are_about():
    faults = [Fault(pointer="/clauses/3/text", slug="x"), Fault(pointer="/reason", slug="x")]
    assert [fault.pointer for fault in placed(faults, {"/clauses": "/clausesDraft"})] == [
        "/clausesDraft/3/text",
        "/reason",
    ]
