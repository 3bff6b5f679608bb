"""What somebody means by what they typed, and the piece of a text that answers it."""

import pytest

from samenspraak.search.decisions import (
    EXCERPT_CHARACTERS,
    MOST_TERMS,
    NothingToFind,
    Term,
    TooManyWords,
    excerpt_of,
    terms_in,
    title_pieces,
    words_in,
)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("leerwerkplek", [Term(words=("leerwerkplek",))]),
        ("  twee   plekken ", [Term(words=("twee",)), Term(words=("plekken",))]),
        ('"twee plekken"', [Term(words=("twee", "plekken"), is_phrase=True)]),
        ("“twee plekken”", [Term(words=("twee", "plekken"), is_phrase=True)]),
        ('"nooit gesloten', [Term(words=("nooit", "gesloten"), is_phrase=True)]),
        ("werk -bouw", [Term(words=("werk",)), Term(words=("bouw",), is_left_out=True)]),
        (
            'werk -"twee plekken"',
            [
                Term(words=("werk",)),
                Term(words=("twee", "plekken"), is_phrase=True, is_left_out=True),
            ],
        ),
        # A minus within a word is no wish.
        ("leer-werkplek", [Term(words=("leer", "werkplek"), is_phrase=True)]),
        ("jan@voorbeeld.nl", [Term(words=("jan", "voorbeeld", "nl"), is_phrase=True)]),
        ("werk werk", [Term(words=("werk",))]),
        # What looks like a language of questions is only words.
        ("a:* & !b | (c)", [Term(words=("a",)), Term(words=("b",)), Term(words=("c",))]),
        ("cafe\u0301", [Term(words=("café",))]),
        ("wo\x00ord", [Term(words=("wo", "ord"), is_phrase=True)]),
    ],
)
def test_what_was_typed_is_read_as_it_was_meant(typed: str, terms: list[Term]):
    assert list(terms_in(typed)) == terms


@pytest.mark.parametrize("typed", ["", "   ", "-", '"', '""', "-werk", "?!", "\u0000", "_", "'"])
def test_there_has_to_be_a_word_to_find(typed: str):
    with pytest.raises(NothingToFind):
        terms_in(typed)


def test_there_are_only_so_many_words():
    assert terms_in(" ".join(f"woord{number}" for number in range(MOST_TERMS)))
    for typed in (
        " ".join(f"woord{number}" for number in range(MOST_TERMS + 1)),
        ".".join(f"woord{number}" for number in range(MOST_TERMS + 1)),
        "woord " + " ".join(f"-woord{number}" for number in range(MOST_TERMS)),
    ):
        with pytest.raises(TooManyWords):
            terms_in(typed)


def test_only_words_that_begin_alike_are_looked_at_closely():
    terms = terms_in("leren -bouw Élan")
    assert words_in(["Leren in de bouw, leerling élan en eten."], terms) == {
        "Leren",
        "leerling",
        "élan",
        "en",
        "eten",
    }


def shown(texts: list[str], *hits: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_hit else piece.text for piece in excerpt_of(texts, hits)
    )


def test_an_excerpt_marks_what_was_asked_for():
    assert shown(["Twee plekken in de bouw."], "plekken") == "Twee [plekken] in de bouw."


def test_an_excerpt_comes_from_the_piece_that_holds_a_hit():
    assert shown(["Titel", "Hier staat\nhet woord."], "woord") == "Hier staat het [woord]."


def test_without_a_hit_an_excerpt_is_how_the_text_begins():
    assert shown(["", "Alleen de titel had het."]) == "Alleen de titel had het."
    assert shown([]) == ""


def test_a_title_stays_whole_and_marks_what_was_asked_for():
    title = "Over plekken " + "en nog meer " * 30
    pieces = title_pieces(title, {"plekken"})
    assert "".join(piece.text for piece in pieces) == title
    assert [piece.text for piece in pieces if piece.is_hit] == ["plekken"]
    assert title_pieces("", {"plekken"}) == []


@pytest.mark.parametrize("place", [0, 5, 30, 60, 100, 199])
def test_an_excerpt_of_a_long_text_is_cut_between_words(place: int):
    words = [f"woord{number}" for number in range(200)]
    words[place] = "treffer"
    text = " ".join(words)
    cut = shown([text], "treffer")
    assert "[treffer]" in cut
    assert len(cut) <= EXCERPT_CHARACTERS + 8
    inside = cut.replace("[", "").replace("]", "").strip("… ")
    assert f" {inside} " in f" {text} "


def test_an_excerpt_of_one_endless_word_still_ends():
    cut = excerpt_of(["x" * 5_000], ["x" * 5_000])
    assert sum(len(piece.text) for piece in cut) <= EXCERPT_CHARACTERS + 4
