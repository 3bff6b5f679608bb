"""What comes in: one strict reading of every JSON body, with all its faults at once.

The library stops at the first fault and coerces numbers from texts; people deserve the whole list,
and programs a plain no.
"""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import msgspec
from msgspec import Struct, structs

from samenspraak.canonical import pointer_to
from samenspraak.errors import Fault

# A form has tens of fields; beyond this the list helps nobody.
MOST_FAULTS = 100


def faults_of(shape: Any, value: object) -> list[Fault]:
    """Return everything that keeps a JSON value from being of this shape, with pointers."""
    found: list[Fault] = []
    for fault in _faults(shape, value, ""):
        found.append(fault)
        if len(found) == MOST_FAULTS:
            break
    return found


def _faults(shape: Any, value: object, pointer: str) -> Iterator[Fault]:
    # What is right is passed over at once: looking at each member of a million takes seconds.
    try:
        msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        said = str(error)
    else:
        return
    if get_origin(shape) is Annotated:
        # What is said about a shape has been judged; inside it are the places to point at.
        shape = get_args(shape)[0]
    if isinstance(shape, type) and issubclass(shape, Struct):
        if not isinstance(value, dict):
            yield Fault(pointer=pointer, slug="type", facts={"expected": "object"})
            return
        yield from _member_faults(shape, value, pointer)
        return
    item_shape = _item_shape(shape)
    if item_shape is not None and isinstance(value, list):
        for at, item in enumerate(value):
            yield from _faults(item_shape, item, pointer_to(pointer, at))
        return
    structs_allowed = [
        option
        for option in get_args(shape)
        if isinstance(option, type) and issubclass(option, Struct)
    ]
    if len(structs_allowed) == 1 and isinstance(value, dict):
        yield from _faults(structs_allowed[0], value, pointer)
        return
    yield _value_fault(pointer, value, said)


def _member_faults(shape: type[Struct], value: dict[str, object], pointer: str) -> Iterator[Fault]:
    config = shape.__struct_config__
    fields = {field.encode_name: field for field in structs.fields(shape)}
    tag_field = config.tag_field if config.tag is not None else None
    for name, field in fields.items():
        if name in value:
            yield from _faults(field.type, value[name], pointer_to(pointer, name))
        elif field.required:
            yield Fault(pointer=pointer_to(pointer, name), slug="required")
    if config.forbid_unknown_fields:
        for name in value:
            if name not in fields and name != tag_field:
                yield Fault(pointer=pointer_to(pointer, name), slug="unknown-field")


def _item_shape(shape: Any) -> Any | None:
    if get_origin(shape) in {list, tuple, set, frozenset}:
        return get_args(shape)[0]
    for option in get_args(shape):
        if get_origin(option) in {list, tuple, set, frozenset}:
            return get_args(option)[0]
    return None


def _value_fault(pointer: str, value: object, said: str) -> Fault:
    """Tell apart a wrong type from a value that cannot be, without repeating what was sent."""
    expected = (
        said.removeprefix("Expected `").split("`", 1)[0] if said.startswith("Expected `") else ""
    )
    if value is None:
        return Fault(pointer=pointer, slug="required")
    if expected:
        return Fault(pointer=pointer, slug="type", facts={"expected": expected[:60]})
    return Fault(pointer=pointer, slug="value")
