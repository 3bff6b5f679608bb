"""What terms leave open, as readers see it."""

from typing import Literal

from msgspec import Struct

Place = Literal["resultGoal", "effortGoal", "terms"]
"""What a hint is about: one of the goals, or the commitment as a whole."""


class Hint(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that could be asked about before both say yes; it never stands in the way.

    `facts` hold what it is about, such as the `words` that say little, or the `sides` without an
    owner. `is_skipped`: whoever put the text saw it and went on, which both sides see.
    """

    place: Place
    slug: str
    facts: dict[str, tuple[str, ...]]
    is_skipped: bool


class PurposePartView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of the purpose, by its letter, and the numbers of the commitments that serve it."""

    letter: str
    numbers: list[int]
