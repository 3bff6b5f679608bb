"""Opening and putting away under a lock: at once, from several sides, and up to the limit."""

import asyncio
from collections.abc import Awaitable
from contextvars import Context
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.builders import People, Room, a_room
from tests.builders_drafts import a_draft
from tests.builders_written import write

from samenspraak.database import as_person, execute, fetch
from samenspraak.drafting.commands import discard, frozen_in, open_in
from samenspraak.drafting.decisions import (
    DRAFTS_LIMIT,
    AlreadyOpen,
    ChangedMeanwhile,
    Discarded,
    TooManyDrafts,
)
from samenspraak.drafting.queries import draft_view, drafts_view
from samenspraak.drafting.rooms.store import load, place_of
from samenspraak.drafting.schemas import Box, Content, DiscardDraft, DraftKind
from samenspraak.errors import Forbidden, IdTaken, NotFound, Refusal
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import ChangeRoles, Role

pytestmark = pytest.mark.usefixtures("database")


async def outcome(doing: Awaitable[Any]) -> Any:
    try:
        return await doing
    except Refusal as refusal:
        return refusal


async def test_of_many_who_begin_at_once_one_does_and_the_others_are_told_where(room: Room):
    """Two beginnings would merge into everything twice."""
    for box, people in (
        (Box.JOINT, (room.marieke, room.youssef, room.femke, room.tom)),
        (Box.OWN_SIDE, (room.marieke, room.tom)),
    ):
        answers = await asyncio.gather(
            *(outcome(a_draft(each, box=box, text="Werk.")) for each in people * 2)
        )
        [made] = [each for each in answers if isinstance(each, UUID)]
        others = [each for each in answers if each is not made]
        assert {type(each) for each in others} == {AlreadyOpen}
        assert {each.facts["draft_id"] for each in others} == {str(made)}
        view, _ = await draft_view(room.marieke, made)
        assert (view.text, view.sequence) == ("Werk.", 1)


async def test_there_is_one_of_a_kind_about_a_thing_in_a_box_and_any_number_of_others(room: Room):
    first, second = uuid4(), uuid4()
    for kind, subject in (
        (DraftKind.COMMITMENT, first),
        (DraftKind.COMMITMENT, second),
        (DraftKind.PURPOSE, room.id),
        (DraftKind.CLAUSES, room.id),
    ):
        for participant, box in (
            (room.marieke, Box.JOINT),
            (room.marieke, Box.OWN_SIDE),
            (room.youssef, Box.OWN_SIDE),
            (room.femke, Box.OWN_SIDE),
        ):
            await a_draft(participant, kind=kind, box=box, subject_id=subject)
    with pytest.raises(AlreadyOpen):
        await a_draft(room.youssef, kind=DraftKind.COMMITMENT, subject_id=first)


async def test_the_id_of_a_draft_elsewhere_is_taken(room: Room):
    """The answer does not tell by whom: an own-side draft of the other side looks the same."""
    draft_id = await a_draft(room.marieke, box=Box.OWN_SIDE)
    async with as_person(room.youssef.person_id):
        assert await fetch("select 1 from draft where id = $1", draft_id) == []
    with pytest.raises(IdTaken):
        async with unit_of_work(room.youssef.person_id, room.journal_id) as work:
            await open_in(
                work,
                room.youssef,
                draft_id=draft_id,
                kind=DraftKind.CLAUSES,
                box=Box.JOINT,
                subject_id=room.id,
                content=Content(fields={}, text=""),
            )


async def test_a_room_holds_as_many_open_drafts_as_anybody_can_keep_in_mind(room: Room):
    async with as_person(room.marieke.person_id):
        await execute(
            "insert into draft (id, journal_id, workspace_id, kind, box, opened_at, opened_by, head)"
            " select gen_random_uuid(), $1, $2, 'commitment', 'own_side', now(), $3, 0"
            " from generate_series(1, $4)",
            room.marieke.side_journal_id,
            room.id,
            room.marieke.person_id,
            DRAFTS_LIMIT,
        )
    with pytest.raises(TooManyDrafts):
        await a_draft(room.marieke, box=Box.OWN_SIDE)
    # It is counted by those who see them: nobody else meets that limit.
    await a_draft(room.youssef, box=Box.OWN_SIDE)
    draft_id = await a_draft(room.marieke)
    view, _ = await drafts_view(room.marieke)
    assert len(view.items) == DRAFTS_LIMIT + 1
    await discard(room.marieke, view.items[0].id, DiscardDraft(id=uuid4()))
    assert draft_id != await a_draft(room.marieke, box=Box.OWN_SIDE)


async def test_rights_are_judged_as_they_are_and_not_as_they_were(room: Room):
    draft_id = await a_draft(room.tom, box=Box.OWN_SIDE)
    await workspaces.change_roles(
        room.marieke, ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER])
    )
    # What he came in with still says that he may.
    with pytest.raises(Forbidden):
        await discard(room.tom, draft_id, DiscardDraft(id=uuid4()))


async def test_of_many_who_put_away_at_once_one_does(room: Room):
    draft_id = await a_draft(room.marieke)
    answers = await asyncio.gather(
        *(
            outcome(discard(each, draft_id, DiscardDraft(id=uuid4())))
            for each in (room.marieke, room.youssef) * 3
        )
    )
    assert [answer for answer in answers if answer is None] == [None]
    assert {type(answer) for answer in answers if answer is not None} == {Discarded}


async def test_what_is_frozen_stays_as_it_is_until_the_unit_ends(room: Room):
    """Whoever writes meanwhile waits: what is proposed and what is stored are one."""
    draft_id = await a_draft(room.marieke, text="Werk.")
    view, _ = await draft_view(room.marieke, draft_id)
    async with as_person(room.marieke.person_id):
        state = await frozen_in(room.marieke, draft_id, digest=view.digest)
        # In a context of its own, or it would write within the transaction that is open here.
        writing = asyncio.create_task(
            write(room.youssef, draft_id, text="Iets anders."), context=Context()
        )
        await _until_it_waits(writing)
        assert not writing.done()
        again = await frozen_in(room.marieke, draft_id, digest=view.digest)
        assert (again.content, again.head) == (state.content, state.head)
    await writing
    with pytest.raises(ChangedMeanwhile):
        async with as_person(room.marieke.person_id):
            await frozen_in(room.marieke, draft_id, digest=view.digest)


async def test_nobody_freezes_what_they_cannot_see(room: Room):
    draft_id = await a_draft(room.marieke, box=Box.OWN_SIDE)
    view, _ = await draft_view(room.marieke, draft_id)
    for somebody in (room.youssef, room.femke):
        async with as_person(somebody.person_id):
            with pytest.raises(NotFound):
                await frozen_in(somebody, draft_id, digest=view.digest)


async def test_who_writes_is_known_as_they_are_in_this_room(
    room: Room, people: People, settings: Settings
):
    """Whoever takes part in several rooms is another participant in each of them."""
    others = [await a_room(people, settings, title=title) for title in ("Zuid", "Noord")]
    for here in (room, *others):
        draft_id = await a_draft(here.marieke)
        await write(here.tom, draft_id, fields={"title": "Werk"})
        place = await place_of(here.youssef.person_id, draft_id)
        assert place is not None

        loaded = await load(here.youssef.person_id, place)

        assert loaded is not None
        assert loaded.authors[here.tom.person_id].participant_id == here.tom.id


async def _until_it_waits(task: asyncio.Task[None]) -> None:
    while not task.done():
        rows = await fetch("select 1 from pg_locks where not granted")
        if rows:
            return
        await asyncio.sleep(0.01)
