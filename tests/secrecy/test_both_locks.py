"""With everything in place: nobody meets a word that is not for them, wherever they go."""

from pathlib import Path

import pytest
from tests.secrecy.conftest import ACROSS, OUTSIDE, found_by, served, told, walked
from tests.secrecy.house import House
from tests.secrecy.walk import Address, Walker, router

from samenspraak.contract import openapi_document
from samenspraak.embedded import Addresses
from samenspraak.gate import API


@pytest.fixture(scope="module")
async def walkers(house: House, own_database: Addresses, folder: Path) -> list[Walker]:
    async with served(own_database, folder) as server:
        return await walked(house, server, (*OUTSIDE, *ACROSS))


def test_nobody_meets_what_is_not_theirs(walkers: list[Walker]):
    findings = found_by(walkers)
    assert not findings, told(findings)


def test_nothing_they_did_broke_anything(walkers: list[Walker]):
    broken = {
        (walker.name, answer.asked)
        for walker in walkers
        for answer in walker.answers
        if answer.status >= 500
    }
    assert broken == set()


def test_every_address_of_the_router_was_walked(walkers: list[Walker]):
    addresses, sockets = router()
    every = {*addresses, *(Address(method="SOCKET", path=path) for path in sockets)}
    for walker in walkers:
        assert every - walker.walked == set()


def test_every_address_of_the_interface_stands_in_the_router():
    walked_paths = {
        address.path.replace(":uuid", "").replace(":str", "") for address in router()[0]
    }
    assert {API + path for path in openapi_document()["paths"]} <= walked_paths


def test_the_moves_they_tried_were_moves(walkers: list[Walker]):
    """Had every body been malformed, nothing would have been tried."""
    [youssef] = [walker for walker in walkers if walker.name == "youssef"]
    reached: dict[str, set[int]] = {}
    for answer in youssef.answers:
        method, _, path = answer.asked.partition(" ")
        if method == "POST":
            reached.setdefault(path.split("?")[0].rsplit("/", 1)[-1], set()).add(answer.status)
    never = {noun for noun, statuses in reached.items() if statuses <= {400, 415}}
    # Files are judged by their bytes, a password nobody told is a wrong one, and nobody vouches here.
    assert never <= {
        "imports",
        "import-openings",
        "proofs",
        "password-changes",
        "erasures",
        "second-factors",
        "provider-requests",
    }, never
