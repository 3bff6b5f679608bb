"""Open a room for a contract: by hand, or from what was imported."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes
from samenspraak.database import execute, fetch_one
from samenspraak.errors import IdTaken, require
from samenspraak.identity.schemas import Member
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import JournalKind
from samenspraak.personal_data import guard
from samenspraak.procurement.commands import (
    chosen_rows,
    lots_text,
    remember_notices,
    update_contract,
)
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
    # What stands in the place of a reference is called one by that.
    guard({"/title": request.title, "/otherParty": request.other_party})
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
    """Open a workspace for each chosen row of a preview: all of them, or none.

    A row that changes a known contract brings that up to date instead.
    """
    require(not member.person.is_program)
    async with unit_of_work(member.person_id, member.journal_id) as work:
        repeats = await work.repeats(request, member.journal_id)
        rows = await chosen_rows(member, request.import_id, request.keys)
        known = [await _room_of(member, row) for row in rows]
        if repeats:
            return [
                _derived_id(request.id, number) if room is None else room["id"]
                for number, room in enumerate(known)
            ]
        await work.lock(*(room["journal_id"] for room in known if room is not None))
        opened: list[UUID] = []
        for number, (row, room) in enumerate(zip(rows, known, strict=True)):
            contract = _contract_of(row, member, _derived_id(request.id, number))
            if room is None:
                await open_workspace(work, member, contract, side=Side.BUYER)
                opened.append(contract.workspace_id)
            else:
                await _bring_up_to_date(work, room["journal_id"], row, contract)
                opened.append(room["id"])
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
    made = await fetch_one(
        "insert into workspace (id, journal_id, contract_id, phase, opened_at, opened_by_side)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning id",
        contract.workspace_id,
        shared,
        contract_id,
        Phase.EXPLORATION,
        work.at,
        side,
    )
    # An imported contract's workspace got its id from us, and no earlier request went by it.
    require(made is not None, IdTaken)
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


async def _room_of(member: Member, row: PreviewRow) -> dict[str, Any] | None:
    """Return the workspace whose contract a notice changes; only its negotiators may do that."""
    if row.contract_id is None:
        return None
    room = await fetch_one(
        "select w.id, w.journal_id, p.roles from workspace w"
        " join participant p on p.workspace_id = w.id and p.person_id = $2 and p.left_at is null"
        " where w.contract_id = $1",
        row.contract_id,
        member.person_id,
    )
    require(room is not None and Role.NEGOTIATOR in room["roles"])
    return room


async def _bring_up_to_date(
    work: Work, journal_id: UUID, row: PreviewRow, contract: NewContract
) -> None:
    known = await fetch_one("select details from contract where id = $1", row.contract_id)
    assert known is not None, "the contract was seen a moment ago"
    # What parties set here, such as the scope rule, is not for a notice to change.
    details = {**msgspec.json.decode(known["details"]), **contract.details}
    await update_contract(
        work,
        journal_id,
        row,
        title=contract.title,
        reference=contract.reference,
        # A value that a later notice does not tell is still what it was.
        value_state=contract.value_state if contract.value_cents is not None else None,
        value_cents=contract.value_cents,
        currency=contract.currency,
        cpv=contract.cpv,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        awarded_on=contract.awarded_on,
        notice_key=contract.notice_key,
        ocid=contract.ocid,
        details=canonical_bytes(details).decode(),
    )


def _derived_id(request_id: UUID, number: int) -> UUID:
    """Make the id of the n-th workspace from the caller's, so that repeating finds it again."""
    made = bytearray(hashlib.sha256(request_id.bytes + number.to_bytes(4, "big")).digest()[:16])
    made[6] = made[6] & 0x0F | 0x40
    made[8] = made[8] & 0x3F | 0x80
    return UUID(bytes=bytes(made))


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
        lot_id=lots_text(opening) or None,
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
