"""What was once written into a journal or a bundle stays readable for good."""

import json

import msgspec
import pytest
from tests.contract.samples import kept, published, sample

PUBLISHED = published()
KEPT = kept()


def test_every_published_shape_has_a_sample():
    """A new kind gets its sample at once: `python -m tests.contract.samples`."""
    assert sorted(set(PUBLISHED) - set(KEPT)) == []


def test_no_shape_of_which_a_sample_was_kept_went_away():
    assert sorted(set(KEPT) - set(PUBLISHED)) == []


@pytest.mark.parametrize("place", sorted(KEPT))
def test_a_kept_sample_still_says_what_it_said(place: str):
    said = json.loads(KEPT[place])
    read = msgspec.json.decode(KEPT[place], type=PUBLISHED[place])
    again = json.loads(msgspec.json.encode(read))
    # Optional members may have come since; none may be lost, renamed or changed.
    assert {name: again.get(name) for name in said} == said


@pytest.mark.parametrize("place", sorted(PUBLISHED))
def test_a_member_that_came_since_can_be_left_out(place: str):
    """Old journals lack it, and no reader of ours may stumble over that."""
    for name in set(sample(PUBLISHED[place])) - set(json.loads(KEPT[place])):
        fields = {field.encode_name: field for field in msgspec.structs.fields(PUBLISHED[place])}
        assert not fields[name].required, name
