"""Drafts proposed while others press, or write, at the same moment."""

import asyncio
from contextvars import copy_context
from typing import Any
from uuid import UUID, uuid4

from tests.builders import Room
from tests.builders_commitments import some_terms
from tests.commitments.desk import store, write

from samenspraak.commitments import commands
from samenspraak.commitments.decisions import StaleRevision, content_of_terms
from samenspraak.commitments.queries import commitment_draft_view, commitment_view
from samenspraak.commitments.schemas import (
    CommitmentDraftView,
    OpenCommitmentDraft,
    ProposeDraft,
)
from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.drafting.commands import frozen_in
from samenspraak.drafting.schemas import Box
from samenspraak.errors import Refusal
from samenspraak.journal.commands import unit_of_work


async def a_draft(room: Room, box: Box = Box.JOINT) -> tuple[UUID, CommitmentDraftView]:
    """A draft by Youssef that could be proposed as it stands."""
    draft_id = uuid4()
    await commands.open_draft(room.youssef, OpenCommitmentDraft(id=draft_id, box=box))
    fields = content_of_terms(some_terms(), []).fields
    await write(room.youssef, named(draft_id), fields, "Twee leerlingen.")
    view, _ = await commitment_draft_view(room.youssef, draft_id)
    return draft_id, view


def named(draft_id: UUID) -> dict[str, Any]:
    return {"draft": {"id": str(draft_id)}}


def proposing(view: CommitmentDraftView) -> ProposeDraft:
    return ProposeDraft(id=uuid4(), digest=view.draft.digest, answers=view.answers)


async def revisions_of(room: Room) -> list[dict[str, Any]]:
    async with as_person(room.marieke.person_id):
        return await fetch(
            "select r.* from revision r join commitment c on c.id = r.commitment_id"
            " where c.workspace_id = $1",
            room.id,
        )


async def test_one_request_sent_many_times_puts_one_text(room: Room):
    for box in Box:
        draft_id, view = await a_draft(room, box)
        request = proposing(view)

        ids = await asyncio.gather(
            *(commands.propose_draft(room.youssef, draft_id, request) for _ in range(10))
        )

        assert len(set(ids)) == 1
        seen, _ = await commitment_view(room.marieke, ids[0])
        assert len(seen.revisions) == 1


async def test_of_two_sides_that_propose_one_draft_at_once_one_is_first(room: Room):
    draft_id, view = await a_draft(room)

    results = await asyncio.gather(
        *(
            commands.propose_draft(who, draft_id, proposing(view))
            for who in (room.youssef, room.marieke) * 5
        ),
        return_exceptions=True,
    )

    refusals = [result for result in results if not isinstance(result, UUID)]
    assert len(refusals) == 9
    assert all(isinstance(refusal, StaleRevision) for refusal in refusals)
    assert len(await revisions_of(room)) == 1


async def test_drafts_of_both_sides_proposed_at_once_are_two_commitments(room: Room):
    first, view = await a_draft(room, Box.OWN_SIDE)
    second = uuid4()
    await commands.open_draft(room.marieke, OpenCommitmentDraft(id=second, box=Box.OWN_SIDE))
    await write(room.marieke, named(second), content_of_terms(some_terms(), []).fields)
    other, _ = await commitment_draft_view(room.marieke, second)

    ids = await asyncio.gather(
        commands.propose_draft(room.youssef, first, proposing(view)),
        commands.propose_draft(room.marieke, second, proposing(other)),
    )

    assert len(set(ids)) == 2


async def test_joint_drafts_opened_at_once_get_numbers_of_their_own(room: Room):
    requests = [OpenCommitmentDraft(id=uuid4(), box=Box.JOINT) for _ in range(8)]

    await asyncio.gather(
        *(
            commands.open_draft(who, request)
            for who, request in zip((room.youssef, room.marieke) * 4, requests, strict=True)
        )
    )

    async with as_person(room.marieke.person_id):
        rows = await fetch("select number from commitment where workspace_id = $1", room.id)
    assert sorted(row["number"] for row in rows) == list(range(1, 9))


async def test_one_draft_of_a_commitment_comes_of_many_that_open_it(room: Room):
    draft_id, view = await a_draft(room)
    commitment_id = await commands.propose_draft(room.youssef, draft_id, proposing(view))

    results = await asyncio.gather(
        *(
            commands.open_draft(
                room.marieke,
                OpenCommitmentDraft(id=uuid4(), box=Box.OWN_SIDE, commitment_id=commitment_id),
            )
            for _ in range(6)
        ),
        return_exceptions=True,
    )

    refused = [result for result in results if isinstance(result, Refusal)]
    assert {refusal.slug for refusal in refused} == {"drafting/already-open"}
    assert len(refused) == 5


async def test_a_proposal_waits_for_whoever_is_being_stored_and_then_sees_it(room: Room):
    draft_id, view = await a_draft(room)
    elsewhere = copy_context()

    async with as_person(room.marieke.person_id):
        await store(room.marieke, draft_id, {"quantity": "9"}, "")
        proposal = asyncio.create_task(
            commands.propose_draft(room.youssef, draft_id, proposing(view)), context=elsewhere
        )
        await _somebody_waits()
        assert not proposal.done()
    results = await asyncio.gather(proposal, return_exceptions=True)

    assert isinstance(results[0], Refusal)
    assert results[0].slug == "drafting/changed-meanwhile"
    assert await revisions_of(room) == []


async def test_whoever_writes_waits_for_a_proposal_and_changes_nothing_of_it(room: Room):
    """What is frozen is exactly what the digest names, whatever arrives meanwhile."""
    draft_id, view = await a_draft(room)
    elsewhere = copy_context()

    async with unit_of_work(room.youssef.person_id, room.journal_id):
        state = await frozen_in(room.youssef, draft_id, digest=view.draft.digest)
        writing = asyncio.create_task(
            write(room.marieke, named(draft_id), {"quantity": "9"}), context=elsewhere
        )
        await _somebody_waits()
        again = await frozen_in(room.youssef, draft_id, digest=view.draft.digest)
        assert again == state
        assert not writing.done()
    await writing

    after, _ = await commitment_draft_view(room.youssef, draft_id)
    assert after.draft.fields["quantity"] == "9"


async def test_writing_all_the_while_never_puts_what_nobody_named(room: Room):
    draft_id, _ = await a_draft(room)

    async def write_on() -> None:
        for number in range(1, 15):
            await write(room.marieke, named(draft_id), {"quantity": str(number)})

    async def propose_until_it_goes_well() -> CommitmentDraftView:
        while True:
            view, _ = await commitment_draft_view(room.youssef, draft_id)
            try:
                await commands.propose_draft(room.youssef, draft_id, proposing(view))
            except Refusal as refusal:
                assert refusal.slug == "drafting/changed-meanwhile"  # noqa: PT017  # and tries again
            else:
                return view

    view, _ = await asyncio.gather(propose_until_it_goes_well(), write_on())

    (row,) = await revisions_of(room)
    assert f'"quantity":"{view.draft.fields["quantity"]}"' in row["content"]


async def test_own_side_writing_waits_for_nobody_across(room: Room):
    """The shared journal is held here all the while; the own side goes on."""
    elsewhere = copy_context()
    async with unit_of_work(room.marieke.person_id, room.journal_id):
        draft_id, _ = await asyncio.create_task(a_draft(room, Box.OWN_SIDE), context=elsewhere)

    view, _ = await commitment_draft_view(room.youssef, draft_id)
    assert view.commitment is None


async def _somebody_waits() -> None:
    """Return once another transaction waits for a row that this one holds."""
    # It gives up after three seconds, and then there is nothing to see any more.
    for _ in range(300):
        row = await fetch_one(
            "select count(*) as waiting from pg_stat_activity"
            " where pg_backend_pid() = any(pg_blocking_pids(pid))"
        )
        if row is not None and row["waiting"]:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")
