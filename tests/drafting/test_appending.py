"""What the database stores of live writing: numbered without gaps, by authors who may, and no other way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders import People, Room
from tests.builders_drafts import a_draft
from tests.builders_written import append

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch
from samenspraak.drafting.commands import discard
from samenspraak.drafting.schemas import Box, DiscardDraft, DraftKind
from samenspraak.embedded import Addresses
from samenspraak.guards import BY_FUNCTION
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.schemas import Participant, RemoveParticipant

pytestmark = pytest.mark.usefixtures("database")

_APPEND = (
    "select * from append_draft_updates($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " order by draft_id"
)
# An update that holds nothing.
_UPDATE = b"\x00\x00"


@pytest.fixture
async def server(addresses: Addresses) -> AsyncIterator[asyncpg.Connection]:
    """The server's login as such, in nobody's name: a room stores what many wrote."""
    connection = await asyncpg.connect(addresses.server)
    yield connection
    await connection.close()


async def store(
    server: asyncpg.Connection,
    *written: tuple[UUID, UUID, bytes],
    clients: tuple[tuple[UUID, int, UUID], ...] = (),
    touched: tuple[tuple[UUID, str, UUID], ...] = (),
) -> list[dict[str, Any]]:
    """Store what these authors wrote in these drafts, as one committer does."""
    columns = [list(column) for column in zip(*written, strict=True)] or [[], [], []]
    bound = [list(column) for column in zip(*clients, strict=True)] or [[], [], []]
    fields = [list(column) for column in zip(*touched, strict=True)] or [[], [], []]
    rows = await server.fetch(_APPEND, *columns, *bound, *fields, surroundings.now(), "test")
    return [dict(row) for row in rows]


async def stored(participant: Participant, draft_id: UUID) -> list[tuple[int, UUID, bytes]]:
    async with as_person(participant.person_id):
        rows = await fetch(
            "select sequence, person_id, data from draft_update where draft_id = $1"
            " order by sequence",
            draft_id,
        )
    return [(row["sequence"], row["person_id"], row["data"]) for row in rows]


async def rows_of(participant: Participant, table: str, draft_id: UUID) -> list[dict[str, Any]]:
    async with as_person(participant.person_id):
        return await fetch(
            f'select * from "{table}" where draft_id = $1',  # one of four names
            draft_id,
        )


async def test_what_many_wrote_in_many_drafts_is_stored_in_order(
    server: asyncpg.Connection, room: Room
):
    first = await a_draft(room.marieke)
    second = await a_draft(room.marieke, kind=DraftKind.CLAUSES)
    marieke, youssef = room.marieke.person_id, room.youssef.person_id

    answers = await store(
        server,
        (first, marieke, b"a"),
        (second, youssef, b"b"),
        (first, youssef, b"c"),
        (first, marieke, b"d"),
    )

    assert sorted(answers, key=lambda answer: str(answer["draft_id"])) == sorted(
        [
            {"draft_id": first, "last_sequence": 4, "refused_author": None},
            {"draft_id": second, "last_sequence": 2, "refused_author": None},
        ],
        key=lambda answer: str(answer["draft_id"]),
    )
    assert (await stored(room.marieke, first))[1:] == [
        (2, marieke, b"a"),
        (3, youssef, b"c"),
        (4, marieke, b"d"),
    ]
    assert (await stored(room.youssef, second))[1:] == [(2, youssef, b"b")]


async def test_an_author_who_does_not_read_it_is_refused_and_named(
    server: asyncpg.Connection, room: Room, people: People
):
    """Nobody's person is set here: the function itself looks up each author's rights."""
    joint = await a_draft(room.marieke)
    ours = await a_draft(room.marieke, box=Box.OWN_SIDE)
    marieke, youssef = room.marieke.person_id, room.youssef.person_id
    for draft_id, author in (
        (joint, people.bram.id),
        (ours, youssef),
        (ours, room.femke.person_id),
        (ours, uuid4()),
    ):
        [answer] = await store(
            server,
            (draft_id, marieke, b"a"),
            (draft_id, author, b"b"),
            clients=((draft_id, 4_000, author),),
            touched=((draft_id, "parts.A", author), (draft_id, "parts.B", marieke)),
        )
        assert answer == {"draft_id": draft_id, "last_sequence": None, "refused_author": author}
        assert [number for number, _, _ in await stored(room.marieke, draft_id)] == [1]
        assert await rows_of(room.marieke, "draft_touch", draft_id) == []
        bound = await rows_of(room.marieke, "draft_client", draft_id)
        assert {row["person_id"] for row in bound} == {marieke}, "not even a client id is kept"


async def test_one_refused_draft_does_not_keep_the_others(server: asyncpg.Connection, room: Room):
    joint = await a_draft(room.marieke)
    ours = await a_draft(room.marieke, box=Box.OWN_SIDE)
    youssef = room.youssef.person_id
    answers = await store(server, (joint, youssef, b"a"), (ours, youssef, b"b"))
    assert {answer["draft_id"]: answer["refused_author"] for answer in answers} == {
        joint: None,
        ours: youssef,
    }
    assert [data for _, _, data in await stored(room.youssef, joint)][1:] == [b"a"]


async def test_whoever_left_stores_nothing_any_more(server: asyncpg.Connection, room: Room):
    draft_id = await a_draft(room.marieke)
    tom = room.tom.person_id
    [before] = await store(server, (draft_id, tom, b"a"))
    await workspaces.remove_participant(
        room.marieke, RemoveParticipant(id=uuid4(), participant_id=room.tom.id)
    )
    [after] = await store(server, (draft_id, tom, b"b"))
    assert (before["refused_author"], after["refused_author"]) == (None, tom)
    assert len(await stored(room.marieke, draft_id)) == 2


async def test_nothing_is_stored_in_what_was_put_away_or_never_was(
    server: asyncpg.Connection, room: Room
):
    draft_id = await a_draft(room.marieke)
    await discard(room.marieke, draft_id, DiscardDraft(id=uuid4()))
    marieke = room.marieke.person_id
    for one in (draft_id, uuid4()):
        [answer] = await store(
            server,
            (one, marieke, b"a"),
            clients=((one, 4_000, marieke),),
            touched=((one, "parts.A", marieke),),
        )
        assert answer == {"draft_id": one, "last_sequence": None, "refused_author": marieke}
        assert await rows_of(room.marieke, "draft_touch", one) == []
        assert 4_000 not in {
            row["client"] for row in await rows_of(room.marieke, "draft_client", one)
        }
    assert len(await stored(room.marieke, draft_id)) == 1


async def test_a_client_id_is_its_first_writers_for_ever(server: asyncpg.Connection, room: Room):
    draft_id = await a_draft(room.marieke)
    other = await a_draft(room.marieke, kind=DraftKind.CLAUSES)
    marieke, youssef = room.marieke.person_id, room.youssef.person_id
    for author in (marieke, marieke):
        [answer] = await store(server, (draft_id, author, b"a"), clients=((draft_id, 7, author),))
        assert answer["refused_author"] is None
    [answer] = await store(server, (draft_id, youssef, b"b"), clients=((draft_id, 7, youssef),))
    assert answer["refused_author"] == youssef
    # In another draft it is anybody's.
    [answer] = await store(server, (other, youssef, b"c"), clients=((other, 7, youssef),))
    assert answer["refused_author"] is None
    assert len(await stored(room.marieke, draft_id)) == 3
    [row] = [
        row for row in await rows_of(room.marieke, "draft_client", draft_id) if row["client"] == 7
    ]
    assert row["person_id"] == marieke


async def test_who_last_changed_a_field_is_kept(server: asyncpg.Connection, room: Room):
    draft_id = await a_draft(room.marieke)
    for author in (room.marieke.person_id, room.youssef.person_id):
        await store(server, (draft_id, author, b"a"), touched=((draft_id, "parts.A", author),))
    [row] = await rows_of(room.marieke, "draft_touch", draft_id)
    assert (row["field"], row["person_id"]) == ("parts.A", room.youssef.person_id)


async def test_the_numbers_of_a_draft_have_no_gap_whatever_happens_at_once(
    addresses: Addresses, room: Room
):
    """Eight connections stand for eight processes; some roll back what they stored."""
    drafts = [await a_draft(room.marieke, kind=kind) for kind in list(DraftKind)[1:]]
    authors = [each.person_id for each in (room.marieke, room.youssef, room.femke)]
    kept: list[bytes] = []

    async def process(number: int) -> None:
        connection = await asyncpg.connect(addresses.server)
        try:
            for turn in range(12):
                # Not in the same order everywhere: the function takes its locks in one.
                order = drafts if (number + turn) % 2 else drafts[::-1]
                written = [
                    (draft, authors[(number + at) % 3], f"{number}/{turn}/{at}".encode())
                    for at in range(2)
                    for draft in order
                ]
                transaction = connection.transaction()
                await transaction.start()
                answers = await store(connection, *written)
                assert {answer["refused_author"] for answer in answers} == {None}
                if turn % 4 == 3:
                    await transaction.rollback()
                else:
                    await transaction.commit()
                    kept.extend(data for draft, _, data in written if draft == drafts[0])
        finally:
            await connection.close()

    await asyncio.gather(*(process(number) for number in range(8)))

    for draft in drafts:
        rows = await stored(room.marieke, draft)
        assert [number for number, _, _ in rows] == list(range(1, 8 * 9 * 2 + 2))
        assert sorted(data for _, _, data in rows[1:]) == sorted(kept)
        async with as_person(room.marieke.person_id):
            [row] = await fetch("select head from draft where id = $1", draft)
        assert row["head"] == len(rows)


async def test_others_are_woken_once_a_draft_and_only_after_it_is_stored(
    addresses: Addresses, server: asyncpg.Connection, room: Room
):
    draft_id = await a_draft(room.marieke)
    heard: asyncio.Queue[str] = asyncio.Queue()
    listener = await asyncpg.connect(addresses.server)
    try:
        await listener.add_listener("draft", lambda *told: heard.put_nowait(told[-1]))
        transaction = server.transaction()
        await transaction.start()
        await store(server, (draft_id, room.marieke.person_id, b"a"))
        await transaction.rollback()
        await store(
            server,
            (draft_id, room.marieke.person_id, b"b"),
            (draft_id, room.youssef.person_id, b"c"),
        )
        assert await heard.get() == f"{draft_id} test"
        # Whatever came before this one was heard before it.
        await server.execute("select pg_notify('draft', 'last')")
        said = await heard.get()
        while str(draft_id) not in said and said != "last":
            said = await heard.get()
        assert said == "last"
    finally:
        await listener.close()


@pytest.mark.parametrize("table", BY_FUNCTION)
async def test_the_servers_login_writes_these_by_no_other_way(table: str, room: Room):
    draft_id = await a_draft(room.marieke)
    for statement in (
        f'insert into "{table}" select * from "{table}"',  # one of four names
        f'update "{table}" set journal_id = journal_id',  # one of four names
        f'delete from "{table}"',  # one of four names
        f'truncate "{table}"',
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with as_person(room.marieke.person_id):
                await execute(statement)
    assert len(await stored(room.marieke, draft_id)) == 1


@pytest.mark.parametrize("table", [name for name in BY_FUNCTION if name.startswith("draft")])
async def test_nobody_sees_rows_of_drafts_that_are_not_theirs(table: str, room: Room):
    draft_id = await a_draft(room.marieke, box=Box.OWN_SIDE)
    async with as_person(room.marieke.person_id):
        await append(room.marieke.person_id, draft_id, _UPDATE, client=5, touched=("parts.A",))
        await execute(
            "select keep_draft_snapshot($1, 1, $2, $3, $3)", draft_id, _UPDATE, surroundings.now()
        )
    named = "id" if table == "draft_snapshot" else "draft_id"
    for participant, sees in ((room.tom, True), (room.youssef, False), (room.femke, False)):
        async with as_person(participant.person_id):
            rows = await fetch(
                f'select 1 from "{table}" where "{named}" = $1',  # one of four names
                draft_id,
            )
        assert bool(rows) is sees


async def test_an_older_snapshot_never_takes_the_place_of_a_newer(
    server: asyncpg.Connection, room: Room
):
    draft_id = await a_draft(room.marieke)
    await store(server, *((draft_id, room.marieke.person_id, b"a") for _ in range(4)))
    now = surroundings.now()

    async def keep(up_to: int, contents: bytes) -> tuple[int, bytes] | None:
        await server.execute(
            "select keep_draft_snapshot($1, $2, $3, $4, $5)",
            draft_id,
            up_to,
            contents,
            now,
            now.replace(year=now.year - 1),
        )
        async with as_person(room.marieke.person_id):
            rows = await fetch("select sequence, state from draft_snapshot where id = $1", draft_id)
        return (rows[0]["sequence"], rows[0]["state"]) if rows else None

    assert await keep(6, b"beyond") is None, "there is no sixth update"
    assert await keep(4, b"four") == (4, b"four")
    assert await keep(3, b"three") == (4, b"four")
    assert await keep(5, b"five") == (5, b"five")
    # The log is kept as long as somebody may ask who wrote what.
    assert len(await stored(room.marieke, draft_id)) == 5


async def test_only_what_the_snapshot_holds_goes_from_the_log(
    server: asyncpg.Connection, room: Room
):
    draft_id = await a_draft(room.marieke)
    await store(server, *((draft_id, room.marieke.person_id, b"a") for _ in range(4)))
    later = surroundings.now().replace(year=surroundings.now().year + 1)
    await server.execute("select keep_draft_snapshot($1, 3, $2, $3, $3)", draft_id, b"three", later)
    assert [number for number, _, _ in await stored(room.marieke, draft_id)] == [4, 5]
