"""A world in which time, ids and randomness follow from the step that is being made.

Two worlds that make the same steps draw the same, whatever else is done in one of them. A counter
for all, or a clock that goes on by itself, would show in a comparison what somebody did unseen.
"""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from uuid import UUID

from samenspraak.surroundings import Surroundings

# What is drawn before the first step, by what runs beside all steps.
START = "start"
BEGINNING = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)


class Draws:
    """What was drawn under one label so far."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return f"{self.label}/{self.count}"


_current: ContextVar[Draws] = ContextVar("draws")


@contextmanager
def labelled(label: str) -> Generator[Draws]:
    """Draw under this label inside the block, from its beginning."""
    draws = Draws(label)
    token = _current.set(draws)
    try:
        yield draws
    finally:
        _current.reset(token)


class LabelledWorld:
    """Surroundings for the application, and for whoever plays in it."""

    def __init__(self) -> None:
        self.at = BEGINNING
        self._unlabelled = Draws(START)
        self.surroundings = Surroundings(
            clock=lambda: self.at, ids=self._id, randomness=self._bytes
        )

    @property
    def strays(self) -> int:
        """Return how much was drawn by what belongs to no step."""
        return self._unlabelled.count

    def move_to(self, seconds: int) -> None:
        """Set the clock, which stands still otherwise."""
        self.at = BEGINNING + timedelta(seconds=seconds)

    def _next(self) -> str:
        return _current.get(self._unlabelled).next()

    def _id(self) -> UUID:
        return id_of(self._next())

    def _bytes(self, count: int) -> bytes:
        return hashlib.shake_256(self._next().encode()).digest(count)


def id_of(label: str) -> UUID:
    """Return the id that belongs to a label: one as people's programs make them."""
    return UUID(bytes=hashlib.sha256(label.encode()).digest()[:16], version=4)


def client_of(label: str) -> int:
    """Return the id under which a Yjs program writes."""
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:4]) >> 1 or 1
