"""Reads our own source as text, to compare what it says with what the catalogues hold."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import samenspraak
from samenspraak.errors import Refusal

PACKAGE = Path(samenspraak.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the server, parsed."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in PACKAGE.rglob("*.py")
    }


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            yield name, node


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function by one of these names, with the place where it stands."""
    for name, node in nodes():
        if isinstance(node, ast.Call) and name_of(node.func) in names:
            yield f"{name}:{node.lineno}", node


def texts() -> Iterator[tuple[str, str]]:
    """Every text constant with its place; parts of a formatted text are none."""
    parts = {
        id(part) for _, node in nodes() if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for name, node in nodes():
        if id(node) in parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"{name}:{node.lineno}", node.value


def name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def given(call: ast.Call) -> set[str] | None:
    """The names of the keywords of a call, or None when some are handed on as a whole."""
    names = {each.arg for each in call.keywords}
    return None if None in names else {name for name in names if name is not None}


def pattern_of(text: ast.expr | None) -> str | None:
    """A constant or formatted text as a regular expression, None when it is anything else."""
    import re

    match text:
        case ast.Constant(value=str(value)):
            return re.escape(value)
        case ast.JoinedStr(values=parts):
            return "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in parts
            )
        case _:
            return None


def places(sentence: str) -> set[str]:
    """What is filled into a sentence."""
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def refusals() -> list[type[Refusal]]:
    """Every refusal of ours."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "samenspraak."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(
        (each for each in _below(Refusal) if each.__module__.startswith("samenspraak.")),
        key=lambda each: (each.slug, each.__name__),
    )


def _below(kind: type[Refusal]) -> set[type[Refusal]]:
    return {kind}.union(*(_below(each) for each in kind.__subclasses__()))
