"""Clock, ids and randomness: what the world outside decides, passed in so that a history can be replayed.

Everything that takes a time, makes an id or draws a secret asks here. The application sets its own
surroundings around each request; the demo player and tests set theirs around what they do.
"""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec import Struct


def _now() -> datetime:
    return datetime.now(UTC)


class Surroundings(Struct, frozen=True, kw_only=True):
    """The three things no function of ours may decide by itself."""

    clock: Callable[[], datetime] = _now
    ids: Callable[[], UUID] = uuid4
    randomness: Callable[[int], bytes] = os.urandom


_CURRENT: ContextVar[Surroundings] = ContextVar("surroundings")
_REAL = Surroundings()


@contextmanager
def surrounded_by(surroundings: Surroundings) -> Generator[None]:
    """Use these surroundings for everything done inside the block."""
    token = _CURRENT.set(surroundings)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def now() -> datetime:
    """Return the present moment in UTC."""
    return _CURRENT.get(_REAL).clock()


def new_id() -> UUID:
    """Make an outward id (UUIDv4: it tells nothing about when or after what it was made)."""
    return _CURRENT.get(_REAL).ids()


def random_bytes(count: int) -> bytes:
    """Draw bytes that nobody can guess."""
    return _CURRENT.get(_REAL).randomness(count)
