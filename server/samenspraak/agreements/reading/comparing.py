"""Two readings side by side: what was added, changed or removed, part by part.

Parts find each other by their keys, so an article that only moved is the same article. Whatever
differs is told as it is read, never as bytes.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from samenspraak.agreements.reading.amounts import amount_in_words
from samenspraak.agreements.reading.shapes import (
    ChangeKind,
    PartKind,
    Reading,
    ReadingAmount,
    ReadingField,
    ReadingPart,
)
from samenspraak.amounts import in_euros
from samenspraak.text import Language, sentence


class FieldChange(Struct, frozen=True, kw_only=True):
    """One field that reads differently; `difference` is there when both are amounts."""

    key: str
    label: str
    before: str | None
    after: str | None
    difference: ReadingAmount | None


class TextChange(Struct, frozen=True, kw_only=True):
    """One running text that differs, whole on both sides."""

    key: str
    label: str | None
    before: str | None
    after: str | None


class PartChange(Struct, frozen=True, kw_only=True):
    """What happened to one part. Of one that was added or removed, all it says is told.

    The difference is None where an amount is not known on a side that has the part: what is still
    being discussed is no amount, and certainly not nought.
    """

    key: str
    kind: PartKind
    change: ChangeKind
    heading: str
    number: int | None
    is_counted: bool
    fields: tuple[FieldChange, ...]
    texts: tuple[TextChange, ...]
    before_cents: int | None
    after_cents: int | None
    difference_cents: int | None


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that two versions say, with how many counted parts differ."""

    added: int
    changed: int
    removed: int
    same: int
    parts: tuple[PartChange, ...]


def compare(before: Reading, after: Reading, language: Language) -> Comparison:
    """Put two readings side by side, in the order of the later one."""
    old = {part.key: part for part in before.parts}
    new = {part.key: part for part in after.parts}
    parts = tuple(_part(old.get(key), new.get(key), language) for key in _in_order([*old], [*new]))
    kinds = [part.change for part in parts if part.is_counted]
    return Comparison(
        added=kinds.count(ChangeKind.ADDED),
        changed=kinds.count(ChangeKind.CHANGED),
        removed=kinds.count(ChangeKind.REMOVED),
        same=kinds.count(ChangeKind.SAME),
        parts=parts,
    )


def _part(before: ReadingPart | None, after: ReadingPart | None, language: Language) -> PartChange:
    known = after or before
    assert known is not None, "a part is in one of both readings"
    fields: tuple[FieldChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    if before is None or after is None or not _are_same_bytes(before, after):
        fields = tuple(_fields(before, after, language))
        texts = tuple(_texts(before, after))
    old, new = (None if part is None else part.amount for part in (before, after))
    return PartChange(
        key=known.key,
        kind=known.kind,
        change=_change(before, after, is_same=not fields and not texts),
        heading=known.heading,
        number=known.number,
        is_counted=known.is_counted,
        fields=fields,
        texts=texts,
        before_cents=old and old.cents,
        after_cents=new and new.cents,
        difference_cents=_difference(before, after),
    )


def _change(before: ReadingPart | None, after: ReadingPart | None, *, is_same: bool) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    return ChangeKind.SAME if is_same else ChangeKind.CHANGED


def _are_same_bytes(before: ReadingPart, after: ReadingPart) -> bool:
    """Tell whether both were read from one frozen text.

    The names beside the bytes may differ then: who holds a role can change without a version.
    """
    old, new = (
        next((field.value for field in part.fields if _is_frozen_digest(field)), None)
        for part in (before, after)
    )
    return old is not None and old == new


def _is_frozen_digest(field: ReadingField) -> bool:
    return field.key == "digest" and field.is_provenance


def _fields(
    before: ReadingPart | None, after: ReadingPart | None, language: Language
) -> Iterable[FieldChange]:
    if before is not None and after is not None and before.heading != after.heading:
        yield FieldChange(
            key="heading",
            label=sentence(language, "reading.label.heading"),
            before=before.heading,
            after=after.heading,
            difference=None,
        )
    old, new = (_told(part) for part in (before, after))
    for key in _in_order([*old], [*new]):
        was, becomes = old.get(key), new.get(key)
        known = becomes or was
        assert known is not None, "a field is in one of both parts"
        if was is not None and becomes is not None and was.value == becomes.value:
            continue
        yield FieldChange(
            key=key,
            label=known.label,
            before=was and was.value,
            after=becomes and becomes.value,
            difference=_between(was and was.amount, becomes and becomes.amount, language),
        )


def _told(part: ReadingPart | None) -> dict[str, ReadingField]:
    return (
        {}
        if part is None
        else {field.key: field for field in part.fields if not field.is_provenance}
    )


def _texts(before: ReadingPart | None, after: ReadingPart | None) -> Iterable[TextChange]:
    old, new = (
        {text.key: text for text in (() if part is None else part.texts)}
        for part in (before, after)
    )
    for key in _in_order([*old], [*new]):
        was, becomes = old.get(key), new.get(key)
        known = becomes or was
        assert known is not None, "a text is in one of both parts"
        if was is None or becomes is None or was.source != becomes.source:
            yield TextChange(
                key=key,
                label=known.label,
                before=was and was.source,
                after=becomes and becomes.source,
            )


def _between(
    before: ReadingAmount | None, after: ReadingAmount | None, language: Language
) -> ReadingAmount | None:
    if before is None or after is None:
        return None
    cents = after.cents - before.cents
    sign = "+ " if cents > 0 else ""
    return ReadingAmount(
        cents=cents,
        text=sign + in_euros(cents, language=language),
        words=amount_in_words(cents, language=language),
    )


def _difference(before: ReadingPart | None, after: ReadingPart | None) -> int | None:
    amounts = [part.amount for part in (before, after) if part is not None]
    if not all(amounts):
        return None
    old, new = (
        0 if part is None or part.amount is None else part.amount.cents for part in (before, after)
    )
    return new - old


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Keep the later order; what is gone stands behind the one that it stood behind."""
    found = list(new)
    known = set(new)
    for place, key in enumerate(old):
        if key not in known:
            follows = next((each for each in reversed(old[:place]) if each in found), None)
            found.insert(0 if follows is None else found.index(follows) + 1, key)
    return found
