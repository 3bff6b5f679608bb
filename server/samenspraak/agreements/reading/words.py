"""How a reading says what stands in a document: labels, amounts, days, numbers and names."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from samenspraak.agreements.documents import NamesDocument
from samenspraak.agreements.reading.amounts import amount_in_words
from samenspraak.agreements.reading.shapes import ReadingAmount, ReadingField, ReadingText
from samenspraak.amounts import in_euros
from samenspraak.commitments.terms import Deadline, RoleSlot
from samenspraak.deadlines import day_in_words, moment_in_words
from samenspraak.text import Language, has_sentence, sentence

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_MARKS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}


class Words(Struct, frozen=True):
    """The language of a reading, and the names that are known under the role slots."""

    language: Language
    names: dict[str, str]

    @classmethod
    def of(cls, language: Language, names: NamesDocument | None) -> "Words":
        """Take the names that are still there; each is found under the digest in its slot."""
        known = () if names is None else names.names
        return cls(language, {entry.commitment: entry.name for entry in known})

    def say(self, key: str, **facts: object) -> str:
        """Return one of the sentences of readings."""
        return sentence(self.language, f"reading.{key}", **facts)

    def named(self, kind: str, word: str) -> str:
        """Return how a word of the documents reads; one that we do not know stays as it is."""
        key = f"reading.{kind}.{word}"
        return sentence(self.language, key) if has_sentence(key) else word

    def edition(self, edition: str) -> str:
        """Say of which year a table is; those that come along say so in English."""
        key = f"reading.edition.{re.sub(r'[^a-z0-9]+', '-', edition)}"
        return sentence(self.language, key) if has_sentence(key) else edition

    def is_so(self, *, answer: bool) -> str:
        """Say yes or no."""
        return self.say("yes" if answer else "no")

    def number(self, number: str) -> str:
        """Spell a decimal number as people do; what is none stays as it is."""
        found = _NUMBER.fullmatch(number)
        if found is None:
            return number
        thousands, decimal = _MARKS[self.language]
        minus, whole, part = found.groups()
        # Leading noughts are kept: what stands there is what is signed.
        grouped = f"{int(whole):,}".replace(",", thousands) if whole == str(int(whole)) else whole
        return f"{minus}{grouped}" + (f"{decimal}{part}" if part else "")

    def amount(self, cents: int) -> ReadingAmount:
        """Say an amount in figures and in words."""
        return ReadingAmount(
            cents=cents,
            text=in_euros(cents, language=self.language),
            words=amount_in_words(cents, language=self.language),
        )

    def holder(self, slot: RoleSlot) -> str:
        """Say who holds a role, or that the name is no longer there."""
        name, role = self.names.get(slot.commitment), self.named("role", slot.role)
        return (
            self.say("holder.erased", role=role)
            if name is None
            else self.say("holder", role=role, name=name)
        )

    def field(
        self,
        key: str,
        value: str | None,
        *,
        label: str | None = None,
        number: int | None = None,
        is_provenance: bool = False,
        amount: ReadingAmount | None = None,
    ) -> list[ReadingField]:
        """Return a labelled value, or nothing where the document says nothing."""
        if value is None:
            return []
        facts: dict[str, object] = {} if number is None else {"number": number}
        return [
            ReadingField(
                key=key,
                label=self.say(f"label.{label or key}", **facts),
                value=value,
                amount=amount,
                is_provenance=is_provenance,
            )
        ]

    def cents(self, key: str, cents: int | None, *, label: str | None = None) -> list[ReadingField]:
        """Return a labelled amount."""
        if cents is None:
            return []
        amount = self.amount(cents)
        return self.field(key, amount.text, label=label, amount=amount)

    def spelled(
        self, key: str, number: str | None, *, label: str | None = None
    ) -> list[ReadingField]:
        """Return a labelled number."""
        return self.field(key, None if number is None else self.number(number), label=label)

    def answer(
        self, key: str, answer: bool | None, *, label: str | None = None
    ) -> list[ReadingField]:
        """Return a labelled yes or no."""
        return self.field(key, None if answer is None else self.is_so(answer=answer), label=label)

    def day(self, key: str, day: date | None, *, label: str | None = None) -> list[ReadingField]:
        """Return a labelled day."""
        said = None if day is None else day_in_words(day, language=self.language)
        return self.field(key, said, label=label)

    def deadline(self, key: str, deadline: Deadline | None) -> list[ReadingField]:
        """Return until when something holds: in the words agreed, with the moment that decides."""
        if deadline is None:
            return []
        return self.field(
            key,
            self.say("deadline", text=deadline.text, at=self.moment(deadline.at)),
        )

    def moment(self, at: datetime) -> str:
        """Say a moment."""
        return moment_in_words(at, language=self.language)

    def text(self, key: str, source: str | None, *, label: str | None = None) -> list[ReadingText]:
        """Return a running text under a label, or nothing."""
        if source is None:
            return []
        shown = None if label is None else self.say(f"label.{label}")
        return [ReadingText(key=key, label=shown, source=source)]

    def origin(
        self, key: str, digest: str | None, *, label: str | None = None
    ) -> list[ReadingField]:
        """Return a digest, an id or the like: what proves a text and is no part of its meaning."""
        return self.field(key, digest, label=label, is_provenance=True)


def joined(parts: Iterable[str | None], by: str = " ") -> str | None:
    """Put what is there side by side; None when nothing is."""
    said = [part for part in parts if part is not None]
    return by.join(said) if said else None
