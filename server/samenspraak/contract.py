"""The published contracts: every fact and view, the HTTP interface and the documents others read.

`python -m samenspraak.contract FOLDER` writes them; `make check` fails when the committed ones differ.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Server

from samenspraak.agreements.documents import (
    AgreementDocument,
    KeysDocument,
    ManifestDocument,
    NamesDocument,
    ReceiptDocument,
)
from samenspraak.app import create_framework
from samenspraak.commitments.terms import RevisionDocument
from samenspraak.gate import API, API_VERSION
from samenspraak.journal.schemas import Fact
from samenspraak.problems import Problem
from samenspraak.settings import Settings

_INTERFACE = OpenAPIConfig(
    title="Samenspraak",
    version=API_VERSION,
    summary="Sociaal rendement samen afspreken, ondertekenen en nakomen.",
    description=(
        "De werkruimte waarin opdrachtgever en opdrachtnemer toezeggingen over social return "
        "maken, herzien en nakomen."
    ),
    contact=Contact(
        name="Samenspraak",
        email="api@samenspraak.example",
        url="https://samenspraak.example",
    ),
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    servers=[Server(url=API)],
    use_handler_docstrings=True,
    render_plugins=[JsonRenderPlugin()],
)

# What is signed, sealed and handed over. The first shape is the document itself, the others are the
# parts that travel with it.
_DOCUMENTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "revision": (RevisionDocument,),
    "agreement": (AgreementDocument,),
    "receipt": (ReceiptDocument,),
    "bundle": (ManifestDocument, NamesDocument, KeysDocument),
}

# Every answer carries these; the interface says so in one place.
_VERSION_HEADER = {
    "API-Version": {
        "description": "De volledige versie van de API.",
        "schema": {"type": "string", "examples": [API_VERSION]},
    }
}


def facts() -> list[type[Fact]]:
    """Return every kind of fact a journal can hold, by kind."""
    create_framework(Settings(), openapi=_INTERFACE)
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


def openapi_document() -> dict[str, Any]:
    """Return the HTTP interface as OpenAPI 3.1, with paths below the server's address."""
    document: dict[str, Any] = create_framework(
        Settings(), openapi=_INTERFACE
    ).openapi_schema.to_schema()
    document["paths"] = {
        path.removeprefix(API): _documented(operations)
        for path, operations in document["paths"].items()
        if path.startswith(API + "/")
    }
    schemas, components = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    assert schemas, "the problem document has a schema"
    document.setdefault("components", {}).setdefault("schemas", {}).update(components)
    document["tags"] = [{"name": name} for name in sorted(_tags(document))]
    return json.loads(json.dumps(document, default=str))


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


def _tags(document: dict[str, Any]) -> set[str]:
    return {
        tag
        for operations in document["paths"].values()
        for operation in operations.values()
        if isinstance(operation, dict)
        for tag in operation.get("tags", [])
    }


def _documented(operations: dict[str, Any]) -> dict[str, Any]:
    for operation in operations.values():
        if not isinstance(operation, dict) or "responses" not in operation:
            continue
        problem = {
            "description": "Waarom het niet kan, als probleemdocument (RFC 9457).",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        responses = {
            status: answer
            for status, answer in operation["responses"].items()
            if not status.startswith("4")
        }
        for status in ("400", "401", "403", "404", "409", "429", "503"):
            responses[status] = problem
        for status, answer in responses.items():
            responses[status] = {
                **answer,
                "headers": {**answer.get("headers", {}), **_VERSION_HEADER},
            }
        operation["responses"] = responses
    return operations


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
