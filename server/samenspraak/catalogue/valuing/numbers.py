"""Numbers that are never rounded on the way, and how people read them."""

from decimal import Decimal
from fractions import Fraction

from samenspraak.text import Language

# A table with a larger or a finer number than this holds a slip; reckoning with it could take
# for ever, for a few letters can spell a number of a billion digits.
DIGITS_LIMIT = 12

_MARKS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}


def known(number: Decimal | None) -> Fraction | None:
    """Return a number of a table as it is; None when it has none that can be counted with."""
    if number is None or not number.is_finite() or number < 0:
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "a finite number has a whole exponent"
    if number.adjusted() > DIGITS_LIMIT or exponent < -DIGITS_LIMIT:
        return None
    return Fraction(number)


def in_cents(euros: Fraction) -> int:
    """Round an exact amount to whole cents, half a cent upwards."""
    return int(euros * 100 + Fraction(1, 2))


def spelled(number: Fraction) -> str:
    """Spell a decimal number in full, such as "62.5"."""
    return f"{_decimal(number):f}"


def said(number: Fraction, language: Language) -> str:
    """Say a decimal number as people write it, such as "35.000" or "62,5"."""
    thousands, mark = _MARKS[language]
    whole, _, rest = spelled(number).partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{grouped}{mark}{rest}" if rest else grouped


def said_euros(euros: Fraction, language: Language) -> str:
    """Say an amount: cents only when there are any, and then two of them."""
    text = said(euros, language)
    _, mark = _MARKS[language]
    return text + "0" if mark in text and len(text.split(mark)[1]) == 1 else text


def _decimal(number: Fraction) -> Decimal:
    # Every number here was written as a decimal, so ten to some power makes it whole.
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
        assert places <= 2 * DIGITS_LIMIT, "only decimals are spelled"
    return Decimal(int(number * 10**places)).scaleb(-places)
