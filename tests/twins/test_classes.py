"""Every operation and every frame has a class, and whatever is private is done somewhere in a twin.

`classes.json` is read in review: it says who may observe what. The twins take from there what is the
same in both worlds and what is not.
"""

import json
from pathlib import Path
from typing import get_args

from tests.secrecy.walk import router
from tests.twins.conftest import Twins
from tests.twins.histories import looks_of, scripted
from tests.twins.moves import MOVES

from samenspraak.contract import openapi_document
from samenspraak.drafting import protocol
from samenspraak.gate import API
from samenspraak.live import schemas as live

TABLE = json.loads((Path(__file__).parent / "classes.json").read_text())
# How the moves of a class are drawn: within which circle, or for all.
DRAWN_IN = {
    "person": {"person"},
    "organisation": {"organisation", "person"},
    "own side": {"side"},
    "own side until opened": {""},
    "as its box says": {"side", "", "lane"},
    "workspace": {"", "lane"},
}
# Between them they are shown whatever there is.
LOOKING = ("marieke", "youssef")


def operations() -> dict[str, str]:
    """Return every operation of the interface with its method."""
    return {
        operation["operationId"]: method.upper()
        for methods in openapi_document()["paths"].values()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }


def test_every_operation_has_a_class():
    assert set(TABLE["operations"]) == set(operations())
    assert set(TABLE["operations"].values()) <= set(TABLE["classes"])


def test_what_only_shows_changes_nothing_and_the_rest_says_for_whom():
    for name, method in operations().items():
        assert (TABLE["operations"][name] == "nothing") == (method == "GET"), name


def test_every_frame_has_a_class():
    frames = {f"draft {one.__name__}" for one in get_args(protocol.Frame)}
    frames |= {f"journal {one.__name__}" for one in (live.News, live.Heartbeat)}
    assert set(TABLE["frames"]) == frames


def test_moves_are_drawn_as_their_class_says():
    for name, move in MOVES.items():
        kind = TABLE["operations"].get(move.operation)
        if kind is None:
            assert move.operation.startswith("frame:"), name
        else:
            assert move.circle in DRAWN_IN[kind], name


def test_whatever_is_private_is_done_in_a_twin():
    done = {move.operation for move in MOVES.values() if move.circle}
    private = {
        name
        for name, kind in TABLE["operations"].items()
        if kind in {"person", "organisation", "own side", "as its box says"}
    }
    assert private - done == set(TABLE["made elsewhere"])


def test_every_surface_is_looked_at_and_shows_something(twins: Twins):
    """A surface that answers with a refusal to everybody would be equal in any two worlds."""
    twin = scripted("marieke alone", variant=1)
    looks = {len(twin.steps): looks_of(LOOKING, deep=LOOKING)}
    [played] = twins.play(twin.world(0, looks=looks, observers=()))

    # Pages are the same files for everybody.
    surfaces = {
        f"{one.method} {one.path}"
        for one in router()[0]
        if one.method == "GET" and one.path.startswith(API)
    }
    assert sorted(surfaces - set(played.shown)) == sorted(TABLE["shown elsewhere"])
