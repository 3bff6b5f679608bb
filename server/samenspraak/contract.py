"""The published contracts: every fact and view, the HTTP interface and the documents others read.

`python -m samenspraak.contract FOLDER` writes them; `make check` fails when the committed ones differ.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from samenspraak.agreements.documents import (
    AgreementDocument,
    KeysDocument,
    ManifestDocument,
    NamesDocument,
    ReceiptDocument,
)
from samenspraak.app import create_framework
from samenspraak.commitments.terms import RevisionDocument
from samenspraak.interface import CONFIGURATION, openapi_document
from samenspraak.journal.schemas import Fact
from samenspraak.settings import Settings

# What is signed, sealed and handed over. The first shape is the document itself, the others are the
# parts that travel with it.
_DOCUMENTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "revision": (RevisionDocument,),
    "agreement": (AgreementDocument,),
    "receipt": (ReceiptDocument,),
    "bundle": (ManifestDocument, NamesDocument, KeysDocument),
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
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"samenspraak/{name}/1",
        **document,
        "$defs": components,
    }
    return json.loads(json.dumps(schema))


def documents() -> dict[str, dict[str, Any]]:
    """Return every contract by the name of its file."""
    return {
        "openapi.json": openapi_document(),
        "journal.json": journal_schema(),
        **{f"{name}.json": document_schema(name) for name in _DOCUMENTS},
    }


def write(folder: Path) -> None:
    """Write the contracts, each with sorted keys, so that a review shows what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=name != "openapi.json")
        (folder / name).write_text(text + "\n", encoding="utf-8")


def _below(fact: type[Fact]) -> list[type[Fact]]:
    found: list[type[Fact]] = []
    for kind in fact.__subclasses__():
        if "KIND" in kind.__dict__:
            found.append(kind)
        found += _below(kind)
    return found


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
