"""Conditions that nobody notices are gone: those that may be so, and those that are still to be tried.

`LOOKED_UP` was read through, one by one. `kept/open.json` was not: it is a debt, and names each
condition that no walk has shown to matter and each function that no walk reaches. Both only shrink;
a condition or a function that is new and on neither list fails.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

OPEN = Path(__file__).parent / "kept/open.json"

# From these rows the answer takes only ids that it already holds, so rows of others lie unused.
LOOKED_UP = (
    "agreements.queries.rows.being_discussed: c.workspace_id = $1",
    "commitments.commands.texts._holders: id = any($2)",
    "commitments.queries.drafts._participants: workspace_id = $1",
    "commitments.queries.exports._rows: c.workspace_id = $1",
    "commitments.queries.rows.revisions: id = any($1)",
    "dialogue.queries.people.people: person_id = any($2::uuid[])",
    "drafting.queries._names: person_id = any($2)",
    "drafting.rooms.store._authors: person_id = any($2)",
    "search.queries._texts: f.id = any($1)",
    "search.queries._texts: m.id = any($1)",
    "search.queries._texts: t.id = any($1)",
    "search.queries._titles: w.id = any($1)",
)


class Open(Struct, frozen=True, kw_only=True):
    """What nobody has shown to be noticed, nor reviewed."""

    conditions: set[str]
    functions: set[str]


def still_open() -> Open:
    return msgspec.json.decode(OPEN.read_bytes(), type=Open)
