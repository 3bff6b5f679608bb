"""Who may be in a draft's conversation: judged by both locks, and again when it may have changed."""

import asyncio
import math
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from tests.browser import SESSION_COOKIE
from tests.builders import People, Person
from tests.builders import Room as Table
from tests.builders_drafts import PATIENCE, a_draft
from tests.drafting.test_rooms_in_memory import inside, until

from samenspraak.drafting.commands import discard
from samenspraak.drafting.rooms import rights
from samenspraak.drafting.rooms.registry import Rooms
from samenspraak.drafting.schemas import Box, DiscardDraft
from samenspraak.identity.commands import sign_out_everywhere
from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.wakeups import Doorbell
from samenspraak.settings import Settings
from samenspraak.workspaces.access import Door, enter
from samenspraak.workspaces.commands import change_roles, remove_participant
from samenspraak.workspaces.schemas import ChangeRoles, Participant, RemoveParticipant, Role
from samenspraak.workspaces.sockets import NOT_THERE, SIGN_IN, Leave, Socket

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def bell(settings: Settings) -> AsyncIterator[Doorbell]:
    bell = Doorbell(settings.database_url)
    await bell.start()
    yield bell
    await bell.stop()


@pytest.fixture
async def rooms(
    settings: Settings, bell: Doorbell, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Rooms]:
    """Rooms in which nobody is judged again until it rings for them: the slow round never comes."""
    monkeypatch.setattr(rights, "ROUND_SECONDS", math.inf)
    rooms = Rooms(settings, bell)
    rooms.start()
    yield rooms
    await rooms.stop()


async def a_line(person: Person, settings: Settings, door: Door = enter) -> Socket:
    """Return what rights ask of a socket: who sent which cookie, and the door to go through."""
    headers = [(b"cookie", f"{SESSION_COOKIE}={await person.session(settings)}".encode())]
    return cast(
        "Socket",
        SimpleNamespace(
            scope={"headers": headers, "query_string": b""},
            app=SimpleNamespace(state=SimpleNamespace(settings=settings, door=door)),
        ),
    )


async def word_to(line: Socket, draft: UUID, **more: Any) -> int:
    with pytest.raises(Leave) as leave:
        await rights.admitted(line, draft, **more)
    return leave.value.code


async def test_a_draft_is_there_for_whoever_both_locks_let_in(
    people: People, room: Table, settings: Settings
):
    own = await a_draft(room.marieke, box=Box.OWN_SIDE)
    tom = await a_line(people.tom, settings)
    place, participant = await rights.admitted(tom, own)
    assert (place.id, participant.id) == (own, room.tom.id)

    # PostgreSQL keeps it from them, and says the same of what is not there at all.
    for person in (people.youssef, people.femke, people.bram):
        line = await a_line(person, settings)
        assert await word_to(line, own) == await word_to(line, uuid4()) == NOT_THERE
    assert await word_to(await a_line(people.bram, settings), own, absent=4999) == 4999

    async def wrong_door(_person: SignedIn, _workspace_id: UUID) -> Participant:
        return room.youssef

    # Whom the door knows as somebody of another side stays out, though PostgreSQL shows it.
    assert await word_to(await a_line(people.tom, settings, wrong_door), own) == NOT_THERE
    await discard(room.marieke, own, DiscardDraft(id=uuid4()))
    assert await word_to(tom, own) == NOT_THERE


async def test_signing_out_ends_a_conversation_when_it_rings_for_that_person(
    people: People, room: Table, rooms: Rooms, bell: Doorbell, settings: Settings
):
    draft = await a_draft(room.marieke)
    line = await a_line(people.femke, settings)
    async with inside(rooms, draft, room.femke) as (here, femke):
        with rooms.rights.watching(femke.peer, here, line, since=bell.rings):
            await sign_out_everywhere(await people.femke.signed_in(settings))
            leave = await asyncio.wait_for(femke.peer.gone, PATIENCE)
    assert leave is not None
    assert leave.code == SIGN_IN


async def test_nothing_is_taken_or_sent_from_the_ring_until_somebody_was_judged(
    people: People, room: Table, rooms: Rooms, bell: Doorbell, settings: Settings
):
    draft = await a_draft(room.marieke)
    line = await a_line(people.tom, settings)
    unhurried, rung = rights.Rights(bell), asyncio.Event()
    async with inside(rooms, draft, room.tom) as (here, tom):
        with (
            unhurried.watching(tom.peer, here, line, since=bell.rings),
            bell.telling([room.journal_id], rung.set),
        ):
            assert not tom.peer.is_held
            await remove_participant(
                room.marieke, RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
            )
            await asyncio.wait_for(rung.wait(), PATIENCE)
            assert tom.peer.is_held


async def test_whoever_may_only_read_from_now_on_writes_no_more_in_what_is_open(
    people: People, room: Table, rooms: Rooms, bell: Doorbell, settings: Settings
):
    draft = await a_draft(room.marieke)
    line = await a_line(people.tom, settings)
    async with inside(rooms, draft, room.tom) as (here, tom):
        with rooms.rights.watching(tom.peer, here, line, since=bell.rings):
            assert tom.peer.may_write
            await change_roles(
                room.marieke,
                ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER]),
            )
            await until(lambda: tom.peer.participant.roles == frozenset({Role.READER}))
            assert not tom.peer.may_write
