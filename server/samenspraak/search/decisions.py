"""What somebody means by the words they typed, and which piece of a text answers it."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from msgspec import Struct

from samenspraak.errors import Busy, Fault, Invalid
from samenspraak.search.schemas import Excerpt

# Nobody types more to find something; each word costs a look at every text one may read.
MOST_TERMS = 10
# What fits on a phone in three lines.
EXCERPT_CHARACTERS = 240
# How much of it stands before the first word that was found.
_BEFORE = 60
# A quoted piece, which may miss its second quote, or whatever stands between spaces.
_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))


class NothingToFind(Invalid):
    """There is no word in what was typed that could be looked for."""

    slug = "search/nothing-to-find"


class TooManyWords(Invalid):
    """More words were typed than we look for."""

    slug = "search/too-many-words"


class SearchTooWide(Busy):
    """It took longer than one may wait; fewer contracts or other words will do."""

    slug = "search/too-wide"


class Term(Struct, frozen=True, kw_only=True):
    """A word, or words that stand beside each other, to find or to leave out."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_left_out: bool = False

    @property
    def text(self) -> str:
        """The words side by side."""
        return " ".join(self.words)


def terms_in(typed: str) -> tuple[Term, ...]:
    """Read what was typed: words, "words beside each other", and -words to leave out.

    Raises `NothingToFind` or `TooManyWords`.
    """
    terms: list[Term] = []
    for found in _TERM.finditer(unicodedata.normalize("NFC", typed).translate(_QUOTES)):
        words = tuple(_WORD.findall(found["phrase"] or found["word"] or ""))
        if words:
            terms.append(
                Term(
                    words=words,
                    # What belongs together without a space, such as an address, stays together.
                    is_phrase=found["phrase"] is not None or len(words) > 1,
                    is_left_out=found["minus"] is not None,
                )
            )
    if all(term.is_left_out for term in terms):
        raise NothingToFind([_fault(NothingToFind.slug)])
    if sum(len(term.words) for term in terms) > MOST_TERMS:
        raise TooManyWords([_fault(TooManyWords.slug, most=MOST_TERMS)])
    return tuple(dict.fromkeys(terms))


def words_in(texts: Collection[str], terms: Sequence[Term]) -> set[str]:
    """Return the words of these texts that could be among the hits.

    A stem begins with the letter its word begins with, so most words need no closer look.
    """
    initials = {_initial(word) for term in terms if not term.is_left_out for word in term.words}
    return {
        word
        for text in texts
        for word in set(_WORD.findall(unicodedata.normalize("NFC", text)))
        if _initial(word) in initials
    }


def excerpt_of(texts: Sequence[str], hits: Collection[str]) -> list[Excerpt]:
    """Return the piece of these texts in which a word was found, or how the first one begins."""
    clean = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    found = next((text for text in clean if any(_hits_in(text, hits))), None)
    text = found if found is not None else next(filter(None, clean), "")
    first = next(iter(_hits_in(text, hits)), None)
    start, end = _window(text, 0 if first is None else first.start())
    pieces = _pieces(text, hits, start, end)
    if start > 0:
        pieces.insert(0, Excerpt(text="… ", is_hit=False))
    if end < len(text):
        pieces.append(Excerpt(text=" …", is_hit=False))
    return pieces


def title_pieces(title: str, hits: Collection[str]) -> list[Excerpt]:
    """Return a whole title, with the words that were asked for apart."""
    text = unicodedata.normalize("NFC", title)
    return _pieces(text, hits, 0, len(text))


def _pieces(text: str, hits: Collection[str], start: int, end: int) -> list[Excerpt]:
    pieces: list[Excerpt] = []
    at = start
    for hit in _hits_in(text, hits):
        if start <= hit.start() and hit.end() <= end:
            pieces += [
                Excerpt(text=text[at : hit.start()], is_hit=False),
                Excerpt(text=hit[0], is_hit=True),
            ]
            at = hit.end()
    pieces.append(Excerpt(text=text[at:end], is_hit=False))
    return [piece for piece in pieces if piece.text]


def _hits_in(text: str, hits: Collection[str]) -> list[re.Match[str]]:
    return [found for found in _WORD.finditer(text) if found[0] in hits]


def _window(text: str, first: int) -> tuple[int, int]:
    """Cut between words, around the first that was found."""
    start = 0 if first <= _BEFORE else text.find(" ", first - _BEFORE, first) + 1 or first
    if len(text) - start <= EXCERPT_CHARACTERS:
        return start, len(text)
    end = start + EXCERPT_CHARACTERS
    return start, max(text.rfind(" ", start + 1, end), first + 1) if " " in text[start:end] else end


def _initial(word: str) -> str:
    return unicodedata.normalize("NFD", word)[0].lower()


def _fault(slug: str, **facts: str | int) -> Fault:
    return Fault(pointer="", slug=slug, facts=facts)
