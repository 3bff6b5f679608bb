"""What the journal of an organisation holds of its tables of values."""

from typing import ClassVar
from uuid import UUID

from samenspraak.journal.schemas import Fact


class CatalogueAdded(Fact, frozen=True, kw_only=True):
    """An organisation brought in an edition of a table of values."""

    KIND: ClassVar[str] = "catalogue.added"
    organisation_id: UUID
    edition_id: UUID
    digest: str
    copied_from: UUID | None = None
    # The writer said that a number of nine digits is no citizen's number.
    declared_not_bsn: bool = False


class CatalogueRetired(Fact, frozen=True, kw_only=True):
    """An edition is chosen for no contract any more; where it was chosen, it stays."""

    KIND: ClassVar[str] = "catalogue.retired"
    organisation_id: UUID
    edition_id: UUID
