"""The parts of an eForms notice's results by their names, before anything is made of them."""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from samenspraak.procurement.reading.eforms_lots import money_at, withheld_until
from samenspraak.procurement.reading.plain import day, one_line
from samenspraak.procurement.reading.xml import (
    PARTS_LIMIT,
    at_most,
    every,
    first,
    text_at,
    texts_at,
)
from samenspraak.procurement.schemas import Lot, Organisation, Outcome, Remark, Value

# More than a hundred oddities are one: the notice is not to be relied on.
REMARKS_LIMIT: Final = 100

NO_WINNER: Final = {"clos-nw": Outcome.CLOSED, "open-nw": Outcome.STILL_OPEN}


class Tender(Struct, frozen=True, kw_only=True):
    """What a tendering party offered for a lot; being here does not mean it won."""

    key: str
    party: str | None
    lot: str | None
    rank: str | None
    value: Value


class LotResult(Struct, frozen=True, kw_only=True):
    """What was decided about one lot, with the tenders and contracts it names."""

    code: str | None
    reason: str | None
    lot: str | None
    tenders: tuple[str, ...]
    contracts: tuple[str, ...]

    @property
    def says_nobody_won(self) -> bool:
        """Tell whether the lot was closed without a winner, or is not decided yet."""
        return self.code in NO_WINNER


class Contract(Struct, frozen=True, kw_only=True):
    """A settled contract with the tenders it rests on."""

    key: str
    tenders: tuple[str, ...]
    element: Element


class Book(Struct, kw_only=True):
    """All parts of the results by their names inside the notice, and what is odd about them."""

    tenders: dict[str, Tender]
    results: list[LotResult]
    contracts: dict[str, Contract]
    parties: dict[str, Element]
    organisations: Mapping[str, Organisation]
    lots: dict[str, Lot]
    language: str
    closed: set[str | None]
    of_contract: dict[str, list[LotResult]]
    remarks: dict[tuple[str, ...], Remark]

    def remark(self, slug: str, **facts: str | int) -> None:
        """Say once what the reader of the preview should know."""
        key = (slug, *(str(fact) for fact in facts.values()))
        if len(self.remarks) < REMARKS_LIMIT:
            self.remarks[key] = Remark(slug=f"procurement/{slug}", facts={**facts})


def read_book(
    found: list[Element],
    *,
    organisations: Mapping[str, Organisation],
    lots: tuple[Lot, ...],
    language: str,
) -> Book:
    """Put all parts of the results under their names; the first of a name counts."""
    tenders: dict[str, Tender] = {}
    contracts: dict[str, Contract] = {}
    parties: dict[str, Element] = {}
    results: list[LotResult] = []
    for notice_result in found:
        for element in every(notice_result, "efac:LotTender"):
            tender = _tender(element)
            if tender is not None:
                tenders.setdefault(tender.key, tender)
        for element in every(notice_result, "efac:SettledContract"):
            if key := text_at(element, "cbc:ID"):
                keys = tuple(dict.fromkeys(texts_at(element, "efac:LotTender/cbc:ID")))
                contracts.setdefault(key, Contract(key=key, tenders=keys, element=element))
        for element in every(notice_result, "efac:TenderingParty"):
            if key := text_at(element, "cbc:ID"):
                parties.setdefault(key, element)
        results += [_result(element) for element in every(notice_result, "efac:LotResult")]
    at_most(PARTS_LIMIT, results)
    at_most(PARTS_LIMIT, list(contracts))
    of_contract: dict[str, list[LotResult]] = {}
    for result in results:
        for key in result.contracts:
            of_contract.setdefault(key, []).append(result)
    return Book(
        tenders=tenders,
        results=results,
        contracts=contracts,
        parties=parties,
        organisations=organisations,
        lots={lot.id: lot for lot in lots},
        language=language,
        closed={result.lot for result in results if result.says_nobody_won},
        of_contract=of_contract,
        remarks={},
    )


def _tender(element: Element) -> Tender | None:
    key = text_at(element, "cbc:ID")
    if key is None:
        return None
    total = first(element, "cac:LegalMonetaryTotal")
    withheld = privacy_of(element, "win-ten-val") or privacy_of(total, "win-ten-val")
    return Tender(
        key=key,
        party=text_at(element, "efac:TenderingParty/cbc:ID"),
        lot=one_line(text_at(element, "efac:TenderLot/cbc:ID"), 60),
        rank=text_at(element, "cbc:RankCode"),
        value=money_at(total, "cbc:PayableAmount", withheld),
    )


def _result(element: Element) -> LotResult:
    return LotResult(
        code=text_at(element, "cbc:TenderResultCode"),
        reason=one_line(text_at(element, "efac:DecisionReason/efbc:DecisionReasonCode"), 60),
        lot=one_line(text_at(element, "efac:TenderLot/cbc:ID"), 60),
        tenders=tuple(dict.fromkeys(texts_at(element, "efac:LotTender/cbc:ID"))),
        contracts=tuple(dict.fromkeys(texts_at(element, "efac:SettledContract/cbc:ID"))),
    )


def privacy_of(element: Element | None, code: str) -> Value | None:
    """Return the withheld state when this element keeps back the field with this code."""
    for privacy in every(element, "efac:FieldsPrivacy"):
        if text_at(privacy, "efbc:FieldIdentifierCode") == code:
            return withheld_until(day(text_at(privacy, "efbc:PublicationDate")))
    return None
