"""Where a version stands, and what happened to its parts."""

from enum import StrEnum


class Origin(StrEnum):
    """Where a version was agreed: here, or on paper outside."""

    SAMENSPRAAK = "samenspraak"
    OUTSIDE = "outside"


class VersionState(StrEnum):
    """The word a version stands under."""

    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VOID = "void"
