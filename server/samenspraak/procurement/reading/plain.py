"""Texts, dates, codes and identifiers as sources spell them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from samenspraak.procurement.schemas import (
    NO_LANGUAGE,
    UNKNOWN_VALUE,
    Identifier,
    Texts,
    Value,
    known,
)

# Notices cap their longest texts at 6,000 characters; names and titles at a few hundred.
TEXT_LIMIT: Final = 10_000
NAME_LIMIT: Final = 1_000

# Europe has 24 official languages; every opening repeats its titles, so made-up ones are left out.
LANGUAGES_LIMIT: Final = 40
# The longest notices list some fifty; every opening repeats these too.
CPV_LIMIT: Final = 200

KVK: Final = "NL-KVK"
# What stands in a published notice where a field is withheld.
UNPUBLISHED: Final = "unpublished"

_LANGUAGES: Final[dict[str, str]] = dict(
    re.findall(
        r"(\w{3}):(\w{2})",
        "bul:bg ces:cs cze:cs dan:da deu:de ger:de ell:el gre:el eng:en est:et fin:fi fra:fr fre:fr "
        "gle:ga hrv:hr hun:hu ita:it lav:lv lit:lt mlt:mt nld:nl dut:nl pol:pl por:pt ron:ro rum:ro "
        "slk:sk slo:sk slv:sl spa:es swe:sv nor:no nob:nb nno:nn isl:is ice:is ukr:uk rus:ru cat:ca "
        "eus:eu glg:gl fry:fy ltz:lb srp:sr mkd:mk sqi:sq tur:tr bos:bs kat:ka",
    )
)
_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?![\d])")
_CPV: Final = re.compile(r"(\d{8})(?:-\d|\.0)?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?")


def one_line(text: str | None, limit: int = NAME_LIMIT) -> str | None:
    """Return a name or title without line breaks and doubled spaces; None when nothing is left."""
    if text is None:
        return None
    line = " ".join(_CONTROLS.sub("", text[: 4 * limit]).split())[:limit].rstrip()
    return line or None


def paragraphs(text: str | None) -> str | None:
    """Return a longer text with its line breaks; None when nothing is left."""
    if text is None:
        return None
    kept = _CONTROLS.sub("", text[: 2 * TEXT_LIMIT]).strip()[:TEXT_LIMIT]
    return kept or None


def language_code(code: str | None) -> str:
    """Turn the codes of notices (`NLD`, `nl-BE`) into ISO 639-1 (`nl`)."""
    name = (code or "").strip().lower().split("-")[0]
    if not re.fullmatch("[a-z]{2,3}", name):
        return NO_LANGUAGE
    return _LANGUAGES.get(name, name)


def day(text: str | None) -> date | None:
    """Read the calendar day as it was written, whatever offset or time follows it.

    A buyer who wrote `2024-10-08+02:00` means the eighth; moving it to UTC would make it the
    seventh. 1970-01-01 is how publishers mask a date they withhold.
    """
    found = _DATE.match((text or "").strip())
    if not found:
        return None
    try:
        value = date.fromisoformat(found.group(1))
    except ValueError:
        return None
    return None if value == date(1970, 1, 1) else value


def moment(text: str | None) -> datetime | None:
    """Read a moment, only to put releases in order."""
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None


def cpv_code(text: str | None) -> str | None:
    """Return the eight digits of a CPV code, without its check digit."""
    found = _CPV.fullmatch((text or "").strip())
    return found.group(1) if found else None


def currency_code(text: str | None) -> str | None:
    """Return an ISO 4217 code, or None for anything else."""
    code = (text or "").strip()
    return code if _CURRENCY.fullmatch(code) else None


def amount_of(text: str | None, currency: str | None) -> Value:
    """Read an amount; without a currency it says nothing, so it is unknown."""
    code = currency_code(currency)
    digits = (text or "").strip()
    if code is None or not _NUMBER.fullmatch(digits):
        return UNKNOWN_VALUE
    try:
        return known(Decimal(digits), code)
    except InvalidOperation:
        return UNKNOWN_VALUE


def identifier_of(
    original: str | None, *, scheme: str | None = None, country: str | None = None
) -> Identifier | None:
    """Normalise a register number, and name its register only where that is certain.

    Blanks and dots are how people group digits; a single `.0` at the end is a spreadsheet's
    idea of a number. A Dutch organisation with eight digits is in the Handelsregister; an OIN
    with prefix 3 holds such a number.
    """
    kept = one_line(original, 200)
    if kept is None or kept.lower() == UNPUBLISHED:
        return None
    bare = re.sub(r"[\s.\u00a0]", "", re.sub(r"(?<=\d)\.0$", "", kept))
    register = one_line(scheme, 60)
    prefixed = re.fullmatch(r"(?:NL-?)?(?:KVK|HR)[-:]?(\d{8})", bare, re.IGNORECASE)
    is_dutch = (country or "").upper() in {"NLD", "NL"}
    names_kvk = (register or "").upper().replace("-", "").replace("_", "") in {"KVK", "NLKVK"}
    if prefixed:
        return Identifier(scheme=KVK, id=prefixed.group(1), original=kept)
    if re.fullmatch(r"\d{8}", bare) and (names_kvk or (is_dutch and register is None)):
        return Identifier(scheme=KVK, id=bare, original=kept)
    if re.fullmatch(r"00000003\d{8}0000", bare) and is_dutch:
        return Identifier(scheme=KVK, id=bare[8:16], original=kept)
    return Identifier(scheme=register, id=bare or kept, original=kept) if bare else None


def with_language(texts: Texts, code: str, text: str | None) -> None:
    """Keep the first text of each language."""
    if text is not None and len(texts) < LANGUAGES_LIMIT:
        texts.setdefault(code, text)
