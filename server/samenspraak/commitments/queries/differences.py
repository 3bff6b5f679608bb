"""What two rounds say differently, member by member."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec

from samenspraak.canonical import pointer_to
from samenspraak.commitments.queries.rows import Holder
from samenspraak.commitments.schemas import FieldDifference
from samenspraak.commitments.terms import Terms


def differences(
    before: Terms, after: Terms, *, held_before: list[Holder], held_after: list[Holder]
) -> list[FieldDifference]:
    """Return every member that differs, in the order of the terms.

    Lists are compared as a whole. Of responsible persons the names are compared, for people read
    those; the digests in the bytes say nothing to them.
    """
    old = dict(_leaves(_plain(before, held_before), ""))
    new = dict(_leaves(_plain(after, held_after), ""))
    return [
        FieldDifference(
            pointer=pointer,
            label=pointer.removeprefix("/").replace("/", "."),
            before=old.get(pointer),
            after=new.get(pointer),
        )
        for pointer in _in_order(old, new)
        if old.get(pointer) != new.get(pointer)
    ]


def _plain(terms: Terms, holders: list[Holder]) -> dict[str, Any]:
    plain = msgspec.to_builtins(terms, str_keys=True)
    if "responsible" in plain:
        plain["responsible"] = [
            {"side": holder.side, "role": holder.role, "name": holder.name} for holder in holders
        ]
    return plain


def _leaves(value: object, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield from _leaves(member, pointer_to(pointer, name))
    else:
        yield pointer, value


def _in_order(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Keep the order of the terms: what only one of both has stands at its own place."""
    order = [name for field in msgspec.structs.fields(Terms) for name in [f"/{field.encode_name}"]]

    def place(pointer: str) -> int:
        return order.index("/" + pointer.split("/")[1])

    return sorted({**old, **new}, key=place)
