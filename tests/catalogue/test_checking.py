"""What is no table of values, and how much of the rest is let through."""

import math
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.catalogue.tables import FOREIGN, a_measure, a_table

from samenspraak.canonical import canonical_bytes
from samenspraak.catalogue.decisions import checked_tables
from samenspraak.catalogue.decisions.checking import (
    EDITION_LIMIT_BYTES,
    MEASURES_LIMIT,
    TABLES_LIMIT,
)
from samenspraak.catalogue.seeds import shipped_tables
from samenspraak.errors import Invalid


def faults(content: object) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        checked_tables(content)
    return {(fault.pointer, fault.slug) for fault in refusal.value.faults}


def test_one_table_and_a_list_of_them_come_in_as_they_are():
    assert checked_tables(a_table()) == [a_table()]
    assert checked_tables([a_table(), FOREIGN]) == [a_table(), FOREIGN]


def test_every_table_that_is_shipped_is_one():
    assert checked_tables(shipped_tables()) == shipped_tables()


def test_a_table_nobody_heard_of_needs_no_code():
    before = deepcopy(FOREIGN)
    assert checked_tables(FOREIGN) == [before]


@pytest.mark.parametrize("content", [None, 3, "tabel", [], True])
def test_what_is_no_table_at_all_is_refused(content: object):
    assert faults(content) == {("/content", "catalogue/no-table")}


def test_all_faults_come_at_once_each_with_its_place():
    content = [
        a_table(
            a_measure(value_eur=-1, max_counting_months=0),
            a_measure(requires=["ELDERS"], excludes=["PW"]),
            {"code": "ZONDER"},
            valid_from="2027-01-01",
            valid_to="2026-01-01",
        ),
        "geen tabel",
        a_table(a_measure(value_eur="40000"), id=""),
    ]
    assert faults(content) == {
        ("/content/0/measures/0/value_eur", "catalogue/out-of-range"),
        ("/content/0/measures/0/max_counting_months", "catalogue/above-nought"),
        ("/content/0/measures/1/code", "catalogue/doubled-code"),
        ("/content/0/measures/1/requires/0", "catalogue/unknown-code"),
        ("/content/0/measures/1/excludes/0", "catalogue/own-code"),
        ("/content/0/measures/2/name_nl", "required"),
        ("/content/1", "catalogue/no-table"),
        ("/content/2/measures/0/value_eur", "type"),
        ("/content/2/id", "required"),
    }


@pytest.mark.parametrize("code", ["pw", " PW", "\uff30W"])
def test_codes_that_look_alike_are_alike(code: str):
    assert faults(a_table(a_measure(), a_measure(code=code))) == {
        ("/content/measures/1/code", "catalogue/doubled-code")
    }


@pytest.mark.parametrize(
    ("member", "value", "slug"),
    [
        ("value_eur", "NaN", "type"),
        ("value_eur", "1e400", "type"),
        ("value_eur", True, "type"),
        ("value_eur", 1e300, "catalogue/out-of-range"),
        ("value_eur", -0.01, "catalogue/out-of-range"),
        ("value_eur", 0.00001, "catalogue/too-precise"),
        ("value_eur", 33.333333333333336, "catalogue/too-precise"),
        ("full_time_hours_per_week", 0, "catalogue/above-nought"),
        ("full_time_hours_per_week", 169, "catalogue/above-nought"),
        ("min_hours_per_week", 200, "catalogue/out-of-range"),
        ("percentage", 1001, "catalogue/out-of-range"),
        ("maximum_eur", -5, "catalogue/out-of-range"),
        ("unlimited_counting", "ja", "type"),
        ("evidence", "factuur", "type"),
    ],
)
def test_numbers_that_no_table_has_are_refused(member: str, value: object, slug: str):
    content = a_table(a_measure(**{member: value}))
    assert faults(content) == {(f"/content/measures/0/{member}", slug)}


@pytest.mark.parametrize("value", [0, 0.5, 1234.5678, 1_000_000_000, None])
def test_numbers_that_a_table_has_come_in_exactly(value: float | None):
    content = a_table(a_measure(value_eur=value))
    assert checked_tables(content)[0]["measures"][0]["value_eur"] == value


def test_a_register_has_a_share_like_any_other():
    shares = [{"register": "CSO", "percentage": -3}, {"register": "SE", "percentage": "50"}]
    assert faults(a_table(a_measure(percentages=shares))) == {
        ("/content/measures/0/percentages/0/percentage", "catalogue/out-of-range"),
        ("/content/measures/0/percentages/1/percentage", "type"),
    }


@pytest.mark.parametrize("text", ["a\u200bb", "a\u202eb", "a\x07b"])
def test_what_readers_cannot_see_is_refused_wherever_it_stands(text: str):
    content = a_table(a_measure(own={"deep": [text]}), **{text: 1})
    found = faults(content)
    assert ("/content/measures/0/own/deep/0", "text/invisible-character") in found
    assert len(found) == 2


def test_a_place_inside_a_list_is_pointed_at():
    content = a_table(a_measure(requires=[3], evidence=["factuur", 4], percentages=[{}]))
    assert faults(content) == {
        ("/content/measures/0/requires/0", "type"),
        ("/content/measures/0/evidence/1", "type"),
        ("/content/measures/0/percentages/0/register", "required"),
        ("/content/measures/0/percentages/0/percentage", "required"),
    }


def test_a_window_is_open_or_it_is_not():
    content = a_table(a_measure(unlimited_counting=True, max_counting_months=12))
    assert faults(content) == {
        ("/content/measures/0/max_counting_months", "catalogue/window-twice")
    }


def test_everything_has_its_limit():
    many = [a_measure(code=f"M{number}") for number in range(MEASURES_LIMIT + 1)]
    short = [{"code": each["code"], "name_nl": "x"} for each in many]
    assert faults(a_table(*short)) == {("/content/measures", "too-many")}
    assert faults([a_table()] * (TABLES_LIMIT + 1)) == {("/content", "too-many")}
    assert faults(a_table(note="x" * EDITION_LIMIT_BYTES)) == {("/content", "too-long")}
    assert faults(a_table(a_measure(conditions="x" * 5_001))) == {
        ("/content/measures/0/conditions", "too-long")
    }
    assert faults(a_table(measures=[])) == {("/content/measures", "required")}
    assert faults([a_table(), a_table()]) == {("/content/1", "catalogue/doubled-table")}
    assert faults(a_table(id="a\nb")) == {("/content/id", "identity/one-line")}


def test_a_hostile_table_does_not_name_faults_without_end():
    content = a_table(*(a_measure(value_eur=-1) for _ in range(300)))
    with pytest.raises(Invalid) as refusal:
        checked_tables(content)
    assert len(refusal.value.faults) == 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=20,
)


def is_kept(value: Any) -> bool:
    """What the gate lets through: numbers that are finite, texts that can be stored."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return not any(0xD800 <= ord(character) <= 0xDFFF for character in value)
    if isinstance(value, dict):
        return all(is_kept(name) and is_kept(member) for name, member in value.items())
    return not isinstance(value, list) or all(is_kept(member) for member in value)


@given(JSON.filter(is_kept))
@settings(deadline=None)
def test_whatever_comes_is_taken_or_refused(content: Any):
    for sent in (content, a_table(own=content), a_table(measures=content), a_table(content)):
        with suppress(Invalid):
            assert canonical_bytes(checked_tables(sent)[0])
