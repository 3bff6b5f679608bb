"""Reads the fields of a draft, and gathers a fault for each that holds what it should not."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TypeVar
from uuid import UUID

from samenspraak.commitments.terms import is_amount, is_number
from samenspraak.drafting.schemas import FIELDS, Content, DraftKind, FieldValue
from samenspraak.errors import Fault

T = TypeVar("T")

_NAMES = FIELDS[DraftKind.COMMITMENT]
# As long as the letter of a part of the purpose can be.
_LETTER_LIMIT = 3
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Reader:
    """Reads fields, and gathers a fault for each that holds something else than it should."""

    def __init__(self, content: Content, before: Content) -> None:
        self._fields = content.fields
        self._before = before.fields
        self.faults: list[Fault] = []

    def has_changed(self, *names: str) -> bool:
        """Tell whether one of these fields, or of those below "period.", says something else."""
        return any(
            self._fields.get(name) != self._before.get(name)
            for name in _NAMES
            if name in names or name.startswith(tuple(each for each in names if each[-1] == "."))
        )

    def was_filled(self, name: str) -> bool:
        """Tell whether this field said something in the text that the draft began from."""
        return self._before.get(name) not in (None, "", [])

    def text(self, name: str) -> str | None:
        """Return the words in a field."""
        value = self._filled(name)
        return value if value is None or isinstance(value, str) else self._unread(name, "value")

    def letters(self, name: str) -> list[str]:
        """Return the letters in a list; screens show nothing else of it, so words could hide there."""
        value, before = self._filled(name), self._before.get(name)
        if value is None or value == before:
            return value if isinstance(value, list) else []
        if isinstance(value, list) and all(len(letter) <= _LETTER_LIMIT for letter in value):
            return value
        self._unread(name, "value")
        return []

    def parts(self, name: str, part: Callable[[str], T | None]) -> tuple[T, ...]:
        """Return what each line of a list says, when all of them can be read."""
        value = self._filled(name)
        lines = value if isinstance(value, list) else []
        found = [read for line in lines if (read := part(line)) is not None]
        if value is None or (isinstance(value, list) and len(found) == len(lines)):
            return tuple(found)
        self._unread(name, "value")
        return ()

    def yes_no(self, name: str) -> bool | None:
        """Return a yes or a no."""
        value = self._filled(name)
        return value if value is None or isinstance(value, bool) else self._unread(name, "value")

    def number(self, name: str) -> str | None:
        """Return a number as terms spell it."""
        value = self._filled(name)
        if value is None:
            return None
        # Yjs clients may write a whole number as a number.
        number = str(value) if isinstance(value, str | int) else ""
        return number if is_number(number) else self._unread(name, "commitments/not-a-number")

    def cents(self, name: str) -> int | None:
        """Return an amount in whole cents."""
        value = self._filled(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and is_amount(value):
            return value
        return self._unread(name, "commitments/not-an-amount")

    def day(self, name: str) -> date | None:
        """Return a day."""
        value = self._filled(name)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        return self._unread(name, "commitments/not-a-date")

    def someone(self, name: str) -> UUID | None:
        """Return whom a field names."""
        value = self._filled(name)
        if value is None:
            return None
        with suppress(ValueError):
            return UUID(str(value))
        return self._unread(name, "commitments/not-of-that-side")

    def unread(self, name: str, slug: str = "value") -> None:
        """Note that what this field holds cannot be taken as it stands."""
        self._unread(name, slug)

    def _filled(self, name: str) -> FieldValue:
        value = self._fields.get(name)
        return None if value in ("", []) else value

    def _unread(self, name: str, slug: str) -> None:
        self.faults.append(Fault(pointer=f"/fields/{name}", slug=slug))
