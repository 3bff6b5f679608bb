"""Words of ours about tables of values; those of the tables themselves are open lists."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Window(StrEnum):
    """What a table says of how long a measure counts."""

    MONTHS = "months"
    UNLIMITED = "unlimited"
    NOT_PUBLISHED = "not_published"


class Fitting(StrEnum):
    """Whether an edition applies to a contract, by the edition's own rule."""

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    UNDATED = "undated"
    DATE_UNKNOWN = "date_unknown"


class AppliesBy(StrEnum):
    """Which date of a contract must fall within the validity of an edition."""

    PUBLISHED = "published"
    AWARDED = "awarded"
    CONTRACT = "contract"


class ContractDates(Struct, frozen=True, kw_only=True):
    """The dates of a contract that decide which edition applies; None is unknown."""

    published: date | None = None
    awarded: date | None = None
    contract: date | None = None

    def of(self, applies_by: AppliesBy) -> date | None:
        """Return the date that a rule asks for."""
        return {
            AppliesBy.PUBLISHED: self.published,
            AppliesBy.AWARDED: self.awarded,
            AppliesBy.CONTRACT: self.contract,
        }[applies_by]
