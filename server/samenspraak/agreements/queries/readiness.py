"""What a next version would hold, and what a reader still has to see to."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.agreements import decisions, policy
from samenspraak.agreements.queries import rows
from samenspraak.agreements.queries.amending import (
    amending,
    amending_view,
    in_force_of,
    texts_in,
)
from samenspraak.agreements.queries.drafts import newest_clauses
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.queries.signing import signatory_faults
from samenspraak.agreements.queries.statements import obligation_text
from samenspraak.agreements.schemas import (
    CandidateView,
    Clause,
    MissingView,
    ReadinessView,
)
from samenspraak.commitments.queries import Figures, agreed_revisions, scope_rule, totals
from samenspraak.commitments.schemas import AgreedRevision
from samenspraak.commitments.terms import AmountValue, RevisionDocument, Terms
from samenspraak.errors import Fault
from samenspraak.text import Language, sentence
from samenspraak.workspaces.queries import agreed_obligation, agreed_purpose
from samenspraak.workspaces.schemas import ObligationView, Participant


async def readiness(participant: Participant, stored: list[StoredVersion]) -> ReadinessView:
    """Return what could go into a next version, and all that is missing for it."""
    workspace_id = participant.workspace_id
    made_of = await next_version(workspace_id, stored)
    obligation = await agreed_obligation(workspace_id)
    rule = await scope_rule(workspace_id)
    included = [(each, made_of.terms[each.commitment_id]) for each in made_of.able]
    spread = await spread_of(workspace_id, obligation, made_of.terms.values())
    faults = [
        *_discussed_faults(made_of),
        *decisions.shortcomings(
            included,
            has_purpose=await agreed_purpose(workspace_id) is not None,
            has_obligation=obligation is not None,
            spread=spread,
        ),
        *await signatory_faults(participant),
    ]
    in_force = await in_force_of(stored)
    made = await amending(
        workspace_id,
        in_force,
        included,
        obligation=None if obligation is None else obligation_text(obligation, rule),
        is_approver=policy.answers_for_bid(participant),
        spared=[each.commitment_id for each in made_of.discussed],
    )
    texts = {} if in_force is None else texts_in(in_force.document)
    binding = {commitment_id: text.digest for commitment_id, text in texts.items()}
    would_be = {each.commitment_id: each.digest for each in made_of.able}
    numbers = {f"/commitments/{each.commitment_id}": each for each in made_of.able}
    return ReadinessView(
        candidates=[
            CandidateView(
                commitment_id=each.commitment_id,
                number=each.number,
                title=made_of.terms[each.commitment_id].title,
                revision=each.revision,
                digest=each.digest,
                value_cents=_cents(made_of.terms[each.commitment_id]),
                is_in_force=each.bound_by is not None,
                is_new=each.commitment_id not in binding,
            )
            for each in made_of.able
        ],
        clauses=made_of.clauses,
        missing=[
            _missing(fault, numbers.get(fault.pointer), participant.person.language)
            for fault in faults
        ],
        within_cents=spread.within_cents,
        least_within_cents=spread.least_within_cents,
        is_ready=not faults,
        has_changes=would_be != binding,
        amending=amending_view(made, at=surroundings.now(), language=participant.person.language),
    )


class Next(Struct, frozen=True, kw_only=True):
    """What a next version would be made of."""

    able: list[AgreedRevision]
    discussed: list[AgreedRevision]
    terms: dict[UUID, Terms]
    clauses: list[Clause]


async def next_version(workspace_id: UUID, stored: list[StoredVersion]) -> Next:
    """Gather what can go into a next version; inside a transaction."""
    agreed = await agreed_revisions(workspace_id)
    able = decisions.candidates(agreed)
    _, clauses = await newest_clauses(stored)
    return Next(
        able=able,
        discussed=await rows.being_discussed(workspace_id, agreed),
        terms={
            each.commitment_id: msgspec.json.decode(each.content, type=RevisionDocument).terms
            for each in able
        },
        clauses=clauses,
    )


async def spread_of(
    workspace_id: UUID, obligation: ObligationView | None, included: Iterable[Terms]
) -> decisions.Spread:
    """Return how much of what goes in counts within the contract and outside it."""
    come_to = totals(Figures(agreed=terms) for terms in included)
    return decisions.Spread(
        rule=await scope_rule(workspace_id),
        owed_cents=None if obligation is None else obligation.amount_cents,
        least_within_cents=None if obligation is None else obligation.within_cents,
        within_cents=come_to.within.agreed_cents,
        outside_cents=come_to.outside.agreed_cents,
    )


def _discussed_faults(made_of: Next) -> list[Fault]:
    try:
        decisions.chosen(made_of.able, None, discussed=made_of.discussed)
    except decisions.NotReady as refusal:
        return list(refusal.faults)
    return []


def _missing(fault: Fault, about: AgreedRevision | None, language: Language) -> MissingView:
    return MissingView(
        pointer=fault.pointer,
        slug=fault.slug,
        detail=sentence(language, f"fault.{fault.slug}", **fault.facts),
        commitment_id=None if about is None else about.commitment_id,
        commitment_number=None if about is None else about.number,
    )


def _cents(terms: Terms) -> int | None:
    return terms.value.amount_cents if isinstance(terms.value, AmountValue) else None
