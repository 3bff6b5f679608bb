"""Reads the tables that terms name, and works out what the terms are worth."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import structs

from samenspraak.catalogue.schemas import CatalogueText
from samenspraak.commitments.decisions import Reading, Table, Worth, worth_of
from samenspraak.commitments.decisions.contents.worth import COUNTED
from samenspraak.commitments.terms import CatalogueReference, Terms
from samenspraak.drafting.schemas import Content
from samenspraak.workspaces.queries import pinned_editions


async def tables_of(workspace_id: UUID, terms: Iterable[Terms]) -> dict[str, Table]:
    """Return the editions that terms name, by digest, as far as they were chosen for the contract.

    Inside a transaction. Terms that name none, as most drafts do, cost no question.
    """
    named = {each.counting.edition for each in terms if each.counting is not None}
    if not named:
        return {}
    found: dict[str, Table] = {}
    for pin in await pinned_editions(workspace_id):
        if pin.digest in named and pin.digest not in found:
            reference = CatalogueReference(
                catalogue=pin.catalogue,
                edition=_edition_name(pin.text),
                digest=pin.digest,
                reason=pin.reason or None,
            )
            found[pin.digest] = Table(text=pin.text, reference=reference)
    return found


def worth_in(terms: Terms, tables: Mapping[str, Table]) -> Worth:
    """Work out what terms are worth by the table they name."""
    table = None if terms.counting is None else tables.get(terms.counting.edition)
    return worth_of(terms, table)


def without_old_value(reading: Reading, content: Content) -> Reading:
    """Forget what a draft was worth before, where it says that the value is to be worked out."""
    if content.fields.get("value.kind") != COUNTED:
        return reading
    return structs.replace(reading, terms=structs.replace(reading.terms, value=None))


def _edition_name(text: CatalogueText) -> str:
    """Name an edition as people tell it from others: its day, its year, or else its table."""
    if text.valid_from is not None:
        return text.valid_from.isoformat()
    return str(text.source_year or text.id)
