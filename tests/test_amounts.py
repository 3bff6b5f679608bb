"""Amounts read as people in each language write them."""

import pytest

from samenspraak.amounts import in_euros


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (20_983_333, "€ 209.833,33"),
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (-183_333, "- € 1.833,33"),
        (486_000_000_00, "€ 486.000.000,00"),
    ],
)
def test_cents_are_said_without_rounding(cents, words):
    assert in_euros(cents) == words


def test_english_swaps_the_separators():
    assert in_euros(20_983_333, language="en") == "€209,833.33"
