"""The PDF of a version: read back by others than who made it, looked at, and fed what is hostile."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pikepdf
import pypdfium2
import pytest
import pytest_asyncio
from tests.agreements.pictures import (
    CONTENT,
    HANNEKE,
    OFFERED_AT,
    TOM,
    a_field,
    a_part,
    a_sheet,
    a_text,
)

from samenspraak.agreements.picture import Bound, NoPicture, Press, Sheet, Signatory
from samenspraak.agreements.picture.letters import shown
from samenspraak.agreements.reading import PartKind, ReadingAmount, ReadingPart
from samenspraak.agreements.schemas import Origin, VersionState
from samenspraak.deadlines import moment_in_words

# Of a page, in points: what nothing may come outside of.
LEFT, RIGHT, BOTTOM, TOP = 55, 595 - 66, 40, 842 - 30
LONG = 200_000


@pytest_asyncio.fixture(scope="module")
async def press() -> AsyncIterator[Press]:
    """Wait longer than people do: here all cores are busy with other tests."""
    yield Press(wall_seconds=200)


@pytest_asyncio.fixture(scope="module")
async def made(press: Press) -> bytes:
    return await press.picture(a_sheet())


@pytest.fixture
def opened(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        yield pdf


def text_of(data: bytes) -> str:
    """Return all words in the order of the pages, with single spaces."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        found = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    finally:
        pdf.close()
    return " ".join(found.split())


def squeezed(text: str) -> str:
    """Leave the spaces out: where a line ends one may have come in."""
    return "".join(text.split())


def boxes_of(data: bytes) -> Iterator[tuple[float, float, float, float]]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            words = page.get_textpage()
            for at in range(words.count_rects()):
                yield words.get_rect(at)
    finally:
        pdf.close()


def elements(node: Any) -> Iterator[Any]:
    """Walk the structure in reading order."""
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        children = node.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            yield from elements(child)


def one_text(source: str, **members: Any) -> ReadingPart:
    return a_part(PartKind.COMMITMENT, "Kop", number=1, texts=(a_text(source),), **members)


def test_it_says_which_standards_it_was_made_to(opened: pikepdf.Pdf):
    with opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
    intents = opened.Root.OutputIntents
    assert [str(intent.S) for intent in intents] == ["/GTS_PDFA1"]
    assert intents[0].DestOutputProfile.read_bytes()


def test_it_is_tagged_and_says_its_language_and_title(opened: pikepdf.Pdf):
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) in {"nl", "nl-NL", "nl-nl"}
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo.Title) == "Overeenkomst social return Renovatie Waterwijk, versie 2"
    assert opened.Root.StructTreeRoot.K is not None


def test_its_authors_are_organisations_and_never_people(opened: pikepdf.Pdf):
    with opened.open_metadata() as metadata:
        told = str(metadata)
    assert "Gemeente Merwestede" in told
    assert "Hanneke" not in told
    assert "Hanneke" not in str(opened.docinfo.items())


def test_what_was_signed_is_inside_byte_for_byte(opened: pikepdf.Pdf):
    (name,) = opened.attachments
    attached = opened.attachments[name]

    assert name == "agreement.json"
    assert attached.get_file().read_bytes() == CONTENT.encode()
    assert attached.obj.AFRelationship == pikepdf.Name.Source
    assert attached.get_file().mime_type == "application/json"
    assert len(opened.Root.AF) == 1


def test_nothing_in_it_does_anything(opened: pikepdf.Pdf):
    forbidden = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/AcroForm", "/RichMedia"}
    actions: set[str] = set()
    for found in opened.objects:
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            assert not forbidden & set(found.keys())
            if "/A" in found and isinstance(found.A, pikepdf.Dictionary) and "/S" in found.A:
                actions.add(str(found.A.S))
    assert actions == {"/URI"}


def test_headings_come_in_order_and_none_is_skipped(opened: pikepdf.Pdf):
    tags = [str(each.S) for each in elements(opened.Root.StructTreeRoot)]
    levels = [int(tag[2:]) for tag in tags if re.fullmatch(r"/H[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {1, 2, 3} <= set(levels)


def test_tables_have_headers_and_lists_are_lists(opened: pikepdf.Pdf):
    tags = [str(each.S) for each in elements(opened.Root.StructTreeRoot)]

    assert tags.count("/TH") >= tags.count("/Table") > 3
    assert {"/L", "/LI", "/LBody", "/Link", "/BlockQuote"} <= set(tags)


def test_every_word_of_the_reading_is_on_the_page(made: bytes):
    said, sheet = squeezed(text_of(made)), a_sheet()

    for part in sheet.reading.parts:
        assert squeezed(part.heading) in said
        for field in part.fields:
            assert squeezed(field.label) in said
            assert squeezed(field.value) in said
            assert field.amount is None or squeezed(field.amount.words) in said
    for words in ("Twee leerlingen.", "elke", "graag", "de tabel (https://a.example/b)", "Basis"):
        assert squeezed(words) in said
    assert squeezed("Let op dit woord.") in said


def test_it_says_what_it_is_and_how_to_check_it(made: bytes):
    said = text_of(made)

    assert a_sheet().reading.digest in said
    assert "dan geldt agreement.json" in said
    assert "sha256sum agreement.json" in said
    assert "gewone elektronische handtekeningen met sterk bewijs" in said


def test_each_page_says_which_version_it_is_of_and_how_many_there_are(made: bytes):
    pdf = pypdfium2.PdfDocument(made)
    count = len(pdf)
    for number, page in enumerate(pdf, start=1):
        said = page.get_textpage().get_text_bounded()
        assert f"Pagina {number} van {count}" in said
        assert a_sheet().reading.digest[:16] in said
        assert "Nog niet door iedereen ondertekend" in said
    pdf.close()


def test_signatories_stand_there_with_role_moment_and_method(made: bytes):
    said = text_of(made)

    assert HANNEKE.signed_at is not None
    for words in ("Hanneke van Doorn", "directeur", moment_in_words(HANNEKE.signed_at)):
        assert words in said
    assert "Vastgesteld met een wachtwoord" in said
    assert "Opdrachtgever Gemeente Merwestede Nog niet ondertekend" in said


@pytest.mark.parametrize("state", VersionState)
async def test_where_it_stands_is_said_on_every_page(press: Press, state: VersionState):
    closed = state not in {VersionState.OFFERED, VersionState.IN_FORCE}
    data = await press.picture(
        a_sheet(
            state=state,
            signatories=(TOM, HANNEKE),
            closed_at=OFFERED_AT + timedelta(days=8) if closed else None,
            closed_reason="De tekst klopt niet." if closed else None,
        )
    )
    mark = {
        "offered": "Nog niet door iedereen ondertekend",
        "in_force": "Geldt",
        "superseded": "Vervangen door een nieuwere versie",
        "sent_back": "Teruggestuurd, niet geldig",
        "withdrawn": "Ingetrokken, niet geldig",
        "lapsed": "Vervallen, niet geldig",
        "void": "Vervallen, niet geldig",
    }[state]

    pdf = pypdfium2.PdfDocument(data)
    assert all(mark in page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    said = text_of(data)
    assert ("Reden: De tekst klopt niet." in said) == closed
    assert "Mag tekenen tot € 250.000,00" in said
    assert "Reden om in te stemmen: Het werk is klaar." in said
    assert "wachtwoord op dinsdag 27 oktober 2026, 08.59 uur" in said


async def test_unsigned_erased_and_paper_are_said_as_they_are(press: Press):
    unsigned = (Signatory(side="buyer"), Signatory(side="contractor"))
    erased = (Signatory(side="buyer", signed_at=OFFERED_AT), Signatory(side="contractor"))

    fresh = text_of(await press.picture(a_sheet(signatories=unsigned)))
    gone = text_of(await press.picture(a_sheet(signatories=erased)))
    paper = text_of(await press.picture(a_sheet(signatories=unsigned, origin=Origin.OUTSIDE)))

    assert "Nog niet ondertekend Ondertekenen kan" in fresh
    assert "Naam gewist" in gone
    assert "Nog niet bevestigd" in paper
    assert "ondertekende papier gaat voor" in paper


async def test_the_same_sheet_gives_the_same_bytes_and_another_signature_others(made: bytes):
    again = await Press().picture(a_sheet())
    signed = await Press().picture(a_sheet(signatories=(TOM, HANNEKE)))

    assert again == made
    assert signed != made


async def test_what_people_write_is_never_read_as_instructions(press: Press):
    source = '#panic("x") #read("/etc/passwd") $x$ @a <b> \\ // niet /* weg */ #import "y"'
    data = await press.picture(
        a_sheet(one_text(source, fields=(a_field("veld", source),)), title=source[:150])
    )

    assert text_of(data).count("// niet /* weg */") == 3


async def test_a_number_is_printed_as_it_was_typed(press: Press):
    said = text_of(await press.picture(a_sheet(one_text("1. Eerste.\n5. Tweede.\n6. Derde."))))

    assert re.search(r"1\. Eerste\. 5\. Tweede\. 6\. Derde\.", said)


async def test_what_the_letters_lack_is_written_out_and_said(press: Press):
    data = await press.picture(
        a_sheet(
            one_text("مرحبا 😀 世界 \ue000 a\u200bb e\u0301", fields=(a_field("x", "١٢"),)),
            title="Wijk 😀",
        )
    )
    said = text_of(data)

    assert "⟨U+0645⟩" in said
    assert "⟨U+1F600⟩" in said
    assert "⟨U+4E16⟩" in said
    assert "⟨U+E000⟩" in said
    assert "a⟨U+200B⟩b" in said
    assert "⟨U+0661⟩⟨U+0662⟩" in said
    assert "Aantal: 12." in said
    assert "Aantal: 13." in said


def test_what_dutch_is_written_with_is_drawn():
    plain = "Zó: ’t café, “naïef”, coördinator, ĳ IJ, 50 %, § 3, 4 × 2 − 1 ≤ 7 → ½ € 1 000,00 …"

    assert shown(plain) == (plain, 0)
    assert shown("Łódź Đorđe Ştefan Ελλάδα Москва Việt") == (
        "Łódź Đorđe Ştefan Ελλάδα Москва Việt",
        0,
    )


HOSTILE = {
    "one word": "W" * LONG,
    "letters nobody has": "م" * (LONG // 10),
    "marks": ("a" + "\u0301" * 20) * (LONG // 100),
    "quotes in quotes": (">" * 12 + " a\n\n") * 100 + ">" * 40 + " b",
    "lists in lists": "".join("  " * depth + "- a\n" for depth in range(19)) * 20,
    "a wide table": "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + ("|" + "b|" * 50 + "\n") * 50,
    "a table of long words": "|a|b|c|d|e|\n|-|-|-|-|-|\n" + ("|" + "W" * 60 + "|b|c|d|e|\n") * 9,
    "headings": "###### a\n\n# b\n\n### c\n\n" * 50,
    "a long address": "[x](https://a.example/" + "y" * 3000 + ")",
    "emphasis": "*a* **b** `c` " * 2000,
    "lines": "a\n" * 4000,
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_texts_stay_on_the_page(press: Press, name: str):
    stays_on_the_page(await press.picture(a_sheet(one_text(HOSTILE[name]))))


async def test_hostile_names_and_fields_stay_on_the_page(press: Press):
    wide = "W" * 200
    fields = (a_field("a", wide), a_field("b", f"{wide} = € 1,00", 100), a_field(wide, wide))
    part = a_part(
        PartKind.COMMITMENT,
        wide,
        number=123_456,
        fields=(*fields, a_field("c", wide, is_provenance=True)),
        texts=(a_text(wide, wide),),
        amount=ReadingAmount(cents=1, text="€ 10.000.000.000,00", words=wide),
    )
    sheet = a_sheet(
        part,
        title=wide,
        closed_reason=wide,
        signatories=(
            msgspec.structs.replace(TOM, name=wide, role=wide, reason=wide, method=wide),
            HANNEKE,
        ),
    )
    parties = (Bound(side="buyer", name=wide), Bound(side="contractor", name=wide))

    data = await press.picture(msgspec.structs.replace(sheet, parties=parties))

    stays_on_the_page(data)


def stays_on_the_page(data: bytes) -> None:
    for left, bottom, right, top in boxes_of(data):
        assert left >= LEFT
        assert right <= RIGHT
        assert bottom >= BOTTOM
        assert top <= TOP


async def test_two_hundred_commitments_fit(press: Press):
    parts = [
        a_part(
            PartKind.COMMITMENT,
            f"Toezegging nummer {number}",
            number=number,
            fields=tuple(a_field(f"veld {n}", "waarde " * 5, 100 * n) for n in range(10)),
            texts=(a_text("Een zin over *wat* er gebeurt. " * 40),),
        )
        for number in range(1, 201)
    ]

    said = text_of(await press.picture(a_sheet(*parts)))

    assert all(f"Toezegging nummer {number} " in said for number in range(1, 201))


async def test_what_takes_too_long_is_refused_and_leaves_room_for_others():
    hasty = Press(wall_seconds=0.02)

    for _ in range(3):
        with pytest.raises(NoPicture):
            await hasty.picture(a_sheet(one_text("a\n" * 10_000)))


async def test_what_takes_too_much_memory_is_refused(press: Press):
    with pytest.raises(NoPicture):
        await press.picture(a_sheet(one_text("a\n" * (LONG // 2)), one_text("a\n" * (LONG // 2))))


async def test_a_picture_is_remembered_and_an_impossible_sheet_is_not():
    press = Press()
    first = await press.picture(a_sheet())

    assert await press.picture(a_sheet()) is first
    assert await press.picture(msgspec.structs.replace(a_sheet(), title="Anders")) != first


async def test_what_one_person_asks_for_many_times_is_made_once():
    press, person_id = Press(wall_seconds=200), uuid4()

    first, *others = await asyncio.gather(
        *(press.picture(a_sheet(), person_id) for _ in range(4)),
    )

    assert all(other is first for other in others)


async def test_who_asks_for_many_keeps_nobody_waiting():
    press, greedy, done = Press(wall_seconds=200), uuid4(), []

    async def ask(title: str, person_id: UUID) -> None:
        await press.picture(msgspec.structs.replace(a_sheet(), title=title), person_id)
        done.append(title)

    async with asyncio.TaskGroup() as asking:
        for number in range(5):
            asking.create_task(ask(f"Van één mens {number}", greedy))
        asking.create_task(ask("Van een ander", uuid4()))

    assert "Van een ander" in done[:3]


def test_it_looks_like_something(made: bytes):
    """Ink on the first page, in the head and on the edges nowhere."""
    pdf = pypdfium2.PdfDocument(made)
    image = pdf[0].render(scale=1).to_pil().convert("L")
    pdf.close()
    width, height = image.size

    ink = image.point(lambda shade: 255 if shade < 200 else 0)
    box = ink.getbbox()
    assert box is not None
    assert 40 < box[0] < 70
    assert width - 80 < box[2] < width - 50
    assert box[3] < height - 40
    head = ink.crop((0, 0, width, height // 3))
    assert 0.01 < sum(head.histogram()[128:]) / (head.width * head.height) < 0.3


def test_a_sheet_survives_the_way_to_the_process():
    sheet = a_sheet(state=VersionState.VOID, signatories=(TOM, HANNEKE))

    assert msgspec.json.decode(msgspec.json.encode(sheet), type=Sheet) == sheet
