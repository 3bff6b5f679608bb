"""Agreements as people read them: one reading for the screen, the comparison and the PDF."""

from samenspraak.agreements.reading.shapes import (
    Notice,
    PartKind,
    Reading,
    ReadingAmount,
    ReadingField,
    ReadingPart,
    ReadingText,
)

__all__ = [
    "Notice",
    "PartKind",
    "Reading",
    "ReadingAmount",
    "ReadingField",
    "ReadingPart",
    "ReadingText",
]
