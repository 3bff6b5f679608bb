"""The page that tells how to make a table shows one that is right."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
from tests.catalogue.tables import FOREIGN, a_measure, a_table

from samenspraak.canonical import canonical_bytes
from samenspraak.catalogue.decisions import checked_tables, measure_views, notes_on
from samenspraak.catalogue.schemas import text_in
from samenspraak.catalogue.seeds import shipped_tables
from samenspraak.contract import value_catalogue_schema

PAGE = Path(__file__).parents[2] / "docs/value-catalogues.md"


def shown() -> dict[str, Any]:
    [example] = re.findall(r"```json\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return json.loads(example)


def test_the_example_can_be_brought_in_and_does_what_the_page_says():
    [table] = checked_tables(shown())
    text = text_in(canonical_bytes(table).decode())
    views = {view.code: view for view in measure_views(text, table)}
    assert views["BBL"].discussed is None
    assert views["VAST"].is_addition
    assert views["BUURT"].discussed is not None
    assert views["BUURT"].other == {"buurtplan": "2026-2030"}
    assert {note.slug for note in notes_on(text, table, "")} == {
        "unknown-member",
        "unknown-unit",
        "words-alone",
    }


def test_the_published_format_describes_every_table_we_know():
    judge = jsonschema.Draft202012Validator(value_catalogue_schema())
    for content in (shown(), FOREIGN, shipped_tables(), a_table()):
        assert list(judge.iter_errors(content)) == []
    for wrong in (a_table(a_measure(value_eur="1")), a_table(measures=None), {}, []):
        assert list(judge.iter_errors(wrong))
