"""Who can go, and who is the last that others depend on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from samenspraak.own_data.decisions import (
    PartHere,
    ProofTooOld,
    StillNeeded,
    WorkHere,
    erase,
    hindrances,
    require_fresh,
)
from samenspraak.own_data.schemas import HindranceKind

AT = datetime(2026, 11, 3, 12, tzinfo=UTC)


def a_part(**members: Any) -> PartHere:
    usual: dict[str, Any] = {
        "workspace_id": uuid4(),
        "title": "Waterwijk",
        "is_closed": False,
        "is_coordinator": False,
        "is_negotiator": False,
        "other_negotiators": 1,
        "is_signatory": False,
        "other_signatories": 1,
    }
    return PartHere(**{**usual, **members})


def some_work(**members: Any) -> WorkHere:
    usual: dict[str, Any] = {
        "organisation_id": uuid4(),
        "name": "Gemeente Merwestede",
        "is_administrator": False,
        "other_administrators": 1,
        "other_members": 3,
    }
    return WorkHere(**{**usual, **members})


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        (a_part(), []),
        (a_part(is_negotiator=True), []),
        (a_part(is_negotiator=True, other_negotiators=0), [HindranceKind.LAST_NEGOTIATOR]),
        (
            a_part(is_negotiator=True, is_coordinator=True, other_negotiators=0),
            [HindranceKind.LAST_COORDINATOR],
        ),
        (a_part(other_negotiators=0, other_signatories=0), []),
        (a_part(is_signatory=True, other_signatories=0), [HindranceKind.LAST_SIGNATORY]),
        (
            a_part(is_negotiator=True, other_negotiators=0, is_signatory=True, other_signatories=0),
            [HindranceKind.LAST_NEGOTIATOR, HindranceKind.LAST_SIGNATORY],
        ),
        (a_part(is_closed=True, is_negotiator=True, other_negotiators=0), []),
    ],
)
def test_the_last_who_can_speak_or_sign_for_a_side_stays_while_the_room_is_open(
    part: PartHere, kinds: list[HindranceKind]
):
    assert [each.kind for each in hindrances([part], [])] == kinds


@pytest.mark.parametrize(
    ("work", "is_needed"),
    [
        (some_work(), False),
        (some_work(is_administrator=True), False),
        (some_work(is_administrator=True, other_administrators=0), True),
        (some_work(is_administrator=True, other_administrators=0, other_members=0), False),
    ],
)
def test_the_last_administrator_stays_while_others_work_there(work: WorkHere, *, is_needed: bool):
    assert bool(hindrances([], [work])) == is_needed


def test_a_refusal_names_every_place():
    with pytest.raises(StillNeeded) as refusal:
        erase(
            [a_part(is_signatory=True, other_signatories=0)],
            [some_work(is_administrator=True, other_administrators=0)],
        )
    assert [(fault.slug, fault.facts["name"]) for fault in refusal.value.faults] == [
        ("own-data/last-administrator", "Gemeente Merwestede"),
        ("own-data/last-signatory", "Waterwijk"),
    ]


def test_without_a_password_the_proof_must_be_fresh():
    step_up = timedelta(minutes=5)
    require_fresh(AT - step_up, at=AT, step_up=step_up)
    with pytest.raises(ProofTooOld):
        require_fresh(AT - step_up - timedelta(seconds=1), at=AT, step_up=step_up)
