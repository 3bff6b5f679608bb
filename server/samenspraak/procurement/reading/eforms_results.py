"""Who won what, in an eForms notice.

A tender is not a winner: results list losing tenders too. Winners come from settled contracts,
through their tenders and tendering parties to organisations. Only where a result has no contract
(a direct award announced beforehand) do its tenders speak, unless it says that nobody won.
"""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from samenspraak.procurement.reading.eforms_lots import (
    money_at,
    texts_of,
    withheld_until,
)
from samenspraak.procurement.reading.frameworks import together, without_shared_ceilings
from samenspraak.procurement.reading.plain import UNPUBLISHED, day, one_line
from samenspraak.procurement.reading.xml import every, first, text_at, texts_at
from samenspraak.procurement.schemas import (
    UNKNOWN_VALUE,
    Award,
    AwardPart,
    Lot,
    Member,
    Organisation,
    Outcome,
    Remark,
    Texts,
    Value,
    Winner,
    WithoutWinner,
)

_NO_WINNER: Final = {"clos-nw": Outcome.CLOSED, "open-nw": Outcome.STILL_OPEN}


class Results(Struct, frozen=True, kw_only=True):
    """What a notice decided."""

    awards: tuple[Award, ...]
    without_winner: tuple[WithoutWinner, ...]
    remarks: tuple[Remark, ...]


class _Tender(Struct, frozen=True, kw_only=True):
    key: str
    party: str | None
    lot: str | None
    rank: str | None
    value: Value


class _Result(Struct, frozen=True, kw_only=True):
    code: str | None
    reason: str | None
    lot: str | None
    tenders: tuple[str, ...]
    contracts: tuple[str, ...]

    @property
    def says_nobody_won(self) -> bool:
        return self.code in _NO_WINNER


class _Contract(Struct, frozen=True, kw_only=True):
    key: str
    tenders: tuple[str, ...]
    element: Element


class _Book(Struct, kw_only=True):
    """All parts of the results by their names inside the notice, and what is odd about them."""

    tenders: dict[str, _Tender]
    results: list[_Result]
    contracts: dict[str, _Contract]
    parties: dict[str, Element]
    organisations: Mapping[str, Organisation]
    lots: dict[str, Lot]
    language: str
    remarks: list[Remark]

    def remark(self, slug: str, **facts: str | int) -> None:
        """Say once what the reader of the preview should know."""
        remark = Remark(slug=f"procurement/{slug}", facts={**facts})
        if remark not in self.remarks:
            self.remarks.append(remark)


def read_results(
    extensions: list[Element],
    *,
    organisations: Mapping[str, Organisation],
    lots: tuple[Lot, ...],
    language: str,
    total: Value,
    ceiling: Value,
) -> Results:
    """Return the awards, and for each lot without one why there is none."""
    found = [result for each in extensions for result in every(each, "efac:NoticeResult")]
    book = _book(found, organisations, lots, language)
    awards = [
        award
        for contract in book.contracts.values()
        for award in _awards_of_contract(book, contract)
    ]
    settled = {key for contract in book.contracts.values() for key in contract.tenders}
    for result in book.results:
        if not result.contracts and not result.says_nobody_won:
            awards += _awards_of_result(book, result, settled)
    for key in dict.fromkeys(lot for award in awards for lot in award.lot_ids):
        if key not in book.lots:
            book.remark("missing-lot", lot=key)
    return Results(
        awards=without_shared_ceilings(
            tuple(awards), lots=book.lots, total=total, maxima=(ceiling, *_maxima(found))
        ),
        without_winner=_without_winner(book, awards),
        remarks=tuple(book.remarks),
    )


def privacy_of(element: Element | None, code: str) -> Value | None:
    """Return the withheld state when this element keeps back the field with this code."""
    for privacy in every(element, "efac:FieldsPrivacy"):
        if text_at(privacy, "efbc:FieldIdentifierCode") == code:
            return withheld_until(day(text_at(privacy, "efbc:PublicationDate")))
    return None


def _book(
    found: list[Element],
    organisations: Mapping[str, Organisation],
    lots: tuple[Lot, ...],
    language: str,
) -> _Book:
    tenders: dict[str, _Tender] = {}
    contracts: dict[str, _Contract] = {}
    parties: dict[str, Element] = {}
    results: list[_Result] = []
    for notice_result in found:
        for element in every(notice_result, "efac:LotTender"):
            tender = _tender(element)
            if tender is not None:
                tenders.setdefault(tender.key, tender)
        for element in every(notice_result, "efac:SettledContract"):
            if key := text_at(element, "cbc:ID"):
                keys = tuple(dict.fromkeys(texts_at(element, "efac:LotTender/cbc:ID")))
                contracts.setdefault(key, _Contract(key=key, tenders=keys, element=element))
        for element in every(notice_result, "efac:TenderingParty"):
            if key := text_at(element, "cbc:ID"):
                parties.setdefault(key, element)
        results += [_result(element) for element in every(notice_result, "efac:LotResult")]
    return _Book(
        tenders=tenders,
        results=results,
        contracts=contracts,
        parties=parties,
        organisations=organisations,
        lots={lot.id: lot for lot in lots},
        language=language,
        remarks=[],
    )


def _tender(element: Element) -> _Tender | None:
    key = text_at(element, "cbc:ID")
    if key is None:
        return None
    total = first(element, "cac:LegalMonetaryTotal")
    withheld = privacy_of(element, "win-ten-val") or privacy_of(total, "win-ten-val")
    return _Tender(
        key=key,
        party=text_at(element, "efac:TenderingParty/cbc:ID"),
        lot=text_at(element, "efac:TenderLot/cbc:ID"),
        rank=text_at(element, "cbc:RankCode"),
        value=money_at(total, "cbc:PayableAmount", withheld),
    )


def _result(element: Element) -> _Result:
    return _Result(
        code=text_at(element, "cbc:TenderResultCode"),
        reason=one_line(text_at(element, "efac:DecisionReason/efbc:DecisionReasonCode"), 60),
        lot=text_at(element, "efac:TenderLot/cbc:ID"),
        tenders=tuple(dict.fromkeys(texts_at(element, "efac:LotTender/cbc:ID"))),
        contracts=tuple(dict.fromkeys(texts_at(element, "efac:SettledContract/cbc:ID"))),
    )


def _awards_of_contract(book: _Book, contract: _Contract) -> list[Award]:
    """Return one award for each tendering party of a contract."""
    results = [result for result in book.results if contract.key in result.contracts]
    named = [book.tenders[key] for key in contract.tenders if key in book.tenders]
    if not named:
        # A contract that names no tender still stands in a result, which does.
        keys = [key for result in results for key in result.tenders]
        named = [book.tenders[key] for key in keys if key in book.tenders]
        parties = {tender.party for tender in named}
        if len(parties) > 1:
            book.remark("contract-without-tender", contract=contract.key)
            named = []
    awards: list[Award] = []
    for party in dict.fromkeys(tender.party for tender in named):
        tenders = [tender for tender in named if tender.party == party]
        parts = _parts(book, contract, results, tenders, sole=len(tenders) == len(named))
        if parts and (winner := _winner(book, party)):
            awards.append(_award(book, contract, winner, parts, shared=len(named) > len(tenders)))
    return awards


def _parts(
    book: _Book, contract: _Contract, results: list[_Result], tenders: list[_Tender], *, sole: bool
) -> tuple[AwardPart, ...]:
    """Divide a party's contract over lots: where its tenders and the results meet.

    Real notices contradict themselves: a contract that stands in the result of one lot names the
    tender for another, which nobody won. Then the result counts, with the same party's tender.
    """
    decided = [result.lot for result in results if result.lot and not result.says_nobody_won]
    closed = {result.lot for result in book.results if result.says_nobody_won}

    def fits(tender: _Tender) -> bool:
        if tender.lot is None or _is_group(book, tender.lot):
            return True
        return tender.lot in decided if decided else tender.lot not in closed

    own = [tender for tender in tenders if fits(tender)]
    if len(own) < len(tenders):
        book.remark("contract-contradicts-result", contract=contract.key[:60])
    only = decided[0] if len(set(decided)) == 1 else None
    found: dict[str | None, list[Value]] = {}
    for tender in own:
        found.setdefault(tender.lot or only, []).append(tender.value)
    if not any(lot is None or _is_group(book, lot) for lot in found) and (sole or not own):
        for lot in decided:
            if lot not in found:
                found[lot] = _values_in_results(book, results, tenders[0].party, lot)
    return tuple(
        AwardPart(lot_id=one_line(lot, 60), value=together(values)) for lot, values in found.items()
    )


def _values_in_results(
    book: _Book, results: list[_Result], party: str | None, lot: str
) -> list[Value]:
    keys = dict.fromkeys(key for each in results if each.lot == lot for key in each.tenders)
    tenders = [book.tenders[key] for key in keys if key in book.tenders]
    return [tender.value for tender in tenders if tender.party == party and tender.lot == lot]


def _is_group(book: _Book, lot: str) -> bool:
    known = book.lots.get(lot)
    return lot.startswith("GLO-") or (known is not None and bool(known.members))


def _award(
    book: _Book, contract: _Contract, winner: Winner, parts: tuple[AwardPart, ...], *, shared: bool
) -> Award:
    element = contract.element
    key = one_line(contract.key, 60) or "?"
    reference = one_line(text_at(element, "efac:ContractReference/cbc:ID"), 200)
    return Award(
        key=f"{key}/{winner.key}" if shared else key,
        contract_id=key,
        contract_reference=None if (reference or "").lower() == UNPUBLISHED else reference,
        contract_titles=texts_of(element, "cbc:Title", book.language),
        winner=winner,
        lot_ids=_lot_ids(book, contract, parts),
        parts=parts,
        value=together(part.value for part in parts),
        awarded_on=day(text_at(element, "cbc:AwardDate")),
        concluded_on=day(text_at(element, "cbc:IssueDate")),
    )


def _lot_ids(
    book: _Book, contract: _Contract | None, parts: tuple[AwardPart, ...]
) -> tuple[str, ...]:
    """Return the lots themselves, with groups taken apart as far as the notice tells."""
    lots: dict[str, None] = {}
    for part in parts:
        if part.lot_id is None:
            continue
        group = book.lots.get(part.lot_id)
        if not _is_group(book, part.lot_id):
            lots[part.lot_id] = None
            continue
        decided = [
            result.lot
            for result in book.results
            if contract is not None and contract.key in result.contracts and result.lot
        ]
        members = (group.members if group else ()) or tuple(decided) or (part.lot_id,)
        lots.update(dict.fromkeys(members))
    return tuple(lots)


def _awards_of_result(book: _Book, result: _Result, settled: set[str]) -> list[Award]:
    """Return the winners of a result without a contract."""
    tenders = [
        book.tenders[key] for key in result.tenders if key in book.tenders and key not in settled
    ]
    lot = book.lots.get(result.lot or "")
    first_ranked = [tender for tender in tenders if (tender.rank or "").strip() == "1"]
    if first_ranked and not (lot and lot.is_framework):
        tenders = first_ranked
    awards: list[Award] = []
    parties = list(dict.fromkeys(tender.party for tender in tenders))
    for party in parties:
        own = [tender for tender in tenders if tender.party == party]
        if (winner := _winner(book, party)) is None:
            continue
        place = result.lot or own[0].lot
        # Several tenders of one party for one lot are the stages of one, not a sum of them.
        values = dict.fromkeys(tender.value for tender in own)
        value = next(iter(values)) if len(values) == 1 else UNKNOWN_VALUE
        part = AwardPart(lot_id=one_line(place, 60), value=value)
        awards.append(
            Award(
                key=f"{part.lot_id or '-'}/{winner.key}",
                winner=winner,
                lot_ids=_lot_ids(book, None, (part,)),
                parts=(part,),
                value=value,
            )
        )
    if len(awards) > 1 and not (lot and lot.is_framework):
        book.remark("winners-without-contract", lot=result.lot or "-", winners=len(awards))
    return awards


def _winner(book: _Book, key: str | None) -> Winner | None:
    """Return the organisations behind a tendering party; what is not named stays nameless."""
    element = book.parties.get(key or "")
    if key is None or element is None:
        if key is not None:
            book.remark("missing-tendering-party", party=key[:60])
        return None
    own_name = one_line(text_at(element, "cbc:Name"))
    own_name = None if (own_name or "").lower() == UNPUBLISHED else own_name
    members: dict[str, Member] = {}
    for tenderer in every(element, "efac:Tenderer"):
        identifier = text_at(tenderer, "cbc:ID")
        leads = text_at(tenderer, "efbc:GroupLeadIndicator")
        if identifier is None or identifier in members:
            continue
        organisation = book.organisations.get(identifier)
        if organisation is None:
            book.remark("missing-organisation", organisation=identifier[:60])
            organisation = Organisation(key=identifier[:60], names={})
        members[identifier] = Member(
            organisation=organisation, leads=None if leads is None else leads == "true"
        )
    if not members and own_name:
        names: Texts = {book.language: own_name}
        members[key] = Member(organisation=Organisation(key=key[:60], names=names))
    return Winner(key=key[:60], name=own_name, members=tuple(members.values()))


def _without_winner(book: _Book, awards: list[Award]) -> tuple[WithoutWinner, ...]:
    won = {lot for award in awards for lot in award.lot_ids}
    missing: dict[WithoutWinner, None] = {}
    for result in book.results:
        if result.says_nobody_won:
            outcome = _NO_WINNER[result.code or ""]
        elif result.lot in won or (result.lot is None and awards):
            continue
        elif (result.code or "").lower() == UNPUBLISHED:
            outcome = Outcome.WITHHELD
        else:
            outcome = Outcome.UNNAMED
        missing[WithoutWinner(outcome=outcome, id=result.lot, reason=result.reason)] = None
    return tuple(missing)


def _maxima(found: list[Element]) -> list[Value]:
    """Return the maxima that results state for frameworks, by lot and by group of lots."""
    lots = [
        money_at(values, "cbc:MaximumValueAmount", privacy_of(values, "max-val"))
        for result in found
        for values in every(result, "efac:LotResult/efac:FrameworkAgreementValues")
    ]
    groups = [
        money_at(group, "efbc:GroupFrameworkMaximumValueAmount", privacy_of(group, "gro-max-val"))
        for result in found
        for group in every(result, "efac:GroupFramework")
    ]
    return lots + groups
