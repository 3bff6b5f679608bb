"""Holding what lies beside versions against what was told: signing rules, copies, holders, holds."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import Struct

from samenspraak.agreements.auditing.reading import is_name_of, readable
from samenspraak.agreements.auditing.shapes import Told
from samenspraak.canonical import canonical_bytes
from samenspraak.commitments.queries import HeldNow

Row = Mapping[str, Any]


class _Kept(Struct, frozen=True, kw_only=True):
    """A table whose rows each have one entry: how both are named, and which columns it tells."""

    table: str
    kind: str
    row_name: Callable[[Row], str]
    told_name: Callable[[Mapping[str, object]], str]
    # Columns with the member of the entry that tells them.
    members: dict[str, str]
    at: str
    by: str
    has_workspace: bool = True


_KEPT = (
    _Kept(
        table="signing_rule",
        kind="signing-rule.set",
        row_name=lambda row: str(row["id"]),
        told_name=lambda body: str(body.get("ruleId")),
        members={"side": "side", "needed": "needed"},
        at="set_at",
        by="set_by",
    ),
    _Kept(
        table="signed_copy",
        kind="signed-copy.added",
        row_name=lambda row: str(row["id"]),
        told_name=lambda body: str(body.get("copyId")),
        members={"version_id": "versionId", "file_id": "fileId", "side": "side"},
        at="added_at",
        by="added_by",
        has_workspace=False,
    ),
    _Kept(
        table="holder_change",
        kind="holder.replaced",
        row_name=lambda row: f"{row['slot']} {row['number']}",
        told_name=lambda body: f"{body.get('slot')} {body.get('number')}",
        members={"commitment_id": "commitmentId", "side": "side", "held_by": "heldBy"},
        at="since_at",
        by="set_by",
    ),
    _Kept(
        table="dispute_hold",
        kind="dispute-hold.placed",
        row_name=lambda row: str(row["id"]),
        told_name=lambda body: str(body.get("holdId")),
        members={"side": "side"},
        at="placed_at",
        by="placed_by",
    ),
)
LIFTED = "dispute-hold.lifted"
KINDS = (*(kept.kind for kept in _KEPT), LIFTED)


class Beside(Struct, frozen=True, kw_only=True):
    """One row or entry that does not fit: what is wrong, with which table or column."""

    problem: str
    what: str
    row: str
    entry: int | None = None


async def beside_misfits(
    connection: asyncpg.Connection,
    told: Sequence[Told],
    *,
    workspace_id: UUID,
    journal_id: UUID,
    may_be_gone: bool,
) -> AsyncIterator[Beside]:
    """Compare these tables with their entries, both ways."""
    lifted = {str(each.body.get("holdId")): each for each in told if each.kind == LIFTED}
    for kept in _KEPT:
        waiting = {kept.told_name(each.body): each for each in told if each.kind == kept.kind}
        rows = await connection.fetch(
            f"select * from {kept.table} where journal_id = $1"  # noqa: S608  # names of our own tables
            f"{' or workspace_id = $2' if kept.has_workspace else ''} order by {kept.at}, id",
            *((journal_id, workspace_id) if kept.has_workspace else (journal_id,)),
        )
        for row in rows:
            name = kept.row_name(row)
            said = waiting.pop(name, None)
            if said is None:
                yield Beside(problem="foreign", what=kept.table, row=name)
                continue
            expected: dict[str, object] = {
                "journal_id": journal_id,
                kept.at: said.at,
                kept.by: said.actor,
                **({"workspace_id": workspace_id} if kept.has_workspace else {}),
            }
            columns = [
                *(column for column, value in expected.items() if row[column] != value),
                *_not_as_told(row, said, kept),
                *_own_rules(kept, row, lifted.get(name), told, may_be_gone=may_be_gone),
            ]
            for column in columns:
                what = f"{kept.table}.{column}"
                yield Beside(problem="changed", what=what, row=name, entry=said.number)
        for name, said in waiting.items():
            yield Beside(problem="gone", what=kept.table, row=name, entry=said.number)


def _not_as_told(row: Row, said: Told, kept: _Kept) -> Iterator[str]:
    for column, member in kept.members.items():
        if str(row[column]) != str(said.body.get(member)):
            yield column


def _own_rules(
    kept: _Kept,
    row: Row,
    lifted: Told | None,
    told: Sequence[Told],
    *,
    may_be_gone: bool,
) -> Iterator[str]:
    """Name the columns of which one table alone knows what they have to be."""
    if kept.table == "dispute_hold":
        if row["lifted_at"] != (None if lifted is None else lifted.at):
            yield "lifted_at"
        if row["lifted_by"] != (None if lifted is None else lifted.actor):
            yield "lifted_by"
    elif kept.table == "signing_rule":
        own = [
            kept.told_name(each.body)
            for each in told
            if each.kind == kept.kind and each.body.get("side") == row["side"]
        ]
        name = kept.row_name(row)
        if name not in own or row["number"] != own.index(name) + 1:
            yield "number"
    elif kept.table == "holder_change" and not _is_held(row, may_be_gone=may_be_gone):
        yield "names"


def _is_held(row: Row, *, may_be_gone: bool) -> bool:
    if row["names"] is None:
        return may_be_gone
    held = readable(row["names"], HeldNow)
    return (
        held is not None
        and canonical_bytes(held).decode() == row["names"]
        and is_name_of(row["held_by"], salt=held.salt, name=held.name)
    )
