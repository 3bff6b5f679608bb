"""Put the purpose and the obligation to the other side, and stand behind theirs."""

from typing import Any

import msgspec
from msgspec import Struct

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import execute, fetch_one
from samenspraak.errors import require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.decisions import (
    NobodyAcross,
    agree,
    check_obligation,
    check_purpose,
)
from samenspraak.workspaces.policy import (
    may_agree_statement,
    may_set_statement,
)
from samenspraak.workspaces.queries import wordings
from samenspraak.workspaces.schemas import (
    Agree,
    ObligationAgreed,
    ObligationSet,
    Participant,
    PurposeAgreed,
    PurposeSet,
    SetObligation,
    SetPurpose,
)


async def set_purpose(participant: Participant, request: SetPurpose) -> None:
    """Put a wording of why to the other side."""
    check_purpose(request)
    texts = {f"/parts/{at}/text": part.text for at, part in enumerate(request.parts)}
    guard({"/text": request.text, **texts})
    content = {
        "parts": [{"letter": part.letter, "text": part.text} for part in request.parts],
        "text": request.text.strip(),
    }
    await _set_wording(participant, request, "purpose", content, PurposeSet)


async def set_obligation(participant: Participant, request: SetObligation) -> None:
    """Put what is owed, and why so much, to the other side."""
    check_obligation(request)
    guard({"/basis": request.basis, "/reason": request.reason})
    content: dict[str, Any] = {
        "amountCents": request.amount_cents,
        "basis": request.basis.strip(),
        "reason": request.reason.strip(),
    }
    if request.percent is not None:
        content["percent"] = request.percent
    await _set_wording(participant, request, "obligation", content, ObligationSet)


async def agree_purpose(participant: Participant, request: Agree) -> None:
    """Stand behind the other side's newest wording of why."""
    await _agree_wording(participant, request, "purpose", PurposeAgreed)


async def agree_obligation(participant: Participant, request: Agree) -> None:
    """Stand behind the other side's newest wording of what is owed."""
    await _agree_wording(participant, request, "obligation", ObligationAgreed)


async def _set_wording(
    participant: Participant,
    request: SetPurpose | SetObligation,
    kind: str,
    content: dict[str, Any],
    fact: type[PurposeSet | ObligationSet],
) -> None:
    require(may_set_statement(participant))
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        require(may_set_statement(await still(participant)))
        if await work.repeats(request, participant.shared_journal_id):
            return
        await _refuse_without_other_side(participant)
        earlier = await wordings(kind, participant.workspace_id)
        number = 1 + (earlier[0]["number"] if earlier else 0)
        text = canonical_bytes(content)
        await execute(
            f'insert into "{kind}" (id, journal_id, workspace_id, number, content, digest,'  # noqa: S608  # one of two names
            " by_side, by_person, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            request.id,
            participant.shared_journal_id,
            participant.workspace_id,
            number,
            text.decode(),
            digest(text),
            participant.side,
            participant.person_id,
            work.at,
        )
        work.record(
            participant.shared_journal_id,
            fact(
                workspace_id=participant.workspace_id,
                number=number,
                digest=digest(text),
                side=participant.side,
            ),
        )


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
        newest = msgspec.convert(rows[0], _Wording) if rows else None
        agree(newest, participant.side, number=request.number, digest=request.digest)
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


class _Wording(Struct):
    number: int
    digest: str
    by_side: str
    agreed_at: Any


async def _refuse_without_other_side(participant: Participant) -> None:
    across = await fetch_one(
        "select 1 from party where workspace_id = $1 and side = $2 and joined_at is not null",
        participant.workspace_id,
        participant.side.other,
    )
    if across is None:
        raise NobodyAcross
