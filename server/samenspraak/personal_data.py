"""The guard on what people write: no number of a citizen, and no character nobody can see."""

import unicodedata
from collections.abc import Mapping

from samenspraak.errors import Fault, Invalid


class InvisibleText(Invalid):
    """The text holds characters that readers cannot see, so they could not know what they agree."""

    slug = "text/invisible"


def refuse_invisible(texts: Mapping[str, str] | None = None, /, **named: str) -> None:
    """Refuse text to be agreed that holds what a reader cannot see.

    Positional texts go by their JSON pointers, named ones by the name of their member.
    """
    faults = invisible_faults(_by_pointer(texts, named))
    if faults:
        raise InvisibleText(faults)


def invisible_faults(texts: Mapping[str, str]) -> list[Fault]:
    """Return, by pointer, the first unseen character and the first pile of marks of each text."""
    return [
        Fault(pointer=pointer, slug=slug, facts=facts)
        for pointer, text in texts.items()
        for slug, facts in _invisible_in(text)
    ]


def _by_pointer(texts: Mapping[str, str] | None, named: Mapping[str, str]) -> dict[str, str]:
    return {**(texts or {}), **{f"/{name}": text for name, text in named.items()}}
