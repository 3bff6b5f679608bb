"""Several commitments as one: put together, accepted together or not at all."""

from collections.abc import Mapping
from uuid import UUID

from samenspraak import surroundings
from samenspraak.commitments import decisions, policy
from samenspraak.commitments.commands.departures import judged, keep_departures
from samenspraak.commitments.commands.drafts import asked_of, frozen_drafts
from samenspraak.commitments.commands.placing import Asked, place
from samenspraak.commitments.commands.rows import about, keep
from samenspraak.commitments.queries import bids_of, histories, package, scope_rule, terms_of
from samenspraak.commitments.schemas import (
    AcceptPackage,
    CommitmentAccepted,
    Named,
    PackageAccepted,
    PackagePart,
    PackageProposed,
    ProposePackage,
    Verb,
)
from samenspraak.commitments.terms import Terms
from samenspraak.drafting.commands import proposed_in
from samenspraak.errors import Fault, Invalid, NotFound, require
from samenspraak.journal.commands import unit_of_work
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant


async def propose_package(participant: Participant, request: ProposePackage) -> None:
    """Put several texts as one; `id` becomes the package's."""
    require(policy.may(participant, Verb.PROPOSE))
    decisions.check_package(
        [part.commitment_id for part in request.parts] + [each.draft_id for each in request.drafts]
    )
    parts = [_asked(part, index) for index, part in enumerate(request.parts)]
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared, participant.side_journal_id) as work:
        require(policy.may(await still(participant), Verb.PROPOSE))
        if await work.repeats(request, shared):
            return
        drafted = await frozen_drafts(
            participant, [(each.draft_id, each) for each in request.drafts]
        )
        readings = [each.reading for each in drafted]
        if any(reading.faults for reading in readings):
            rule = await scope_rule(participant.workspace_id)
            raise Invalid(decisions.package_faults(readings, rule, work.at))
        written = [
            await asked_of(
                participant, each, named, surroundings.new_id(), work.at, f"/drafts/{index}"
            )
            for index, (each, named) in enumerate(zip(drafted, request.drafts, strict=True))
        ]
        asked = [*parts, *written]
        decisions.check_package([each.commitment_id for each in asked])
        try:
            negotiations = await place(
                work,
                participant,
                asked,
                clock=decisions.package_clock(request.clock, readings),
                declared_not_bsn=request.declared_not_bsn,
                package_id=request.id,
            )
        except Invalid as refusal:
            refusal.faults = tuple(decisions.at_drafts(refusal.faults, readings))
            raise
        for each, negotiation in zip(drafted, negotiations[len(parts) :], strict=True):
            await proposed_in(
                work,
                each.state,
                subject_id=negotiation.commitment_id,
                number=negotiation.revision,
                digest=negotiation.digest,
            )
        work.record(
            shared,
            PackageProposed(
                workspace_id=participant.workspace_id,
                package_id=request.id,
                side=participant.side,
                revisions=[decisions.name_of(negotiation) for negotiation in negotiations],
            ),
        )


async def accept_package(
    participant: Participant, package_id: UUID, request: AcceptPackage
) -> None:
    """Say yes to every text of a package, each named by number and digest."""
    require(policy.may(participant, Verb.ACCEPT_PACKAGE))
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may(await still(participant), Verb.ACCEPT_PACKAGE))
        if await work.repeats(request, shared, package_id):
            return
        parts = await package(participant.workspace_id, package_id)
        named_ids = [name.commitment_id for name in request.revisions]
        if not parts and not await histories(participant.workspace_id, named_ids):
            raise NotFound
        texts = await terms_of([part.revision_id for part in parts.values()])
        terms = {key: texts[part.revision_id] for key, part in parts.items()}
        accepted = decisions.accept_package(
            parts, participant.side, request.revisions, terms, work.at
        )
        departures = await _departures(participant, request, terms)
        for after in accepted:
            fact = about(CommitmentAccepted, participant, after, package_id=package_id)
            work.record(shared, fact)
        work.record(
            shared,
            PackageAccepted(
                workspace_id=participant.workspace_id,
                package_id=package_id,
                side=participant.side,
                revisions=[decisions.name_of(after) for after in accepted],
            ),
        )
        await keep(work, participant, [(parts[after.commitment_id], after) for after in accepted])
        await keep_departures(work, participant, departures, accepted)


async def _departures(
    participant: Participant, request: AcceptPackage, terms: Mapping[UUID, Terms]
) -> list[decisions.Departure]:
    bids = await bids_of(participant.workspace_id, terms)
    places = {each.commitment_id: index for index, each in enumerate(request.bid_answers)}
    departures = [
        decisions.Departure(
            commitment_id=commitment_id,
            less=decisions.less_than_bid(bids.get(commitment_id), text),
            answers=request.bid_answers[places[commitment_id]] if commitment_id in places else None,
            pointer=f"/bidAnswers/{places[commitment_id]}"
            if commitment_id in places
            else "/bidAnswers",
        )
        for commitment_id, text in terms.items()
    ]
    return await judged(participant, departures, declared_not_bsn=request.declared_not_bsn)


def _asked(part: PackagePart, index: int) -> Asked:
    if (part.revision is None) != (part.digest is None):
        missing = "revision" if part.revision is None else "digest"
        raise Invalid([Fault(pointer=f"/parts/{index}/{missing}", slug="required")])
    named = None
    if part.revision is not None and part.digest is not None:
        named = Named(commitment_id=part.commitment_id, revision=part.revision, digest=part.digest)
    return Asked(
        commitment_id=part.commitment_id,
        revision_id=surroundings.new_id(),
        words=part,
        pointer=f"/parts/{index}",
        origin=part.origin,
        named=named,
    )
