"""Which workspaces a file can open: one for each contract and winner, or one for a lot of it."""

import re

from samenspraak.errors import Fault
from samenspraak.procurement.decisions.refusals import NothingToOpen
from samenspraak.procurement.schemas import (
    Award,
    AwardNotice,
    AwardPart,
    ListRow,
    Lot,
    Member,
    Opening,
    Organisation,
    Outcome,
    Period,
    Reading,
    SocialTerms,
    Source,
    Texts,
    Winner,
)

# The longest title of a workspace; a notice's and a lot's title together may pass it.
TITLE_LIMIT = 400


def openings(notice: AwardNotice) -> tuple[Opening, ...]:
    """Return what a notice can open: whole contracts first, each followed by its lots.

    A winner whom the notice does not name cannot be invited, so it opens nothing.
    """
    found: list[Opening] = []
    lots = {lot.id: lot for lot in notice.lots}
    for award in notice.awards:
        if not any(member.organisation.names for member in award.winner.members):
            continue
        whole = _opening(
            notice, lots, award, award.lot_ids, AwardPart(lot_id=None, value=award.value)
        )
        found.append(whole)
        if len(award.parts) > 1:
            found += [
                _opening(notice, lots, award, _lots_of(lots, part), part, part_of=whole.key)
                for part in award.parts
                if part.lot_id is not None
            ]
    return tuple(found)


def wholes(notice: AwardNotice) -> tuple[Opening, ...]:
    """Return what "open all" opens: every contract once, none of its lots apart."""
    return tuple(opening for opening in openings(notice) if opening.part_of is None)


def opening_of_row(row: ListRow) -> Opening | None:
    """Return what a row of a list opens, or None where title or contractor is missing."""
    if not row.opens or row.title is None or row.contractor is None:
        return None
    contractor = Organisation(
        key=f"row-{row.number}",
        names={"nl": row.contractor},
        identifier=row.contractor_identifier,
    )
    buyers = (Organisation(key="buyer", names={"nl": row.buyer}),) if row.buyer else ()
    return Opening(
        key=f"row-{row.number}",
        titles={"nl": row.title},
        language="nl",
        reference=row.reference,
        lot_ids=(),
        buyers=buyers,
        winner=Winner(key=f"row-{row.number}", members=(Member(organisation=contractor),)),
        value=row.value,
        period=row.period,
        cpv_main=row.cpv,
        cpv_additional=(),
        awarded_on=row.awarded_on,
        concluded_on=None,
        social=SocialTerms(),
    )


def openings_of(reading: Reading) -> tuple[Opening, ...]:
    """Return everything that "open all" opens from a file; its keys are unique in the file."""
    if reading.source is Source.LIST:
        return tuple(found for row in reading.rows if (found := opening_of_row(row)))
    return tuple(opening for notice in reading.notices for opening in wholes(notice))


def require_something_to_open(reading: Reading) -> None:
    """Refuse a file from which nothing can be opened, with the cause for each notice or row."""
    if openings_of(reading):
        return
    faults = [
        Fault(
            pointer=f"/notices/{index}",
            slug=f"procurement/{notice.why_nothing or Outcome.NO_AWARD}",
        )
        for index, notice in enumerate(reading.notices)
    ]
    faults += [
        Fault(pointer=f"/rows/{index}", slug=fault.slug, facts=fault.facts)
        for index, row in enumerate(reading.rows)
        for fault in row.faults
    ]
    raise NothingToOpen(faults[:100])


def _opening(
    notice: AwardNotice,
    all_lots: dict[str, Lot],
    award: Award,
    lot_ids: tuple[str, ...],
    part: AwardPart,
    *,
    part_of: str | None = None,
) -> Opening:
    lots = [all_lots[lot] for lot in lot_ids if lot in all_lots]
    key = f"{notice_key(notice)}#{award.key}"
    main = next((lot.cpv_main for lot in lots if lot.cpv_main), notice.cpv_main)
    additional = dict.fromkeys(code for lot in lots for code in _codes(lot) if code != main)
    return Opening(
        key=key if part_of is None else f"{key}/{part.lot_id}",
        titles=_titles(notice, award, lots),
        language=notice.language,
        reference=award.contract_reference or _only(lots) or notice.reference,
        lot_ids=lot_ids,
        buyers=notice.buyers,
        winner=award.winner,
        value=part.value,
        period=award.period or _period(lots) or notice.period,
        cpv_main=main,
        cpv_additional=tuple(additional) if lots else notice.cpv_additional,
        awarded_on=award.awarded_on,
        concluded_on=award.concluded_on,
        social=_social([notice.social, *(lot.social for lot in lots)]),
        part_of=part_of,
    )


def _lots_of(lots: dict[str, Lot], part: AwardPart) -> tuple[str, ...]:
    lot = lots.get(part.lot_id or "")
    if lot is not None and lot.members:
        return lot.members
    return (part.lot_id,) if part.lot_id else ()


def _codes(lot: Lot) -> tuple[str, ...]:
    return (lot.cpv_main, *lot.cpv_additional) if lot.cpv_main else lot.cpv_additional


def _titles(notice: AwardNotice, award: Award, lots: list[Lot]) -> Texts:
    """Name the contract: by the procedure, and by the lot where it is one of several.

    "Pakiet 89" says nothing alone, so the procedure's title stands before a lot's, unless the
    lot's title already has all its words.
    """
    if len(lots) != 1 or len(notice.lots) == 1:
        if len(notice.awards) > 1 and not lots:
            return award.contract_titles or notice.titles
        return notice.titles or award.contract_titles
    titles: Texts = {}
    for language, title in lots[0].titles.items():
        whole = notice.titles.get(language)
        repeated = whole is None or _words(whole) <= _words(title)
        titles[language] = (title if repeated else f"{whole}: {title}")[:TITLE_LIMIT]
    return titles or notice.titles or award.contract_titles


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _only(lots: list[Lot]) -> str | None:
    return lots[0].internal_id if len(lots) == 1 else None


def _period(lots: list[Lot]) -> Period | None:
    """Return the period of the lots: theirs if they share one, or from first start to last end."""
    periods = [lot.period for lot in lots if lot.period]
    if not periods or len(periods) < len(lots):
        return None
    if all(period == periods[0] for period in periods):
        return periods[0]
    starts = [period.starts_on for period in periods if period.starts_on]
    ends = [period.ends_on for period in periods if period.ends_on]
    if len(starts) < len(periods) or len(ends) < len(periods):
        return None
    return Period(starts_on=min(starts), ends_on=max(ends))


def _social(terms: list[SocialTerms]) -> SocialTerms:
    """Put together what the notice and its lots ask; what several lots repeat stands once."""
    reserved = [each.reserved_execution for each in terms if each.reserved_execution is not None]
    strategic = [found for each in terms for found in each.strategic]
    performance = [found for each in terms for found in each.performance_terms]
    return SocialTerms(
        strategic=tuple({(each.code, *each.texts.values()): each for each in strategic}.values()),
        objectives=tuple(dict.fromkeys(code for each in terms for code in each.objectives)),
        performance_terms=tuple({tuple(each.values()): each for each in performance}.values()),
        reserved_execution=any(reserved) if reserved else None,
        reserved_participation=tuple(
            dict.fromkeys(code for each in terms for code in each.reserved_participation)
        ),
    )


def notice_key(notice: AwardNotice) -> str:
    """Return what makes two files the same notice: its id, or the process's in OCDS.

    Releases are never changed but followed by others, so it is the process that comes back.
    """
    if notice.source is Source.OCDS:
        return notice.ocid or notice.notice_id or "-"
    return notice.notice_id or notice.publication_number or notice.procedure_id or "-"


def notice_version(notice: AwardNotice) -> str:
    """Return what tells two versions of one notice apart; never empty."""
    return notice.version or notice.notice_id or "-"
