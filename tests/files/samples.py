"""Files as programs and cameras make them, with somebody's name in every place that has one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

MAKER = "Jan van den Berg"
PLACE = "Kerkstraat 12 Merwestede"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int, order: str = "<") -> bytes:
    """Notes of a camera: how to turn it, the maker, and where it was taken."""
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    words = f"{MAKER}\x00{PLACE}\x00".encode()
    entries = [
        struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0),
        struct.pack(order + "HHII", 0x013B, 2, len(words), 38),
    ]
    return (
        head
        + struct.pack(order + "IH", 8, len(entries))
        + b"".join(entries)
        + struct.pack(order + "I", 0)
        + words
    )


def jpeg(*, orientation: int = 1, behind: bytes = b"", scan: bytes = b"\x12\xff\x00\x34") -> bytes:
    """A JPEG of the right form, with notes in every segment that may hold some."""
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x01\x01" + MAKER[:3].encode()),
            segment(0xE1, b"Exif\x00\x00" + exif(orientation)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + PLACE.encode()),
            segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + b"p" * 40),
            segment(0xE2, b"MPF\x00" + MAKER.encode()),
            segment(0xED, b"Photoshop 3.0\x008BIM" + MAKER.encode()),
            segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01"),
            segment(0xFE, PLACE.encode()),
            segment(0xDB, b"\x00" + bytes(range(64))),
            segment(0xC0, b"\x08\x00\x10\x00\x10\x01\x01\x11\x00"),
            segment(0xC4, b"\x00" + bytes(16)),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            scan,
            b"\xff\xd0\x56\xff\xd9",
            behind,
        ]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, orientation: int = 1, behind: bytes = b"", more: bytes = b"") -> bytes:
    """A PNG of four grey points, with notes in every chunk that may hold some."""
    points = zlib.compress(b"\x00\x10\x20" * 2)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">2I5B", 2, 2, 8, 0, 0, 0, 0)),
            chunk(b"gAMA", struct.pack(">I", 45455)),
            chunk(b"tEXt", b"Author\x00" + MAKER.encode()),
            chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(PLACE.encode())),
            chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + PLACE.encode()),
            chunk(b"tIME", struct.pack(">H5B", 2026, 11, 1, 9, 30, 0)),
            chunk(b"eXIf", exif(orientation, ">")),
            more,
            chunk(b"IDAT", points),
            chunk(b"IEND", b""),
            behind,
        ]
    )


def archive(parts: Mapping[str, bytes | str], *, stored: Iterable[str] = ()) -> bytes:
    """An archive as an office program writes it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, datetime(2026, 11, 1, tzinfo=UTC).timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return made.getvalue()


def contents(*kinds: str) -> str:
    said = "".join(f'<Override PartName="/p" ContentType="{kind}"/>' for kind in kinds)
    return (
        _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )


def relations(*outside: tuple[str, str]) -> str:
    said = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{target}" TargetMode="External"/>'
        for at, (kind, target) in enumerate(outside)
    )
    return (
        _HEAD
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="in" Type="{_R}/styles" Target="styles.xml"/>{said}</Relationships>'
    )


def docx_parts(words: str = "Twee leerwerkplekken &amp; een stage.") -> dict[str, bytes | str]:
    """The parts of a Word file with a change, a remark, a picture and an organisation's own words."""
    return {
        "[Content_Types].xml": contents(f"{_OFFICE}.wordprocessingml.document.main+xml"),
        "_rels/.rels": relations(),
        "docProps/core.xml": (
            _HEAD + '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Plan</dc:title>'
            f"<dc:creator>{MAKER}</dc:creator><cp:lastModifiedBy>{MAKER}</cp:lastModifiedBy>"
            "</cp:coreProperties>"
        ),
        "docProps/app.xml": (
            _HEAD + f"<Properties><Company>{MAKER}</Company><Manager>{MAKER}</Manager>"
            f"<Template>{PLACE}</Template><Pages>3</Pages></Properties>"
        ),
        "docProps/custom.xml": (
            _HEAD + f'<Properties><property name="Behandelaar"><v:s xmlns:v="v">{MAKER}</v:s>'
            "</property></Properties>"
        ),
        "word/document.xml": (
            _HEAD + f'<w:document xmlns:w="{_W}"><w:body><w:p><w:ins w:id="1" w:author="{MAKER}"'
            f' w:date="2026-11-01T09:30:00Z"><w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
            "</w:ins><!-- blijft --><w:r><w:t><![CDATA[<b>&]]></w:t></w:r></w:p></w:body></w:document>"
        ),
        "word/comments.xml": (
            _HEAD + f'<w:comments xmlns:w="{_W}"><w:comment w:id="0" w:author="{MAKER}"'
            f' w:initials="{MAKER[:1]}B"><w:p/></w:comment></w:comments>'
        ),
        "word/people.xml": (
            _HEAD + f'<p:people xmlns:p="p"><p:person p:author="{MAKER}">'
            f'<p:presenceInfo p:providerId="AD" p:userId="S::{MAKER}"/></p:person></p:people>'
        ),
        "word/_rels/settings.xml.rels": relations(
            ("attachedTemplate", f"file:///C:\\Users\\{MAKER}\\Sjabloon.dotx"),
            ("image", "https://volger.example/punt.png?wie=u"),
            ("hyperlink", "https://merwestede.example/plan"),
        ),
        "customXml/item1.xml": (
            f'<p:properties xmlns:p="p"><documentManagement><Naam>{MAKER}</Naam>'
            "</documentManagement></p:properties>"
        ),
        "word/media/image1.jpeg": jpeg(orientation=6),
        "word/media/image2.png": png(),
    }


def docx(**more: bytes | str) -> bytes:
    return archive(docx_parts() | more)


def xlsx_parts() -> dict[str, bytes | str]:
    """The parts of an Excel file with a remark, people, and the folder in which it was kept."""
    return {
        "[Content_Types].xml": contents(f"{_OFFICE}.spreadsheetml.sheet.main+xml"),
        "docProps/core.xml": f'<c:p xmlns:c="c" xmlns:dc="d"><dc:creator>{MAKER}</dc:creator></c:p>',
        "xl/workbook.xml": (
            f'<workbook xmlns:x="x"><fileSharing userName="{MAKER}"/>'
            f'<x:Choice><x:absPath url="C:\\{MAKER}\\"/></x:Choice><sheets/></workbook>'
        ),
        "xl/comments1.xml": (
            f"<comments><authors><author>{MAKER}</author><author/></authors>"
            '<commentList><comment authorId="0"><text>Klopt</text></comment></commentList></comments>'
        ),
        "xl/persons/person.xml": (
            f'<personList><person displayName="{MAKER}" id="{{1}}" userId="{MAKER}"'
            ' providerId="AD"/></personList>'
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivot refreshedBy="{MAKER}" recordCount="2"/>',
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
        "xl/embeddings/Document1.docx": docx(),
    }


def xlsx(**more: bytes | str) -> bytes:
    return archive(xlsx_parts() | more)


def odt_parts() -> dict[str, bytes | str]:
    """The parts of an OpenDocument text with a change, a remark and a printer."""
    return {
        "mimetype": ODT,
        "content.xml": (
            _HEAD + '<o:document-content xmlns:o="o" xmlns:dc="d" xmlns:t="t"><o:annotation>'
            f"<dc:creator>{MAKER}</dc:creator><t:p>Mee eens?</t:p></o:annotation>"
            f"<t:changed-region><o:change-info><dc:creator>{MAKER}</dc:creator></o:change-info>"
            "</t:changed-region><o:event-listeners><x/></o:event-listeners>"
            "<t:p>Twee leerwerkplekken.</t:p></o:document-content>"
        ),
        "meta.xml": (
            _HEAD + '<o:document-meta xmlns:o="o" xmlns:m="m" xmlns:dc="d" xmlns:xl="x">'
            f"<m:initial-creator>{MAKER}</m:initial-creator><dc:creator>{MAKER}</dc:creator>"
            f"<m:printed-by>{MAKER}</m:printed-by><m:template xl:href='../{PLACE}.ott'/>"
            f"<m:user-defined>{MAKER}</m:user-defined><dc:title>Plan</dc:title></o:document-meta>"
        ),
        "settings.xml": (
            _HEAD + '<o:settings xmlns:o="o"><o:config-item o:name="PrinterName">'
            f'{PLACE}</o:config-item><o:config-item o:name="ShowPages">true</o:config-item>'
            "</o:settings>"
        ),
        "Pictures/1.jpg": jpeg(),
        "META-INF/manifest.xml": _HEAD + '<m:manifest xmlns:m="m"><m:file-entry/></m:manifest>',
    }


def odt(**more: bytes | str) -> bytes:
    return archive(odt_parts() | more, stored=["mimetype"])


def opened(data: bytes) -> dict[str, bytes]:
    """Unpack an archive as another program would."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}
