"""Articles as the text that people write, and that text as articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.agreements.decisions import clauses_in, written_as_text
from samenspraak.agreements.decisions.moves import TEXT_LIMIT
from samenspraak.agreements.decisions.offering import (
    CLAUSES_LIMIT,
    DOCUMENT_LIMIT,
    TITLE_LIMIT,
)
from samenspraak.agreements.schemas import Clause
from samenspraak.commitments.terms import tidied

# What a heading and its escapes are made of, in every order.
_PIECES = [
    "###",
    "#",
    "\\",
    "\\\\",
    " ",
    "   ",
    "\t",
    "\n",
    "\r\n",
    "### ",
    "\n### a",
    "a",
    "e\u0301",
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join) | st.text(max_size=40)
# What was offered is tidied, and has a title and a text.
_OFFERED = st.builds(
    lambda title, text: tidied(Clause(title=title, text=text)), _TEXTS, _TEXTS
).filter(lambda clause: clause.title and clause.text)


@given(st.lists(_OFFERED, max_size=5))
def test_whatever_was_offered_comes_back_letter_by_letter(clauses: list[Clause]):
    assert clauses_in(written_as_text(clauses)).clauses == clauses


@given(_TEXTS)
def test_what_somebody_typed_is_read_the_same_once_it_was_written_out(text: str):
    read = [tidied(clause) for clause in clauses_in(text).clauses]
    whole = [clause for clause in read if clause.title and clause.text]
    assert clauses_in(written_as_text(whole)).clauses == whole


def test_no_text_is_no_articles():
    for text in ("", " \n\t\n"):
        read = clauses_in(text)
        assert (read.clauses, read.faults) == ([], [])


def test_a_line_with_three_signs_begins_an_article():
    read = clauses_in(
        "### Volgen\n\nVier keer per jaar.\n\n- één\n- twee\n\n   ###   Begeleiding \nElke week.\n"
    )
    assert read.faults == []
    assert read.clauses == [
        Clause(title="Volgen", text="Vier keer per jaar.\n\n- één\n- twee"),
        Clause(title="Begeleiding", text="Elke week."),
    ]


@pytest.mark.parametrize(
    "line", ["#### Vier", "## Twee", "###Zonder", "    ### Ver", "> ### Citaat"]
)
def test_what_looks_like_it_is_text(line: str):
    assert clauses_in(f"### Eén\nwoord\n{line}").clauses == [
        Clause(title="Eén", text=f"woord\n{line}")
    ]


def test_a_heading_within_an_article_is_written_with_a_backslash():
    clause = Clause(title="Eén", text="Eerst.\n### Dan\n\\### en zo")

    text = written_as_text([clause])

    assert text == "### Eén\n\nEerst.\n\\### Dan\n\\\\### en zo"
    assert clauses_in(text).clauses == [clause]


def test_a_title_of_several_lines_goes_on_behind_a_backslash():
    clause = Clause(title="Eén\n### of\ntwee\\", text="woord")

    text = written_as_text([clause])

    assert text == "### Eén\\\n### of\\\ntwee\\\\\n\nwoord"
    assert clauses_in(text).clauses == [clause]


def test_a_backslash_at_the_very_end_is_just_that():
    assert clauses_in("### C:\\").clauses == [Clause(title="C:\\", text="")]


def slugs(text: str) -> list[tuple[str, object]]:
    read = clauses_in(text)
    assert {fault.pointer for fault in read.faults} <= {"/text"}
    return [(fault.slug, fault.facts.get("line")) for fault in read.faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\nVooraf.\nMeer.\n### A\na", [("agreements/line-before-articles", 3)]),
        ("Alleen woorden.", [("agreements/line-before-articles", 1)]),
        ("### A\na\n###\nb", [("agreements/line-without-title", 3)]),
        ("### A\na\n###  \t\nb", [("agreements/line-without-title", 3)]),
        ("### A\n\n### B\nb", [("agreements/line-without-text", 1)]),
        ("### A\na\n### A \nb", [("agreements/line-doubled-title", 3)]),
        ("\n###\n", [("agreements/line-without-title", 2), ("agreements/line-without-text", 2)]),
        (f"### {'a' * (TITLE_LIMIT + 1)}\na", [("agreements/line-long-title", 1)]),
        (f"### {'a' * TITLE_LIMIT}\na", []),
        (f"### A\n{'a' * (TEXT_LIMIT + 1)}", [("agreements/line-long-text", 1)]),
        (f"### A\n{'a' * TEXT_LIMIT}", []),
        ("### A\nwoord\u200bwoord", [("text/invisible-character", None)]),
        ("### A\u202e\nwoord", [("text/invisible-character", None)]),
        # What is over the limit is not read any further: its title is there already.
        (
            "\n".join(f"### {at}\nx" for at in range(CLAUSES_LIMIT)) + "\n### 0\n",
            [("too-many", None)],
        ),
        (
            "\n".join(f"### {at}\n{'x' * TEXT_LIMIT}" for at in range(10)) + "\n### 10\nx",
            [("too-long", None)],
        ),
    ],
)
def test_each_fault_names_its_line(text: str, expected: list[tuple[str, object]]):
    assert slugs(text) == expected


def test_a_whole_document_fits():
    text = "\n".join(f"### {at}\n{'x' * TEXT_LIMIT}" for at in range(DOCUMENT_LIMIT // TEXT_LIMIT))
    assert slugs(text) == []


def test_all_faults_come_at_once():
    assert slugs("Vooraf\n###\na\n### B\n") == [
        ("agreements/line-before-articles", 1),
        ("agreements/line-without-title", 2),
        ("agreements/line-without-text", 4),
    ]
