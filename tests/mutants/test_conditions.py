"""Takes away one condition of our own statements at a time, with row security off.

What is noticed where was found by trying everything, and is kept; a quick run tries a few of those
again, and fails on any condition it meets that nobody has tried yet. `make assure` tries them all.
"""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from tests.mutants.conftest import EVERY_MUTANT, SEED, Street, drawn
from tests.mutants.judging import ALL_OF
from tests.mutants.listening import Plan
from tests.mutants.reviewed import reviewed, still_open
from tests.mutants.telling import is_red_without, is_there, told
from tests.mutants.verdicts import (
    PEOPLE,
    Became,
    Kept,
    became,
    kept,
    listened,
    sites_in_source,
    walked,
)
from tests.postgres import TestCluster
from tests.secrecy.conftest import drop_row_security

from samenspraak.embedded import Addresses

# How many are tried each time, of all that are noticed somewhere, and of those that tests notice.
DRAWN = 4
DRAWN_OF_TOLD = 1
TRY_ALL = "python -m tests.mutants.verdicts tries all, and keeps what became of them"


@pytest.fixture(scope="module")
def unguarded(cluster: TestCluster, street: Street) -> Iterator[Addresses]:
    """A copy of the houses in which PostgreSQL shows every row to whoever asks."""
    name = f"unguarded_{uuid4().hex}"
    addresses = cluster.create_database(name, template=street.database)
    asyncio.run(drop_row_security(addresses))
    yield addresses
    cluster.drop_database(name)


def unnoticed(verdicts: dict[str, Kept]) -> set[str]:
    """Those by themselves: of several together the single ones say enough."""
    return {
        key
        for key, it in verdicts.items()
        if it.became is Became.UNNOTICED and f": {ALL_OF} " not in key
    }


def test_whatever_is_not_noticed_was_reviewed_or_is_named_as_open():
    tell = told()
    met = {key for key in tell.unnoticed if f": {ALL_OF} " not in key}
    found = (unnoticed(kept()) | met) - tell.noticed.keys()
    named = {*reviewed(), *still_open().conditions}
    assert found - named == set(), "nobody notices that these are gone"
    assert named - found == set(), "these are noticed, or not there: take them off the list"


def test_every_function_that_asks_the_database_is_reached_or_named_as_open():
    unreached = sites_in_source() - walked() - told().sites
    assert unreached - still_open().functions == set(), f"nobody reaches these: {TRY_ALL}"


def test_every_test_that_is_told_to_notice_is_there():
    assert [test for test in told().noticed.values() if not is_there(test)] == []


@pytest.mark.parametrize("condition", drawn(sorted(told().noticed), DRAWN_OF_TOLD))
def test_a_condition_that_is_gone_is_noticed_by_the_test_that_is_told(condition: str):
    assert is_red_without(told().noticed[condition], condition), (
        "python -m pytest -p tests.mutants.hunting finds another"
    )


@pytest.mark.skipif(EVERY_MUTANT, reason="every condition is tried")
def test_some_conditions_that_are_gone_are_noticed_where_they_were(
    street: Street, unguarded: Addresses
):
    known = kept()
    noticed = sorted(key for key, it in known.items() if it.became is Became.NOTICED)
    people: dict[str, list[str] | None] = {}
    chosen = drawn(noticed, DRAWN)
    for key in chosen:
        addresses = people.setdefault(str(known[key].who), [])
        assert addresses is not None
        addresses.append(str(known[key].address))
    report = listened(unguarded, street.folder, street.folder / "built.json", [Plan(people=people)])
    now = became(report)
    again = f"SAMENSPRAAK_SEED={SEED} draws these again"
    assert [key for key in chosen if not _is_noticed(now.get(key))] == [], again
    tried = known.keys() | told().noticed.keys() | told().unnoticed.keys()
    assert now.keys() - tried == set(), f"{again}; nobody tried these yet: {TRY_ALL}"


@pytest.mark.skipif(not EVERY_MUTANT, reason="a few are drawn instead")
def test_every_condition_that_is_gone_is_noticed(street: Street, unguarded: Addresses):
    plans = [Plan(people=dict.fromkeys(names)) for names in PEOPLE]
    now = became(listened(unguarded, street.folder, street.folder / "built.json", plans))
    named = {*reviewed(), *still_open().conditions, *told().noticed}
    assert unnoticed(now) - named == set(), "nobody notices that these are gone"
    assert now.keys() == kept().keys(), "python -m tests.mutants.verdicts keeps them as they are"


def _is_noticed(it: Kept | None) -> bool:
    return it is not None and it.became is Became.NOTICED
