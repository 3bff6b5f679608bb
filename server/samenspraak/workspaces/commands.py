"""Open a room, let people in, say why and what is owed."""

import base64
import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.database import as_person, execute, fetch, fetch_one
from samenspraak.errors import Forbidden, NotFound, Unauthenticated, require
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import Language, Member, SignedIn
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import JournalKind
from samenspraak.personal_data import guard
from samenspraak.procurement.commands import PreviewRow, chosen_rows, remember_notices
from samenspraak.procurement.queries import contractor_name, members, title_of
from samenspraak.procurement.schemas import OpenImported, ValueState, text_in
from samenspraak.workspaces.decisions import (
    AlreadyInvited,
    AlreadyTakesPart,
    InvitationOver,
    LastNegotiator,
    NobodyAcross,
    OtherAddress,
    agree,
    check_by_hand,
    check_invitation,
    check_obligation,
    check_purpose,
)
from samenspraak.workspaces.policy import (
    may_agree_statement,
    may_change_roles,
    may_invite_colleague,
    may_invite_other_side,
    may_remove,
    may_set_statement,
)
from samenspraak.workspaces.queries import administers, wordings
from samenspraak.workspaces.schemas import (
    Agree,
    ChangeRoles,
    InvitationWithdrawn,
    InvitePerson,
    JoinWorkspace,
    ObligationAgreed,
    ObligationSet,
    OpenByHand,
    Participant,
    ParticipantJoined,
    ParticipantLeft,
    PersonInvited,
    Phase,
    PurposeAgreed,
    PurposeSet,
    RemoveParticipant,
    Role,
    RolesChanged,
    SetObligation,
    SetPurpose,
    Side,
    WithdrawInvitation,
    WorkspaceOpened,
)

# Who opens a room, or is the first of a party, can do everything but sign without a mandate.
FIRST_ROLES = (Role.NEGOTIATOR, Role.APPROVER, Role.SIGNATORY)
# Two weeks: long enough for a holiday, short enough that a forgotten mail opens nothing.
INVITATION_DAYS = 14


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
    await _insert_room(room, contract.workspace_id, side)
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
    await _insert_participant(
        work,
        shared=shared,
        workspace_id=contract.workspace_id,
        party_id=party_id,
        side=side,
        name=member.person.name,
        title=member.title,
        roles=roles,
    )


async def invite(participant: Participant, request: InvitePerson) -> str | None:
    """Invite somebody and return the secret of the link, or None when this was asked before.

    The link is bound to the address and works once; opening it accepts nothing.
    """
    check_invitation(request)
    guard({"/title": request.title, "/partyName": request.party_name or ""})
    own_side = request.side is participant.side
    # A new party is something both sides see; colleagues are one's own matter.
    journals = [participant.side_journal_id]
    if not own_side:
        journals.append(participant.shared_journal_id)
    async with unit_of_work(participant.person_id, *journals) as work:
        if own_side:
            require(
                may_invite_colleague(
                    participant, request.roles, is_administrator=await administers(participant)
                )
            )
        else:
            require(may_invite_other_side(participant, request.side))
        if await work.repeats(request, participant.side_journal_id):
            return None
        email = request.email.strip().lower()
        await _refuse_who_takes_part(participant.workspace_id, email)
        party_id = participant.party_id
        if not own_side:
            party_id = await _party_across(work, participant, request)
        secret = base64.urlsafe_b64encode(surroundings.random_bytes(32)).decode().rstrip("=")
        roles = request.roles if own_side or request.side is Side.COORDINATOR else FIRST_ROLES
        await execute(
            "insert into invitation (id, journal_id, workspace_id, party_id, side, email, title,"
            " roles, token_hash, invited_by, invited_at, expires_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            request.id,
            participant.side_journal_id,
            participant.workspace_id,
            party_id,
            request.side,
            email,
            request.title.strip(),
            [role.value for role in roles],
            secret_hash(secret),
            participant.person_id,
            work.at,
            work.at + timedelta(days=INVITATION_DAYS),
        )
        work.record(
            participant.side_journal_id,
            PersonInvited(
                workspace_id=participant.workspace_id, invitation_id=request.id, side=request.side
            ),
        )
    return secret


def secret_hash(secret: str) -> str:
    """Return what we keep of a link's secret."""
    return digest(secret.encode())


async def withdraw_invitation(
    participant: Participant, invitation_id: UUID, request: WithdrawInvitation
) -> None:
    """Make an open invitation of the own side worthless."""
    require(not participant.person.is_program)
    async with unit_of_work(participant.person_id, participant.side_journal_id) as work:
        if await work.repeats(request, participant.side_journal_id, invitation_id):
            return
        row = await fetch_one(
            "update invitation set withdrawn_at = coalesce(withdrawn_at, $3)"
            " where id = $1 and workspace_id = $2 and journal_id = $4 and accepted_at is null"
            " returning id",
            invitation_id,
            participant.workspace_id,
            work.at,
            participant.side_journal_id,
        )
        if row is None:
            raise NotFound
        work.record(
            participant.side_journal_id,
            InvitationWithdrawn(workspace_id=participant.workspace_id, invitation_id=invitation_id),
        )


async def join(
    secret: str, request: JoinWorkspace, person: SignedIn | None, *, language: Language = "nl"
) -> tuple[UUID, UUID]:
    """Accept an invitation and return the workspace and the person, who may be new.

    It lets in; it never agrees to or signs anything.
    """
    async with as_person(None):
        page = await fetch_one("select * from invitation_by($1)", secret_hash(secret))
    if page is None:
        raise NotFound
    if person is not None and person.is_program:
        raise Forbidden
    if person is None and page["person_known"]:
        raise Unauthenticated
    if person is not None and person.email != page["email"]:
        raise OtherAddress
    person_id = surroundings.new_id() if person is None else person.person_id
    async with unit_of_work(person_id) as work:
        name = person.name if person is not None else ""
        if person is None:
            name = await identity.register(
                work,
                email=page["email"],
                name=request.name,
                password=request.password,
                language=language,
            )
        row = await fetch_one(
            "select * from accept_invitation($1, $2)", secret_hash(secret), work.at
        )
        if row is None:
            raise InvitationOver
        await _come_in(work, row, page, name=name)
    return row["workspace_id"], person_id


async def _come_in(work: Work, row: dict[str, Any], page: dict[str, Any], *, name: str) -> None:
    side = Side(row["side"])
    known = (row["organisation_journal_id"], row["shared_journal_id"], row["side_journal_id"])
    await work.lock(*(journal for journal in known if journal is not None))
    if await fetch_one(
        "select 1 from participant where workspace_id = $1 and person_id = $2",
        row["workspace_id"],
        work.person_id,
    ):
        raise AlreadyTakesPart
    title = page["title"]
    if row["organisation_id"] is None:
        founded = await identity.found_organisation(work, name=page["party_name"], title=title)
        await execute(
            "update party set organisation_id = $2, joined_at = $3 where id = $1",
            row["party_id"],
            founded.id,
            work.at,
        )
    else:
        await identity.add_member(
            work,
            organisation_id=row["organisation_id"],
            journal_id=row["organisation_journal_id"],
            title=title,
        )
    if row["side_journal_id"] is None:
        room = await work.found(JournalKind.SIDE)
        await _insert_room(room, row["workspace_id"], side)
    await _insert_participant(
        work,
        shared=row["shared_journal_id"],
        workspace_id=row["workspace_id"],
        party_id=row["party_id"],
        side=side,
        name=name,
        title=title,
        roles=tuple(Role(role) for role in page["roles"]),
    )
    if side is not Side.COORDINATOR:
        # With both sides in, there is somebody to talk with.
        await execute(
            "update workspace set phase = $2 where id = $1 and phase = $3"
            " and not exists (select from party where workspace_id = $1"
            " and side in ('buyer', 'contractor') and joined_at is null)",
            row["workspace_id"],
            Phase.DIALOGUE,
            Phase.EXPLORATION,
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


async def change_roles(participant: Participant, request: ChangeRoles) -> None:
    """Give a colleague other roles; those that bind come from the administrator."""
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        row = await _colleague(participant, request.participant_id)
        require(
            may_change_roles(
                participant,
                Side(row["side"]),
                {*request.roles, *(Role(role) for role in row["roles"])},
                is_administrator=await administers(participant),
            )
        )
        if await work.repeats(request, participant.shared_journal_id):
            return
        if Role.NEGOTIATOR not in request.roles:
            await _keep_a_negotiator(participant, row)
        await execute(
            "update participant set roles = $2 where id = $1",
            row["id"],
            [role.value for role in request.roles],
        )
        work.record(
            participant.shared_journal_id,
            RolesChanged(
                workspace_id=participant.workspace_id,
                participant_id=row["id"],
                side=participant.side,
                roles=request.roles,
            ),
        )


async def remove_participant(participant: Participant, request: RemoveParticipant) -> None:
    """End a colleague's part, or one's own: from this moment they see nothing here any more."""
    async with unit_of_work(
        participant.person_id, participant.shared_journal_id, participant.side_journal_id
    ) as work:
        row = await _colleague(participant, request.participant_id)
        require(
            may_remove(
                participant, Side(row["side"]), is_self=row["person_id"] == participant.person_id
            )
        )
        if await work.repeats(request, participant.shared_journal_id):
            return
        await _keep_a_negotiator(participant, row)
        await execute(
            "update participant set left_at = $2 where id = $1 and left_at is null",
            row["id"],
            work.at,
        )
        work.record(
            participant.shared_journal_id,
            ParticipantLeft(
                workspace_id=participant.workspace_id, participant_id=row["id"], side=row["side"]
            ),
        )
        for journal_id in participant.journal_ids:
            work.dismiss(journal_id, row["person_id"])


async def begin_execution(work: Work, workspace_id: UUID) -> None:  # noqa: ARG001  # inside a unit only
    """Go on to carrying out what was agreed, inside the unit in which it came in force."""
    await execute(
        "update workspace set phase = $2 where id = $1 and phase in ($3, $4)",
        workspace_id,
        Phase.EXECUTION,
        Phase.EXPLORATION,
        Phase.DIALOGUE,
    )


async def _colleague(participant: Participant, participant_id: UUID) -> dict[str, Any]:
    row = await fetch_one(
        "select * from participant where id = $1 and workspace_id = $2 and left_at is null",
        participant_id,
        participant.workspace_id,
    )
    if row is None:
        raise NotFound
    return row


async def _keep_a_negotiator(participant: Participant, leaving: dict[str, Any]) -> None:
    wanted = Role.COORDINATOR if leaving["side"] == Side.COORDINATOR else Role.NEGOTIATOR
    if wanted not in leaving["roles"]:
        return
    other = await fetch_one(
        "select 1 from participant where workspace_id = $1 and side = $2 and id <> $3"
        " and left_at is null and $4 = any(roles)",
        participant.workspace_id,
        leaving["side"],
        leaving["id"],
        wanted,
    )
    if other is None:
        raise LastNegotiator


async def _set_wording(
    participant: Participant,
    request: SetPurpose | SetObligation,
    kind: str,
    content: dict[str, Any],
    fact: type[PurposeSet | ObligationSet],
) -> None:
    require(may_set_statement(participant))
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
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


async def _refuse_who_takes_part(workspace_id: UUID, email: str) -> None:
    if await fetch_one(
        "select 1 from participant p join person on person.id = p.person_id"
        " where p.workspace_id = $1 and person.email = $2 and p.left_at is null",
        workspace_id,
        email,
    ):
        raise AlreadyTakesPart


async def _party_across(work: Work, participant: Participant, request: InvitePerson) -> UUID:
    """Return the party to invite into; only its first person is invited from across."""
    party = await fetch_one(
        "select id, joined_at from party where workspace_id = $1 and side = $2"
        " order by joined_at is null, id limit 1",
        participant.workspace_id,
        request.side,
    )
    if party is not None:
        open_invitation = await fetch_one(
            "select 1 from invitation where party_id = $1 and accepted_at is null"
            " and withdrawn_at is null and expires_at > $2",
            party["id"],
            work.at,
        )
        if party["joined_at"] is not None or open_invitation is not None:
            raise AlreadyInvited
        return party["id"]
    party_id = surroundings.new_id()
    await execute(
        "insert into party (id, journal_id, workspace_id, side, name) values ($1, $2, $3, $4, $5)",
        party_id,
        participant.shared_journal_id,
        participant.workspace_id,
        request.side,
        (request.party_name or request.email.partition("@")[2]).strip(),
    )
    return party_id


async def _insert_room(room: UUID, workspace_id: UUID, side: Side) -> None:
    await execute(
        "insert into side_room (id, journal_id, workspace_id, side) values ($1, $2, $3, $4)",
        surroundings.new_id(),
        room,
        workspace_id,
        side,
    )


async def _insert_participant(
    work: Work,
    *,
    shared: UUID,
    workspace_id: UUID,
    party_id: UUID,
    side: Side,
    name: str,
    title: str,
    roles: tuple[Role, ...],
) -> None:
    participant_id = surroundings.new_id()
    await execute(
        "insert into participant (id, journal_id, workspace_id, party_id, side, person_id, name,"
        " title, roles, joined_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        participant_id,
        shared,
        workspace_id,
        party_id,
        side,
        work.person_id,
        name,
        title,
        [role.value for role in roles],
        work.at,
    )
    work.record(
        shared,
        ParticipantJoined(
            workspace_id=workspace_id,
            participant_id=participant_id,
            person_id=work.person_id,
            side=side,
            roles=list(roles),
        ),
    )
