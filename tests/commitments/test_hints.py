"""What a goal does not say yet, in Dutch and in English."""

import time
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders_commitments import some_terms

from samenspraak.commitments.decisions import (
    HINTS,
    hints,
    is_open_intention,
    skipped_faults,
)
from samenspraak.commitments.decisions.hints.reading import Said, said_in
from samenspraak.commitments.schemas import Hint
from samenspraak.commitments.terms import (
    Goal,
    Kind,
    Partner,
    Period,
    RoleSlot,
    StandingPromises,
    Terms,
    texts,
)

BOTH = (
    RoleSlot(side="buyer", role="responsible", commitment="a" * 64),
    RoleSlot(side="contractor", role="responsible", commitment="b" * 64),
)


def of_goal(text: str, **members: Any) -> dict[str, tuple[str, ...]]:
    """The hints about a result goal with these words, each with the first of its facts."""
    found = hints(Terms(title="T1", result_goal=Goal(text=text, **members)))
    return {hint.slug: _only(hint) for hint in found if hint.place == "resultGoal"}


def of_effort(text: str, *, period: Period | None = None, **members: Any) -> set[str]:
    terms = Terms(title="T1", effort_goal=Goal(text=text, **members), period=period)
    return {hint.slug for hint in hints(terms) if hint.place == "effortGoal"}


def slugs(terms: Terms) -> set[str]:
    return {hint.slug for hint in hints(terms)}


def _only(hint: Hint) -> tuple[str, ...]:
    return next(iter(hint.facts.values()), ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We willen diverser worden", ("diverser",)),
        ("We steunen lokale initiatieven", ("steunen",)),
        ("We werken duurzamer", ("duurzamer",)),
        ("We want to become more diverse", ("more diverse",)),
        ("We support local initiatives", ("support",)),
        ("We work more sustainably", ("more sustainably",)),
    ],
)
def test_a_vague_goal_gets_hints_that_name_its_words(text: str, words: tuple[str, ...]):
    found = of_goal(text)

    assert found["vague"] == words
    assert {"no-number", "no-date"} <= set(found)


@pytest.mark.parametrize(
    ("text", "moving"),
    [
        ("We nemen dit jaar 5 mensen met een beperking in dienst", ("dit jaar",)),
        ("We investeren €10.000 in lokaal onderwijs", ()),
        ("We verminderen onze CO2-uitstoot met 20%", ()),
        ("We will hire 5 people with a disability this year", ("this year",)),
        ("We invest €10,000 in local education", ()),
        ("We reduce our CO2 emissions by 20%", ()),
    ],
)
def test_a_specific_goal_is_asked_only_for_the_day_and_the_owner(
    text: str, moving: tuple[str, ...]
):
    terms = Terms(title="T1", result_goal=Goal(text=text))

    assert [(hint.place, hint.slug) for hint in hints(terms)] == [
        ("resultGoal", "no-date"),
        ("terms", "no-owner"),
    ]
    assert of_goal(text)["no-date"] == moving
    with_both = Terms(
        title="T1", result_goal=Goal(text=text, by=date(2027, 12, 31)), responsible=BOTH
    )
    assert hints(with_both) == []


@pytest.mark.parametrize(
    "text",
    [
        "2 leerlingen halen hun diploma vóór 31 juli 2028",
        "2 mensen werken er nog op 3 januari 2028",
        "€ 24.000 betaald op 31 juli 2028",
        "ten minste 5 van 8 staan één trede hoger op 30 juni 2027",
        "twee leerlingen halen in 2028 hun diploma",
        "2 apprentices earn their diploma by 31 July 2028",
        "By July 31, 2028 two apprentices have a diploma",
        "At least half of the trainees have a job on 2028-01-03",
        "De helft van de deelnemers heeft op 31-12-2027 werk",
        "Vóór december staan er 3 mensen op de steiger",
        "Binnen 6 maanden na de start hebben 3 mensen werk",
        "vijfentwintig buurtbewoners eind 2027",
        "tweeëntwintig buurtbewoners in juni 2027",
        "Twenty-five residents by the end of 2027",
        "Twee Wajongers werken 6 maanden na de oplevering nog bij ons",
        "Alle onderaannemers tekenen de PSO-verklaring vóór 1 maart 2027",
        "All subcontractors sign the PSO statement before 1 March 2027",
        "Twintig stageplaatsen voor mbo-leerlingen in schooljaar 2026-2027",
        "At least 80% of trainees complete the course by 30 June 2027",
        "Uiterlijk 1 juli 2027 hebben 3 mensen een contract van ten minste 24 uur per week",
    ],
)
def test_a_goal_that_says_how_many_of_what_and_when_gets_no_hint(text: str):
    assert of_goal(text) == {}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10 avonden, 4 medewerkers, 3 uur", ("10", "4", "3")),
        ("€ 10.000,50 en 12,5 procent", ("10.000,50", "12,5")),
        ("1.000.000 kranen", ("1.000.000",)),
        ("We leveren 2000 broodjes", ("2000",)),
        ("Samen 2000 uur", ("2000",)),
        ("€ 2027 per plek", ("2027",)),
        ("één leerling", ("één",)),
        ("one apprentice", ("one",)),
        ("een leerling", ()),
        ("No one is left out", ()),
        ("They teach one another", ()),
        ("One of the teachers", ()),
        ("We nemen de regels in acht", ()),
        ("acht leerlingen", ("acht",)),
        ("Ten minste iedereen", ()),
        ("Ten behoeve van de buurt", ()),
        ("Ten people", ("Ten",)),
        ("Leerlingen van niveau 2-4", ()),
        ("Students of level 2", ()),
        ("Conform artikel 14 en bijlage 4", ()),
        ("In fase 2 en op perceel 3", ()),
        ("Onze CO2-uitstoot", ()),
        ("Wij zijn er 24/7", ()),
        ("De 2e leermeester", ()),
        ("The 3rd teacher", ()),
        ("Een derde leermeester", ()),
        ("Een derde van de ploeg", ("Een derde van",)),
        ("Mensen van 50 jaar en ouder", ()),
        ("Jongeren onder 27 jaar", ()),
        ("50-plussers", ()),
        ("People aged 50 and over", ()),
        ("Young people of 16 years old", ()),
        ("Om 15.00 uur", ()),
        ("Alle leerlingen", ("Alle",)),
        ("Wij doen alle werk", ()),
        ("All in all we are there", ()),
        ("1 op 1 begeleiding", ()),
        ("één-op-één begeleiding", ()),
        ("Een 10-jarig bestaan", ()),
        ("In 2027 wordt alles anders", ()),
        ("Op 31 juli 2028", ()),
        ("In april 5 mensen", ("5",)),
        ("5 mei", ()),
        ("5 may be hired", ("5",)),
        ("By 5 May", ()),
        ("By April 5 we are done", ()),
        ("Na 6 maanden", ()),
        ("Binnen 2 jaar", ()),
        ("Elke 2 weken", ()),
        ("2x per maand", ("2x",)),
        ("½ dag", ("½",)),
        ("②", ()),
        ("١٢ plekken", ()),
    ],
)
def test_only_what_counts_something_is_a_number(text: str, numbers: tuple[str, ...]):
    assert said_in(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("vóór 31 juli", True),
        ("in 2027", True),
        ("eind december", True),
        ("in May", True),
        ("31/07/2028", True),
        ("2027-2028", True),
        ("Q3 2027", True),
        ("it may be so", False),
        ("we march on", False),
        ("dit jaar", False),
        ("binnen 6 maanden", False),
        ("within 6 months after the start", True),
        ("artikel 2.163", False),
        ("31.7", False),
    ],
)
def test_a_day_is_one_that_everybody_finds_in_the_same_calendar(text: str, *, is_there: bool):
    assert said_in(text).has_day is is_there


@pytest.mark.parametrize(
    ("text", "moving"),
    [
        ("Volgend jaar 3 banen", ("Volgend jaar",)),
        ("Binnen 6 maanden 3 banen", ("Binnen 6 maanden",)),
        ("Binnen een jaar 3 banen", ("Binnen een jaar",)),
        ("3 jobs within 6 months", ("within 6 months",)),
        ("3 jobs by the end of this year", ("by the end of this year",)),
    ],
)
def test_a_day_that_moves_with_the_reader_is_asked_for(text: str, moving: tuple[str, ...]):
    assert of_goal(text) == {"no-date": moving}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wij zoeken zo veel mogelijk mensen", ("zo veel mogelijk",)),
        ("3 mensen, waar mogelijk uit de wijk, op 1 mei 2027", ("waar mogelijk",)),
        ("As many people as possible", ("As many people as possible",)),
        ("On 1 May 2027 2 people, where possible from nearby", ("where possible",)),
        ("Voldoende begeleiding", ("Voldoende",)),
        ("Misschien 5 mensen op 1 mei 2027", ("Misschien",)),
        ("Wij dragen bij aan de wijk", ("dragen bij",)),
        ("A number of people from the area", ("A number of",)),
        ("Meer aandacht voor de wijk", ("Meer aandacht",)),
    ],
)
def test_what_leaves_everything_open_is_vague_beside_any_number(text: str, words: tuple[str, ...]):
    assert of_goal(text)["vague"] == words


@pytest.mark.parametrize(
    "text",
    [
        "5 mensen ondersteunen wij op 1 mei 2027",
        "Op 1 mei 2027 is 20% meer mensen aan het werk",
        "Het steunpunt krijgt 2 plekken op 1 mei 2027",
        "Onvoldoende: 3 mensen op 1 mei 2027",
        "We support 5 local initiatives by 1 May 2027",
    ],
)
def test_a_number_makes_most_words_clear_enough(text: str):
    assert of_goal(text) == {}


def test_what_is_filled_in_beside_the_words_is_not_asked_for_again():
    by = date(2028, 7, 31)

    assert of_goal("Diverser", number="5", unit="mensen", by=by) == {}
    assert of_goal("Diverser", number="5", measure="nieuwe collega's", by=by) == {}
    assert of_goal("Diverser", number="5", by=by) == {"no-measure": ("5",)}
    assert of_goal("", number="5", by=by) == {"no-measure": ("5",)}
    assert of_goal("Leerlingen", by=by) == {"no-number": ()}


def test_a_number_of_nothing_is_asked_what_it_counts():
    assert of_goal("We doen er 5 in 2027") == {"no-measure": ("5",)}
    assert of_goal("We do 5 by 2027") == {"no-measure": ("5",)}


@pytest.mark.parametrize(
    "text",
    [
        "4 uur begeleiding per leerling per week",
        "Gesprek met de contactpersoon elke 2 weken",
        "Lunchwerk staat op elke bouwvergadering",
        "Maandelijks een gesprek",
        "We antwoorden binnen 2 werkdagen",
        "A talk every two weeks",
        "A weekly talk",
        "We are at every site meeting",
    ],
)
def test_an_effort_can_say_how_often_instead_of_how_many_and_until_when(text: str):
    assert of_effort(text, period=Period(ends_on=date(2028, 7, 31))) == set()


def test_an_effort_lasts_as_long_as_the_commitment_and_a_result_has_a_day_of_its_own():
    period = Period(months="18")
    terms = Terms(
        title="T1",
        period=period,
        responsible=BOTH,
        result_goal=Goal(text="2 diploma's"),
        effort_goal=Goal(text="10 avonden"),
    )

    assert [(hint.place, hint.slug) for hint in hints(terms)] == [("resultGoal", "no-date")]
    assert of_effort("10 avonden") == {"no-date"}


@pytest.mark.parametrize(
    "text",
    [
        "We streven naar 5 plekken in 2027",
        "De opdrachtnemer streeft ernaar 5 mensen te plaatsen in 2027",
        "We proberen 5 mensen te plaatsen in 2027",
        "Wij zetten ons in voor 5 banen in 2027",
        "Ons streven: 5 banen in 2027",
        "We strive for 5 places in 2027",
        "The contractor aims to hire 5 people in 2027",
        "We do our best to hire 5 people in 2027",
        "We want to hire 5 people in 2027",
        "Wij verwachten dat 5 mensen uitstromen in 2027",
        "We onderzoeken of 5 mensen kunnen starten in 2027",
        "We hope that 5 people find work in 2027",
    ],
)
def test_what_is_striven_for_is_no_promise_without_an_effort_to_measure(text: str):
    goal = Goal(text=text)
    alone = some_terms(result_goal=goal, effort_goal=None)
    empty = some_terms(result_goal=goal, effort_goal=Goal(text="We begeleiden ze goed"))
    measured = some_terms(result_goal=goal, effort_goal=Goal(text="Elke week 4 uur begeleiding"))

    assert set(of_goal(text)) == {"strives"}
    assert is_open_intention(alone)
    assert is_open_intention(empty)
    assert not is_open_intention(measured)
    assert "strives" in slugs(empty)
    assert "strives" not in slugs(measured)


@pytest.mark.parametrize(
    "text",
    [
        "8 mensen die willen wennen aan werk in de bouw beginnen in 2027",
        "8 leerlingen proberen in 2027 drie beroepen uit",
        "8 people who want to work in building start in 2027",
        "In 2027 richten we 2 hopen zand in als speelplek",
    ],
)
def test_what_others_want_is_not_what_the_parties_strive_for(text: str):
    assert of_goal(text) == {}
    assert not is_open_intention(some_terms(result_goal=Goal(text=text), effort_goal=None))


def test_an_effort_that_is_only_striven_for_is_an_intention_until_it_can_be_measured():
    striven = Goal(text="We streven naar goede begeleiding")
    result = Goal(text="2 diploma's op 31 juli 2028")

    assert is_open_intention(Terms(title="T1", effort_goal=striven))
    assert not is_open_intention(Terms(title="T1", result_goal=result, effort_goal=striven))
    assert "strives" in of_effort(striven.text)
    assert "strives" not in of_effort("We streven naar 4 uur begeleiding per week")
    assert "strives" not in of_effort(striven.text, measure="uren begeleiding")


def test_without_goals_the_title_says_whether_anything_is_promised():
    assert is_open_intention(Terms(title="Streven naar meer leerlingen"))
    assert not is_open_intention(Terms(title="Leerwerkplekken timmeren"))


def test_each_side_needs_somebody_who_looks_after_a_goal():
    goal = Goal(text="2 diploma's op 31 juli 2028")

    one_sided = hints(Terms(title="T1", result_goal=goal, responsible=BOTH[1:]))
    assert [(hint.slug, dict(hint.facts)) for hint in one_sided] == [
        ("no-owner", {"sides": ("buyer",)})
    ]
    assert hints(Terms(title="T1", result_goal=goal, responsible=BOTH)) == []
    assert hints(Terms(title="T1")) == []


@pytest.mark.parametrize("kind", [*Kind, None])
def test_a_placement_says_who_to_turn_to_and_how_it_starts(kind: Kind | None):
    is_placement = kind in {Kind.EMPLOYMENT, Kind.LEARNING}

    def lacks(promises: StandingPromises | None) -> list[tuple[str, ...]]:
        found = hints(Terms(title="T1", kind=kind, standing_promises=promises))
        return [hint.facts["lacks"] for hint in found if hint.slug == "no-support"]

    wanting = [("contactPerson", "startSupport")] if is_placement else []
    assert lacks(None) == lacks(StandingPromises(contact_person=False)) == wanting
    assert lacks(StandingPromises(contact_person=True)) == (
        [("startSupport",)] if is_placement else []
    )
    assert lacks(StandingPromises(contact_person=True, start_support=True)) == []


def test_who_hands_it_to_a_partner_is_asked_what_they_do_themselves():
    partners = (
        Partner(name="Lunchwerk", own_part="planning en twee meewerkdagen"),
        Partner(name="Buurtkracht", own_part=" "),
        Partner(name="ROC"),
    )

    [hint] = hints(Terms(title="T1", partners=partners))

    assert (hint.place, hint.slug) == ("terms", "no-own-part")
    assert hint.facts == {"partners": ("Buurtkracht", "ROC")}


def test_a_hint_that_was_passed_by_stays_to_be_seen():
    goal = Goal(text="We werken duurzamer")
    terms = Terms(
        title="T1", result_goal=goal, hints_skipped=("resultGoal/vague", "terms/no-owner")
    )

    skipped = {f"{hint.place}/{hint.slug}" for hint in hints(terms) if hint.is_skipped}

    assert skipped == {"resultGoal/vague", "terms/no-owner"}
    assert slugs(terms) == {"vague", "no-number", "no-date", "no-owner"}


def test_only_hints_that_there_are_can_be_passed_by():
    terms = Terms(title="T1", hints_skipped=("resultGoal/vague", "resultGoal/hello", "name"))

    assert [(fault.pointer, fault.slug) for fault in skipped_faults(terms, "/terms")] == [
        ("/terms/hintsSkipped/1", "commitments/not-a-hint"),
        ("/terms/hintsSkipped/2", "commitments/not-a-hint"),
    ]


_SOME = """
streven naar we willen zo veel mogelijk 5 mensen € 10.000 20 % 31 juli 2028 een derde van de binnen
6 maanden elke week one of ten minste may 1-1 as possible .
"""
_words = st.sampled_from(_SOME.split())
_lines = st.lists(_words, max_size=30).map(" ".join) | st.text(max_size=200)


@given(_lines, _lines, st.lists(st.sampled_from(sorted(HINTS)), max_size=4).map(tuple))
def test_whatever_is_written_gives_known_hints_with_words_from_the_text(
    result: str, effort: str, skipped: tuple[str, ...]
):
    terms = Terms(
        title="T1",
        result_goal=Goal(text=result),
        effort_goal=Goal(text=effort),
        hints_skipped=skipped,
    )

    found = hints(terms)

    assert {f"{hint.place}/{hint.slug}" for hint in found} <= HINTS
    assert len({(hint.place, hint.slug) for hint in found}) == len(found)
    for hint in found:
        for words in hint.facts.values():
            assert all(len(word) <= 60 for word in words)
    is_open_intention(terms)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1.",
        "1-",
        "zo ",
        "as ",
        "streven ",
        "we ",
        "€",
        "5 ",
        "5 mensen ",
        "van de ",
        "/",
        "\u0301",
    ],
)
def test_a_text_made_to_be_slow_is_read_as_fast_as_any(unit: str):
    """No more than a proposal can hold is read, in steps that do not look back."""
    hostile = unit * 200_000

    started = time.process_time()
    said_in(hostile)
    # A page of words takes some ten milliseconds; looking back over it would take minutes.
    assert time.process_time() - started < 1


def test_nothing_said_is_nothing_found():
    assert said_in("") == Said()
    assert texts(Terms(title="T1", hints_skipped=("terms/no-owner",))) is not None
    assert msgspec.to_builtins(hints(Terms(title="T1"))) == []
