"""Open a room for a contract: by hand, or from what was imported."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes
from samenspraak.database import execute, fetch
from samenspraak.errors import require
from samenspraak.identity.schemas import Member
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import JournalKind
from samenspraak.personal_data import guard
from samenspraak.procurement.commands import chosen_rows, remember_notices
from samenspraak.procurement.queries import contractor_name, members, title_of
from samenspraak.procurement.schemas import OpenImported, PreviewRow, ValueState, text_in
from samenspraak.workspaces.commands.rows import FIRST_ROLES, insert_participant, insert_room
from samenspraak.workspaces.decisions import (
    check_by_hand,
)
from samenspraak.workspaces.schemas import (
    Admission,
    OpenByHand,
    Phase,
    Role,
    Side,
    WorkspaceOpened,
)


class NewContract(Struct, frozen=True, kw_only=True):
    """A contract as it comes in, from a notice, a list or by hand, with who is across."""

    workspace_id: UUID
    title: str
    other_party: str
    source: str
    value_state: str = "unknown"
    value_cents: int | None = None
    currency: str | None = None
    reference: str | None = None
    cpv: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    awarded_on: date | None = None
    notice_key: str | None = None
    lot_id: str | None = None
    ocid: str | None = None
    other_identifier: tuple[str | None, str] | None = None
    details: dict[str, Any] = {}


async def open_by_hand(member: Member, request: OpenByHand) -> None:
    """Open a workspace with the id of the request, with what the opener knows of the contract."""
    require(not member.person.is_program)
    check_by_hand(request)
    guard(
        {
            "/title": request.title,
            "/otherParty": request.other_party,
            "/reference": request.reference or "",
        }
    )
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return
        known = request.value_cents is not None
        await open_workspace(
            work,
            member,
            NewContract(
                workspace_id=request.id,
                title=request.title.strip(),
                other_party=request.other_party.strip(),
                source="hand",
                value_state="known" if known else "unknown",
                value_cents=request.value_cents,
                currency="EUR" if known else None,
                reference=request.reference,
            ),
            side=Side(request.side),
        )


async def open_imported(member: Member, request: OpenImported) -> list[UUID]:
    """Open a workspace for each chosen row of a preview: all of them, or none."""
    require(not member.person.is_program)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        if await work.repeats(request, member.journal_id):
            return await _opened_before(request)
        rows = await chosen_rows(member, request.import_id, request.keys)
        opened: list[UUID] = []
        for number, row in enumerate(rows):
            contract = _contract_of(row, member, _derived_id(request.id, number))
            await open_workspace(work, member, contract, side=Side.BUYER)
            opened.append(contract.workspace_id)
        await remember_notices(work, member, rows)
    return opened


async def open_workspace(work: Work, member: Member, contract: NewContract, *, side: Side) -> None:
    """Make the room of one contract: its journals, its two parties and its first person."""
    shared = await work.found(JournalKind.SHARED)
    room = await work.found(JournalKind.SIDE)
    contract_id = surroundings.new_id()
    await execute(
        """
        insert into contract (id, journal_id, title, reference, value_state, value_cents, currency,
                              cpv, starts_on, ends_on, awarded_on, source, notice_key, lot_id,
                              ocid, details)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """,
        contract_id,
        shared,
        contract.title,
        contract.reference,
        contract.value_state,
        contract.value_cents,
        contract.currency,
        contract.cpv,
        contract.starts_on,
        contract.ends_on,
        contract.awarded_on,
        contract.source,
        contract.notice_key,
        contract.lot_id,
        contract.ocid,
        canonical_bytes(contract.details).decode(),
    )
    await execute(
        "insert into workspace (id, journal_id, contract_id, phase, opened_at, opened_by_side)"
        " values ($1, $2, $3, $4, $5, $6)",
        contract.workspace_id,
        shared,
        contract_id,
        Phase.EXPLORATION,
        work.at,
        side,
    )
    await insert_room(room, contract.workspace_id, side)
    party_id = surroundings.new_id()
    scheme, number = contract.other_identifier or (None, None)
    for own, name in ((True, member.organisation_name), (False, contract.other_party)):
        await execute(
            "insert into party (id, journal_id, workspace_id, side, organisation_id, name,"
            " identifier_scheme, identifier_id, joined_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            party_id if own else surroundings.new_id(),
            shared,
            contract.workspace_id,
            side if own else side.other,
            member.organisation_id if own else None,
            name,
            member.identifier_scheme if own else scheme,
            member.identifier_id if own else number,
            work.at if own else None,
        )
    roles = FIRST_ROLES if member.is_administrator else (Role.NEGOTIATOR,)
    work.record(
        shared,
        WorkspaceOpened(workspace_id=contract.workspace_id, contract_id=contract_id, side=side),
    )
    await insert_participant(
        work,
        shared=shared,
        workspace_id=contract.workspace_id,
        party_id=party_id,
        side=side,
        name=member.person.name,
        title=member.title,
        roles=roles,
        admission=Admission.OPENED,
    )


async def begin_execution(work: Work, workspace_id: UUID) -> None:  # noqa: ARG001  # inside a unit only
    """Go on to carrying out what was agreed, inside the unit in which it came in force."""
    await execute(
        "update workspace set phase = $2 where id = $1 and phase in ($3, $4)",
        workspace_id,
        Phase.EXECUTION,
        Phase.EXPLORATION,
        Phase.DIALOGUE,
    )


def _derived_id(request_id: UUID, number: int) -> UUID:
    """Make the id of the n-th workspace from the caller's, so that repeating finds it again."""
    made = bytearray(hashlib.sha256(request_id.bytes + number.to_bytes(4, "big")).digest()[:16])
    made[6] = made[6] & 0x0F | 0x40
    made[8] = made[8] & 0x3F | 0x80
    return UUID(bytes=bytes(made))


async def _opened_before(request: OpenImported) -> list[UUID]:
    wanted = [_derived_id(request.id, number) for number in range(len(request.keys))]
    rows = await fetch("select id from workspace where id = any($1::uuid[])", wanted)
    return [row["id"] for row in rows]


def _contract_of(row: PreviewRow, member: Member, workspace_id: UUID) -> NewContract:
    opening = row.opening
    language = member.person.language
    value = opening.value
    known = value.state is ValueState.KNOWN
    leading = opening.winner.members[0].organisation.identifier
    return NewContract(
        workspace_id=workspace_id,
        title=title_of(row, language),
        other_party=contractor_name(row, language),
        other_identifier=None if leading is None else (leading.scheme, leading.id),
        source="list" if row.notice is None else "notice",
        value_state=value.state,
        value_cents=value.amount_minor if known else None,
        currency=value.currency if known else None,
        reference=opening.reference,
        cpv=opening.cpv_main,
        starts_on=None if opening.period is None else opening.period.starts_on,
        ends_on=None if opening.period is None else opening.period.ends_on,
        awarded_on=opening.awarded_on,
        notice_key=row.notice_key,
        lot_id=", ".join(opening.lot_ids) or None,
        ocid=None if row.notice is None else row.notice.ocid,
        details={
            "members": members(row, language),
            "performanceTerms": [
                text_in(terms, reader=language, notice=opening.language) or ""
                for terms in opening.social.performance_terms
            ],
            "socialObjectives": list(opening.social.objectives),
            "valuePublishedOn": (
                None if value.published_on is None else value.published_on.isoformat()
            ),
        },
    )
