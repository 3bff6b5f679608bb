"""Amounts of money as people read them."""

from samenspraak.text import Language

_SEPARATORS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}


def in_euros(cents: int, *, language: Language = "nl") -> str:
    """Say whole cents as an amount, such as "€ 209.833,33"; nothing is rounded."""
    thousands, decimal = _SEPARATORS[language]
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", thousands)
    return f"{'- ' if cents < 0 else ''}€ {grouped}{decimal}{rest:02d}"
