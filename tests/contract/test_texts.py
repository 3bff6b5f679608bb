"""Whatever the product can say, it can say in both languages."""

import ast
import json
import re
from pathlib import Path

import pytest
from tests.contract.source import (
    calls,
    given,
    keyword,
    name_of,
    nodes,
    pattern_of,
    places,
    refusals,
    texts,
)

from samenspraak.errors import Invalid, Refusal
from samenspraak.text import LANGUAGES, catalogue

SCREENS = Path(__file__).parents[2] / "frontend/src/text"
REFUSALS = refusals()
SLUG = re.compile(
    r"(journal|files|identity|procurement|workspaces|dialogue|commitments|agreements|live|json"
    r"|personal-data)/[a-z0-9-]+"
)
# A row of a list says what is wrong with it in the faults it carries.
SILENT = {"procurement/row"}
# What a fault, a remark or a warning is called in code, and where its sentence stands.
SAID_AS = {"Fault": "fault", "RowFault": "fault", "Remark": "remark"}


def on_screens(language: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for part in sorted((SCREENS / language).glob("*.json")):
        said |= json.loads(part.read_text(encoding="utf-8"))
    return said


def test_both_languages_know_the_same_sentences():
    assert set(catalogue("nl")) == set(catalogue("en"))
    assert set(on_screens("nl")) == set(on_screens("en"))


def test_both_languages_fill_in_the_same_things():
    unlike = [
        key
        for key in catalogue("nl")
        if places(catalogue("nl")[key]) != places(catalogue("en")[key])
    ]
    in_braces = re.compile(r"{{\s*(\w+)")
    nl, en = on_screens("nl"), on_screens("en")
    unlike += [
        key for key in nl if set(in_braces.findall(nl[key])) != set(in_braces.findall(en[key]))
    ]
    assert unlike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_shouts(language):
    for key, said in (*catalogue(language).items(), *on_screens(language).items()):
        assert said.strip(), key
        assert not re.search(r"!(\s|$)|succesvol|helaas|unfortunately|successfully", said), key


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_every_refusal_has_a_title_and_a_sentence(refusal: type[Refusal]):
    for language in LANGUAGES:
        for part in ("title", "detail"):
            assert f"problem.{refusal.slug}.{part}" in catalogue(language)


def test_refusals_that_share_a_name_share_a_status():
    """Screens branch on the slug."""
    by_slug: dict[str, set[int]] = {}
    for refusal in REFUSALS:
        by_slug.setdefault(refusal.slug, set()).add(refusal.status)
    assert [slug for slug, statuses in by_slug.items() if len(statuses) > 1] == []


def needed(refusal: type[Refusal]) -> set[str]:
    if refusal.__init__ not in {Refusal.__init__, Invalid.__init__}:
        # Its own way of being made gives what its sentence needs.
        return set()
    return places(catalogue("nl")[f"problem.{refusal.slug}.detail"]) | places(
        catalogue("nl")[f"problem.{refusal.slug}.title"]
    )


def test_whoever_refuses_gives_what_the_sentence_needs():
    """A fact that is missing would turn a refusal into a mistake of ours."""
    by_name: dict[str, type[Refusal]] = {each.__name__: each for each in REFUSALS}
    short: list[str] = []
    for place, call in calls(*by_name):
        names = given(call)
        missing = set() if names is None else needed(by_name[name_of(call.func)]) - names
        short += [f"{place}: {name_of(call.func)} without {sorted(missing)}"] if missing else []
    for place, node in nodes():
        bare = None
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
            bare = name_of(node.exc)
        elif isinstance(node, ast.Call) and name_of(node.func) == "require" and node.args[1:]:
            bare = name_of(node.args[1])
        if bare in by_name and needed(by_name[bare]):
            short.append(f"{place}: {bare} without facts")
    assert short == []


def test_every_fault_and_remark_has_its_sentence_and_what_is_filled_in():
    known = catalogue("nl")
    wrong: list[str] = []
    for place, call in calls(*SAID_AS):
        pattern = pattern_of(keyword(call, "slug"))
        if pattern is None:
            # Handed on from elsewhere, where it is written out.
            continue
        kind = SAID_AS[name_of(call.func)]
        keys = [key for key in known if re.fullmatch(rf"{kind}\.{pattern}", key)]
        keys = keys or [key for key in known if re.fullmatch(rf"problem\.{pattern}\.detail", key)]
        if not keys:
            wrong.append(f"{place}: no sentence for {pattern}")
        facts = keyword(call, "facts")
        if not isinstance(keyword(call, "slug"), ast.Constant):
            continue
        if facts is not None and not isinstance(facts, ast.Dict):
            continue
        names = {
            key.value
            for key in (facts.keys if facts is not None else ())
            if isinstance(key, ast.Constant)
        }
        if facts is not None and None in facts.keys:
            continue
        wrong += [
            f"{place}: {key} wants {sorted(places(known[key]) - names)}"
            for key in keys
            if places(known[key]) - names
        ]
    assert wrong == []


def test_whatever_looks_like_a_slug_has_a_sentence():
    """Also where it is handed on: in a table of checks, from a reader of files."""
    known = catalogue("nl")
    silent = {
        f"{place}: {text}"
        for place, text in texts()
        if SLUG.fullmatch(text)
        and text not in SILENT
        and not any(
            key in known
            for key in (
                f"fault.{text}",
                f"problem.{text}.detail",
                f"remark.{text}",
                f"warning.{text}",
            )
        )
    }
    assert silent == set()


def test_every_sentence_that_is_asked_for_is_there_with_what_it_needs():
    known = catalogue("nl")
    wrong: list[str] = []
    for place, call in calls("sentence"):
        if len(call.args) < 2 or place.startswith("text/"):
            continue
        pattern = pattern_of(call.args[1])
        if pattern is None:
            continue
        keys = [key for key in known if re.fullmatch(pattern, key)]
        if not keys:
            wrong.append(f"{place}: no sentence for {pattern}")
        names = given(call)
        if names is not None and isinstance(call.args[1], ast.Constant):
            wrong += [f"{place}: {key}" for key in keys if places(known[key]) - names]
    for place, call in calls("StartProblem"):
        pattern = pattern_of(call.args[0]) if call.args else None
        keys = [key for key in known if pattern and re.fullmatch(rf"start\.{pattern}", key)]
        names = given(call)
        if pattern and not keys:
            wrong.append(f"{place}: no sentence for start.{pattern}")
        wrong += [
            f"{place}: {key}" for key in keys if names is not None and places(known[key]) - names
        ]
    assert wrong == []


def test_no_sentence_waits_for_somebody_to_say_it():
    """What nothing asks for any more goes, so that translators translate what is read."""
    patterns: set[str] = set()
    for _, call in calls("sentence"):
        if len(call.args) > 1 and (pattern := pattern_of(call.args[1])):
            patterns.add(pattern)
    said = {text for _, text in texts()}
    formatted = {
        pattern
        for _, node in nodes()
        if isinstance(node, ast.JoinedStr) and (pattern := pattern_of(node)) and pattern != ".+"
    }
    slugs = {refusal.slug for refusal in REFUSALS}

    def is_asked_for(key: str) -> object:
        kind, _, rest = key.partition(".")
        slug = rest.removesuffix(".detail").removesuffix(".title")
        return (
            slug in slugs
            or {slug, rest} & said
            or any(re.fullmatch(pattern, key) for pattern in patterns if pattern != rf"{kind}\..+")
            or any(re.fullmatch(pattern, each) for pattern in formatted for each in (slug, rest))
        )

    assert [key for key in catalogue("nl") if not is_asked_for(key)] == []
