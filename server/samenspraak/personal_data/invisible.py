"""Finding characters that readers cannot see, in text that people are to agree to."""

import unicodedata
from collections.abc import Iterator

from samenspraak.errors import Fault

# Vietnamese and Hebrew pile up to four marks on a letter; more only serves to hide a line.
MARKS_LIMIT = 4

_JOINERS = "\u200c\u200d"
# Letters without a shape of their own; they make empty names and hide words in amounts.
_EMPTY_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Arabic to Mongolian without the scripts between that never join, and their later blocks.
_JOINING_SCRIPTS = (
    (0x0600, 0x08FF),
    (0x0900, 0x0DFF),
    (0x1000, 0x109F),
    (0x1780, 0x18AF),
    (0xA840, 0xABFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x10A00, 0x11FFF),
)
# Signs that only choose another form of the one before them; alone they are nothing to see.
_SELECTORS = ((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Unicode has set these aside for pictures; a newer phone knows some that Python does not yet.
_PICTURES = (0x1F000, 0x1FAFF)


def invisible_in(pointer: str, text: str) -> Iterator[Fault]:
    """Name the first unseen character of a text, and its first pile of marks."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return
    for position, character in enumerate(text):
        if _is_invisible(text, position, character):
            facts: dict[str, str | int] = {
                "code": f"U+{ord(character):04X}",
                "position": position + 1,
            }
            yield Fault(pointer=pointer, slug="text/invisible-character", facts=facts)
            break
    marks = 0
    for position, character in enumerate(text):
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks > MARKS_LIMIT:
            yield Fault(pointer=pointer, slug="text/piled-marks", facts={"position": position + 1})
            break


def _is_invisible(text: str, position: int, character: str) -> bool:
    category = unicodedata.category(character)
    if character in _JOINERS:
        return not _joins(text, position, character)
    if _is_selector(character):
        before = text[position - 1 : position]
        return not before or before.isspace() or _is_selector(before)
    if category == "Cn":
        return not _PICTURES[0] <= ord(character) <= _PICTURES[1]
    if category == "Cc":
        return character not in "\n\t"
    return category in {"Cf", "Cs", "Co", "Zl", "Zp"} or character in _EMPTY_LETTERS


def _is_selector(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _SELECTORS)


def _joins(text: str, position: int, character: str) -> bool:
    """Tell whether a joiner stands where writing needs it: in some scripts, and in pictures."""
    # Over a sign that only chooses the coloured form of the picture before it.
    before = text[max(0, position - 2) : position].rstrip("\ufe0f")[-1:]
    behind = text[position + 1 : position + 2]
    if not before or not behind:
        return False
    if _is_in_joining_script(before) and _is_in_joining_script(behind):
        return True
    return character == "\u200d" and _is_picture(before) and _is_picture(behind)


def _is_in_joining_script(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _JOINING_SCRIPTS)


def _is_picture(character: str) -> bool:
    is_symbol = unicodedata.category(character) in {"So", "Sm", "Sk"}
    return is_symbol or _PICTURES[0] <= ord(character) <= _PICTURES[1]
