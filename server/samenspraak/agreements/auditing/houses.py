"""What is judged once for the whole house: its keys, and what kind each journal is of."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncpg
from msgspec import Struct

from samenspraak.agreements.auditing.reading import readable
from samenspraak.agreements.auditing.receipts import Window
from samenspraak.agreements.auditing.shapes import Misfit
from samenspraak.agreements.keys import known_keys
from samenspraak.canonical import MalformedJson, canonical_bytes, strict_json
from samenspraak.tokens import TokenRefused, public_key

# No entry says of what kind its journal is; what hangs on it does.
_KINDS = """
select used.journal_id, j.id is null as is_gone from journal j
right join (
    select journal_id, 'shared' as kind from workspace
    union all select journal_id, 'side' from side_room
    union all select journal_id, 'organisation' from organisation
) as used on used.journal_id = j.id
where j.kind is distinct from used.kind order by 1
"""


_PURGES = """
select p.*, exists (select from workspace w where w.id = p.workspace_id) as is_there
from purge_record p order by p.purged_at, p.id
"""


class _Head(Struct, frozen=True, kw_only=True, rename="camel"):
    """How far a journal was when its entries went."""

    journal_id: str
    kind: str
    head: int
    head_digest: str


async def windows_of(connection: asyncpg.Connection) -> tuple[dict[str, Window], list[Misfit]]:
    """Return the keys of the table by thumbprint, and those that are not what they are called."""
    windows: dict[str, Window] = {}
    misfits: list[Misfit] = []
    for row in await connection.fetch("select * from signing_key order by valid_from, id"):
        try:
            key = public_key(strict_json(row["jwk"]))
        except (TokenRefused, MalformedJson):
            misfits.append(Misfit(problem="changed", what="signing_key.jwk", row=row["id"]))
            continue
        if key.kid != row["id"] or canonical_bytes(key.as_jwk()).decode() != row["jwk"]:
            misfits.append(Misfit(problem="changed", what="signing_key.jwk", row=row["id"]))
            continue
        windows[key.kid] = Window(key=key, valid_from=row["valid_from"], valid_to=row["valid_to"])
    return windows, misfits


async def purge_misfits(connection: asyncpg.Connection) -> AsyncIterator[Misfit]:
    """Judge what is left of workspaces that were purged: heads of journals, and a record of them."""
    journals = {
        str(row["id"]): row
        for row in await connection.fetch("select * from journal where purged_at is not null")
    }
    for row in await connection.fetch(_PURGES):
        kept = str(row["workspace_id"])
        if row["is_there"]:
            yield Misfit(problem="foreign", what="purge_record", row=kept)
        for head in _heads(row["heads"]):
            journal = journals.pop(head.journal_id, None)
            if journal is None:
                yield Misfit(problem="changed", what="journal.purged_at", row=head.journal_id)
                continue
            expected = {
                "kind": head.kind,
                "head": head.head,
                "head_digest": head.head_digest,
                "purged_at": row["purged_at"],
            }
            for column, value in expected.items():
                if journal[column] != value:
                    what = f"journal.{column}"
                    yield Misfit(problem="changed", what=what, row=head.journal_id)
    for journal_id in sorted(journals):
        yield Misfit(problem="changed", what="journal.purged_at", row=journal_id)


def _heads(text: str) -> list[_Head]:
    return readable(text, list[_Head]) or []


async def house_misfits(connection: asyncpg.Connection) -> AsyncIterator[Misfit]:
    """Judge what no single room can: that each journal is of the kind it is used as."""
    async for misfit in purge_misfits(connection):
        yield misfit
    for row in await connection.fetch(_KINDS):
        problem, what = ("gone", "journal") if row["is_gone"] else ("changed", "journal.kind")
        yield Misfit(problem=problem, what=what, row=str(row["journal_id"]))


def strangers(windows: Mapping[str, Window], folder: Path) -> list[Misfit]:
    """Name the keys of the table that never were in the folder, where there is a folder.

    Whoever owns the database can put a key of their own into the table and seal with it; they
    cannot put it into the folder.
    """
    known = known_keys(folder)
    return [
        Misfit(problem="unknown-key", what="signing_key", row=kid)
        for kid in windows
        if known and kid not in known
    ]
