"""What a check of a bundle can come to, and how it is told to people."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from samenspraak.agreements.archive import ARCHIVE
from samenspraak.amounts import in_euros
from samenspraak.deadlines import day_in_words, moment_in_words
from samenspraak.errors import Invalid
from samenspraak.text import Language, sentence

Told = str | int | datetime | date


class Outcome(StrEnum):
    """What a reader may conclude."""

    KNOWN_ISSUER = "known-issuer"
    ISSUER_NOT_CHECKED = "issuer-not-checked"
    UNKNOWN_ISSUER = "unknown-issuer"
    BROKEN = "broken"


class Line(Struct, frozen=True, kw_only=True):
    """One thing that was found, as a key into the texts with its facts."""

    key: str
    facts: dict[str, Told] = {}

    def in_words(self, language: Language) -> str:
        """Say it; what came from the bundle is stripped of all that a terminal could act on."""
        facts = {name: _said(name, value, language) for name, value in self.facts.items()}
        key = self.key
        # A part has a name, but the directory and the file as a whole are no part.
        if key == "broken.archive" and self.facts.get("part") != ARCHIVE:
            key = "broken.archive-part"
        return sentence(language, f"verify.{key}", **facts)


class Report(Struct, frozen=True, kw_only=True):
    """What a bundle holds and proves, or where it breaks."""

    outcome: Outcome
    lines: tuple[Line, ...]
    # Why it broke, and in which part; the two verifiers name the same.
    reason: str | None = None
    part: str | None = None
    number: int | None = None
    version_digest: str | None = None
    receipt_thumbprint: str | None = None
    bundle_thumbprint: str | None = None

    @property
    def is_consistent(self) -> bool:
        """Tell whether every part belongs to every other."""
        return self.outcome is not Outcome.BROKEN

    def in_words(self, language: Language = "nl") -> list[str]:
        """Return the findings as sentences, the conclusion last."""
        last = Line(key=f"outcome.{self.outcome}")
        return [line.in_words(language) for line in (*self.lines, last)]


class BundleBroken(Invalid):
    """A part of the bundle is not what another part says; `reason` tells how, `part` where."""

    slug = "agreements/bundle-broken"

    def __init__(self, reason: str, part: str, **facts: str | int) -> None:
        super().__init__(None, reason=reason, part=part, **facts)
        self.reason = reason
        self.part = part
        self.line = Line(key=f"broken.{reason}", facts={"part": part, **facts})


def _said(name: str, value: Told, language: Language) -> object:
    if isinstance(value, datetime):
        return moment_in_words(value, language=language)
    if isinstance(value, date):
        return day_in_words(value, language=language)
    if isinstance(value, int):
        return in_euros(value, language=language) if name == "amount" else value
    if name == "side":
        return sentence(language, f"verify.side.{value}")
    return "".join(character if character.isprintable() else "?" for character in value)
