"""Agreements as people read them: one reading for the screen, the comparison and the PDF."""

from samenspraak.agreements.reading.amounts import amount_in_words, number_in_words
from samenspraak.agreements.reading.comparing import (
    Comparison,
    FieldChange,
    PartChange,
    TextChange,
    compare,
)
from samenspraak.agreements.reading.reading import read_agreement
from samenspraak.agreements.reading.shapes import (
    ChangeKind,
    Notice,
    PartKind,
    Reading,
    ReadingAmount,
    ReadingField,
    ReadingPart,
    ReadingText,
)

__all__ = [
    "ChangeKind",
    "Comparison",
    "FieldChange",
    "Notice",
    "PartChange",
    "PartKind",
    "Reading",
    "ReadingAmount",
    "ReadingField",
    "ReadingPart",
    "ReadingText",
    "TextChange",
    "amount_in_words",
    "compare",
    "number_in_words",
    "read_agreement",
]
