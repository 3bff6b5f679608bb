"""What may come in as a table of values, what is left to agree in it, and where it applies."""

from samenspraak.catalogue.decisions.checking import (
    checked_tables,
    names_in,
    texts_in,
)
from samenspraak.catalogue.decisions.fitting import Fit, fit
from samenspraak.catalogue.decisions.judging import measure_views, notes_on, shown_rule_views
from samenspraak.catalogue.decisions.refusals import AlreadyAdded, AlreadyRetired, TooManyEditions

__all__ = [
    "AlreadyAdded",
    "AlreadyRetired",
    "Fit",
    "TooManyEditions",
    "checked_tables",
    "fit",
    "measure_views",
    "names_in",
    "notes_on",
    "shown_rule_views",
    "texts_in",
]
