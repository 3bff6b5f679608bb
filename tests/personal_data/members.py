"""Every text that a request can carry, found in the published interface, and a body to send it in."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from msgspec import Struct

from samenspraak.contract import openapi_document

# Formats of which the interface itself refuses whatever is not an id, a day or a moment.
SHAPED = {"uuid", "date", "date-time"}
DIGEST = "0" * 64


class Member(Struct, frozen=True, kw_only=True):
    """One text of one request, by the place where it stands in the body."""

    operation: str
    path: str
    place: tuple[str | int, ...]
    # Which shape was chosen wherever the place goes past a choice.
    body: str

    @property
    def pointer(self) -> str:
        return "".join(f"/{part}" for part in self.place)

    @property
    def name(self) -> str:
        """Return how the reviewed list calls it: numbers of lists left out."""
        return "".join("/-" if isinstance(part, int) else f"/{part}" for part in self.place)

    @property
    def can_be_declared(self) -> bool:
        """Tell whether the request lets its writer say that a number is something else."""
        return "declaredNotBsn" in interface()["components"]["schemas"][self.body]["properties"]

    def __str__(self) -> str:
        return f"{self.operation} {self.name}"


@cache
def interface() -> dict[str, Any]:
    return openapi_document()


@cache
def members() -> tuple[Member, ...]:
    """Return every text of every request, once."""
    found: dict[tuple[str, str], Member] = {}
    for path, operation in _operations():
        shape = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if shape is None:
            continue
        for place in _texts(shape["schema"], (), ()):
            member = Member(
                operation=operation["operationId"],
                path=path,
                place=place,
                body=shape["schema"]["$ref"].rsplit("/", 1)[-1],
            )
            found.setdefault((member.operation, member.name), member)
    return tuple(found.values())


@cache
def parameters() -> tuple[tuple[str, str], ...]:
    """Return every text that the address of a change can carry, by operation."""
    return tuple(
        (operation["operationId"], parameter["name"])
        for _, operation in _operations()
        for parameter in operation.get("parameters", ())
        if parameter["in"] != "header" and _is_text(parameter.get("schema", {}))
    )


def body_with(member: Member, text: str, usual: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body that holds this text at this place and what it needs around it.

    `usual` gives members, by name, that a made-up value would not do for.
    """
    schema = interface()["components"]["schemas"][member.body]
    body = _filled(schema, member.place, text, usual)
    assert isinstance(body, dict)
    return body


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in interface()["paths"].items():
        for method, operation in methods.items():
            if method == "post":
                yield path, operation


def _texts(
    schema: dict[str, Any], place: tuple[str | int, ...], seen: tuple[str, ...]
) -> Iterator[tuple[str | int, ...]]:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name not in seen:
            yield from _texts(_named(schema), place, (*seen, name))
        return
    for choice in _choices(schema):
        yield from _texts(choice, place, seen)
    if _is_text(schema):
        yield place
    for name, each in schema.get("properties", {}).items():
        yield from _texts(each, (*place, name), seen)
    if "items" in schema:
        yield from _texts(schema["items"], (*place, 0), seen)


def _is_text(schema: dict[str, Any]) -> bool:
    if any(_is_text(choice) for choice in _choices(schema)):
        return True
    kinds = schema.get("type", ())
    kinds = kinds if isinstance(kinds, list) else [kinds]
    is_shaped = schema.get("format") in SHAPED or "enum" in schema or "const" in schema
    return "string" in kinds and not is_shaped


def _choices(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    return interface()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]


def _filled(
    schema: dict[str, Any], place: tuple[str | int, ...], text: str, usual: Mapping[str, Any]
) -> Any:
    if not place:
        return text
    schema = _towards(schema, place)
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        return [_filled(schema["items"], rest, text, usual)]
    needed = {
        name: usual[name] if name in usual else made_up(schema["properties"][name], name)
        for name in schema["properties"]
        if name in schema.get("required", ()) or name in usual
    }
    return needed | {step: _filled(schema["properties"][step], rest, text, usual)}


def _towards(schema: dict[str, Any], place: tuple[str | int, ...]) -> dict[str, Any]:
    """Follow references and choices to the shape in which the place is."""
    if "$ref" in schema:
        return _towards(_named(schema), place)
    for choice in _choices(schema):
        if place in set(_texts(choice, (), ())):
            return _towards(choice, place)
    return schema


def made_up(schema: dict[str, Any], name: str) -> Any:
    """Return something that could stand there."""
    while "$ref" in schema or _choices(schema):
        kinds = (choice for choice in _choices(schema) if choice.get("type") != "null")
        schema = _named(schema) if "$ref" in schema else next(kinds)
    kinds = schema.get("type", "object")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if "enum" in schema or "const" in schema:
        made = schema["const"] if "const" in schema else schema["enum"][0]
    elif kind == "object":
        made = {key: made_up(schema["properties"][key], key) for key in schema.get("required", ())}
    elif kind == "array":
        made = [made_up(schema["items"], name)]
    elif kind == "string":
        made = _made_up_text(schema, name)
    else:
        made = {"boolean": False}.get(kind, 1)
    return made


def _made_up_text(schema: dict[str, Any], name: str) -> str:
    shaped = {"uuid": str(uuid4()), "date": "2027-03-01", "date-time": "2027-03-01T12:00:00Z"}
    if schema.get("format") in shaped:
        return shaped[schema["format"]]
    if "digest" in name.lower():
        return DIGEST
    if "email" in name.lower():
        return "iemand@voorbeeld.example"
    return "2" if schema.get("maxLength", 100) < 32 else "Een zin."
