"""Amounts of money as people read them."""

from samenspraak.text import Language

# What stands before the figures, between thousands and before the cents.
_MARKS: dict[Language, tuple[str, str, str]] = {"nl": ("€ ", ".", ","), "en": ("€", ",", ".")}


def in_euros(cents: int, *, language: Language = "nl") -> str:
    """Say whole cents as an amount, such as "€ 209.833,33"; nothing is rounded."""
    euro, thousands, decimal = _MARKS[language]
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", thousands)
    return f"{'- ' if cents < 0 else ''}{euro}{grouped}{decimal}{rest:02d}"
