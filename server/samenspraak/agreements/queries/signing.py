"""What a signatory is about to say, and what stands in the way."""

from datetime import datetime, timedelta

from samenspraak.agreements import decisions, policy
from samenspraak.agreements.decisions import JudgedVersion
from samenspraak.agreements.documents import AgreementDocument
from samenspraak.agreements.queries import comparison, rows
from samenspraak.agreements.queries.rows import (
    StoredVersion,
)
from samenspraak.agreements.schemas import (
    Origin,
    SigningView,
    SignVersion,
    VersionState,
)
from samenspraak.amounts import in_euros
from samenspraak.errors import Refusal
from samenspraak.settings import Settings
from samenspraak.text import sentence
from samenspraak.workspaces.queries import words_missing
from samenspraak.workspaces.schemas import About, Participant, Side, Spoken


def statement(
    document: AgreementDocument,
    *,
    digest: str,
    side: Side,
    mandate: decisions.Mandate,
    value_cents: int,
) -> str:
    """Say in words what signing binds to, in Dutch: the language of the agreement.

    It names a role and an organisation and never the person, whose name may have to go one day.
    """
    limit = (
        sentence("nl", "agreements.statement.no-limit")
        if mandate.up_to_cents is None
        else sentence("nl", "agreements.statement.limit", amount=in_euros(mandate.up_to_cents))
    )
    return sentence(
        "nl",
        "agreements.statement",
        role=mandate.role,
        party=party_names(document, side),
        number=document.number,
        contract=document.contract.title,
        limit=limit,
        value=in_euros(value_cents),
        digest=digest,
    )


def spoken_of(stored: StoredVersion, document: AgreementDocument) -> Spoken:
    """Name what the own side's departments give their word about before it is signed."""
    if document.paper is None:
        is_known = comparison.sums(document).to_be_discussed == 0
    else:
        is_known = document.paper.value_cents is not None
    return Spoken(
        about=About.VERSION,
        id=stored.id,
        digest=stored.digest,
        value_cents=stored.value_cents if is_known else None,
    )


async def signing_view(
    participant: Participant,
    stored: StoredVersion,
    judged: JudgedVersion,
    document: AgreementDocument,
    settings: Settings,
    at: datetime,
) -> SigningView | None:
    """Say what this reader would bind to, and what stands in the way, by the same decisions."""
    if (
        not policy.may_sign(participant)
        or judged.origin is Origin.OUTSIDE
        or decisions.state_at(judged, at) is not VersionState.OFFERED
        or participant.side in judged.signed_by
    ):
        return None
    mandates = await rows.mandates_of(participant)
    mandate = decisions.best_mandate(mandates, stored.value_cents)
    step_up = timedelta(seconds=settings.step_up_seconds)
    obstacle: Refusal | None = None
    try:
        decisions.sign(
            judged,
            participant.side,
            SignVersion(id=stored.id, number=stored.number, digest=stored.digest),
            mandates=mandates,
            administrators=await rows.administrators_of(participant),
            # Old proof is no obstacle: the screen asks for it afresh.
            proven_at=at,
            at=at,
            step_up=step_up,
        )
    except Refusal as refusal:
        obstacle = refusal
    obstacle = obstacle or await words_missing(participant, [spoken_of(stored, document)])
    return SigningView(
        statement=(
            ""
            if mandate is None
            else statement(
                document,
                digest=stored.digest,
                side=participant.side,
                mandate=mandate,
                value_cents=stored.value_cents,
            )
        ),
        organisation_id=participant.organisation_id,
        role="" if mandate is None else mandate.role,
        up_to_cents=None if mandate is None else mandate.up_to_cents,
        needs_proof=not decisions.is_fresh(participant.person.proven_at, at=at, step_up=step_up),
        obstacle=None if obstacle is None else obstacle.slug,
        obstacle_detail=None if obstacle is None else _in_words(obstacle, participant),
    )


def _in_words(refusal: Refusal, participant: Participant) -> str:
    return sentence(participant.person.language, f"problem.{refusal.slug}.detail", **refusal.facts)


def party_names(document: AgreementDocument, side: Side) -> str:
    """Return who is bound on a side, as the document names them."""
    return ", ".join(party.name for party in document.parties if party.side == side.value)
