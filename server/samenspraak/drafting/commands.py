"""Open, put away, and note that something was proposed: the moves of drafts as such."""

from uuid import UUID

from samenspraak.database import as_person, execute, fetch_one
from samenspraak.drafting.decisions import (
    DRAFTS_LIMIT,
    AlreadyOpen,
    TooManyDrafts,
    check_discard,
    check_unchanged,
)
from samenspraak.drafting.documents import seed
from samenspraak.drafting.policy import may_discard, may_write
from samenspraak.drafting.queries import state_of
from samenspraak.drafting.schemas import (
    Box,
    Content,
    DiscardDraft,
    DraftDiscarded,
    DraftKind,
    DraftOpened,
    DraftProposed,
    DraftState,
)
from samenspraak.errors import IdTaken, NotFound, require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant


def journal_of(participant: Participant, box: Box) -> UUID:
    """Return the journal of those who see a draft in this box."""
    return participant.shared_journal_id if box is Box.JOINT else participant.side_journal_id


async def open_in(
    work: Work,
    participant: Participant,
    *,
    draft_id: UUID,
    kind: DraftKind,
    box: Box,
    subject_id: UUID | None,
    content: Content,
    base: tuple[int, str] | None = None,
) -> None:
    """Open a draft that begins with this content, within a unit that locked its journal.

    The server alone seeds: two beginnings would merge into everything twice. `base` is the number
    and digest of the frozen text it begins from.
    """
    require(may_write(participant))
    journal_id = journal_of(participant, box)
    await _refuse_doubled(participant, journal_id, kind, subject_id)
    base_number, base_digest = base or (None, None)
    made = await fetch_one(
        "insert into draft (id, journal_id, workspace_id, kind, box, subject_id, base_number,"
        " base_digest, opened_at, opened_by, head)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) on conflict (id) do nothing"
        " returning id",
        draft_id,
        journal_id,
        participant.workspace_id,
        kind.value,
        box.value,
        subject_id,
        base_number,
        base_digest,
        work.at,
        participant.person_id,
    )
    if made is None:
        raise IdTaken
    update, client_id = seed(content)
    await execute(
        "select append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [draft_id],
        [participant.person_id],
        [update],
        [draft_id],
        [client_id],
        [participant.person_id],
        [],
        [],
        [],
        work.at,
        "",
    )
    work.record(
        journal_id,
        DraftOpened(
            workspace_id=participant.workspace_id,
            draft_id=draft_id,
            draft_kind=kind,
            subject_id=subject_id,
        ),
    )


async def frozen_in(participant: Participant, draft_id: UUID, *, digest: str) -> DraftState:
    """Return a draft as it will be frozen: nobody's writing is stored until the unit commits.

    Another content than the one named is refused, so that nobody proposes what they did not see.
    """
    return check_unchanged(await state_of(participant, draft_id, to_freeze=True), digest)


async def proposed_in(
    work: Work, state: DraftState, *, subject_id: UUID, number: int, digest: str
) -> None:
    """Note that a frozen text was made of a draft, within a unit that locked its journal."""
    await execute(
        "update draft set subject_id = $2, proposed_number = $3, proposed_digest = $4,"
        " proposed_at = $5 where id = $1",
        state.id,
        subject_id,
        number,
        digest,
        work.at,
    )
    work.record(
        state.journal_id,
        DraftProposed(
            workspace_id=state.workspace_id,
            draft_id=state.id,
            draft_kind=state.kind,
            subject_id=subject_id,
            number=number,
            digest=digest,
        ),
    )


async def discard(participant: Participant, draft_id: UUID, request: DiscardDraft) -> None:
    """Put a draft away for good; whoever writes in it is told, and its sockets close."""
    async with as_person(participant.person_id):
        state = await state_of(participant, draft_id)
    if state is None:
        raise NotFound
    require(may_discard(participant, state))
    async with unit_of_work(participant.person_id, state.journal_id) as work:
        again = await still(participant)
        if await work.repeats(request, state.journal_id, draft_id):
            return
        # Somebody may have written in it while we waited.
        state = check_discard(await state_of(again, draft_id, to_freeze=True))
        require(may_discard(again, state))
        await execute("update draft set discarded_at = $2 where id = $1", draft_id, work.at)
        work.record(
            state.journal_id,
            DraftDiscarded(
                workspace_id=participant.workspace_id, draft_id=draft_id, draft_kind=state.kind
            ),
        )


async def _refuse_doubled(
    participant: Participant, journal_id: UUID, kind: DraftKind, subject_id: UUID | None
) -> None:
    there = await fetch_one(
        "select id from draft where journal_id = $1 and kind = $2 and subject_id = $3"
        " and discarded_at is null",
        journal_id,
        kind.value,
        subject_id,
    )
    if there is not None:
        raise AlreadyOpen(draft_id=str(there["id"]))
    count = await fetch_one(
        "select count(*) as open from draft where workspace_id = $1 and journal_id = $2"
        " and discarded_at is null",
        participant.workspace_id,
        journal_id,
    )
    assert count is not None, "a count always gives a row"
    if count["open"] >= DRAFTS_LIMIT:
        raise TooManyDrafts(limit=DRAFTS_LIMIT)
