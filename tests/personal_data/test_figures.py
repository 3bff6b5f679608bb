"""How well the guard does, in figures: what it misses, and whom it troubles for nothing."""

from collections.abc import Callable, Sequence

import pytest
from tests.personal_data.corpus import filled, written

from samenspraak.personal_data import Rule, inspect

MOST_WRONG_BLOCKS = 0.02
LEAST_HEALTH = 0.75
MOST_FALSE_WARNINGS = 0.10
SIZES = {"blocks": 300, "allows": 300, "health": 100, "no_health": 200}

Say = Callable[[str], None]


@pytest.fixture
def say(pytestconfig: pytest.Config) -> Say:
    """Write a line to the terminal, also of a test that passes."""
    reporter = pytestconfig.pluginmanager.get_plugin("terminalreporter")

    def written_there(line: str) -> None:
        if reporter is not None:
            reporter.write_line(line)

    return written_there


def told(texts: Sequence[str]) -> str:
    return "\n".join(texts[:40])


def test_every_citizens_number_is_found(say: Say):
    texts = list(filled("blocks", times=5))
    missed = [text for text in texts if not inspect(text).refused]
    say(f"citizens' numbers found: {len(texts) - len(missed)} of {len(texts)}")
    assert len(texts) >= SIZES["blocks"]
    assert not missed, told(missed)


def test_a_labelled_one_is_refused_whatever_is_declared():
    for text in filled("blocks", times=5):
        rules = {found.rule for found in inspect(text).refused}
        if Rule.LABELLED_BSN in rules:
            assert inspect(text, declared_not_bsn=True).refused


def test_few_numbers_of_another_kind_are_refused(say: Say):
    texts = list(filled("allows", times=4))
    wrong = [text for text in texts if inspect(text).refused]
    say(f"refused by mistake: {len(wrong)} of {len(texts)} ({len(wrong) / len(texts):.1%})")
    assert len(texts) >= SIZES["allows"]
    assert len(wrong) <= len(texts) * MOST_WRONG_BLOCKS, told(wrong)


def test_a_slip_of_the_pen_in_a_labelled_number_warns():
    for text in filled("slips", times=5):
        assert Rule.LABELLED_NEAR_MISS in {found.rule for found in inspect(text).warned}, text


def test_most_words_about_somebodys_health_warn(say: Say):
    texts = written("health")
    missed = [text for text in texts if not inspect(text).warned]
    say(f"about somebody's health, warned: {len(texts) - len(missed)} of {len(texts)}")
    assert len(texts) >= SIZES["health"]
    assert len(missed) <= len(texts) * (1 - LEAST_HEALTH), told(missed)


def test_few_words_about_other_things_warn(say: Say):
    texts = written("no_health")
    wrong = [text for text in texts if inspect(text).warned]
    say(f"warned for nothing: {len(wrong)} of {len(texts)} ({len(wrong) / len(texts):.1%})")
    assert len(texts) >= SIZES["no_health"]
    assert len(wrong) <= len(texts) * MOST_FALSE_WARNINGS, told(wrong)
