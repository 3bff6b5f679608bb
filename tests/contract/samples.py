"""Keeps one sample of every published fact and document, made on the day it was first published.

    python -m tests.contract.samples

writes a sample for each kind that has none yet. A sample that is there is never written again: it
stands for what old journals and old bundles hold, so it may only be read.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from samenspraak.agreements.documents import (
    AgreementDocument,
    KeysDocument,
    ManifestDocument,
    NamesDocument,
    ReceiptDocument,
    SignatureStatement,
)
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.terms import RevisionDocument
from samenspraak.contract import facts

KEPT = Path(__file__).parent / "kept"
DOCUMENTS: dict[str, Any] = {
    "agreement": AgreementDocument,
    "keys": KeysDocument,
    "manifest": ManifestDocument,
    "names": NamesDocument,
    "receipt": ReceiptDocument,
    "revision": RevisionDocument,
    "signature": SignatureStatement,
}


def published() -> dict[str, Any]:
    """Every shape that is published, by the place of its sample below `kept/`."""
    return {
        **{f"facts/{fact.KIND}": fact for fact in facts()},
        **{f"documents/{name}": shape for name, shape in DOCUMENTS.items()},
    }


def kept() -> dict[str, bytes]:
    """Every sample that was kept, by its place."""
    return {
        path.relative_to(KEPT).with_suffix("").as_posix().removesuffix(".json"): path.read_bytes()
        for path in KEPT.rglob("*.json")
    }


def sample(shape: Any) -> Any:
    """Make a value of a shape with every member filled in, the same each time."""
    return _sample(inspect.type_info(shape))


def _sample(kind: inspect.Type) -> Any:
    match kind:
        case inspect.StructType():
            members = {field.encode_name: _sample(field.type) for field in kind.fields}
            tag = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
            return {**tag, **members}
        case inspect.UnionType():
            # The fullest of the choices: a value rather than its absence.
            return _sample(
                next(each for each in kind.types if not isinstance(each, inspect.NoneType))
            )
        case inspect.EnumType() | inspect.LiteralType():
            return (
                kind.values[0]
                if isinstance(kind, inspect.LiteralType)
                else next(iter(kind.cls)).value
            )
        case inspect.VarTupleType() | inspect.ListType() | inspect.SetType():
            return [_sample(kind.item_type)]
        case inspect.DictType():
            return {"a": _sample(kind.value_type)}
        case _:
            return _PLAIN[type(kind)]


_PLAIN: dict[type, Any] = {
    inspect.StrType: "x",
    inspect.IntType: 1,
    inspect.BoolType: True,
    inspect.UUIDType: "3f0c2b1e-8a54-4d0f-9a61-6c1f0e7b2d35",
    inspect.DateTimeType: "2026-10-13T11:30:00Z",
    inspect.DateType: "2026-10-13",
    inspect.AnyType: "x",
}


def main() -> None:
    """Write the samples that are missing."""
    for place, shape in published().items():
        path = KEPT / f"{place}.json"
        if path.exists():
            continue
        value = sample(shape)
        msgspec.convert(value, shape)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canonical_bytes(json.loads(json.dumps(value))) + b"\n")


if __name__ == "__main__":
    main()
