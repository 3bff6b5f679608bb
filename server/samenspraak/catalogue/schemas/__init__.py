"""The shapes of tables of values: the format they are exchanged in, requests, facts and views."""

from samenspraak.catalogue.schemas.facts import CatalogueAdded, CatalogueRetired
from samenspraak.catalogue.schemas.measures import (
    CatalogueText,
    MeasureText,
    RegisterShare,
    text_in,
)
from samenspraak.catalogue.schemas.requests import ImportCatalogues, RetireCatalogue
from samenspraak.catalogue.schemas.views import (
    CatalogueLineView,
    CataloguesView,
    CatalogueView,
    DiscussedView,
    MeasureView,
    NoteView,
    ReferenceDataView,
    RegisterShareView,
    ShownRuleView,
    SuggestionView,
)
from samenspraak.catalogue.schemas.vocabulary import (
    AppliesBy,
    ContractDates,
    Fitting,
    Window,
)

__all__ = [
    "AppliesBy",
    "CatalogueAdded",
    "CatalogueLineView",
    "CatalogueRetired",
    "CatalogueText",
    "CatalogueView",
    "CataloguesView",
    "ContractDates",
    "DiscussedView",
    "Fitting",
    "ImportCatalogues",
    "MeasureText",
    "MeasureView",
    "NoteView",
    "ReferenceDataView",
    "RegisterShare",
    "RegisterShareView",
    "RetireCatalogue",
    "ShownRuleView",
    "SuggestionView",
    "Window",
    "text_in",
]
