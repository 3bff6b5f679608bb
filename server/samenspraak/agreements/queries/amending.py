"""What a next version changes of the one in force, and the winning bid beside it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.agreements import decisions
from samenspraak.agreements.documents import AgreementDocument, Ground, ObligationText
from samenspraak.agreements.queries import rows
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.schemas import (
    AmendingView,
    BoundView,
    GroundView,
    OfferedBidView,
    VersionState,
    WhyView,
)
from samenspraak.commitments.queries import BidBeside, bids_beside, bids_dropped
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import AmountValue, Terms
from samenspraak.deadlines import local_day
from samenspraak.text import Language, sentence


class InForce(Struct, frozen=True, kw_only=True):
    """The version in force with what it says."""

    stored: StoredVersion
    document: AgreementDocument


class Text(Struct, frozen=True, kw_only=True):
    """A commitment as a version holds it, or would."""

    number: int
    digest: str
    terms: Terms


class Amending(Struct, frozen=True, kw_only=True):
    """What a next version with certain contents does to what is in force."""

    in_force: InForce | None
    amendment: decisions.Amendment
    bound: list[decisions.BoundText]
    bids: list[OfferedBidView]
    contract_ends_on: date | None


async def in_force_of(stored: Sequence[StoredVersion]) -> InForce | None:
    """Return the version in force, if there is one."""
    found = next((each for each in stored if each.state is VersionState.IN_FORCE), None)
    if found is None:
        return None
    return InForce(stored=found, document=rows.document_in(await rows.content_of(found.id)))


async def amending(
    workspace_id: UUID,
    in_force: InForce | None,
    included: Sequence[tuple[AgreedRevision, Terms]],
    *,
    obligation: ObligationText | None,
    is_approver: bool,
    spared: Collection[UUID] = (),
) -> Amending:
    """Work out what a version with these commitments changes, as the change guard judges it.

    `spared` are those that cannot be left out yet, so that nothing is asked of their absence.
    """
    before = {} if in_force is None else texts_in(in_force.document)
    after = {
        each.commitment_id: Text(number=each.number, digest=each.digest, terms=terms)
        for each, terms in included
    }
    contract = await rows.contract_of(workspace_id)
    since = None if in_force is None else in_force.stored.offered_at
    bids = await _bids(
        workspace_id, before, after, since=since, is_approver=is_approver, spared=spared
    )
    return Amending(
        in_force=in_force,
        amendment=decisions.Amendment(
            is_amendment=in_force is not None,
            obligation_changes=(
                in_force is not None and _owes_otherwise(in_force.document, obligation)
            ),
            contract_value_changes=(
                in_force is not None
                and in_force.document.contract.value_cents != contract["value_cents"]
            ),
            from_bid=[_from_bid(each, before, after) for each in bids],
        ),
        bound=[
            decisions.BoundText(
                commitment_id=commitment_id,
                number=text.number,
                title=text.terms.title,
                digest=text.digest,
                ends_on=None if text.terms.period is None else text.terms.period.ends_on,
            )
            for commitment_id, text in before.items()
        ],
        bids=bids,
        contract_ends_on=contract["ends_on"],
    )


def amending_view(made: Amending, *, at: datetime, language: Language) -> AmendingView:
    """Tell a reader what is asked for such a version."""
    today = local_day(at)
    in_force = made.in_force
    before = {} if in_force is None else texts_in(in_force.document)
    from_bid = {each.commitment_id for each in made.bids}
    earliest, latest = decisions.days_to_end(made.contract_ends_on, today=today)
    return AmendingView(
        in_force=None if in_force is None else in_force.stored.number,
        is_ended=in_force is not None and in_force.document.ending is not None,
        causes=decisions.fitting_causes(made.amendment),
        grounds=[
            GroundView(ground=ground, text=sentence(language, f"reading.ground.{ground}"))
            for ground in (Ground if made.amendment.is_amendment else ())
        ],
        asks_ground=[_why(asked, language) for asked in decisions.asks_ground(made.amendment)],
        asks_answers=[_why(asked, language) for asked in decisions.asks_answers(made.amendment)],
        bound=[
            _bound(
                each, before[each.commitment_id], today, is_from_bid=each.commitment_id in from_bid
            )
            for each in made.bound
        ],
        bids=made.bids,
        sign_by_on=decisions.sign_by_on(None, at=at),
        earliest_end_on=earliest,
        latest_end_on=latest,
    )


async def bids_of_version(
    workspace_id: UUID, before: AgreementDocument | None, document: AgreementDocument
) -> list[OfferedBidView]:
    """Return what was bid of what stands in a version, or stood in the one before."""
    old = {} if before is None else texts_in(before)
    new = texts_in(document)
    beside = await _beside(workspace_id, new)
    return [
        _offered(commitment_id, new.get(commitment_id) or old[commitment_id], each, new)
        for commitment_id, each in beside.items()
        if commitment_id in new or commitment_id in old
    ]


def texts_in(document: AgreementDocument) -> dict[UUID, Text]:
    """Return the commitments of a version."""
    return {
        part.commitment_id: Text(number=part.number, digest=part.digest, terms=part.document.terms)
        for part in document.commitments
    }


async def _bids(
    workspace_id: UUID,
    before: Mapping[UUID, Text],
    after: Mapping[UUID, Text],
    *,
    since: datetime | None,
    is_approver: bool,
    spared: Collection[UUID],
) -> list[OfferedBidView]:
    """Put beside each other what was bid and what a version makes of it.

    What never came to be agreed is left out too, once it is off the table. That is answered for
    once: with the first version that goes without it.
    """
    dropped = dict(await bids_dropped(workspace_id, since))
    found: list[OfferedBidView] = []
    for commitment_id, each in (await _beside(workspace_id, after)).items():
        text = after.get(commitment_id) or before.get(commitment_id)
        is_left_out = commitment_id not in after and (
            commitment_id in before or commitment_id in dropped
        )
        if commitment_id in spared or (text is None and not is_left_out):
            continue
        number = dropped[commitment_id] if text is None else text.number
        found.append(
            OfferedBidView(
                commitment_id=commitment_id,
                number=number,
                bid=each.bid,
                less=each.less,
                is_left_out=is_left_out,
                is_answered=is_approver if is_left_out else each.is_answered,
            )
        )
    return sorted(found, key=lambda each: each.number)


async def _beside(workspace_id: UUID, texts: Mapping[UUID, Text]) -> dict[UUID, BidBeside]:
    return await bids_beside(
        workspace_id, {key: (text.digest, text.terms) for key, text in texts.items()}
    )


def _from_bid(
    each: OfferedBidView, before: Mapping[UUID, Text], after: Mapping[UUID, Text]
) -> decisions.FromBid:
    old, new = before.get(each.commitment_id), after.get(each.commitment_id)
    is_same = old is not None and new is not None and old.digest == new.digest
    return decisions.FromBid(
        commitment_id=each.commitment_id,
        number=each.number,
        is_changed=old is not None and new is not None and not is_same,
        is_left_out=each.is_left_out,
        # What binds already was answered for when it was agreed.
        less=() if is_same else each.less,
        is_answered=each.is_answered,
    )


def _offered(
    commitment_id: UUID, text: Text, each: BidBeside, new: Mapping[UUID, Text]
) -> OfferedBidView:
    return OfferedBidView(
        commitment_id=commitment_id,
        number=text.number,
        bid=each.bid,
        less=each.less,
        is_left_out=commitment_id not in new,
        is_answered=each.is_answered,
    )


def _owes_otherwise(before: AgreementDocument, obligation: ObligationText | None) -> bool:
    """Tell whether something else is owed. Other words about the same are no other obligation."""
    if before.paper is not None:
        owed = before.paper.obligation_cents
        return owed is not None and (obligation is None or obligation.amount_cents != owed)
    return _owed(before.obligation) != _owed(obligation)


def _owed(obligation: ObligationText | None) -> tuple[object, ...] | None:
    if obligation is None:
        return None
    return (
        obligation.amount_cents,
        obligation.percent,
        obligation.within_percent,
        obligation.within_cents,
        obligation.scope_rule,
        # Without an amount it is the words that say what is owed.
        obligation.basis if obligation.amount_cents is None else None,
    )


def _bound(each: decisions.BoundText, text: Text, today: date, *, is_from_bid: bool) -> BoundView:
    earliest, latest = decisions.days_to_end(each.ends_on, today=today)
    value = text.terms.value
    return BoundView(
        commitment_id=each.commitment_id,
        number=each.number,
        title=each.title,
        value_cents=value.amount_cents if isinstance(value, AmountValue) else None,
        is_from_bid=is_from_bid,
        earliest_end_on=earliest,
        latest_end_on=latest,
    )


def _why(asked: decisions.Asked, language: Language) -> WhyView:
    return WhyView(
        why=asked.why,
        detail=sentence(language, f"agreements.why.{asked.why}", number=asked.number or 0),
        commitment_id=asked.commitment_id,
        commitment_number=asked.number,
    )
