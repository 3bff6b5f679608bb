"""Amounts of money as people read them."""

from decimal import Decimal

from samenspraak.text import Language

# What stands before the figures, between thousands and before the cents.
_MARKS: dict[Language, tuple[str, str, str]] = {"nl": ("€ ", ".", ","), "en": ("€", ",", ".")}


def in_euros(cents: int, *, language: Language = "nl") -> str:
    """Say whole cents as an amount, such as "€ 209.833,33"; nothing is rounded."""
    euro, thousands, decimal = _MARKS[language]
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", thousands)
    return f"{'- ' if cents < 0 else ''}{euro}{grouped}{decimal}{rest:02d}"


def exactly_in_euros(amount: Decimal, *, language: Language = "nl") -> str:
    """Say euros with all their places, and never fewer than those of cents."""
    return f"{_MARKS[language][0]}{with_marks(amount, language=language)}"


def with_marks(amount: Decimal, *, language: Language) -> str:
    """Spell an amount in any currency with all its places, and never fewer than those of cents."""
    _, thousands, decimal = _MARKS[language]
    whole, _, rest = f"{amount:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{grouped}{decimal}{rest.rstrip('0').ljust(2, '0')}"
