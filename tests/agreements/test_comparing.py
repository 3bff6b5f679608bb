"""Two versions side by side: what differs is told, and nothing else is."""

from datetime import date
from uuid import UUID

from msgspec import structs
from tests.agreements.bundles import (
    ILSE,
    MARIEKE,
    NAMES,
    a_name,
    a_slot,
    an_agreement,
    apprenticeships,
)

from samenspraak.agreements.documents import (
    CommitmentPart,
    EndingPart,
    ObligationText,
    PurposeItem,
    PurposeText,
    commitment_part,
    names_document,
)
from samenspraak.agreements.reading import (
    ChangeKind,
    Comparison,
    PartChange,
    Reading,
    compare,
    read_agreement,
)
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import (
    AmountValue,
    Goal,
    Period,
    Terms,
    ValueToBeDiscussed,
    revision_document,
)
from samenspraak.text import Language

SANNE = a_name("Sanne Visser")
OBLIGATION = ObligationText(
    amount_cents=19_440_000,
    currency="EUR",
    basis="opdrachtsom exclusief btw",
    percent="4",
    basis_cents=486_000_000,
    within_cents=9_720_000,
    reason="Er zit veel handwerk in.",
)


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


def a_commitment(
    number: int, *, revision: int = 1, terms: Terms | None = None, **changes: object
) -> CommitmentPart:
    said = structs.replace(terms or apprenticeships(), **changes)
    document = revision_document(
        said, commitment_id=UUID(int=number), revision=revision, by="contractor"
    )
    return commitment_part(number, canonical_bytes(document))


def reading_of(
    language: Language = "nl", names: object = (*NAMES, SANNE), **changes: object
) -> Reading:
    document = an_agreement(**changes)
    return read_agreement(
        document,
        digest(canonical_bytes(document)),
        language,
        names_document(names),  # type: ignore[arg-type]
    )


def counts(found: Comparison) -> tuple[int, int, int, int]:
    return found.added, found.changed, found.removed, found.same


def part_of(found: Comparison, key: str) -> PartChange:
    return next(part for part in found.parts if part.key == key)


def differing(found: Comparison) -> dict[str, ChangeKind]:
    return {part.key: part.change for part in found.parts if part.change is not ChangeKind.SAME}


def test_a_version_beside_itself_differs_in_nothing():
    reading = reading_of()
    found = compare(reading, reading, "nl")

    assert counts(found) == (0, 0, 0, 5)
    assert differing(found) == {}
    assert all(not part.fields and not part.texts for part in found.parts)


def test_what_is_new_is_told_in_full_with_its_amount():
    before = reading_of(commitments=[a_commitment(1)])
    after = reading_of(
        commitments=[
            a_commitment(1),
            a_commitment(2, title="Energiecoaches", value=worth(1_200_000)),
        ]
    )
    found = compare(before, after, "nl")

    assert counts(found) == (1, 0, 0, 5)
    part = part_of(found, f"commitment/{UUID(int=2)}")
    assert (part.change, part.heading, part.number) == (ChangeKind.ADDED, "Energiecoaches", 2)
    assert (part.before_cents, part.after_cents, part.difference_cents) == (
        None,
        1_200_000,
        1_200_000,
    )
    told = {field.key: (field.before, field.after) for field in part.fields}
    assert told["value"] == (None, "€ 12.000,00")
    assert [text.after for text in part.texts] == ["Twee leerlingen halen hun diploma **bij ons**."]


def test_the_other_way_round_the_same_is_gone():
    one = reading_of(commitments=[a_commitment(1)])
    two = reading_of(commitments=[a_commitment(1), a_commitment(2, value=worth(1_200_000))])

    there, back = compare(one, two, "nl"), compare(two, one, "nl")

    assert (there.added, there.removed) == (back.removed, back.added) == (1, 0)
    gone = part_of(back, f"commitment/{UUID(int=2)}")
    assert (gone.change, gone.difference_cents) == (ChangeKind.REMOVED, -1_200_000)


def test_a_changed_amount_is_told_with_its_difference_in_figures_and_words():
    before = reading_of(obligation=OBLIGATION)
    after = reading_of(
        obligation=structs.replace(
            OBLIGATION, amount_cents=20_800_000, basis_cents=520_000_000, within_cents=10_400_000
        )
    )
    part = part_of(compare(before, after, "nl"), "obligation")

    assert part.change is ChangeKind.CHANGED
    assert (part.before_cents, part.after_cents) == (19_440_000, 20_800_000)
    assert part.difference_cents == 1_360_000
    told = {field.key: field for field in part.fields}
    assert {*told} == {"amount", "basisCents", "withinCents"}
    assert (told["amount"].before, told["amount"].after) == ("€ 194.400,00", "€ 208.000,00")
    difference = told["withinCents"].difference
    assert difference is not None
    assert (difference.cents, difference.text) == (680_000, "+ € 6.800,00")
    assert difference.words == "zesduizend achthonderd euro"


def test_less_is_told_with_a_minus():
    before = reading_of(commitments=[a_commitment(1)])
    after = reading_of(commitments=[a_commitment(1, revision=2, value=worth(9_000_000))])
    part = part_of(compare(before, after, "en"), f"commitment/{UUID(int=1)}")

    (value,) = [field for field in part.fields if field.key == "value"]
    assert value.difference is not None
    assert value.difference.text == "- €3,333.33"
    assert value.difference.words.startswith("minus three thousand")


def test_only_the_members_that_differ_are_told():
    before = reading_of(commitments=[a_commitment(1)])
    period = Period(
        starts_on=date(2027, 2, 1), ends_on=date(2028, 7, 31), months="12", hours_per_week="32"
    )
    after = reading_of(
        commitments=[
            a_commitment(
                1,
                revision=2,
                period=period,
                evidence=None,
                result_goal=Goal(
                    text="Twee diploma's", number="3", unit="leerlingen", by=date(2028, 7, 31)
                ),
            )
        ]
    )
    found = compare(before, after, "nl")

    assert counts(found) == (0, 1, 0, 4)
    part = part_of(found, f"commitment/{UUID(int=1)}")
    assert {field.key: (field.before, field.after) for field in part.fields} == {
        "months": ("18", "12"),
        "resultGoal.number": ("2", "3 leerlingen"),
        "evidence": ("leerovereenkomst gezien, urenoverzicht", None),
    }
    assert part.texts == ()


def test_another_title_is_a_change_of_the_same_commitment():
    before = reading_of(commitments=[a_commitment(1)])
    after = reading_of(commitments=[a_commitment(1, revision=2, title="Timmeren leren")])
    part = part_of(compare(before, after, "nl"), f"commitment/{UUID(int=1)}")

    (title,) = part.fields
    assert (title.label, title.before, title.after) == (
        "Titel",
        "Leerwerkplekken timmeren",
        "Timmeren leren",
    )


def test_a_text_that_was_agreed_again_in_the_same_words_is_no_change():
    before = reading_of(commitments=[a_commitment(1)])
    after = reading_of(commitments=[a_commitment(1, revision=4)])

    assert differing(compare(before, after, "nl")) == {}


def test_another_responsible_person_in_a_new_text_is_a_change():
    before = reading_of(commitments=[a_commitment(1)])
    slots = (a_slot("contractor", "HR", ILSE), a_slot("buyer", "contractmanager", SANNE))
    after = reading_of(commitments=[a_commitment(1, revision=2, responsible=slots)])
    part = part_of(compare(before, after, "nl"), f"commitment/{UUID(int=1)}")

    (field,) = part.fields
    assert (field.label, field.before, field.after) == (
        "Wie bij de opdrachtgever",
        f"{MARIEKE.name}, contractmanager",
        f"{SANNE.name}, contractmanager",
    )


def test_a_name_that_was_erased_since_changes_no_text_that_was_signed():
    """The bytes are the same, so nothing was changed, whatever is still known beside them."""
    before, after = reading_of(), reading_of(names=[ILSE])
    found = compare(before, after, "nl")

    assert counts(found) == (0, 0, 0, 5)
    assert [*differing(found)] == ["signing"]


def test_a_value_that_is_still_being_discussed_makes_no_difference_in_euros():
    before = reading_of(commitments=[a_commitment(1, value=ValueToBeDiscussed())])
    after = reading_of(commitments=[a_commitment(1, revision=2)])
    part = part_of(compare(before, after, "nl"), f"commitment/{UUID(int=1)}")

    assert (part.before_cents, part.after_cents, part.difference_cents) == (None, 9_333_333, None)
    (value,) = [field for field in part.fields if field.key == "value"]
    assert (value.before, value.after, value.difference) == ("in overleg", "€ 93.333,33", None)


def test_an_article_that_only_moved_is_the_same():
    before = reading_of(clauses=[("Waarom", "Doel."), ("Privacy", "Geen gegevens.")])
    after = reading_of(
        clauses=[("Privacy", "Geen gegevens."), ("Volgen", "Elk kwartaal."), ("Waarom", "Doel.")]
    )
    found = compare(before, after, "nl")

    assert differing(found) == {"clause/Volgen": ChangeKind.ADDED}
    assert [part.key for part in found.parts if part.key.startswith("clause")] == [
        "clause/Privacy",
        "clause/Volgen",
        "clause/Waarom",
    ]


def test_what_went_stands_where_it_stood():
    clauses = [("Een", "1."), ("Twee", "2."), ("Drie", "3.")]
    before = reading_of(clauses=clauses)
    after = reading_of(clauses=[clauses[0], ("Twee en een half", "2½."), clauses[2]])
    found = compare(before, after, "nl")

    assert [part.heading for part in found.parts if part.key.startswith("clause")] == [
        "Een",
        "Twee",
        "Twee en een half",
        "Drie",
    ]


def test_a_changed_article_is_told_whole_on_both_sides():
    before = reading_of(clauses=[("Toezeggingen", "Nog € 10 open.")])
    after = reading_of(clauses=[("Toezeggingen", "Alles is ingevuld.")])
    part = part_of(compare(before, after, "nl"), "clause/Toezeggingen")

    (text,) = part.texts
    assert (text.before, text.after) == ("Nog € 10 open.", "Alles is ingevuld.")


def test_a_part_of_the_purpose_that_changed_is_told_by_its_letter():
    purpose = PurposeText(
        text="Samen.",
        parts=(PurposeItem(letter="A", text="Vakmensen"), PurposeItem(letter="B", text="Werk")),
    )
    other = PurposeText(
        text="Samen.",
        parts=(
            PurposeItem(letter="A", text="Vakmensen"),
            PurposeItem(letter="B", text="Betaald werk"),
        ),
    )
    part = part_of(compare(reading_of(purpose=purpose), reading_of(purpose=other), "nl"), "purpose")

    assert [(text.label, text.before, text.after) for text in part.texts] == [
        ("B", "Werk", "Betaald werk")
    ]


def test_who_signs_and_why_there_is_a_version_do_not_count_as_changes_of_the_deal():
    before = reading_of()
    after = reading_of(number=2, predecessor="c" * 64, reason="correctie")
    found = compare(before, after, "nl")

    assert counts(found) == (0, 0, 0, 5)
    assert differing(found) == {"change": ChangeKind.ADDED}


def test_a_commitment_that_ends_early_is_gone_and_its_ending_is_told():
    ending = EndingPart(
        commitment_id=UUID(int=2),
        number=2,
        title="Energiecoaches",
        digest="e" * 64,
        ends_on=date(2027, 3, 31),
        reason="De bewoners zijn verhuisd.",
    )
    before = reading_of(commitments=[a_commitment(1), a_commitment(2, value=worth(1_200_000))])
    after = reading_of(commitments=[a_commitment(1)], endings=[ending])
    found = compare(before, after, "nl")

    assert counts(found) == (0, 0, 1, 5)
    told = part_of(found, f"ending/{UUID(int=2)}")
    assert told.change is ChangeKind.ADDED
    assert [text.after for text in told.texts] == ["De bewoners zijn verhuisd."]
