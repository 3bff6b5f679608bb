"""Invite somebody by address, and let them in with the link they got."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.canonical import digest
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import Forbidden, NotFound, Unauthenticated, require
from samenspraak.identity import commands as identity
from samenspraak.identity.attempts import ration
from samenspraak.identity.letters import write_letter
from samenspraak.identity.schemas import Language, SignedIn
from samenspraak.identity.spelling import email_of
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.journal.schemas import JournalKind
from samenspraak.personal_data import guard
from samenspraak.workspaces.commands.rows import FIRST_ROLES, insert_participant, insert_room
from samenspraak.workspaces.decisions import (
    AlreadyInvited,
    AlreadyTakesPart,
    InvitationOver,
    OtherAddress,
    check_invitation,
)
from samenspraak.workspaces.policy import (
    may_invite_colleague,
    may_invite_other_side,
    may_withdraw_invitation,
)
from samenspraak.workspaces.queries import administers
from samenspraak.workspaces.schemas import (
    Admission,
    InvitationWithdrawn,
    InvitePerson,
    JoinWorkspace,
    Participant,
    PersonInvited,
    Phase,
    Role,
    Side,
    WithdrawInvitation,
)

# Two weeks: long enough for a holiday, short enough that a forgotten mail opens nothing.
INVITATION_DAYS = 14
# A mistyped role or a lost letter, not a way to fill a stranger's letterbox in our name.
ONE_ADDRESS_A_DAY = 5


async def invite(
    participant: Participant, request: InvitePerson, *, mailed_from: str | None = None
) -> str | None:
    """Invite somebody and return the secret of the link, or None when this was asked before.

    The link is bound to the address and works once; opening it accepts nothing. With the address
    of our pages in `mailed_from` the link goes by mail, and whoever invites never sees it.
    """
    check_invitation(request)
    guard({"/title": request.title, "/partyName": request.party_name or ""})
    email = email_of(request.email)
    # Apart from the unit: a count may be lost in a crash, and nothing else may.
    async with as_person(None):
        await ration(
            "invitation",
            participant.person_id,
            participant.workspace_id,
            email,
            limit=ONE_ADDRESS_A_DAY,
            seconds=24 * 3600,
        )
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
        await _refuse_who_takes_part(participant.workspace_id, email)
        party_id = participant.party_id
        if not own_side:
            party_id = await _party_across(work, participant, request)
        secret = base64.urlsafe_b64encode(surroundings.random_bytes(32)).decode().rstrip("=")
        roles = request.roles if own_side or request.side is Side.COORDINATOR else FIRST_ROLES
        await execute(
            "insert into invitation (id, journal_id, workspace_id, party_id, side, email, title,"
            " roles, token_hash, is_mailed, invited_by, invited_at, expires_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            request.id,
            participant.side_journal_id,
            participant.workspace_id,
            party_id,
            request.side,
            email,
            request.title.strip(),
            [role.value for role in roles],
            secret_hash(secret),
            mailed_from is not None,
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
        if mailed_from is not None:
            await _mail(work, participant, email, party_id, f"{mailed_from}/uitnodiging/{secret}")
            return None
    return secret


async def withdraw_invitation(
    participant: Participant, invitation_id: UUID, request: WithdrawInvitation
) -> None:
    """Make an open invitation of the own side worthless."""
    require(may_withdraw_invitation(participant))
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


async def _mail(
    work: Work, participant: Participant, email: str, party_id: UUID, link: str
) -> None:
    row = await fetch_one(
        "select c.title, party.name from party join workspace w on w.id = party.workspace_id"
        " join contract c on c.id = w.contract_id where party.id = $1",
        party_id,
    )
    assert row is not None, "the party was found or made a moment ago"
    until = work.at + timedelta(days=INVITATION_DAYS)
    await write_letter(
        "invitation",
        recipient=email,
        # Who is invited has no language with us yet; colleagues mostly share one.
        language=participant.person.language,
        inviter=participant.name,
        contract=" ".join(row["title"].split())[:150],
        party=" ".join(row["name"].split())[:150],
        link=link,
        until=until.date().isoformat(),
    )


def secret_hash(secret: str) -> str:
    """Return what we keep of a link's secret."""
    return digest(secret.encode())


async def _come_in(work: Work, row: dict[str, Any], page: dict[str, Any], *, name: str) -> None:
    side = Side(row["side"])
    known = (row["organisation_journal_id"], row["shared_journal_id"], row["side_journal_id"])
    await work.lock(*(journal for journal in known if journal is not None))
    before = await fetch_one(
        "select side, left_at from participant where workspace_id = $1 and person_id = $2",
        row["workspace_id"],
        work.person_id,
    )
    # Who left may come back to the own side; what they said stays said for the side they were on.
    if before is not None and (before["left_at"] is None or before["side"] != side):
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
        await insert_room(room, row["workspace_id"], side)
    await insert_participant(
        work,
        shared=row["shared_journal_id"],
        workspace_id=row["workspace_id"],
        party_id=row["party_id"],
        side=side,
        name=name,
        title=title,
        roles=tuple(Role(role) for role in page["roles"]),
        admission=Admission.MAILED_LINK if page["is_mailed"] else Admission.SHOWN_LINK,
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
