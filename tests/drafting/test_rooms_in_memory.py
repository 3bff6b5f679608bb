"""Rooms without a network: what is let go, what is bounded, and what waits for what."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from pycrdt import Doc, Text, merge_updates
from tests.builders import Room as Table
from tests.builders_drafts import PATIENCE, a_draft

from samenspraak.drafting import protocol
from samenspraak.drafting.documents import (
    Document,
    content_of,
    document_of,
    fields_of,
    new_document,
    text_of,
)
from samenspraak.drafting.fence import read
from samenspraak.drafting.queries import draft_view
from samenspraak.drafting.rooms.intake import Inbound
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.registry import Rooms
from samenspraak.drafting.rooms.replica import shape_of
from samenspraak.drafting.rooms.room import Room
from samenspraak.drafting.rooms.store import Place, place_of
from samenspraak.drafting.schemas import FIELDS_LIMIT, DraftKind
from samenspraak.journal.wakeups import Doorbell
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant
from samenspraak.workspaces.sockets import Leave

pytestmark = pytest.mark.usefixtures("database")
Open = Callable[..., Awaitable[Rooms]]


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[Open]:
    """Give rooms as a process of its own would have them: `await opened(draft_idle_seconds=0)`."""
    bell = Doorbell(settings.database_url)
    await bell.start()
    running: list[Rooms] = []

    async def rooms(**more: Any) -> Rooms:
        one = Rooms(msgspec.structs.replace(settings, **more), bell)
        one.start()
        running.append(one)
        return one

    yield rooms
    for one in running:
        await one.stop()
    await bell.stop()


class Guest:
    """Somebody in a room, with what was sent to them."""

    def __init__(self, rooms: Rooms, participant: Participant, *, is_stuck: bool = False) -> None:
        self.sent: list[protocol.Frame] = []
        self.flows = asyncio.Event()
        if not is_stuck:
            self.flows.set()
        self.peer = Peer(participant, self._send, rooms.settings, is_told=True)
        self.document = new_document()

    async def _send(self, message: dict[str, Any]) -> None:
        await self.flows.wait()
        self.sent.append(protocol.parse(message["bytes"]))

    def bring(self, room: Room, text: str) -> None:
        before = self.document.get_state()
        text_of(self.document).insert(0, text)
        self.say(room, self.document.get_update(before))

    def say(self, room: Room, update: bytes, *, is_tried: bool = False) -> None:
        reading = read(update, shape_of(DraftKind.PURPOSE))
        room.bring(Inbound(peer=self.peer, update=update, reading=reading, is_tried=is_tried))

    def said(self, kind: str) -> list[dict[str, Any]]:
        notices = [
            msgspec.json.decode(frame.text)
            for frame in self.sent
            if isinstance(frame, protocol.Notice)
        ]
        return [notice for notice in notices if notice["kind"] == kind]

    @property
    def acknowledged(self) -> int:
        return max(
            (frame.count for frame in self.sent if isinstance(frame, protocol.Ack)), default=0
        )

    @property
    def updates(self) -> list[bytes]:
        return [frame.update for frame in self.sent if isinstance(frame, protocol.Update)]


async def place(participant: Participant, draft: UUID) -> Place:
    found = await place_of(participant.person_id, draft)
    assert found is not None
    return found


@asynccontextmanager
async def inside(
    rooms: Rooms, draft: UUID, participant: Participant, **more: Any
) -> AsyncIterator[tuple[Room, Guest]]:
    guest = Guest(rooms, participant, **more)
    room = await rooms.join(await place(participant, draft), guest.peer)
    writing = asyncio.create_task(guest.peer.write())
    try:
        yield room, guest
    finally:
        rooms.part(room, guest.peer)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  # what it waits for sets no event
            await asyncio.sleep(0.01)


async def test_a_room_nobody_reads_is_taken_together_and_let_go(opened: Open, room: Table):
    rooms = await opened(draft_idle_seconds=0.0)
    draft = await a_draft(room.marieke, text="wereld")

    async def written() -> list[weakref.ref[Any]]:
        async with inside(rooms, draft, room.marieke) as (here, guest):
            guest.bring(here, "hallo")
            await until(lambda: guest.acknowledged == 1)
            return [weakref.ref(here), weakref.ref(here.replica.document)]

    kept = await written()
    await until(lambda: not rooms._rooms and not rooms._unloading)
    await until(lambda: gc.collect() >= 0 and [ref() for ref in kept] == [None, None])
    # Whoever comes next begins with the snapshot.
    async with inside(rooms, draft, room.youssef) as (again, _):
        assert not again.compaction.has_tail
        assert sorted(again.replica.content().text) == sorted("hallowereld")


async def test_whoever_comes_while_a_room_is_let_go_keeps_it(opened: Open, room: Table):
    rooms = await opened(draft_idle_seconds=0.05)
    draft = await a_draft(room.marieke)
    for _ in range(20):
        async with inside(rooms, draft, room.marieke) as (first, guest):
            guest.bring(first, "x")
            await until(lambda guest=guest: guest.acknowledged == 1)
        await asyncio.sleep(0.045)
        async with inside(rooms, draft, room.youssef) as (second, other):
            assert not second.is_closed
            other.bring(second, "y")
            await until(lambda other=other: other.acknowledged == 1)
    view, _ = await draft_view(room.tom, draft)
    assert sorted(view.text) == ["x"] * 20 + ["y"] * 20


async def test_a_draft_is_loaded_once_for_all_who_come(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    where = await place(room.marieke, draft)
    guests = [Guest(rooms, each) for each in (room.marieke, room.tom, room.youssef, room.femke)]
    joined = await asyncio.gather(*(rooms.join(where, guest.peer) for guest in guests))
    assert len({id(each) for each in joined}) == 1
    for guest in guests:
        rooms.part(joined[0], guest.peer)


async def test_whoever_reads_too_slowly_is_sent_away_and_holds_nothing(opened: Open, room: Table):
    rooms = await opened(draft_queue_frames=8, draft_queue_bytes=2000)
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.marieke) as (here, marieke),
        inside(rooms, draft, room.youssef, is_stuck=True) as (_, slow),
        inside(rooms, draft, room.tom) as (_, tom),
    ):
        for at in range(30):
            marieke.bring(here, f"{at} " + "woord " * 20)
            await until(lambda at=at: marieke.acknowledged == at + 1)
            assert len(slow.peer._waiting) <= 9
        leave = slow.peer.gone.result()
        assert isinstance(leave, Leave)
        assert leave.code == 4513
        assert not slow.peer._waiting
        await until(lambda: len(tom.updates) == 30)
        assert not tom.peer.gone.done()


async def test_what_waits_for_a_reader_is_joined(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.marieke) as (here, marieke),
        inside(rooms, draft, room.youssef, is_stuck=True) as (_, slow),
    ):
        for at in range(10):
            marieke.bring(here, f"{at}")
            await until(lambda at=at: marieke.acknowledged == at + 1)
        slow.flows.set()
        await until(lambda: bool(slow.updates))
        reader = new_document()
        await until(lambda: _all_applied(reader, slow.updates) == "9876543210")
        assert len(slow.updates) <= 2


async def test_a_whole_draft_does_not_count_as_falling_behind(opened: Open, room: Table):
    rooms = await opened(draft_queue_bytes=2000)
    draft = await a_draft(room.marieke, text="lang " * 2000)
    async with inside(rooms, draft, room.youssef) as (here, guest):
        here.ask(guest.peer, b"\x00")
        await guest.peer.answered()
        await until(lambda: any(isinstance(frame, protocol.Step2) for frame in guest.sent))
        assert not guest.peer.gone.done()
        # The server asks in turn, and says who may do what.
        kinds = [type(frame) for frame in guest.sent[:2]]
        assert kinds == [protocol.Step2, protocol.Step1]


async def test_whoever_never_asks_hears_what_is_written_all_the_same(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.youssef) as (here, silent),
        inside(rooms, draft, room.marieke) as (_, marieke),
    ):
        marieke.bring(here, "hallo")
        await until(lambda: len(silent.updates) == 1)
        await until(lambda: any(isinstance(frame, protocol.Step1) for frame in silent.sent))


async def test_nothing_of_somebody_who_is_being_judged_is_taken_or_sent(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.marieke) as (here, marieke),
        inside(rooms, draft, room.youssef) as (_, youssef),
    ):
        youssef.peer.hold()
        youssef.bring(here, "ik wacht ")
        marieke.bring(here, "ik niet")
        await until(lambda: marieke.acknowledged == 1)
        assert youssef.acknowledged == 0
        assert not youssef.updates
        youssef.peer.let_go()
        here.rejudged(youssef.peer, could_write=True)
        await until(lambda: youssef.acknowledged == 1 and len(marieke.updates) == 1)
        await until(lambda: len(youssef.updates) >= 1)


async def test_whoever_only_reads_may_repeat_what_is_known(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.marieke) as (here, marieke),
        inside(rooms, draft, room.tom) as (_, tom),
    ):
        marieke.bring(here, "een twee drie")
        del text_of(marieke.document)[0:4]
        marieke.say(here, marieke.document.get_update())
        await until(lambda: marieke.acknowledged == 2)
        tom.peer.may_write = False
        # With all that was ever deleted, as Yjs answers.
        tom.say(here, here.replica.encoded())
        tom.say(here, here.replica.missing(here.replica.vector()))
        await until(lambda: tom.acknowledged == 2)
        assert not tom.said("not-stored")
        fresh = new_document()
        fresh.apply_update(here.replica.encoded())
        del text_of(fresh)[0:1]
        tom.say(here, fresh.get_update())
        await until(lambda: tom.acknowledged == 3)
        assert len(tom.said("not-stored")) == 1
        assert here.replica.content().text == "twee drie"


async def test_what_was_pasted_and_taken_out_again_is_not_too_long(opened: Open, room: Table):
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.marieke) as (here, marieke):
        kept = new_document()
        text_of(kept).insert(0, "kort" + "x" * 200_000)
        # As an editor that can still undo tells it: the words, and that they are gone.
        whole = kept.get_update()
        before = kept.get_state()
        del text_of(kept)[4:200_004]
        marieke.say(here, merge_updates(whole, kept.get_update(before)), is_tried=True)
        await until(lambda: marieke.acknowledged == 1)
        assert not marieke.said("not-stored")
        assert here.replica.content().text == "kort"
        # Saying all of it once more adds nothing.
        marieke.say(here, whole, is_tried=True)
        await until(lambda: marieke.acknowledged == 2)
        assert not marieke.said("not-stored")


async def test_everybody_hears_something_now_and_then(opened: Open, room: Table):
    """A plain client hangs up after half a minute without a message."""
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with (
        inside(rooms, draft, room.marieke) as (here, marieke),
        inside(rooms, draft, room.tom) as (_, silent),
    ):
        state = protocol.State(marieke.document.client_id, 1, b'{"field":"text"}')
        here.gathering.appear(marieke.peer, protocol.write_awareness([state]))
        await until(lambda: any(isinstance(each, protocol.Awareness) for each in silent.sent))
        for guest in (marieke, silent):
            await until(lambda guest=guest: guest.peer.is_greeted)
            guest.sent.clear()
        here.gathering._echo()
        await until(lambda: any(isinstance(each, protocol.Awareness) for each in marieke.sent))
        await until(lambda: any(isinstance(each, protocol.Step1) for each in silent.sent))


async def test_a_draft_takes_so_many_writers(opened: Open, room: Table):
    rooms = await opened(draft_editors=2)
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.marieke), inside(rooms, draft, room.tom):
        guest = Guest(rooms, room.youssef)
        with pytest.raises(Leave):
            await rooms.join(await place(room.youssef, draft), guest.peer)


async def test_a_draft_that_is_nearly_full_says_so_and_then_takes_no_more(
    opened: Open, room: Table
):
    rooms = await opened(draft_warn_bytes=1500, draft_bytes=3000)
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.marieke) as (here, marieke):
        for at in range(4):
            marieke.bring(here, "x" * 900)
            await until(lambda at=at: marieke.acknowledged == at + 1)
        assert marieke.said("nearly-full")
        assert marieke.said("not-stored")[0]["slug"] == "drafting/too-large"
    view, _ = await draft_view(room.tom, draft)
    assert len(view.text) == 2700


async def test_a_draft_that_is_not_there_leaves_nothing_behind(opened: Open, room: Table):
    rooms = await opened()
    nowhere = msgspec.structs.replace(
        await place(room.marieke, await a_draft(room.marieke)), id=uuid4()
    )
    guest = Guest(rooms, room.marieke)
    with pytest.raises(Leave):
        await rooms.join(nowhere, guest.peer)
    assert not rooms._rooms
    assert not rooms._loading


def _all_applied(document: Document, updates: list[bytes]) -> str:
    for update in updates:
        document.apply_update(update)
    return str(text_of(document))


async def test_the_client_id_somebody_shows_under_is_theirs_before_they_write(
    opened: Open, room: Table
):
    """Else anybody could write under it first, and its owner would be sent away for writing."""
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.youssef) as (here, youssef):
        async with inside(rooms, draft, room.marieke) as (_, marieke):
            client = marieke.document.client_id
            shown = protocol.State(client, 1, b"{}")
            here.gathering.appear(marieke.peer, protocol.write_awareness([shown]))
        # Also while her connection is broken, and whatever he says of himself meanwhile.
        here.gathering.appear(youssef.peer, protocol.write_awareness([shown]))
        forged = Doc(client_id=client)
        forged.get("text", type=Text).insert(0, "vals")
        youssef.say(here, forged.get_update())
        await until(youssef.peer.gone.done)
        async with inside(rooms, draft, room.marieke) as (_, again):
            again.document = marieke.document
            again.bring(here, "van Marieke")
            await until(lambda: again.acknowledged == 1)
    leave = youssef.peer.gone.result()
    assert leave is not None
    assert (leave.code, leave.reason) == (4400, "client")


async def test_nobody_comes_with_a_crowd_of_client_ids(opened: Open, room: Table):
    """Each is bound for ever and takes a row; a person leaves a handful behind, a liar thousands."""
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.youssef) as (here, youssef):
        crowd: list[bytes] = []
        for client in range(1, 34):
            one = Doc(client_id=client)
            one.get("text", type=Text).insert(0, "x")
            crowd.append(one.get_update())
        youssef.say(here, merge_updates(*crowd[:32]))
        await until(lambda: youssef.acknowledged == 1)
        youssef.say(here, merge_updates(*crowd))
        await until(lambda: youssef.acknowledged == 2)
        assert not youssef.peer.gone.done(), "thirty-two of them are known by now"

        youssef.say(here, merge_updates(*(_renamed(update) for update in crowd)))
        await until(youssef.peer.gone.done)
    leave = youssef.peer.gone.result()
    assert leave is not None
    assert (leave.code, leave.reason) == (4400, "clients")


def _renamed(update: bytes) -> bytes:
    document = Doc(client_id=1_000_000 + update[2])
    document.get("text", type=Text).insert(0, "x")
    return document.get_update()


async def test_fields_together_have_a_limit_too(opened: Open, room: Table):
    """They are read for every list that the draft is in."""
    rooms = await opened()
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.marieke) as (here, marieke):
        fields = fields_of(marieke.document)

        def put(name: str, value: str) -> None:
            before = marieke.document.get_state()
            fields[name] = value
            marieke.say(here, marieke.document.get_update(before), is_tried=True)

        put("parts.A", "x" * (FIELDS_LIMIT - 2_000))
        put("parts.B", "y" * 1_000)
        await until(lambda: marieke.acknowledged == 2)
        assert marieke.said("not-stored") == []
        put("parts.C", "z" * 2_000)
        await until(lambda: bool(marieke.said("not-stored")))
        assert marieke.said("not-stored")[0]["slug"] == "drafting/text-too-long"
        # Another, who has nothing of that: what is taken out makes room.
        async with inside(rooms, draft, room.youssef) as (_, youssef):
            youssef.document.apply_update(here.replica.encoded())
            before = youssef.document.get_state()
            with youssef.document.transaction():
                fields_of(youssef.document)["parts.A"] = "kort"
            youssef.say(here, youssef.document.get_update(before))
            youssef.bring(here, "en verder")
            await until(lambda: youssef.acknowledged == 2)
            assert youssef.said("not-stored") == []


# Well formed, but no program ever had these neighbours side by side: all at once, the library puts
# the same words in another order.
NEVER_SIDE_BY_SIDE = (
    "01012a000401047465787409e4b880e4b881e4b88200",
    "01013400442a0109e4b883e4b884e4b88500",
    "01012a03c42a012a0203e4b88600",
    "01013403c434022a0103e4b88700",
    "01013a00c42a002a0206e4b888e4b88900",
)


async def test_no_text_changes_by_being_taken_together(opened: Open, room: Table):
    rooms = await opened(draft_idle_seconds=0.0)
    draft = await a_draft(room.marieke)
    async with inside(rooms, draft, room.marieke) as (here, marieke):
        for at, written in enumerate(NEVER_SIDE_BY_SIDE, 1):
            marieke.say(here, bytes.fromhex(written))
            await until(lambda at=at: marieke.acknowledged == at)
        before = here.replica.content()
        assert content_of(document_of(here.replica.encoded(), ()), DraftKind.PURPOSE) != before
    await until(lambda: not rooms._rooms and not rooms._unloading)
    async with inside(rooms, draft, room.youssef) as (again, _):
        assert again.replica.content() == before
