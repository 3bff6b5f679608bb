"""How an incoming notice stands to one imported before, and what it tells differently."""

import re
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec

from samenspraak.procurement.decisions.openings import notice_key
from samenspraak.procurement.schemas import AwardNotice, Difference, Relation, Source

# What two versions always tell differently says nothing about the contract.
_OF_THE_FILE: Final = ("version", "customizationId", "remarks", "corrects")
# By which member the parts of a list are recognised, whatever order they come in.
_NAMES: Final = ("id", "key", "lotId", "code", "slug")
DIFFERENCES_LIMIT: Final = 1_000


def relation(known: AwardNotice, incoming: AwardNotice) -> Relation:
    """Tell how an incoming notice stands to one that this organisation imported before."""
    if known.source is incoming.source and notice_key(known) == notice_key(incoming) != "-":
        return _by_version(known, incoming)
    if _names(incoming.modification.notice_id if incoming.modification else None, known):
        return Relation.MODIFIES
    if _names(incoming.corrects, known):
        return Relation.NEWER
    if _names(known.corrects, incoming):
        return Relation.OLDER
    if incoming.procedure_id is not None and incoming.procedure_id == known.procedure_id:
        same_source = known.source is incoming.source is Source.EFORMS
        return Relation.SAME_PROCEDURE if same_source else Relation.UNRELATED
    return Relation.UNRELATED


def differences(before: AwardNotice, after: AwardNotice) -> tuple[Difference, ...]:
    """Return field by field what two versions tell differently, by the path of the field.

    Lots, awards and organisations are recognised by their names inside the notice, so a new
    order is no difference.
    """
    earlier = cast("dict[str, Any]", msgspec.to_builtins(before))
    later = cast("dict[str, Any]", msgspec.to_builtins(after))
    found: list[Difference] = []
    for name in _OF_THE_FILE:
        earlier.pop(name)
        later.pop(name)
    _compare("", earlier, later, found)
    return tuple(found[:DIFFERENCES_LIMIT])


def _by_version(known: AwardNotice, incoming: AwardNotice) -> Relation:
    ranks = _rank(known.version), _rank(incoming.version)
    if ranks[0] == ranks[1]:
        return Relation.SAME
    return Relation.NEWER if ranks[1] > ranks[0] else Relation.OLDER


def _rank(version: str | None) -> tuple[datetime, int, str]:
    """Put versions in order: numbers by number, moments by moment, anything else as text."""
    text = version or ""
    zero = datetime.min.replace(tzinfo=UTC)
    if re.fullmatch(r"\d{1,9}", text):
        return zero, int(text), ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return zero, 0, text
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), 0, ""


def _names(reference: str | None, notice: AwardNotice) -> bool:
    """Tell whether a reference names this notice, by its id or by its publication number."""
    if reference is None:
        return False
    wanted = reference.lower()
    if notice.notice_id is not None:
        key = notice.notice_id.lower()
        if wanted == key or re.fullmatch(rf"{re.escape(key)}-\d{{1,4}}", wanted):
            return True
    number = notice.publication_number
    # The Official Journal writes the same number with and without zeros in front.
    return number is not None and wanted.lstrip("0") == number.lower().lstrip("0")


def _compare(path: str, before: Any, after: Any, found: list[Difference]) -> None:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        earlier, later = cast("dict[str, Any]", before), cast("dict[str, Any]", after)
        for key in dict.fromkeys((*earlier, *later)):
            _compare(f"{path}/{_step(key)}", earlier.get(key), later.get(key), found)
    elif isinstance(before, list | tuple) or isinstance(after, list | tuple):
        _compare(path, _by_name(before), _by_name(after), found)
    elif isinstance(before, dict) or isinstance(after, dict):
        _compare(
            path, before if before is not None else {}, after if after is not None else {}, found
        )
    else:
        found.append(Difference(path=path, before=before, after=after))


def _by_name(members: Any) -> dict[str, Any]:
    """Turn a list into an object by each member's own name, or by its place."""
    if not isinstance(members, list | tuple):
        return {}
    named: dict[str, Any] = {}
    for index, member in enumerate(cast("list[Any]", members)):
        name = str(index) if isinstance(member, dict) else str(member)
        if isinstance(member, dict):
            whole = cast("dict[str, Any]", member)
            inner = whole.get("organisation")
            holder = cast("dict[str, Any]", inner) if isinstance(inner, dict) else whole
            name = next((str(holder[key]) for key in _NAMES if holder.get(key)), name)
        named[name if name not in named else f"{name}~{index}"] = member
    return named


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
