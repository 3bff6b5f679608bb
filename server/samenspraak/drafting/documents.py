"""Yjs documents made from what is stored, and what stands in them."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from pycrdt import Doc, Map, Text

from samenspraak.drafting.decisions import readable
from samenspraak.drafting.schemas import FIELDS_ROOT, TEXT_ROOT, Content, DraftKind

Document = Doc[Text | Map[object]]

# What stands in a draft after one update never changes, so it is read from the log once.
_REMEMBERED = 500


class _Remembered:
    """The newest contents read, by draft and sequence number; each at most a few kilobytes."""

    def __init__(self) -> None:
        self._contents: OrderedDict[tuple[UUID, int], Content] = OrderedDict()

    def get(self, draft_id: UUID, head: int) -> Content | None:
        """Return a content read before."""
        return self._contents.get((draft_id, head))

    def keep(self, draft_id: UUID, head: int, content: Content) -> None:
        """Keep a content, and let the oldest go."""
        self._contents[draft_id, head] = content
        while len(self._contents) > _REMEMBERED:
            self._contents.popitem(last=False)


remembered = _Remembered()


def new_document() -> Document:
    """Return an empty document with the two roots every draft has."""
    document: Document = Doc()
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
    document = new_document()
    with document.transaction():
        fields = fields_of(document)
        for name, value in content.fields.items():
            fields[name] = value
        if content.text:
            text_of(document).insert(0, content.text)
    return document.get_update(), document.client_id
