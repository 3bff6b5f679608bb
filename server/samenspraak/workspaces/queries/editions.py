"""The tables of values that a contract's parties reckon with, and those they could choose."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.catalogue.queries import shipped, suggestions, worked_out
from samenspraak.catalogue.schemas import CatalogueText, ContractDates, text_in
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import NotFound
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.workspaces.policy import may_pin_edition
from samenspraak.workspaces.schemas import (
    EditionsView,
    Participant,
    Pinned,
    PinnedEditionView,
    PinRule,
    Side,
)


class Buyers(Struct, frozen=True, kw_only=True):
    """The parties whose tables are meant for a contract: their organisations and their names."""

    organisation_ids: list[UUID]
    names: list[str]


async def pinned_edition(workspace_id: UUID, digest: str) -> CatalogueText | None:
    """Return the text of an edition that was chosen for this contract; inside a transaction."""
    row = await fetch_one(
        "select content from pinned_edition where workspace_id = $1 and digest = $2"
        " order by number desc limit 1",
        workspace_id,
        digest,
    )
    return None if row is None else text_in(row["content"])


async def pinned_editions(workspace_id: UUID) -> list[Pinned]:
    """Return every edition that was chosen for this contract, the newest first."""
    rows = await fetch(
        "select id, number, catalogue, digest, content, edition_id, by_side, by_person, reason,"
        " rule, chosen_at from pinned_edition where workspace_id = $1 order by number desc",
        workspace_id,
    )
    for row in rows:
        row["by_side"] = Side(row["by_side"])
        row["rule"] = PinRule(row["rule"])
        row["text"] = text_in(row["content"])
    return [Pinned(**row) for row in rows]


async def editions_view(participant: Participant) -> tuple[EditionsView, str]:
    """Return what the contract reckons with and could reckon with, and where its news goes on."""
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        pinned = await pinned_editions(participant.workspace_id)
        known = await shipped(each.digest for each in pinned)
        buyers = await buyers_of(participant.workspace_id)
        found = await suggestions(
            participant.person,
            organisation_ids=buyers.organisation_ids,
            publishers=buyers.names,
            dates=await contract_dates(participant.workspace_id),
        )
    return EditionsView(
        items=[_pinned_view(each, is_seed=each.digest in known) for each in pinned],
        suggestions=found,
        moves=["pin-edition"] if may_pin_edition(participant) else [],
    ), reached


async def contract_dates(workspace_id: UUID) -> ContractDates:
    """Return the dates of a contract by which an edition may apply; inside a transaction.

    An award notice does not tell when the tender itself was published.
    """
    row = await fetch_one(
        "select c.awarded_on, c.starts_on, c.details"
        " from workspace w join contract c on c.id = w.contract_id where w.id = $1",
        workspace_id,
    )
    if row is None:
        raise NotFound
    published = msgspec.json.decode(row["details"]).get("tenderPublishedOn")
    return ContractDates(
        published=None if published is None else date.fromisoformat(published),
        awarded=row["awarded_on"],
        contract=row["starts_on"],
    )


async def buyers_of(workspace_id: UUID) -> Buyers:
    """Return the parties that buy; inside a transaction."""
    rows = await fetch(
        "select organisation_id, name from party where workspace_id = $1 and side = $2",
        workspace_id,
        Side.BUYER,
    )
    return Buyers(
        organisation_ids=[row["organisation_id"] for row in rows if row["organisation_id"]],
        names=[row["name"] for row in rows],
    )


def _pinned_view(pinned: Pinned, *, is_seed: bool) -> PinnedEditionView:
    text = pinned.text
    general = text.general_rules or []
    return PinnedEditionView(
        id=pinned.id,
        number=pinned.number,
        edition_id=pinned.edition_id,
        catalogue=pinned.catalogue,
        digest=pinned.digest,
        region=text.region,
        publisher=text.publisher,
        source=text.source,
        source_year=None if text.source_year is None else str(text.source_year),
        confidence=text.confidence,
        completeness=text.completeness,
        basis=text.basis,
        currency=text.currency,
        valid_from_note=text.valid_from_note,
        general_rules=[general] if isinstance(general, str) else general,
        by_side=pinned.by_side,
        by_person_id=pinned.by_person,
        reason=pinned.reason,
        rule=pinned.rule,
        is_seed=is_seed,
        chosen_at=pinned.chosen_at,
        measures=worked_out(pinned.content),
    )
