"""Word and Excel files: judged by their directory and their list of contents, then copied clean."""

import re
from collections.abc import Callable, Sequence

from samenspraak.files.decisions import EncryptedFile, MacrosInside, UnsupportedFile
from samenspraak.files.stripping.archive import Entry, entries_of
from samenspraak.files.stripping.parts import (
    Inside,
    checked,
    ending_of,
    put_together,
    refuse_programs,
)
from samenspraak.files.stripping.rewriting import Rules, attributes_in

CONTENTS = "[Content_Types].xml"
_WORD = re.compile(r".*\.wordprocessingml\.document\.main\+xml")
_EXCEL = re.compile(r".*\.spreadsheetml\.sheet\.main\+xml")
# Macros by every name they go by, controls that run, and commands of Excel's oldest macros.
_RUNNING = re.compile(
    r".*(?:macroenabled|vbaproject|activex|macrosheet|vnd\.ms-office\.vba)", re.IGNORECASE
)
_RUNNING_NAMES = re.compile(
    r"(?:.*/)?(?:vbaproject[^/]*|vbadata\.xml|activex\d*\.(?:xml|bin))|.*/(?:activex|macrosheets)/.*"
    r"|.*/embeddings/.*\.bin|.*\.(?:docm|dotm|xlsm|xltm|xlsb|xlam|pptm)",
    re.IGNORECASE,
)
_LINKS_THAT_PEOPLE_FOLLOW = re.compile(r".*/hyperlink")
# Cells hold no makers, and are most of a spreadsheet.
_CELLS = re.compile(r"xl/(?:worksheets/sheet[^/]*|sharedStrings)\.xml", re.IGNORECASE)

# Who changed, remarked, shared or fetched, wherever that stands.
_MAKERS = frozenset({"author", "userName", "refreshedBy"})
_INITIALS = frozenset({"initials"})
_PROPERTIES = Rules(
    blanked=frozenset(
        {"creator", "lastModifiedBy", "Company", "Manager", "HyperlinkBase", "Template"}
    ),
    # Those that an organisation adds.
    dropped=frozenset({"property"}),
)
_PEOPLE = Rules(
    renamed=frozenset({"author", "displayName", "name"}),
    emptied=frozenset({"userId", "providerId"}),
)
_REMARKS = Rules(renamed=_MAKERS, emptied=_INITIALS, named=frozenset({"author"}))
_TEXT = Rules(
    renamed=_MAKERS,
    emptied=_INITIALS,
    # The folder in which a workbook was kept last.
    dropped=frozenset({"absPath"}),
)
# What a site for documents knows about who worked on one.
_SITE = Rules(dropped=frozenset({"documentManagement"}))


def strip_docx(data: bytes) -> tuple[bytes, bool]:
    """Return a Word file without its makers, and whether all of it was looked into."""
    return _strip(data, _WORD, inside=_within)


def strip_xlsx(data: bytes) -> tuple[bytes, bool]:
    """Return an Excel file without its makers, and whether all of it was looked into."""
    return _strip(data, _EXCEL, inside=_within)


def _strip(data: bytes, main: re.Pattern[str], *, inside: Inside) -> tuple[bytes, bool]:
    entries = entries_of(data)
    _judge(entries, main)
    if any(entry.name.lower().startswith("_xmlsignatures/") for entry in entries):
        return checked(entries, data)
    return put_together(entries, _rules, inside)


def _judge(entries: Sequence[Entry], main: re.Pattern[str]) -> None:
    names = {entry.name: entry for entry in entries}
    if "EncryptedPackage" in names:
        raise EncryptedFile
    if CONTENTS not in names:
        raise UnsupportedFile
    if any(_RUNNING_NAMES.fullmatch(name) for name in names):
        raise MacrosInside
    refuse_programs(entries)
    kinds = [
        attributes.get("ContentType", "")
        for name, attributes in attributes_in(names[CONTENTS].pieces())
        if name in {"Override", "Default"}
    ]
    if any(_RUNNING.match(kind) for kind in kinds):
        raise MacrosInside
    if not any(main.fullmatch(kind) for kind in kinds):
        raise UnsupportedFile


def _rules(name: str) -> Rules | None:
    """Choose what goes out of a part by where it lies; None copies it as it is."""
    if ending_of(name) == "rels":
        return Rules(judged=_without_places)
    if ending_of(name) != "xml" or name == CONTENTS or _CELLS.fullmatch(name):
        return None
    for place, rules in _PLACES:
        if place(name):
            return rules
    return _TEXT


def _within(name: str, data: bytes) -> tuple[bytes, bool] | None:
    """Go through a file in a file, such as the figures behind a chart; one step deep."""
    main = {"docx": _WORD, "xlsx": _EXCEL}.get(ending_of(name))
    if main is None:
        return None
    return _strip(data, main, inside=lambda _name, _data: None)


def _without_places(_name: str, attributes: dict[str, str]) -> dict[str, str]:
    """Keep of what lies outside its name alone: folders and servers say where it was made.

    A template or picture from elsewhere would also be fetched when somebody opens the file. What
    people themselves follow is part of the text.
    """
    if attributes.get("TargetMode") != "External":
        return attributes
    if _LINKS_THAT_PEOPLE_FOLLOW.fullmatch(attributes.get("Type", "")):
        return attributes
    last = re.split(r"[/\\]", attributes.get("Target", "").partition("?")[0])[-1]
    return {**attributes, "Target": last or "-"}


_PLACES: tuple[tuple[Callable[[str], bool], Rules], ...] = (
    (lambda name: name.startswith("docProps/"), _PROPERTIES),
    (lambda name: name.startswith("customXml/"), _SITE),
    (lambda name: name.startswith(("xl/persons/", "xl/revisions/userNames")), _PEOPLE),
    (lambda name: name == "word/people.xml", _PEOPLE),
    (lambda name: name.startswith("xl/comments"), _REMARKS),
)
