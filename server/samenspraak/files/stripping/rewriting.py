"""Copying XML while leaving out what says who made it; everything else stays letter for letter.

It goes through in pieces, so that a part of any size takes little memory. Names are compared without
their prefixes: the same part is written under several, and in two editions of the standard.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from msgspec import Struct

from samenspraak.files.decisions import UnreadableFile

_ESCAPED = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_NEEDS_ESCAPING = re.compile(r'[&<>"\t\n\r]').search
# What stands where somebody's name was: office programs refuse a change by nobody.
SOMEBODY = "Auteur"


class Rules(Struct, frozen=True, kw_only=True):
    """What is taken out of a part, by names without their prefixes.

    `renamed` and `emptied` are attributes, `named` and `blanked` elements whose text goes, `dropped`
    elements that go with all in them. `silenced` tells by its attributes whether an element's text
    goes, and `judged` may change them.
    """

    renamed: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    blanked: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    silenced: Callable[[str, dict[str, str]], bool] | None = None
    judged: Callable[[str, dict[str, str]], dict[str, str]] | None = None


class _Copy:
    """One part on its way through."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._made: list[str] = []
        self._depth = 0
        # Within elements whose text goes, or that go as a whole, at these depths.
        self._silent_from: int | None = None
        self._dropped_from: int | None = None
        # A start waits to be closed until it is known whether anything stands in it.
        self._is_open = False
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.DefaultHandler = self._said

    def taken(self) -> bytes:
        """Return what was copied since the last time."""
        made = "".join(self._made).encode()
        self._made.clear()
        return made

    def _declared(self, _version: str, _encoding: str | None, standalone: int) -> None:
        alone = "" if standalone < 0 else f' standalone="{"yes" if standalone else "no"}"'
        self._made.append(f'<?xml version="1.0" encoding="UTF-8"{alone}?>')

    def _started(self, name: str, flat: list[str]) -> None:
        self._depth += 1
        if self._dropped_from is not None:
            return
        rules = self._rules
        plain = _plain(name)
        if plain in rules.dropped:
            self._dropped_from = self._depth
            return
        self._close_start()
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        if rules.judged is not None:
            attributes = rules.judged(plain, attributes)
        self._made.append(f"<{name}")
        for key, value in attributes.items():
            self._made.append(f' {key}="{self._left(key, value)}"')
        self._is_open = True
        if self._silent_from is None and self._is_silent(plain, attributes):
            self._silent_from = self._depth
            if plain in rules.named:
                self._close_start()
                self._made.append(SOMEBODY)

    def _is_silent(self, plain: str, attributes: dict[str, str]) -> bool:
        rules = self._rules
        if plain in rules.named or plain in rules.blanked:
            return True
        return rules.silenced is not None and rules.silenced(plain, attributes)

    def _left(self, key: str, value: str) -> str:
        plain = _plain(key)
        if plain in self._rules.renamed:
            return SOMEBODY
        if plain in self._rules.emptied:
            return ""
        return value.translate(_ESCAPED) if _NEEDS_ESCAPING(value) else value

    def _ended(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._dropped_from is not None:
            if depth == self._dropped_from:
                self._dropped_from = None
            return
        if depth == self._silent_from:
            self._silent_from = None
        self._made.append("/>" if self._is_open else f"</{name}>")
        self._is_open = False

    def _said(self, text: str) -> None:
        if self._dropped_from is None and self._silent_from is None:
            self._close_start()
            self._made.append(text)

    def _close_start(self) -> None:
        if self._is_open:
            self._made.append(">")
            self._is_open = False


def rewritten(pieces: Iterable[bytes], rules: Rules) -> Iterator[bytes]:
    """Yield a part without what the rules take out; what is no plain XML is refused.

    A document type is refused too: it could make much out of little, or fetch things.
    """
    copy = _Copy(rules)
    try:
        for piece in pieces:
            copy.parser.Parse(piece)
            if made := copy.taken():
                yield made
        copy.parser.Parse(b"", True)  # noqa: FBT003  # it takes no names
    except expat.ExpatError:
        raise UnreadableFile from None
    yield copy.taken()


def attributes_in(pieces: Iterable[bytes]) -> list[tuple[str, dict[str, str]]]:
    """Return every element of a small part: its name and attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def judged(name: str, attributes: dict[str, str]) -> dict[str, str]:
        found.append((name, {_plain(key): value for key, value in attributes.items()}))
        return attributes

    for _ in rewritten(pieces, Rules(judged=judged)):
        pass
    return found


def _refuse(*_: object) -> None:
    raise UnreadableFile


def _plain(name: str) -> str:
    return name.rpartition(":")[2]
