"""OpenDocument text: judged by its directory and manifest, then copied clean."""

import re
from collections.abc import Sequence

from samenspraak.files.decisions import EncryptedFile, MacrosInside, UnsupportedFile
from samenspraak.files.stripping.archive import Entry, entries_of
from samenspraak.files.stripping.parts import (
    checked,
    ending_of,
    put_together,
    refuse_programs,
)
from samenspraak.files.stripping.rewriting import Rules, attributes_in

_KIND_AT = "mimetype"
_KIND = b"application/vnd.oasis.opendocument.text"
_MANIFEST = "META-INF/manifest.xml"
_SIGNATURES = re.compile(r"META-INF/.*signatures.*\.xml")
_RUNNING = re.compile(r"(?:.*/)?(?:Basic|Scripts|Dialogs)/.+")
# Who made, changed, remarked and printed it, from which template and for which printer; and what
# would run when something happens.
_RULES = Rules(
    blanked=frozenset(
        {
            "creator",
            "initial-creator",
            "printed-by",
            "creator-initials",
            "sender-initials",
            "user-defined",
        }
    ),
    dropped=frozenset({"template", "event-listeners", "event-listener", "script"}),
)
_PLACES = frozenset({"PrinterName", "PrinterSetup", "CurrentDatabaseDataSource"})


def strip_odt(data: bytes) -> tuple[bytes, bool]:
    """Return an OpenDocument text without its makers, and whether all of it was looked into."""
    entries = entries_of(data)
    _judge(entries)
    if any(_SIGNATURES.fullmatch(entry.name) for entry in entries):
        return checked(entries, data)
    return put_together(entries, _rules, lambda _name, _data: None)


def _judge(entries: Sequence[Entry]) -> None:
    first = entries[0]
    if first.name != _KIND_AT or first.is_packed or first.content().strip() != _KIND:
        raise UnsupportedFile
    names = {entry.name: entry for entry in entries}
    if _MANIFEST not in names or "content.xml" not in names:
        raise UnsupportedFile
    if any(name == "encryption-data" for name, _ in attributes_in(names[_MANIFEST].pieces())):
        raise EncryptedFile
    if any(_RUNNING.fullmatch(name) for name in names):
        raise MacrosInside
    refuse_programs(entries)


def _rules(name: str) -> Rules | None:
    if ending_of(name) != "xml" or name == _MANIFEST:
        return None
    if name.rpartition("/")[2] == "settings.xml":
        return Rules(silenced=_says_a_place)
    return _RULES


def _says_a_place(_name: str, attributes: dict[str, str]) -> bool:
    return any(value in _PLACES for value in attributes.values())
