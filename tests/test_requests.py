"""Reading a whole body at once: every fault is told, and what is right costs next to nothing."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from samenspraak.commitments.schemas import ProposeCommitment
from samenspraak.requests import MOST_FAULTS, faults_of


def a_body(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "terms": {"title": "Twee plekken"}, **changes}


def test_a_fault_is_found_among_many_that_are_right():
    people: list[dict[str, Any]] = [{"side": "buyer", "name": "Nadia"}] * 5_000
    body = a_body(responsible=[*people, {"side": "coordinator", "naam": "x"}])
    assert [(fault.pointer, fault.slug) for fault in faults_of(ProposeCommitment, body)] == [
        ("/responsible/5000/side", "value"),
        ("/responsible/5000/naam", "unknown-field"),
    ]


def test_endless_faults_are_told_up_to_where_a_list_helps():
    assert len(faults_of(ProposeCommitment, a_body(responsible=[1] * 5_000))) == MOST_FAULTS


def test_what_is_right_is_not_looked_at_member_by_member(monkeypatch: pytest.MonkeyPatch):
    """A body of a million characters is within the limit, and everybody else waits for it."""
    looks = 0
    convert = msgspec.convert

    def counted(*given: Any, **more: Any) -> Any:
        nonlocal looks
        looks += 1
        return convert(*given, **more)

    monkeypatch.setattr(msgspec, "convert", counted)
    assert faults_of(ProposeCommitment, a_body(responsible=[{"side": "buyer"}] * 5_000)) == []
    assert looks == 1
