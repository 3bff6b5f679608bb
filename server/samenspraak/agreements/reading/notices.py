"""What a careful reader looks at twice: letters and digits that are not what they look like.

What nobody can see is refused long before this (`personal_data`, `decisions`). What is left can be
meant well, such as a Greek letter in a formula, so it is pointed out and stops nobody.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from confusable_homoglyphs import categories, confusables

from samenspraak.agreements.documents import PartyPart
from samenspraak.agreements.reading.shapes import Notice, ReadingPart
from samenspraak.agreements.reading.words import Words

# Of one kind in one part: enough to know where to look, in a text that may hold thousands.
NAMED_LIMIT = 5

_WORD = re.compile(r"[^\W_]+(?:[^\W_]|[\u0300-\u036f])*")
_RUN = re.compile(r"\S+")
# Written together in one word since long: "moderately restrictive" of UTS 39, section 5.2.
_TOGETHER = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
# Recommended scripts (UAX 31, table 5) that may stand beside Latin; Greek and Cyrillic look too like.
_BESIDE_LATIN = frozenset(
    [
        "ARABIC",
        "ARMENIAN",
        "BENGALI",
        "BOPOMOFO",
        "DEVANAGARI",
        "ETHIOPIC",
        "GEORGIAN",
        "GUJARATI",
        "GURMUKHI",
        "HANGUL",
        "HAN",
        "HEBREW",
        "HIRAGANA",
        "KANNADA",
        "KATAKANA",
        "KHMER",
        "LAO",
        "MALAYALAM",
        "MYANMAR",
        "ORIYA",
        "SINHALA",
        "TAMIL",
        "TELUGU",
        "THAANA",
        "THAI",
        "TIBETAN",
    ]
)
_ANY = frozenset({"COMMON", "INHERITED", "Unknown"})


def notices_in(
    parts: Iterable[ReadingPart], parties: Sequence[PartyPart], words: Words
) -> tuple[Notice, ...]:
    """Point out what to look at twice, part by part."""
    found: list[Notice] = []
    for part in parts:
        read = [text for text in _texts(part) if not text.isascii()]
        found += [
            Notice(slug=slug, part=part.key, detail=words.say(f"notice.{slug}", words=named))
            for slug, pattern, is_odd in _KINDS
            if (named := _named(pattern, is_odd, read))
        ]
    return (*found, *_alike(parties, words))


def is_mixed(word: str) -> bool:
    """Tell whether a word mixes scripts as no writing does: UTS 39, moderately restrictive."""
    scripts = {_script(letter) for letter in word} - _ANY
    if len(scripts) < 2 or any(scripts <= together for together in _TOGETHER):
        return False
    others = scripts - {"LATIN"}
    return not ("LATIN" in scripts and len(others) == 1 and others <= _BESIDE_LATIN)


def skeleton(name: str) -> str:
    """Return what a name looks like: equal for two names that a reader takes for one (UTS 39)."""
    letters = "".join(map(_prototype, unicodedata.normalize("NFD", name)))
    return unicodedata.normalize("NFD", letters)


def _texts(part: ReadingPart) -> Iterator[str]:
    yield part.heading
    for field in part.fields:
        yield field.value
    for text in part.texts:
        yield from filter(None, (text.label, text.source))


def _has_other_digits(run: str) -> bool:
    return any(letter.isdecimal() and not letter.isascii() for letter in run)


def _has_stand_in(run: str) -> bool:
    return unicodedata.normalize("NFKC", run) != unicodedata.normalize("NFC", run)


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("mixed-scripts", _WORD, is_mixed),
    ("other-digits", _RUN, _has_other_digits),
    ("stand-ins", _RUN, _has_stand_in),
)


def _named(pattern: re.Pattern[str], is_odd: Callable[[str], bool], texts: Iterable[str]) -> str:
    """Name the first words that are odd, each once and cut to what fits a line."""
    found: dict[str, None] = {}
    for text in texts:
        for match in pattern.finditer(text):
            word = match[0]
            if not word.isascii() and is_odd(word):
                found[word[:60]] = None
                if len(found) == NAMED_LIMIT:
                    return _listed(found)
    return _listed(found)


def _listed(found: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in found)


def _alike(parties: Sequence[PartyPart], words: Words) -> Iterator[Notice]:
    for one, other in combinations(parties, 2):
        is_same = one.name == other.name and one.identifier == other.identifier
        if not is_same and _looks_like(one.name, other.name):
            yield Notice(
                slug="look-alike-parties",
                part="parties",
                detail=words.say("notice.look-alike-parties", one=one.name, other=other.name),
            )


def _looks_like(one: str, other: str) -> bool:
    # As typed, where I and l are alike, and in small letters, where A and a are.
    return any(skeleton(spelled(one)) == skeleton(spelled(other)) for spelled in (_bare, _small))


def _bare(name: str) -> str:
    return " ".join(name.split())


def _small(name: str) -> str:
    return _bare(name).casefold()


@lru_cache(maxsize=5_000)
def _script(letter: str) -> str:
    """Return the script of a letter; the library searches its whole table for each."""
    return categories.alias(letter)


def _prototype(letter: str) -> str:
    """Return the one sign that stands for all that look like this one.

    The library lists of each sign those that look like it: of a prototype all, of any other its
    prototype alone. Where two have only each other, the first in order stands for both.
    """
    alike: list[dict[str, str]] = confusables.confusables_data.get(letter, [])
    if len(alike) != 1:
        return letter
    other = alike[0]["c"]
    back: list[dict[str, str]] = confusables.confusables_data.get(other, [])
    return other if len(back) > 1 else min(letter, other)
