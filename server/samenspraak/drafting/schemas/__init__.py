"""The shapes of drafting."""

from samenspraak.drafting.schemas.facts import (
    DraftDiscarded,
    DraftFact,
    DraftOpened,
    DraftProposed,
)
from samenspraak.drafting.schemas.fields import (
    DOCUMENT_LIMIT,
    FIELDS,
    FIELDS_LIMIT,
    FIELDS_ROOT,
    TEXT_ROOT,
    Box,
    DraftKind,
    FieldType,
    FieldValue,
)
from samenspraak.drafting.schemas.requests import DiscardDraft
from samenspraak.drafting.schemas.views import (
    Content,
    DraftLineView,
    DraftState,
    DraftsView,
    DraftVerb,
    DraftView,
    FieldAuthorView,
    FindingView,
)

__all__ = [
    "DOCUMENT_LIMIT",
    "FIELDS",
    "FIELDS_LIMIT",
    "FIELDS_ROOT",
    "TEXT_ROOT",
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
    "DraftVerb",
    "DraftView",
    "DraftsView",
    "FieldAuthorView",
    "FieldType",
    "FieldValue",
    "FindingView",
]
