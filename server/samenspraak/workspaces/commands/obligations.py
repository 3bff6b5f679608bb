"""Put what is owed to the other side, say what one thinks of it, and follow its basis."""

from uuid import UUID

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import execute, fetch_one
from samenspraak.errors import require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands.rows import refuse_without_other_side
from samenspraak.workspaces.decisions import (
    check_change,
    check_obligation,
    check_reaction,
    needs_sheet,
    obligation_texts,
    reason_key,
)
from samenspraak.workspaces.policy import may_set_statement
from samenspraak.workspaces.queries import (
    Obligations,
    agreed_and_proposed,
    content_in,
    contract_size,
    obligation_asks,
    obligations,
    wording_in,
)
from samenspraak.workspaces.schemas import (
    BasisCause,
    ChangeBasis,
    ObligationContent,
    ObligationReacted,
    ObligationSet,
    Participant,
    ReactToObligation,
    SetObligation,
)

# Rooms of the same organisation on the same side, as far as whoever sets it reads them.
_ELSEWHERE = """
select count(distinct o.workspace_id) as contracts
from obligation o
join party p on p.workspace_id = o.workspace_id and p.side = o.by_side
where o.reason_key = $1 and o.workspace_id <> $2 and o.by_side = $3 and p.organisation_id = $4
"""


async def set_obligation(participant: Participant, request: SetObligation) -> None:
    """Put what is owed, and why so much, to the other side."""
    require(may_set_statement(participant))
    # What does not depend on anything stored is refused before anything is locked.
    check_obligation(request)
    is_declared = _guarded(obligation_texts(request), declared_not_bsn=request.declared_not_bsn)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(may_set_statement(await still(participant)))
        if await work.repeats(request, shared):
            return
        known = await obligations(participant.workspace_id)
        contract = await contract_size(participant.workspace_id)
        asks = await obligation_asks(participant, known)
        basis = request.basis
        content = check_obligation(
            request,
            currency=contract.currency,
            must_weigh=needs_sheet(
                request.amount_cents if isinstance(basis, str) else basis.cents,
                contract.euro_cents,
                above_cents=asks.sheet_above_cents,
                is_weighed_before=asks.sheet_always,
            ),
        )
        await _put(work, participant, request.id, known, content, is_declared=is_declared)


async def change_basis(participant: Participant, request: ChangeBasis) -> None:
    """Count what was agreed anew from another basis; the new wording lies with the other side."""
    require(may_set_statement(participant))
    texts = {"/reason": request.reason}
    if request.original is not None:
        texts["/original/reason"] = request.original.reason
    is_declared = _guarded(texts, declared_not_bsn=request.declared_not_bsn)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(may_set_statement(await still(participant)))
        if await work.repeats(request, shared):
            return
        known = await obligations(participant.workspace_id)
        contract = await contract_size(participant.workspace_id)
        asks = await obligation_asks(participant, known)
        agreed, _ = agreed_and_proposed(known.rows)
        content = check_change(
            request,
            wording_in(agreed),
            None if agreed is None else content_in(agreed),
            currency=contract.currency,
            must_weigh=needs_sheet(
                request.basis_cents,
                contract.euro_cents,
                above_cents=asks.sheet_above_cents,
                is_weighed_before=asks.sheet_always,
            ),
        )
        await _put(
            work,
            participant,
            request.id,
            known,
            content,
            cause=request.cause,
            is_declared=is_declared,
        )


async def react_to_obligation(participant: Participant, request: ReactToObligation) -> None:
    """Say what the own side thinks of a wording, for the agreement and for whoever reads it later."""
    require(may_set_statement(participant))
    is_declared = _guarded({"/text": request.text}, declared_not_bsn=request.declared_not_bsn)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(may_set_statement(await still(participant)))
        if await work.repeats(request, shared):
            return
        known = await obligations(participant.workspace_id)
        agreed, _ = agreed_and_proposed(known.rows)
        newest = known.rows[0] if known.rows else None
        check_reaction(request, wording_in(newest), wording_in(agreed))
        await execute(
            "insert into obligation_reaction (id, journal_id, workspace_id, number, digest,"
            " by_side, by_person, text, reacted_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            request.id,
            shared,
            participant.workspace_id,
            request.number,
            request.digest,
            participant.side,
            participant.person_id,
            request.text.strip(),
            work.at,
        )
        work.record(
            shared,
            ObligationReacted(
                workspace_id=participant.workspace_id,
                number=request.number,
                digest=request.digest,
                side=participant.side,
                declared_not_bsn=is_declared,
            ),
        )


def _guarded(texts: dict[str, str], *, declared_not_bsn: bool) -> bool:
    """Refuse citizens' numbers; tell whether the writer said of a number what it is not."""
    found = guard(texts, declared_not_bsn=declared_not_bsn)
    return any(findings.declared for findings in found.values())


async def _put(
    work: Work,
    participant: Participant,
    wording_id: UUID,
    known: Obligations,
    content: ObligationContent,
    *,
    is_declared: bool,
    cause: BasisCause | None = None,
) -> None:
    """Store the next wording, which the other side is there to read."""
    await refuse_without_other_side(participant)
    number = 1 + (known.rows[0]["number"] if known.rows else 0)
    text = canonical_bytes(content)
    key = reason_key(content.reason)
    await execute(
        "insert into obligation (id, journal_id, workspace_id, number, content, digest, by_side,"
        " by_person, set_at, reason_key, same_reason_elsewhere)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        wording_id,
        participant.shared_journal_id,
        participant.workspace_id,
        number,
        text.decode(),
        digest(text),
        participant.side,
        participant.person_id,
        work.at,
        key,
        await _same_reason_elsewhere(participant, key),
    )
    work.record(
        participant.shared_journal_id,
        ObligationSet(
            workspace_id=participant.workspace_id,
            number=number,
            digest=digest(text),
            side=participant.side,
            cause=cause,
            declared_not_bsn=is_declared,
        ),
    )


async def _same_reason_elsewhere(participant: Participant, key: str | None) -> int:
    """Count the other contracts of the own organisation with a reason in the same words."""
    if key is None:
        return 0
    row = await fetch_one(
        _ELSEWHERE, key, participant.workspace_id, participant.side, participant.organisation_id
    )
    assert row is not None, "an aggregate always gives a row"
    return row["contracts"]
