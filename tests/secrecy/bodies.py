"""Makes bodies of requests from the published interface, for whoever tries every move there is."""

from typing import Any
from uuid import uuid4

# Schemas by name, and where they stand, as the interface is published.
Document = dict[str, Any]


def body_of(schema: Document, named: str, interface: Document, name: str = "") -> Any:
    """Make a body that could be meant, in which every id names the same thing."""
    schema = _plain(schema, interface)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            return _members(schema, named, interface)
        case "array":
            return [body_of(schema.get("items", {}), named, interface, name)]
        case "integer" | "number" | "boolean" as plain:
            return {"boolean": False}.get(plain, 1)
        case _:
            return _text(schema, named, name)


def _plain(schema: Document, interface: Document) -> Document:
    """Follow references and choices to the first shape that is one."""
    while True:
        choices = schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")
        if "$ref" in schema:
            place = schema["$ref"].rsplit("/", 1)[-1]
            schema = interface["components"]["schemas"][place]
        elif choices:
            schema = next(each for each in choices if each.get("type") != "null")
        else:
            return schema


def _members(schema: Document, named: str, interface: Document) -> Document:
    properties = schema.get("properties", {})
    members = {
        key: body_of(each, named, interface, key)
        for key, each in properties.items()
        if key in schema.get("required", ()) or _is_id(each) or key == "audience"
    }
    # A published example says more than we can make up; its ids give way to ours.
    for example in schema.get("examples", ())[:1]:
        members |= {key: value for key, value in example.items() if not _is_id(properties[key])}
    return {**members, **({"id": str(uuid4())} if "id" in members else {})}


def _is_id(schema: Document) -> bool:
    choices = [schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return any(
        each.get("format") == "uuid" or each.get("items", {}).get("format") == "uuid"
        for each in choices
    )


def _text(schema: Document, named: str, name: str) -> str:
    if schema.get("format") == "uuid":
        return named
    if schema.get("format") == "date":
        return "2026-12-01"
    if "digest" in name.lower():
        return "0" * 64
    if "email" in name.lower():
        return "iemand@voorbeeld.example"
    return "x"
