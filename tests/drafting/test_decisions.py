"""What may happen with drafts: every refusal, and every way through."""

from datetime import UTC, datetime
from itertools import product
from uuid import uuid4

import pytest
from msgspec import structs

from samenspraak.drafting.decisions import (
    ChangedMeanwhile,
    Discarded,
    HoldsOn,
    check_discard,
    check_unchanged,
    digest_of,
    holds_on,
    readable,
)
from samenspraak.drafting.schemas import FIELDS, Box, Content, DraftKind, DraftState, FieldValue
from samenspraak.errors import NotFound

NOW = datetime(2026, 11, 20, 15, 48, tzinfo=UTC)
CONTENT = Content(fields={"title": "Leerplekken", "countsTowardsObligation": False}, text="Twee.")


def a_state(**others: object) -> DraftState:
    plain = DraftState(
        id=uuid4(),
        journal_id=uuid4(),
        workspace_id=uuid4(),
        kind=DraftKind.COMMITMENT,
        box=Box.JOINT,
        subject_id=None,
        base_number=None,
        base_digest=None,
        opened_at=NOW,
        opened_by=uuid4(),
        head=3,
        proposed_number=None,
        proposed_digest=None,
        proposed_at=None,
        discarded_at=None,
        is_shared=False,
        content=CONTENT,
        digest=digest_of(CONTENT),
    )
    return structs.replace(plain, **others)


def test_the_digest_names_the_content_and_nothing_else():
    other_order = Content(
        fields={"countsTowardsObligation": False, "title": "Leerplekken"}, text="Twee."
    )
    assert digest_of(other_order) == digest_of(CONTENT)
    others = [
        Content(fields=CONTENT.fields, text="Twee"),
        Content(fields={"title": "Leerplekken"}, text="Twee."),
        Content(fields={**CONTENT.fields, "countsTowardsObligation": True}, text="Twee."),
        Content(fields={**CONTENT.fields, "title": "leerplekken"}, text="Twee."),
        Content(fields={"title": "Leerplekken", "scope": "Twee."}, text=""),
    ]
    assert len({digest_of(each) for each in [CONTENT, *others]}) == len(others) + 1


def test_only_the_content_that_was_seen_is_frozen():
    state = a_state()
    assert check_unchanged(state, state.digest) is state
    with pytest.raises(ChangedMeanwhile) as refused:
        check_unchanged(state, "0" * 64)
    assert refused.value.facts == {"digest": state.digest}


def test_nothing_is_frozen_of_what_is_gone():
    with pytest.raises(NotFound):
        check_unchanged(None, "0" * 64)
    state = a_state(discarded_at=NOW)
    for digest in (state.digest, "0" * 64):
        with pytest.raises(Discarded):
            check_unchanged(state, digest)


@pytest.mark.parametrize(("box", "proposed"), list(product(Box, (None, 1))))
def test_a_draft_stays_while_both_sides_have_a_proposal_from_it(box: Box, proposed: int | None):
    state = a_state(box=box, proposed_number=proposed)
    stays = box is Box.JOINT and proposed is not None
    assert holds_on(state) is stays
    if stays:
        with pytest.raises(HoldsOn):
            check_discard(state)
    else:
        check_discard(state)


@pytest.mark.parametrize(("box", "proposed"), list(product(Box, (None, 1))))
def test_what_is_gone_is_not_put_away_again(box: Box, proposed: int | None):
    with pytest.raises(Discarded):
        check_discard(a_state(box=box, proposed_number=proposed, discarded_at=NOW))
    with pytest.raises(NotFound):
        check_discard(None)


@pytest.mark.parametrize("kind", DraftKind)
def test_only_fields_of_the_kind_are_read(kind: DraftKind):
    every = {name: "x" for fields in FIELDS.values() for name in fields}
    assert set(readable(kind, {**every, "verzonnen": "x", "parts.M": "x"})) == set(FIELDS[kind])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2.5", "2.5"),
        ("twee en een half", "twee en een half"),
        (True, True),
        (False, False),
        (4_200, 4_200),
        # Yjs knows whole numbers as floats.
        (4_200.0, 4_200),
        (2.5, "2.5"),
        (["A", "C"], ["A", "C"]),
        (["A", 3, None, "C"], ["A", "C"]),
        ("\x00", "\x00"),
    ],
)
def test_a_field_is_read_as_json_has_it(typed: object, read: FieldValue):
    found = readable(DraftKind.COMMITMENT, {"title": typed})
    assert found == {"title": read}
    assert type(found["title"]) is type(read)


@pytest.mark.parametrize("typed", ["", None, [], [3], {"a": 1}, b"bytes", object()])
def test_what_is_empty_or_no_value_is_left_out(typed: object):
    assert readable(DraftKind.COMMITMENT, {"title": typed}) == {}


@pytest.mark.parametrize("typed", [float("nan"), float("inf"), -float("inf"), 1e300, 2.0**53])
def test_no_number_makes_a_content_without_a_digest(typed: float):
    """A liar's number must not keep a draft from being shown."""
    content = Content(fields=readable(DraftKind.COMMITMENT, {"title": typed}), text="")
    assert len(digest_of(content)) == 64
