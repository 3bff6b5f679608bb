"""Who won what, in an OCDS release: awards with their contracts, or contracts alone."""

from typing import Final

from msgspec import Struct

from samenspraak.procurement.reading.frameworks import (
    as_ceiling,
    with_own_keys,
    without_shared_ceilings,
)
from samenspraak.procurement.reading.ocds_json import (
    Json,
    day_at,
    id_of,
    name_at,
    object_at,
    objects_at,
    period_at,
    strings_at,
    texts_at,
    value_at,
)
from samenspraak.procurement.reading.ocds_tender import Parties, is_framework, organisations_of
from samenspraak.procurement.schemas import (
    UNKNOWN_VALUE,
    Award,
    AwardPart,
    Lot,
    Member,
    Organisation,
    Outcome,
    Remark,
    Value,
    ValueState,
    Winner,
    WithoutWinner,
)

_ENDED: Final = {
    "pending": Outcome.PENDING,
    "cancelled": Outcome.CANCELLED,
    "unsuccessful": Outcome.UNSUCCESSFUL,
}
_TENDER_ENDED: Final = {
    "cancelled": Outcome.CANCELLED,
    "unsuccessful": Outcome.UNSUCCESSFUL,
    "withdrawn": Outcome.CANCELLED,
}


class Results(Struct, frozen=True, kw_only=True):
    """What a release decided."""

    awards: tuple[Award, ...]
    without_winner: tuple[WithoutWinner, ...]
    remarks: tuple[Remark, ...]


def read_awards(release: Json, *, lots: tuple[Lot, ...], language: str) -> Results:
    """Return one award for each contract, or for each award that has none yet."""
    book = _Book(
        parties=Parties(release),
        is_framework=is_framework(object_at(release, "tender")),
        language=language,
        awards=[],
        missing=[],
        remarks=[],
    )
    contracts: dict[str | None, list[Json]] = {}
    for contract in objects_at(release, "contracts"):
        contracts.setdefault(id_of(contract.get("awardID")), []).append(contract)
    for award in objects_at(release, "awards"):
        key = id_of(award.get("id"))
        own = contracts.pop(key, []) if key is not None else []
        for contract in own or [{}]:
            _add(book, award, contract)
    for contract in (each for left in contracts.values() for each in left):
        _add(book, {}, contract)
    if "contractTermination" in strings_at(release, "tag"):
        book.remark("contract-ended")
    tender = object_at(release, "tender")
    ceiling = value_at(object_at(tender, "techniques", "frameworkAgreement"), "value")
    return Results(
        awards=without_shared_ceilings(
            with_own_keys(book.awards),
            lots={lot.id: lot for lot in lots},
            total=UNKNOWN_VALUE,
            maxima=(ceiling,),
        ),
        without_winner=tuple(book.missing),
        remarks=tuple(book.remarks),
    )


def why_nothing(results: Results, tender: Json) -> Outcome | None:
    """Name the reason that nobody can be invited: what ended it says more than what is absent."""
    if results.awards:
        return None
    outcomes = {each.outcome for each in results.without_winner}
    order = (
        Outcome.PENDING,
        Outcome.CANCELLED,
        Outcome.UNSUCCESSFUL,
        Outcome.NO_SUPPLIER,
    )
    found = next((outcome for outcome in order if outcome in outcomes), None)
    status = (name_at(tender, "status") or "").lower()
    return found or _TENDER_ENDED.get(status) or Outcome.NO_AWARD


class _Book(Struct, kw_only=True):
    parties: Parties
    is_framework: bool
    language: str
    awards: list[Award]
    missing: list[WithoutWinner]
    remarks: list[Remark]

    def remark(self, slug: str) -> None:
        """Say once what the reader of the preview should know."""
        remark = Remark(slug=f"procurement/{slug}")
        if remark not in self.remarks:
            self.remarks.append(remark)


def _add(book: _Book, award: Json, contract: Json) -> None:
    """Add what one award and its contract say, or why they open nothing."""
    contract_id, award_id = id_of(contract.get("id")), id_of(award.get("id"))
    key = contract_id or award_id or f"#{len(book.awards) + len(book.missing) + 1}"
    if ended := _ended(award, contract):
        book.missing.append(WithoutWinner(outcome=ended, id=key, reason=_reason(award)))
        return
    suppliers = objects_at(award, "suppliers") or objects_at(contract, "suppliers")
    members = organisations_of(suppliers, book.parties, book.language)
    if not members:
        book.missing.append(WithoutWinner(outcome=Outcome.NO_SUPPLIER, id=key))
        return
    if (name_at(contract, "status") or "").lower() == "terminated":
        book.remark("contract-ended")
    # In a framework several suppliers are winners beside each other; elsewhere they act as one.
    apart = len(members) > 1 and book.is_framework
    value = _value(award, contract)
    if apart and value.state is ValueState.KNOWN:
        value = as_ceiling(value)
    for group in [(member,) for member in members] if apart else [members]:
        book.awards.append(_award(book, award, contract, key, group, value, apart=apart))


def _award(
    book: _Book,
    award: Json,
    contract: Json,
    key: str,
    members: tuple[Organisation, ...],
    value: Value,
    *,
    apart: bool,
) -> Award:
    winner = Winner(
        key="+".join(member.key for member in members)[:300],
        members=tuple(Member(organisation=member) for member in members),
    )
    lots = _lot_ids(award)
    parts = (AwardPart(lot_id=lots[0] if len(lots) == 1 else None, value=value),)
    return Award(
        key=f"{key}/{winner.key}" if apart else key,
        contract_id=id_of(contract.get("id")),
        contract_reference=id_of(contract.get("id")),
        contract_titles=texts_at(contract, "title", book.language)
        or texts_at(award, "title", book.language),
        winner=winner,
        lot_ids=lots,
        parts=parts,
        value=value,
        awarded_on=day_at(award, "date"),
        concluded_on=day_at(contract, "dateSigned"),
        period=period_at(contract, "period") or period_at(award, "contractPeriod"),
    )


def _ended(award: Json, contract: Json) -> Outcome | None:
    """Return how it ended; a status that is absent or odd does not undo an award."""
    for holder in (award, contract):
        status = (name_at(holder, "status") or "").lower()
        # A contract that still waits for signature has a contractor all the same.
        if status in _ENDED and not (holder is contract and status == "pending"):
            return _ENDED[status]
    return None


def _reason(award: Json) -> str | None:
    return name_at(award, "statusDetails")


def _value(award: Json, contract: Json) -> Value:
    """Return the contract's value, or the award's where the contract gives none."""
    value = value_at(contract, "value")
    return value if value.state is ValueState.KNOWN else value_at(award, "value")


def _lot_ids(award: Json) -> tuple[str, ...]:
    lots = [id_of(each) for each in _related(award)]
    lots += [id_of(item.get("relatedLot")) for item in objects_at(award, "items")]
    return tuple(dict.fromkeys(lot for lot in lots if lot))


def _related(award: Json) -> list[object]:
    found = award.get("relatedLots")
    return list(found) if isinstance(found, list) else []
