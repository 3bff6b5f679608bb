"""What a table gives an amount for, what the parties agree, and what is only shown."""

import pytest
from tests.catalogue.tables import FOREIGN, a_measure, a_table

from samenspraak.canonical import canonical_bytes
from samenspraak.catalogue.decisions import measure_views, notes_on
from samenspraak.catalogue.schemas import MeasureView, Window, text_in
from samenspraak.catalogue.seeds import shipped_tables


def judged(table) -> dict[str, MeasureView]:
    text = text_in(canonical_bytes(table).decode())
    return {view.code: view for view in measure_views(text, table)}


def noted(table) -> set[tuple[str, str]]:
    text = text_in(canonical_bytes(table).decode())
    return {(note.pointer, note.slug) for note in notes_on(text, table, "")}


def test_in_consultation_is_said_with_its_reason_and_never_as_nought():
    [table] = [each for each in shipped_tables() if each["id"] == "utrecht-v3"]
    discussed = {
        code: view.discussed.slug for code, view in judged(table).items() if view.discussed
    }
    assert discussed == {
        "SOCIAL_PURCHASE": "negotiated",
        "MOBILITY": "negotiated",
        "DEVELOPMENT_TRACK": "negotiated",
    }
    assert judged(table)["SOCIAL_PURCHASE"].value_eur is None
    assert judged(table)["BBL_2_4"].value_eur == "35000"
    assert judged(table)["PERMANENT_CONTRACT"].is_addition


@pytest.mark.parametrize(
    ("members", "window"),
    [
        ({}, Window.NOT_PUBLISHED),
        ({"max_counting_months": 24}, Window.MONTHS),
        ({"unlimited_counting": True}, Window.UNLIMITED),
        ({"unlimited_counting": False}, Window.NOT_PUBLISHED),
    ],
)
def test_not_published_is_neither_unlimited_nor_nought(members, window: Window):
    assert judged(a_table(a_measure(**members)))["PW"].window is window


def test_words_we_do_not_know_are_shown_and_left_to_the_parties():
    views = judged(FOREIGN)
    assert views["W1"].discussed is None
    assert views["W1"].value_eur == "1234.5678"
    assert views["W1"].other == {"buurtbonus": {"euro": 12.25}}
    assert {code: views[code].discussed.slug for code in ("W2", "W3")} == {  # type: ignore[union-attr]
        "W2": "unknown-unit",
        "W3": "unknown-valuation",
    }
    assert [rule.text for rule in views["W4"].rules] == ["Alleen in de wijk Noord"]
    assert views["W4"].kind == "weetikveel"


def test_another_currency_is_nothing_to_add_to_euros():
    view = judged(a_table(currency="SEK"))["PW"]
    assert view.discussed is not None
    assert view.discussed.slug == "other-currency"


def test_notes_name_everything_that_nothing_is_computed_from():
    assert noted(FOREIGN) == {
        ("/noordstad_fonds", "unknown-member"),
        ("/kleur", "unknown-member"),
        ("/measures/0/buurtbonus", "unknown-member"),
        ("/measures/1", "unknown-unit"),
        ("/measures/2", "unknown-valuation"),
        ("/measures/3/conditions", "words-alone"),
    }
    assert noted(a_table(basis="per jaar", applies_by="maan")) == {
        ("/basis", "words-alone"),
        ("/valid_from", "no-start"),
        ("/applies_by", "unknown-rule"),
    }
