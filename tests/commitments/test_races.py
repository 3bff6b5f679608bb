"""Both sides press at once: one waits for the other, then decides on what is there."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.builders import Room
from tests.builders_commitments import Table, named, some_terms

from samenspraak.commitments import commands
from samenspraak.commitments.decisions import NotOnTheTable, OwnProposal, StaleRevision
from samenspraak.commitments.queries import commitment_view
from samenspraak.commitments.schemas import (
    AcceptRevision,
    CounterRevision,
    ProposeAnew,
    ProposeCommitment,
    WithdrawRevision,
)
from samenspraak.database import as_person, fetch, fetch_one

PAIRS = 40


async def proposed(room: Room) -> tuple[UUID, dict[str, Any]]:
    """Let Youssef propose something and return its id and the name of its text."""
    commitment_id = uuid4()
    await commands.propose(room.youssef, ProposeCommitment(id=commitment_id, terms=some_terms()))
    view, _ = await commitment_view(room.marieke, commitment_id)
    return commitment_id, {
        "revision": view.negotiation.revision,
        "digest": view.negotiation.digest,
    }


async def accepted_digests(room: Room, commitment_id: UUID) -> list[str]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select digest from negotiation where commitment_id = $1 and closed_as = 'agreed'",
            commitment_id,
        )
    return [row["digest"] for row in rows]


@pytest.mark.parametrize("pair", range(PAIRS))
async def test_an_accept_beside_a_counter_of_a_colleague_never_binds_the_other_text(
    room: Room, pair: int
):
    """Marieke says yes while her own side puts something else: either one, never a mixture."""
    commitment_id, name = await proposed(room)
    accept = commands.accept(room.marieke, commitment_id, AcceptRevision(id=uuid4(), **name))
    counter = commands.counter(
        room.marieke,
        commitment_id,
        CounterRevision(id=uuid4(), terms=some_terms(quantity="9"), **name),
    )
    moves = [accept, counter] if pair % 2 else [counter, accept]

    results = await asyncio.gather(*moves, return_exceptions=True)

    refusals = [result for result in results if result is not None]
    assert len(refusals) == 1
    assert isinstance(refusals[0], StaleRevision | NotOnTheTable)
    agreed = await accepted_digests(room, commitment_id)
    view, _ = await commitment_view(room.youssef, commitment_id)
    if isinstance(refusals[0], StaleRevision):
        assert agreed == []
        assert view.negotiation.revision == 2
        assert refusals[0].facts["current_digest"] == view.negotiation.digest
    else:
        assert agreed == [name["digest"]]
        assert len(view.revisions) == 1


async def test_an_accept_beside_a_better_offer_binds_only_what_was_read(room: Room):
    """The proposer improves the text after a question, while the other side presses yes to it."""
    commitment_id, name = await proposed(room)

    for _ in range(10):
        results = await asyncio.gather(
            commands.accept(room.marieke, commitment_id, AcceptRevision(id=uuid4(), **name)),
            commands.withdraw(room.youssef, commitment_id, WithdrawRevision(id=uuid4(), **name)),
            return_exceptions=True,
        )
        assert sum(result is None for result in results) == 1
        agreed = await accepted_digests(room, commitment_id)
        assert agreed == ([] if results[0] else [name["digest"]])
        commitment_id, name = await proposed(room)


async def test_forty_yeses_at_once_are_one(room: Room):
    commitment_id, name = await proposed(room)

    results = await asyncio.gather(
        *(
            commands.accept(room.marieke, commitment_id, AcceptRevision(id=uuid4(), **name))
            for _ in range(PAIRS)
        ),
        return_exceptions=True,
    )

    assert sum(result is None for result in results) == 1
    assert all(result is None or isinstance(result, NotOnTheTable) for result in results)
    async with as_person(room.marieke.person_id):
        row = await fetch_one(
            "select count(*) as times from entry where journal_id = $1"
            " and kind = 'commitment.accepted'",
            room.journal_id,
        )
    assert row == {"times": 1}


async def test_two_sides_propose_a_change_at_once_and_one_lies_on_the_table(
    room: Room, buyer: Table, contractor: Table
):
    made = await contractor.propose()
    agreed = await buyer.move("acceptances", made)
    name = named(agreed)

    results = await asyncio.gather(
        *(
            commands.propose_anew(
                who,
                UUID(made["id"]),
                ProposeAnew(id=uuid4(), terms=some_terms(quantity="5"), **name),
            )
            for who in (room.marieke, room.youssef) * 5
        ),
        return_exceptions=True,
    )

    assert sum(result is None for result in results) == 1
    assert len((await buyer.see(made))["revisions"]) == 2


async def test_proposals_at_once_get_numbers_of_their_own(room: Room):
    await asyncio.gather(*(proposed(room) for _ in range(10)))

    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select number from commitment where workspace_id = $1 order by number", room.id
        )
    assert [row["number"] for row in rows] == list(range(1, 11))


async def test_nobody_says_yes_for_the_other_side_by_being_quick(room: Room):
    commitment_id, name = await proposed(room)

    results = await asyncio.gather(
        *(
            commands.accept(room.youssef, commitment_id, AcceptRevision(id=uuid4(), **name))
            for _ in range(5)
        ),
        return_exceptions=True,
    )

    assert all(isinstance(result, OwnProposal) for result in results)
