"""Who won what, in an eForms notice.

A tender is not a winner: results list losing tenders too. Winners come from settled contracts,
through their tenders and tendering parties to organisations. Only where a result has no contract
(a direct award announced beforehand) do its tenders speak, unless it says that nobody won.
"""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from samenspraak.procurement.decisions.refusals import NoticeTooLarge
from samenspraak.procurement.reading.eforms_book import (
    NO_WINNER,
    Book,
    Contract,
    LotResult,
    Tender,
    privacy_of,
    read_book,
)
from samenspraak.procurement.reading.eforms_lots import (
    money_at,
    texts_of,
)
from samenspraak.procurement.reading.frameworks import (
    together,
    with_own_keys,
    without_shared_ceilings,
)
from samenspraak.procurement.reading.plain import UNPUBLISHED, day, one_line
from samenspraak.procurement.reading.xml import (
    PARTS_LIMIT,
    at_most,
    every,
    text_at,
)
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

# Every winner can hold every lot of a group; real notices stay far below this many pairs.
AWARDED_LOTS_LIMIT: Final = 50_000


class Results(Struct, frozen=True, kw_only=True):
    """What a notice decided."""

    awards: tuple[Award, ...]
    without_winner: tuple[WithoutWinner, ...]
    remarks: tuple[Remark, ...]


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
    book = read_book(found, organisations=organisations, lots=lots, language=language)
    awards = _awards(book)
    for key in dict.fromkeys(lot for award in awards for lot in award.lot_ids):
        if key not in book.lots:
            book.remark("missing-lot", lot=key)
    return Results(
        awards=without_shared_ceilings(
            with_own_keys(awards), lots=book.lots, total=total, maxima=(ceiling, *_maxima(found))
        ),
        without_winner=_without_winner(book, awards),
        remarks=tuple(book.remarks.values()),
    )


def _awards(book: Book) -> list[Award]:
    """Return the awards of contracts, then those of results that have none."""
    awards: list[Award] = []
    lots = 0

    def add(found: list[Award]) -> None:
        nonlocal lots
        lots += sum(len(award.lot_ids) for award in found)
        if len(awards) + len(found) > PARTS_LIMIT or lots > AWARDED_LOTS_LIMIT:
            raise NoticeTooLarge(limit=PARTS_LIMIT)
        awards.extend(found)

    for contract in book.contracts.values():
        add(_awards_of_contract(book, contract))
    settled = {key for contract in book.contracts.values() for key in contract.tenders}
    for result in book.results:
        if not result.contracts and not result.says_nobody_won:
            add(_awards_of_result(book, result, settled))
    return awards


def _awards_of_contract(book: Book, contract: Contract) -> list[Award]:
    """Return one award for each tendering party of a contract."""
    results = book.of_contract.get(contract.key, [])
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
    for party, tenders in at_most(PARTS_LIMIT, list(_by_party(named).items())):
        parts = _parts(book, contract, results, tenders, sole=len(tenders) == len(named))
        if parts and (winner := _winner(book, party)):
            awards.append(_award(book, contract, winner, parts, shared=len(named) > len(tenders)))
    return awards


def _parts(
    book: Book, contract: Contract, results: list[LotResult], tenders: list[Tender], *, sole: bool
) -> tuple[AwardPart, ...]:
    """Divide a party's contract over lots: where its tenders and the results meet.

    Real notices contradict themselves: a contract that stands in the result of one lot names the
    tender for another, which nobody won. Then the result counts, with the same party's tender.
    """
    decided = [result.lot for result in results if result.lot and not result.says_nobody_won]
    wanted = set(decided)

    def fits(tender: Tender) -> bool:
        if tender.lot is None or _is_group(book, tender.lot):
            return True
        return tender.lot in wanted if wanted else tender.lot not in book.closed

    own = [tender for tender in tenders if fits(tender)]
    if len(own) < len(tenders):
        book.remark("contract-contradicts-result", contract=contract.key[:60])
    only = decided[0] if len(wanted) == 1 else None
    found: dict[str | None, list[Value]] = {}
    for tender in own:
        found.setdefault(tender.lot or only, []).append(tender.value)
    if not any(lot is None or _is_group(book, lot) for lot in found) and (sole or not own):
        in_results = _values_in_results(book, results, tenders[0].party)
        for lot in decided:
            if lot not in found:
                found[lot] = in_results.get(lot, [])
    return tuple(AwardPart(lot_id=lot, value=together(values)) for lot, values in found.items())


def _values_in_results(
    book: Book, results: list[LotResult], party: str | None
) -> dict[str, list[Value]]:
    """Return by lot what one party offered, as far as the results name its tenders."""
    values: dict[str, list[Value]] = {}
    keys = dict.fromkeys((each.lot, key) for each in results for key in each.tenders)
    for lot, key in keys:
        tender = book.tenders.get(key)
        if lot and tender is not None and tender.lot == lot and tender.party == party:
            values.setdefault(lot, []).append(tender.value)
    return values


def _by_party(tenders: list[Tender]) -> dict[str | None, list[Tender]]:
    parties: dict[str | None, list[Tender]] = {}
    for tender in tenders:
        parties.setdefault(tender.party, []).append(tender)
    return parties


def _is_group(book: Book, lot: str) -> bool:
    known = book.lots.get(lot)
    return lot.startswith("GLO-") or (known is not None and bool(known.members))


def _award(
    book: Book, contract: Contract, winner: Winner, parts: tuple[AwardPart, ...], *, shared: bool
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
    book: Book, contract: Contract | None, parts: tuple[AwardPart, ...]
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
        results = book.of_contract.get(contract.key, []) if contract else []
        decided = [result.lot for result in results if result.lot]
        members = (group.members if group else ()) or tuple(decided) or (part.lot_id,)
        lots.update(dict.fromkeys(members))
    return tuple(lots)


def _awards_of_result(book: Book, result: LotResult, settled: set[str]) -> list[Award]:
    """Return the winners of a result without a contract."""
    tenders = [
        book.tenders[key] for key in result.tenders if key in book.tenders and key not in settled
    ]
    lot = book.lots.get(result.lot or "")
    first_ranked = [tender for tender in tenders if (tender.rank or "").strip() == "1"]
    if first_ranked and not (lot and lot.is_framework):
        tenders = first_ranked
    awards: list[Award] = []
    for party, own in at_most(PARTS_LIMIT, list(_by_party(tenders).items())):
        if (winner := _winner(book, party)) is None:
            continue
        place = result.lot or own[0].lot
        # Several tenders of one party for one lot are the stages of one, not a sum of them.
        value = own[0].value if all(each.value == own[0].value for each in own) else UNKNOWN_VALUE
        part = AwardPart(lot_id=place, value=value)
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


def _winner(book: Book, key: str | None) -> Winner | None:
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


def _without_winner(book: Book, awards: list[Award]) -> tuple[WithoutWinner, ...]:
    won = {lot for award in awards for lot in award.lot_ids}
    missing: dict[WithoutWinner, None] = {}
    for result in book.results:
        if result.says_nobody_won:
            outcome = NO_WINNER[result.code or ""]
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
