"""Loose values: data of the Open Contracting Data Standard is often invalid.

A value of the wrong type counts as absent; nothing here raises.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from samenspraak.procurement.reading.plain import (
    amount_of,
    day,
    identifier_of,
    language_code,
    one_line,
    paragraphs,
    with_language,
)
from samenspraak.procurement.schemas import NO_LANGUAGE, Identifier, Period, Texts, Value

Json = Mapping[str, Any]

# Party ids follow the convention `scheme-number`, with a scheme of org-id.guide.
_PARTY_ID: Final = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,8})-(.+)")
# How MongoDB exports write a long number.
_LONG_NUMBERS: Final = ("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal")


def object_at(value: Any, *path: str) -> Json:
    """Return the object at a path, or an empty one."""
    for key in path:
        value = cast("Json", value).get(key) if isinstance(value, dict) else None
    return cast("Json", value) if isinstance(value, dict) else {}


def objects_at(value: Any, *path: str) -> list[Json]:
    """Return the objects in the list at a path; other members are skipped."""
    members = object_at(value, *path[:-1]).get(path[-1])
    if not isinstance(members, list):
        return []
    return [cast("Json", each) for each in cast("list[Any]", members) if isinstance(each, dict)]


def strings_at(value: Json, key: str) -> list[str]:
    """Return the texts in a list, or the one text that stands where a list should."""
    members = value.get(key)
    found = cast("list[Any]", members) if isinstance(members, list) else [members]
    return [each for each in found if isinstance(each, str)]


def id_of(value: Any) -> str | None:
    """Return an id as text: publishers write `1` in one place and `"1"` in another."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return one_line(str(value), 300)


def name_at(value: Json, key: str) -> str | None:
    """Return a short text."""
    found = value.get(key)
    return one_line(found) if isinstance(found, str) else None


def day_at(value: Json, key: str) -> date | None:
    """Return the day of a moment, as it was written."""
    found = value.get(key)
    return day(found) if isinstance(found, str) else None


def texts_at(value: Json, key: str, language: str) -> Texts:
    """Return a text and its translations, which stand beside it as `title_es`."""
    texts: Texts = {}
    if (text := name_at(value, key)) is not None:
        with_language(texts, language, text)
    for other in value:
        prefix, _, code = other.rpartition("_")
        if prefix == key and (known := language_code(code)) != NO_LANGUAGE:
            with_language(texts, known, name_at(value, other))
    return texts


def long_text_at(value: Json, key: str) -> str | None:
    """Return a longer text with its line breaks."""
    found = value.get(key)
    return paragraphs(found) if isinstance(found, str) else None


def value_at(holder: Json, key: str) -> Value:
    """Read an amount with its currency."""
    money = object_at(holder, key)
    amount = money.get("amount")
    if isinstance(amount, dict):
        wrapped = cast("Json", amount)
        amount = next((wrapped[name] for name in _LONG_NUMBERS if name in wrapped), None)
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return amount_of(None, None)
    currency = money.get("currency")
    # The shortest spelling of a float is what stood in the file, short of 17 digits.
    return amount_of(str(amount), currency if isinstance(currency, str) else None)


def period_at(holder: Json, key: str) -> Period | None:
    """Read a period; an end before the start says nothing and is kept as it is."""
    period = object_at(holder, key)
    starts_on, ends_on = day_at(period, "startDate"), day_at(period, "endDate")
    days = period.get("durationInDays")
    duration = str(days) if isinstance(days, int) and not isinstance(days, bool) else None
    if starts_on is None and ends_on is None and duration is None:
        return None
    return Period(
        starts_on=starts_on, ends_on=ends_on, duration=duration, unit="day" if duration else None
    )


def identifier_at(party: Json) -> Identifier | None:
    """Return a party's register number, from its identifier or else from its id."""
    given = object_at(party, "identifier")
    scheme, country = given.get("scheme"), object_at(party, "address").get("countryName")
    number = id_of(given.get("id"))
    if number is None:
        found = _PARTY_ID.fullmatch(id_of(party.get("id")) or "")
        if found is None:
            return None
        return identifier_of(found.group(2), scheme=found.group(1))
    return identifier_of(
        number,
        scheme=scheme if isinstance(scheme, str) else None,
        country=_dutch(country),
    )


def _dutch(country: Any) -> str | None:
    names = {"nl", "nld", "nederland", "netherlands", "the netherlands"}
    return "NLD" if isinstance(country, str) and country.strip().lower() in names else None
