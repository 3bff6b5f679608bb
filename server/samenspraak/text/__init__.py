"""Every sentence the server says to people, in Dutch and in English."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Return all sentences of one language by key."""
    path = Path(__file__).with_name(f"{language}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def sentence(language: Language, key: str, **facts: object) -> str:
    """Return one sentence with its facts filled in.

    A missing fact is a mistake of ours, so it raises; a missing key does too.
    """
    return catalogue(language)[key].format(**facts)


def has_sentence(key: str) -> bool:
    """Tell whether there is a sentence under this key."""
    return key in catalogue("nl")


def preferred_language(accept_language: str | None) -> Language:
    """Choose the reader's language from an Accept-Language header; Dutch when in doubt."""
    best: tuple[float, Language] = (0.0, "nl")
    for part in (accept_language or "").split(",")[:10]:
        name, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.split("q=")[1]) if "q=" in rest else 1.0
        except ValueError:
            continue
        for language in LANGUAGES:
            if name.lower().split("-")[0] == language and weight > best[0]:
                best = (weight, language)
    return best[1]
