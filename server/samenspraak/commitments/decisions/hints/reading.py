"""Reads what one line says by itself: numbers, what they count, a day, and words that say little.

Whole words are looked up one after another, so that no text can make it slow.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

from msgspec import Struct

from samenspraak.commitments.decisions.hints.words import (
    AGES,
    ALL,
    BEFORE_DAYS,
    COUNTED_FROM,
    CURRENCIES,
    EACH,
    HEDGES,
    LABELS,
    LATER,
    MONTHS,
    MORE,
    MOVING,
    NO_YEARS,
    NOT_AFTER,
    NOT_BEFORE,
    NUMBERS,
    OLD,
    PARTS,
    PASSED,
    PERCENT,
    RECURRING,
    RHYTHMS,
    SOFT,
    SOFT_PHRASES,
    STOP,
    STRIVES,
    TIME,
    UNSURE_MONTHS,
    WITHIN,
)

# What is read of a line; drafts can hold far more than a proposal may.
READ_LIMIT = 4_000
# Words that a hint repeats, and how long each may be: one line on a phone.
WORDS_LIMIT = 5
WORD_LENGTH_LIMIT = 60
# How far behind a number what it counts may stand: "5 van de 12 leerlingen".
REACH = 5


class Said(Struct, frozen=True, kw_only=True):
    """What a line says by itself.

    `numbers` are those that count something or could, as they were written; `bare` those of which
    nothing says what they count. `moving` says until when, but of a day that moves with the reader.
    """

    numbers: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    has_day: bool = False
    moving: tuple[str, ...] = ()
    has_rhythm: bool = False
    soft: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    strives: tuple[str, ...] = ()


def said_in(text: str) -> Said:
    """Read one line, in Dutch and in English at once."""
    line = _Line(unicodedata.normalize("NFC", text[:READ_LIMIT]))
    numbers = [*line.numbers(), *line.spans(PARTS), *line.all_of_them()]
    hedges = [*line.spans(HEDGES), *line.as_possible()]
    return Said(
        numbers=line.written(numbers),
        bare=line.written([span for span in numbers if not line.counts_something(span)]),
        has_day=line.has_day(),
        moving=line.written([*line.spans(MOVING), *line.times_from_now()]),
        has_rhythm=line.has_rhythm(),
        soft=line.written([span for span in line.soft() if not _lies_in(span, hedges)]),
        hedges=line.written(hedges),
        strives=line.written(line.spans(STRIVES)),
    )


Span = tuple[int, int]
"""From which word up to which, the last one not included."""

# Hyphens, dashes and apostrophes as people's devices write them.
_PLAIN = {0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2019: "'"}
# Words with what joins them inside, signs that count, and what ends a sentence.
_TOKEN = re.compile(r"[^\W_]+(?:[.,/'-][^\W_]+)*|[€$£%]|[.;:!?\n]")
_NUMBER = re.compile(r"[0-9]+(?:[.,/-][0-9]+)*x?")
_DAY = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"(?:199|20[0-9])[0-9]")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}")
_YEARS = re.compile(r"20[0-9]{2}[-/](?:20)?[0-9]{2}")
# Longer than any number, day or word that is looked for.
_LONGEST = 40


class _Line:
    def __init__(self, text: str) -> None:
        self._text = text
        plain = text.translate(_PLAIN)
        self._places = [found.span() for found in _TOKEN.finditer(plain)]
        self._words = [plain[start:end].casefold() for start, end in self._places]
        self._days = {at for at in range(len(self._words)) if self._is_day(at)}
        self._found = {at for at in range(len(self._words)) if self._is_number(at)}

    def written(self, spans: Collection[Span]) -> tuple[str, ...]:
        """Return these words as they were written, each once, in their order."""
        texts = [
            self._text[self._places[start][0] : self._places[end - 1][1]]
            for start, end in sorted(spans)
        ]
        return tuple(dict.fromkeys(text[:WORD_LENGTH_LIMIT] for text in texts))[:WORDS_LIMIT]

    def numbers(self) -> list[Span]:
        """Return every number but those of days, ages, labels and lapses of time."""
        return [
            (at, at + 1)
            for at in sorted(self._found - self._days)
            if not self._is_label(at)
            and not self._is_age(at)
            and self._lapse(at) is None
            and not self._is_rhythm(at)
        ]

    def all_of_them(self) -> list[Span]:
        """Return "alle onderaannemers" and "all subcontractors", which name a number as well."""
        return [
            (at, at + 1)
            for at, word in enumerate(self._words)
            if word in ALL
            and self._word(at + 1) not in STOP
            and self._word(at + 1).endswith(("en", "s"))
        ]

    def counts_something(self, span: Span) -> bool:
        """Tell whether the line says what this number is a number of."""
        start, end = span
        if self._word(start - 1) in CURRENCIES:
            return True
        for at in range(end, min(end + REACH, len(self._words))):
            word = self._words[at]
            if word in PERCENT or word in CURRENCIES:
                return True
            if word in _ENDS or at in self._days:
                return False
            if word not in STOP and at not in self._found and word[0].isalpha():
                return True
        return False

    def has_day(self) -> bool:
        """Tell whether it names a day, a month or a year, or a time counted from something."""
        return (
            bool(self._days)
            or any(self._lapse(at) == "named" for at in self._found)
            or any(
                word in MONTHS and self._word(at - 1) in BEFORE_DAYS | _IN
                for at, word in enumerate(self._words)
            )
        )

    def times_from_now(self) -> list[Span]:
        """Return lapses of time that nobody can tell the beginning of: "binnen 6 maanden"."""
        return [(at - 1, at + 2) for at in self._found if self._lapse(at) == "moving"]

    def has_rhythm(self) -> bool:
        """Tell whether it says how often, or how soon: "elke twee weken", "monthly", "binnen 2 dagen"."""
        return any(self._lapse(at) in {"moving", "named"} for at in self._found) or any(
            word in RHYTHMS or (word in EACH and self._comes_back(at + 1))
            for at, word in enumerate(self._words)
        )

    def soft(self) -> list[Span]:
        """Return words that mean something only once a number says how much."""
        spans = self.spans(SOFT_PHRASES)
        for at, word in enumerate(self._words):
            follows = self._word(at + 1)
            if word in MORE and follows not in STOP | _ENDS | {""}:
                spans.append((at, at + 2))
            elif word in SOFT and self._word(at - 1) not in MORE:
                spans.append((at, at + 1))
        return spans

    def as_possible(self) -> list[Span]:
        """Return "zo veel mogelijk" and its like, whatever stands between."""
        spans: list[Span] = []
        for at, word in enumerate(self._words):
            if word in {"zo", "zoveel"}:
                spans += self._up_to(at, ("mogelijk",))
            elif word == "as":
                spans += self._up_to(at, ("as", "possible"))
        return spans

    def spans(self, phrases: frozenset[tuple[str, ...]]) -> list[Span]:
        """Return where any of these phrases stands, the longest at each place."""
        by_first = _by_first(phrases)
        spans: list[Span] = []
        at = 0
        while at < len(self._words):
            fits = [
                len(phrase)
                for phrase in by_first.get(self._words[at], ())
                if tuple(self._words[at : at + len(phrase)]) == phrase
            ]
            if fits:
                spans.append((at, at + max(fits)))
            at += max(fits, default=1)
        return spans

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _up_to(self, at: int, end: tuple[str, ...]) -> Iterator[Span]:
        for to in range(at + 1, at + 4):
            if tuple(self._words[to : to + len(end)]) == end:
                yield at, to + len(end)
                return

    def _is_number(self, at: int) -> bool:
        word = self._words[at]
        if len(word) > _LONGEST or word == "24/7":
            return False
        if _NUMBER.fullmatch(word):
            return True
        if self._word(at - 1) in NOT_AFTER.get(word, ()):
            return False
        if self._word(at + 1) in NOT_BEFORE.get(word, ()):
            return False
        parts = word.split("-")
        return len(parts) < 3 and all(part in NUMBERS for part in parts)

    def _is_day(self, at: int) -> bool:
        word, before, after = self._words[at], self._word(at - 1), self._word(at + 1)
        if len(word) > _LONGEST:
            return False
        if _DAY.fullmatch(word) or _YEARS.fullmatch(word):
            return True
        if _YEAR.fullmatch(word):
            is_alone = after in STOP | _ENDS | {""} or before in BEFORE_DAYS | MONTHS
            return is_alone and before not in CURRENCIES and after not in NO_YEARS
        if not _DAY_OF_MONTH.fullmatch(word):
            return False
        # Dutch puts the month behind the day, so "in april 5 mensen" names no day.
        is_alone = after in STOP | _ENDS | _WE or bool(_YEAR.fullmatch(after))
        return self._is_month(at + 1) or (is_alone and self._is_month(at - 1))

    def _is_month(self, at: int) -> bool:
        word = self._word(at)
        if word not in MONTHS:
            return False
        if word not in UNSURE_MONTHS:
            return True
        around = {self._word(at - 2), self._word(at - 1)}
        return bool(_YEAR.fullmatch(self._word(at + 1))) or bool(around & BEFORE_DAYS)

    def _is_label(self, at: int) -> bool:
        before = self._word(at - 1)
        is_clock = before in {"om", "at"} and self._word(at + 1) in {"uur", "am", "pm"}
        is_ratio = "op" in {before, self._word(at + 1)} and self._words[at] == "1"
        return before in LABELS or is_clock or is_ratio

    def _is_age(self, at: int) -> bool:
        if self._word(at + 1) not in {"jaar", "year", "years"}:
            return self._word(at - 1) in {"aged", "age"}
        behind = {self._word(at + 2), self._word(at + 3)}
        return self._word(at - 1) in AGES or bool(behind & OLD)

    def _lapse(self, at: int) -> str | None:
        """Tell whether a number says how long until something, and if so, from a day we know."""
        if self._word(at + 1) not in TIME:
            return None
        before, behind = self._word(at - 1), self._word(at + 2)
        if behind in LATER:
            return "named"
        if before in PASSED:
            return "passed"
        if before not in WITHIN:
            return None
        return "named" if behind in COUNTED_FROM else "moving"

    def _is_rhythm(self, at: int) -> bool:
        return self._word(at - 1) in EACH and self._word(at + 1).endswith(RECURRING)

    def _comes_back(self, at: int) -> bool:
        if at in self._found:
            at += 1
        return any(self._word(at + further).endswith(RECURRING) for further in (0, 1))


_ENDS = frozenset(".;:!?\n")
_IN = frozenset(("in",))
_WE = frozenset(("", "we", "wij"))


def _lies_in(span: Span, others: Collection[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


@cache
def _by_first(
    phrases: frozenset[tuple[str, ...]],
) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found
