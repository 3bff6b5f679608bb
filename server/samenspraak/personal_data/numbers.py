"""Finding the numbers of citizens in text, whatever they are dressed up as."""

import html
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from stdnum.nl import bsn

# How far a word may stand from a number and still say what the number is.
LABEL_REACH = 40
COUNTER_LABEL_REACH = 20


class Rule(StrEnum):
    """What was found, in words that betray nothing of it."""

    LABELLED_BSN = "labelled-bsn"
    BARE_BSN = "bare-bsn"
    LABELLED_NEAR_MISS = "labelled-near-miss"
    HEALTH_BESIDE_PERSON = "health-beside-person"


_ENTITY_OR_CHARACTER = re.compile(r"&#?[0-9A-Za-z]{1,31};|.", re.DOTALL)
_DOTS = "·•∙⋅・"
_MINUSES = "\u2212\u2043\uff0d"
# What people put between the digits of one number; a line end starts another.
_RUN = re.compile(r"\d+(?:[ \t.\-*_\\~]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_BSN_LABEL = re.compile(
    r"(?<![a-z])(?:b\W?s\W?n|burger\W{0,2}service|sofi(?:\W?(?:nr|nummer)|(?![a-z]))"
    r"|citizen\W{0,2}service)"
)
# These say of themselves that a number is something other ...
_OTHER_LABEL = re.compile(
    r"[€$£]|/s |(?<![a-z])(?:(?:eur|euro|usd|gbp|som|total|ref|po|tel|mob|fax|iban|agb|oin|cpv|isbn|"
    r"brin|vat|tax|ted|ean|gtin|duns|lei)(?![a-z])|bedrag|amount|totaal|budget|prijs|price|referen|"
    r"kenmerk|factu|invoice|order|bestel|inkooporder|dossier|offerte|debiteur|crediteur|kvk|k\.v\.k|"
    r"kamer van koophandel|chamber of commerce|rsin|btw|ob.nummer|fiscaal|telefoon|telephone|phone|"
    r"mobiel|rekening|vestigings?n|tenderned|publicatie|serie|barcode|polis)"
)
# ... and these only right before it: "project 123 ..." names a project, "in dit project is ..." not.
_ADJACENT_LABEL = re.compile(
    r"(?<![a-z])(?:project|contract|overeenkomst|opdracht|zaak|case|klant|customer|perceel|bestek|"
    r"artikel|article|melding|ticket|inschrijving|registratie|aanbesteding|notice|account|serial|"
    r"versie|version|document|besluit|vergunning|woning|object|locatie)"
    r"(?:s?\W?(?:nummer|nr|no|number|code|id))?\W{0,3}$"
)
_AMOUNT_BEHIND = re.compile(r"[ ]?(?:€|eur|usd|gbp|,\d{2}(?!\d)|,-)")
# After a word of four letters a full stop ends a sentence; "tel. " and "ref. nr. " go on.
_SENTENCE_END = re.compile(r"(?<=[a-z]{4})[.!?;]\s+(?=[a-z])|\n")
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[ .\-](?:0?[1-9]|1[0-2])[ .\-](?:19|20)\d\d"
    r"|(?:19|20)\d\d[ .\-](?:0?[1-9]|1[0-2])[ .\-](?:0?[1-9]|[12]\d|3[01]))(?!\d)"
)
# Groups of an id in a link would read as a number in groups, once in eleven times.
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
_VAT_TAIL = re.compile(r"\W?b\d\d(?!\d)")


class Plain:
    """A text as a machine should see it: digits of any script, no disguise, with the way back."""

    def __init__(self, text: str) -> None:
        if text.isascii() and "&" not in text and "\\" not in text:
            self.text = text.lower()
            self.places: range | list[int] = range(len(text) + 1)
            return
        characters: list[str] = []
        places: list[int] = []
        for match in _ENTITY_OR_CHARACTER.finditer(text):
            for character in _seen_as(html.unescape(match.group())):
                characters.append(character)
                places.append(match.start())
        self.text = "".join(characters)
        self.places = [*places, len(text)]


def _seen_as(piece: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFKC", piece):
        category = unicodedata.category(character)
        if category in {"Cf", "Mn", "Me"} or (category == "Cc" and character not in "\n\r\t"):
            continue
        if category == "Pd" or character in _MINUSES:
            yield "-"
        elif category == "Zs":
            yield " "
        elif character in _DOTS:
            yield "."
        elif (value := unicodedata.digit(character, None)) is not None:
            yield str(value)
        else:
            yield from character.lower()


def numbers_in(text: str) -> Iterator[tuple[Rule, int]]:
    """Name what each run of digits is taken for, and where it starts; at most one a group."""
    text = _ID.sub(lambda found: "x" * len(found.group()), text)
    for run in _RUN.finditer(text):
        groups = [
            (run.start() + group.start(), group.group()) for group in _GROUP.finditer(run.group())
        ]
        if sum(len(digits) for _, digits in groups) < 8:
            continue
        label = _label(text, run.start(), run.end())
        if label == "bsn":
            yield from _labelled(groups, is_date=bool(_DATE.search(run.group())))
        elif label != "other":
            yield from _bare(text, run, groups)


def _labelled(groups: list[tuple[int, str]], *, is_date: bool) -> Iterator[tuple[Rule, int]]:
    """Look at every way to read eight or nine digits in a run that is said to hold a BSN."""
    passing = [start for start, digits in _readings(groups) if _passes(digits, is_date=is_date)]
    if passing:
        yield Rule.LABELLED_BSN, passing[0]
        return
    near = [start for start, digits in groups if len(digits) in {8, 9}]
    if not is_date and sum(len(digits) for _, digits in groups) in {8, 9}:
        near.append(groups[0][0])
    if near:
        yield Rule.LABELLED_NEAR_MISS, near[0]


def _bare(
    text: str, run: re.Match[str], groups: list[tuple[int, str]]
) -> Iterator[tuple[Rule, int]]:
    """Look at numbers of nine digits that nobody gave a name."""
    whole = "".join(digits for _, digits in groups)
    if len(groups) > 1 and len(whole) == 9 and _passes(whole) and not _reads_otherwise(run, groups):
        yield Rule.BARE_BSN, run.start()
        return
    for start, digits in groups:
        end = start + len(digits)
        if len(digits) != 9 or not _passes(digits):
            continue
        if _is_glued(text, start, end) or _label(text, start, end) == "other":
            continue
        yield Rule.BARE_BSN, start


def _readings(groups: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join neighbouring groups in every way that gives at most nine digits."""
    for first, (start, digits) in enumerate(groups):
        joined = digits
        yield start, joined
        for _, more in groups[first + 1 : first + 9]:
            joined += more
            if len(joined) > 9:
                break
            yield start, joined


def _passes(digits: str, *, is_date: bool = False) -> bool:
    """Put eight or nine digits to the test; a date of eight digits is not taken for a number."""
    fits = len(digits) == 9 or (len(digits) == 8 and not is_date)
    return fits and bool(bsn.is_valid(digits.zfill(9)))


def _reads_otherwise(run: re.Match[str], groups: list[tuple[int, str]]) -> bool:
    """Tell whether a run in groups is a date, a CPV code, a yearly number or a round amount."""
    lengths = tuple(len(digits) for _, digits in groups)
    years = {digits for _, digits in groups if len(digits) == 4 and digits[:2] in {"19", "20"}}
    return (
        bool(_DATE.search(run.group()))
        or lengths == (8, 1)
        or (len(groups) == 2 and bool(years))
        or (lengths == (3, 3, 3) and groups[-1][1] == "000")
    )


def _is_glued(text: str, start: int, end: int) -> bool:
    """Tell whether letters or a decimal comma make the digits part of something longer."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        before[-1:].isalpha()
        or behind[:1].isalpha()
        or bool(re.fullmatch(r"\d,", before))
        or bool(re.fullmatch(r",\d", behind))
    )


def _label(text: str, start: int, end: int) -> str:
    """Tell what the words around a number call it: a BSN, something other, or nothing.

    The nearest word wins, and a BSN wins a tie: "KvK 12345678, BSN ..." is about a BSN.
    """
    before = text[max(0, start - LABEL_REACH) : start]
    behind = text[end : end + LABEL_REACH]
    distances: list[tuple[int, str]] = [
        *((len(before) - found.end(), "bsn") for found in _BSN_LABEL.finditer(before)),
        *((found.start(), "bsn") for found in _BSN_LABEL.finditer(behind)),
    ]
    close = _SENTENCE_END.split(before)[-1]
    distances += [
        (len(close) - found.end(), "other")
        for found in _OTHER_LABEL.finditer(close)
        if len(close) - found.end() <= COUNTER_LABEL_REACH
    ]
    if _ADJACENT_LABEL.search(close):
        distances.append((0, "other"))
    if _AMOUNT_BEHIND.match(behind) or (before.endswith("nl") and _VAT_TAIL.match(behind)):
        distances.append((0, "other"))
    return min(distances)[1] if distances else ""
