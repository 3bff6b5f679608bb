"""Yjs documents made from what is stored, and what stands in them."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from pycrdt import Doc, Map, Text

from samenspraak import surroundings
from samenspraak.drafting.decisions import readable
from samenspraak.drafting.schemas import FIELDS_ROOT, TEXT_ROOT, Content, DraftKind

Document = Doc[Text | Map[object]]

# What stands in a draft after one update never changes, so it is read from the log once.
_REMEMBERED = 500
# Most drafts are some kilobytes, but each may be filled to its limit.
_REMEMBERED_UNITS = 20_000_000


class _Remembered:
    """The newest contents read and their digests, by draft and sequence number."""

    def __init__(self) -> None:
        self._contents: OrderedDict[tuple[UUID, int], tuple[Content, str]] = OrderedDict()
        self._units = 0

    def get(self, draft_id: UUID, head: int) -> tuple[Content, str] | None:
        """Return a content read before, and its digest."""
        return self._contents.get((draft_id, head))

    def keep(self, draft_id: UUID, head: int, known: tuple[Content, str]) -> None:
        """Keep a content with its digest, and let the oldest go."""
        if (draft_id, head) in self._contents:
            return
        self._contents[draft_id, head] = known
        self._units += units_of(known[0])
        while len(self._contents) > _REMEMBERED or self._units > _REMEMBERED_UNITS:
            _, (content, _) = self._contents.popitem(last=False)
            self._units -= units_of(content)


def units_of(content: Content) -> int:
    """Return about how long the words in a content are together."""
    texts = (value for value in content.fields.values() if isinstance(value, str))
    return len(content.text) + sum(map(len, texts))


remembered = _Remembered()


def new_document(client_id: int | None = None) -> Document:
    """Return an empty document with the two roots every draft has.

    Whatever is written in it is written under a client id, which the library draws by itself when
    none is given.
    """
    document: Document = Doc(client_id=client_id)
    document[TEXT_ROOT] = Text()
    document[FIELDS_ROOT] = Map()
    return document


def document_of(snapshot: bytes | None, updates: Iterable[bytes]) -> Document:
    """Return the document that a snapshot and the updates after it make."""
    document = new_document()
    with document.transaction():
        if snapshot is not None:
            document.apply_update(snapshot)
        for update in updates:
            document.apply_update(update)
    return document


def content_of(document: Document, kind: DraftKind) -> Content:
    """Return what stands in a document, without what a draft of this kind does not have."""
    fields = fields_of(document).to_py() or {}
    return Content(fields=readable(kind, fields), text=str(text_of(document)))


def fields_of(document: Document) -> Map[object]:
    """Return the fields of a document."""
    return cast("Map[object]", document.get(FIELDS_ROOT, type=Map))


def text_of(document: Document) -> Text:
    """Return the text of a document."""
    return cast("Text", document.get(TEXT_ROOT, type=Text))


def seed(content: Content) -> tuple[bytes, int]:
    """Return the first update of a draft that begins with this content, and its client id."""
    # As many bits as Yjs draws in a browser.
    document = new_document(int.from_bytes(surroundings.random_bytes(4)))
    with document.transaction():
        fields = fields_of(document)
        for name, value in content.fields.items():
            fields[name] = value
        if content.text:
            text_of(document).insert(0, content.text)
    return document.get_update(), document.client_id
