"""Reading what stands in rows that anybody may have changed."""

from typing import TypeVar

import msgspec

from samenspraak.commitments.terms import name_commitment

T = TypeVar("T")


def is_name_of(commitment: str, *, salt: str, name: str) -> bool:
    """Tell whether a slot was made of this name."""
    try:
        return name_commitment(salt=salt, name=name) == commitment
    except AssertionError:
        return False


def readable(text: str, shape: type[T]) -> T | None:
    """Read a document, or nothing."""
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.MsgspecError:
        return None
