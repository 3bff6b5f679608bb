"""Amounts of money in words, beside the figures: whoever changes a figure has to change both."""

from functools import cache

from icu4py.messageformat import MessageFormat

from samenspraak.text import Language, sentence


def amount_in_words(cents: int, *, language: Language) -> str:
    """Say whole cents in words, such as "drieënnegentigduizend euro en drieëndertig cent"."""
    euros, rest = divmod(abs(cents), 100)
    parts = [_counted(euros, "euro", language)] if euros or not rest else []
    if rest:
        parts.append(_counted(rest, "cent", language))
    said = sentence(language, "reading.amount.and").join(parts)
    return sentence(language, "reading.amount.minus", amount=said) if cents < 0 else said


def number_in_words(number: int, *, language: Language) -> str:
    """Say a whole number of nought or more in words."""
    return _in_dutch(number) if language == "nl" else _spelled(number, "en")


def _counted(number: int, unit: str, language: Language) -> str:
    plural = "one" if number == 1 else "other"
    return sentence(
        language,
        f"reading.amount.{unit}.{plural}",
        number=number_in_words(number, language=language),
    )


# Dutch is written apart after a thousand and around these; the library leaves room to break there.
_GREAT = ((10**9, "miljard"), (10**6, "miljoen"))


def _in_dutch(number: int) -> str:
    parts: list[str] = []
    for size, name in _GREAT:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_in_dutch(count)} {name}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append(f"{'' if thousands == 1 else _below_thousand(thousands)}duizend")
    if rest or not parts:
        parts.append(_below_thousand(rest))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    # A "one" that stands alone takes accents: it could be read as an article.
    return "één" if number == 1 else _spelled(number, "nl")


def _spelled(number: int, language: Language) -> str:
    """Spell a number as the Unicode rules for the language do, without their places to break."""
    return _spelling(language).format({"number": number}).replace("\u00ad", "")


@cache
def _spelling(language: Language) -> MessageFormat:
    return MessageFormat("{number, spellout}", language)
