"""One spelling for every JSON value, its digest, and JSON taken in without guessing."""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import msgspec
import rfc8785

from samenspraak.errors import Fault, Invalid

# Deeper than any form or document of ours; Python's own reader falls over near a thousand.
DEPTH_LIMIT = 32
# RFC 8785 speaks of numbers as browsers have them, and those lose whole numbers beyond this.
EXACT_INTEGER_LIMIT = 2**53 - 1
# A reader mends the first hundred faults before the next; a hostile body could name a million.
FAULTS_LIMIT = 100
# A pointer is for people to find a field by. Past this length it points at what is around it.
POINTER_LIMIT = 300


class MalformedJson(Invalid):
    """This is not JSON that every reader would read alike."""

    slug = "json/malformed"


def canonical_bytes(value: object) -> bytes:
    """Spell a value as RFC 8785 does, so that equal values have equal bytes and digests."""
    return rfc8785.dumps(msgspec.to_builtins(value, str_keys=True))


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def strict_json(data: bytes | str, *, depth: int = DEPTH_LIMIT) -> object:
    """Read JSON and refuse whatever two readers could understand differently.

    Doubled keys, NaN and numbers that browsers cannot hold, lone surrogates, U+0000 (PostgreSQL
    has no place for it), a byte order mark and deep nesting are refused with all faults at once.
    """
    text = _decoded(data)
    _refuse_deep_nesting(text, depth)
    reader = _Reader()
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=reader.object,
            parse_constant=reader.not_a_number,
            parse_float=reader.float,
            parse_int=reader.integer,
        )
    except json.JSONDecodeError as error:
        raise MalformedJson(
            [_fault("json/syntax", line=error.lineno, column=error.colno)]
        ) from error
    # Almost every body shows at once that nothing is wrong; walking through a large one is slow.
    if not reader.met_something and not _SUSPECT.search(text):
        return value
    faults: list[Fault] = []
    for fault in _faults_in(value, ""):
        faults.append(fault)
        if len(faults) == FAULTS_LIMIT:
            break
    if faults:
        raise MalformedJson(faults)
    return value


def pointer_to(parent: str, key: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a member, or its parent's where it would mislead."""
    name = str(key).replace("~", "~0").replace("/", "~1")
    whole = f"{parent}/{name}"
    if len(whole) > POINTER_LIMIT or _unfit_character(name):
        return parent
    return whole


class _Unfit:
    """Stands where the text had a value that cannot be kept, until its pointer is known."""

    def __init__(self, slug: str) -> None:
        self.slug = slug


class _DoubledKeys(dict[str, Any]):
    """An object that named a member twice; it exists only until the faults are listed."""

    doubled: tuple[str, ...] = ()


# A string runs to its end or to the end of the text, and is never tried again from within:
# possessive repetition keeps a hostile text of quotes and backslashes linear.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# However a text that cannot be kept is written: as it is, or escaped (in pairs they are fine).
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|[\ud800-\udfff]")


def _decoded(data: bytes | str) -> str:
    if isinstance(data, str):
        text = data
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedJson([_fault("json/not-utf-8", position=error.start)]) from error
    if text.startswith("\ufeff"):
        raise MalformedJson([_fault("json/byte-order-mark")])
    return text


def _refuse_deep_nesting(text: str, limit: int) -> None:
    """Count brackets before the real reader does, which would recurse and give up."""
    level = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        found = match.group()
        if found in "[{":
            level += 1
            if level > limit:
                raise MalformedJson([_fault("json/too-deep", limit=limit)])
        elif found in "]}":
            level -= 1


class _Reader:
    """What Python's reader calls for each part; it remembers whether any of them was unfit."""

    def __init__(self) -> None:
        self.met_something = False

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.met_something = True
        marked = _DoubledKeys(members)
        times = Counter(key for key, _ in pairs)
        marked.doubled = tuple(key for key, count in times.items() if count > 1)
        return marked

    def not_a_number(self, _: str) -> _Unfit:
        return self._unfit("json/not-a-number")

    def float(self, digits: str) -> float | _Unfit:
        number = float(digits)
        return number if math.isfinite(number) else self._unfit("json/number-too-large")

    def integer(self, digits: str) -> int | _Unfit:
        # Seventeen characters hold every exact integer; counting first spares Python long digits.
        if len(digits) > 17 or abs(int(digits)) > EXACT_INTEGER_LIMIT:
            return self._unfit("json/number-too-large")
        return int(digits)

    def _unfit(self, slug: str) -> _Unfit:
        self.met_something = True
        return _Unfit(slug)


def _faults_in(value: object, pointer: str) -> Iterator[Fault]:
    if isinstance(value, _Unfit):
        yield Fault(pointer=pointer, slug=value.slug)
    elif isinstance(value, str):
        yield from _faults_in_text(value, pointer)
    elif isinstance(value, dict):
        yield from _faults_in_object(cast("dict[str, object]", value), pointer)
    elif isinstance(value, list):
        for index, member in enumerate(cast("list[object]", value)):
            yield from _faults_in(member, pointer_to(pointer, index))


def _faults_in_object(value: dict[str, object], pointer: str) -> Iterator[Fault]:
    if isinstance(value, _DoubledKeys):
        for key in value.doubled:
            yield Fault(pointer=pointer_to(pointer, key), slug="json/doubled-key")
    for key, member in value.items():
        yield from _faults_in_text(key, pointer)
        yield from _faults_in(member, pointer_to(pointer, key))


def _faults_in_text(text: str, pointer: str) -> Iterator[Fault]:
    if slug := _unfit_character(text):
        yield Fault(pointer=pointer, slug=slug)


def _unfit_character(text: str) -> str:
    if "\x00" in text:
        return "json/null-character"
    if _LONE_SURROGATE.search(text):
        return "json/lone-surrogate"
    return ""


def _fault(slug: str, **facts: int) -> Fault:
    """Name a fault of the whole text."""
    return Fault(pointer="", slug=slug, facts={**facts})
