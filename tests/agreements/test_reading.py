"""What people read of a version: all of it, and nothing that does not stand in its bytes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import inspect
from tests.agreements.bundles import (
    HANNEKE,
    ILSE,
    MARIEKE,
    NAMES,
    TOM,
    a_revision,
    an_agreement,
)
from tests.agreements.readings import FULL, Path, changed, full, leaves, marks, said

from samenspraak.agreements.documents import (
    AgreementDocument,
    AgreementEnding,
    Attachment,
    Cause,
    ChangeAnswers,
    ChangePart,
    ContractPart,
    EndingPart,
    Ground,
    Identifier,
    PaperPart,
    PartyPart,
    SigningRule,
    commitment_part,
    names_document,
)
from samenspraak.agreements.reading import (
    PartKind,
    Reading,
    ReadingPart,
    amount_in_words,
    number_in_words,
    read_agreement,
)
from samenspraak.amounts import in_euros
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import Deadline, ValueToBeDiscussed
from samenspraak.deadlines import day_in_words, moment_in_words
from samenspraak.text import LANGUAGES, Language

EVERYTHING = full()
# The same with the other shape that a value can have.
DISCUSSED = changed(
    EVERYTHING,
    ("commitments", 0, "document", "terms", "value"),
    {
        "kind": "to_be_discussed",
        "measure": "Merk van de regel",
        "catalogue": EVERYTHING["catalogues"][0],
    },
)
# A schema has one value for ever, and a zone too: there is nothing that a reader could mistake.
LEAVES = [
    *((EVERYTHING, path, kind) for path, kind in leaves(EVERYTHING)),
    *((DISCUSSED, path, kind) for path, kind in leaves(DISCUSSED) if "value" in path),
]


def read(document: Any, language: Language = "nl") -> Reading:
    made = msgspec.convert(document, AgreementDocument)
    return read_agreement(canonical_bytes(made), "d" * 64, language, names_document(NAMES))


def a_reading(language: Language = "nl", **changes: object) -> Reading:
    document = an_agreement(**changes)
    content = canonical_bytes(document)
    return read_agreement(content, digest(content), language, names_document(NAMES))


def part_of(reading: Reading, kind: PartKind) -> ReadingPart:
    return next(part for part in reading.parts if part.kind is kind)


def fields_of(part: ReadingPart) -> dict[str, str]:
    return {field.key: field.value for field in part.fields}


def shown(kind: inspect.Type, path: Path, value: Any, language: Language) -> str | None:
    """Return how a value has to read; None where its words are ours."""
    match kind:
        case inspect.StrType() | inspect.UUIDType():
            return value
        case inspect.DateType():
            return day_in_words(date.fromisoformat(value), language=language)
        case inspect.DateTimeType():
            return moment_in_words(datetime.fromisoformat(value), language=language)
        case inspect.IntType():
            if not str(path[-1]).endswith("Cents"):
                return f"{value:,}".replace(",", ".") if path[-1] == "sizeBytes" else str(value)
            return in_euros(value, language=language).removeprefix("€").lstrip()
        case _:
            return None


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        ("undated, after 2021", "zonder datum, na 2021"),
        ("2023", "2023"),
        ("derde druk", "derde druk"),
    ],
)
def test_the_year_of_a_table_is_said_in_the_language_of_the_reader(edition: str, shown: str):
    document = changed(EVERYTHING, ("catalogues", 0, "edition"), edition)
    assert fields_of(part_of(read(document), PartKind.VALUES))["edition"] == shown
    in_english = part_of(read(document, "en"), PartKind.VALUES)
    assert fields_of(in_english)["edition"] == edition


def test_a_change_without_a_ground_has_no_empty_words_about_it():
    document = changed(EVERYTHING, ("change", "groundText"), "")
    assert part_of(read(document), PartKind.CHANGE).texts == ()


@pytest.mark.parametrize(
    ("document", "path", "kind"),
    LEAVES,
    ids=lambda each: "/".join(map(str, each)) if isinstance(each, tuple) else "",
)
def test_every_member_of_the_document_stands_in_the_reading(document, path, kind):
    """What you see is what you sign: no byte can say something that nobody was shown."""
    values = marks(kind, path)
    for value in values:
        told = said(read(changed(document, path, value)))
        word = shown(kind, path, value, "nl")
        assert word is None or word in told
    told = [said(read(changed(document, path, value))) for value in values]
    assert len({*told}) == len(values)


def test_every_shape_of_the_document_was_walked():
    """A shape that is added later is filled too, or this would prove less than it says."""
    walked = {name for _, path, _ in LEAVES for name in path if isinstance(name, str)}
    assert walked == {*_members(FULL)}


def _members(kind: inspect.Type) -> set[str]:
    match kind:
        case inspect.StructType():
            found = {field.encode_name for field in kind.fields}
            return found.union(*(_members(field.type) for field in kind.fields))
        case inspect.UnionType():
            return set[str]().union(*map(_members, kind.types))
        case inspect.VarTupleType():
            return _members(kind.item_type)
        case _:
            return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_document_reads_in_both_languages(language):
    reading = read(EVERYTHING, language)

    assert {part.kind for part in reading.parts} == {*PartKind}
    # Labels, headings and the words for what is chosen from a list are there in each.
    assert all(field.label and field.value for part in reading.parts for field in part.fields)
    keys = [(part.key, field.key) for part in reading.parts for field in part.fields]
    assert len({*keys}) == len(keys)


def test_keys_are_the_same_in_both_languages():
    dutch, english = (
        [
            (part.key, [field.key for field in part.fields], [text.key for text in part.texts])
            for part in read(EVERYTHING, language).parts
        ]
        for language in LANGUAGES
    )
    assert dutch == english


def test_parts_have_keys_of_their_own_even_where_titles_are_the_same():
    reading = a_reading(clauses=[("Privacy", "Een."), ("Privacy", "Twee.")])

    keys = [part.key for part in reading.parts]
    assert keys.count("clause/Privacy") == keys.count("clause/Privacy/2") == 1


def test_a_commitment_reads_as_people_agreed_it():
    part = part_of(a_reading(), PartKind.COMMITMENT)

    assert (part.heading, part.number, part.is_counted) == ("Leerwerkplekken timmeren", 1, True)
    assert part.amount is not None
    assert part.amount.text == "€ 93.333,33"
    assert part.amount.words == (
        "drieënnegentigduizend driehonderddrieëndertig euro en drieëndertig cent"
    )
    told = fields_of(part)
    assert told["kind"] == "leren"
    assert told["quantity"] == "2 plekken"
    assert told["startsOn"] == "maandag 1 februari 2027"
    assert told["months"] == "18"
    assert told["countsTowardsObligation"] == "telt mee voor de verplichting"
    assert told["responsible/contractor/1"] == f"{ILSE.name}, HR"
    assert told["responsible/buyer/2"] == f"{MARIEKE.name}, contractmanager"
    assert part.texts[0].source == "Twee leerlingen halen hun diploma **bij ons**."


def test_a_name_that_was_erased_leaves_its_role():
    document = an_agreement()
    reading = read_agreement(document, "d" * 64, "nl", names_document([ILSE, HANNEKE]))

    told = fields_of(part_of(reading, PartKind.COMMITMENT))
    assert told["responsible/buyer/2"] == "contractmanager (naam gewist)"
    assert MARIEKE.name not in said(reading)
    assert TOM.name not in said(reading)


def test_without_any_names_every_role_still_reads():
    reading = read_agreement(an_agreement(), "d" * 64, "en", None)

    assert "directeur (name erased)" in said(reading)


def test_a_value_that_is_being_discussed_is_no_amount():
    discussed = commitment_part(1, a_revision(value=ValueToBeDiscussed()))
    part = part_of(a_reading(commitments=[discussed]), PartKind.COMMITMENT)

    assert part.amount is None
    assert fields_of(part)["value"] == "in overleg"


def test_numbers_are_spelled_for_the_reader():
    dutch, english = (
        fields_of(
            part_of(
                a_reading(
                    language, commitments=[commitment_part(1, a_revision(quantity="1250.5"))]
                ),
                PartKind.COMMITMENT,
            )
        )
        for language in LANGUAGES
    )
    assert dutch["quantity"] == "1.250,5 plekken"
    assert english["quantity"] == "1,250.5 plekken"


def test_the_change_reads_with_its_ground_and_the_article_of_the_law():
    reading = a_reading(
        number=2,
        predecessor="c" * 64,
        reason="uitbreiding van het werk",
        change=ChangePart(
            cause=Cause.EXTENSION,
            ground=Ground.REVIEW_CLAUSE,
            ground_text="Artikel 14 van de leidraad.",
            answers=ChangeAnswers(
                others_admitted=False, other_winner=False, balance_shifts=True, scope_widens=False
            ),
        ),
    )
    part = part_of(reading, PartKind.CHANGE)

    told = fields_of(part)
    assert told["cause"] == "uitbreiding van het werk"
    assert told["ground"] == "herzieningsclausule (Aanbestedingswet 2012, artikel 2.163c)"
    assert [told[f"answers.{name}"] for name in ("otherWinner", "balanceShifts")] == ["nee", "ja"]
    assert part.texts[0].source == "Artikel 14 van de leidraad."


def test_what_ends_early_reads_with_its_last_day_and_its_reason():
    ending = EndingPart(
        commitment_id=UUID(int=3),
        number=3,
        title="Energiecoaches",
        digest="e" * 64,
        ends_on=date(2027, 3, 31),
        reason="De bewoners zijn verhuisd.",
    )
    reading = a_reading(
        endings=[ending],
        ending=AgreementEnding(ends_on=date(2027, 4, 30), reason="Het werk stopt."),
    )

    whole, one = [part for part in reading.parts if part.kind is PartKind.ENDING]
    assert (whole.key, one.key) == ("ending", f"ending/{UUID(int=3)}")
    assert one.heading == "Einde van toezegging 3: Energiecoaches"
    assert fields_of(one)["endsOn"] == "woensdag 31 maart 2027"
    assert [text.source for text in (*whole.texts, *one.texts)] == [
        "Het werk stopt.",
        "De bewoners zijn verhuisd.",
    ]


def test_who_signs_reads_with_how_many_and_until_when():
    reading = a_reading(
        signing=[SigningRule(side="buyer", needed=2)],
        sign_by=Deadline(
            at=datetime.fromisoformat("2026-12-04T23:00:00Z"),
            text="uiterlijk vrijdag 4 december 2026",
        ),
    )
    told = fields_of(part_of(reading, PartKind.SIGNING))

    assert told["signatory/buyer/1"] == f"{TOM.name}, teamleider inkoop"
    assert told["needed/buyer"] == "2"
    assert told["signBy"] == (
        "uiterlijk vrijdag 4 december 2026 (vervalt zaterdag 5 december 2026, 00.00 uur)"
    )


def test_a_contract_in_another_currency_is_not_read_in_euros():
    contract = ContractPart(title="Renovatie", value_cents=486_000_000, currency="USD")
    part = part_of(a_reading(contract=contract), PartKind.CONTRACT)

    (value,) = [field for field in part.fields if field.key == "value"]
    assert value.value == "USD 4.860.000,00"
    assert value.amount is None


def test_paper_and_attachments_read_with_what_they_are():
    reading = a_reading(
        paper=PaperPart(agreed_on=date(2026, 1, 5), summary="Drie banen.", value_cents=100),
        attachments=[
            Attachment(
                file_id=UUID(int=7),
                name="leidraad.pdf",
                media_type="application/pdf",
                size_bytes=12_345,
                digest="f" * 64,
            )
        ],
    )
    assert fields_of(part_of(reading, PartKind.PAPER))["value"] == "€ 1,00"
    attachment = part_of(reading, PartKind.ATTACHMENT)
    assert attachment.heading == "Bijlage: leidraad.pdf"
    assert fields_of(attachment)["size"] == "12.345 bytes"


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "nul euro", "zero euros"),
        (1, "één cent", "one cent"),
        (100, "één euro", "one euro"),
        (101, "één euro en één cent", "one euro and one cent"),
        (250, "twee euro en vijftig cent", "two euros and fifty cents"),
        (2_100, "eenentwintig euro", "twenty-one euros"),
        (2_200, "tweeëntwintig euro", "twenty-two euros"),
        (10_100, "honderdeen euro", "one hundred one euros"),
        (100_000, "duizend euro", "one thousand euros"),
        (100_100, "duizend één euro", "one thousand one euros"),
        (110_000, "duizend honderd euro", "one thousand one hundred euros"),
        (
            9_333_333,
            "drieënnegentigduizend driehonderddrieëndertig euro en drieëndertig cent",
            "ninety-three thousand three hundred thirty-three euros and thirty-three cents",
        ),
        (
            20_800_000,
            "tweehonderdachtduizend euro",
            "two hundred eight thousand euros",
        ),
        (
            10_100_000,
            "honderdeenduizend euro",
            "one hundred one thousand euros",
        ),
        (100_000_000, "één miljoen euro", "one million euros"),
        (
            520_000_099,
            "vijf miljoen tweehonderdduizend euro en negenennegentig cent",
            "five million two hundred thousand euros and ninety-nine cents",
        ),
        (
            100_000_000_100,
            "één miljard één euro",
            "one billion one euros",
        ),
        (
            123_456_789_012,
            (
                "één miljard tweehonderdvierendertig miljoen vijfhonderdzevenenzestigduizend"
                " achthonderdnegentig euro en twaalf cent"
            ),
            (
                "one billion two hundred thirty-four million five hundred sixty-seven thousand"
                " eight hundred ninety euros and twelve cents"
            ),
        ),
        (-6_250, "min tweeënzestig euro en vijftig cent", "minus sixty-two euros and fifty cents"),
    ],
)
def test_amounts_are_written_in_words(cents, dutch, english):
    assert amount_in_words(cents, language="nl") == dutch
    assert amount_in_words(cents, language="en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_numbers_have_the_same_words(language):
    numbers = [*range(2_500), *range(99_900, 100_200), *range(999_000, 1_002_000)]

    assert len({number_in_words(number, language=language) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Gewone tekst: café, Łódź, crème brûlée, naïef, α, Москва en 日本語.", []),
        ("De орdracht", ["mixed-scripts"]),
        ("betaald wοrdt", ["mixed-scripts"]),
        # Latin beside one script of Asia is how people write there.
        ("Tシャツ en KTX역", []),
        ("٣ banen", ["other-digits"]),
        ("２ banen", ["other-digits", "stand-ins"]),
        ("12 m² en ½ dag", ["stand-ins"]),
        ("ﬁets", ["stand-ins"]),
    ],
)
def test_what_is_not_what_it_looks_like_is_pointed_out(text, slugs):
    reading = a_reading(clauses=[("Werk", text)])

    assert [notice.slug for notice in reading.notices] == slugs
    assert {notice.part for notice in reading.notices} <= {"clause/Werk"}


def test_a_notice_names_the_words_and_not_all_of_them():
    many = " ".join(f"wοrd{number}" for number in range(50))
    (notice,) = a_reading(clauses=[("Werk", many)]).notices

    assert "“wοrd0”" in notice.detail
    assert "wοrd9" not in notice.detail


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Gemeente Merwestede", "Bakker Bouw", False),
        ("Gemeente Merwestede", "Gemeente Merwestеde", True),
        ("Ilse Bouw", "llse Bouw", True),
        ("Modern Bouw", "Modem Bouw", True),
        ("GEMEENTE MERWESTEDE", "Gemeente  Merwestede", True),
        ("Bouw 10", "Bouw IO", True),
        ("Bouw B", "Bouw C", False),
    ],
)
def test_parties_whose_names_look_alike_are_pointed_out(one, other, is_alike):
    reading = a_reading(
        parties=[PartyPart(side="buyer", name=one), PartyPart(side="contractor", name=other)]
    )
    found = [notice for notice in reading.notices if notice.slug == "look-alike-parties"]

    assert bool(found) == is_alike


def test_one_organisation_on_both_sides_looks_like_itself_and_no_other():
    same = Identifier(scheme="NL-KVK", id="00000000")
    parties = [
        PartyPart(side=side, name="Gemeente Merwestede", identifier=same)
        for side in ("buyer", "contractor")
    ]
    assert a_reading(parties=parties).notices == ()
