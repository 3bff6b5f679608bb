"""Writing together: who sees what when, what is kept, and who is let go with which word."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import websockets
from pycrdt import Doc, Text
from tests.builders import People, Room
from tests.builders_drafts import PATIENCE, Editor, a_draft, a_line, editing
from tests.secrecy.conftest import environment, served_without_door
from tests.servers import ServerProcess, free_ports, ready, servers
from websockets.exceptions import InvalidStatus

from samenspraak.database import as_person, fetch_one
from samenspraak.drafting import protocol
from samenspraak.drafting.commands import discard
from samenspraak.drafting.documents import new_document
from samenspraak.drafting.queries import draft_view
from samenspraak.drafting.schemas import Box, DiscardDraft
from samenspraak.embedded import Addresses
from samenspraak.identity.commands import make_token_for, sign_out_everywhere
from samenspraak.settings import Settings
from samenspraak.workspaces.commands import change_roles, remove_participant
from samenspraak.workspaces.schemas import ChangeRoles, Participant, RemoveParticipant, Role

HOLD = "select from draft where id = $1 for no key update"


@pytest.fixture(scope="module")
async def two(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[list[ServerProcess]]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 2) as running:
        yield running


@asynccontextmanager
async def held(addresses: Addresses, draft: UUID) -> AsyncIterator[asyncpg.Connection]:
    """Hold a draft's row, so that nothing is stored in it meanwhile."""
    connection = await asyncpg.connect(addresses.owner)
    try:
        async with connection.transaction():
            await connection.execute(HOLD, draft)
            yield connection
    finally:
        await connection.close()


async def waits(holder: asyncpg.Connection, many: int = 1) -> bool:
    """Tell whether so many wait for the row that is held, or behind whoever waits for it."""
    return await holder.fetchval(
        "select count(*) >= $1 from pg_stat_activity"
        " where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0",
        many,
    )


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds that nobody tells."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110  # another process does it, and sets no event
            await asyncio.sleep(0.02)


async def head_of(participant: Participant, draft: UUID) -> int:
    async with as_person(participant.person_id):
        row = await fetch_one("select head from draft where id = $1", draft)
    assert row is not None
    return row["head"]


async def stored(participant: Participant, draft: UUID) -> str:
    return (await draft_view(participant, draft))[0].text


async def test_two_people_write_at_once_and_end_with_the_same(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke, fields={"parts.A": "werk"}, text="Samen. ")
    origin = two[0].origin
    async with (
        editing(origin, draft, people.marieke, settings) as marieke,
        editing(origin, draft, people.youssef, settings) as youssef,
    ):
        assert str(marieke.text) == str(youssef.text) == "Samen. "
        for at in range(20):
            await marieke.write(f"m{at} ")
            await youssef.write(f"y{at} ", at=0)
        await marieke.set("parts.B", "leren")
        await marieke.until(lambda: "y19" in str(marieke.text))
        await youssef.until(lambda: "m19" in str(youssef.text) and "parts.B" in youssef.fields)
        assert str(marieke.text) == str(youssef.text)
        assert marieke.fields.to_py() == youssef.fields.to_py()
        # 20 or 21 updates, and the answer to the server's question.
        await youssef.until(lambda: youssef.acknowledged == 21)
        await marieke.until(lambda: marieke.acknowledged == 22)
    view, _ = await draft_view(room.tom, draft)
    assert view.text == str(marieke.text)
    assert view.fields == {"parts.A": "werk", "parts.B": "leren"}


async def test_who_changed_a_field_last_is_told_at_once_and_to_whoever_comes(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke, fields={"parts.A": "werk"})
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
            await youssef.set("parts.A", "leren")
            await marieke.until(lambda: "leren" in marieke.fields.to_py().values())
            await marieke.until(lambda: len(marieke.said("fields")) == 2)
        told = marieke.said("fields")[-1]["fields"]["parts.A"]
        assert told["by"] == str(room.youssef.id)
        assert (told["name"], told["side"]) == ("Youssef El Amrani", "contractor")
    async with editing(two[1].origin, draft, people.tom, settings) as tom:
        await tom.until(lambda: tom.said("fields"))
        assert tom.said("fields")[0]["fields"]["parts.A"] == told
    view, _ = await draft_view(room.tom, draft)
    assert view.authors["parts.A"].participant_id == room.youssef.id


async def test_whoever_is_not_told_hears_the_plain_protocol_only(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with (
        editing(two[0].origin, draft, people.marieke, settings, told=False) as plain,
        editing(two[0].origin, draft, people.youssef, settings) as youssef,
    ):
        await plain.set("parts.A", "werk")
        await youssef.set("parts.B", "leren")
        await youssef.until(lambda: "parts.A" in youssef.fields)
        await plain.until(lambda: "parts.B" in plain.fields)
        known = protocol.Step1 | protocol.Step2 | protocol.Update | protocol.Awareness
        assert all(isinstance(frame, known) for frame in plain.frames)


async def test_nothing_is_seen_or_acknowledged_before_it_is_stored(
    two: list[ServerProcess],
    people: People,
    room: Room,
    settings: Settings,
    addresses: Addresses,
):
    draft = await a_draft(room.marieke, text="Vast. ")
    other = await a_draft(room.marieke, box=Box.OWN_SIDE)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.youssef, settings) as youssef,
        editing(two[0].origin, other, people.marieke, settings) as elsewhere,
        editing(two[0].origin, other, people.tom, settings) as tom,
    ):
        await marieke.until(lambda: marieke.acknowledged == 1)
        async with held(addresses, draft) as holder:
            await marieke.write("Los.")
            await until(lambda: waits(holder))
            # Another draft goes on meanwhile, and somebody who comes in late sees what is stored.
            await elsewhere.write("verder")
            await tom.until(lambda: str(tom.text) == "verder")
            assert str(youssef.text) == "Vast. "
            assert marieke.acknowledged == 1
        await youssef.until(lambda: str(youssef.text) == "Vast. Los.")
        await marieke.until(lambda: marieke.acknowledged == 2)


async def test_what_could_not_be_stored_is_there_after_coming_back(
    two: list[ServerProcess],
    people: People,
    room: Room,
    settings: Settings,
    addresses: Addresses,
):
    draft = await a_draft(room.marieke, text="Vast. ")
    origin = two[0].origin
    async with (
        editing(origin, draft, people.marieke, settings) as marieke,
        editing(origin, draft, people.youssef, settings) as youssef,
    ):
        async with held(addresses, draft):
            await marieke.write("Los.")
            # The row is held for longer than anybody waits for it.
            assert await marieke.ended() == 4503
            assert await youssef.ended() == 4503
        assert str(youssef.text) == "Vast. "
        async with (
            editing(origin, draft, people.youssef, settings, document=youssef.document) as back,
            editing(origin, draft, people.marieke, settings, document=marieke.document) as again,
        ):
            await back.until(lambda: str(back.text) == "Vast. Los.")
            await again.until(lambda: again.acknowledged == 1)
    assert await stored(room.tom, draft) == "Vast. Los."


async def test_whoever_only_reads_is_told_that_nothing_of_theirs_is_kept(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke, text="Lees. ")
    await _give(room.marieke, room.tom, Role.READER)
    async with (
        editing(two[0].origin, draft, people.tom, settings) as tom,
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
    ):
        await tom.until(lambda: tom.said("rights"))
        assert tom.said("rights")[0]["mayWrite"] is False
        head = await head_of(room.marieke, draft)
        await tom.appear(1, field="text", cursor={"anchor": 1, "head": 1})
        await tom.write("Toch.")
        await tom.until(lambda: tom.said("not-stored"))
        assert tom.said("not-stored")[0]["slug"] == "drafting/read-only"
        await marieke.write("Schrijf.")
        await tom.until(lambda: "Schrijf." in str(tom.text))
        await marieke.until(lambda: tom.client in marieke.states())
        shown = marieke.states()[tom.client]
        assert (shown.get("field"), shown.get("cursor")) == (None, None)
        assert await head_of(room.marieke, draft) == head + 1
        assert str(marieke.text) == "Lees. Schrijf."

        # Being let in, what was dropped is asked for again.
        await _give(room.marieke, room.tom, Role.WRITER)
        await tom.until(lambda: tom.said("rights")[-1]["mayWrite"])
        await marieke.until(lambda: "Toch." in str(marieke.text))
        await _give(room.marieke, room.tom, Role.READER)
        await tom.until(lambda: not tom.said("rights")[-1]["mayWrite"])
        await marieke.until(lambda: not marieke.states()[tom.client]["user"]["mayWrite"])


async def test_nobody_writes_under_somebody_elses_client_id(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
        async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
            await marieke.write("van Marieke")
            await youssef.until(lambda: str(youssef.text) == "van Marieke")
        forged = Doc(client_id=marieke.client)
        forged.apply_update(youssef.document.get_update())
        before = forged.get_state()
        forged.get("text", type=Text).insert(0, "vals ")
        await youssef.socket.send(protocol.update(forged.get_update(before)))
        assert await youssef.ended() == 4400
    # Saying again what somebody else wrote is another matter.
    async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
        await youssef.socket.send(protocol.step2(marieke.document.get_update()))
        await youssef.write("van Youssef")
        await youssef.until(lambda: youssef.acknowledged == 3)
    assert await stored(room.tom, draft) == "van Mariekevan Youssef"


async def test_two_processes_let_one_person_have_a_client_id(
    two: list[ServerProcess], people: People, room: Room, settings: Settings, addresses: Addresses
):
    """Neither process knows the id yet; PostgreSQL tells who was first."""
    draft = await a_draft(room.marieke)
    twin = Doc(client_id=new_document().client_id)
    twin.get("text", type=Text)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[1].origin, draft, people.youssef, settings, document=twin) as youssef,
        editing(two[1].origin, draft, people.tom, settings) as tom,
    ):
        forged = Doc(client_id=twin.client_id)
        forged.get("text", type=Text).insert(0, "eerst")
        async with held(addresses, draft) as holder:
            await marieke.socket.send(protocol.update(forged.get_update()))
            await until(lambda: waits(holder))
            await youssef.write("dan")
            # Else that process may hear first whose id it is, and let nobody but him go.
            await until(lambda: waits(holder, 2))
            await tom.write("ook")
        # One of the two was second, and everybody in that process comes back to what is stored.
        codes = [await editor.ended() for editor in (youssef, tom)]
        assert codes in ([4400, 4503], [4400, 4400])
        assert marieke.code is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_pages_socket_never_opens(
    two: list[ServerProcess], people: People, room: Room, settings: Settings, origin: str
):
    draft = await a_draft(room.marieke)
    with pytest.raises(InvalidStatus):
        async with await a_line(two[0].origin, draft, people.marieke, settings, page=origin):
            pytest.fail("it opened")


async def test_a_program_writes_with_a_token_and_without_an_origin(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    token = await make_token_for(email=people.marieke.email, name="script", days=1)
    async with editing(two[0].origin, draft, people.marieke, settings, token=token) as program:
        await program.write("door een programma")
        await program.until(lambda: program.acknowledged == 2)
    assert await stored(room.tom, draft) == "door een programma"


async def test_a_draft_has_one_spelling(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    name = str(draft)
    for spelling in (
        name.upper(),
        name.replace("-", ""),
        "{" + name + "}",
        f"urn:uuid:{name}",
        f"%{ord(name[0]):x}" + name[1:],
        name + "/",
        "-",
        str(uuid4()),
    ):
        async with await a_line(two[0].origin, spelling, people.marieke, settings) as socket:
            await socket.wait_closed()
            assert socket.close_code == 4404, spelling


async def test_nobody_else_comes_in(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    joint = await a_draft(room.marieke)
    own = await a_draft(room.marieke, box=Box.OWN_SIDE, text="alleen van ons")
    for draft, person in (
        (joint, people.bram),
        (own, people.youssef),
        (own, people.femke),
        (own, people.bram),
    ):
        async with editing(two[0].origin, draft, person, settings, begins=False) as stranger:
            assert await stranger.ended() == 4404
            assert not stranger.frames
    async with websockets.connect(
        f"ws://127.0.0.1:{two[0].port}/v1/drafts/{joint}", origin=two[0].origin
    ) as nobody:
        await nobody.wait_closed()
        assert nobody.close_code == 4401
    async with editing(two[0].origin, own, people.tom, settings) as colleague:
        assert str(colleague.text) == "alleen van ons"


async def test_with_the_door_open_postgresql_keeps_the_other_side_out(
    addresses: Addresses, people: People, room: Room, settings: Settings
):
    own = await a_draft(room.marieke, box=Box.OWN_SIDE, text="alleen van ons")
    async with (
        served_without_door(addresses, settings.data_folder) as server,
        editing(server.origin, own, people.youssef, settings, begins=False) as across,
    ):
        assert await across.ended() == 4404
        assert not across.frames


async def test_without_row_security_the_door_keeps_the_other_side_out(
    addresses: Addresses, people: People, room: Room, settings: Settings
):
    own = await a_draft(room.marieke, box=Box.OWN_SIDE, text="alleen van ons")
    async with _served_without_row_security(addresses, settings.data_folder) as server:
        async with editing(server.origin, own, people.tom, settings) as colleague:
            assert str(colleague.text) == "alleen van ons"
        for person in (people.youssef, people.femke, people.bram):
            async with editing(server.origin, own, person, settings, begins=False) as across:
                assert await across.ended() == 4404
                assert not across.frames


async def test_who_is_removed_hears_nothing_more(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.tom, settings) as tom,
    ):
        await tom.appear(1, field="text")
        await marieke.until(lambda: tom.client in marieke.states())
        await remove_participant(
            room.marieke, RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
        )
        assert await tom.ended() == 4403
        heard = len(tom.frames)
        await marieke.write("geheim na vertrek")
        await marieke.until(lambda: marieke.acknowledged == 2)
        assert len(tom.frames) == heard
        assert "geheim" not in str(tom.text)
        await marieke.until(lambda: tom.client not in marieke.states())


async def test_postgresql_refuses_whoever_reads_no_longer_though_nobody_told_us(
    two: list[ServerProcess], people: People, room: Room, settings: Settings, addresses: Addresses
):
    draft = await a_draft(room.marieke, text="Vast. ")
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.tom, settings) as tom,
    ):
        owner = await asyncpg.connect(addresses.owner)
        await owner.execute(
            "delete from journal_reader where person_id = $1 and journal_id = $2",
            people.tom.id,
            room.journal_id,
        )
        await owner.close()
        await tom.write("Toch.")
        assert await tom.ended() == 4403
        # What was made of it goes from memory; the others come back to what is stored.
        assert await marieke.ended() == 4503
    async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
        assert str(youssef.text) == "Vast. "


async def test_sign_out_ends_the_conversation(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.femke, settings) as femke:
        await sign_out_everywhere(await people.femke.signed_in(settings))
        assert await femke.ended() == 4401


async def test_a_draft_that_is_put_away_is_not_there_any_more(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
        await discard(room.marieke, draft, DiscardDraft(id=uuid4()))
        assert await youssef.ended() == 4404
    async with editing(two[0].origin, draft, people.marieke, settings, begins=False) as marieke:
        assert await marieke.ended() == 4404


async def test_two_processes_converge(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[1].origin, draft, people.youssef, settings) as youssef,
    ):
        for at in range(15):
            await marieke.write(f"m{at} ", at=0)
            await youssef.write(f"y{at} ", at=0)
        await youssef.set("parts.A", "werk")
        await marieke.until(lambda: "parts.A" in marieke.fields and "y14" in str(marieke.text))
        await youssef.until(lambda: "m14" in str(youssef.text))
        assert str(marieke.text) == str(youssef.text)
        await marieke.until(lambda: "parts.A" in _last_fields(marieke))
        by = marieke.said("fields")[-1]["fields"]["parts.A"]["by"]
        assert by == str(room.youssef.id)
    assert await stored(room.tom, draft) == str(marieke.text)
    # Whoever knows it from the one process may tell it to the other.
    async with editing(
        two[0].origin, draft, people.youssef, settings, document=youssef.document
    ) as back:
        assert str(back.text) == str(marieke.text)


async def test_everybody_sees_who_is_here_and_nobody_speaks_for_another(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        await marieke.appear(1, field="parts.A", user={"name": "Iemand anders"})
        await marieke.until(lambda: marieke.client in marieke.states())
        async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
            # Whoever comes late is told.
            await youssef.until(lambda: marieke.client in youssef.states())
            seen = youssef.states()[marieke.client]
            assert seen["field"] == "parts.A"
            assert seen["user"]["name"] == "Marieke de Groot"
            assert seen["user"]["participantId"] == str(room.marieke.id)
            await youssef.appear(1, field="text")
            await youssef.appear(99, client=marieke.client, field="vals")
            await youssef.appear(2, field="parts.B")
            await marieke.until(
                lambda: marieke.states().get(youssef.client, {}).get("field") == "parts.B"
            )
            assert marieke.states()[marieke.client]["field"] == "parts.A"
        # Hanging up is seen at once, with the line still open for the others.
        await marieke.until(lambda: youssef.client not in marieke.states())


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x00\x07\x00",
        b"\x00\x02\x05\x01",
        b"\x00\x00\x02\xff\xff",
        b"\x01\x03\x01\x01",
        b"\x00\x02\x02\x01\x01",
        b"\x00\x02\x0a\x01\x01\xff\xff\xff\xff\xff\xff\xff\x7f\x00",
        protocol.update(Doc({"elders": Text("x")}, client_id=1).get_update()),
        "tekst",
    ],
    ids=lambda frame: frame.hex() if isinstance(frame, bytes) else frame,
)
async def test_a_frame_that_lies_ends_its_senders_line_only(
    two: list[ServerProcess],
    people: People,
    room: Room,
    settings: Settings,
    frame: bytes | str,
):
    draft = await a_draft(room.marieke)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.youssef, settings) as youssef,
    ):
        await youssef.socket.send(frame)
        assert await youssef.ended() == 4400
        await marieke.write("gaat verder")
        await marieke.until(lambda: marieke.acknowledged == 2)
    assert await stored(room.tom, draft) == "gaat verder"


async def test_kinds_of_frames_nobody_knows_are_passed_over(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        for frame in (b"\x4d\x01", protocol.ack(9), protocol.query_awareness()):
            await marieke.socket.send(frame)
        await marieke.write("x")
        await marieke.until(lambda: marieke.acknowledged == 2)


async def test_a_text_that_is_too_long_is_kept_once_it_is_mended(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        await marieke.write("kort ")
        await marieke.until(lambda: marieke.acknowledged == 2)
        await marieke.write("x" * 199_990)
        await marieke.write("y" * 20)
        await marieke.until(lambda: marieke.said("not-stored"))
        assert marieke.said("not-stored")[0]["slug"] == "drafting/text-too-long"
        # It hangs on what was refused; deleting it is no offence, and is asked for.
        del marieke.text[199_995:200_015]
        await marieke.send()
        await marieke.write("!")
    async with editing(
        two[0].origin, draft, people.marieke, settings, document=marieke.document
    ) as back:
        await back.until(lambda: back.acknowledged == 1)
    text = await stored(room.tom, draft)
    assert (len(text), text[-1]) == (199_996, "!")


async def test_a_character_no_text_can_hold_is_refused_and_nothing_else(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        await marieke.write("geplakt\0")
        await marieke.until(lambda: marieke.said("not-stored"))
        assert marieke.said("not-stored")[0]["slug"] == "drafting/nul"
        assert marieke.code is None


async def test_an_update_that_hangs_loose_is_asked_for_again(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        await marieke.until(lambda: marieke.acknowledged == 1)
        marieke.text.insert(0, "een ")
        marieke._sending.clear()
        await marieke.write("twee")
        # The second alone says nothing; the answer to the question brings both.
        await marieke.until(lambda: marieke.acknowledged == 3)
    assert await stored(room.tom, draft) == "een twee"


async def test_whoever_hangs_loose_all_the_time_is_let_go(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    document = new_document()
    document.get("text", type=Text).insert(0, "nooit gezegd")
    before = document.get_state()
    document.get("text", type=Text).insert(5, "!")
    loose = document.get_update(before)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        for _ in range(25):
            # Each time it is asked what it has, and says that it has nothing more.
            await marieke.socket.send(protocol.update(loose))
            await marieke.socket.send(protocol.step2(b"\x00\x00"))
        assert await marieke.ended() == 4400
        assert marieke.reason == "dangling"


async def test_what_may_be_personal_data_is_told_once_somebody_pauses(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with editing(two[0].origin, draft, people.marieke, settings) as marieke:
        await marieke.write("Het BSN van Ahmed is 111222333.")
        await marieke.until(lambda: marieke.said("personal-data"))
        [finding, *_] = marieke.said("personal-data")[-1]["findings"]
        assert finding["pointer"] == "/text"
        assert finding["slug"].startswith("personal-data/")
        async with editing(two[0].origin, draft, people.youssef, settings) as youssef:
            await youssef.until(lambda: youssef.said("personal-data"))
        del marieke.text[0 : len(marieke.text)]
        await marieke.send()
        await marieke.until(lambda: not marieke.said("personal-data")[-1]["findings"])


async def test_much_at_once_is_tried_and_kept(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    words = "sociaal ondernemen " * 6000
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.youssef, settings) as youssef,
    ):
        await marieke.write("Begin. ")
        await marieke.write(words)
        await youssef.until(lambda: len(str(youssef.text)) == len(words) + 7)
        # It went in at once: nobody was asked to send it again.
        await marieke.until(lambda: marieke.acknowledged == 3)
        assert sum(isinstance(frame, protocol.Step1) for frame in marieke.frames) == 1
    assert await stored(room.tom, draft) == "Begin. " + words


async def test_a_history_is_taken_together_while_people_write(
    two: list[ServerProcess], people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with (
        editing(two[0].origin, draft, people.marieke, settings) as marieke,
        editing(two[0].origin, draft, people.youssef, settings) as youssef,
    ):
        for at in range(6):
            await marieke.set("parts.A", f"{at}" * 60_000)
            await marieke.until(lambda at=at: marieke.acknowledged == at + 2)
        await until(lambda: _has_snapshot(room.marieke, draft))
        await youssef.write("einde")
        await marieke.until(lambda: str(marieke.text) == "einde")
    async with editing(two[1].origin, draft, people.tom, settings) as tom:
        assert str(tom.text) == "einde"
        assert tom.fields["parts.A"] == "5" * 60_000


async def _give(by: Participant, to: Participant, role: Role) -> None:
    await change_roles(by, ChangeRoles(id=uuid4(), participant_id=to.id, roles=[role]))


async def _has_snapshot(participant: Participant, draft: UUID) -> bool:
    async with as_person(participant.person_id):
        return await fetch_one("select id from draft_snapshot where id = $1", draft) is not None


async def test_a_restart_says_come_back(
    addresses: Addresses, people: People, room: Room, settings: Settings
):
    draft = await a_draft(room.marieke)
    async with (
        servers(addresses, settings.data_folder, 1) as [server],
        editing(server.origin, draft, people.marieke, settings) as marieke,
    ):
        await marieke.write("tot zo")
        await marieke.until(lambda: marieke.acknowledged == 2)
        server.process.terminate()
        assert await marieke.ended() == 1012
        assert await asyncio.to_thread(server.process.wait, PATIENCE) == 0


def _last_fields(editor: Editor) -> dict[str, Any]:
    said = editor.said("fields")
    return said[-1]["fields"] if said else {}


@asynccontextmanager
async def _served_without_row_security(
    addresses: Addresses, folder: Path
) -> AsyncIterator[ServerProcess]:
    server = _start_without_row_security(addresses, folder)
    try:
        yield await ready(server)
    finally:
        server.kill()


def _start_without_row_security(addresses: Addresses, folder: Path) -> ServerProcess:
    [port] = free_ports(1)
    with (folder / "without-row-security.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.drafting.without_row_security", str(port)],
            env=environment(addresses, folder)
            | {"SAMENSPRAAK_ORIGINS": f"http://127.0.0.1:{port}"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return ServerProcess(process=process, port=port)
