"""Of an office file the makers and places go; what people read stays letter for letter."""

import io
import random

import openpyxl
import pytest
from openpyxl.comments import Comment
from tests.files import samples
from tests.files.samples import (
    MAKER,
    PLACE,
    contents,
    docx,
    docx_parts,
    jpeg,
    odt,
    odt_parts,
    opened,
    png,
    relations,
    xlsx,
    xlsx_parts,
)

from samenspraak.files.decisions import (
    EncryptedFile,
    MacrosInside,
    OddArchive,
    UnreadableFile,
    UnsupportedFile,
)
from samenspraak.files.stripping import strip
from samenspraak.files.stripping.aside import Aside
from samenspraak.files.stripping.rewriting import Rules, rewritten

WHOLE = {"docx": docx, "xlsx": xlsx, "odt": odt}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize("kind", WHOLE)
def test_no_maker_and_no_place_is_left_in_any_part(kind):
    kept = strip(kind, WHOLE[kind]())

    parts = opened(kept.content)
    assert kept.is_stripped
    found = {
        name
        for name, body in parts.items()
        for word in (MAKER, PLACE, "Kerkstraat", "volger.example")
        if word.encode() in body
    }
    assert found == set()
    assert strip(kind, kept.content) == kept


@pytest.mark.parametrize("kind", WHOLE)
def test_the_same_file_becomes_the_same_bytes(kind):
    """Sending it again must find what it became the first time."""
    assert strip(kind, WHOLE[kind]()) == strip(kind, WHOLE[kind]())


def test_what_people_read_in_a_letter_stays():
    parts = opened(strip("docx", docx()).content)

    assert set(parts) == set(docx_parts())
    text = parts["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">Twee leerwerkplekken &amp; een stage.</w:t>' in text
    assert "<!-- blijft --><w:r><w:t><![CDATA[<b>&]]></w:t></w:r>" in text
    assert 'w:author="Auteur" w:date="2026-11-01T09:30:00Z"' in text
    assert b"<dc:title>Plan</dc:title><dc:creator/>" in parts["docProps/core.xml"]
    assert b"<Company/><Manager/><Template/><Pages>3</Pages>" in parts["docProps/app.xml"]
    assert b'w:author="Auteur" w:initials=""' in parts["word/comments.xml"]
    assert parts["word/media/image2.png"] == strip("png", png()).content
    assert parts["word/media/image1.jpeg"] == strip("jpg", jpeg(orientation=6)).content


def test_what_lies_elsewhere_keeps_its_name_and_what_people_follow_its_address():
    """A template or picture from elsewhere would tell its server who reads the letter."""
    said = opened(strip("docx", docx()).content)["word/_rels/settings.xml.rels"].decode()

    for target in ("styles.xml", "Sjabloon.dotx", "punt.png", "https://merwestede.example/plan"):
        assert f'Target="{target}"' in said


def test_a_spreadsheet_of_a_library_opens_again_with_its_figures():
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = MAKER
    sheet = book.active
    assert sheet is not None
    for row in range(200):
        sheet.append([row, f"plek {row}", row * 1.5])
    sheet["A1"].comment = Comment("Klopt dit?", MAKER)
    made = io.BytesIO()
    book.save(made)

    kept = strip("xlsx", made.getvalue())

    again = openpyxl.load_workbook(io.BytesIO(kept.content))
    [copy] = again.worksheets
    assert list(copy.values) == list(sheet.values)
    assert (copy["A1"].comment.text, copy["A1"].comment.author) == ("Klopt dit?", "Auteur")
    assert (again.properties.creator, again.properties.lastModifiedBy) == (None, None)


def test_the_settings_of_a_text_stay_but_for_its_printer():
    said = opened(strip("odt", odt()).content)["settings.xml"].decode()

    assert '<o:config-item o:name="PrinterName"/>' in said
    assert '<o:config-item o:name="ShowPages">true</o:config-item>' in said


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", docx(**{"_xmlsignatures/sig1.xml": "<Signature/>"})),
        ("xlsx", xlsx(**{"_xmlsignatures/sig1.xml": "<Signature/>"})),
        ("odt", odt(**{"META-INF/documentsignatures.xml": "<Signature/>"})),
    ],
)
def test_what_is_signed_stays_as_it_came_and_says_so(kind, data):
    kept = strip(kind, data)

    assert (kept.content, kept.is_stripped) == (data, False)


@pytest.mark.parametrize(
    "name", ["word/media/film.mp4", "word/media/scan.tiff", "word/media/a.heic"]
)
def test_what_we_do_not_look_into_stays_and_is_not_called_clean(name):
    kept = strip("docx", docx(**{name: b"II*\x00" + MAKER.encode()}))

    assert not kept.is_stripped
    assert MAKER.encode() not in opened(kept.content)["docProps/core.xml"]


def test_a_picture_that_is_not_quite_right_stays_in_its_letter_and_is_not_called_clean():
    kept = strip("docx", docx(**{"word/media/image1.jpeg": jpeg()[:-2]}))

    assert not kept.is_stripped


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", docx(**{"word/vbaProject.bin": b"macro"})),
        ("docx", docx(**{"WORD/VBAPROJECT.BIN": b"macro"})),
        ("docx", docx(**{"word/activeX/activeX1.xml": "<a/>"})),
        ("docx", docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
        ("docx", docx(**{"word/embeddings/sheet.xlsm": xlsx()})),
        ("docx", docx(**{"word/media/run.exe": b"MZ"})),
        ("docx", docx(**{"word/afchunk.html": b"<script>"})),
        (
            "docx",
            docx(**{"[Content_Types].xml": contents("application/vnd.ms-office.vbaProject", MAIN)}),
        ),
        (
            "docx",
            docx(
                **{
                    "[Content_Types].xml": contents(
                        "application/vnd.ms-word.document.macroEnabled.main+xml"
                    )
                }
            ),
        ),
        ("xlsx", xlsx(**{"xl/macrosheets/sheet1.xml": "<a/>"})),
        ("xlsx", xlsx(**{"xl/embeddings/Document1.docx": docx(**{"word/vbaData.xml": "<a/>"})})),
        ("odt", odt(**{"Basic/Standard/Module1.xml": "<a/>"})),
        ("odt", odt(**{"Scripts/python/doen.py": b"import os"})),
    ],
)
def test_what_brings_something_to_run_is_refused(kind, data):
    with pytest.raises(MacrosInside):
        strip(kind, data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", xlsx()),
        ("xlsx", docx()),
        ("odt", docx()),
        ("docx", odt()),
        ("docx", samples.archive({"a.txt": b"a"})),
        ("docx", docx(**{"[Content_Types].xml": contents()})),
        ("docx", docx(**{"[Content_Types].xml": contents(MAIN.replace("document", "template"))})),
        ("odt", samples.archive(odt_parts())),
        ("odt", odt(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("odt", samples.archive({"mimetype": samples.ODT}, stored=["mimetype"])),
    ],
)
def test_an_archive_of_another_kind_is_refused(kind, data):
    with pytest.raises(UnsupportedFile):
        strip(kind, data)


def test_a_text_with_a_password_is_called_so():
    locked = (
        '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )

    with pytest.raises(EncryptedFile):
        strip("odt", odt(**{"META-INF/manifest.xml": locked}))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY x "haha">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a PUBLIC "-//x" "https://volger.example/x.dtd"><a/>',
        "<a>&onbekend;</a>",
        "<a><b></a>",
        "<a/><b/>",
        "",
        "geen xml",
        "<a b='1' b='2'/>",
        "<a>\x00</a>",
    ],
)
def test_what_is_no_plain_xml_is_refused(xml):
    with pytest.raises(UnreadableFile):
        strip("docx", docx(**{"word/document.xml": xml}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_in_any_alphabet_is_read_and_written_in_one(encoding):
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    xml = f'<?xml version="1.0" encoding="{name}"?><a w:author="é" b="&lt;&#10;&quot;ë">café &amp; é</a>'
    rules = Rules(renamed=frozenset({"author"}))

    made = b"".join(rewritten([xml.encode(encoding)], rules)).decode()

    assert made == (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<a w:author="Auteur" b="&lt;&#10;&quot;ë">café &amp; é</a>'
    )


def test_xml_in_pieces_is_the_same_as_xml_at_once():
    xml = docx_parts()["word/document.xml"]
    assert isinstance(xml, str)
    data, rules = xml.encode(), Rules(renamed=frozenset({"author"}))

    whole = b"".join(rewritten([data], rules))

    assert b"".join(rewritten([data[at : at + 1] for at in range(len(data))], rules)) == whole


async def test_it_works_in_a_process_of_its_own_which_says_why_it_refused():
    aside = Aside()

    assert await aside.strip("docx", docx()) == strip("docx", docx())
    with pytest.raises(MacrosInside):
        await aside.strip("docx", docx(**{"word/vbaProject.bin": b"macro"}))
    with pytest.raises(OddArchive):
        await aside.strip("odt", odt() + b"<html>")


async def test_what_takes_too_long_is_refused_like_what_cannot_be_read():
    """One attribute of many million letters fits the limits of the directory, and not our patience."""
    letters = b'<a b="' + b"x" * 40_000_000 + b'"/>'
    noise = random.Random(1).randbytes(420_000)
    parts = {**docx_parts(), "word/document.xml": letters, "word/media/noise.bin": noise}

    with pytest.raises(UnreadableFile):
        await Aside(wall_seconds=0.2).strip("docx", samples.archive(parts))


def test_the_figures_behind_a_chart_are_stripped_too():
    kept = strip("xlsx", xlsx())

    inner = opened(opened(kept.content)["xl/embeddings/Document1.docx"])
    assert b"<dc:creator/>" in inner["docProps/core.xml"]
    deeper = docx(**{"word/embeddings/sheet.xlsx": xlsx(**{"xl/embeddings/D.docx": docx()})})
    assert not strip("docx", deeper).is_stripped


def test_every_part_of_the_samples_is_looked_into():
    """Otherwise a name could be missing from what these tests look for."""
    assert all(
        MAKER in body or PLACE in body or name in {"[Content_Types].xml", "_rels/.rels"}
        for name, body in docx_parts().items()
        if isinstance(body, str)
    )
    assert relations() in docx_parts().values()
    assert MAKER in str(xlsx_parts())
