"""What people ask of tables of values."""

from typing import Any
from uuid import UUID

from samenspraak.journal.schemas import MoveRequest


class ImportCatalogues(MoveRequest, frozen=True, kw_only=True):
    """Bring one or several editions into an organisation, in the format of value-catalogue.json.

    `content` is one table, or a list of them; members nobody heard of are kept. `copied_from` names
    the edition it was made from.
    """

    organisation_id: UUID
    content: dict[str, Any] | list[Any]
    copied_from: UUID | None = None
    declared_not_bsn: bool = False


class RetireCatalogue(MoveRequest, frozen=True, kw_only=True):
    """Choose an edition for no contract any more."""
