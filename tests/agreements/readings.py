"""Documents filled member by member, to see that a reading leaves nothing out."""

from collections.abc import Iterator
from typing import Any, cast

from msgspec import inspect

from samenspraak.agreements.documents import AgreementDocument
from samenspraak.agreements.reading import Reading

Path = tuple[str | int, ...]

FULL: inspect.StructType = cast("inspect.StructType", inspect.type_info(AgreementDocument))


def full(kind: inspect.Type = FULL, path: Path = ()) -> Any:
    """Return plain data with every member filled in, each leaf with a value of its own."""
    match kind:
        case inspect.StructType():
            tag = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
            return tag | {
                field.encode_name: full(field.type, (*path, field.encode_name))
                for field in kind.fields
            }
        case inspect.UnionType():
            return full(chosen(kind), path)
        case inspect.VarTupleType():
            return [full(kind.item_type, (*path, 0))]
        case _:
            return marks(kind, path)[0]


def chosen(kind: inspect.UnionType, tag: str | None = None) -> inspect.Type:
    """Return the fullest of some shapes, or the one with this tag."""
    there = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
    tagged = [each for each in there if isinstance(each, inspect.StructType) and each.tag == tag]
    return (tagged or there)[0]


def leaves(value: Any, kind: inspect.Type = FULL, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Walk every leaf of plain data, with the shape it has."""
    match kind:
        case inspect.StructType():
            for field in kind.fields:
                if field.encode_name in value:
                    yield from leaves(
                        value[field.encode_name], field.type, (*path, field.encode_name)
                    )
        case inspect.UnionType():
            if value is not None:
                tag = value.get("kind") if isinstance(value, dict) else None
                yield from leaves(value, chosen(kind, tag), path)
        case inspect.VarTupleType():
            for place, each in enumerate(value):
                yield from leaves(each, kind.item_type, (*path, place))
        case _:
            yield path, kind


def marks(kind: inspect.Type, path: Path) -> list[Any]:
    """Return what a leaf can be filled with: two values, or all there are of a few."""
    if isinstance(kind, inspect.EnumType):
        return [each.value for each in kind.cls]
    if isinstance(kind, inspect.LiteralType):
        return [*kind.values]
    number = sum(map(ord, "/".join(map(str, path)))) % 800 + 100
    return {
        inspect.StrType: [f"Merk {number} {path[-1]}", f"Ander {number} {path[-1]}"],
        inspect.IntType: [number * 100 + 11, number * 100 + 22],
        inspect.BoolType: [True, False],
        inspect.DateType: [f"2{number}-10-{day}" for day in (13, 14)],
        inspect.DateTimeType: [f"2{number}-10-13T11:{minute}:00Z" for minute in (30, 31)],
        inspect.UUIDType: [f"{first}f0c2b1e-8a54-4d0f-9a61-000000000{number}" for first in (3, 9)],
    }[type(kind)]


def changed(value: Any, path: Path, leaf: Any) -> Any:
    """Return plain data with one leaf changed."""
    if not path:
        return leaf
    step, *rest = path
    copied = value.copy()
    copied[step] = changed(value[step], tuple(rest), leaf)
    return copied


def said(reading: Reading) -> str:
    """Return everything that stands in a reading, as one text."""
    lines = [reading.title]
    for part in reading.parts:
        lines += [part.heading, str(part.number)]
        lines += [f"{field.label}\n{field.value}" for field in part.fields]
        lines += [f"{text.label}\n{text.source}" for text in part.texts]
    return "\n".join(lines)
