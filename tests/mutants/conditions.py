"""Finds the conditions of a statement that decide whose rows it touches, and takes one away."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

# What rows hang on, by the names of columns: a condition that names one of these keeps somebody out.
SCOPES = re.compile(
    r"\b(journal_id|workspace_id|person_id|organisation_id|party_id|side|by_side"
    r"|left_at|removed_at|revoked_at|shown_at)\b|\bid = any\b|my_journals|my_person"
)
# Two columns that must be alike only join, unless both say where a row belongs: then they keep what
# hangs on one row from coming along with another.
_JOINS = re.compile(r"(?:\w+\.)?(\w+) = (?:\w+\.)?([a-z_]+)")
_PLACES = {"journal_id", "workspace_id", "organisation_id", "party_id", "side"}
_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"])*" | --[^\n]* | \$\d+ | \w+ | \s+ | ::|<>|<=|>=|\|\|| .""",
    re.VERBOSE | re.DOTALL,
)
_BEGINS = {"where", "on", "having"}
_ENDS = {
    "where", "having", "group", "order", "limit", "offset", "for", "union", "except", "intersect",
    "returning", "window", "join", "left", "right", "full", "inner", "cross", "natural", "then",
    "when", "else", ";", "into", "loop",
}  # fmt: skip
# Words that are functions when a bracket follows.
_ALSO_FUNCTIONS = {"left", "right"}


class Condition(Struct, frozen=True, kw_only=True):
    """One condition, and where it stands in its statement."""

    start: int
    end: int
    text: str


class _Level(Struct, kw_only=True):
    """What is known of one pair of brackets."""

    begun: int | None = None
    is_between: bool = False
    # Parts of what began here, and whether any of them is a choice.
    parts: list[tuple[int, int]]
    has_choice: bool = False


@cache
def conditions(statement: str) -> tuple[Condition, ...]:
    """Every condition of a statement that decides whose rows it touches."""
    return tuple(
        each
        for each in every_condition(statement)
        if SCOPES.search(each.text) and not _only_joins(each.text)
    )


# A condition that holds a row to a place that the request names, or that the door found.
_HOLDS_TO_PLACE = re.compile(
    r"\b(journal_id|workspace_id|organisation_id|person_id|party_id|side|id)\b.*(\$\d|\b\1\b)"
)


def holds_to_a_place(text: str) -> bool:
    """Tell whether a condition says where a row belongs, not in which state it is."""
    return _HOLDS_TO_PLACE.search(text) is not None


def _only_joins(text: str) -> bool:
    both = _JOINS.fullmatch(text)
    return both is not None and not (both[1] == both[2] and both[1] in _PLACES)


def every_condition(statement: str) -> tuple[Condition, ...]:
    """Every condition of a statement, whatever it is about."""
    found = [
        Condition(start=start, end=end, text=" ".join(statement[start:end].split()))
        for start, end in _parts(statement)
    ]
    return tuple(each for each in sorted(found, key=lambda it: it.start) if each.text != "true")


def without(statement: str, *gone: Condition) -> str:
    """Return the statement with these conditions always met; none stands within another."""
    for condition in sorted(gone, key=lambda it: -it.start):
        # A value that nothing asks for would make PostgreSQL wonder what type it is; it stays.
        holds = f" (true or ({condition.text})) " if "$" in condition.text else " true "
        statement = statement[: condition.start] + holds + statement[condition.end :]
    return statement


def together(statement: str) -> tuple[Condition, ...]:
    """The outermost conditions that hold rows to their places, to be taken away all at once."""
    chosen: list[Condition] = []
    for each in conditions(statement):
        if holds_to_a_place(each.text) and not any(
            other.start <= each.start and each.end <= other.end for other in chosen
        ):
            chosen.append(each)
    return tuple(chosen)


def _parts(statement: str) -> Iterator[tuple[int, int]]:
    levels = [_Level(parts=[])]
    words = [
        (match.start(), match.end(), match.group().lower())
        for match in _TOKEN.finditer(statement)
        if not match.group().isspace() and not match.group().startswith("--")
    ]
    for at, (start, end, word) in enumerate(words):
        level = levels[-1]
        before = words[at - 1] if at else (0, 0, "")
        after = words[at + 1][2] if at + 1 < len(words) else ""
        if word in {"(", "case"}:
            levels.append(_Level(parts=[]))
            continue
        if word == ")" or (word == "end" and len(levels) > 1):
            yield from _closed(level, before[1])
            levels.pop()
            continue
        if word in _ENDS and not (word in _ALSO_FUNCTIONS and after == "("):
            yield from _closed(level, before[1])
            level.begun = None
        if word in _BEGINS and after != "conflict" and before[2] != "distinct":
            level.begun, level.parts, level.has_choice = end, [], False
        elif level.begun is None:
            continue
        elif word == "between":
            level.is_between = True
        elif word == "and" and level.is_between:
            level.is_between = False
        elif word == "and":
            level.parts.append((level.begun, start))
            level.begun = end
        elif word == "or":
            level.has_choice = True
    for level in levels:
        yield from _closed(level, len(statement))


def _closed(level: _Level, end: int) -> Iterator[tuple[int, int]]:
    if level.begun is None:
        return
    parts = [*level.parts, (level.begun, end)]
    level.begun, level.parts = None, []
    # Of a choice no part can be taken away by itself.
    yield from [(parts[0][0], parts[-1][1])] if level.has_choice else parts
