"""What a signatory is about to say, and what stands in the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from samenspraak import surroundings
from samenspraak.agreements import decisions, keys, policy
from samenspraak.agreements.decisions import JudgedVersion, Mandate, ShownStatement, Signatory
from samenspraak.agreements.documents import AgreementDocument, SigningRule
from samenspraak.agreements.queries import comparison, rows
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.reading.amounts import amount_in_words
from samenspraak.agreements.reading.shapes import ReadingAmount
from samenspraak.agreements.schemas import (
    Origin,
    RequestSigning,
    SignatoriesView,
    SigningRequestView,
    SigningRuleView,
    SigningView,
    VersionState,
)
from samenspraak.amounts import in_euros
from samenspraak.commitments.terms import SigningSide
from samenspraak.database import fetch, fetch_one
from samenspraak.deadlines import day_in_words
from samenspraak.errors import Fault, Refusal
from samenspraak.identity.queries import mandate_on
from samenspraak.identity.schemas import MandateOn
from samenspraak.settings import Settings
from samenspraak.text import Language, sentence
from samenspraak.workspaces.queries import words_missing
from samenspraak.workspaces.schemas import About, Participant, Role, Side, Spoken

_RULES = """
select distinct on (side) side, needed from signing_rule where workspace_id = $1
order by side, number desc
"""
# Colleagues of another organisation on the same side have mandates that only their own people
# read, so they are taken to have one.
_ABLE = """
select count(*) as able from participant p join party on party.id = p.party_id
where p.workspace_id = $1 and p.side = $2 and p.left_at is null and $4 = any(p.roles)
  and (party.organisation_id is distinct from $3 or exists (
    select from mandate m where m.organisation_id = $3 and m.person_id = p.person_id
      and m.revoked_at is null))
"""
_REQUEST = """
select id, version_id, digest, statement, expires_at, used_at is not null as is_used
from sign_request where id = $1 and person_id = $2
"""


class StoredRequest(Struct, frozen=True, kw_only=True):
    """A request to sign as it is stored."""

    id: UUID
    version_id: UUID
    digest: str
    statement: str
    expires_at: datetime
    is_used: bool

    @property
    def shown(self) -> ShownStatement:
        """Return it as decisions judge it."""
        return ShownStatement(
            version_id=self.version_id,
            digest=self.digest,
            statement=self.statement,
            expires_at=self.expires_at,
            is_used=self.is_used,
        )


def statement(
    document: AgreementDocument,
    *,
    digest: str,
    side: Side,
    mandate: Mandate,
    value_cents: int,
    changed_cents: int | None,
) -> str:
    """Say in words what signing binds to, in Dutch: the language of the agreement.

    It names a role and an organisation and never the person, whose name may have to go one day.
    With `changed_cents` the mandate was tested on what the version changes, and it says so.
    """
    return sentence(
        "nl",
        "agreements.statement",
        role=mandate.role,
        party=party_names(document, side),
        number=document.number,
        contract=document.contract.title,
        mandate=_mandate_in_words(mandate, changed_cents),
        value=_spelled(value_cents),
        endings=_endings(document),
        digest=digest,
        completion=_completion(document),
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
        # What ends is worth nothing any more, and is as much to speak about.
        value_cents=max(stored.value_cents, stored.changed_cents or 0) if is_known else None,
    )


async def signatory_of(participant: Participant, *, held: bool = False) -> Signatory:
    """Return what this person may sign for the own organisation, and what that is tested on."""
    return Signatory(
        person_id=participant.person_id,
        side=participant.side,
        mandates=await rows.mandates_of(participant, held=held),
        tested_on=await mandate_on(participant.organisation_id),
        administrators=await rows.administrators_of(participant),
    )


def words_of(
    document: AgreementDocument, judged: JudgedVersion, signatory: Signatory, mandate: Mandate
) -> str:
    """Return the statement that this person would sign."""
    return statement(
        document,
        digest=judged.digest,
        side=signatory.side,
        mandate=mandate,
        value_cents=judged.value_cents,
        changed_cents=_tested_change(judged, signatory),
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
        or participant.person_id in judged.signatories(participant.side)
        or judged.is_complete_for(participant.side)
    ):
        return None
    signatory = await signatory_of(participant)
    obstacle: Refusal | None = None
    try:
        request = RequestSigning(id=stored.id, number=stored.number, digest=stored.digest)
        decisions.mandate_for(judged, signatory, request, at=at)
    except Refusal as refusal:
        obstacle = refusal
    obstacle = obstacle or await words_missing(participant, [spoken_of(stored, document)])
    mandate = _mandate_of(judged, signatory)
    language = participant.person.language
    return SigningView(
        statement="" if mandate is None else words_of(document, judged, signatory, mandate),
        organisation_id=participant.organisation_id,
        role="" if mandate is None else mandate.role,
        up_to_cents=None if mandate is None else mandate.up_to_cents,
        value=_amount(judged.value_cents, language),
        changed=_changed(judged, signatory, language),
        asks_reason=decisions.asks_reason(judged, participant.side),
        needs_proof=_needs_proof(participant, settings, at),
        obstacle=None if obstacle is None else obstacle.slug,
        obstacle_detail=None if obstacle is None else _in_words(obstacle, participant),
    )


async def with_key(
    view: SigningView | None, participant: Participant, settings: Settings
) -> SigningView | None:
    """Say it before anybody reads on when the key is broken; outside every transaction.

    Nobody gives a first signature under a version that nobody could then complete.
    """
    if view is None or view.obstacle is not None:
        return view
    try:
        await keys.sealing_key(settings)
    except Refusal as refusal:
        return structs.replace(
            view, obstacle=refusal.slug, obstacle_detail=_in_words(refusal, participant)
        )
    return view


async def stored_request(participant: Participant, request_id: UUID) -> StoredRequest | None:
    """Return a request to sign of this person's own."""
    row = await fetch_one(_REQUEST, request_id, participant.person_id)
    return None if row is None else msgspec.convert(row, StoredRequest)


async def signing_request_view(
    participant: Participant, request_id: UUID, settings: Settings
) -> SigningRequestView:
    """Return what a signature would say, as it was worded when it was asked for."""
    request = await stored_request(participant, request_id)
    assert request is not None, "the command before stored it"
    stored = await rows.stored_version(participant.workspace_id, request.version_id)
    judged = await rows.judged(stored)
    signatory = await signatory_of(participant)
    mandate = _mandate_of(judged, signatory)
    language = participant.person.language
    return SigningRequestView(
        id=request.id,
        version_id=request.version_id,
        expires_at=request.expires_at,
        needs_proof=_needs_proof(participant, settings, surroundings.now()),
        statement=request.statement,
        role="" if mandate is None else mandate.role,
        up_to_cents=None if mandate is None else mandate.up_to_cents,
        value=_amount(judged.value_cents, language),
        changed=_changed(judged, signatory, language),
        asks_reason=decisions.asks_reason(judged, participant.side),
        needed=judged.needed_of(participant.side),
        given=len(judged.signatories(participant.side)),
    )


async def signing_rules(workspace_id: UUID) -> dict[Side, int]:
    """Return how many people each side wants to sign under a version offered now."""
    found = {Side(row["side"]): row["needed"] for row in await fetch(_RULES, workspace_id)}
    return {side: found.get(side, 1) for side in sorted(decisions.PARTIES)}


async def signing_parts(workspace_id: UUID) -> list[SigningRule]:
    """Return the rules as a version offered now freezes them."""
    return [
        SigningRule(side=cast("SigningSide", side.value), needed=needed)
        for side, needed in (await signing_rules(workspace_id)).items()
    ]


def rules_view(rules: Mapping[Side, int]) -> list[SigningRuleView]:
    """Return the rules of both sides as they are shown to both."""
    return [SigningRuleView(side=side, needed=needed) for side, needed in rules.items()]


async def signatory_faults(participant: Participant) -> list[Fault]:
    """Name it when the own side asks for more people than it has; inside a transaction."""
    if participant.side not in decisions.PARTIES:
        return []
    row = await fetch_one(
        _ABLE,
        participant.workspace_id,
        participant.side,
        participant.organisation_id,
        Role.SIGNATORY,
    )
    assert row is not None, "an aggregate always gives a row"
    rules = await signing_rules(participant.workspace_id)
    return decisions.too_few_signatories(needed=rules[participant.side], able=row["able"])


def needed_view(judged: JudgedVersion) -> SignatoriesView:
    """Return how many people have to sign on each side."""
    return SignatoriesView(
        buyer=judged.needed_of(Side.BUYER), contractor=judged.needed_of(Side.CONTRACTOR)
    )


def given_view(judged: JudgedVersion) -> SignatoriesView:
    """Return how many people signed on each side."""
    return SignatoriesView(
        buyer=len(judged.signatories(Side.BUYER)),
        contractor=len(judged.signatories(Side.CONTRACTOR)),
    )


def party_names(document: AgreementDocument, side: Side) -> str:
    """Return who is bound on a side, as the document names them."""
    return ", ".join(party.name for party in document.parties if party.side == side.value)


def _mandate_of(judged: JudgedVersion, signatory: Signatory) -> Mandate | None:
    return decisions.best_mandate(
        signatory.mandates, decisions.tested_cents(judged, signatory.tested_on)
    )


def _tested_change(judged: JudgedVersion, signatory: Signatory) -> int | None:
    if signatory.tested_on is not MandateOn.CHANGE or judged.changed_cents is None:
        return None
    return decisions.tested_cents(judged, signatory.tested_on)


def _needs_proof(participant: Participant, settings: Settings, at: datetime) -> bool:
    step_up = timedelta(seconds=settings.step_up_seconds)
    return not decisions.is_fresh(participant.person.proven_at, at=at, step_up=step_up)


def _mandate_in_words(mandate: Mandate, changed_cents: int | None) -> str:
    limit = (
        sentence("nl", "agreements.statement.no-limit")
        if mandate.up_to_cents is None
        else sentence("nl", "agreements.statement.limit", amount=_spelled(mandate.up_to_cents))
    )
    if changed_cents is None:
        return sentence("nl", "agreements.statement.mandate.total", limit=limit)
    return sentence(
        "nl", "agreements.statement.mandate.change", limit=limit, changed=_spelled(changed_cents)
    )


def _endings(document: AgreementDocument) -> str:
    if document.ending is not None:
        day = day_in_words(document.ending.ends_on)
        return sentence("nl", "agreements.statement.ending", day=day)
    if not document.endings:
        return ""
    ended = ", ".join(
        sentence(
            "nl",
            "agreements.statement.endings.one",
            number=part.number,
            day=day_in_words(part.ends_on),
        )
        for part in document.endings
    )
    return sentence("nl", "agreements.statement.endings", commitments=ended)


def _completion(document: AgreementDocument) -> str:
    if not document.signing:
        return sentence("nl", "agreements.statement.completion")
    needed = {rule.side: rule.needed for rule in document.signing}
    return sentence(
        "nl",
        "agreements.statement.completion.several",
        buyer=_people(needed.get("buyer", 1)),
        contractor=_people(needed.get("contractor", 1)),
    )


def _people(count: int) -> str:
    plural = "one" if count == 1 else "other"
    return sentence("nl", f"agreements.statement.people.{plural}", count=count)


def _spelled(cents: int) -> str:
    """Return an amount in figures and in words: whoever changes one has to change the other."""
    return sentence(
        "nl",
        "agreements.statement.amount",
        figures=in_euros(cents),
        words=amount_in_words(cents, language="nl"),
    )


def _amount(cents: int, language: Language) -> ReadingAmount:
    return ReadingAmount(
        cents=cents,
        text=in_euros(cents, language=language),
        words=amount_in_words(cents, language=language),
    )


def _changed(
    judged: JudgedVersion, signatory: Signatory, language: Language
) -> ReadingAmount | None:
    cents = _tested_change(judged, signatory)
    return None if cents is None else _amount(cents, language)


def _in_words(refusal: Refusal, participant: Participant) -> str:
    return sentence(participant.person.language, f"problem.{refusal.slug}.detail", **refusal.facts)
