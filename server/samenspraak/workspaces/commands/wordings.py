"""Put the purpose to the other side, and stand behind their wording of it or of what is owed."""

from typing import Any
from uuid import UUID

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import execute
from samenspraak.errors import Fault, Invalid, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.commands.rows import refuse_without_other_side
from samenspraak.workspaces.decisions import (
    agree,
    check_purpose,
    check_weighed,
)
from samenspraak.workspaces.policy import (
    may_agree_statement,
    may_set_statement,
)
from samenspraak.workspaces.queries import (
    content_in,
    contract_size,
    obligation_asks,
    obligations,
    wording_in,
    wordings,
)
from samenspraak.workspaces.schemas import (
    Agree,
    ObligationAgreed,
    Participant,
    PurposeAgreed,
    PurposeSet,
    SetPurpose,
)


async def set_purpose(participant: Participant, request: SetPurpose) -> None:
    """Put a wording of why to the other side."""
    _checked_purpose(request)
    require(may_set_statement(participant))
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        require(may_set_statement(await still(participant)))
        if await work.repeats(request, participant.shared_journal_id):
            return
        await set_purpose_in(work, participant, request)


async def set_purpose_in(
    work: Work, participant: Participant, request: SetPurpose
) -> tuple[int, str]:
    """Put a wording of why within a unit that locked the shared journal, from wherever it comes.

    Returns the number and the digest of the wording.
    """
    require(may_set_statement(participant))
    is_declared = _checked_purpose(request)
    content = {
        "parts": [{"letter": part.letter, "text": part.text} for part in request.parts],
        "text": request.text.strip(),
    }
    number, named = await _put_wording(work, participant, request.id, "purpose", content)
    work.record(
        participant.shared_journal_id,
        PurposeSet(
            workspace_id=participant.workspace_id,
            number=number,
            digest=named,
            side=participant.side,
            declared_not_bsn=is_declared,
        ),
    )
    return number, named


def purpose_faults(request: SetPurpose) -> list[Fault]:
    """Return all that keeps a wording of why from being put, citizens' numbers apart."""
    try:
        check_purpose(request)
    except Invalid as refusal:
        return list(refusal.faults)
    return []


async def agree_purpose(participant: Participant, request: Agree) -> None:
    """Stand behind the other side's newest wording of why."""
    await _agree_wording(participant, request, "purpose", PurposeAgreed)


async def agree_obligation(participant: Participant, request: Agree) -> None:
    """Stand behind the other side's newest wording of what is owed."""
    await _agree_wording(participant, request, "obligation", ObligationAgreed)


def _checked_purpose(request: SetPurpose) -> bool:
    """Refuse what cannot be a purpose; tell whether the writer said of a number what it is not."""
    check_purpose(request)
    texts = {f"/parts/{at}/text": part.text for at, part in enumerate(request.parts)}
    found = guard({"/text": request.text, **texts}, declared_not_bsn=request.declared_not_bsn)
    return any(findings.declared for findings in found.values())


async def _put_wording(
    work: Work, participant: Participant, wording_id: UUID, kind: str, content: dict[str, Any]
) -> tuple[int, str]:
    """Store the next wording, which the other side is there to read."""
    await refuse_without_other_side(participant)
    earlier = await wordings(kind, participant.workspace_id)
    number = 1 + (earlier[0]["number"] if earlier else 0)
    text = canonical_bytes(content)
    await execute(
        f'insert into "{kind}" (id, journal_id, workspace_id, number, content, digest,'  # noqa: S608  # one of two names
        " by_side, by_person, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        wording_id,
        participant.shared_journal_id,
        participant.workspace_id,
        number,
        text.decode(),
        digest(text),
        participant.side,
        participant.person_id,
        work.at,
    )
    return number, digest(text)


async def _agree_wording(
    participant: Participant,
    request: Agree,
    kind: str,
    fact: type[PurposeAgreed | ObligationAgreed],
) -> None:
    require(may_agree_statement(participant))
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        require(may_agree_statement(await still(participant)))
        if await work.repeats(request, participant.shared_journal_id):
            return
        rows = await wordings(kind, participant.workspace_id)
        agree(
            wording_in(rows[0] if rows else None),
            participant.side,
            number=request.number,
            digest=request.digest,
        )
        if kind == "obligation":
            await _require_weighed(participant, rows[0])
        await execute(
            f'update "{kind}" set agreed_at = $2, agreed_by = $3'  # noqa: S608  # one of two names
            " where id = $1 and agreed_at is null",
            rows[0]["id"],
            work.at,
            participant.person_id,
        )
        work.record(
            participant.shared_journal_id,
            fact(
                workspace_id=participant.workspace_id,
                number=request.number,
                digest=request.digest,
                side=participant.side,
            ),
        )


async def _require_weighed(participant: Participant, row: dict[str, Any]) -> None:
    """Let nobody get round the limit of the own organisation by agreeing to another's wording."""
    contract = await contract_size(participant.workspace_id)
    asks = await obligation_asks(participant, await obligations(participant.workspace_id))
    check_weighed(content_in(row), contract.euro_cents, above_cents=asks.sheet_above_cents)
