"""What comes with the product: the data as they were gathered, and where each rule was read."""

import json
from typing import Any

import asyncpg
import pytest

from samenspraak.catalogue.queries import reference
from samenspraak.catalogue.seeds import REFERENCE_DATA, SEED, plant, shipped_tables
from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import NotFound
from samenspraak.settings import Settings

GATHERED: list[dict[str, Any]] = json.loads((SEED / "value-catalogues.json").read_text("utf-8"))
RULES: dict[str, Any] = json.loads((SEED / "rules.json").read_text("utf-8"))["tables"]


def test_six_tables_come_with_the_product():
    assert [table["id"] for table in shipped_tables()] == [
        "utrecht-v1-40h",
        "utrecht-v2-36h",
        "utrecht-v3",
        "haaglanden-zhc-2023",
        "leiden-2023",
        "friesland-harlingen",
    ]
    assert sum(len(table["measures"]) for table in shipped_tables()) == 79


def test_nothing_of_a_table_is_changed_and_only_rules_are_added():
    for gathered, shipped in zip(GATHERED, shipped_tables(), strict=True):
        added = {rule["member"] for rule in RULES.get(gathered["id"], {}).get("table", [])}
        assert shipped.keys() - gathered.keys() <= {*added, "rules_read_from"}
        for name in gathered.keys() - {"measures"}:
            assert shipped[name] == gathered[name]
        for row, more in zip(gathered["measures"], shipped["measures"], strict=True):
            assert {name: more[name] for name in row} == row


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_stands_in_the_tables_own_words(name: str):
    [table] = [each for each in GATHERED if each["id"] == name]
    general = [table["valid_from_note"], table["basis"], *table.get("general_rules", [])]
    for rule in RULES[name].get("table", []):
        assert rule["read_from"] in general
        assert rule["member"] not in table
    rows = {row["code"]: row for row in table["measures"]}
    for rule in RULES[name].get("measures", []):
        for code in rule["codes"]:
            assert rule["member"] not in rows[code], "what a table says itself stands"
            words = [*general, *(row["conditions"] for row in rows.values())]
            assert rule["read_from"] in words


def test_a_table_says_where_its_rules_were_read():
    [table] = [each for each in shipped_tables() if each["id"] == "leiden-2023"]
    assert table["applies_by"] == "published"
    assert {
        "member": "applies_by",
        "read_from": "Applies to tenders PUBLISHED from this date",
    } in table["rules_read_from"]


@pytest.mark.parametrize("name", REFERENCE_DATA)
def test_words_of_the_field_come_as_they_were_gathered(name: str):
    view = reference(name)
    assert view.content == json.loads((SEED / f"{name}.json").read_text("utf-8"))


def test_words_of_the_field_say_where_they_were_read_and_how_sure_that_is():
    regions = reference("labour-market-regions")
    assert regions.source_years == ["2025", "2015"]
    assert "high for 2015; OUTDATED for today" in regions.confidence
    assert len(reference("target-groups").sources) > 5


@pytest.mark.parametrize("name", ["rules", "value-catalogues", "../seeds", "secrets"])
def test_nothing_else_is_read_from_the_package(name: str):
    with pytest.raises(NotFound):
        reference(name)


async def test_planting_again_changes_nothing(people, settings: Settings):
    async def planted() -> list[dict[str, Any]]:
        async with as_person(people.tom.id):
            return await fetch("select * from edition where journal_id is null order by id")

    before = await planted()
    await plant(settings.database_owner_url)
    assert await planted() == before
    assert [row["retired_at"] for row in before] == [None] * 6


@pytest.mark.parametrize(
    "statement",
    [
        (
            "insert into edition (id, catalogue, content, digest, added_at)"
            " values (gen_random_uuid(), 'vals', '{}', repeat('0', 64), now())"
        ),
        "update edition set retired_at = now() where journal_id is null",
        "update edition set content = '{}' where journal_id is null",
        "delete from edition",
    ],
)
async def test_nobody_but_the_owner_of_the_database_writes_what_is_nobodys(people, statement: str):
    with pytest.raises(asyncpg.PostgresError):
        async with as_person(people.marieke.id):
            await execute(statement)


async def test_nobody_takes_what_is_nobodys_for_their_own(people):
    """Row security would let it pass; a trigger holds every column but one."""
    with pytest.raises(asyncpg.PostgresError):
        async with as_person(people.marieke.id):
            await execute(
                "update edition set journal_id = $1, organisation_id = $2, added_by = $3"
                " where journal_id is null",
                people.marieke.organisation_journal_id,
                people.marieke.organisation_id,
                people.marieke.id,
            )
