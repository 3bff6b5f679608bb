"""What comes with the product: six real tables of values, and the words and lists of the field.

They are data and stay as they were gathered. The only thing added is what `rules.json` read from a
table's own words, so that it can be computed; the merged text says where each rule was read.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.errors import NotFound

SEED = Path(__file__).parent / "seed"
REFERENCE_DATA = (
    "glossary",
    "labour-market-regions",
    "obligation-policies",
    "participation-ladder",
    "target-groups",
)
TABLES = "value-catalogues"
RULES = "rules"

_INSERT = """
insert into edition (id, catalogue, publisher, content, digest, added_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (digest) where journal_id is null do nothing
"""
# What a newer release words otherwise is offered to nobody any more, and stays readable.
_RETIRE = """
update edition set retired_at = case when digest = any($1) then null else $2::timestamptz end
where journal_id is null and (retired_at is null) <> (digest = any($1))
"""


def shipped_tables() -> list[dict[str, Any]]:
    """Return the tables that come with the product, each with the rules read from its own words."""
    rules = _read(RULES)["tables"]
    return [_with_rules(table, rules.get(table["id"], {})) for table in _read(TABLES)]


@cache
def reference_data(name: str) -> dict[str, Any]:
    """Return words and lists of the field by name; nobody changes what is returned."""
    if name not in REFERENCE_DATA:
        raise NotFound
    return _read(name)


async def plant(owner_url: str) -> None:
    """Let the tables that come with the product be there; doing it again changes nothing.

    The owner of the database does it: no policy lets the server write what is nobody's.
    """
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            digests: list[str] = []
            for table in shipped_tables():
                content = canonical_bytes(table)
                digests.append(digest(content))
                await connection.execute(
                    _INSERT,
                    surroundings.new_id(),
                    table["id"],
                    table.get("publisher"),
                    content.decode(),
                    digests[-1],
                    surroundings.now(),
                )
            await connection.execute(_RETIRE, digests, surroundings.now())
    finally:
        await connection.close()


def _with_rules(table: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    read_from: list[dict[str, Any]] = []
    merged = dict(table)
    for rule in rules.get("table", []):
        merged[rule["member"]] = rule["value"]
        read_from.append({"member": rule["member"], "read_from": rule["read_from"]})
    measures = {measure["code"]: dict(measure) for measure in table["measures"]}
    for rule in rules.get("measures", []):
        for code in rule["codes"]:
            measures[code][rule["member"]] = rule["value"]
        read_from.append(
            {"codes": rule["codes"], "member": rule["member"], "read_from": rule["read_from"]}
        )
    merged["measures"] = list(measures.values())
    return {**merged, "rules_read_from": read_from} if read_from else merged


def _read(name: str) -> Any:
    return json.loads((SEED / f"{name}.json").read_text(encoding="utf-8"))
