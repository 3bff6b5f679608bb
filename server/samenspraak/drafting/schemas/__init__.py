"""The shapes of drafting."""

from samenspraak.drafting.schemas.facts import (
    DraftDiscarded,
    DraftFact,
    DraftOpened,
    DraftProposed,
)
from samenspraak.drafting.schemas.fields import (
    DOCUMENT_LIMIT,
    FIELD_LIMIT,
    FIELDS,
    FIELDS_ROOT,
    LIST_LIMIT,
    TEXT_ROOT,
    Box,
    DraftKind,
    FieldType,
    FieldValue,
)
from samenspraak.drafting.schemas.requests import DiscardDraft
from samenspraak.drafting.schemas.views import (
    AuthorView,
    Content,
    DraftLineView,
    DraftState,
    DraftsView,
    DraftView,
    FindingView,
    Verb,
)

__all__ = [
    "DOCUMENT_LIMIT",
    "FIELDS",
    "FIELDS_ROOT",
    "FIELD_LIMIT",
    "LIST_LIMIT",
    "TEXT_ROOT",
    "AuthorView",
    "Box",
    "Content",
    "DiscardDraft",
    "DraftDiscarded",
    "DraftFact",
    "DraftKind",
    "DraftLineView",
    "DraftOpened",
    "DraftProposed",
    "DraftState",
    "DraftView",
    "DraftsView",
    "FieldType",
    "FieldValue",
    "FindingView",
    "Verb",
]
