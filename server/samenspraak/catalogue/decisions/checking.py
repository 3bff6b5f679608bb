"""Whether something is a table of values, with all that is wrong with it at once.

The lists of the format are open and members nobody heard of are kept, so little can be wrong: what
cannot be read, what could not be told apart, and numbers that no table has.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import msgspec

from samenspraak.canonical import canonical_bytes, pointer_to
from samenspraak.catalogue.schemas import CatalogueText
from samenspraak.errors import Fault, Invalid
from samenspraak.personal_data import invisible_faults
from samenspraak.requests import MOST_FAULTS, faults_of

# As many as came in one file so far, times three.
TABLES_LIMIT = 20
# The longest table we met has sixteen rows; all of one are shown on one page.
MEASURES_LIMIT = 500
# Ten times the longest table we met. A contract's page shows every edition that was chosen.
EDITION_LIMIT_BYTES = 100_000
NAME_LIMIT = 100
LINE_LIMIT = 500
TEXT_LIMIT = 5_000
PLACES_LIMIT = 4

_HOURS_IN_A_WEEK = 168
# Numbers of a row: from, to, and whether nought itself would say nothing.
_NUMBERS: dict[str, tuple[int, int, bool]] = {
    "value_eur": (0, 1_000_000_000, False),
    "maximum_eur": (0, 1_000_000_000, False),
    "full_time_hours_per_week": (0, _HOURS_IN_A_WEEK, True),
    "min_hours_per_week": (0, _HOURS_IN_A_WEEK, False),
    "max_counting_months": (0, 1_200, True),
    "percentage": (0, 1_000, False),
}


def checked_tables(content: object, *, pointer: str = "/content") -> list[dict[str, Any]]:
    """Return the tables of a file as they stand in it, or refuse it with all that is wrong."""
    faults = list(islice(_faults_in(content, pointer), MOST_FAULTS))
    if faults:
        raise Invalid(faults)
    found = content if isinstance(content, list) else [content]
    return cast("list[dict[str, Any]]", found)


def texts_in(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a value, with where it stands."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield from texts_in(member, pointer_to(pointer, name))
    elif isinstance(value, list):
        for at, member in enumerate(cast("list[object]", value)):
            yield from texts_in(member, pointer_to(pointer, at))


def names_in(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the name of every member of a value, with where it stands."""
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield pointer_to(pointer, name), name
            yield from names_in(member, pointer_to(pointer, name))
    elif isinstance(value, list):
        for at, member in enumerate(cast("list[object]", value)):
            yield from names_in(member, pointer_to(pointer, at))


def _faults_in(content: object, pointer: str) -> Iterator[Fault]:
    if isinstance(content, dict):
        yield from _faults_in_table(cast("dict[str, Any]", content), pointer)
        return
    if not isinstance(content, list) or not content:
        yield Fault(pointer=pointer, slug="catalogue/no-table")
        return
    tables = cast("list[object]", content)
    if len(tables) > TABLES_LIMIT:
        yield Fault(pointer=pointer, slug="too-many", facts={"limit": TABLES_LIMIT})
        return
    seen: dict[bytes, int] = {}
    for at, table in enumerate(tables):
        place = pointer_to(pointer, at)
        if not isinstance(table, dict):
            yield Fault(pointer=place, slug="catalogue/no-table")
            continue
        yield from _faults_in_table(cast("dict[str, Any]", table), place)
        first = seen.setdefault(canonical_bytes(table), at)
        if first != at:
            yield Fault(pointer=place, slug="catalogue/doubled-table", facts={"first": first + 1})


def _faults_in_table(table: dict[str, Any], pointer: str) -> Iterator[Fault]:
    if len(canonical_bytes(table)) > EDITION_LIMIT_BYTES:
        yield Fault(pointer=pointer, slug="too-long", facts={"limit": EDITION_LIMIT_BYTES})
        return
    shape = [
        Fault(pointer=pointer + fault.pointer, slug=fault.slug, facts=fault.facts)
        for fault in faults_of(CatalogueText, table)
    ]
    yield from shape
    yield from _faults_in_texts(table, pointer)
    measures = [
        (pointer_to(f"{pointer}/measures", at), cast("dict[str, Any]", measure))
        for at, measure in enumerate(_listed(table.get("measures")))
        if isinstance(measure, dict)
    ]
    for place, measure in measures:
        yield from _faults_in_numbers(measure, place)
    yield from _faults_in_codes(measures)
    if not shape:
        yield from _faults_in_whole(msgspec.convert(table, CatalogueText), pointer)


def _faults_in_texts(table: dict[str, Any], pointer: str) -> Iterator[Fault]:
    for place, text in texts_in(table, pointer):
        if len(text) > TEXT_LIMIT:
            yield Fault(pointer=place, slug="too-long", facts={"limit": TEXT_LIMIT})
        yield from invisible_faults({place: text})
    for place, name in names_in(table, pointer):
        if len(name) > NAME_LIMIT:
            yield Fault(pointer=place, slug="too-long", facts={"limit": NAME_LIMIT})
        yield from invisible_faults({place: name})


def _faults_in_numbers(measure: dict[str, Any], pointer: str) -> Iterator[Fault]:
    for name, (least, most, is_above) in _NUMBERS.items():
        yield from _faults_in_number(
            measure.get(name), pointer_to(pointer, name), least, most, is_above=is_above
        )
    for at, share in enumerate(_listed(measure.get("percentages"))):
        if isinstance(share, dict):
            place = f"{pointer_to(f'{pointer}/percentages', at)}/percentage"
            least, most, is_above = _NUMBERS["percentage"]
            given = cast("dict[str, Any]", share).get("percentage")
            yield from _faults_in_number(given, place, least, most, is_above=is_above)


def _faults_in_number(
    given: object, pointer: str, least: int, most: int, *, is_above: bool
) -> Iterator[Fault]:
    if isinstance(given, str):
        # The library takes numbers out of texts, "NaN" among them; the format has numbers.
        yield Fault(pointer=pointer, slug="type", facts={"expected": "number"})
    if not isinstance(given, int | float) or isinstance(given, bool):
        return
    number = Decimal(repr(given))
    if not least <= number <= most or (is_above and number == least):
        yield Fault(
            pointer=pointer,
            slug="catalogue/above-nought" if is_above else "catalogue/out-of-range",
            facts={"least": least, "most": most},
        )
    elif number != round(number, PLACES_LIMIT):
        yield Fault(pointer=pointer, slug="catalogue/too-precise", facts={"places": PLACES_LIMIT})


def _faults_in_codes(measures: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Fault]:
    """Find codes that name two rows, and rules about rows that are not there."""
    rows = list(measures)
    seen: dict[str, int] = {}
    for at, (place, measure) in enumerate(rows):
        code = measure.get("code")
        if not isinstance(code, str):
            continue
        yield from _line_faults(f"{place}/code", code, NAME_LIMIT)
        # Codes that look alike are alike: people choose a row by what they read.
        first = seen.setdefault(_alike(code), at)
        if first != at:
            yield Fault(
                pointer=f"{place}/code", slug="catalogue/doubled-code", facts={"first": first + 1}
            )
    codes = {measure.get("code") for _, measure in rows if isinstance(measure.get("code"), str)}
    for place, measure in rows:
        for rule in ("requires", "excludes"):
            for at, code in enumerate(_listed(measure.get(rule))):
                if not isinstance(code, str):
                    continue
                if code == measure.get("code"):
                    yield Fault(pointer=f"{place}/{rule}/{at}", slug="catalogue/own-code")
                elif code not in codes:
                    yield Fault(pointer=f"{place}/{rule}/{at}", slug="catalogue/unknown-code")


def _faults_in_whole(text: CatalogueText, pointer: str) -> Iterator[Fault]:
    yield from _line_faults(f"{pointer}/id", text.id, NAME_LIMIT)
    if text.publisher is not None:
        yield from _line_faults(f"{pointer}/publisher", text.publisher, LINE_LIMIT)
    if not text.measures:
        yield Fault(pointer=f"{pointer}/measures", slug="required")
    if len(text.measures) > MEASURES_LIMIT:
        yield Fault(pointer=f"{pointer}/measures", slug="too-many", facts={"limit": MEASURES_LIMIT})
    if text.valid_from and text.valid_to and text.valid_to < text.valid_from:
        yield Fault(pointer=f"{pointer}/valid_to", slug="catalogue/ends-before-start")
    for at, measure in enumerate(text.measures):
        place = pointer_to(f"{pointer}/measures", at)
        yield from _line_faults(f"{place}/name_nl", measure.name_nl, LINE_LIMIT)
        if measure.unlimited_counting and measure.max_counting_months is not None:
            yield Fault(pointer=f"{place}/max_counting_months", slug="catalogue/window-twice")


def _line_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    if not text.strip():
        return [Fault(pointer=pointer, slug="required")]
    if len(text) > limit:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": limit})]
    if not {"\n", "\t"}.isdisjoint(text):
        return [Fault(pointer=pointer, slug="identity/one-line")]
    return []


def _alike(code: str) -> str:
    return unicodedata.normalize("NFKC", code).casefold().strip()


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
