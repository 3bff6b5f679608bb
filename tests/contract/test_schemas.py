"""The published contracts are what the code says, and what they say can be used."""

import json
from pathlib import Path

import jsonschema
import pytest
from tests.contract.samples import kept

from samenspraak.contract import documents
from samenspraak.drafting.schemas import FIELDS, DraftKind, FieldType, FieldValue

SCHEMAS = Path(__file__).parents[2] / "schemas"
NOW = documents()


def test_the_committed_contracts_are_those_of_the_code():
    """`make schemas` writes them; a review then shows what changed for others."""
    assert {path.name for path in SCHEMAS.glob("*.json")} == set(NOW)
    stale = [
        name
        for name, document in NOW.items()
        if json.loads((SCHEMAS / name).read_text(encoding="utf-8")) != document
    ]
    assert stale == []


def test_every_operation_has_one_name_and_one_sentence():
    operations = [
        operation
        for address in NOW["openapi.json"]["paths"].values()
        for operation in address.values()
        if isinstance(operation, dict)
    ]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    assert [each["operationId"] for each in operations if not each.get("summary")] == []


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ("revision.json", "documents/revision"),
        ("agreement.json", "documents/agreement"),
        ("receipt.json", "documents/receipt"),
        ("bundle.json", "documents/manifest"),
    ],
)
def test_a_program_that_knows_only_the_schema_accepts_the_kept_document(schema: str, place: str):
    jsonschema.Draft202012Validator.check_schema(NOW[schema])
    validator = jsonschema.Draft202012Validator(NOW[schema])
    document = json.loads(kept()[place])
    validator.validate(document)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**document, "somethingElse": 1})


def test_the_drafts_schema_describes_what_a_program_finds_in_each_kind():
    schema = NOW["draft.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {kind.value for kind in DraftKind}
    assert set(schema["$defs"]) == {held.value for held in FieldType}
    held: dict[FieldType, tuple[FieldValue, ...]] = {
        FieldType.TEXT: ("woorden",),
        FieldType.NUMBER: ("2.5", "10", "tweeënhalf"),
        FieldType.CENTS: (480_000, "veel"),
        FieldType.DATE: ("2027-02-01", "februari"),
        FieldType.YES_NO: (True, False),
        FieldType.LIST: (["A", "C"],),
    }
    for kind, fields in FIELDS.items():
        part = {**schema["properties"][kind.value], "$defs": schema["$defs"]}
        validator = jsonschema.Draft202012Validator(part)
        validator.validate({"fields": {}, "text": ""})
        for name, kind_of_field in fields.items():
            for value in held[kind_of_field]:
                validator.validate({"fields": {name: value}, "text": "### Volgen"})
            assert not validator.is_valid({"fields": {name: {"a": "b"}}, "text": ""})
        for wrong in (
            {"fields": {"verzonnen": "x"}, "text": ""},
            {"fields": {}, "text": "", "title": ""},
            {"fields": {}},
            {"fields": {}, "text": 3},
        ):
            assert not validator.is_valid(wrong)


def test_the_journals_schema_describes_every_kept_fact():
    schema = NOW["journal.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    for place, body in kept().items():
        if place.startswith("facts/"):
            kind = place.removeprefix("facts/")
            part = {**schema["properties"][kind], "$defs": schema["$defs"]}
            jsonschema.Draft202012Validator(part).validate(json.loads(body))
