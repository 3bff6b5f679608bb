"""Which edition applies to a contract: by its own rule, and never by what day it is today."""

from datetime import date

from msgspec import Struct

from samenspraak.catalogue.schemas import AppliesBy, CatalogueText, ContractDates, Fitting


class Fit(Struct, frozen=True, kw_only=True):
    """Whether an edition applies to a contract, why, and by which date of the contract.

    `why` is within, too-early, too-late, no-start, no-rule or no-date.
    """

    fitting: Fitting
    why: str
    applies_by: AppliesBy | None = None
    on: date | None = None


def fit(text: CatalogueText, dates: ContractDates) -> Fit:
    """Hold the dates of a contract against the validity of an edition."""
    rule = _rule(text)
    on = None if rule is None else dates.of(rule)
    if on is not None and text.valid_to is not None and on > text.valid_to:
        return Fit(fitting=Fitting.DOES_NOT_FIT, why="too-late", applies_by=rule, on=on)
    if text.valid_from is None:
        return Fit(fitting=Fitting.UNDATED, why="no-start", applies_by=rule, on=on)
    if rule is None:
        return Fit(fitting=Fitting.UNDATED, why="no-rule")
    if on is None:
        return Fit(fitting=Fitting.DATE_UNKNOWN, why="no-date", applies_by=rule)
    if on < text.valid_from:
        return Fit(fitting=Fitting.DOES_NOT_FIT, why="too-early", applies_by=rule, on=on)
    return Fit(fitting=Fitting.FITS, why="within", applies_by=rule, on=on)


def _rule(text: CatalogueText) -> AppliesBy | None:
    """Return the rule of a table; a word we do not know is a rule that we cannot follow."""
    try:
        return None if text.applies_by is None else AppliesBy(text.applies_by)
    except ValueError:
        return None
