"""`docs/names.md` lists the words of the product: each exists in the code, and no other does."""

import ast
import importlib
import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from tests.contract.source import calls, refusals, trees

from samenspraak.contract import facts
from samenspraak.interface import openapi_document

PAGE = Path(__file__).parents[2] / "docs/names.md"
# How a notice or a text was read, what a comparison or a check found: explained where they stand.
OF_ONE_PLACE = {
    "BareNumbers",
    "ChangeKind",
    "KeyPlace",
    "Outcome",
    "PartKind",
    "Relation",
    "Rule",
    "Source",
    "Until",
    "ValueState",
    "Why",
}
# Of these there is one, so a noun in the singular says it.
ONE_OF_A_KIND = {
    "bundle",
    "export",
    "file",
    "own-data",
    "picture",
    "reading",
    "receipt",
    "reference-data",
    "retention",
    "search",
}
CELL = re.compile(r"`([^`]+)`")


@cache
def sections() -> dict[str, str]:
    """The text below each heading, up to the next."""
    parts = re.split(r"^#{2,3} (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(section: str) -> list[list[str]]:
    """The cells of the tables of a section, without their heads."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in sections()[section].splitlines()
        if line.startswith("| `") or re.match(r"\| \d", line)
    ]
    assert found, section
    return found


def words(cell: str) -> list[str]:
    return CELL.findall(cell)


def enums() -> list[tuple[str, type[StrEnum]]]:
    """Every heading about values, with the enumeration it names."""
    named: list[tuple[str, type[StrEnum]]] = []
    for heading, text in sections().items():
        name, colon, _ = heading.partition(":")
        if colon:
            module = importlib.import_module(f"samenspraak.{words(text)[0]}")
            named.append((heading, getattr(module, name)))
    return named


def test_every_operation_has_its_row_and_every_row_its_operation():
    said = {words(row[0])[0]: words(row[1])[0] for row in rows("Verbs")}
    is_so = {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in openapi_document()["paths"].items()
        for method, operation in methods.items()
    }
    missing = [f"| `{name}` | `{is_so[name]}` | – |" for name in is_so if name not in said]
    assert missing == []
    assert said == is_so


def test_a_change_is_addressed_by_a_noun_in_the_plural():
    """Two name the one who asks, and what they did just now."""
    exceptions = {"/sessions/current", "/me"}
    for row in rows("Verbs"):
        _, path = words(row[1])[0].split()
        last = [part for part in path.split("/") if not part.startswith("{")][-1]
        one_of_a_kind = last in ONE_OF_A_KIND
        assert last.endswith("s") or path in exceptions or one_of_a_kind, path


def test_every_kind_of_entry_has_its_row_and_every_row_its_kind():
    said = {words(row[0])[0] for row in rows("Entries")}
    is_so = {fact.KIND: (fact.__doc__ or "").splitlines()[0] for fact in facts()}
    missing = [f"| `{kind}` | {is_so[kind]} |" for kind in is_so if kind not in said]
    assert missing == []
    assert said == set(is_so)


def test_every_kind_of_entry_is_somebodys_doing_or_follows_from_time():
    recorded = {kind for row in rows("Verbs") if row[2:] for kind in words(row[2])}
    kinds = {fact.KIND for fact in facts()}
    assert recorded <= kinds
    assert {
        kind
        for kind in kinds - recorded
        # Time does these, or the owner of the house does, at a terminal.
        if not kind.endswith(
            ("lapsed", "reminded", "voided", "unpacked", "erased", "disabled", "enabled")
        )
    } == set()


def test_every_refusal_has_its_row_and_every_row_its_refusal():
    said = {words(row[0])[0]: int(row[1]) for row in rows("Refusals")}
    is_so = {refusal.slug: refusal.status for refusal in refusals()}
    # Answers that are no refusals of ours are written where they are given.
    for place, call in calls("problem"):
        match call.args:
            case [ast.Constant(value=str(slug)), ast.Constant(value=int(status)), *_]:
                if place.startswith("app.py"):
                    is_so[slug] = status
            case _:
                pass
    missing = [f"| `{slug}` | {is_so[slug]} | ? |" for slug in is_so if slug not in said]
    assert missing == []
    assert said == is_so


def test_every_close_code_has_its_row_and_every_row_its_code():
    said = {int(row[0]): words(row[1])[0] for row in rows("Close codes of sockets")}
    is_so = {
        node.value.value: target.id
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int)
        for target in node.targets
        if isinstance(target, ast.Name) and 4400 <= node.value.value < 4600
    }
    assert said == is_so


@pytest.mark.parametrize(("heading", "kinds"), enums(), ids=[heading for heading, _ in enums()])
def test_every_value_has_its_row_and_every_row_its_value(heading: str, kinds: type[StrEnum]):
    assert [words(row[0])[0] for row in rows(heading)] == [kind.value for kind in kinds]


def test_every_state_and_role_is_on_the_page():
    said = {heading.partition(":")[0] for heading, _ in enums()}
    states = {
        node.name
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)
    }
    assert states - said == OF_ONE_PLACE
