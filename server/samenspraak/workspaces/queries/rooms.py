"""What a person sees of workspaces: the list, one room, its people, its purpose and obligation."""

import base64
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import Invalid, NotFound
from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.positions import position, reached_by
from samenspraak.journal.queries import entries_after, heads
from samenspraak.journal.schemas import EntriesView
from samenspraak.workspaces.policy import (
    may_agree_statement,
    may_invite_colleague,
    may_invite_other_side,
    may_set_statement,
    may_withdraw_invitation,
)
from samenspraak.workspaces.queries.obligations import (
    contract_size,
    obligation_asks,
    obligation_view,
    obligations,
    scope_rule_of,
)
from samenspraak.workspaces.queries.wordings import agreed_and_proposed, wordings
from samenspraak.workspaces.schemas import (
    ContractView,
    InvitationPageView,
    InvitationView,
    Participant,
    ParticipantView,
    PartyView,
    Phase,
    PurposePart,
    PurposeView,
    Role,
    Side,
    WorkspaceLineView,
    WorkspacesView,
    WorkspaceView,
)

PAGE_LIMIT = 100

_LIST = """
select w.id, w.phase, c.title, c.reference, p.side, j.head_at,
       (select string_agg(party.name, ', ' order by party.name) from party
        where party.workspace_id = w.id and party.side = 'buyer') as buyer_name,
       (select string_agg(party.name, ', ' order by party.name) from party
        where party.workspace_id = w.id and party.side = 'contractor') as contractor_name,
       (select o.content from obligation o where o.workspace_id = w.id and o.agreed_at is not null
        order by o.number desc limit 1) as obligation
from participant p
join workspace w on w.id = p.workspace_id
join contract c on c.id = w.contract_id
join journal j on j.id = w.journal_id
where p.person_id = $1 and p.left_at is null
  and ($2::timestamptz is null or (j.head_at, w.id) < ($2, $3))
order by j.head_at desc, w.id desc
limit $4
"""


async def workspaces_of(person: SignedIn, *, after: str | None, limit: int) -> WorkspacesView:
    """Return a person's contracts, the last active first."""
    at, workspace_id = _read_page_mark(after)
    async with reading_as(person.person_id):
        rows = await fetch(_LIST, person.person_id, at, workspace_id, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return WorkspacesView(
        items=[
            WorkspaceLineView(
                id=row["id"],
                title=row["title"],
                reference=row["reference"],
                phase=Phase(row["phase"]),
                own_side=Side(row["side"]),
                buyer_name=row["buyer_name"] or "",
                contractor_name=row["contractor_name"] or "",
                obligation_cents=(
                    None
                    if row["obligation"] is None
                    else msgspec.json.decode(row["obligation"]).get("amountCents")
                ),
                last_activity_at=row["head_at"],
            )
            for row in rows
        ],
        next=_page_mark(rows[-1]["head_at"], rows[-1]["id"]) if more else None,
    )


async def workspace_view(participant: Participant) -> tuple[WorkspaceView, str]:
    """Return one room as this participant sees it, and the position its news goes on from."""
    async with reading_as(participant.person_id):
        # Read before the rows, so that nothing falls between this answer and the first news.
        reached = position(await heads(participant.journal_ids))
        workspace = await fetch_one(
            """
            select w.phase, c.title, c.reference, c.value_state, c.value_cents, c.currency, c.cpv,
                   c.starts_on, c.ends_on, c.awarded_on, c.source, c.details
            from workspace w join contract c on c.id = w.contract_id where w.id = $1
            """,
            participant.workspace_id,
        )
        if workspace is None:
            raise NotFound
        parties = await _parties(participant.workspace_id)
        people = await people_of(participant.workspace_id)
        purposes = await wordings("purpose", participant.workspace_id)
        known = await obligations(participant.workspace_id)
        contract = await contract_size(participant.workspace_id)
        asks = await obligation_asks(participant, known)
        is_administrator = await administers(participant)
    details = msgspec.json.decode(workspace["details"])
    purpose, proposed_purpose = agreed_and_proposed(purposes)
    obligation, proposed_obligation = agreed_and_proposed(known.rows)
    view_of = partial(
        obligation_view, known, language=participant.person.language, participant=participant
    )
    return WorkspaceView(
        id=participant.workspace_id,
        phase=Phase(workspace["phase"]),
        contract=ContractView(
            **{
                name: workspace[name]
                for name in (
                    "title",
                    "reference",
                    "value_state",
                    "value_cents",
                    "currency",
                    "cpv",
                    "starts_on",
                    "ends_on",
                    "awarded_on",
                    "source",
                )
            },
            social_objectives=details.get("socialObjectives", []),
        ),
        parties=parties,
        participants=people,
        own_participant_id=participant.id,
        own_side=participant.side,
        purpose=None if purpose is None else _purpose_view(purpose),
        proposed_purpose=None if proposed_purpose is None else _purpose_view(proposed_purpose),
        obligation=None if obligation is None else view_of(obligation),
        proposed_obligation=None if proposed_obligation is None else view_of(proposed_obligation),
        obligation_asks=asks,
        scope_rule=scope_rule_of(obligation, contract),
        moves=_moves(
            participant,
            parties,
            is_administrator=is_administrator,
            proposed_purpose=proposed_purpose,
            proposed_obligation=proposed_obligation,
        ),
    ), reached


async def newest_purpose(workspace_id: UUID) -> PurposeView | None:
    """Return the newest wording of why, agreed or not; inside a transaction."""
    rows = await wordings("purpose", workspace_id)
    return _purpose_view(rows[0]) if rows else None


async def agreed_purpose(workspace_id: UUID) -> PurposeView | None:
    """Return why, as both sides agreed; inside a transaction."""
    agreed, _ = agreed_and_proposed(await wordings("purpose", workspace_id))
    return None if agreed is None else _purpose_view(agreed)


async def administers(participant: Participant) -> bool:
    """Tell whether somebody is administrator of the organisation they speak for."""
    row = await fetch_one(
        "select is_administrator from membership"
        " where organisation_id = $1 and person_id = $2 and left_at is null",
        participant.organisation_id,
        participant.person_id,
    )
    return row is not None and row["is_administrator"]


async def invitations_of(participant: Participant) -> list[InvitationView]:
    """Return the own side's invitations that are still open."""
    async with reading_as(participant.person_id):
        rows = await fetch(
            """
            select id, email, side, roles, expires_at, is_mailed from invitation
            where workspace_id = $1 and journal_id = $2 and accepted_at is null
              and withdrawn_at is null and expires_at > $3
            order by invited_at
            """,
            participant.workspace_id,
            participant.side_journal_id,
            surroundings.now(),
        )
    return [
        InvitationView(
            id=row["id"],
            email=row["email"],
            side=Side(row["side"]),
            roles=[Role(role) for role in row["roles"]],
            expires_at=row["expires_at"],
            is_mailed=row["is_mailed"],
            moves=["withdraw"] if may_withdraw_invitation(participant) else [],
        )
        for row in rows
    ]


async def invitation_page(token_hash: str) -> InvitationPageView:
    """Return what an invitation's link shows; looking changes nothing."""
    async with reading_as(None):
        row = await fetch_one("select * from invitation_by($1)", token_hash)
    if row is None:
        raise NotFound
    return InvitationPageView(
        contract_title=row["contract_title"],
        party_name=row["party_name"],
        side=Side(row["side"]),
        invited_by=row["invited_by_name"],
        email=row["email"],
        expires_at=row["expires_at"],
        is_open=(
            row["accepted_at"] is None
            and row["withdrawn_at"] is None
            and row["expires_at"] > surroundings.now()
        ),
        person_known=row["person_known"],
    )


async def entries_of(participant: Participant, after: str | None) -> EntriesView:
    """Return what happened in this workspace after a position, or from the beginning."""
    known = dict.fromkeys(participant.journal_ids, 0)
    if after is not None:
        reached = reached_by(after)
        known = {journal: reached.get(journal, 0) for journal in known}
    async with reading_as(participant.person_id):
        return await entries_after(known)


def _moves(
    participant: Participant,
    parties: list[PartyView],
    *,
    is_administrator: bool,
    proposed_purpose: dict[str, Any] | None,
    proposed_obligation: dict[str, Any] | None,
) -> list[str]:
    moves: list[str] = []
    if may_invite_colleague(
        participant, [_plain_role(participant)], is_administrator=is_administrator
    ):
        moves.append("invite-colleague")
    for side in Side:
        waiting = [party for party in parties if party.side is side]
        if may_invite_other_side(participant, side) and not any(
            party.has_joined for party in waiting
        ):
            moves.append(f"invite-{side}")
    if may_set_statement(participant):
        moves += ["set-purpose", "set-obligation"]
    for name, proposed in (("purpose", proposed_purpose), ("obligation", proposed_obligation)):
        if (
            may_agree_statement(participant)
            and proposed is not None
            and proposed["by_side"] != participant.side
        ):
            moves.append(f"agree-{name}")
    return moves


def _plain_role(participant: Participant) -> Role:
    return Role.COORDINATOR if participant.side is Side.COORDINATOR else Role.READER


async def _parties(workspace_id: UUID) -> list[PartyView]:
    rows = await fetch(
        "select * from party where workspace_id = $1"
        " order by array_position(array['buyer', 'contractor', 'coordinator'], side::text), name",
        workspace_id,
    )
    return [
        PartyView(
            id=row["id"],
            side=Side(row["side"]),
            name=row["name"],
            identifier=(
                None
                if row["identifier_id"] is None
                else f"{row['identifier_scheme'] or ''} {row['identifier_id']}".strip()
            ),
            has_joined=row["joined_at"] is not None,
        )
        for row in rows
    ]


async def people_of(workspace_id: UUID) -> list[ParticipantView]:
    """Return everybody who takes part or did, by side; inside a transaction."""
    rows = await fetch(
        """
        select p.*, party.name as party_name from participant p
        join party on party.id = p.party_id
        where p.workspace_id = $1
        order by array_position(array['buyer', 'contractor', 'coordinator'], p.side::text),
                 p.joined_at, p.id
        """,
        workspace_id,
    )
    return [
        ParticipantView(
            id=row["id"],
            person_id=row["person_id"],
            side=Side(row["side"]),
            name=row["name"],
            title=row["title"],
            roles=[Role(role) for role in row["roles"]],
            party_name=row["party_name"],
            has_left=row["left_at"] is not None,
        )
        for row in rows
    ]


def _purpose_view(row: dict[str, Any]) -> PurposeView:
    content = msgspec.json.decode(row["content"])
    return PurposeView(
        number=row["number"],
        text=content["text"],
        parts=[msgspec.convert(part, PurposePart) for part in content["parts"]],
        digest=row["digest"],
        by_side=Side(row["by_side"]),
        set_at=row["set_at"],
        agreed_at=row["agreed_at"],
    )


def _page_mark(at: datetime, workspace_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}/{workspace_id}".encode()).decode()


def _read_page_mark(mark: str | None) -> tuple[datetime | None, UUID | None]:
    if mark is None:
        return None, None
    try:
        at, _, workspace_id = base64.urlsafe_b64decode(mark.encode()).decode().partition("/")
        moment = datetime.fromisoformat(at)
        # PostgreSQL has room for these, whatever their zone.
        if moment.tzinfo is None or not 1900 <= moment.year <= 2999:
            raise ValueError(mark)
        return moment, UUID(workspace_id)
    except ValueError as error:
        raise Invalid from error
