"""The published contracts: every fact and view, the HTTP interface and the documents others read.

`python -m samenspraak.contract FOLDER` writes them; `make check` fails when the committed ones differ.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from samenspraak.agreements.documents import (
    AgreementDocument,
    CopiesDocument,
    HoldersDocument,
    KeysDocument,
    ManifestDocument,
    NamesDocument,
    ReceiptDocument,
)
from samenspraak.app import create_framework
from samenspraak.catalogue.schemas import CatalogueText
from samenspraak.commitments.terms import RevisionDocument
from samenspraak.drafting.fence.values import LIST_LIMIT
from samenspraak.drafting.schemas import (
    DOCUMENT_LIMIT,
    FIELDS,
    FIELDS_ROOT,
    TEXT_ROOT,
    FieldType,
)
from samenspraak.interface import CONFIGURATION, openapi_document
from samenspraak.journal.schemas import Fact
from samenspraak.settings import Settings

# What is signed, sealed and handed over. The first shape is the document itself, the others are the
# parts that travel with it.
_DOCUMENTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "revision": (RevisionDocument,),
    "agreement": (AgreementDocument,),
    "receipt": (ReceiptDocument,),
    "bundle": (ManifestDocument, NamesDocument, KeysDocument, HoldersDocument, CopiesDocument),
}

# What a field of a draft holds once it can be read.
_HELD: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {
        "description": "Words; in a field of another type, what somebody is still typing.",
        "type": "string",
    },
    FieldType.NUMBER: {
        "description": "A decimal number of at most four places, as text with a point.",
        "type": "string",
        "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]{1,4})?$",
    },
    FieldType.CENTS: {
        "description": "An amount in EUR, in whole cents.",
        "type": "integer",
        "minimum": 0,
    },
    FieldType.DATE: {
        "description": "A day.",
        "type": "string",
        "format": "date",
    },
    FieldType.YES_NO: {"description": "Yes or no.", "type": "boolean"},
    FieldType.LIST: {
        "description": "Short texts, each once.",
        "type": "array",
        "items": {"type": "string"},
        "maxItems": LIST_LIMIT,
    },
}


def facts() -> list[type[Fact]]:
    """Return every kind of fact a journal can hold, by kind."""
    create_framework(Settings(), openapi=CONFIGURATION)
    ours = [fact for fact in _below(Fact) if fact.__module__.startswith("samenspraak.")]
    return sorted(ours, key=lambda fact: fact.KIND)


def journal_schema() -> dict[str, Any]:
    """Return the JSON Schema of entry bodies by kind."""
    kinds = facts()
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "samenspraak/journal/1",
        "title": "What a journal entry holds, by kind",
        "properties": {fact.KIND: schema for fact, schema in zip(kinds, schemas, strict=True)},
        "$defs": components,
    }


def document_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one of the documents that others read without us."""
    shapes = _DOCUMENTS[name]
    [document, *_], components = msgspec.json.schema_components(
        shapes, ref_template="#/$defs/{name}"
    )
    _name_moments(shapes, components)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"samenspraak/{name}/1",
        **document,
        "$defs": components,
    }
    return json.loads(json.dumps(schema))


def _name_moments(shapes: tuple[type[msgspec.Struct], ...], components: dict[str, Any]) -> None:
    """Say which texts are moments, which the library leaves out; others have only the schemas."""
    waiting: list[inspect.Type] = list(inspect.multi_type_info(shapes))
    seen: set[type] = set()
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, inspect.UnionType):
            waiting += shape.types
        elif isinstance(shape, inspect.VarTupleType):
            waiting.append(shape.item_type)
        elif isinstance(shape, inspect.StructType) and shape.cls not in seen:
            seen.add(shape.cls)
            for member in shape.fields:
                waiting.append(member.type)
                if _is_moment(member.type):
                    schema = components[shape.cls.__name__]["properties"][member.encode_name]
                    schema.get("anyOf", [schema])[0]["format"] = "date-time"


def _is_moment(shape: inspect.Type) -> bool:
    kinds = shape.types if isinstance(shape, inspect.UnionType) else (shape,)
    return any(isinstance(kind, inspect.DateTimeType) for kind in kinds)


def draft_schema() -> dict[str, Any]:
    """Return the JSON Schema of what stands in a live draft, by kind, for programs that write along.

    A draft is a Yjs document with two roots: what it says here of `fields` and `text` holds for
    these as JSON. Lengths are in characters.
    """
    words = {"$ref": f"#/$defs/{FieldType.TEXT}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "samenspraak/draft/1",
        "title": "What stands in a live draft, by kind",
        "description": (
            f"The Yjs document of a draft has two roots: the map `{FIELDS_ROOT}` and the text"
            f" `{TEXT_ROOT}`. A field that is not there is empty, and so is an empty text or list."
            " A value that is still being typed may be any text; proposing asks that it can be read."
        ),
        "properties": {
            kind.value: {
                "type": "object",
                "properties": {
                    FIELDS_ROOT: {
                        "type": "object",
                        "properties": {
                            name: words
                            if held is FieldType.TEXT
                            else {"anyOf": [{"$ref": f"#/$defs/{held}"}, words]}
                            for name, held in fields.items()
                        },
                        "additionalProperties": False,
                    },
                    TEXT_ROOT: {"type": "string", "maxLength": DOCUMENT_LIMIT},
                },
                "required": [FIELDS_ROOT, TEXT_ROOT],
                "additionalProperties": False,
            }
            for kind, fields in FIELDS.items()
        },
        "$defs": {held.value: meant for held, meant in _HELD.items()},
    }


def value_catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file with tables of values, in which unknown members may stand."""
    _, components = msgspec.json.schema_components([CatalogueText], ref_template="#/$defs/{name}")
    table = {"$ref": f"#/$defs/{CatalogueText.__name__}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "samenspraak/value-catalogue/1",
        "title": "Tables of values: what an effort counts for with one buyer, edition by edition",
        "description": (
            "One table, or a list of them. Kinds, units, valuations and target groups are open"
            " lists: a unit or valuation that a reader does not know is shown, and its value is"
            " agreed in consultation. Members that are not named here are kept. Null, or a member"
            " that is not there, is unknown: neither nought nor without limit."
        ),
        "oneOf": [table, {"type": "array", "minItems": 1, "items": table}],
        "$defs": _with_numbers(components),
    }


def documents() -> dict[str, dict[str, Any]]:
    """Return every contract by the name of its file."""
    return {
        "openapi.json": openapi_document(),
        "journal.json": journal_schema(),
        "draft.json": draft_schema(),
        "value-catalogue.json": value_catalogue_schema(),
        **{f"{name}.json": document_schema(name) for name in _DOCUMENTS},
    }


def write(folder: Path) -> None:
    """Write the contracts, each with sorted keys, so that a review shows what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=name != "openapi.json")
        (folder / name).write_text(text + "\n", encoding="utf-8")


def _with_numbers(schema: Any) -> Any:
    """Say of decimals that they are numbers in this format: the library takes them for texts."""
    if isinstance(schema, list):
        return [_with_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number", "minimum": 0}
    return {name: _with_numbers(part) for name, part in schema.items()}


def _below(fact: type[Fact]) -> list[type[Fact]]:
    found: list[type[Fact]] = []
    for kind in fact.__subclasses__():
        if "KIND" in kind.__dict__:
            found.append(kind)
        found += _below(kind)
    return found


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
